from __future__ import annotations

from bot.rates import Rates


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_one_question_too_many_in_a_minute_has_to_wait_for_the_first_to_be_a_minute_old() -> None:
    clock = Clock()
    rates = Rates(2, clock)
    assert (rates.wait(1), rates.wait(1)) == (0, 0)
    clock.now = 119.5
    assert rates.wait(1) == 41
    clock.now = 160.0
    assert rates.wait(1) == 0


def test_questions_that_had_to_wait_do_not_count_and_others_may_ask() -> None:
    clock = Clock()
    rates = Rates(1, clock)
    assert [rates.wait(1), rates.wait(1), rates.wait(1), rates.wait(2)] == [0, 60, 60, 0]
    clock.now = 160.0
    assert rates.wait(1) == 0


def test_without_a_limit_everyone_may_ask_on() -> None:
    assert [Rates(0).wait(1) for _ in range(1000)] == [0] * 1000
