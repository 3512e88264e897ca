"""Which sentence is marked when meaning says nothing, since every sentence has the same vector."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from knowledge.article import Article
from knowledge.sentences import sentences
from retrieval.engine import Passage
from retrieval.marking import scores
from retrieval.ranking import Candidate
from retrieval.terms import own
from retrieval.understanding import Asked, understand
from retrieval.worth import Weighed, Worth


def candidate(text: str, title: str, language: str = "en") -> Candidate:
    spans = tuple(sentences(text, language))
    article = Article("a", title, "", language, date(2024, 1, 1))
    vectors = np.ones((1 + len(spans), 1), dtype=np.float32)
    passage = Passage(1, article, text, 0, len(text), 1, 1, spans, vectors)
    return Candidate(passage, 1.0, 0.8, np.full(len(spans), 0.8, dtype=np.float32), 0.7, 1.0, 1.0, 1.0, vectors[0])


def worth_the_same(asked: Asked) -> Weighed:
    """Every word of the question is worth as much as any other."""
    terms = [own(word) for word in asked.words]
    return Weighed(asked.language, Worth(dict.fromkeys(terms, 1.0), frozenset(terms)), {})


def marked(question: str, text: str, title: str = "A title", language: str = "en") -> str:
    """The sentence of ``text`` with the highest score."""
    asked = understand(question, date(2024, 1, 1))
    found = candidate(text, title, language)
    totals = [score.total for score in scores(found, found.passage.sentences, asked, worth_the_same(asked))]
    start, end = found.passage.sentences[int(np.argmax(totals))]
    return text[start:end]


@pytest.mark.parametrize(
    ("question", "text", "found"),
    [
        ("When does the bridge open?", "The bridge is long. The bridge opens in May.", "The bridge opens in May."),
        ("Who opens the bridge?", "The bridge opens. Mayor Wu opens the bridge.", "Mayor Wu opens the bridge."),
        ("How much is the bridge?", "The bridge is dear. The bridge is 7 million.", "The bridge is 7 million."),
        ("大桥何时通车？", "大桥将要通车。大桥五月通车。", "大桥五月通车。"),
    ],
)
def test_of_sentences_alike_the_one_with_the_thing_asked_for_is_marked(question: str, text: str, found: str) -> None:
    assert marked(question, text, language="zh" if question[0] > "z" else "en") == found


def test_a_vote_or_a_figure_outweighs_words_that_are_said_again() -> None:
    text = "Nothing was said. The pay amendment came to the council. It failed, 5-6."
    assert marked("What was the tally on the amendment?", text) == "It failed, 5-6."
    text = "The plot for terraced houses was discussed. Nothing else was said. They will visit on 14 November."
    assert marked("When is the visit to the plot?", text) == "They will visit on 14 November."


def test_words_that_most_sentences_hold_tell_little() -> None:
    text = "It will be extended. Nothing is known. The tram line is old. The tram line is red. The tram line is long."
    assert marked("Is the tram line extended?", text) == "It will be extended."


def test_words_of_the_title_and_of_a_heading_are_said_for_every_sentence() -> None:
    text = "The review meeting of the district was held. Shao Panfeng presided."
    assert marked("Who presided over the district review meeting?", text, "District review meeting") == (
        "Shao Panfeng presided."
    )
    text = "## Vote on the tram line\n- For: Shen Boyu\n- Against: Zou Dehai"
    assert marked("Who was against in the vote on the tram line?", text) == "- Against: Zou Dehai"


def test_a_sentence_need_not_repeat_what_the_one_before_says() -> None:
    text = "Old drawings hang here. The east gate has a drive. It broke. Nothing else is known."
    assert marked("Which part of the east gate broke?", text) == "It broke."


def test_who_did_it_is_named_beside_the_verb_and_not_in_a_list_of_others() -> None:
    text = (
        "The review was held yesterday. Secretary Shao Panfeng presided. "
        "Chen Qunwei, Wu Jian and Zhang Jian attended, and a guest spoke about the review."
    )
    assert marked("Who presided at the review?", text) == "Secretary Shao Panfeng presided."
    text = "会议昨天召开。区委书记邵潘锋主持会议。陈群伟、吴健、张健参加会议，客人谈到主持。"
    assert marked("谁主持了会议？", text, language="zh") == "区委书记邵潘锋主持会议。"
