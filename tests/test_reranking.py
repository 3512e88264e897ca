"""The optional reranker: a real CrossEncoder is loaded and scores; the first candidates stand in its order."""

from __future__ import annotations

import dataclasses
import io
import json
import threading
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from bot import json_form
from bot.explaining import explain
from retrieval.answering import Answerer
from retrieval.calibrating import Remembering, observe
from retrieval.deciding import SHIPPED, Calibration, Decider
from retrieval.dictionary import Dictionary
from retrieval.errors import ModelError
from retrieval.evaluating import evaluate
from retrieval.evaluation_set import read_set
from retrieval.reranking import RERANKED, CrossEncoderReranker, rerank
from retrieval.sqlite_faiss import SqliteFaiss
from tests.meetings_process import meetings
from tests.test_folding import candidate
from tests.toy_articles import ALL, open_engine, put, quiet
from tests.toy_encoder import ToyEncoder
from tests.toy_library import BY_COVERAGE
from tests.toy_reranker import ToyReranker, write_cross_encoder
from tests.toy_set import write_set
from tests.warm_process import warm_meetings

QUESTION = "Who presided over the bridge?"
TEXTS = ("the bridge", "Who presided over the school over the bridge", "")
TODAY = date(2024, 5, 10)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny CrossEncoder."""
    return write_cross_encoder(tmp_path_factory.mktemp("reranker"))


# The model


def test_a_cross_encoder_scores_each_text_by_itself(folder: Path) -> None:
    reranker = CrossEncoderReranker(str(folder))
    scores = reranker.scores(QUESTION, TEXTS)
    assert reranker.model == str(folder)
    assert len(set(scores)) == 3
    assert all(0 < score < 1 for score in scores)
    alone = [score for text in TEXTS for score in reranker.scores(QUESTION, [text])]
    assert scores == pytest.approx(alone, abs=1e-5)
    assert reranker.scores(QUESTION, []) == []


def test_a_text_longer_than_the_model_reads_is_scored_too(folder: Path) -> None:
    assert len(CrossEncoderReranker(str(folder)).scores(QUESTION, ["the bridge " * 500])) == 1


def test_threads_may_score_at_once(folder: Path) -> None:
    reranker = CrossEncoderReranker(str(folder))
    found: list[list[float]] = []
    threads = [threading.Thread(target=lambda: found.append(reranker.scores(QUESTION, TEXTS))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [pytest.approx(reranker.scores(QUESTION, TEXTS), abs=1e-5)] * 4


@pytest.mark.parametrize("config", [None, "{", "[]", "{}", '{"architectures": ["BertModel"]}'])
def test_a_folder_without_a_reranker_is_an_error_that_says_so(tmp_path: Path, config: str | None) -> None:
    if config is not None:
        (tmp_path / "config.json").write_text(config)
    with pytest.raises(ModelError) as raised:
        CrossEncoderReranker(str(tmp_path))
    assert str(raised.value) == (
        f"{tmp_path} holds no reranker: "
        "set MEETINGS_RERANKER_MODEL to a sentence-transformers CrossEncoder, or leave it out to do without"
    )


def test_half_a_model_is_an_error_that_says_so(tmp_path: Path) -> None:
    write_cross_encoder(tmp_path)
    (tmp_path / "model.safetensors").write_bytes(b"half")
    with pytest.raises(ModelError, match=r"^the model in .* cannot be loaded \(.*\): set MEETINGS_RERANKER_MODEL to"):
        CrossEncoderReranker(str(tmp_path)).warm()


def test_a_classifier_of_several_labels_is_an_error_that_says_so(tmp_path: Path) -> None:
    reranker = CrossEncoderReranker(str(write_cross_encoder(tmp_path, labels=3)))
    with pytest.raises(
        ModelError, match=r"cannot be loaded \(it gives 3 scores to a text, not one\): set MEETINGS_RER"
    ):
        reranker.warm()


# The order


def test_only_the_first_candidates_are_put_in_its_order() -> None:
    given = [candidate(str(number), f"text {number:02}") for number in range(RERANKED + 5)]
    reranker = ToyReranker("text 03", "text 19", "text 20")
    found = rerank(reranker, QUESTION, given)
    order = [each.passage.text for each in found]
    moved = ["text 19", "text 03"]
    assert order == [*moved, *(each.passage.text for each in given if each.passage.text not in moved)]
    assert [each.reranked for each in found] == [2.0, 1.0] + [0.0] * (RERANKED - 2) + [None] * 5
    assert reranker.asked == [(QUESTION, [each.passage.text for each in given[:RERANKED]])]


def test_without_a_reranker_nothing_changes() -> None:
    given = [candidate(str(number), f"text {number}") for number in range(3)]
    assert rerank(None, QUESTION, given) == tuple(given)


def test_the_candidate_that_stands_first_after_it_is_judged_and_quoted(
    engine: SqliteFaiss, encoder: ToyEncoder
) -> None:
    question = "What will the bridge cost?"
    plain = Answerer(engine, encoder, Decider(BY_COVERAGE)).trace(question)
    assert plain.answer.answered
    assert plain.candidates[0].passage.text == "The bridge will cost 10,000 crowns."
    reranker = ToyReranker("Six secretaries")
    other = Answerer(engine, encoder, Decider(BY_COVERAGE), reranker=reranker).trace(question)
    assert other.candidates[0].passage.text.startswith("Six secretaries reported.")
    assert {each.passage.id for each in other.candidates} == {each.passage.id for each in plain.candidates}
    assert (other.answer.answered, reranker.asked[0][0]) == (False, question)
    assert other.answer.nearest[0].article == "review"


def test_the_answerer_warms_both_models(engine: SqliteFaiss, encoder: ToyEncoder) -> None:
    reranker = ToyReranker()
    Answerer(engine, encoder, Decider(BY_COVERAGE), reranker=reranker).warm()
    assert reranker.warmed == 1


# What is shown and measured


def test_the_explanation_shows_its_scores_where_there_is_one(engine: SqliteFaiss, encoder: ToyEncoder) -> None:
    def first_rows(answerer: Answerer) -> list[list[str]]:
        file = io.StringIO()
        explain(answerer.trace("What will the bridge cost?", today=TODAY), Console(file=file, width=200))
        lines = [line.split() for line in file.getvalue().splitlines()]
        return [row for row in lines if row[:1] in (["#"], ["1"])][:2]

    head, row = first_rows(Answerer(engine, encoder, Decider(BY_COVERAGE), reranker=ToyReranker("Six secretaries")))
    assert head[:3] == ["#", "reranked", "score"]
    assert row[:2] == ["1", "1.000"]
    assert first_rows(Answerer(engine, encoder, Decider(BY_COVERAGE)))[0][:2] == ["#", "score"]


def test_the_scores_of_a_search_run_go_down_in_its_order_too(engine: SqliteFaiss, encoder: ToyEncoder) -> None:
    reranker = ToyReranker("Six secretaries")
    trace = Answerer(engine, encoder, Decider(BY_COVERAGE), reranker=reranker).trace("What will the bridge cost?")
    hits = json_form.search(trace, 10)["hits"]
    scores = [hit["score"] for hit in hits]
    assert hits[0]["article"] == "review"
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > trace.candidates[0].score


def test_an_evaluation_measures_its_order_and_names_it(tmp_path: Path, engine: SqliteFaiss) -> None:
    chosen = read_set(write_set(tmp_path / "toys"))
    answerer = Answerer(engine, ToyEncoder(), Decider(BY_COVERAGE), reranker=ToyReranker("Notes", "undated"))
    found = evaluate(chosen, answerer, lambda done, total: None)
    assert found.reranker == "toy-reranker"
    assert found.files[0].scores.ranking["hit@1"] == 0.0
    assert json_form.evaluation(found, {})["reranker"] == "toy-reranker"


def test_a_calibration_is_fitted_on_its_order(tmp_path: Path, dictionary: Dictionary) -> None:
    reranker = ToyReranker("Shao Panfeng")
    observe(write_set(tmp_path), Remembering(ToyEncoder()), dictionary, quiet, reranker)
    assert "Who presided over the review meeting?" in {question for question, _ in reranker.asked}


def test_a_calibration_of_before_is_one_without_a_reranker(tmp_path: Path) -> None:
    stored = json.loads(SHIPPED.read_text(encoding="utf-8"))
    stored.pop("reranker", None)
    (tmp_path / "old.json").write_text(json.dumps(stored), encoding="utf-8")
    old = Calibration.read(tmp_path / "old.json")
    assert old.reranker == ""
    fitted = dataclasses.replace(old, reranker="toy-reranker")
    fitted.write(tmp_path / "new.json")
    assert Calibration.read(tmp_path / "new.json") == fitted


# The command line


def test_the_status_warns_when_the_calibration_is_of_another_reranker(data: Path) -> None:
    toy = open_engine(data, "toy@1")
    put(toy, ToyEncoder(), *ALL)
    toy.library.close()
    plain = meetings("status", "--json", data=data)
    assert (plain.json["reranker"], plain.json["calibrated_with"], plain.err) == (None, None, "")
    other = meetings("status", "--json", data=data, MEETINGS_RERANKER_MODEL="some/reranker")
    assert (other.json["reranker"], other.json["calibrated_with"]) == ("some/reranker", None)
    assert other.err == (
        "warning: when to refuse was fitted with no reranker, in use is some/reranker: "
        "run `meetings calibrate DIR` again\n"
    )
    dataclasses.replace(Calibration.read(), reranker="some/reranker").write(data / "calibration.json")
    fitted = meetings("status", "--json", data=data, MEETINGS_RERANKER_MODEL="some/reranker")
    assert (fitted.json["calibrated_with"], fitted.err) == ("some/reranker", "")
    assert meetings("status", data=data).err == (
        "warning: when to refuse was fitted with some/reranker, in use is no reranker: "
        "run `meetings calibrate DIR` again\n"
    )


def test_asking_uses_the_reranker_that_is_set(samples: Path, cache: Path, folder: Path) -> None:
    asked = ("ask", "Who presided over the meeting?", "--explain")
    done = meetings(*asked, data=samples, cache=cache, MEETINGS_RERANKER_MODEL=str(folder))
    assert (done.code, done.err) == (0, "")
    assert "reranked" in done.out
    assert "reranked" not in warm_meetings(*asked, data=samples, cache=cache, MEETINGS_RERANKER_MODEL="").out


def test_a_broken_reranker_is_one_clear_line(samples: Path, cache: Path, tmp_path: Path) -> None:
    done = warm_meetings("ask", "Who?", data=samples, cache=cache, MEETINGS_RERANKER_MODEL=str(tmp_path))
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        f"{tmp_path} holds no reranker: "
        "set MEETINGS_RERANKER_MODEL to a sentence-transformers CrossEncoder, or leave it out to do without\n"
    )


def test_a_reranker_that_is_nowhere_is_one_clear_line(samples: Path, cache: Path) -> None:
    done = warm_meetings("ask", "Who?", data=samples, cache=cache, MEETINGS_RERANKER_MODEL="no-such/reranker")
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "MEETINGS_RERANKER_MODEL='no-such/reranker' is neither a folder nor a model that can be had from the hub; "
        "leave it out to do without a reranker\n"
    )
