"""The methods about the bot itself and about chats: who is in them, what the bot's menus say, files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.botapi.reach import chat_of, writable
from tests.botapi.rules import Json, Refused, bad_request, check_commands
from tests.botapi.state import standing

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.botapi.state import Chat, State

SCOPES = frozenset(
    {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}
    | {"chat", "chat_administrators", "chat_member"}
)
LONGEST_TEXTS = {"name": 64, "description": 512, "short_description": 120}

Menu = tuple[str, int, str]  # scope, chat (0: none), language ("": all others)


class Chats:
    """Facts about chats and the bot's public face; `table` names the methods."""

    def __init__(self, world: State) -> None:
        self._world = world
        self.menus: dict[Menu, list[Json]] = {}
        self.faces: dict[tuple[str, str], str] = {}  # (name, description or short_description; language)
        self.table: dict[str, Callable[[Json], Any]] = {
            "getMe": self._get_me,
            "getFile": lambda parameters: world.files.downloadable(parameters.get("file_id")),
            "getChat": self._get_chat,
            "getChatMember": self._get_member,
            "getChatAdministrators": self._get_admins,
            "getChatMemberCount": lambda parameters: len(self._known(chat_of(world, parameters))) + 1,
            "leaveChat": self._leave,
            "setMyCommands": self._set_commands,
            "getMyCommands": lambda parameters: self.menus.get(self._menu(parameters), []),
            "deleteMyCommands": self._delete_commands,
            "setChatMenuButton": self._set_button,
        }
        for what in LONGEST_TEXTS:
            self.table[f"setMy{_camel(what)}"] = self._face_setter(what)
            self.table[f"getMy{_camel(what)}"] = self._face_getter(what)

    def _get_me(self, _: Json) -> Json:
        abilities = {"can_join_groups": True, "supports_inline_queries": True}
        return self._world.bot | abilities | {"can_read_all_group_messages": not self._world.privacy}

    def _get_chat(self, parameters: Json) -> Json:
        facts = {"accent_color_id": 0, "max_reaction_count": 11}
        gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
        return chat_of(self._world, parameters).json() | facts | {"accepted_gift_types": dict.fromkeys(gifts, False)}

    def _get_member(self, parameters: Json) -> Json:
        chat, number = chat_of(self._world, parameters), parameters.get("user_id", 0)
        if number == self._world.bot["id"]:
            return {"user": self._world.bot} | standing("administrator" if chat.bot_is_admin else "member")
        bad_request(number not in self._known(chat), "PARTICIPANT_ID_INVALID")
        return {"user": self._world.people[number]} | standing(chat.statuses.get(number, "member"))

    def _get_admins(self, parameters: Json) -> list[Json]:
        chat = chat_of(self._world, parameters)
        bad_request(chat.type == "private", "there are no administrators in the private chat")
        leading = [number for number, status in chat.statuses.items() if status in ("creator", "administrator")]
        return [self._get_member({"chat_id": chat.id, "user_id": number}) for number in leading]

    def _known(self, chat: Chat) -> set[int]:
        """People who have been seen in a chat."""
        wrote = {each["from"]["id"] for each in list(chat.messages.values()) if "from" in each}
        return (wrote | set(chat.statuses)) & set(self._world.people)

    def _leave(self, parameters: Json) -> bool:
        chat = writable(self._world, parameters)
        bad_request(chat.type == "private", "chat member status can't be changed in private chats")
        chat.bot_is_member = False
        return True

    def _set_commands(self, parameters: Json) -> bool:
        check_commands(parameters.get("commands", []))
        self.menus[self._menu(parameters)] = parameters["commands"]
        return True

    def _delete_commands(self, parameters: Json) -> bool:
        self.menus.pop(self._menu(parameters), None)
        return True

    def _menu(self, parameters: Json) -> Menu:
        """Whose menu; of a person who has not written yet there is none."""
        scope = parameters.get("scope") or {"type": "default"}
        bad_request(scope.get("type") not in SCOPES, "can't parse BotCommandScope: unsupported type specified")
        number = scope.get("chat_id", 0)
        if scope["type"].startswith("chat") and number not in self._world.chats:
            raise Refused("Bad Request: chat not found", foreseeable=False)
        return str(scope["type"]), int(number), str(parameters.get("language_code", ""))

    def _set_button(self, parameters: Json) -> bool:
        if "chat_id" in parameters:
            chat_of(self._world, parameters)
        return True

    def _face_setter(self, what: str) -> Callable[[Json], bool]:
        def carry_out(parameters: Json) -> bool:
            text = str(parameters.get(what, ""))
            bad_request(len(text) > LONGEST_TEXTS[what], f"bot {what} is too long")
            self.faces[what, str(parameters.get("language_code", ""))] = text
            return True

        return carry_out

    def _face_getter(self, what: str) -> Callable[[Json], Json]:
        return lambda parameters: {what: self.faces.get((what, str(parameters.get("language_code", ""))), "")}


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))
