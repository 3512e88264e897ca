"""Writes a report of use as one HTML page that needs nothing else: no script, no address, every text escaped."""

from __future__ import annotations

import base64
from collections import Counter
from html import escape
from typing import TYPE_CHECKING

from bot.cutting import one_line
from bot.maintaining.picture import draw
from bot.maintaining.use import percent
from bot.messages import clean
from bot.phrases.maintaining import EN
from bot.records.answer_log import Keep

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.maintaining.corrections import Stale
    from bot.maintaining.gaps import Gap
    from bot.maintaining.use import Use
    from bot.records.judgements import Judgement
    from knowledge.article import Article

_MOST_ROWS = 20
_STYLE = """
:root { color-scheme: light; }
body { font: 16px/1.5 system-ui, "Noto Sans", "Noto Sans CJK SC", sans-serif; color: #1f2933; background: #fff;
  max-width: 60rem; margin: 0 auto; padding: 2rem 1.2rem 4rem; }
h1 { font-size: 1.7rem; margin: 0; }
h2 { font-size: 1.2rem; margin: 2.4rem 0 .6rem; }
p.when { color: #616e7c; margin: 0; }
.figures { display: flex; flex-wrap: wrap; gap: 1rem; margin: 1.5rem 0; }
.figures div { flex: 1 1 8rem; background: #f3f6f8; border-radius: .6rem;
  padding: .8rem 1rem; }
.figures b { display: block; font-size: 1.7rem; line-height: 1.2; }
.figures span { color: #616e7c; font-size: .9rem; }
img { width: 100%; height: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .45rem .6rem;
  border-bottom: 1px solid #e4e7eb; overflow-wrap: anywhere; }
th { color: #616e7c; font-weight: 600; font-size: .9rem; }
td.n, th.n { text-align: right; white-space: nowrap; overflow-wrap: normal; width: 1%; }
small { color: #616e7c; display: block; }
p.none { color: #616e7c; }
@media print { body { padding: 0; } h2 { break-after: avoid; }
  tr { break-inside: avoid; } }
"""


def page(
    use: Use,
    articles: Mapping[str, Article],
    titles: Mapping[str, str],
    gaps: Sequence[Gap],
    stale: Sequence[Stale],
    keep: Keep,
) -> str:
    """The page; ``articles`` are the live ones, ``titles`` those of the quoted ones that were removed, by id."""
    first, last = use.days[0].day, use.days[-1].day
    picture = base64.b64encode(draw(use, EN, kind="svg", wide=True)).decode()
    kept = "" if keep in (Keep.TEXT, Keep.FULL) else "<p class='none'>The settings keep no words of questions.</p>"
    return (
        "<!doctype html>\n<html lang='en'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        "<meta http-equiv='Content-Security-Policy'"
        " content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">"
        f"<title>Use of the meetings bot, {first} to {last}</title><style>{_STYLE}</style></head><body>\n"
        f"<h1>Use of the meetings bot</h1><p class='when'>{first} to {last}, days in UTC</p>\n"
        f"{_figures(use)}\n<img alt='Questions a day, share answered, share of bad votes'"
        f" src='data:image/svg+xml;base64,{picture}'>\n"
        f"<h2>Most-quoted articles</h2>\n{_quoted(use, articles, titles)}\n"
        f"<h2>Questions without an answer</h2>\n{kept}{_gaps(gaps)}\n"
        f"<h2>👎 and why</h2>\n{_judgements(use.judgements)}\n"
        f"<h2>Answers that quoted what is no longer so</h2>\n{_stale(stale)}\n</body></html>\n"
    )


def _figures(use: Use) -> str:
    figures = [
        (f"{use.questions:,}", "questions"),
        (percent(use.answered, use.questions), "answered"),
        (f"{use.votes:,}", "votes"),
        (percent(use.bad, use.votes), "of them 👎"),
    ]
    return f"<div class='figures'>{''.join(f'<div><b>{a}</b><span>{b}</span></div>' for a, b in figures)}</div>"


def _quoted(use: Use, articles: Mapping[str, Article], titles: Mapping[str, str]) -> str:
    rows = []
    for name, count in use.quoted[:_MOST_ROWS]:
        article = articles.get(name)
        facts = [str(article.date or ""), article.publisher or ""] if article else ["removed since"]
        shown = _cell(article.title if article else titles.get(name, name), " · ".join(filter(None, facts)))
        rows.append((_number(count), shown))
    return _table(("n:Answers", "Article"), rows, "Nothing was quoted, or the settings keep no quotes.")


def _gaps(gaps: Sequence[Gap]) -> str:
    rows = []
    for each in gaps:
        core, *others = each.asked.questions
        nearest = (
            _cell(each.nearest.title, "answered by now" if each.answered else "") if each.nearest else "<td></td>"
        )
        rows.append((_number(each.asked.count), _cell(core, " · ".join(others)), nearest))
    return _table(("n:Asked", "Question", "Nearest article"), rows, "No question is left without an answer.")


def _judgements(judgements: Sequence[Judgement]) -> str:
    bad = [each for each in judgements if not each.good]
    reasons = Counter(each.reason or "no reason given" for each in bad)
    counted = ", ".join(f"{escape(_shown(reason))}: {count}" for reason, count in sorted(reasons.items()))
    rows = [
        (_number(str(each.at.date())), _cell(each.question or "(question not kept)", each.reason or ""))
        for each in reversed(bad)
    ]
    summary = f"<p>{counted}</p>" if bad else ""
    return summary + _table(("n:Day", "Question and reason"), rows[:_MOST_ROWS], "Nobody voted 👎.")


def _stale(stale: Sequence[Stale]) -> str:
    rows = [
        (
            _number(str(each.answer.at.date())),
            _cell(each.answer.question or "(question not kept)", f"quoted: {each.quoted.text}"),
            _cell(each.title, "removed since" if each.removed else "changed since"),
        )
        for each in stale
    ]
    return _table(("n:Day", "Question", "Article"), rows[:_MOST_ROWS], "All that was quoted still stands.")


def _table(heads: Iterable[str], rows: Sequence[Sequence[str]], none: str) -> str:
    """A table of finished cells; ``n:`` before a head sets it to the right."""
    if not rows:
        return f"<p class='none'>{escape(none)}</p>"
    names = "".join(f"<th class='n'>{h[2:]}</th>" if h.startswith("n:") else f"<th>{h}</th>" for h in heads)
    body = "".join(f"<tr>{''.join(row)}</tr>\n" for row in rows)
    return f"<table><thead><tr>{names}</tr></thead><tbody>\n{body}</tbody></table>"


def _cell(text: str, below: str = "") -> str:
    small = f"<small>{escape(_shown(below))}</small>" if below else ""
    return f"<td>{escape(_shown(text))}{small}</td>"


def _number(value: object) -> str:
    return f"<td class='n'>{escape(str(value))}</td>"


def _shown(text: str) -> str:
    """On one line, without signs that would turn the page's text round or break its encoding."""
    return one_line(clean(text)).encode("utf-8", "replace").decode("utf-8")
