"""Shows the scores of an evaluation in a terminal: a column for each file of questions, then the worst misses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot import terminal
from bot.cutting import ELLIPSIS, one_line, shorten
from knowledge.sentences import sentences

if TYPE_CHECKING:
    from retrieval.evaluating import Evaluation, Scores
    from retrieval.evaluation_set import EvaluationSet
    from retrieval.examining import Examined

Row = tuple[str, "Callable[[Scores], str] | None"]  # a label, and what stands in the column of each file; a heading

_LONGEST = 160  # characters of a paragraph that a miss repeats
_NOTHING = "–"

_OUTCOMES = {
    "wrong_paragraph": "answered from another paragraph",
    "wrongly_refused": "refused, though it has an answer",
    "wrongly_answered": "answered, though it has no answer",
}


def table(value: Evaluation) -> None:
    """The table, and what must be known to read it."""
    terminal.out.print(Text(_head(value), style="bold"))
    terminal.out.print(_table(value))
    terminal.out.print()
    for line in _notes(value):
        terminal.out.print(Text(line))
    if value.altered_quotes:
        altered = terminal.counted(value.altered_quotes, "quote")
        terminal.out.print(Text(f"{altered} not as stored, word for word: please report this.", style="bold red"))


def misses(file: str, found: Sequence[Examined], most: int, chosen: EvaluationSet) -> None:
    """At most ``most`` of a file's misses: what was asked and expected, what came first, and the outcome."""
    shown = found[:most]
    if not shown:
        return
    terminal.out.print()
    terminal.out.print(Text(f"{file}: the worst {len(shown)} of {len(found):,} that went wrong", style="cyan"))
    for number, one in enumerate(shown, 1):
        terminal.out.print(Text(f"{number}  {one_line(one.question.text)}", style="bold"))
        terminal.out.print(Padding(_miss(one, chosen), (0, 0, 0, 3), expand=False))


def _head(value: Evaluation) -> str:
    articles = terminal.counted(len(value.set.articles), "article")
    made_by = f"{value.model}, reranked by {value.reranker}" if value.reranker else value.model
    return f"{value.set.name}: {articles}, {terminal.counted(value.paragraphs, 'paragraph')}, {made_by}"


def _table(value: Evaluation) -> Table:
    table = Table(box=None, pad_edge=False, show_edge=False)
    table.add_column("", no_wrap=True)
    for file in value.files:
        table.add_column(Text(file.name), justify="right", overflow="fold")
    for label, form in _ROWS:
        cells = [form(file.scores) if form else "" for file in value.files]
        table.add_row(label, *cells, style="" if form else "cyan")
    return table


def _notes(value: Evaluation) -> Iterator[str]:
    chosen, calibration = value.set, value.calibration
    lacking = sum(not question.answerable for question in chosen.questions)
    if chosen.withheld:
        every = len(chosen.articles) + len(chosen.withheld)
        yield (
            f"Every other article was withheld ({len(chosen.withheld)} of {every}), so that "
            f"{lacking:,} of {len(chosen.questions):,} questions have no answer."
        )
    elif not lacking:
        yield "Every question has an answer; --withhold leaves out articles, to measure refusals as well."
    yield f"Answered from a probability of {calibration.threshold:.2f} on, fitted on: {calibration.fitted_on}."
    if chosen.name in calibration.fitted_on.split(", "):
        yield "This set is one of them, which flatters “Answering and refusing”."
    else:
        yield "Never judge a threshold on questions that it was fitted on."


def _miss(one: Examined, chosen: EvaluationSet) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_row(Text("expected", style="dim"), _expected(one, chosen))
    if one.trace.candidates:
        grid.add_row(Text("came first", style="dim"), _first(one))
    grid.add_row(Text("outcome", style="dim"), Text(_outcome(one)))
    return grid


def _expected(one: Examined, chosen: EvaluationSet) -> Text:
    """The first paragraph that was expected, from the sentence on that a gold answer begins in."""
    if not one.question.expected:
        return Text("a refusal")
    place = one.question.expected[0]
    article = next(article for article in chosen.articles if article.id == place.article)
    paragraph = article.text[place.start : place.end]
    gold = next((at for answer in one.question.answers if (at := paragraph.find(answer)) > 0), 0)
    begins = (start for start, end in sentences(paragraph, article.language) if start <= gold < end)
    return _place(article.title, place.number, paragraph, next(begins, 0))


def _first(one: Examined) -> Text:
    """The first paragraph, from the sentence on that was marked in it."""
    passage = one.trace.candidates[0].passage
    marks = (
        quote.start + quote.marks[0][0] - passage.start
        for quote in one.trace.answer.quotes[:1]
        if quote.source.article == passage.article.id and quote.source.paragraph == passage.position
    )
    return _place(passage.article.title, passage.position, passage.text, next(marks, 0))


def _place(title: str, number: int, paragraph: str, start: int) -> Text:
    """Title, number and so much of a paragraph, from ``start`` on."""
    where = f"{shorten(one_line(title), _LONGEST)}, paragraph {number}: "
    text = shorten(one_line(paragraph[start:]), _LONGEST)
    return Text.assemble((where, "cyan"), f"{ELLIPSIS} " if start else "", text)


def _outcome(one: Examined) -> str:
    probability = f"probability {one.trace.answer.probability:.2f}"
    if not one.question.answerable:
        return f"{_OUTCOMES[one.outcome]}, {probability}"
    place = f"the right one at rank {one.rank}" if one.rank else "the right one not found"
    return f"{_OUTCOMES[one.outcome]}, {probability}, {place}"


def _share(value: float | None) -> str:
    return _NOTHING if value is None else f"{100 * value:.1f} %"


def _value(value: float | None) -> str:
    return _NOTHING if value is None else f"{value:.3f}"


def _number(value: float | None) -> str:
    return _NOTHING if value is None else f"{value:,.0f}"


_ROWS: tuple[Row, ...] = (
    ("Questions", lambda s: _number(s.questions)),
    ("  that have an answer", lambda s: _number(s.answerable)),
    ("Finding the right paragraph", None),
    ("  first (hit@1)", lambda s: _share(s.ranking.get("hit@1"))),
    ("  among the first 5 (hit@5)", lambda s: _share(s.ranking.get("hit@5"))),
    ("  among the first 10 (hit@10)", lambda s: _share(s.ranking.get("hit@10"))),
    ("  MRR@10", lambda s: _value(s.ranking.get("MRR@10"))),
    ("  nDCG@10", lambda s: _value(s.ranking.get("nDCG@10"))),
    ("Quotes", None),
    ("  answered, with a gold answer", lambda s: _number(s.gold)),
    ("  gold answer in the first quote", lambda s: _share(s.gold_in_first_quote)),
    ("  … in one of the first three", lambda s: _share(s.gold_in_three_quotes)),
    ("  … in the marked sentence", lambda s: _share(s.gold_in_mark)),
    ("  characters of the first quote", lambda s: _number(s.first_quote_characters)),
    ("  characters of all that are shown", lambda s: _number(s.shown_characters)),
    ("  altered (must be 0)", lambda s: _number(s.altered_quotes)),
    ("Answering and refusing", None),
    ("  answerable, answered", lambda s: _share(s.answered)),
    ("  unanswerable, answered wrongly", lambda s: _share(s.wrongly_answered)),
    ("  AUROC", lambda s: _value(s.auroc)),
    ("Milliseconds a question", None),
    ("  median", lambda s: _number(s.median_milliseconds)),
    ("  95th percentile", lambda s: _number(s.p95_milliseconds)),
)
