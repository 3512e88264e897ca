"""What maintainers do from chat: load, remove, undo, let people in, look at gaps, use and stale answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from telegram.ext import MessageHandler, filters

from bot.maintaining.corrections import Corrections
from bot.maintaining.doors import button, command
from bot.maintaining.gaps import Gaps
from bot.maintaining.removing import Removing
from bot.maintaining.staff import Staff
from bot.maintaining.stats import Stats
from bot.maintaining.uploading import Uploading, links

if TYPE_CHECKING:
    from collections.abc import Callable

    from telegram import Message, Update
    from telegram.ext import BaseHandler

    from bot.services import Services

COMMANDS = ("gaps", "stats", "stale", "remove", "undo", "audit", "staff")


def maintaining(services: Services) -> list[BaseHandler[Update, Any, Any]]:
    """The maintainers' handlers; they take nothing that somebody else sends, but for their commands and buttons."""
    uploading, removing, staff = Uploading(services), Removing(services), Staff(services)
    gaps, corrections = Gaps(services), Corrections(services)
    return [
        command(services, "gaps", gaps.gaps, groups=False),
        command(services, "stats", Stats(services).stats),
        command(services, "stale", corrections.stale, groups=False),
        command(services, "remove", removing.remove),
        command(services, "undo", removing.undo),
        command(services, "audit", removing.audit),
        command(services, "staff", staff.staff, groups=False),
        MessageHandler(_sent(services, lambda message: _people(staff, message)), staff.forwarded),
        MessageHandler(_sent(services, lambda message: message.users_shared is not None), staff.shared),
        MessageHandler(_sent(services, lambda message: message.document is not None), uploading.document),
        MessageHandler(_sent(services, lambda message: uploading.asked(message) is not None), uploading.told),
        MessageHandler(_sent(services, lambda message: bool(links(message.text))), uploading.link),
        button(services, "load", uploading.pressed),
        button(services, "rm", removing.chosen),
        button(services, "rmyes", removing.confirmed),
        button(services, "rmno", removing.kept),
        button(services, "undo", removing.undone),
        button(services, "leave", removing.leave),
        button(services, "audit", removing.audit_page),
        button(services, "staff", staff.pressed),
        button(services, "gaps", gaps.page),
        button(services, "stale", corrections.page),
        button(services, "fix", corrections.correct),
    ]


def _people(staff: Staff, message: Message) -> bool:
    """Whether a message is forwarded, and a /staff add waits for it."""
    return (
        message.forward_origin is not None
        and message.from_user is not None
        and bool(staff.awaited(message.from_user.id))
    )


def _sent(services: Services, fits: Callable[[Message], bool]) -> filters.BaseFilter:
    """What a maintainer sends in private and ``fits``."""
    return filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE & ~filters.COMMAND & _Fits(services, fits)


class _Fits(filters.MessageFilter):
    def __init__(self, services: Services, fits: Callable[[Message], bool]) -> None:
        super().__init__()
        self._services = services
        self._fits = fits

    def filter(self, message: Message) -> bool:
        person = message.from_user
        return person is not None and self._services.access.is_maintainer(person.id) and self._fits(message)
