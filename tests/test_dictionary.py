"""The dictionary: what a question's words are called in the other language."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.dictionary import Dictionary
from retrieval.errors import DictionaryError
from retrieval.terms import Term


def forms(terms: tuple[Term, ...]) -> dict[str, set[str]]:
    """Each term's forms, the words of a form in alphabetical order."""
    return {term.said: {" ".join(sorted(form)) for form in term.forms} for term in terms}


def test_chinese_words_become_english_ones(dictionary: Dictionary) -> None:
    found = forms(dictionary.translate("谁主持了会议？", "zh"))
    assert found.keys() == {"主持", "会议"}
    assert {"over presid", "presid"} <= found["主持"]
    assert {"meet", "confer"} <= found["会议"]


def test_english_words_become_pairs_of_chinese_characters(dictionary: Dictionary) -> None:
    found = forms(dictionary.translate("What did the kindergartens cost?", "en"))
    assert "儿园 幼儿" in found["kindergarten"]
    assert "费用" in found["cost"]


def test_the_longest_phrase_is_translated_as_a_whole(dictionary: Dictionary) -> None:
    found = forms(dictionary.translate("Where is the city hall?", "en"))
    assert "市政 政厅" in found["citi hall"]
    assert "hall" not in found


def test_what_only_explains_is_no_translation(dictionary: Dictionary) -> None:
    assert all(len(form.split()) <= 3 for form in forms(dictionary.translate("常委", "zh"))["常委"])
    assert dictionary.translate("么呢吗", "zh") == ()


def test_a_run_is_cut_into_the_fewest_words(dictionary: Dictionary) -> None:
    assert dictionary.segment("主持会议") == ["主持", "会议"]
    assert dictionary.segment("邵潘锋主持会议") == ["邵", "潘", "锋", "主持", "会议"]
    assert dictionary.segment("") == []


def test_english_words_are_known_and_names_are_not(dictionary: Dictionary) -> None:
    assert dictionary.knows("mayor")
    assert not dictionary.knows("panfeng")


def test_it_is_made_once_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    told: list[str] = []
    Dictionary(tmp_path, lambda what, share: told.append(what)).warm()
    made = sorted(path.name for path in tmp_path.iterdir())
    assert [name.partition("-")[0] for name in made] == ["dictionary", "dictionary.lock"]
    assert told[0] == "unpacking the dictionary"
    told.clear()
    Dictionary(tmp_path, lambda what, share: told.append(what)).warm()
    assert (told, sorted(path.name for path in tmp_path.iterdir())) == ([], made)


def test_a_cache_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    with pytest.raises(DictionaryError, match=r"cannot unpack the dictionary into .*cache"):
        Dictionary(tmp_path / "cache").warm()
