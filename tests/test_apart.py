from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from knowledge.article import Draft, Refused
from knowledge.readers import apart
from tests import bad_readers


def test_what_a_reader_finds_comes_back_whole() -> None:
    found = list(apart.apart(bad_readers.good)("a.pdf", bytes(range(256))))
    text = bytes(range(256)).decode("latin-1") + "\ud800"
    fields = {"title": "T", "people": ["a"], "n": 1, "5": "odd"}
    assert found == [Draft("a.pdf", text, fields, {"title": 1}, ("noted",)), Refused("a.pdf", ("one", "two"))]


@pytest.mark.parametrize(
    ("reader", "reason"),
    [
        (bad_readers.breaks, "damaged: its reader broke down"),
        (bad_readers.hoards, "needs too much memory to read"),
        (bad_readers.nests, "nested too deeply"),
        (bad_readers.raises, "damaged: KeyError: 'no such\\npart'"),
    ],
)
def test_what_a_library_does_costs_only_the_file(reader: apart.Reader, reason: str) -> None:
    assert list(apart.apart(reader)("a.pdf", b"x")) == [Refused("a.pdf", (reason,))]
    assert len(list(apart.apart(bad_readers.good)("b.pdf", b"x"))) == 2


def test_a_reader_that_hangs_is_ended_in_time() -> None:
    began = time.monotonic()
    found = list(apart.apart(bad_readers.hangs, 1.0)("a.pdf", b"x"))
    assert found == [Refused("a.pdf", ("took longer than 1 seconds to read",))]
    assert time.monotonic() - began < 30  # of the 60 it would take
    assert len(list(apart.apart(bad_readers.good)("b.pdf", b"x"))) == 2


def test_a_reader_can_write_no_file_and_sees_nothing_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEETINGS_TELEGRAM_TOKEN", "secret")
    apart.close()
    (found,) = apart.apart(bad_readers.writes)(str(tmp_path / "a"), b"x")
    assert isinstance(found, Refused)
    (seen,) = apart.apart(bad_readers.looks)("a", b"x")
    assert isinstance(seen, Draft)
    assert "MEETINGS" not in str(seen.text)


def test_many_threads_get_each_their_own_answer() -> None:
    read = apart.apart(bad_readers.good)
    texts: dict[int, object] = {}

    def ask(number: int) -> None:
        first = next(iter(read("a", str(number).encode() * 1000)))
        texts[number] = first.text if isinstance(first, Draft) else first

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert texts == {number: str(number) * 1000 + "\ud800" for number in range(8)}
