"""Side by side: meetings and two peers that answer from articles without a language model.

usage: python -m tests.benchmarks.peers FOLDER ... --peers-python PYTHON [--questions 300] [--withhold] [--keep DIR]

FOLDER is an evaluation folder, as for `meetings evaluate`. PYTHON is an interpreter with the peers installed (`pip
install txtai cairn-assistant`, in an environment of its own); one that cannot be imported is named and left out.
Every system holds the same articles and gets the same questions, one after the other. txtai has the same model as
meetings. With ``--withhold`` the questions are asked again with every other article left out.

Refused questions count as missed where the first quote is judged, but not where the first passage is.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import fields
from pathlib import Path

from platformdirs import user_cache_path

from retrieval import e5
from retrieval.answering import Answerer
from retrieval.deciding import Calibration, Decider
from retrieval.dictionary import Dictionary
from retrieval.encoder import SentenceEncoder
from retrieval.evaluation_set import EvaluationSet, Question, QuestionFile, read_set
from retrieval.examining import engine_over, examine, kept_in
from tests.benchmarks.peer_process import NotInstalled, PeerProcess
from tests.benchmarks.reply import Ask, Reply, Tally, tally

PEERS = ("txtai", "cairn-assistant")
LONGEST = {"en": 600, "zh": 250}  # characters of the first quote that are looked at


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--peers-python", required=True)
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--withhold", action="store_true")
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        keep = options.keep or Path(temporary)
        for folder in options.folders:
            for withhold in (False, True) if options.withhold else (False,):
                compare(read_set(folder, withhold=withhold), keep, options.peers_python, options.questions)


def compare(chosen: EvaluationSet, keep: Path, python: str, most: int) -> None:
    """A table for each file of questions of a set."""
    cache = user_cache_path("meetings")
    encoder = SentenceEncoder(e5.NAME, cache)
    with ExitStack() as stack:
        engine = stack.enter_context(
            engine_over(chosen.articles, encoder, kept_in(keep, chosen.name, encoder), lambda done, total: None)
        )
        answerer = Answerer(engine, encoder, Decider(Calibration.read()), Dictionary(cache))
        systems: dict[str, Ask] = {"meetings": lambda question: ours(answerer, question)}
        for name in PEERS:
            try:
                peer = stack.enter_context(PeerProcess(name, python, chosen.articles, e5.unpacked(cache)))
            except NotInstalled as error:
                print(f"{name}: not installed: {error}")
            else:
                systems[peer.name] = peer.ask
        for file in chosen.files:
            questions = spaced(file.questions, most)
            show(chosen, file, questions, asked(systems, questions))


def ours(answerer: Answerer, question: Question) -> Reply:
    """What meetings says to a question."""
    (one,) = examine(answerer, [question])
    answer = one.trace.answer
    quotes = [quote.text for quote in answer.quotes] or [""]  # an answer without quotes is a list of meetings
    return Reply(one.right_first, quotes[0] if answer.answered else None, answer.probability, answer.milliseconds)


def spaced(questions: Sequence[Question], most: int) -> list[Question]:
    """At most so many of the questions, evenly spaced."""
    count = min(most, len(questions))
    return [questions[number * len(questions) // count] for number in range(count)]


def asked(systems: dict[str, Ask], questions: Sequence[Question]) -> dict[str, list[Reply]]:
    """Every system's replies; they take turns, so that the machine's other work troubles all alike."""
    for ask in systems.values():
        ask(questions[0])  # loads what is loaded late
    replies: dict[str, list[Reply]] = {name: [] for name in systems}
    for question in questions:
        for name, ask in systems.items():
            replies[name].append(ask(question))
    return replies


def show(
    chosen: EvaluationSet, file: QuestionFile, questions: Sequence[Question], replies: dict[str, list[Reply]]
) -> None:
    """One table; a system a line."""
    kept = f"{len(chosen.articles)} articles, {len(chosen.withheld)} withheld"
    print(f"\n{chosen.name}, {file.name}: {len(questions)} questions, {kept}")
    print(f"{'':<24}" + "".join(f"{field.name:>18}" for field in fields(Tally)))
    for name, said in replies.items():
        value = tally(questions, said, LONGEST.get(chosen.articles[0].language, LONGEST["en"]))
        print(f"{name:<24}" + "".join(f"{cell(getattr(value, field.name)):>18}" for field in fields(Tally)))
    print(flush=True)


def cell(value: float | None) -> str:
    """A share with three digits, milliseconds with one."""
    return "–" if value is None else f"{value:.3f}" if value <= 1 else f"{value:.1f}"


if __name__ == "__main__":
    main()
