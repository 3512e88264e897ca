"""Damages documents of every form and reads them: each is loaded or refused with a reason, in time and in bounds.

python -m tests.benchmarks.mutated [--files 5000] [--seed 1]
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO

from knowledge.article import Accepted, Draft, Refused
from knowledge.check import check
from knowledge.readers import read_document
from tests.documents import every_form, packed

MOST_SECONDS = 10.0
MEMORY = 3 << 30  # bytes of address space for this process; the process apart has its own limit

_NASTY = (
    *(
        b"\x00",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"../../etc/passwd",
        b"\x1b[31m",
        b"\xf0\x28\x8c\x28",
        b"%PDF-",
        b"PK\x03\x04",
    ),
    *(
        b'<!DOCTYPE a [<!ENTITY b "c">]>&b;',
        b"<table><tr><td>" * 40,
        b"<div>" * 3000,
        b"]]>",
        b"&#x110000;",
        b"9" * 400,
    ),
    *(
        b"\xff\xff\xff\xff",
        b"\x00\x00\x00\x00",
        b'"' * 7,
        b"[" * 2000,
        b"{" * 2000,
        b"- " * 2000,
        b"endstream endobj",
    ),
)


@dataclass(frozen=True)
class Case:
    """One damaged document."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Result:
    """What became of it."""

    case: Case
    loaded: int
    reasons: tuple[str, ...]
    seconds: float


def cases(count: int, seed: int) -> Iterator[Case]:
    """So many damaged documents, the forms in turn; the same ones for the same seed."""
    whole = every_form()
    others = list(whole.values())
    for number in range(count):
        ending = list(whole)[number % len(whole)]
        chance = random.Random(f"{seed}-{number}")
        yield Case(f"{number}{ending}", _damaged(whole[ending], chance, others))


def tried(case: Case) -> Result:
    """Reads and checks one; raises AssertionError where it is neither loaded nor refused with a reason."""
    began = time.monotonic()
    items = [check(item) if isinstance(item, Draft) else item for item in read_document(case.name, case.data)]
    seconds = time.monotonic() - began
    refused = [item for item in items if isinstance(item, Refused)]
    assert all(item.reasons and all(item.reasons) and item.where for item in refused), case.name
    assert items or case.name.endswith((".jsonl", ".csv", ".zip")), f"{case.name}: neither loaded nor refused"
    return Result(
        case, sum(isinstance(item, Accepted) for item in items), tuple(r for i in refused for r in i.reasons), seconds
    )


def _damaged(data: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    if data.startswith(b"PK") and chance.random() < 0.5:
        return _damaged_inside(data, chance, others)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        data = chance.choice(_DAMAGES)(data, chance, others)
    return data


def _damaged_inside(data: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    """A package that is whole, of files one of which is not."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        files = {name: package.read(name) for name in package.namelist()}
    victim = chance.choice(list(files))
    files[victim] = chance.choice(_DAMAGES)(files[victim], chance, others)
    if chance.random() < 0.2:
        files[chance.choice(("../out.txt", "a\x07b.txt", "/abs.md", "C:\\x.html", "in/.hidden"))] = files.pop(victim)
    return packed(files)


def _cut(data: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _flip(data: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    changed = bytearray(data)
    for _ in range(min(chance.choice((1, 8, 100)), len(changed))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _drop(data: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    start, end = _slice(data, chance)
    return data[:start] + data[end:]


def _repeat(data: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    start, end = _slice(data, chance)
    return (
        data[:start]
        + data[start:end] * min(chance.choice((2, 10, 300)), 2_000_000 // max(end - start, 1))
        + data[end:]
    )


def _insert(data: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(_NASTY) + data[at:]


def _splice(data: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    start, end = _slice(data, chance)
    other = chance.choice(others)
    first, last = _slice(other, chance)
    return data[:start] + other[first:last] + data[end:]


def _slice(data: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(start + chance.choice((1, 10, 100, 5000)), len(data))


_DAMAGES: tuple[Callable[[bytes, random.Random, list[bytes]], bytes], ...] = (
    _cut,
    _flip,
    _drop,
    _repeat,
    _insert,
    _splice,
)


def _megabytes(who: int) -> int:
    return resource.getrusage(who).ru_maxrss // 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    results = [tried(case) for case in cases(chosen.files, chosen.seed)]
    print("| form | files | loaded whole or in part | refused | longest |\n|---|--:|--:|--:|--:|")
    for ending in dict.fromkeys("." + result.case.name.rpartition(".")[2] for result in results):
        of = [result for result in results if result.case.name.endswith(ending)]
        loaded = sum(result.loaded > 0 for result in of)
        longest = max(result.seconds for result in of)
        print(f"| `{ending}` | {len(of)} | {loaded} | {len(of) - loaded} | {longest:.2f} s |")
    from knowledge.readers import apart

    apart.close()
    print(f"\nmost memory: this process {_megabytes(resource.RUSAGE_SELF)} MB, ", end="")
    print(f"the process apart {_megabytes(resource.RUSAGE_CHILDREN)} MB")
    common = Counter(reason[:70] for result in results for reason in result.reasons).most_common(25)
    print("\n".join(f"{count:>6}  {reason}" for reason, count in common))
    late = [result for result in results if result.seconds > MOST_SECONDS]
    sys.exit(f"{len(late)} took longer than {MOST_SECONDS} s: {[r.case.name for r in late]}" if late else 0)


if __name__ == "__main__":
    main()
