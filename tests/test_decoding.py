from __future__ import annotations

import pytest

from knowledge.readers.decoding import Decoded, NotText, decode
from tests.documents import CHINESE

TRADITIONAL = "昨天下午，臨溪區召開防汛工作部署會。區委書記顧文清主持會議並講話，區長駱志恆宣讀防汛責任人名單。"
FRENCH = "Le conseil a décidé : « l’école » sera fermée à Noël — déjà."
GERMAN = "Bürgermeister Müller eröffnete die Straße für Fußgänger."
QUOTED = "The members said “no”. It wasn’t close."


@pytest.mark.parametrize(
    ("text", "encoding", "shown"),
    [
        (CHINESE, "gb18030", "GB18030"),
        (CHINESE[:12], "gb18030", "GB18030"),
        (CHINESE, "utf-16-le", "UTF-16"),
        (CHINESE, "utf-16-be", "UTF-16"),
        (TRADITIONAL, "big5", "Big5"),
        (QUOTED, "gb18030", "GB18030"),
        ("A\u00a0gap.", "gb18030", "GB18030"),
        (QUOTED, "cp1252", "Windows-1252"),
        (FRENCH, "cp1252", "Windows-1252"),
        (GERMAN, "latin-1", "Windows-1252"),
        ("Caf\xe9", "latin-1", "Windows-1252"),
        ("Совет города принял решение о ремонте моста.", "cp1251", "cp1251"),
        ("昨日、市議会は橋の修理を決定した。会議は市長が主催した。", "shift_jis", "cp932"),
    ],
)
def test_an_encoding_is_guessed_and_the_guess_is_said(text: str, encoding: str, shown: str) -> None:
    assert decode(text.encode(encoding)) == Decoded(text, (f"not UTF-8: read as {shown}, the best guess",))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_utf8_and_what_is_marked_needs_no_guess(encoding: str) -> None:
    assert decode(CHINESE.encode(encoding)) == Decoded(CHINESE)


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="gb2312">', "gb18030"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=GBK">', "gb18030"),
        ('<?xml version="1.0" encoding="big5"?>', "big5"),
        ('<meta charset="iso-8859-1">', "cp1252"),
        ('<meta charset="utf-8">', "utf-8"),
        ('<meta charset="no-such">', "utf-8"),
    ],
)
def test_markup_is_decoded_as_it_declares(head: str, encoding: str) -> None:
    text = head + {"cp1252": QUOTED, "big5": TRADITIONAL}.get(encoding, CHINESE)
    assert decode(text.encode(encoding), markup=True) == Decoded(text)


def test_a_wrong_declaration_does_not_win_over_the_bytes() -> None:
    text = '<meta charset="utf-8">' + CHINESE
    assert decode(text.encode("gb18030"), markup=True).text == text


def test_a_declaration_in_a_text_is_only_text() -> None:
    text = '<meta charset="gb2312">' + CHINESE
    assert decode(text.encode("utf-8")) == Decoded(text)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (CHINESE.encode()[:-1] + b"\xff" + CHINESE.encode(), "not UTF-8 (byte 148 is 0xe3); save it as UTF-8"),
        (b"\xff\xfea", "not UTF-8 (byte 2 is 0x61); save it as UTF-8"),
        (bytes(range(256)) * 20, "not UTF-8 (byte 128 is 0x80); save it as UTF-8"),
    ],
)
def test_damaged_text_and_what_is_no_text_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(NotText) as raised:
        decode(data)
    assert str(raised.value) == reason


def test_line_ends_are_made_one() -> None:
    assert decode(b"a\r\nb\rc\n") == Decoded("a\nb\nc\n")
