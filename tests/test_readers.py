from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest

from knowledge.article import Accepted, Draft, Refused
from knowledge.check import check
from knowledge.readers import READERS, files, read
from tests.documents import packed

BODY = "\n\nThe council met.\n\nIt voted.\n"


def taken(path: Path) -> Accepted:
    """The one article of a file."""
    (draft,) = read(path)
    assert isinstance(draft, Draft), draft
    item = check(draft)
    assert isinstance(item, Accepted), item
    return item


def reasons(path: Path) -> list[tuple[str, tuple[str, ...]]]:
    """Where and why each article of a file is refused."""
    items = [item if isinstance(item, Refused) else check(item) for item in read(path)]
    return [(item.where, item.reasons) for item in items if isinstance(item, Refused)]


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


# The plain form


@pytest.mark.parametrize(
    "content",
    [
        " date 2023-01-20 The title" + BODY,
        "date 2023-01-20 The title" + BODY,
        "\ufeff date 2023-01-20 The title" + BODY,
        "\n\n  date 2023-01-20 The title" + BODY,
        "\tdate\t2023-01-20\tThe title" + BODY,
        "date: 2023-01-20 The title" + BODY,
        "Date：2023-01-20  The title  " + BODY,
        "date 2023/1/20 The title" + BODY,
        "date 2023.01.20 The title" + BODY,
        "date 2023年1月20日 The title" + BODY,
        (" date 2023-01-20 The title" + BODY).replace("\n", "\r\n"),
        (" date 2023-01-20 The title" + BODY).replace("\n", "\r"),
        (" date 2023-01-20 The title" + BODY).encode("utf-16"),
    ],
)
def test_every_variant_of_the_plain_form_is_the_same_article(content: str | bytes, tmp_path: Path) -> None:
    item = taken(write(tmp_path / "a.txt", content))
    assert (item.article.date, item.article.title) == (date(2023, 1, 20), "The title")
    assert item.article.text == "The council met.\n\nIt voted."
    assert item.warnings == ()


def test_a_head_without_a_title_takes_the_first_line(tmp_path: Path) -> None:
    item = taken(write(tmp_path / "a.txt", "date 2023-01-20" + BODY))
    assert (item.article.date, item.article.title) == (date(2023, 1, 20), "The council met.")
    assert item.article.text == "The council met.\n\nIt voted."


def test_a_text_without_a_head_is_all_body_and_taken_with_a_warning(tmp_path: Path) -> None:
    item = taken(write(tmp_path / "a.txt", "\n# The date of the fair\n\nIt was set.\n"))
    assert (item.article.title, item.article.text) == (
        "The date of the fair",
        "# The date of the fair\n\nIt was set.",
    )
    assert item.article.date is None
    assert item.warnings == ("no date: searches limited to a period will not find it",)


@pytest.mark.parametrize("first", ["dates 2023-01-20 are set", "date of the meeting", "update 2023-01-20 x"])
def test_a_first_line_that_only_looks_like_a_head_is_text(first: str, tmp_path: Path) -> None:
    assert taken(write(tmp_path / "a.txt", first + BODY)).article.text == (first + BODY).strip()


def test_a_wrong_day_is_refused_with_its_line(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "\n\ndate 2023-02-30 The title" + BODY)
    expected = "line 3: date should be a day such as 2023-01-20, found '2023-02-30'"
    assert reasons(path) == [("a.txt", (expected,))]


def test_the_title_is_nothing_but_a_line_of_text(tmp_path: Path) -> None:
    item = taken(write(tmp_path / "a.txt", "date 2023-01-20 A:  <b>&\tthe 'rest'" + BODY))
    assert item.article.title == "A: <b>& the 'rest'"


# Front matter

FRONT = """---
title: "Bridge: the vote"
date: 2024-07-19
publisher: Harbour Gazette
url: https://news.example.org/bridge
language: en-GB
meeting_date: 2024-07-18
people: [Shao Panfeng, Wu Jian, Wu Jian]
place: Town Hall
extra: is passed over
---

The bridge.
"""


@pytest.mark.parametrize("name", ["a.md", "a.markdown", "a.txt", "A.MD"])
def test_front_matter_gives_every_field(name: str, tmp_path: Path) -> None:
    article = taken(write(tmp_path / name, FRONT)).article
    assert (article.title, article.text, article.language) == ("Bridge: the vote", "The bridge.", "en")
    assert (article.date, article.meeting_date) == (date(2024, 7, 19), date(2024, 7, 18))
    assert (article.publisher, article.url) == ("Harbour Gazette", "https://news.example.org/bridge")
    assert (article.people, article.place) == (("Shao Panfeng", "Wu Jian"), "Town Hall")


