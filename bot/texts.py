"""Turns what happened into the sentences that people read, in their language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cutting import one_line, shorten
from bot.phrases import ZH, Phrases, phrases
from retrieval.answer import Reason

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from retrieval.answer import Answer, Coverage, Source

LONGEST_QUESTION = 1000  # characters; an encoder reads no more of a question than that anyway
LONGEST_NAME = 80  # UTF-16 units of a publisher or of a word asked for that are repeated to a person
LISTED_NAMES = 3

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def refusal(answer: Answer) -> str:
    """Why there is no answer, and what the library covers, in the language of the question."""
    words = phrases(answer.language)
    if answer.reason is Reason.EMPTY_LIBRARY:
        return coverage(answer.coverage, answer.language) + words.gap + words.empty_library
    return _why(answer, words) + words.gap + coverage(answer.coverage, answer.language)


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


def day(value: date, language: str | None) -> str:
    """A date in words: ``20 January 2023``, ``2023年1月20日``."""
    if phrases(language) is ZH:
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


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
        case Reason.NAME_UNKNOWN if unknown:
            return words.name_unknown.format(unknown=unknown)
        case _:
            return words.nothing_close


def _count(covered: Coverage, words: Phrases) -> str:
    return words.one_article if covered.articles == 1 else words.many_articles.format(articles=covered.articles)


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


def _listed(names: Sequence[str], words: Phrases, last: str) -> str:
    """``a, b and c``; of a long list the first few and how many more."""
    shown, more = names[:LISTED_NAMES], len(names) - LISTED_NAMES
    if more > 0:
        return words.comma.join(shown) + words.and_more.format(more=more)
    return last.join(part for part in (words.comma.join(shown[:-1]), *shown[-1:]) if part)
