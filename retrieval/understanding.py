"""Turns what a person typed into a question to search with: cleaned, its language, its words, its filters."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date

from knowledge.language import language_of
from knowledge.where import Where
from retrieval.dates import read_period
from retrieval.period import Period
from retrieval.verbatim import phrases_in, sequences
from retrieval.words import is_stop, search_words, telling_words, words

MOST_CHARACTERS = 1000

_FILTER = re.compile(
    r"(?<!\S)(?P<name>after|before|person|place|publisher)[:：]\s*(?:\"(?P<quoted>[^\"]+)\"|(?P<bare>\S+))",
    re.I,
)
_LATIN = r"A-Za-z\u00c0-\u024f\d'’-"  # what words in Latin letters are made of, which may stand among Chinese ones
_NAME = re.compile(rf"(?<![.!?。！？]\s)(?<!^)(?<![{_LATIN}])[A-Z][{_LATIN}]+(?:\s+[A-Z][{_LATIN}]+)*")
_GREETINGS = frozenset(
    """hi hello hey hallo thanks thank you thx ok okay good morning afternoon evening bye yes no please
    help test there 你好 您好 谢谢 早上好 下午好 晚上好 再见 好的 在吗 嗨 哈喽 多谢 早 好""".split()
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question ready to be searched with."""

    text: str
    about: str  # the text and the person of a typed filter, less the period that the search is narrowed to
    language: str
    words: tuple[str, ...]  # that say what it is about
    searched: tuple[str, ...]  # for full-text search: these and pairs with question words, which help there
    names: tuple[str, ...]  # capitalised words inside the question
    where: Where
    wrong_filters: tuple[str, ...]  # typed filters that cannot be read
    period: Period | None = None  # that the question names in words; a typed one stands in ``where``
    phrases: tuple[str, ...] = ()  # in quotation marks: must be quoted word for word

    @property
    def only_phrases(self) -> bool:
        """Whether the question is nothing but quoted phrases."""
        return bool(self.phrases) and set(self.words) <= set(words(" ".join(self.phrases)))

    @property
    def understood(self) -> bool:
        """Whether there is anything to search for."""
        return bool(self.words) and not _is_greeting(self.text)

    @property
    def only_filters(self) -> bool:
        """Whether nothing but filters was typed: what there is that they let through is asked for."""
        return not self.text and not self.wrong_filters and self.where != Where()

    def exactly(self) -> Asked:
        """The question put only to paragraphs with the words of its quoted phrases in their order."""
        return replace(self, where=replace(self.where, sequences=sequences(self.phrases)))

    def within(self, period: Period) -> Asked:
        """The question put to the articles of a period; the words that name the period have done their work."""
        rest = self.about.replace(period.text, " ")
        return replace(
            self,
            about=rest,
            words=tuple(telling_words(rest)) or self.words,
            searched=tuple(search_words(rest)) or self.searched,
            where=replace(self.where, after=period.first, before=period.last),
        )


def understand(typed: str, today: date) -> Asked:
    """What is asked, in what language, of which period and with which typed filters."""
    text = _clean(typed)
    filters = list(_FILTER.finditer(text))
    rest = " ".join(_FILTER.sub(" ", text).split())
    where, wrong = _where(filters)
    phrases = phrases_in(rest)
    names = tuple(name for m in _NAME.finditer(rest) if not is_stop((name := m.group()).lower()))
    about = f"{rest} {where.person}" if rest and where.person else rest  # paragraphs that name the person first
    return Asked(
        text=rest,
        about=about,
        language=language_of(rest or " ".join(match["quoted"] or match["bare"] for match in filters)),
        words=tuple(telling_words(about)),
        searched=tuple(search_words(about)),
        names=names,
        where=where,
        wrong_filters=wrong,
        period=None if where.after or where.before else read_period(rest, today),
        phrases=phrases,
    )


def _clean(typed: str) -> str:
    text = unicodedata.normalize("NFC", typed)
    printable = "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Cs") else c for c in text)
    return " ".join(printable.split())[:MOST_CHARACTERS]


def _is_greeting(text: str) -> bool:
    said = re.findall(r"\w+", text.lower())
    return all(word in _GREETINGS for word in said)


def _where(filters: list[re.Match[str]]) -> tuple[Where, tuple[str, ...]]:
    values: dict[str, str | date] = {}
    wrong = []
    for match in filters:
        name, value = match["name"].lower(), match["quoted"] or match["bare"]
        day = _day(value, last=name == "before") if name in ("after", "before") else None
        if name in ("after", "before") and day is None:
            wrong.append(match.group())
        else:
            values[name] = day or value
    return Where(**values), tuple(wrong)  # type: ignore[arg-type]


def _day(value: str, *, last: bool) -> date | None:
    """A day, month or year as its first day, or its last one."""
    parts = re.fullmatch(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", value)
    if parts is None:
        return None
    year, month, day = (int(part) if part else None for part in parts.groups())
    try:
        if day is not None:
            return date(year or 0, month or 0, day)
        return _last_day(year or 0, month) if last else date(year or 0, month or 1, 1)
    except ValueError:
        return None


def _last_day(year: int, month: int | None) -> date:
    if month is None or month == 12:
        return date(year, 12, 31)
    return date.fromordinal(date(year, month + 1, 1).toordinal() - 1)
