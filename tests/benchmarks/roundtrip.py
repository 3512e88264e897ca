"""Renders articles in every form, loads them back, and says how much of text, titles and dates came through.

    python -m tests.benchmarks.roundtrip ../shared/data [--forms NAME…] [--misses]

Forms that need Chromium, LibreOffice or pandoc (Debian's packages) are left out where those are not installed.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.article import Accepted, Article, Draft, Refused
from knowledge.check import check
from knowledge.fetching import Policy, read_url
from knowledge.readers import read, read_document
from tests.benchmarks import rendering
from tests.web_server import Site, body

Loaded = Mapping[str, Accepted]  # by the id of the article that was rendered
Form = Callable[[Sequence[Article], Path], Loaded]

_LOOKS = {
    "justified": "",
    "indented, no gaps": "p { margin: 0; text-indent: 2em } body { text-align: left }",
    "two columns": ".body { column-count: 2 } body { font-size: 10pt }",
    "double spaced": "body { line-height: 2.4; text-align: left } h1 { font-size: 14pt }",
}


@dataclass(frozen=True)
class Row:
    """How one form came through, as shares."""

    form: str
    articles: int
    recall: float
    precision: float
    titles: float
    dates: float


def articles(folder: Path) -> list[Article]:
    """The articles under a folder, as they are loaded from their own form."""
    found = [check(item) if isinstance(item, Draft) else item for item in read(folder)]
    return [item.article for item in found if isinstance(item, Accepted)]


def measured(form: str, given: Sequence[Article], loaded: Loaded) -> Row:
    """Paragraphs, titles and dates of ``loaded`` beside those that were rendered."""
    there = [(article, loaded[article.id].article) for article in given if article.id in loaded]
    pairs = [(_paragraphs(a), _paragraphs(b)) for a, b in there]
    asked = sum(len(_paragraphs(article)) for article in given)
    return Row(
        form,
        len(there),
        sum(len([p for p in a if p in b]) for a, b in pairs) / asked,
        sum(len([p for p in b if p in a]) for a, b in pairs) / max(sum(len(b) for _, b in pairs), 1),
        sum(a.title == b.title for a, b in there) / len(given),
        sum(a.date == b.date for a, b in there) / len(given),
    )


def misses(given: Sequence[Article], loaded: Loaded) -> Iterator[str]:
    """What differs, to look at."""
    for article in given:
        if article.id not in loaded:
            yield f"{article.title}: not loaded"
            continue
        back = loaded[article.id].article
        if (article.title, article.date) != (back.title, back.date):
            yield f"{article.title} · {article.date}\n  -> {back.title} · {back.date}"
        before, after = _paragraphs(article), _paragraphs(back)
        yield from (f"{article.title}\n  - {p}" for p in before if p not in after)
        yield from (f"{article.title}\n  + {p}" for p in after if p not in before)


def forms() -> dict[str, Form]:
    """Every form that can be made on this machine."""
    found: dict[str, Form] = {
        "HTML, semantic site": _documents("html", lambda a: rendering.semantic_page(a).encode()),
        "HTML, divisions": _documents("html", lambda a: rendering.division_page(a).encode()),
        "HTML, tables for layout": _documents("html", lambda a: rendering.table_page(a).encode()),
        "HTML, blog with comments": _documents("html", lambda a: rendering.blog_page(a).encode()),
        "HTML, line breaks": _documents("html", lambda a: rendering.break_page(a).encode()),
        "RSS, whole text": _feed,
        "RSS, summaries, pages fetched": _feed_of_summaries,
        "DOCX (python-docx)": _documents("docx", rendering.docx),
        "text, GB18030": _documents("txt", lambda a: rendering.plain(a).encode("gb18030")),
        "text, UTF-16": _documents("txt", lambda a: rendering.plain(a).encode("utf-16")),
    }
    if shutil.which("chromium"):
        found |= {f"PDF, {look} (Chromium)": _printed(style) for look, style in _LOOKS.items()}
    if shutil.which("soffice"):
        found["PDF (LibreOffice)"] = _converted("docx", rendering.docx, "pdf", _soffice)
        found["ODT (LibreOffice)"] = _converted("docx", rendering.docx, "odt", _soffice)
    if shutil.which("pandoc"):
        markdown = ("md", lambda a: _markdown(a).encode())
        found["DOCX (pandoc)"] = _converted(*markdown, "docx", _pandoc)
        found["EPUB (pandoc)"] = _converted(*markdown, "epub", _pandoc)
    return found


def _documents(ending: str, render: Callable[[Article], bytes]) -> Form:
    """A form that Python writes: one document an article."""

    def form(given: Sequence[Article], folder: Path) -> Loaded:
        return {a.id: item for a in given for item in _taken(read_document(f"{a.id}.{ending}", render(a)))}

    return form


def _feed(given: Sequence[Article], folder: Path) -> Loaded:
    text = rendering.feed([(article, article.url or "") for article in given], whole=True)
    by_url = {article.url: article.id for article in given}
    return {by_url[item.article.url]: item for item in _taken(read_document("feed.xml", text.encode()))}


def _feed_of_summaries(given: Sequence[Article], folder: Path) -> Loaded:
    """The pages stand on loopback, as five kinds of sites in turn."""
    with Site() as site:
        for number, article in enumerate(given):
            site.pages[f"/{article.id}"] = body(rendering.sites(article)[number % 5])
        feed = rendering.feed([(article, site.url(f"/{article.id}")) for article in given], whole=False)
        site.pages["/feed"] = body(feed, "application/rss+xml")
        found = list(_taken(read_url(site.url("/feed"), Policy(frozenset({"127.0.0.1"})))))
    return {item.where.rpartition("/")[2]: item for item in found}


def _converted(
    ending: str, render: Callable[[Article], bytes], to: str, convert: Callable[[Path, Sequence[Path], str], None]
) -> Form:
    """A form that another program makes of files that Python writes."""

    def form(given: Sequence[Article], folder: Path) -> Loaded:
        sources = [folder / f"{article.id}.{ending}" for article in given]
        for article, source in zip(given, sources, strict=True):
            source.write_bytes(render(article))
        convert(folder, sources, to)
        return _back(given, folder, to)

    return form


def _soffice(folder: Path, sources: Sequence[Path], to: str) -> None:
    program = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", to]
    subprocess.run(
        [*program, "--outdir", str(folder), *map(str, sources)], check=True, capture_output=True, timeout=600
    )


def _pandoc(folder: Path, sources: Sequence[Path], to: str) -> None:
    for source in sources:
        target = source.with_suffix(f".{to}")
        subprocess.run(
            ["pandoc", "-f", "markdown-smart", str(source), "-o", str(target)],
            check=True,
            capture_output=True,
            timeout=60,
        )


def _printed(style: str) -> Form:
    """Printed by Chromium, with the head and foot that browsers print."""

    def form(given: Sequence[Article], folder: Path) -> Loaded:
        for article in given:
            source = folder / f"{article.id}.html"
            source.write_text(rendering.print_page(article, style), encoding="utf-8")
            switches = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}"]
            target = f"--print-to-pdf={folder / article.id}.pdf"
            subprocess.run(
                ["chromium", *switches, target, source.as_uri()], check=True, capture_output=True, timeout=120
            )
        return _back(given, folder, "pdf")

    return form


def _back(given: Sequence[Article], folder: Path, ending: str) -> Loaded:
    return {a.id: item for a in given for item in _taken(read(folder / f"{a.id}.{ending}"))}


def _markdown(article: Article) -> str:
    text = re.sub(r"([_*>`\[\]#])", r"\\\1", article.text)
    return f'---\ntitle: "{article.title}"\ndate: {article.date}\nlang: {article.language}\n---\n\n{text}\n'


def _taken(found: Iterator[Draft | Refused]) -> Iterator[Accepted]:
    for draft in found:
        item = check(draft) if isinstance(draft, Draft) else draft
        if isinstance(item, Refused):
            print(f"refused: {item.where}: {'; '.join(item.reasons)}", file=sys.stderr)
        else:
            yield item


def _paragraphs(article: Article) -> list[str]:
    return [" ".join(part.split()) for part in article.text.split("\n\n") if part.strip()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--forms", nargs="*", default=())
    parser.add_argument("--misses", action="store_true")
    chosen = parser.parse_args()
    given = articles(chosen.shared / "articles" / "ann-arbor")
    print("| form | articles | recall | precision | titles | dates |\n|---|--:|--:|--:|--:|--:|")
    for name, form in forms().items():
        if chosen.forms and not any(part.lower() in name.lower() for part in chosen.forms):
            continue
        with tempfile.TemporaryDirectory() as folder:
            loaded = form(given, Path(folder))
        row = measured(name, given, loaded)
        shares = " | ".join(f"{share:.3f}" for share in (row.recall, row.precision, row.titles, row.dates))
        print(f"| {row.form} | {row.articles} | {shares} |", flush=True)
        if chosen.misses:
            print("\n".join(misses(given, loaded)))


if __name__ == "__main__":
    main()
