"""Answers ``@bot question`` in any chat with quotes to choose from."""

from __future__ import annotations

import asyncio
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from telegram import (
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.error import BadRequest

from bot.cutting import one_line, shorten, whole
from bot.keyboards import Buttons, View
from bot.messages import LONGEST_TITLE, Reply, clean, on_lines, quote_message
from bot.phrases import reading
from bot.records.answer_log import Keep, Place, new_id
from bot.records.shown import MOST_QUOTES, quotes_of
from bot.texts import LONGEST_LABEL, LONGEST_QUESTION, source_parts
from bot.viewing import shown_now

if TYPE_CHECKING:
    from telegram import InlineQuery, Update
    from telegram.ext import ContextTypes

    from bot.engine_door import Answerer
    from bot.rates import Rates
    from bot.records.shown import Shown
    from bot.services import Services
    from retrieval.answer import Answer, Quote

    Context = ContextTypes.DEFAULT_TYPE

CACHE_SECONDS = 1
SETTLING = 0.2  # seconds in which more may be typed; Telegram itself sends a query at each pause
SHORTEST = 6  # letters; a Chinese character counts as three
FINISHED = 10.0  # seconds without a newer query, after which a question counts as asked though nothing was chosen
INLINE_SEARCHES = 4  # for a question, which is looked for at each pause while it is typed
START = "ask"  # what the button over the results gives to /start
LONGEST_DESCRIPTION = 160


@dataclass(frozen=True, slots=True)
class Offered:
    """An answer whose quotes a person can choose from."""

    id: str
    answer: Answer
    shown: Shown


@dataclass(frozen=True, slots=True)
class Inline:
    """The handlers of inline queries and of what was chosen from them."""

    services: Services
    rates: Rates
    newest: dict[int, int] = field(default_factory=dict)  # by person: the update of the newest query
    unlogged: dict[int, tuple[Offered, asyncio.TimerHandle]] = field(default_factory=dict)  # by person

    async def inline(self, update: Update, context: Context) -> None:
        query = update.inline_query
        if query is None:
            return
        person, question = query.from_user.id, whole(clean(query.query))
        self.newest[person] = max(update.update_id, self.newest.get(person, 0))
        words = reading.phrases(self.services.language(query.from_user))
        if _length(question) < SHORTEST or len(question) > LONGEST_QUESTION:
            await _offer(query, [], words.inline_hint)
            return
        await asyncio.sleep(SETTLING)
        if self.newest.get(person) != update.update_id:
            await _offer(query, [])  # nobody looks at it any more
            return
        if wait := self.rates.wait(person):
            await _offer(query, [], words.inline_wait.format(seconds=wait))
            return
        offered = await self._find(question, self.services.language(query.from_user))
        if offered.shown.quotes:
            self.services.records.shown.add(offered.id, offered.shown)
            await _offer(query, self._results(offered, context.bot.username))
        else:
            await _offer(query, [], words.inline_nothing)
        self._log_later(person, offered)

    async def chosen(self, update: Update, context: Context) -> None:
        """What somebody took: counted at once, where Telegram was told to say so."""
        result = update.chosen_inline_result
        if result is None:
            return
        person, answer = result.from_user.id, result.result_id.rpartition(".")[0]
        if person in self.unlogged and self.unlogged[person][0].id == answer:
            self._log(person)

    async def _find(self, question: str, language: str | None) -> Offered:
        def look(answerer: Answerer) -> Offered:
            answer = answerer.ask(question, MOST_QUOTES)
            return Offered(
                new_id(), answer, shown_now(answerer, answer, Place.INLINE, language or answer.language, "")
            )

        return await self.services.door.look(look)

    def _results(self, offered: Offered, bot: str) -> list[InlineQueryResultArticle]:
        votes = self.services.records.answers.keep is not Keep.OFF
        buttons = Buttons(offered.id, offered.shown, bot, votes)
        quotes = quotes_of(offered.answer)[:MOST_QUOTES]
        return [_result(buttons, number, quote, offered.answer) for number, quote in enumerate(quotes)]

    def _log_later(self, person: int, offered: Offered) -> None:
        """Counts a question once it is finished: a newer one of the same person takes its place."""
        if person in self.unlogged:
            self.unlogged.pop(person)[1].cancel()
        self.unlogged[person] = offered, asyncio.get_running_loop().call_later(FINISHED, self._log, person)

    def _log(self, person: int) -> None:
        offered, timer = self.unlogged.pop(person)
        timer.cancel()
        self.services.records.answers.add(offered.id, offered.answer, Place.INLINE)


def _result(buttons: Buttons, number: int, quote: Quote, answer: Answer) -> InlineQueryResultArticle:
    """A quote to choose: its article's title, and below when, by whom, and how it begins."""
    language = buttons.shown.labels
    title, *rest = source_parts(quote.source, language, LONGEST_TITLE)
    asked = one_line(clean(answer.question)).strip()
    above = reading.phrases(language).inline_question.format(question=shorten(asked, LONGEST_LABEL))
    message = on_lines([Reply(above), quote_message(quote, language)])
    return InlineQueryResultArticle(
        id=f"{buttons.answer}.{number}",
        title=clean(title).strip() or "…",
        description=shorten(clean(" · ".join([*rest, one_line(_said(quote))])), LONGEST_DESCRIPTION),
        input_message_content=InputTextMessageContent(
            message.text,
            entities=message.entities,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        ),
        reply_markup=buttons.under(View(number=number), quote.source),
    )


def _said(quote: Quote) -> str:
    """The words to choose a quote by: from the sentence that answers best."""
    return quote.text[min(quote.marks, default=(0, 0))[0] :]


async def _offer(query: InlineQuery, results: list[InlineQueryResultArticle], button: str = "") -> None:
    """Answers a query; one that Telegram no longer waits for is let go of."""
    try:
        await query.answer(
            results,
            is_personal=True,
            cache_time=CACHE_SECONDS,
            button=InlineQueryResultsButton(button, start_parameter=START) if button else None,
        )
    except BadRequest as error:
        if "query is too old" not in str(error).lower():
            raise


def _length(text: str) -> int:
    return sum(3 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text if not each.isspace())
