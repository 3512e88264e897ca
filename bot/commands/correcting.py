"""Commands that look for what is wrong with articles and correct it: check, edit."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Annotated

import typer

from bot import json_form, opening, terminal

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Line = str | None


def check(
    links: Annotated[
        bool, typer.Option("--links", help="Also try to open every address, which takes its time.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Look through the whole library for what should be mended: dates, paragraphs, names, doubles, dead links.

    One line for each finding. Exit code 1 when there is any but advice, such as on a name that stands in two scripts.

    [dim]Example:[/dim]  meetings check --links
    """
    from knowledge.checking import check_library
    from knowledge.fetching import Policy, dead

    settings = opening.settings()
    tried = partial(dead, policy=Policy(settings.fetch_allowed_hosts)) if links else None
    found = check_library(opening.library(settings), date.today(), tried)
    to_mend = sum(not each.advice for each in found)
    if as_json:
        rows = [
            {"article": each.article, "title": each.title, "finding": each.what, "advice": each.advice}
            for each in found
        ]
        terminal.plain(json_form.line({"findings": rows}))
    else:
        if to_mend == 0:
            terminal.plain("nothing to mend was found")
        for each in found:
            terminal.plain(f"{each.article}  {each.what.replace(' ID ', f' {each.article} ')}")
    if to_mend:
        raise typer.Exit(1)


def edit(
    identity: Annotated[
        str, typer.Argument(metavar="ID", help="As `meetings list` shows it; its beginning is enough.")
    ],
    title: Annotated[Line, typer.Option(help="Its title.")] = None,
    published: Annotated[Line, typer.Option("--date", metavar="YYYY-MM-DD", help="The day it was published.")] = None,
    meeting_date: Annotated[Line, typer.Option(metavar="YYYY-MM-DD", help="The day of its meeting.")] = None,
    publisher: Annotated[Line, typer.Option(help="Who published it.")] = None,
    url: Annotated[Line, typer.Option(help="Its address.")] = None,
    place: Annotated[Line, typer.Option(help="Where the meeting was held.")] = None,
    people: Annotated[Line, typer.Option(metavar="NAME; NAME", help="Who was there.")] = None,
    language: Annotated[Line, typer.Option(help="Its language, such as en or zh.")] = None,
    as_json: AsJson = False,
) -> None:
    """Correct what is known of an article; its text stays the source's own. An empty value ("") clears a field.

    It is a new version, which `meetings undo` takes back. Loading the article again keeps what was set here.

    [dim]Example:[/dim]  meetings edit 3f2a9c --date 2023-01-20 --people "Shao Panfeng; Chen Qunwei"
    """
    from retrieval import loading

    given = {
        "title": title,
        "date": published,
        "meeting_date": meeting_date,
        "publisher": publisher,
        "url": url,
        "place": place,
        "people": people if people is None or not people.strip() else [name.strip() for name in people.split(";")],
        "language": language,
    }
    fields = {
        name: value.strip() if isinstance(value, str) else value for name, value in given.items() if value is not None
    }
    if not fields:
        raise typer.BadParameter("say what to correct, such as --date 2023-01-20", param_hint="ID")
    settings = opening.settings()
    opening.library(settings).article(identity)
    with terminal.steps() as unpacking:
        encoder = opening.encoder(settings, unpacking)
    engine = opening.engine(settings, encoder.model)
    with terminal.bar("embedding") as embedding:
        old, new, generation = loading.edit(identity, fields, engine, encoder, embedding, by=opening.operator())
    changed = [name for name in fields if getattr(old, name) != getattr(new, name)]
    if as_json:
        article = json_form.article(new, text=False)
        terminal.plain(json_form.line({"generation": generation, "changed": changed, "article": article}))
        return
    for name in changed:
        terminal.plain(f"{new.id}  {name}: {_shown(getattr(old, name))} → {_shown(getattr(new, name))}")
    if not changed:
        terminal.plain(f"{new.id} says so already; nothing was changed")


def _shown(value: object) -> str:
    return ", ".join(value) or "—" if isinstance(value, tuple) else str(value or "—")


COMMANDS = {"check": check, "edit": edit}
