"""Renders an article in the forms that articles come in: pages of typical sites, feeds, DOCX, plain text."""

from __future__ import annotations

import html
import re
from datetime import date
from io import BytesIO
from xml.sax.saxutils import escape

from knowledge.article import Article

_STYLE = "body{font:11pt/1.5 serif;text-align:justify;hyphens:auto} h1{font-size:20pt} @page{margin:2cm}"
_MENU = (
    "Residents",
    "Business",
    "Visitors",
    "City Council",
    "Boards and commissions",
    "Pay a bill",
    "Report an issue",
)
_NEWS = (
    "Leaf collection begins next week on the east side of town",
    "Library branches close early on Friday for staff training",
    "Apply now for a seat on the Parks Advisory Commission",
)
_COOKIES = (
    "We use cookies to give you the best experience on our website. If you continue without changing your settings, "
    "we assume that you are happy to receive all cookies. You can read more in our privacy policy."
)
_NEWSLETTER = "Get council news in your inbox. Subscribe to our weekly newsletter and never miss a meeting again."
_COMMENT = "I was at that meeting, and I think that this is a real service to all who could not stay up that late."
_FOOT = "301 E. Huron St., open Monday to Friday, 8 a.m. to 5 p.m. All rights reserved. Privacy. Contact us."


def sites(article: Article) -> tuple[str, ...]:
    """The article as five kinds of sites would show it."""
    pages = (semantic_page, division_page, table_page, blog_page, break_page)
    return tuple(page(article) for page in pages)


def semantic_page(article: Article) -> str:
    """A page of today: header, nav, main, article, aside, footer; its facts in meta tags."""
    day = _date(article)
    head = (
        f'<meta property="og:site_name" content="{_text(article.publisher)}">'
        f'<meta property="og:title" content="{_text(article.title)}"><meta property="og:type" content="article">'
        f'<meta property="article:published_time" content="{day}T09:30:00-04:00">'
        f'<link rel="canonical" href="{_text(article.url)}">'
    )
    return _page(
        article,
        head,
        f'<div id="cookie-banner" role="dialog"><p>{_COOKIES}</p><button>Accept all</button></div>'
        f'<header class="site-header"><a href="/">{_text(article.publisher)}</a><nav>{_links(_MENU)}</nav>'
        '<form role="search"><input name="q"><button>Search</button></form></header>'
        '<main id="content"><nav class="breadcrumb"><a href="/">Home</a> › <a href="/news">News</a></nav>'
        f'<article class="post"><h1>{_text(article.title)}</h1>'
        f'<p class="byline">Published <time datetime="{day}">{day:%B} {day.day}, {day.year}</time></p>'
        f'<div class="entry-content">{_paragraphs(article)}</div>'
        '<div class="share"><p>Share this:</p><a href="#f">Facebook</a> <a href="#m">Email</a></div>'
        f"</article></main><aside><h2>Latest news</h2>{_links(_NEWS)}<p>{_NEWSLETTER}</p></aside>"
        f"<footer><p>© 2026 {_text(article.publisher)}. {_FOOT}</p>{_links(_MENU)}</footer>",
    )


def division_page(article: Article) -> str:
    """A page of divisions with the class names of a content management system; its facts in JSON-LD."""
    day = _date(article)
    head = (
        '<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle",'
        f'"headline":"{_text(article.title)}","datePublished":"{day}T08:00:00Z",'
        f'"publisher":{{"@type":"Organization","name":"{_text(article.publisher)}"}}}}</script>'
        f'<link rel="canonical" href="{_text(article.url)}">'
    )
    return _page(
        article,
        head,
        f'<div class="eu-cookie-compliance-banner"><p>{_COOKIES}</p><a href="#ok">OK, I agree</a></div>'
        f'<div id="header"><div id="logo"><a href="/">{_text(article.publisher)}</a></div>'
        f'<div id="main-menu" class="menu">{_links(_MENU)}</div></div>'
        f'<div id="main"><div id="sidebar-first"><h3>Quick links</h3>{_links(_MENU)}</div>'
        f'<div id="page-content" class="node node--type-news"><h1 class="page-title">{_text(article.title)}</h1>'
        f'<div class="submitted">Posted on {day.day} {day:%B} {day.year}</div>'
        f'<div class="field field--name-body">{_paragraphs(article)}</div></div>'
        f'<div id="sidebar-second"><h3>Upcoming events</h3>{_links(_NEWS)}<p>{_NEWSLETTER}</p></div></div>'
        f'<div id="footer"><p>{_FOOT}</p></div>',
    )


def table_page(article: Article) -> str:
    """A page laid out with tables, as of twenty years ago; date and title stand in its text only."""
    day = _date(article)
    return _page(
        article,
        f'<meta name="publisher" content="{_text(article.publisher)}"><link rel="canonical" href="{article.url}">',
        f'<table><tr><td colspan="3"><b>{_text(article.publisher)}</b> | {_inline_links(_MENU)}</td></tr>'
        f'<tr><td width="20%" valign="top">{_inline_links(_NEWS)}</td><td valign="top">'
        f"<h1>{_text(article.title)}</h1><p><i>{day:%B} {day.day}, {day.year}</i></p>{_paragraphs(article)}</td>"
        f'<td width="20%" valign="top"><p>{_NEWSLETTER}</p></td></tr>'
        f'<tr><td colspan="3"><font size="1">{_FOOT}</font></td></tr></table>',
    )


