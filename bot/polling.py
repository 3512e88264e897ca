"""The connection that asks Telegram for news; sorts out updates that cannot be read."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from telegram import Update
from telegram.request import HTTPXRequest

from bot.parts import UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger(__name__)

CONNECTIONS = 4  # with a single one, one torn poll can stop polling for good


class PollingRequest(HTTPXRequest):
    """Empties updates that the library cannot read, and tells when the token is no longer accepted.

    The library would fetch an unreadable update over and over, deaf to all that come after it, and
    write it with all that people wrote into the log; and it would stay silent with a revoked token.
    """

    __slots__ = ("_on_rejected",)

    def __init__(self, seconds: float, on_rejected: Callable[[], None]) -> None:
        """``seconds`` is how long each step may take beyond the long poll itself."""
        super().__init__(
            connection_pool_size=CONNECTIONS,
            connect_timeout=seconds,
            read_timeout=seconds,
            write_timeout=seconds,
            pool_timeout=seconds,
        )
        self._on_rejected = on_rejected

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:  # noqa: ANN401 - passed on
        code, payload = await super().do_request(*args, **kwargs)
        if code in (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND):
            self._on_rejected()
        return code, payload

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        response = HTTPXRequest.parse_json_payload(payload)
        updates = response.get("result")
        if isinstance(updates, list):
            response["result"] = [_readable(update) for update in updates]
        return response


def _readable(update: dict[str, Any]) -> dict[str, Any]:
    try:
        Update.de_json(update, None)
    except UNREADABLE as error:
        log.error("Update %s cannot be read and is left out: %s", update["update_id"], type(error).__name__)
        return {"update_id": update["update_id"]}
    return update
