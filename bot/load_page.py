"""Writes what a load did as one HTML page that can be mailed: no script, nothing fetched, every text escaped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING

from bot.load_table import numbers, printable, summary
from bot.terminal import counted
from knowledge.difference import Altered, Difference
from knowledge.verdict import Verdict

if TYPE_CHECKING:
    from knowledge.plan import Outcome
    from retrieval.loading import Report

_HEADINGS = {
    Verdict.REFUSED: ("Refused", "Not loaded. Each reason has to be put right in the source."),
    Verdict.CHANGED: ("Changed", "The new version took the place of the old one, which stays in the history."),
    Verdict.NEW: ("New", "Loaded for the first time."),
    Verdict.DUPLICATE: ("Duplicate", "The same text is in the library already; not stored twice."),
    Verdict.UNCHANGED: ("Unchanged", "As the library has them; nothing was done."),
}
_STYLE = """
body { font: 16px/1.5 system-ui, "Noto Sans", "Noto Sans CJK SC", sans-serif; color: #1c1c1c; background: #fff;
       max-width: 62rem; margin: 2rem auto; padding: 0 1.2rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; margin-bottom: .2rem; } h2 { font-size: 1.15rem; margin: 2.2rem 0 .2rem; }
p.about, .quiet { color: #595959; margin: .1rem 0 .8rem; }
table { border-collapse: collapse; margin: 1rem 0; } th, td { padding: .3rem .9rem .3rem 0; text-align: right; }
th:first-child, td:first-child { text-align: left; } tr + tr { border-top: 1px solid #ddd; }
article { border-left: 4px solid #bbb; padding: .1rem 0 .1rem .9rem; margin: .9rem 0; }
article.refused { border-color: #b3261e; } article.changed { border-color: #b26a00; }
article.new { border-color: #2e7d32; } article.duplicate { border-color: #00697d; }
article.removed { border-color: #b3261e; } h3 { font-size: 1rem; margin: 0; }
code { font: .87em ui-monospace, "Noto Sans Mono", monospace; color: #444; }
ul { margin: .3rem 0; padding-left: 1.2rem; }
.warning { color: #8a5000; } .reason { color: #b3261e; }
.old, .new-text { white-space: pre-wrap; margin: .35rem 0; padding: .35rem .6rem; border-radius: 4px; }
.old { background: #fdecea; } .new-text { background: #e8f5e9; }
del { background: #f6b8b2; } ins { background: #a9dcae; text-decoration: none; font-weight: 600; }
@media print { article { break-inside: avoid; } }
"""


def page(value: Report, sources: Sequence[str], at: datetime, by: str | None) -> str:
    """The whole page. ``sources`` are what was loaded, as it was named."""
    what = "Rehearsal of a load" if value.rehearsed else "Load"
    when = at.strftime("%Y-%m-%d %H:%M %Z").strip()
    state = (
        f"Nothing was stored; generation {value.generation} stays live."
        if value.rehearsed
        else f"{counted(value.embedded, 'paragraph')} embedded; generation {value.generation} is live."
    )
    about = f"{when}{f', {by}' if by else ''}. {state}"
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{what}, {when}</title>\n'
        '<meta name="viewport" content="width=device-width">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{what} of {_code(', '.join(sources))}</h1>\n"
        f'<p class="about">{_text(about)}</p>\n{_counts(value)}\n{"".join(_sections(value))}</body>\n</html>\n'
    )


def _counts(value: Report) -> str:
    found = {v: [outcome for outcome in value.outcomes if outcome.verdict == v] for v in _HEADINGS}
    head = "".join(f"<th>{name}</th>" for name in ("", *numbers([])))
    rows = [f"<tr>{head}</tr>"]
    for verdict, outcomes in found.items():
        if outcomes:
            cells = "".join(f"<td>{number or ''}</td>" for number in numbers(outcomes).values())
            rows.append(f"<tr><td>{_HEADINGS[verdict][0]}</td>{cells}</tr>")
    if value.removed:
        rows.append(f"<tr><td>Removed</td><td>{len(value.removed)}</td></tr>")
    return f"<table>{''.join(rows)}</table>"


def _sections(value: Report) -> Iterator[str]:
    for verdict, (heading, about) in _HEADINGS.items():
        if found := [outcome for outcome in value.outcomes if outcome.verdict == verdict]:
            yield f'<h2>{heading} ({len(found)})</h2>\n<p class="about">{about}</p>\n'
            yield from map(_outcome, found)
    if value.removed:
        yield f"<h2>Removed ({len(value.removed)})</h2>\n"
        yield '<p class="about">Their files are gone from the folder that is mirrored; undo brings them back.</p>\n'
        for each in value.removed:
            yield f'<article class="removed">{_head(each.title, each.article, each.origin)}</article>\n'


def _outcome(outcome: Outcome) -> str:
    article = outcome.article
    if outcome.verdict is Verdict.UNCHANGED and article is not None and not outcome.notes:
        return f'<div class="quiet">{_code(outcome.where)} {_text(article.title)}</div>\n'
    title, identity = (article.title, article.id) if article else (outcome.where, None)
    parts = [_head(title, identity, outcome.where)]
    style = "reason" if outcome.verdict is Verdict.REFUSED else "warning"
    notes = "".join(f'<li class="{style}">{_text(note)}</li>' for note in outcome.notes)
    parts.append(f"<ul>{notes}</ul>" if notes else "")
    if outcome.duplicate_of is not None:
        parts.append(f"<div>The same text as {_code(outcome.duplicate_of)}</div>")
    if (near := outcome.near) is not None:
        parts.append(f"<div>{near.share:.0%} the same as {_code(near.article)} {_text(near.title)}</div>")
    if outcome.difference is not None:
        parts.append(_difference(outcome.difference, outcome.version))
    return f'<article class="{outcome.verdict}">{"".join(parts)}</article>\n'


def _head(title: str, article: str | None, where: str) -> str:
    return f"<h3>{_text(title)}</h3><div>{_code(where)}{f' · {_code(article)}' if article else ''}</div>"


def _difference(value: Difference, version: int | None) -> str:
    said = f"{summary(value)}; {counted(value.unchanged, 'paragraph')} unchanged"
    facts = "".join(
        f"<li>{_text(fact.name.replace('_', ' '))}: <del>{_text(fact.before) or '—'}</del>"
        f" → <ins>{_text(fact.after) or '—'}</ins></li>"
        for fact in value.facts
    )
    return (
        f'<div class="quiet">Replaces version {version}: {_text(said)}</div>'
        + (f"<ul>{facts}</ul>" if facts else "")
        + "".join(map(_paragraph, value.paragraphs))
    )


def _paragraph(value: Altered) -> str:
    old = f'<div class="old">{_marked(value.old, value.old_spans, "del")}</div>' if value.old else ""
    new = f'<div class="new-text">{_marked(value.new, value.new_spans, "ins")}</div>' if value.new else ""
    return old + new


def _marked(text: str, spans: Sequence[tuple[int, int]], tag: str) -> str:
    parts, done = [], 0
    for start, end in spans:
        parts += [escape(text[done:start]), f"<{tag}>{escape(text[start:end])}</{tag}>"]
        done = end
    return "".join([*parts, escape(text[done:])])


def _text(text: str) -> str:
    return escape(printable(text))


def _code(text: str) -> str:
    return f"<code>{_text(text)}</code>"
