from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from knowledge.article import Draft, Refused
from knowledge.readers import read_document
from knowledge.readers.pdf import Line, _without_edges
from tests.documents import CHINESE, PARAGRAPHS, TEXT, TITLE, has_font, pdf

pytestmark = pytest.mark.skipif(not has_font(), reason="needs the font Noto Serif CJK (fonts-noto-cjk)")


def draft(data: bytes) -> Draft:
    (item,) = read_document("a.pdf", data)
    assert isinstance(item, Draft), item
    return item


def test_lines_are_joined_to_paragraphs_and_title_and_date_are_taken_off() -> None:
    found = draft(pdf(text=f"{TEXT}\n\n{CHINESE * 3}", date="Published: 19 July 2024"))
    assert found == Draft("a.pdf", f"{TEXT}\n\n{CHINESE * 3}", {"title": TITLE, "date": "2024-07-19"})


def test_what_stands_on_every_page_is_left_out_and_said() -> None:
    found = draft(pdf(running="District Council · Minutes", pages_of=14, date="2024-07-19"))
    assert found.text == "\n\n".join([TEXT] * 14)
    said = "“District Council · Minutes”, “1 / 3”, “2 / 3” and 1 more"
    assert found.notes == (f"left out from the edges of pages: {said}",)


def test_a_paragraph_goes_on_over_the_end_of_a_page() -> None:
    long = ", ".join([PARAGRAPHS[0].rstrip(".")] * 20) + "."
    assert draft(pdf(text=f"{long}\n\n{PARAGRAPHS[1]}")).text == f"{long}\n\n{PARAGRAPHS[1]}"


def test_the_plain_forms_first_line_is_understood_in_a_pdf_too() -> None:
    found = draft(pdf(title=f" date 2024-07-19 {TITLE}"))
    assert (found.text, found.fields) == (TEXT, {"title": TITLE, "date": "2024-07-19"})


def test_the_day_on_which_the_file_was_made_is_said_but_not_taken() -> None:
    found = draft(pdf())
    assert found.fields["date"] is None
    assert [note.partition(" on ")[0] for note in found.notes] == ["the file was made"]


def test_a_scanned_pdf_is_refused_by_name() -> None:
    out = BytesIO()
    Image.new("RGB", (600, 800), "white").save(out, "PDF")
    said = "scanned: 1 page without a text layer; run it through OCR first"
    assert list(read_document("scan.pdf", out.getvalue())) == [Refused("scan.pdf", (said,))]


def test_a_pdf_with_a_password_or_cut_off_is_refused() -> None:
    from fpdf import FPDF

    locked = FPDF()
    locked.add_page()
    locked.set_encryption(owner_password="a", user_password="b")  # noqa: S106 (of nothing)
    assert list(read_document("a.pdf", bytes(locked.output()))) == [Refused("a.pdf", ("locked with a password",))]
    said = "damaged: not a PDF that can be opened"
    assert list(read_document("a.pdf", pdf()[:40])) == [Refused("a.pdf", (said,))]


def line(text: str, y: float, page: int = 0) -> Line:
    return Line(text, page, 70.0, 300.0, y, 11.0, 800.0 - y)


def test_a_lonely_line_in_the_margin_of_a_single_page_is_left_out_but_not_a_date() -> None:
    text = [line("First line of the text", 700), line("and its second.", 686)]
    assert _without_edges([line("Linxi Bulletin", 770), *text, line("Recycled paper", 30)], 1) == (
        text,
        ["Linxi Bulletin", "Recycled paper"],
    )
    dated = [line("19 July 2024", 770), *text]
    assert _without_edges(dated, 1) == (dated, [])
    close = [line("No margin here", 714), *text]
    assert _without_edges(close, 1) == (close, [])
