"""Numbers in buttons and commands are read only as far as anything is counted by them."""

from __future__ import annotations

import pytest

from bot.numbers import number_in


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("007", 7), ("999999999", 999_999_999)])
def test_digits_are_a_number(text: str, number: int) -> None:
    assert number_in(text) == number


@pytest.mark.parametrize("text", ["", "-1", "1.5", "x", " 1", "٣", "²", "1000000000", "9" * 4096])
def test_all_else_is_none(text: str) -> None:
    assert number_in(text) is None
