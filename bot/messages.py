"""Turns an answer into one Telegram message: its text and the entities that format it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from telegram import MessageEntity
from telegram.constants import MessageLimit

from bot.cutting import one_line, utf16, window
from bot.phrases import phrases, reading
from bot.texts import about, also_line, entry_parts, listing_head, listing_more, refusal, source_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from retrieval.answer import Answer, Entry, Listing, Quote, Source

LONGEST_BEST = 2400  # UTF-16 units of the best quote; with its source it always fits one message
LONGEST_TITLE = 200
LONGEST_LISTED = 300  # of a sentence in a list
LONGEST_LINK = 2000
EXPANDABLE_FROM = 700  # Telegram folds an expandable quote to three lines: only where that is a relief
MOST_MARKS = 20  # in one quote; a message may have 100 entities

# What Telegram would do to these characters anyway, done here first so that offsets stay right.
_CLEAN = (
    dict.fromkeys(range(32), " ")
    | {ord("\n"): "\n", ord("\r"): None, 0x2028: "\n", 0x2029: "\n"}
    | dict.fromkeys(range(0x202A, 0x202F), None)
    | dict.fromkeys((0x030A, 0x0333, 0x033F), None)
    | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")  # halves of characters, which cannot be sent
)
_ISOLATES = dict.fromkeys(range(0x2066, 0x206A), None)
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"


@dataclass(frozen=True, slots=True)
class Reply:
    """One message: plain text, and entities with offsets in UTF-16 units."""

    text: str
    entities: tuple[MessageEntity, ...] = ()


def answer_message(answer: Answer, labels: str | None = None, contact: str = "") -> Reply:
    """The best quote with its source, or a list; or why there is none, and whom to ask.

    ``labels`` is the language of the bot's own words; that of the question when it is not known.
    """
    language = labels or answer.language
    if not answer.answered:
        return _refusal(answer, language, contact)
    if answer.listing is not None:
        return _listing(answer.listing, language)
    return on_lines([*_about(answer, language), quote_message(answer.quotes[0], language)])


def quote_message(quote: Quote, language: str | None) -> Reply:
    """A quote with its source."""
    return block(quote, language, LONGEST_BEST, LONGEST_TITLE)


def with_line_above(line: str, reply: Reply) -> Reply:
    """The message under a line of the bot's own, if there is one and it still fits."""
    above = [Reply(line), reply] if line else [reply]
    return joined(above) if _fits(above) else reply


def _about(answer: Answer, language: str | None) -> list[Reply]:
    """The line that says what a follow-up goes on with."""
    said = [] if answer.followed is None else [about(answer.followed, language)]
    return [Reply(line) for line in isolated(said)]


def block(quote: Quote, language: str | None, longest: int, longest_title: int) -> Reply:
    """A quote as a block and under it its source."""
    quoted = quoted_block(quote, longest)
    source = source_line(quote.source, language, longest_title)
    # a line end ends the quote; an empty line would look torn off
    below = [Reply(f"{phrases(language).torn}\n")] if quote.torn else []
    also = [Reply("\n" + "".join(isolated([also_line(quote.also, language)])))] if quote.also else []
    return concatenate([quoted, Reply("\n"), *below, source, *also] if quoted.text else [source, *also])


def _listing(listing: Listing, language: str | None) -> Reply:
    """The count, then whole entries as far as they fit, then how many more there are."""
    shown = [Reply(clean(listing_head(listing, language)))]
    for number, entry in enumerate(listing.entries, 1):
        block = _entry(entry, language)
        left = len(listing.entries) - number
        if not _fits([*shown, block, *_more(left, language)]):
            return on_lines([*shown, *_more(left + 1, language)])
        shown.append(block)
    return on_lines(shown)


def _entry(entry: Entry, language: str | None) -> Reply:
    """``• day · title · publisher``, the title a link when there is one, and under it the sentence."""
    when, title, *publisher = isolated(entry_parts(entry, language, LONGEST_TITLE))
    url = link_of(entry.source)
    linked = [MessageEntity(MessageEntity.TEXT_LINK, len(when) + 5, len(title), url=url)] if url else []
    line = adjusted(" · ".join((f"• {when}", title, *publisher)), linked)
    quoted = quoted_block(entry.quote, LONGEST_LISTED) if entry.quote is not None else Reply("")
    return on_lines([line, quoted]) if quoted.text else line


def _more(count: int, language: str | None) -> list[Reply]:
    return [Reply(listing_more(count, language))] if count else []


