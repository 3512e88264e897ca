"""Errors of the command line: one line that says what to do, and exit code 2."""

from __future__ import annotations

import ctypes
import os
import resource
import shutil
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.json_form import line
from knowledge.article import Article
from knowledge.readers import READERS
from retrieval.mending import mend
from tests.meetings_process import ROOT, Done, meetings
from tests.toy_articles import ALL, open_engine, put, quiet
from tests.toy_encoder import ToyEncoder
from tests.warm_process import warm_meetings

SAMPLES = ROOT / "knowledge" / "samples"


@pytest.fixture
def toy(data: Path) -> Path:
    """A data folder that was loaded with the toy encoder: quick, for commands that need no model."""
    engine = open_engine(data, "toy@1")
    put(engine, ToyEncoder(), *ALL)
    engine.library.close()
    return data


@pytest.mark.parametrize(
    "command",
    [
        "list",
        "show x",
        "remove x",
        "undo",
        "status",
        "doctor",
        "ask Who?",
        "chat",
        "bot",
        "ask --questions Q --out A",
    ],
)
def test_a_missing_library_is_said_before_anything_else(command: str, data: Path) -> None:
    (data.parent / "Q").write_text('{"id": "1", "text": "Who?"}\n', encoding="utf-8")
    expected = f"no library in {data}: load articles first, with `meetings load PATH`"
    done = meetings(*command.split(), data=data, MEETINGS_TELEGRAM_TOKEN="1:x")  # noqa: S106 (no token of anybody)
    assert_complaint(done, expected)
    assert not data.exists()


def test_an_unknown_id_is_a_complaint(toy: Path) -> None:
    expected = "no article 'x': `meetings list` shows the ids"
    assert_complaint(meetings("show", "x", data=toy), expected)
    assert_complaint(meetings("remove", "review", "x", data=toy), expected)
    assert len(meetings("list", "--json", data=toy).rows) == 6


def test_a_missing_token_is_a_complaint(samples: Path, cache: Path) -> None:
    done = meetings("bot", data=samples, cache=cache)
    assert_one_line(done, "MEETINGS_TELEGRAM_TOKEN")


