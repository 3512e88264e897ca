"""What the bot keeps beside the library, in one SQLite file, ``bot.db``: each table has its file here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from bot.records.answer_log import AnswerLog
from bot.records.corrections import Corrections
from bot.records.file import RecordFile
from bot.records.journal import Journal
from bot.records.judgements import Judgements
from bot.records.people import People
from bot.records.uploads import Uploads

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

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Raises RecordsUnwritable."""
        file = RecordFile(settings.data_dir / FILE)
        return cls(
            file,
            Journal(file),
            AnswerLog(file, settings.answer_log),
            People(file),
            Uploads(file),
            Corrections(file),
            Judgements(file),
        )

    def close(self) -> None:
        self.file.close()
