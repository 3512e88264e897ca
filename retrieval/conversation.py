"""What was last asked and answered: front ends keep it and hand it in with the next question."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.answer import Answer, Source

_MOST_ARTICLES = 3


@dataclass(frozen=True, slots=True)
class Turn:
    """A question that was answered, and a source for each article it was answered from, the best first."""

    question: str
    sources: tuple[Source, ...]

    @classmethod
    def of(cls, answer: Answer) -> Turn | None:
        """None for a refusal. After a follow-up it is still the question that this went on with."""
        cited = {source.article: source for source in reversed(_sources(answer))}
        best_first = tuple(reversed(cited.values()))[:_MOST_ARTICLES]
        return cls(answer.followed or answer.question, best_first) if best_first else None


@dataclass(frozen=True, slots=True)
class Conversation:
    """What a follow-up may go on with: the last turn, or none yet."""

    last: Turn | None = None

    def after(self, answer: Answer) -> Conversation:
        """The conversation with one more answer; a refusal neither ends it nor becomes a turn."""
        return Conversation(Turn.of(answer) or self.last)


NO_CONVERSATION = Conversation()


def _sources(answer: Answer) -> list[Source]:
    if answer.listing is not None:
        return [entry.source for entry in answer.listing.entries]
    return [quote.source for quote in answer.quotes]
