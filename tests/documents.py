"""Small real documents of every form, written by the libraries that people's programs use."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

TITLE = "Council approves the bridge"
PARAGRAPHS = (
    "The repair of Yazui Bridge will take longer and cost more than the District Council assumed in March, said the "
    "director of the District Transport Bureau at an extraordinary sitting on Thursday evening.",
    "The members adopted the resolution by six votes to two, with one abstention. The bridge reopens in December.",
)
TEXT = "\n\n".join(PARAGRAPHS)
CHINESE = "昨天下午，临溪区召开2024年防汛工作部署会。区委书记顾文清主持会议并讲话，区长骆志恒宣读防汛责任人名单。"
_CJK_FONT = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc")


def html_page(title: str = TITLE, paragraphs: tuple[str, ...] = PARAGRAPHS) -> bytes:
    """A page with what sites put around an article."""
    inside = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} | Linxi</title>'
        '<meta property="article:published_time" content="2024-07-19T09:00:00+08:00"></head><body>'
        '<nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav>'
        f"<article><h1>{title}</h1>{inside}</article><footer><p>All rights reserved.</p></footer></body></html>"
    ).encode()


def rss(title: str = TITLE, text: str = TEXT) -> bytes:
    """A feed with one whole entry."""
    inside = "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Linxi Bulletin</title>'
        f"<item><title>{title}</title><link>https://linxi.example/bridge</link>"
        "<pubDate>Fri, 19 Jul 2024 22:30:00 +0800</pubDate><description>In short…</description>"
        f"<content:encoded><![CDATA[{inside}]]></content:encoded></item></channel></rss>"
    ).encode()


def pdf(title: str = TITLE, text: str = TEXT, *, running: str = "", pages_of: int = 1, date: str = "") -> bytes:
    """A PDF with a title in large letters; ``running`` stands at the head of every page, its number at the foot."""
    from fpdf import FPDF

    class Document(FPDF):
        def header(self) -> None:
            self.set_font("serif", size=9)
            self.cell(0, 8, running, new_x="LMARGIN", new_y="NEXT")

        def footer(self) -> None:
            self.set_y(-15)
            self.set_font("serif", size=9)
            self.cell(0, 8, f"{self.page_no()} / {{nb}}" if running else "", align="C")

    document = Document()
    document.add_font("serif", fname=str(_CJK_FONT))
    document.add_page()
    document.set_font("serif", size=18)
    document.multi_cell(0, 9, title, new_x="LMARGIN", new_y="NEXT")
    document.ln(4)
    document.set_font("serif", size=11)
    for part in [*([date] if date else []), *(text.split("\n\n") * pages_of)]:
        document.multi_cell(0, 6, part, new_x="LMARGIN", new_y="NEXT")
        document.ln(4)
    return bytes(document.output())


def has_font() -> bool:
    """Whether the font that ``pdf`` writes with is on this machine."""
    return _CJK_FONT.exists()


def docx(title: str = TITLE, text: str = TEXT, *, rich: bool = False, date: str = "") -> bytes:
    """A Word document; ``rich`` has a heading, lists and a table, too."""
    from docx import Document

    document = Document()
    document.core_properties.title = title
    document.add_heading(title, 0)
    for part in [*([date] if date else []), *text.split("\n\n")]:
        document.add_paragraph(part)
    if rich:
        document.add_heading("The vote", 1)
        for style, items in (("List Bullet", ("For: six", "Against: two")), ("List Number", ("Bridge", "School"))):
            for item in items:
                document.add_paragraph(item, style=style)
        table = document.add_table(rows=2, cols=2)
        for cell, value in zip(
            table.rows[0].cells + table.rows[1].cells, ("Name", "Vote", "Weng", "No"), strict=True
        ):
            cell.text = value
    return _saved(document)


def _saved(document: object) -> bytes:
    out = BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def packed(files: Mapping[str, bytes | str]) -> bytes:
    """A ZIP of files."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(name, data)
    return out.getvalue()


