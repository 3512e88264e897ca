"""Keeps what people last talked about with the bot, so that a follow-up can go on with it."""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from retrieval.conversation import NO_CONVERSATION, Conversation, Turn

if TYPE_CHECKING:
    from collections.abc import Callable

    from retrieval.answer import Answer

LASTS = 600.0  # seconds after its last answer, in which a conversation goes on
MOST_KEPT = 10_000  # conversations and answers together; the least recently used go first


@dataclass(frozen=True, slots=True)
class Talk:
    """Where and with whom: nobody goes on with what somebody else asked."""

    chat: int
    topic: int | None
    user: int


@dataclass(frozen=True, slots=True)
class Said:
    """One message of the bot."""

    chat: int
    message: int


@dataclass(frozen=True, slots=True)
class Asked:
    """One message of a person's."""

    chat: int
    message: int


class Conversations:
    """Conversations by where and with whom they are held, and answers by the messages that they were sent in."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, most: int = MOST_KEPT) -> None:
        self._clock = clock
        self._most = most
        self._kept: OrderedDict[Talk | Said | Asked, tuple[float, Conversation]] = OrderedDict()

    def before(self, talk: Talk, replied_to: Said | None = None) -> Conversation:
        """What the next question may go on with: the answer it replies to, however old, or else the last one."""
        replied = self._found(replied_to) if replied_to else None
        if replied:
            return replied[1]
        at, conversation = self._found(talk) or (0.0, NO_CONVERSATION)
        return conversation if self._clock() - at < LASTS else NO_CONVERSATION

    def before_edited(self, asked: Asked) -> Conversation | None:
        """What a question went on with when it was first asked; None when that is not known any more."""
        found = self._found(asked)
        return found[1] if found else None

    def replied_to(self, said: Said) -> Conversation | None:
        """The answer in one message of the bot; None when it is not known, or was none."""
        found = self._found(said)
        return found[1] if found else None

    def keep(self, talk: Talk, before: Conversation, answer: Answer, said: Said, asked: Asked | None = None) -> None:
        """Takes note of an answer and of the message that it was sent in, and of the one that asked for it."""
        self._keep(talk, before.after(answer))
        if asked:
            self._keep(asked, before)
        if Turn.of(answer):
            self._keep(said, Conversation().after(answer))

    def _found(self, key: Talk | Said | Asked) -> tuple[float, Conversation] | None:
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def _keep(self, key: Talk | Said | Asked, conversation: Conversation) -> None:
        self._kept[key] = (self._clock(), conversation)
        self._kept.move_to_end(key)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)
