"""Opens ZIP files and what is made of them (DOCX, ODT, EPUB) without being blown up by them."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Sequence
from io import BytesIO
from lzma import LZMAError

MOST_FILES = 10_000
LARGEST = 100_000_000  # bytes of one file, unpacked
MOST_BYTES = 500_000_000  # of all files together, unpacked
_RATIO = 200  # bytes unpacked for one packed; text reaches 20
_SMALL = 10_000_000  # below this a high ratio does no harm
_CHUNK = 1 << 16

BROKEN = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, LZMAError),
    *(EOFError, OSError, RuntimeError, NotImplementedError, ValueError, OverflowError),
)


class Unsafe(ValueError):
    """The package is damaged or would grow out of bounds; the message is the reason."""


class Package:
    """The files in a ZIP by name. Raises Unsafe, when it is opened or read, for what must not be unpacked."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            self._files = [info for info in self._zip.infolist() if not info.is_dir()]
        except (*BROKEN, UnicodeDecodeError, IndexError) as error:
            raise Unsafe(f"damaged: not a package that can be opened ({_said(error)})") from None
        self._left = MOST_BYTES
        if len(self._files) > MOST_FILES:
            raise Unsafe(f"holds more than {MOST_FILES:,} files")
        declared = sum(info.file_size for info in self._files)
        if declared > MOST_BYTES or (declared > _SMALL and declared > len(data) * _RATIO):
            times = declared // max(len(data), 1)
            raise Unsafe(f"would grow to {_megabytes(declared)} MB when unpacked, {times} times its size")

    def names(self) -> Sequence[str]:
        """The names of the files in their order."""
        return [info.filename for info in self._files]

    def read(self, name: str) -> bytes:
        """The bytes of a file, counted as they are unpacked, whatever size was declared."""
        info = next((info for info in self._files if info.filename == name), None)
        if info is None:
            raise Unsafe(f"damaged: there is no {name} in it")
        if info.flag_bits & 1:
            raise Unsafe("locked with a password")
        parts: list[bytes] = []
        most = min(LARGEST, self._left)
        try:
            with self._zip.open(info) as file:
                while part := file.read(_CHUNK):
                    parts.append(part)
                    self._left -= len(part)
                    most -= len(part)
                    if most < 0:
                        raise Unsafe(f"larger than {_megabytes(LARGEST)} MB when unpacked")
        except Unsafe:
            raise
        except BROKEN as error:
            raise Unsafe(f"damaged: cannot be unpacked ({_said(error)})") from None
        return b"".join(parts)


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:80] or type(error).__name__


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f}".removesuffix(".0")
