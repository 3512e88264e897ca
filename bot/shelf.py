"""Holds the list of all meetings and of all people, put together once for each state of the library."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from knowledge.where import Where
from retrieval.answer import Kind, Listing
from retrieval.appearing import people_of
from retrieval.listing import look_up
from retrieval.wish import Wish

if TYPE_CHECKING:
    from bot.engine_door import Answerer
    from retrieval.appearing import Appearing
    from retrieval.engine import Snapshot


def everything(snapshot: Snapshot) -> Listing:
    """Every article, newest first, undated ones last."""
    found = look_up(snapshot, Wish(Kind.LISTED), Where(), ())
    return found if isinstance(found, Listing) else Listing(Kind.LISTED, (), 0)


class Shelf:
    """Safe to use from several threads: at worst two of them put together the same."""

    def __init__(self) -> None:
        self._meetings: tuple[int, Listing] | None = None
        self._people: tuple[int, list[Appearing]] | None = None

    def meetings(self, answerer: Answerer) -> Listing:
        """Every article, newest first."""
        with answerer.engine.snapshot() as snapshot:
            held = self._meetings
            if held is None or held[0] != snapshot.generation:
                self._meetings = held = (snapshot.generation, everything(snapshot))
        return held[1]

    def people(self, answerer: Answerer) -> list[Appearing]:
        """Everyone who appears, most often first."""
        with answerer.engine.snapshot() as snapshot:
            held = self._people
            if held is None or held[0] != snapshot.generation:
                self._people = held = (snapshot.generation, people_of(snapshot))
        return held[1]

    def person(self, answerer: Answerer, key: str) -> Appearing | None:
        """The person whom a button means, if somebody of that name still appears."""
        return next((each for each in self.people(answerer) if key_of(each) == key), None)


def key_of(appearing: Appearing) -> str:
    """12 characters that stand for a person in a button, from the name alone: the same after a restart."""
    return hashlib.blake2b(appearing.person.names[0].casefold().encode(), digest_size=6).hexdigest()
