"""Votes on answers: one a person and answer, without saying who it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.records.file import RecordFile
    from bot.records.key import Key


class Fault(StrEnum):
    """What was wrong with an answer."""

    ARTICLE = "article"
    PASSAGE = "passage"
    OLD = "old"
    NO_ANSWER = "no_answer"


@dataclass(frozen=True, slots=True)
class Vote:
    """What somebody thought of an answer."""

    good: bool
    fault: Fault | None = None


class Votes:
    """Votes by answer; a person's second vote on an answer takes the place of the first."""

    def __init__(self, file: RecordFile, key: Key) -> None:
        self._file = file
        self._key = key

    def cast(self, answer: str, person: int, vote: Vote) -> None:
        self._file.write(
            "INSERT OR REPLACE INTO votes VALUES (?, ?, ?, ?, ?)",
            answer,
            self._key.hash(f"{person} {answer}"),  # so that two votes of one person cannot be seen to be his
            vote.good,
            vote.fault,
            datetime.now(UTC).isoformat(timespec="seconds"),
        )

    def of(self, answer: str) -> list[Vote]:
        """All votes on an answer, good ones first."""
        rows = self._file.rows("SELECT good, reason FROM votes WHERE answer = ? ORDER BY good DESC, reason", answer)
        return [Vote(bool(good), Fault(reason) if reason else None) for good, reason in rows]
