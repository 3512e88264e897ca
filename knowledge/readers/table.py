"""Reads CSV: one article a row, under a head that names the columns as front matter names its fields."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from itertools import zip_longest

from knowledge.article import Draft, Refused

_DELIMITERS = ",;\t|"
_LONGEST = 10_000_000  # characters of one cell
_MEND = 'from here on no row was read: a quote in a cell is written "", and a cell that begins with one ends with one'


def read_csv(name: str, text: str) -> Iterator[Draft | Refused]:
    """One draft for each row that is not blank; a row that does not fit the head costs only itself.

    Where the quotes go wrong, nobody can tell where the next row begins: that row and all below it are refused.
    """
    csv.field_size_limit(_LONGEST)
    rows = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    head: list[str] = []
    line = 1
    try:
        for row in rows:
            if any(cell.strip() for cell in row):
                if head:
                    yield _draft(f"{name}:{line}", head, row)
                else:
                    head = [cell.strip().lower() for cell in row]
            line = rows.line_num + 1
    except csv.Error as error:
        yield Refused(f"{name}:{line}", (f"not CSV: {error}; {_MEND}",))


def _delimiter(text: str) -> str:
    """What parts the columns: the sign that the head holds most of."""
    head = next((line for line in text.split("\n") if line.strip()), "")
    return max(_DELIMITERS, key=head.count)


def _draft(where: str, head: list[str], row: list[str]) -> Draft | Refused:
    if len(row) > len(head):
        return Refused(
            where, (f"{len(row)} cells under a head of {len(head)}: put cells that hold commas in quotes",)
        )
    fields = dict(zip_longest(head, row, fillvalue=""))
    return Draft(where, fields.get("text"), fields)
