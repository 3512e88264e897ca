"""Updates and articles that nobody means well with, as Hypothesis strategies: parts missing, texts, limits."""

from __future__ import annotations

import itertools
import re
import time
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from knowledge.article import Accepted, Draft
from knowledge.check import check
from tests.botapi.rules import LONGEST_TEXT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hypothesis.strategies import DrawFn, SearchStrategy

    from knowledge.article import Article
    from tests.botapi.rules import Json
    from tests.botapi.world import Person

    Sent = tuple[str, Json, bool]  # its kind, the payload, whether it has all its parts

TEXTS = (
    "",
    " ",
    "\n\n\t",
    "Who approved the new bridge?",
    "谁主持了会议？",
    "<b>bold</b> & <script>alert(1)</script> _md_ *md* [x](javascript:1) `code`",
    "\u202eright to left\u202c \u2066isolate\u2069 שלום مرحبا bridge?",
    "👩‍👩‍👧‍👦🏳️‍🌈" * 40,
    "a" * 4096,
    "议" * 4096,
    "e" + "\u0301" * 500,
    "half a character \ud83d and \udc00",
    "\x00\x01\x1b[31m null and escapes",
    'after:9999-99-99 before:x person:"\'; DROP TABLE articles; --" place:%_* publisher:',
    '"' * 300,
    '“quoted” 「引文」 "' * 30,
    "/ask",
    "/ask " + "x" * 4000,
    "/ask@meetings_bot \u200b",
    "/start a_" + "z" * 60,
    "/start ../../etc/passwd",
    "/start " + "%00" * 20,
    "/meetings 9999-99",
    "/meetings \ud800",
    "/people " + "9" * 40,
    "/remove " + "%" * 100,
    "/staff add 99999999999999999999999999",
    "/staff remove me",
    "/audit -1",
    "/language xx",
    "/undo 1e9",
    "http://127.0.0.1:1/" + "a" * 500,
    "https://[::1]/ http://0/ http://user:pass@127.0.0.1:1/x",
    "NaN Infinity -0 1e309 ٣٤٥ ²³",
    "and?",
    "last week on 31 February 0000 at 25:61",
    "AND OR NOT NEAR( * ^ : body: title:",
)
ACTIONS = (
    *("see", "up", "down", "why", "back", "open", "page", "meetings", "months", "people", "language", "load", "rm"),
    *("rmyes", "rmno", "undo", "leave", "audit", "staff", "gaps", "stale", "fix", "nothing"),
)
TOPICS = (1, 7, 2**31 - 1)
ID = "to be numbered"  # by who sends it
ARGUMENTS = (
    "",
    "0",
    "-1",
    "99999999999999999999",
    "x",
    "a:b:c:d",
    "bridge",
    "bridge:9999",
    "../..",
    "议",
    "%s",
    ":" * 20,
)
KINDS = (
    *("message", "edited_message", "callback_query", "inline_query", "chosen_inline_result", "channel_post"),
    *("edited_channel_post", "my_chat_member", "chat_member", "chat_join_request", "poll", "poll_answer"),
    *("message_reaction", "shipping_query", "pre_checkout_query", "business_message", "deleted_business_messages"),
)
_OFTEN = (
    *("message",) * 10,
    *("edited_message",) * 4,
    *("callback_query",) * 8,
    *("inline_query",) * 4,
    *("chosen_inline_result",) * 2,
    *KINDS[5:],
)
_ENTITIES = ("mention", "bot_command", "url", "text_link", "pre", "custom_emoji", "blockquote", "unheard-of")
CONTENTS: tuple[Json, ...] = (
    {"voice": {"file_id": "a", "file_unique_id": "b", "duration": 1}},
    {
        "sticker": {
            "file_id": "a",
            "file_unique_id": "b",
            "width": 1,
            "height": 1,
            "is_animated": False,
            "is_video": False,
            "type": "regular",
        }
    },
    {"document": {"file_id": "missing", "file_unique_id": "b", "file_name": "../../x\x00.txt", "file_size": 10}},
    {"document": {"file_id": "missing", "file_unique_id": "b"}},
    {"location": {"latitude": 1.0, "longitude": 2.0}},
    {"contact": {"phone_number": "1", "first_name": "x", "user_id": 1}},
    {"users_shared": {"request_id": 1, "users": [{"user_id": 2**52 - 1}]}},
    {"dice": {"emoji": "🎲", "value": 1}},
    {"new_chat_members": []},
    {"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}}},
)
COMMANDS = (
    *("ask", "start", "help", "meetings", "people", "language", "privacy", "remove", "undo", "audit", "staff"),
    *("stats", "gaps", "stale", "nothing"),
)
SEEN = range(10_000, 10_200)  # numbers of messages that come up again: edits, replies, albums

_SHORT = 10  # values that Hypothesis generates before it begins to repeat parts of them

# Ids at the edge of what they may be, of people and chats that there are in the world; and numbers beyond.
LARGEST_PERSON, LARGE_PERSON, LEAST_GROUP, SMALL_GROUP = 2**52 - 1, 2**31, -(2**52) + 1, -1
_LIMITS = (0, SMALL_GROUP, LARGE_PERSON, 2**52, -(2**52), 2**62, 2**63, -(2**63) - 1, 10**40, 0.5, 1e300)
_OTHER_KINDS: tuple[Any, ...] = (None, {}, [], [{}], [[]], True, "", {"id": {}}, float("nan"), float("inf"))


def drawn(strategy: SearchStrategy[Any], number: int, seeded: int, do: Callable[[Any], None]) -> None:
    """Does something with so many values of a strategy, the same for the same seed.

    In many short runs: in a long one four of five values would be the one before with a part of it repeated.
    """
    done = 0
    for run in itertools.count():
        for value in _run(strategy, f"{seeded}:{run}")[: number - done]:
            do(value)
            done += 1
        if done >= number:
            return


def _run(strategy: SearchStrategy[Any], seeded: str) -> list[Any]:
    """Some values; without the first two, which are the simplest there are in each run."""
    values: list[Any] = []

    @seed(seeded)
    @settings(
        max_examples=_SHORT,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def keep(value: Any) -> None:
        values.append(value)

    keep()
    return values[2:]


# Texts

_ANY = st.characters(exclude_categories=())  # halves of characters, too
_ODD = st.sampled_from(
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"  # directions
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\ufe0f\ufe0e\u20e3\u034f\u115f\u3164\u2028\u2029\x85\xa0\u3000"  # unseen
    "\u0301\u030a\u0333\u033f\u0489\u0e4e\u064b\u05b0\u093c"  # on top of others
    "👩👨👧🏳🌈👍🏿🇨🇳🇦🎲אבגדمرحبا"
    "٣²議议会０Ａﬁßıİſ谁？。“”「」\"'<>&*_`[](){}:@/#%|\\?!.\n\r\t\x00\x1b\x7f \ud83d\udc00"
)
_FIXED = st.sampled_from(TEXTS)
_ANY_TEXT, _ODD_TEXT = st.text(_ANY, min_size=1, max_size=200), st.text(_ODD, min_size=1, max_size=200)
_PIECES = _FIXED | _ANY_TEXT | _ODD_TEXT
_PILED = st.builds(lambda text, times: text * times, _ANY_TEXT | _ODD_TEXT, st.integers(1, LONGEST_TEXT))
_JOINED = st.builds("{}{}{}".format, _PIECES, st.sampled_from(["", " ", "bridge", "谁主持了", "\n\n", "?"]), _PIECES)
_COMMANDS = st.builds("/{}{}{}".format, st.sampled_from(COMMANDS), st.sampled_from(" \n\u2003"), _PIECES)
# What somebody may write: at most 4,096 characters of any kind.
ANY_TEXT = st.one_of(_FIXED, _ANY_TEXT, _ODD_TEXT, _PILED, _JOINED, _COMMANDS).map(lambda text: text[:LONGEST_TEXT])


# Articles


@st.composite
def articles(draw: DrawFn) -> Article | None:
    """An article whose parts are hostile as far as the check lets them through; None for what it refuses."""
    fields: Json = {"title": draw(ANY_TEXT)[:200], "url": draw(st.sampled_from(["", "https://a.example/x"]))}
    fields |= {
        "publisher": draw(ANY_TEXT)[:100],
        "people": [each[:30] for each in draw(st.lists(ANY_TEXT, max_size=3))],
    }
    fields |= {
        "place": draw(ANY_TEXT)[:50],
        "date": draw(st.sampled_from(["", "2023-01-20", "0001-01-01", "9999-12-31"])),
    }
    text = "\n\n".join(["The bridge: ", *draw(st.lists(ANY_TEXT, min_size=1, max_size=4))])
    found = check(Draft("hostile.json", text, fields))
    return found.article if isinstance(found, Accepted) else None


# Updates

_ODD_DATES = st.sampled_from([0, 1, 2**31 - 1, 253_402_300_799])
_ENTITY = st.fixed_dictionaries(
    {"type": st.sampled_from(_ENTITIES), "offset": st.integers(0, 5000), "length": st.integers(0, 5000)}
)
_CONTENT = st.sampled_from(CONTENTS)
_NUMBER = st.sampled_from(SEEN) | st.integers(1, 2**31 - 1)
_DATA = st.one_of(
    st.builds("v1:{}:{}".format, st.sampled_from(ACTIONS), st.sampled_from(ARGUMENTS)),
    st.builds("v1:{}:{}:{}".format, st.sampled_from(ACTIONS), st.sampled_from(ARGUMENTS), st.sampled_from(ARGUMENTS)),
    st.builds("v1:{}:{}".format, st.sampled_from(ACTIONS), _PIECES),
    _PIECES,
).map(lambda data: data.encode(errors="ignore")[:64].decode(errors="ignore"))
_OTHER = st.sampled_from(_LIMITS) | st.sampled_from(_OTHER_KINDS) | _FIXED | _ANY_TEXT
_ONE_IN = {number: st.sampled_from([False] * (number - 1) + [True]) for number in (2, 3, 4, 5, 8, 50)}
_ODDITIES: tuple[Json, ...] = (
    {"via_bot": {"id": 987, "is_bot": True, "first_name": "x"}},
    {"from": {"id": 987, "is_bot": True, "first_name": "x"}},
    {"sender_chat": {"id": -100701, "type": "channel", "title": "x"}},
    {"edit_date": 253_402_300_799},
    {"quote": {"text": "x", "position": 0}},
)


class _Maker:
    """Draws the parts of one update of these people in these chats."""

    def __init__(self, draw: DrawFn, people: Sequence[Person], chats: Sequence[Json]) -> None:
        self._draw = draw
        self._people = people
        self._chats = chats

    def update(self) -> Sent:
        kind = self._draw(_KIND)
        payload = self._payload(kind)
        whole = not self._one_in(4)
        return kind, payload if whole else self._maimed(payload, {"id"}), whole

    def _payload(self, kind: str) -> Json:
        if kind == "callback_query":
            press = {"id": ID, "from": self._person(), "chat_instance": "1", "data": self._draw(_DATA)}
            return press | {"message": self._message()}
        if kind == "inline_query":
            return {"id": ID, "from": self._person(), "query": self._text(256), "offset": ""}
        if kind == "chosen_inline_result":
            return {"result_id": self._draw(_DATA) or "x", "from": self._person(), "query": self._text(256)}
        if "message" in kind or "post" in kind:
            return self._message()
        extra = {"poll_id": "1", "option_ids": [0], "user": self._person(), "id": ID, "invoice_payload": "x"}
        return self._message() | extra

    def _message(self) -> Json:
        person = self._person()
        own = {"id": person["id"], "type": "private", "first_name": person["first_name"]}
        chat = self._pick((own, own, *(each for each in self._chats if each["type"] != "channel")))
        message: Json = {"message_id": self._draw(_NUMBER), "chat": chat, "date": self._date(), "from": person}
        message |= self._other() if self._one_in(5) else self._written()
        if self._one_in(4) and chat is not own:
            message |= self._thread(chat)
        if self._one_in(5):
            message |= {"reply_to_message": self._earlier(chat)}
        if self._one_in(8):
            message |= {"forward_origin": {"type": "user", "date": 1, "sender_user": self._person()}}
        return message | (self._pick(_ODDITIES) if self._one_in(8) else {})

    def _written(self) -> Json:
        text = self._draw(ANY_TEXT)
        command = re.match(r"/[A-Za-z0-9_]{1,32}(@\w+)?", text)
        if command and not self._one_in(4):
            return {"text": text, "entities": [{"type": "bot_command", "offset": 0, "length": len(command[0])}]}
        return {"text": text} | ({"entities": [self._draw(_ENTITY)]} if self._one_in(4) else {})

    def _other(self) -> Json:
        content = self._draw(_CONTENT)
        if "document" in content:
            content = {"document": content["document"] | {"file_name": self._text(255)}}
        album = {"media_group_id": self._text(20)} if self._one_in(5) else {}
        return content | ({"caption": self._text(1024)} if self._one_in(2) else {}) | album

    def _date(self) -> int:
        """Now; one in fifty old or far ahead: an old message is answered late, which takes its time."""
        return self._draw(_ODD_DATES) if self._one_in(50) else int(time.time())

    def _thread(self, chat: Json) -> Json:
        """A topic that there is, or the thread of replies in a plain group."""
        if chat.get("is_forum"):
            return {"message_thread_id": self._pick(TOPICS), "is_topic_message": True}
        return {"message_thread_id": self._draw(_NUMBER)}

    def _earlier(self, chat: Json) -> Json:
        earlier = {"message_id": self._draw(_NUMBER), "date": 1, "chat": chat, "from": self._person()}
        button = {"text": "x", "callback_data": self._draw(_DATA)}
        return earlier | {"text": self._text(4096)} | {"reply_markup": {"inline_keyboard": [[button]]}}

    def _person(self) -> Json:
        person: Json = self._pick(self._people).json()
        if self._one_in(8):
            return person | {"first_name": self._text(64) or "x", "last_name": self._text(64)}
        return person | ({"language_code": self._text(8)} if self._one_in(8) else {})

    def _maimed(self, part: Json, kept: frozenset[str] | set[str] = frozenset()) -> Json:
        """With a part missing, empty, at a limit or of another kind, be it the part of a part."""
        name = self._pick(sorted(part.keys() - kept))
        inner = part[name]
        if isinstance(inner, dict) and inner and self._one_in(2):
            return part | {name: self._maimed(inner)}
        if self._one_in(4):
            return {key: value for key, value in part.items() if key != name}
        return part | {name: self._draw(_OTHER)}

    def _text(self, longest: int) -> str:
        text: str = self._draw(ANY_TEXT)
        return text[:longest]

    def _one_in(self, number: int) -> bool:
        return self._draw(_ONE_IN[number])

    def _pick(self, among: Sequence[Any]) -> Any:
        return among[self._draw(_PLACES[len(among)])]


_PLACES = [st.nothing(), *(st.integers(0, most) for most in range(40))]
_KIND = st.sampled_from(_OFTEN)


@st.composite
def updates(draw: DrawFn, people: Sequence[Person], chats: Sequence[Json]) -> Sent:
    """Any update of these people in these chats, one in four with a part missing, empty, or of another kind.

    The id by which a query is answered is left whole, for whoever sends it to number.
    """
    return _Maker(draw, people, chats).update()
