"""Fetches documents over HTTP: redirects followed and checked, robots.txt obeyed, size and time limited."""

from __future__ import annotations

import re
import ssl
import time
import zlib
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit, urlunsplit

from knowledge.article import Refused
from knowledge.fetching.policy import AGENT, USER_AGENT, Fetched, NotFetched, Policy

if TYPE_CHECKING:
    from httpcore import Response
    from httpx import URL
    from protego import Protego

_REDIRECTS = (301, 302, 303, 307, 308)
_ROBOTS_BYTES = 500_000
_LONGEST_WAIT = 5.0  # seconds that robots.txt may ask for between two requests
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w:.-]+)", re.IGNORECASE)


def fetch(url: str, policy: Policy) -> Fetched | Refused:
    """The document at ``url``, or why it was not fetched."""
    return Session(policy).fetch(url)


class Session:
    """Fetches for one load: what a site's robots.txt says is asked for once."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._robots: dict[str, Protego | str] = {}  # by origin: its rules, or why they cannot be read
        self._last: dict[str, float] = {}
        self._tls = ssl.create_default_context()

    def fetch(self, url: str) -> Fetched | Refused:
        """The document at ``url``, or why it was not fetched."""
        try:
            deadline = time.monotonic() + self._policy.seconds
            return self._followed(_address(url), self._policy.most_bytes, deadline, robots=True)
        except NotFetched as error:
            return Refused(bare(url), (str(error),))

    def _followed(self, address: URL, most: int, deadline: float, *, robots: bool) -> Fetched:
        """The document at the end of the redirects; each step is checked as if it were the first."""
        for hop in range(self._policy.redirects + 1):
            try:
                if robots:
                    self._obey(address, deadline)
                found = self._got(address, most, deadline)
            except NotFetched as error:
                error.args = (f"redirected to {address}: {error}",) if hop else error.args
                raise
            if isinstance(found, Fetched):
                return found
            address = found
        raise NotFetched(f"more than {self._policy.redirects} redirects")

    def _got(self, address: URL, most: int, deadline: float) -> Fetched | URL:
        """The document at an address, or the address it redirects to."""
        import httpcore

        from knowledge.fetching.connection import Guard

        headers: dict[bytes | str, bytes | str] = {
            "Host": address.netloc,
            "User-Agent": USER_AGENT,
            "Accept-Encoding": "gzip, deflate",
        }
        pool = httpcore.ConnectionPool(ssl_context=self._tls, network_backend=Guard(self._policy, deadline))
        target = httpcore.URL(
            scheme=address.raw_scheme, host=address.raw_host, port=address.port, target=address.raw_path
        )
        try:
            with pool, pool.stream("GET", target, headers=headers) as response:
                return _taken(response, address, most)
        except httpcore.TimeoutException:
            raise NotFetched(f"did not arrive within {self._policy.seconds:.0f} seconds") from None
        except (httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError, OSError) as error:
            raise NotFetched(f"cannot be reached: {' '.join(str(error).split()) or type(error).__name__}") from None

    def _obey(self, address: URL, deadline: float) -> None:
        """Raises NotFetched where robots.txt says so; waits as long as it asks to."""
        origin = f"{address.scheme}://{address.netloc.decode()}"
        if origin not in self._robots:
            self._robots[origin] = self._rules(origin, deadline)
        rules = self._robots[origin]
        if isinstance(rules, str):
            raise NotFetched(rules)
        if not rules.can_fetch(str(address), AGENT):
            raise NotFetched(f"the robots.txt of {address.host} does not allow programs to read it")
        since = time.monotonic() - self._last.get(origin, float("-inf"))
        time.sleep(max(0.0, min(float(rules.crawl_delay(AGENT) or 0), _LONGEST_WAIT) - since))
        self._last[origin] = time.monotonic()

    def _rules(self, origin: str, deadline: float) -> Protego | str:
        from protego import Protego

        try:
            found = self._followed(_address(f"{origin}/robots.txt"), _ROBOTS_BYTES, deadline, robots=False)
        except _Answered as error:
            if error.status < 500:
                return Protego.parse("")
            return f"its robots.txt cannot be read now ({error}): try again later"
        except NotFetched as error:
            return str(error)
        return Protego.parse(found.data.decode("utf-8", errors="replace"))


class _Answered(NotFetched):
    """The server answered, but not with the document."""

    def __init__(self, status: int) -> None:
        names = {each.value: each.phrase for each in HTTPStatus}
        super().__init__(f"answered {status} {names.get(status, '')}".rstrip())
        self.status = status


def bare(url: str) -> str:
    """An address without name and password, and without signs that would play tricks on a terminal."""
    try:
        parts = urlsplit(url)
        shown = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    except ValueError:
        shown = url
    return "".join(character if character.isprintable() else "\ufffd" for character in shown)


def _address(url: str) -> URL:
    from httpx import URL, InvalidURL

    try:
        address = URL(urldefrag(url).url)
    except (InvalidURL, ValueError, TypeError) as error:
        raise NotFetched(f"not an address: {error}") from None
    if address.scheme not in ("http", "https") or not address.host:
        raise NotFetched("only http and https addresses are fetched")
    if address.userinfo:
        raise NotFetched("an address with a name or password in it is not fetched")
    return address


def _taken(response: Response, address: URL, most: int) -> Fetched | URL:
    headers = {name.lower().decode("latin-1"): value.decode("latin-1") for name, value in response.headers}
    if response.status in _REDIRECTS and headers.get("location"):
        return _address(urljoin(str(address), headers["location"]))
    if response.status != 200:
        raise _Answered(response.status)
    if headers.get("content-length", "").isdigit() and int(headers["content-length"]) > most:
        raise NotFetched(_too_large(most))
    data = _limited(_unpacked(response.iter_stream(), headers.get("content-encoding", ""), most), most)
    kind = headers.get("content-type", "")
    charset = _CHARSET.search(kind)
    return Fetched(str(address), data, kind.partition(";")[0].strip().lower(), charset[1] if charset else None)


def _limited(chunks: Iterable[bytes], most: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > most:
            raise NotFetched(_too_large(most))
        parts.append(chunk)
    return b"".join(parts)


def _unpacked(chunks: Iterable[bytes], encoding: str, most: int) -> Iterator[bytes]:
    """The chunks decompressed piece by piece, so that a small answer cannot grow without bound."""
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        yield from chunks
        return
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise NotFetched(f"packed in a way that was not asked for ({encoding[:20]})")
    unpack = zlib.decompressobj(wbits=47 if "gzip" in encoding else 15)
    try:
        for chunk in chunks:
            while chunk:
                yield unpack.decompress(chunk, 65_536)
                chunk = unpack.unconsumed_tail
        yield unpack.flush()
    except zlib.error as error:
        raise NotFetched(f"damaged: cannot be unpacked ({error})") from None


def _too_large(most: int) -> str:
    return f"larger than {most / 1_000_000:,.0f} MB"
