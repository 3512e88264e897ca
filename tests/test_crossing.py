"""Questions whose words the library has in another language or spelling only."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from knowledge.article import Article
from retrieval import crossing
from retrieval.answer import Reason
from retrieval.answering import Answerer
from retrieval.deciding import Calibration, Decider, Signals
from retrieval.dictionary import Dictionary
from retrieval.sqlite_faiss import SqliteFaiss
from retrieval.understanding import understand
from retrieval.worth import Weighed
from tests.toy_articles import FANGXUN, QIAO, REVIEW, SCHOOL, put
from tests.toy_encoder import ToyEncoder

WEIGHTS = dict.fromkeys(Signals.__annotations__, 0.0) | {"intercept": -10.0, "covered": 20.0}
BY_COVERAGE = Calibration(WEIGHTS, WEIGHTS, 0.5, "nothing: made by hand")
RIVER = Article("river", "The river", "The river Panther is long. The council met.", "en", date(2024, 1, 1))

NOTHING_BUT_MEETINGS = Article("meetings", "会议", "会议会议。会议，会议。会议", "zh", date(2024, 1, 1))


def library(engine: SqliteFaiss, encoder: ToyEncoder, *articles: Article) -> SqliteFaiss:
    put(engine, encoder, *articles)
    return engine


@pytest.fixture
def english(empty: SqliteFaiss, encoder: ToyEncoder) -> SqliteFaiss:
    return library(empty, encoder, REVIEW, SCHOOL, RIVER)


@pytest.fixture
def chinese(empty: SqliteFaiss, encoder: ToyEncoder) -> SqliteFaiss:
    return library(empty, encoder, QIAO, FANGXUN)


def weighed(engine: SqliteFaiss, dictionary: Dictionary, question: str) -> Weighed:
    with engine.snapshot() as snapshot:
        return crossing.weigh(snapshot, understand(question, date(2024, 5, 10)), dictionary)


def present(found: Weighed, language: str) -> set[str]:
    """What of a question stands in the library's texts of ``language``."""
    return {term.said for term in found.in_text(language).present}


def quoted(engine: SqliteFaiss, encoder: ToyEncoder, dictionary: Dictionary, question: str) -> list[str]:
    answer = Answerer(engine, encoder, Decider(BY_COVERAGE), dictionary).ask(question, 1)
    return [quote.text for quote in answer.quotes]


def test_a_chinese_question_finds_the_english_paragraph(
    english: SqliteFaiss, encoder: ToyEncoder, dictionary: Dictionary
) -> None:
    assert quoted(english, encoder, dictionary, "谁主持了会议？") == [REVIEW.text.partition("\n")[0]]


def test_an_english_question_finds_the_chinese_paragraph(
    chinese: SqliteFaiss, encoder: ToyEncoder, dictionary: Dictionary
) -> None:
    assert quoted(chinese, encoder, dictionary, "Who presided over the meeting?") == [QIAO.text.partition("\n")[0]]


def test_a_name_in_chinese_characters_finds_its_pinyin(english: SqliteFaiss, dictionary: Dictionary) -> None:
    assert "邵潘锋" in present(weighed(english, dictionary, "邵潘锋主持了什么会议？"), "en")


def test_a_name_in_pinyin_finds_its_chinese_characters(chinese: SqliteFaiss, dictionary: Dictionary) -> None:
    for question in ("What did Shao Panfeng say?", "Panfeng Shao, what did he say?"):
        assert any("panfeng" in said for said in present(weighed(chinese, dictionary, question), "zh")), question
    assert not any("panfang" in said for said in present(weighed(chinese, dictionary, "What of Shao Panfang?"), "zh"))


def test_a_name_known_in_the_other_script_is_no_unknown_name(
    chinese: SqliteFaiss, encoder: ToyEncoder, dictionary: Dictionary
) -> None:
    answerer = Answerer(chinese, encoder, Decider(BY_COVERAGE), dictionary)
    assert answerer.ask("Why did Shao Panfeng buy a volcano?").reason is Reason.NOTHING_CLOSE
    assert answerer.ask("Why did Johnny Atlantis buy a volcano?").reason is Reason.NAME_UNKNOWN


def test_a_name_written_with_another_character_of_the_same_sound_is_found(
    chinese: SqliteFaiss, dictionary: Dictionary
) -> None:
    found = weighed(chinese, dictionary, "邵攀锋主持了什么？")
    assert "邵攀锋" in present(found, "zh")
    assert "邵潘" in found.searched


def test_a_slip_finds_the_nearest_word(english: SqliteFaiss, dictionary: Dictionary) -> None:
    found = weighed(english, dictionary, "What did Shao Panfneg say?")
    assert "panfneg" in present(found, "en")
    assert "panfeng" in found.searched


