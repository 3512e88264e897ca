"""Turns lists of meetings and people into one message a page, with the buttons under it."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot import texts
from bot.cutting import one_line, shorten
from bot.messages import LONGEST_TITLE, Reply, clean
from bot.phrases import ZH
from bot.phrases import phrases as general
from bot.phrases.lists import phrases
from bot.shelf import key_of
from retrieval.answer import Listing, Reason
from retrieval.period import month

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from retrieval.answer import Entry
    from retrieval.appearing import Appearing
    from retrieval.listing import Missing

MEETINGS_A_PAGE = 8
PEOPLE_A_PAGE = 16
ARTICLE_ID = 16  # characters of an article's id in a button; the library finds it by its beginning
LONGEST_NAME = 40  # UTF-16 units of a name on a button
_A_ROW: Final = 4
_ISOLATES: Final = dict.fromkeys(range(0x2066, 0x206A))
ALL, UNDATED, WRITTEN = "all", "undated", "r"  # views: also "2024", "2024-05", and "p" with a person's key

Keyboard = list[list[InlineKeyboardButton]]


@dataclass(frozen=True, slots=True)
class Page:
    """One message of a list, and its buttons."""

    reply: Reply
    buttons: InlineKeyboardMarkup | None = None


def meetings_page(listing: Listing, view: str, number: int, language: str | None) -> Page:
    """One page of a list of meetings; ``number`` counts from 0 and is brought into what there is."""
    number, pages = _within(number, len(listing.entries), MEETINGS_A_PAGE)
    first = number * MEETINGS_A_PAGE
    entries = listing.entries[first : first + MEETINGS_A_PAGE]
    lines = [_head(listing, view, language)]
    lines += [_line(at, entry, language) for at, entry in enumerate(entries, first + 1)]
    if pages > 1:
        lines += ["", phrases(language).page.format(page=number + 1, pages=pages)]
    articles = [
        _button(str(at), f"v1:article:{entry.source.article[:ARTICLE_ID]}:0")
        for at, entry in enumerate(entries, first + 1)
    ]
    rows = [*_rows(articles, _A_ROW), *_turning(f"v1:meetings:{view}", number, pages), _leading_on(view, language)]
    return Page(Reply("\n".join(lines)), InlineKeyboardMarkup(rows))


def years_page(listing: Listing, language: str | None) -> Page:
    """The years that have meetings, each with their count."""
    words = phrases(language)
    years = Counter(entry.day.year for entry in listing.entries if entry.day)
    undated = sum(entry.day is None for entry in listing.entries)
    buttons = [
        _button(words.year.format(year=year, count=years[year]), f"v1:months:{year}")
        for year in sorted(years, reverse=True)
    ]
    rows = list(_rows(buttons, 3))
    if undated:
        rows.append([_button(words.undated.format(count=undated), f"v1:meetings:{UNDATED}:0")])
    rows.append([_button(words.all_meetings, f"v1:meetings:{ALL}:0")])
    return Page(Reply(words.choose_year), InlineKeyboardMarkup(rows))


def months_page(listing: Listing, year: int, language: str | None) -> Page:
    """The months of a year that have meetings, each with their count; the whole year above them."""
    words = phrases(language)
    months = Counter(entry.day.month for entry in listing.entries if entry.day and entry.day.year == year)
    whole = words.year.format(year=year, count=months.total())
    buttons = [
        _button(
            words.month.format(name=_month_name(number, language), count=months[number]),
            f"v1:meetings:{year}-{number:02}:0",
        )
        for number in sorted(months, reverse=True)
    ]
    rows = [[_button(whole, f"v1:meetings:{year}:0")], *_rows(buttons, 3), [_button(words.years, "v1:months:")]]
    return Page(Reply(words.choose_month.format(year=year)), InlineKeyboardMarkup(rows))


def people_page(people: Sequence[Appearing], number: int, language: str | None) -> Page:
    """One page of all people, a button for each."""
    words = phrases(language)
    if not people:
        return Page(Reply(words.no_people))
    number, pages = _within(number, len(people), PEOPLE_A_PAGE)
    shown = people[number * PEOPLE_A_PAGE : (number + 1) * PEOPLE_A_PAGE]
    buttons = [
        _button(
            words.person.format(name=_name(each), count=len(each.articles)),
            f"v1:meetings:p{key_of(each)}:0",
        )
        for each in shown
    ]
    head = words.people_one if len(people) == 1 else words.people_many.format(count=len(people))
    turned = ["", words.page.format(page=number + 1, pages=pages)] if pages > 1 else []
    rows = [*_rows(buttons, 2), *_turning("v1:people", number, pages)]
    return Page(Reply("\n".join([head, *turned])), InlineKeyboardMarkup(rows))


def missing_page(missing: Missing, language: str | None) -> Page:
    """Why nothing fits, with the way to what there is."""
    words = general(language)
    unknown = words.last_or.join(words.quoted.format(text=shorten(one_line(each), 80)) for each in missing.unknown)
    match missing.reason:
        case Reason.NOT_UNDERSTOOD:
            sentence = phrases(language).unclear.format(unknown=unknown)
        case Reason.NOTHING_IN_PERIOD:
            sentence = words.nothing_in_period
        case Reason.EMPTY_LIBRARY:
            return Page(Reply(words.no_articles + words.end))
        case _:
            sentence = words.not_mentioned.format(unknown=unknown)
    return Page(Reply(clean(sentence)), InlineKeyboardMarkup([_leading_on("", language)]))


def _head(listing: Listing, view: str, language: str | None) -> str:
    if view != UNDATED:
        return clean(texts.listing_head(listing, language))
    words = phrases(language)
    count = words.one_article if listing.total == 1 else words.many_articles.format(count=listing.total)
    return words.undated_head.format(articles=count)


def _line(number: int, entry: Entry, language: str | None) -> str:
    parts = [_apart(clean(part)) for part in texts.entry_parts(entry, language, LONGEST_TITLE)]
    return phrases(language).numbered.format(number=number, line=" · ".join(parts))


def _apart(part: str) -> str:
    """A part of a line; one with right-to-left letters is kept from turning its neighbours round."""
    plain = part.translate(_ISOLATES)
    turns = any(unicodedata.bidirectional(character) in ("R", "AL") for character in plain)
    return f"\u2068{plain}\u2069" if turns else plain


def _leading_on(view: str, language: str | None) -> list[InlineKeyboardButton]:
    words = phrases(language)
    by_month = _button(words.by_month, "v1:months:")
    if view == ALL:
        return [by_month]
    if view.startswith("p"):
        return [_button(words.back_to_people, "v1:people:0")]
    return [by_month, _button(words.all_meetings, f"v1:meetings:{ALL}:0")]


def _turning(base: str, number: int, pages: int) -> Iterator[list[InlineKeyboardButton]]:
    """‹ and ›, as far as there is something to turn to."""
    row = [
        _button(label, f"{base}:{other}")
        for label, other in (("‹", number - 1), ("›", number + 1))
        if 0 <= other < pages
    ]
    if row:
        yield row


def _within(number: int, count: int, size: int) -> tuple[int, int]:
    """The page that there is, and how many there are."""
    pages = max(1, -(-count // size))
    return min(max(number, 0), pages - 1), pages


def _rows(buttons: Sequence[InlineKeyboardButton], size: int) -> Iterator[list[InlineKeyboardButton]]:
    return (list(buttons[at : at + size]) for at in range(0, len(buttons), size))


def _button(label: str, data: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=data)


def _name(appearing: Appearing) -> str:
    return shorten(clean(one_line(" / ".join(appearing.person.names))), LONGEST_NAME)


def _month_name(number: int, language: str | None) -> str:
    if general(language) is ZH:
        return f"{number}月"
    return texts.day(month(2000, number).first, language).split()[1]
