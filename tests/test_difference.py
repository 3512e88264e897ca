from __future__ import annotations

import dataclasses
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from knowledge.article import Article
from knowledge.difference import Altered, Difference, Fact, Kind, difference

ONE = "The council approved the new bridge by six votes to two."
TWO = "The bridge will cost 10,000 crowns."
THREE = "The school opens in September, said Wu Jian."


def article(*paragraphs: str, language: str = "en") -> Article:
    return Article("a", "A title", "\n\n".join(paragraphs), language)


def told(old: Article, new: Article) -> list[tuple[str, str, str]]:
    return [(str(each.kind), each.old, each.new) for each in difference(old, new).paragraphs]


def test_the_words_of_an_altered_paragraph_are_marked_on_both_sides() -> None:
    new = "The bridge will cost 12,500 crowns."
    assert difference(article(ONE, TWO), article(ONE, new)) == Difference(
        (), (Altered(Kind.ALTERED, TWO, new, ((21, 23), (24, 27)), ((21, 23), (24, 27))),), 1
    )


def test_chinese_is_told_apart_sign_by_sign() -> None:
    old, new = "大桥将于四月十五日修复并通车。", "大桥将于六月十五日修复并通车。"
    (found,) = difference(article(old, language="zh"), article(new, language="zh")).paragraphs
    assert found == Altered(Kind.ALTERED, old, new, ((4, 5),), ((4, 5),))


def test_what_has_no_counterpart_is_added_or_removed() -> None:
    assert told(article(ONE, TWO), article(ONE, TWO, THREE)) == [("added", "", THREE)]
    assert told(article(ONE, TWO, THREE), article(TWO, THREE)) == [("removed", ONE, "")]
    assert told(article(ONE), article(THREE)) == [("removed", ONE, ""), ("added", "", THREE)]


def test_an_altered_paragraph_finds_its_counterpart_among_others_wherever_it_moved() -> None:
    longer = THREE.replace("September", "late October")
    assert told(article(ONE, TWO, THREE), article(longer, ONE, "All agreed at once.")) == [
        ("altered", THREE, longer),
        ("removed", TWO, ""),
        ("added", "", "All agreed at once."),
    ]


def test_paragraphs_that_only_moved_or_are_parted_otherwise_are_unchanged() -> None:
    found = difference(article(ONE, TWO, THREE), article(THREE, ONE, TWO))
    assert found == Difference((), (), 3)
    assert not found


def test_one_of_two_equal_paragraphs_that_is_gone_is_removed_once() -> None:
    assert difference(article(ONE, ONE, TWO), article(ONE, TWO)) == Difference(
        (), (Altered(Kind.REMOVED, ONE, ""),), 2
    )


def test_facts_are_compared_field_by_field() -> None:
    new = dataclasses.replace(article(ONE), date=date(2024, 5, 3), people=("Wu Jian", "Shao Panfeng"))
    assert difference(article(ONE), new) == Difference(
        (Fact("date", "", "2024-05-03"), Fact("people", "", "Wu Jian, Shao Panfeng")), (), 1
    )


def test_a_rewritten_article_of_many_paragraphs_is_told_apart_in_a_moment() -> None:
    old = article(*(f"Old number {n} of a very long roll call, without any end." for n in range(800)))
    new = article(*(f"New numeral {n} in some quite short list; it has ended." for n in range(800)))
    found = difference(old, new)
    assert {kind: found.count(kind) for kind in Kind} == {Kind.ADDED: 800, Kind.REMOVED: 800, Kind.ALTERED: 0}


@given(st.lists(st.sampled_from([ONE, TWO, THREE, ONE + " It rained.", "六个办公室作了汇报。"])), st.data())
def test_every_paragraph_is_accounted_for_once_and_spans_hold_all_that_differs(
    paragraphs: list[str], data: st.DataObject
) -> None:
    other = data.draw(st.lists(st.sampled_from([ONE, TWO, THREE + "!", "It rained."])))
    old, new = article(*paragraphs), article(*other)
    found = difference(old, new)
    added, removed, altered = (found.count(kind) for kind in (Kind.ADDED, Kind.REMOVED, Kind.ALTERED))
    assert found.unchanged + added + altered == len(other)
    assert found.unchanged + removed + altered == len(paragraphs)
    for each in found.paragraphs:
        if each.kind is Kind.ALTERED:
            assert _without(each.old, each.old_spans) == _without(each.new, each.new_spans)


def _without(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    for start, end in reversed(spans):
        text = text[:start] + text[end:]
    return text
