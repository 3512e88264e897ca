"""Delivers updates to the bot's webhook: several at once, those of one chat in order, each until it is taken.

The ways of Telegram's own server: a chat's updates wait for each other, pauses between tries grow, 2xx takes an
update, and the answer to it may itself be a call of a method.
"""

from __future__ import annotations

import asyncio
import json
import time
from typing import TYPE_CHECKING, Any

import aiohttp

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.botapi.rules import Json
    from tests.botapi.state import State

SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
PORT_SECONDS = 30.0  # how long the bot may take to answer a delivery


class Webhook:
    """Where the bot wants its updates, and the deliveries under way; runs in the server's loop."""

    def __init__(self, world: State) -> None:
        self._world = world
        self.url = ""
        self.secret = ""
        self.connections = 40
        self.first_pause = 0.1  # seconds after a failed delivery; twice as long each time
        self.longest_pause = 2.0
        self.deliveries: list[tuple[int, int]] = []  # (update id, HTTP status or 0), each try
        self.on_call: Callable[[str, Json], Any] = lambda _, __: None  # a call in the answer to a delivery
        self._last_error: Json = {}
        self._news = asyncio.Event()
        self._busy: set[int] = set()  # updates under way
        self._pauses: dict[str, tuple[float, float]] = {}  # chat -> (not before, next pause)

    def point_to(self, url: str, secret: str, connections: int) -> None:
        self.url, self.secret, self.connections = url, secret, connections
        self._last_error = {}
        self._pauses.clear()
        self.wake()

    def wake(self) -> None:
        self._news.set()

    def info(self) -> Json:
        facts: Json = {"url": self.url, "has_custom_certificate": False}
        facts["pending_update_count"] = len(self._world.updates)
        if not self.url:
            return facts
        facts |= {"max_connections": self.connections, "ip_address": "127.0.0.1"} | self._last_error
        return facts | ({"allowed_updates": self._world.allowed} if self._world.allowed else {})

    async def run(self) -> None:
        """Delivers until it is cancelled."""
        limit = aiohttp.ClientTimeout(total=PORT_SECONDS)
        connector = aiohttp.TCPConnector(limit=100)
        async with (
            aiohttp.ClientSession(timeout=limit, connector=connector) as session,
            asyncio.TaskGroup() as tasks,
        ):
            while True:
                self._news.clear()
                wait = self._start(tasks, session)
                try:
                    await asyncio.wait_for(self._news.wait(), wait)
                except TimeoutError:
                    continue

    def _start(self, tasks: asyncio.TaskGroup, session: aiohttp.ClientSession) -> float | None:
        """Starts what may start now; gives the seconds until the next try is due."""
        if not self.url:
            return None
        now, held, due = time.monotonic(), set(self._keys_under_way()), []
        for update in list(self._world.updates):
            key = _queue(update)
            if len(self._busy) >= self.connections:
                break
            if key in held or update["update_id"] in self._busy:
                held.add(key)
                continue
            held.add(key)
            not_before = self._pauses.get(key, (0.0, 0.0))[0]
            if not_before > now:
                due.append(not_before - now)
                continue
            self._busy.add(update["update_id"])
            tasks.create_task(self._deliver(session, update, key))
        return min(due, default=None)

    def _keys_under_way(self) -> list[str]:
        return [_queue(update) for update in list(self._world.updates) if update["update_id"] in self._busy]

    async def _deliver(self, session: aiohttp.ClientSession, update: Json, key: str) -> None:
        code, answer = await self._post(session, update)
        self.deliveries.append((update["update_id"], code))
        if 200 <= code < 300:
            self._pauses.pop(key, None)
            self._world.confirm(update)
            self._carry_out(answer)
        else:
            pause = self._pauses.get(key, (0.0, self.first_pause))[1]
            self._pauses[key] = (time.monotonic() + pause, min(2 * pause, self.longest_pause))
            told = f"Wrong response from the webhook: {code}" if code else "Connection refused"
            self._last_error = {"last_error_date": self._world.now, "last_error_message": told}
        self._busy.discard(update["update_id"])
        self.wake()

    async def _post(self, session: aiohttp.ClientSession, update: Json) -> tuple[int, str]:
        headers = {"Content-Type": "application/json"} | ({SECRET: self.secret} if self.secret else {})
        try:
            async with session.post(self.url, data=json.dumps(update), headers=headers) as response:
                return response.status, await response.text()
        except (aiohttp.ClientError, TimeoutError, OSError):
            return 0, ""

    def _carry_out(self, answer: str) -> None:
        try:
            call = json.loads(answer)
        except ValueError:
            return
        if isinstance(call, dict) and "method" in call:
            self.on_call(str(call.pop("method")), call)


def _queue(update: Json) -> str:
    """Updates of one kind in one chat, or by one person, are delivered one after the other."""
    kind = next(name for name in update if name != "update_id")
    payload = update[kind] if isinstance(update[kind], dict) else {}
    whose = payload.get("chat", payload.get("from", {}))
    number = whose.get("id", update["update_id"]) if isinstance(whose, dict) else update["update_id"]
    return f"{kind}:{number}"
