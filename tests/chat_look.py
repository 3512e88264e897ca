"""Turns messages of the Bot API into HTML that looks like Telegram's light theme: bubbles, buttons, service lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Json = dict[str, Any]

LONGEST_REPLY = 70
NAME_COLOURS = ("#168acd", "#4fad2d", "#d09306", "#c03d33", "#8544d6", "#cd4073", "#2996ad", "#ce671b")
FACES = (
    ("#72d5fd", "#2a9ef1"),
    ("#a0de7e", "#54cb68"),
    ("#ffcd6a", "#ffa85c"),
    ("#ff885e", "#ff516a"),
    ("#82b1ff", "#665fff"),
    ("#ff8aac", "#d95574"),
    ("#53edd6", "#28c9b7"),
    ("#e0a2f3", "#d669ed"),
)
TAGS = {
    "bold": ("<b>", "</b>"),
    "italic": ("<i>", "</i>"),
    "underline": ("<u>", "</u>"),
    "strikethrough": ("<s>", "</s>"),
    "code": ("<code>", "</code>"),
    "pre": ("<pre>", "</pre>"),
    "spoiler": ('<span class="spoiler">', "</span>"),
    "bot_command": ('<span class="link">', "</span>"),
    "mention": ('<span class="link">', "</span>"),
    "url": ('<span class="link">', "</span>"),
    "hashtag": ('<span class="link">', "</span>"),
    "blockquote": ('<div class="quote">', "</div>"),
    "expandable_blockquote": ('<div class="quote folded"><div class="lines">', "</div></div>"),
}
QUOTES = ("blockquote", "expandable_blockquote")


@dataclass(frozen=True)
class View:
    """Through whose eyes a chat is seen, and whether its members need names."""

    me: int | None
    group: bool


def rows(messages: Sequence[Json], view: View) -> Iterator[str]:
    """The chat's lines from top to bottom; a new day gets a line of its own."""
    day, author = "", None
    for place, message in enumerate(messages):
        today = _day(message) if "date" in message else day
        if today != day and day:
            yield _service(today)
        day = today
        following = messages[place + 1] if place + 1 < len(messages) else {}
        who = _author(message)
        last = following.get("from", {}).get("id") != who or service_text(following) is not None
        yield _row(message, view, first=who != author or who is None, last=last)
        author = who if service_text(message) is None else None


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


def face(name: str, number: int) -> str:
    """The round picture of somebody who has none: the first letter."""
    upper, lower = FACES[number % len(FACES)]
    style = f"background: linear-gradient({upper}, {lower})"
    return f'<div class="face" style="{style}">{escape(name[:1].upper())}</div>'


def service_text(message: Json) -> str | None:
    """What a service message says; None for one that somebody wrote."""
    name = str(message.get("from", {}).get("first_name", ""))
    if "new_chat_members" in message:
        return f"{name} added {', '.join(each['first_name'] for each in message['new_chat_members'])}"
    if "pinned_message" in message:
        return f"{name} pinned “{_short(_said(message['pinned_message']), 40)}”"
    if "forum_topic_created" in message:
        return f"{name} created the topic “{message['forum_topic_created']['name']}”"
    if "new_chat_title" in message:
        return f"{name} changed the group's name to “{message['new_chat_title']}”"
    if "left_chat_member" in message:
        return f"{message['left_chat_member']['first_name']} left the group"
    if "migrate_to_chat_id" in message or "migrate_from_chat_id" in message:
        return "The group is now a supergroup"
    if "users_shared" in message:
        return (
            f"{name} shared {', '.join(str(each.get('first_name', '')) for each in message['users_shared']['users'])}"
        )
    return None


def _row(message: Json, view: View, *, first: bool, last: bool) -> str:
    if "toast" in message:
        return f'<div class="toast">{escape(message["toast"])}</div>'
    if "results" in message:
        return _inline_panel(message)
    told = service_text(message)
    if told is not None:
        return _service(told)
    mine = _author(message) == view.me and view.me is not None
    sides = " ".join(["row", *(["mine"] * mine), *(["first"] * first), *(["last"] * last)])
    author = message["from"]
    beside = face(author["first_name"], author["id"]) if view.group and not mine and last else ""
    shown = f'<div class="beside">{beside}</div>' if view.group and not mine else ""
    name = _name(message, named=view.group and first and not mine)
    return f'<div class="{sides}">{shown}<div class="stack">{_bubble(message, name)}{_keyboard(message)}</div></div>'


def _bubble(message: Json, name: str) -> str:
    text = formatted(_said(message), message.get("entities") or message.get("caption_entities") or [])
    edited = "edited " if "edit_date" in message else ""
    spoken = f"<time>{edited}{datetime.fromtimestamp(message['date'], UTC):%H:%M}</time>"
    reactions = "".join(f"<span>{escape(each)}</span>" for each in message.get("reactions", []))
    below = f'<div class="reactions">{reactions}</div>' if reactions else ""
    said = f'<div class="{"text" if text else "text bare"}">{text}{below}{spoken}</div>'
    kind = "bubble stuck" if "sticker" in message else "bubble"
    return f'<div class="{kind}">{name}{_forwarded(message)}{_reply(message)}{_media(message)}{said}</div>'


