"""Commands for maintainers: load, list, show, remove, undo, status, doctor."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot import json_form, load_options, opening, terminal
from bot.complaints import Stopped
from bot.settings import Settings
from knowledge.library import Change
from knowledge.where import Where

if TYPE_CHECKING:
    from retrieval.loading import Report

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Day = datetime | None

_DAY = ["%Y-%m-%d"]


def load(
    given: Annotated[
        list[str],
        typer.Argument(metavar="SOURCE...", help="Files, folders, http or https addresses, - for standard input."),
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what a load would do; store nothing.")] = False,
    mirror: Annotated[
        bool, typer.Option("--mirror", help="Also remove what once came from this folder and is gone from it; asks.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Remove what --mirror found without asking.")] = False,
    report_to: Annotated[
        Path | None, typer.Option("--report", metavar="FILE", help="Where the report goes as a page of HTML.")
    ] = None,
    columns: Annotated[
        str, typer.Option(metavar="FIELD=COLUMN,...", help="Which column of CSV or JSONL holds which field.")
    ] = "",
    form: Annotated[
        str | None, typer.Option("--format", metavar="FORM", help="The form of standard input, such as html or csv.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Read, check, store, embed and publish articles; then say what was taken and what not, and why.

    A folder is loaded whole, file by file; a bad file costs only itself. An address may be a page, a feed or a
    document. Loading the same articles again changes nothing. Exit code 1 when something was refused.

    [dim]Examples:[/dim]  meetings load articles/ 2023-01-20.pdf https://news.example/feed.xml

    meetings load export.csv --columns text=body,title=headline,date=published

    meetings load articles/ --mirror --dry-run --report report.html
    """
    from bot import sources
    from retrieval import loading

    settings = opening.settings()
    parts = sources.parts(sources.checked(given), settings, sources.columns(columns), sources.form(form))
    mirrored = load_options.mirrored(given) if mirror else []
    load_options.check_writable(report_to)
    found = (item for drafts, base in parts for item in loading.checked(drafts, base))
    with load_options.library(settings) as library:
        planned = loading.rehearse(found, library, mirrored)
    if not dry_run:
        if planned.removed and not load_options.confirmed(planned.removed, yes=yes):
            planned = replace(planned, removed=())
        planned = _carried_out(planned, settings, " ".join(given))
    load_options.tell(planned, given, report_to, as_json=as_json)
    if any(outcome.verdict == "refused" for outcome in planned.outcomes):
        raise typer.Exit(1)


def _carried_out(planned: Report, settings: Settings, origin: str) -> Report:
    from retrieval import loading

    if not planned.to_do:
        return replace(planned, rehearsed=False)
    with terminal.steps() as unpacking:
        encoder = opening.encoder(settings, unpacking)
    engine = opening.engine(settings, encoder.model, create=True)
    try:
        with terminal.bar("embedding") as embedding:
            return loading.carry_out(planned, engine, encoder, embedding, by=opening.operator(), origin=origin)
    except KeyboardInterrupt:
        raise Stopped("stopped; what was embedded is kept: the same command goes on from there") from None


