from __future__ import annotations

from dataclasses import dataclass

import pytest

from knowledge.readers.hyphens import Hyphens


@dataclass(frozen=True)
class Printed:
    text: str


def run(*lines: str, beside: tuple[str, ...] = ()) -> str:
    """The lines joined, in a text that has the lines ``beside``, too."""
    printed = [Printed(line) for line in lines]
    return Hyphens([*printed, *(Printed(line) for line in beside)]).run(printed)


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (("The resolu-", "tion was adopted."), "The resolution was adopted."),
        (("It was the com-", "mittee that met."), "It was the committee that met."),
        (("Item CA-", "10 was postponed."), "Item CA-10 was postponed."),
        (("Item C\u00ad", "2 is new."), "Item C-2 is new."),
        (("the city-", "Owned land"), "the city-Owned land"),
        (("a one-", "house district"), "a one-house district"),
        (("and/", "or both"), "and/or both"),
        (("区委书记顾文", "清主持会议。"), "区委书记顾文清主持会议。"),
        (("会议在 Town", "Hall 召开"), "会议在 Town Hall 召开"),
        (("five years -", "or more"), "five years - or more"),
    ],
)
def test_lines_are_joined_as_they_were_before_they_were_printed(lines: tuple[str, ...], text: str) -> None:
    assert run(*lines) == text


def test_the_text_itself_tells_what_is_one_word() -> None:
    assert run("the east-", "gate drive", beside=("at the eastgate drive.",)) == "the eastgate drive"
    assert run("the long-", "term plan", beside=("a long-term plan of ours",)) == "the long-term plan"
    assert run("a mid-", "rise home", beside=("in mid June the rise of it",)) == "a mid-rise home"


def test_many_parted_words_show_a_typesetter() -> None:
    lines = ("The elec-", "tric bus line was ex-", "tended to the har-", "bour in the old par-", "ish of it.")
    assert run(*lines) == "The electric bus line was extended to the harbour in the old parish of it."
