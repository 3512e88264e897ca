"""The answer log: which questions were asked, what became of them, what was quoted; as much as the settings keep."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.records.file import RecordFile
    from retrieval.answer import Answer


# What ``_logged`` reads.
_COLUMNS = "id, at, place, answered, reason, language, probability, generation, question, chat, topic, message"


class Keep(StrEnum):
    """How much of questions and answers is kept."""

    FULL = "full"  # the words, and the chat they were written in
    TEXT = "text"  # the words, not by whom or where
    COUNTS = "counts"  # that something was asked and what became of it
    OFF = "off"  # nothing


class Place(StrEnum):
    """Where a question was asked."""

    PRIVATE = "private"
    GROUP = "group"
    INLINE = "inline"
    TERMINAL = "terminal"


@dataclass(frozen=True, slots=True)
class Where:
    """The message that answers: kept only where the log keeps chats."""

    chat: int
    topic: int | None
    message: int


@dataclass(frozen=True, slots=True)
class Logged:
    """One answer as the log keeps it."""

    id: str
    at: datetime
    place: Place
    answered: bool
    reason: str | None
    language: str
    probability: float
    generation: int
    question: str | None
    where: Where | None


@dataclass(frozen=True, slots=True)
class Quoted:
    """A slice of an article that an answer quoted, in the article's words of that day."""

    answer: str
    article: str
    start: int
    end: int
    text: str


def new_id() -> str:
    """An id for an answer: eight characters that fit into a button and a link."""
    return secrets.token_urlsafe(6)


class AnswerLog:
    """Answers by id."""

    def __init__(self, file: RecordFile, keep: Keep) -> None:
        self._file = file
        self.keep = keep

    def add(self, answer_id: str, answer: Answer, place: Place, where: Where | None = None) -> None:
        """Takes note of an answer, as far as the settings allow."""
        if self.keep is Keep.OFF:
            return
        words, chat = self.keep in (Keep.TEXT, Keep.FULL), where if self.keep is Keep.FULL else None
        with self._file.unhurried(), self._file.writing():
            self._file.write(
                "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                answer_id,
                _now(),
                place.value,
                answer.answered,
                answer.reason and answer.reason.value,
                answer.language,
                answer.probability,
                answer.generation,
                answer.milliseconds,
                answer.question if words else None,
                chat and chat.chat,
                chat and chat.topic,
                chat and chat.message,
            )
            if words:
                self._file.write_many(
                    "INSERT OR REPLACE INTO quoted VALUES (?, ?, ?, ?, ?, ?)", _quoted(answer_id, answer)
                )

    def answers(self, since: datetime | None = None) -> list[Logged]:
        """What is kept, oldest first."""
        rows = self._file.rows(
            f"SELECT {_COLUMNS} FROM answers WHERE at >= ? ORDER BY at, id",
            since.astimezone(UTC).isoformat(timespec="seconds") if since else "",
        )
        return [_logged(row) for row in rows]

    def unanswered(self, since: datetime | None = None) -> list[Logged]:
        """Questions that found no answer and whose words are kept, oldest first."""
        return [each for each in self.answers(since) if not each.answered and each.question]

    def quoted(self) -> list[Quoted]:
        """All that was quoted in answers that are kept."""
        rows = self._file.rows("SELECT answer, article, start, end, text FROM quoted ORDER BY answer, number")
        return [Quoted(*row) for row in rows]

    def answer(self, answer_id: str) -> Logged | None:
        """One answer, if it is still kept."""
        row = self._file.row(
            f"SELECT {_COLUMNS} FROM answers WHERE id = ?",
            answer_id,
        )
        return _logged(row) if row else None

    def forget_old(self, days: int) -> None:
        """Lets go of answers older than so many days, with votes and what their buttons need; 0 keeps all."""
        if days <= 0:
            return
        limit = (datetime.now(UTC) - timedelta(days)).isoformat(timespec="seconds")
        with self._file.writing():
            for table in ("answers", "shown", "replies", "votes"):
                self._file.write(f"DELETE FROM {table} WHERE at < ?", limit)


def _quoted(answer_id: str, answer: Answer) -> Sequence[Sequence[object]]:
    quotes = [each.quote for each in answer.listing.entries] if answer.listing else list(answer.quotes)
    return [
        (answer_id, number, quote.source.article, quote.start, quote.end, quote.text)
        for number, quote in enumerate(quotes, 1)
        if quote is not None
    ]


def _logged(row: Sequence[Any]) -> Logged:
    id_, at, place, answered, reason, language, probability, generation, question, chat, topic, message = row
    where = Where(chat, topic, message) if chat is not None else None
    moment = datetime.fromisoformat(at)
    return Logged(
        id_, moment, Place(place), bool(answered), reason, language, probability, generation, question, where
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")  # so fine that answers stay in their order
