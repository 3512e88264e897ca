"""The roll of minutes, in forms of its own: who is listed as present, and who is not."""

from __future__ import annotations

import time

import pytest

from knowledge.roll import present


def read(text: str) -> list[str]:
    return [text[start:end] for start, end in present(text, len(text))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Present: Cllr Ada Marsh (Chair), Cllr Moore and Mrs K Holm (Clerk)\n", ["Ada Marsh", "K Holm"]),
        (
            "Present:\n\nSchool Committee:      S. Bell, A. Potts, D. Wend\n\n"
            "Staff/Public:    T. Lind\n\nAbsent:  R. Dow\n",
            ["S. Bell", "A. Potts", "D. Wend", "T. Lind"],
        ),
        (
            "Members - Present: Chuck Rowe, Sherri Vanden Berg, and Elaine Web\nMembers - Not Present: Jean Born\n"
            "Others Present: Superintendent John Door, Al Sill - Larkin Chronicle\nSubmitted By: Linda Engel\n",
            ["Chuck Rowe", "Sherri Vanden Berg", "Elaine Web", "John Door", "Al Sill"],
        ),
        (
            "Present. Alice DeMarco,Chair(Stowe) Ken Tash(Linford)\nAbsent.Don Roper(Carl)\n",
            ["Alice DeMarco", "Ken Tash"],
        ),
        (
            "The board convened with the following members present:\n\nCommissioner Randy Dunn, Chair\n\n"
            "Commissioner Wilbur Busch\n\nChairman Dunn called the meeting to order.\n\nMary Jones\n",
            ["Randy Dunn", "Wilbur Busch"],
        ),
        (
            "Cllrs B Austen, D Brether (Mayor) and A Ditt\n\nC Pinn, Town Clerk\n",
            ["B Austen", "D Brether", "A Ditt", "C Pinn"],
        ),
        (
            "In attendance and voting were: JP Bouch, Chair; Ada Marsh.  Mr. Lee was absent.\n",
            ["JP Bouch", "Ada Marsh"],
        ),
        (
            "Staff Present: Maintenance Lead Worker Tom Jams\nJay Nims, Road Maintenance Supervisor\n",
            ["Tom Jams", "Jay Nims"],
        ),
        ("Present:\nMrs M. Jonas (Clerk) and 5 members of the public.\n", ["M. Jonas"]),
        ("Present: Ada Marsh, Won Lee (absent), Carl Tayler – excused\n", ["Ada Marsh"]),
    ],
)
def test_a_form_of_roll_is_read(text: str, names: list[str]) -> None:
    assert read(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Absent: Ada Marsh, Won Lee\n",
        "Apologies: Ada Marsh\nPresent: the Clerk\n",
        "Cllrs Ada Marsh, Won Lee and Carl Tayler voted against it.\n",
        "Commissioners Ada Marsh and Won Lee\n",
        "The present state of the bridge. Ada Marsh, Won Lee.\n",
        "Members Ada Marsh and Won Lee absent.\n",
        "",
    ],
)
def test_who_is_not_said_to_be_present_is_left_out(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    "text", ["Present: " + "-" * 50_000, "a-" * 50_000 + "present", "(" * 50_000, "Present: " * 9_000]
)
def test_a_hostile_roll_is_read_in_a_moment(text: str) -> None:
    begin = time.process_time()
    list(present(text, 1500))
    assert time.process_time() - begin < 1
