"""Counts the bot's replies to each question, fast enough for thousands: none lost, none answered twice."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.botapi.rules import Json
    from tests.botapi.server import StandIn


@dataclass
class Audit:
    """The questions that were asked, each to be replied to once."""

    stand_in: StandIn
    questions: list[Json] = field(default_factory=list)

    def asked(self, question: Json) -> Json:
        """Takes a question into the count; gives it back."""
        self.questions.append(question)
        return question

    def all_asked(self, questions: Iterable[Json]) -> None:
        self.questions.extend(questions)

    def tally(self) -> dict[int, int]:
        """How many questions have 0, 1, 2 … replies; every reply counts, also one that was deleted since."""
        return dict(sorted(Counter(map(self._replies, self.questions)).items()))

    @property
    def unanswered(self) -> list[Json]:
        return [each for each in self.questions if self._replies(each) == 0]

    @property
    def answered_twice(self) -> list[Json]:
        return [each for each in self.questions if self._replies(each) > 1]

    def wait(self, seconds: float = 60.0, settle: float = 0.0) -> dict[int, int]:
        """The tally once all have a reply, or after so many seconds; ``settle`` leaves time for second replies."""
        until = time.monotonic() + seconds
        open_ones = self.unanswered
        while open_ones and time.monotonic() < until:
            time.sleep(0.05)
            open_ones = [each for each in open_ones if self._replies(each) == 0]
        time.sleep(settle)
        return self.tally()

    def _replies(self, question: Json) -> int:
        return self.stand_in.world.reply_counts[question["chat"]["id"], question["message_id"]]
