"""Reads out of an article who presided, attended and spoke, where, who held the meeting, of which day and year.

What is not sure is left out. Each fact names the slice that it was read from. Who presided and who attended is read
from the first paragraphs only: further down it is mostly earlier or later meetings that are spoken of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from knowledge.article import Article
from knowledge.meeting_day import find_meeting_day
from knowledge.names import chinese_name_at_end, chinese_names, english_names

VERSION = "1"  # of what is read; a library whose facts are of another one is read anew by `meetings doctor`

_HEAD = 1500  # characters in which a report says who was there
_LONGEST_VALUE = 60


class Kind(StrEnum):
    """What a fact is about."""

    MEETING_DATE = "meeting_date"
    PERIOD = "period"  # that the meeting reviewed: a year
    PLACE = "place"
    ORGANISER = "organiser"
    PRESIDED = "presided"
    ATTENDED = "attended"
    SPOKE = "spoke"


PEOPLE = (Kind.PRESIDED, Kind.ATTENDED, Kind.SPOKE)


class Origin(StrEnum):
    """Where a fact comes from."""

    GIVEN = "given"  # by front matter, or by a maintainer
    TITLE = "title"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact. ``start`` and ``end`` are offsets in the article's text or title; 0, 0 where it was given."""

    kind: Kind
    value: str
    origin: Origin
    start: int = 0
    end: int = 0


_SENTENCE = re.compile(r"[^.!?。！？\n]+(?:[.!?](?!\s|$)[^.!?。！？\n]*)*[.!?。！？]?")
_LATER = re.compile(r"\bwill\b|\bwould\b|\bis to be\b|将|定于|拟于|下一次|再次召开")
_VERBS = {
    Kind.PRESIDED: r"presided|presiding|chaired",
    Kind.ATTENDED: r"attended|were present|was present|took part|participated",
    Kind.SPOKE: (
        r"pointed out|emphasi[sz]ed|stressed|requested|said|spoke|stated|reported|explained|announced|affirmed"
        r"|noted|instructed|demanded|summed up|introduced"
    ),
}
_BY = re.compile(r"\b(?:presided over|chaired) by (?P<who>[^.;,]{3,120})")
_ENGLISH_CLAUSE = {kind: re.compile(rf"\b(?:{verbs})\b") for kind, verbs in _VERBS.items()}
_CHINESE_VERBS = {
    Kind.PRESIDED: re.compile(r"主持"),
    Kind.ATTENDED: re.compile(r"(?:等\S{0,12}?)?(?:参加|出席|列席)"),
    Kind.SPOKE: re.compile(r"指出|强调|要求|表示|讲话|发言|汇报|宣布|宣读|作说明|就\S{1,20}说明"),
}
_ALSO_SPOKE = re.compile(r"主持\S{0,12}?并\S{0,4}(?:讲话|发言)")
_ENGLISH_PLACE = re.compile(
    r"\b(?:held|met|convened|review|sitting|meeting)\b[^.;]{0,80}?\b(?:in|at) (?:the )?"
    r"(?P<place>(?:[a-z]+ )?(?:[Hh]all|[Cc]hamber|[Cc]entre|[Cc]enter|[Rr]oom|[Ll]ibrary|[Ss]chool)"
    r"(?: of(?: the)? [A-Z]\w+(?: [A-Z]\w+)?)?"
    r"|(?:[A-Z]\w+ ){1,4}(?:Hall|Chambers?|Centre|Center|Room|Library|School|Building))"
)
_CHINESE_PLACE = re.compile(r"在(?P<place>[^，。；、在]{2,20}?)(?:主持)?(?:召开|举行|举办)")
_ENGLISH_ORGANISER = re.compile(
    r"(?:^|, |\bthe )(?P<who>(?:[A-Z]\w+ ){1,5})(?:held|convened|organi[sz]ed)\b(?! (?:by|in|at|on)\b)"
)
_CHINESE_ORGANISER = re.compile(
    r"(?:^|，)(?P<who>[\u4e00-\u9fff]{1,12}?(?:[省市县区镇乡村州局委会院部处办府社校厅]|公司|街道|指挥部|中心))"
    r"(?:在[^，。]{2,20}?)?(?:组织)?召开"
)
_REVIEWED = (
    re.compile(
        r"\b(?P<year>20\d\d)\b[^.;\d]{0,120}?\b(?:review|debriefing|report(?:ing)?|summary|assessment)\b", re.I
    ),
    re.compile(r"(?P<year>20\d\d)年(?:度)?[^，。；\d]{0,40}?(?:述职|总结|考核|评议|工作报告|回顾)"),
)


