"""Turns what must be recognised but not read, such as who voted, into a keyed hash."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.records.file import RecordFile

_NAME = "key"


class Key:
    """A secret of this file's own, made once; without it nobody can try out all user ids."""

    def __init__(self, file: RecordFile) -> None:
        file.write("INSERT OR IGNORE INTO meta VALUES (?, ?)", _NAME, secrets.token_hex(32))
        self._key = bytes.fromhex(file.row("SELECT value FROM meta WHERE name = ?", _NAME)[0])

    def hash(self, text: str) -> str:
        """The same for the same text: 32 hexadecimal digits."""
        return hmac.new(self._key, text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:32]
