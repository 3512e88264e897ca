"""What one system said to one question, and what many such replies amount to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from sklearn.metrics import roc_auc_score

from retrieval.evaluation_set import Question


@dataclass(frozen=True)
class Reply:
    """``right`` is whether the first passage is; ``quote`` is None when the question was refused."""

    right: bool
    quote: str | None
    score: float
    milliseconds: float


Ask = Callable[[Question], Reply]


@dataclass(frozen=True)
class Tally:
    """Shares of the questions with an answer, of those with a gold answer, and of those without; None for no such."""

    hit: float | None
    gold_in_quote: float | None
    answered: float | None
    wrongly_answered: float | None
    auroc: float | None
    milliseconds: float


def tally(questions: Sequence[Question], replies: Sequence[Reply], longest: int) -> Tally:
    """The measures of one system; of a quote only its first ``longest`` characters count."""
    asked = list(zip(questions, replies, strict=True))
    return Tally(
        hit=_share([reply.right for question, reply in asked if question.answerable]),
        gold_in_quote=_share([_holds(question, reply, longest) for question, reply in asked if question.answers]),
        answered=_share([reply.quote is not None for question, reply in asked if question.answerable]),
        wrongly_answered=_share([reply.quote is not None for question, reply in asked if not question.answerable]),
        auroc=_auroc([question.answerable for question in questions], [reply.score for reply in replies]),
        milliseconds=median(reply.milliseconds for reply in replies),
    )


def _holds(question: Question, reply: Reply, longest: int) -> bool:
    shown = (reply.quote or "")[:longest]
    return any(answer in shown for answer in question.answers)


def _share(values: Sequence[bool]) -> float | None:
    return fmean(values) if values else None


def _auroc(answerable: Sequence[bool], scores: Sequence[float]) -> float | None:
    return float(roc_auc_score(answerable, scores)) if len(set(answerable)) == 2 else None