def test_sources_that_cannot_be_taken_cost_only_themselves(copy: Path, cache: Path, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    (folder / "locked").mkdir(parents=True)
    (folder / "locked" / "inside.txt").write_text("never seen")
    (folder / "table.xlsx").write_bytes(b"PK")
    (folder / "gone.txt").symlink_to(tmp_path / "nowhere")
    (folder / "locked.txt").write_text("never seen")
    (folder / "latin.txt").write_bytes("Caf\u00e9".encode("latin-1"))
    shutil.copy(SAMPLES / "2025-01-10-budget-session.txt", folder / "known.txt")
    with locked(folder / "locked", folder / "locked.txt"):
        done = meetings("load", str(folder), "--json", data=copy, cache=cache, before=without_root_powers)
    assert (done.code, done.err) == (1, "")
    assert {source["source"]: source.get("reasons", source["verdict"]) for source in done.json["sources"]} == {
        "known.txt": "unchanged",
        "gone.txt": ["cannot be read: No such file or directory"],
        "latin.txt": "new",
        "locked": ["the folder cannot be looked into: check its rights"],
        "locked.txt": ["cannot be read: Permission denied"],
        "table.xlsx": [f"unknown file type .xlsx; known are {', '.join(READERS)}"],
    }


def test_a_load_with_nothing_good_says_why_and_keeps_the_library_empty(
    data: Path, cache: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty.txt").write_text("\n\n")
    done = meetings("load", str(tmp_path / "empty.txt"), data=data, cache=cache)
    assert (done.code, done.err) == (1, "")
    assert done.out.splitlines() == [
        "refused   empty.txt",
        "          no text: nothing but blank space under the head",
        "",
        "1 refused. 0 paragraphs embedded; generation 0 is live.",
    ]


def test_a_path_that_is_not_there_is_a_complaint(data: Path, cache: Path, tmp_path: Path) -> None:
    done = meetings("load", str(tmp_path / "nowhere"), data=data, cache=cache)
    assert_one_line(
        done,
        "'"
        + str(tmp_path / "nowhere")
        + "' is not there: give a file, a folder, an http or https address, or - for standard input",
    )
    assert not data.exists()


def test_an_unreadable_list_of_questions_is_a_complaint(toy: Path, tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text('{"id": "1", "text": "Who?"}\n{"id": "2"}\n', encoding="utf-8")
    done = meetings("ask", "--questions", str(questions), "--out", str(tmp_path / "a.jsonl"), data=toy)
    assert_complaint(done, f'{questions}:2: should be JSON with "id" and "text"')


@pytest.mark.parametrize("command", ["ask Who?", "load knowledge/samples", "undo", "doctor"])
def test_a_model_that_is_none_is_a_complaint(command: str, toy: Path, tmp_path: Path) -> None:
    (tmp_path / "knowledge").symlink_to(ROOT / "knowledge")
    (tmp_path / "hollow").mkdir()
    done = meetings(*command.split(), data=toy, MEETINGS_EMBEDDING_MODEL="hollow")
    assert_complaint(done, "hollow holds no sentence-transformers model: it has no .json and no weights")
    done = meetings(*command.split(), data=toy, MEETINGS_EMBEDDING_MODEL="nobody/no-such-model")
    assert_one_line(done, "MEETINGS_EMBEDDING_MODEL='nobody/no-such-model' is neither a folder nor a model")


def test_a_library_of_another_model_is_not_guessed_around(toy: Path, cache: Path) -> None:
    done = meetings("ask", "Who?", data=toy, cache=cache)
    assert_one_line(done, "run `meetings doctor` to compute them, or set MEETINGS_EMBEDDING_MODEL back")


def test_a_file_that_is_no_library_is_a_complaint(data: Path) -> None:
    data.mkdir()
    (data / "library.db").write_text("These are no articles. " * 400)
    assert_one_line(meetings("list", data=data), "put back a backup")


@pytest.mark.parametrize("command", ["list", "doctor", "show review"])
def test_a_damaged_library_is_a_complaint(command: str, toy: Path, cache: Path) -> None:
    with closing(sqlite3.connect(toy / "library.db")) as db:
        root = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'versions'").fetchone()[0]
        size = db.execute("PRAGMA page_size").fetchone()[0]
    content = bytearray((toy / "library.db").read_bytes())
    content[(root - 1) * size : root * size] = b"\xa5" * size
    (toy / "library.db").write_bytes(content)
    assert_one_line(meetings(*command.split(), data=toy, cache=cache), "damaged", "put back a backup")


def test_a_library_of_a_newer_version_is_a_complaint(toy: Path) -> None:
    with closing(sqlite3.connect(toy / "library.db")) as db:
        db.execute("PRAGMA user_version = 99")
    expected = f"{toy / 'library.db'} was written by a newer `meetings` (format 99): update this one"
    assert_complaint(meetings("list", data=toy), expected)


def test_a_full_disk_is_a_complaint_and_nothing_is_changed(toy: Path) -> None:
    done = meetings("remove", "review", data=toy, before=lambda: no_file_over(36_000))
    assert_one_line(done, f"cannot write {toy / 'library.db'}: ", "nothing was changed. Check free space and rights")
    assert len(meetings("list", "--json", data=toy).rows) == 6
    assert meetings("remove", "review", data=toy) == Done(
        0, "removed review  Review meeting on grassroots work\n", ""
    )


def test_no_room_for_the_index_is_a_complaint_and_the_articles_are_safe(toy: Path) -> None:
    engine = open_engine(toy, "toy@1")
    long = Article("long", "A long one", "\n\n".join(f"Paragraph number {n}." for n in range(700)), "en")
    put(engine, ToyEncoder(), long)
    assert (toy / "index" / "000002.faiss").stat().st_size > 180_000
    engine.library.close()
    done = meetings("remove", "undated", data=toy, before=lambda: no_file_over(150_000))
    assert_complaint(
        done,
        f"cannot write the index in {toy / 'index'}: File too large; the articles are safe. "
        "Check free space and rights, then run `meetings doctor`",
    )
    assert engine.library.generation() == 3
    assert mend(engine, ToyEncoder(), quiet) == ["published the index anew: it was of generation 2, not 3"]


def test_an_output_that_cannot_be_written_is_a_complaint(samples: Path, cache: Path, tmp_path: Path) -> None:
    queries = tmp_path / "queries.jsonl"
    queries.write_text(line({"id": "empty", "text": "   "}), encoding="utf-8")
    done = warm_meetings("search", "--queries", str(queries), "--run", str(tmp_path), data=samples, cache=cache)
    assert_complaint(done, f"cannot write {tmp_path}: Is a directory")


def test_a_misspelt_setting_is_named_and_its_value_never_printed(toy: Path) -> None:
    (toy.parent / ".env").write_text("MEETINGS_TELEGRAM_TOKN=123:secret\n")
    done = meetings("list", data=toy)
    assert_complaint(
        done,
        "there is no setting MEETINGS_TELEGRAM_TOKN. Settings stand in the environment or in .env; see .env.example",
    )


def test_a_setting_of_the_wrong_kind_is_named_and_its_value_never_printed(toy: Path) -> None:
    done = meetings("list", data=toy, MEETINGS_STAFF_IDS="12,secret")
    assert_complaint(
        done,
        "MEETINGS_STAFF_IDS should be numbers such as 1001,1002. "
        "Settings stand in the environment or in .env; see .env.example",
    )


# What the tests above share


def assert_complaint(done: Done, message: str) -> None:
    assert (done.code, done.out, done.err) == (2, "", message + "\n")


def assert_one_line(done: Done, *parts: str) -> None:
    """Exit code 2 and one line on standard error with all ``parts``; no traceback."""
    assert (done.code, done.out) == (2, ""), done
    assert done.err.count("\n") == 1, done.err
    assert all(part in done.err for part in parts), done.err


def no_file_over(size: int) -> None:
    """Lets no file grow over ``size`` bytes: writing more fails as it does on a full disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def without_root_powers() -> None:
    """Makes file rights hold for root too (drops CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH for what is run next)."""
    if os.getuid() == 0:
        for capability in (1, 2):
            ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)


@contextmanager
def locked(*paths: Path) -> Iterator[None]:
    """Takes all rights from files or folders for a while."""
    for path in paths:
        path.chmod(0)
    try:
        yield
    finally:
        for path in paths:
            path.chmod(0o700)
