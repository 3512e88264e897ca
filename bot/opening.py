"""Opens the library, the engine and the answerer that the settings name, or says what is wrong."""

from __future__ import annotations

import getpass
import os
from difflib import get_close_matches
from typing import TYPE_CHECKING

from platformdirs import user_cache_path
from pydantic import ValidationError
from pydantic_settings import SettingsError

from bot.complaints import WrongSettings
from bot.settings import Settings
from knowledge.library import Library

if TYPE_CHECKING:
    from pathlib import Path

    from retrieval.answering import Answerer
    from retrieval.deciding import Calibration
    from retrieval.dictionary import Dictionary
    from retrieval.e5 import Progress
    from retrieval.encoder import SentenceEncoder
    from retrieval.reranking import CrossEncoderReranker
    from retrieval.sqlite_faiss import SqliteFaiss

LIBRARY = "library.db"
_PREFIX = "MEETINGS_"


def settings() -> Settings:
    """The settings of this process. Raises WrongSettings with all that is wrong in one line."""
    _refuse_misspelt()
    try:
        return Settings()
    except ValidationError as error:
        found = "; ".join(_complaint(detail["loc"], detail["type"], detail["msg"]) for detail in error.errors())
        raise WrongSettings(f"{found}. Settings stand in the environment or in .env; see .env.example") from None
    except SettingsError as error:
        raise WrongSettings(f"{str(error).splitlines()[0]}; see .env.example") from None


def _refuse_misspelt() -> None:
    """A variable whose name is nearly a setting's would be ignored in silence; other programs' names are theirs."""
    known = [_PREFIX + name.upper() for name in Settings.model_fields]
    for name in sorted(os.environ):
        meant = get_close_matches(name, known, n=1, cutoff=0.9) if name.startswith(_PREFIX) else []
        if meant and name not in known:
            raise WrongSettings(f"there is no setting {name}: {meant[0]} is meant? See .env.example")


def _complaint(where: tuple[int | str, ...], kind: str, message: str) -> str:
    name = str(where[0]) if where else ""
    if kind == "extra_forbidden":
        return f"there is no setting {name.upper()}"
    return f"{_PREFIX}{name.upper()} {message.removeprefix('Value error, ')}"


def operator() -> str:
    """Who sits at the terminal, as the log of changes names people."""
    try:
        return f"terminal: {getpass.getuser()}"
    except (KeyError, OSError):  # a container may run under a number that has no name
        return "terminal"


def library(chosen: Settings, *, create: bool = False) -> Library:
    """The library in the data folder; imports neither torch nor faiss."""
    return Library(chosen.data_dir / LIBRARY, create=create)


def encoder(chosen: Settings, progress: Progress) -> SentenceEncoder:
    """The encoder by the model's name; the weights are loaded when they are first needed."""
    from retrieval.encoder import SentenceEncoder

    return SentenceEncoder(chosen.embedding_model, _cache(chosen), progress)


def reranker(chosen: Settings) -> CrossEncoderReranker | None:
    """The reranker, where one is set; the weights are loaded when they are first needed."""
    if not chosen.reranker_model:
        return None
    from retrieval.reranking import CrossEncoderReranker

    return CrossEncoderReranker(chosen.reranker_model)


def _cache(chosen: Settings) -> Path:
    return chosen.cache_dir or user_cache_path("meetings")


def engine(chosen: Settings, model: str, *, create: bool = False) -> SqliteFaiss:
    """The engine over the data folder. Raises LibraryMissing when nothing was ever loaded."""
    from retrieval.sqlite_faiss import SqliteFaiss

    return SqliteFaiss(chosen.data_dir, library(chosen, create=create), model)


def dictionary(chosen: Settings, progress: Progress) -> Dictionary:
    """The dictionary for questions in another language than the articles'; made when it is first needed."""
    from retrieval.dictionary import Dictionary

    return Dictionary(_cache(chosen), progress)


def calibration_file(chosen: Settings) -> Path:
    """Where `meetings calibrate` keeps its fit."""
    return chosen.data_dir / "calibration.json"


def calibration(chosen: Settings) -> Calibration:
    """The calibration made here, or else the one that is shipped for the built-in model."""
    from retrieval.deciding import SHIPPED, Calibration

    own = calibration_file(chosen)
    return Calibration.read(own if own.exists() else SHIPPED)


def answerer(chosen: Settings, progress: Progress) -> Answerer:
    """What answers questions, ready but for the model's weights."""
    from retrieval.answering import Answerer
    from retrieval.batching import BatchingEncoder
    from retrieval.deciding import Decider

    opened = library(chosen)  # says first that there is none, before a model is unpacked
    opened.close()
    model, order = encoder(chosen, progress), reranker(chosen)
    found = engine(chosen, model.model)
    found.check_words()
    return Answerer(found, BatchingEncoder(model), Decider(calibration(chosen)), dictionary(chosen, progress), order)
