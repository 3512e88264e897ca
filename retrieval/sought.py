"""Turns a wish into what an article must name or tell: where that stands in a text, and what says it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.article import Article
from knowledge.facts import Kind
from retrieval.answer import Reason, Role
from retrieval.engine import Telling
from retrieval.spotting import Span, spots, word_spots
from retrieval.wish import Person, Wish
from retrieval.words import fold, words

_DOING = {
    Role.ATTENDED: re.compile(r"attend|present|took part|participat|joined|参加|出席|列席", re.IGNORECASE),
    Role.PRESIDED: re.compile(r"\bpresid(?:ed|ing)|\bchair(?:ed|ing)\b|\bled\b|hosted|主持", re.IGNORECASE),
    Role.SPOKE: re.compile(
        r"spoke|speech|remark|\bsaid\b|point(?:s|ed) out|emphasi|stress|request|report"
        r"|讲话|发言|致辞|指出|强调|要求|表示|汇报",
        re.IGNORECASE,
    ),
}
_FACTS = {Role.ATTENDED: Kind.ATTENDED, Role.PRESIDED: Kind.PRESIDED, Role.SPOKE: Kind.SPOKE}
_CLAUSE_END = re.compile(r"[，；;]")
_HERE = "\ue000"  # stands for the place or the organiser in the patterns below
_PLACED = re.compile(
    r"\b(?:held|met|meets|convened|gathered|took place|taking place)\b[^,;.]{0,80}\b(?:in|at|inside) (?:the )?"
    rf"{_HERE}|在{_HERE}(?:召开|举行|举办|开会)",
    re.IGNORECASE,
)
_HELD = r"(?:organi[sz]ed|held|convened|hosted|arranged)"
_ORGANISED = re.compile(
    rf"\b{_HELD} by (?:the )?{_HERE}|{_HERE}(?: (?:recently|today|yesterday|also|jointly|has|had))* {_HELD}\b"
    rf"|{_HERE}(?:组织|召开|举行|举办|主办|牵头|在[^，。；]{{1,24}}(?:召开|举行|举办))",
    re.IGNORECASE,
)
_OF = re.compile(r" of\b|['’]s\b")
_AREA = re.compile(r" (?:district|county|city|town|township|village|province|subdistrict)|[区县市镇乡村省]")


@dataclass(frozen=True, slots=True)
class Sought:
    """Something that an article must name or tell: a person, a topic, a place, who held it."""

    label: str
    reason: Reason  # when no article names it
    ways: tuple[tuple[str, ...], ...]  # to write it, in words of full text
    spots: Callable[[str], list[Span]]
    listed: Callable[[Article], bool]  # whether the article's own fields say it
    exact: bool = True  # full text does not tell whether the words stand together
    tells: Callable[[str], bool] = lambda _: False  # whether a sentence says it
    fact: Kind | None = None  # that says it
    is_it: Callable[[str], bool] = lambda _: False  # whether the value of such a fact is what is sought
    anyone: bool = False  # any value is


def is_told(sought: Sought, telling: Telling) -> bool:
    """Whether a fact says what is sought."""
    return telling.kind is sought.fact and sought.is_it(telling.value)


def sought_by(wish: Wish) -> list[Sought]:
    """All that every article of the list must name or tell."""
    return list(_sought(wish))


def person(asked: Person, role: Role) -> Sought:
    """Somebody who did something, or is named."""
    return Sought(
        asked.names[0],
        Reason.NAME_UNKNOWN,
        tuple(tuple(words(name)) for name in asked.names),
        lambda text: spots(text, asked.names),
        lambda article: any(spots(name, asked.names) for name in article.people),
        tells=lambda sentence: _clause_says(sentence, role, lambda clause: spots(clause, asked.names)),
        fact=_FACTS[role],
        is_it=lambda value: _is_named(value, asked.names),
    )


def place(name: str) -> Sought:
    """A place in which a meeting was, or that is named."""
    return _body(
        name, Kind.PLACE, _PLACED, lambda article: article.place is not None and bool(spots(article.place, (name,)))
    )


def _sought(wish: Wish) -> Iterator[Sought]:
    for each in wish.people:
        yield person(each, wish.role)
    if wish.words:
        yield _topic(wish)
    if wish.place:
        yield place(wish.place)
    if wish.organiser:
        yield _body(wish.organiser, Kind.ORGANISER, _ORGANISED)
    if wish.who:
        yield _anyone(wish.role)
    for phrase in wish.phrases:
        yield _phrase(phrase)


def _topic(wish: Wish) -> Sought:
    topic = frozenset(wish.words)
    return Sought(
        wish.topic,
        Reason.NOTHING_FITS,
        (wish.words,),
        lambda text: word_spots(text, topic),
        lambda _: False,
        exact=False,
        tells=lambda sentence: _clause_says(sentence, wish.role, lambda clause: word_spots(clause, topic)),
    )


def _body(
    name: str, fact: Kind, form: re.Pattern[str], listed: Callable[[Article], bool] = lambda _: False
) -> Sought:
    """A place or a body, with the form of the sentences that say it."""
    return Sought(
        name,
        Reason.NOTHING_FITS,
        (tuple(words(name)),),
        lambda text: spots(text, (name,)),
        listed,
        tells=lambda sentence: _says_of(sentence, name, form),
        fact=fact,
        is_it=lambda value: _is_body(value, name),
    )


def _anyone(role: Role) -> Sought:
    """Whoever had a role."""
    return Sought(
        "",
        Reason.NOTHING_FITS,
        (),
        lambda _: [],
        lambda _: True,
        fact=_FACTS[role],
        is_it=lambda _: True,
        anyone=True,
    )


def _phrase(phrase: str) -> Sought:
    ways = (tuple(words(phrase)),)
    return Sought(phrase, Reason.NO_SUCH_WORDS, ways, lambda text: spots(text, (phrase,)), lambda _: False)


def _is_named(value: str, names: Sequence[str]) -> bool:
    """Whether a fact names somebody: in Latin letters part of the name will do, 李明 is not 李明华."""
    return any(fold(value) == fold(name) or (name.isascii() and bool(spots(value, (name,)))) for name in names)


def _is_body(value: str, asked: str) -> bool:
    """Whether a place or a body is the one asked for: the City Hall is a hall, the district is no District Hall."""
    given, wanted = fold(value), fold(asked)
    return _is_part(given, wanted) or _is_part(wanted, given)


def _is_part(name: str, part: str) -> bool:
    """Whether a name ends with ``part``, or only says behind it of where or of what kind of area that is."""
    rest = [name[end:] for _, end in spots(name, (part,))]
    return any(not each or _OF.match(each) is not None or _AREA.fullmatch(each) is not None for each in rest)


def _clause_says(sentence: str, role: Role, spots: Callable[[str], list[Span]]) -> bool:
    """Whether a clause names what is sought, and what was done."""
    return any(
        _DOING[role].search(clause) is not None and bool(spots(clause)) for clause in _CLAUSE_END.split(sentence)
    )


def _says_of(sentence: str, name: str, form: re.Pattern[str]) -> bool:
    return any(
        form.search(f"{sentence[:start]}{_HERE}{sentence[end:]}") is not None
        for start, end in spots(sentence, (name,))
    )
