"""Turns the plan of a load into the text of its card: one article in full, several as a list."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.cutting import one_line, shorten
from bot.maintaining.cards import lines, styled, title
from bot.messages import Reply, clean
from bot.texts import day
from knowledge.difference import Kind
from knowledge.paragraphs import paragraphs
from knowledge.plan import Verdict, plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bot.phrases.maintaining import Phrases
    from knowledge.article import Accepted, Article, Refused
    from knowledge.library import Library
    from knowledge.plan import Outcome

MOST_LISTED = 20
_LONGEST_NOTE = 300
_ORDER = (Verdict.NEW, Verdict.CHANGED, Verdict.UNCHANGED, Verdict.DUPLICATE, Verdict.REFUSED)


@dataclass(frozen=True, slots=True)
class Planned:
    """What loading files would do; ``titles`` are those of the articles that others are duplicates of, by id."""

    outcomes: tuple[Outcome, ...]
    titles: Mapping[str, str]

    @classmethod
    def of(cls, found: Iterable[Accepted | Refused], library: Library) -> Planned:
        outcomes = plan(found, library)
        ours = {each.article.id: each.article.title for each in outcomes if each.article is not None}
        twins = [each.duplicate_of for each in outcomes if each.duplicate_of is not None]
        theirs = {name: article.title for name, (article, _) in library.live(twins).items()}
        return cls(tuple(outcomes), {**ours, **theirs})


def report(planned: Planned, names: Sequence[str], language: str | None, words: Phrases) -> Reply:
    """What was read and what loading it would do."""
    outcomes = planned.outcomes
    if len(outcomes) == 1:
        return lines(_one(outcomes[0], planned.titles, language, words))
    return lines(_several(planned, names, language, words))


def counts(outcomes: Sequence[Outcome], words: Phrases) -> str:
    """``3 new, 1 refused``."""
    found = Counter(outcome.verdict for outcome in outcomes)
    return words.comma.join(
        words.counted[verdict].format(count=found[verdict]) for verdict in _ORDER if found[verdict]
    )


def _one(outcome: Outcome, titles: Mapping[str, str], language: str | None, words: Phrases) -> Iterator[Reply | str]:
    article = outcome.article
    if article is None:
        yield words.refused.format(name=title(outcome.where))
        yield from (f"• {_note(note)}" for note in outcome.notes)
        return
    yield styled(title(article.title))
    yield from _facts(article, language, words)
    yield ""
    yield _verdict(outcome, titles, words)
    if outcome.near:
        yield words.near.format(title=title(outcome.near.title), share=round(100 * outcome.near.share))
    yield from (f"⚠️ {_note(note)}" for note in outcome.notes)


def _facts(article: Article, language: str | None, words: Phrases) -> Iterator[str]:
    yield words.date.format(date=day(article.date, language) if article.date else words.no_date)
    if article.meeting_date:
        yield words.meeting_date.format(date=day(article.meeting_date, language))
    if article.publisher:
        yield words.publisher.format(publisher=title(article.publisher))
    if article.url:
        yield words.address.format(address=shorten(clean(article.url), _LONGEST_NOTE))
    yield words.paragraphs.format(count=len(paragraphs(article.text, article.language)))


def _verdict(outcome: Outcome, titles: Mapping[str, str], words: Phrases) -> str:
    match outcome.verdict:
        case Verdict.NEW:
            return words.new
        case Verdict.CHANGED:
            return words.changed.format(version=outcome.version, difference=_difference(outcome, words))
        case Verdict.UNCHANGED:
            return words.unchanged
        case _:
            return words.duplicate.format(article=_twin(outcome, titles))


def _twin(outcome: Outcome, titles: Mapping[str, str]) -> str:
    return title(titles.get(outcome.duplicate_of or "", outcome.duplicate_of or ""))


def _difference(outcome: Outcome, words: Phrases) -> str:
    found = outcome.difference
    if found is None:
        return ""
    altered = words.altered_one if found.count(Kind.ALTERED) == 1 else words.altered
    parts = [(altered, Kind.ALTERED), (words.added, Kind.ADDED), (words.removed_paragraphs, Kind.REMOVED)]
    told = [form.format(count=found.count(kind)) for form, kind in parts if found.count(kind)]
    told += [f"{fact.name}: {_short(fact.before)} → {_short(fact.after)}" for fact in found.facts]
    return words.comma.join(told)


def _several(planned: Planned, names: Sequence[str], language: str | None, words: Phrases) -> Iterator[Reply | str]:
    outcomes = planned.outcomes
    yield styled(words.several.format(articles=len(outcomes), files=len(names)))
    yield counts(outcomes, words)
    yield ""
    for outcome in outcomes[:MOST_LISTED]:
        yield f"• {_line(outcome, planned.titles, language, words)}"
    if len(outcomes) > MOST_LISTED:
        yield words.and_more.format(more=len(outcomes) - MOST_LISTED)


def _line(outcome: Outcome, titles: Mapping[str, str], language: str | None, words: Phrases) -> str:
    article = outcome.article
    if article is None:
        return f"{title(outcome.where)}: {words.verdicts[outcome.verdict]}: {'; '.join(map(_note, outcome.notes))}"
    when = day(article.date, language) if article.date else words.no_date
    twin = outcome.duplicate_of is not None
    verdict = words.duplicate_of.format(article=_twin(outcome, titles)) if twin else words.verdicts[outcome.verdict]
    notes = outcome.notes if outcome.stored else ()
    return f"{title(article.title)} · {when}: {verdict}" + "".join(f"\n   ⚠️ {_note(note)}" for note in notes)


def _short(value: str) -> str:
    return title(value, 60) if value else "–"


def _note(note: str) -> str:
    return shorten(one_line(clean(note)), _LONGEST_NOTE)
