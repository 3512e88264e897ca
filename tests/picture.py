"""Turns messages recorded by the stand-in into a picture of the chat, drawn the way Telegram shows it.

    python -m tests.picture chat.json chat.html
    python -m tests.picture chat.json chat.png      (needs Chromium)

``chat.json`` is a list of messages as the Bot API has them; `StandIn.transcript` gives it.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Json = dict[str, Any]

WIDTH = 620  # CSS pixels
SCALE = 2
LONGEST_REPLY = 60

TAGS = {
    "bold": ("<b>", "</b>"),
    "italic": ("<i>", "</i>"),
    "underline": ("<u>", "</u>"),
    "strikethrough": ("<s>", "</s>"),
    "code": ("<code>", "</code>"),
    "bot_command": ('<span class="link">', "</span>"),
    "mention": ('<span class="link">', "</span>"),
    "blockquote": ('<div class="quote">', "</div>"),
    "expandable_blockquote": ('<div class="quote folded">', "</div>"),
}
QUOTES = ("blockquote", "expandable_blockquote")

STYLE = """
* { box-sizing: border-box; margin: 0 }
html { background: #cfdcc2 }
body { width: 620px; font: 16px/1.42 "Noto Sans", "Liberation Sans", "Noto Sans CJK SC",
  "Noto Color Emoji", sans-serif; color: #0d1013; overflow-wrap: anywhere }
header { display: flex; gap: 12px; align-items: center; padding: 10px 18px; background: #fff;
  border-bottom: 1px solid #dfe3e6 }
header b { display: block; line-height: 1.25 } header small { color: #707579; font-size: 13.5px }
.face { width: 40px; height: 40px; border-radius: 50%; background: linear-gradient(#6cb9f4, #3d8fdc);
  color: #fff; font-weight: 600; display: grid; place-items: center }
main { padding: 18px 16px 20px; display: flex; flex-direction: column; gap: 8px;
  background: linear-gradient(160deg, #dbe6bf, #b9d3a9 55%, #9fc3a8) }
.bubble { position: relative; max-width: 88%; min-width: 90px; padding: 7px 12px 7px; border-radius: 14px;
  background: #fff; align-self: flex-start; border-bottom-left-radius: 4px;
  box-shadow: 0 1px 1.5px #0002 }
.mine { align-self: flex-end; background: #effedd; border-radius: 14px 14px 4px 14px }
.text { white-space: pre-wrap; unicode-bidi: plaintext }
.reply { border-left: 3px solid #3390ec; background: #3390ec17; border-radius: 5px; margin: 2px 0 6px;
  padding: 3px 9px; font-size: 14.5px; line-height: 1.35 }
.reply b { color: #3390ec; display: block; font-weight: 600 }
.reply span { display: block; white-space: nowrap; overflow: hidden; text-overflow: ellipsis }
.quote { position: relative; border-left: 3px solid #3390ec; background: #3390ec14; border-radius: 5px;
  margin: 3px 0 5px; padding: 5px 30px 5px 10px;
  unicode-bidi: plaintext }
.quote::after { content: "\\201D"; position: absolute; top: 2px; right: 8px; color: #3390ec;
  font: 700 25px/1 Georgia, "Liberation Serif", serif }
.folded { display: -webkit-box; -webkit-line-clamp: 3; -webkit-box-orient: vertical; overflow: hidden;
  padding-bottom: 0; margin-bottom: 8px }
.link { color: #3390ec; text-decoration: none }
time { float: right; color: #8a9299; font-size: 12.5px; margin: 7px -2px -3px 14px; user-select: none }
.mine time { color: #5fb558 }
"""


def page(messages: Sequence[Json]) -> str:
    """The whole chat as an HTML page that needs nothing else."""
    bubbles = "\n".join(_bubble(message) for message in messages)
    bot = next((each["from"] for each in messages if each["from"]["is_bot"]), {"first_name": "Bot"})
    name = escape(str(bot["first_name"]))
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{name}</title><style>{STYLE}</style>'
        f'<body><header><div class="face">{name[:1]}</div><div><b>{name}</b><small>bot</small></div></header>'
        f"<main>\n{bubbles}\n</main>"
        "<script>document.body.dataset.height = document.documentElement.offsetHeight</script>"
        "</body></html>\n"
    )


def formatted(text: str, entities: Sequence[Json]) -> str:
    """A message's text as HTML: everything escaped, entities (in UTF-16 units) as tags."""
    units = text.encode("utf-16-le")
    pieces, done = [], 0
    for place, tag, swallow in _tags(entities):
        pieces.append(escape(units[2 * done : 2 * place].decode("utf-16-le")))
        pieces.append(tag)
        # a quote is a block: the line end after it would show as an empty line
        done = max(done, place + (swallow and units[2 * place : 2 * place + 2] == b"\n\0"))
    pieces.append(escape(units[2 * done :].decode("utf-16-le")))
    return "".join(pieces)


def draw(messages: Sequence[Json], target: Path) -> None:
    """Writes the chat to ``target``: HTML, or by way of Chromium PNG."""
    if target.suffix != ".png":
        target.write_text(page(messages), encoding="utf-8")
        return
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "chat.html"
        source.write_text(page(messages), encoding="utf-8")
        dom = _chromium(folder, "--dump-dom", source.as_uri())
        height = re.search(r'data-height="(\d+)"', dom)
        size = f"--window-size={WIDTH},{height[1] if height else 1000}"
        screenshot = f"--screenshot={target.resolve()}"
        _chromium(folder, size, f"--force-device-scale-factor={SCALE}", screenshot, source.as_uri())


def _bubble(message: Json) -> str:
    side = "bubble" if message["from"]["is_bot"] else "bubble mine"
    spoken = datetime.fromtimestamp(message["date"], UTC)
    text = formatted(message.get("text", ""), message.get("entities", []))
    return (
        f'<div class="{side}">{_reply(message.get("reply_to_message"))}'
        f'<div class="text">{text}<time>{spoken:%H:%M}</time></div></div>'
    )


def _reply(earlier: Json | None) -> str:
    if not earlier:
        return ""
    name, text = earlier["from"]["first_name"], str(earlier.get("text", ""))
    short = text if len(text) <= LONGEST_REPLY else text[:LONGEST_REPLY] + "…"
    return f'<div class="reply"><b>{escape(name)}</b><span>{escape(short)}</span></div>'


def _tags(entities: Sequence[Json]) -> Iterator[tuple[int, str, bool]]:
    """Places and tags in the order in which they stand; the flag says that a quote ends there."""
    spans = sorted(entities, key=lambda each: (each["offset"], -each["length"]))
    open_ones: list[Json] = []
    for each in spans:
        yield from _closed(open_ones, each["offset"])
        yield each["offset"], _opening(each), False
        open_ones.append(each)
    yield from _closed(open_ones, None)


def _closed(open_ones: list[Json], place: int | None) -> Iterator[tuple[int, str, bool]]:
    while open_ones and (place is None or _end(open_ones[-1]) <= place):
        last = open_ones.pop()
        yield _end(last), _closing(last), last["type"] in QUOTES


def _end(entity: Json) -> int:
    return int(entity["offset"]) + int(entity["length"])


def _opening(entity: Json) -> str:
    if entity["type"] == "text_link":
        return f'<a class="link" href="{escape(entity["url"])}">'
    return TAGS.get(entity["type"], ("", ""))[0]


def _closing(entity: Json) -> str:
    return "</a>" if entity["type"] == "text_link" else TAGS.get(entity["type"], ("", ""))[1]


def _chromium(folder: str, *arguments: str) -> str:
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        raise SystemExit("No Chromium found: install it, or write to a file that ends in .html.")
    quiet = ["background-networking", "component-update", "sync", "quic", "gpu"]
    switches = ["--headless", "--no-sandbox", "--no-first-run", "--hide-scrollbars"]
    switches += [f"--disable-{each}" for each in quiet]
    command = [program, *switches, f"--user-data-dir={folder}/profile", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout


def main() -> None:
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    draw(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")), Path(sys.argv[2]))


if __name__ == "__main__":
    main()