def quoted_block(quote: Quote, longest: int, fold: bool = True) -> Reply:
    """The quote as a block, its marks bold; a slice of it, shown as cut, when it is too long."""
    first, last = trimmed(quote.text, 0, len(quote.text))
    start, end = _shown(quote, first, last, longest)
    if start == end:
        return Reply("")
    before, after = ("[…] " if start > first else ""), (" […]" if end < last else "")
    text = before + clean(quote.text[start:end]) + after
    folded = fold and utf16(text) >= EXPANDABLE_FROM
    kind = MessageEntity.EXPANDABLE_BLOCKQUOTE if folded else MessageEntity.BLOCKQUOTE
    bold = [
        MessageEntity(
            MessageEntity.BOLD,
            len(before + clean(quote.text[start:left])),
            len(clean(quote.text[left:right])),
        )
        for left, right in _marks(quote, start, end)
    ]
    return adjusted(text, [MessageEntity(kind, 0, len(text)), *bold])


def _shown(quote: Quote, first: int, last: int, longest: int) -> tuple[int, int]:
    """The part of ``text[first:last]`` that fits, with the first mark in it."""
    left, right = min(quote.marks, default=(first, first))
    focus = (max(left, first) - first, min(max(right, first), last) - first)
    start, end = window(quote.text[first:last], focus, longest)
    return trimmed(quote.text, first + start, first + end)


def _marks(quote: Quote, start: int, end: int) -> list[tuple[int, int]]:
    """The marks inside ``text[start:end]``: in order, apart from each other, no blank at their edges."""
    marks: list[tuple[int, int]] = []
    for left, right in sorted(quote.marks)[:MOST_MARKS]:
        left, right = trimmed(quote.text, max(left, start, *(mark[1] for mark in marks)), min(right, end))
        if left < right:
            marks.append((left, right))
    return marks


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The slice without what is blank, or nothing, at its edges: Telegram cuts entities like that."""
    while start < end and not clean(text[start]).strip():
        start += 1
    while start < end and not clean(text[end - 1]).strip():
        end -= 1
    return start, end


def source_line(source: Source, language: str | None, longest_title: int) -> Reply:
    """``title · date · publisher · source``, the last word a link when there is one."""
    parts = isolated(source_parts(source, language, longest_title))
    line, url = " · ".join(parts), link_of(source)
    if not url:
        return Reply(line)
    word = phrases(language).source
    text = f"{line} · {word}"
    return adjusted(text, [MessageEntity(MessageEntity.TEXT_LINK, len(line) + 3, len(word), url=url)])


def link_of(source: Source) -> str | None:
    return next((url for url in (source.link, source.url) if url and _is_web(url)), None)


def _is_web(url: str) -> bool:
    """Whether Telegram makes a link of it; a script or a local file is no source to click on."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    clickable = parts.scheme in ("http", "https") and bool(parts.hostname)
    return clickable and len(url) <= LONGEST_LINK and url.isprintable() and not any(map(str.isspace, url))


def _refusal(answer: Answer, language: str | None, contact: str) -> Reply:
    """Why there is no answer, whom to ask, and the line over the buttons with the nearest articles."""
    words = reading.phrases(language)
    sentences = [refusal(answer, language)]
    if contact:
        sentences.append(words.contact.format(contact=one_line(contact)))
    if answer.nearest:
        sentences.append(words.nearest)
    return Reply(clean("\n\n".join(sentences)))


def clean(text: str) -> str:
    """The text as Telegram will show it: no control characters, no hidden marks of direction."""
    return text.translate(_CLEAN)


def isolated(parts: Iterable[str]) -> list[str]:
    """Parts of a line; one with right-to-left letters is kept from turning its neighbours round."""
    plain = [text for part in parts if (text := clean(part).translate(_ISOLATES).strip())]
    return [f"{_FIRST_STRONG_ISOLATE}{part}{_POP_ISOLATE}" if _has_right_to_left(part) else part for part in plain]


def _has_right_to_left(text: str) -> bool:
    return any(unicodedata.bidirectional(character) in ("R", "AL") for character in text)


def on_lines(parts: Sequence[Reply]) -> Reply:
    """Parts on lines of their own."""
    return concatenate([part for each in parts for part in (Reply("\n"), each)][1:])


def _fits(blocks: Sequence[Reply]) -> bool:
    whole = joined(blocks)
    return utf16(whole.text) <= MessageLimit.MAX_TEXT_LENGTH and len(whole.entities) <= MessageLimit.MESSAGE_ENTITIES


def joined(blocks: Sequence[Reply]) -> Reply:
    """Blocks with an empty line between them."""
    return concatenate([part for block in blocks for part in (Reply("\n\n"), block)][1:])


def concatenate(parts: Sequence[Reply]) -> Reply:
    text, entities = MessageEntity.concatenate(*((part.text, part.entities) for part in parts))
    return Reply(text, tuple(entities))


def adjusted(text: str, entities: Sequence[MessageEntity]) -> Reply:
    return Reply(text, tuple(MessageEntity.adjust_message_entities_to_utf_16(text, entities)))
