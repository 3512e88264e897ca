"""Turns bytes into text: by the mark at their head, by what they declare, as UTF-8, or by the best guess."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from knowledge.article import Draft, Refused

TextReader = Callable[[str, str], Iterator[Draft | Refused]]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]{1,40})|<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w:.-]{1,40})""",
    re.IGNORECASE,
)
_HEAD = 4096  # bytes in which an encoding may be declared
_SAMPLE = 200_000  # bytes that a guess looks at
_SMALL_SAMPLE = 20_000  # bytes for the guess that takes long
_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "iso8859-1": "cp1252", "ascii": "cp1252"}
_NAMES = {
    "cp1252": "Windows-1252",
    "gb18030": "GB18030",
    "big5hkscs": "Big5",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
}
_CHINESE = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
_USUAL = 0.2  # share of the most usual characters among a Chinese text's; wrongly decoded text stays under .05
_MOSTLY_UTF8 = 4  # so many whole sequences for each broken one: UTF-8 that was damaged, not another encoding

# What Chinese texts, of meetings among others, use most: simplified, then the traditional forms that differ.
_COMMON = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里"
    "用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实日"
    "军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美"
    "相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解"
    "水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计"
    "管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完"
    "设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运议书委党村街镇"
    "，。、：；“”‘’！？（）《》—–…·•\u00a0\u3000"
    "這個們來為國說時會對過發後裡經麼現當沒動還進樣開從實軍無與長機業將兩間問戰頭體見產業關點話變總電數報結"
    "務場計產資許統區隊決書聽卻達強難權設記類據邊張該規覺術領確傳師觀讓識帶導爭運議委黨鎮"
)
_WESTERN = frozenset("äöüßÄÖÜéèêëàâáãåçñôóòõîïíìûúùýÿœæøÉÈÀÂÇÔÎÅØÆÑÁÓÍÚ“”‘’„‚«»–—…€£§°·•©®½¼ªº¿¡\u00a0")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


class NotText(ValueError):
    """The bytes are no text that could be read; the message is the reason."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with line ends as ``\\n``, and what should be known about how it was decoded."""

    text: str
    notes: tuple[str, ...] = ()


def of_text(read: TextReader) -> Callable[[str, bytes], Iterator[Draft | Refused]]:
    """The reader of bytes made from a reader of text."""

    def decoding(name: str, data: bytes) -> Iterator[Draft | Refused]:
        try:
            decoded = decode(data)
        except NotText as error:
            yield Refused(name, (str(error),))
            return
        for item in read(name, decoded.text):
            yield item if isinstance(item, Refused) else replace(item, notes=item.notes + decoded.notes)

    return decoding


def decode(data: bytes, *, markup: bool = False) -> Decoded:
    """The text of ``data``; raises NotText. ``markup`` looks for an encoding declared in its head."""
    named = _marked(data) or (_declared(data) if markup else None)
    if named is not None:
        try:
            return Decoded(_lines(data.decode(named).removeprefix("\ufeff")))
        except UnicodeDecodeError as error:
            if not markup:
                raise NotText(_broken(error)) from None
    try:
        return Decoded(_lines(data.decode("utf-8")))
    except UnicodeDecodeError as error:
        if _is_damaged_utf8(data) and not markup:
            raise NotText(_broken(error)) from None
        return _guessed(data, error, markup)


def _marked(data: bytes) -> str | None:
    return next((name for mark, name in _MARKS if data.startswith(mark)), None)


def _declared(data: bytes) -> str | None:
    """The codec of the encoding that the markup declares; a narrow one is read as the wider one it is used for."""
    found = _DECLARED.search(data, 0, _HEAD)
    if found is None:
        return None
    try:
        name = codecs.lookup((found[1] or found[2]).decode("ascii")).name
    except (LookupError, UnicodeDecodeError):
        return None
    return None if name.startswith(("utf-16", "utf-32")) else _SUPERSETS.get(name, name)


def _is_damaged_utf8(data: bytes) -> bool:
    text = data[:_SAMPLE].decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    return sum(character > "\x7f" for character in text) - broken > broken * _MOSTLY_UTF8


def _guessed(data: bytes, error: UnicodeDecodeError, markup: bool) -> Decoded:
    chosen = _chinese(data) or _western(data) or _by_charset_normalizer(data)
    if chosen is None and markup:
        return Decoded(_lines(data.decode("utf-8", errors="replace")), ("some characters could not be decoded",))
    if chosen is None:
        raise NotText(_broken(error))
    text = data.decode(chosen, errors="replace")
    shown = _NAMES.get(chosen, chosen)
    return Decoded(_lines(text), (f"not UTF-8: read as {shown}, the best guess",))


def _chinese(data: bytes) -> str | None:
    """The Chinese encoding in which the text reads most usual."""
    shares = {name: _usual_share(data[:_SAMPLE], name) for name in _CHINESE}
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] >= _USUAL else None


def _usual_share(data: bytes, name: str) -> float:
    if name.startswith("utf-16") and len(data) % 2:
        return 0.0
    try:
        text = codecs.getincrementaldecoder(name)().decode(data)
    except UnicodeDecodeError:
        return 0.0
    others = [character for character in text if character > "\x7f"]
    strange = len(_CONTROL.findall(text))
    return sum(character in _COMMON for character in others) / (len(others) + strange) if others else 0.0


def _western(data: bytes) -> str | None:
    """Windows-1252 where nearly all that is not ASCII is what western languages write."""
    try:
        others = [character for character in data[:_SAMPLE].decode("cp1252") if character > "\x7f"]
    except UnicodeDecodeError:
        return None
    usual = sum(character in _WESTERN for character in others)
    return "cp1252" if others and usual >= 0.9 * len(others) and not _is_binary(data) else None


def _is_binary(data: bytes) -> bool:
    return len(_CONTROL.findall(data[:_SAMPLE].decode("latin-1"))) > len(data[:_SAMPLE]) / 100


def _by_charset_normalizer(data: bytes) -> str | None:
    """A guess among the other encodings; Windows-1252 where a short text gives little to go by. None if binary."""
    from charset_normalizer import from_bytes

    if _is_binary(data):
        return None
    best = from_bytes(data[:_SMALL_SAMPLE]).best()
    for name in (best.encoding if best is not None and best.language != "Unknown" else "cp1252", "cp1252"):
        try:
            data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
        return name
    return None


def _broken(error: UnicodeDecodeError) -> str:
    return f"not UTF-8 (byte {error.start} is {error.object[error.start]:#04x}); save it as UTF-8"


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
