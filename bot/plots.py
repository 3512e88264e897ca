"""Draws the scores of an evaluation as pictures: risk against coverage, and the probabilities given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.axes import Axes

    from retrieval.evaluating import Evaluation, Measured

_BINS = 25
_WIDTH = 7.0  # inches
_DOTS = 130  # per inch
_STYLE: dict[Any, Any] = {
    "text.parse_math": False,  # a folder's name is no formula
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.alpha": 0.25,
}


def draw(value: Evaluation, folder: Path) -> list[Path]:
    """Writes ``SET-risk-coverage.png`` and ``SET-probability.png`` into ``folder``; returns their paths."""
    import matplotlib
    from matplotlib.figure import Figure

    name = f"{value.set.name}-withheld" if value.set.withheld else value.set.name
    with matplotlib.rc_context(_STYLE):
        curves = Figure(figsize=(_WIDTH, 4.2), layout="constrained")
        _risk_coverage(value, name, curves.subplots())
        histograms = Figure(figsize=(_WIDTH, 1.0 + 2.4 * len(value.files)), layout="constrained")
        rows = histograms.subplots(len(value.files), squeeze=False, sharex=True)[:, 0]
        for file, axes in zip(value.files, rows, strict=True):
            _probabilities(file, value.calibration.threshold, axes)
        rows[-1].set_xlabel("probability that the first paragraph answers")
        histograms.suptitle(name)
        drawn = {folder / f"{name}-risk-coverage.png": curves, folder / f"{name}-probability.png": histograms}
        for path, figure in drawn.items():
            figure.savefig(path, dpi=_DOTS)
    return list(drawn)


def _risk_coverage(value: Evaluation, name: str, axes: Axes) -> None:
    from retrieval.evaluating import risk_coverage

    for file in value.files:
        coverage, risk = risk_coverage(file.examined)
        (line,) = axes.plot(coverage, risk, label=file.name.lstrip("_"))
        answered = sum(one.trace.answer.answered for one in file.examined)
        if answered:
            axes.plot(coverage[answered - 1], risk[answered - 1], "o", color=line.get_color())
    axes.plot([], [], "o", color="grey", label=f"at the threshold, {value.calibration.threshold:.2f}")
    axes.set(
        title=name,
        xlabel="coverage: share of the questions that are answered",
        ylabel="risk: share of the answered ones\nwhose first paragraph does not answer",
        xlim=(0, 1.01),
        ylim=(0, None),
    )
    axes.legend(frameon=False)


def _probabilities(file: Measured, threshold: float, axes: Axes) -> None:
    bins = [step / _BINS for step in range(_BINS + 1)]
    for answerable, label, colour in ((True, "answerable", "tab:blue"), (False, "unanswerable", "tab:orange")):
        found = [one.trace.answer.probability for one in file.examined if one.question.answerable is answerable]
        if found:
            axes.hist(found, bins=bins, alpha=0.6, color=colour, label=f"{len(found):,} {label}")
    axes.axvline(threshold, color="black", linestyle="--", linewidth=1, label=f"threshold {threshold:.2f}")
    axes.set(title=file.name, ylabel="questions", xlim=(0, 1))
    axes.legend(frameon=False)
