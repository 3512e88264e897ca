"""Times a cold `meetings ask` and a warm question beside the bare model; prints ratios of medians.

usage: python -m tests.benchmarks.speed SHARED_DATA [--times 5]

The cold rival is a script that imports sentence-transformers, loads the same model and encodes one question; the
warm rival is ``encode_query`` of the same question. Both sides take turns in one run, on the Ann Arbor articles.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from platformdirs import user_cache_path

from knowledge.library import Library
from retrieval import e5
from retrieval.answering import Answerer
from retrieval.deciding import Calibration, Decider
from retrieval.encoder import SentenceEncoder
from retrieval.loading import load, read_all
from retrieval.sqlite_faiss import SqliteFaiss

QUESTIONS = (
    "Who resigned from the Renters' Commission?",
    "What was decided about parking minimums?",
    "When was the resolution on bike lanes postponed?",
    "How much does the website contract cost?",
    "哪些项目提高道路安全？",
)
BARE = """
import sys
from sentence_transformers import SentenceTransformer
SentenceTransformer(sys.argv[1], device="cpu").encode_query(sys.argv[2])
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        encoder = SentenceEncoder(e5.NAME, user_cache_path("meetings"))
        engine = SqliteFaiss(Path(folder), Library(Path(folder) / "library.db", create=True), encoder.model)
        load(read_all([options.data / "articles" / "ann-arbor"]), engine, encoder, lambda done, total: None)
        cold(Path(folder), options.times)
        warm(Answerer(engine, encoder, Decider(Calibration.read())), encoder, options.times)


def cold(folder: Path, times: int) -> None:
    """Whole processes, from start to answer."""
    model = str(e5.unpacked(user_cache_path("meetings")))
    environment = os.environ | {"MEETINGS_DATA_DIR": str(folder)}

    def run(*arguments: str) -> None:
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True, env=environment)

    print(
        "cold",
        _side_by_side(
            lambda: run("-m", "bot.cli", "ask", QUESTIONS[0]), lambda: run("-c", BARE, model, QUESTIONS[0]), times
        ),
    )


def warm(answerer: Answerer, encoder: SentenceEncoder, times: int) -> None:
    """Questions to a loaded model."""
    for question in QUESTIONS:
        answerer.ask(question)
    print(
        "warm",
        _side_by_side(
            lambda: [answerer.ask(question) for question in QUESTIONS],
            lambda: [encoder.encode_questions([question]) for question in QUESTIONS],
            times * 10,
        ),
    )


def _side_by_side(ours: Callable[[], object], bare: Callable[[], object], times: int) -> str:
    """Both in turn; medians in milliseconds and their ratio."""
    pairs = [(_timed(ours), _timed(bare)) for _ in range(times)]
    mine, theirs = (statistics.median(side) * 1000 for side in zip(*pairs, strict=True))
    return f"ours {mine:.0f} ms, bare {theirs:.0f} ms, ratio {mine / theirs:.2f} (medians of {times})"


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
