"""Follow-ups over the toy articles: when the last answer's article is looked in, and when a question stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from knowledge.article import Article
from retrieval.answer import Answer, Reason
from retrieval.answering import Answerer
from retrieval.conversation import NO_CONVERSATION, Conversation, Turn
from retrieval.deciding import Decider
from retrieval.sqlite_faiss import SqliteFaiss
from tests.toy_articles import put
from tests.toy_encoder import ToyEncoder
from tests.toy_library import BY_COVERAGE

FIRST = "Who presided over the review meeting?"
TRAM = Article(
    id="tram",
    title="Tram line opened",
    text="The tram line was opened on Sunday. Lei Sijia attended and spoke.\n\nThe tram cost 900 crowns.",
    language="en",
    date=date(2024, 6, 1),
)
FAIR = Article(
    id="fair",
    title="Harbour fair",
    text="The fair drew crowds. He Yunzhi attended, Bian Xiaotong attended, Mao attended.\n\nStalls cost 5 crowns.",
    language="en",
    date=date(2024, 6, 2),
)


@pytest.fixture
def answerer(engine: SqliteFaiss, encoder: ToyEncoder) -> Answerer:
    put(engine, encoder, TRAM, FAIR)
    return Answerer(engine, encoder, Decider(BY_COVERAGE))


def after(answerer: Answerer, *questions: str) -> Conversation:
    """The conversation in which these were asked."""
    conversation = NO_CONVERSATION
    for question in questions:
        conversation = conversation.after(answerer.ask(question, conversation=conversation))
    return conversation


def articles(answer: Answer) -> list[str]:
    return list(dict.fromkeys(quote.source.article for quote in answer.quotes))


@pytest.mark.parametrize(
    ("first", "article", "cost"),
    [("When was the tram line opened?", "tram", "900 crowns"), ("What of the harbour fair?", "fair", "5 crowns")],
)
def test_a_follow_up_is_answered_from_the_article_of_the_last_answer(
    answerer: Answerer, first: str, article: str, cost: str
) -> None:
    conversation = after(answerer, first)
    answer = answerer.ask("What did it cost?", conversation=conversation)
    assert (answer.followed, articles(answer)) == (first, [article])
    assert cost in answer.quotes[0].text
    attended = answerer.ask("and who attended?", conversation=conversation)
    assert (attended.followed, articles(attended)) == (first, [article])


def test_without_a_conversation_it_is_answered_by_itself(answerer: Answerer) -> None:
    answer = answerer.ask("and who attended?")
    assert answer.followed is None
    assert answer == replace(
        answerer.ask("and who attended?", conversation=NO_CONVERSATION), milliseconds=answer.milliseconds
    )


def test_a_bare_question_takes_up_the_words_of_the_one_before(answerer: Answerer) -> None:
    assert answerer.ask("and when?").reason is Reason.NOTHING_CLOSE
    answer = answerer.ask("and when?", conversation=after(answerer, "What of the opened tram line?"))
    assert answer.followed == "What of the opened tram line?"
    assert answer.quotes[0].text == "The tram line was opened on Sunday. Lei Sijia attended and spoke."


def test_what_the_last_article_does_not_say_is_answered_by_itself(answerer: Answerer) -> None:
    alone = answerer.ask("And the stalls?")
    answer = answerer.ask("And the stalls?", conversation=after(answerer, "When was the tram line opened?"))
    assert articles(alone) == ["fair"]
    assert replace(answer, milliseconds=0.0) == replace(alone, milliseconds=0.0)


@pytest.mark.parametrize(
    "question",
    [FIRST, "What will the bridge cost?", "Why did the mayor of Atlantis resign?", "how are volcanoes formed", "👍"],
)
def test_a_whole_question_is_answered_as_if_nothing_had_been_said(answerer: Answerer, question: str) -> None:
    alone = answerer.ask(question)
    told = answerer.ask(question, conversation=after(answerer, "When was the tram line opened?"))
    assert replace(told, milliseconds=0.0) == replace(alone, milliseconds=0.0)


def test_a_question_of_another_period_does_not_go_on(answerer: Answerer) -> None:
    conversation = after(answerer, "When was the tram line opened?")
    assert answerer.ask("and who attended in May 2023?", conversation=conversation).followed is None


def test_refusals_and_greetings_do_not_end_a_conversation(answerer: Answerer) -> None:
    first = "When was the tram line opened?"
    conversation = after(answerer, first, "thanks!", "how are volcanoes formed")
    assert conversation == after(answerer, first)
    assert answerer.ask("and who attended?", conversation=conversation).followed == first


def test_a_follow_up_to_a_follow_up_goes_on_with_the_first_question(answerer: Answerer) -> None:
    first = "When was the tram line opened?"
    conversation = after(answerer, first, "and who attended?")
    assert conversation.last is not None
    assert conversation.last.question == first
    assert answerer.ask("What did it cost?", conversation=conversation).followed == first


def test_a_turn_names_each_article_once_the_best_first(answerer: Answerer) -> None:
    answer = answerer.ask("What will the bridge cost?")
    first, *further = answer.quotes
    doubled = replace(answer, quotes=(first, first, *further))
    turn = Turn.of(doubled)
    assert turn is not None
    assert [source.article for source in turn.sources] == articles(answer)


def test_an_article_that_was_removed_is_no_longer_looked_in(answerer: Answerer) -> None:
    conversation = after(answerer, "When was the tram line opened?")
    answerer.engine.put_articles("remove", [], ["tram"])
    answer = answerer.ask("and who attended?", conversation=conversation)
    assert (answer.followed, articles(answer)) == (None, articles(answerer.ask("and who attended?")))