def odt(title: str = TITLE, text: str = TEXT) -> bytes:
    """An OpenDocument text with a title, a heading, a list, a table and a note."""
    office = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = " ".join(f'xmlns:{name}="{office}:{name}:1.0"' for name in ("office", "text", "table", "style"))
    paragraphs = "".join(f"<text:p>{part}</text:p>" for part in text.split("\n\n"))
    content = (
        f'<?xml version="1.0"?><office:document-content {spaces}><office:body><office:text>'
        f'<text:p text:style-name="Title">{title}</text:p><text:p>2024-07-19</text:p>{paragraphs}'
        "<text:h>The vote</text:h><text:list><text:list-item><text:p>For: six</text:p></text:list-item>"
        "<text:list-item><text:p>Against: <text:span>two</text:span></text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>Weng</text:p></table:table-cell>"
        "<table:table-cell><text:p>No</text:p></table:table-cell></table:table-row></table:table>"
        "<text:p>It is<text:s text:c='2'/>done.<text:note><text:note-body><text:p>A note.</text:p></text:note-body>"
        "</text:note></text:p></office:text></office:body></office:document-content>"
    )
    return packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def epub(title: str = TITLE, text: str = TEXT) -> bytes:
    """An EPUB of two chapters and a table of contents."""
    first, second = (f"<html><body><p>{part}</p></body></html>" for part in text.split("\n\n"))
    return packed(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="OPS/book.opf"/></rootfiles></container>',
            "OPS/book.opf": '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<metadata><dc:title>{title}</dc:title><dc:date>2024-07-19T00:00:00Z</dc:date>"
            "<dc:publisher>Linxi Bulletin</dc:publisher><dc:language>en-GB</dc:language></metadata><manifest>"
            '<item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
            '<item id="a" href="one.xhtml" media-type="application/xhtml+xml"/>'
            '<item id="b" href="two%20b.xhtml" media-type="application/xhtml+xml"/></manifest>'
            '<spine><itemref idref="n"/><itemref idref="a"/><itemref idref="b"/></spine></package>',
            "OPS/nav.xhtml": "<html><body><nav><ol><li>Contents</li></ol></nav></body></html>",
            "OPS/one.xhtml": f"<html><body><h1>{title}</h1>{first}</body></html>",
            "OPS/two b.xhtml": second,
        }
    )


def plain(title: str = TITLE, text: str = TEXT) -> bytes:
    return f" date 2024-07-19 {title}\n\n{text}\n".encode()


def front_matter(title: str = TITLE, text: str = TEXT) -> bytes:
    return f"---\ntitle: {title}\ndate: 2024-07-19\npeople: [A, B]\n---\n\n{text}\n".encode()


def jsonl(title: str = TITLE, text: str = TEXT) -> bytes:
    rows = ({"id": f"a{n}", "title": title, "date": "2024-07-19", "text": f"{n}. {text}"} for n in range(3))
    return "\n".join(json.dumps(row) for row in rows).encode()


def csv(title: str = TITLE, text: str = TEXT) -> bytes:
    rows = f'a1,"{title}",2024-07-19,"{text}"\na2,"{title} again",2024-07-20,"Two. {text}"\n'
    return f"id,title,date,text\n{rows}".encode()


def every_form() -> dict[str, bytes]:
    """One document of each form by its ending."""
    found = {
        ".txt": plain(),
        ".md": front_matter(),
        ".html": html_page(),
        ".xml": rss(),
        ".docx": docx(rich=True),
        ".odt": odt(),
        ".epub": epub(),
        ".csv": csv(),
        ".jsonl": jsonl(),
    }
    if has_font():
        found[".pdf"] = pdf(date="2024-07-19")
    files = {f"in/a{number}{ending}": data for number, (ending, data) in enumerate(found.items())}
    return found | {".zip": packed(files)}
