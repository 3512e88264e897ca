"""Terms of meetings are known in both languages."""

from __future__ import annotations

from retrieval.glossary import bridged


def test_a_chinese_question_brings_the_english_words_for_its_terms() -> None:
    assert bridged("谁主持了会议？") == (frozenset({"presid", "chair"}), frozenset({"meet"}))


def test_an_english_question_brings_the_chinese_words_for_its_terms() -> None:
    assert bridged("Who presided?") == (frozenset({"主持"}),)


def test_longer_chinese_terms_come_as_the_pairs_that_full_text_knows() -> None:
    assert bridged("kindergartens") == (frozenset({"幼儿", "儿园"}),)


def test_a_question_without_such_terms_brings_nothing() -> None:
    assert bridged("Where is Nanhu?") == ()
