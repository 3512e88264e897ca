"""In a real browser the link to a quote opens the page with the quoted words in view and highlighted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from knowledge.article import Article
from tests.browser import Browser, program
from tests.source_pages import HEIGHT, WIDTH, Pages, Quoted, Seen, look

pytestmark = pytest.mark.skipif(program() is None, reason="needs Chromium: apt-get install chromium")

RIGHT = Seen(in_view=True, highlighted=True, elsewhere=False)
FILLER = "Nothing of note was said about the matter on that day, and the sitting went on.\n\n" * 12
ENGLISH = f"""\
The motion carried.

{FILLER}## Vote on 50 % & more (final)

It was re-opened – twice, in fact – by "the chair", who said: costs, fees & more than 20% (net) of #7. The
motion carried.

- **For (6):** Shen Boyu, Fang Rulan
- **Against (2):** Weng Kaiming, Zou Dehai

The motion carried. Then, after a long pause in which nobody said a word, the clerk read out what had been decided
and by whom it had been decided, so that all might know."""
CHINESE = """\
会议要求，各单位要提高认识，压实责任。

区长指出，要把防汛工作做细做实，确保堤防、闸门、泵站三类设施在主汛期前全部检修完毕并通过验收，不得拖延。会议要求，各单位要提高认识，压实责任。

附件：1-3号泵站（含备用）、“一户一档”台账。"""
CASES = [
    (ENGLISH, "It was re-opened – twice, in fact – by"),
    (
        ENGLISH,
        'It was re-opened – twice, in fact – by "the chair", who said: costs, fees & more than 20% (net) of #7.',
    ),
    (ENGLISH, "## Vote on 50 % & more (final)"),
    (ENGLISH, "The motion carried. Then, after a long pause"),
    (ENGLISH, ENGLISH[ENGLISH.index("- **For") : ENGLISH.index("The motion carried. Then")]),
    (ENGLISH, ENGLISH[ENGLISH.index("The motion carried. Then") :]),
    (CHINESE, "会议要求，各单位要提高认识，压实责任。"),
    (CHINESE, CHINESE[CHINESE.index("区长") : CHINESE.index("会议要求", 9)]),
    (CHINESE, "附件：1-3号泵站（含备用）、“一户一档”台账。"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with Browser(WIDTH, HEIGHT) as browser:
        yield browser


@pytest.mark.parametrize(("text", "quoted"), CASES)
def test_the_page_opens_at_the_last_place_where_the_words_stand(browser: Browser, text: str, quoted: str) -> None:
    start = text.rindex(quoted)
    article = Article("a", "The motion carried", text, "en")
    with Pages() as pages:
        assert pages.follow(browser, Quoted(article, start, start + len(quoted), "case")) == RIGHT


@pytest.mark.parametrize(
    ("fragment", "seen"),
    [
        ("never%20said", Seen(in_view=False, highlighted=False, elsewhere=False)),
        ("The%20motion%20carried.", Seen(in_view=False, highlighted=False, elsewhere=True)),
    ],
)
def test_a_link_that_misses_is_seen_to_miss(browser: Browser, fragment: str, seen: Seen) -> None:
    start = ENGLISH.rindex("and by whom")
    with Pages() as pages:
        pages.page = Quoted(Article("a", "Title", ENGLISH, "en"), start, len(ENGLISH), "case").page()
        browser.open(f"{pages.address}#:~:text={fragment}")
        browser.evaluate("new Promise(done => setTimeout(done, 300))")
        assert look(browser) == seen
