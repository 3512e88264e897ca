"""From a question to an answer: understand, then search, rank, decide, quote, or look up a list."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from knowledge.library import Holdings
from knowledge.where import Where
from retrieval import crossing
from retrieval.answer import Answer, Coverage, Listing, Quote, Reason, Source
from retrieval.batching import at_work
from retrieval.citing import source_of
from retrieval.conversation import NO_CONVERSATION, Conversation
from retrieval.dates import names, of_year
from retrieval.deciding import Calibration, Decider, Verdict
from retrieval.encoder import Encoder, Vectors
from retrieval.engine import Engine, Snapshot
from retrieval.folding import Fold, fold_alike
from retrieval.following import follow
from retrieval.found import Found
from retrieval.listing import look_up
from retrieval.period import Period
from retrieval.quoting import Cut, cut, is_torn
from retrieval.ranking import Candidate, rank
from retrieval.reranking import Reranker, rerank
from retrieval.spelling import spellings
from retrieval.terms import Translator
from retrieval.understanding import Asked, understand
from retrieval.verbatim import holds_all
from retrieval.wish import Person, Wish, read_told, read_wish
from retrieval.worth import Weighed

_NEAREST = 3
_YEARS = 5  # back from the latest article, that a date without a year is looked for in

# What an article of another time must say to speak of a period: its numbers, or a weekday that may be any week's.
_SAYING_WHEN = re.compile(r"\d+|(?<=on )[a-z]+day|^(?:周|星期|礼拜)[一二三四五六日天]")


@dataclass(frozen=True, slots=True)
class Trace:
    """An answer and the way to it: what was understood, the candidates in order, and the verdict.

    ``folds`` are the candidates that were judged; ``calibration`` is what they were judged by.
    """

    answer: Answer
    asked: Asked
    candidates: tuple[Candidate, ...]
    verdict: Verdict
    weighed: Weighed
    folds: tuple[Fold, ...]
    calibration: Calibration


class Answerer:
    """Answers questions from an engine's articles. Thread-safe; each question sees one state of the library."""

    def __init__(
        self,
        engine: Engine,
        encoder: Encoder,
        decider: Decider,
        translator: Translator | None = None,
        reranker: Reranker | None = None,
    ) -> None:
        self.engine = engine
        self.encoder = encoder
        self.decider = decider
        self.translator = translator
        self.reranker = reranker
        self._held: tuple[int, Holdings] | None = None

    def warm(self) -> None:
        """Loads now what the first question would need."""
        self.encoder.warm()
        if self.reranker is not None:
            self.reranker.warm()

    def ask(self, question: str, limit: int = 3, conversation: Conversation = NO_CONVERSATION) -> Answer:
        """The answer to one question, with at most ``limit`` quotes."""
        return self.trace(question, limit, conversation=conversation).answer

    def trace(
        self,
        question: str,
        limit: int = 3,
        today: date | None = None,
        *,
        lists: bool = True,
        conversation: Conversation = NO_CONVERSATION,
    ) -> Trace:
        """The answer with all that led to it; ``today`` is the day that "last week" counts from.

        Without ``lists`` a list question is answered like any other, from the paragraphs that fit best. A question
        that is cut short ("and who attended?") is looked for where the ``conversation`` was answered from.
        """
        began = time.perf_counter()
        asked = understand(question, today or date.today())
        with at_work(self.encoder), self.engine.snapshot() as snapshot:
            holdings = self._holdings(snapshot.generation)
            alone = self._answer_to(snapshot, asked, holdings, lists)
            found, followed = self._follow(snapshot, alone, conversation)
            quotes = self._quotes(snapshot, found, limit) if found.answered else ()
        reason = found.verdict.reason
        answer = Answer(
            question=question,
            language=asked.language,
            reason=reason,
            quotes=quotes,
            nearest=() if found.answered else found.near or _nearest(found.candidates),
            unknown=found.verdict.unknown,
            coverage=_coverage(holdings),
            probability=found.verdict.probability,
            generation=snapshot.generation,
            milliseconds=(time.perf_counter() - began) * 1000,
            listing=found.listing,
            followed=followed,
        )
        return Trace(
            answer, found.asked, found.candidates, found.verdict, found.weighed, found.folds, self.decider.calibration
        )

    def coverage(self) -> Coverage:
        """What the library holds."""
        return _coverage(self.engine.library.holdings())

    def _holdings(self, generation: int) -> Holdings:
        """What the library holds, counted once a generation."""
        if self._held is None or self._held[0] != generation:
            self._held = (generation, self.engine.library.holdings())
        return self._held[1]

    def _answer_to(self, snapshot: Snapshot, asked: Asked, holdings: Holdings, lists: bool) -> Found:
        """A list where one is wished for; where no article fits it, the paragraphs that answer, if any do."""
        listed = _look_up(snapshot, asked, holdings, self.translator) if lists else None
        if listed is not None and listed.verdict.reason is not Reason.NOTHING_FITS:
            return listed
        found = self._find(snapshot, asked, holdings)
        return found if listed is None or found.answered else replace(found, verdict=listed.verdict)

    def _find(self, snapshot: Snapshot, asked: Asked, holdings: Holdings) -> Found:
        """Searches in the period that the question names first, then everywhere."""
        refused = _refused_at_once(asked, holdings)
        if refused is not None:
            return Found(asked, (), refused)
        q = self.encoder.encode_questions([asked.about])[0]
        periods = _periods(asked, holdings)
        inside = [self._search(snapshot, asked.within(period), q) for period in periods]
        everywhere = self._search(snapshot, asked, q)
        if not inside or (everywhere.answered and any(_tells(everywhere.candidates[0], each) for each in periods)):
            inside.append(everywhere)
        best = next((found for found in inside if found.answered), None)
        nearest = next((found for found in inside if found.candidates), None)
        return best or nearest or _found_nothing(everywhere)

    def _follow(self, snapshot: Snapshot, alone: Found, conversation: Conversation) -> tuple[Found, str | None]:
        """What a follow-up finds where the conversation was answered from, and the question it goes on with."""

        def search(asked: Asked) -> Found:
            return self._search(snapshot, asked, self.encoder.encode_questions([asked.about])[0])

        return follow(alone, conversation, search, partial(self.decider.decide, snapshot))

    def _search(self, snapshot: Snapshot, asked: Asked, q: Vectors) -> Found:
        weighed = crossing.weigh(snapshot, asked, self.translator)
        ranked = rank(snapshot, asked.exactly(), q, weighed)
        held = [each for each in ranked if holds_all(each.passage.text, asked.phrases)]
        if asked.phrases and not held:
            ranked = rank(snapshot, asked, q, weighed)
            held = [each for each in ranked if weighed.crosses(each.passage.article.language)]
            if not held:
                refusal = Verdict.refusal(Reason.NO_SUCH_WORDS, asked.phrases)
                return Found(asked, (), refusal, weighed, near=_nearest(ranked))
        candidates = rerank(self.reranker, asked.about.strip() or asked.text, held)
        if not candidates:
            typed = (asked.where.person, asked.where.place, asked.where.publisher)
            return Found(asked, (), Verdict.refusal(Reason.NOTHING_IN_PERIOD, tuple(filter(None, typed))), weighed)
        if self.reranker is None:
            candidates = _to_the_front(candidates, self.decider.likeliest(snapshot, asked, candidates, weighed))
        folds = tuple(fold_alike(candidates))
        verdict = self.decider.decide(snapshot, asked, [fold.leader for fold in folds], weighed)
        if asked.only_phrases and holds_all(candidates[0].passage.text, asked.phrases):
            verdict = verdict.answered()
        return Found(asked, candidates, verdict, weighed, folds)

    def _quotes(self, snapshot: Snapshot, found: Found, limit: int) -> tuple[Quote, ...]:
        if found.listing is not None:
            return tuple(entry.quote for entry in found.listing.entries if entry.quote)[:limit]
        also = {fold.leader: fold.also for fold in found.folds}
        shown = self.decider.worth_showing(snapshot, found.asked, list(also), found.weighed, limit)
        return tuple(
            _quote(snapshot, candidate, also[candidate], cut(candidate, found.asked, found.weighed))
            for candidate in shown
        )


