"""Finds who appears in the library's articles, and in which of them; one name in two scripts is one person."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from retrieval.listing import articles_naming
from retrieval.pinyin import written_in_latin
from retrieval.wish import Person

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from retrieval.engine import Snapshot


@dataclass(frozen=True, slots=True)
class Appearing:
    """Somebody whom articles list among their people, and the ids of all articles that name him."""

    person: Person
    articles: frozenset[str]


def people_of(snapshot: Snapshot) -> list[Appearing]:
    """Everyone whom an article gives, or tells to have presided, attended or spoken; most often first, then by name.

    Counted is each article that names the person, in its list of people, its title or its text: the same articles
    that `look_up` lists.
    """
    people = [Person(names) for names in _joined(snapshot.named())]
    found = [
        Appearing(person, articles)
        for person, articles in zip(people, articles_naming(snapshot, people), strict=True)
        if articles
    ]
    return sorted(found, key=lambda each: (-len(each.articles), each.person.names))


def _joined(listed: Iterable[str]) -> list[tuple[str, ...]]:
    """The ways to write each name: a Latin and a Chinese one are joined when each sounds like no other."""
    spellings: dict[str, str] = {}
    for name in listed:
        plain = " ".join(name.split())
        if plain:
            spellings.setdefault(plain.casefold(), plain)
    latin = _latin([name for name in spellings.values() if name.isascii()])
    matches = {name: [each for way in _sounds(name) for each in latin.get(way, ())] for name in spellings.values()}
    heard = [each for found in matches.values() for each in set(found)]
    pairs = {found[0]: name for name, found in matches.items() if len(set(found)) == 1 and heard.count(found[0]) == 1}
    taken = set(pairs.values())
    return [(name, pairs[name]) if name in pairs else (name,) for name in spellings.values() if name not in taken]


def _latin(names: Sequence[str]) -> dict[str, list[str]]:
    """Names by their letters, in which blanks and hyphens do not count."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in names:
        found["".join(filter(str.isalpha, name.casefold()))].append(name)
    return found


def _sounds(name: str) -> set[str]:
    """The letters of a Chinese name of two or three characters, family name first or last."""
    if name.isascii() or not 2 <= len(name) <= 3:
        return set()
    ways = [way for way in written_in_latin(name) if len(way) == 2]
    return {letters for family, given in ways for letters in (family + given, given + family)}
