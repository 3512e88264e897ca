"""Answers ``@bot question`` in any chat with quotes to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from telegram import Update
    from telegram.ext import ContextTypes

    from bot.services import Services

    Context = ContextTypes.DEFAULT_TYPE

_CACHE_SECONDS = 1


@dataclass(frozen=True, slots=True)
class Inline:
    """The handler of inline queries."""

    services: Services

    async def inline(self, update: Update, context: Context) -> None:
        if update.inline_query:
            await update.inline_query.answer([], is_personal=True, cache_time=_CACHE_SECONDS)
