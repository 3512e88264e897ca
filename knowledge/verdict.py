"""The verdicts that a load gives on its sources."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """What loading does with one source."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    REFUSED = "refused"
