"""Readers that do what libraries do on damaged files: hang, break down, take all memory, raise."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

from knowledge.article import Draft, Refused


def good(name: str, data: bytes) -> Iterator[Draft | Refused]:
    fields: dict[str, object] = {"title": "T", "people": ["a"], "n": 1, 5: "odd"}  # type: ignore[dict-item]
    yield Draft(name, data.decode("latin-1") + "\ud800", fields, {"title": 1}, ("noted",))
    yield Refused(name, ("one", "two"))


def hangs(name: str, data: bytes) -> Iterator[Draft | Refused]:
    time.sleep(60)
    yield Draft(name, "")


def breaks(name: str, data: bytes) -> Iterator[Draft | Refused]:
    os.abort()
    yield Draft(name, "")


def hoards(name: str, data: bytes) -> Iterator[Draft | Refused]:
    yield Draft(name, "x" * (8 << 30))


def nests(name: str, data: bytes) -> Iterator[Draft | Refused]:
    yield from nests(name, data)


def raises(name: str, data: bytes) -> Iterator[Draft | Refused]:
    raise KeyError("no such\npart")
    yield Draft(name, "")


def writes(name: str, data: bytes) -> Iterator[Draft | Refused]:
    with open(name, "wb") as file:  # noqa: PTH123 (as a library would)
        file.write(data)
    yield Draft(name, "written")


def looks(name: str, data: bytes) -> Iterator[Draft | Refused]:
    yield Draft(name, " ".join(sorted(os.environ)))
