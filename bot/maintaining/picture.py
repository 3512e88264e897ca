"""Draws use as a picture: questions a day, the share that was answered, the share of votes that were bad."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from matplotlib.axes import Axes

    from bot.maintaining.use import Day, Use
    from bot.phrases.maintaining import Phrases

_GREEN, _GREY, _RED = "#2f9e6e", "#b8c0c8", "#d9534f"
_CHINESE = (
    "Noto Sans CJK SC",
    "Noto Serif CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Zen Hei",
    "SimHei",
    "PingFang SC",
)
_MOST_TICKS = 6
_STYLE: dict[Any, Any] = {
    "text.parse_math": False,
    "font.size": 13,
    "axes.titlesize": 15,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "grid.alpha": 0.3,
    "svg.hashsalt": "meetings",  # or the same use would make another file each time
}


def fitting(words: Phrases, english: Phrases) -> Phrases:
    """The words if a font on this machine can show them, else the English ones."""
    return words if words is english or _chinese_fonts() else english


def draw(use: Use, words: Phrases, *, kind: str = "png", wide: bool = False) -> bytes:
    """PNG or SVG: plots one below the other as a phone shows them, no votes without votes; ``wide`` for a page."""
    import matplotlib
    from matplotlib.figure import Figure

    fonts = [*_chinese_fonts()[:1], "DejaVu Sans"]
    with matplotlib.rc_context({**_STYLE, "font.family": fonts}):
        figure = Figure(figsize=(10, 7) if wide else (7.2, 9), layout="constrained", dpi=150)
        heights = (2, 1, 1) if use.votes else (2, 1)
        questions, answered, *bad = figure.subplots(len(heights), 1, sharex=True, height_ratios=heights)
        _questions(questions, use.days, words)
        _share(answered, [(d.day, d.answered, d.answered + d.refused) for d in use.days], _GREEN, words.plot_answered)
        if bad:
            _share(bad[0], [(d.day, d.bad, d.good + d.bad) for d in use.days], _RED, words.plot_bad)
        _days([answered, *bad][-1], [each.day for each in use.days])
        out = io.BytesIO()
        figure.get_layout_engine().set(w_pad=0.15, h_pad=0.12)  # type: ignore[union-attr, call-arg]
        figure.savefig(out, format=kind, metadata={"Date": None} if kind == "svg" else None)
    return out.getvalue()


def _questions(axes: Axes, days: tuple[Day, ...], words: Phrases) -> None:
    from matplotlib.ticker import MaxNLocator

    places = range(len(days))
    axes.bar(places, [each.answered for each in days], color=_GREEN, label=words.plot_with_answer)
    below = [each.answered for each in days]
    axes.bar(places, [each.refused for each in days], bottom=below, color=_GREY, label=words.plot_without)
    axes.set_title(words.plot_questions)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_ylim(0, max(1.0, 1.25 * max(each.answered + each.refused for each in days)))
    axes.legend(frameon=False, ncols=2, loc="upper left", handlelength=1)


def _share(axes: Axes, counts: list[tuple[date, int, int]], colour: str, title: str) -> None:
    """Points on the days that have a share, larger where more stands behind them; a line joins them."""
    from matplotlib.ticker import PercentFormatter

    found = [(place, part / whole, whole) for place, (_, part, whole) in enumerate(counts) if whole]
    most = max((whole for *_, whole in found), default=1)
    axes.plot([x for x, _, _ in found], [y for _, y, _ in found], color=colour, linewidth=1.5, alpha=0.6)
    sizes = [20 + 90 * whole / most for *_, whole in found]
    axes.scatter([x for x, _, _ in found], [y for _, y, _ in found], sizes, color=colour, zorder=3)
    axes.set_title(title)
    axes.set_ylim(-0.08, 1.08)
    axes.yaxis.set_major_formatter(PercentFormatter(1.0))
    axes.set_yticks([0, 0.5, 1])


def _days(axes: Axes, days: list[date]) -> None:
    step = max(1, -(-len(days) // _MOST_TICKS))
    places = range(len(days) - 1, -1, -step)  # the last day always has its date
    axes.set_xticks(list(places), [f"{days[place]:%m-%d}" for place in places])
    axes.set_xlim(-0.8, len(days) - 0.2)


def _chinese_fonts() -> list[str]:
    from matplotlib import font_manager

    known = {font.name for font in font_manager.fontManager.ttflist}
    return [name for name in _CHINESE if name in known]
