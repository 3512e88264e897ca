"""Shows answers, lists and reports in a terminal; colours and bars only where a person is looking."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from bot import texts
from bot.cutting import one_line
from bot.phrases import phrases

if TYPE_CHECKING:
    from knowledge.article import Article
    from knowledge.facts import Fact
    from retrieval.answer import Answer, Listing, Quote, Source

out = Console(highlight=False, soft_wrap=False)


err = Console(stderr=True, highlight=False)


class Bar(Protocol):
    """What long work reports to."""

    def __call__(self, done: int, total: int) -> None: ...


def plain(text: str) -> None:
    """Text as it is, no markup, no wrapping: for JSON and pipes."""
    out.out(text, highlight=False)


def answer(value: Answer) -> None:
    """The quotes with their sources, or the refusal."""
    if not value.answered:
        hanging(Text(texts.refusal(value)))
        _nearest(value)
        return
    if value.listing is not None:
        _listing(value.listing, value.language)
        return
    if value.followed is not None:
        hanging(Text(texts.about(value.followed, value.language), style="dim"), "", "  ")
    for number, quote in enumerate(value.quotes):
        if number:
            out.print()
        _quote(quote, value.language)


def _quote(quote: Quote, language: str) -> None:
    _indented(marked(quote))
    if quote.torn:
        _indented(Text(phrases(language).torn, style="dim"))
    _indented(Text(f"— {texts.source_line(quote.source, language)}", style="cyan"))
    if quote.also:
        _indented(Text(texts.also_line(quote.also, language), style="dim"))
    _link(quote.source)


def _listing(value: Listing, language: str) -> None:
    """The count, then every article, with the sentence that names what was asked for."""
    out.print(Text(texts.listing_head(value, language)))
    for entry in value.entries:
        out.print()
        _indented(Text(" · ".join(texts.entry_parts(entry, language)), style="cyan"))
        if entry.quote is not None:
            _indented(marked(entry.quote))
        _link(entry.source)


def marked(quote: Quote) -> Text:
    """A quote with its marks so that they stand out."""
    text = Text(quote.text)
    for start, end in quote.marks:
        text.stylize("bold green", start, end)
    return text


def _indented(text: Text) -> None:
    hanging(text, "  ", "  ")


def hanging(text: Text, first: str = "", rest: str = "", out: Console = out) -> None:
    """A text with its wrapped lines below each other; no blanks at the ends of lines."""
    for number, line in enumerate(text.wrap(out, max(out.width - len(first), 1))):
        shown = Text.assemble(rest if number else first, line)
        shown.rstrip()
        out.print(shown, soft_wrap=True)


def _link(source: Source) -> None:
    if source.link:
        out.print(Text(f"  {source.link}", style="dim", no_wrap=True, overflow="ignore"), soft_wrap=True)


def _nearest(value: Answer) -> None:
    if value.nearest:
        out.print(Text(phrases(value.language).nearest, style="dim"))
    for source in value.nearest:
        hanging(Text(one_line(texts.source_line(source, value.language)), style="dim"), "· ", "  ")


def articles(found: Sequence[Article]) -> None:
    """One line an article."""
    table = Table("id", "date", "meeting", box=None, pad_edge=False)
    table.add_column("title", no_wrap=True, overflow="ellipsis")
    table.add_column("publisher", no_wrap=True, overflow="ellipsis", max_width=20)
    for article in found:
        table.add_row(
            article.id,
            str(article.date or "—"),
            str(article.meeting_date or "—"),
            Text(one_line(article.title)),
            Text(article.publisher or "—"),
        )
    out.print(table)


def article(value: Article, told: Sequence[Fact] = ()) -> None:
    """One article, whole, and over its text what it tells about its meeting."""
    out.print(Text(value.title, style="bold"))
    facts = [
        value.id,
        value.date,
        value.meeting_date and f"meeting {value.meeting_date}",
        value.publisher,
        value.url,
    ]
    out.print(Text(" · ".join(str(fact) for fact in facts if fact), style="cyan"))
    for kind, values in _by_kind(told).items():
        hanging(Text(f"{kind.replace('_', ' ')}: {', '.join(values)}", style="dim"), "", "  ")
    out.print()
    out.print(Text(value.text))


def _by_kind(told: Sequence[Fact]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for fact in told:
        found.setdefault(fact.kind.value, []).append(one_line(fact.value))
    return found


def counted(number: int, noun: str) -> str:
    """``1 article``, ``2 articles``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def moment(at: str) -> str:
    """An ISO time as a clock on the wall shows it."""
    return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M")


@contextmanager
def bar(what: str) -> Iterator[Bar]:
    """A progress bar on standard error that shows when there is a terminal and something to do."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        task = progress.add_task(what, total=None, visible=False)

        def update(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total, visible=total > 0)

        yield update


@contextmanager
def steps() -> Iterator[StepBar]:
    """A progress bar for work told in shares, such as unpacking the model."""
    columns = (TextColumn("{task.description}"), BarColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        task = progress.add_task("", total=1.0, visible=False)

        def update(what: str, share: float) -> None:
            progress.update(task, description=what, completed=share, visible=share < 1)

        yield update


class StepBar(Protocol):
    """What work told in shares reports to."""

    def __call__(self, what: str, share: float) -> None: ...
