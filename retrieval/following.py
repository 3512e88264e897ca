"""Looks for a follow-up question in the articles that the conversation was answered from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.language import language_of
from retrieval.answer import Reason, Source
from retrieval.conversation import Conversation, Turn
from retrieval.deciding import Verdict
from retrieval.ellipsis import Ellipsis, read_ellipsis
from retrieval.folding import Fold
from retrieval.found import Found
from retrieval.kinds import Kind, holds, kinds
from retrieval.ranking import Candidate
from retrieval.understanding import Asked
from retrieval.words import distinct_words, search_words, telling_words
from retrieval.worth import Weighed

Search = Callable[[Asked], Found]
Decide = Callable[[Asked, Sequence[Candidate], Weighed], Verdict]

# Added to the score of an article's first paragraph, which says who met, where and when.
_OPENING = 1.0


@dataclass(frozen=True, slots=True)
class Reading:
    """A follow-up as it may be meant: put to one article of the last turn.

    ``helped`` is the same with the article's title before it, where the follow-up asks of the meeting as such.
    """

    asked: Asked
    helped: Asked | None = None
    checked: bool = False  # whether what is found must hold the kind of thing asked for

    def is_met_by(self, paragraph: str) -> bool:
        """Whether a paragraph found with other words than the follow-up's own holds what it asks for."""
        given = distinct_words(self.helped.about if self.helped else self.asked.about)
        return not self.checked or all(holds(kind, paragraph, given) for kind in kinds(self.asked.text))

    def leans_to(self, position: int) -> float:
        """What speaks for an article's paragraph by its place in it."""
        asks_of_opening = self.helped is not None and Kind.DECISION not in kinds(self.asked.text)
        return _OPENING if asks_of_opening and position == 1 else 0.0


def follow(alone: Found, conversation: Conversation, search: Search, decide: Decide) -> tuple[Found, str | None]:
    """What a question finds as a follow-up, and the earlier question it goes on with.

    ``alone`` is what it found by itself. That stands, answer or refusal, unless the question is cut short: measured
    on the sample questions, whole ones that were refused found mostly wrong answers in the last article.
    """
    ellipsis = read_ellipsis(alone.asked)
    if ellipsis is None or conversation.last is None or not _may_follow(alone):
        return alone, None
    for reading in _readings(alone.asked, ellipsis, conversation.last):
        found = _find(reading, search, decide)
        if found.answered and reading.is_met_by(found.candidates[0].passage.text):
            apart = ellipsis.whole and alone.answered and _stands(alone, found)
            return (alone, None) if apart else (found, conversation.last.question)
    return alone, None


def _stands(alone: Found, found: Found) -> bool:
    """Whether a question that may be whole is as well answered by itself: there, or by more of its words."""
    there = alone.candidates[0].passage.id == found.candidates[0].passage.id
    return there or _covered(alone) > _covered(found)


def _may_follow(alone: Found) -> bool:
    """Not a list question, nor one of a period of its own, nor one that lacks more than a near paragraph."""
    near = alone.answered or alone.verdict.reason is Reason.NOTHING_CLOSE
    return near and alone.listing is None and alone.asked.period is None


def _find(reading: Reading, search: Search, decide: Decide) -> Found:
    """A follow-up in one article; where it asks of the meeting as such, with the title and without both count."""
    found = search(reading.asked)
    if reading.helped is None or not found.candidates:
        return found
    helped = search(reading.helped)
    verdict = decide(reading.helped, _together(helped, found, reading), helped.weighed)
    ranked = _together(found, helped, reading)
    return replace(found, candidates=ranked, verdict=verdict, folds=tuple(map(Fold, ranked)))


def _together(found: Found, other: Found, reading: Reading) -> tuple[Candidate, ...]:
    """The candidates of one search ranked by what both searches and the place in the article say."""
    scores = {each.passage.id: each.score for each in other.candidates}
    ranked = [
        replace(
            each,
            score=(each.score + scores[each.passage.id]) / 2 + reading.leans_to(each.passage.position),
            reranked=None,
        )
        for each in found.candidates
        if each.passage.id in scores
    ]
    return tuple(sorted(ranked, key=lambda c: (-c.score, c.passage.id)))


def _covered(found: Found) -> float:
    """The share of the question's words, by worth, that stand where it was answered."""
    return found.verdict.signals.covered if found.verdict.signals else 0.0


def _readings(asked: Asked, ellipsis: Ellipsis, turn: Turn) -> Iterator[Reading]:
    """What a follow-up may mean, the best article of the turn first."""
    for source in turn.sources:
        short = _shortened(asked, ellipsis, source)
        if ellipsis.of_meeting:
            yield Reading(short, _after(source.title, short), checked=True)
        elif ellipsis.words:
            yield Reading(short)
        else:
            yield Reading(_after(turn.question, short), checked=True)
            yield Reading(_after(source.title, short), checked=True)


def _shortened(asked: Asked, ellipsis: Ellipsis, source: Source) -> Asked:
    return replace(
        asked,
        where=replace(asked.where, articles=(source.article,)),
        text=ellipsis.core,
        about=ellipsis.core,
        words=ellipsis.words or asked.words,
        searched=ellipsis.words or asked.searched,
    )


def _after(said: str, asked: Asked) -> Asked:
    """A question about what was ``said``."""
    about = f"{said} {asked.text}"
    return replace(
        asked,
        about=about,
        language=language_of(about),
        words=tuple(telling_words(about)),
        searched=tuple(search_words(about)),
    )
