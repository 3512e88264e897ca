"""The journal of updates: what Telegram was told is accepted stays here until it has been dealt with."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.records.file import RecordFile

KEPT_SECONDS = 2 * 86400.0  # after that Telegram delivers nothing again, and the number alone is let go

_FORGET_EVERY = 1000  # updates


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update that was accepted and not yet dealt with."""

    update_id: int
    accepted_at: float  # seconds since 1970
    payload: dict[str, Any]


class Journal:
    """Updates by their ids: accepted once, dealt with once; then what was said in them is erased."""

    def __init__(self, file: RecordFile, clock: Callable[[], float] = time.time) -> None:
        self._file = file
        self._clock = clock
        self._accepted = 0

    def accept(self, update_id: int, talk: str, payload: dict[str, Any]) -> bool:
        """Writes an update down, for good when this returns; False when it was there before.

        ``talk`` names who speaks where, for `later_in`.
        """
        self._accepted += 1
        if self._accepted % _FORGET_EVERY == 0:
            self.forget_old()
        self._forget_old_number(update_id)
        return bool(
            self._file.write(
                "INSERT OR IGNORE INTO journal (update_id, accepted_at, talk, payload) VALUES (?, ?, ?, ?)",
                update_id,
                self._clock(),
                talk,
                json.dumps(payload),  # in ASCII: half of a character could not be stored otherwise
            )
        )

    def begin_sending(self, update_id: int) -> bool:
        """Notes that the answer is being sent; False when an earlier process was at it when it was killed.

        Nobody can tell whether that one arrived: Telegram offers no way to ask.
        """
        with self._file.unhurried():
            noted = self._file.write("UPDATE journal SET sending = 1 WHERE update_id = ? AND sending = 0", update_id)
        return bool(noted)

    def done(self, update_id: int) -> None:
        """The update has been dealt with; its number stays, so that it is not accepted again."""
        with self._file.unhurried():
            self._file.write(
                "UPDATE journal SET payload = NULL, talk = '' WHERE update_id = ? AND payload IS NOT NULL", update_id
            )

    def waiting(self) -> list[Waiting]:
        """What was accepted and not dealt with, as after a crash, in the order in which it was accepted."""
        rows = self._file.rows(
            "SELECT update_id, accepted_at, payload FROM journal WHERE payload IS NOT NULL"
            " ORDER BY accepted_at, update_id"
        )
        return [Waiting(update_id, at, json.loads(payload)) for update_id, at, payload in rows]

    def later_in(self, talk: str, update_id: int) -> int:
        """How many updates of the same talk were accepted after this one and still wait."""
        found: int = self._file.row(
            "SELECT count(*) FROM journal j JOIN journal mine ON mine.update_id = ?2 WHERE j.talk = ?1"
            " AND (j.accepted_at, j.update_id) > (mine.accepted_at, mine.update_id) AND j.payload IS NOT NULL",
            talk,
            update_id,
        )[0]
        return found

    def _forget_old_number(self, update_id: int) -> None:
        """After a week of silence Telegram begins its numbers anew, anywhere: an old one is no repetition."""
        self._file.write(
            "DELETE FROM journal WHERE update_id = ? AND payload IS NULL AND accepted_at < ?",
            update_id,
            self._clock() - KEPT_SECONDS,
        )

    def forget_old(self) -> None:
        """Lets go of the numbers of updates that Telegram will not deliver again."""
        self._file.write(
            "DELETE FROM journal WHERE payload IS NULL AND accepted_at < ?", self._clock() - KEPT_SECONDS
        )
