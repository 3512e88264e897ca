"""Shows what people asked and got no answer to: grouped by meaning, most asked first, with the nearest article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from bot.maintaining.cards import Rows, change, lines, pages, send, styled, title
from bot.messages import Reply
from bot.numbers import number_in
from bot.texts import day, source_line
from retrieval.gaps import USUAL, groups, same

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from telegram.ext import ContextTypes

    from bot.engine_door import Answerer
    from bot.maintaining.doors import Pressed, Said
    from bot.phrases.maintaining import Phrases
    from bot.records.answer_log import AnswerLog, Logged
    from bot.services import Services
    from retrieval.answer import Source
    from retrieval.encoder import Encoder

    Context = ContextTypes.DEFAULT_TYPE

DAYS = 90
_PAGE = 6
_MOST_WORDINGS = 3
_LONGEST = 200
_MOST_DAYS = 9999


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions without an answer that ask the same; ``questions`` are the different wordings, the core first."""

    questions: tuple[str, ...]
    count: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Gap:
    """Such questions, with what comes nearest now; ``answered``: the library answers them by now."""

    asked: Asked
    nearest: Source | None
    answered: bool


def since(days: int | None) -> datetime | None:
    return datetime.now(UTC) - timedelta(min(days, _MOST_DAYS)) if days else None


def unanswered(log: AnswerLog, encoder: Encoder, days: int | None) -> list[Asked]:
    """The groups of the questions that found no answer."""
    asked = log.unanswered(since(days))
    texts = [each.question or "" for each in asked]
    if not texts:
        return []
    usual = {language: encoder.encode_questions(each) for language, each in USUAL.items()}
    distinct = list(dict.fromkeys(texts))
    vector = dict(zip(distinct, encoder.encode_questions(distinct), strict=True))
    vectors = np.array([vector[text] for text in texts])
    found = groups(texts, [each.language for each in asked], vectors, usual)
    return [_asked([asked[place] for place in group.members], texts[group.core]) for group in found]


def gap(asked: Asked, answerer: Answerer) -> Gap:
    """What the library says to such questions now."""
    answer = answerer.ask(asked.questions[0])
    if answer.answered and answer.quotes:
        return Gap(asked, answer.quotes[0].source, answered=True)
    return Gap(asked, answer.nearest[0] if answer.nearest else None, answered=answer.answered)


def _asked(logged: Sequence[Logged], core: str) -> Asked:
    wordings = [core, *(each.question or "" for each in logged)]
    distinct = [
        text for place, (text, first) in enumerate(zip(wordings, same(wordings), strict=True)) if first == place
    ]
    return Asked(tuple(distinct), len(logged), logged[0].at, logged[-1].at)


@dataclass(frozen=True, slots=True)
class Gaps:
    """Handlers of /gaps and of the buttons that turn its pages."""

    services: Services

    async def gaps(self, said: Said, context: Context) -> None:
        given = number_in(said.words)
        await send(said.message, *await self._list(given or DAYS, 0, said.language, said.phrases))

    async def page(self, pressed: Pressed, context: Context) -> None:
        await pressed.answer()
        days, page = (number_in(each) or 0 for each in (*pressed.arguments, "", "")[:2])
        card = await self._list(days or DAYS, page, pressed.language, pressed.phrases)
        await change(context.bot, pressed.chat, pressed.message, *card)

    async def _list(self, days: int, page: int, language: str | None, words: Phrases) -> tuple[Reply, Rows]:
        log, days = self.services.records.answers, min(days, _MOST_DAYS)

        def look(answerer: Answerer) -> tuple[int, int, list[Gap]]:
            found = unanswered(log, answerer.encoder, days)
            shown = found[page * _PAGE : (page + 1) * _PAGE]
            return sum(each.count for each in found), len(found), [gap(each, answerer) for each in shown]

        questions, total, shown = await self.services.door.look(look)
        if not total:
            kept = words.no_gaps if log.keep in ("text", "full") else words.no_questions_kept
            return Reply(kept.format(period=_period(days, words))), []
        parts: list[Reply | str] = [styled(headline(questions, total, days, words))]
        for number, each in enumerate(shown, page * _PAGE + 1):
            parts += ["", *_told(number, each, language, words)]
        last = (total - 1) // _PAGE
        return lines(parts), [pages(f"gaps:{days}", page, last, words.more_asked, words.less_asked)]


def headline(questions: int, groups: int, days: int, words: Phrases) -> str:
    """How many questions were left without an answer, and in how many groups."""
    form = words.one_gap if questions == 1 else words.one_group if groups == 1 else words.gaps
    return form.format(period=_period(days, words), questions=questions, groups=groups)


def _period(days: int, words: Phrases) -> str:
    return words.one_day if days == 1 else words.more_days.format(days=days)


def _told(number: int, each: Gap, language: str | None, words: Phrases) -> Iterator[Reply | str]:
    core, *others = each.asked.questions
    yield styled(f"{number}. {title(core, _LONGEST)}")
    often = words.asked_once if each.asked.count == 1 else words.asked.format(count=each.asked.count)
    yield f"{often} · {words.last_asked.format(day=day(each.asked.last.date(), language))}"
    yield from (f"– {title(other, _LONGEST)}" for other in others[:_MOST_WORDINGS])
    if len(others) > _MOST_WORDINGS:
        yield words.and_more.format(more=len(others) - _MOST_WORDINGS)
    if each.nearest:
        form = words.answered_now if each.answered else words.nearest
        yield form.format(article=title(source_line(each.nearest, language)))
