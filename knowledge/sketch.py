"""Sketches a text so that texts which share most of their wording share a value: MinHash over runs of characters.

A. Broder, On the resemblance and containment of documents, 1997. 64 minima in 16 bands of four: texts that share 80 %
of their runs meet in some band in 999 of 1,000 cases, those that share 30 % in one of eight.
"""

from __future__ import annotations

import unicodedata

import numpy as np
from numpy.typing import NDArray

_RUN = 8  # characters
_BANDS = 16
_ROWS = 4
_MOST_RUNS = 60_000  # of a text; a longer one is judged by its beginning
_FACTORS, _SHIFTS = np.random.Generator(np.random.PCG64(20230120)).integers(
    1, 2**63, (2, _BANDS * _ROWS, 1), dtype=np.uint64
)
_POWERS = np.array([pow(1_099_511_628_211, n, 2**64) for n in range(_RUN)], dtype=np.uint64)


def sketch(text: str) -> tuple[int, ...]:
    """One value a band, of 63 bits; empty for a text that is too short to be like another."""
    runs = _runs(text)
    if len(runs) < _RUN:
        return ()
    minima = np.full((_BANDS * _ROWS, 1), 2**64 - 1, dtype=np.uint64)
    for part in np.array_split(runs, len(runs) // 4_096 + 1):
        minima = np.minimum(minima, _mixed(part[None, :] * _FACTORS + _SHIFTS).min(axis=1, keepdims=True))
    bands = minima.reshape(_BANDS, _ROWS)
    folded = np.arange(_BANDS, dtype=np.uint64)
    for row in range(_ROWS):
        folded = _mixed(folded * _POWERS[1] + bands[:, row])
    return tuple(int(value) >> 1 for value in folded)


def likeness(one: str, other: str) -> float:
    """The share of runs of characters that both texts have, of all that either has."""
    ours, theirs = _runs(one), _runs(other)
    both = len(np.intersect1d(ours, theirs, assume_unique=True))
    return both / max(len(ours) + len(theirs) - both, 1)


def _runs(text: str) -> NDArray[np.uint64]:
    """Hashes of all runs of eight letters or digits, each once; capitals, width, blanks and signs do not count."""
    folded = "".join(c for c in unicodedata.normalize("NFKC", text[: 2 * _MOST_RUNS]).casefold() if c.isalnum())
    codes = np.frombuffer(folded[:_MOST_RUNS].encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    if len(codes) < _RUN:
        return np.empty(0, dtype=np.uint64)
    windows = np.lib.stride_tricks.sliding_window_view(codes, _RUN)
    return np.unique(_mixed((windows * _POWERS).sum(axis=1, dtype=np.uint64)))


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Every bit of the result depends on every bit given (the finaliser of MurmurHash3)."""
    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        values = (values ^ (values >> np.uint64(33))) * np.uint64(factor)
    return values ^ (values >> np.uint64(33))
