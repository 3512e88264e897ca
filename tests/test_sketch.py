from __future__ import annotations

import random

from knowledge.sketch import likeness, sketch

WORDS = [f"{a}{b}{c}" for a in "bcdfgklm" for b in "aeiou" for c in ("n", "rt", "st", "l")]


def text(seed: int, words: int = 300) -> str:
    chance = random.Random(seed)
    return " ".join(chance.choice(WORDS) for _ in range(words))


def meet(one: str, other: str) -> bool:
    return bool(set(sketch(one)) & set(sketch(other)))


def test_texts_that_share_most_of_their_wording_meet_and_others_do_not() -> None:
    for seed in range(40):
        one = text(seed)
        like = one.replace(one[600:660], "a correction of another kind, longer than what stood here", 1)
        assert likeness(one, like) > 0.85
        assert meet(one, like)
        assert likeness(one, text(seed + 1000)) < 0.2
        assert not meet(one, text(seed + 1000))


def test_capitals_width_blanks_and_signs_make_no_difference() -> None:
    one = "The council approved the new bridge, by six votes to two."
    assert sketch(one) == sketch("THE COUNCIL  approved the new\nbridge by ６ votes to two".replace("６", "six"))
    assert sketch("区委召开大桥建设会议，讨论了大桥的建设。") == sketch("区委召开大桥建设会议讨论了大桥的建设")


def test_likeness_is_the_share_of_common_runs() -> None:
    assert likeness("abcdefghi", "abcdefghi") == 1
    assert likeness("abcdefghi", "abcdefghj") == 1 / 3
    assert likeness("abcdefghi", "") == likeness("", "") == 0


def test_a_sketch_is_sixteen_numbers_that_the_library_can_keep_and_none_for_a_line() -> None:
    values = sketch(text(1))
    assert len(values) == 16
    assert all(0 <= value < 2**63 for value in values)
    assert sketch("Too short.") == sketch("") == ()
