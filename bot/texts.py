"""Turns what happened into the sentences that people read, in their language."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.cutting import one_line, shorten
from bot.phrases import ZH, Phrases, phrases
from retrieval.answer import Kind, Reason, Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from retrieval.answer import Answer, Coverage, Entry, Listing, Source

LONGEST_QUESTION = 1000  # characters; an encoder reads no more of a question than that anyway
LONGEST_NAME = 80  # UTF-16 units of a publisher or of a word asked for that are repeated to a person
LISTED_NAMES = 3
LONGEST_LABEL = 120  # UTF-16 units of an earlier question that is repeated to a person

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def refusal(answer: Answer, language: str | None = None) -> str:
    """Why there is no answer, and what the library covers; without ``language`` in that of the question."""
    language = language or answer.language
    words = phrases(language)
    if answer.reason is Reason.EMPTY_LIBRARY:
        return coverage(answer.coverage, language) + words.gap + words.empty_library
    return _why(answer, words) + words.gap + coverage(answer.coverage, language)


def about(question: str, language: str | None) -> str:
    """The line over the answer to a follow-up: which earlier question it goes on with."""
    return phrases(language).about.format(question=shorten(one_line(question), LONGEST_LABEL))


def coverage(covered: Coverage, language: str | None) -> str:
    """One sentence: how many articles, from when to when, by which publishers."""
    words = phrases(language)
    if not covered.articles:
        return words.no_articles + words.end
    return _count(covered, words) + _period(covered, language, words) + _publishers(covered, words) + words.end


def source_line(source: Source, language: str | None) -> str:
    """``title · date · publisher`` on one line."""
    return " · ".join(source_parts(source, language))


def source_parts(source: Source, language: str | None, longest_title: int | None = None) -> tuple[str, ...]:
    """Title, publication date and, when known, publisher; the title cut to so many UTF-16 units."""
    title = one_line(source.title)
    return (
        shorten(title, longest_title) if longest_title else title,
        day(source.date, language) if source.date else phrases(language).undated_article,
        *((shorten(one_line(source.publisher), LONGEST_NAME),) if source.publisher else ()),
    )


def also_line(also: Sequence[Source], language: str | None) -> str:
    """The other articles that say the same, on one line."""
    words = phrases(language)
    sources = [" · ".join(source_parts(source, language, LONGEST_NAME)) for source in also]
    return words.also.format(sources=_listed(sources, words, "; ", "; "))


def day(value: date, language: str | None) -> str:
    """A date in words: ``20 January 2023``, ``2023年1月20日``."""
    if phrases(language) is ZH:
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def listing_head(listing: Listing, language: str | None) -> str:
    """How many articles fit a list question, and what was asked for."""
    words = phrases(language)
    count = _articles(listing.total, words)
    about = words.list_and.join(filter(None, (_when(listing, language, words), *_names(listing, words))))
    about = about or words.list_all
    match listing.kind:
        case Kind.LATEST | Kind.EARLIEST if listing.total > 1:
            form = words.list_latest if listing.kind is Kind.LATEST else words.list_earliest
            return form.format(articles=count, about=about) + words.list_end
        case _:
            order = words.newest_first if len(listing.entries) > 1 else ""
            return words.list_head.format(articles=count, about=about) + order + words.list_end


def entry_parts(entry: Entry, language: str | None, longest_title: int | None = None) -> tuple[str, ...]:
    """The day of the meeting, or of publication where that is not known; title; publisher or nothing."""
    title, published, *publisher = source_parts(entry.source, language, longest_title)
    if entry.source.meeting_date:
        return day(entry.source.meeting_date, language), title, *publisher
    when = phrases(language).published.format(day=published) if entry.source.date else published
    return when, title, *publisher


def listing_more(more: int, language: str | None) -> str:
    """That so many articles of a list are not shown."""
    return phrases(language).list_more.format(more=more)


def start(covered: Coverage, language: str | None, bot: str) -> str:
    """The greeting in a private chat: what it is, what it covers, how to ask."""
    words = phrases(language)
    return f"{words.start}{words.gap}{coverage(covered, language)}\n\n{words.help.format(bot=bot)}"


def start_group(covered: Coverage, language: str | None, bot: str) -> str:
    """The greeting in a group, short."""
    words = phrases(language)
    sentences = (words.start, coverage(covered, language), words.start_group.format(bot=bot))
    return words.gap.join(sentences)


def how_to_ask(language: str | None, bot: str | None = None) -> str:
    """The example for a command without a question; with ``bot`` as it is written in a group."""
    return phrases(language).how_to_ask.format(at=f"@{bot}" if bot else "")


def too_long(language: str | None) -> str:
    return phrases(language).too_long.format(longest=LONGEST_QUESTION)


def too_many(seconds: int, language: str | None) -> str:
    """That somebody has asked too often, and when to ask again."""
    return phrases(language).too_many.format(seconds=seconds)


def late(skipped: int, language: str | None) -> str:
    """The line over an answer that comes late, as after a downtime; ``skipped`` are earlier questions left out."""
    words = phrases(language)
    return words.late + (words.gap + words.skipped.format(skipped=skipped) if skipped else "")


def stranger(user: int, language: str | None) -> str:
    """The one sentence a stranger is told, with the number that lets him in."""
    return phrases(language).stranger.format(user=user)


def failed(reference: str, language: str | None) -> str:
    """The sentence for an error, with the id under which it stands in the log."""
    return phrases(language).failed.format(reference=reference)


def _why(answer: Answer, words: Phrases) -> str:
    unknown = _unknown(answer, words)
    match answer.reason:
        case Reason.NOT_UNDERSTOOD:
            return words.not_understood
        case Reason.NOTHING_IN_PERIOD:
            return words.nothing_fits.format(unknown=unknown) if unknown else words.nothing_in_period
        case Reason.NOTHING_FITS if unknown:
            return words.not_mentioned.format(unknown=_quoted(answer.unknown, words))
        case Reason.NO_SUCH_WORDS if unknown:
            return words.no_such_words.format(unknown=unknown)
        case Reason.NAME_UNKNOWN if unknown:
            return words.name_unknown.format(unknown=unknown)
        case _:
            return words.nothing_close


def _count(covered: Coverage, words: Phrases) -> str:
    return words.one_article if covered.articles == 1 else words.many_articles.format(articles=covered.articles)


def _articles(count: int, words: Phrases) -> str:
    return words.one_listed if count == 1 else words.many_listed.format(count=count)


def _when(listing: Listing, language: str | None, words: Phrases) -> str:
    """The period of a list: a day, a month or a year in one word, else from when to when."""
    first, last = listing.first, listing.last
    if first is None or last is None:
        return ""
    if last == date.max:
        return words.list_since.format(first=day(first, language))
    if first == date.min:
        return words.list_until.format(last=day(last, language))
    if first == last:
        return words.list_on.format(day=day(first, language))
    if whole := _whole(first, last, language):
        return words.list_in.format(day=whole)
    return words.list_between.format(first=day(first, language), last=day(last, language))


def _whole(first: date, last: date, language: str | None) -> str:
    """A whole month or a whole year; otherwise nothing."""
    chinese = phrases(language) is ZH
    if first.day != 1 or (last + timedelta(1)).day != 1 or first.year != last.year:
        return ""
    if first.month == last.month:
        return f"{first.year}年{first.month}月" if chinese else f"{_MONTHS[first.month - 1]} {first.year}"
    if (first.month, last.month) == (1, 12):
        return f"{first.year}年" if chinese else str(first.year)
    return ""


def _names(listing: Listing, words: Phrases) -> Iterator[str]:
    """What the articles of a list say."""
    form = {Role.PRESIDED: words.list_presided, Role.SPOKE: words.list_spoke}.get(listing.role)
    if form and listing.people:
        yield form.format(names=_quoted(listing.people, words))
    named_place = "" if listing.placed else listing.place
    others = (*(() if form else listing.people), *filter(None, (listing.topic, named_place)))
    if others:
        mention = words.list_mention_one if listing.total == 1 else words.list_mention
        yield mention.format(names=_quoted(others, words))
    if listing.placed:
        yield words.list_placed.format(names=_quoted((listing.place,), words))
    if listing.organiser:
        yield words.list_held_by.format(names=_quoted((listing.organiser,), words))
    if listing.who:
        yield {
            Role.PRESIDED: words.list_tells_presided,
            Role.ATTENDED: words.list_tells_attended,
            Role.SPOKE: words.list_tells_spoke,
        }[listing.role]


def _quoted(names: Sequence[str], words: Phrases) -> str:
    return _listed(
        [words.quoted.format(text=shorten(one_line(each), LONGEST_NAME)) for each in names], words, words.last_and
    )


def _period(covered: Coverage, language: str | None, words: Phrases) -> str:
    if covered.first is None or covered.last is None:
        return words.undated if covered.articles > 1 else ""
    first, last = day(covered.first, language), day(covered.last, language)
    return (words.published_on if first == last else words.published_between).format(first=first, last=last)


def _publishers(covered: Coverage, words: Phrases) -> str:
    publishers = [shorten(one_line(each), LONGEST_NAME) for each in covered.publishers]
    names = _listed(publishers, words, words.last_and)
    return words.publishers.format(publishers=names) if names else ""


def _unknown(answer: Answer, words: Phrases) -> str:
    quoted = [words.quoted.format(text=shorten(one_line(each), LONGEST_NAME)) for each in answer.unknown]
    return _listed(quoted, words, words.last_or)


def _listed(names: Sequence[str], words: Phrases, last: str, comma: str | None = None) -> str:
    """``a, b and c``; of a long list the first few and how many more."""
    shown, more = names[:LISTED_NAMES], len(names) - LISTED_NAMES
    between = comma or words.comma
    if more > 0:
        return between.join(shown) + words.and_more.format(more=more)
    return last.join(part for part in (between.join(shown[:-1]), *shown[-1:]) if part)
