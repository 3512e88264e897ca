"""The command line: one place where errors become one line and an exit code."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper

import typer

from bot import terminal
from bot.commands import asking, keeping, measuring, serving
from bot.complaints import Complaint
from knowledge.errors import LibraryError
from retrieval.errors import RetrievalError

app = typer.Typer(
    name="meetings",
    help="Questions about local meetings, answered with verbatim quotes and their sources.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)

for group in (keeping, asking, measuring, serving):
    for name, command in group.COMMANDS.items():
        app.command(name)(command)


def main() -> None:
    """Runs a command; what a person must repair is one line on standard error and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except (Complaint, LibraryError, RetrievalError) as error:
        terminal.err.print(" ".join(str(error).split()), markup=False, soft_wrap=True)
        sys.exit(2)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


if __name__ == "__main__":
    main()
