from __future__ import annotations

from urllib.parse import unquote

import pytest

from retrieval.links import link_to

PAGE = "https://news.example.org/review"


@pytest.mark.parametrize(
    ("quoted", "fragment"),
    [
        ("Shao Panfeng presided.", "Shao%20Panfeng%20presided."),
        ("first, second", "first%2C%20second"),
        ("twenty-one & a dash – here", "twenty%2Done%20%26%20a%20dash%20%E2%80%93%20here"),
        ("50 % of #1?", "50%20%25%20of%20%231%3F"),
        ("会议由邵潘锋主持。", "%E4%BC%9A%E8%AE%AE%E7%94%B1%E9%82%B5%E6%BD%98%E9%94%8B%E4%B8%BB%E6%8C%81%E3%80%82"),
        ("over \t two  blanks", "over%20two%20blanks"),
        ("over\n two  lines", "over,two%20lines"),
    ],
)
def test_every_character_with_a_meaning_in_the_fragment_is_encoded(quoted: str, fragment: str) -> None:
    assert link_to(PAGE, quoted) == f"{PAGE}#:~:text={fragment}"


def test_a_long_quote_is_named_by_its_first_and_last_words() -> None:
    words = [f"word-{n}" for n in range(40)]
    link = link_to(PAGE, " ".join(words))
    assert link is not None
    start, end = link.removeprefix(f"{PAGE}#:~:text=").split(",")
    assert unquote(start).split(" ") == words[:6]
    assert unquote(end).split(" ") == words[-6:]


def test_a_long_chinese_quote_is_named_by_its_first_and_last_clauses() -> None:
    quoted = "会议指出，" + "要把工作做细做实，" * 20 + "各镇、街道，要在本月底前完成。"
    assert pieces(link_to(PAGE, quoted)) == ["会议指出，要把工作做细做实，", "要在本月底前完成。"]


def test_a_quote_of_several_lines_is_named_by_its_ends_for_no_piece_may_cross_a_line() -> None:
    quoted = "## Vote\n\n- **For (6):** Shen Boyu, Fang Rulan\n- **Against (2):** Weng Kaiming, Zou Dehai\n"
    assert pieces(link_to(PAGE, quoted)) == ["Vote", "Against (2): Weng Kaiming, Zou Dehai"]
    table = "| Name | Vote |\n|---|---|\n| Shen Boyu | yes |\n"
    assert pieces(link_to(PAGE, table)) == ["Name", "yes"]


def test_words_that_stand_on_the_page_before_are_told_apart() -> None:
    before = "The gate closed.\n\nIt was late. The gate closed. Nobody said that it was wrong in any way.\n\nLater:"
    assert pieces(link_to(PAGE, "The gate closed.", before)) == ["Later:-", "The gate closed."]
    long = "Nobody said that it was right, however often they were asked about it by the members of the council."
    assert pieces(link_to(PAGE, long, before)) == [
        "Nobody said that it was right,",
        "by the members of the council.",
    ]
    assert pieces(link_to(PAGE, "会议强调。", "会议强调。\n\n会上，会议强调。区长指出，")) == [
        "区长指出，-",
        "会议强调。",
    ]


def pieces(link: str | None) -> list[str]:
    """What a link names, decoded; a prefix keeps its dash."""
    return [unquote(each) for each in str(link).removeprefix(f"{PAGE}#:~:text=").split(",")]


def test_eighty_characters_fit_in_one_piece_and_one_more_does_not() -> None:
    text = ("word " * 20)[:80].rstrip("w") + "x"
    fitting = text[:80]
    assert len(fitting) == 80
    assert "," not in str(link_to(PAGE, fitting))
    assert "," in str(link_to(PAGE, fitting + "y"))


def test_a_fragment_that_the_page_has_is_kept_and_a_text_fragment_replaced() -> None:
    assert link_to(f"{PAGE}#top", "a") == f"{PAGE}#top:~:text=a"
    assert link_to(f"{PAGE}#:~:text=old", "a") == f"{PAGE}#:~:text=a"
    assert link_to(f"{PAGE}?q=1&r=2", "a") == f"{PAGE}?q=1&r=2#:~:text=a"


@pytest.mark.parametrize(
    "url", [None, "", "file:///etc/passwd", "javascript:alert(1)", "ftp://example.org/a", "no url", "http://[broken"]
)
def test_what_is_no_web_page_gets_no_link(url: str | None) -> None:
    assert link_to(url, "a") is None


def test_the_scheme_may_be_written_in_capitals() -> None:
    assert link_to("HTTPS://EXAMPLE.org/a", "b") == "HTTPS://EXAMPLE.org/a#:~:text=b"