def _name(message: Json, *, named: bool) -> str:
    author, via = message["from"], message.get("via_bot")
    by = f' <span class="via">via @{escape(via["username"])}</span>' if via else ""
    if not named:
        return f'<div class="name">{by.strip()}</div>' if via else ""
    colour = NAME_COLOURS[author["id"] % len(NAME_COLOURS)]
    return f'<div class="name" style="color: {colour}">{escape(author["first_name"])}{by}</div>'


def _forwarded(message: Json) -> str:
    origin = message.get("forward_origin")
    if not origin:
        return ""
    known = origin.get("sender_user", {}).get("first_name") or origin.get("chat", {}).get("title")
    name = known or origin.get("sender_user_name", "")
    return f'<div class="forwarded">Forwarded from <b>{escape(str(name))}</b></div>'


def _reply(message: Json) -> str:
    earlier = message.get("reply_to_message")
    if not earlier or "forum_topic_created" in earlier:
        return ""
    name = earlier["from"]["first_name"]
    said = message.get("quote", {}).get("text") or _said(earlier) or _kind(earlier)
    return f'<div class="reply"><b>{escape(name)}</b><span>{escape(_short(said, LONGEST_REPLY))}</span></div>'


def _media(message: Json) -> str:
    if "document" in message:
        document = message["document"]
        name, ending = str(document.get("file_name", "file")), str(document.get("file_name", "")).rpartition(".")[2]
        size = _size(int(document.get("file_size", 0)))
        return (
            f'<div class="document"><div class="sheet">{escape(ending[:4])}</div>'
            f"<div><b>{escape(name)}</b><small>{size}</small></div></div>"
        )
    if "photo" in message:
        largest = message["photo"][-1]
        return f'<img class="photo" src="{escape(largest.get("data", ""))}" alt="">'
    if "sticker" in message:
        return f'<div class="sticker">{escape(message["sticker"].get("emoji", "🙂"))}</div>'
    if "voice" in message:
        seconds = int(message["voice"]["duration"])
        bars = "".join(f'<i style="height: {6 + (place * 7) % 17}px"></i>' for place in range(28))
        return (
            f'<div class="document"><div class="sheet">▶</div>'
            f'<div><div class="wave">{bars}</div><small>0:{seconds:02}</small></div></div>'
        )
    if "contact" in message:
        name = message["contact"]["first_name"]
        return f'<div class="document">{face(name, 3)}<b>{escape(name)}</b></div>'
    return ""


def _keyboard(message: Json) -> str:
    lines = message.get("reply_markup", {}).get("inline_keyboard", [])
    drawn = "".join(f'<div class="keys">{"".join(map(_key, line))}</div>' for line in lines)
    return f'<div class="keyboard">{drawn}</div>' if drawn else ""


def _key(button: Json) -> str:
    leaves = "url" in button or any(each.startswith("switch_inline") for each in button)
    return f'<div class="key{" leaves" if leaves else ""}">{escape(button["text"])}</div>'


def _inline_panel(message: Json) -> str:
    """The results of an inline query over the line in which it is typed."""
    shown = "".join(
        f'<div class="result">{face(each["title"], place)}<div><b>{escape(each["title"])}</b>'
        f"<span>{escape(each.get('description', ''))}</span></div></div>"
        for place, each in enumerate(message["results"])
    )
    top = f'<div class="switch">{escape(message["button"]["text"])}</div>' if message.get("button") else ""
    return f'<div class="inline">{top}{shown}<div class="typed">{escape(message["query"])}<i></i></div></div>'


def _service(text: str) -> str:
    return f'<div class="service"><span>{escape(text)}</span></div>'


def _author(message: Json) -> int | None:
    number: int | None = message.get("from", {}).get("id")
    return number


def _said(message: Json) -> str:
    return str(message.get("text", message.get("caption", "")))


def _kind(message: Json) -> str:
    if "document" in message:
        return str(message["document"].get("file_name", "File"))
    return next((kind.capitalize() for kind in ("photo", "voice", "sticker", "contact") if kind in message), "")


def _short(text: str, longest: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else line[:longest] + "…"


def _size(count: int) -> str:
    return (
        f"{count} B"
        if count < 1024
        else f"{count / 1024:.1f} KB"
        if count < 1 << 20
        else f"{count / (1 << 20):.1f} MB"
    )


def _day(message: Json) -> str:
    spoken = datetime.fromtimestamp(message["date"], UTC)
    return f"{spoken:%B} {spoken.day}"


def _tags(entities: Sequence[Json]) -> Iterator[tuple[int, str, bool]]:
    """Places and tags in the order in which they stand; the flag says that a quote ends there."""
    spans = sorted(entities, key=lambda each: (each["offset"], -each["length"], each["type"] not in QUOTES))
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