def list_(
    after: Annotated[Day, typer.Option(formats=_DAY, metavar="YYYY-MM-DD", help="From this day on.")] = None,
    before: Annotated[Day, typer.Option(formats=_DAY, metavar="YYYY-MM-DD", help="Up to this day.")] = None,
    person: Annotated[str | None, typer.Option(help="Listed among the people, or named in the text.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the articles, newest first.

    [dim]Example:[/dim]  meetings list --after 2024-01-01 --person "Gu Wenqing"
    """
    where = Where(after and after.date(), before and before.date(), person)
    found = opening.library(opening.settings()).articles(where)
    if as_json:
        for article in found:
            terminal.plain(json_form.line(json_form.article(article, text=False)))
    elif found:
        terminal.articles(found)
    else:
        terminal.plain("no article fits")


def show(
    identity: Annotated[
        str, typer.Argument(metavar="ID", help="As `meetings list` shows it; its beginning is enough.")
    ],
    as_json: AsJson = False,
) -> None:
    """Show one article, whole, as it is stored.

    [dim]Example:[/dim]  meetings show 3f2a9c --json
    """
    library = opening.library(opening.settings())
    article = library.article(identity)
    facts = library.facts(article.id)
    if as_json:
        terminal.plain(json_form.line(json_form.article(article) | {"facts": json_form.facts(facts)}))
    else:
        terminal.article(article, facts)


def remove(
    identities: Annotated[list[str], typer.Argument(metavar="ID...", help="As `meetings list` shows them.")],
    as_json: AsJson = False,
) -> None:
    """Remove articles; their versions stay in the history, and `meetings undo` brings them back.

    [dim]Example:[/dim]  meetings remove 3f2a9c
    """
    from retrieval import loading

    settings = opening.settings()
    library = opening.library(settings)
    engine = opening.engine(settings, library.meta("model") or "")
    removed, generation = loading.remove(identities, engine, by=opening.operator())
    if as_json:
        rows = [json_form.article(article, text=False) for article in removed]
        terminal.plain(json_form.line({"generation": generation, "removed": rows}))
    else:
        for article in removed:
            terminal.plain(f"removed {article.id}  {article.title}")


def undo(
    change: Annotated[
        int | None,
        typer.Argument(metavar="[CHANGE]", help="As `meetings audit` numbers them; the last one if left out."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Take back the last load, removal or restoring as a whole, or an earlier one whose articles are as it left them.

    [dim]Examples:[/dim]  meetings undo

    meetings undo 12
    """
    from retrieval import loading

    settings = opening.settings()
    opening.library(settings).undo_plan(change)
    with terminal.steps() as unpacking:
        encoder = opening.encoder(settings, unpacking)
    engine = opening.engine(settings, encoder.model)
    with terminal.bar("embedding") as embedding:
        undone, generation = loading.undo(engine, encoder, embedding, change, by=opening.operator())
    if as_json:
        facts = {"kind": undone.kind, "at": undone.at, "articles": undone.articles}
        terminal.plain(json_form.line({"generation": generation, "undone": facts}))
    else:
        terminal.plain(f"took back: {_change(undone)}")


def status(as_json: AsJson = False) -> None:
    """Say what is live: articles, index, model, last change.

    [dim]Example:[/dim]  meetings status
    """
    settings = opening.settings()
    facts = _facts(settings)
    if as_json:
        terminal.plain(json_form.line(facts))
    else:
        for name, value in facts.items():
            terminal.plain(f"{name.replace('_', ' '):<16} {'—' if value is None else value}")
    if facts["reranker"] != facts["calibrated_with"]:
        terminal.err.print(_other_reranker(facts), markup=False, soft_wrap=True)


def doctor(as_json: AsJson = False) -> None:
    """Check library and index against each other and mend what can be mended.

    Computes missing vectors, makes the full-text index and the index of meaning anew where they do not fit.

    [dim]Example:[/dim]  meetings doctor
    """
    from retrieval import mending

    settings = opening.settings()
    opening.library(settings)
    with terminal.steps() as unpacking:
        encoder = opening.encoder(settings, unpacking)
    engine = opening.engine(settings, encoder.model)
    with terminal.bar("embedding") as embedding:
        findings = mending.mend(engine, encoder, embedding)
    if as_json:
        terminal.plain(json_form.line({"mended": findings, "healthy": True}))
    else:
        for finding in findings or ["all is well"]:
            terminal.plain(finding)


def _facts(settings: Settings) -> dict[str, object]:
    from retrieval.manifest import read_manifest

    library = opening.library(settings)
    holdings, manifest = library.holdings(), read_manifest(settings.data_dir / "index")
    changes = library.last_changes()
    calibration = opening.calibration(settings)
    return {
        "articles": holdings.articles,
        "paragraphs": holdings.paragraphs,
        "first": holdings.first and str(holdings.first),
        "last": holdings.last and str(holdings.last),
        "generation": library.generation(),
        "index": manifest.file if manifest else None,
        "index_generation": manifest.generation if manifest else None,
        "model": manifest.model if manifest else library.meta("model"),
        "reranker": settings.reranker_model or None,
        "threshold": calibration.threshold,
        "calibrated_on": calibration.fitted_on,
        "calibrated_with": calibration.reranker or None,
        "last_change": _change(changes[0]) if changes else None,
    }


def _other_reranker(facts: dict[str, object]) -> str:
    fitted, used = (facts[name] or "no reranker" for name in ("calibrated_with", "reranker"))
    return f"warning: when to refuse was fitted with {fitted}, in use is {used}: run `meetings calibrate DIR` again"


def _change(change: Change) -> str:
    return f"{change.kind} of {terminal.counted(change.articles, 'article')}, {terminal.moment(change.at)}"


COMMANDS = {
    "load": load,
    "list": list_,
    "show": show,
    "remove": remove,
    "undo": undo,
    "status": status,
    "doctor": doctor,
}
