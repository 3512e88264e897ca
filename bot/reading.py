"""Lets people read on from an answer and say what they think of it: what its buttons do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from telegram import Message

from bot.keyboards import Buttons, View
from bot.leaves import Gone, open_article, open_quote
from bot.messages import Reply
from bot.numbers import number_in
from bot.phrases import phrases, reading
from bot.records.answer_log import Keep
from bot.records.votes import Fault, Vote
from bot.sending import Target, edit, edit_keyboard, send_reply
from bot.viewing import article_message, keyboard_under, leaf_message, view_message

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from telegram import CallbackQuery, InlineKeyboardMarkup, Update
    from telegram.ext import ContextTypes

    from bot.engine_door import Answerer
    from bot.leaves import Leaf
    from bot.services import Services
    from bot.viewing import Message as Shown

    Context = ContextTypes.DEFAULT_TYPE

T = TypeVar("T")

SEE, VOTE, BACK, WHY, OPEN, PAGE = (
    rf"^v1:{action}:" for action in ("see", "(?:up|down)", "back", "why", "open", "page")
)

_LINK = re.compile(r"a_([A-Za-z0-9_-]+)_([0-9]{1,6})")


@dataclass(frozen=True, slots=True)
class Reading:
    """Handlers for the buttons under answers, and for links to articles."""

    services: Services

    async def see(self, update: Update, context: Context) -> None:
        """Another quote, its context or a page, in the place of what the message shows."""
        query, (answer, code) = _pressed(update)
        buttons, view = self._buttons(answer, context), View.read(code)
        if buttons is None or view is None or view.number >= len(buttons.shown.quotes):
            await self._say(query, self._words(update).forgotten)
            return
        await self._put(query, update, lambda: self._look(lambda a: view_message(a.engine.library, buttons, view)))

    async def vote(self, update: Update, context: Context) -> None:
        """👍, or 👎 and then the reasons to choose from."""
        query, (answer, code) = _pressed(update)
        buttons, view = self._buttons(answer, context), View.read(code)
        if buttons is None or view is None:
            await self._say(query, self._words(update).forgotten)
            return
        good = str(query.data).startswith("v1:up:")
        words = self._words(update)
        await query.answer(words.thanks if good else words.thanks_why)
        self._cast(answer, query, Vote(good))
        if not good:
            await edit_keyboard(Target.of(query), buttons.why(view))

    async def why(self, update: Update, context: Context) -> None:
        """The reason for a 👎; then the buttons are as before."""
        query, (answer, fault, code) = _pressed(update, 3)
        await query.answer(self._words(update).thanks)
        if fault in list(Fault):
            self._cast(answer, query, Vote(good=False, fault=Fault(fault)))
        await self._restore(query, answer, code, context)

    async def back(self, update: Update, context: Context) -> None:
        """Back from the reasons without one."""
        query, (answer, code) = _pressed(update)
        await query.answer()
        await self._restore(query, answer, code, context)

    async def open(self, update: Update, context: Context) -> None:
        """An article that is near to what was asked, in a message of its own."""
        query, (name, paragraph) = _pressed(update)
        language = self.services.language(update.effective_user)
        at = number_in(paragraph) or 1
        found = await self._look(lambda a: article_message(a.engine.library, name, language, at))
        if isinstance(found, Gone):
            await self._say(query, _gone(found, self._words(update)))
            return
        await query.answer()
        if isinstance(query.message, Message):
            await send_reply(query.message, *found)

    async def page(self, update: Update, context: Context) -> None:
        """Another page of an article that was opened by itself."""
        query, (name, page) = _pressed(update)
        language, number = self.services.language(update.effective_user), number_in(page) or 0
        await self._put(
            query,
            update,
            lambda: self._look(lambda a: article_message(a.engine.library, name, language, page=number)),
        )

    async def follow_link(self, message: Message, payload: str, language: str | None) -> bool:
        """Opens the article that ``/start`` was given in a link; False when the link is not of that kind."""
        link = _LINK.fullmatch(payload)
        if link is None:
            return False
        name, paragraph = link[1], int(link[2])
        found = await self._look(lambda a: self._linked(a, name, paragraph))
        if isinstance(found, Gone):
            await send_reply(message, Reply(_gone(found, reading.phrases(language))))
        else:
            await send_reply(message, *leaf_message(found, language))
        return True

    async def old_button(self, update: Update, context: Context) -> None:
        """A button that no handler knows."""
        if update.callback_query:
            language = self.services.language(update.effective_user)
            await update.callback_query.answer(phrases(language).old_button)

    def _linked(self, answerer: Answerer, name: str, paragraph: int) -> Leaf | Gone:
        """What a link names: a quote of an answer, or an article."""
        shown = self.services.records.shown.find(name)
        library = answerer.engine.library
        kept = next((each for each in shown.quotes if each.paragraph == paragraph), None) if shown else None
        return open_quote(library, kept) if kept else open_article(library, name, paragraph)

    async def _put(self, query: CallbackQuery, update: Update, look: Callable[[], Awaitable[Shown | Gone]]) -> None:
        """Answers the button and puts in place what it asks for, or says why that cannot be."""
        found = await look()
        if isinstance(found, Gone):
            await self._say(query, _gone(found, self._words(update)))
            return
        await query.answer()
        if not _shows(query, *found):
            await edit(Target.of(query), *found)

    async def _restore(self, query: CallbackQuery, answer: str, code: str, context: Context) -> None:
        buttons, view = self._buttons(answer, context), View.read(code)
        if buttons is None or view is None or (buttons.shown.quotes and view.number >= len(buttons.shown.quotes)):
            return
        keyboard = await self._look(lambda a: keyboard_under(a.engine.library, buttons, view))
        await edit_keyboard(Target.of(query), keyboard)

    async def _look(self, what: Callable[[Answerer], T]) -> T:
        return await self.services.door.look(what)

    def _buttons(self, answer: str, context: Context) -> Buttons | None:
        records = self.services.records
        shown = records.shown.find(answer)
        return Buttons(answer, shown, context.bot.username, records.answers.keep is not Keep.OFF) if shown else None

    def _cast(self, answer: str, query: CallbackQuery, vote: Vote) -> None:
        if self.services.records.answers.keep is not Keep.OFF:
            self.services.records.votes.cast(answer, query.from_user.id, vote)

    @staticmethod
    async def _say(query: CallbackQuery, sentence: str) -> None:
        await query.answer(sentence, show_alert=True)

    def _words(self, update: Update) -> reading.Phrases:
        return reading.phrases(self.services.language(update.effective_user))


def _pressed(update: Update, arguments: int = 2) -> tuple[CallbackQuery, list[str]]:
    """The button and what stands in it after the action, as many parts as asked for."""
    query = update.callback_query
    if query is None:
        raise TypeError("This handler is for buttons only.")
    parts = (query.data or "").split(":")[2:]
    return query, [*parts, *[""] * arguments][:arguments]


def _shows(query: CallbackQuery, reply: Reply, keyboard: InlineKeyboardMarkup | None) -> bool:
    """Whether the message is like that already: Telegram refuses to change it into itself."""
    message = query.message
    return isinstance(message, Message) and message.text == reply.text and message.reply_markup == keyboard


def _gone(gone: Gone, words: reading.Phrases) -> str:
    return words.removed if gone is Gone.REMOVED else words.changed
