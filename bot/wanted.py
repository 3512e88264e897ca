"""Reads what was written behind ``/meetings`` (a period, a person, words) and looks up the articles that fit."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from bot.shelf import everything
from knowledge.where import Where
from retrieval.answer import Kind, Listing, Reason
from retrieval.dates import of_year
from retrieval.listing import Missing, look_up
from retrieval.spelling import spellings
from retrieval.understanding import understand
from retrieval.wish import Person, Wish
from retrieval.words import telling_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.engine_door import Answerer
    from retrieval.appearing import Appearing
    from retrieval.engine import Snapshot
    from retrieval.period import Period
    from retrieval.understanding import Asked

_MONTH = re.compile(r"(?<!\S)(\d{4})[-/.](0?[1-9]|1[0-2])(?!\S)")
_YEAR = re.compile(r"(?<!\S)(\d{4})(?!\S)")
_MONTH_NAME = re.compile(
    r"(?<!\S)(?=(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?(?!\S))", re.IGNORECASE
)
_BEFORE = re.compile(
    r"^(?:(?:meetings?|with|by|about|of|on|in|at|during|from|since|for|the)\b|关于|有关|在|于|自|从)\s*",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"\s*(?:\b(?:meetings?|with|by|about|of|on|in|at|during|from|since|for|the)|的会议|会议|的|期间|以来)$",
    re.IGNORECASE,
)


def fitting(answerer: Answerer, text: str, people: Sequence[Appearing], today: date) -> Listing | Missing:
    """All articles that fit ``text``, newest first; without text all."""
    asked = _understood(text, today)
    if asked.wrong_filters:
        return Missing(Reason.NOT_UNDERSTOOD, asked.wrong_filters)
    rest = _rest(asked)
    with answerer.engine.snapshot() as snapshot:
        periods = _periods(asked.period, snapshot)
        if not rest:
            return look_up(snapshot, Wish(Kind.LISTED), asked.where, periods)
        person = _known(rest, people) or Person(_spellings(answerer, snapshot, rest))
        found = look_up(snapshot, Wish(Kind.LISTED, people=(person,)), asked.where, periods)
        if isinstance(found, Listing) or found.reason is not Reason.NAME_UNKNOWN:
            return _as_written(found, rest)
        topic = Wish(Kind.LISTED, topic=rest, words=tuple(telling_words(rest)))
        return look_up(snapshot, topic, asked.where, periods)


def of_person(answerer: Answerer, person: Person) -> Listing | Missing:
    """All articles that name a person, newest first."""
    with answerer.engine.snapshot() as snapshot:
        return look_up(snapshot, Wish(Kind.LISTED, people=(person,)), Where(), ())


def _understood(text: str, today: date) -> Asked:
    """What is written, ``2024-05``, ``2024`` and ``May`` being periods also where no "in" stands before them."""
    asked = understand(_MONTH.sub(lambda match: f"{match[1]}年{int(match[2])}月", text), today)
    if asked.period or asked.where.after or asked.where.before:
        return asked
    plain = understand(_MONTH_NAME.sub("in ", _YEAR.sub(r"in \1", text)), today)
    return plain if plain.period else asked


def _rest(asked: Asked) -> str:
    """What is left of the text without the period and the little words beside it."""
    rest = asked.text if asked.period is None else asked.text.replace(asked.period.text, " ")
    before = ""
    while rest != before:
        before, rest = rest, _BEHIND.sub("", _BEFORE.sub("", rest.strip(" ,，.。?？")))
    return rest


def _periods(period: Period | None, snapshot: Snapshot) -> Sequence[Period]:
    """The periods that may be meant: without a year, of each year in which there are meetings, the latest first."""
    if period is None or not period.yearless:
        return [] if period is None else [period]
    years = sorted({entry.day.year for entry in everything(snapshot).entries if entry.day}, reverse=True)
    return [found for year in years if (found := of_year(period, year))] or [replace(period, yearless=False)]


def _known(name: str, people: Sequence[Appearing]) -> Person | None:
    wanted = name.casefold()
    return next((p.person for p in people if any(wanted == way.casefold() for way in p.person.names)), None)


def _spellings(answerer: Answerer, snapshot: Snapshot, name: str) -> tuple[str, ...]:
    return spellings(snapshot, name, answerer.translator) if answerer.translator else (name,)


def _as_written(found: Listing | Missing, name: str) -> Listing | Missing:
    """The list under the name that was asked for, not under the first way to write it."""
    return replace(found, people=(name,)) if isinstance(found, Listing) else found