def test_a_word_of_english_is_no_slip(english: SqliteFaiss, dictionary: Dictionary) -> None:
    assert "panther" in weighed(english, dictionary, "the river Pantherr").searched
    assert present(weighed(english, dictionary, "the painter"), "en") == set()


def test_numbers_are_looked_for_in_both_languages(engine: SqliteFaiss, dictionary: Dictionary) -> None:
    assert "10000" in present(weighed(engine, dictionary, "大桥花费10,000元吗？"), "en")


def test_a_person_whom_the_library_never_names_is_the_reason(
    engine: SqliteFaiss, encoder: ToyEncoder, dictionary: Dictionary
) -> None:
    answer = Answerer(engine, encoder, Decider(BY_COVERAGE), dictionary).ask("李建国主持了会议吗？")
    assert (answer.reason, answer.unknown) == (Reason.NAME_UNKNOWN, ("李建国",))


def test_a_latin_name_ends_where_the_chinese_text_goes_on(english: SqliteFaiss, dictionary: Dictionary) -> None:
    found = weighed(english, dictionary, "2023年Shao Panfeng的总结，Zhao Wenzzo说了什么")
    assert found.names == ("Shao Panfeng", "Zhao Wenzzo")
    assert found.unknown_names == ("Zhao Wenzzo",)


def test_a_name_with_an_apostrophe_is_one_word_of_pinyin(
    empty: SqliteFaiss, encoder: ToyEncoder, dictionary: Dictionary
) -> None:
    engine = library(empty, encoder, replace(QIAO, text="会议由丁志安主持。"))
    found = weighed(engine, dictionary, "What of Ding Zhi'an's bridge?")
    assert "ding zhian" in present(found, "zh")
    assert found.unknown_names == ()


def test_the_share_of_names_held_is_counted_apart(english: SqliteFaiss, dictionary: Dictionary) -> None:
    found = weighed(english, dictionary, "邵潘锋主持了会议吗？").in_text("en")
    assert found.named({"presid", "meet"}) == 0.0
    assert found.named({"shao", "panfeng"}) == 1.0
    assert weighed(english, dictionary, "谁主持了会议？").in_text("en").named({"presid"}) == 1.0


def test_a_quoted_term_does_not_keep_a_question_from_crossing(
    english: SqliteFaiss, encoder: ToyEncoder, dictionary: Dictionary
) -> None:
    assert quoted(english, encoder, dictionary, "谁主持了“会议”？") == [REVIEW.text.partition("\n")[0]]
    assert quoted(english, encoder, dictionary, "“火星会议纪要”") == []


def test_what_is_said_for_the_same_thing_counts_as_said(
    english: SqliteFaiss, encoder: ToyEncoder, dictionary: Dictionary
) -> None:
    assert present(weighed(english, dictionary, "Who chaired the review?"), "en") == {"chair", "review"}
    assert quoted(english, encoder, dictionary, "Who chaired the review meeting?") == [
        REVIEW.text.partition("\n")[0],
    ]


def test_the_best_of_another_language_comes_first_where_it_is_far_surer(
    empty: SqliteFaiss, encoder: ToyEncoder, dictionary: Dictionary
) -> None:
    engine = library(empty, encoder, REVIEW, NOTHING_BUT_MEETINGS)

    def found(calibration: Calibration) -> list[str]:
        answerer = Answerer(engine, encoder, Decider(calibration), dictionary)
        candidates = answerer.trace("会议", 1, lists=False).candidates
        scores = [each.score for each in candidates]
        assert scores == sorted(scores, reverse=True)
        return [each.passage.article.id for each in candidates[:2]]

    assert found(BY_COVERAGE) == ["meetings", "review"]
    assert found(replace(BY_COVERAGE, shifts={"zh→zh": -100.0})) == ["review", "meetings"]


def test_a_pair_of_languages_has_a_bar_of_its_own() -> None:
    signals = Signals(**dict.fromkeys(Signals.__annotations__, 0.5))
    strict = replace(BY_COVERAGE, shifts={"zh→en": -20.0})
    pairs = (("en", "en"), ("zh", "zh"), ("en", "zh"), ("zh", "en"))
    assert [round(strict.probability(signals, *pair), 3) for pair in pairs] == [0.5, 0.5, 0.5, 0.0]


def test_the_person_of_a_typed_filter_is_looked_for_in_the_paragraph_too() -> None:
    found = understand('person:"Tang Ruiling" what did she report?', date(2024, 5, 10))
    assert (found.text, found.about) == ("what did she report?", "what did she report? Tang Ruiling")
    assert found.words == ("report", "tang", "ruil")
    assert found.where.person == "Tang Ruiling"
