"""A recorded chat becomes a page in which everything is shown as it was written."""

from __future__ import annotations

from tests.picture import Json, formatted, page
from tests.toy_answerer import PRESIDED

ADA = {"id": 1, "is_bot": False, "first_name": "Ada <3"}
BOT = {"id": 2, "is_bot": True, "first_name": "Meetings"}


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
        '<b><div class="quote folded">abc</div></b>'
    )


def test_a_page_shows_who_said_what_and_to_what_it_replies() -> None:
    question = {"from": ADA, "date": 1_700_038_800, "text": "Who?"}
    answer = {"from": BOT, "date": 1_700_038_860, "text": PRESIDED, "reply_to_message": question}
    drawn = page([question, answer])
    assert '<div class="bubble mine"><div class="text">Who?<time>09:00</time></div></div>' in drawn
    assert (
        '<div class="bubble"><div class="reply"><b>Ada &lt;3</b><span>Who?</span></div>'
        f'<div class="text">{PRESIDED}<time>09:01</time></div></div>'
    ) in drawn
