"""An evaluation folder of the toy articles: questions with and without an answer, in two files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from knowledge.article import Article
from tests.toy_articles import ALL, BRIDGE, QIAO, REVIEW, SCHOOL

Row = dict[str, Any]


def question(identity: str, text: str, article: Article | None = None, around: str = "", *answers: str) -> Row:
    """A row of a questions file; its answer stands in the paragraph that is ``around``."""
    if article is None:
        return {"id": identity, "text": text, "language": "en", "answerable": False, "relevant": [], "answers": []}
    start = article.text.index(around)
    span = {"article": article.id, "start": start, "end": start + len(around)}
    return {"id": identity, "text": text, "answerable": True, "relevant": [span], "answers": list(answers)}


ENGLISH = (
    question("chair", "Who presided over the review meeting?", REVIEW, "Shao Panfeng presided", "Shao Panfeng"),
    question("cost", "What will the bridge cost in crowns?", BRIDGE, "The bridge will cost", "10,000 crowns"),
    question("places", "Who promised forty places?", SCHOOL, "Wu Jian promised forty places.", "Wu Jian"),
    question("passport", "Where do I renew a passport?"),
    question("film", "Which film should I watch?"),
)
CHINESE = (question("qiao", "谁主持了大桥建设会议？", QIAO, "邵潘锋主持了会议。", "邵潘锋"),)


def write_set(
    folder: Path,
    articles: Iterable[Article] = ALL,
    english: Sequence[Row] = ENGLISH,
    chinese: Sequence[Row] = CHINESE,
) -> Path:
    """The folder, with the articles and two files of questions."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [{"id": a.id, "title": a.title, "text": a.text, "language": a.language} for a in articles]
    write(folder / "articles.jsonl", rows)
    write(folder / "questions.jsonl", english)
    write(folder / "questions.zh.jsonl", chinese)
    return folder


def write(file: Path, rows: Iterable[Row]) -> None:
    """A JSONL file."""
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
