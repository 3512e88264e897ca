"""The buttons under answers: which there are, what they say, and the short text that each sends back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.cutting import one_line, shorten
from bot.leaves import name_of
from bot.messages import clean, link_of
from bot.phrases.reading import phrases
from bot.records.answer_log import Place
from bot.records.votes import Fault
from bot.texts import day

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.records.shown import Shown
    from retrieval.answer import Source

LONGEST_TITLE = 48  # UTF-16 units; a phone shows about that much in a button of a row of its own

_A_ROW = 3  # buttons

_VIEW = re.compile(r"([qca])(\d{1,3})(?:-(\d{1,4}))?")
_ANSWER_BUTTON = re.compile(r"v1:(?:see|up|down|why):([A-Za-z0-9_-]+)")

Row = list[InlineKeyboardButton]


class Kind(StrEnum):
    """What a message shows of an answer."""

    QUOTE = "q"
    CONTEXT = "c"
    ARTICLE = "a"


@dataclass(frozen=True, slots=True)
class View:
    """What a message shows: a quote by its number from 0, its context, or a page; None: the quoted page."""

    kind: Kind = Kind.QUOTE
    number: int = 0
    page: int | None = None

    @property
    def code(self) -> str:
        """As it stands in buttons."""
        return f"{self.kind}{self.number}" + ("" if self.page is None else f"-{self.page}")

    @classmethod
    def read(cls, code: str) -> View | None:
        """None for what is no such code."""
        found = _VIEW.fullmatch(code)
        return cls(Kind(found[1]), int(found[2]), None if found[3] is None else int(found[3])) if found else None


@dataclass(frozen=True, slots=True)
class Buttons:
    """Makes the buttons of one answer, in one language.

    ``bot`` is the name in links to its private chat; without ``votes`` nobody is asked what they think.
    """

    answer: str
    shown: Shown
    bot: str
    votes: bool = True

    def under(self, view: View, source: Source | None, pages: int = 1) -> InlineKeyboardMarkup | None:
        """The keyboard for what a message shows; ``source`` is where its link leads."""
        if not self.shown.quotes or self.shown.listed:
            return _keyboard([self._vote(view)] if self.shown.listed else [])
        words, back = phrases(self.shown.labels), View(Kind.QUOTE, view.number)
        match view.kind:
            case Kind.QUOTE:
                rows = [self._turn(view), *self._below(self._read_on(view), self._source(source), view)]
            case Kind.CONTEXT:
                row = [self._see(words.to_quote, back), *self._article(view)]
                rows = self._below(row, self._source(source), view)
            case Kind.ARTICLE:
                row = [self._see(words.to_quote, back)]
                rows = [self._pages(view, pages), *self._below(row, self._source(source), view)]
        return _keyboard(rows)

    def why(self, view: View) -> InlineKeyboardMarkup:
        """The reasons to choose from after 👎, and the way back."""
        words = phrases(self.shown.labels)
        labels = {
            Fault.ARTICLE: words.fault_article,
            Fault.PASSAGE: words.fault_passage,
            Fault.OLD: words.fault_old,
            Fault.NO_ANSWER: words.fault_no_answer,
        }
        reasons = [_button(label, f"v1:why:{self.answer}:{fault}:{view.code}") for fault, label in labels.items()]
        back = _button(words.back, f"v1:back:{self.answer}:{view.code}")
        return InlineKeyboardMarkup([reasons[:2], reasons[2:], [back]])

    def _turn(self, view: View) -> Row:
        """Between the quotes of an answer, except under an inline message, which holds the one chosen."""
        count = len(self.shown.quotes)
        if view.number == 0 or self._inline:
            return []
        words = phrases(self.shown.labels)
        before, after = View(Kind.QUOTE, view.number - 1), View(Kind.QUOTE, view.number + 1)
        row = [_button(f"‹ {words.quote.format(number=view.number)}", self._data(before))]
        if after.number < count:
            row.append(_button(f"{words.quote.format(number=after.number + 1)} ›", self._data(after)))
        return row

    def _pages(self, view: View, count: int) -> Row:
        def data(page: int) -> str:
            return self._data(View(Kind.ARTICLE, view.number, page))

        quoted = self._data(View(Kind.ARTICLE, view.number))
        return _turning(view.page or 0, count, data, quoted)

    def _read_on(self, view: View) -> Row:
        words, more = phrases(self.shown.labels), len(self.shown.quotes) - 1
        row: Row = []
        if view.number == 0 and more and not self._inline:
            row.append(_button(words.more.format(count=more), self._data(View(Kind.QUOTE, 1))))
        if not self._inline:  # a bot is not told what stands in an inline message, and could not bring it back
            row.append(self._see(words.context, View(Kind.CONTEXT, view.number)))
        return [*row, *self._article(view)]

    def _below(self, row: Row, source: Row, view: View) -> list[Row]:
        """A row and the votes under it; the source stands where there is room, three in a row."""
        votes = self._vote(view)
        return [[*row, *source], votes] if len(row) < _A_ROW else [row, [*source, *votes]]

    def _article(self, view: View) -> Row:
        """In a private chat the article opens in place, elsewhere in the private chat, to spare the others."""
        label = phrases(self.shown.labels).article
        if self.shown.place is Place.PRIVATE:
            return [self._see(label, View(Kind.ARTICLE, view.number))]
        url = deep_link(self.bot, self.answer, self.shown.quotes[view.number].paragraph)
        return [InlineKeyboardButton(label, url=url)]

    def _source(self, source: Source | None) -> Row:
        url = link_of(source) if source else None
        return [InlineKeyboardButton(phrases(self.shown.labels).source, url=url)] if url else []

    def _vote(self, view: View) -> Row:
        if not self.votes:
            return []
        return [
            _button("👍", f"v1:up:{self.answer}:{view.code}"),
            _button("👎", f"v1:down:{self.answer}:{view.code}"),
        ]

    def _see(self, label: str, view: View) -> InlineKeyboardButton:
        return _button(label, self._data(view))

    def _data(self, view: View) -> str:
        return f"v1:see:{self.answer}:{view.code}"

    @property
    def _inline(self) -> bool:
        return self.shown.place is Place.INLINE


def nearest_keyboard(
    nearest: Sequence[Source], bot: str, language: str | None, *, private: bool
) -> InlineKeyboardMarkup | None:
    """The nearest articles of a refusal, a row each; outside private chats they open there."""
    return _keyboard([[_nearest(source, bot, language, private)] for source in nearest])


def article_keyboard(source: Source, page: int, pages: int, language: str | None) -> InlineKeyboardMarkup | None:
    """The buttons under an article that was opened by itself."""
    name, url = name_of(source.article), link_of(source)
    link = [InlineKeyboardButton(phrases(language).source, url=url)] if url else []
    return _keyboard(
        [_turning(page, pages, lambda number: f"v1:page:{name}:{number}", f"v1:page:{name}:{page}"), link]
    )


def deep_link(bot: str, name: str, paragraph: int) -> str:
    """Opens an article in the private chat: ``name`` is an answer's id, or `name_of` an article."""
    return f"https://t.me/{bot}?start=a_{name}_{paragraph}"


