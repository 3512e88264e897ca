"""The stand-in as a server: HTTP, long polling and webhooks in and out, recorded calls and violations to look at."""

from __future__ import annotations

import asyncio
import base64
import copy
import json
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from aiohttp import web

from tests.botapi.files import LARGEST_UPLOAD, Upload
from tests.botapi.limits import Limits
from tests.botapi.methods import Methods
from tests.botapi.rules import Json, Refused, check_kinds
from tests.botapi.world import World

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.botapi.chats import Menu
    from tests.botapi.queries import Queries
    from tests.botapi.webhook import Webhook

Outcome = tuple[int, Any, Json]  # status, result or description, further parameters of an error

TOKEN = "123456:stand-in-AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"  # noqa: S105 - of nobody's bot
PATIENCE = 60.0  # seconds a test waits before it fails

# Parameters that are text as they come; all others are JSON inside the form.
_TEXTS = frozenset(
    {"text", "caption", "query", "callback_query_id", "inline_query_id", "url", "parse_mode", "action"}
    | {"secret_token", "file_id", "inline_message_id", "document", "photo", "name", "description", "language_code"}
    | {"short_description", "next_offset", "message_effect_id", "business_connection_id"}
)
# What carrying out a call raises for a part of a wrong type deep inside of its parameters.
_UNREAD = (TypeError, ValueError, KeyError, AttributeError)
_WEBHOOK_RIVAL = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
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

    def __init__(self, *, token: str = TOKEN, privacy: bool = True, port: int = 0, latency: float = 0.0) -> None:
        self.world = World(privacy=privacy)
        self.world.on_update = self._wake
        self.token = token
        self.port = port
        self.calls: list[Call] = []
        self.violations: list[str] = []
        self.latency = latency  # seconds before every call but getUpdates is carried out
        self.delays: dict[str, float] = {}  # further seconds, by method
        self.limits = Limits()
        self._methods = Methods(self.world)
        self.webhook.on_call = self._call_in_answer
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
    def base_file_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/file/bot"

    @property
    def commands(self) -> dict[str, list[Json]]:
        """The default menu by language; ``menus`` has those of all scopes."""
        return {menu[2]: commands for menu, commands in self.menus.items() if menu[0] == "default"}

    @property
    def menus(self) -> dict[Menu, list[Json]]:
        return self._methods.chats.menus

    @property
    def faces(self) -> dict[tuple[str, str], str]:
        """The bot's name and descriptions, by what it is and language."""
        return self._methods.chats.faces

    @property
    def webhook(self) -> Webhook:
        return self._methods.webhook

    @property
    def queries(self) -> Queries:
        """Holds how long Telegram waits for answers to buttons and inline queries."""
        return self._methods.queries

    @property
    def unanswered_buttons(self) -> list[str]:
        return [number for number, answered in list(self.world.callbacks.items()) if not answered]

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

    def recorded(self, chat: int) -> list[Json]:
        """A copy of the transcript with the pictures in it, for `tests.picture`."""
        messages = copy.deepcopy(self.transcript(chat))
        for message in messages:
            for size in message.get("photo", []):
                held = base64.b64encode(self.world.files.get(size["file_id"]).data).decode()
                size["data"] = f"data:image/png;base64,{held}"
        return messages

    def answers(self, message: Json) -> list[Json]:
        """The bot's replies to one message."""
        number = message["message_id"]
        everything = self.sent(message["chat"]["id"])
        return [each for each in everything if each.get("reply_to_message", {}).get("message_id") == number]

    def answer(self, message: Json) -> Json:
        """The bot's reply to one message, as soon as it is there."""
        key = message["chat"]["id"], message["message_id"]
        self.wait(lambda: self.world.reply_counts[key] > 0, f"an answer to {message.get('text')!r}")
        return self.answers(message)[0]

    def button_answer(self, pressed: Json) -> Json:
        """How the bot answered a pressed button, as soon as it has: ``text``, ``show_alert`` …"""
        number = pressed["id"]
        self.wait(lambda: self.world.callbacks[number], f"an answer to the button {pressed.get('data')!r}")
        return next(
            call.parameters
            for call in self.called("answerCallbackQuery")
            if str(call.parameters.get("callback_query_id")) == number and call.code == 200
        )

    def inline_answer(self, query: Json) -> Json:
        """How the bot answered an inline query, as soon as it has; its ``results`` can be chosen."""
        self.wait(lambda: query["id"] in self.world.inline_answers, f"inline results for {query['query']!r}")
        return self.world.inline_answers[query["id"]]

    def settle(self, seconds: float = PATIENCE) -> None:
        """Waits until every pressed button has its answer; fails a test that leaves one without."""
        self.wait(lambda: not self.unanswered_buttons, "answers to all pressed buttons", seconds)

    def wait(self, condition: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
        """Waits until the condition holds; it is looked at with every call of the bot."""
        with self._changed:
            if not self._changed.wait_for(condition, seconds):
                raise TimeoutError(f"Waited {seconds:.0f} s in vain for {what}.")

    # The server

    def _wake(self) -> None:
        self._loop.call_soon_threadsafe(self._news.set)
        self._loop.call_soon_threadsafe(self.webhook.wake)

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._run())
        finally:
            self._loop.close()

    async def _run(self) -> None:
        application = web.Application(client_max_size=2 * LARGEST_UPLOAD)
        application.router.add_route("*", "/bot{token}/{method}", self._respond)
        application.router.add_get("/file/bot{token}/{path:.+}", self._download)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", self.port)
        await site.start()
        self.port = runner.addresses[0][1]
        delivering = asyncio.create_task(self.webhook.run())
        self._started.set()
        await self._end.wait()
        self._news.set()
        delivering.cancel()
        await asyncio.gather(delivering, return_exceptions=True)
        await runner.cleanup()

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        try:
            parameters = await _parameters(request)
        except ConnectionError:
            return web.Response()  # the client has hung up, as one that is killed does
        except ValueError:
            return _response(400, "Bad Request: can't parse the request", {})
        fault = self._next_fault(method)
        await asyncio.sleep(fault.delay + self._delay(method))
        if fault.drop:
            return _torn(request)
        code, result, more = await self._outcome(request, method, parameters, fault)
        self.calls.append(Call(method, parameters, code, result))
        self._tell()
        return _torn(request) if fault.drop_after else _response(code, result, more)

    async def _download(self, request: web.Request) -> web.Response:
        """A file that getFile has named."""
        kept = self.world.files.at(request.match_info["path"])
        if request.match_info["token"] != self.token or kept is None:
            return web.json_response({"ok": False, "error_code": 404, "description": "Not Found"}, status=404)
        fault = self._next_fault("download")
        await asyncio.sleep(fault.delay + self._delay("download"))
        if fault.drop:
            return _torn(request)
        return web.Response(status=fault.code or 200, body=b"" if fault.code else kept.data)

    def _delay(self, method: str) -> float:
        return self.delays.get(method, 0.0) + (0.0 if method.lower() == "getupdates" else self.latency)

    def _call_in_answer(self, method: str, parameters: Json) -> None:
        """A method that the webhook called in its answer to a delivery; nobody hears what came of it."""
        code, result, _ = self._carried_out(method, parameters)
        self.calls.append(Call(method, parameters, code, result))
        self._tell()

    def _tell(self) -> None:
        """Lets waiting tests look again."""
        with self._changed:
            self._changed.notify_all()

    def _next_fault(self, method: str) -> Fault:
        waiting = self._faults.get(method.lower())
        return waiting.popleft() if waiting else Fault()

    async def _outcome(self, request: web.Request, method: str, parameters: Json, fault: Fault) -> Outcome:
        if request.match_info["token"] != self.token:
            wrong = (401, "Unauthorized") if ":" in request.match_info["token"] else (404, "Not Found")
            return *wrong, {}
        if fault.code:
            return fault.code, fault.description, {"retry_after": fault.retry_after} if fault.retry_after else {}
        if method.lower() != "getupdates":
            return self._carried_out(method, parameters)
        try:
            check_kinds(parameters)
            return 200, await self._updates(parameters), {}
        except (Refused, *_UNREAD) as error:
            return self._noted(error, method, parameters)

    def _carried_out(self, method: str, parameters: Json) -> Outcome:
        try:
            check_kinds(parameters)
            self.limits.check(method, parameters)
            return 200, copy.deepcopy(self._methods.call(method, parameters)), {}
        except (Refused, *_UNREAD) as error:
            return self._noted(error, method, parameters)

    def _noted(self, error: Exception, method: str, parameters: Json) -> Outcome:
        refusal = (
            error if isinstance(error, Refused) else Refused(f"Bad Request: can't parse the parameters: {error!r}")
        )
        if refusal.foreseeable:
            told = json.dumps(parameters, default=repr)[:500]
            self.violations.append(f"{method}: {refusal.description}: {told}")
        return refusal.code, refusal.description, refusal.parameters

    async def _updates(self, parameters: Json) -> list[Json]:
        """Long polling: waits for news; a newer poll ends this one, as Telegram has it."""
        if self.webhook.url:
            raise Refused(_WEBHOOK_RIVAL, 409, foreseeable=False)
        self.world.allowed = parameters.get("allowed_updates", self.world.allowed)
        self.polls += 1
        mine, until = self.polls, time.monotonic() + float(parameters.get("timeout", 0))
        self._news.set()  # an older poll wakes up and leaves
        while True:
            if self._end.is_set():
                return []
            if mine != self.polls:
                raise Refused(_RIVAL, 409, foreseeable=False)
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
        sent = await request.json()
        return sent if isinstance(sent, dict) else {"body": sent}
    form = [*request.query.items(), *(await request.post()).items()]
    return {
        name: _upload(value) if isinstance(value, web.FileField) else _value(name, str(value)) for name, value in form
    }


def _upload(field: web.FileField) -> Upload:
    return Upload(field.filename, field.file.read(), field.content_type)


def _value(name: str, value: str) -> Any:
    if name in _TEXTS:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _torn(request: web.Request) -> web.Response:
    if request.transport:
        request.transport.abort()
    return web.Response()


def _response(code: int, result: Any, parameters: Json) -> web.Response:
    if code == 200:
        return web.json_response({"ok": True, "result": result})
    body: Json = {"ok": False, "error_code": code, "description": result}
    if parameters:
        body["parameters"] = parameters
    return web.json_response(body, status=code)
