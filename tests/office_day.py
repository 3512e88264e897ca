"""One day of a district office with the bot: twelve people ask, read on, load, correct, in all kinds of chats.

    python -m tests.office_day FOLDER

goes through the day with the real `meetings bot`, the built-in model and the sample articles, and draws some of its
chats into FOLDER (needs Chromium). `tests/test_office_day.py` goes through it with the toy bot.
"""

from __future__ import annotations

import argparse
import copy
import os
import re
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from platformdirs import user_cache_path

from tests.botapi.audit import Audit
from tests.botapi.process import CHINESE_STAFF, STAFF, STRANGER, running_bot
from tests.botapi.server import StandIn
from tests.botapi.world import Person
from tests.meetings_process import ROOT, meetings
from tests.picture import draw

if TYPE_CHECKING:
    from tests.botapi.rules import Json

ADA, LIN, MALLORY = STAFF, CHINESE_STAFF, STRANGER
BO, CHEN, EVA, FANG = Person(1003, "Bo"), Person(1004, "Chen", "zh-hans"), Person(1005, "Eva"), Person(1006, "Fang")
GUS, HUI = Person(1007, "Gus"), Person(1008, "Hui", "zh-hans")
MARA, LUO = Person(2001, "Mara"), Person(2002, "Luo", "zh-hans")
IVY = Person(3001, "Ivy")  # let in during the day
ASKING = (ADA, LIN, BO, CHEN, EVA, FANG, GUS, HUI)
SETTINGS = {
    "MEETINGS_STAFF_IDS": ",".join(str(each.id) for each in ASKING),
    "MEETINGS_MAINTAINER_IDS": f"{MARA.id},{LUO.id}",
    "MEETINGS_ANSWER_LOG": "full",  # corrections need to know the chat
    "MEETINGS_CONTACT": "Lin, room 4",
}
FLOODS = 7  # a topic of the forum
START_SECONDS = 120.0
PICTURES = ("private", "reading", "refusal", "chinese", "forum", "maintainer")
COLOURS = 256

MARKET = """\
---
title: Night market on Mill Terrace
url: https://linxi.example/en/night-market
publisher: Linxi Bulletin (invented sample)
language: en
{date}---
The office decided to hold a night market on Mill Terrace on Friday evenings. Stalls are let by draw.

The fee for a market stall is {fee} yuan an evening.
"""
FEE = "What is the fee for a market stall?"


@dataclass(frozen=True)
class Words:
    """What is asked; it has to fit the articles."""

    question: str
    follow_up: str
    several: str  # has more than one quote
    later: str  # what `several` is edited into
    unknown: str
    chinese: str
    person: str


SAMPLES = Words(
    question="How long did the east gate of the Luxiang flood barrier need to close?",
    follow_up="And who presided?",
    several="What does the repair of Yazui Bridge cost?",
    later="Who voted against Resolution 2024-31?",
    unknown="How do I renew a passport?",
    chinese="鸭嘴桥什么时候恢复通车？",
    person="Gu Wenqing",
)


@dataclass
class Day:
    """What was asked, what the bot told in each scene, and the chats as they stood when a scene was over."""

    telegram: StandIn
    words: Words
    audit: Audit
    told: dict[str, str] = field(default_factory=dict)
    chats: dict[str, list[Json]] = field(default_factory=dict)

    def answer(self, question: Json) -> Json:
        """The bot's reply; the question is one that must get exactly one."""
        return self.telegram.answer(self.audit.asked(question))

    def asks(self, person: Person, text: str) -> Json:
        return self.answer(self.telegram.world.says(person, text))

    def tells(self, scene: str, message: Json) -> Json:
        """Keeps what the message says now."""
        shown = self.telegram.world.shown(message)
        self.told[scene] = str(shown.get("text", shown.get("caption")))
        return message

    def taps(self, person: Person, message: Json, label: str, pattern: str = "") -> Json:
        """The message once the press has changed it, into what ``pattern`` describes."""
        before = copy.deepcopy(self.telegram.world.shown(message))
        self.toast(person, message, label)

        def changed() -> bool:
            now = self.telegram.world.shown(message)
            return bool(now != before and re.search(pattern, now["text"]))

        self.telegram.wait(changed, f"what {label!r} leads to")
        return self.telegram.world.shown(message)

    def toast(self, person: Person, message: Json, label: str) -> str:
        """What a pressed button says over the chat."""
        pressed = self.telegram.world.taps(person, message, label)
        return str(self.telegram.button_answer(pressed).get("text", ""))

    def next_in(self, chat: int, act: str, before: int) -> Json:
        """The bot's next message in a chat, where it replies to nothing that was asked."""
        self.telegram.wait(lambda: len(self.telegram.sent(chat)) > before, act)
        return self.telegram.sent(chat)[-1]

    def over(self, name: str, chat: int) -> None:
        self.chats[name] = self.telegram.recorded(chat)


