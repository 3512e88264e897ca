"""The methods that answer pressed buttons and inline queries: each once and in time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from tests.botapi.content import text_content
from tests.botapi.rules import Json, Refused, bad_request, check_inline_button, check_results

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.botapi.state import State

LATE = "query is too old and response timeout expired or query ID is invalid"


class Queries:
    """Answers to callback and inline queries; `table` names the methods."""

    def __init__(self, world: State) -> None:
        self._world = world
        self.callback_seconds = 60.0  # how long Telegram waits for an answer
        self.inline_seconds = 10.0
        self.table: dict[str, Callable[[Json], Any]] = {
            "answerCallbackQuery": self._answer_callback,
            "answerInlineQuery": self._answer_inline,
            "answerGuestQuery": self._answer_guest,
        }

    def _answer_callback(self, parameters: Json) -> bool:
        bad_request(len(str(parameters.get("text", ""))) > 200, "MESSAGE_TOO_LONG")
        url = str(parameters.get("url", ""))
        bad_request(url and not url.startswith(f"https://t.me/{self._world.bot['username']}?start="), "URL_INVALID")
        self._once(self._world.callbacks, parameters.get("callback_query_id"), self.callback_seconds)
        return True

    def _answer_inline(self, parameters: Json) -> bool:
        results = parameters.get("results", [])
        check_results(results)
        check_inline_button(parameters.get("button"))
        bad_request(len(str(parameters.get("next_offset", "")).encode()) > 64, "NEXT_OFFSET_INVALID")
        shown = [result | _content(result) for result in results]
        number = self._once(self._world.inline_queries, parameters.get("inline_query_id"), self.inline_seconds)
        asked = {"query": self._world.inline_asked.get(number, "")}
        self._world.inline_answers[number] = asked | parameters | {"results": shown}
        return True

    def _answer_guest(self, parameters: Json) -> Json:
        """The bot's one message into a chat that it was called into as a guest."""
        result, number = parameters.get("result") or {}, str(parameters.get("guest_query_id"))
        check_results([result])
        shown = result | _content(result)
        self._once(self._world.guest_queries, number, self.inline_seconds)
        self._world.guest_answers[number] = shown
        return {"inline_message_id": f"guest-{number}"}

    def _once(self, queries: dict[str, bool], number: object, seconds: float) -> str:
        """Marks a query as answered; too late an answer is refused, but no mistake of the bot's code."""
        bad_request(queries.get(str(number), True), LATE)
        queries[str(number)] = True
        if time.monotonic() - self._world.asked_at[str(number)] > seconds:
            raise Refused(f"Bad Request: {LATE}", foreseeable=False)
        return str(number)


def _content(result: Json) -> Json:
    """What a result puts into the chat, its markup read."""
    content = text_content(
        {"reply_markup": result.get("reply_markup"), "text": result.get("title")}
        | result.get("input_message_content", {}),
        "message_text",
    )
    shown = {"message_text" if name == "text" else name: each for name, each in content.items()}
    return {"input_message_content": shown} | (
        {"reply_markup": shown.pop("reply_markup")} if "reply_markup" in shown else {}
    )
