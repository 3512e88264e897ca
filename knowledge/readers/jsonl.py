"""Reads JSONL: one article a line, with the field names of front matter plus ``id`` and ``text``."""

from __future__ import annotations

import json
from collections.abc import Iterator

from knowledge.article import Draft, Refused


def read_jsonl(name: str, text: str) -> Iterator[Draft | Refused]:
    """One draft for each line that is not blank."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield _draft(f"{name}:{number}", line)


def _draft(where: str, line: str) -> Draft | Refused:
    try:
        fields = json.loads(line)
    except json.JSONDecodeError as error:
        return Refused(where, (f"not JSON at column {error.colno}: {error.msg}",))
    except (RecursionError, ValueError):
        return Refused(where, ("not an article: JSON nested too deeply or with a number too long",))
    if not isinstance(fields, dict):
        return Refused(where, ("should be one JSON object a line with title, date, text",))
    return Draft(where, fields.get("text"), fields)