def answer_of(keyboard: InlineKeyboardMarkup | None) -> str | None:
    """The answer that a keyboard belongs to."""
    for row in keyboard.inline_keyboard if keyboard else ():
        for button in row:
            if isinstance(button.callback_data, str) and (found := _ANSWER_BUTTON.match(button.callback_data)):
                return found[1]
    return None


def _nearest(source: Source, bot: str, language: str | None, private: bool) -> InlineKeyboardButton:
    when = f" · {day(source.date, language)}" if source.date else ""
    title = shorten(clean(one_line(source.title)).strip() or "…", LONGEST_TITLE) + when
    name = name_of(source.article)
    if private:
        return _button(title, f"v1:open:{name}:{source.paragraph}")
    return InlineKeyboardButton(title, url=deep_link(bot, name, source.paragraph))


def _turning(page: int, count: int, data: Callable[[int], str], here: str) -> Row:
    """‹ and › where there is a page to turn to, and between them ``2 / 5``, which leads to where ``here`` does."""
    if count == 1:
        return []
    before = [_button("‹", data(page - 1))] if page > 0 else []
    after = [_button("›", data(page + 1))] if page + 1 < count else []
    return [*before, _button(f"{page + 1} / {count}", here), *after]


def _button(label: str, data: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=data)


def _keyboard(rows: Sequence[Row]) -> InlineKeyboardMarkup | None:
    filled = [row for row in rows if row]
    return InlineKeyboardMarkup(filled) if filled else None
