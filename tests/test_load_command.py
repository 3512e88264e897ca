"""The options of `meetings load`, and the commands that look back, as processes; nothing here needs a model."""

from __future__ import annotations

import dataclasses
import json
import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot.load_page import page
from bot.load_table import bracketed
from knowledge.article import Accepted, Article, Refused
from retrieval.loading import carry_out, load, read_all, rehearse, remove, restore, undo
from retrieval.sqlite_faiss import SqliteFaiss
from tests.meetings_process import meetings
from tests.toy_articles import ALL, BRIDGE, SCHOOL, accepted, open_engine, put, quiet
from tests.toy_encoder import ToyEncoder

CHANGED = dataclasses.replace(
    BRIDGE, text="The council approved the new bridge by seven votes to two.\n\nIt rained.", title="Bridge <approved>"
)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A folder with a good file and a bad one."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.txt").write_text(" date 2024-01-01 Good\n\nThe tram runs.", encoding="utf-8")
    (folder / "bad.md").write_text("---\ndate: soon\n---\n", encoding="utf-8")
    return folder


@pytest.fixture
def toy(data: Path, source: Path) -> Path:
    """A library that was loaded from ``source`` and then changed, by a toy."""
    engine, encoder = open_engine(data, "toy@1"), ToyEncoder()
    carry_out(rehearse(read_all([source]), engine.library), engine, encoder, quiet, by="toy", origin="in")
    put(engine, encoder, *ALL)
    put(engine, encoder, CHANGED)
    engine.library.close()
    return data


def test_a_dry_run_says_what_a_load_would_do_and_makes_no_library(data: Path, source: Path) -> None:
    done = meetings("load", str(source), "--dry-run", data=data)
    assert (done.code, done.err) == (1, "")
    article = re.findall(r"[0-9a-f]{10}", done.out)[0]
    assert [line.rstrip() for line in done.out.splitlines()] == [
        "refused   bad.md",
        "          no text: nothing but blank space under the head",
        "          line 2: date should be a day such as 2023-01-20, found 'soon'",
        f"new       good.txt  {article}  Good",
        "",
        "         articles",
        "refused         1",
        "new             1",
        "",
        "1 refused, 1 new. Nothing was stored: this was a rehearsal; generation 0 stays live.",
    ]
    assert not data.exists()


def test_a_mirror_without_a_terminal_needs_yes(toy: Path, source: Path) -> None:
    (source / "good.txt").unlink()
    done = meetings("load", str(source), "--mirror", data=toy)
    assert (done.code, done.out) == (2, "")
    assert re.fullmatch(
        r"1 article of this library is gone from the folder and would be removed, [0-9a-f]{10} the first: nothing "
        r"was loaded. See which with --dry-run, then say --yes\n",
        done.err,
    )
    assert len(meetings("list", "--json", data=toy).rows) == 7
    (source / "bad.md").unlink()  # an empty folder is no reason either
    assert meetings("load", str(source), "--mirror", data=toy).code == 2
    would = meetings("load", str(source), "--mirror", "--dry-run", "--json", data=toy).json
    assert [gone["title"] for gone in would["removed"]] == ["Good"]
    assert would["dry_run"] is True


def test_only_folders_are_mirrored(toy: Path, source: Path) -> None:
    done = meetings("load", str(source / "good.txt"), "--mirror", data=toy)
    assert (done.code, done.out) == (2, "")
    assert "only folders can be mirrored" in done.err


def test_a_report_that_cannot_be_written_is_said_before_the_work(data: Path, source: Path, tmp_path: Path) -> None:
    done = meetings("load", str(source), "--report", str(tmp_path / "no" / "r.html"), data=data)
    assert (done.code, done.out, done.err) == (
        2,
        "",
        f"cannot write {tmp_path}/no/r.html: No such file or directory\n",
    )
    assert not data.exists()


def test_the_history_of_an_article_is_told_in_json(toy: Path) -> None:
    told = meetings("history", "bridge", "--json", data=toy).json
    assert told["article"] == "bridge"
    assert [(v["version"], v["live"], v["title"], v["origin"]) for v in told["versions"]] == [
        (1, False, BRIDGE.title, "bridge.txt"),
        (2, True, "Bridge <approved>", "bridge.txt"),
    ]


