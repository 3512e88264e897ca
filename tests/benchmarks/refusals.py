"""How well the shipped calibration tells answerable questions from others, in libraries small and large.

usage: python -m tests.benchmarks.refusals FOLDER...

Each evaluation folder is asked as `meetings calibrate` asks it: parts of its articles are libraries, each asked about
what it holds, what it lacks, and what no article about meetings answers. The folders must not be those that the
calibration was fitted on.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from platformdirs import user_cache_path
from sklearn.metrics import roc_auc_score

from retrieval import e5
from retrieval.calibrating import Observation, Remembering, completed, observe
from retrieval.deciding import Calibration, pair
from retrieval.dictionary import Dictionary
from retrieval.encoder import SentenceEncoder


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    options = parser.parse_args()
    cache = user_cache_path("meetings")
    encoder, dictionary = Remembering(SentenceEncoder(e5.NAME, cache)), Dictionary(cache)
    print(f"{'questions of':<24}{'pair':<8}{'asked':>6}  AUROC  answered  wrongly")
    for folder in options.folders:
        for row in rows(observe(folder, encoder, dictionary, lambda done, total: None), Calibration.read()):
            print(row, flush=True)


def rows(observations: Sequence[Observation], calibration: Calibration) -> Iterator[str]:
    """One line for each group of questions and pair of languages."""
    groups: dict[tuple[str, str], list[tuple[bool, float]]] = defaultdict(list)
    for each in observations:
        asked_in, written_in = each.vectors.asked_in, each.vectors.written_in
        signals = completed(each, calibration.usual)
        probability = calibration.probability(signals, asked_in, written_in)
        groups[each.group, pair(asked_in, written_in)].append((each.right, probability))
    for (group, languages), found in sorted(groups.items()):
        right, wrong = (
            [probability for is_right, probability in found if is_right is kind] for kind in (True, False)
        )
        auroc = roc_auc_score(*zip(*found, strict=True)) if right and wrong else None
        shares = (auroc, _passing(right, calibration), _passing(wrong, calibration))
        shown = "  ".join(f"{share:>6.3f}" if share is not None else "     –" for share in shares)
        name = group if group.endswith("off topic") else group.rpartition(" ")[0]
        yield f"{name:<24}{languages:<8}{len(found):>6} {shown}"


def _passing(probabilities: Sequence[float], calibration: Calibration) -> float | None:
    """The share that is answered."""
    if not probabilities:
        return None
    return sum(probability >= calibration.threshold for probability in probabilities) / len(probabilities)


if __name__ == "__main__":
    main()
