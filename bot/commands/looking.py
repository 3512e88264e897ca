"""Commands for maintainers that look at what was asked and answered: gaps, stale, report."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot import json_form, opening, terminal
from bot.complaints import WrongInput

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.maintaining.corrections import Stale
    from bot.maintaining.gaps import Gap
    from bot.records import Records
    from bot.settings import Settings
    from retrieval.answer import Source
    from retrieval.answering import Answerer

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Days = Annotated[int, typer.Option(min=1, help="Look at so many days, today among them.")]

_MOST_GAPS = 50  # in a report
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def gaps(
    days: Days = 90,
    as_json: AsJson = False,
    export: Annotated[str | None, typer.Option(metavar="FORM", help="Print a table for a spreadsheet: csv.")] = None,
) -> None:
    """Show the questions that found no answer, grouped by meaning, most asked first, with the nearest article.

    They come from the bot's answer log; MEETINGS_ANSWER_LOG has to keep the words of questions.

    [dim]Examples:[/dim]  meetings gaps --days 30

    meetings gaps --export csv > gaps.csv
    """
    if export not in (None, "csv"):
        raise typer.BadParameter(f"unknown form {export!r}; known is csv", param_hint="--export")
    settings = opening.settings()
    records = _records(settings)
    found = _gaps(records, settings, days)
    if export:
        terminal.plain(table(found).rstrip("\n"))
    elif as_json:
        terminal.plain(json_form.line({"days": days, "gaps": [_gap_json(each) for each in found]}))
    else:
        terminal.plain(
            "\n\n".join(map(_gap_text, found)) or f"no question of the last {days} days is without an answer"
        )


def stale(as_json: AsJson = False) -> None:
    """Show answers that quoted what is no longer so: the article was removed, or says something else now.

    The bot sends corrections: /stale in its private chat, where MEETINGS_ANSWER_LOG=full keeps the chats.

    [dim]Example:[/dim]  meetings stale --json
    """
    from bot.maintaining import corrections

    settings = opening.settings()
    records, library = _records(settings), opening.library(settings)
    found, made = corrections.stale(records.answers, library), records.corrections.made()
    if as_json:
        rows = [_stale_json(each, corrected=each.answer.id in made) for each in found]
        terminal.plain(json_form.line({"stale": rows}))
    else:
        told = [_stale_text(each, corrected=each.answer.id in made) for each in found]
        terminal.plain("\n\n".join(told) or "all that was quoted still stands in its article")


def report(
    out: Annotated[Path, typer.Option(metavar="FILE.html", help="Write the page to this file.")],
    days: Days = 30,
) -> None:
    """Write a page of use: questions a day, answered share, most-quoted articles, 👎, gaps, stale answers.

    The page is one HTML file that needs nothing else, to be mailed or printed. It may hold what people asked.

    [dim]Example:[/dim]  meetings report --out use.html --days 90
    """
    from bot.maintaining import corrections, page
    from bot.maintaining.use import use

    settings = opening.settings()
    records = _records(settings)
    library = opening.library(settings)
    found = use(records, days)
    live = {name: article for name, (article, _) in library.live([name for name, _ in found.quoted]).items()}
    titles = {name: corrections.title_of(name, live, library) for name, _ in found.quoted}
    missing = _gaps(records, settings, days)[:_MOST_GAPS]
    drawn = page.page(found, live, titles, missing, corrections.stale(records.answers, library), records.answers.keep)
    try:
        out.write_text(drawn, encoding="utf-8")
    except OSError as error:
        raise WrongInput(f"cannot write {out}: {error.strerror}; check the folder and its rights") from error
    terminal.plain(f"wrote {out}")


def table(found: Iterable[Gap]) -> str:
    """The gaps as CSV; what a spreadsheet would take for a formula is made text."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["asked", "first", "last", "question", "other wordings", "nearest", "nearest id", "answered now"])
    for each in found:
        core, *others = each.asked.questions
        nearest, article = (each.nearest.title, each.nearest.article) if each.nearest else ("", "")
        texts = [_text(part) for part in (core, " | ".join(others), nearest, article)]
        days = (each.asked.first.date(), each.asked.last.date())
        rows.writerow([each.asked.count, *days, *texts, "yes" if each.answered else "no"])
    return out.getvalue()


def _text(value: str) -> str:
    return f"'{value}" if value.startswith(_FORMULA) else value


def _records(settings: Settings) -> Records:
    from bot.records import FILE, Records

    if not (settings.data_dir / FILE).exists():
        raise WrongInput(f"nothing was asked yet: there is no {settings.data_dir / FILE}; `meetings bot` writes it")
    return Records.open(settings)


def _gaps(records: Records, settings: Settings, days: int) -> list[Gap]:
    from bot.maintaining import gaps as grouping

    if not records.answers.unanswered(grouping.since(days)):
        return []  # without loading a model
    answerer = _answerer(settings)
    return [grouping.gap(each, answerer) for each in grouping.unanswered(records.answers, answerer.encoder, days)]


def _answerer(settings: Settings) -> Answerer:
    with terminal.steps() as unpacking:
        return opening.answerer(settings, unpacking)


def _gap_text(each: Gap) -> str:
    core, *others = each.asked.questions
    times = terminal.counted(each.asked.count, "time")
    lines = [f"{core}\n  asked {times}, last on {each.asked.last.date()}"]
    lines += [f"  also: {other}" for other in others]
    if each.nearest:
        lines.append(f"  {'answered by now' if each.answered else 'nearest'}: {_source(each.nearest)}")
    return "\n".join(lines)


def _source(source: Source) -> str:
    return " · ".join((source.article, source.title, *([str(source.date)] if source.date else [])))


def _gap_json(each: Gap) -> dict[str, object]:
    nearest = each.nearest and {"article": each.nearest.article, "title": each.nearest.title}
    return {
        "asked": each.asked.count,
        "first": each.asked.first.isoformat(),
        "last": each.asked.last.isoformat(),
        "question": each.asked.questions[0],
        "wordings": list(each.asked.questions[1:]),
        "nearest": nearest,
        "answered_now": each.answered,
    }


def _stale_text(each: Stale, *, corrected: bool) -> str:
    what = "removed" if each.removed else "changed"
    lines = [
        f"{each.answer.at.date()}  {each.answer.question or '(question not kept)'}",
        f"  {each.quoted.article} · {each.title}, {what} since",
        f"  “{' '.join(each.quoted.text.split())}”",
        *(["  a correction was sent"] if corrected else []),
    ]
    return "\n".join(lines)


def _stale_json(each: Stale, *, corrected: bool) -> dict[str, object]:
    return {
        "answer": each.answer.id,
        "at": each.answer.at.isoformat(),
        "question": each.answer.question,
        "article": each.quoted.article,
        "title": each.title,
        "quoted": each.quoted.text,
        "start": each.quoted.start,
        "end": each.quoted.end,
        "now": "removed" if each.removed else "changed",
        "corrected": corrected,
    }


COMMANDS = {"gaps": gaps, "stale": stale, "report": report}
