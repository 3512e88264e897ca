"""Kills the bot while many questions are in flight, and counts which were answered: never, once, twice.

usage: python -m tests.benchmarks.kills [--times N] [--questions N]

For each way of delivery, each time: 12 people ask so many questions, in private and in two groups; a call to Telegram
takes 50 ms. The bot is killed (SIGKILL) once a tenth to nine tenths of them are answered, and started again on the
same data folder. The answers come from a script after 0.05 s each, so that what is measured is the delivery.
"""

from __future__ import annotations

import argparse
import random
import signal
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.botapi.audit import Audit
from tests.botapi.process import free_port, running_bot
from tests.botapi.server import StandIn
from tests.botapi.world import Person
from tests.test_delivery import webhook

PEOPLE = [Person(2000 + number, f"Person {number}") for number in range(12)]
LATENCY = 0.05  # seconds
LONGEST = 120.0  # seconds after the kill in which all must be answered


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--questions", type=int, default=150)
    options = parser.parse_args()
    for mode in ("polling", "webhook"):
        tally: Counter[int] = Counter()
        seconds = []
        for seed in range(options.times):
            found, took = killed(mode, options.questions, random.Random(seed))
            tally.update(found)
            seconds.append(took)
        asked = options.times * options.questions
        print(
            f"{mode}: {options.times} kills, {asked} questions: {tally[0]} unanswered, {tally[1]} answered once, "
            f"{sum(count for replies, count in tally.items() if replies > 1)} answered twice; "
            f"all answered {sorted(seconds)[len(seconds) // 2]:.1f} s (median) after the new start",
            flush=True,
        )


def killed(mode: str, questions: int, rng: random.Random) -> tuple[dict[int, int], float]:
    """The tally of replies, and the seconds from the new start to the last answer."""
    settings = webhook(free_port()) if mode == "webhook" else {}
    settings["MEETINGS_STAFF_IDS"] = ",".join(str(person.id) for person in PEOPLE)
    with tempfile.TemporaryDirectory() as folder, StandIn(privacy=False, latency=LATENCY) as telegram:
        telegram.webhook.first_pause, telegram.webhook.longest_pause = 0.1, 0.5
        audit, place = Audit(telegram), Path(folder)
        with running_bot(telegram.base_url, place, token=telegram.token, **settings) as bot:
            bot.wait_for_log("is ready")
            ask(telegram, audit, questions, rng)
            until = round(questions * rng.uniform(0.1, 0.9))
            telegram.wait(lambda: len(audit.unanswered) <= questions - until, "answers", 60)
            bot.process.send_signal(signal.SIGKILL)
            bot.process.wait()
        began = time.monotonic()
        with running_bot(telegram.base_url, place, token=telegram.token, **settings):
            audit.wait(LONGEST)
            took = time.monotonic() - began
            tally = audit.wait(1.0, settle=1.0)
        if telegram.violations:
            raise RuntimeError(f"Telegram would refuse: {telegram.violations}")
        return tally, took


def ask(telegram: StandIn, audit: Audit, questions: int, rng: random.Random) -> None:
    """Questions of all people, in private chats and in two groups."""
    groups = [telegram.world.group(-100100), telegram.world.group(-100200)]
    for number in range(questions):
        person, text = rng.choice(PEOPLE), f"slow 0.05 {number}"
        if rng.random() < 0.3:
            audit.asked(telegram.world.says_in(rng.choice(groups), person, f"/ask@meetings_bot {text}"))
        else:
            audit.asked(telegram.world.says(person, text))


if __name__ == "__main__":
    main()
