"""People as the bot keeps them: who was let in from chat, and which language somebody chose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.records.file import RecordFile


class Role(StrEnum):
    """What somebody may do."""

    STAFF = "staff"  # ask
    MAINTAINER = "maintainer"  # also load and remove


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who was let in from chat."""

    id: int
    name: str | None
    role: Role
    added_by: int | None
    at: str | None


class People:
    """Telegram ids with a role given from chat, on top of the ids in the settings, and chosen languages."""

    def __init__(self, file: RecordFile) -> None:
        self._file = file

    def members(self) -> list[Member]:
        """Everyone who was let in from chat, by id."""
        rows = self._file.rows("SELECT id, name, role, added_by, at FROM people WHERE role IS NOT NULL ORDER BY id")
        return [Member(id_, name, Role(role), added_by, at) for id_, name, role, added_by, at in rows]

    def role(self, person: int) -> Role | None:
        """The role that was given from chat; None for everyone else."""
        row = self._file.row("SELECT role FROM people WHERE id = ?", person)
        return Role(row[0]) if row and row[0] else None

    def add(self, person: int, name: str | None, role: Role, added_by: int) -> None:
        """Lets somebody in, or changes what he may do."""
        self._file.write(
            "INSERT INTO people (id, name, role, added_by, at) VALUES (?1, ?2, ?3, ?4, ?5)"
            " ON CONFLICT (id) DO UPDATE SET name = ?2, role = ?3, added_by = ?4, at = ?5",
            person,
            name,
            role.value,
            added_by,
            datetime.now(UTC).isoformat(timespec="seconds"),
        )

    def remove(self, person: int) -> bool:
        """Takes away what was given from chat; False when nothing was."""
        return bool(self._file.write("UPDATE people SET role = NULL WHERE id = ? AND role IS NOT NULL", person))

    def language(self, person: int) -> str | None:
        """The language that somebody chose; None when he never did."""
        row = self._file.row("SELECT language FROM people WHERE id = ?", person)
        return row[0] if row else None

    def choose_language(self, person: int, language: str | None) -> None:
        """Keeps a choice; None goes back to the language of the person's Telegram."""
        self._file.write(
            "INSERT INTO people (id, language) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET language = ?2",
            person,
            language,
        )
