"""Follows the links of 100 quotes in a real browser and counts where the quoted words are in view, by kind of quote.

usage: python -m tests.benchmarks.source_links SHARED_DATA [--quotes 100] [--plain]

The pages are made of the Ann Arbor articles, of our own samples, Chinese and English, and of two pages of our own on
which the same words stand again and again; they are served on loopback. The browser is Debian's Chromium without a
window. A quote counts as right when its first line is in view and highlighted and nothing else on the screen is.
``--plain`` makes the links without knowing what stands before the quote, for comparison.
"""

from __future__ import annotations

import argparse
import itertools
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
PARAGRAPHS = ("several lines", "whole paragraphs")

REPEATING = (
    Article(
        "repeating-en",
        "Minutes of the works committee",
        "\n\n".join(
            f"## Item {number}\n\nThe chair read the report of ward {number}. It was approved unanimously. "
            f"Nobody asked for the floor.\n\n- Moved: ward {number}\n- Result: carried, 7–0"
            for number in range(1, 13)
        ),
        "en",
        publisher="repeating page",
    ),
    Article(
        "repeating-zh",
        "街道工作例会纪要",
        "\n\n".join(
            f"第{number}项：{street}街道汇报本月工作。会议要求，各单位要提高认识，压实责任，确保按期完成。"
            f"会议同意该街道的安排。\n\n主持人指出，{street}街道的台账要做到一户一档。会议要求，下月例会前报送结果。"
            for number, street in enumerate("东门 西湖 南桥 北河 中山 新城 长安 永宁 和平 光明".split(), 1)
        ),
        "zh",
        publisher="repeating page",
    ),
)


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
    chosen = _chosen(_articles(options.shared), options.quotes)
    if options.plain:
        chosen = [Plain(each.article, each.start, each.end, each.kind) for each in chosen]
    right, all_of = Counter[str](), Counter(each.kind for each in chosen)
    with Pages() as pages, Browser(WIDTH, HEIGHT) as browser:
        for quoted in chosen:
            seen = pages.follow(browser, quoted)
            right[quoted.kind] += seen.right
            if not seen.right:
                print(f"{quoted.kind}: {seen}\n  {quoted.text[:160]!r}\n  {quoted.link('https://a.example')[:300]}")
    for kind in all_of:
        print(f"{kind:32}{right[kind]:4} of {all_of[kind]}")
    print(f"{'all':32}{right.total():4} of {all_of.total()}")
    sources = Counter(each.article.publisher or "samples that name no publisher" for each in chosen)
    print("from " + ", ".join(f"{name}: {number}" for name, number in sources.most_common()))


def _articles(shared: Path) -> list[Article]:
    found = read_all([shared / "articles" / "ann-arbor", ROOT / "knowledge" / "samples"])
    return [item.article for item in found if isinstance(item, Accepted)] + list(REPEATING)


def _chosen(articles: Iterable[Article], count: int) -> list[Quoted]:
    """As many of each kind as there are, in equal shares; what is short of one kind is taken from the others."""
    by_kind: dict[str, list[Quoted]] = {kind: [] for kind in (*PARAGRAPHS, *KINDS)}
    for article in articles:
        for quoted in _quotes(article):
            by_kind[quoted.kind].append(quoted)
    for quotes in by_kind.values():
        random.Random(SEED).shuffle(quotes)
    turns = itertools.zip_longest(*by_kind.values())
    chosen = list(itertools.islice((quoted for turn in turns for quoted in turn if quoted), count))
    return sorted(chosen, key=lambda quoted: list(by_kind).index(quoted.kind))


def _quotes(article: Article) -> Iterator[Quoted]:
    for start, end in paragraphs(article.text, article.language):
        text = article.text[start:end]
        spans = sentences(text, article.language)
        if len(spans) > 1:
            yield Quoted(article, start, end, PARAGRAPHS["\n" not in text])
        for left, right in spans:
            said, before = text[left:right], f"{article.title}\n{article.text[: start + left]}"
            if len(said) > 8 and "\n" not in said:
                kind = next(kind for kind, fits in KINDS.items() if fits(said, before))
                yield Quoted(article, start + left, start + right, kind)


def _opening(text: str) -> str:
    """The first words: where they stand before, too, a link to them alone would go there."""
    return text[:8] if _CJK.search(text) else " ".join(text.split()[:6])


if __name__ == "__main__":
    main()
