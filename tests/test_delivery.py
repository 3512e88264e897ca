"""Each question that was accepted is answered once, by polling and webhook, through kills, repeats and downtimes."""

from __future__ import annotations

import contextlib
import http.client
import json
import signal
import socket
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from tests.botapi.audit import Audit
from tests.botapi.process import CHINESE_STAFF, STAFF, STRANGER, free_port, running_bot
from tests.botapi.server import StandIn
from tests.botapi.world import Person

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.botapi.process import Bot
    from tests.botapi.rules import Json

OTHER_STAFF = Person(CHINESE_STAFF.id, "Lin", "en")
QUESTION = "Who presided over the review meeting?"
SECRET = "a-secret_of-the-webhook"  # noqa: S105 - of nobody's bot
LATE = "I was away when you asked this; here is the answer now."


def webhook(port: int) -> dict[str, str]:
    """Settings for a webhook on loopback."""
    return {
        "MEETINGS_WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram",
        "MEETINGS_WEBHOOK_PORT": str(port),
        "MEETINGS_WEBHOOK_SECRET": SECRET,
    }


@pytest.fixture(params=["polling", "webhook"])
def mode(request: pytest.FixtureRequest) -> dict[str, str]:
    """The settings of either way of delivery."""
    return webhook(free_port()) if request.param == "webhook" else {}


@pytest.fixture
def telegram() -> Iterator[StandIn]:
    with StandIn() as stand_in:
        stand_in.webhook.first_pause, stand_in.webhook.longest_pause = 0.1, 0.5
        yield stand_in
    assert stand_in.violations == []


def start(telegram: StandIn, folder: Path, mode: dict[str, str]) -> Any:
    return running_bot(telegram.base_url, folder, token=telegram.token, **mode)


def test_questions_in_flight_when_the_bot_is_killed_are_answered_by_the_next_one(
    telegram: StandIn, tmp_path: Path, mode: dict[str, str]
) -> None:
    audit = Audit(telegram)
    with start(telegram, tmp_path, mode) as bot:
        bot.wait_for_log("is ready")
        telegram.latency = 0.05
        audit.all_asked(telegram.world.says(STAFF, f"slow 0.1 {n}") for n in range(6))
        audit.all_asked(telegram.world.says(OTHER_STAFF, f"slow 0.1 {n}") for n in range(6))
        telegram.wait(lambda: len(audit.unanswered) < 11, "the first answers")
        bot.process.send_signal(signal.SIGKILL)
        bot.process.wait()
        assert audit.unanswered
    with start(telegram, tmp_path, mode):
        tally = audit.wait(settle=0.5)
    assert 0 not in tally
    assert tally.get(2, 0) <= 2  # what was being sent at the moment of the kill; two were at work
    for question in audit.answered_twice:
        assert telegram.answers(question)[1]["text"].startswith("I was interrupted while I sent this; ")


def test_a_bot_that_is_stopped_finishes_and_leaves_nothing_to_the_next_one(
    telegram: StandIn, tmp_path: Path, mode: dict[str, str]
) -> None:
    audit = Audit(telegram)
    with start(telegram, tmp_path, mode) as bot:
        bot.wait_for_log("is ready")
        audit.all_asked(telegram.world.says(STAFF, f"slow 0.1 {n}") for n in range(4))
        telegram.wait(lambda: len(audit.unanswered) < 4, "the first answer")
        assert bot.stop() == 0, bot.log
        assert "Traceback" not in bot.log
    with start(telegram, tmp_path, mode) as bot:
        audit.wait(settle=0.5)
    assert audit.tally() == {1: 4}


def test_one_persons_questions_are_answered_in_their_order(
    telegram: StandIn, tmp_path: Path, mode: dict[str, str]
) -> None:
    with start(telegram, tmp_path, mode) as bot:
        bot.wait_for_log("is ready")
        asked = [telegram.world.says(STAFF, f"slow {seconds}") for seconds in ("0.3", "0.0", "0.1")]
        telegram.answer(asked[-1])
    replied = [each["reply_to_message"]["message_id"] for each in telegram.sent(STAFF.id)]
    assert replied == [each["message_id"] for each in asked]


def test_after_a_downtime_the_last_question_of_each_talk_is_answered_with_a_word_about_it(
    telegram: StandIn, tmp_path: Path
) -> None:
    world = telegram.world
    group = world.group(-100200, privacy=False)
    first, last = world.says(STAFF, "The first question?"), world.says(STAFF, QUESTION)
    world.says_in(group, STAFF, "Nobody asks the bot this.")
    grouped = world.says_in(group, STAFF, f"/ask@meetings_bot {QUESTION}")
    world.says_in(group, STAFF, "Nor this.")
    other = world.says(CHINESE_STAFF, "谁主持了会议？")
    for update in world.updates:
        message = update["message"]
        message["date"] -= 3600
    with start(telegram, tmp_path, {}):
        texts = [telegram.answer(question)["text"] for question in (last, grouped, other)]
    skipped = "Of your questions since then I answer only the last; please ask the others again (1 left out)"
    assert texts[0].startswith(f"{LATE} {skipped} if you still need them.\n\nThe review meeting")
    assert texts[1].startswith(f"{LATE}\n\nThe review meeting")
    assert texts[2].startswith("您提问时我不在线，现在回答如下。\n\n会议由邵潘锋主持。")
    assert telegram.answers(first) == []


