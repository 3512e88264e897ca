"""What people thought of answers: their votes, as maintainers look at them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.records.file import RecordFile


@dataclass(frozen=True, slots=True)
class Judgement:
    """One vote, with the question where its words are kept."""

    answer: str
    at: datetime
    good: bool
    reason: str | None
    question: str | None


class Judgements:
    """Votes, read only."""

    def __init__(self, file: RecordFile) -> None:
        self._file = file

    def since(self, moment: datetime | None = None) -> list[Judgement]:
        """Votes with the questions they are about, oldest first."""
        rows = self._file.rows(
            "SELECT v.answer, v.at, v.good, v.reason, a.question FROM votes v LEFT JOIN answers a ON a.id = v.answer"
            " WHERE v.at >= ? ORDER BY v.at, v.answer, v.voter",
            moment.astimezone(UTC).isoformat(timespec="seconds") if moment else "",
        )
        return [
            Judgement(answer, datetime.fromisoformat(at), bool(good), reason, question)
            for answer, at, good, reason, question in rows
        ]
