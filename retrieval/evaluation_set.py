"""Reads an evaluation folder: ``articles.jsonl`` and every ``questions*.jsonl``, held against each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.article import Accepted, Article, Refused
from knowledge.paragraphs import paragraphs
from retrieval.engine import Passage
from retrieval.errors import EvaluationSetUnusable
from retrieval.loading import read_all

ARTICLES = "articles.jsonl"
QUESTIONS = "questions*.jsonl"


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph: offsets in its article's text, and its number, counted from 1."""

    article: str
    start: int
    end: int
    number: int


@dataclass(frozen=True, slots=True)
class Question:
    """A question, the paragraphs that answer it, and the gold answers that stand in them word for word."""

    id: str
    text: str
    expected: tuple[Place, ...]
    answers: tuple[str, ...]

    @property
    def answerable(self) -> bool:
        return bool(self.expected)

    def answered_by(self, passage: Passage) -> bool:
        """Whether a paragraph that was found overlaps one that is expected."""
        return any(
            place.article == passage.article.id and place.start < passage.end and passage.start < place.end
            for place in self.expected
        )


@dataclass(frozen=True, slots=True)
class QuestionFile:
    """The questions of one file, under its name without the ending."""

    name: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class EvaluationSet:
    """The articles of a folder, each text once, and the questions put to them."""

    name: str
    articles: tuple[Article, ...]
    files: tuple[QuestionFile, ...]
    withheld: frozenset[str] = frozenset()  # ids of the folder's articles that were left out

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for file in self.files for question in file.questions)


def read_set(folder: Path, *, withhold: bool = False) -> EvaluationSet:
    """The set in a folder; with ``withhold`` every other article is left out, so its questions have no answer.

    Raises EvaluationSetUnusable with the file and line of what is wrong.
    """
    articles = list(_articles(folder))
    if withhold and len(articles) < 2:
        raise EvaluationSetUnusable(f"{folder / ARTICLES} should hold at least 2 articles to withhold one of them")
    withheld = frozenset(article.id for article in articles[1::2]) if withhold else frozenset()
    shelf = _Shelf(articles, withheld)
    files = [QuestionFile(file.stem, tuple(_questions(file, shelf))) for file in sorted(folder.glob(QUESTIONS))]
    if not any(file.questions for file in files):
        raise EvaluationSetUnusable(f"{folder} holds no questions: put them into a file questions.jsonl")
    kept = tuple(shelf.kept.values())
    return EvaluationSet(folder.resolve().name, kept, tuple(file for file in files if file.questions), withheld)


class _Span(BaseModel):
    article: str
    start: int
    end: int


class _Row(BaseModel):
    model_config = ConfigDict(coerce_numbers_to_str=True)

    id: str
    text: str
    answerable: bool = True
    relevant: list[_Span] = []
    answers: list[str] = []


class _Shelf:
    """The articles that spans point into; a text that stands twice is one article, as it is when it is loaded."""

    def __init__(self, articles: Sequence[Article], withheld: frozenset[str]) -> None:
        self.known: Mapping[str, Article] = {article.id: article for article in articles}
        first: dict[str, Article] = {}
        for article in articles:
            if article.id not in withheld:
                first.setdefault(article.text, article)
        self._first = first
        self.kept = {article.id: article for article in first.values()}
        self._places: dict[str, list[Place]] = {}

    def covered(self, span: _Span) -> list[Place]:
        """The paragraphs that a span overlaps, in the kept article with that text; none when it is withheld."""
        article = self._first.get(self.known[span.article].text)
        places = self._paragraphs(article) if article is not None else []
        return [place for place in places if place.start < span.end and span.start < place.end]

    def _paragraphs(self, article: Article) -> list[Place]:
        if article.id not in self._places:
            cut = paragraphs(article.text, article.language)
            self._places[article.id] = [Place(article.id, *span, number) for number, span in enumerate(cut, 1)]
        return self._places[article.id]


def _articles(folder: Path) -> Iterator[Article]:
    if not (folder / ARTICLES).is_file():
        raise EvaluationSetUnusable(f"{folder} holds no {ARTICLES}: name a folder with {ARTICLES} and {QUESTIONS}")
    found = read_all([folder / ARTICLES])
    refused = next((item for item in found if isinstance(item, Refused)), None)
    if refused is not None:
        raise EvaluationSetUnusable(f"{folder / refused.where}: {'; '.join(refused.reasons)}")
    if not found:
        raise EvaluationSetUnusable(f"{folder / ARTICLES} holds no article")
    yield from (item.article for item in found if isinstance(item, Accepted))


def _questions(file: Path, shelf: _Shelf) -> Iterator[Question]:
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationSetUnusable(f"cannot read {file}: {error}; it should be a UTF-8 file") from error
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        if line.strip():
            question = _question(line, f"{file}:{number}", shelf)
            if question.id in seen:
                raise EvaluationSetUnusable(f"{file}:{number}: another question has the id {question.id!r}, too")
            seen.add(question.id)
            yield question


def _question(line: str, where: str, shelf: _Shelf) -> Question:
    try:
        row = _Row.model_validate_json(line)
    except ValidationError as error:
        raise EvaluationSetUnusable(f"{where}: {_complaint(error)}") from error
    spans = [_checked(span, where, shelf) for span in row.relevant] if row.answerable else []
    expected = tuple(dict.fromkeys(place for span in spans for place in shelf.covered(span)))
    texts = [shelf.kept[place.article].text[place.start : place.end] for place in expected]
    answers = tuple(answer for answer in row.answers if answer.strip() and any(answer in text for text in texts))
    return Question(row.id, row.text, expected, answers)


def _checked(span: _Span, where: str, shelf: _Shelf) -> _Span:
    article = shelf.known.get(span.article)
    if article is None:
        raise EvaluationSetUnusable(
            f"{where}: a relevant span names the article {span.article!r}, which is not there"
        )
    if not 0 <= span.start < span.end <= len(article.text) or not article.text[span.start : span.end].strip():
        raise EvaluationSetUnusable(
            f"{where}: the relevant span {span.start} to {span.end} holds no text of the article {span.article!r}, "
            f"which has {len(article.text)} characters"
        )
    return span


def _complaint(error: ValidationError) -> str:
    first = error.errors()[0]
    return f"{'.'.join(map(str, first['loc']))} {first['msg']}".strip()
