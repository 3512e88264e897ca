"""A recorded chat becomes a page in which everything is shown as it was written."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from tests.browser import program
from tests.chat_look import Json, View, formatted, rows
from tests.picture import draw, page
from tests.toy_answerer import PRESIDED

ADA: Json = {"id": 1, "is_bot": False, "first_name": "Ada <3"}
BOT: Json = {"id": 2, "is_bot": True, "first_name": "Meetings"}


def entity(kind: str, offset: int, length: int, **more: str) -> Json:
    return {"type": kind, "offset": offset, "length": length, **more}


def test_text_is_escaped_and_entities_become_tags() -> None:
    text = "😀 <b> & bold\nThe source"
    entities = [
        entity("blockquote", 0, 13),
        entity("bold", 9, 4),
        entity("text_link", 18, 6, url='https://a.example/?a&b"'),
    ]
    assert formatted(text, entities) == (
        '<div class="quote">😀 &lt;b&gt; &amp; <b>bold</b></div>The '
        '<a class="link" href="https://a.example/?a&amp;b&quot;">source</a>'
    )


def test_entities_that_begin_and_end_together_are_nested() -> None:
    assert formatted("abc", [entity("bold", 0, 3), entity("expandable_blockquote", 0, 3)]) == (
        '<div class="quote folded"><div class="lines"><b>abc</b></div></div>'
    )


def test_a_private_chat_shows_who_said_what_and_to_what_it_replies() -> None:
    question = {"from": ADA, "date": 1_700_038_800, "text": "Who?"}
    answer = {"from": BOT, "date": 1_700_038_860, "text": PRESIDED, "reply_to_message": question}
    drawn = page([question, answer])
    assert (
        '<div class="row mine first last"><div class="stack"><div class="bubble">'
        '<div class="text">Who?<time>09:00</time></div></div></div></div>'
    ) in drawn
    assert (
        '<div class="row first last"><div class="stack"><div class="bubble">'
        '<div class="reply"><b>Ada &lt;3</b><span>Who?</span></div>'
        f'<div class="text">{PRESIDED}<time>09:01</time></div></div></div></div>'
    ) in drawn
    assert "<b>Meetings</b><small>bot</small>" in drawn


def drawn_in(chat: Json, *messages: Json) -> list[str]:
    """The lines of a group's chat, as ADA sees it."""
    return list(rows([{"date": 1_700_038_800, "chat": chat} | each for each in messages], View(ADA["id"], True)))


GROUP = {"id": -1, "type": "supergroup", "title": "Office"}


def test_in_a_group_the_first_of_somebodys_messages_bears_a_name_and_the_last_a_face() -> None:
    first, last, mine = drawn_in(
        GROUP, {"from": BOT, "text": "a"}, {"from": BOT, "text": "b"}, {"from": ADA, "text": "c"}
    )
    assert ("Meetings</div>" in first, 'class="face"' in first) == (True, False)
    assert ("Meetings</div>" in last, 'class="face"' in last) == (False, True)
    assert ("Ada" in mine, 'class="face"' in mine) == (False, False)


def test_buttons_files_and_what_the_chat_says_itself_are_drawn() -> None:
    keys = [[{"text": "More <", "callback_data": "m"}, {"text": "Source", "url": "https://a.example"}]]
    document = {"file_name": "会议.docx", "file_size": 2048}
    buttons, file, service, toast = drawn_in(
        GROUP,
        {"from": BOT, "text": "a", "reply_markup": {"inline_keyboard": keys}},
        {"from": ADA, "document": document},
        {"from": ADA, "new_chat_title": "New"},
        {"toast": "Noted"},
    )
    assert '<div class="keys"><div class="key">More &lt;</div><div class="key leaves">Source</div></div>' in buttons
    assert "<b>会议.docx</b><small>2.0 KB</small>" in file
    assert service == '<div class="service"><span>Ada &lt;3 changed the group&#x27;s name to “New”</span></div>'
    assert toast == '<div class="toast">Noted</div>'


def test_a_new_day_gets_a_line() -> None:
    days = [{"from": ADA, "text": "a", "date": 1_700_038_800 + days * 86_400} for days in (0, 0, 1)]
    assert [line for line in rows(days, View(None, False)) if "service" in line] == [
        '<div class="service"><span>November 16</span></div>'
    ]


def test_a_topic_is_named_over_what_was_written_in_it() -> None:
    opened = {"message_id": 7, "forum_topic_created": {"name": "Floods"}}
    written = {"from": ADA, "date": 0, "text": "x", "chat": GROUP, "is_topic_message": True, "message_thread_id": 7}
    drawn = page([written | {"reply_to_message": opened}])
    assert "<b># Floods</b><small>Office</small>" in drawn
    assert 'class="reply"' not in drawn


@pytest.mark.skipif(program() is None, reason="needs Chromium: apt-get install chromium")
def test_a_picture_shows_the_whole_chat(tmp_path: Path) -> None:
    long = [{"from": ADA, "date": 1_700_038_800, "text": f"{number} 会议 🏛"} for number in range(60)]
    draw(long, tmp_path / "chat.png")
    with Image.open(tmp_path / "chat.png") as image:
        assert image.width == 1240
        assert 4000 < image.height < 8000