def read_facts(article: Article) -> tuple[Fact, ...]:
    """What an article tells, in the order of `Kind`; of people each once for each kind."""
    read = [*_meeting_date(article), *_given(article), *_period(article), *_from_sentences(article)]
    given = {fact.kind for fact in read if fact.origin is Origin.GIVEN and fact.kind is not Kind.ATTENDED}
    kept = [fact for fact in read if fact.origin is Origin.GIVEN or fact.kind not in given]
    distinct: dict[tuple[Kind, str], Fact] = {}
    for fact in kept:
        value = fact.value.casefold() if fact.kind in PEOPLE else ""  # of the others an article has one
        distinct.setdefault((fact.kind, value), fact)
    order = list(Kind)
    return tuple(sorted(distinct.values(), key=lambda fact: (order.index(fact.kind), fact.start)))


def _meeting_date(article: Article) -> Iterator[Fact]:
    """The day of the meeting: read where the article itself says that day, otherwise given."""
    read = find_meeting_day(article.title, article.text, article.date)
    if article.meeting_date is None:
        return
    if read is None or read.day != article.meeting_date:
        yield Fact(Kind.MEETING_DATE, str(article.meeting_date), Origin.GIVEN)
    else:
        origin = Origin.TITLE if read.in_title else Origin.TEXT
        yield Fact(Kind.MEETING_DATE, str(read.day), origin, read.start, read.end)


def _given(article: Article) -> Iterator[Fact]:
    """What front matter or a maintainer said; people so named were there, whatever they did."""
    if article.place:
        yield Fact(Kind.PLACE, article.place, Origin.GIVEN)
    for name in article.people:
        yield Fact(Kind.ATTENDED, name, Origin.GIVEN)


def _period(article: Article) -> Iterator[Fact]:
    """The year that was reviewed: it lies before the meeting, and title or first sentence name it."""
    held = article.meeting_date or article.date
    first = _SENTENCE.search(article.text)
    places = [(article.title, 0, len(article.title), Origin.TITLE)]
    places += [(article.text, *first.span(), Origin.TEXT)] if first else []
    for text, start, end, origin in places:
        for form in _REVIEWED:
            match = form.search(text, start, end)
            if match and (held is None or int(match["year"]) < held.year):
                yield Fact(Kind.PERIOD, match["year"], origin, *match.span("year"))
                return


def _from_sentences(article: Article) -> Iterator[Fact]:
    reads = _CHINESE_READERS if article.language == "zh" else _ENGLISH_READERS
    for sentence in _SENTENCE.finditer(article.text):
        start, end = sentence.span()
        if _LATER.search(article.text, start, end):
            continue
        for read, everywhere in reads:
            if everywhere or start < _HEAD:
                yield from read(article.text, start, end)


def _english_people(text: str, start: int, end: int) -> Iterator[Fact]:
    for by in _BY.finditer(text, start, end):
        yield from _people(Kind.PRESIDED, text, english_names(text, *by.span("who")))
    for kind in (Kind.PRESIDED, Kind.ATTENDED):
        for clause, verb in _clauses(text, start, end, _ENGLISH_CLAUSE[kind]):
            names = list(english_names(text, clause, verb))
            yield from _people(kind, text, names[-1:] if kind is Kind.PRESIDED else names)


