"""Listens for what Telegram delivers: takes an update only with the secret, and only once it is written down."""

from __future__ import annotations

import hmac
import json
import logging
import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from telegram import Update
from telegram.error import NetworkError
from telegram.ext import Updater
from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler

from bot.complaints import WrongSettings
from bot.parts import UNREADABLE

if TYPE_CHECKING:
    import asyncio

    from telegram import Bot

    from bot.settings import Settings

log = logging.getLogger(__name__)

HEADER = "X-Telegram-Bot-Api-Secret-Token"
LARGEST_UPDATE = 1 << 20  # bytes; Telegram's are far smaller

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


def checked(settings: Settings) -> str:
    """The secret. Raises WrongSettings when what the webhook needs is missing or cannot be."""
    secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else ""
    if not settings.webhook_url:
        return secret
    address = urlsplit(settings.webhook_url)
    loopback = address.hostname in ("127.0.0.1", "localhost", "::1")
    if address.scheme != "https" and not (address.scheme == "http" and loopback):
        raise WrongSettings("MEETINGS_WEBHOOK_URL should be an https address, such as https://bot.example/telegram")
    if not _SECRET.fullmatch(secret):
        raise WrongSettings(
            "MEETINGS_WEBHOOK_SECRET should be 1 to 256 of A-Z a-z 0-9 _ -, long and random: without it anybody "
            "could send the bot questions in the name of staff"
        )
    return secret


class Webhook(Updater):
    """python-telegram-bot's updater with a server of our own.

    The library's would write an update that it cannot read into the log, with all that people said in it, and have
    Telegram deliver it again for hours.
    """

    async def _start_webhook(self, listen: str, port: int, url_path: str, *_: Any, **options: Any) -> None:  # noqa: ANN401
        ready: asyncio.Event | None = options.pop("ready", None)
        secret = str(options["secret_token"])
        given = {"bot": self.bot, "queue": self.update_queue, "secret": secret}
        app = Application([(rf"/{re.escape(url_path.strip('/'))}/?", _Delivery, given)], log_function=_quiet)
        server = _Server(HTTPServer(app, max_body_size=LARGEST_UPDATE), listen, port)
        self._httpd = server  # type: ignore[assignment]
        await server.serve_forever(ready)
        await self._bootstrap(
            max_retries=options["bootstrap_retries"],
            webhook_url=options["webhook_url"],
            allowed_updates=options["allowed_updates"],
            secret_token=secret,
            drop_pending_updates=options["drop_pending_updates"],
        )


class _Server:
    """The listening server, as the updater stops it."""

    def __init__(self, server: HTTPServer, listen: str, port: int) -> None:
        self._server = server
        self._place = (listen, port)

    async def serve_forever(self, ready: asyncio.Event | None) -> None:
        listen, port = self._place
        try:
            self._server.listen(port, address=listen)
        except OSError as error:
            raise WrongSettings(
                f"cannot listen on {listen}:{port}: {error.strerror}; see MEETINGS_WEBHOOK_LISTEN and _PORT"
            ) from error
        if ready is not None:
            ready.set()

    async def shutdown(self) -> None:
        self._server.stop()
        await self._server.close_all_connections()


class _Delivery(RequestHandler):
    """One delivery: 200 once the update is in the journal, or cannot be read and never will."""

    SUPPORTED_METHODS = ("POST",)

    def initialize(self, bot: Bot, queue: asyncio.Queue[object], secret: str) -> None:
        self._bot, self._queue, self._secret = bot, queue, secret

    async def post(self) -> None:
        if not hmac.compare_digest(self.request.headers.get(HEADER, "").encode(), self._secret.encode()):
            self.set_status(HTTPStatus.FORBIDDEN)
            return
        update = _update(self.request.body, self._bot)
        if update is None:
            return
        try:
            await self._queue.put(update)
        except NetworkError as error:  # not written down: Telegram is to deliver it again
            log.error("An update was not accepted: %s", error)
            self.set_status(HTTPStatus.SERVICE_UNAVAILABLE)

    def write_error(self, status_code: int, **_: Any) -> None:  # noqa: ANN401
        self.finish()

    def log_exception(self, kind: Any, error: Any, traceback: Any) -> None:  # noqa: ANN401
        """Without the traceback, which may show what somebody wrote."""
        log.error("A delivery failed with %s", kind.__name__ if kind else "an error")


def _update(body: bytes, bot: Bot) -> Update | None:
    """None for what is no update or cannot be read as one."""
    try:
        data = json.loads(body)
        return Update.de_json(data, bot) if data.get("update_id") is not None else None
    except UNREADABLE as error:
        log.error("A delivery cannot be read and is left out: %s", type(error).__name__)
        return None


def _quiet(_: object) -> None:
    """Requests are not logged: their addresses may be secret."""
