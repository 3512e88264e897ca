"""What a search for a question found, as the pipelines hand it on."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.answer import Listing, Source
from retrieval.deciding import Verdict
from retrieval.folding import Fold
from retrieval.ranking import Candidate
from retrieval.understanding import Asked
from retrieval.worth import NOTHING, Weighed


@dataclass(frozen=True, slots=True)
class Found:
    """The candidates of one search, in order, and the verdict on them."""

    asked: Asked
    candidates: tuple[Candidate, ...]
    verdict: Verdict
    weighed: Weighed = NOTHING
    folds: tuple[Fold, ...] = ()  # the candidates that are judged and quoted, those like them folded in
    listing: Listing | None = None  # in place of candidates, to a list question
    near: tuple[Source, ...] = ()  # on a refusal without candidates

    @property
    def answered(self) -> bool:
        return self.verdict.reason is None