def _to_the_front(candidates: tuple[Candidate, ...], place: int) -> tuple[Candidate, ...]:
    """The candidates, the one at ``place`` first and scored as the one that was."""
    if place == 0:
        return candidates
    first = replace(candidates[place], score=candidates[0].score)
    return (first, *candidates[:place], *candidates[place + 1 :])


def _look_up(snapshot: Snapshot, asked: Asked, holdings: Holdings, translator: Translator | None) -> Found | None:
    """What a list question finds; None for other questions."""
    refused = _refused_at_once(asked, holdings)
    if refused is not None and not (asked.only_filters and holdings.articles):
        return None
    for wish in filter(None, (read_told(asked), read_wish(asked))):
        found = look_up(snapshot, *_respelt(snapshot, wish, asked.where, translator), _periods(asked, holdings))
        if isinstance(found, Listing):
            return Found(asked, (), Verdict(1.0, None), listing=found)
        if not wish.told:
            return Found(asked, (), Verdict.refusal(found.reason, found.unknown), near=found.nearest)
    return None


def _respelt(snapshot: Snapshot, wish: Wish, where: Where, translator: Translator | None) -> tuple[Wish, Where]:
    """The wish with the other ways in which the library writes its people's names, also that of a typed filter."""
    people = (*wish.people, Person((where.person,))) if where.person else wish.people
    if translator is not None:
        people = tuple(
            Person(tuple(way for name in person.names for way in spellings(snapshot, name, translator)))
            for person in people
        )
    return replace(wish, people=people), replace(where, person=None)