# The webhook


@pytest.fixture(scope="module")
def listening(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[StandIn, Bot, int]]:
    """A bot that listens, with the port."""
    port = free_port()
    with StandIn() as stand_in:
        stand_in.webhook.first_pause = 0.1
        with start(stand_in, tmp_path_factory.mktemp("bot"), webhook(port)) as bot:
            bot.wait_for_log("is ready")
            stand_in.wait(lambda: bool(stand_in.webhook.url), "the webhook to be set")
            yield stand_in, bot, port
        assert stand_in.violations == []


def deliver(
    port: int, body: bytes, secret: str | None = SECRET, path: str = "/telegram", method: str = "POST"
) -> int:
    """Delivers as Telegram would, or as somebody else; the status."""
    headers = {"Content-Type": "application/json"}
    if secret is not None:
        headers["X-Telegram-Bot-Api-Secret-Token"] = secret
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request(method, path, body, headers)
        return connection.getresponse().status


def update(number: int, message: Json) -> bytes:
    return json.dumps({"update_id": number, "message": message}).encode()


def test_what_telegram_delivers_is_answered(listening: tuple[StandIn, Bot, int]) -> None:
    stand_in, _, _ = listening
    assert stand_in.answer(stand_in.world.says(STAFF, QUESTION))["text"].startswith("The review meeting")


def test_what_is_delivered_twice_is_answered_once(listening: tuple[StandIn, Bot, int]) -> None:
    stand_in, _, port = listening
    question = stand_in.world.says(STAFF, QUESTION)
    stand_in.answer(question)
    number = stand_in.webhook.deliveries[-1][0]
    assert [deliver(port, update(number, question)) for _ in range(3)] == [200, 200, 200]
    stand_in.answer(stand_in.world.says(STAFF, QUESTION))
    assert len(stand_in.answers(question)) == 1


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x"])
def test_without_the_secret_nothing_is_taken(listening: tuple[StandIn, Bot, int], secret: str | None) -> None:
    stand_in, _, port = listening
    question = stand_in.world.says(STRANGER, "a question that Telegram delivers itself")
    before = len(stand_in.calls)
    assert deliver(port, update(77_000_001, question | {"from": STAFF.json()}), secret) == 403
    stand_in.answer(stand_in.world.says(STAFF, QUESTION))
    assert [call for call in stand_in.calls[before:] if "77000001" in str(call.parameters)] == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"no json", 200),
        (b"[]", 200),
        (b'{"update_id": 77000010, "message": {"text": "half a private message"}}', 200),
        (b"{}", 200),
    ],
    ids=["no JSON", "a list", "half a message", "empty"],
)
def test_what_cannot_be_read_is_not_asked_for_again_and_not_logged(
    listening: tuple[StandIn, Bot, int], body: bytes, status: int
) -> None:
    stand_in, bot, port = listening
    assert deliver(port, body) == status
    stand_in.answer(stand_in.world.says(STAFF, QUESTION))
    assert "private message" not in bot.log


def test_what_is_too_large_is_cut_off(listening: tuple[StandIn, Bot, int]) -> None:
    stand_in, _, port = listening
    with contextlib.suppress(ConnectionError):  # the bot hangs up before it has read it all
        assert deliver(port, b" " * (2 << 20)) == 400
    assert stand_in.answer(stand_in.world.says(STAFF, QUESTION))


def test_other_addresses_and_methods_are_not_there(listening: tuple[StandIn, Bot, int]) -> None:
    _, _, port = listening
    assert [deliver(port, b"{}", path="/"), deliver(port, b"", method="GET")] == [404, 405]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"MEETINGS_WEBHOOK_SECRET": ""}, "MEETINGS_WEBHOOK_SECRET should be 1 to 256 of A-Z a-z 0-9 _ -"),
        ({"MEETINGS_WEBHOOK_SECRET": "with blanks"}, "MEETINGS_WEBHOOK_SECRET should be 1 to 256 of A-Z a-z 0-9 _ -"),
        ({"MEETINGS_WEBHOOK_URL": "http://bot.example/x"}, "MEETINGS_WEBHOOK_URL should be an https address"),
    ],
)
def test_a_webhook_that_would_not_be_safe_is_not_started(
    telegram: StandIn, tmp_path: Path, settings: dict[str, str], said: str
) -> None:
    with start(telegram, tmp_path, webhook(free_port()) | settings) as bot:
        assert bot.wait() == 2
        assert said in bot.log
        assert "with blanks" not in bot.log


def test_a_port_that_is_taken_is_one_sentence(telegram: StandIn, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = int(taken.getsockname()[1])
        with start(telegram, tmp_path, webhook(port)) as bot:
            assert bot.wait() == 2
            assert f"cannot listen on 127.0.0.1:{port}: Address already in use" in bot.log
            assert "Traceback" not in bot.log


def test_a_bot_may_go_from_webhook_to_polling_and_back(telegram: StandIn, tmp_path: Path) -> None:
    port = free_port()
    for mode in (webhook(port), {}, webhook(port)):
        with start(telegram, tmp_path, mode) as bot:
            telegram.answer(telegram.world.says(STAFF, QUESTION))
            assert bot.stop() == 0, bot.log


def test_the_secret_stands_in_no_log(listening: tuple[StandIn, Bot, int]) -> None:
    _, bot, _ = listening
    assert SECRET not in bot.log
