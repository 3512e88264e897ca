"""Says what the library covers and what is kept of questions: ``/about`` and ``/privacy``."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from telegram.ext import CommandHandler, filters

from bot import texts
from bot.cutting import one_line, shorten
from bot.messages import Reply, clean
from bot.phrases.lists import phrases
from bot.records.answer_log import Keep
from bot.sending import send_reply

if TYPE_CHECKING:
    from telegram import Update
    from telegram.ext import BaseHandler, ContextTypes

    from bot.engine_door import Answerer
    from bot.services import Services
    from bot.settings import Settings
    from knowledge.library import Change
    from retrieval.answer import Coverage

    Context = ContextTypes.DEFAULT_TYPE

_MOST_LISTED = 15  # publishers; more are counted only
_LOOKED_AT = 200  # changes that are looked through for the last load


@dataclass(frozen=True, slots=True)
class Covered:
    """What ``/about`` tells of the library; publishers and languages with their counts, most first."""

    coverage: Coverage
    publishers: tuple[tuple[str | None, int], ...]
    languages: tuple[tuple[str, int], ...]
    loaded: Change | None
    model: str


@dataclass(frozen=True, slots=True)
class About:
    """Handlers of the two commands."""

    services: Services

    def handlers(self) -> list[BaseHandler[Update, Any, Any]]:
        new = filters.UpdateType.MESSAGE & ~filters.VIA_BOT
        return [CommandHandler("about", self.about, new), CommandHandler("privacy", self.privacy, new)]

    async def about(self, update: Update, context: Context) -> None:
        if update.message is not None:
            covered = await self.services.door.look(look_round)
            language = self.services.language(update.effective_user)
            await send_reply(update.message, Reply(about(covered, self.services.settings.contact, language)))

    async def privacy(self, update: Update, context: Context) -> None:
        if update.message is not None:
            language = self.services.language(update.effective_user)
            await send_reply(update.message, Reply(privacy(self.services.settings, language)))


def look_round(answerer: Answerer) -> Covered:
    """Counts what the library holds."""
    library = answerer.engine.library
    with library.snapshot():
        rows = library.connection.execute(
            "SELECT v.publisher, v.language FROM articles a JOIN versions v ON v.id = a.version"
        ).fetchall()
        changes = library.last_changes(_LOOKED_AT)
        loaded = next((each for each in changes if each.kind == "load" and each.undone is None), None)
        return Covered(
            coverage=answerer.coverage(),
            publishers=_counted([row[0] for row in rows]),
            languages=_counted([row[1] for row in rows]),
            loaded=loaded,
            model=answerer.engine.model,
        )


def about(covered: Covered, contact: str, language: str | None) -> str:
    """What the library covers, since when, and by what questions are answered."""
    words = phrases(language)
    lines = [texts.coverage(replace(covered.coverage, publishers=()), language), ""]
    if covered.publishers:
        lines.append(words.about_publishers.format(list=_publishers(covered, language)))
    if covered.languages:
        named = [(words.language_names.get(code, code), count) for code, count in covered.languages]
        lines.append(words.about_languages.format(list=_listed(named, language)))
    lines.append(_loaded(covered.loaded, language))
    lines.append(words.about_machine.format(model=_model(covered.model), version=version("meetings")))
    lines += ["", words.about_help]
    if contact:
        lines.append(words.about_contact.format(contact=contact))
    return clean("\n".join(lines))


def privacy(settings: Settings, language: str | None) -> str:
    """What is kept of questions and answers, by the settings that hold."""
    words = phrases(language)
    lines = [words.privacy_head, "", words.privacy_keep[settings.answer_log.value]]
    if settings.answer_log is not Keep.OFF:
        days = settings.answer_log_days
        lines.append(words.privacy_days.format(days=days) if days else words.privacy_for_ever)
    return "\n".join([*lines, words.privacy_more])


def _publishers(covered: Covered, language: str | None) -> str:
    words = phrases(language)
    known = [(name, count) for name, count in covered.publishers if name]
    unknown = [(words.unknown_publisher, count) for name, count in covered.publishers if not name]
    more = len(known) - _MOST_LISTED
    tail = f" … +{more}" if more > 0 else ""
    return _listed([*known[:_MOST_LISTED], *unknown], language) + tail


def _listed(counted: list[tuple[str, int]], language: str | None) -> str:
    words = phrases(language)
    items = [
        words.about_item.format(name=shorten(one_line(name), texts.LONGEST_NAME), count=count)
        for name, count in counted
    ]
    return words.colon_list.join(items)


def _loaded(change: Change | None, language: str | None) -> str:
    words = phrases(language)
    if change is None:
        return words.about_never
    at = datetime.fromisoformat(change.at)
    count = words.one_article if change.articles == 1 else words.many_articles.format(count=change.articles)
    return words.about_loaded.format(day=texts.day(at.date(), language), time=f"{at:%H:%M}", articles=count)


def _model(name: str) -> str:
    """The model's name without the folders it lies in."""
    return name.rstrip("/").rpartition("/")[2]


def _counted(values: list[Any]) -> tuple[tuple[Any, int], ...]:
    return tuple(sorted(Counter(values).items(), key=lambda item: (-item[1], item[0] or "")))
