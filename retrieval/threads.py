"""Keeps a library that computes with several threads to one of them for a while."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def one_thread(get: Callable[[], int], put: Callable[[int], None]) -> Iterator[None]:
    """What a single question costs is too little for further threads to be worth their waking.

    ``get`` and ``put`` are the library's own, for the number of its threads.
    """
    usual = get()
    put(1)
    try:
        yield
    finally:
        put(usual)
