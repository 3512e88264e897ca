"""Sends the bot updates that nobody means well with; counts crashes, refused calls, tracebacks, unanswered buttons.

usage: python -m tests.benchmarks.hostile_updates [--updates 10000] [--seed 0]

The bot is a real process over HTTP, with the toy encoder and articles of hostile text beside the toy articles.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.article import Article
from tests.botapi.audit import Audit
from tests.botapi.process import STAFF, STRANGER, running_bot
from tests.botapi.server import StandIn
from tests.botapi.world import Person
from tests.hostile import TEXTS, updates
from tests.toy_articles import ALL, open_engine, put
from tests.toy_encoder import ToyEncoder

if TYPE_CHECKING:
    from tests.botapi.rules import Json

MAINTAINER = Person(4001, "Mara")
PEOPLE = (STAFF, Person(1002, "Lin", "zh-hans"), MAINTAINER, STRANGER)
QUESTION = "Who approved the new bridge?"
# MOST
PACE = 0.004  # seconds between two updates
LAST = 120.0  # seconds in which all must be dealt with

# What no bot could foresee here: files and presses that were made up, a page that shows already what is asked for.
_OF_THE_SETTING = (
    *("wrong file_id", "query is too old", "message is not modified", "chat not found", "message to edit not found"),
)


@dataclass(frozen=True)
class Harm:
    """What went wrong."""

    crashed: bool
    refused: tuple[str, ...]
    tracebacks: int
    unanswered: int
    answers: bool  # an ordinary question at the end
    seconds: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--updates", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        harm, log = attacked(Path(folder), options.updates, options.seed)
    print(
        f"{options.updates} updates in {harm.seconds:.0f} s: {'crashed' if harm.crashed else 'no crash'}, "
        f"{len(harm.refused)} calls refused, {harm.tracebacks} errors in the log, {harm.unanswered} buttons not "
        f"answered, an ordinary question at the end {'answered' if harm.answers else 'NOT answered'}"
    )
    for each in harm.refused[:10]:
        print("  refused:", each[:300])
    if harm.tracebacks:
        print("\n".join(line for line in log.splitlines() if "ERROR" in line or line.startswith("  File"))[-3000:])


def attacked(folder: Path, number: int, seed: int) -> tuple[Harm, str]:
    """What so many updates do, and the bot's log."""
    data, encoder = folder / "data", ToyEncoder()
    engine = open_engine(data, encoder.model)
    put(engine, encoder, *ALL, *hostile_articles())
    engine.library.close()
    ids = ",".join(str(person.id) for person in PEOPLE[:2])
    settings = {"TOY_LIBRARY": "1", "MEETINGS_STAFF_IDS": ids, "MEETINGS_MAINTAINER_IDS": str(MAINTAINER.id)}
    began = time.monotonic()
    with StandIn() as telegram, running_bot(telegram.base_url, folder, token=telegram.token, **settings) as bot:
        bot.wait_for_log("is ready")
        send(telegram, number, seed)
        questions = [telegram.world.says(person, QUESTION) for person in PEOPLE[:3]]
        tally = Audit(telegram, questions).wait(LAST, settle=1.0)
        answers = tally == {1: 3}
        harm = Harm(
            crashed=bot.process.poll() is not None,
            refused=tuple(each for each in telegram.violations if not any(part in each for part in _OF_THE_SETTING)),
            tracebacks=bot.log.count(" failed with ") + bot.log.count("Traceback"),
            unanswered=len(telegram.unanswered_buttons),
            answers=answers,
            seconds=time.monotonic() - began,
        )
        return harm, bot.log


def hostile_articles() -> list[Article]:
    """Articles whose titles and texts are hostile, too, as far as the check would let them through."""
    surrogates = [text for text in TEXTS if any("\ud800" <= character <= "\udfff" for character in text)]
    texts = [text for text in TEXTS if text.strip() and "\x00" not in text and text not in surrogates]
    return [
        Article(f"hostile{place}", text[:200], f"The bridge: {text}\n\n{text}", "en", url="javascript:alert(1)")
        for place, text in enumerate(texts)
    ]


def send(telegram: StandIn, number: int, seed: int) -> None:
    """The updates, one after the other."""
    world = telegram.world
    group = world.group(-100700, topics=frozenset({1, 7}), privacy=False)
    channel = world.channel(-100701)
    shown = {person.id: world.bot_says(world.private(person), {"text": "an answer"}) for person in PEOPLE}
    for kind, payload, whole in updates(number, PEOPLE, [group.json(), channel.json()], seed):
        if kind == "callback_query" and whole:
            known(telegram, world.callbacks, payload)
            payload = payload | {"message": shown[payload["from"]["id"]]}
        if kind == "inline_query" and whole:
            known(telegram, world.inline_queries, payload)
        world.raw(kind, payload)
        time.sleep(PACE)


def known(telegram: StandIn, queries: dict[str, bool], payload: Json) -> None:
    """Makes the stand-in know a button's press or a query, as Telegram knows those that it sends."""
    queries[payload["id"]] = False
    telegram.world.asked_at[payload["id"]] = time.monotonic()


if __name__ == "__main__":
    main()