def live(telegram: StandIn, words: Words) -> Day:
    """The whole day against a bot that is ready."""
    telegram.world.inline_feedback = True
    day = Day(telegram, words, Audit(telegram))
    for scene in (morning, private, reading, refusal, chinese, lists, group, open_group, forum, inline, stranger):
        scene(day)
    for scene in (upload, correction, reports, newcomer):
        scene(day)
    day.audit.wait(settle=0.3)
    return day


def morning(day: Day) -> None:
    """All greet the bot at once."""
    greetings = [day.audit.asked(day.telegram.world.says(each, "/start")) for each in (*ASKING, MARA, LUO)]
    for greeting in greetings:
        day.telegram.answer(greeting)
    for each in (*ASKING, MARA, LUO):
        day.telegram.world.private(each).messages.clear()  # pictures begin with the questions


def private(day: Day) -> None:
    first = day.tells("answer", day.asks(ADA, day.words.question))
    day.told["good"] = day.toast(ADA, first, "👍")
    day.tells("follow-up", day.asks(ADA, day.words.follow_up))
    day.over("private", ADA.id)


def reading(day: Day) -> None:
    several = day.asks(BO, day.words.several)
    day.tells("second quote", day.taps(BO, several, "More"))
    one = day.asks(BO, day.words.question)
    day.tells("context", day.taps(BO, one, "In context"))
    day.over("reading", BO.id)
    day.taps(BO, several, "‹ Quote 1")
    day.tells("article", day.taps(BO, one, "Article"))
    day.taps(BO, one, "‹ Quote")
    question = day.telegram.world.says(EVA, day.words.several)
    answer = day.answer(question)
    text = answer["text"]
    day.telegram.world.edits(question, day.words.later)
    day.telegram.wait(lambda: day.telegram.world.shown(answer)["text"] != text, "the answer to the edited question")
    day.tells("edited", answer)
    day.taps(EVA, answer, "👎")
    day.told["bad"] = day.toast(EVA, answer, "Out of date")


def refusal(day: Day) -> None:
    day.tells("refusal", day.asks(GUS, day.words.unknown))
    day.over("refusal", GUS.id)


def chinese(day: Day) -> None:
    day.tells("Chinese answer", day.asks(LIN, day.words.chinese))
    day.tells("Chinese list", day.asks(LIN, "/meetings 2024-04"))
    day.over("chinese", LIN.id)
    day.tells("Chinese refusal", day.asks(HUI, day.words.unknown))
    menu = day.asks(CHEN, "/language")
    day.tells("language", day.taps(CHEN, menu, "English"))
    day.taps(CHEN, menu, "As in my Telegram")


def lists(day: Day) -> None:
    day.tells("meetings", day.asks(FANG, f"/meetings {day.words.person}"))
    day.tells("people", day.asks(FANG, "/people"))
    day.tells("about", day.asks(FANG, "/about"))
    day.tells("privacy", day.asks(FANG, "/privacy"))


def group(day: Day) -> None:
    """Privacy mode on: the bot is shown commands with its name and replies to it."""
    world = day.telegram.world
    office = world.group(-1001, title="District office")
    world.says_in(office, EVA, "Does anybody remember? I ask the bot.")
    answer = day.answer(world.says_in(office, EVA, f"/ask@meetings_bot {day.words.question}"))
    day.tells("group", answer)
    day.tells("group reply", day.answer(world.replies(GUS, answer, day.words.follow_up)))
    pressed = world.presses(MALLORY, answer, "v1:up:x:q0")
    day.told["stranger's press"] = str(day.telegram.button_answer(pressed).get("text"))
    world.says_in(office, MALLORY, f"/ask@meetings_bot {day.words.question}")
    day.over("group", office.id)


def open_group(day: Day) -> None:
    """Privacy mode off: the bot is shown all, and answers what is meant for it."""
    world = day.telegram.world
    team = world.group(-1002, title="Bridge team", privacy=False)
    world.says_in(team, FANG, day.words.question)
    day.tells("mention", day.answer(world.says_in(team, HUI, f"@meetings_bot {day.words.several}")))
    day.told["messages to the team"] = str(len(day.telegram.sent(team.id)))


def forum(day: Day) -> None:
    world = day.telegram.world
    district = world.group(-1003, title="Linxi District", topics=frozenset({1, FLOODS}))
    district.topic_names[FLOODS] = "Floods"
    asked = world.says_in(district, ADA, f"/ask@meetings_bot {day.words.question}", message_thread_id=FLOODS)
    answer = day.answer(asked)
    followed = day.answer(world.replies(CHEN, answer, day.words.follow_up))
    day.told["topics"] = f"{answer.get('message_thread_id')} {followed.get('message_thread_id')}"
    day.over("forum", district.id)


