"""Which message of the bot answers which message of a person, for as long as people may edit theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.records.file import RecordFile

KEPT = timedelta(hours=48)
_TIDIED_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Replied:
    """A message of the bot, and the answer in it if there is one."""

    message: int
    answer: str | None


class Replies:
    """Replies by the chat and the message that they reply to."""

    def __init__(self, file: RecordFile, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._file = file
        self._clock = clock
        self._tidied = datetime.min.replace(tzinfo=UTC)

    def keep(self, chat: int, message: int, reply: int, answer: str | None) -> None:
        """Takes note of a reply; it takes the place of an earlier one to the same message."""
        now = self._clock()
        with self._file.unhurried():
            if now - self._tidied > _TIDIED_EVERY:
                self._tidied = now
                self._file.write("DELETE FROM replies WHERE at < ?", _text(now - KEPT))
            self._file.write(
                "INSERT OR REPLACE INTO replies VALUES (?, ?, ?, ?, ?)", chat, message, reply, answer, _text(now)
            )

    def find(self, chat: int, message: int) -> Replied | None:
        """The reply to a message, if it is not older than that."""
        row = self._file.row(
            "SELECT reply, answer FROM replies WHERE chat = ? AND message = ? AND at >= ?",
            chat,
            message,
            _text(self._clock() - KEPT),
        )
        return Replied(*row) if row else None

    def answer_in(self, chat: int, reply: int) -> str | None:
        """The id of the answer in a message of the bot."""
        row = self._file.row("SELECT answer FROM replies WHERE chat = ? AND reply = ?", chat, reply)
        return row[0] if row else None


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
