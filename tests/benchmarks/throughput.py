"""Answers a minute over Telegram, beside an echo bot on the same stand-in and the bare model.

usage: python -m tests.benchmarks.throughput [--people 8] [--questions 160]

So many people ask the sample questions, each the next one as soon as the last is answered; a call to Telegram takes
50 ms. The bot is the real one with the built-in model, over the sample articles: once encoding questions that wait
together in one batch, once each alone. The bare model encodes the same questions in batches of 8.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from platformdirs import user_cache_path

from tests.botapi.audit import Audit
from tests.botapi.process import running_bot
from tests.botapi.server import StandIn
from tests.botapi.world import Person
from tests.meetings_process import ROOT, meetings

LATENCY = 0.05  # seconds
TELEGRAMS_LIMIT = 30.0  # messages a second of one bot
BATCH = 8
START_SECONDS = 60.0
OURS = "tests.benchmarks.throughput"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=8)
    parser.add_argument("--questions", type=int, default=160)
    parser.add_argument("--bot", choices=["together", "alone", "echo"], help="for itself: run as this bot")
    options = parser.parse_args()
    if options.bot:
        run_bot(options.bot)
        return
    asked = list(questions(options.questions))
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        loaded = meetings("load", str(ROOT / "knowledge" / "samples"), data=data, cache=user_cache_path("meetings"))
        if loaded.code:
            raise RuntimeError(loaded.err)
        rates = {kind: rate(kind, asked, options.people, Path(folder)) for kind in ("echo", "together", "alone")}
    rates["bare model"] = bare(asked)
    best = min(rates["bare model"], TELEGRAMS_LIMIT)
    for name, value in rates.items():
        print(f"{name:<12} {value:6.1f} a second, {60 * value:6.0f} a minute")
    print(f"together : least of bare model and Telegram's {TELEGRAMS_LIMIT:.0f}  {rates['together'] / best:.2f}")


def questions(number: int) -> Iterator[str]:
    """The sample questions, over and over."""
    lines = (ROOT / "tests" / "sample_questions.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    return (texts[n % len(texts)] for n in range(number))


def rate(kind: str, asked: Sequence[str], people: int, folder: Path) -> float:
    """Answers a second once every person had one."""
    persons = [Person(3000 + number) for number in range(people)]
    settings = {
        "MEETINGS_STAFF_IDS": ",".join(str(person.id) for person in persons),
        "MEETINGS_DATA_DIR": str(folder / "data"),
        "MEETINGS_CACHE_DIR": str(user_cache_path("meetings")),
        "HF_HUB_OFFLINE": "1",
    }
    command = (sys.executable, "-m", OURS, "--bot", kind)
    for records in (folder / "data").glob("bot.db*"):  # each stand-in numbers its updates from the same number on
        records.unlink()
    with StandIn(latency=LATENCY) as telegram:
        with running_bot(telegram.base_url, folder, token=telegram.token, command=command, **settings) as bot:
            first = Audit(telegram, [telegram.world.says(person, asked[0]) for person in persons])
            if first.wait(START_SECONDS).get(0):
                raise RuntimeError(f"the bot does not answer:\n{bot.log}")
            seconds = converse(telegram, persons, asked)
            if bot.stop():
                raise RuntimeError(bot.log)
        if telegram.violations:
            raise RuntimeError(f"Telegram would refuse: {telegram.violations}")
    return len(asked) / seconds


def converse(telegram: StandIn, persons: Sequence[Person], asked: Sequence[str]) -> float:
    """Seconds until all is answered, each person asking on as soon as the last question was answered."""
    waiting = list(reversed(asked))
    open_ones: dict[int, Audit] = {}
    began = time.monotonic()
    while waiting or open_ones:
        for person in persons:
            last = open_ones.get(person.id)
            if last is not None and not last.unanswered:
                del open_ones[person.id]
                last = None
            if last is None and waiting:
                open_ones[person.id] = Audit(telegram, [telegram.world.says(person, waiting.pop())])
        time.sleep(0.002)
        if time.monotonic() - began > 600:
            raise TimeoutError("the bot does not answer")
    return time.monotonic() - began


def bare(asked: Sequence[str]) -> float:
    """Questions a second that the model encodes in batches."""
    from retrieval import e5
    from retrieval.encoder import SentenceEncoder

    encoder = SentenceEncoder(e5.NAME, user_cache_path("meetings"))
    encoder.encode_questions(asked[:BATCH])
    began = time.monotonic()
    for start in range(0, len(asked), BATCH):
        encoder.encode_questions(asked[start : start + BATCH])
    return len(asked) / (time.monotonic() - began)


def run_bot(kind: str) -> None:
    """This process as a bot."""
    if kind == "echo":
        echo()
        return
    from bot import application, opening
    from retrieval.batching import BatchingEncoder

    settings = opening.settings()
    answerer = opening.answerer(settings, lambda what, share: None)
    if kind == "alone" and isinstance(answerer.encoder, BatchingEncoder):
        answerer.encoder = answerer.encoder.inner
    answerer.warm()
    application.run(settings, answerer)


def echo() -> None:
    """A bot that says what it is told, with as many updates at once as ours."""
    from telegram import Update
    from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters

    async def say(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        if update.message:
            await update.message.reply_text(update.message.text or "", do_quote=True)

    builder = ApplicationBuilder().token(os.environ["MEETINGS_TELEGRAM_TOKEN"])
    builder = builder.base_url(os.environ["MEETINGS_TELEGRAM_BASE_URL"]).concurrent_updates(8)
    bot = builder.build()
    bot.add_handler(MessageHandler(filters.TEXT, say))
    bot.run_polling()


if __name__ == "__main__":
    main()
