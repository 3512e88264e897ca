"""Which answers were corrected in their chats: each is corrected once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.records.file import RecordFile

_NAME = "corrected:"


class Corrections:
    """Corrected answers by id."""

    def __init__(self, file: RecordFile) -> None:
        self._file = file

    def claim(self, answer: str) -> bool:
        """Takes note before a correction is sent; False when there was one already."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        return bool(self._file.write("INSERT OR IGNORE INTO meta VALUES (?, ?)", _NAME + answer, now))

    def release(self, answer: str) -> None:
        """The correction could not be sent: it may be tried again."""
        self._file.write("DELETE FROM meta WHERE name = ?", _NAME + answer)

    def made(self) -> frozenset[str]:
        """The answers that were corrected."""
        rows = self._file.rows("SELECT name FROM meta WHERE substr(name, 1, ?) = ?", len(_NAME), _NAME)
        return frozenset(name.removeprefix(_NAME) for (name,) in rows)

    def forget_old(self) -> None:
        """Lets go of notes about answers that are kept no more."""
        self._file.write(
            "DELETE FROM meta WHERE substr(name, 1, ?1) = ?2"
            " AND substr(name, ?1 + 1) NOT IN (SELECT id FROM answers)",
            len(_NAME),
            _NAME,
        )
