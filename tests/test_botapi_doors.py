"""Inline mode, buttons, files, groups and limits of the stand-in."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from PIL import Image

from tests.botapi.audit import Audit
from tests.botapi.files import LARGEST_DOWNLOAD
from tests.botapi.limits import Limits
from tests.botapi.rules import Json, Refused
from tests.botapi.server import StandIn
from tests.botapi.world import Person
from tests.test_botapi import ADA, button, call, entity, send

LIN = Person(1002, "Lin")
ARTICLE = {"type": "article", "id": "a", "title": "t", "input_message_content": {"message_text": "<b>m</b>"}}


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    """One that expects no mistakes."""
    with StandIn() as stand_in:
        stand_in.world.says(ADA, "hello")
        call(stand_in, "getUpdates", offset=1002)
        yield stand_in
    assert stand_in.violations == []


def updates(stand_in: StandIn) -> list[Json]:
    return [{kind: each[kind] for kind in each if kind != "update_id"} for each in call(stand_in, "getUpdates")[1]]


def refused(stand_in: StandIn, method: str, **parameters: Any) -> str:
    """The sentence that a call is refused with, which counts as a mistake."""
    code, told = call(stand_in, method, **parameters)
    assert (code, f"{method}: {told}" in stand_in.violations.pop()) == (400, True)
    return str(told).removeprefix("Bad Request: ")


def forbidden(stand_in: StandIn, chat: int) -> Any:
    """How a message is refused that the bot could not know to be."""
    code, told = call(stand_in, "sendMessage", chat_id=chat, text="x")
    return code, told


def picture(width: int, height: int) -> bytes:
    stream = io.BytesIO()
    Image.new("1", (width, height)).save(stream, "PNG")
    return stream.getvalue()


def upload(stand_in: StandIn, method: str, data: dict[str, Any], **files: tuple[str, bytes]) -> Any:
    address = f"{stand_in.base_url}{stand_in.token}/{method}"
    told = httpx.post(address, data=data, files=files, trust_env=False).json()
    return told["result"] if told["ok"] else told["description"]


# Files


def test_a_document_is_downloaded_as_it_was_sent(stand_in: StandIn) -> None:
    sent = stand_in.world.sends_document(ADA, "会议.txt", "会议".encode(), caption="/load this", media_group_id="7")
    (update,) = updates(stand_in)
    assert update["message"] == sent
    assert (sent["document"]["file_name"], sent["document"]["mime_type"]) == ("会议.txt", "text/plain")
    assert (sent["media_group_id"], sent["caption_entities"]) == ("7", [entity("bot_command", 0, 5)])
    path = call(stand_in, "getFile", file_id=sent["document"]["file_id"])[1]["file_path"]
    address = f"{stand_in.base_file_url}{stand_in.token}/{path}"
    assert httpx.get(address, trust_env=False).content == "会议".encode()
    assert httpx.get(address.replace(stand_in.token, "1:x"), trust_env=False).status_code == 404


def test_a_file_over_20_megabytes_is_not_handed_out(stand_in: StandIn) -> None:
    sent = stand_in.world.sends_document(ADA, "a.pdf", b"x", size=LARGEST_DOWNLOAD + 1)
    assert refused(stand_in, "getFile", file_id=sent["document"]["file_id"]) == "file is too big"
    assert refused(stand_in, "getFile", file_id="?") == "wrong file_id or the file is temporarily unavailable"


def test_a_group_shows_files_only_to_a_bot_without_privacy(stand_in: StandIn) -> None:
    for number, privacy in ((-1, True), (-2, False)):
        group = stand_in.world.group(number, privacy=privacy)
        stand_in.world.sends_document(ADA, "a.txt", b"x", chat=group)
    assert [each["message"]["chat"]["id"] for each in updates(stand_in)] == [-2]


def test_the_bot_sends_documents_and_pictures(stand_in: StandIn) -> None:
    caption = {"chat_id": ADA.id, "caption": "<b>Report</b>", "parse_mode": "HTML"}
    document = upload(stand_in, "sendDocument", caption, document=("a.csv", b"1,2"))
    assert (document["caption"], document["caption_entities"]) == ("Report", [entity("bold", 0, 6)])
    assert stand_in.world.files.get(document["document"]["file_id"]).data == b"1,2"
    photo = upload(stand_in, "sendPhoto", {"chat_id": ADA.id}, photo=("p.png", picture(40, 20)))
    assert (photo["photo"][0]["width"], photo["photo"][0]["height"]) == (40, 20)
    media = '[{"type": "photo", "media": "attach://one"}, {"type": "photo", "media": "attach://two", "caption": "c"}]'
    files = {"one": ("1.png", picture(9, 9)), "two": ("2.png", picture(9, 9))}
    album = upload(stand_in, "sendMediaGroup", {"chat_id": ADA.id, "media": media}, **files)
    assert [each.get("caption") for each in album] == [None, "c"]
    assert len({each["media_group_id"] for each in album}) == 1


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"no picture", "IMAGE_PROCESS_FAILED"),
        (picture(9000, 1001), "PHOTO_INVALID_DIMENSIONS"),
        (picture(210, 10), "PHOTO_INVALID_DIMENSIONS"),
        (b"", "file must be non-empty"),
    ],
)
def test_a_picture_against_the_rules_is_refused(stand_in: StandIn, data: bytes, told: str) -> None:
    assert upload(stand_in, "sendPhoto", {"chat_id": ADA.id}, photo=("p.png", data)) == f"Bad Request: {told}"
    stand_in.violations.clear()


def test_a_caption_has_1024_characters_and_an_album_2_to_10_parts(stand_in: StandIn) -> None:
    sent = stand_in.world.sends_document(ADA, "a.txt", b"x")["document"]["file_id"]
    for caption, code in (("😀" * 512, 200), ("😀" * 513, 400)):
        assert call(stand_in, "sendDocument", chat_id=ADA.id, document=sent, caption=caption)[0] == code
    for count in (1, 11):
        media = [{"type": "document", "media": sent}] * count
        assert "wrong number of media" in refused(stand_in, "sendMediaGroup", chat_id=ADA.id, media=media)
    stand_in.violations.clear()


# Changing and deleting


def test_what_is_changed_must_be_the_bots_own_and_change(stand_in: StandIn) -> None:
    theirs = stand_in.world.says(ADA, "hello")["message_id"]
    message = send(stand_in, "x", reply_markup=button(callback_data="a"))[1]
    place = {"chat_id": ADA.id, "message_id": message["message_id"]}
    assert "not modified" in refused(
        stand_in, "editMessageText", **place, text="x", reply_markup=button(callback_data="a")
    )
    assert "no caption" in refused(stand_in, "editMessageCaption", **place, caption="y")
    assert "can't be edited" in refused(stand_in, "editMessageText", chat_id=ADA.id, message_id=theirs, text="y")
    assert call(stand_in, "editMessageText", **place, text="y")[1]["text"] == "y"
    assert "reply_markup" not in stand_in.transcript(ADA.id)[-1]
    assert call(stand_in, "editMessageReplyMarkup", **place, reply_markup=button(callback_data="b"))[0] == 200
    assert stand_in.transcript(ADA.id)[-1]["reply_markup"] == button(callback_data="b")


def test_a_message_can_be_deleted_for_48_hours(stand_in: StandIn) -> None:
    first, second = (send(stand_in, "x")[1]["message_id"] for _ in range(2))
    stand_in.world.passes(48 * 3600)
    assert call(stand_in, "deleteMessage", chat_id=ADA.id, message_id=first) == (200, True)
    assert "not found" in refused(stand_in, "deleteMessage", chat_id=ADA.id, message_id=first)
    stand_in.world.passes(1)
    assert "can't be deleted" in refused(stand_in, "deleteMessage", chat_id=ADA.id, message_id=second)


def test_copies_and_forwards_hold_what_the_message_holds(stand_in: StandIn) -> None:
    earlier = stand_in.world.says(ADA, "words")
    place = {"chat_id": ADA.id, "from_chat_id": ADA.id, "message_id": earlier["message_id"]}
    copied = call(stand_in, "copyMessage", **place)[1]
    forwarded = call(stand_in, "forwardMessage", **place)[1]
    assert stand_in.transcript(ADA.id)[-2]["message_id"] == copied["message_id"]
    assert forwarded["text"] == "words"
    assert forwarded["forward_origin"]["sender_user"]["id"] == ADA.id


# Inline mode and buttons


def answered(stand_in: StandIn, *results: Json, **more: Any) -> Json:
    query = stand_in.world.asks_inline(LIN, "who")
    assert call(stand_in, "answerInlineQuery", inline_query_id=query["id"], results=results, **more)[0] == 200
    return stand_in.inline_answer(query)


def test_a_chosen_result_is_sent_via_the_bot_and_its_buttons_have_no_message(stand_in: StandIn) -> None:
    content = {"message_text": "<b>m</b>", "parse_mode": "HTML"}
    result = ARTICLE | {"input_message_content": content, "reply_markup": button(callback_data="v1:x")}
    answer = answered(stand_in, result, is_personal=True, cache_time=1)
    assert (answer["is_personal"], answer["query"]) == (True, "who")
    stand_in.world.inline_feedback = True
    sent = stand_in.world.chooses_inline(LIN, answer["results"][0], stand_in.world.elsewhere(-9))
    pressed = stand_in.world.taps(ADA, sent, "More")
    assert (sent["text"], sent["entities"], sent["via_bot"]) == ("m", [entity("bold", 0, 1)], stand_in.world.bot)
    _, chosen, callback = updates(stand_in)
    number = pressed["inline_message_id"]
    assert chosen["chosen_inline_result"] == {
        "result_id": "a",
        "from": LIN.json(),
        "query": "who",
        "inline_message_id": number,
    }
    assert (callback["callback_query"], "message" in pressed) == (pressed, False)
    assert call(stand_in, "editMessageText", inline_message_id=number, text="n") == (200, True)
    assert sent["text"] == "n"
    assert "MESSAGE_ID_INVALID" in refused(stand_in, "editMessageText", inline_message_id="?", text="n")


def test_without_feedback_and_buttons_a_bot_hears_nothing_from_elsewhere(stand_in: StandIn) -> None:
    (result,) = answered(stand_in, ARTICLE)["results"]
    stand_in.world.chooses_inline(LIN, result, stand_in.world.elsewhere(-9))
    assert [list(each) for each in updates(stand_in)] == [["inline_query"]]
    stand_in.world.chooses_inline(LIN, result, stand_in.world.group(-8))
    assert updates(stand_in)[-1]["message"]["via_bot"] == stand_in.world.bot


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"button": {"text": "Ask", "start_parameter": "a b"}}, "START_PARAM_INVALID"),
        ({"button": {"text": "Ask", "start_parameter": "x" * 65}}, "START_PARAM_INVALID"),
        ({"button": {"text": "Ask"}}, "exactly one action"),
        ({"button": {"text": "", "start_parameter": "a"}}, "SWITCH_PM_TEXT_EMPTY"),
        ({"results": [ARTICLE | {"title": ""}]}, "ARTICLE_TITLE_EMPTY"),
        ({"results": [ARTICLE | {"url": "javascript:x"}]}, "WEBPAGE_URL_INVALID"),
    ],
)
def test_inline_answers_against_the_rules_are_refused(stand_in: StandIn, more: Json, told: str) -> None:
    query = stand_in.world.asks_inline(LIN, "who")
    assert told in refused(stand_in, "answerInlineQuery", **({"inline_query_id": query["id"], "results": []} | more))


def test_a_late_answer_is_refused_but_no_mistake(stand_in: StandIn) -> None:
    stand_in.queries.inline_seconds = -1
    query = stand_in.world.asks_inline(LIN, "who")
    assert call(stand_in, "answerInlineQuery", inline_query_id=query["id"], results=[])[0] == 400


def test_a_button_is_found_by_its_label_and_an_old_message_is_inaccessible(stand_in: StandIn) -> None:
    message = send(stand_in, "x", reply_markup=button(callback_data="v1:m"))[1]
    with pytest.raises(LookupError):
        stand_in.world.taps(ADA, message, "Less")
    assert stand_in.world.taps(ADA, message, "Mo")["data"] == "v1:m"
    gone = {"chat": message["chat"], "message_id": message["message_id"], "date": 0}
    assert stand_in.world.taps(ADA, message, "More", inaccessible=True)["message"] == gone
    stand_in.world.deletes(message)
    assert stand_in.world.presses(ADA, message, "v1:m")["message"] == gone
    assert len(stand_in.unanswered_buttons) == 3


# Chats


def test_who_never_wrote_or_has_blocked_the_bot_is_out_of_reach(stand_in: StandIn) -> None:
    group = stand_in.world.group(-1)
    stand_in.world.says_in(group, LIN, "seen")
    assert forbidden(stand_in, LIN.id) == (403, "Forbidden: bot can't initiate conversation with a user")
    stand_in.world.blocks(ADA)
    assert forbidden(stand_in, ADA.id) == (403, "Forbidden: bot was blocked by the user")
    stand_in.world.unblocks(ADA)
    assert forbidden(stand_in, ADA.id)[0] == 200
    stand_in.world.removes_bot(group, ADA)
    assert forbidden(stand_in, -1) == (403, "Forbidden: bot is not a member of the supergroup chat")
    changes = [each["my_chat_member"]["new_chat_member"]["status"] for each in updates(stand_in)]
    assert changes == ["kicked", "member", "kicked"]


def test_a_group_that_has_moved_says_where_to(stand_in: StandIn) -> None:
    group = stand_in.world.group(-1, kind="group")
    stand_in.world.upgrades(group, ADA, -1001)
    address = f"{stand_in.base_url}{stand_in.token}/sendMessage"
    told = httpx.post(address, json={"chat_id": -1, "text": "x"}, trust_env=False).json()
    assert told["parameters"] == {"migrate_to_chat_id": -1001}
    moved = [each["message"] for each in updates(stand_in)]
    assert (moved[0]["migrate_to_chat_id"], moved[1]["migrate_from_chat_id"]) == (-1001, -1)


def test_in_a_topic_a_message_replies_to_its_opening_and_in_a_group_replies_make_threads(stand_in: StandIn) -> None:
    forum = stand_in.world.group(-1, topics=frozenset({1, 7}))
    asked = stand_in.world.says_in(forum, ADA, "/ask@meetings_bot x", message_thread_id=7)
    assert asked["is_topic_message"] is True
    assert asked["reply_to_message"]["forum_topic_created"]["name"] == "Topic 7"
    replying = {"message_id": asked["message_id"]}
    assert call(stand_in, "sendMessage", chat_id=-1, text="y", reply_parameters=replying)[1]["message_thread_id"] == 7
    plain = stand_in.world.group(-2)
    first = stand_in.world.says_in(plain, ADA, "first")
    second = stand_in.world.replies(LIN, first, "second")
    assert (second["message_thread_id"], "is_topic_message" in second) == (first["message_id"], False)


def test_a_nameless_command_goes_to_the_bot_that_spoke_last(stand_in: StandIn) -> None:
    group = stand_in.world.group(-1)
    stand_in.world.bot_says(group, {"text": "x"})
    stand_in.world.says_in(group, ADA, "/ask one")
    stand_in.world.other_bot_says_in(group, "y")
    stand_in.world.says_in(group, ADA, "/ask two")
    assert [each["message"]["text"] for each in updates(stand_in)] == ["/ask one"]


def test_reactions_and_members_are_told_only_to_who_asks(stand_in: StandIn) -> None:
    message = stand_in.world.says(ADA, "x")
    stand_in.world.reacts(ADA, message, "👍")
    assert [list(each) for each in updates(stand_in)] == [["message"]]
    call(stand_in, "getUpdates", allowed_updates=["message_reaction", "chat_member"])
    stand_in.world.reacts(ADA, message, "👍")
    stand_in.world.changes_member(stand_in.world.group(-1), ADA, LIN, "left", "member")
    assert [next(iter(each)) for each in updates(stand_in)] == ["message", "message_reaction", "chat_member"]


def test_people_are_forwarded_shared_and_sent_as_contacts(stand_in: StandIn) -> None:
    world = stand_in.world
    assert world.forwards(ADA, LIN, "x")["forward_origin"]["sender_user"]["id"] == LIN.id
    assert world.forwards(ADA, "Hidden", "x")["forward_origin"]["sender_user_name"] == "Hidden"
    assert world.shares_users(ADA, [LIN])["users_shared"]["users"] == [{"user_id": LIN.id, "first_name": "Lin"}]
    assert world.sends_contact(ADA, LIN)["contact"]["user_id"] == LIN.id
    assert world.sends_voice(ADA)["voice"]["duration"] == 3
    assert world.sends_sticker(ADA)["sticker"]["emoji"] == "👍"
    assert len(updates(stand_in)) == 6


def test_menus_belong_to_chats_that_are_known(stand_in: StandIn) -> None:
    commands = [{"command": "ask", "description": "x"}]
    scope = {"type": "chat", "chat_id": LIN.id}
    assert call(stand_in, "setMyCommands", commands=commands, scope=scope) == (400, "Bad Request: chat not found")
    stand_in.world.says(LIN, "x")
    assert call(stand_in, "setMyCommands", commands=commands, scope=scope, language_code="zh") == (200, True)
    assert stand_in.menus == {("chat", LIN.id, "zh"): commands}
    assert stand_in.commands == {}
    assert call(stand_in, "setMyShortDescription", short_description="x" * 120)[0] == 200
    assert "too long" in refused(stand_in, "setMyShortDescription", short_description="x" * 121)


def test_members_and_rights_can_be_asked_for(stand_in: StandIn) -> None:
    group = stand_in.world.group(-1, bot_is_admin=True)
    stand_in.world.says_in(group, ADA, "x")
    stand_in.world.changes_member(group, ADA, LIN, "member", "administrator")
    asked = {
        number: call(stand_in, "getChatMember", chat_id=-1, user_id=number)[1] for number in (1001, 1002, 123456)
    }
    assert {number: told["status"] for number, told in asked.items()} == {
        1001: "member",
        1002: "administrator",
        123456: "administrator",
    }
    assert refused(stand_in, "getChatMember", chat_id=-1, user_id=5) == "PARTICIPANT_ID_INVALID"


def test_a_deep_link_starts_with_its_parameter(stand_in: StandIn) -> None:
    assert stand_in.world.opens_link(ADA, "a_7-b")["text"] == "/start a_7-b"
    with pytest.raises(ValueError, match="start parameter"):
        stand_in.world.opens_link(ADA, "a.b")


# Limits and counts


def test_limits_are_those_of_telegram() -> None:
    now = [0.0]
    limits = Limits(lambda: now[0])
    limits.on = True
    refusals = 0
    for _ in range(25):
        now[0] += 1.0
        try:
            limits.check("sendMessage", {"chat_id": -5})
        except Refused as refusal:
            refusals += 1
            assert (refusal.code, refusal.foreseeable) == (429, False)
    assert refusals == 5
    for chat in range(40):
        try:
            limits.check("sendMessage", {"chat_id": chat})
        except Refused as refusal:
            refusals += 1
            assert refusal.parameters == {"retry_after": 1}
    assert refusals == 15
    limits.check("answerCallbackQuery", {})


def test_limits_are_off_until_they_are_switched_on(stand_in: StandIn) -> None:
    assert [send(stand_in, "x")[0] for _ in range(7)] == [200] * 7
    stand_in.limits.on = True
    assert [send(stand_in, "x")[0] for _ in range(7)] == [200] * 5 + [429] * 2


def test_the_audit_counts_replies_to_thousands_of_questions(stand_in: StandIn) -> None:
    audit, world = Audit(stand_in), stand_in.world
    chat = world.private(ADA)
    for number in range(5000):
        question = audit.asked(world.says(ADA, "q"))
        for _ in range(number % 1000 if number % 1000 < 3 else 1):
            world.bot_says(chat, {"text": "a", "reply_to_message": question})
    assert audit.tally() == {0: 5, 1: 4990, 2: 5}
    assert (len(audit.unanswered), len(audit.answered_twice)) == (5, 5)
    assert audit.wait(0.1) == {0: 5, 1: 4990, 2: 5}
