"""The stand-in refuses what Telegram refuses, and delivers what Telegram delivers."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.botapi.markup import parse_html
from tests.botapi.rules import Refused
from tests.botapi.server import Fault, StandIn
from tests.botapi.world import Person

ADA = Person(1001)

CERTIFICATES = ssl.create_default_context()  # read once: httpx would read them anew for each call

Result = tuple[int, Any]


def call(stand_in: StandIn, method: str, *, token: str | None = None, **parameters: Any) -> Result:
    """One call as a bot makes it: the status, and the result or the error's description."""
    address = f"{stand_in.base_url}{token or stand_in.token}/{method}"
    response = httpx.post(address, json=parameters, timeout=10, trust_env=False, verify=CERTIFICATES)
    told = response.json()
    return response.status_code, told["result"] if told["ok"] else told["description"]


@pytest.fixture(scope="module")
def world_wide() -> Any:
    with StandIn() as stand_in:
        stand_in.world.says(ADA, "hello")
        stand_in.world.group(-1, topics=frozenset({1, 7}))
        yield stand_in


@pytest.fixture(scope="module")
def wide_open() -> Any:
    """A stand-in that may be called as wrongly as one likes."""
    with StandIn() as stand_in:
        stand_in.world.says(ADA, "hello")
        yield stand_in


def send(stand_in: StandIn, text: str, **parameters: Any) -> Result:
    message: dict[str, Any] = {"chat_id": ADA.id, "text": text}
    return call(stand_in, "sendMessage", **(message | parameters))


def entity(kind: str, offset: int, length: int, **more: Any) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length} | more


