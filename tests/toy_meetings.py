"""`meetings load` as a process of its own with the toy encoder: says on standard output how far it is.

python -m tests.toy_meetings DATA SOURCE [SECONDS A TEXT COSTS]
"""

from __future__ import annotations

import sys
from pathlib import Path

from retrieval.loading import load, read_all
from tests.toy_articles import open_engine
from tests.toy_encoder import ToyEncoder


def main(data: str, source: str, seconds: str = "0") -> None:
    say("begun")
    encoder = ToyEncoder(seconds=float(seconds))
    engine = open_engine(Path(data), encoder.model)
    report = load(read_all([Path(source)]), engine, encoder, lambda done, total: say(f"embedded {done} {total}"))
    say(f"loaded {report.generation}")


def say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
