"""Loads from chat: a maintainer sends files or a link, sees what was read, and loads it by a button."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from telegram import ForceReply
from telegram.error import BadRequest, TelegramError

from bot.cutting import one_line, shorten
from bot.maintaining.cards import Rows, change, lines, send, title, unbutton
from bot.maintaining.doors import by_name
from bot.maintaining.pile import CANCELLED, LOADED, LOADING, Pile
from bot.maintaining.reports import Planned, counts, report
from bot.messages import Reply
from bot.phrases.maintaining import phrases
from bot.sending import typing
from knowledge.article import Accepted, Draft
from knowledge.check import check
from knowledge.errors import LibraryError
from knowledge.fetching import Policy, read_url
from knowledge.readers import read_document
from retrieval import loading
from retrieval.errors import RetrievalError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from telegram import Bot, Document, Message, Update, User
    from telegram.ext import ContextTypes

    from bot.engine_door import Answerer
    from bot.maintaining.doors import Pressed
    from bot.phrases.maintaining import Phrases
    from bot.services import Services
    from knowledge.article import Refused
    from knowledge.plan import Outcome

    Context = ContextTypes.DEFAULT_TYPE

log = logging.getLogger(__name__)

LARGEST = 20 * 2**20  # bytes that Telegram lets a bot download
MOST_LINKS = 10
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_LONGEST_ORIGIN = 200


def links(text: str | None) -> list[str]:
    """The addresses of a message that holds nothing else; a question that contains one stays a question."""
    parts = (text or "").split()
    return parts if parts and len(parts) <= MOST_LINKS and all(map(_LINK.fullmatch, parts)) else []


def is_day(text: str) -> bool:
    """Whether a text is a date as articles may give it, and nothing else."""
    return isinstance(check(Draft("", "-", {"title": "-", "date": text.strip()})), Accepted) and bool(text.strip())


@dataclass(frozen=True, slots=True)
class Uploading:
    """Handlers of files, links, the answers to what was asked about them, and the buttons under their cards."""

    services: Services
    at_work: set[str] = field(default_factory=set)  # piles that are being loaded now

    async def document(self, update: Update, context: Context) -> None:
        message, person = update.message, update.effective_user
        if message is None or person is None or message.document is None:
            return
        document, words = message.document, phrases(self.services.language(person))
        name = document.file_name or "file"
        if (document.file_size or 0) > LARGEST:
            await send(message, Reply(words.too_large.format(name=title(name), megabytes=LARGEST >> 20)))
            return
        async with typing(message):
            data = await _downloaded(document)
            if data is None:
                await send(message, Reply(words.not_fetched.format(name=title(name))))
                return
            items = await self.services.door.change(lambda _: list(read_document(name, data)))
        await self._add(message, person, [(name, items)])

    async def link(self, update: Update, context: Context) -> None:
        message, person = update.message, update.effective_user
        if message is None or person is None:
            return
        async with typing(message):
            found = [(url, await self._fetched(url)) for url in links(message.text)]
        await self._add(message, person, found)

    async def _fetched(self, url: str) -> list[Draft | Refused]:
        policy = Policy(self.services.settings.fetch_allowed_hosts)
        return await self.services.door.change(lambda _: list(read_url(url, policy)))

    async def _add(self, message: Message, person: User, found: list[tuple[str, list[Draft | Refused]]]) -> None:
        """Puts what was read on the pile that is still growing, or on a new one, and shows it."""
        sent_at, album = message.date.timestamp(), message.media_group_id
        pile = next((pile for pile in self._piles(person.id) if message.message_id in pile.messages), None)
        if pile is None:
            pile = self._growing(person.id, sent_at, album)
            if pile is None:
                pile = Pile(self.services.records.uploads.begin(person.id, {}), sent_at, album, (), ())
            pile = pile.grown(found, message.message_id, sent_at)
            self._keep(pile)
        elif pile.card:  # a crash came between the card and the note that the message is dealt with
            return
        await self._show(pile, message, person)

    def _growing(self, person: int, sent_at: float, album: str | None) -> Pile | None:
        return next((pile for pile in self._piles(person) if pile.card and pile.takes(sent_at, album)), None)

    def _piles(self, person: int) -> Iterator[Pile]:
        return (pile for begun in self.services.records.uploads.latest(person) if (pile := Pile.of(begun)))

    def _keep(self, pile: Pile) -> None:
        self.services.records.uploads.keep(pile.kept())

    async def _show(self, pile: Pile, message: Message, person: User) -> None:
        """The card of a pile: sent in answer to its first file, changed by the next ones."""
        language = self.services.language(person)
        words = phrases(language)
        planned = await self.services.door.look(lambda answerer: _planned(pile, answerer))
        card, rows = report(planned, pile.names, language, words), _rows(pile, planned.outcomes, words)
        if pile.card is None or not await change(message.get_bot(), message.chat_id, pile.card, card, rows):
            sent = await send(message, card, rows)
            self._keep(replace(pile, card=sent.message_id))

    # What was asked for

    def asked(self, message: Message) -> Pile | None:
        """The pile that a message tells the date or the title of."""
        if message.from_user is None or not message.text:
            return None
        replied = message.reply_to_message.message_id if message.reply_to_message else None
        for pile in self._piles(message.from_user.id):
            if pile.open and pile.asks:
                what, asking = pile.asks
                if replied == asking or (replied is None and what == "date" and is_day(message.text)):
                    return pile
        return None

    async def told(self, update: Update, context: Context) -> None:
        """A date or a title: into the draft, and the card again."""
        message, person = update.message, update.effective_user
        pile = self.asked(message) if message else None
        if message is None or person is None or pile is None or pile.asks is None:
            return
        words, text = phrases(self.services.language(person)), one_line(message.text or "")
        if pile.asks[0] == "date" and not is_day(text):
            await self._ask("date", pile, message, words.no_day)
            return
        if pile.card:
            await unbutton(message.get_bot(), message.chat_id, pile.card)
        pile = replace(pile.with_field(pile.asks[0], text), card=None)  # a new card, below what was said
        self._keep(pile)
        await self._show(pile, message, person)

    async def _ask(self, what: str, pile: Pile, message: Message, question: str) -> None:
        asking = await send(message, Reply(question), other=ForceReply(selective=True))
        self._keep(replace(pile, asks=(what, asking.message_id)))

    # Buttons

    async def pressed(self, pressed: Pressed, context: Context) -> None:
        id_, what = (*pressed.arguments, "", "")[:2]
        begun = self.services.records.uploads.get(id_)
        pile = Pile.of(begun) if begun else None
        if pile is None or not pile.open or pile.begun.person != pressed.person.id or id_ in self.at_work:
            await pressed.gone()
            return
        await pressed.answer()
        if what == "load":
            await self._load(pile, pressed, context.bot)
        elif what == "cancel":
            self._keep(replace(pile, status=CANCELLED, items=(), asks=None))
            await change(context.bot, pressed.chat, pressed.message, Reply(pressed.phrases.cancelled))
        elif what in ("date", "title") and pile.only is not None:
            question = pressed.phrases.ask_date if what == "date" else pressed.phrases.ask_title
            asking = await context.bot.send_message(
                pressed.chat, question, reply_markup=ForceReply(selective=True, input_field_placeholder=_HINTS[what])
            )
            self._keep(replace(pile, asks=(what, asking.message_id)))

    async def _load(self, pile: Pile, pressed: Pressed, bot: Bot) -> None:
        words = pressed.phrases
        self.at_work.add(pile.begun.id)
        self._keep(replace(pile, status=LOADING, asks=None))
        try:
            await change(bot, pressed.chat, pressed.message, Reply(words.loading))
            who = by_name(pressed.person)
            done = await self.services.door.change(lambda answerer: _loaded(pile, answerer, who))
        except (LibraryError, RetrievalError) as error:
            reason = words.not_loaded.format(reason=title(str(error), 500))
            await change(bot, pressed.chat, pressed.message, Reply(reason), [[_button(pile, "load", words.load)]])
            return
        finally:
            self.at_work.discard(pile.begun.id)
        self._keep(replace(pile, status=LOADED, items=(), asks=None))
        await change(bot, pressed.chat, pressed.message, _said(done, words), _undo(done, words))


@dataclass(frozen=True, slots=True)
class _Done:
    """What a load did, and the change that it made; None when it stored nothing."""

    outcomes: tuple[Outcome, ...]
    generation: int
    change: int | None


_HINTS = {"date": "2023-01-20", "title": ""}


async def _downloaded(document: Document) -> bytes | None:
    """The file; None when Telegram does not give it."""
    try:
        return bytes(await (await document.get_file()).download_as_bytearray())
    except BadRequest as error:
        log.warning("A file that was sent cannot be downloaded: %s", error)
    except TelegramError as error:
        log.warning("A file that was sent could not be downloaded: %s", type(error).__name__)
    return None


def _planned(pile: Pile, answerer: Answerer) -> Planned:
    return Planned.of(loading.checked(pile.items), answerer.engine.library)


def _loaded(pile: Pile, answerer: Answerer, who: str) -> _Done:
    library = answerer.engine.library
    before = max((each.id for each in library.last_changes()), default=0)
    found = list(loading.checked(pile.items))
    origin = shorten(", ".join(pile.names), _LONGEST_ORIGIN)
    made = loading.load(found, answerer.engine, answerer.encoder, _quiet, by=who, origin=origin)
    stored = any(outcome.stored for outcome in made.outcomes)
    ours = [
        each.id for each in library.last_changes(10) if each.id > before and each.by == who and each.kind == "load"
    ]
    return _Done(made.outcomes, made.generation, ours[0] if stored and ours else None)


def _quiet(done: int, total: int) -> None:
    """Nobody looks at the progress of a load from chat: it takes seconds."""


def _said(done: _Done, words: Phrases) -> Reply:
    parts = [words.loaded.format(counts=counts(done.outcomes, words)), *_titles(done.outcomes, words)]
    if not any(outcome.stored for outcome in done.outcomes):
        return lines([words.nothing_to_load.format(counts=counts(done.outcomes, words))])
    return lines([*parts, "", words.live.format(generation=done.generation)])


def _titles(outcomes: Iterable[Outcome], words: Phrases) -> Iterator[str]:
    stored = [outcome.article for outcome in outcomes if outcome.stored and outcome.article]
    yield from (f"• {title(article.title)}" for article in stored[:_MOST_TITLES])
    if len(stored) > _MOST_TITLES:
        yield words.and_more.format(more=len(stored) - _MOST_TITLES)


_MOST_TITLES = 10


def _undo(done: _Done, words: Phrases) -> Rows:
    return [[(words.undo, f"v1:undo:{done.change}")]] if done.change is not None else []


def _rows(pile: Pile, outcomes: Sequence[Outcome], words: Phrases) -> Rows:
    """Load where something would be stored; date and title of a single draft; Cancel where anything is left to do."""
    load = words.load if len(outcomes) == 1 else words.load_all
    loads = [_button(pile, "load", load)] if any(outcome.stored for outcome in outcomes) else []
    fields = [_button(pile, "date", words.set_date), _button(pile, "title", words.set_title)] if pile.only else []
    cancel = [_button(pile, "cancel", words.cancel)] if loads or fields else []
    return [[*loads, *cancel], fields]


def _button(pile: Pile, what: str, label: str) -> tuple[str, str]:
    return label, f"v1:load:{pile.begun.id}:{what}"
