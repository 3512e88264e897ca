"""Updates that nobody means well with crash nothing, and no call of the bot is refused for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.benchmarks.hostile_updates import attacked

if TYPE_CHECKING:
    from pathlib import Path


def test_hostile_updates_and_articles_harm_nobody(tmp_path: Path) -> None:
    harm, log = attacked(tmp_path, 250, seed=1, drawn_articles=24)
    assert not harm.crashed, log
    assert (harm.refused, harm.tracebacks, harm.unanswered) == ((), 0, 0), log
    assert harm.answers
