"""Turns answers, articles and reports into the JSON objects that other programs rely on."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from bot import texts
from knowledge.difference import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from knowledge.article import Article
    from knowledge.difference import Difference
    from knowledge.facts import Fact
    from knowledge.history import Item, Version
    from knowledge.library import Change
    from knowledge.plan import Outcome
    from retrieval.answer import Answer, Entry, Listing, Quote, Source
    from retrieval.answering import Trace
    from retrieval.evaluating import Evaluation, Measured
    from retrieval.evaluation_set import Place
    from retrieval.examining import Examined
    from retrieval.loading import Report

Json = dict[str, Any]

_HITS = 10  # of a question of an evaluation set


def line(value: object) -> str:
    """One line of JSON, characters as they are."""
    return json.dumps(value, ensure_ascii=False)


def answer(value: Answer) -> Json:
    """The object that ``meetings ask --json`` prints."""
    return {
        "question": value.question,
        "language": value.language,
        "answered": value.answered,
        "reason": None if value.answered else texts.refusal(value),
        "followed": value.followed,
        "quotes": [_quote(quote) for quote in value.quotes],
        "listing": None if value.listing is None else _listing(value.listing),
        "nearest": [source(near) for near in value.nearest],
        "probability": round(value.probability, 4),
        "generation": value.generation,
        "milliseconds": round(value.milliseconds, 1),
    }


def _listing(value: Listing) -> Json:
    return {
        "kind": str(value.kind),
        "total": value.total,
        "people": list(value.people),
        "topic": value.topic or None,
        "place": value.place or None,
        "organiser": value.organiser or None,
        "first": None if value.first in (None, dt.date.min) else str(value.first),
        "last": None if value.last in (None, dt.date.max) else str(value.last),
        "items": [_entry(entry) for entry in value.entries],
    }


def _entry(value: Entry) -> Json:
    return {"source": source(value.source), "quote": None if value.quote is None else _quote(value.quote)}


def _quote(quote: Quote) -> Json:
    return {
        "text": quote.text,
        "start": quote.start,
        "end": quote.end,
        "marks": [list(mark) for mark in quote.marks],
        "score": round(quote.score, 4),
        "source": source(quote.source),
    } | _only_if_any(torn=quote.torn, also=[source(each) for each in quote.also])


def _only_if_any(**facts: object) -> Json:
    """Those facts that there are: they are rare, and programs need not know them."""
    return {name: value for name, value in facts.items() if value}


def source(value: Source) -> Json:
    """Where a quote stands."""
    return {
        "article": value.article,
        "title": value.title,
        "date": _day(value.date),
        "meeting_date": _day(value.meeting_date),
        "publisher": value.publisher,
        "url": value.url,
        "link": value.link,
        "paragraph": value.paragraph,
        "paragraphs": value.paragraphs,
    }


def article(value: Article, *, text: bool = True) -> Json:
    """An article with its stored text, in which a quote's offsets count."""
    found = {
        "id": value.id,
        "title": value.title,
        "date": _day(value.date),
        "meeting_date": _day(value.meeting_date),
        "publisher": value.publisher,
        "url": value.url,
        "language": value.language,
        "people": list(value.people),
        "place": value.place,
    }
    return found | {"text": value.text} if text else found


def facts(found: Sequence[Fact]) -> list[Json]:
    """What an article tells about its meeting, each with the slice of text or title that it was read from."""
    return [
        {"kind": fact.kind.value, "value": fact.value, "origin": fact.origin.value}
        | ({} if fact.origin == "given" else {"start": fact.start, "end": fact.end})
        for fact in found
    ]


def report(value: Report) -> Json:
    """What a load did, or would do."""
    counts: dict[str, int] = {}
    for outcome in value.outcomes:
        counts[outcome.verdict] = counts.get(outcome.verdict, 0) + 1
    return {
        "generation": value.generation,
        "counts": counts,
        "embedded": value.embedded,
        "sources": [_outcome(outcome) for outcome in value.outcomes],
    } | _only_if_any(
        removed=[{"article": each.article, "title": each.title, "source": each.origin} for each in value.removed],
        dry_run=value.rehearsed,
    )