def test_names_may_stand_in_one_line_and_keys_in_capitals(tmp_path: Path) -> None:
    path = write(tmp_path / "a.md", "---\nPeople: 邵潘锋、吴健, Wu Jian\nDATE: '2024-07-19'\n---\nText.")
    article = taken(path).article
    assert (article.people, article.date) == (("邵潘锋", "吴健", "Wu Jian"), date(2024, 7, 19))


def test_markdown_without_front_matter_is_all_body(tmp_path: Path) -> None:
    article = taken(write(tmp_path / "a.md", "# Heading\n\n---\n\nText.")).article
    assert (article.title, article.text) == ("Heading", "# Heading\n\n---\n\nText.")


def test_empty_front_matter_is_no_reason_to_refuse(tmp_path: Path) -> None:
    assert taken(write(tmp_path / "a.md", "---\n---\nText.")).article.text == "Text."


def test_all_that_is_wrong_is_said_at_once_with_its_line(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.md",
        "---\ntitle: [one, two]\ndate: 2023-13-01\nmeeting_date: soon\nurl: true\nlanguage: English!\n"
        "people: {a: b}\npublisher: 12\n---\n \n",
    )
    assert reasons(path) == [
        (
            "a.md",
            (
                "no text: nothing but blank space under the head",
                "line 2: title should be one line of text, found ['one', 'two']",
                "line 3: date should be a day such as 2023-01-20, found '2023-13-01'",
                "line 5: url should be one line of text, found True",
                "line 6: language should be a code such as en or zh, found 'English!'",
                "line 4: meeting_date should be a day such as 2023-01-20, found 'soon'",
                "line 7: people should be a list of names, found {'a': 'b'}",
            ),
        )
    ]


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        ("title: [one", "line 2: front matter is not YAML: expected ',' or ']', but got '<stream end>'"),
        ("a: 1\ntitle: x: y", "line 3: front matter is not YAML: mapping values are not allowed here"),
        ("a: &b [1]\nc: *b", "line 3: front matter is not YAML: write the value out, not *alias"),
        ("just a sentence", "line 2: front matter should be lines of `name: value`"),
        ("- a\n- b", "line 2: front matter should be lines of `name: value`"),
        ("date: !!python/object:os.system x", "line 2: front matter is not YAML: could not determine a constructor"),
        ("[" * 5000, "line 2: front matter is not YAML: "),
    ],
)
def test_front_matter_that_is_broken_is_refused_with_the_line(head: str, reason: str, tmp_path: Path) -> None:
    ((where, (found,)),) = reasons(write(tmp_path / "a.md", f"---\n{head}\n---\nText."))
    assert where == "a.md"
    assert found.startswith(reason)
    assert "\n" not in found


def test_front_matter_that_never_ends_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.md", "---\ntitle: x\n\nText.")
    assert reasons(path) == [("a.md", ("line 1: front matter begins with --- but no second --- ends it",))]


# JSONL


def test_each_line_of_jsonl_is_an_article_of_its_own(tmp_path: Path) -> None:
    row = {"id": "x1", "title": "T", "text": " The  text.\r\n\r\nMore. ", "date": "2023-01-20", "people": ["A"]}
    path = write(tmp_path / "a.jsonl", json.dumps(row) + "\n\n" + json.dumps({"text": "Second."}))
    first, second = (check(item) for item in read(path) if isinstance(item, Draft))
    assert isinstance(first, Accepted)
    assert isinstance(second, Accepted)
    assert (first.where, second.where) == ("a.jsonl:1", "a.jsonl:3")
    assert (first.article.id, first.article.text) == ("x1", "The  text.\n\nMore.")
    assert (first.article.date, first.article.people) == (date(2023, 1, 20), ("A",))
    assert (second.article.title, second.article.text) == ("Second.", "Second.")


