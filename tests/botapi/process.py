"""The bot as a real process that talks to the stand-in, and the people who talk to the bot."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tests.botapi.server import PATIENCE
from tests.botapi.world import Person

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ROOT = Path(__file__).parents[2]
STAFF = Person(1001, "Ada")
CHINESE_STAFF = Person(1002, "Lin", "zh-hans")
STRANGER = Person(6666, "Mallory")
TOY_BOT = (sys.executable, "-m", "tests.toy_bot")


def free_port() -> int:
    """A port that nobody uses, below those that the system gives out: nobody takes it before the bot does."""
    while True:
        port = random.randint(20_000, 30_000)
        with socket.socket() as tried, suppress(OSError):
            tried.bind(("127.0.0.1", port))
            return port


class Bot:
    """A running bot: its process, and the file its log goes to."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
        self.log_file = log
        with log.open("wb") as stream:
            self.process = subprocess.Popen(
                command, cwd=log.parent, env=environment, stdout=stream, stderr=subprocess.STDOUT
            )

    @property
    def log(self) -> str:
        return self.log_file.read_text(encoding="utf-8")

    def wait_for_log(self, text: str) -> None:
        until = time.monotonic() + PATIENCE
        while text not in self.log:
            if time.monotonic() > until:
                raise TimeoutError(f"{text!r} never came in the log:\n{self.log}")
            time.sleep(0.02)

    def stop(self, sign: signal.Signals = signal.SIGTERM) -> int:
        """Asks the process to stop and gives its exit code."""
        self.process.send_signal(sign)
        return self.wait()

    def wait(self) -> int:
        try:
            return self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise


@contextmanager
def running_bot(
    address: str, folder: Path, *, token: str, command: Sequence[str] = TOY_BOT, **extra: str
) -> Iterator[Bot]:
    """A bot process that talks to the Bot API server at ``address``; killed at the end if still there."""
    bot = Bot(command, environment(address, token) | extra, folder / "bot.log")
    try:
        yield bot
    finally:
        bot.process.kill()
        bot.process.wait()


def environment(address: str, token: str) -> dict[str, str]:
    """What the process finds in its environment: nothing of the developer's own settings or proxies."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("MEETINGS_") and not name.lower().endswith("_proxy")
    }
    return kept | {
        "PYTHONPATH": str(ROOT),
        "MEETINGS_TELEGRAM_BASE_URL": address,
        "MEETINGS_TELEGRAM_BASE_FILE_URL": address.removesuffix("bot") + "file/bot",
        "MEETINGS_TELEGRAM_TOKEN": token,
        "MEETINGS_QUESTIONS_PER_MINUTE": "0",
        "MEETINGS_STAFF_IDS": f"{STAFF.id},{CHINESE_STAFF.id}",
    }
