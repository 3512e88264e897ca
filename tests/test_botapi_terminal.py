"""Talking to a bot from the terminal: what it writes is printed, its buttons are pressed by number."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.botapi.__main__ import Talk
from tests.botapi.rules import Json
from tests.botapi.server import StandIn
from tests.test_botapi import ADA, call

BUTTONS = {
    "inline_keyboard": [
        [{"text": "More", "callback_data": "m"}, {"text": "Source", "url": "https://a.example"}],
        [{"text": "👍", "callback_data": "+"}],
    ]
}


@pytest.fixture
def talk() -> Iterator[Talk]:
    """A conversation with a bot that echoes, changes its message when a button is pressed, and sends files back."""
    with StandIn() as stand_in:
        echo = threading.Thread(target=_echo, args=(stand_in,))
        echo.start()
        yield Talk(stand_in, ADA)
        stand_in.world.says(ADA, "end")
        echo.join(5)
        assert not echo.is_alive()
        assert stand_in.violations == []


def _echo(stand_in: StandIn) -> None:
    offset = 0
    while True:
        for update in call(stand_in, "getUpdates", timeout=5, offset=offset)[1]:
            offset = update["update_id"] + 1
            if update.get("message", {}).get("text") == "end":
                return
            _react(stand_in, update)


def _react(stand_in: StandIn, update: Json) -> None:
    pressed, message = update.get("callback_query"), update.get("message", {})
    if pressed:
        place = {"chat_id": ADA.id, "message_id": pressed["message"]["message_id"]}
        call(stand_in, "editMessageText", **place, text=f"pressed {pressed['data']}")
        call(stand_in, "answerCallbackQuery", callback_query_id=pressed["id"], text="Noted")
    elif "document" in message:
        file = message["document"]["file_id"]
        call(stand_in, "sendDocument", chat_id=ADA.id, document=file, caption=message["document"]["file_name"])
    else:
        call(stand_in, "sendMessage", chat_id=ADA.id, text=message["text"], reply_markup=BUTTONS)


def test_buttons_are_numbered_and_pressed_by_number(talk: Talk, capsys: pytest.CaptureFixture[str]) -> None:
    talk.hear("Who presided?")
    assert capsys.readouterr().out == "Who presided?\n[1: More]  [2: Source]\n[3: 👍]\n\n"
    talk.hear("3")
    assert capsys.readouterr().out == "pressed +\n\n(Noted)\n\n"
    talk.hear("2")
    assert capsys.readouterr().out == "{'url': 'https://a.example'}\n"
    talk.hear("12")
    assert capsys.readouterr().out.startswith("12\n[4: More]")


def test_a_file_is_sent_by_its_path(talk: Talk, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "会议.txt").write_text("x", encoding="utf-8")
    talk.hear(f"/file {tmp_path}/会议.txt")
    assert capsys.readouterr().out == "[documents/file_1.txt]\n会议.txt\n\n"
    talk.hear("/file nowhere.txt")
    assert capsys.readouterr().out == "No file nowhere.txt.\n"
