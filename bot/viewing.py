"""Turns what a button asks for into the message that takes its place: a quote, its context, a page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.keyboards import Buttons, Kind, View, article_keyboard
from bot.leaves import Gone, Leaf, open_article, open_quote, source_at
from bot.messages import Reply, on_lines, quote_message
from bot.pages import context_message, page_at, page_count, page_message
from bot.phrases import reading
from bot.records.shown import MOST_QUOTES, quotes_of, shown_of

if TYPE_CHECKING:
    from telegram import InlineKeyboardMarkup

    from bot.engine_door import Answerer
    from bot.records.answer_log import Place
    from bot.records.shown import Shown
    from knowledge.library import Library
    from retrieval.answer import Answer

Message = tuple[Reply, "InlineKeyboardMarkup | None"]


def shown_now(answerer: Answerer, answer: Answer, place: Place, labels: str | None, asked: str) -> Shown:
    """What to keep of an answer just given, for its buttons."""
    quoted = [quote.source.article for quote in quotes_of(answer)[:MOST_QUOTES]]
    live = answerer.engine.library.live(quoted)
    return shown_of(answer, {id_: article for id_, (article, _) in live.items()}, place, labels, asked)


def view_message(library: Library, buttons: Buttons, view: View) -> Message | Gone:
    """What a view of an answer shows now; Gone when its article was removed or changed."""
    leaf = open_quote(library, buttons.shown.quotes[view.number])
    if isinstance(leaf, Gone):
        return leaf
    labels, source = buttons.shown.labels, source_at(leaf)
    match view.kind:
        case Kind.QUOTE:
            return _quote(leaf, view.number, len(buttons.shown.quotes), labels), buttons.under(view, source)
        case Kind.CONTEXT:
            return context_message(leaf, labels), buttons.under(view, source)
        case Kind.ARTICLE:
            count = page_count(leaf)
            page = page_at(leaf) if view.page is None else min(view.page, count - 1)
            return page_message(leaf, page, labels), buttons.under(replace(view, page=page), source, count)


def keyboard_under(library: Library, buttons: Buttons, view: View) -> InlineKeyboardMarkup | None:
    """The buttons that a view of an answer has, with no link where its article has gone."""
    if buttons.shown.listed:
        return buttons.under(view, None)
    found = view_message(library, buttons, view)
    return buttons.under(view, None) if isinstance(found, Gone) else found[1]


def article_message(
    library: Library, name: str, language: str | None, paragraph: int = 1, page: int | None = None
) -> Message | Gone:
    """An article by its name, at a paragraph or a page."""
    leaf = open_article(library, name, paragraph)
    return leaf if isinstance(leaf, Gone) else leaf_message(leaf, language, page)


def leaf_message(leaf: Leaf, language: str | None, page: int | None = None) -> Message:
    """An opened article by itself, with buttons to turn its pages."""
    count = page_count(leaf)
    page = page_at(leaf) if page is None else min(page, count - 1)
    keyboard = article_keyboard(source_at(leaf), page, count, language)
    return page_message(leaf, page, language), keyboard


def _quote(leaf: Leaf, number: int, count: int, language: str | None) -> Reply:
    if leaf.quote is None:
        raise ValueError("A leaf opened by its quote has it.")
    shown = quote_message(leaf.quote, language)
    if number == 0:
        return shown
    above = reading.phrases(language).quote_of.format(number=number + 1, count=count)
    return on_lines([Reply(above), shown])