def button(**fields: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "More"} | fields]]}


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "no text": ({"text": ""}, "message text is empty"),
    "blank text": ({"text": " \n\u2028"}, "message text is empty"),
    "long text": ({"text": "x" * 4097}, "message is too long"),
    "long in UTF-16": ({"text": "😀" * 2049}, "message is too long"),
    "unknown chat": ({"chat_id": 5}, "chat not found"),
    "unknown entity": ({"entities": [entity("shout", 0, 1)]}, "can't parse entity of type 'shout'"),
    "entity too far": ({"text": "😀", "entities": [entity("bold", 0, 3)]}, "entity out of range"),
    "empty entity": ({"entities": [entity("bold", 0, 0)]}, "entity out of range"),
    "half a character": (
        {"text": "😀", "entities": [entity("bold", 1, 1)]},
        "entity begins or ends inside a character",
    ),
    "blank edge": ({"text": "a b", "entities": [entity("bold", 0, 2)]}, "entity has blank edges"),
    "altered text": ({"text": "\u202ea b", "entities": [entity("bold", 0, 1)]}, "the text is altered"),
    "overlap": ({"entities": [entity("bold", 0, 3), entity("italic", 2, 3)]}, "entities overlap"),
    "nested quote": (
        {"entities": [entity("blockquote", 0, 5), entity("expandable_blockquote", 1, 2)]},
        "nested blockquote",
    ),
    "bold in code": ({"entities": [entity("code", 0, 5), entity("bold", 1, 2)]}, "entity inside of code"),
    "101 entities": ({"text": "x" * 101, "entities": [entity("bold", n, 1) for n in range(101)]}, "too many"),
    "no url": ({"entities": [entity("text_link", 0, 2)]}, "entity text_link without url"),
    "script": ({"entities": [entity("text_link", 0, 2, url="javascript:x")]}, "wrong link"),
    "unknown topic": ({"chat_id": -1, "message_thread_id": 9}, "message thread not found"),
    "General topic": ({"chat_id": -1, "message_thread_id": 1}, "message thread not found"),
    "topic of no forum": ({"message_thread_id": 7}, "message thread not found"),
    "reply to nothing": ({"reply_parameters": {"message_id": 99}}, "message to be replied not found"),
    "wrong quote": (
        {"reply_parameters": {"message_id": 1, "quote": "Hello"}},
        "QUOTE_TEXT_INVALID",
    ),
    "long button data": ({"reply_markup": button(callback_data="é" * 33)}, "BUTTON_DATA_INVALID"),
    "empty button data": ({"reply_markup": button(callback_data="")}, "BUTTON_DATA_INVALID"),
    "button for nothing": ({"reply_markup": button()}, "BUTTON_TYPE_INVALID"),
    "button for two things": (
        {"reply_markup": button(callback_data="x", url="https://a.example")},
        "BUTTON_TYPE_INVALID",
    ),
    "long copied text": ({"reply_markup": button(copy_text={"text": "x" * 257})}, "BUTTON_COPY_TEXT_INVALID"),
    "unclosed tag": ({"text": "<b>x", "parse_mode": "HTML"}, "can't find end tag of b"),
    "unknown tag": ({"text": "<p>x</p>", "parse_mode": "HTML"}, 'unsupported start tag "p"'),
    "Markdown": ({"parse_mode": "MarkdownV2"}, "no other parse_mode"),
    "topic of another kind": (
        {"chat_id": -1, "message_thread_id": {}},
        "parameter message_thread_id is of a wrong type",
    ),
    "text of another kind": ({"text": {}}, "parameter text is of a wrong type"),
    "entity of another kind": ({"entities": ["bold"]}, "can't parse the parameters"),
    "reply to another kind": ({"reply_parameters": {"message_id": []}}, "can't parse the parameters"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_message_against_the_rules_is_refused_and_recorded(world_wide: StandIn, case: str) -> None:
    parameters, description = REFUSED[case]
    code, told = send(world_wide, **({"text": "hello"} | parameters))
    assert code == 400
    assert description in told
    assert f"sendMessage: {told}" in world_wide.violations.pop()


@pytest.mark.parametrize(
    "parameters",
    [
        {"text": "x" * 4096},
        {"text": "<b>" * 20},
        {"entities": [entity("blockquote", 0, 5), entity("bold", 1, 2), entity("italic", 1, 2)]},
        {"chat_id": -1, "message_thread_id": 7},
        {"reply_parameters": {"message_id": 1, "quote": "ell"}},
        {"reply_parameters": {"message_id": 99, "allow_sending_without_reply": True}},
        {"reply_markup": button(callback_data="x" * 64)},
    ],
)
def test_a_message_within_the_rules_is_sent(world_wide: StandIn, parameters: dict[str, Any]) -> None:
    code, message = send(world_wide, **({"text": "hello"} | parameters))
    assert (code, message["text"]) == (200, parameters.get("text", "hello"))
    assert world_wide.violations == []


def test_text_is_stored_as_telegram_alters_it(world_wide: StandIn) -> None:
    assert send(world_wide, " a\tb\r\n\x00c\u202e ")[1]["text"] == "a b\n c"


def test_html_becomes_text_and_entities() -> None:
    source = '<blockquote expandable>a <b>&lt;😀&gt;</b></blockquote> <a href="https://a.example/?x&amp;y">c</a>'
    assert parse_html(source) == (
        "a <😀> c",
        [
            entity("expandable_blockquote", 0, 6),
            entity("bold", 2, 4),
            entity("text_link", 7, 1, url="https://a.example/?x&y"),
        ],
    )


@pytest.mark.parametrize("source", ["<b>x</i>", "a < b", "</b>", "<b><i>x</b></i>", "<span>x</span>"])
def test_crooked_html_is_refused(source: str) -> None:
    with pytest.raises(Refused, match="can't parse entities"):
        parse_html(source)


def test_an_edit_must_change_something_of_the_bots_own(world_wide: StandIn) -> None:
    sent = send(world_wide, "first")[1]
    place = {"chat_id": ADA.id, "message_id": sent["message_id"]}
    assert call(world_wide, "editMessageText", **place, text="second")[1]["text"] == "second"
    assert "not modified" in call(world_wide, "editMessageText", **place, text="second")[1]
    assert "can't be edited" in call(world_wide, "editMessageText", chat_id=ADA.id, message_id=1, text="x")[1]
    world_wide.violations.clear()


def test_a_button_is_answered_once(world_wide: StandIn) -> None:
    pressed = world_wide.world.presses(ADA, send(world_wide, "x")[1], "v1:more")
    assert call(world_wide, "answerCallbackQuery", callback_query_id=pressed["id"]) == (200, True)
    code, told = call(world_wide, "answerCallbackQuery", callback_query_id=pressed["id"])
    assert (code, "query is too old" in told) == (400, True)
    world_wide.violations.clear()


def test_inline_results_have_ids_of_their_own_and_a_limit(world_wide: StandIn) -> None:
    query = world_wide.world.asks_inline(ADA, "x")
    result = {"type": "article", "title": "t", "input_message_content": {"message_text": "m"}}
    for ids in ([""], ["a", "a"], ["é" * 33], [str(n) for n in range(51)]):
        results = [result | {"id": each} for each in ids]
        assert call(world_wide, "answerInlineQuery", inline_query_id=query["id"], results=results)[0] == 400
    world_wide.violations.clear()
    results = [result | {"id": "a"}]
    assert call(world_wide, "answerInlineQuery", inline_query_id=query["id"], results=results)[0] == 200


def test_other_calls_are_checked_too(world_wide: StandIn) -> None:
    assert call(world_wide, "sendChatAction", chat_id=ADA.id, action="shouting")[0] == 400
    assert call(world_wide, "setMyCommands", commands=[{"command": "Ask", "description": "x"}])[0] == 400
    assert call(world_wide, "sendTelepathy")[0] == 404
    assert len(world_wide.violations) == 3
    world_wide.violations.clear()


@settings(max_examples=60, database=None, deadline=None, derandomize=True)
@given(
    method=st.sampled_from(["sendMessage", "editMessageText", "answerInlineQuery", "getUpdates", "setMyCommands"]),
    parameters=st.dictionaries(
        st.sampled_from(["chat_id", "text", "message_thread_id", "entities", "reply_markup", "results", "offset"]),
        st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=3), st.lists, max_leaves=3)
        | st.dictionaries(st.sampled_from(["type", "text", "id", "inline_keyboard"]), st.integers(), max_size=2),
    ),
)
def test_no_parameters_break_the_stand_in(wide_open: StandIn, method: str, parameters: dict[str, Any]) -> None:
    assert call(wide_open, method, **parameters)[0] in (200, 400)


