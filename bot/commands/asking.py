"""Commands for questions: ask, chat, search."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot import explaining, json_form, opening, terminal
from bot.complaints import WrongInput
from bot.records import Records
from bot.records.answer_log import Keep, Place, new_id
from bot.records.file import RecordsUnwritable

if TYPE_CHECKING:
    from bot.settings import Settings
    from retrieval.answer import Answer
    from retrieval.answering import Answerer

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Limit = Annotated[int, typer.Option(min=1, max=50, help="At most so many quotes.")]
Explain = Annotated[bool, typer.Option("--explain", help="Show how the answer came about.")]


def ask(
    question: Annotated[str | None, typer.Argument(help="The question, in quotation marks.")] = None,
    as_json: AsJson = False,
    limit: Limit = 3,
    explain: Explain = False,
    questions: Annotated[Path | None, typer.Option(help='Many: lines of {"id","text"}.')] = None,
    out: Annotated[Path | None, typer.Option(help="Where the answers to --questions go.")] = None,
) -> None:
    """Answer a question with quotes and their sources, or say why not. A list question gets a list.

    Filters in the question: after:2024-03-01 before:2024-06 person:NAME place:NAME publisher:NAME

    "Words in quotation marks" must stand in what is quoted, word for word.

    [dim]Examples:[/dim]

      meetings ask "Who presided over the review meeting?"

      meetings ask "Which meetings did Gu Wenqing attend in 2024?"

      meetings ask "最近一次关于防汛的会议"

      meetings ask "谁主持了会议？ after:2023-01-01" --limit 1

      meetings ask --questions questions.jsonl --out answers.jsonl
    """
    if (question is None) == (questions is None) or (questions is None) != (out is None):
        raise typer.BadParameter("give a question, or --questions FILE with --out FILE")
    if questions is not None and out is not None:
        _each(questions, out, lambda answerer, text: json_form.answer(answerer.ask(text, limit)))
        return
    settings = opening.settings()
    trace = _answerer(settings).trace(question or "", limit)
    if as_json:
        terminal.plain(json_form.line(json_form.answer(trace.answer)))
    else:
        terminal.answer(trace.answer)
    _log(settings, trace.answer)
    if explain:  # never between another program and its JSON
        explaining.explain(trace, terminal.err if as_json else terminal.out)


def chat(limit: Limit = 3, explain: Explain = False) -> None:
    """Answer questions at a prompt, until an empty line or Ctrl-D. "And who attended?" goes on with the last one.

    [dim]Example:[/dim]  meetings chat
    """
    from retrieval.conversation import NO_CONVERSATION

    with contextlib.suppress(ImportError):
        import readline  # noqa: F401 (gives the prompt its editing keys)
    settings = opening.settings()
    answerer = _answerer(settings)
    answerer.warm()
    conversation = NO_CONVERSATION
    while question := _typed():
        trace = answerer.trace(question, limit, conversation=conversation)
        conversation = conversation.after(trace.answer)
        terminal.answer(trace.answer)
        _log(settings, trace.answer)
        if explain:
            explaining.explain(trace, terminal.out)


def search(
    queries: Annotated[Path, typer.Option(help='Lines of {"id","text"}.')],
    run: Annotated[Path, typer.Option(help='Where lines of {"id","hits","answerable"} go.')],
    limit: Annotated[int, typer.Option(min=1, max=100, help="At most so many paragraphs.")] = 10,
) -> None:
    """Search for many questions at once: the ranked paragraphs, and how likely the first one answers.

    [dim]Example:[/dim]  meetings search --queries questions.jsonl --run run.jsonl
    """
    _each(queries, run, lambda answerer, text: json_form.search(answerer.trace(text, 1, lists=False), limit))


def _each(source: Path, target: Path, form: Callable[[Answerer, str], json_form.Json]) -> None:
    """One line of output for each line of input, under its id."""
    wanted = list(_read(source))
    answerer = _answerer(opening.settings())
    try:
        with target.open("w", encoding="utf-8") as file, terminal.bar("asking") as asking:
            for done, (identity, text) in enumerate(wanted, 1):
                file.write(json_form.line({"id": identity} | form(answerer, text)) + "\n")
                asking(done, len(wanted))
    except OSError as error:
        raise WrongInput(f"cannot write {target}: {error.strerror}") from error


def _read(source: Path) -> Iterator[tuple[str, str]]:
    try:
        lines = source.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise WrongInput(f"cannot read {source}: {error}; it should be a UTF-8 file") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _question(line, f"{source}:{number}")


def _question(line: str, where: str) -> tuple[str, str]:
    try:
        row = json.loads(line)
        return str(row["id"]), str(row["text"])
    except (ValueError, KeyError, TypeError) as error:
        raise WrongInput(f'{where}: should be JSON with "id" and "text"') from error


def _answerer(settings: Settings) -> Answerer:
    with terminal.steps() as unpacking:
        return opening.answerer(settings, unpacking)


def _log(settings: Settings, answer: Answer) -> None:
    """Takes note of an answer that was given, for `meetings gaps`; where it cannot be written, it is left out."""
    if settings.answer_log is Keep.OFF:
        return
    with contextlib.suppress(RecordsUnwritable, sqlite3.Error), contextlib.closing(Records.open(settings)) as records:
        records.answers.add(new_id(), answer, Place.TERMINAL)


def _typed() -> str:
    try:
        return input("? ").strip()
    except EOFError:
        return ""


COMMANDS = {"ask": ask, "chat": chat, "search": search}
