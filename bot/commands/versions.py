"""Commands that look back: history, diff, restore, audit."""

from __future__ import annotations

from typing import Annotated

import typer

from bot import json_form, load_table, opening, terminal
from knowledge.errors import NotInLibrary
from knowledge.history import Version, items, version, versions
from knowledge.library import Library

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Identity = Annotated[str, typer.Argument(metavar="ID", help="As `meetings list` shows it; its beginning is enough.")]


def history(identity: Identity, as_json: AsJson = False) -> None:
    """List the versions of an article, live or removed: when each was loaded, by whom, from where.

    [dim]Example:[/dim]  meetings history 3f2a9c
    """
    found = versions(opening.library(opening.settings()), identity)
    if as_json:
        rows = [json_form.version(each) for each in found]
        terminal.plain(json_form.line({"article": found[0].article.id, "versions": rows}))
    else:
        load_table.versions(found)


def diff(
    identity: Identity,
    old: Annotated[int | None, typer.Argument(metavar="[A]", help="A version's number.")] = None,
    new: Annotated[int | None, typer.Argument(metavar="[B]", help="Another one's; the live one if left out.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show what tells two versions of an article apart, paragraph by paragraph, the words that differ marked.

    Without numbers: the live version and the one before it.

    [dim]Examples:[/dim]  meetings diff 3f2a9c

    meetings diff 3f2a9c 1 3
    """
    from knowledge.difference import difference

    library = opening.library(opening.settings())
    first, second = _two(library, identity, old, new)
    found = difference(first.article, second.article)
    if as_json:
        facts = {"article": first.article.id, "old": first.number, "new": second.number}
        terminal.plain(json_form.line(facts | json_form.difference(found)))
    else:
        terminal.plain(f"{first.article.id}: version {first.number} → {second.number}")
        load_table.difference(found)


def restore(
    given: Annotated[str, typer.Argument(metavar="ID@VERSION", help="As `meetings history ID` shows them.")],
    as_json: AsJson = False,
) -> None:
    """Bring an earlier version of an article back, also of one that was removed; `meetings undo` takes it back.

    [dim]Example:[/dim]  meetings restore 3f2a9c@1
    """
    from retrieval import loading

    settings = opening.settings()
    version(opening.library(settings), given)  # says first that there is none, before a model is unpacked
    with terminal.steps() as unpacking:
        encoder = opening.encoder(settings, unpacking)
    engine = opening.engine(settings, encoder.model)
    with terminal.bar("embedding") as embedding:
        restored, generation = loading.restore(given, engine, encoder, embedding, by=opening.operator())
    if as_json:
        terminal.plain(json_form.line({"generation": generation, "restored": json_form.version(restored)}))
    else:
        article = restored.article
        terminal.plain(f"restored {article.id}@{restored.number}  {article.title}; generation {generation} is live")


def audit(
    limit: Annotated[int, typer.Option(min=1, help="So many changes, the latest first.")] = 20,
    change: Annotated[int | None, typer.Option(help="Only the change of this number, with all its articles.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the changes of the library: who loaded, removed or restored what, from where, and when.

    [dim]Examples:[/dim]  meetings audit --limit 5

    meetings audit --change 12 --json
    """
    library = opening.library(opening.settings())
    found = library.last_changes(limit) if change is None else [library.change(change)]
    told = [(each, items(library, each.id)) for each in found]
    if as_json:
        for each, rows in told:
            terminal.plain(json_form.line(json_form.change(each, rows)))
    elif told:
        load_table.changes(told, 10 if change is None else len(told[0][1]))
    else:
        terminal.plain("nothing was ever changed")


def _two(library: Library, identity: str, old: int | None, new: int | None) -> tuple[Version, Version]:
    kept = versions(library, identity)
    article = kept[0].article.id
    if new is None:
        live = next((each for each in kept if each.live), kept[-1])
        new = live.number if old is None or old != live.number or len(kept) == 1 else max(old - 1, 1)
    if old is None:
        if len(kept) == 1:
            raise NotInLibrary(f"{article} has only one version: nothing to compare it with")
        old = new - 1 if new > 1 else 2
    return version(library, f"{article}@{old}"), version(library, f"{article}@{new}")


COMMANDS = {"history": history, "diff": diff, "restore": restore, "audit": audit}
