"""What a maintainer has sent and not loaded yet, as the records keep it: drafts to JSON and back."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bot.records.uploads import Begun
from knowledge.article import Draft, Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

KIND = "upload"
TOGETHER = 10  # seconds between two files that still belong together

OPEN, LOADING, LOADED, CANCELLED = "open", "loading", "loaded", "cancelled"


@dataclass(frozen=True, slots=True)
class Pile:
    """The drafts of one or several files, the message that shows them, and what is being asked about them."""

    begun: Begun
    sent_at: float  # seconds since 1970, by Telegram's clock: when the last file came
    album: str | None  # Telegram's id of files that were sent together
    names: tuple[str, ...]
    items: tuple[Draft | Refused, ...]
    messages: tuple[int, ...] = ()  # in which the files came
    card: int | None = None  # the message that shows them
    asks: tuple[str, int] | None = None  # "date" or "title", and the message that asks for it
    status: str = OPEN

    @property
    def open(self) -> bool:
        return self.status in (OPEN, LOADING)  # what a crash interrupted may be tried again

    @property
    def only(self) -> Draft | None:
        """The one draft there is; None when there are more, or when it could not be read."""
        return self.items[0] if len(self.items) == 1 and isinstance(self.items[0], Draft) else None

    def takes(self, sent_at: float, album: str | None) -> bool:
        """Whether a file that came now belongs to this pile."""
        together = album is not None and album == self.album
        return self.status == OPEN and (together or 0 <= sent_at - self.sent_at <= TOGETHER)

    def grown(self, found: Iterable[tuple[str, Sequence[Draft | Refused]]], message: int, sent_at: float) -> Pile:
        """With what came in one more message."""
        read = list(found)
        return replace(
            self,
            names=(*self.names, *(name for name, _ in read)),
            items=(*self.items, *(item for _, items in read for item in items)),
            messages=(*self.messages, message),
            sent_at=sent_at,
            asks=None,
        )

    def with_field(self, name: str, value: str) -> Pile:
        """The one draft with another title or date."""
        if self.only is None:
            raise ValueError("Only one draft can be given a field.")
        draft = replace(self.only, fields={**self.only.fields, name: value})
        return replace(self, items=(draft,), asks=None)

    def kept(self) -> Begun:
        """As the records keep it."""
        state = {
            "kind": KIND,
            "sent_at": self.sent_at,
            "album": self.album,
            "names": self.names,
            "items": [_written(item) for item in self.items],
            "messages": self.messages,
            "card": self.card,
            "asks": self.asks,
            "status": self.status,
        }
        return replace(self.begun, state=state)

    @classmethod
    def of(cls, begun: Begun) -> Pile | None:
        """A pile again; None for what is none."""
        state = begun.state
        if state.get("kind") != KIND:
            return None
        return cls(
            begun,
            state["sent_at"],
            state["album"],
            tuple(state["names"]),
            tuple(_read(item) for item in state["items"]),
            tuple(state["messages"]),
            state["card"],
            tuple(state["asks"]) if state["asks"] else None,
            state["status"],
        )


def _written(item: Draft | Refused) -> dict[str, Any]:
    if isinstance(item, Refused):
        return {"where": item.where, "reasons": list(item.reasons)}
    fields = json.loads(json.dumps(dict(item.fields), default=_plain))
    return {
        "where": item.where,
        "text": item.text if isinstance(item.text, str) else None,
        "fields": fields,
        "lines": dict(item.lines),
        "notes": list(item.notes),
    }


def _plain(value: object) -> str:
    return str(value.date()) if isinstance(value, dt.datetime) else str(value)


def _read(item: dict[str, Any]) -> Draft | Refused:
    if "reasons" in item:
        return Refused(item["where"], tuple(item["reasons"]))
    return Draft(item["where"], item["text"], item["fields"], item["lines"], tuple(item["notes"]))
