"""What many tests need: an engine over a fresh data folder, the shared data, the real model."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from platformdirs import user_cache_path

from retrieval import e5
from retrieval.dictionary import Dictionary
from retrieval.encoder import SentenceEncoder
from retrieval.sqlite_faiss import SqliteFaiss
from tests.meetings_process import ROOT, Done
from tests.toy_articles import ALL, open_engine, put
from tests.toy_encoder import ToyEncoder
from tests.warm_process import warm_meetings

os.environ["HF_HUB_OFFLINE"] = "1"  # no test asks the hub, nor does what a test starts
os.environ.setdefault("OMP_NUM_THREADS", "1")  # tests run side by side: more threads would only spin and wait


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with nothing in it."""
    return tmp_path / "data"


@pytest.fixture
def encoder() -> ToyEncoder:
    return ToyEncoder()


@pytest.fixture
def empty(data: Path, encoder: ToyEncoder) -> Iterator[SqliteFaiss]:
    """An engine over an empty library."""
    engine = open_engine(data, encoder.model)
    yield engine
    engine.library.close()


@pytest.fixture
def engine(empty: SqliteFaiss, encoder: ToyEncoder) -> SqliteFaiss:
    """An engine that holds the six toy articles."""
    put(empty, encoder, *ALL)
    return empty


@pytest.fixture(scope="session")
def cache() -> Path:
    """Where the built-in model is unpacked: once for all runs."""
    return Path(os.environ.get("MEETINGS_CACHE_DIR") or user_cache_path("meetings"))


@pytest.fixture(scope="session")
def real_encoder(cache: Path) -> SentenceEncoder:
    """The built-in model."""
    return SentenceEncoder(e5.NAME, cache)


@pytest.fixture(scope="session")
def dictionary(cache: Path) -> Dictionary:
    """The dictionary, made once for all runs."""
    return Dictionary(cache)


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> tuple[Path, Done]:
    """A data folder with the sample articles, loaded by the command line, and what that said. Not to be changed."""
    data = tmp_path_factory.mktemp("samples") / "data"
    return data, warm_meetings("load", str(ROOT / "knowledge" / "samples"), "--json", data=data, cache=cache)


@pytest.fixture(scope="session")
def samples(loaded: tuple[Path, Done]) -> Path:
    """The data folder with the sample articles. Not to be changed."""
    return loaded[0]


@pytest.fixture
def copy(samples: Path, data: Path) -> Path:
    """The loaded samples, to be changed at will."""
    shutil.copytree(samples, data)
    return data


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared data beside the project."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("needs the shared data in ../shared/data beside the project")
    return folder
