"""What the options of a load need: a library to rehearse on, an answer to a question, a report to be written."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from bot import json_form, load_page, load_table, opening, terminal
from bot.complaints import WrongInput
from bot.settings import Settings
from knowledge.errors import LibraryMissing
from knowledge.library import Library

if TYPE_CHECKING:
    from knowledge.mirror import Gone
    from retrieval.loading import Report

_SHOWN = 20  # articles that are to go


@contextmanager
def library(settings: Settings) -> Iterator[Library]:
    """The library to compare with; an empty one where there is none, which is only made when something is stored."""
    try:
        yield opening.library(settings)
    except LibraryMissing:
        with tempfile.TemporaryDirectory(prefix="meetings-dry-run-") as folder:
            empty = Library(Path(folder) / opening.LIBRARY, create=True)
            yield empty
            empty.close()


def mirrored(given: Sequence[str]) -> Sequence[Path]:
    """The folders to mirror. Raises BadParameter when something else was given."""
    folders = [Path(source) for source in given]
    for folder in folders:
        if not folder.is_dir():
            raise typer.BadParameter(f"only folders can be mirrored, and {folder} is none", param_hint="--mirror")
    return folders


def confirmed(gone: Sequence[Gone], *, yes: bool) -> bool:
    """Whether what is gone from a mirrored folder may be removed; asks where somebody sits at the terminal.

    Raises WrongInput where nobody does and ``yes`` was not given.
    """
    if yes:
        return True
    what = f"{terminal.counted(len(gone), 'article')} of this library {'is' if len(gone) == 1 else 'are'}"
    if not (sys.stdin.isatty() and terminal.err.is_terminal):
        raise WrongInput(
            f"{what} gone from the folder and would be removed, {gone[0].article} the first: nothing was loaded. "
            "See which with --dry-run, then say --yes"
        )
    terminal.err.print(f"{what} gone from the folder:", markup=False)
    for each in gone[:_SHOWN]:
        line = load_table.printable(f"  {each.article}  {each.title}  ({each.origin})")
        terminal.err.print(line, markup=False, soft_wrap=True)
    if len(gone) > _SHOWN:
        terminal.err.print(f"  … and {len(gone) - _SHOWN} more; --dry-run --json lists all", markup=False)
    return typer.confirm("Remove them? `meetings undo` would bring them back", default=False, err=True)


def check_writable(file: Path | None) -> None:
    """Complains before the work, not after it."""
    try:
        if file is not None:
            file.open("a").close()
    except OSError as error:
        raise WrongInput(f"cannot write {error.filename}: {error.strerror}") from error


def tell(value: Report, sources: Sequence[str], file: Path | None, *, as_json: bool) -> None:
    """The report on standard output, and as a page where a file is named."""
    if as_json:
        terminal.plain(json_form.line(json_form.report(value)))
    else:
        load_table.report(value)
    if file is not None:
        text = load_page.page(value, sources, datetime.now(UTC).astimezone(), opening.operator())
        try:
            file.write_text(text, encoding="utf-8", errors="replace")
        except OSError as error:
            raise WrongInput(f"cannot write {file}: {error.strerror}") from error
        terminal.err.print(f"report: {file}", markup=False, soft_wrap=True)
