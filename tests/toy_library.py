"""The real engine over the toy articles, with the toy encoder: answers that can be worked out by hand."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from retrieval.answering import Answerer
from retrieval.deciding import Calibration, Decider, Signals
from tests.toy_articles import ALL, open_engine, put
from tests.toy_encoder import ToyEncoder

# Answers when more than half of a question's words, by worth, stand in the paragraph or its title.
WEIGHTS = {field.name: 0.0 for field in fields(Signals)} | {"intercept": -10.0, "covered": 20.0}
BY_COVERAGE = Calibration(WEIGHTS, WEIGHTS, 0.5, "nothing: made by hand")


def library_answerer(data: Path, seconds: float = 0.0) -> Answerer:
    """An answerer over the library in ``data``, which gets the toy articles when it has none."""
    encoder = ToyEncoder(seconds=seconds)
    engine = open_engine(data, encoder.model)
    if not engine.library.holdings().articles:
        put(engine, encoder, *ALL)
    return Answerer(engine, encoder, Decider(BY_COVERAGE))
