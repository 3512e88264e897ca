"""Maps the columns of somebody else's CSV or JSONL to the names that articles have here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from knowledge.article import Draft, Refused

FIELDS = ("id", "text", "title", "date", "publisher", "url", "language", "meeting_date", "people", "place")


def mapped(name: str, found: Iterable[Draft | Refused], columns: Mapping[str, str]) -> Iterator[Draft | Refused]:
    """Drafts with each field of ``columns`` (field -> column) read from that column.

    Where already the first record has no column for the text, the file is refused once, not row by row.
    """
    wanted = columns.get("text", "text")
    first = True
    for item in found:
        if isinstance(item, Draft):
            if first and _column(item, wanted) is None and item.fields:
                there = ", ".join(list(map(str, item.fields))[:20])
                yield Refused(name, (f"no column {wanted!r} to read the text from; there are: {there}",))
                return
            first = False
            item = _mapped(item, columns)
        yield item


def _mapped(draft: Draft, columns: Mapping[str, str]) -> Draft:
    if not columns:
        return draft
    fields = dict(draft.fields) | {field: draft.fields.get(_column(draft, columns[field]) or "") for field in columns}
    return replace(draft, fields=fields, text=fields.get("text"))


def _column(draft: Draft, name: str) -> str | None:
    """The column as the file writes it; capitals make no difference."""
    if name in draft.fields:
        return name
    return next((column for column in draft.fields if column.casefold() == name.casefold()), None)
