"""Files that people and the bot have sent: what Telegram keeps of them and how much it lets through."""

from __future__ import annotations

import io
import itertools
import mimetypes
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from PIL import Image, UnidentifiedImageError

from tests.botapi.rules import Json, Refused, bad_request

if TYPE_CHECKING:
    from collections.abc import Mapping

MEGABYTE = 1 << 20
LARGEST_DOWNLOAD = 20 * MEGABYTE
LARGEST_UPLOAD = 50 * MEGABYTE
LARGEST_PHOTO = 10 * MEGABYTE
MOST_PIXELS = 10_000  # width and height together
STEEPEST_RATIO = 20


@dataclass(frozen=True)
class Upload:
    """A file in a call of the bot."""

    name: str
    data: bytes
    mime: str = ""

    def __repr__(self) -> str:
        return f"<{self.name}, {len(self.data)} bytes>"


@dataclass(frozen=True)
class Kept:
    """A file that Telegram keeps; ``size`` may be said to be more than the data that is really held."""

    file_id: str
    path: str
    data: bytes
    size: int

    def json(self) -> Json:
        return {"file_id": self.file_id, "file_unique_id": f"u{self.file_id}", "file_size": self.size}


class Files:
    """All files by id and by path; `getFile` makes a file's path downloadable."""

    def __init__(self) -> None:
        self.kept: dict[str, Kept] = {}
        self._numbers = itertools.count(1)

    def keep(self, name: str, data: bytes, folder: str = "documents", size: int | None = None) -> Kept:
        number = next(self._numbers)
        path = f"{folder}/file_{number}{PurePosixPath(name).suffix}"
        kept = Kept(f"BQACAgIAAxkBAA{number:04d}", path, data, len(data) if size is None else size)
        self.kept[kept.file_id] = kept
        return kept

    def get(self, file_id: object) -> Kept:
        bad_request(file_id not in self.kept, "wrong file_id or the file is temporarily unavailable")
        return self.kept[str(file_id)]

    def downloadable(self, file_id: object) -> Json:
        kept = self.get(file_id)
        bad_request(kept.size > LARGEST_DOWNLOAD, "file is too big")
        return kept.json() | {"file_path": kept.path}

    def at(self, path: str) -> Kept | None:
        fits = (kept for kept in self.kept.values() if kept.path == path and kept.size <= LARGEST_DOWNLOAD)
        return next(fits, None)

    def document(self, name: str, data: bytes, size: int | None = None) -> Json:
        """A document as it stands in a message."""
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return self.keep(name, data, size=size).json() | {"file_name": name, "mime_type": kind}

    def photo(self, name: str, data: bytes) -> list[Json]:
        """A picture as it stands in a message: one size of it, checked as Telegram checks pictures."""
        width, height = _measured(data)
        return [self.keep(name, data, "photos").json() | {"width": width, "height": height}]


def taken(parameters: Mapping[str, object], value: object, files: Files) -> Upload | Kept:
    """The file that a parameter names: sent along, attached under another name, or known by its id."""
    if isinstance(value, str) and value.startswith("attach://"):
        value = parameters.get(value.removeprefix("attach://"))
    if isinstance(value, Upload):
        bad_request(not value.data, "file must be non-empty")
        if len(value.data) > LARGEST_UPLOAD:
            raise Refused("Request Entity Too Large", 413)
        return value
    bad_request(not value, "there is no document in the request")
    bad_request(str(value).startswith("http"), "failed to get HTTP URL content")
    return files.get(value)


def _measured(data: bytes) -> tuple[int, int]:
    bad_request(len(data) > LARGEST_PHOTO, "file is too big for a photo")
    try:
        with Image.open(io.BytesIO(data)) as picture:
            picture.load()
            width, height = picture.size
    except (UnidentifiedImageError, OSError, SyntaxError):
        raise Refused("Bad Request: IMAGE_PROCESS_FAILED") from None
    steep = max(width, height) > STEEPEST_RATIO * min(width, height)
    bad_request(width + height > MOST_PIXELS or steep, "PHOTO_INVALID_DIMENSIONS")
    return width, height
