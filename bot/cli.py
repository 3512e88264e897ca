"""The command line: one place where errors become one line and an exit code."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from typing import Any, NoReturn

import typer

from bot import terminal
from bot.commands import asking, correcting, keeping, looking, measuring, serving, versions, watching
from bot.complaints import Complaint, Stopped
from knowledge.errors import LibraryError
from retrieval.errors import RetrievalError

# Typer may carry a Click of its own, so the base of its errors is named by way of one that it exports.
WrongUsage: Any = next(kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException")

app = typer.Typer(
    name="meetings",
    help="Questions about local meetings, answered with verbatim quotes and their sources.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)

for group in (asking, keeping, versions, watching, correcting, looking, measuring, serving):
    for name, command in group.COMMANDS.items():
        app.command(name)(command)


def main() -> None:
    """Runs a command; what a person must repair is one line on standard error and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        sys.exit(app(standalone_mode=False))
    except WrongUsage as error:
        said = error.format_message().rstrip(".")
        _give_up(f"{said}; try `meetings --help`" if said else "")
    except typer.Abort:
        _give_up("stopped", 130)
    except Stopped as stopped:
        _give_up(str(stopped), 130)
    except (Complaint, LibraryError, RetrievalError) as error:
        _give_up(str(error))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def _give_up(reason: str, code: int = 2) -> NoReturn:
    if reason:
        terminal.err.print(" ".join(reason.split()), markup=False, soft_wrap=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
