"""What may be named on the command line: files, folders, addresses, standard input."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import sources
from bot.settings import Settings
from knowledge.article import Draft, Refused
from knowledge.plan import Verdict
from retrieval.loading import checked, load
from retrieval.sqlite_faiss import SqliteFaiss
from tests.documents import TEXT, TITLE, html_page, pdf, plain
from tests.meetings_process import meetings
from tests.toy_articles import quiet
from tests.toy_encoder import ToyEncoder
from tests.web_server import Site, body

HERE = Settings(_env_file=None, fetch_allowed_hosts=frozenset({"127.0.0.1"}))


def test_files_folders_and_addresses_are_read_in_their_order_each_under_its_own_name(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_bytes(plain())
    (tmp_path / "b.html").write_bytes(html_page())
    with Site() as site:
        site.pages["/c"] = body(html_page())
        given = [str(tmp_path / "in"), site.url("/c"), str(tmp_path / "b.html"), site.url("/gone")]
        found = list(sources.drafts(sources.checked(given), HERE, {}, None))
    assert [item.where for item in found] == ["a.txt", site.url("/c"), "b.html", site.url("/gone")]
    assert [str(item.text).strip() for item in found if isinstance(item, Draft)] == [TEXT] * 3
    assert found[3] == Refused(site.url("/gone"), ("answered 404 Not Found",))


def test_columns_are_given_as_field_and_column() -> None:
    assert sources.columns("text=body, title=Headline of it") == {"text": "body", "title": "Headline of it"}
    assert sources.columns("") == {}


def test_a_form_is_named_with_or_without_its_dot() -> None:
    assert [sources.form("html"), sources.form(".CSV"), sources.form(None)] == [".html", ".csv", None]


def test_an_address_and_a_table_from_standard_input_are_loaded(tmp_path: Path, cache: Path) -> None:
    data = tmp_path / "data"
    rows = "Nr,Headline,Body\n7,The school,The school was opened on Monday by the mayor.\n"
    form = ("--columns", "text=body,title=headline,id=nr", "--format", "csv", "--json")
    with Site() as site:
        site.pages["/c?from=feed"] = body(html_page())
        given = (site.url("/c?from=feed"), "-", *form)
        done = meetings("load", *given, data=data, cache=cache, typed=rows, MEETINGS_FETCH_ALLOWED_HOSTS="127.0.0.1")
    assert (done.code, done.err) == (0, "")
    assert [(row["source"], row["verdict"], row["title"]) for row in done.json["sources"]] == [
        (given[0], "new", TITLE),
        ("standard input:2", "new", "The school"),
    ]


def test_a_page_loaded_again_is_unchanged_or_a_new_version(empty: SqliteFaiss, encoder: ToyEncoder) -> None:
    """Its canonical address is the same, however it was asked for."""
    verdicts = []
    with Site() as site:
        for path, text in (("/c?from=feed", TEXT), ("/c", TEXT), ("/c?id=2", TEXT.replace("six", "seven"))):
            link = f'<link rel="canonical" href="{site.url("/c")}">'
            page = html_page(paragraphs=tuple(text.split("\n\n"))).replace(b"<head>", b"<head>" + link.encode())
            site.pages[path] = body(page)
            found = list(checked(sources.drafts([site.url(path)], HERE, {}, None)))
            verdicts += [outcome.verdict for outcome in load(found, empty, encoder, quiet).outcomes]
    assert verdicts == [Verdict.NEW, Verdict.UNCHANGED, Verdict.CHANGED]
    (article,) = empty.library.articles()
    assert article.url == site.url("/c")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nowhere.txt",), "'nowhere.txt' is not there: give a file, a folder, an http or https address, or - for"),
        (("-", "--format", "exe"), "unknown form 'exe'; known are txt, md, "),
        (("-", "--columns", "body=text"), "there is no field 'body'; there are id, text, title, date"),
        (("-", "--columns", "text"), "write field=column, parted by commas"),
    ],
)
def test_what_cannot_be_meant_is_said_in_one_line(arguments: tuple[str, ...], said: str, tmp_path: Path) -> None:
    done = meetings("load", *arguments, data=tmp_path / "data")
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert said in done.err


def test_an_upload_is_read_by_its_name_or_by_its_content() -> None:
    from knowledge.readers import read_document

    for name in ("notice.html", "notice", "notice.HTM", "notice.bin", ""):
        (found,) = read_document(name, html_page())
        assert isinstance(found, Draft)
        assert found.text == TEXT
    (found,) = read_document("message", plain())
    assert isinstance(found, Draft)
    assert found.fields["title"] == TITLE
    assert [type(item) for item in read_document("a.pdf", pdf())] == [Draft]
