"""What Telegram was told is accepted stays in the journal until it has been dealt with, then only its number."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from bot.records.file import RecordFile, RecordsUnwritable
from bot.records.journal import KEPT_SECONDS, Journal, Waiting


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def journal(tmp_path: Path, clock: Clock) -> Journal:
    return Journal(RecordFile(tmp_path / "bot.db"), clock)


def test_an_update_is_accepted_once_also_after_it_was_dealt_with(journal: Journal) -> None:
    assert [journal.accept(7, "talk", {"update_id": 7}), journal.accept(7, "talk", {})] == [True, False]
    journal.done(7)
    assert not journal.accept(7, "talk", {})


def test_what_was_not_dealt_with_waits_in_order_for_the_next_process(tmp_path: Path, clock: Clock) -> None:
    before = Journal(RecordFile(tmp_path / "bot.db"), clock)
    for number in (9, 7, 8):
        before.accept(number, "talk", {"update_id": number, "text": "谁主持？"})
    before.done(8)
    after = Journal(RecordFile(tmp_path / "bot.db"), clock)
    assert after.waiting() == [
        Waiting(7, clock.now, {"update_id": 7, "text": "谁主持？"}),
        Waiting(9, clock.now, {"update_id": 9, "text": "谁主持？"}),
    ]


def test_what_was_said_is_erased_once_it_is_dealt_with(tmp_path: Path, journal: Journal) -> None:
    journal.accept(7, "1:0:5", {"text": "a secret"})
    journal.done(7)
    kept = sqlite3.connect(tmp_path / "bot.db").execute("SELECT update_id, talk, payload FROM journal").fetchall()
    assert kept == [(7, "", None)]


def test_later_updates_of_a_talk_are_counted_while_they_wait(journal: Journal) -> None:
    for number, talk in ((1, "a"), (2, "a"), (3, "b"), (4, "a")):
        journal.accept(number, talk, {})
    assert [journal.later_in("a", number) for number in (1, 2, 4)] == [2, 1, 0]
    journal.done(4)
    assert journal.later_in("a", 1) == 1


def test_numbers_are_let_go_when_telegram_no_longer_delivers_them_but_never_what_waits(
    journal: Journal, clock: Clock
) -> None:
    journal.accept(1, "a", {})
    journal.accept(2, "a", {"text": "waits"})
    journal.done(1)
    clock.now += KEPT_SECONDS + 1
    journal.forget_old()
    assert journal.accept(1, "a", {})
    assert not journal.accept(2, "a", {})


def test_a_file_that_is_no_database_is_a_complaint_that_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "bot.db").write_bytes(b"no database" * 200)
    with pytest.raises(
        RecordsUnwritable, match=r"cannot open .*bot\.db: .*; check space and rights, or move it away"
    ):
        RecordFile(tmp_path / "bot.db")


def test_a_file_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    RecordFile(tmp_path / "bot.db").close()
    sqlite3.connect(tmp_path / "bot.db").execute("PRAGMA user_version = 99")
    with pytest.raises(RecordsUnwritable, match="newer"):
        RecordFile(tmp_path / "bot.db")


def test_what_was_being_sent_when_a_process_was_killed_is_known_to_the_next_one(tmp_path: Path, clock: Clock) -> None:
    before = Journal(RecordFile(tmp_path / "bot.db"), clock)
    for number in (1, 2):
        before.accept(number, "a", {})
    assert before.begin_sending(1)
    after = Journal(RecordFile(tmp_path / "bot.db"), clock)
    assert [after.begin_sending(number) for number in (1, 2)] == [False, True]


def test_half_of_a_character_is_written_down_like_any_other(journal: Journal) -> None:
    assert journal.accept(1, "a", {"text": "half \ud83d"})
    assert journal.waiting()[0].payload == {"text": "half \ud83d"}


def test_a_number_that_telegram_uses_again_after_a_week_is_no_repetition(journal: Journal, clock: Clock) -> None:
    journal.accept(5, "a", {})
    journal.done(5)
    clock.now += 8 * 86400
    assert journal.accept(5, "a", {"text": "new"})
    assert not journal.accept(5, "a", {})


def test_later_is_what_was_accepted_later_whatever_its_number(journal: Journal, clock: Clock) -> None:
    journal.accept(900, "a", {})
    clock.now += 1
    journal.accept(3, "a", {})
    assert [journal.later_in("a", number) for number in (900, 3)] == [1, 0]
    assert [each.update_id for each in journal.waiting()] == [900, 3]


def test_only_what_can_be_lost_in_a_power_cut_does_not_wait_for_the_disk(tmp_path: Path) -> None:
    file = RecordFile(tmp_path / "bot.db")
    full, normal = (2,), (1,)
    with file.unhurried():
        assert file.row("PRAGMA synchronous") == normal
    assert file.row("PRAGMA synchronous") == full
    with pytest.raises(sqlite3.Error), file.unhurried():
        file.write("no SQL")
    assert file.row("PRAGMA synchronous") == full
