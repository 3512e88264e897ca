"""Shows in a terminal what a load did, what a version changed, and what the library went through."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from bot import terminal
from bot.cutting import one_line
from bot.terminal import counted, moment, out
from knowledge.difference import Altered, Difference, Kind

if TYPE_CHECKING:
    from knowledge.history import Item, Version
    from knowledge.library import Change
    from knowledge.plan import Outcome
    from retrieval.loading import Report

_COLOURS = {"new": "green", "changed": "yellow", "refused": "red", "duplicate": "cyan", "removed": "red"}
_SIGNS = {Kind.ADDED: "+", Kind.REMOVED: "−", Kind.ALTERED: "~"}
_MOST = 50  # lines about articles that need no look


def report(value: Report) -> None:
    """What needs a look line by line, then the counts, then what is live."""
    quiet = 0
    for outcome in value.outcomes:
        needs_a_look = bool(outcome.notes or outcome.near) or outcome.verdict not in ("new", "unchanged")
        quiet += outcome.verdict == "new" and not needs_a_look
        if needs_a_look or (outcome.verdict == "new" and quiet <= _MOST):
            _outcome(outcome)
    if quiet > _MOST:
        out.print(Text(f"… and {counted(quiet - _MOST, 'more new article')} without a remark", style="dim"))
    for each in value.removed:
        _line("removed", each.origin, f"{each.article}  {one_line(each.title)}")
    if value.removed or {outcome.verdict for outcome in value.outcomes} - {"unchanged"}:
        out.print()
        if len(value.outcomes) + len(value.removed) > 1:
            out.print(_counts(value))
            out.print()
    out.print(Text(_end(value)))


def _outcome(outcome: Outcome) -> None:
    article = "" if outcome.article is None else f"{outcome.article.id}  {one_line(outcome.article.title)}"
    _line(outcome.verdict, outcome.where, article, f"  (the same text as {outcome.duplicate_of})")
    if outcome.difference is not None:
        _note(f"version {outcome.version} is replaced: {summary(outcome.difference)}", "")
    for note in outcome.notes:
        _note(note, "red" if outcome.verdict == "refused" else "yellow")
    if outcome.near is not None:
        near = outcome.near
        _note(f"{near.share:.0%} the same as {near.article}  {one_line(near.title)}", "cyan")


def _line(verdict: str, where: str, article: str, twin: str = "") -> None:
    line = Text(f"{verdict:<10}", style=_COLOURS.get(verdict, ""))
    line.append(printable(where), style="bold")
    line.append(f"  {article}" if article else "")
    line.append(twin if verdict == "duplicate" else "")
    shown = out.is_terminal  # a terminal's line is cut to its width; a file or another program gets it whole
    out.print(line, no_wrap=True, overflow="ellipsis" if shown else "ignore", crop=shown)


def _note(note: str, style: str) -> None:
    terminal.hanging(Text(printable(note), style=style), " " * 10, " " * 10)


def _counts(value: Report) -> Table:
    """One row a verdict; only columns that say something."""
    verdicts = list(dict.fromkeys(outcome.verdict for outcome in value.outcomes))
    rows = [numbers([outcome for outcome in value.outcomes if outcome.verdict == verdict]) for verdict in verdicts]
    told = [name for name in rows[0] if any(row[name] for row in rows)] if rows else ["articles"]
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    for name in told:
        table.add_column(name, justify="right")
    for verdict, row in zip(verdicts, rows, strict=True):
        cells = (str(row[name]) if row[name] else "" for name in told)
        table.add_row(Text(verdict, style=_COLOURS.get(verdict, "")), *cells)
    if value.removed:
        table.add_row(Text("removed", style="red"), str(len(value.removed)))
    return table


def numbers(found: Sequence[Outcome]) -> dict[str, int]:
    """What there is to count of the outcomes of one verdict, by the heading of its column."""
    told = [outcome.difference for outcome in found if outcome.difference is not None]
    return {
        "articles": len(found),
        **{f"paragraphs {kind}": sum(each.count(kind) for each in told) for kind in Kind},
        "with a warning": sum(bool(outcome.notes) for outcome in found if outcome.verdict != "refused"),
        "near-duplicate": sum(outcome.near is not None for outcome in found),
    }


def _end(value: Report) -> str:
    counts: dict[str, int] = {}
    for outcome in value.outcomes:
        counts[outcome.verdict] = counts.get(outcome.verdict, 0) + 1
    if value.removed:
        counts["removed"] = len(value.removed)
    summary = ", ".join(f"{count} {verdict}" for verdict, count in counts.items()) or "nothing found"
    if value.rehearsed:
        return f"{summary}. Nothing was stored: this was a rehearsal; generation {value.generation} stays live."
    return f"{summary}. {counted(value.embedded, 'paragraph')} embedded; generation {value.generation} is live."


def summary(value: Difference) -> str:
    """``2 paragraphs altered, 1 added; other title``."""
    counts = [(kind, value.count(kind)) for kind in (Kind.ALTERED, Kind.ADDED, Kind.REMOVED)]
    told = [(kind, count) for kind, count in counts if count]
    parts = [f"{counted(c, 'paragraph') if n == 0 else c} {kind}" for n, (kind, c) in enumerate(told)]
    facts = ", ".join(fact.name.replace("_", " ") for fact in value.facts)
    text = ", ".join(parts) or ("" if facts else "only blanks or the order of paragraphs")
    return "; ".join(part for part in (text, f"other {facts}" if facts else "") if part)


def difference(value: Difference) -> None:
    """Facts, then each paragraph that is another one, the words that differ marked."""
    for fact in value.facts:
        line = Text(f"{fact.name.replace('_', ' ')}: ", style="bold")
        line.append(one_line(fact.before) or "—", style="red").append(" → ").append(
            one_line(fact.after) or "—", style="green"
        )
        terminal.hanging(line, "", "  ")
    for each in value.paragraphs:
        out.print()
        _paragraph(each)
    if value.facts or value.paragraphs:
        out.print()
    out.print(Text(f"{summary(value)}; {counted(value.unchanged, 'paragraph')} unchanged", style="dim"))


def _paragraph(value: Altered) -> None:
    for sign, text, spans, style in (
        ("− ", value.old, value.old_spans, "red"),
        ("+ ", value.new, value.new_spans, "green"),
    ):
        if not text:
            continue
        shown = Text(text, style="" if spans or value.kind is Kind.ALTERED else style)
        # A pipe has no colours: brackets stand in for them.
        if out.is_terminal:
            for start, end in spans:
                shown.stylize(f"bold {style} reverse", start, end)
        else:
            shown = Text(bracketed(text, spans, *("[-", "-]") if style == "red" else ("{+", "+}")))
        terminal.hanging(shown, sign, "  ")


def bracketed(text: str, spans: Sequence[tuple[int, int]], before: str, after: str) -> str:
    """The text with every span between two signs."""
    for start, end in reversed(spans):
        text = f"{text[:start]}{before}{text[start:end]}{after}{text[end:]}"
    return text


def versions(found: Sequence[Version]) -> None:
    """Each version with when, by whom and from where it was loaded, the oldest first."""
    for each in found:
        by = f" by {each.by}" if each.by else ""
        live = "  live" if each.live else ""
        head = f"{each.article.id}@{each.number}  {moment(each.loaded_at)}{by} from {printable(each.origin)}{live}"
        out.print(Text(head, style="bold green" if each.live else "bold"), soft_wrap=True)
        facts = (one_line(each.article.title), each.article.date, f"{len(each.article.text):,} characters")
        out.print(Text(f"  {' · '.join(str(fact) for fact in facts if fact)}"), soft_wrap=True)


def changes(found: Sequence[tuple[Change, Sequence[Item]]], most: int) -> None:
    """Each change with the first of its articles, the latest first."""
    for change, items in found:
        head = f"{change.id:<5} {moment(change.at)}  {change.kind} of {counted(change.articles, 'article')}"
        by = f" by {change.by}" if change.by else ""
        origin = f" from {printable(change.origin)}" if change.origin else ""
        undone = f" (taken back by {change.undone})" if change.undone else ""
        out.print(Text(f"{head}{by}{origin}{undone}", style="bold"), soft_wrap=True)
        for item in items[:most]:
            out.print(Text(f"      {_step(item):<10} {item.article}  {one_line(item.title)}"), soft_wrap=True)
        if len(items) > most:
            out.print(Text(f"      … and {len(items) - most} more; --change {change.id} shows all", style="dim"))


def _step(item: Item) -> str:
    """``1 → 2``, ``new``, ``removed``."""
    if item.before is None:
        return "new" if item.after == 1 else f"→ {item.after}"
    return "removed" if item.after is None else f"{item.before} → {item.after}"


def printable(text: str) -> str:
    """The text without signs that would play tricks on a terminal."""
    return "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") else c for c in text)
