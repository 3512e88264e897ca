"""Finds the folder of a model by its name, and loads models without the libraries' noise."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from retrieval.errors import ModelError

Model = TypeVar("Model")


def located(name: str, setting: str, instead: str) -> Path:
    """The model's folder: a folder, or a hub id (from the hub's own cache when offline).

    Raises ModelError that names the ``setting`` and says what to do ``instead``.
    """
    if Path(name).is_dir():
        return Path(name)
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name))
    except (LocalEntryNotFoundError, HfHubHTTPError, HFValidationError, OSError) as error:
        raise ModelError(
            f"{setting}={name!r} is neither a folder nor a model that can be had from the hub; {instead}"
        ) from error


def loaded(load: Callable[[], Model], folder: Path, mend: str) -> Model:
    """What ``load`` makes of a folder. Raises ModelError, which ends in how to ``mend`` it."""
    from safetensors import SafetensorError

    # Torch's threads spin while they wait for each other: on a machine with other work that is ten times slower.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    try:
        _hush()
        return load()
    except (OSError, ValueError, KeyError, ImportError, RuntimeError, SafetensorError) as error:
        first = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise ModelError(f"the model in {folder} cannot be loaded ({first}): {mend}") from error


def _hush() -> None:
    from transformers.utils import logging as transformers_logging

    transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    logging.getLogger("sentence_transformers").setLevel(logging.WARNING)
