"""Lets people read on from an answer: what its buttons do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.phrases import phrases

if TYPE_CHECKING:
    from telegram import Update
    from telegram.ext import ContextTypes

    from bot.services import Services

    Context = ContextTypes.DEFAULT_TYPE


@dataclass(frozen=True, slots=True)
class Reading:
    """Handlers for the buttons under answers."""

    services: Services

    async def old_button(self, update: Update, context: Context) -> None:
        """A button that no handler knows."""
        if update.callback_query:
            language = self.services.language(update.effective_user)
            await update.callback_query.answer(phrases(language).old_button)
