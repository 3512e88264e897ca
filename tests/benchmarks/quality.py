"""Measures retrieval, quotes and refusals on the public sets; prints the tables of ``docs/quality.md``.

usage: python -m tests.benchmarks.quality SHARED_DATA [--keep FOLDER] [--withhold SET ...]

``--keep`` names a folder where the sets' libraries stay, so that a second run embeds nothing.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ir_measures
from ir_measures import RR, Qrel, ScoredDoc, Success
from platformdirs import user_cache_path
from sklearn.metrics import roc_auc_score

from knowledge.article import Accepted, Refused
from knowledge.library import Library
from retrieval.answer import Answer
from retrieval.answering import Answerer, Trace
from retrieval.deciding import Calibration, Decider
from retrieval.encoder import SentenceEncoder
from retrieval.loading import load, read_all
from retrieval.ranking import Candidate
from retrieval.sqlite_faiss import SqliteFaiss

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
    altered: int  # quotes that are not the slice of the stored article that they say they are


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--sets", nargs="*", help="only these folders")
    parser.add_argument(
        "--withhold", nargs="*", default=[], help="sets to judge refusals on, half their articles away"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        encoder = SentenceEncoder("multilingual-e5-small", user_cache_path("meetings"))
        for set_ in SETS:
            if not options.sets or set_.articles in options.sets:
                report(set_, ask_all(set_, options.data, folder, encoder))
        for name in options.withhold:
            refusals(name, options.data, folder, encoder)


def ask_all(set_: Set, data: Path, folder: Path, encoder: SentenceEncoder) -> list[Asked]:
    """Every question of a set, asked of a library of its articles."""
    found = read_all([data / set_.articles / "articles.jsonl"])
    answerer = opened(folder / set_.articles, found, encoder)
    return [_asked(answerer, row) for row in questions(data / set_.articles / set_.questions)]


def questions(file: Path) -> list[Question]:
    """The rows of a questions file."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def opened(place: Path, found: Sequence[Accepted | Refused], encoder: SentenceEncoder) -> Answerer:
    """An answerer over articles, kept at ``place``."""
    engine = SqliteFaiss(place, Library(place / "library.db", create=True), encoder.model)
    load(found, engine, encoder, lambda done, total: None)
    return Answerer(engine, encoder, Decider(Calibration.read()))


def _asked(answerer: Answerer, row: Question) -> Asked:
    trace = answerer.trace(row["text"])
    library = answerer.engine.library
    slices = [library.article(q.source.article).text[q.start : q.end] == q.text for q in trace.answer.quotes]
    return Asked(row, trace, slices.count(False))


def refusals(name: str, data: Path, folder: Path, encoder: SentenceEncoder) -> None:
    """Every other article of a set is withheld; its questions have no answer then, and are near the topic."""
    found = [item for item in read_all([data / name / "articles.jsonl"]) if isinstance(item, Accepted)]
    held = {item.article.id for item in found[::2]}
    answerer = opened(folder / f"{name}-half", found[::2], encoder)
    for file in sorted((data / name).glob("questions*.jsonl")):
        asked = [_asked(answerer, row) for row in questions(file)]
        inside = [any(span["article"] in held for span in item.question["relevant"]) for item in asked]
        probabilities = [item.trace.answer.probability for item in asked]
        answered = [item.trace.answer.answered for item in asked]
        print(f"\n{name} {file.name}, every other article withheld: AUROC {roc_auc_score(inside, probabilities):.3f}")
        print(f"  answered {_share(answered, inside):.3f}, wrongly {_share(answered, [not x for x in inside]):.3f}")


def _share(answered: Sequence[bool], of: Sequence[bool]) -> float:
    return sum(a for a, chosen in zip(answered, of, strict=True) if chosen) / sum(of)


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
    print(f"  altered quotes: {sum(item.altered for item in asked)}")
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