def test_a_bad_line_of_jsonl_costs_only_itself(tmp_path: Path) -> None:
    lines = [
        '{"text": "Good."}',
        '{"text": ',
        "[1]",
        '{"title": "No text"}',
        '{"text": 5}',
        '{"text": "x", "date": 20230120, "id": {"a": 1}}',
        "[" * 100_000,
        '{"text": "Also good."}',
        '{"text": "half \\ud800"}',
        '{"text": "nul \\u0000"}',
    ]
    path = write(tmp_path / "a.jsonl", "\n".join(lines))
    assert reasons(path) == [
        ("a.jsonl:2", ("not JSON at column 10: Expecting value",)),
        ("a.jsonl:3", ("should be one JSON object a line with title, date, text",)),
        ("a.jsonl:4", ("no text: nothing but blank space under the head",)),
        ("a.jsonl:5", ("no text: nothing but blank space under the head",)),
        (
            "a.jsonl:6",
            (
                "date should be a day such as 2023-01-20, found 20230120",
                "id should be one line of text, found {'a': 1}",
            ),
        ),
        ("a.jsonl:7", ("not an article: JSON nested too deeply or with a number too long",)),
        ("a.jsonl:9", ("not valid Unicode: it holds half a surrogate pair; save it as UTF-8 again",)),
        ("a.jsonl:10", ("not a text: it holds NUL bytes; save it as plain text",)),
    ]
    assert len([item for item in read(path) if isinstance(item, Draft) and isinstance(check(item), Accepted)]) == 2


# Files and folders


KNOWN = "known are " + ", ".join(READERS)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.bin", b"\0\1\2\3" * 50, f"unknown file type .bin; {KNOWN}"),
        ("README", b"Not an article.", f"unknown file type (none); {KNOWN}"),
        ("Makefile.am", b"---\nall:\n---\n", f"unknown file type .am; {KNOWN}"),
        ("a.xlsx", packed({"xl/workbook.xml": "<a/>"}), "a spreadsheet: save it as .csv"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1", "an old Word file: save it as .docx"),
        ("a.rtf", b"{\\rtf1 text}", "RTF: save it as .docx"),
        ("m.png", b"\x89PNG", "a picture: no text can be read from it"),
        ("a.txt", b"", "no text: nothing but blank space under the head"),
        ("a.txt", b" date 2023-01-20 Only a head\n", "no text: nothing but blank space under the head"),
        ("a.md", b"\xef\xbb\xbf", "no text: nothing but blank space under the head"),
        ("a.txt", "Le café où l’été …".encode() + b"\xe9 fin", "not UTF-8 (byte 26 is 0xe9); save it as UTF-8"),
        ("a.txt", b"\xff\xfea", "not UTF-8 (byte 2 is 0x61); save it as UTF-8"),
        ("a.txt", b"a\0b", "not a text: it holds NUL bytes; save it as plain text"),
        ("a.md", b"---\n" + b"a: b\n" * 20_000 + b"---\nx", "line 2: front matter is longer than 65,536 characters"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_with_its_reason(
    name: str, content: bytes, reason: str, tmp_path: Path
) -> None:
    assert reasons(write(tmp_path / name, content)) == [(name, (reason,))]


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    assert reasons(tmp_path / "gone.txt") == [("gone.txt", ("cannot be read: No such file or directory",))]
    assert reasons(tmp_path / "loop.txt") == [("loop.txt", ("cannot be read: Too many levels of symbolic links",))]


def test_a_folder_is_read_whole_in_order_and_never_stops_at_a_bad_file(tmp_path: Path) -> None:
    (tmp_path / "b" / "deep").mkdir(parents=True)
    (tmp_path / ".hidden").mkdir()
    for name in ("a.txt", "b/deep/c.md", "z.txt", ".hidden/no.txt", "b/.no.txt"):
        write(tmp_path / name, f"Text of {name}.")
    write(tmp_path / "b" / "bad.txt", b" \n")
    write(tmp_path / "m.png", b"\x89PNG")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe.txt")
    assert [item.where for item in read(tmp_path)] == [
        *("a.txt", "b/bad.txt", "b/deep/c.md", "gone.txt", "m.png"),
        "z.txt",
    ]
    assert [where for where, _ in reasons(tmp_path)] == ["b/bad.txt", "gone.txt", "m.png"]


def test_an_empty_folder_holds_nothing(tmp_path: Path) -> None:
    assert files(tmp_path) == []
    assert list(read(tmp_path)) == []


def test_the_sample_articles_and_the_shared_ones_are_all_taken(shared: Path) -> None:
    samples = Path(__file__).parent.parent / "knowledge" / "samples"
    assert reasons(samples) == []
    assert reasons(shared / "articles") == []
    nanhu = taken(shared / "articles" / "nanhu-2023-01-20.txt").article
    assert (nanhu.date, nanhu.language) == (date(2023, 1, 20), "en")
    assert nanhu.title.startswith("Nanhu District held the 2022 Secretary’s Grassroots Party Building")
    assert nanhu.text.startswith("Yesterday afternoon, Nanhu District held")
