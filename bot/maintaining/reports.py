"""Turns the plan of a load into the text of its card: one article in full, several as a list."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bot.cutting import one_line, shorten
from bot.maintaining.cards import lines, styled, title
from bot.messages import Reply, clean
from bot.texts import day
from knowledge.difference import Kind
from knowledge.paragraphs import paragraphs
from knowledge.plan import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.phrases.maintaining import Phrases
    from knowledge.article import Article
    from knowledge.plan import Outcome

MOST_LISTED = 20
_LONGEST_NOTE = 300
_ORDER = (Verdict.NEW, Verdict.CHANGED, Verdict.UNCHANGED, Verdict.DUPLICATE, Verdict.REFUSED)


def report(outcomes: Sequence[Outcome], names: Sequence[str], language: str | None, words: Phrases) -> Reply:
    """What was read and what loading it would do."""
    if len(outcomes) == 1:
        return lines(_one(outcomes[0], language, words))
    return lines(_several(outcomes, names, language, words))


def counts(outcomes: Sequence[Outcome], words: Phrases) -> str:
    """``3 new, 1 refused``."""
    found = Counter(outcome.verdict for outcome in outcomes)
    return words.comma.join(
        words.counted[verdict].format(count=found[verdict]) for verdict in _ORDER if found[verdict]
    )


def _one(outcome: Outcome, language: str | None, words: Phrases) -> Iterator[Reply | str]:
    article = outcome.article
    if article is None:
        yield words.refused.format(name=title(outcome.where))
        yield from (f"• {_note(note)}" for note in outcome.notes)
        return
    yield styled(title(article.title))
    yield from _facts(article, language, words)
    yield ""
    yield _verdict(outcome, words)
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


def _verdict(outcome: Outcome, words: Phrases) -> str:
    match outcome.verdict:
        case Verdict.NEW:
            return words.new
        case Verdict.CHANGED:
            return words.changed.format(version=outcome.version, difference=_difference(outcome, words))
        case Verdict.UNCHANGED:
            return words.unchanged
        case _:
            return words.duplicate.format(article=outcome.duplicate_of or "")


def _difference(outcome: Outcome, words: Phrases) -> str:
    found = outcome.difference
    if found is None:
        return ""
    parts = [(words.altered, Kind.ALTERED), (words.added, Kind.ADDED), (words.removed_paragraphs, Kind.REMOVED)]
    told = [form.format(count=found.count(kind)) for form, kind in parts if found.count(kind)]
    told += [
        f"{fact.name}: {title(fact.before, 60) if fact.before else '–'} → {title(fact.after, 60) if fact.after else '–'}"
        for fact in found.facts
    ]
    return words.comma.join(told)


def _several(
    outcomes: Sequence[Outcome], names: Sequence[str], language: str | None, words: Phrases
) -> Iterator[Reply | str]:
    yield styled(words.several.format(articles=len(outcomes), files=len(names)))
    yield counts(outcomes, words)
    yield ""
    for outcome in outcomes[:MOST_LISTED]:
        yield f"• {_line(outcome, language, words)}"
    if len(outcomes) > MOST_LISTED:
        yield words.and_more.format(more=len(outcomes) - MOST_LISTED)


def _line(outcome: Outcome, language: str | None, words: Phrases) -> str:
    article = outcome.article
    if article is None:
        return f"{title(outcome.where)}: {words.verdicts[outcome.verdict]}: {'; '.join(map(_note, outcome.notes))}"
    when = day(article.date, language) if article.date else words.no_date
    told = f"{title(article.title)} · {when}: {words.verdicts[outcome.verdict]}"
    return told + "".join(f"\n   ⚠️ {_note(note)}" for note in outcome.notes)


def _note(note: str) -> str:
    return shorten(one_line(clean(note)), _LONGEST_NOTE)
