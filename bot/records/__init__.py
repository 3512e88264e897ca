"""What the bot keeps beside the library, in one SQLite file, ``bot.db``: each table has its file here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from bot.records.answer_log import AnswerLog
from bot.records.corrections import Corrections
from bot.records.file import RecordFile
from bot.records.journal import Journal
from bot.records.judgements import Judgements
from bot.records.key import Key
from bot.records.people import People
from bot.records.replies import Replies
from bot.records.shown import ShownAnswers
from bot.records.uploads import Uploads
from bot.records.votes import Votes

if TYPE_CHECKING:
    from bot.settings import Settings

FILE = "bot.db"


@dataclass(frozen=True, slots=True)
class Records:
    """The open records."""

    file: RecordFile
    journal: Journal
    answers: AnswerLog
    people: People
    uploads: Uploads
    corrections: Corrections
    judgements: Judgements
    key: Key
    shown: ShownAnswers
    votes: Votes
    replies: Replies

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Raises RecordsUnwritable."""
        file = RecordFile(settings.data_dir / FILE)
        key = Key(file)
        return cls(
            file=file,
            journal=Journal(file),
            answers=AnswerLog(file, settings.answer_log),
            people=People(file),
            key=key,
            shown=ShownAnswers(file),
            votes=Votes(file, key),
            replies=Replies(file),
            uploads=Uploads(file),
            corrections=Corrections(file),
            judgements=Judgements(file),
        )

    def close(self) -> None:
        self.file.close()
