"""Lists for browsing: ``/meetings`` and ``/people``, paged, with buttons that lead from one to the other."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from telegram import LinkPreviewOptions, Message, ReplyParameters
from telegram.error import BadRequest
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from bot import listed
from bot.cutting import whole
from bot.listed import Page, meetings_page, missing_page, months_page, people_page, years_page
from bot.messages import Reply
from bot.numbers import number_in
from bot.phrases import phrases as general
from bot.phrases.lists import phrases
from bot.sending import topic
from bot.shelf import Shelf
from bot.wanted import fitting, of_person
from retrieval.answer import Kind, Listing, Reason
from retrieval.listing import Missing
from retrieval.period import month, year

if TYPE_CHECKING:
    from telegram import CallbackQuery, Update
    from telegram.ext import BaseHandler, ContextTypes

    from bot.engine_door import Answerer
    from bot.services import Services
    from retrieval.period import Period

    Context = ContextTypes.DEFAULT_TYPE

_PERIOD = re.compile(r"(\d{4})(?:-(\d{2}))?")


@dataclass(frozen=True, slots=True)
class Lists:
    """Handlers of the two commands and of their buttons, which hold all that a page needs to be made again."""

    services: Services
    shelf: Shelf = field(default_factory=Shelf)

    def handlers(self) -> list[BaseHandler[Update, Any, Any]]:
        new = filters.UpdateType.MESSAGE & ~filters.VIA_BOT
        return [
            CommandHandler("meetings", self.meetings, new),
            CommandHandler("people", self.people, new),
            CallbackQueryHandler(self.turn, pattern=r"^v1:(meetings|months|people):"),
        ]

    async def meetings(self, update: Update, context: Context) -> None:
        if (message := update.message) is not None:
            language, text = self.services.language(update.effective_user), written(message)
            view = listed.WRITTEN if text else listed.ALL
            await send_page(
                message, await self.services.door.look(lambda each: self._page(each, view, 0, text, language))
            )

    async def people(self, update: Update, context: Context) -> None:
        if (message := update.message) is not None:
            language = self.services.language(update.effective_user)
            people = await self.services.door.look(self.shelf.people)
            await send_page(message, people_page(people, 0, language))

    async def turn(self, update: Update, context: Context) -> None:
        """A button of a list: the message becomes what the button leads to."""
        query, language = update.callback_query, self.services.language(update.effective_user)
        if query is None:
            return
        text = _command_above(query)
        if (query.data or "").startswith(f"v1:meetings:{listed.WRITTEN}:") and not text:
            await query.answer(general(language).old_button)
            return
        await query.answer()
        _, action, *rest = (query.data or "").split(":")
        page = await self.services.door.look(lambda each: self._turned(each, action, rest, text, language))
        await change_page(query, page)

    def _turned(self, answerer: Answerer, action: str, rest: list[str], text: str, language: str | None) -> Page:
        first, number = rest[0], number_in(rest[-1]) or 0
        if action == "people":
            return people_page(self.shelf.people(answerer), number, language)
        if action == "meetings":
            return self._page(answerer, first, number, text, language)
        every = self.shelf.meetings(answerer)
        return months_page(every, number, language) if first.isdigit() else years_page(every, language)

    def _page(self, answerer: Answerer, view: str, number: int, text: str, language: str | None) -> Page:
        found = self._found(answerer, view, text)
        if found is None:
            return Page(Reply(phrases(language).gone))
        if isinstance(found, Missing):
            return missing_page(found, language)
        return meetings_page(found, view, number, language)

    def _found(self, answerer: Answerer, view: str, text: str) -> Listing | Missing | None:
        """What a view shows; None when there is no such view any more."""
        every = self.shelf.meetings(answerer)
        if not every.entries:
            return Missing(Reason.EMPTY_LIBRARY)
        if view == listed.ALL:
            return every
        if view == listed.UNDATED:
            entries = tuple(entry for entry in every.entries if entry.day is None)
            return replace(every, entries=entries, total=len(entries))
        if view == listed.WRITTEN:
            return fitting(answerer, text, self.shelf.people(answerer), _today())
        if view.startswith("p"):
            person = self.shelf.person(answerer, view[1:])
            return of_person(answerer, person.person) if person else None
        period = _period(view)
        return _within(every, period) if period else None


def written(message: Message) -> str:
    """What stands behind a command."""
    _, *rest = whole(message.text or "").split(maxsplit=1)
    return "".join(rest).encode("utf-16", "surrogatepass").decode("utf-16", "replace").strip()


async def send_page(message: Message, page: Page) -> None:
    """Sends a page as the answer to a message."""
    await message.get_bot().send_message(
        chat_id=message.chat_id,
        text=page.reply.text,
        entities=page.reply.entities,
        reply_markup=page.buttons,
        message_thread_id=topic(message),
        reply_parameters=ReplyParameters(message.message_id, allow_sending_without_reply=True),
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )


async def change_page(query: CallbackQuery, page: Page) -> None:
    """Puts a page in the place of the one whose button was pressed."""
    message = query.message
    if not isinstance(message, Message):
        return  # too old for Telegram to let it be changed, or not ours to change
    if (message.text, message.reply_markup) == (page.reply.text, page.buttons):
        return
    with suppress(BadRequest):  # pressed twice, or the message is gone: there is nothing to change
        await query.edit_message_text(
            page.reply.text,
            entities=page.reply.entities,
            reply_markup=page.buttons,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )


def _command_above(query: CallbackQuery) -> str:
    """The text of the command that a list was asked for with, as long as it stands there."""
    message = query.message
    if not isinstance(message, Message) or message.reply_to_message is None:
        return ""
    return written(message.reply_to_message)


def _within(every: Listing, period: Period) -> Listing | Missing:
    entries = tuple(entry for entry in every.entries if period.holds(entry.day))
    if not entries:
        return Missing(Reason.NOTHING_IN_PERIOD)
    return Listing(Kind.LISTED, entries, len(entries), first=period.first, last=period.last)


def _period(view: str) -> Period | None:
    match = _PERIOD.fullmatch(view)
    if match is None or int(match[1]) < 1 or (match[2] and not 1 <= int(match[2]) <= 12):
        return None
    return month(int(match[1]), int(match[2])) if match[2] else year(int(match[1]))


def _today() -> date:
    return datetime.now(UTC).astimezone().date()
