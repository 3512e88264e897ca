from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from knowledge.article import Draft, Refused
from knowledge.readers import read_document
from knowledge.readers.packed import Package, Unsafe
from tests.documents import TEXT, docx, html_page, packed, plain


def test_every_file_is_read_by_its_own_reader_and_a_bad_one_costs_only_itself() -> None:
    files: dict[str, bytes | str] = {
        "2024/b.docx": docx(),
        "2024/a.html": html_page(),
        "c.bin": b"\0\1\2" * 99,
        "d.txt": " date 2024-13-01 The title\n\nText.",
        ".hidden.txt": "no",
        "__MACOSX/a.html": "no",
        "2024/.git/x.txt": "no",
    }
    found = list(read_document("week.zip", packed(files)))
    assert [item.where for item in found] == [
        *("week.zip/2024/a.html", "week.zip/2024/b.docx", "week.zip/c.bin", "week.zip/d.txt"),
    ]
    assert [isinstance(item, Draft) for item in found] == [True, True, False, True]
    assert [item.text for item in found[:2] if isinstance(item, Draft)] == [TEXT, TEXT]


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("../../etc/a.txt", "etc/a.txt"),
        ("/etc/a.txt", "etc/a.txt"),
        ("..\\a.txt", "a.txt"),
        ("a\x1b[31m\n\u202e.txt", "a\ufffd[31m\ufffd\ufffd.txt"),
        ("./b/./a.txt", "b/a.txt"),
    ],
)
def test_names_that_lead_elsewhere_or_play_tricks_are_harmless(name: str, where: str) -> None:
    (item,) = read_document("z.zip", packed({name: plain()}))
    assert isinstance(item, Draft)
    assert item.where == f"z.zip/{where}"


def test_a_zip_in_a_zip_is_not_opened() -> None:
    inner = packed({"a.txt": plain()})
    found = list(read_document("z.zip", packed({"a.zip": inner, "b": inner})))
    said = "a ZIP inside a ZIP is not opened: unpack it first"
    assert found == [Refused("z.zip/a.zip", (said,)), Refused("z.zip/b", (said,))]


def test_a_bomb_is_refused_by_what_it_declares() -> None:
    (item,) = read_document("z.zip", packed({f"{n}.txt": bytes(9_000_000) for n in range(3)}))
    assert isinstance(item, Refused)
    assert item.reasons[0].startswith("would grow to 27 MB when unpacked, ")


def test_a_bomb_that_lies_about_its_size_does_not_grow() -> None:
    """The sizes in the head and in the directory are made small; what is unpacked beyond them is an error."""
    data = bytearray(packed({"a.txt": bytes(50_000_000)}))
    size = (50_000_000).to_bytes(4, "little")
    while (at := data.find(size)) >= 0:
        data[at : at + 4] = (1000).to_bytes(4, "little")
    (item,) = read_document("z.zip", bytes(data))
    assert item == Refused("z.zip/a.txt", ("damaged: cannot be unpacked (Bad CRC-32 for file 'a.txt')",))


def test_too_many_files_are_refused() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for number in range(10_001):
            package.writestr(str(number), b"")
    said = "holds more than 10,000 files"
    assert list(read_document("z.zip", out.getvalue())) == [Refused("z.zip", (said,))]


def test_a_file_with_a_password_is_refused() -> None:
    data = bytearray(packed({"a.txt": plain()}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(mark) + at] |= 1
    assert list(read_document("z.zip", bytes(data))) == [Refused("z.zip/a.txt", ("locked with a password",))]


def test_a_file_that_is_not_in_a_package_is_an_error() -> None:
    package = Package(packed({"a": b"x" * 10, "b": b"y" * 10}))
    assert package.read("a") == b"x" * 10
    with pytest.raises(Unsafe, match="there is no c in it"):
        package.read("c")
