"""What the bot keeps of conversations: with whom, for how long, how many."""

from __future__ import annotations

import dataclasses

import pytest

from bot.conversations import Conversations, Said, Talk
from retrieval.answer import Answer, Reason
from retrieval.conversation import NO_CONVERSATION, Conversation
from tests.toy_answerer import BEST, answered, refused

ADA, LIN = Talk(1, None, 1001), Talk(1, None, 1002)
FIRST, SECOND = answered("first", BEST), answered("second", BEST)


class Clock:
    """Stands still until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def conversations(clock: Clock) -> Conversations:
    return Conversations(clock, most=4)


def after(answer: Answer) -> Conversation:
    return NO_CONVERSATION.after(answer)


def keep(conversations: Conversations, talk: Talk, answer: Answer, message: int) -> None:
    conversations.keep(talk, conversations.before(talk), answer, Said(talk.chat, message))


def test_a_conversation_goes_on_for_ten_minutes_after_each_answer(conversations: Conversations, clock: Clock) -> None:
    keep(conversations, ADA, FIRST, 11)
    clock.now = 599.9
    assert conversations.before(ADA) == after(FIRST)
    keep(conversations, ADA, refused("?", Reason.NOTHING_CLOSE), 12)
    clock.now = 1199.8
    assert conversations.before(ADA) == after(FIRST)
    clock.now = 1199.9
    assert conversations.before(ADA) == NO_CONVERSATION


@pytest.mark.parametrize(
    "other", [LIN, dataclasses.replace(ADA, chat=2), dataclasses.replace(ADA, topic=7)], ids=["user", "chat", "topic"]
)
def test_nobody_and_nowhere_else_goes_on_with_it(conversations: Conversations, other: Talk) -> None:
    keep(conversations, ADA, FIRST, 11)
    assert conversations.before(other) == NO_CONVERSATION


def test_a_reply_goes_on_with_the_answer_it_replies_to(conversations: Conversations, clock: Clock) -> None:
    keep(conversations, ADA, FIRST, 11)
    keep(conversations, ADA, SECOND, 12)
    clock.now = 86400.0
    assert conversations.before(LIN, Said(1, 11)) == after(FIRST)
    assert conversations.before(LIN, Said(2, 11)) == NO_CONVERSATION


def test_a_reply_to_a_refusal_goes_on_with_the_last_answer(conversations: Conversations) -> None:
    keep(conversations, ADA, FIRST, 11)
    keep(conversations, ADA, refused("?", Reason.NOTHING_CLOSE), 12)
    assert conversations.before(ADA, Said(1, 12)) == after(FIRST)


def test_what_was_not_used_for_longest_is_forgotten_first(conversations: Conversations) -> None:
    keep(conversations, ADA, FIRST, 11)
    keep(conversations, LIN, SECOND, 12)
    conversations.before(ADA)
    conversations.before(LIN, Said(1, 11))
    keep(conversations, Talk(3, None, 1001), SECOND, 13)
    assert conversations.before(LIN) == NO_CONVERSATION
    assert conversations.before(LIN, Said(1, 12)) == NO_CONVERSATION
    assert conversations.before(ADA) == after(FIRST)
    assert conversations.before(LIN, Said(1, 11)) == after(FIRST)
