"""Commands that fit and measure on evaluation folders: calibrate, evaluate."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot import json_form, opening, scores, terminal
from bot.complaints import WrongInput

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.settings import Settings
    from retrieval.evaluating import Evaluation
    from retrieval.evaluation_set import EvaluationSet

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


def calibrate(
    folders: Annotated[
        list[Path], typer.Argument(metavar="DIR...", help="Each with articles.jsonl and questions*.jsonl.")
    ],
    out: Annotated[
        Path | None, typer.Option(help="Where the calibration goes; beside the index when left out.")
    ] = None,
    as_json: AsJson = False,
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
    reranker = opening.reranker(settings)
    observations = []
    for folder in folders:
        with terminal.bar(f"asking {folder.name}") as asking:
            observations += calibrating.observe(
                folder, calibrating.Remembering(encoder), dictionary, asking, reranker
            )
    fitted = calibrating.fit(observations, ", ".join(folder.resolve().name for folder in folders))
    calibration = replace(fitted, reranker=settings.reranker_model)
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


def evaluate(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="With articles.jsonl and questions*.jsonl.")],
    withhold: Annotated[
        bool, typer.Option("--withhold", help="Leave out every other article, so that its questions have no answer.")
    ] = False,
    misses: Annotated[int, typer.Option(min=0, help="So many of each file's worst misses are shown.")] = 3,
    report: Annotated[Path | None, typer.Option(help="Where a line of JSON for every question goes.")] = None,
    plot: Annotated[Path | None, typer.Option(help="Folder where two pictures go.")] = None,
    keep: Annotated[Path | None, typer.Option(help="Folder where vectors stay: the next run embeds nothing.")] = None,
    as_json: AsJson = False,
) -> None:
    """Measure answers, quotes and refusals on questions whose answers are known.

    The folder's articles make a library of their own; yours is not touched. The threshold is the one in use.
    Exit code 1 when a quote is not word for word what its article says.

    [dim]Examples:[/dim]

      meetings evaluate evaluation/

      meetings evaluate evaluation/ --withhold --plot pictures/ --report report.jsonl
    """
    from retrieval.evaluation_set import read_set

    settings = opening.settings()
    chosen = read_set(folder, withhold=withhold)
    _check_writable(report, [place for place in (plot, keep) if place is not None])
    evaluation = _evaluated(chosen, settings, keep)
    _tell(evaluation, misses, as_json=as_json)
    if report is not None:
        _write_report(evaluation, report)
    if plot is not None:
        _draw(evaluation, plot)
    if evaluation.altered_quotes:
        raise typer.Exit(1)


def _check_writable(file: Path | None, folders: Iterable[Path]) -> None:
    """Complains before the work, not after it."""
    try:
        if file is not None:
            file.open("a").close()
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)
            tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        raise WrongInput(f"cannot write {error.filename}: {error.strerror}") from error


def _evaluated(chosen: EvaluationSet, settings: Settings, keep: Path | None) -> Evaluation:
    from retrieval.answering import Answerer
    from retrieval.deciding import Decider
    from retrieval.evaluating import evaluate
    from retrieval.examining import engine_over, kept_in

    with terminal.steps() as unpacking:
        encoder = opening.encoder(settings, unpacking)
        dictionary = opening.dictionary(settings, unpacking)
        dictionary.warm()
    reranker = opening.reranker(settings)
    decider = Decider(opening.calibration(settings))
    with tempfile.TemporaryDirectory(prefix="meetings-evaluate-") as temporary, ExitStack() as opened:
        place = kept_in(keep or Path(temporary), chosen.name, encoder)
        with terminal.bar("embedding") as embedding:
            engine = opened.enter_context(engine_over(chosen.articles, encoder, place, embedding))
        with terminal.bar("asking") as asking:
            return evaluate(chosen, Answerer(engine, encoder, decider, dictionary, reranker), asking)


def _tell(evaluation: Evaluation, most: int, *, as_json: bool) -> None:
    from retrieval.evaluating import worst_misses

    worst = {file.name: worst_misses(file.examined) for file in evaluation.files}
    if as_json:
        shown = {name: found[:most] for name, found in worst.items()}
        terminal.plain(json_form.line(json_form.evaluation(evaluation, shown)))
        return
    scores.table(evaluation)
    for name, found in worst.items():
        scores.misses(name, found, most, evaluation.set)


def _write_report(evaluation: Evaluation, file: Path) -> None:
    lines = (json_form.line(json_form.report_line(each, one)) for each in evaluation.files for one in each.examined)
    try:
        file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    except OSError as error:
        raise WrongInput(f"cannot write {file}: {error.strerror}") from error


def _draw(evaluation: Evaluation, folder: Path) -> None:
    from bot.plots import draw

    try:
        paths = draw(evaluation, folder)
    except OSError as error:
        raise WrongInput(f"cannot write {error.filename or folder}: {error.strerror}") from error
    terminal.err.print("drawn: " + ", ".join(map(str, paths)), markup=False, soft_wrap=True)


COMMANDS = {"calibrate": calibrate, "evaluate": evaluate}
