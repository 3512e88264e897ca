"""Tries many addresses: site beside site, and on each site one after the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from urllib.parse import urlsplit

from knowledge.article import Refused
from knowledge.fetching.policy import Policy
from knowledge.fetching.session import Session

_SITES = 8  # asked at a time


def dead(urls: Iterable[str], policy: Policy) -> dict[str, str]:
    """Those of the addresses that cannot be opened, and why not. Each is asked for once, and so is robots.txt."""
    sites: dict[str, list[str]] = defaultdict(list)
    for url in dict.fromkeys(urls):
        sites[_site(url)].append(url)
    with ThreadPoolExecutor(_SITES) as threads:
        return dict(chain.from_iterable(threads.map(lambda site: _dead(site, policy), sites.values())))


def _dead(urls: Sequence[str], policy: Policy) -> list[tuple[str, str]]:
    session = Session(policy)
    found = [(url, session.fetch(url)) for url in urls]
    return [(url, "; ".join(item.reasons)) for url, item in found if isinstance(item, Refused)]


def _site(url: str) -> str:
    try:
        return urlsplit(url).netloc.casefold()
    except ValueError:
        return url
