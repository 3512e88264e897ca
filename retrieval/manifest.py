"""The manifest that names the live generation of the index; reading it needs no FAISS."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from pathlib import Path

MANIFEST = "current.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is live: which file, how to know that it is whole, and what it was made from."""

    file: str
    bytes: int
    sha256: str
    count: int
    dimension: int
    model: str
    analyser: str
    generation: int


def read_manifest(folder: Path) -> Manifest | None:
    """What is published, or None when nothing readable is."""
    try:
        values = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        found = {field.name: values[field.name] for field in fields(Manifest)}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    fitting = all(type(found[field.name]).__name__ == field.type for field in fields(Manifest))
    return Manifest(**found) if fitting else None