def test_a_diff_marks_the_words_that_differ(toy: Path) -> None:
    done = meetings("diff", "bridge", data=toy)
    assert done.out.splitlines() == [
        "bridge: version 1 → 2",
        "title: Council approves the new bridge → Bridge <approved>",
        "",
        "− The council approved the new bridge by [-six-] votes to two.",
        "+ The council approved the new bridge by {+seven+} votes to two.",
        "",
        "− The bridge will cost 10,000 crowns.",
        "",
        "+ It rained.",
        "",
        "1 paragraph altered, 1 added, 1 removed; other title; 0 paragraphs unchanged",
    ]
    turned = meetings("diff", "bridge", "2", "1", "--json", data=toy).json
    assert (turned["old"], turned["new"], turned["facts"]) == (2, 1, {"title": ["Bridge <approved>", BRIDGE.title]})
    alone = meetings("diff", "school", data=toy)
    assert (alone.code, alone.err) == (2, "school has only one version: nothing to compare it with\n")


def test_the_audit_says_who_what_when_and_from_where(toy: Path) -> None:
    rows = meetings("audit", "--json", data=toy).rows
    assert [(row["change"], row["kind"], row["by"], row["origin"], len(row["articles"])) for row in rows] == [
        (3, "load", None, None, 1),
        (2, "load", None, None, 6),
        (1, "load", "toy", "in", 1),
    ]
    assert rows[0]["articles"] == [{"article": "bridge", "title": "Bridge <approved>", "before": 1, "after": 2}]
    assert meetings("audit", "--change", "9", data=toy).err == "there is no change 9: `meetings audit` lists them\n"


# Restoring


def test_a_version_comes_back_under_its_number_without_embedding(engine: SqliteFaiss, encoder: ToyEncoder) -> None:
    load(accepted([CHANGED]), engine, encoder, quiet)
    encoder.encoded.clear()
    restored, generation = restore("bridge@1", engine, encoder, quiet, by="toy")
    assert (restored.number, generation, encoder.encoded) == (1, 3, [])
    assert engine.library.article("bridge") == BRIDGE
    assert engine.verify() is None
    undo(engine, encoder, quiet)
    assert engine.library.article("bridge") == CHANGED
    remove(["bridge"], engine)
    restore("bridge@2", engine, encoder, quiet)
    assert engine.library.article("bridge") == CHANGED


def test_a_changed_paragraph_is_all_that_is_embedded(engine: SqliteFaiss, encoder: ToyEncoder) -> None:
    encoder.encoded.clear()
    first, second = SCHOOL.text.split("\n\n")
    report = put(engine, encoder, dataclasses.replace(SCHOOL, text=f"{first}\n\n{second} It rained."))
    assert report.embedded == 1
    assert sorted(encoder.encoded) == sorted({f"{SCHOOL.title}\n{second} It rained.", second, "It rained."})


# The page


class Page(HTMLParser):
    """The tags of a page, and whether every one is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_holds_every_source_escapes_every_text_and_fetches_nothing(
    engine: SqliteFaiss, encoder: ToyEncoder
) -> None:
    evil = Article("evil", "<script>alert(1)</script>", "</div><img src=x onerror=alert(1)> & more words.", "en")
    found: list[Accepted | Refused] = [
        Accepted("a<b>.txt", evil, ('no date "at" all',)),
        Accepted("bridge.txt", CHANGED),
        Accepted("school.txt", SCHOOL),
        Accepted("twin.txt", dataclasses.replace(SCHOOL, id="twin")),
        Refused("bad\u202e.md", ("line 3: <b>",)),
    ]
    report = load(found, engine, encoder, quiet)
    text = page(report, ["in<1>"], datetime(2026, 1, 2, 3, 4, tzinfo=UTC), "terminal: <anna>")
    parser = Page()
    parser.feed(text)
    assert parser.open == []
    assert parser.seen.isdisjoint({"script", "img", "a", "link", "iframe", "b"})
    assert "\u202e" not in text
    for expected in (
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "Load of <code>in&lt;1&gt;</code>",
        "2026-01-02 03:04 UTC, terminal: &lt;anna&gt;.",
        "bridge by <del>six</del> votes",
        "bridge by <ins>seven</ins> votes",
        "Replaces version 1: 1 paragraph altered, 1 added, 1 removed; other title; 0 paragraphs unchanged",
        "The same text as <code>school</code>",
        "line 3: &lt;b&gt;",
    ):
        assert expected in text


def test_spans_are_put_between_signs() -> None:
    assert bracketed("abcdef", ((1, 2), (4, 6)), "[", "]") == "a[b]cd[ef]"
    assert json.loads(json.dumps(bracketed("", (), "[", "]"))) == ""
