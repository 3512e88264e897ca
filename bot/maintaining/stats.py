"""Sends how the bot is used as one picture, with the figures under it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from telegram import ReplyParameters

from bot.maintaining.cards import send
from bot.maintaining.picture import draw, fitting
from bot.maintaining.use import percent, use
from bot.messages import Reply
from bot.phrases.maintaining import EN
from bot.records.answer_log import Keep
from bot.sending import topic

if TYPE_CHECKING:
    from telegram.ext import ContextTypes

    from bot.maintaining.doors import Said
    from bot.services import Services

    Context = ContextTypes.DEFAULT_TYPE

DAYS = 30
_MOST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Stats:
    """The handler of /stats."""

    services: Services

    async def stats(self, said: Said, context: Context) -> None:
        words, records = said.phrases, self.services.records
        given = int(said.words) if said.words.isdecimal() and len(said.words) < 5 else DAYS
        days = min(max(given, 2), _MOST_DAYS)
        found = use(records, days)
        if not found.questions:
            nothing = words.nothing_kept if records.answers.keep is Keep.OFF else words.no_questions
            await send(said.message, Reply(nothing.format(days=days)))
            return
        picture = await self.services.door.change(lambda _: draw(found, fitting(words, EN)))
        share = percent(found.answered, found.questions)
        caption = words.stats.format(days=days, questions=found.questions, answered=share)
        if found.votes:
            caption += words.stats_votes.format(votes=found.votes, bad=percent(found.bad, found.votes))
        message = said.message
        await message.get_bot().send_photo(
            message.chat_id,
            picture,
            caption=caption,
            message_thread_id=topic(message),
            reply_parameters=ReplyParameters(message.message_id, allow_sending_without_reply=True),
        )
