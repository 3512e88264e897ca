"""Reads the plain-text form: `` date 2023-01-20 The title`` on the first line, then paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.article import Draft

HEAD = re.compile(r"^\s*date[\s:：]+(?P<date>\d\S*)(?:\s+(?P<title>\S.*))?$", re.IGNORECASE)


def read_plain(name: str, text: str) -> Iterator[Draft]:
    """One draft; without a head line the whole text is the body, title from its first line."""
    body = text.lstrip("\n\ufeff")
    line = text.count("\n", 0, len(text) - len(body)) + 1
    first, _, rest = body.partition("\n")
    head = HEAD.match(first)
    if head is None:
        yield Draft(name, text)
        return
    yield Draft(name, rest, head.groupdict(), {"date": line, "title": line})
