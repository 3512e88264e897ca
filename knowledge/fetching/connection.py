"""Connects to public addresses only, and to the very address that was checked; all within a deadline."""

from __future__ import annotations

import ipaddress
import queue
import threading
import time
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import httpcore

from knowledge.fetching.policy import NotFetched, Policy, Resolver

if TYPE_CHECKING:
    import ssl
    from typing import Any

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_STEP = 10.0  # seconds to connect, or to wait for the next bytes
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Guard(httpcore.NetworkBackend):
    """The way to the network: resolves and checks each host at the moment it connects, and keeps the deadline.

    TLS is still spoken with the host's name, so certificates are checked as ever.
    """

    def __init__(self, policy: Policy, deadline: float) -> None:
        self._policy = policy
        self._deadline = deadline
        self._network = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        addresses = _resolved(self._policy.resolve, host, port, left(self._deadline))
        if host.lower().rstrip(".") not in self._policy.allowed_hosts:
            refuse_private(host, addresses)
        for number, address in enumerate(addresses, 1):
            try:
                stream = self._network.connect_tcp(address, port, left(self._deadline), None, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if number == len(addresses):
                    raise
            else:
                return _Timed(stream, self._deadline)
        raise NotFetched(f"{host} has no address")

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        raise NotFetched("sockets are not the web")

    def sleep(self, seconds: float) -> None:
        time.sleep(min(seconds, left(self._deadline)))


class _Timed(httpcore.NetworkStream):
    """A connection whose every step ends by the deadline, however the bytes drip."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, left(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, left(self._deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, left(self._deadline)), self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


def left(deadline: float) -> float:
    """Seconds that the next step may take; raises NotFetched when there are none."""
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise httpcore.ReadTimeout
    return min(seconds, _STEP)


def refuse_private(host: str, addresses: Sequence[str]) -> None:
    """Raises NotFetched where any of a host's addresses is not one of the open internet."""
    for given in addresses:
        address = ipaddress.ip_address(given.partition("%")[0])
        if not all(_is_public(each) for each in _meant(address)):
            named = "" if host == given else f"{host} is at "
            which = "" if host == given else ", which"
            reason = f"{named}{address}{which} is not a public address"
            raise NotFetched(f"{reason}; hosts named in MEETINGS_FETCH_ALLOWED_HOSTS may be private")


def _is_public(address: Address) -> bool:
    return address.is_global and not address.is_multicast and not address.is_reserved


def _meant(address: Address) -> list[Address]:
    """The address itself, with the IPv4 addresses it tunnels to; behind NAT64 only the IPv4 address counts."""
    if isinstance(address, ipaddress.IPv4Address):
        return [address]
    if address in _NAT64:
        return [ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)]
    tunnelled = [address.sixtofour, *(address.teredo or ())]
    return [address, *(each for each in tunnelled if each is not None)]


def _resolved(resolve: Resolver, host: str, port: int, seconds: float) -> Sequence[str]:
    """A host's addresses; asked for in a thread, for a name server may keep one waiting."""
    answer: queue.Queue[Sequence[str] | OSError] = queue.Queue()

    def ask() -> None:
        try:
            answer.put(resolve(host, port))
        except (OSError, UnicodeError) as error:
            answer.put(OSError(str(error)))

    threading.Thread(target=ask, daemon=True).start()
    try:
        found = answer.get(timeout=seconds)
    except queue.Empty:
        raise NotFetched(f"the name {host} was not resolved in time") from None
    if isinstance(found, OSError) or not found:
        raise NotFetched(f"there is no host {host}")
    return found
