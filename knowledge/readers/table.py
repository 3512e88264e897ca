"""Reads CSV: one article a row, under a head that names the columns as front matter names its fields."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from knowledge.article import Draft, Refused

_DELIMITERS = ",;\t|"
_LONGEST = 10_000_000  # characters of one cell


def read_csv(name: str, text: str) -> Iterator[Draft | Refused]:
    """One draft for each row that is not blank; a row that cannot be read costs only itself."""
    csv.field_size_limit(_LONGEST)
    rows = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text))
    head: list[str] = []
    while True:
        line = rows.line_num + 1
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield Refused(f"{name}:{line}", (f"not CSV: {error}",))
            continue
        if row is None:
            return
        if not any(cell.strip() for cell in row):
            continue
        if head:
            yield _draft(f"{name}:{line}", head, row)
        else:
            head = [cell.strip().lower() for cell in row]


def _delimiter(text: str) -> str:
    """What parts the columns: the sign that the head holds most of."""
    head = next((line for line in text.split("\n") if line.strip()), "")
    return max(_DELIMITERS, key=head.count)


def _draft(where: str, head: list[str], row: list[str]) -> Draft | Refused:
    if len(row) > len(head):
        return Refused(
            where, (f"{len(row)} cells under a head of {len(head)}: put cells that hold commas in quotes",)
        )
    fields = dict(zip(head, row, strict=False))
    return Draft(where, fields.get("text"), fields)
