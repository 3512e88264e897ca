"""Maintainers at work over HTTP, with the real engine over the toy articles: files, links, buttons, lists."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from tests.botapi.process import CHINESE_STAFF, STAFF, STRANGER, Bot, running_bot
from tests.botapi.server import StandIn
from tests.botapi.world import Person, buttons
from tests.web_server import Site, body

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.botapi.rules import Json

MARA = Person(2001, "Mara")
LUO = Person(2002, "Luo", "zh-hans")
IDS = f"{MARA.id},{LUO.id}"
POOL = (
    " date 2024-06-01 Pool opens in June\n\n"
    "The pool opens on 3 June. The fee stays at four crowns.\n\nIda Berg runs it.\n"
)
CARD = "Pool opens in June\nDate: 1 June 2024\nParagraphs: 2\n\nNew: not in the library yet."
ONLY = "This is for maintainers only."


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[StandIn, Bot]]:
    folder = tmp_path_factory.mktemp("office")
    with StandIn() as stand_in, _bot(stand_in, folder) as bot:
        stand_in.wait(lambda: stand_in.polls > 0, "the bot to start polling")
        yield stand_in, bot
        assert bot.stop() == 0, bot.log


@pytest.fixture
def telegram(office: tuple[StandIn, Bot]) -> Iterator[StandIn]:
    stand_in, bot = office
    stand_in.world.passes(60)  # files of another test are no part of this one's pile
    yield stand_in
    with suppress(TimeoutError):
        stand_in.settle()
    refused, stand_in.violations = stand_in.violations, []
    assert refused == []
    assert stand_in.unanswered_buttons == []
    assert bot.process.poll() is None, bot.log
    assert "Traceback" not in bot.log


def _bot(stand_in: StandIn, folder: Path, **extra: str):  # type: ignore[no-untyped-def]  # noqa: ANN202
    settings = {
        "TOY_LIBRARY": "1",
        "MEETINGS_MAINTAINER_IDS": IDS,
        "MEETINGS_ANSWER_LOG": "full",
        "MEETINGS_FETCH_ALLOWED_HOSTS": "127.0.0.1",
        "MEETINGS_DATA_DIR": str(folder / "data"),
    }
    return running_bot(stand_in.base_url, folder, token=stand_in.token, **(settings | extra))


def labels(message: Json) -> list[str]:
    return [button["text"] for button in buttons(message)]


def becomes(telegram: StandIn, message: Json, pattern: str) -> Json:
    """The message as soon as its text looks so."""
    telegram.wait(lambda: re.search(pattern, telegram.world.shown(message)["text"]) is not None, pattern)
    return telegram.world.shown(message)


def tap(telegram: StandIn, message: Json, label: str, pattern: str) -> Json:
    """The message as it looks after a press."""
    telegram.button_answer(telegram.world.taps(MARA, message, label))
    return becomes(telegram, message, pattern)


def ask(telegram: StandIn, question: str, person: Person = STAFF) -> str:
    return str(telegram.answer(telegram.world.says(person, question))["text"])


# Loading


def test_a_file_is_shown_loaded_found_and_taken_back(telegram: StandIn) -> None:
    card = telegram.answer(telegram.world.sends_document(MARA, "pool.txt", POOL.encode()))
    assert card["text"] == CARD
    assert card["entities"] == [{"type": "bold", "offset": 0, "length": 18}]
    assert labels(card) == ["Load", "Cancel", "Set date", "Set title"]
    loaded = tap(telegram, card, "Load", "^Loaded")
    assert re.fullmatch(r"Loaded: 1 new\.\n• Pool opens in June\n\nLive now: generation \d+\.", loaded["text"])
    assert labels(loaded) == ["Undo"]
    assert ask(telegram, "Who runs the pool?").startswith("Ida Berg runs it.")
    again = telegram.answer(telegram.world.sends_document(MARA, "pool.txt", POOL.encode()))
    assert again["text"].endswith("Already in the library, word for word: there is nothing to load.")
    assert labels(again) == ["Cancel", "Set date", "Set title"]
    undone = tap(telegram, loaded, "Undo", "^Taken back")
    assert re.fullmatch(
        r"Taken back: load of 1 article\n• Pool opens in June\n\nLive now: generation \d+\.", undone["text"]
    )
    assert labels(undone) == []
    assert not ask(telegram, "Who runs the pool?").startswith("Ida Berg")


def test_date_and_title_are_asked_for_and_the_card_comes_again(telegram: StandIn) -> None:
    card = telegram.answer(
        telegram.world.sends_document(MARA, "ferry.txt", b"The ferry\n\nNo more ferries at night.")
    )
    assert card["text"] == (
        "The ferry\nDate: no date\nParagraphs: 1\n\nNew: not in the library yet.\n"
        "⚠️ no date: searches limited to a period will not find it"
    )
    prompt = _prompt(telegram, card, "Set date")
    assert prompt["text"] == "On which day was it published? Reply with a date such as 2023-01-20."
    wrong = telegram.answer(telegram.world.replies(MARA, prompt, "next week"))
    assert wrong["text"] == "I cannot read that as a date. Please write it as 2023-01-20."
    dated = telegram.answer(telegram.world.says(MARA, "2024-02-03"))  # a date alone is no question
    assert dated["text"] == "The ferry\nDate: 3 February 2024\nParagraphs: 1\n\nNew: not in the library yet."
    assert labels(telegram.world.shown(card)) == []
    prompt = _prompt(telegram, dated, "Set title")
    named = telegram.answer(telegram.world.replies(MARA, prompt, "Ferries end"))
    assert named["text"] == "Ferries end\nDate: 3 February 2024\nParagraphs: 1\n\nNew: not in the library yet."
    load = buttons(named)[0]["callback_data"]
    cancelled = tap(telegram, named, "Cancel", "Cancelled")
    assert cancelled["text"] == "Cancelled. Nothing was loaded."
    late = telegram.world.presses(MARA, named, load)
    assert telegram.button_answer(late)["text"] == "This button no longer works. Please ask again."


def _prompt(telegram: StandIn, card: Json, label: str) -> Json:
    before = len(telegram.sent(MARA.id))
    telegram.button_answer(telegram.world.taps(MARA, card, label))
    telegram.wait(lambda: len(telegram.sent(MARA.id)) > before, "the prompt")
    assert telegram.called("sendMessage")[-1].parameters["reply_markup"]["force_reply"] is True
    return telegram.sent(MARA.id)[-1]


def test_files_sent_together_give_one_report(telegram: StandIn) -> None:
    bridge = b"The council approved the new bridge by six votes to two.\n\nThe bridge will cost 10,000 crowns."
    first = telegram.world.sends_document(MARA, "a.txt", b" date 2024-01-01 First\n\nText one.", media_group_id="7")
    telegram.world.sends_document(MARA, "b.exe", b"\x00MZ", media_group_id="7")
    telegram.world.sends_document(MARA, "c.txt", bridge, media_group_id="7")
    card = becomes(telegram, telegram.answer(first), "^3 articles")
    assert card["text"] == (
        "3 articles in 3 files\n1 new, 1 duplicate, 1 refused\n\n"
        "• First · 1 January 2024: new\n"
        "• b.exe: refused: unknown file type .exe; known are .txt, .md, .markdown, .html, .htm, .xhtml, .xml, .rss, "
        ".atom, .pdf, .docx, .odt, .epub, .csv, .tsv, .jsonl, .zip\n"
        "• The council approved the new bridge by six votes to two. · no date: duplicate of “Council "
        "approves the new bridge”"
    )
    assert labels(card) == ["Load all", "Cancel"]
    loaded = tap(telegram, card, "Load all", "^Loaded")
    assert loaded["text"].startswith("Loaded: 1 new, 1 duplicate, 1 refused.\n• First\n\nLive now: generation ")
    tap(telegram, loaded, "Undo", "^Taken back")


def test_another_text_under_the_same_address_is_a_new_version(telegram: StandIn) -> None:
    with Site() as site:
        page = "<html><head><title>Fees</title></head><body><article><h1>Fees</h1><p>{}</p></article></body></html>"
        words = (
            "The council set the fee for the market stalls at {} crowns a day from the first of May this year. " * 3
        )
        site.pages["/fees"] = body(page.format(words.format(4, 4, 4)))
        card = telegram.answer(telegram.world.says(MARA, site.url("/fees")))
        assert card["text"].startswith("Fees\nDate: no date\n")
        assert f"Address: {site.url('/fees')}\n" in card["text"]
        loaded = tap(telegram, card, "Load", "^Loaded")
        site.pages["/fees"] = body(page.format(words.format(5, 5, 5)))
        telegram.world.passes(60)
        changed = telegram.answer(telegram.world.says(MARA, site.url("/fees")))
        assert "Changes version 1 of this article: 1 paragraph altered." in changed["text"]
        tap(telegram, changed, "Cancel", "Cancelled")
        question = f"Who set the fee on {site.url('/fees')} today?"
        assert "Fees" in ask(telegram, question, MARA) or "library" in ask(telegram, question, MARA)
        assert "v1:load:" not in str(telegram.answers(telegram.transcript(MARA.id)[-2])[0].get("reply_markup"))
        tap(telegram, loaded, "Undo", "^Taken back")


def test_an_address_that_may_not_be_read_is_refused_with_the_reason(telegram: StandIn) -> None:
    refused = telegram.answer(telegram.world.says(MARA, "http://localhost:1/x"))
    assert refused["text"].startswith("I cannot take http://localhost:1/x:\n• ")
    assert labels(refused) == []


def test_what_is_too_large_is_said_before_it_is_fetched(telegram: StandIn) -> None:
    sent = telegram.world.sends_document(MARA, "all.zip", b"x", size=21 << 20)
    assert telegram.answer(sent)["text"] == (
        "all.zip is too large: Telegram lets me download files of up to 20 MB. "
        "Please split it, or load it with `meetings load`."
    )
    assert [
        call for call in telegram.called("getFile") if call.parameters["file_id"] == sent["document"]["file_id"]
    ] == []


def test_staff_who_send_a_file_or_a_link_load_nothing(telegram: StandIn) -> None:
    sent = telegram.world.sends_document(STAFF, "pool.txt", POOL.encode())
    assert telegram.answer(sent)["text"] == "I cannot take in files here. Please write your question in words."
    assert "library" in ask(telegram, "http://127.0.0.1/x")


# Removing, undoing, the log


def test_an_article_is_chosen_removed_and_brought_back(telegram: StandIn) -> None:
    which = telegram.answer(telegram.world.says(MARA, "/remove in"))
    assert which["text"] == "Which one?"
    school, review = "School opens in autumn · 1 February 2024", "Review meeting on grassroots work · 20 January 2023"
    assert labels(which) == [school, review, "Cancel"]
    sure = tap(telegram, which, "School", "^Remove this")
    assert sure["text"] == "Remove this article?\nSchool opens in autumn\n1 February 2024 · District News\nid school"
    assert labels(sure) == ["Remove", "Leave it"]
    removed = tap(telegram, sure, "Remove", "^Removed")
    assert removed["text"].startswith("Removed: School opens in autumn\n\nLive now: generation ")
    assert labels(removed) == ["Undo"]
    last = telegram.answer(telegram.world.says(MARA, "/undo"))
    assert re.fullmatch(
        r"The last change\n\d+\. removal of 1 article · .* UTC\ntelegram: Mara \(2001\)\n• School opens in autumn\n\n"
        r"Take it back\?",
        last["text"],
    )
    tap(telegram, last, "Undo", "^Taken back: removal of 1 article\n• School opens in autumn")
    gone = tap(telegram, removed, "Undo", "^That was not done: change")
    assert "was taken back already" in gone["text"]
    audit = telegram.answer(telegram.world.says(MARA, "/audit"))
    first, second = audit["text"].split("\n\n")[1:3]
    assert re.fullmatch(r"\d+\. undo of 1 article · .* UTC\ntelegram: Mara \(2001\)\n• School opens in autumn", first)
    assert re.fullmatch(r"\d+\. removal of 1 article · .*\n.*\n• School.*\ntaken back by change \d+", second)
    for number in range(3):
        card = telegram.answer(telegram.world.says(MARA, "/remove fangxun"))
        tap(telegram, tap(telegram, card, "Remove", "^Removed"), "Undo", "^Taken back")
        assert number < 3
    paged = telegram.answer(telegram.world.says(MARA, "/audit"))
    assert labels(paged) == ["Older ›"]
    older = tap(telegram, paged, "Older", "load of 6 articles")
    assert labels(older)[0] == "‹ Newer"


# People


def test_people_are_let_in_and_taken_out_from_chat(telegram: StandIn) -> None:
    world, bo, ivy = telegram.world, Person(3001, "Bo"), Person(3002, "Ivy")
    asked = telegram.answer(world.says(MARA, "/staff add"))
    assert asked["text"] == "Forward me a message of the person, or choose them with the button below."
    assert telegram.answer(world.forwards(MARA, "Hidden Name", "hello"))["text"].startswith("This person hides")
    assert telegram.answer(world.forwards(MARA, bo, "hello"))["text"] == "Bo (3001) may ask now."
    assert "The council approved" in ask(telegram, "Who approved the new bridge?", bo)
    telegram.answer(world.says(MARA, "/staff add maintainer"))
    assert telegram.answer(world.shares_users(MARA, [ivy]))["text"] == "Ivy (3002) may ask and maintain now."
    assert telegram.answer(world.says(MARA, "/staff add 2001"))["text"] == "2001 stands in the settings already."
    shown = telegram.answer(world.says(ivy, "/staff"))
    assert shown["text"].split("\n\n")[0] == (
        "Who may ask\n• 2001 · maintainer · in the settings\n• 2002 · maintainer · in the settings\n"
        "• 1001 · staff · in the settings\n• 1002 · staff · in the settings\n• Bo (3001) · staff\n"
        "• Ivy (3002) · maintainer"
    )
    assert labels(shown) == ["Remove Bo", "Remove Ivy"]
    telegram.button_answer(world.taps(ivy, shown, "Remove Ivy"))
    own = becomes(telegram, shown, "^That is you")
    telegram.button_answer(world.taps(ivy, own, "Leave it"))
    becomes(telegram, shown, "^Who may ask")
    for name in ("Bo", "Ivy"):
        number = {"Bo": 3001, "Ivy": 3002}[name]
        sure = telegram.answer(world.says(MARA, f"/staff remove {number}"))
        assert sure["text"] == f"Remove {name} ({number})? They can then no longer ask."
        tap(telegram, sure, "Remove", f"^{number} was removed")
    before = len(telegram.sent(bo.id))
    world.says(bo, "Who approved the new bridge?")
    telegram.wait(lambda: len(telegram.sent(bo.id)) > before, "the sentence for strangers")
    assert telegram.sent(bo.id)[-1]["text"].startswith("You may not ask here yet")
    assert telegram.answer(world.says(MARA, "/staff remove 1001"))["text"] == (
        "1001 stands in the settings and can only be removed there."
    )


# What was asked


def test_gaps_are_grouped_most_asked_first(telegram: StandIn) -> None:
    assert telegram.answer(telegram.world.says(LUO, "/gaps"))["text"] != ""
    for question in ("What does the zoo cost?", "Where is the harbour master?", "what does the zoo cost"):
        ask(telegram, question)
    shown = telegram.answer(telegram.world.says(MARA, "/gaps"))
    zoo = next(part for part in shown["text"].split("\n\n") if "zoo" in part)
    assert re.fullmatch(r"\d\. [Ww]hat does the zoo cost\??\nasked 2 times · last on .*\nNearest: .*", zoo)
    assert shown["entities"][0]["type"] == "bold"


def test_use_is_sent_as_one_picture(telegram: StandIn) -> None:
    ask(telegram, "Who approved the new bridge?")
    sent = telegram.answer(telegram.world.says(MARA, "/stats"))
    assert re.fullmatch(r"The last 30 days: \d+ questions, \d+ % answered", sent["caption"])
    (size,) = sent["photo"]
    assert (size["width"], size["height"]) == (1080, 1350)


def test_an_answer_that_no_longer_holds_is_corrected_once_in_its_chat(telegram: StandIn) -> None:
    world = telegram.world
    old = telegram.answer(world.says(CHINESE_STAFF, "Who approved the new bridge?"))
    card = telegram.answer(world.says(MARA, "/remove bridge"))
    removed = tap(telegram, card, "Remove", "^Removed")
    listed = telegram.answer(world.says(MARA, "/stale"))
    data = buttons(listed)[0]["callback_data"]
    assert "“Council approves the new bridge” was removed since" in listed["text"]
    told = tap(telegram, listed, "Send correction 1", "^The correction was sent")
    assert "✓ A correction was sent." in told["text"]
    (correction,) = [each for each in telegram.sent(CHINESE_STAFF.id) if each["text"].startswith("A correction")]
    assert correction["reply_to_message"]["message_id"] == old["message_id"]
    assert re.fullmatch(
        r"A correction: “Council approves the new bridge”, which I quoted on .*, was removed from the library "
        r"since\.\n\n"
        r"I quoted:\nThe council approved the new bridge by six votes to two\.\n\n"
        r"Ask again for an answer as of today\.",
        correction["text"],
    )
    again = world.presses(MARA, listed, data)
    telegram.button_answer(again)
    becomes(telegram, listed, "^A correction was sent before; nobody gets two")
    tap(telegram, removed, "Undo", "^Taken back")


def test_a_correction_that_cannot_be_sent_is_said_and_may_be_tried_again(telegram: StandIn) -> None:
    world, guest = telegram.world, Person(3009, "Gus")
    telegram.answer(world.says(MARA, "/staff add 3009"))
    telegram.answer(world.says(guest, "Who promised forty places in the school?"))
    world.blocks(guest)
    removed = tap(telegram, telegram.answer(world.says(MARA, "/remove school")), "Remove", "^Removed")
    listed = telegram.answer(world.says(MARA, "/stale"))
    told = tap(telegram, listed, "Send correction 1", "^The correction could not be sent: ")
    assert told["text"].startswith("The correction could not be sent: Forbidden: bot was blocked by the user\n\n")
    world.unblocks(guest)
    tap(telegram, told, "Send correction 1", "^The correction was sent")
    tap(telegram, removed, "Undo", "^Taken back")


# Who may


@pytest.mark.parametrize("name", ["gaps", "stats", "stale", "remove", "undo", "audit", "staff"])
def test_others_are_told_that_a_command_is_for_maintainers(telegram: StandIn, name: str) -> None:
    assert ask(telegram, f"/{name} x") == ONLY


@pytest.mark.parametrize("name", ["gaps", "stale", "staff"])
def test_lists_of_what_people_asked_are_not_shown_in_groups(telegram: StandIn, name: str) -> None:
    group = telegram.world.group(-1001)
    said = telegram.world.says_in(group, MARA, f"/{name}@meetings_bot")
    assert telegram.answer(said)["text"] == (
        "This list is not for everybody here to see: please ask me in our private chat."
    )


def test_buttons_of_maintainers_do_nothing_for_others(telegram: StandIn) -> None:
    card = telegram.answer(telegram.world.sends_document(MARA, "pool.txt", POOL.encode()))
    for person, told in ((STAFF, ONLY), (STRANGER, "You may not use this bot.")):
        pressed = telegram.world.presses(person, card, buttons(card)[0]["callback_data"])
        answer = telegram.button_answer(pressed)
        assert (answer["text"], answer["show_alert"]) == (told, True)
    assert telegram.world.shown(card)["text"] == CARD
    tap(telegram, card, "Cancel", "Cancelled")


def test_a_card_that_was_deleted_is_sent_again_with_the_next_file_of_its_pile(telegram: StandIn) -> None:
    world = telegram.world
    card = telegram.answer(world.sends_document(MARA, "pool.txt", POOL.encode(), media_group_id="9"))
    world.deletes(card)
    again = telegram.answer(world.sends_document(MARA, "fees.txt", b"Fees\n\nFees rise.", media_group_id="9"))
    assert again["text"].startswith("2 articles")
    world.deletes(again)
    telegram.button_answer(world.presses(MARA, again, buttons(again)[1]["callback_data"]))
    later = telegram.answer(world.sends_document(MARA, "pool.txt", POOL.encode()))
    assert later["text"] == CARD
    tap(telegram, later, "Cancel", "Cancelled")
    assert len(telegram.violations) == 2, "nobody can know beforehand that a message was deleted"
    assert all("message to edit not found" in each for each in telegram.violations)
    telegram.violations.clear()


def test_labels_are_chinese_for_those_who_speak_chinese(telegram: StandIn) -> None:
    card = telegram.answer(telegram.world.sends_document(LUO, "pool.txt", POOL.encode()))
    assert card["text"] == "Pool opens in June\n日期：2024年6月1日\n段落：2\n\n新文章：资料库中还没有。"
    assert labels(card) == ["载入", "取消", "设定日期", "设定标题"]


def test_buttons_outlast_a_restart_and_questions_are_answered_while_a_load_goes_on(tmp_path: Path) -> None:
    long = " date 2024-07-01 Long day\n\n" + "\n\n".join(
        f"Point {n} of the long day was held over." for n in range(60)
    )
    with StandIn() as stand_in:
        with _bot(stand_in, tmp_path):
            card = stand_in.answer(stand_in.world.sends_document(MARA, "long.txt", long.encode()))
        with _bot(stand_in, tmp_path, TOY_SECONDS="0.02") as bot:
            stand_in.button_answer(stand_in.world.taps(MARA, card, "Load"))
            becomes(stand_in, card, "^Loading")
            assert ask(stand_in, "Who approved the new bridge?").startswith("The council approved the new bridge")
            assert stand_in.world.shown(card)["text"] == "Loading…"
            becomes(stand_in, card, "^Loaded: 1 new")
            assert bot.stop() == 0
        assert stand_in.violations == []
