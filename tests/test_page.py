from __future__ import annotations

import pytest

from knowledge.article import Draft, Refused
from knowledge.readers import read_document
from knowledge.readers.page import trusted_url
from tests.documents import CHINESE, PARAGRAPHS, TEXT, TITLE, html_page

LIST = "<h2>The vote</h2><ul><li><b>For:</b> six</li><li>Against: two</li></ul><ol start='3'><li>Bridge</li></ol>"
TABLE = "<table><tr><th>Name</th><th>Vote</th></tr><tr><td>Weng Kaiming</td><td>No</td></tr></table>"
SHOWN = "The vote\n\n- For: six\n- Against: two\n3. Bridge\n\n| Name | Vote |\n| Weng Kaiming | No |"
AROUND = (
    '<div class="cookie-banner"><p>We use cookies to make this site work. By going on you accept that.</p></div>'
    '<div class="menu"><ul><li><a href="/a">Residents</a></li><li><a href="/b">Council</a></li></ul></div>{}'
    '<div class="sidebar"><h3>Latest news</h3><ul><li><a href="/c">Leaf collection begins</a></li></ul></div>'
    '<div class="footer"><p>© 2026 Linxi. All rights reserved. Open Monday to Friday.</p></div>'
)


def draft(page: str | bytes) -> Draft:
    (item,) = read_document("a.html", page.encode() if isinstance(page, str) else page)
    assert isinstance(item, Draft), item
    return item


def paragraphs(text: str = TEXT) -> str:
    return "".join(f"<p>{part}</p>" for part in text.split("\n\n"))


def test_the_article_is_taken_without_the_site_around_it() -> None:
    found = draft(html_page())
    told = {"title": TITLE, "date": "2024-07-19", "publisher": None, "url": None, "language": "en"}
    assert found == Draft("a.html", TEXT, told)


@pytest.mark.parametrize("inside", ['<div class="node"><h1>{}</h1><div class="body">{}</div></div>', "<h1>{}</h1>{}"])
def test_lists_and_tables_of_the_article_come_along(inside: str) -> None:
    body = paragraphs(PARAGRAPHS[0]) + LIST + TABLE + paragraphs(PARAGRAPHS[1])
    page = f"<html><title>{TITLE}</title><body>{AROUND.format(inside.format(TITLE, body))}</body></html>"
    assert draft(page).text == f"{PARAGRAPHS[0]}\n\n{SHOWN}\n\n{PARAGRAPHS[1]}"


def test_a_list_at_the_end_comes_along_and_what_is_beside_the_article_does_not() -> None:
    share = '<div class="share"><p>Share this:</p><a href="#f">Facebook</a></div><h3>Related</h3>'
    inside = f'<div class="node"><h1>{TITLE}</h1>{paragraphs()}{LIST}{share}</div>'
    page = f"<html><title>{TITLE}</title><body>{AROUND.format(inside)}</body></html>"
    assert draft(page).text == f"{TEXT}\n\n" + SHOWN.partition("\n\n|")[0]


def test_a_page_laid_out_with_tables_is_read_as_text() -> None:
    page = (
        f"<html><title>{TITLE}</title><body><table><tr><td colspan=2><a href='/'>Home</a></td></tr><tr><td>"
        f"<a href='/a'>Residents</a></td><td><h1>{TITLE}</h1><p>July 19, 2024</p>{paragraphs()}{TABLE}</td>"
        "<td><p>Subscribe to our newsletter.</p></td></tr></table></body></html>"
    )
    found = draft(page)
    assert (found.fields["title"], found.fields["date"]) == (TITLE, "2024-07-19")
    assert found.text == f"{TEXT}\n\n| Name | Vote |\n| Weng Kaiming | No |"


def test_a_chinese_government_page_is_read_by_its_own_tags_in_its_own_encoding() -> None:
    page = (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
        "<title>防汛会议-临溪区人民政府</title>"
        '<meta name="ArticleTitle" content="临溪区召开防汛会议"><meta name="PubDate" content="2024-04-26 09:30">'
        '<meta name="ContentSource" content="临溪日报"></head><body>'
        '<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/x">要闻</a></div>'
        '<div class="info">发布时间：2024-04-26 来源：临溪日报 字体：<a>大</a> <a>小</a></div>'
        f'<div class="TRS_Editor"><p>　　{CHINESE}</p><p>　　顾文清指出，今年汛期来得早，要把责任落实到每一个人。'
        "</p></div>"
        '<div class="footer">主办：临溪区人民政府办公室 网站标识码：3304000001</div></body></html>'
    )
    found = draft(page.encode("gb18030"))
    told = {"title": "临溪区召开防汛会议", "date": "2024-04-26", "publisher": "临溪日报"}
    assert {name: value for name, value in found.fields.items() if value} == told
    assert found.text == f"{CHINESE}\n\n顾文清指出，今年汛期来得早，要把责任落实到每一个人。"


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2024-07-19T23:30:00-04:00">',
        '<meta name="DC.date.issued" content="2024-07-19">',
        '<script type="application/ld+json">{"@type":"NewsArticle","datePublished": "2024-07-19T08:00Z"}</script>',
        "",
    ],
)
def test_the_day_of_publication_is_read_from_the_head_or_under_the_title(head: str) -> None:
    body = f"<article><h1>{TITLE}</h1><p>Published: Friday, July 19, 2024</p>{paragraphs()}</article>"
    found = draft(f"<html><head><title>{TITLE}</title>{head}</head><body>{body}</body></html>")
    assert found.fields["date"] == "2024-07-19"
    assert (found.text, found.notes) == (TEXT, ())


def test_pictures_that_are_left_out_are_said() -> None:
    body = f'<article><h1>{TITLE}</h1>{paragraphs()}<img src="a.jpg"><p>{PARAGRAPHS[1]} Again.</p></article>'
    assert draft(f"<html><body>{body}</body></html>").notes == ("1 picture left out",)


def test_a_page_without_text_is_refused() -> None:
    (item,) = read_document("a.html", b"  ")
    assert item == Refused("a.html", ("not HTML, or there is nothing in it",))


@pytest.mark.parametrize(
    ("canonical", "address", "url"),
    [
        ("https://a.example/bridge", "https://a.example/bridge?utm=1", "https://a.example/bridge"),
        ("https://www.a.example/bridge#top", "http://a.example/b", "https://www.a.example/bridge"),
        ("https://other.example/bridge", "https://a.example/b", "https://a.example/b"),
        ("https://a.example/", "https://a.example/b#part", "https://a.example/b"),
        ("https://a.example/?id=4", "https://a.example/?id=4&x=1", "https://a.example/?id=4"),
        ("javascript:alert(1)", "https://a.example/b", "https://a.example/b"),
        (None, "https://a.example/b#part", "https://a.example/b"),
    ],
)
def test_a_canonical_address_counts_when_it_is_of_the_same_site(canonical: object, address: str, url: str) -> None:
    assert trusted_url(canonical, address) == url