def inline(day: Day) -> None:
    world = day.telegram.world
    given = day.telegram.inline_answer(world.asks_inline(FANG, day.words.question))
    sent = world.chooses_inline(FANG, given["results"][0], world.elsewhere(-1004))
    day.tells("inline", sent)
    day.told["inline vote"] = day.toast(FANG, sent, "👍")


def stranger(day: Day) -> None:
    before = len(day.telegram.sent(MALLORY.id))
    day.telegram.world.says(MALLORY, day.words.question)
    day.tells("stranger", day.next_in(MALLORY.id, "the sentence for strangers", before))


def upload(day: Day) -> None:
    """A file without a date is dated, loaded, asked about at once, and taken back."""
    card = day.tells("card", day.answer(_market(day, MARA, fee=40)))
    before = len(day.telegram.sent(MARA.id))
    day.toast(MARA, card, "Set date")
    prompt = day.next_in(MARA.id, "the question for the date", before)
    dated = day.tells("dated card", day.answer(day.telegram.world.replies(MARA, prompt, "2025-03-20")))
    loaded = day.tells("loaded", day.taps(MARA, dated, "Load", "^Loaded"))
    day.tells("asked at once", day.asks(MARA, FEE))
    day.over("maintainer", MARA.id)
    day.tells("undone", day.taps(MARA, loaded, "Undo", "^Taken back"))
    day.tells("asked after undo", day.asks(MARA, FEE))


def correction(day: Day) -> None:
    """An article is corrected after somebody was answered from it; who was answered is told."""
    day.telegram.world.passes(60)  # files sent within seconds are one report
    day.taps(MARA, day.answer(_market(day, MARA, 40, "date: 2025-03-20\n")), "Load", "^Loaded")
    quoted = day.tells("first version", day.asks(GUS, FEE))
    day.telegram.world.passes(60)
    card = day.tells("second card", day.answer(_market(day, MARA, 50, "date: 2025-03-20\n")))
    day.taps(MARA, card, "Load", "^Loaded")
    stale = day.tells("stale", day.asks(MARA, "/stale"))
    before = len(day.telegram.sent(GUS.id))
    day.taps(MARA, stale, "Send correction", "^The correction was sent")
    told = day.tells("correction", day.next_in(GUS.id, "the correction", before))
    if told["reply_to_message"]["message_id"] != quoted["message_id"]:
        raise AssertionError("The correction replies to another message.")
    day.over("correction", GUS.id)
    day.telegram.world.passes(60)
    day.tells("Chinese card", day.answer(_market(day, LUO, 50, "date: 2025-03-20\n")))


def reports(day: Day) -> None:
    for name in ("gaps", "stats", "audit"):
        day.tells(name, day.asks(MARA, f"/{name}"))
    day.tells("for maintainers", day.asks(ADA, "/audit"))


def newcomer(day: Day) -> None:
    day.asks(MARA, "/staff add")
    day.tells("let in", day.answer(day.telegram.world.forwards(MARA, IVY, "Good morning!")))
    day.tells("newcomer", day.asks(IVY, day.words.question))


def _market(day: Day, person: Person, fee: int, date: str = "") -> Json:
    text = MARKET.format(fee=fee, date=date)
    return day.telegram.world.sends_document(person, "night-market.md", text.encode())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    target = parser.parse_args().folder
    target.mkdir(parents=True, exist_ok=True)
    day = _with_samples()
    for name in PICTURES:
        picture = target / f"day-{name}.png"
        draw(day.chats[name], picture, me=ADA.id if name == "forum" else None)
        with Image.open(picture) as drawn:
            palette = drawn.convert("RGB").quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        palette.save(picture, optimize=True)
        print(f"{picture}: {picture.stat().st_size / 1000:.0f} kB")
    for scene, text in day.told.items():
        print(f"\n== {scene}\n{text}")
    print(f"\nreplies to {len(day.audit.questions)} questions: {day.audit.tally()}")
    if day.telegram.violations:
        raise SystemExit(f"Telegram would refuse: {day.telegram.violations}")


def _with_samples() -> Day:
    """The day with the real bot over the sample articles."""
    cache = Path(os.environ.get("MEETINGS_CACHE_DIR") or user_cache_path("meetings"))
    command = (sys.executable, "-m", "bot.cli", "bot")
    with tempfile.TemporaryDirectory() as name, StandIn() as telegram:
        data = Path(name) / "data"
        done = meetings("load", str(ROOT / "knowledge" / "samples"), data=data, cache=cache)
        if done.code:
            raise SystemExit(done.err)
        more = SETTINGS | {"MEETINGS_DATA_DIR": str(data), "MEETINGS_CACHE_DIR": str(cache), "HF_HUB_OFFLINE": "1"}
        with running_bot(telegram.base_url, Path(name), token=telegram.token, command=command, **more):
            telegram.wait(lambda: telegram.polls > 0, "the bot to start polling", START_SECONDS)
            return live(telegram, SAMPLES)


if __name__ == "__main__":
    main()
