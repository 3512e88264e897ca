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
from bot.conversations import Asked, Said, Talk
from bot.cutting import whole
from bot.delivery import talk_of
from bot.keyboards import Buttons, View, answer_of, nearest_keyboard
from bot.leaves import conversation_of
from bot.menus import commands_help
from bot.messages import Reply, answer_message, with_line_above
from bot.phrases import phrases, reading
from bot.records.answer_log import Keep, Place, Where, new_id
from bot.records.shown import MOST_QUOTES
from bot.sending import Target, edit, send_reply, topic, typing
from bot.viewing import shown_now

if TYPE_CHECKING:
    from telegram import Bot, InlineKeyboardMarkup, Message, Update
    from telegram.ext import ContextTypes

    from bot.engine_door import Answerer
    from bot.rates import Rates
    from bot.reading import Reading
    from bot.records.replies import Replied
    from bot.records.shown import Shown
    from bot.services import Services
    from retrieval.answer import Answer
    from retrieval.conversation import Conversation

    Context = ContextTypes.DEFAULT_TYPE

LATE = 120.0  # seconds after which a question is answered with a word about the delay, and only the last of a talk
_SETTLING = 1.0  # seconds in which what else waited at Telegram comes in

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@(\w+))?(?!\S)")


@dataclass(frozen=True, slots=True)
class Found:
    """An answer, and what the buttons under it need."""

    id: str
    answer: Answer
    shown: Shown


@dataclass(frozen=True, slots=True)
class Desk:
    """Takes in what people write and hands questions through the door to the engine."""

    services: Services
    rates: Rates
    reading: Reading
    skipped: Counter[str] = field(default_factory=Counter)  # questions of each talk passed over after a downtime

    async def start(self, update: Update, context: Context) -> None:
        message, language = _message(update), self._language(update)
        private = message.chat.type == ChatType.PRIVATE
        _, *payload = (message.text or "").split(maxsplit=1)
        if private and payload and await self.reading.follow_link(message, payload[0].strip(), language):
            return
        greeting = texts.start if private else texts.start_group
        covered = await self.services.door.coverage()
        await send_reply(message, Reply(greeting(covered, language, context.bot.username)))

    async def help(self, update: Update, context: Context) -> None:
        language, person = self._language(update), update.effective_user
        words = phrases(language).help.format(bot=context.bot.username)
        maintainer = person is not None and self.services.access.is_maintainer(person.id)
        commands = commands_help(language, maintainer=maintainer)
        covered = texts.coverage(await self.services.door.coverage(), language)
        await send_reply(_message(update), Reply(f"{words}\n\n{commands}\n\n{covered}"))

    async def ask_command(self, update: Update, context: Context) -> None:
        await self._ask(_after_command(_message(update).text or ""), update, context)

    async def private_text(self, update: Update, context: Context) -> None:
        await self._ask(_message(update).text or "", update, context)

    async def group_text(self, update: Update, context: Context) -> None:
        message, name = _message(update), context.bot.username
        if _mentions(message, name) or _answers(message, context.bot.id):
            await self._ask(_without_mention(message.text or "", name), update, context)

    async def edited(self, update: Update, context: Context) -> None:
        """A question in other words: its answer changes in place, as long as it is there."""
        message = update.edited_message
        text = _to_bot(message, context.bot) if message else None
        if message is None or text is None:
            return
        records = self.services.records
        replied = records.replies.find(message.chat_id, message.message_id)
        shown = records.shown.find(replied.answer) if replied and replied.answer else None
        if shown and shown.asked == records.key.hash(whole(text)):
            return  # only a link's preview or the formatting is new
        await self._ask(text, update, context, replied)

    async def not_text(self, update: Update, context: Context) -> None:
        await send_reply(_message(update), Reply(_friendly(_message(update), self._language(update))))

    def _language(self, update: Update) -> str | None:
        return self.services.language(update.effective_user)

    async def _ask(self, text: str, update: Update, context: Context, replied: Replied | None = None) -> None:
        message, question = _written(update), whole(text)
        if not question:
            await self._say(message, self._how_to_ask(update, context))
        elif len(question) > texts.LONGEST_QUESTION:
            await self._say(message, texts.too_long(self._language(update)))
        elif wait := self.rates.wait(_talk(message).user):
            await self._say(message, texts.too_many(wait, self._language(update)))
        elif (late := await self._late(update, message)) is not None:
            await self._answer(question, update, message, late, replied)

    async def _say(self, message: Message, sentence: str) -> None:
        """A sentence instead of an answer; an edited question may still put an answer in its place."""
        sent = await send_reply(message, Reply(sentence))
        self.services.records.replies.keep(message.chat_id, message.message_id, sent.message_id, None)

    async def _answer(
        self, question: str, update: Update, message: Message, late: str, replied: Replied | None
    ) -> None:
        services, talk, asked = self.services, _talk(message), Asked(message.chat_id, message.message_id)
        before = await self._before(message)
        async with typing(message):
            found = await self._find(question, before, message, self._language(update))
        services.records.shown.add(found.id, found.shown)  # first: a button may be pressed at once
        said = await self._send(found, message, late, replied)
        services.records.journal.done(update.update_id)  # at once: what was sent must not be sent again
        services.records.replies.keep(message.chat_id, message.message_id, said.message, found.id)
        services.conversations.keep(talk, before, found.answer, said, asked)
        self._log(found, message, said)

    async def _find(self, question: str, before: Conversation, message: Message, language: str | None) -> Found:
        """The answer with more quotes than are shown at first, from a thread."""
        asked = self.services.records.key.hash(question)

        def look(answerer: Answerer) -> Found:
            answer = answerer.ask(question, MOST_QUOTES, before)
            shown = shown_now(answerer, answer, _place(message), language or answer.language, asked)
            return Found(new_id(), answer, shown)

        return await self.services.door.look(look)

    async def _send(self, found: Found, message: Message, late: str, replied: Replied | None) -> Said:
        """The answer: in the place of the earlier one where there is one, else as a reply."""
        bot, labels = message.get_bot(), found.shown.labels
        reply = with_line_above(late, answer_message(found.answer, labels, self.services.settings.contact))
        keyboard = self._keyboard(found, bot.username, private=found.shown.place is Place.PRIVATE)
        if replied and await edit(Target(bot, message.chat_id, replied.message), reply, keyboard):
            return Said(message.chat_id, replied.message)
        sent = await send_reply(message, reply, keyboard)
        return Said(sent.chat_id, sent.message_id)

    def _keyboard(self, found: Found, bot: str, *, private: bool) -> InlineKeyboardMarkup | None:
        if not found.answer.answered:
            return nearest_keyboard(found.answer.nearest, bot, found.shown.labels, private=private)
        votes = self.services.records.answers.keep is not Keep.OFF
        best = found.answer.quotes[0].source if found.answer.quotes else None
        return Buttons(found.id, found.shown, bot, votes).under(View(), best)

    async def _before(self, message: Message) -> Conversation:
        """What a question may go on with: for an edited one what it went on with before."""
        conversations, replied = self.services.conversations, _replied_to(message)
        if message.edit_date is not None:
            known = conversations.before_edited(Asked(message.chat_id, message.message_id))
            if known is not None:
                return known
        if replied and conversations.replied_to(replied) is None and message.reply_to_message:
            earlier = await self._from_log(message.reply_to_message)
            if earlier is not None:
                return earlier
        return conversations.before(_talk(message), replied)

    async def _from_log(self, earlier: Message) -> Conversation | None:
        """An answer as the records have it, as after a restart; None where they do not have its question."""
        records = self.services.records
        answer = answer_of(earlier.reply_markup) or records.replies.answer_in(earlier.chat.id, earlier.message_id)
        logged, shown = (records.answers.answer(answer), records.shown.find(answer)) if answer else (None, None)
        if logged is None or logged.question is None or shown is None:
            return None
        question = logged.question
        return await self.services.door.look(lambda a: conversation_of(a.engine.library, question, shown))

    async def _late(self, update: Update, message: Message) -> str | None:
        """What to say about the delay, mostly nothing; None for a question that a later one takes the place of."""
        if time.time() - (message.edit_date or message.date).timestamp() < LATE:
            return ""
        talk, journal = talk_of(update), self.services.records.journal
        if not journal.later_in(talk, update.update_id):
            await asyncio.sleep(_SETTLING)
        if journal.later_in(talk, update.update_id):
            self.skipped[talk] += 1
            return None
        return texts.late(self.skipped.pop(talk, 0), self._language(update))

    def _log(self, found: Found, message: Message, said: Said) -> None:
        where = Where(said.chat, topic(message), said.message)
        self.services.records.answers.add(found.id, found.answer, found.shown.place, where)

    def _how_to_ask(self, update: Update, context: Context) -> str:
        private = _written(update).chat.type == ChatType.PRIVATE
        return texts.how_to_ask(self._language(update), None if private else context.bot.username)


