"""What maintainers began in a chat and did not finish: files to load, lists to choose from; it outlasts a restart."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.records.file import RecordFile

KEPT_DAYS = 30
_MOST_LOOKED_AT = 20  # of somebody's latest


@dataclass(frozen=True, slots=True)
class Begun:
    """Something begun; ``state`` is JSON, its shape is the business of who began it."""

    id: str
    at: datetime
    person: int
    state: dict[str, Any]


class Uploads:
    """What was begun, by an id that fits into a button."""

    def __init__(self, file: RecordFile) -> None:
        self._file = file

    def begin(self, person: int, state: dict[str, Any]) -> Begun:
        begun = Begun(secrets.token_urlsafe(6), datetime.now(UTC), person, state)
        self.keep(begun)
        return begun

    def keep(self, begun: Begun) -> None:
        """Writes down the present state."""
        at = begun.at.isoformat(timespec="microseconds")
        self._file.write(
            "INSERT OR REPLACE INTO uploads VALUES (?, ?, ?, ?)", begun.id, at, begun.person, json.dumps(begun.state)
        )

    def get(self, id_: str) -> Begun | None:
        row = self._file.row("SELECT id, at, person, state FROM uploads WHERE id = ?", id_)
        return _begun(row) if row else None

    def latest(self, person: int) -> list[Begun]:
        """What somebody began last, newest first."""
        rows = self._file.rows(
            "SELECT id, at, person, state FROM uploads WHERE person = ? ORDER BY at DESC LIMIT ?",
            person,
            _MOST_LOOKED_AT,
        )
        return [_begun(row) for row in rows]

    def drop(self, id_: str) -> None:
        self._file.write("DELETE FROM uploads WHERE id = ?", id_)

    def forget_old(self, days: int = KEPT_DAYS) -> None:
        """Lets go of what was begun long ago; its buttons then say so."""
        limit = (datetime.now(UTC) - timedelta(days)).isoformat(timespec="microseconds")
        self._file.write("DELETE FROM uploads WHERE at < ?", limit)


def _begun(row: Sequence[Any]) -> Begun:
    id_, at, person, state = row
    return Begun(id_, datetime.fromisoformat(at), person, json.loads(state))
