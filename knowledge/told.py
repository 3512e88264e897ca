"""What an article can tell about its meeting, and a slice in which it does."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a fact is about."""

    MEETING_DATE = "meeting_date"
    PERIOD = "period"  # that the meeting reviewed: a year
    PLACE = "place"
    ORGANISER = "organiser"
    PRESIDED = "presided"
    ATTENDED = "attended"
    SPOKE = "spoke"


@dataclass(frozen=True, slots=True)
class Told:
    """A slice of a text, and what it is."""

    kind: Kind
    start: int
    end: int