def blog_page(article: Article) -> str:
    """A blog with what its software adds: sharing, related posts, comments, archives."""
    day = _date(article)
    return _page(
        article,
        f'<link rel="canonical" href="{_text(article.url)}">',
        f'<header id="masthead"><p class="site-title"><a href="/">{_text(article.publisher)}</a></p>'
        f"<p>Votes and agendas, made readable</p><nav>{_links(_MENU)}</nav></header>"
        f'<main><article class="post-12 post"><header class="entry-header"><h1>{_text(article.title)}</h1>'
        f'<div class="entry-meta">Posted on <time class="published" datetime="{day}T21:14:00-04:00">'
        f'{day:%B} {day.day}, {day.year}</time> by <a href="/author">admin</a></div></header>'
        f'<div class="entry-content">{_paragraphs(article)}'
        '<div class="sharing"><h3>Share this:</h3><ul><li><a href="#">Click to share (new window)</a></li></ul></div>'
        f'<div id="relatedposts"><h3>Related</h3><p><a href="/q">{_NEWS[0]}</a> In "News"</p></div></div></article>'
        f'<div id="comments"><h2>One thought on this</h2><ol class="comment-list"><li><p>{_COMMENT}</p></li></ol>'
        "<div><h3>Leave a reply</h3><form><p>Your email address will not be published.</p></form></div></div></main>"
        f"<aside><h2>Recent posts</h2>{_links(_NEWS)}</aside><footer>Proudly powered by a blog</footer>",
    )


def break_page(article: Article) -> str:
    """A page whose title names the site only, with line breaks for paragraphs and a date in words."""
    day = _date(article)
    text = "<br><br>".join(_text(part) for part in article.text.split("\n\n"))
    page = _page(
        article,
        f'<meta name="publisher" content="{_text(article.publisher)}"><link rel="canonical" href="{article.url}">',
        f'<div class="header">{_links(_MENU)}</div><div class="breadcrumbs">Home / Newsroom / News details</div>'
        f'<div class="wrap"><div class="col-8"><h2>{_text(article.title)}</h2>'
        f'<div class="dateline">{day:%A}, {day:%B} {day.day}, {day.year}</div><div class="text">{text}</div>'
        '<p><a href="/print">Print this page</a> | <a href="/mail">Email to a friend</a></p></div>'
        f'<div class="col-4"><h3>More news</h3>{_links(_NEWS)}</div></div><div class="footer"><p>{_FOOT}</p></div>',
    )
    return re.sub(r"<title>.*?</title>", "<title>News details</title>", page)


def print_page(article: Article, style: str = "") -> str:
    """What a site sends to a printer: the article alone; ``style`` is added to the way it looks."""
    day = _date(article)
    return _page(
        article,
        f"<style>{style}</style>",
        f"<h1>{_text(article.title)}</h1>"
        f"<div class=body><p>{day:%B} {day.day}, {day.year}</p>{_paragraphs(article)}</div>",
    )


def feed(articles: list[tuple[Article, str]], *, whole: bool) -> str:
    """RSS of articles, each with the address of its page; with the whole text of each, or its beginning only."""
    items = "".join(_item(article, link, whole) for article, link in articles)
    publisher = escape(articles[0][0].publisher or "")
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>{publisher}</title><link>https://example.org/</link><language>en-us</language>{items}</channel></rss>"
    )


def plain(article: Article) -> str:
    """The plain form, as the customer writes it."""
    return f" date {article.date} {article.title}\n\n\n\n{article.text}\n"


def docx(article: Article) -> bytes:
    """A Word document: title, date, paragraphs."""
    from docx import Document

    day = _date(article)
    document = Document()
    document.core_properties.title = article.title
    document.sections[0].header.paragraphs[0].text = article.publisher or ""
    document.sections[0].footer.paragraphs[0].text = "Printed on recycled paper"
    document.add_heading(article.title, 0)
    document.add_paragraph(f"{day:%B} {day.day}, {day.year}")
    for part in article.text.split("\n\n"):
        document.add_paragraph(part)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _item(article: Article, link: str, whole: bool) -> str:
    day = _date(article)
    content = f"<content:encoded><![CDATA[{_paragraphs(article)}]]></content:encoded>" if whole else ""
    return (
        f"<item><title>{escape(article.title)}</title><link>{escape(link)}</link>"
        f"<pubDate>{day:%a, %d %b %Y} 21:30:00 -0400</pubDate>"
        f"<description>{escape(article.text[:140])}…</description>{content}</item>"
    )


def _page(article: Article, head: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="{article.language}"><head><meta charset="utf-8">'
        f"<title>{_text(article.title)} | {_text(article.publisher)}</title><style>{_STYLE}</style>{head}"
        f"<script>console.log('analytics')</script></head><body>{body}</body></html>"
    )


def _paragraphs(article: Article) -> str:
    return "\n".join(f"<p>{_text(part)}</p>" for part in article.text.split("\n\n"))


def _links(names: tuple[str, ...]) -> str:
    return "<ul>" + "".join(f'<li><a href="/{len(name)}">{name}</a></li>' for name in names) + "</ul>"


def _inline_links(names: tuple[str, ...]) -> str:
    return " | ".join(f'<a href="/{len(name)}">{name}</a>' for name in names)


def _text(value: str | None) -> str:
    return html.escape(value or "")


def _date(article: Article) -> date:
    if article.date is None:
        raise ValueError(f"{article.title} has no date")
    return article.date
