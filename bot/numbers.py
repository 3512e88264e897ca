"""Reads the numbers that stand in buttons and commands, where anything may stand."""

from __future__ import annotations

_MOST_DIGITS = 9  # no page, place or change of a library is beyond


def number_in(text: str) -> int | None:
    """The number that a text is; None for what is none, or larger than anything that is counted here."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS else None
