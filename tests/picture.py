"""Turns messages recorded by the stand-in into a picture of the chat, drawn the way Telegram shows it.

    python -m tests.picture chat.json chat.html
    python -m tests.picture chat.json chat.png [--me ID] [--title TEXT] [--subtitle TEXT]     (needs Chromium)

``chat.json`` is a list of messages as the Bot API has them; `StandIn.recorded` gives it. Among them may stand what is
no message: ``{"toast": "…"}``, a button's answer, and ``{"query": "@bot …", "results": […]}``, an inline query.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from tests.browser import Browser, NoBrowser
from tests.chat_look import Json, View, face, formatted, rows

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Json", "draw", "formatted", "page"]

WIDTH = 620  # CSS pixels
SCALE = 2
STYLE = Path(__file__).with_name("chat.css")
# Only what is cut off gets the sign that it can be unfolded.
_UNFOLD = """
for (const lines of document.querySelectorAll(".lines"))
  if (lines.scrollHeight > lines.clientHeight + 2) lines.parentElement.classList.add("cut")
"""


def page(messages: Sequence[Json], *, me: int | None = None, title: str = "", subtitle: str = "") -> str:
    """The whole chat as an HTML page that needs nothing else; ``me`` is whose messages stand on the right.

    In a private chat ``me`` is the person, and the head names the bot; in a group the head names the group, or the
    topic when all was written in one.
    """
    chat = next((each["chat"] for each in messages if "chat" in each), {"type": "private"})
    group = chat["type"] != "private"
    if me is None and not group:
        me = next((each["from"]["id"] for each in messages if not each.get("from", {"is_bot": True})["is_bot"]), None)
    known, below, number = _head(messages, chat)
    name, below = title or known, subtitle or below
    lines = "\n".join(rows(messages, View(me, group)))
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(name)}</title>'
        f"<style>{STYLE.read_text(encoding='utf-8')}</style>"
        f"<body><header>{face(name, number)}<div><b>{escape(name)}</b><small>{escape(below)}</small></div></header>"
        f"<main>\n{lines}\n</main><script>{_UNFOLD}</script></body></html>\n"
    )


def draw(
    messages: Sequence[Json], target: Path, *, me: int | None = None, title: str = "", subtitle: str = ""
) -> None:
    """Writes the chat to ``target``: HTML, or by way of Chromium PNG."""
    drawn = page(messages, me=me, title=title, subtitle=subtitle)
    if target.suffix != ".png":
        target.write_text(drawn, encoding="utf-8")
        return
    with tempfile.TemporaryDirectory() as folder, Browser(WIDTH, 800, SCALE) as browser:
        source = Path(folder) / "chat.html"
        source.write_text(drawn, encoding="utf-8")
        browser.open(source.as_uri())
        browser.evaluate("document.fonts.ready.then(() => true)")
        browser.resize(WIDTH, int(browser.evaluate("document.body.offsetHeight")), SCALE)
        target.write_bytes(browser.screenshot())


def _head(messages: Sequence[Json], chat: Json) -> tuple[str, str, int]:
    """The name of the bot, the group or the topic, the line under it, and the number that gives the colour."""
    if chat["type"] == "private":
        bot: Json = next((each["from"] for each in messages if each.get("from", {}).get("is_bot")), {})
        return str(bot.get("first_name", "Bot")), "bot", int(bot.get("id", 4))
    topics = {each.get("message_thread_id") for each in messages if "chat" in each and each.get("is_topic_message")}
    opened = [each["reply_to_message"]["forum_topic_created"] for each in messages if _opens_topic(each)]
    if len(topics) == 1 and opened:
        return f"# {opened[0]['name']}", str(chat["title"]), 4
    people = {each["from"]["id"] for each in messages if "from" in each}
    return str(chat["title"]), f"{len(people)} members", abs(chat["id"])


def _opens_topic(message: Json) -> bool:
    return "forum_topic_created" in message.get("reply_to_message", {})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("chat", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--me", type=int, help="id of the person whose messages stand on the right")
    parser.add_argument("--title", default="")
    parser.add_argument("--subtitle", default="")
    options = parser.parse_args()
    messages = json.loads(options.chat.read_text(encoding="utf-8"))
    try:
        draw(messages, options.target, me=options.me, title=options.title, subtitle=options.subtitle)
    except NoBrowser as error:
        raise SystemExit(f"{error}, or write to a file that ends in .html") from None


if __name__ == "__main__":
    main()