def _found_nothing(everywhere: Found) -> Found:
    """The refusal that names the period as its reason, unless it is quoted phrases that stand nowhere."""
    if everywhere.verdict.reason is Reason.NO_SUCH_WORDS:
        return everywhere
    return replace(everywhere, verdict=replace(everywhere.verdict, reason=Reason.NOTHING_IN_PERIOD))


def _refused_at_once(asked: Asked, holdings: Holdings) -> Verdict | None:
    """What needs no search to be refused."""
    if holdings.articles == 0:
        return Verdict.refusal(Reason.EMPTY_LIBRARY)
    if asked.wrong_filters or not asked.understood:
        return Verdict.refusal(Reason.NOT_UNDERSTOOD, asked.wrong_filters)
    return None


def _periods(asked: Asked, holdings: Holdings) -> list[Period]:
    """The periods that a question may mean: without a year, of each of the library's latest years."""
    if asked.period is None or holdings.first is None or holdings.last is None:
        return []
    if not asked.period.yearless:
        return [asked.period]
    years = range(holdings.last.year, max(holdings.first.year, holdings.last.year - _YEARS + 1) - 1, -1)
    return [found for year in years if (found := of_year(asked.period, year)) is not None]


def _tells(candidate: Candidate, period: Period) -> bool:
    """Whether an article from another time, or without a date, may speak of the period."""
    article = candidate.passage.article
    said = f"{article.title} {candidate.passage.text}"
    if article.date is None or names(said, period, article.date):
        return True
    written = _SAYING_WHEN.findall(period.text.casefold())
    return bool(written) and all(part in said.casefold() for part in written)


def _quote(snapshot: Snapshot, candidate: Candidate, also: Sequence[Candidate], slice_: Cut) -> Quote:
    text = snapshot.text(candidate.passage.article.id)
    start, end = slice_.best
    return Quote(
        text=text[slice_.start : slice_.end],
        start=slice_.start,
        end=slice_.end,
        marks=((start - slice_.start, end - slice_.start),),
        score=candidate.score,
        source=source_of(candidate.passage, text[start:end], text[:start]),
        torn=is_torn(text, slice_.start, slice_.end),
        also=tuple(source_of(each.passage, each.passage.text) for each in also),
    )


def _nearest(candidates: Sequence[Candidate]) -> tuple[Source, ...]:
    """The best paragraph's source for each of the articles that come nearest."""
    first: dict[str, Candidate] = {}
    for candidate in candidates:
        first.setdefault(candidate.passage.article.id, candidate)
    return tuple(
        source_of(candidate.passage, candidate.passage.text) for candidate in list(first.values())[:_NEAREST]
    )


def _coverage(holdings: Holdings) -> Coverage:
    return Coverage(holdings.articles, holdings.first, holdings.last, holdings.publishers)