def _outcome(outcome: Outcome) -> Json:
    notes = "reasons" if outcome.verdict == "refused" else "warnings"
    near, told = outcome.near, outcome.difference
    return {
        "source": outcome.where,
        "verdict": str(outcome.verdict),
        "article": outcome.article and outcome.article.id,
        "title": outcome.article and outcome.article.title,
        "duplicate_of": outcome.duplicate_of,
        notes: list(outcome.notes),
    } | _only_if_any(
        replaces_version=outcome.version,
        difference=None if told is None else difference(told),
        near_duplicate=near and {"article": near.article, "title": near.title, "share": round(near.share, 4)},
    )


def difference(value: Difference) -> Json:
    """What tells a version from another: facts, and the paragraphs with the spans of the words that differ."""
    return {
        "facts": {fact.name: [fact.before or None, fact.after or None] for fact in value.facts},
        "added": value.count(Kind.ADDED),
        "removed": value.count(Kind.REMOVED),
        "altered": value.count(Kind.ALTERED),
        "unchanged": value.unchanged,
        "paragraphs": [
            {
                "kind": str(each.kind),
                "old": each.old,
                "new": each.new,
                "old_spans": [list(span) for span in each.old_spans],
                "new_spans": [list(span) for span in each.new_spans],
            }
            for each in value.paragraphs
        ],
    }


def change(value: Change, items: Sequence[Item]) -> Json:
    """One change with all that it did; versions are numbers, null is absence."""
    return {
        "change": value.id,
        "kind": value.kind,
        "at": value.at,
        "by": value.by,
        "origin": value.origin,
        "undone_by": value.undone,
        "articles": [asdict(item) for item in items],
    }


def version(value: Version) -> Json:
    """One kept version, without its text."""
    return {
        "version": value.number,
        "live": value.live,
        "title": value.article.title,
        "date": _day(value.article.date),
        "characters": len(value.article.text),
        "loaded_at": value.loaded_at,
        "by": value.by,
        "origin": value.origin,
    }


def search(trace: Trace, limit: int) -> Json:
    """One line of a search run, less its id."""
    return {"hits": _hits(trace, limit), "answerable": round(trace.answer.probability, 4)}


def evaluation(value: Evaluation, misses: Mapping[str, Sequence[Examined]]) -> Json:
    """The scores of every file of questions, with what they were made, and each file's worst misses."""
    return {
        "set": value.set.name,
        "articles": len(value.set.articles),
        "withheld": len(value.set.withheld),
        "paragraphs": value.paragraphs,
        "model": value.model,
        "reranker": value.reranker or None,
        "threshold": value.calibration.threshold,
        "fitted_on": value.calibration.fitted_on,
        "files": {file.name: _rounded(asdict(file.scores)) for file in value.files},
        "misses": {file: [examined(one) for one in worst] for file, worst in misses.items()},
    }


def report_line(file: Measured, one: Examined) -> Json:
    """What became of one question, with the file it stands in."""
    return {"file": file.name} | examined(one)


def examined(one: Examined) -> Json:
    """What became of one question of an evaluation set."""
    return {
        "id": one.question.id,
        "outcome": str(one.outcome),
        "rank": one.rank,
        "expected": [_place(place) for place in one.question.expected],
        "gold": list(one.question.answers),
        "altered_quotes": one.altered,
        "hits": _hits(one.trace, _HITS),
        "answer": answer(one.trace.answer),
    }


def _place(place: Place) -> Json:
    return {"article": place.article, "paragraph": place.number, "start": place.start, "end": place.end}


def _rounded(values: Json) -> Json:
    """The numbers to four digits, also those one level down."""
    return {
        name: _rounded(value) if isinstance(value, dict) else round(value, 4) if isinstance(value, float) else value
        for name, value in values.items()
    }


def _hits(trace: Trace, limit: int) -> list[Json]:
    """The first candidates. After a reranker the scores are dealt out anew by place: higher stays better."""
    scores = sorted((candidate.score for candidate in trace.candidates), reverse=True)
    return [
        {
            "article": candidate.passage.article.id,
            "start": candidate.passage.start,
            "end": candidate.passage.end,
            "score": round(score, 4),
        }
        for candidate, score in zip(trace.candidates[:limit], scores, strict=False)
    ]


def _day(value: object) -> str | None:
    return None if value is None else str(value)