@pytest.mark.parametrize("body", [b"[1]", b"{", b"\xff", b""])
def test_a_call_without_parameters_that_can_be_read_is_refused(wide_open: StandIn, body: bytes) -> None:
    address, kind = f"{wide_open.base_url}{wide_open.token}/sendMessage", {"Content-Type": "application/json"}
    response = httpx.post(address, content=body, headers=kind, timeout=10, trust_env=False, verify=CERTIFICATES)
    assert (response.status_code, response.json()["ok"]) == (400, False)


def test_a_client_that_hangs_up_leaves_no_traceback(wide_open: StandIn, caplog: pytest.LogCaptureFixture) -> None:
    calls = len(wide_open.calls)
    for _ in range(3):
        with socket.create_connection(("127.0.0.1", wide_open.port)) as client:
            head = f"POST /bot{wide_open.token}/getMe HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            client.sendall(f"{head}Content-Length: 99\r\n\r\n{{".encode())
            time.sleep(0.05)
    assert call(wide_open, "getMe")[0] == 200
    assert len(wide_open.calls) == calls + 1
    assert caplog.records == []


def test_a_wrong_token_is_unauthorised_or_not_found(world_wide: StandIn) -> None:
    assert call(world_wide, "getMe", token="1:b") == (401, "Unauthorized")  # noqa: S106 - of nobody's bot
    assert call(world_wide, "getMe", token="b") == (404, "Not Found")  # noqa: S106


def test_updates_come_again_until_they_are_confirmed() -> None:
    with StandIn() as stand_in:
        stand_in.world.says(ADA, "one")
        stand_in.world.says(ADA, "two")
        first = [each["update_id"] for each in call(stand_in, "getUpdates")[1]]
        assert [each["update_id"] for each in call(stand_in, "getUpdates")[1]] == first
        rest = call(stand_in, "getUpdates", offset=first[0] + 1)[1]
        assert [each["message"]["text"] for each in rest] == ["two"]
        assert call(stand_in, "getUpdates", offset=first[1] + 1)[1] == []


def test_a_long_poll_returns_as_soon_as_there_is_news() -> None:
    with StandIn() as stand_in:
        got: list[Result] = []
        poll = threading.Thread(target=lambda: got.append(call(stand_in, "getUpdates", timeout=9)))
        poll.start()
        stand_in.world.says(ADA, "news")
        poll.join(5)
        assert got[0][1][0]["message"]["text"] == "news"


def test_a_second_poller_ends_the_first() -> None:
    with StandIn() as stand_in:
        got: list[Result] = []
        poll = threading.Thread(target=lambda: got.append(call(stand_in, "getUpdates", timeout=9)))
        poll.start()
        stand_in.wait(lambda: stand_in.polls == 1, "the first poll")
        call(stand_in, "getUpdates")
        poll.join(5)
        assert got[0][0] == 409


def test_only_the_kinds_of_updates_that_were_asked_for_are_delivered() -> None:
    with StandIn() as stand_in:
        call(stand_in, "getUpdates", allowed_updates=["message"])
        stand_in.world.asks_inline(ADA, "x")
        stand_in.world.says(ADA, "y")
        assert [list(each) for each in call(stand_in, "getUpdates")[1]] == [["update_id", "message"]]


def test_privacy_mode_hides_what_is_not_for_the_bot() -> None:
    with StandIn() as stand_in:
        group = stand_in.world.group(-1)
        ours, theirs = stand_in.world.bot_says(group, {"text": "x"}), stand_in.world.says_in(group, ADA, "a")
        stand_in.world.other_bot_says_in(group, "y")
        for text in ("@meetings_bot b", "/ask c", "/ask@meetings_bot d", "/ask@other_bot e"):
            stand_in.world.says_in(group, ADA, text)
        stand_in.world.replies(ADA, ours, "f")
        stand_in.world.replies(ADA, theirs, "g")
        stand_in.world.says_in(group, ADA, "h", via_bot=stand_in.world.bot)
        stand_in.world.says_in(stand_in.world.group(-2, bot_is_admin=True), ADA, "i")
        seen = [each["message"]["text"] for each in call(stand_in, "getUpdates")[1]]
        assert seen == ["/ask@meetings_bot d", "f", "h", "i"]
        assert call(stand_in, "getMe")[1]["can_read_all_group_messages"] is False


def test_faults_come_on_demand_and_are_no_violations() -> None:
    with StandIn() as stand_in:
        stand_in.goes_wrong("getMe", Fault(429, "Too Many Requests", retry_after=3), Fault(502, "Bad Gateway"))
        assert [call(stand_in, "getMe")[0] for _ in range(3)] == [429, 502, 200]
        stand_in.goes_wrong("getMe", Fault(drop=True))
        with pytest.raises(httpx.TransportError):
            call(stand_in, "getMe")
        assert stand_in.violations == []
