"""Who may ask: people are let in from chat by a forwarded message, an id or Telegram's list of people."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from telegram import (
    KeyboardButton,
    KeyboardButtonRequestUsers,
    MessageOriginHiddenUser,
    MessageOriginUser,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from bot.access import SHARED_IDS
from bot.maintaining.cards import Rows, change, lines, send, styled, title
from bot.messages import Reply
from bot.phrases.maintaining import phrases
from bot.records.people import Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from telegram import Message, Update
    from telegram.ext import ContextTypes

    from bot.maintaining.doors import Pressed, Said
    from bot.phrases.maintaining import Phrases
    from bot.records.people import Member
    from bot.records.uploads import Begun
    from bot.services import Services

    Context = ContextTypes.DEFAULT_TYPE

WAITS = 600  # seconds after /staff add in which a forwarded message lets its author in
_KIND = "staff"
_REQUEST = 1
_MOST_BUTTONS = 40
_ROLES = {"staff": Role.STAFF, "maintainer": Role.MAINTAINER}
_DIGITS = 15  # more than Telegram's ids have


@dataclass(frozen=True, slots=True)
class Staff:
    """Handlers of /staff, of what is sent after it, and of its buttons."""

    services: Services

    async def staff(self, said: Said, context: Context) -> None:
        match said.words.split():
            case []:
                await send(said.message, *self._list(said.phrases))
            case ["add"]:
                await self._await(said, Role.STAFF)
            case ["add", role] if role in _ROLES:
                await self._await(said, _ROLES[role])
            case ["add", number, *role] if _is_id(number) and (not role or role[0] in _ROLES):
                given = _ROLES[role[0]] if role else Role.STAFF
                await send(said.message, self._let_in(int(number), None, given, said.person.id, said.phrases))
            case ["remove", number] if _is_id(number):
                await send(said.message, *self._confirm(int(number), said.person.id, said.phrases))
            case _:
                await send(said.message, Reply(said.phrases.how_to_staff))

    def _list(self, words: Phrases) -> tuple[Reply, Rows]:
        """Everybody who may ask, and a button for each who was let in from chat."""
        members = self.services.records.people.members()
        settings = self.services.settings
        parts: list[Reply | str] = [styled(words.staff)]
        parts += [_fixed(id_, Role.MAINTAINER, words) for id_ in sorted(settings.maintainer_ids)]
        parts += [_fixed(id_, Role.STAFF, words) for id_ in sorted(settings.staff_ids - settings.maintainer_ids)]
        parts += [f"• {_called(member)} · {words.roles[member.role]}" for member in members]
        rows = [
            [(words.remove_person.format(name=title(member.name or str(member.id), 40)), f"v1:staff:{member.id}")]
            for member in members[:_MOST_BUTTONS]
        ]
        return lines([*parts, "", words.how_to_staff]), rows

    # Letting in

    async def _await(self, said: Said, role: Role) -> None:
        state = {"kind": _KIND, "role": role.value, "until": time.time() + WAITS}
        self.services.records.uploads.begin(said.person.id, state)
        ask = KeyboardButtonRequestUsers(_REQUEST, user_is_bot=False, max_quantity=10, request_name=True)
        keys = ReplyKeyboardMarkup(
            [[KeyboardButton(said.phrases.choose_people, request_users=ask)]],
            resize_keyboard=True,
            one_time_keyboard=True,
        )
        await send(said.message, Reply(said.phrases.forward_one), other=keys)

    def awaited(self, person: int) -> Begun | None:
        """The /staff add that somebody wrote some minutes ago and that still waits for people."""
        mine = (begun for begun in self.services.records.uploads.latest(person) if begun.state.get("kind") == _KIND)
        return next((begun for begun in mine if begun.state["until"] > time.time()), None)

    async def forwarded(self, update: Update, context: Context) -> None:
        """The author of a forwarded message is let in; who hides himself cannot be."""
        message = update.message
        if message is None or message.from_user is None:
            return
        origin = message.forward_origin
        if isinstance(origin, MessageOriginUser):
            author = origin.sender_user
            people = [(author.id, author.full_name)]
            await self._let_all_in([] if author.is_bot else people, message, message.from_user.id)
        else:
            words = self._words(message)
            hidden = isinstance(origin, MessageOriginHiddenUser)
            await send(message, Reply(words.hidden if hidden else words.nobody))

    async def shared(self, update: Update, context: Context) -> None:
        """People chosen from Telegram's own list."""
        message = update.message
        if message is None or message.from_user is None or message.users_shared is None:
            return
        people = [
            (each.user_id, " ".join(filter(None, (each.first_name, each.last_name))) or None)
            for each in message.users_shared.users
        ]
        await self._let_all_in(people, message, message.from_user.id)

    async def _let_all_in(self, people: Iterable[tuple[int, str | None]], message: Message, by: int) -> None:
        words, begun = self._words(message), self.awaited(by)
        if begun is None:
            await send(message, Reply(words.how_to_staff), other=ReplyKeyboardRemove())
            return
        role = Role(begun.state["role"])
        told = [self._let_in(id_, name, role, by, words) for id_, name in people]
        if told:
            self.services.records.uploads.drop(begun.id)
        await send(message, lines(told or [words.nobody]), other=ReplyKeyboardRemove())

    def _let_in(self, id_: int, name: str | None, role: Role, by: int, words: Phrases) -> Reply:
        settings = self.services.settings
        called = title(f"{name} ({id_})" if name else str(id_))
        if id_ in SHARED_IDS:
            return Reply(words.nobody)
        if id_ in settings.maintainer_ids or (id_ in settings.staff_ids and role is Role.STAFF):
            return Reply(words.in_settings.format(name=called))
        self.services.records.people.add(id_, name, role, by)
        return Reply(words.let_in[role].format(name=called))

    # Taking out

    async def pressed(self, pressed: Pressed, context: Context) -> None:
        """A button under the list, and the one that confirms: ``<id>`` and ``<id>:yes`` or ``<id>:no``."""
        number, answer = (*pressed.arguments, "")[:2]
        words = pressed.phrases
        if not _is_id(number):
            await pressed.gone()
            return
        await pressed.answer()
        if answer == "yes":
            gone = self.services.records.people.remove(int(number))
            said = (words.person_removed if gone else words.not_let_in).format(id=number)
            await change(context.bot, pressed.chat, pressed.message, Reply(said))
        elif answer == "no":
            await change(context.bot, pressed.chat, pressed.message, *self._list(words))
        else:
            card = self._confirm(int(number), pressed.person.id, words)
            await change(context.bot, pressed.chat, pressed.message, *card)

    def _confirm(self, id_: int, by: int, words: Phrases) -> tuple[Reply, Rows]:
        settings = self.services.settings
        member = next((each for each in self.services.records.people.members() if each.id == id_), None)
        if member is None:
            fixed = id_ in settings.allowed_ids
            return Reply((words.fixed if fixed else words.not_let_in).format(id=id_)), []
        ask = words.remove_yourself if id_ == by else words.remove_whom.format(name=_called(member))
        return Reply(ask), [[(words.remove, f"v1:staff:{id_}:yes"), (words.leave, f"v1:staff:{id_}:no")]]

    def _words(self, message: Message) -> Phrases:
        return phrases(self.services.language(message.from_user))


def _fixed(id_: int, role: Role, words: Phrases) -> str:
    return f"• {id_} · {words.roles[role]} · {words.by_settings}"


def _called(member: Member) -> str:
    return title(f"{member.name} ({member.id})" if member.name else str(member.id))


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _DIGITS and int(text) > 0
