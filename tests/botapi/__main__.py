"""Talk to a bot without Telegram: lines typed here are messages in a private chat with it.

    python -m tests.botapi [--port 8081] [--user 1001] [--record chat.json]

prints the settings to start the bot with, in another terminal. With --record the whole chat is
written at the end (Ctrl-D), for `python -m tests.picture chat.json chat.png`.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.botapi.server import StandIn
from tests.botapi.world import Person

if TYPE_CHECKING:
    from tests.botapi.rules import Json

FIRST_ANSWER_SECONDS = 120.0  # the bot may still have to start and to unpack its model


def main() -> None:
    options = _options()
    person = Person(options.user)
    with StandIn(port=options.port) as stand_in:
        print(_settings(stand_in, person))
        for line in sys.stdin:
            _talk(stand_in, person, line.strip())
        _record(options.record, stand_in.transcript(person.id))
        _complain(stand_in.violations)


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
        f"MEETINGS_TELEGRAM_BASE_URL={stand_in.base_url} MEETINGS_TELEGRAM_TOKEN={stand_in.token} "
        f"MEETINGS_STAFF_IDS={person.id} meetings bot"
    )


def _talk(stand_in: StandIn, person: Person, text: str) -> None:
    if not text:
        return
    message = stand_in.world.says(person, text)
    stand_in.wait(lambda: bool(_news(stand_in, person, message)), "an answer", FIRST_ANSWER_SECONDS)
    print("\n".join(each["text"] for each in _news(stand_in, person, message)), end="\n\n")


def _news(stand_in: StandIn, person: Person, message: Json) -> list[Json]:
    """What the bot wrote after a message; a stranger is answered without a reply."""
    return [each for each in stand_in.sent(person.id) if each["message_id"] > message["message_id"]]


def _record(target: Path | None, messages: list[Json]) -> None:
    if target:
        target.write_text(json.dumps(messages, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _complain(violations: list[str]) -> None:
    if violations:
        raise SystemExit("Calls that Telegram would refuse:\n" + "\n".join(violations))


if __name__ == "__main__":
    main()
