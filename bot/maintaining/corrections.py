"""Finds answers whose quotes no article holds any more, and corrects them in the chats they were given in."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz
from telegram import LinkPreviewOptions, MessageEntity, ReplyParameters
from telegram.error import TelegramError, TimedOut

from bot.cutting import one_line, shorten, utf16
from bot.maintaining.cards import Rows, change, lines, pages, send, styled, title
from bot.messages import Reply, clean
from bot.numbers import number_in
from bot.phrases.maintaining import phrases
from bot.texts import day, source_line
from knowledge import history
from knowledge.errors import NotInLibrary
from knowledge.paragraphs import paragraphs
from retrieval.answer import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from telegram import Bot
    from telegram.ext import ContextTypes

    from bot.engine_door import Answerer
    from bot.maintaining.doors import Pressed, Said
    from bot.phrases.maintaining import Phrases
    from bot.records.answer_log import AnswerLog, Logged, Quoted
    from bot.services import Services
    from knowledge.article import Article
    from knowledge.library import Library

    Context = ContextTypes.DEFAULT_TYPE

log = logging.getLogger(__name__)

_PAGE = 4
_LONGEST_QUESTION = 200
_LONGEST_OLD = 300
_LONGEST_PASSAGE = 1200
_LIKE = 50.0  # rapidfuzz's ratio, 0 to 100: below it a paragraph is not what became of another


@dataclass(frozen=True, slots=True)
class Stale:
    """An answer that quoted what is no longer so: the old words, and their article as it is now."""

    answer: Logged
    quoted: Quoted
    title: str
    article: Article | None  # None: removed

    @property
    def removed(self) -> bool:
        return self.article is None


def stale(answers: AnswerLog, library: Library) -> list[Stale]:
    """Answers with quotes that no longer stand in their articles, newest first, one entry for each article."""
    logged = {each.id: each for each in answers.answers()}
    quoted = [each for each in answers.quoted() if each.answer in logged]
    live = {name: article for name, (article, _) in library.live(sorted({each.article for each in quoted})).items()}
    gone = torn_out(quoted, {name: article.text for name, article in live.items()})
    found = {(each.answer, each.article): each for each in reversed(gone)}
    names = {name: title_of(name, live, library) for name in {each.article for each in gone}}
    entries = [
        Stale(logged[each.answer], each, names[each.article], live.get(each.article)) for each in found.values()
    ]
    return sorted(entries, key=lambda each: (each.answer.at, each.answer.id, each.quoted.article), reverse=True)


def torn_out(quoted: Sequence[Quoted], texts: Mapping[str, str]) -> list[Quoted]:
    """Those quotes whose words no longer stand in the text of their article; a quote that only moved still does."""
    return [each for each in quoted if each.text not in texts.get(each.article, "")]


def likest(old: str, article: Article) -> str | None:
    """The paragraph that has most likely become of the old words; None when none is like them."""
    cut = [article.text[start:end] for start, end in paragraphs(article.text, article.language)]
    best = max(cut, key=lambda text: _like(old, text), default=None)
    return best if best is not None and _like(old, best) >= _LIKE else None


def _like(old: str, text: str) -> float:
    return max(fuzz.ratio(old, text), fuzz.partial_ratio(old, text) * 0.9 if len(text) > len(old) else 0.0)


def title_of(article: str, live: Mapping[str, Article], library: Library) -> str:
    """The title of an article, of its last version where it was removed."""
    if article in live:
        return live[article].title
    try:
        return history.versions(library, article)[-1].article.title
    except NotInLibrary:
        return article


@dataclass(frozen=True, slots=True)
class Corrections:
    """Handlers of /stale and of its buttons."""

    services: Services

    async def stale(self, said: Said, context: Context) -> None:
        await send(said.message, *await self._list(0, said.language, said.phrases))

    async def page(self, pressed: Pressed, context: Context) -> None:
        await pressed.answer()
        page = number_in(pressed.arguments[0]) or 0
        await change(
            context.bot, pressed.chat, pressed.message, *await self._list(page, pressed.language, pressed.phrases)
        )

    async def _list(self, page: int, language: str | None, words: Phrases, above: str = "") -> tuple[Reply, Rows]:
        found = await self._stale()
        if not found:
            return Reply(words.nothing_stale), []
        made = self.services.records.corrections.made()
        shown = list(enumerate(found, 1))[page * _PAGE : (page + 1) * _PAGE]
        parts: list[Reply | str] = [above, ""] if above else []
        parts.append(styled(words.one_stale if len(found) == 1 else words.stale.format(count=len(found))))
        rows: list[list[tuple[str, str]]] = []
        for number, each in shown:
            parts += ["", *_told(number, each, language, words)]
            if each.answer.id in made:
                parts.append(words.corrected)
            elif each.answer.where is None:
                parts.append(words.no_chat)
            elif not any(data == f"v1:fix:{each.answer.id}:{page}" for row in rows for _, data in row):
                rows.append([(words.correct.format(number=number), f"v1:fix:{each.answer.id}:{page}")])
        last = (len(found) - 1) // _PAGE
        return lines(parts), [*rows, pages("stale", page, last, words.newer, words.older)]

    async def _stale(self) -> list[Stale]:
        answers = self.services.records.answers
        return await self.services.door.look(lambda answerer: stale(answers, answerer.engine.library))

    async def correct(self, pressed: Pressed, context: Context) -> None:
        """Sends the correction into the chat of the answer, once; then the list again, with what came of it."""
        id_, page = (*pressed.arguments, "")[:2]
        entries = [each for each in await self._stale() if each.answer.id == id_]
        if not entries or entries[0].answer.where is None:
            await pressed.gone()
            return
        await pressed.answer()
        above = await self._sent(entries, context.bot, pressed.phrases)
        card = await self._list(number_in(page) or 0, pressed.language, pressed.phrases, above)
        await change(context.bot, pressed.chat, pressed.message, *card)

    async def _sent(self, entries: Sequence[Stale], bot: Bot, words: Phrases) -> str:
        """Whether the correction was sent, in a sentence."""
        answer, corrections = entries[0].answer, self.services.records.corrections
        text = await self.services.door.look(lambda answerer: correction(entries, answerer))
        where = answer.where
        if where is None or not corrections.claim(answer.id):
            return words.corrected_before
        try:
            await bot.send_message(
                where.chat,
                text.text,
                entities=text.entities,
                message_thread_id=where.topic,
                reply_parameters=ReplyParameters(where.message, allow_sending_without_reply=True),
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
        except TimedOut:
            return words.maybe_sent
        except TelegramError as error:
            corrections.release(answer.id)
            log.warning("A correction could not be sent: %s", error)
            return words.not_sent.format(reason=title(str(error)))
        return words.correction_sent


def correction(entries: Sequence[Stale], answerer: Answerer) -> Reply:
    """What those who got an answer are told: which article is another one now, and what it says today."""
    answer = entries[0].answer
    language, words = answer.language, phrases(answer.language)
    parts: list[Reply | str] = []
    for each in entries:
        article = each.article
        form = words.article_removed if article is None else words.article_changed
        parts += [form.format(title=title(each.title), day=day(answer.at.date(), language)), ""]
        parts += [words.it_said, _quote(each.quoted.text, _LONGEST_OLD)]
        if article is None:
            parts.append("")
            continue
        now = _now(each, article, answerer)
        parts += [words.it_says, _quote(now, _LONGEST_PASSAGE)] if now else [words.it_says_nothing]
        parts += [title(source_line(_source(article), language)), ""]
    return lines([*parts, words.ask_again])


def _now(each: Stale, article: Article, answerer: Answerer) -> str | None:
    """What the article answers today; without the question, the paragraph that the old words have become."""
    question = each.answer.question
    quotes = answerer.ask(question).quotes if question else ()
    mine = [quote.text for quote in quotes if quote.source.article == article.id]
    return mine[0] if mine else likest(each.quoted.text, article)


def _source(article: Article) -> Source:
    facts = (article.id, article.title, article.date, article.meeting_date, article.publisher, article.url)
    return Source(*facts, link=None, paragraph=1, paragraphs=1)


def _quote(text: str, longest: int) -> Reply:
    shown = shorten(clean(text).strip(), longest)
    return Reply(shown, (MessageEntity(MessageEntity.BLOCKQUOTE, 0, utf16(shown)),)) if shown else Reply("…")


def _told(number: int, each: Stale, language: str | None, words: Phrases) -> Iterator[Reply | str]:
    question = title(each.answer.question, _LONGEST_QUESTION) if each.answer.question else words.question_not_kept
    yield styled(f"{number}. {question}")
    form = words.since_removed if each.removed else words.since_changed
    yield f"{day(each.answer.at.date(), language)} · {form.format(title=title(each.title))}"
    yield _quote(one_line(each.quoted.text), _LONGEST_OLD)
