"""CSV, and the map of columns for CSV and JSONL."""

from __future__ import annotations

import pytest

from knowledge.article import Draft, Refused
from knowledge.readers import read_document


def told(item: Draft | Refused) -> object:
    return (item.where, item.text, item.fields.get("title")) if isinstance(item, Draft) else item


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_each_row_is_an_article_whatever_parts_the_columns(sign: str) -> None:
    rows = ["id,Title,date,TEXT", 'a1,One,2024-07-19,"First line.\n\nSecond, with ""quotes""."', "", "a2,Two,,Text."]
    data = "\r\n".join(row.replace(",", sign) if "quotes" not in row else row for row in rows)
    data = data.replace("a1,One,2024-07-19,", sign.join(["a1", "One", "2024-07-19", ""]))
    first, second = read_document("a.csv", data.encode("utf-8-sig"))
    assert told(first) == ("a.csv:2", 'First line.\n\nSecond, with "quotes".', "One")
    assert told(second) == ("a.csv:6", "Text.", "Two")


def test_a_row_that_cannot_be_read_costs_only_itself() -> None:
    data = b"title,text\nOne,Text, with a comma\nTwo,Text."
    said = "3 cells under a head of 2: put cells that hold commas in quotes"
    first, second = read_document("a.csv", data)
    assert (first, told(second)) == (Refused("a.csv:2", (said,)), ("a.csv:3", "Text.", "Two"))


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ('2,Two,"Never closed', "unexpected end of data"),
        ('2,Two,"He said "no" to it,\nand left, at nine, early"', "',' expected after '\"'"),
    ],
)
def test_rows_from_a_wrong_quote_on_are_refused_and_no_piece_of_them_is_an_article(row: str, reason: str) -> None:
    data = f"id,title,text\n1,One,Text.\n{row}\n3,Three,Text.\n"
    first, second = read_document("a.csv", data.encode())
    assert told(first) == ("a.csv:2", "Text.", "One")
    assert isinstance(second, Refused)
    assert (second.where, second.reasons[0].split("; ")[0]) == ("a.csv:3", f"not CSV: {reason}")


def test_a_short_row_lacks_its_last_cells_and_not_their_columns() -> None:
    short, whole = read_document("a.csv", b"id,title,text\n1,One\n2,Two,Text.")
    assert (told(short), told(whole)) == (("a.csv:2", "", "One"), ("a.csv:3", "Text.", "Two"))


def test_columns_of_csv_are_mapped_whatever_their_capitals() -> None:
    data = b"Nr,Headline,Body\n7,One,Text."
    (item,) = read_document("a.csv", data, {"text": "body", "title": "HEADLINE", "id": "Nr"})
    assert isinstance(item, Draft)
    assert (item.text, item.fields["title"], item.fields["id"]) == ("Text.", "One", "7")


def test_fields_of_jsonl_are_mapped() -> None:
    data = b'{"body": "Text.", "Headline": "One"}\n{"body": "More.", "headline": null}'
    first, second = read_document("a.jsonl", data, {"text": "body", "title": "headline"})
    assert [told(first), told(second)] == [("a.jsonl:1", "Text.", "One"), ("a.jsonl:2", "More.", None)]


def test_a_file_without_the_column_of_the_text_is_refused_once() -> None:
    data = b"nr,body\n1,Text.\n2,More."
    said = "no column 'text' to read the text from; there are: nr, body"
    assert list(read_document("a.csv", data)) == [Refused("a.csv", (said,))]
    said = "no column 'story' to read the text from; there are: nr, body"
    assert list(read_document("a.csv", data, {"text": "story"})) == [Refused("a.csv", (said,))]


def test_a_table_in_gb18030_is_read() -> None:
    data = "标题,text\n防汛会议,昨天下午，临溪区召开会议。".encode("gb18030")
    (item,) = read_document("a.csv", data, {"title": "标题"})
    assert told(item) == ("a.csv:2", "昨天下午，临溪区召开会议。", "防汛会议")
