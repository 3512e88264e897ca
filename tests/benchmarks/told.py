"""Counts what is read out of sets of articles that mostly report of no meeting, and how fast: what is found is noise.

python -m tests.benchmarks.told ../shared/data [--show 20]
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from knowledge.article import Accepted, Draft
from knowledge.check import check
from knowledge.facts import Kind, Origin, read_facts

_SETS = ("xquad-en", "xquad-zh", "cmrc2018", "mtrag-clapnq", "qmsum-committee")
_SCALE = "scale/council-record-100k.jsonl.gz"
_EVERY = 6  # of the large set one article in so many


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--show", type=int, default=0, help="so many of the facts of each set")
    given = parser.parse_args()
    for name in (*_SETS, _SCALE):
        _count(name, given.data, given.show)


def _count(name: str, data: Path, show: int) -> None:
    counts: Counter[Kind] = Counter()
    shown: list[str] = []
    articles = characters = 0
    seconds = 0.0
    for line in _lines(name, data):
        fields = json.loads(line)
        found = check(Draft(name, fields["text"], fields))
        if not isinstance(found, Accepted):
            continue
        begin = time.perf_counter()
        facts = read_facts(found.article)
        seconds += time.perf_counter() - begin
        articles, characters = articles + 1, characters + len(found.article.text)
        for fact in facts:
            if fact.kind is not Kind.MEETING_DATE and fact.origin is Origin.TEXT:
                counts[fact.kind] += 1
                shown.append(f"   {fact.kind} {fact.value!r}: {_around(found.article.text, fact.start, fact.end)!r}")
    told = ", ".join(f"{kind} {count}" for kind, count in counts.items()) or "nothing"
    print(f"{name}: {articles} articles, {characters:,} characters, {seconds:.1f} s: {told}")
    print("\n".join(shown[:show]), end="\n" if show else "")


def _lines(name: str, data: Path) -> Iterator[str]:
    if name == _SCALE:
        with gzip.open(data / name, "rt", encoding="utf-8") as file:
            yield from (line for number, line in enumerate(file) if number % _EVERY == 0)
    else:
        yield from (data / name / "articles.jsonl").read_text(encoding="utf-8").splitlines()


def _around(text: str, start: int, end: int) -> str:
    return text[max(0, start - 40) : end + 40]


if __name__ == "__main__":
    main()
