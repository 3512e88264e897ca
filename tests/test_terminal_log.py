"""Questions in the terminal stand in the answer log, too, and a log that cannot be written costs nothing."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from bot.records import FILE
from tests.warm_process import warm_meetings

if TYPE_CHECKING:
    from pathlib import Path

QUESTION = "How do I renew a passport?"


def logged(data: Path) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(data / FILE)) as database:
        return database.execute("SELECT place, answered, question, chat FROM answers").fetchall()


def test_what_is_asked_at_the_prompt_is_logged_and_many_at_once_are_not(
    samples: Path, data: Path, cache: Path, tmp_path: Path
) -> None:
    shutil.copytree(samples, data, ignore=shutil.ignore_patterns("bot.db*"))
    assert warm_meetings("chat", data=data, cache=cache, typed=f"{QUESTION}\n\n").code == 0
    assert logged(data) == [("terminal", 0, QUESTION, None)]
    many = tmp_path / "questions.jsonl"
    many.write_text(json.dumps({"id": "1", "text": QUESTION}), encoding="utf-8")
    done = warm_meetings(
        "ask", "--questions", str(many), "--out", str(tmp_path / "out.jsonl"), data=data, cache=cache
    )
    assert done.code == 0
    assert len(logged(data)) == 1


def test_a_log_that_cannot_be_written_costs_no_answer(samples: Path, data: Path, cache: Path) -> None:
    shutil.copytree(samples, data, ignore=shutil.ignore_patterns("bot.db*"))
    (data / FILE).unlink(missing_ok=True)
    (data / FILE).mkdir()  # as good as a folder that may only be read, also for root
    done = warm_meetings("ask", QUESTION, "--json", data=data, cache=cache)
    assert (done.code, done.err, done.json["answered"]) == (0, "", False)
