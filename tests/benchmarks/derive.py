"""Makes evaluation folders out of others.

usage: python -m tests.benchmarks.derive halves OUT FOLDER...
       python -m tests.benchmarks.derive mixed OUT FOLDER OTHER

``halves`` cuts each folder in two by its articles, ``OUT/fit/NAME`` to calibrate on and ``OUT/judge/NAME`` to judge
on. ``mixed`` takes two folders that say the same in two languages, and makes ``OUT`` of the first's even articles and
the other's odd ones. A question goes where its articles are; one without an answer goes everywhere.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

Row = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("halves", "mixed"))
    parser.add_argument("out", type=Path)
    parser.add_argument("folders", type=Path, nargs="+")
    options = parser.parse_args()
    if options.what == "halves":
        halves(options.out, options.folders)
    else:
        mixed(options.out, *options.folders)


def halves(out: Path, folders: Iterable[Path]) -> None:
    """Two folders of each."""
    for folder in folders:
        articles = _read(folder / "articles.jsonl")
        for name, half in (("fit", articles[::2]), ("judge", articles[1::2])):
            _write_set(out / name / folder.name, half, folder, "")


def mixed(out: Path, first: Path, other: Path) -> None:
    """One folder of both; ids and files of questions begin with the name of the folder that they come from."""
    articles: list[Row] = []
    for folder, start in ((first, 0), (other, 1)):
        chosen = _read(folder / "articles.jsonl")[start::2]
        _write_set(out, chosen, folder, f"{folder.name}-")
        articles += [row | {"id": f"{folder.name}-{row['id']}", "url": None} for row in chosen]
    _write(out / "articles.jsonl", articles)


def _write_set(out: Path, articles: Sequence[Row], folder: Path, prefix: str) -> None:
    out.mkdir(parents=True, exist_ok=True)
    _write(out / "articles.jsonl", articles)
    held = {row["id"] for row in articles}
    for file in sorted(folder.glob("questions*.jsonl")):
        name = f"questions.{folder.name}{file.name.removeprefix('questions')}" if prefix else file.name
        rows = [row for row in _read(file) if all(span["article"] in held for span in row["relevant"])]
        _write(out / name, [row | {"relevant": [_renamed(span, prefix) for span in row["relevant"]]} for row in rows])


def _renamed(span: Row, prefix: str) -> Row:
    return span | {"article": f"{prefix}{span['article']}"}


def _read(file: Path) -> list[Row]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def _write(file: Path, rows: Iterable[Row]) -> None:
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


if __name__ == "__main__":
    main()
