"""A calibration is fitted on parts of an evaluation set."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.calibrating import Remembering, fit, observe
from retrieval.dictionary import Dictionary
from retrieval.errors import EvaluationSetUnusable
from tests.toy_articles import ALL, quiet
from tests.toy_encoder import ToyEncoder
from tests.toy_set import ENGLISH, write_set


def test_what_the_library_part_holds_is_told_from_what_it_lacks(dictionary: Dictionary, tmp_path: Path) -> None:
    encoder = ToyEncoder()
    observations = observe(write_set(tmp_path), Remembering(encoder), dictionary, quiet)
    asked = {observation.question for observation in observations}
    assert {row["text"] for row in ENGLISH[:3]} < asked
    assert ENGLISH[3]["text"] not in asked
    assert {observation.right for observation in observations} == {True, False}
    assert len(encoder.encoded) == len(set(encoder.encoded))
    calibration = fit(observations, "toys")
    assert calibration.fitted_on == "toys"
    right, wrong = (
        [calibration.probability(o.signals, crossing=o.crossing) for o in observations if o.right is kind]
        for kind in (True, False)
    )
    assert sum(right) / len(right) > sum(wrong) / len(wrong)


def test_too_few_articles_are_a_complaint(dictionary: Dictionary, tmp_path: Path) -> None:
    write_set(tmp_path, articles=ALL[:3], chinese=[])
    with pytest.raises(EvaluationSetUnusable, match="should hold at least 4 articles"):
        observe(tmp_path, Remembering(ToyEncoder()), dictionary, quiet)


def test_a_set_without_answerable_questions_is_a_complaint(dictionary: Dictionary, tmp_path: Path) -> None:
    write_set(tmp_path, english=ENGLISH[3:], chinese=[])
    with pytest.raises(EvaluationSetUnusable, match="and questions with their places"):
        observe(tmp_path, Remembering(ToyEncoder()), dictionary, quiet)
