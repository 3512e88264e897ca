"""Where texts are cut: never inside a character, best where reading can stop."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cutting import one_line, shorten, utf16, window

FAMILY = "👩‍👩‍👧"


@pytest.mark.parametrize(
    ("text", "longest", "cut"),
    [
        ("short", 5, "short"),
        ("not short", 5, "not…"),
        ("😀😀😀", 6, "😀😀😀"),
        ("😀😀😀", 5, "😀😀…"),
        ("😀😀😀", 4, "😀…"),
        (f"a{FAMILY}", 6, "a…"),
        ("e\u0301e\u0301e\u0301", 5, "e\u0301e\u0301…"),
        ("👍🏽👍🏽", 6, "👍🏽…"),
    ],
)
def test_what_is_too_long_is_cut_between_characters_and_shown_as_cut(text: str, longest: int, cut: str) -> None:
    assert shorten(text, longest) == cut


@pytest.mark.parametrize(
    ("text", "focus", "longest", "shown"),
    [
        ("One. Two. Three.", (0, 0), 99, "One. Two. Three."),
        ("One one one. Two two two. Three.", (0, 0), 28, "One one one. Two two two."),
        ("One one, two two, three three", (0, 0), 20, "One one, two two,"),
        ("one two three four", (0, 0), 15, "one two three "),
        ("一二三。四五六。七八九。", (0, 0), 9, "一二三。四五六。"),
        ("一二三，四五六，七八九。", (0, 0), 9, "一二三，四五六，"),
        ("x" * 20, (0, 0), 8, "x" * 8),
        ("Far off. The marked sentence. The end.", (9, 29), 21, "The marked sentence."),
        ("It cost 3.5 million", (0, 0), 10, "It cost "),
        (FAMILY * 3, (0, 0), 12, FAMILY),
    ],
)
def test_a_long_quote_is_shown_from_its_start_or_its_mark_to_a_place_to_stop(
    text: str, focus: tuple[int, int], longest: int, shown: str
) -> None:
    start, end = window(text, focus, longest)
    assert text[start:end] == shown


@given(st.text(max_size=60), st.integers(2, 40), st.data())
def test_a_window_is_never_empty_nor_too_long(text: str, longest: int, data: st.DataObject) -> None:
    left = data.draw(st.integers(0, len(text)))
    start, end = window(text, (left, data.draw(st.integers(left, len(text)))), longest)
    assert utf16(text[start:end]) <= longest
    assert start < end or start == len(text)


@given(st.text(max_size=60), st.integers(2, 40))
def test_shortened_text_fits(text: str, longest: int) -> None:
    assert utf16(shorten(text, longest)) <= longest


def test_one_line_has_single_blanks_only() -> None:
    assert one_line(" a\r\n\tb  c\u2028") == "a b c"
