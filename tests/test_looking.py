"""What maintainers are shown of use: gaps, stale answers, the page, the table; what anybody wrote is text only."""

from __future__ import annotations

import json
import re
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from pathlib import Path
from string import Formatter

import pytest

from bot.commands.looking import table
from bot.maintaining.corrections import likest, torn_out
from bot.maintaining.gaps import Asked, Gap, headline
from bot.maintaining.page import page
from bot.maintaining.pile import Pile
from bot.maintaining.uploading import is_day, links
from bot.maintaining.use import Day, Use, by_day, percent
from bot.phrases.maintaining import EN, ZH
from bot.records import Records
from bot.records.answer_log import Keep, Logged, Place, Quoted, Where
from bot.records.corrections import Corrections
from bot.records.file import RecordFile
from bot.records.judgements import Judgement
from bot.records.uploads import Uploads
from bot.settings import Settings
from knowledge.article import Draft, Refused
from retrieval.answer import Source
from tests.meetings_process import ROOT
from tests.toy_articles import BRIDGE, REVIEW
from tests.toy_library import library_answerer

NOON = datetime(2024, 5, 3, 12, tzinfo=UTC)
HOSTILE = "<script>alert(1)</script> & \u202e“x”"


def logged(name: str, day: int, *, answered: bool) -> Logged:
    at = NOON.replace(day=day)
    return Logged(name, at, Place.PRIVATE, answered, None, "en", 0.5, 1, HOSTILE, None)


# Counting


def test_every_day_is_counted_also_one_on_which_nobody_asked() -> None:
    votes = [Judgement("a", NOON, False, "wrong", None), Judgement("b", NOON, True, None, None)]
    asked = [logged("a", 3, answered=True), logged("b", 3, answered=False), logged("c", 5, answered=True)]
    assert by_day(asked, votes, date(2024, 5, 3), date(2024, 5, 5)) == [
        Day(date(2024, 5, 3), 1, 1, 1, 1),
        Day(date(2024, 5, 4), 0, 0, 0, 0),
        Day(date(2024, 5, 5), 1, 0, 0, 0),
    ]
    assert (percent(1, 3), percent(0, 0)) == ("33 %", "–")


# Stale answers


def test_a_quote_is_torn_out_when_its_words_are_gone_and_not_when_they_only_moved() -> None:
    quoted = [Quoted("1", "a", 0, 4, "same"), Quoted("2", "a", 0, 3, "old"), Quoted("3", "gone", 0, 3, "any")]
    assert torn_out(quoted, {"a": "moved: same"}) == quoted[1:]


def test_the_paragraph_that_old_words_became_is_found_or_none() -> None:
    article = replace(BRIDGE, text="The council met.\n\nThe bridge will cost 12,000 crowns.")
    assert likest("The bridge will cost 10,000 crowns.", article) == "The bridge will cost 12,000 crowns."
    assert likest("Zygotes", article) is None


# Gaps


@pytest.mark.parametrize(
    ("questions", "groups", "english", "chinese"),
    [
        (1, 1, "1 question without an answer in 90 days", "90 天内有 1 个问题没有回答"),
        (3, 1, "3 questions without an answer in 90 days, in 1 group", "90 天内有 3 个问题没有回答，共 1 组"),
        (3, 2, "3 questions without an answer in 90 days, in 2 groups", "90 天内有 3 个问题没有回答，共 2 组"),
    ],
)
def test_the_headline_of_gaps_counts_in_good_grammar(questions: int, groups: int, english: str, chinese: str) -> None:
    assert headline(questions, groups, 90, EN) == english
    assert headline(questions, groups, 90, ZH) == chinese
    assert headline(questions, groups, 1, EN) == english.replace("90 days", "1 day")
    assert headline(questions, groups, 1, ZH) == chinese.replace("90 ", "1 ")


# The page and the table


def _gap(question: str, *others: str) -> Gap:
    source = Source("id", HOSTILE, None, None, None, None, None, 1, 1)
    return Gap(Asked((question, *others), 3, NOON, NOON), source, answered=False)


def test_the_page_holds_whatever_anybody_wrote_as_text_only() -> None:
    vote = Judgement("a", NOON, False, HOSTILE, HOSTILE)
    use = Use((Day(NOON.date(), 1, 2, 0, 1),), (("review", 2), ("gone", 1)), (vote,))
    articles = {"review": replace(REVIEW, title=HOSTILE, publisher=HOSTILE)}
    drawn = page(use, articles, {"gone": HOSTILE}, [_gap(HOSTILE, HOSTILE)], [], Keep.TEXT)
    assert drawn.count("<script") == 0
    assert "\u202e" not in drawn
    assert drawn.count("&lt;script&gt;alert(1)&lt;/script&gt; &amp; “x”") == 9
    assert "<b>3</b><span>questions</span>" in drawn
    assert "<b>33 %</b><span>answered</span>" in drawn
    assert re.findall(r"(?:src|href)='(?!data:image/svg)", drawn) == []


