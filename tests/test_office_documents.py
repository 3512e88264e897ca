"""DOCX, ODT and EPUB: what comes along, what is said to be left out."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import pytest

from knowledge.article import Draft, Refused
from knowledge.readers import read_document
from tests.documents import TEXT, TITLE, docx, epub, odt, packed

VOTE = "The vote\n\n- For: six\n- Against: two"


def draft(name: str, data: bytes) -> Draft:
    (item,) = read_document(name, data)
    assert isinstance(item, Draft), item
    return item


def test_headings_lists_and_tables_of_a_word_document_are_read_in_their_order() -> None:
    found = draft("a.docx", docx(rich=True, date="July 19, 2024"))
    text = f"{TEXT}\n\n{VOTE}\n1. Bridge\n2. School\n\n| Name | Vote |\n| Weng | No |"
    assert found == Draft("a.docx", text, {"title": TITLE, "date": "2024-07-19"})


def test_the_plain_forms_first_line_is_understood_in_a_word_document_too() -> None:
    found = draft("a.docx", docx(title="Template of the office", text=f" date 2024-07-19 {TITLE}\n\n{TEXT}"))
    assert found.fields["title"] == "Template of the office"
    bare = with_body(f"<w:p><w:r><w:t> date 2024-07-19 {TITLE}</w:t></w:r></w:p>{paragraph('It met.')}")
    assert (draft("a.docx", bare).text, draft("a.docx", bare).fields) == (
        "It met.",
        {"title": TITLE, "date": "2024-07-19"},
    )


def test_inserted_text_links_controls_and_boxes_come_along_and_deleted_text_does_not() -> None:
    body = (
        "<w:p><w:r><w:t>One </w:t></w:r><w:ins><w:r><w:t>two </w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>gone </w:delText></w:r></w:del>"
        "<w:hyperlink><w:r><w:t>three.</w:t></w:r></w:hyperlink></w:p>"
        f"<w:sdt><w:sdtContent>{paragraph('In a control.')}</w:sdtContent></w:sdt>"
        f"<w:p><w:r><w:pict><w:txbxContent>{paragraph('In a box.')}</w:txbxContent></w:pict></w:r></w:p>"
    )
    assert draft("a.docx", with_body(body)).text == "One two three.\n\nIn a control.\n\nIn a box."


def test_footnotes_and_pictures_that_are_left_out_are_said() -> None:
    body = '<w:p><w:r><w:t>Text.</w:t><w:footnoteReference w:id="2"/></w:r><w:r><w:drawing/></w:r></w:p>'
    assert draft("a.docx", with_body(body * 2)).notes == ("2 footnotes left out", "2 pictures left out")
    assert draft("a.odt", odt()).notes == ("1 footnote left out",)


def test_an_opendocument_text_is_read_in_its_order() -> None:
    found = draft("a.odt", odt())
    assert found.text == f"{TEXT}\n\n{VOTE}\n\n| Weng | No |\n\nIt is  done."
    assert found.fields == {"title": TITLE, "date": "2024-07-19"}


def test_an_epub_is_read_in_reading_order_without_its_contents() -> None:
    told = {"title": TITLE, "date": "2024-07-19", "publisher": "Linxi Bulletin", "language": "en"}
    assert draft("a.epub", epub()) == Draft("a.epub", TEXT, told)


BOMB = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><a>&b;</a>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><a>&a;</a>'


@pytest.mark.parametrize("xml", [BOMB, OUTSIDE, BOMB.encode("utf-16")])
@pytest.mark.parametrize(
    ("name", "inside", "whole"),
    [
        ("a.docx", "word/document.xml", docx()),
        ("a.odt", "content.xml", odt()),
        ("a.epub", "OPS/book.opf", epub()),
    ],
)
def test_xml_with_entities_of_its_own_is_refused(name: str, inside: str, whole: bytes, xml: str | bytes) -> None:
    said = "declares XML entities of its own, which is not allowed"
    assert list(read_document(name, replaced(whole, inside, xml))) == [Refused(name, (said,))]


@pytest.mark.parametrize("name", ["a.docx", "a.odt", "a.epub"])
def test_a_package_that_would_grow_out_of_bounds_is_refused(name: str) -> None:
    bomb = replaced({"a.docx": docx(), "a.odt": odt(), "a.epub": epub()}[name], "big.xml", bytes(30_000_000))
    (item,) = read_document(name, bomb)
    assert isinstance(item, Refused)
    assert re.fullmatch(r"would grow to 30(?:\.\d)? MB when unpacked, \d{3} times its size", item.reasons[0])


@pytest.mark.parametrize("name", ["a.docx", "a.odt", "a.epub", "a.zip"])
def test_what_is_no_package_is_refused(name: str) -> None:
    said = "damaged: not a package that can be opened (File is not a zip file)"
    assert list(read_document(name, b"PK\x03\x04 and no more")) == [Refused(name, (said,))]


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def with_body(body: str) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    document = f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
    return replaced(docx(title=""), "word/document.xml", document)


def replaced(package: bytes, name: str, data: str | bytes) -> bytes:
    """The package with one of its files changed or added."""
    with zipfile.ZipFile(BytesIO(package)) as opened:
        files: dict[str, bytes | str] = {each: opened.read(each) for each in opened.namelist()}
    return packed({**files, name: data})
