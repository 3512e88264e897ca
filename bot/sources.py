"""Turns what was named on the command line, files, folders, addresses or standard input, into drafts."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import typer

from bot.settings import Settings
from knowledge.article import Draft, Refused
from knowledge.readers import READERS, folder_of, read, read_document
from knowledge.readers.columns import FIELDS

STANDARD_INPUT = "-"
_SCHEMES = ("http://", "https://")


def parts(
    given: Sequence[str], settings: Settings, columns: Mapping[str, str], form: str | None
) -> Iterator[tuple[Iterator[Draft | Refused], Path | None]]:
    """The drafts of each source, in order, and the folder in which they name their files, where there is one."""
    for source in given:
        if source.lower().startswith(_SCHEMES):
            from knowledge.fetching import Policy, read_url

            yield read_url(source, Policy(settings.fetch_allowed_hosts), columns), None
        elif source == STANDARD_INPUT:
            yield read_document("standard input", sys.stdin.buffer.read(), columns, ending=form), None
        else:
            path = Path(source)
            yield read(path, columns), folder_of(path)


def drafts(
    given: Sequence[str], settings: Settings, columns: Mapping[str, str], form: str | None
) -> Iterator[Draft | Refused]:
    """The drafts of every source, in order; nothing is read before the first one is asked for."""
    return (draft for found, _ in parts(given, settings, columns, form) for draft in found)


def checked(given: Sequence[str]) -> Sequence[str]:
    """The sources; raises BadParameter for a path that is not there."""
    for source in given:
        if source == STANDARD_INPUT or source.lower().startswith(_SCHEMES):
            continue
        if not Path(source).exists():
            reason = (
                f"{source!r} is not there: give a file, a folder, an http or https address, or - for standard input"
            )
            raise typer.BadParameter(reason, param_hint="SOURCE")
    return given


def columns(given: str) -> dict[str, str]:
    """``text=body,title=headline`` as field -> column; raises BadParameter."""
    pairs = [part.partition("=") for part in given.split(",") if part.strip()]
    found = {field.strip(): column.strip() for field, _, column in pairs}
    if unknown := [field for field in found if field not in FIELDS]:
        reason = f"there is no field {unknown[0]!r}; there are {', '.join(FIELDS)}"
        raise typer.BadParameter(reason, param_hint="--columns")
    if not all(found.values()):
        raise typer.BadParameter("write field=column, parted by commas", param_hint="--columns")
    return found


def form(given: str | None) -> str | None:
    """The ending of a form named as ``html`` or ``.html``; raises BadParameter."""
    if given is None:
        return None
    ending = f".{given.lower().removeprefix('.')}"
    if ending not in READERS:
        forms = ", ".join(name.removeprefix(".") for name in READERS)
        raise typer.BadParameter(f"unknown form {given!r}; known are {forms}", param_hint="--format")
    return ending