def _friendly(message: Message, language: str | None) -> str:
    """A sentence for what is no text."""
    words = reading.phrases(language)
    if message.voice or message.audio or message.video_note:
        return words.not_heard
    if message.photo or message.video or message.animation:
        return words.not_seen
    if message.document:
        return words.not_opened
    return words.sticker if message.sticker else phrases(language).only_text


def _to_bot(message: Message, bot: Bot) -> str | None:
    """The question in a message if it is one to the bot; None for all else."""
    text = message.text or ""
    if command := _COMMAND.match(text):
        named = command[2] is None or command[2].lower() == bot.username.lower()
        return _after_command(text) if command[1].lower() == "ask" and named else None
    if message.chat.type == ChatType.PRIVATE:
        return text
    if _mentions(message, bot.username) or _answers(message, bot.id):
        return _without_mention(text, bot.username)
    return None


def _after_command(text: str) -> str:
    _, *question = text.split(maxsplit=1)
    return "".join(question)


def _place(message: Message) -> Place:
    return Place.PRIVATE if message.chat.type == ChatType.PRIVATE else Place.GROUP


def _written(update: Update) -> Message:
    """What somebody wrote, or wrote anew."""
    return update.edited_message or _message(update)


def _message(update: Update) -> Message:
    if update.message is None:
        raise TypeError("This handler is for new messages only.")
    return update.message


def _talk(message: Message) -> Talk:
    return Talk(message.chat_id, topic(message), message.from_user.id if message.from_user else 0)


def _replied_to(message: Message) -> Said | None:
    earlier = message.reply_to_message
    return Said(earlier.chat.id, earlier.message_id) if earlier else None


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