def _english_speakers(text: str, start: int, end: int) -> Iterator[Fact]:
    """Whoever stands right before a verb of saying; in a sentence's beginning only, where nobody is quoted yet."""
    for clause, verb in _clauses(text, start, end, _ENGLISH_CLAUSE[Kind.SPOKE]):
        names = list(english_names(text, clause, verb))
        if names and re.fullmatch(r"(?:\W+[a-z]+){0,3}\W*|,[^,]*,\s*", text[names[-1][1] : verb]):
            yield from _people(Kind.SPOKE, text, names[-1:])


def _clauses(text: str, start: int, end: int, verbs: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """(beginning of what may be a verb's subject, place of the verb): from the sentence's or a semicolon's end on."""
    for match in verbs.finditer(text, start, end):
        if text[match.end() : match.end() + 8].startswith((" over by", " by ")):
            continue
        begin = max(start, text.rfind(";", start, match.start()) + 1)
        earlier = list(
            re.finditer(r"\b(?:presided|chaired|attended)\b[^,;]*,?(?: and)?", text[begin : match.start()])
        )
        yield (begin + earlier[-1].end() if earlier else begin), match.start()


def _chinese_people(text: str, start: int, end: int) -> Iterator[Fact]:
    for match in _CHINESE_VERBS[Kind.PRESIDED].finditer(text, start, end):
        name = _subject(text, start, match.start())
        if name:
            yield from _people(Kind.PRESIDED, text, [name])
            if _ALSO_SPOKE.match(text, match.start(), end):
                yield from _people(Kind.SPOKE, text, [name])
    for match in _CHINESE_VERBS[Kind.ATTENDED].finditer(text, start, end):
        yield from _people(
            Kind.ATTENDED, text, chinese_names(text, _list_start(text, start, match.start()), match.start())
        )


def _chinese_speakers(text: str, start: int, end: int) -> Iterator[Fact]:
    for match in _CHINESE_VERBS[Kind.SPOKE].finditer(text, start, end):
        begin = max(text.rfind(mark, start, match.start()) + 1 for mark in "，；：、。")
        begin = max(begin, start)
        name = chinese_name_at_end(text, begin, match.start())
        if name:
            yield from _people(Kind.SPOKE, text, [name])


def _subject(text: str, start: int, verb: int) -> tuple[int, int] | None:
    """Who presides: the name right before the verb, or before 在 and a place."""
    begin = max(start, *(text.rfind(mark, start, verb) + 1 for mark in "，；：。"))
    at = text.find("在", begin, verb)
    return chinese_name_at_end(text, begin, verb) or (chinese_name_at_end(text, begin, at) if at > 0 else None)


def _list_start(text: str, start: int, verb: int) -> int:
    """Where the list before "attended" begins: after what somebody else did, or at the sentence's beginning."""
    before = list(re.finditer(r"(?:主持|讲话|宣读|汇报|说明|通报|指出)[^，；]*[，；]", text[start:verb]))
    return start + before[-1].end() if before else start


def _people(kind: Kind, text: str, spans: Iterable[tuple[int, int]]) -> Iterator[Fact]:
    return (Fact(kind, text[start:end], Origin.TEXT, start, end) for start, end in spans)


def _matches(kind: Kind, form: re.Pattern[str], group: str) -> Callable[[str, int, int], Iterator[Fact]]:
    def read(text: str, start: int, end: int) -> Iterator[Fact]:
        match = form.search(text, start, end)
        if match and len(match[group].strip()) <= _LONGEST_VALUE:
            left, right = match.span(group)
            right -= len(match[group]) - len(match[group].rstrip())
            yield Fact(kind, text[left:right], Origin.TEXT, left, right)

    return read


_ENGLISH_READERS = (
    (_english_people, False),
    (_matches(Kind.PLACE, _ENGLISH_PLACE, "place"), False),
    (_matches(Kind.ORGANISER, _ENGLISH_ORGANISER, "who"), False),
    (_english_speakers, True),
)
_CHINESE_READERS = (
    (_chinese_people, False),
    (_matches(Kind.PLACE, _CHINESE_PLACE, "place"), False),
    (_matches(Kind.ORGANISER, _CHINESE_ORGANISER, "who"), False),
    (_chinese_speakers, True),
)
