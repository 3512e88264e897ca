"""Looks through the whole library for what a maintainer should mend, one sentence for each finding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.article import Article
from knowledge.library import Library
from knowledge.sketch import likeness
from knowledge.spelt import in_two_scripts, one_letter_apart

Dead = Callable[[Iterable[str]], Mapping[str, str]]  # addresses -> what is wrong with those that cannot be opened

_EARLIEST = date(1950, 1, 1)
_LONGEST_AGO = timedelta(365)  # between a meeting and the article on it
_SHORTEST = 40  # characters of an article that says something
_HUGE = 6000  # characters of a paragraph that nobody wants to be quoted from
_NEAR = 0.7


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at, in one article."""

    article: str
    title: str
    what: str
    advice: bool = False  # good to know, nothing that must be mended


def check_library(library: Library, today: date, dead: Dead | None = None) -> list[Finding]:
    """Everything that was found, article by article, advice last; addresses are only tried with ``dead``."""
    articles = library.articles()
    found = [Finding(each.id, each.title, what) for each in articles for what in _looked_at(each, today)]
    if dead is not None:
        found += _dead_links(articles, dead)
    found += _names(library, articles)
    found += _near_duplicates(library, articles)
    order = {article.id: place for place, article in enumerate(articles)}
    return sorted(found, key=lambda finding: (finding.advice, order[finding.article]))


def _looked_at(article: Article, today: date) -> Iterator[str]:
    if article.date is None:
        yield "has no date: `meetings edit ID --date YYYY-MM-DD`"
    else:
        yield from _days(article.date, article.meeting_date, today)
    if len(article.text) < _SHORTEST:
        yield f"says hardly anything ({len(article.text)} characters): load the whole text, or remove it"
    longest = max(map(len, article.text.split("\n")))
    if longest > _HUGE:
        yield f"has a paragraph of {longest} characters: part it by blank lines and load it again"


def _days(published: date, held: date | None, today: date) -> Iterator[str]:
    if published > today or published < _EARLIEST:
        yield f"is dated {published}: is that right? `meetings edit ID --date YYYY-MM-DD`"
    if held is not None and held > published:
        yield f"tells on {published} of a meeting on {held}: one of the days is wrong"
    elif held is not None and published - held > _LONGEST_AGO:
        yield f"tells on {published} of a meeting on {held}, more than a year before: is that right?"


def _dead_links(articles: list[Article], dead: Dead) -> Iterator[Finding]:
    wrong = dead(article.url for article in articles if article.url)
    for article in articles:
        if article.url and article.url in wrong:
            what = f"its address {article.url} cannot be opened: {wrong[article.url]}"
            yield Finding(article.id, article.title, what)


def _names(library: Library, articles: list[Article]) -> Iterator[Finding]:
    """Names that differ by one letter, never stand in one article, and of which one stands in a single article.

    And, as advice, those in Latin letters that sound like one in Chinese characters.
    """
    named: dict[str, set[str]] = defaultdict(set)
    order = {article.id: place for place, article in enumerate(articles)}
    for article, name in library.named():
        named[name].add(article)
    for one, other in one_letter_apart(named):
        rare, usual = sorted((one, other), key=lambda name: (len(named[name]), name))
        if len(named[rare]) == 1 and len(named[usual]) > 1 and not named[rare] & named[usual]:
            (article,) = named[rare]
            what = f"names {rare}; {len(named[usual])} others name {usual}: is that one person, spelt two ways?"
            yield Finding(article, articles[order[article]].title, what)
    for latin, chinese in in_two_scripts(named):
        article = min(named[latin], key=order.__getitem__)
        count = len(named[chinese])
        where = "1 article" if count == 1 else f"{count} articles"
        what = f"names {latin}, which is how {chinese} sounds, named in {where}: is that one person, in two scripts?"
        yield Finding(article, articles[order[article]].title, what, advice=True)


def _near_duplicates(library: Library, articles: list[Article]) -> Iterator[Finding]:
    by_id = {article.id: article for article in articles}
    for one, other in library.sketched_alike():
        share = likeness(by_id[one].text, by_id[other].text)
        if share >= _NEAR:
            yield Finding(one, by_id[one].title, f"says nearly the same as {other} ({share:.0%}): are both needed?")
