"""Turns the parameters of a call into what a message will hold, checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.botapi.files import Files, Kept, Upload, taken
from tests.botapi.markup import parse_html
from tests.botapi.rules import Json, bad_request, check_caption, check_entities, check_keyboard, check_text

if TYPE_CHECKING:
    from collections.abc import Callable

LOOKS = ("text", "entities", "caption", "caption_entities", "reply_markup", "document", "photo")


def text_content(parameters: Json, field: str = "text") -> Json:
    """Checked text, entities and buttons of a message."""
    text, entities = _formatted(parameters, field, "entities", check_text)
    content: Json = {"text": text}
    optional = {"entities": entities, "reply_markup": _buttons(parameters)}
    optional["link_preview_options"] = parameters.get("link_preview_options")
    return content | {name: each for name, each in optional.items() if each}


def caption_content(parameters: Json) -> Json:
    """Checked caption, entities and buttons under a file."""
    caption, entities = _formatted(parameters, "caption", "caption_entities", check_caption)
    found = {"caption": caption, "caption_entities": entities, "reply_markup": _buttons(parameters)}
    return {name: each for name, each in found.items() if each}


def media_content(parameters: Json, kind: str, files: Files, value: object = None) -> Json:
    """A document or a photo, sent along or known to Telegram already."""
    sent = taken(parameters, value or parameters.get(kind), files)
    if isinstance(sent, Upload):
        return {kind: files.photo(sent.name, sent.data) if kind == "photo" else files.document(sent.name, sent.data)}
    return {kind: _known(sent, kind, files)}


def _known(sent: Kept, kind: str, files: Files) -> Any:
    is_photo = sent.path.startswith("photos/")
    bad_request(is_photo != (kind == "photo"), "can't use file of this type as another")
    return files.photo("again.png", sent.data) if is_photo else sent.json() | {"file_name": sent.path}


def _formatted(
    parameters: Json, field: str, beside: str, check: Callable[[object, list[Json]], str]
) -> tuple[str, list[Json]]:
    text, entities = parameters.get(field), parameters.get(beside, [])
    mode = str(parameters.get("parse_mode", "")).lower()
    bad_request(mode not in ("", "html"), "this stand-in reads no other parse_mode than HTML")
    if mode == "html" and text is not None:
        text, entities = parse_html(str(text))
    stored = check(text, entities)
    check_entities(stored, entities)
    return stored, entities


def _buttons(parameters: Json) -> Json | None:
    """The inline keyboard; a keyboard in place of a person's own is checked, but no part of the message."""
    markup: Json | None = parameters.get("reply_markup")
    check_keyboard(markup)
    return markup if markup and markup.get("inline_keyboard") else None
