"""Follows the links of 100 quotes in a real browser and counts where the quoted words are in view, by kind of quote.

usage: python -m tests.benchmarks.source_links SHARED_DATA [--quotes 100] [--plain]

The pages are made of the Ann Arbor articles and of our own samples, Chinese and English, and are served on loopback;
the browser is Debian's Chromium without a window. A quote counts as right when its first line is in view and
highlighted and nothing else on the screen is. ``--plain`` leaves out what stands before the quote, as for the
comparison with links that do not know it.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.article import Accepted, Article
from knowledge.paragraphs import paragraphs
from knowledge.sentences import sentences
from retrieval.links import link_to
from retrieval.loading import read_all
from tests.browser import Browser
from tests.meetings_process import ROOT
from tests.source_pages import HEIGHT, WIDTH, Pages, Quoted

SEED = 20240119
_CJK = re.compile(r"[\u4e00-\u9fff]")

# In the order of their rarity: a sentence counts for the first that fits.
KINDS: dict[str, Callable[[str, str], bool]] = {
    "repeated words": lambda text, before: _opening(text) in before,
    "Chinese": lambda text, _: bool(_CJK.search(text)),
    "brackets, ampersands, percent": lambda text, _: bool(re.search(r"[()&%#+\[\]\"“”]", text)),
    "dashes": lambda text, _: bool(re.search(r"[-–—]", text)),
    "commas": lambda text, _: "," in text,
    "plain": lambda _, __: True,
}


@dataclass(frozen=True)
class Plain(Quoted):
    """A quote whose link is made without what stands before it."""

    def link(self, address: str) -> str:
        return str(link_to(address, self.text))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("shared", type=Path)
    parser.add_argument("--quotes", type=int, default=100)
    parser.add_argument("--plain", action="store_true")
    options = parser.parse_args()
    chosen = list(_chosen(_articles(options.shared), options.quotes))
    if options.plain:
        chosen = [Plain(each.article, each.start, each.end, each.kind) for each in chosen]
    right, all_of = Counter[str](), Counter(each.kind for each in chosen)
    with Pages() as pages, Browser(WIDTH, HEIGHT) as browser:
        for quoted in chosen:
            seen = pages.follow(browser, quoted)
            right[quoted.kind] += seen.right
            if not seen.right:
                print(f"{quoted.kind}: {seen}\n  {quoted.text[:160]!r}\n  {quoted.link('')[:300]}")
    for kind in all_of:
        print(f"{kind:32}{right[kind]:4} of {all_of[kind]}")
    print(f"{'all':32}{right.total():4} of {all_of.total()}")


def _articles(shared: Path) -> list[Article]:
    found = read_all([shared / "articles" / "ann-arbor", ROOT / "knowledge" / "samples"])
    return [item.article for item in found if isinstance(item, Accepted)]


def _chosen(articles: Iterable[Article], count: int) -> Iterator[Quoted]:
    """As many of each kind, as far as there are; whole paragraphs of several lines are a kind of their own."""
    by_kind: dict[str, list[Quoted]] = {kind: [] for kind in ("several lines", *KINDS)}
    for article in articles:
        for quoted in _quotes(article):
            by_kind[quoted.kind].append(quoted)
    for kind, quotes in by_kind.items():
        random.Random(SEED).shuffle(quotes)
        yield from quotes[: -(-count // len(by_kind)) if kind != "plain" else count - 6 * -(-count // len(by_kind))]


def _quotes(article: Article) -> Iterator[Quoted]:
    for start, end in paragraphs(article.text, article.language):
        text = article.text[start:end]
        if "\n" in text:
            yield Quoted(article, start, end, "several lines")
        for left, right in sentences(text, article.language):
            said, before = text[left:right], f"{article.title}\n{article.text[: start + left]}"
            if len(said) > 8 and "\n" not in said:
                kind = next(kind for kind, fits in KINDS.items() if fits(said, before))
                yield Quoted(article, start + left, start + right, kind)


def _opening(text: str) -> str:
    """The first words: where they stand before, too, a link to them alone would go there."""
    return text[:8] if _CJK.search(text) else " ".join(text.split()[:6])


if __name__ == "__main__":
    main()