def test_the_same_use_makes_the_same_page() -> None:
    use = Use((Day(NOON.date(), 1, 2, 0, 1),), (), ())
    assert page(use, {}, {}, [], [], Keep.OFF) == page(use, {}, {}, [], [], Keep.OFF)


def test_a_spreadsheet_takes_no_cell_for_a_formula() -> None:
    assert table([_gap("=1+1", "@x", "plain")]) == (
        "asked,first,last,question,other wordings,nearest,nearest id,answered now\n"
        f"3,2024-05-03,2024-05-03,'=1+1,'@x | plain,{HOSTILE},id,no\n"
    )


# Sending files and links


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://a.example/x", ["https://a.example/x"]),
        ("https://a.example/x\nhttp://b.example", ["https://a.example/x", "http://b.example"]),
        ("What does https://a.example/x say?", []),
        ("", []),
        (None, []),
    ],
)
def test_only_a_message_of_nothing_but_addresses_is_one_to_load(text: str | None, expected: list[str]) -> None:
    assert links(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2024-02-03", True), ("2024年2月3日", True), ("", False), ("soon", False), ("2024-13-01", False)],
)
def test_a_day_is_what_articles_may_give_as_one(text: str, *, expected: bool) -> None:
    assert is_day(text) is expected


def test_a_pile_outlasts_a_restart(tmp_path: Path) -> None:
    file = RecordFile(tmp_path / "bot.db")
    uploads = Uploads(file)
    draft = Draft("a.md", "text", {"date": date(2024, 1, 2), "people": ["A"]}, {"date": 2}, ("note",))
    items = (draft, Refused("b.exe", ("why",)), Draft("c", None, {"title": "half \ud800"}))
    begun = uploads.begin(7, {})
    pile = Pile(begun, 5.0, None, ("a.md", "b.exe"), items, (3, 4), 9, ("date", 12))
    uploads.keep(pile.kept())
    file.close()
    again = Uploads(RecordFile(tmp_path / "bot.db")).get(begun.id)
    assert again is not None
    kept = Pile.of(again)
    assert kept is not None
    assert kept.items == (replace(draft, fields={"date": "2024-01-02", "people": ["A"]}), *items[1:])
    assert (kept.messages, kept.card, kept.asks, kept.names) == ((3, 4), 9, ("date", 12), ("a.md", "b.exe"))


def test_a_correction_is_claimed_once_until_it_is_released(tmp_path: Path) -> None:
    corrections = Corrections(RecordFile(tmp_path / "bot.db"))
    assert [corrections.claim("a"), corrections.claim("a")] == [True, False]
    assert corrections.made() == {"a"}
    corrections.release("a")
    assert corrections.claim("a")
    corrections.forget_old()  # no answer of that id is kept
    assert corrections.made() == frozenset()


# Sentences


def test_both_languages_fill_in_the_same() -> None:
    for field in fields(EN):
        english, chinese = getattr(EN, field.name), getattr(ZH, field.name)
        pairs = [(english, chinese)] if isinstance(english, str) else [(english[k], chinese[k]) for k in english]
        for one, other in pairs:
            assert _filled(one) == _filled(other), field.name


def _filled(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


# The commands


def test_stale_answers_are_listed_in_the_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from typer.testing import CliRunner

    from bot.cli import app
    from retrieval.loading import remove

    answerer = library_answerer(tmp_path)
    settings = Settings(_env_file=None, data_dir=tmp_path, answer_log=Keep.FULL)
    records = Records.open(settings)
    records.answers.add("a1", answerer.ask("Who approved the new bridge?"), Place.PRIVATE, Where(1, None, 2))
    monkeypatch.chdir(ROOT)
    run = CliRunner()
    env = {"MEETINGS_DATA_DIR": str(tmp_path)}
    assert run.invoke(app, ["stale"], env=env).output == "all that was quoted still stands in its article\n"
    remove(["bridge"], answerer.engine)
    (row,) = json.loads(run.invoke(app, ["stale", "--json"], env=env).output)["stale"]
    assert {name: row[name] for name in ("answer", "article", "title", "quoted", "now", "corrected")} == {
        "answer": "a1",
        "article": "bridge",
        "title": "Council approves the new bridge",
        "quoted": "The council approved the new bridge by six votes to two.",
        "now": "removed",
        "corrected": False,
    }
    told = run.invoke(app, ["report", "--out", str(tmp_path / "use.html")], env=env).output
    assert told == f"wrote {tmp_path / 'use.html'}\n"
    assert "Who approved the new bridge?" in (tmp_path / "use.html").read_text(encoding="utf-8")
    assert run.invoke(app, ["gaps"], env=env).output == "no question of the last 90 days is without an answer\n"
