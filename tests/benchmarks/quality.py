"""Measures retrieval, quotes and refusals on the public sets; prints the tables of ``docs/quality.md``.

usage: python -m tests.benchmarks.quality SHARED_DATA [--keep FOLDER]

``--keep`` names a folder where the sets' libraries stay, so that a second run embeds nothing.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ir_measures
from ir_measures import RR, Qrel, ScoredDoc, Success
from platformdirs import user_cache_path

from knowledge.library import Library
from retrieval.answer import Answer
from retrieval.answering import Answerer, Trace
from retrieval.deciding import Calibration, Decider
from retrieval.encoder import SentenceEncoder
from retrieval.engine import SqliteFaiss
from retrieval.loading import load, read_all
from retrieval.ranking import Candidate

DEPTH = 10
MEASURES = [Success @ 1, Success @ 5, Success @ DEPTH, RR @ DEPTH]


@dataclass(frozen=True)
class Set:
    """A library and the questions put to it."""

    name: str
    articles: str
    questions: str


SETS = (
    Set("XQuAD en→en", "xquad-en", "questions.jsonl"),
    Set("XQuAD zh→zh", "xquad-zh", "questions.jsonl"),
    Set("XQuAD zh→en", "xquad-en", "questions.zh.jsonl"),
    Set("XQuAD en→zh", "xquad-zh", "questions.en.jsonl"),
)

Question = dict[str, Any]

RANKINGS: dict[str, Callable[[Candidate], float]] = {
    "words and meaning": lambda c: c.score,
    "meaning": lambda c: c.meaning,
    "paragraph vectors": lambda c: c.cosine,
    "words": lambda c: c.bm25,
}


@dataclass(frozen=True)
class Asked:
    """A question of a set with what became of it."""

    question: Question
    trace: Trace


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--sets", nargs="*", help="only these folders")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        encoder = SentenceEncoder("multilingual-e5-small", user_cache_path("meetings"))
        for set_ in SETS:
            if not options.sets or set_.articles in options.sets:
                report(set_, ask_all(set_, options.data, folder, encoder))


def ask_all(set_: Set, data: Path, folder: Path, encoder: SentenceEncoder) -> list[Asked]:
    """Every question of a set, asked of a library of its articles."""
    answerer = opened(set_.articles, data, folder, encoder)
    lines = (data / set_.articles / set_.questions).read_text(encoding="utf-8").splitlines()
    return [Asked(row, answerer.trace(row["text"])) for row in map(json.loads, lines)]


def opened(name: str, data: Path, folder: Path, encoder: SentenceEncoder) -> Answerer:
    """An answerer over a set's articles."""
    place = folder / name
    engine = SqliteFaiss(place, Library(place / "library.db", create=True), encoder.model)
    load(read_all([data / name / "articles.jsonl"]), engine, encoder, lambda done, total: None)
    return Answerer(engine, encoder, Decider(Calibration.read()))


def report(set_: Set, asked: list[Asked]) -> None:
    """Rankings, quotes and times of one set."""
    print(f"\n{set_.name}: {len(asked)} questions")
    for name, key in RANKINGS.items():
        print(f"  {name:<20}" + "  ".join(f"{m} {v:.3f}" for m, v in ranked(asked, key).items()))
    answers = [item.trace.answer for item in asked]
    answered = [item for item in asked if item.trace.answer.answered]
    milliseconds = statistics.median(answer.milliseconds for answer in answers)
    holding = sum(holds(item.question["answers"], item.trace.answer) for item in answered)
    marked = sum(holds(item.question["answers"], item.trace.answer, marked=True) for item in answered)
    print(f"  answered {len(answered) / len(asked):.3f}, median {milliseconds:.0f} ms a question")
    if answered and any(item.question["answers"] for item in asked):
        print(
            f"  first quote holds a gold answer {holding / len(answered):.3f}, its mark {marked / len(answered):.3f}"
        )
        lengths = [len(item.trace.answer.quotes[0].text) for item in answered]
        print(f"  characters in the first quote: mean {statistics.mean(lengths):.0f}, most {max(lengths)}")


def ranked(asked: list[Asked], key: Callable[[Candidate], float]) -> dict[object, float]:
    """ir-measures' values for the candidates in the order of ``key``."""
    qrels, run = [], []
    for item in asked:
        identity = item.question["id"]
        candidates = sorted(item.trace.candidates, key=lambda c: -key(c))[:DEPTH]
        for place, candidate in enumerate(candidates):
            name = str(candidate.passage.id)
            run.append(ScoredDoc(identity, name, float(DEPTH - place)))
            qrels.append(Qrel(identity, name, int(relevant(item.question, candidate))))
        qrels.append(Qrel(identity, "somewhere", 1))
    values = ir_measures.calc_aggregate(MEASURES, qrels, run)
    return {measure: values[measure] for measure in MEASURES}


def relevant(question: Question, candidate: Candidate) -> bool:
    """A hit is right when it overlaps a relevant span of its article."""
    passage = candidate.passage
    return any(
        span["article"] == passage.article.id and span["start"] < passage.end and passage.start < span["end"]
        for span in question["relevant"]
    )


def holds(gold: list[str], answer: Answer, *, marked: bool = False) -> bool:
    """Whether a gold answer stands in the first quote, or in its marked sentence."""
    quote = answer.quotes[0]
    texts = [quote.text[a:b] for a, b in quote.marks] if marked else [quote.text]
    return any(words in text for words in gold for text in texts)


if __name__ == "__main__":
    main()
