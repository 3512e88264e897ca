"""Commands that fit and measure on evaluation folders: calibrate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot import json_form, opening, terminal


def calibrate(
    folders: Annotated[
        list[Path], typer.Argument(metavar="DIR...", help="Each with articles.jsonl and questions*.jsonl.")
    ],
    out: Annotated[
        Path | None, typer.Option(help="Where the calibration goes; beside the index when left out.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Fit when to answer and when to refuse, on questions whose answers are known.

    Parts of the articles are withheld, so that their questions become unanswerable; the threshold lets at most 5 %
    of those be answered. The fit is stored beside the index, with the sets it was made on.

    [dim]Example:[/dim]  meetings calibrate evaluation/
    """
    from retrieval import calibrating

    settings = opening.settings()
    with terminal.steps() as unpacking:
        encoder = opening.encoder(settings, unpacking)
        dictionary = opening.dictionary(settings, unpacking)
        dictionary.warm()
    observations = []
    for folder in folders:
        with terminal.bar(f"asking {folder.name}") as asking:
            observations += calibrating.observe(folder, calibrating.Remembering(encoder), dictionary, asking)
    calibration = calibrating.fit(observations, ", ".join(folder.name for folder in folders))
    calibration.write(out or opening.calibration_file(settings))
    facts = {
        "observations": len(observations),
        "threshold": calibration.threshold,
        "fitted_on": calibration.fitted_on,
    }
    if as_json:
        terminal.plain(json_form.line(facts))
    else:
        terminal.plain(
            f"fitted on {len(observations)} questions of {calibration.fitted_on}; "
            f"answers from a probability of {calibration.threshold:.2f} on"
        )


COMMANDS = {"calibrate": calibrate}
