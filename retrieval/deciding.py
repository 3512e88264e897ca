"""Decides whether the best paragraph answers the question: a calibrated probability from several signals."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path

from retrieval.answer import Reason
from retrieval.engine import Snapshot
from retrieval.errors import RetrievalError
from retrieval.marking import told_together
from retrieval.ranking import Candidate
from retrieval.understanding import Asked
from retrieval.usual import Usual
from retrieval.words import only_asks
from retrieval.worth import Weighed, Worth

# A further quote is shown when its score is at least this share of the first one's.
_BESIDE = 0.6
_FOLLOWING = 0.4  # of the threshold, for follow-ups
_SURER = 1.5  # times the odds of the first candidate, for one in another language to take its place
_MANY_TERMS = 8

SHIPPED = Path(__file__).parent / "calibration.json"


@dataclass(frozen=True, slots=True)
class Signals:
    """What is known about a candidate."""

    meaning: float  # standard deviations above what the question scores on any text of that language
    cosine: float  # of the paragraph
    sentence_cosine: float  # of its best sentence
    lead: float  # of the score over the tenth candidate's
    margin: float  # of the score over the second candidate's; 0 for all but the first
    covered: float  # share of the question's terms, by worth, that the paragraph or its title holds
    words_share: float  # as the ranking counts it
    together: float  # share of the question's terms, by worth, that one sentence and the title hold
    kind: float  # share of the kinds of thing asked for that such a sentence holds; 1 when none is
    agreed: float  # 1 when meaning and words name the same best paragraph
    rarest: float  # worth of the rarest term held over that of the question's rarest
    named: float  # share of the question's names, by worth, that the paragraph or its title holds; 1 without names
    terms: float  # how many terms the question has, up to 8
    known: float  # share of the question's terms, by worth, that stand anywhere in the library
    question_usual: float  # cosine of the question with the usual paragraph of the paragraph's language
    paragraph_usual: float  # cosine of the paragraph with the usual question of the question's language
    sentence_usual: float  # of its best sentence with the same


_SIGNALS = tuple(each.name for each in fields(Signals))


@dataclass(frozen=True, slots=True)
class Verdict:
    """The probability that the best candidate answers, and why it is refused if it is."""

    probability: float
    reason: Reason | None
    unknown: tuple[str, ...] = ()
    signals: Signals | None = None

    @classmethod
    def refusal(cls, reason: Reason, unknown: tuple[str, ...] = ()) -> Verdict:
        """A refusal that needs no probability."""
        return cls(0.0, reason, unknown)

    def answered(self) -> Verdict:
        """An answer whatever its probability: of words that were asked for exactly as they stand."""
        return replace(self, reason=None, unknown=())


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights of a logistic regression over the signals, one set for questions in the paragraph's language.

    The other set, ``crossing``, is for questions in another language, where words say little. ``shifts`` are added to
    the log odds of a pair of languages, "en→zh", so that one threshold is right for all of them.
    """

    same: Mapping[str, float]
    crossing: Mapping[str, float]
    threshold: float
    fitted_on: str
    usual: Usual = field(default_factory=Usual)
    reranker: str = ""  # that ranked while it was fitted
    shifts: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path = SHIPPED) -> Calibration:
        """The calibration in a file. Raises RetrievalError when it is none."""
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
            found = cls(**stored | {"usual": Usual(**stored["usual"])})
            found.probability(Signals(*[0.0] * len(_SIGNALS)), "en", "zh")
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise RetrievalError(
                f"{path} is no calibration of this version: remove it, or run `meetings calibrate` again"
            ) from error
        return found

    def write(self, path: Path) -> None:
        """Keeps the calibration in a file."""
        path.parent.mkdir(parents=True, exist_ok=True)
        rows = (
            f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in asdict(self).items()
        )
        path.write_text("{" + ",\n".join(rows) + "}\n", encoding="utf-8")

    def weights(self, asked_in: str, written_in: str) -> Mapping[str, float]:
        """The weight of each signal and the intercept, for a question and a paragraph in these languages."""
        weights = self.same if asked_in == written_in else self.crossing
        shift = self.shifts.get(pair(asked_in, written_in), 0.0)
        return {**weights, "intercept": weights["intercept"] + shift}

    def probability(self, signals: Signals, asked_in: str, written_in: str) -> float:
        """The logistic function of the weighted signals and the intercept."""
        weights = self.weights(asked_in, written_in)
        total = weights["intercept"] + sum(weights[name] * getattr(signals, name) for name in _SIGNALS)
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, total))))


def pair(asked_in: str, written_in: str) -> str:
    """Two languages as they are named in a calibration."""
    return f"{asked_in}→{written_in}"


def _odds(probability: float) -> float:
    return probability / (1 - probability) if probability < 1 else math.inf


