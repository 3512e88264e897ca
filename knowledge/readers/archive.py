"""Reads ZIP: every file in it by its own reader; one that cannot be read costs only itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from knowledge.article import Draft, Refused
from knowledge.readers.packed import Package, Unsafe

Found = Iterator[Draft | Refused]


def read_archive(name: str, data: bytes, read: Callable[[str, bytes], Found]) -> Found:
    """What ``read`` makes of each file, under the archive's name and its own; hidden files are passed over."""
    try:
        package = Package(data)
    except Unsafe as error:
        yield Refused(name, (str(error),))
        return
    for inside in sorted(package.names()):
        parts = [part for part in inside.replace("\\", "/").split("/") if part not in ("", ".", "..")]
        if not parts or any(part.startswith((".", "__MACOSX")) for part in parts):
            continue
        where = f"{name}/{'/'.join(parts)}"
        try:
            content = package.read(inside)
        except Unsafe as error:
            yield Refused(where, (str(error),))
            continue
        yield from read(where, content)
