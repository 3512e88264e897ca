"""From a question to an answer over the toy articles: reasons, periods, quotes, marks."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.article import Article
from retrieval.answer import Reason
from retrieval.answering import Answerer
from retrieval.deciding import Decider
from retrieval.sqlite_faiss import SqliteFaiss
from tests.toy_articles import put
from tests.toy_encoder import ToyEncoder
from tests.toy_library import BY_COVERAGE

TODAY = date(2024, 5, 10)


@pytest.fixture
def answerer(engine: SqliteFaiss, encoder: ToyEncoder) -> Answerer:
    return Answerer(engine, encoder, Decider(BY_COVERAGE))


def test_an_answer_quotes_the_article_and_marks_the_sentence(answerer: Answerer) -> None:
    answer = answerer.ask("Who presided over the review meeting?")
    quote = answer.quotes[0]
    assert answer.reason is None
    assert quote.text == "The district held its review meeting on Thursday. Shao Panfeng presided over the meeting."
    assert [quote.text[a:b] for a, b in quote.marks] == ["Shao Panfeng presided over the meeting."]
    article = answerer.engine.library.article(quote.source.article)
    assert article.text[quote.start : quote.end] == quote.text
    assert (quote.source.title, quote.source.date, quote.source.paragraph, quote.source.paragraphs) == (
        "Review meeting on grassroots work",
        date(2023, 1, 20),
        1,
        2,
    )


@pytest.mark.parametrize(
    ("question", "reason", "unknown"),
    [
        ("", Reason.NOT_UNDERSTOOD, ()),
        ("👍👍", Reason.NOT_UNDERSTOOD, ()),
        ("Hello!", Reason.NOT_UNDERSTOOD, ()),
        ("你好", Reason.NOT_UNDERSTOOD, ()),
        ("bridge after:yesterday", Reason.NOT_UNDERSTOOD, ("after:yesterday",)),
        ("bridge place:Nowhere", Reason.NOTHING_IN_PERIOD, ("Nowhere",)),
        ("bridge after:2030", Reason.NOTHING_IN_PERIOD, ()),
        ("Why did the mayor of Atlantis resign?", Reason.NAME_UNKNOWN, ("Atlantis",)),
        ("how are volcanoes formed", Reason.NOTHING_CLOSE, ()),
    ],
)
def test_a_refusal_gives_its_reason(
    answerer: Answerer, question: str, reason: Reason, unknown: tuple[str, ...]
) -> None:
    answer = answerer.ask(question)
    assert (answer.reason, answer.unknown, answer.quotes) == (reason, unknown, ())
    assert answer.coverage.articles == 6


def test_an_empty_library_is_the_reason_itself(empty: SqliteFaiss, encoder: ToyEncoder) -> None:
    answer = Answerer(empty, encoder, Decider(BY_COVERAGE)).ask("Who presided over the meeting?")
    assert answer.reason is Reason.EMPTY_LIBRARY


def titles(answerer: Answerer, question: str) -> list[str]:
    """The articles that are quoted, each once."""
    quotes = answerer.trace(question, today=TODAY).answer.quotes
    return list(dict.fromkeys(quote.source.title for quote in quotes))


def test_a_period_in_words_looks_there_first(answerer: Answerer) -> None:
    assert titles(answerer, "What of the bridge on 3 May 2024?") == ["Council approves the new bridge"]
    assert titles(answerer, "What of the bridge on 19 January?") == ["Review meeting on grassroots work"]
    assert titles(answerer, "What of the bridge last Friday?") == ["Council approves the new bridge"]


def test_where_nothing_was_published_then_that_is_the_reason(answerer: Answerer) -> None:
    answer = answerer.trace("Who approved the new bridge in July 2022?", today=TODAY).answer
    assert answer.reason is Reason.NOTHING_IN_PERIOD


def test_an_article_of_another_time_answers_when_it_names_the_date(
    engine: SqliteFaiss, encoder: ToyEncoder, answerer: Answerer
) -> None:
    text = "The council looked back on the flood of 2013 and its costs."
    put(engine, encoder, Article("back", "A look back", text, "en", date(2024, 6, 1)))
    assert titles(answerer, "What did the flood cost in 2013?") == ["A look back"]


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("When in September does the new school open?", "School opens in autumn"),
        ("学校将于九月开学吗？", "区委召开大桥建设会议"),
    ],
)
def test_an_article_of_another_time_answers_when_it_names_a_day_in_the_period(
    answerer: Answerer, question: str, title: str
) -> None:
    assert titles(answerer, question)[:1] == [title]


def test_a_heading_is_never_marked(engine: SqliteFaiss, encoder: ToyEncoder, answerer: Answerer) -> None:
    text = "## Vote on the tram line\n- For: Shen Boyu\n- Against the tram line: Zou Dehai"
    put(engine, encoder, Article("tram", "Tram", text, "en", date(2024, 6, 1)))
    quote = answerer.ask("Who voted against the tram line?").quotes[0]
    assert [quote.text[a:b] for a, b in quote.marks] == ["- Against the tram line: Zou Dehai"]


def test_quoted_phrases_must_stand_in_the_quoted_paragraph(answerer: Answerer) -> None:
    loose = answerer.ask("What of the new bridge?", limit=5).quotes
    exact = answerer.ask('What of the "NEW  bridge"?', limit=5).quotes
    assert len({quote.source.paragraph for quote in loose}) > len({quote.source.paragraph for quote in exact}) == 1
    assert "new bridge" in exact[0].text[slice(*exact[0].marks[0])]


def test_nothing_but_a_quoted_phrase_is_answered_where_it_stands(answerer: Answerer) -> None:
    assert (
        answerer.ask("“presided over the meeting”").quotes[0].text.endswith("Shao Panfeng presided over the meeting.")
    )


def test_a_quoted_phrase_that_stands_nowhere_is_the_reason(answerer: Answerer) -> None:
    answer = answerer.trace("Who spoke of 「新的桥樑」 and “the meeting” in July 2022?", today=TODAY).answer
    assert (answer.reason, answer.unknown) == (Reason.NO_SUCH_WORDS, ("新的桥樑", "the meeting"))
    assert len(answer.nearest) == 3


def test_a_press_release_of_two_publishers_is_one_quote_from_the_first_of_them(
    engine: SqliteFaiss, encoder: ToyEncoder, answerer: Answerer
) -> None:
    text = "The tram line to the harbour was approved for 7 million crowns after a long debate in the town hall."
    later = Article("later", "Tram approved", text, "en", date(2024, 6, 3), publisher="Gazette")
    first = Article("first", "Tram line approved", text + " ", "en", date(2024, 6, 1), publisher="News")
    other = Article("other", "Tram dearer", text.replace("7 million", "9 million"), "en", date(2024, 6, 2))
    put(engine, encoder, later, first, other)
    quotes = answerer.ask("What of the tram line to the harbour?").quotes
    assert {quote.source.article: [source.article for source in quote.also] for quote in quotes} == {
        "first": ["later"],
        "other": [],
    }


def test_the_same_question_to_the_same_state_gets_the_same_answer(answerer: Answerer) -> None:
    first, second = (answerer.ask("What will the bridge cost?") for _ in range(2))
    assert first.quotes == second.quotes
    assert (first.probability, first.generation) == (second.probability, second.generation)
