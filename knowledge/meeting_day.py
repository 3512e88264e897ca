"""Reads out of an article on which day its meeting was held, where title or first sentence say so.

"Yesterday afternoon", 昨天下午 and "on Thursday" count from the day of publication. Only the title and the first
sentence are read: days further down are mostly those of plans and of earlier meetings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

Placed = tuple[date, tuple[int, int]]  # a day and where it stands

_EARLIEST = 1900  # years before are slips, and there is no day before the first
_LONGEST_AGO = 31  # days before publication that an article may still report on
_LONGEST_FOR_MINUTES = 400
_MONTHS = (
    "january february march april may june july august september october november december".split(),
    "jan feb mar apr may jun jul aug sep oct nov dec".split(),
)
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()

_SENTENCE_END = re.compile(r"(?<=[.!?])(?<![ap]\.m\.)\s|[。！？\n]")
_MONTH = rf"(?P<month>{'|'.join((*_MONTHS[0], *_MONTHS[1]))})\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s*(?P<year>(?:19|20)\d\d))"
_WEEKDAY_NAME = rf"(?:{'|'.join(_WEEKDAYS)})"
_TIME_OF_DAY = r"(?:morning|afternoon|evening|night)"
_ENGLISH_DAYS = (rf"{_MONTH}\s+{_DAY}\b", rf"\b{_DAY}\s+(?:of\s+)?{_MONTH}")
_FULL_DAYS = (*(day + _YEAR for day in _ENGLISH_DAYS), r"\b(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b")
_CLOCK = r"[^\n\w]{1,5}(?:at\s)?\d{1,2}(?:[.:]\d\d)?\s?[ap]\.?m\b"
_IN_TITLE = tuple(
    re.compile(rf"\b(?:meeting|session|sitting)\s+(?:of|on)\s+{day}{_YEAR}", re.IGNORECASE) for day in _ENGLISH_DAYS
)
_ALONE_IN_TITLE = tuple(
    re.compile(rf"^(?=.*\b(?:minutes|meeting|session)\b).*?(?P<when>{day})", re.IGNORECASE) for day in _FULL_DAYS
)
_IN_SENTENCE = (
    *(
        re.compile(
            rf"\b(?:on|met|convened|gathered)\s+(?:the\s+{_TIME_OF_DAY}\s+of\s+)?"
            rf"(?:{_WEEKDAY_NAME}(?:\s+{_TIME_OF_DAY})?,?\s+)?(?P<when>{day}{_YEAR}?)",
            re.IGNORECASE,
        )
        for day in _ENGLISH_DAYS
    ),
    re.compile(r"^on the (?P<day>\d{1,2})(?:st|nd|rd|th),", re.IGNORECASE),
    re.compile(
        r"(?:(?P<year>(?:19|20)\d\d)年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日(?=上午|下午|晚|，|,|召开|，?\w*召开)"
    ),
    re.compile(r"(?<![\d月])(?P<day>\d{1,2})日(?=上午|下午|晚)"),
)
_DAYS_AGO = (
    (1, re.compile(r"\byesterday\b|昨天|昨日|昨晚", re.IGNORECASE)),
    (0, re.compile(r"\btoday\b|\bthis\s+(?:morning|afternoon|evening)\b|今天|今日|今晚", re.IGNORECASE)),
    (2, re.compile(r"前天")),
)
_MINUTES = re.compile(r"\b(?:minutes|roll call|called to order)\b", re.IGNORECASE)
_HEAD = 600  # characters of minutes in which their day stands
_OF_ANOTHER = r".*\b(?:approv|accept|confirm|previous|last|next)"
_BEFORE_IN_HEAD = (
    rf"^[^\S\n]*date:[^\S\n]*(?:{_WEEKDAY_NAME},?[^\S\n]*)?",
    rf"^(?!{_OF_ANOTHER}).*?\b{_WEEKDAY_NAME},?[^\S\n]*",
    rf"^[^\S\n]*(?=[\w ,-]{{10,20}}(?:{_CLOCK}|[^\S\n]*$))",
    rf"^(?!{_OF_ANOTHER}).*?\b(?:held|met|convened|meeting|session)\b[^;\n]{{0,100}}?",
)
_IN_HEAD = tuple(
    re.compile(rf"{before}(?P<when>{day})", re.IGNORECASE | re.MULTILINE)
    for before in _BEFORE_IN_HEAD
    for day in _FULL_DAYS
)
# "on Friday evenings" is every week, not the day of a meeting
_WEEKDAY = re.compile(
    rf"\b(?:on|met|convened|gathered)\s+(?:last\s+)?(?P<weekday>{_WEEKDAY_NAME})\b(?!\s+{_TIME_OF_DAY}s\b)"
    rf"|\b(?P<of_meeting>{_WEEKDAY_NAME})(?:\s+{_TIME_OF_DAY})?(?:['’]s)?\s+(?:\w+\s+){{0,3}}?(?:meeting|session)\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"\b(?:will|next|upcoming|ahead of|before|until|scheduled for|set to|expected|plans?)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Found:
    """A day of a meeting and the slice of the title or the text that it was read from."""

    day: date
    in_title: bool
    start: int
    end: int


def meeting_day(title: str, text: str, published: date | None) -> date | None:
    """The day of the meeting that an article reports; None where neither title nor first sentence tell."""
    found = find_meeting_day(title, text, published)
    return found.day if found else None


def find_meeting_day(title: str, text: str, published: date | None) -> Found | None:
    """The day of the meeting that an article reports, and where it says so."""
    named = _named(_IN_TITLE, title, published)
    if named is not None:
        return Found(named[0], True, *named[1])
    if published is None or published.year < _EARLIEST:
        return None
    sentence = _SENTENCE_END.split(text, maxsplit=1)[0]
    found = _named(_IN_SENTENCE, sentence, published) or _counted(sentence, published)
    if found is not None and timedelta(0) <= published - found[0] <= timedelta(_LONGEST_AGO):
        return Found(found[0], False, *found[1])
    return _of_minutes(title, text, published)


def _of_minutes(title: str, text: str, published: date) -> Found | None:
    """The day in the title or in the head of minutes, which may come out long after it."""
    named = _named(_ALONE_IN_TITLE, title, published)
    if named is None and not _MINUTES.search(f"{title}\n{text[:_HEAD]}"):
        return None
    found = named or _named(_IN_HEAD, text[:_HEAD], published)
    if found is None or not timedelta(1) <= published - found[0] <= timedelta(_LONGEST_FOR_MINUTES):
        return None
    return Found(found[0], named is not None, *found[1])


def _named(forms: tuple[re.Pattern[str], ...], text: str, published: date | None) -> Placed | None:
    """A day that is given by its number."""
    for form in forms:
        match = form.search(text)
        if match is not None and (found := _day(match.groupdict(), published)) is not None:
            return found, match.span("when" if "when" in form.groupindex else 0)
    return None


def _day(parts: dict[str, str | None], published: date | None) -> date | None:
    """The day; without a year or month the latest such day that is not after publication."""
    day, month, year = int(parts["day"] or 0), _month(parts.get("month")), int(parts.get("year") or 0)
    if published is not None and not month:
        latest = published if day <= published.day else published.replace(day=1) - timedelta(1)
        year, month = latest.year, latest.month
    elif published is not None and not year:
        year = published.year - ((month, day) > (published.month, published.day))
    try:
        return date(year, month, day)
    except ValueError:  # 31 February
        return None


def _month(written: str | None) -> int:
    if written is None or written.isdigit():
        return int(written or 0)
    return next(names.index(written.lower()) for names in _MONTHS if written.lower() in names) + 1


def _counted(sentence: str, published: date) -> Placed | None:
    """A day that is told from the day of publication."""
    for days, form in _DAYS_AGO:
        if match := form.search(sentence):
            return published - timedelta(days), match.span()
    weekday = _WEEKDAY.search(sentence)
    if weekday is None or _AHEAD.search(sentence, 0, weekday.end()):
        return None
    name = weekday["weekday"] or weekday["of_meeting"]
    ago = (published.weekday() - _WEEKDAYS.index(name.lower())) % 7
    return published - timedelta(ago), weekday.span()
