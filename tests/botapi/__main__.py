"""Talk to a bot without Telegram: lines typed here are messages in a private chat with it.

    python -m tests.botapi [--port 8081] [--user 1001] [--record chat.json]

prints the settings to start the bot with, in another terminal. A number presses the button that bears it, and
``/file PATH`` sends a file. With --record the whole chat is written at the end (Ctrl-D), for
`python -m tests.picture chat.json chat.png`.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.botapi.server import StandIn
from tests.botapi.world import Person

if TYPE_CHECKING:
    from tests.botapi.rules import Json
    from tests.botapi.server import Call

FIRST_ANSWER_SECONDS = 120.0  # the bot may still have to start and to unpack its model
CALM_SECONDS = 0.4  # nothing more is coming
SILENT = frozenset({"getupdates", "sendchataction", "getfile", "setmycommands"})


def main() -> None:
    options = _options()
    person = Person(options.user)
    with StandIn(port=options.port) as stand_in:
        print(_settings(stand_in, person))
        talk = Talk(stand_in, person)
        for line in sys.stdin:
            talk.hear(line.strip())
        _record(options.record, stand_in.recorded(person.id))
        _complain(stand_in.violations)


class Talk:
    """A person's side of the chat, and the buttons that can be pressed by number."""

    def __init__(self, stand_in: StandIn, person: Person) -> None:
        self._stand_in = stand_in
        self._person = person
        self._buttons: dict[int, tuple[Json, Json]] = {}  # number -> (message, button)

    def hear(self, line: str) -> None:
        """Does what a line says, waits for the bot and prints what it did."""
        if not line:
            return
        before = len(self._stand_in.calls)
        if line.isdecimal() and int(line) in self._buttons:
            if not self._press(*self._buttons[int(line)]):
                return
        elif line.startswith("/file "):
            if not self._send(Path(line.removeprefix("/file ").strip()).expanduser()):
                return
        else:
            self._stand_in.world.says(self._person, line)
        self._wait(before)
        for call in self._news(before):
            print(self._shown(call), end="\n\n", flush=True)

    def _press(self, message: Json, button: Json) -> bool:
        """Presses it; a button that opens something else than the bot is only told."""
        if "callback_data" in button:
            self._stand_in.world.presses(self._person, message, button["callback_data"])
            return True
        print({name: value for name, value in button.items() if name != "text"})
        return False

    def _send(self, path: Path) -> bool:
        if not path.is_file():
            print(f"No file {path}.")
            return False
        self._stand_in.world.sends_document(self._person, path.name, path.read_bytes())
        return True

    def _wait(self, before: int) -> None:
        """Until the bot has done something and then nothing for a moment."""
        self._stand_in.wait(lambda: bool(self._news(before)), "an answer", FIRST_ANSWER_SECONDS)
        seen = 0
        while seen < len(self._news(before)):
            seen = len(self._news(before))
            time.sleep(CALM_SECONDS)

    def _news(self, before: int) -> list[Call]:
        """What the bot did since, as far as a person would see it."""
        calls = self._stand_in.calls[before:]
        return [call for call in calls if call.code == 200 and call.method.lower() not in SILENT]

    def _shown(self, call: Call) -> str:
        if call.method == "answerCallbackQuery":
            return f"({call.parameters.get('text') or 'button answered'})"
        messages = call.result if isinstance(call.result, list) else [call.result]
        return "\n".join(self._message(each) for each in messages if isinstance(each, dict)) or f"({call.method})"

    def _message(self, message: Json) -> str:
        file = message.get("document", {}).get("file_name", "a picture" if "photo" in message else "")
        lines = [f"[{file}]"] if file else []
        lines += [str(message[name]) for name in ("text", "caption") if name in message]
        return "\n".join(lines + self._numbered(message))

    def _numbered(self, message: Json) -> list[str]:
        """The rows of buttons, each button with the number that presses it."""
        rows: list[str] = []
        for row in message.get("reply_markup", {}).get("inline_keyboard", []):
            start = len(self._buttons) + 1
            self._buttons |= {start + place: (message, button) for place, button in enumerate(row)}
            rows.append("  ".join(f"[{start + place}: {button['text']}]" for place, button in enumerate(row)))
        return rows


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "python -m tests.botapi", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--user", type=int, default=1001, help="Telegram id of the person who writes")
    parser.add_argument("--record", type=Path, help="file to write the chat to")
    return parser.parse_args()


def _settings(stand_in: StandIn, person: Person) -> str:
    return (
        f"MEETINGS_TELEGRAM_BASE_URL={stand_in.base_url} MEETINGS_TELEGRAM_BASE_FILE_URL={stand_in.base_file_url} "
        f"MEETINGS_TELEGRAM_TOKEN={stand_in.token} MEETINGS_MAINTAINER_IDS={person.id} meetings bot"
    )


def _record(target: Path | None, messages: list[Json]) -> None:
    if target:
        target.write_text(json.dumps(messages, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _complain(violations: list[str]) -> None:
    if violations:
        raise SystemExit("Calls that Telegram would refuse:\n" + "\n".join(violations))


if __name__ == "__main__":
    main()
