"""Shows how an answer came about, stage by stage, so that a wrong one points to the stage that went wrong."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from bot import terminal
from bot.cutting import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

    from retrieval.answer import Quote
    from retrieval.answering import Trace
    from retrieval.ranking import Candidate
    from retrieval.worth import Worth

_RANKED = 10  # candidates that are shown
_TEXTS = ("article", "paragraph", "sentence")  # columns that are cut where there is no room
_FORMS = 3  # words of another language that are shown for one of the question's
_OPENING = 60  # characters of a text that tell which one it is


def explain(trace: Trace, out: Console) -> None:
    """What was understood, searched, ranked, decided and quoted."""
    out.print()
    _understood(trace, out)
    if trace.answer.listing is not None:
        _stage(out, "listed", f"{trace.answer.listing.total} articles that fit")
        return
    _searched(trace, out)
    if trace.candidates:
        out.print(_ranked(trace))
    _decided(trace, out)
    for number, quote in enumerate(trace.answer.quotes, 1):
        out.print(_quoted(trace, number, quote))


def _understood(trace: Trace, out: Console) -> None:
    from retrieval.kinds import kinds

    asked = trace.asked
    where = {name: value for name, value in asdict(asked.where).items() if value}
    facts = {
        "language": asked.language,
        "words": " ".join(asked.words),
        "names": "; ".join(asked.names),
        "asks for": ", ".join(sorted(kinds(asked.text))),
        "period": f"{asked.period.first} to {asked.period.last}" if asked.period else "",
        "filters": "; ".join(f"{name} {value}" for name, value in where.items()),
        "goes on with": trace.answer.followed or "",
        "quoted phrases": "; ".join(asked.phrases),
        "cannot be read": "; ".join(asked.wrong_filters),
    }
    facts |= {f"in {language}": _terms(worth) for language, worth in trace.weighed.translated.items()}
    _stage(out, "understood", ", ".join(f"{name}: {fact}" for name, fact in facts.items() if fact))


def _terms(worth: Worth) -> str:
    """The terms of another language that stand in the library, each by the first of its forms."""
    forms = {term.said: sorted(" ".join(sorted(form)) for form in term.forms) for term in worth.present}
    return "; ".join(" / ".join(found[:_FORMS]) for _, found in sorted(forms.items()))


def _searched(trace: Trace, out: Console) -> None:
    candidates = trace.candidates
    by_words = sum(candidate.bm25 > 0 for candidate in candidates)
    articles = len({candidate.passage.article.id for candidate in candidates})
    alike = sum(len(fold.also) for fold in trace.folds)
    _stage(
        out,
        "searched",
        f"{len(candidates)} paragraphs of {articles} articles: {by_words} by words, "
        f"{len(candidates) - by_words} by meaning alone; {alike} folded into others that say the same",
    )


def _ranked(trace: Trace) -> Table:
    reranked = any(candidate.reranked is not None for candidate in trace.candidates)
    extra = ("reranked",) if reranked else ()
    table = _table("ranked", "#", *extra, "score", "meaning", "words", "cosine", "article", "paragraph")
    for number, candidate in enumerate(trace.candidates[:_RANKED], 1):
        passage = candidate.passage
        table.add_row(
            str(number),
            *(_reranked(candidate) for _ in extra),
            f"{candidate.score:.2f}",
            f"{candidate.meaning:.2f}",
            f"{candidate.words_share:.2f}",
            f"{candidate.cosine:.3f}",
            Text(f"{passage.article.id} {one_line(passage.article.title)[:40]}"),
            Text(f"{passage.position}/{passage.paragraphs} {_opening(passage.text)}"),
        )
    return table


def _reranked(candidate: Candidate) -> str:
    """The reranker's score; nothing for those behind what it ordered."""
    return "" if candidate.reranked is None else f"{candidate.reranked:.3f}"


def _decided(trace: Trace, out: Console) -> None:
    verdict, threshold = trace.verdict, trace.calibration.threshold
    outcome = f"refused: {verdict.reason}" if verdict.reason else "answered"
    if verdict.signals is None:
        _stage(out, "decided", f"{outcome}, without weighing it up")
        return
    sign = "≥" if verdict.probability >= threshold else "<"
    _stage(out, "decided", f"{outcome}, probability {verdict.probability:.3f} {sign} threshold {threshold:.3f}")
    weights = trace.calibration.weights(trace.asked.language, _leader(trace).passage.article.language)
    table = _table("", "signal", "value", "weight", "adds")
    for name, value in asdict(verdict.signals).items():
        table.add_row(name, f"{value:.3f}", f"{weights[name]:.3f}", f"{value * weights[name]:+.2f}")
    table.add_row("intercept", "", "", f"{weights['intercept']:+.2f}")
    out.print(table)


def _quoted(trace: Trace, number: int, quote: Quote) -> Table:
    """The scores of all sentences of the paragraph that a quote is from; ``>`` is what was marked."""
    from retrieval.marking import scores

    candidate = _of(trace.candidates, quote)
    text, at = candidate.passage.text, candidate.passage.start
    spans = candidate.passage.sentences or ((0, len(text)),)
    marked = [(quote.start + start - at, quote.start + end - at) for start, end in quote.marks]
    title = f"quoted {number}: {one_line(quote.source.title)[:_OPENING]}"
    table = _table(title, "", "score", "meaning", "words", "before", "kind", "phrases", "sentence")
    for (start, end), score in zip(spans, scores(candidate, spans, trace.asked, trace.weighed), strict=True):
        is_marked = any(left <= start and end <= right for left, right in marked)
        parts = (score.total, score.meaning, score.words, score.before, score.kind, score.phrases)
        table.add_row(">" * is_marked, *(f"{part:.3f}" for part in parts), Text(_opening(text[start:end])))
    return table


def _leader(trace: Trace) -> Candidate:
    return trace.folds[0].leader


def _of(candidates: Iterable[Candidate], quote: Quote) -> Candidate:
    place = (quote.source.article, quote.source.paragraph)
    return next(c for c in candidates if (c.passage.article.id, c.passage.position) == place)


def _stage(out: Console, name: str, said: str) -> None:
    terminal.hanging(Text(said), f"{name:<11}", " " * 11, out)


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title or None, title_justify="left", title_style="", box=None, pad_edge=False)
    for column in columns:
        least = None if column in _TEXTS else max(len(column), len("0.000"))
        table.add_column(column, no_wrap=True, overflow="ellipsis", min_width=least)
    return table


def _opening(text: str) -> str:
    shown = one_line(text)
    return shown if len(shown) <= _OPENING else f"{shown[:_OPENING]}…"