class Decider:
    """Answers or refuses by a calibration's threshold."""

    def __init__(self, calibration: Calibration) -> None:
        self.calibration = calibration

    def decide(self, snapshot: Snapshot, asked: Asked, candidates: Sequence[Candidate], weighed: Weighed) -> Verdict:
        """The verdict on the first of ``candidates``, which must be ranked and not empty."""
        probability, signals = self._judge(snapshot, asked, candidates, weighed, [0])[0]
        if weighed.unknown_people:  # what the articles tell is told of somebody else
            return Verdict(probability, Reason.NAME_UNKNOWN, weighed.unknown_people, signals)
        if probability >= self._bar(asked) and (asked.where.articles or not only_asks(asked.text)):
            return Verdict(probability, None, (), signals)
        unknown = weighed.unknown_names
        return Verdict(probability, Reason.NAME_UNKNOWN if unknown else Reason.NOTHING_CLOSE, unknown, signals)

    def likeliest(self, snapshot: Snapshot, asked: Asked, candidates: Sequence[Candidate], weighed: Weighed) -> int:
        """The place of the likeliest answer among the best of each language; the first unless another is far surer.

        Scores of different languages compare badly: words count by BM25 in one and by the dictionary in another.
        """
        best: dict[str, int] = {}
        for place, candidate in enumerate(candidates):
            best.setdefault(candidate.passage.article.language, place)
        if len(best) < 2:
            return 0
        judged = self._judge(snapshot, asked, candidates, weighed, list(best.values()))
        odds = {place: _odds(probability) for place, (probability, _) in zip(best.values(), judged, strict=True)}
        surest = max(odds, key=lambda place: odds[place])
        return surest if odds[surest] > max(_SURER * odds[0], _odds(self._bar(asked))) else 0

    def worth_showing(
        self,
        snapshot: Snapshot,
        asked: Asked,
        candidates: Sequence[Candidate],
        weighed: Weighed,
        limit: int,
    ) -> list[Candidate]:
        """The first candidate, and those of the next ``limit - 1`` that would be answers beside it."""
        places = range(min(limit, len(candidates)))
        judged = self._judge(snapshot, asked, candidates, weighed, places)
        return [
            candidates[place]
            for place, (probability, _) in zip(places, judged, strict=True)
            if place == 0
            or (probability >= self._bar(asked) and candidates[place].score >= _BESIDE * candidates[0].score)
        ]

    def _bar(self, asked: Asked) -> float:
        """The threshold; lower where the last answer came from, for what a follow-up asks mostly stands there."""
        return self.calibration.threshold * (_FOLLOWING if asked.where.articles else 1.0)

    def _judge(
        self,
        snapshot: Snapshot,
        asked: Asked,
        candidates: Sequence[Candidate],
        weighed: Weighed,
        places: Sequence[int],
    ) -> list[tuple[float, Signals]]:
        """Probability and signals of the candidates at ``places``."""
        held = snapshot.words([candidates[place].passage.id for place in places])
        agreed = _agreed(candidates)
        judged = []
        for place in places:
            passage = candidates[place].passage
            language = passage.article.language
            signals = self._signals(place, candidates, asked, weighed.in_text(language), held[passage.id], agreed)
            judged.append((self.calibration.probability(signals, asked.language, language), signals))
        return judged

    def _signals(
        self,
        place: int,
        candidates: Sequence[Candidate],
        asked: Asked,
        worth: Worth,
        held: frozenset[str],
        agreed: Candidate | None,
    ) -> Signals:
        candidate = candidates[place]
        passage = candidate.passage
        second = candidates[1].score if place == 0 and len(candidates) > 1 else candidate.score
        usual = self.calibration.usual
        together, kind = told_together(candidate, asked, worth)
        return Signals(
            meaning=candidate.meaning,
            cosine=candidate.cosine,
            sentence_cosine=candidate.best_cosine,
            lead=candidate.score - candidates[min(9, len(candidates) - 1)].score,
            margin=candidate.score - second,
            covered=worth.share(held),
            words_share=candidate.words_share,
            together=together,
            kind=kind,
            agreed=float(candidate is agreed),
            rarest=worth.rarest(held),
            named=worth.named(held),
            terms=float(min(_MANY_TERMS, len(worth.of))),
            known=worth.known,
            question_usual=usual.to_paragraphs(candidate.q, passage.article.language, candidate.usual),
            paragraph_usual=usual.to_questions(passage.vectors[0], asked.language, candidate.usual),
            sentence_usual=usual.to_questions(candidate.best_vector, asked.language, candidate.usual),
        )


def _agreed(candidates: Sequence[Candidate]) -> Candidate | None:
    """The best by meaning where it is the best by words, too."""
    by_meaning = max(candidates, key=lambda c: c.meaning)
    by_words = max(candidates, key=lambda c: c.words_share)
    return by_meaning if by_meaning is by_words and by_words.words_share > 0 else None
