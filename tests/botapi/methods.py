"""The Bot API's methods: parameters of one call in, its result out, or a refusal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tests.botapi.chats import Chats
from tests.botapi.messages import Messages
from tests.botapi.queries import Queries
from tests.botapi.rules import Json, Refused, bad_request
from tests.botapi.webhook import Webhook

if TYPE_CHECKING:
    from tests.botapi.state import State


class Methods:
    """Everything a bot may call, except getUpdates, which waits and so belongs to the server."""

    def __init__(self, world: State) -> None:
        self._world = world
        self.webhook = Webhook(world)
        self.chats = Chats(world)
        self.queries = Queries(world)
        table = {
            "getWebhookInfo": lambda _: self.webhook.info(),
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            **self.chats.table,
            **self.queries.table,
            **Messages(world).table,
        }
        self._table = {method.lower(): carry_out for method, carry_out in table.items()}

    def call(self, name: str, parameters: Json) -> Any:
        if name.lower() not in self._table:
            raise Refused("Not Found: method not found", 404)
        return self._table[name.lower()](parameters)

    def _set_webhook(self, parameters: Json) -> bool:
        url = str(parameters.get("url", ""))
        if not url:
            return self._delete_webhook(parameters)
        parts = urlsplit(url)
        loopback = parts.hostname in ("127.0.0.1", "localhost", "::1")
        bad_request(
            parts.scheme != "https" and not loopback, "bad webhook: An HTTPS URL must be provided for webhook"
        )
        secret = str(parameters.get("secret_token", ""))
        allowed = re.fullmatch("[A-Za-z0-9_-]{0,256}", secret)
        bad_request(not allowed, "bad webhook: secret token contains unallowed characters")
        connections = int(parameters.get("max_connections", 40))
        bad_request(not 1 <= connections <= 100, "bad webhook: wrong max_connections")
        self._forget(parameters)
        self._world.allowed = parameters.get("allowed_updates", self._world.allowed)
        self.webhook.point_to(url, secret, connections)
        return True

    def _delete_webhook(self, parameters: Json) -> bool:
        self.webhook.point_to("", "", 40)
        self._forget(parameters)
        return True

    def _forget(self, parameters: Json) -> None:
        if parameters.get("drop_pending_updates"):
            self._world.forget_updates()
