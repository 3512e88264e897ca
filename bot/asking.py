"""Takes in what people write, where they may ask, and sends the engine's answers."""

from __future__ import annotations

import asyncio
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from telegram.constants import ChatType

from bot import texts
from bot.conversations import Said, Talk
from bot.delivery import talk_of
from bot.menus import commands_help
from bot.messages import Reply, answer_message, with_line_above
from bot.phrases import phrases
from bot.rates import Rates
from bot.records.answer_log import Place, Where, new_id
from bot.sending import send_reply, topic, typing

if TYPE_CHECKING:
    from telegram import Message, Update
    from telegram.ext import ContextTypes

    from bot.services import Services
    from retrieval.answer import Answer

    Context = ContextTypes.DEFAULT_TYPE

LATE = 120.0  # seconds after which a question is answered with a word about the delay, and only the last of a talk
_SETTLING = 1.0  # seconds in which what else waited at Telegram comes in


@dataclass(frozen=True, slots=True)
class Desk:
    """Takes in what people write and hands questions through the door to the engine."""

    services: Services
    rates: Rates
    skipped: Counter[str] = field(default_factory=Counter)  # questions of each talk passed over after a downtime

    async def start(self, update: Update, context: Context) -> None:
        message = _message(update)
        greeting = texts.start if message.chat.type == ChatType.PRIVATE else texts.start_group
        covered = await self.services.door.coverage()
        await send_reply(message, Reply(greeting(covered, self._language(update), context.bot.username)))

    async def help(self, update: Update, context: Context) -> None:
        language, person = self._language(update), update.effective_user
        words = phrases(language).help.format(bot=context.bot.username)
        maintainer = person is not None and self.services.access.is_maintainer(person.id)
        commands = commands_help(language, maintainer=maintainer)
        covered = texts.coverage(await self.services.door.coverage(), language)
        await send_reply(_message(update), Reply(f"{words}\n\n{commands}\n\n{covered}"))

    async def ask_command(self, update: Update, context: Context) -> None:
        _, *question = (_message(update).text or "").split(maxsplit=1)
        await self._ask("".join(question), update, context)

    async def private_text(self, update: Update, context: Context) -> None:
        await self._ask(_message(update).text or "", update, context)

    async def group_text(self, update: Update, context: Context) -> None:
        message, name = _message(update), context.bot.username
        if _mentions(message, name) or _answers(message, context.bot.id):
            await self._ask(_without_mention(message.text or "", name), update, context)

    async def not_text(self, update: Update, context: Context) -> None:
        await send_reply(_message(update), Reply(phrases(self._language(update)).only_text))

    def _language(self, update: Update) -> str | None:
        return self.services.language(update.effective_user)

    async def _ask(self, text: str, update: Update, context: Context) -> None:
        message, question = _message(update), _question(text)
        if not question:
            await send_reply(message, Reply(self._how_to_ask(update, context)))
        elif len(question) > texts.LONGEST_QUESTION:
            await send_reply(message, Reply(texts.too_long(self._language(update))))
        elif wait := self.rates.wait(_talk(message).user):
            await send_reply(message, Reply(texts.too_many(wait, self._language(update))))
        elif (late := await self._late(update, message)) is not None:
            await self._answer(question, update, message, late)

    async def _answer(self, question: str, update: Update, message: Message, late: str) -> None:
        services, talk = self.services, _talk(message)
        before = services.conversations.before(talk, _replied_to(message))
        async with typing(message):
            answer = await services.door.ask(question, before)
        sent = await send_reply(message, with_line_above(late, answer_message(answer)))
        services.records.journal.done(update.update_id)  # at once: what was sent must not be sent again
        services.conversations.keep(talk, before, answer, Said(sent.chat_id, sent.message_id))
        self._log(answer, message, sent)

    async def _late(self, update: Update, message: Message) -> str | None:
        """What to say about the delay, mostly nothing; None for a question that a later one takes the place of."""
        if time.time() - message.date.timestamp() < LATE:
            return ""
        talk, journal = talk_of(update), self.services.records.journal
        if not journal.later_in(talk, update.update_id):
            await asyncio.sleep(_SETTLING)
        if journal.later_in(talk, update.update_id):
            self.skipped[talk] += 1
            return None
        return texts.late(self.skipped.pop(talk, 0), self._language(update))

    def _log(self, answer: Answer, message: Message, sent: Message) -> None:
        place = Place.PRIVATE if message.chat.type == ChatType.PRIVATE else Place.GROUP
        where = Where(sent.chat_id, topic(message), sent.message_id)
        self.services.records.answers.add(new_id(), answer, place, where)

    def _how_to_ask(self, update: Update, context: Context) -> str:
        private = _message(update).chat.type == ChatType.PRIVATE
        return texts.how_to_ask(self._language(update), None if private else context.bot.username)


def _message(update: Update) -> Message:
    if update.message is None:
        raise TypeError("This handler is for new messages only.")
    return update.message


def _talk(message: Message) -> Talk:
    return Talk(message.chat_id, topic(message), message.from_user.id if message.from_user else 0)


def _replied_to(message: Message) -> Said | None:
    earlier = message.reply_to_message
    return Said(earlier.chat.id, earlier.message_id) if earlier else None


def _question(text: str) -> str:
    """The text without blank ends and without halves of characters, which no encoder takes."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").strip()


def _mentions(message: Message, name: str) -> bool:
    return _mention(name).search(message.text or "") is not None


def _without_mention(text: str, name: str) -> str:
    return _mention(name).sub(" ", text)


def _mention(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)@{re.escape(name)}(?!\w)[ ,:，：]*", re.IGNORECASE)


def _answers(message: Message, bot: int) -> bool:
    """Whether a message replies to one of the bot's own."""
    earlier = message.reply_to_message
    return earlier is not None and earlier.from_user is not None and earlier.from_user.id == bot
