"""What `meetings evaluate` measures, for several sets in one run, and what each part of the ranking brings.

usage: python -m tests.benchmarks.quality SHARED_DATA [--sets SET ...] [--withhold SET ...] [--keep FOLDER]
       [--without-dictionary]

The sets are folders of SHARED_DATA; every file of questions in them is asked. ``--withhold`` names sets that are
asked with every other article left out. With ``--keep`` their vectors stay, so that a second run embeds nothing.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_cache_path

from bot import scores
from retrieval import e5
from retrieval.answering import Answerer
from retrieval.deciding import Calibration, Decider
from retrieval.dictionary import Dictionary
from retrieval.encoder import SentenceEncoder
from retrieval.evaluating import Evaluation, Measured, evaluate, ranking
from retrieval.evaluation_set import read_set
from retrieval.examining import engine_over, kept_in
from retrieval.ranking import WORDS_WEIGHT, Candidate

SETS = ("xquad-en", "xquad-zh")

RANKINGS: dict[str, Callable[[Candidate], float]] = {
    "words and meaning": lambda c: c.score,
    "without neighbours": lambda c: c.meaning + WORDS_WEIGHT * c.words_share,
    "meaning": lambda c: c.meaning,
    "paragraph vectors": lambda c: c.cosine,
    "words": lambda c: c.bm25,
}


@dataclass(frozen=True)
class Models:
    """What all sets are asked with."""

    encoder: SentenceEncoder
    dictionary: Dictionary | None
    decider: Decider


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--sets", nargs="*", default=SETS)
    parser.add_argument("--withhold", nargs="*", default=())
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--without-dictionary", action="store_true")
    options = parser.parse_args()
    cache = user_cache_path("meetings")
    dictionary = None if options.without_dictionary else Dictionary(cache)
    models = Models(SentenceEncoder(e5.NAME, cache), dictionary, Decider(Calibration.read()))
    with tempfile.TemporaryDirectory() as temporary:
        keep = options.keep or Path(temporary)
        for name in options.sets:
            show(measured(options.data / name, keep, models, withhold=False))
        for name in options.withhold:
            show(measured(options.data / name, keep, models, withhold=True))


def measured(folder: Path, keep: Path, models: Models, *, withhold: bool) -> Evaluation:
    """The evaluation of one set."""
    chosen = read_set(folder, withhold=withhold)
    place = kept_in(keep, chosen.name, models.encoder)
    with engine_over(chosen.articles, models.encoder, place, lambda done, total: None) as engine:
        answerer = Answerer(engine, models.encoder, models.decider, models.dictionary)
        return evaluate(chosen, answerer, lambda done, total: None)


def show(evaluation: Evaluation) -> None:
    """The scores, and the ranking's measures for each order of the candidates."""
    scores.table(evaluation)
    for file in evaluation.files:
        print(f"\n{file.name}, the same candidates in the order of")
        for name in RANKINGS:
            print(f"  {name:<18}{order(file, name)}")
    print(flush=True)


def order(file: Measured, name: str) -> str:
    """The measures of one order on one line."""
    return "".join(f"  {measure} {value:.3f}" for measure, value in ranking(file.examined, RANKINGS[name]).items())


if __name__ == "__main__":
    main()
