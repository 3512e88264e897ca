"""Evaluation folders are read whole, and what is wrong with one is said with file and line."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from retrieval.errors import EvaluationSetUnusable
from retrieval.evaluation_set import Place, Question, read_set
from tests.toy_articles import ALL, BRIDGE, REVIEW, SCHOOL
from tests.toy_set import ENGLISH, question, write, write_set

_FIRST = len("The district held its review meeting on Thursday. Shao Panfeng presided over the meeting.")


def test_a_folder_is_read_with_every_file_of_questions(tmp_path: Path) -> None:
    found = read_set(write_set(tmp_path / "toys"))
    assert (found.name, found.withheld) == ("toys", frozenset())
    assert [article.id for article in found.articles] == [article.id for article in ALL]
    assert [(file.name, len(file.questions)) for file in found.files] == [("questions", 5), ("questions.zh", 1)]
    assert found.files[0].questions[0] == Question(
        "chair", "Who presided over the review meeting?", (Place("review", 0, _FIRST, 1),), ("Shao Panfeng",)
    )
    assert [q.answerable for q in found.questions] == [True, True, True, False, False, True]


def test_a_question_is_unanswerable_when_it_says_so_or_names_no_place(tmp_path: Path) -> None:
    said = question("said", "Who?", REVIEW, "Shao Panfeng", "Shao Panfeng") | {"answerable": False}
    bare = {"id": 7, "text": "Who?"}
    found = read_set(write_set(tmp_path, english=[said, bare], chinese=[]))
    assert found.questions == (Question("said", "Who?", (), ()), Question("7", "Who?", (), ()))


def test_only_gold_answers_that_stand_in_the_right_paragraph_count(tmp_path: Path) -> None:
    row = question("chair", "Who?", REVIEW, "Shao Panfeng presided", "Ms Shao", "Six secretaries", "", "Shao Panfeng")
    assert read_set(write_set(tmp_path, english=[row])).questions[0].answers == ("Shao Panfeng",)


def test_a_text_that_stands_twice_is_one_article(tmp_path: Path) -> None:
    twin = dataclasses.replace(REVIEW, id="twin")
    row = question("chair", "Who?", twin, "Shao Panfeng presided")
    found = read_set(write_set(tmp_path, articles=[REVIEW, twin, BRIDGE], english=[row], chinese=[]))
    assert [article.id for article in found.articles] == ["review", "bridge"]
    assert found.questions[0].expected == (Place("review", 0, _FIRST, 1),)


def test_every_other_article_is_withheld_and_its_questions_lose_their_answer(tmp_path: Path) -> None:
    found = read_set(write_set(tmp_path), withhold=True)
    assert found.withheld == {"bridge", "undated", "fangxun"}
    assert [article.id for article in found.articles] == ["review", "school", "qiao"]
    assert {q.id: (q.answerable, q.answers) for q in found.questions} == {
        "chair": (True, ("Shao Panfeng",)),
        "cost": (False, ()),
        "places": (True, ("Wu Jian",)),
        "passport": (False, ()),
        "film": (False, ()),
        "qiao": (True, ("邵潘锋",)),
    }


def test_one_article_cannot_be_withheld_by_halves(tmp_path: Path) -> None:
    write_set(tmp_path, articles=[SCHOOL], english=[ENGLISH[2]], chinese=[])
    with pytest.raises(EvaluationSetUnusable, match="should hold at least 2 articles"):
        read_set(tmp_path, withhold=True)


SPAN = {"article": "review", "start": 0, "end": 9}


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ('{"id": "a"', "Invalid JSON: EOF while parsing an object at line 1 column 10"),
        ('["a"]', "Input should be an object"),
        ('{"id": "a"}', "text Field required"),
        ({"relevant": [{"article": "review", "start": 0}]}, "relevant.0.end Field required"),
        ({"relevant": [SPAN | {"article": "gone"}]}, "a relevant span names the article 'gone', which is not there"),
        (
            {"relevant": [SPAN | {"end": 174}]},
            "the relevant span 0 to 174 holds no text of the article 'review', which has 173 characters",
        ),
        (
            {"relevant": [SPAN | {"start": 89, "end": 91}]},
            "the relevant span 89 to 91 holds no text of the article 'review', which has 173 characters",
        ),
        ({"id": "chair"}, "another question has the id 'chair', too"),
    ],
)
def test_a_wrong_line_is_named(row: Any, complaint: str, tmp_path: Path) -> None:
    write_set(tmp_path)
    file = tmp_path / "questions.jsonl"
    line = row if isinstance(row, str) else json.dumps({"id": "a", "text": "Who?"} | row)
    file.write_text(f"{json.dumps(ENGLISH[0])}\n{line}\n", encoding="utf-8")
    assert complaint_of(tmp_path) == f"{file}:2: {complaint}"


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    assert complaint_of(tmp_path) == (
        f"{tmp_path} holds no articles.jsonl: name a folder with articles.jsonl and questions*.jsonl"
    )
    write_set(tmp_path, english=[], chinese=[])
    assert complaint_of(tmp_path) == f"{tmp_path} holds no questions: put them into a file questions.jsonl"
    write(tmp_path / "articles.jsonl", [])
    assert complaint_of(tmp_path) == f"{tmp_path / 'articles.jsonl'} holds no article"


def test_an_article_that_cannot_be_taken_is_named_with_its_reasons(tmp_path: Path) -> None:
    write_set(tmp_path)
    write(tmp_path / "articles.jsonl", [{"id": "a", "text": "Words."}, {"id": "b", "text": " "}])
    assert complaint_of(tmp_path) == (
        f"{tmp_path / 'articles.jsonl'}:2: no text: nothing but blank space under the head"
    )


def complaint_of(folder: Path) -> str:
    with pytest.raises(EvaluationSetUnusable) as caught:
        read_set(folder)
    return str(caught.value)
