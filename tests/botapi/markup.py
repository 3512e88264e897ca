"""Turns text with Telegram's HTML into plain text and entities, and refuses what Telegram refuses."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Any

from tests.botapi.rules import Refused, utf16

Json = dict[str, Any]

KINDS = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    **dict.fromkeys(("span", "tg-spoiler"), "spoiler"),
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_TOKEN = re.compile(
    r"<(?P<close>/?)(?P<tag>[a-zA-Z-]+)(?P<rest>[^<>]*)>"
    r"|(?P<character>&(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});)"
    r"|(?P<plain>[^<&]+|&)"
)


@dataclass
class _Reading:
    text: str = ""
    entities: list[Json] = field(default_factory=list)
    open_tags: list[tuple[str, Json]] = field(default_factory=list)


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Plain text and entities; an unknown, unclosed or wrongly closed tag is refused."""
    reading, position = _Reading(), 0
    while position < len(source):
        found = _TOKEN.match(source, position)
        if found is None:
            raise Refused(f"Bad Request: can't parse entities: unsupported start tag at byte offset {position}")
        _take(found, reading)
        position = found.end()
    if reading.open_tags:
        raise Refused(f"Bad Request: can't parse entities: can't find end tag of {reading.open_tags[-1][0]}")
    return reading.text, [entity for entity in reading.entities if entity["length"]]


def _take(found: re.Match[str], reading: _Reading) -> None:
    if found["plain"]:
        reading.text += found["plain"]
    elif found["character"]:
        reading.text += html.unescape(found["character"])
    elif found["close"]:
        _close(found["tag"].lower(), reading)
    else:
        _open(found["tag"].lower(), found["rest"], reading)


def _open(tag: str, rest: str, reading: _Reading) -> None:
    if tag not in KINDS or (tag == "span" and 'class="tg-spoiler"' not in rest):
        raise Refused(f'Bad Request: can\'t parse entities: unsupported start tag "{tag}"')
    entity: Json = {"type": KINDS[tag], "offset": utf16(reading.text), "length": 0}
    if tag == "a":
        target = re.search(r'href="([^"]*)"', rest)
        entity["url"] = html.unescape(target[1]) if target else ""
    if tag == "tg-emoji":
        emoji = re.search(r'emoji-id="(\d+)"', rest)
        entity["custom_emoji_id"] = emoji[1] if emoji else ""
    if tag == "blockquote" and rest.strip() == "expandable":
        entity["type"] = "expandable_blockquote"
    reading.entities.append(entity)
    reading.open_tags.append((tag, entity))


def _close(tag: str, reading: _Reading) -> None:
    if not reading.open_tags or reading.open_tags[-1][0] != tag:
        raise Refused(f'Bad Request: can\'t parse entities: unexpected end tag "{tag}"')
    entity = reading.open_tags.pop()[1]
    entity["length"] = utf16(reading.text) - entity["offset"]
