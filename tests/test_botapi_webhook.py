"""The stand-in delivers to a webhook as Telegram does: with its secret, in order within a chat, until it is taken."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tests.botapi.server import StandIn
from tests.botapi.world import Person
from tests.test_botapi import ADA, call

LIN = Person(1002, "Lin")


class Receiver:
    """A bot's webhook: takes what comes, or answers with the next of ``statuses`` first."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self.answer = b""
        self.pause = 0.0
        self.at_once = 0
        self.most_at_once = 0
        self.got: list[tuple[str | None, Any]] = []
        receiver, lock = self, threading.Lock()

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                with lock:
                    receiver.at_once += 1
                    receiver.most_at_once = max(receiver.most_at_once, receiver.at_once)
                    status = receiver.statuses.pop(0) if receiver.statuses else 200
                    receiver.got.append((self.headers["X-Telegram-Bot-Api-Secret-Token"], body))
                time.sleep(receiver.pause)
                with lock:
                    receiver.at_once -= 1
                self.send_response(status)
                self.send_header("Content-Length", str(len(receiver.answer)))
                self.end_headers()
                self.wfile.write(receiver.answer)

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hook"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for _, update in self.got]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.server.shutdown()
    receiver.server.server_close()


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    with StandIn() as stand_in:
        stand_in.webhook.first_pause = 0.01
        yield stand_in


def taken(stand_in: StandIn) -> None:
    until = time.monotonic() + 5
    while stand_in.world.updates:
        assert time.monotonic() < until, "the updates were not delivered"
        time.sleep(0.005)


def test_updates_come_with_the_secret_once_each(stand_in: StandIn, receiver: Receiver) -> None:
    stand_in.world.says(ADA, "before")
    assert call(stand_in, "setWebhook", url=receiver.url, secret_token="s-3_cret") == (200, True)  # noqa: S106
    stand_in.world.says(ADA, "after")
    taken(stand_in)
    assert [secret for secret, _ in receiver.got] == ["s-3_cret"] * 2
    assert receiver.texts == ["before", "after"]
    assert call(stand_in, "getUpdates")[0] == 409
    assert stand_in.violations == []


def test_pending_updates_are_dropped_when_that_is_wished(stand_in: StandIn, receiver: Receiver) -> None:
    stand_in.world.says(ADA, "old")
    call(stand_in, "setWebhook", url=receiver.url, drop_pending_updates=True, allowed_updates=["message"])
    stand_in.world.asks_inline(ADA, "not asked for")
    stand_in.world.says(ADA, "new")
    taken(stand_in)
    assert receiver.texts == ["new"]


def test_a_refused_update_comes_again_and_holds_up_only_its_chat(stand_in: StandIn, receiver: Receiver) -> None:
    receiver.statuses = [500]
    stand_in.world.says(ADA, "one")
    stand_in.world.says(ADA, "two")
    stand_in.webhook.first_pause = 0.2
    call(stand_in, "setWebhook", url=receiver.url, max_connections=1)
    time.sleep(0.05)
    stand_in.world.says(LIN, "theirs")
    taken(stand_in)
    assert receiver.texts == ["one", "theirs", "one", "two"]
    assert [status for _, status in stand_in.webhook.deliveries] == [500, 200, 200, 200]


def test_several_chats_are_delivered_at_once_but_not_more_than_allowed(stand_in: StandIn, receiver: Receiver) -> None:
    receiver.pause = 0.05
    for number in range(9):
        stand_in.world.says(Person(2000 + number), "x")
    call(stand_in, "setWebhook", url=receiver.url, max_connections=3)
    taken(stand_in)
    assert (len(receiver.got), receiver.most_at_once) == (9, 3)


def test_nothing_is_lost_while_nobody_listens(stand_in: StandIn, receiver: Receiver) -> None:
    call(stand_in, "setWebhook", url="http://127.0.0.1:9/hook")
    stand_in.world.says(ADA, "early")
    time.sleep(0.1)
    info = call(stand_in, "getWebhookInfo")[1]
    assert (info["pending_update_count"], info["last_error_message"]) == (1, "Connection refused")
    call(stand_in, "setWebhook", url=receiver.url)
    taken(stand_in)
    assert receiver.texts == ["early"]
    call(stand_in, "deleteWebhook")
    stand_in.world.says(ADA, "polled")
    assert [each["message"]["text"] for each in call(stand_in, "getUpdates")[1]] == ["polled"]


def test_the_answer_to_a_delivery_may_be_a_call(stand_in: StandIn, receiver: Receiver) -> None:
    receiver.answer = json.dumps({"method": "sendMessage", "chat_id": ADA.id, "text": "at once"}).encode()
    stand_in.world.says(ADA, "x")
    call(stand_in, "setWebhook", url=receiver.url)
    stand_in.wait(lambda: bool(stand_in.sent(ADA.id)), "the message")
    assert [each["text"] for each in stand_in.sent(ADA.id)] == ["at once"]


@pytest.mark.parametrize(
    ("parameters", "told"),
    [
        ({"url": "http://bot.example/hook"}, "An HTTPS URL must be provided"),
        ({"url": "https://bot.example/", "secret_token": "ä"}, "unallowed characters"),
        ({"url": "https://bot.example/", "max_connections": 101}, "wrong max_connections"),
    ],
)
def test_a_wrong_webhook_is_refused(stand_in: StandIn, parameters: dict[str, Any], told: str) -> None:
    code, description = call(stand_in, "setWebhook", **parameters)
    assert (code, told in description) == (400, True)
    assert len(stand_in.violations) == 1
