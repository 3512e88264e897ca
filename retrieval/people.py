"""Finds names of people in Chinese questions: a family name, then one or two characters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from knowledge.names import FAMILY_NAMES

_ALSO_WORDS = frozenset("于任万向方金石白高江")  # family names that more often are something else
_TITLES = ("长", "书记", "主任", "主席", "先生", "女士", "同志", "老师", "代表", "委员")
_NEVER_GIVEN = frozenset(
    "在的是和与及对向从把被将会说讲有没当去到为以给请让投做出能可要该最很都也还就这那几多少哪什么怎"
)
_PLACES = frozenset("县区镇乡村市省路街站楼厅室部局院校所厂店线")


def names_of_people(pieces: Sequence[str]) -> Iterator[str]:
    """The names in a run of Chinese characters, ``pieces`` being its words; characters that make none stand alone."""
    at = 0
    while at < len(pieces):
        given = _given(pieces[at + 1 :]) if _is_family(pieces[at]) else ()
        if given:
            yield "".join((pieces[at], *given))
        at += 1 + len(given)


def _is_family(piece: str) -> bool:
    return len(piece) == 1 and piece in FAMILY_NAMES and piece not in _ALSO_WORDS


def _given(following: Sequence[str]) -> tuple[str, ...]:
    """One word of two characters that names people, or one or two characters that stand alone."""
    if following and len(following[0]) == 2:
        is_name = not following[0].endswith(_TITLES) and not (_NEVER_GIVEN | _PLACES).intersection(following[0])
        return (following[0],) if is_name else ()
    given = tuple(takewhile(lambda piece: len(piece) == 1 and piece not in _NEVER_GIVEN, following[:2]))
    of_a_place = _PLACES.intersection((*given, *following[len(given) : len(given) + 1]))
    return () if of_a_place else given
