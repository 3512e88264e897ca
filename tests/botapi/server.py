"""The stand-in as a server: HTTP and long polling in, recorded calls and violations out."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from aiohttp import web

from tests.botapi.methods import Methods
from tests.botapi.rules import Json, Refused
from tests.botapi.world import World

if TYPE_CHECKING:
    from collections.abc import Callable

TOKEN = "123456:stand-in-AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"  # noqa: S105 - of nobody's bot
PATIENCE = 10.0  # seconds a test waits before it fails

# Parameters that are text as they come; all others are JSON inside the form.
_TEXTS = frozenset(
    {"text", "caption", "query", "callback_query_id", "inline_query_id", "url", "parse_mode", "action"}
)
_RIVAL = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one call: an error status, a pause, a torn connection, or several of them."""

    code: int = 0
    description: str = ""
    retry_after: int = 0
    delay: float = 0.0
    drop: bool = False  # the connection is torn before anything is done
    drop_after: bool = False  # the call is carried out, but the connection torn before the response


@dataclass(frozen=True)
class Call:
    """One call of the bot: what it asked for and what came of it."""

    method: str
    parameters: Json
    code: int
    result: Any
    at: float = field(default_factory=time.monotonic)


class StandIn:
    """Telegram on a loopback port, in a thread of its own, until the ``with`` block ends."""

    def __init__(self, *, token: str = TOKEN, privacy: bool = True, port: int = 0) -> None:
        self.world = World(privacy=privacy)
        self.world.on_update = self._wake
        self.token = token
        self.port = port
        self.calls: list[Call] = []
        self.violations: list[str] = []
        self._methods = Methods(self.world)
        self._faults: dict[str, deque[Fault]] = {}
        self._changed = threading.Condition()
        self._started = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._news = asyncio.Event()
        self.polls = 0  # so many so far; of those still open only the newest may stay
        self._end = asyncio.Event()
        self._thread = threading.Thread(target=self._serve, name="botapi", daemon=True)

    # For tests

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/bot"

    @property
    def commands(self) -> dict[str, list[Json]]:
        return self._methods.commands

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._started.wait(PATIENCE):
            raise TimeoutError("The stand-in did not start.")
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(PATIENCE)

    def goes_wrong(self, method: str, *faults: Fault) -> None:
        """The next calls of a method meet these faults, one each."""
        self._faults.setdefault(method.lower(), deque()).extend(faults)

    def revoke_token(self) -> None:
        """From now on every call is refused, as when @BotFather has made a new token."""
        self.token = "123456:new"  # noqa: S105 - of nobody's bot

    def called(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method.lower() == method.lower()]

    def sent(self, chat: int) -> list[Json]:
        """The messages of the bot that stand in a chat, in order."""
        ours = self.world.bot["id"]
        return [each for each in self.transcript(chat) if each.get("from", {}).get("id") == ours]

    def transcript(self, chat: int) -> list[Json]:
        """Everything that stands in a chat, in order; `tests.picture` draws it."""
        return list(self.world.chats[chat].messages.values()) if chat in self.world.chats else []

    def answers(self, message: Json) -> list[Json]:
        """The bot's replies to one message."""
        number = message["message_id"]
        everything = self.sent(message["chat"]["id"])
        return [each for each in everything if each.get("reply_to_message", {}).get("message_id") == number]

    def answer(self, message: Json) -> Json:
        """The bot's reply to one message, as soon as it is there."""
        self.wait(lambda: bool(self.answers(message)), f"an answer to {message.get('text')!r}")
        return self.answers(message)[0]

    def wait(self, condition: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
        """Waits until the condition holds; it is looked at with every call of the bot."""
        with self._changed:
            if not self._changed.wait_for(condition, seconds):
                raise TimeoutError(f"Waited {seconds:.0f} s in vain for {what}.")

    # The server

    def _wake(self) -> None:
        self._loop.call_soon_threadsafe(self._news.set)

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._run())
        finally:
            self._loop.close()

    async def _run(self) -> None:
        application = web.Application()
        application.router.add_route("*", "/bot{token}/{method}", self._respond)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", self.port)
        await site.start()
        self.port = runner.addresses[0][1]
        self._started.set()
        await self._end.wait()
        self._news.set()
        await runner.cleanup()

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        method, parameters = request.match_info["method"], await _parameters(request)
        fault = self._next_fault(method)
        await asyncio.sleep(fault.delay)
        if fault.drop:
            return _torn(request)
        code, result = await self._outcome(request, method, parameters, fault)
        self.calls.append(Call(method, parameters, code, result))
        self._tell()
        return _torn(request) if fault.drop_after else _response(code, result, fault)

    def _tell(self) -> None:
        """Lets waiting tests look again."""
        with self._changed:
            self._changed.notify_all()

    def _next_fault(self, method: str) -> Fault:
        waiting = self._faults.get(method.lower())
        return waiting.popleft() if waiting else Fault()

    async def _outcome(self, request: web.Request, method: str, parameters: Json, fault: Fault) -> tuple[int, Any]:
        if request.match_info["token"] != self.token:
            return (401, "Unauthorized") if ":" in request.match_info["token"] else (404, "Not Found")
        if fault.code:
            return fault.code, fault.description
        try:
            if method.lower() == "getupdates":
                return 200, await self._updates(parameters)
            return 200, self._methods.call(method, parameters)
        except Refused as refusal:
            if refusal.code != 409:
                self.violations.append(f"{method}: {refusal.description}: {json.dumps(parameters)[:500]}")
            return refusal.code, refusal.description

    async def _updates(self, parameters: Json) -> list[Json]:
        """Long polling: waits for news; a newer poll ends this one, as Telegram has it."""
        if self._methods.webhook:
            raise Refused("Conflict: can't use getUpdates method while webhook is active", 409)
        self.world.allowed = parameters.get("allowed_updates", self.world.allowed)
        self.polls += 1
        mine, until = self.polls, time.monotonic() + float(parameters.get("timeout", 0))
        self._news.set()  # an older poll wakes up and leaves
        while True:
            if self._end.is_set():
                return []
            if mine != self.polls:
                raise Refused(_RIVAL, 409)
            waiting = self.world.pending(int(parameters.get("offset", 0)), int(parameters.get("limit", 100)))
            self._tell()
            left = until - time.monotonic()
            if waiting or left <= 0:
                return waiting
            self._news.clear()
            await _until(self._news, left)


async def _until(event: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return


async def _parameters(request: web.Request) -> Json:
    if request.content_type == "application/json":
        return dict(await request.json())
    form = [*request.query.items(), *(await request.post()).items()]
    return {name: _value(name, str(value)) for name, value in form}


def _value(name: str, value: str) -> Any:
    if name in _TEXTS:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _torn(request: web.Request) -> web.StreamResponse:
    if request.transport:
        request.transport.abort()
    return web.Response()


def _response(code: int, result: Any, fault: Fault) -> web.Response:
    if code == 200:
        return web.json_response({"ok": True, "result": result})
    body: Json = {"ok": False, "error_code": code, "description": result}
    if fault.retry_after:
        body["parameters"] = {"retry_after": fault.retry_after}
    return web.json_response(body, status=code)
