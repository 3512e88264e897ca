"""Takes articles out and takes changes back, each after a look and a press; shows who changed what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bot.maintaining.cards import Rows, change, lines, pages, send, styled, title
from bot.maintaining.doors import by_name
from bot.messages import Reply
from bot.numbers import number_in
from bot.texts import day
from knowledge import history
from knowledge.errors import LibraryError, NotInLibrary
from retrieval import loading
from retrieval.errors import RetrievalError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from telegram.ext import ContextTypes

    from bot.engine_door import Answerer
    from bot.maintaining.doors import Pressed, Said
    from bot.phrases.maintaining import Phrases
    from bot.services import Services
    from knowledge.article import Article
    from knowledge.library import Change, Library

    Context = ContextTypes.DEFAULT_TYPE

MOST_CHOICES = 8
_PAGE = 8  # changes
_MOST_TITLES = 3
_KIND = "remove"
_MOST_REASON = 500


@dataclass(frozen=True, slots=True)
class Removing:
    """Handlers of /remove, /undo and /audit and of their buttons."""

    services: Services

    async def remove(self, said: Said, context: Context) -> None:
        """An article by its id, or a choice of those whose titles hold the words."""
        words = said.phrases
        if not said.words:
            await send(said.message, Reply(words.how_to_remove))
            return
        found = await self.services.door.look(lambda answerer: _found(answerer.engine.library, said.words))
        if not found:
            await send(said.message, Reply(words.nothing_found.format(words=title(said.words))))
            return
        state = {"kind": _KIND, "articles": [article.id for article in found]}
        begun = self.services.records.uploads.begin(said.person.id, state)
        if len(found) == 1:
            await send(said.message, *_confirm(found[0], f"{begun.id}:0", said.language, words))
            return
        shown = found[:MOST_CHOICES]
        rows = [
            [(f"{title(article.title, 45)} · {_when(article, said.language, words)}", f"v1:rm:{begun.id}:{number}")]
            for number, article in enumerate(shown)
        ]
        text = words.which_one if len(found) == len(shown) else words.which_of_many.format(shown=len(shown))
        await send(said.message, Reply(text), [*rows, [(words.cancel, f"v1:rmno:{begun.id}")]])

    async def chosen(self, pressed: Pressed, context: Context) -> None:
        """One of the choices: asks once more."""
        article = await self._article(pressed)
        if article is None:
            await pressed.gone()
            return
        await pressed.answer()
        card = _confirm(article, ":".join(pressed.arguments), pressed.language, pressed.phrases)
        await change(context.bot, pressed.chat, pressed.message, *card)

    async def confirmed(self, pressed: Pressed, context: Context) -> None:
        article = await self._article(pressed)
        if article is None:
            await pressed.gone()
            return
        await pressed.answer()
        self.services.records.uploads.drop(pressed.arguments[0])
        words, who = pressed.phrases, by_name(pressed.person)
        try:
            generation, made = await self.services.door.change(lambda answerer: _removed(answerer, article.id, who))
        except (LibraryError, RetrievalError) as error:
            await change(context.bot, pressed.chat, pressed.message, _failed(error, words))
            return
        text = words.removed.format(title=title(article.title), generation=generation)
        await change(context.bot, pressed.chat, pressed.message, Reply(text), [[(words.undo, f"v1:undo:{made}")]])

    async def kept(self, pressed: Pressed, context: Context) -> None:
        await pressed.answer()
        self.services.records.uploads.drop(pressed.arguments[0])
        await change(context.bot, pressed.chat, pressed.message, Reply(pressed.phrases.left_alone))

    async def _article(self, pressed: Pressed) -> Article | None:
        """The article that a button stands for, if it is still there."""
        id_, number = (*pressed.arguments, "", "")[:2]
        begun, place = self.services.records.uploads.get(id_), number_in(number)
        if begun is None or begun.state.get("kind") != _KIND or place is None:
            return None
        offered = begun.state["articles"]
        if place >= len(offered):
            return None
        wanted = offered[place]
        live = await self.services.door.look(lambda answerer: answerer.engine.library.live([wanted]))
        return live[wanted][0] if wanted in live else None

    # Taking back

    async def undo(self, said: Said, context: Context) -> None:
        """What the last change was, and a button that takes it back."""
        words = said.phrases
        try:
            last = await self.services.door.look(lambda answerer: _last(answerer.engine.library))
        except LibraryError:
            await send(said.message, Reply(words.nothing_to_undo))
            return
        made, titles = last
        parts: list[Reply | str] = [
            styled(words.last_change),
            *_told(made, titles, said.language, words),
            "",
            words.take_back,
        ]
        rows = [[(words.undo, f"v1:undo:{made.id}"), (words.leave, "v1:leave:-")]]
        await send(said.message, lines(parts), rows)

    async def undone(self, pressed: Pressed, context: Context) -> None:
        await pressed.answer()
        words, who, number = pressed.phrases, by_name(pressed.person), number_in(pressed.arguments[0])
        if number is None:
            return
        try:
            made, titles, generation = await self.services.door.change(
                lambda answerer: _taken_back(answerer, number, who)
            )
        except (LibraryError, RetrievalError) as error:
            await change(context.bot, pressed.chat, pressed.message, _failed(error, words))
            return
        parts = [words.taken_back.format(what=_what(made, words)), *_titles(titles, words)]
        text = lines([*parts, "", words.live.format(generation=generation)])
        await change(context.bot, pressed.chat, pressed.message, text)

    async def leave(self, pressed: Pressed, context: Context) -> None:
        await pressed.answer()
        await change(context.bot, pressed.chat, pressed.message, Reply(pressed.phrases.left_alone))

    # Who changed what

    async def audit(self, said: Said, context: Context) -> None:
        await send(said.message, *await self._audit(0, said.language, said.phrases))

    async def audit_page(self, pressed: Pressed, context: Context) -> None:
        await pressed.answer()
        page = number_in(pressed.arguments[0]) or 0
        card = await self._audit(page, pressed.language, pressed.phrases)
        await change(context.bot, pressed.chat, pressed.message, *card)

    async def _audit(self, page: int, language: str | None, words: Phrases) -> tuple[Reply, Rows]:
        changes = await self.services.door.look(lambda answerer: _changes(answerer.engine.library, page))
        if not changes:
            return Reply(words.no_changes), []
        parts: list[Reply | str] = [styled(words.audit)]
        for made, titles in changes[:_PAGE]:
            parts += ["", *_told(made, titles, language, words)]
        last = page + (len(changes) > _PAGE)
        return lines(parts), [pages("audit", page, last, words.newer, words.older)]


def _found(library: Library, given: str) -> list[Article]:
    """The article of this id, or the beginning of one; else those whose titles hold all the words, newest first."""
    try:
        return [library.article(given)]
    except NotInLibrary:
        return library.titled(given.split(), MOST_CHOICES + 1)


def _confirm(article: Article, target: str, language: str | None, words: Phrases) -> tuple[Reply, Rows]:
    facts = [_when(article, language, words), *([title(article.publisher)] if article.publisher else [])]
    parts: list[Reply | str] = [
        words.remove_this,
        styled(title(article.title)),
        " · ".join(facts),
        words.identity.format(id=title(article.id)),
    ]
    id_ = target.split(":")[0]
    return lines(parts), [[(words.remove, f"v1:rmyes:{target}"), (words.leave, f"v1:rmno:{id_}")]]


def _when(article: Article, language: str | None, words: Phrases) -> str:
    return day(article.date, language) if article.date else words.no_date


def _removed(answerer: Answerer, article: str, who: str) -> tuple[int, int]:
    """The generation without the article, and the change that took it out."""
    _, generation = loading.remove([article], answerer.engine, by=who)
    last = answerer.engine.library.last_changes(10)
    return generation, next(made.id for made in last if made.kind == "remove" and made.by == who)


def _last(library: Library) -> tuple[Change, list[str]]:
    made = library.undo_plan().change
    return made, [item.title for item in history.items(library, made.id)]


def _taken_back(answerer: Answerer, number: int, who: str) -> tuple[Change, list[str], int]:
    titles = [item.title for item in history.items(answerer.engine.library, number)]
    made, generation = loading.undo(answerer.engine, answerer.encoder, lambda done, total: None, number, by=who)
    return made, titles, generation


def _changes(library: Library, page: int) -> list[tuple[Change, list[str]]]:
    """The changes of a page and one more where there is one, newest first."""
    with library.snapshot():
        found = library.last_changes((page + 1) * _PAGE + 1)[page * _PAGE :]
        return [(made, [item.title for item in history.items(library, made.id)]) for made in found]


def _told(made: Change, titles: list[str], language: str | None, words: Phrases) -> Iterator[str]:
    """A change in some lines: what, when, by whom, from where; which articles."""
    at = datetime.fromisoformat(made.at)
    yield f"{made.id}. {_what(made, words)} · {day(at.date(), language)} {at:%H:%M} UTC"
    who = [title(made.by)] if made.by else []
    where = [words.from_where.format(origin=title(made.origin))] if made.origin else []
    if who or where:
        yield " · ".join([*who, *where])
    yield from _titles(titles, words)
    if made.undone is not None:
        yield words.undone_by.format(change=made.undone)


def _titles(titles: list[str], words: Phrases) -> Iterator[str]:
    yield from (f"• {title(each)}" for each in titles[:_MOST_TITLES])
    if len(titles) > _MOST_TITLES:
        yield words.and_more.format(more=len(titles) - _MOST_TITLES)


def _what(made: Change, words: Phrases) -> str:
    form = words.kinds.get(made.kind, made.kind)
    return form.format(
        articles=words.one_article if made.articles == 1 else words.articles.format(count=made.articles)
    )


def _failed(error: Exception, words: Phrases) -> Reply:
    return Reply(words.not_done.format(reason=title(str(error), _MOST_REASON)))
