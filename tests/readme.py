"""Runs what the README shows: its console examples, and the chat in its picture.

    python -m tests.readme

writes the examples in README.md, docs/images/answer.json and docs/images/answer.png anew (needs Chromium). Look at
what has changed before you commit it: the tests hold the page to the code, not the code to what people need.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_cache_path

from tests.botapi.process import STAFF, running_bot
from tests.botapi.server import StandIn
from tests.botapi.world import SPOKEN_AT
from tests.meetings_process import ROOT
from tests.picture import Json, draw
from tests.warm_process import warm_meetings

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = ROOT / "README.md"
CHAT = ROOT / "docs" / "images" / "answer.json"
PICTURE = CHAT.with_suffix(".png")
LOAD = f"meetings load {shlex.quote(str(ROOT / 'knowledge' / 'samples'))}"

_CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_TALK = re.compile(r"^```text\n(\$ meetings chat.*?)^```$", re.MULTILINE | re.DOTALL)
_PROMPT = re.compile(r"^\?(?: |$)", re.MULTILINE)
_ID = re.compile(r"(v1:[a-z]+:)[A-Za-z0-9_-]{8}(:)")  # of an answer, which is another one each time
_BOT = (sys.executable, "-m", "bot.cli", "bot")
_START_SECONDS = 120.0


@dataclass(frozen=True)
class Example:
    """A command as it is typed, and what it prints, without blanks at the ends of lines."""

    command: str
    output: str


def examples(page: str) -> Iterator[Example]:
    """The console examples of a page; each block is one command after ``$`` and its output."""
    return map(_example, _CONSOLE.findall(page))


def talks(page: str) -> Iterator[str]:
    """The examples of `meetings chat`: each the command, then what was typed after ``?`` and what was answered."""
    return (block[1] for block in _TALK.finditer(page))


def talked(talk: str, data: Path, cache: Path) -> str:
    """The example with the answers that are given now."""
    command, *typed = re.findall(r"^[$?] (.*)$", talk, re.MULTILINE)
    _, *answers = _PROMPT.split(printed(command, data, cache, "".join(f"{each}\n" for each in typed)))
    told = (f"? {question}\n{answer}" for question, answer in zip(typed, answers, strict=False))
    return f"$ {command}\n{''.join(told)}"


def printed(command: str, data: Path, cache: Path, typed: str = "") -> str:
    """What ``meetings …`` prints in a terminal of 80 columns."""
    done = warm_meetings(*shlex.split(command)[1:], data=data, cache=cache, typed=typed, COLUMNS="80")
    if done.code:
        raise RuntimeError(f"{command} ended with {done.code}: {done.err}")
    return "\n".join(line.rstrip() for line in done.out.splitlines())


def chat(question: str, data: Path, cache: Path, folder: Path) -> list[Json]:
    """A question to the real bot and its answer, as the Bot API stand-in recorded them."""
    settings = {"MEETINGS_DATA_DIR": str(data), "MEETINGS_CACHE_DIR": str(cache), "HF_HUB_OFFLINE": "1"}
    with StandIn() as telegram:
        with running_bot(telegram.base_url, folder, token=telegram.token, command=_BOT, **settings):
            asked = telegram.world.says(STAFF, question)
            telegram.wait(lambda: bool(telegram.answers(asked)), "an answer", _START_SECONDS)
        if telegram.violations:
            raise RuntimeError(f"Telegram would refuse: {telegram.violations}")
        return [_undated(message) for message in telegram.transcript(STAFF.id)]


def _undated(message: Json) -> Json:
    """The message as if it had been written on a fixed day under a fixed id, so that records of it stay the same."""
    earlier = message.get("reply_to_message")
    for row in message.get("reply_markup", {}).get("inline_keyboard", []):
        for button in row:
            button |= {name: _ID.sub(r"\1answer-1\2", data) for name, data in button.items() if _ID.match(data)}
    return message | {"date": SPOKEN_AT} | ({"reply_to_message": _undated(earlier)} if earlier else {})


def question_of(command: str) -> str:
    """What is asked in ``meetings ask "…"``."""
    return shlex.split(command)[2]


def _example(block: str) -> Example:
    typed, _, output = block.partition("\n")
    return Example(typed.removeprefix("$ "), output.rstrip("\n"))


def _fresh(block: str, data: Path, cache: Path) -> str:
    command = _example(block).command
    return f"```console\n$ {command}\n{printed(command, data, cache)}\n```"


def main() -> None:
    cache = Path(os.environ.get("MEETINGS_CACHE_DIR") or user_cache_path("meetings"))
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        printed(LOAD, data, cache)
        page = _CONSOLE.sub(lambda block: _fresh(block[1], data, cache), PAGE.read_text(encoding="utf-8"))
        page = _TALK.sub(lambda block: f"```text\n{talked(block[1], data, cache)}```", page)
        PAGE.write_text(page, encoding="utf-8")
        first = next(examples(page)).command
        messages = chat(question_of(first), data, cache, Path(folder))
    CHAT.write_text(json.dumps(messages, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    draw(messages, PICTURE)


if __name__ == "__main__":
    main()
