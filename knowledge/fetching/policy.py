"""What may be fetched, how much of it, and for how long."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Resolver = Callable[[str, int], Sequence[str]]  # (host, port) -> its addresses; raises OSError

AGENT = "meetings"  # the name that robots.txt may address
USER_AGENT = f"{AGENT}/0.1 (question bot for local meetings; loads articles its maintainers name)"


def resolve(host: str, port: int) -> list[str]:
    """Every address of a host, as the system knows it."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True)
class Policy:
    """``allowed_hosts`` are names that may be private; every other host must have public addresses only."""

    allowed_hosts: frozenset[str] = frozenset()
    most_bytes: int = 20_000_000  # of one document, also after decompression
    seconds: float = 30.0  # for one document, redirects included
    redirects: int = 5
    resolve: Resolver = resolve


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was at an address; ``url`` is the last one, after redirects."""

    url: str
    data: bytes
    content_type: str  # without parameters, lower case; empty where none was given
    charset: str | None


class NotFetched(Exception):
    """The address cannot or must not be read; the message is the reason."""
