"""What every handler of the bot works with, put together once at the start."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.access import Access
from bot.conversations import Conversations
from bot.engine_door import EngineDoor
from bot.records import Records

if TYPE_CHECKING:
    from collections.abc import Callable

    from telegram import User

    from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class Services:
    """The settings, the door to the engine, the records, and who may do what."""

    settings: Settings
    door: EngineDoor
    records: Records
    conversations: Conversations
    access: Access
    clock: Callable[[], float] = field(default=time.monotonic)  # seconds

    def language(self, person: User | None) -> str | None:
        """The language that the bot speaks to somebody: the chosen one, else that of his Telegram."""
        if person is None:
            return None
        return self.records.people.language(person.id) or person.language_code
