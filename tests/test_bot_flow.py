"""The bot as a real process against the stand-in over HTTP: message in, complete message out."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from bot.menus import commands_help
from tests.botapi.process import CHINESE_STAFF, STAFF, TOY_BOT, Bot, free_port, running_bot
from tests.botapi.server import TOKEN, Fault, StandIn
from tests.botapi.world import Person
from tests.toy_answerer import PRESIDED

if TYPE_CHECKING:
    from pathlib import Path

    from tests.botapi.rules import Json

pytest_plugins = ("tests.botapi.fixtures",)

QUESTION = "Who presided over the review meeting?"
ANSWER = f"{PRESIDED}\nReview meeting on grassroots governance held · 20 January 2023 · Nanhu District News · source"
ENTITIES = [
    {"type": "blockquote", "offset": 0, "length": 95},
    {"type": "bold", "offset": 43, "length": 30},
    {
        "type": "text_link",
        "offset": 183,
        "length": 6,
        "url": "https://news.example.org/2023/review#:~:text=Shao%20Panfeng%20presided",
    },
]
COVERAGE = (
    "The library has 60 articles, published between 19 January 2022 and 3 May 2024, "
    "by Nanhu District News and Harbour Gazette."
)
HELP = """\
Write your question as you would ask a colleague, in English or Chinese, for example:
• Who presided over the review meeting?
• What was decided about the bridge in May 2024?
• Which meetings were held last month?
• 谁主持了会议？

To look in one period only, add after:2024-01-01 or before:2024-06-30.
What stands in quotation marks is looked for word for word.
In a group, write /ask@meetings_bot and your question, or reply to one of my messages.
I write nothing myself: every quote stands in the article word for word. When nothing fits, I say so."""
HOW_TO_ASK = "Write your question after the command, for example:\n/ask Who presided over the review meeting?"
HOW_TO_ASK_IN_GROUP = HOW_TO_ASK.replace("/ask", "/ask@meetings_bot")
VOICE = {"file_id": "a", "file_unique_id": "b", "duration": 3}


def in_order(entities: list[Json]) -> list[Json]:
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


# Private chat


def test_a_private_question_is_answered_with_the_best_quote_and_its_source(telegram: StandIn) -> None:
    question = telegram.world.says(STAFF, QUESTION)
    answer = telegram.answer(question)
    assert answer["text"] == ANSWER
    assert in_order(answer["entities"]) == ENTITIES
    assert answer["link_preview_options"] == {"is_disabled": True}
    assert answer["reply_to_message"]["message_id"] == question["message_id"]


@pytest.mark.parametrize(
    ("person", "below"),
    [
        (CHINESE_STAFF, "基层治理复盘会召开 · 2023年1月20日 · 南湖新闻 · 来源"),
        (STAFF, "基层治理复盘会召开 · 20 January 2023 · 南湖新闻 · source"),
        (Person(CHINESE_STAFF.id, "Lin", None), "基层治理复盘会召开 · 2023年1月20日 · 南湖新闻 · 来源"),
    ],
    ids=["chinese", "english", "unknown"],
)
def test_labels_are_in_the_language_of_the_person_or_else_of_the_question(
    telegram: StandIn, person: Person, below: str
) -> None:
    answer = telegram.answer(telegram.world.says(person, "谁主持了会议？"))
    assert answer["text"] == f"会议由邵潘锋主持。六个办公室作了汇报。\n{below}"


def test_markup_in_articles_arrives_as_it_is(telegram: StandIn) -> None:
    assert telegram.answer(telegram.world.says(STAFF, "What does it cost?"))["text"] == (
        "Costs < 5 & > 3: <b>not bold</b> &amp; 👩‍👩‍👧 then <i>this</i>.\n"
        "<b>&</b> Sons 🏛 · 20 January 2023 · R&D <News> · source"
    )


def test_a_title_of_4000_characters_arrives_shortened(telegram: StandIn) -> None:
    assert telegram.answer(telegram.world.says(STAFF, "What has a long title?"))["text"] == (
        "A short text.\n" + "Very long " * 19 + "Very long… · 20 January 2023 · Nanhu District News · source"
    )


def test_what_the_library_does_not_know_is_refused_with_what_it_covers(telegram: StandIn) -> None:
    assert telegram.answer(telegram.world.says(STAFF, "How do I renew a passport?"))["text"] == (
        f"I found nothing in the library that answers this question. {COVERAGE}\n"
        "\n"
        "These articles come nearest, but are not an answer:"
    )


def test_start_says_what_it_covers_and_how_to_ask(telegram: StandIn) -> None:
    assert telegram.answer(telegram.world.says(STAFF, "/start"))["text"] == (
        "I answer questions about meetings with verbatim quotes from the articles I know, "
        f"each with its source. {COVERAGE}\n\n{HELP}"
    )


@pytest.mark.parametrize("command", ["/help", "/unknown", "/ask@other_bot what?"])
def test_help_and_unknown_commands_say_how_to_ask(telegram: StandIn, command: str) -> None:
    assert (
        telegram.answer(telegram.world.says(STAFF, command))["text"]
        == f"{HELP}\n\n{commands_help('en')}\n\n{COVERAGE}"
    )


def test_start_speaks_the_language_of_the_person(telegram: StandIn) -> None:
    text = telegram.answer(telegram.world.says(CHINESE_STAFF, "/start"))["text"]
    assert text.startswith("我根据已载入的文章回答有关会议的问题，逐字引用原文并注明来源。资料库中有 60 篇文章，")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (f"/ask {QUESTION}", ANSWER),
        (f"/ASK@Meetings_Bot   {QUESTION}", ANSWER),
        (f"/ask\n{QUESTION}", ANSWER),
        (f"  {QUESTION}\n", ANSWER),
        ("/ask", HOW_TO_ASK),
        ("why? " * 300, "That question is too long for me: please ask in at most 1000 characters."),
    ],
)  # fmt: skip
def test_a_question_is_understood_however_it_is_put(telegram: StandIn, written: str, expected: str) -> None:
    assert telegram.answer(telegram.world.says(STAFF, written))["text"] == expected


def test_a_list_question_gets_the_list(telegram: StandIn) -> None:
    answer = telegram.answer(telegram.world.says(STAFF, "Which meetings did Shao Panfeng attend?"))
    assert answer["text"].splitlines()[0] == "2 articles that mention “Shao Panfeng”, newest first:"
    assert [each["type"] for each in answer["entities"]] == ["text_link", "blockquote", "bold"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ({"voice": VOICE}, "I cannot listen to recordings. Please write your question."),
        (
            {"photo": [{"file_id": "a", "file_unique_id": "b", "width": 9, "height": 9}], "caption": QUESTION},
            "I cannot look at pictures. Please write your question in words.",
        ),
        (
            {"location": {"latitude": 30.7, "longitude": 120.7}},
            "I can only read text. Please write your question in words.",
        ),
        (
            {"dice": {"emoji": "🎲", "value": 3}},
            "I can only read text. Please write your question in words.",
        ),
    ],
)
def test_anything_but_text_gets_a_friendly_sentence(telegram: StandIn, content: Json, sentence: str) -> None:
    assert telegram.answer(telegram.world.shows(STAFF, **content))["text"] == sentence


def test_what_the_bot_itself_put_into_a_chat_is_no_question(telegram: StandIn) -> None:
    quoted = telegram.world.says(STAFF, QUESTION, via_bot=telegram.world.bot)
    telegram.answer(telegram.world.says(STAFF, "slow 0.05"))
    assert telegram.answers(quoted) == []


def test_a_slow_answer_is_announced_by_typing_which_may_fail(telegram: StandIn) -> None:
    start = len(telegram.calls)
    telegram.goes_wrong("sendChatAction", Fault(400, "Bad Request: whatever"))
    telegram.answer(telegram.world.says(STAFF, "slow 0.6"))
    assert [call.method for call in telegram.calls[start:] if call.method != "getUpdates"] == [
        "sendChatAction",
        "sendMessage",
    ]


def test_slow_questions_do_not_hold_up_the_greeting_of_others(telegram: StandIn) -> None:
    slow = telegram.world.says(STAFF, "slow 0.5")
    telegram.answer(telegram.world.says(CHINESE_STAFF, "谁主持了会议？"))
    assert telegram.answers(slow) == []
    telegram.answer(slow)


def test_a_button_of_another_time_is_answered(telegram: StandIn) -> None:
    answer = telegram.answer(telegram.world.says(STAFF, QUESTION))
    telegram.world.presses(STAFF, answer, "v0:gone")
    telegram.wait(lambda: all(telegram.world.callbacks.values()), "the button")
    assert telegram.called("answerCallbackQuery")[-1].parameters["text"] == (
        "This button no longer works. Please ask again."
    )


# Groups


def test_a_group_asks_by_command_and_is_answered_in_reply(telegram: StandIn) -> None:
    group = telegram.world.group(-100401)
    question = telegram.world.says_in(group, STAFF, f"/ask@meetings_bot {QUESTION}")
    assert telegram.answer(question)["text"] == ANSWER
    empty = telegram.world.says_in(group, STAFF, "/ask@meetings_bot")
    assert telegram.answer(empty)["text"] == HOW_TO_ASK_IN_GROUP
    greeted = telegram.world.says_in(group, STAFF, "/start@meetings_bot")
    assert telegram.answer(greeted)["text"] == (
        "I answer questions about meetings with verbatim quotes from the articles I know, "
        f"each with its source. {COVERAGE} "
        "Ask me with /ask@meetings_bot and your question, or reply to one of my messages."
    )


def test_a_reply_to_the_bot_is_a_question(telegram: StandIn) -> None:
    group = telegram.world.group(-100402)
    earlier = telegram.world.bot_says(group, {"text": "An earlier answer"})
    assert telegram.answer(telegram.world.replies(STAFF, earlier, QUESTION))["text"] == ANSWER


@pytest.mark.parametrize(
    "written",
    [f"@meetings_bot {QUESTION}", f"@Meetings_Bot, {QUESTION}", f"{QUESTION} @meetings_bot"],
)
def test_a_mention_is_a_question_without_the_name(telegram: StandIn, written: str) -> None:
    group = telegram.world.group(-100403, bot_is_admin=True)
    assert telegram.answer(telegram.world.says_in(group, STAFF, written))["text"] == ANSWER


def test_a_mention_alone_is_told_how_to_ask(telegram: StandIn) -> None:
    group = telegram.world.group(-100403, bot_is_admin=True)
    mention = telegram.world.says_in(group, STAFF, "@meetings_bot")
    assert telegram.answer(mention)["text"] == HOW_TO_ASK_IN_GROUP


def test_talk_in_a_group_that_is_not_for_the_bot_is_left_alone(telegram: StandIn) -> None:
    group = telegram.world.group(-100404, bot_is_admin=True)
    colleague = telegram.world.says_in(group, CHINESE_STAFF, "Shall we?")
    for text in (QUESTION, "@meetings_bot2 what?", "me@meetings_bot.org", "/ask@other_bot what?", "/other"):
        telegram.world.says_in(group, STAFF, text)
    telegram.world.replies(STAFF, colleague, QUESTION)
    telegram.answer(telegram.world.says_in(group, STAFF, "/ask slow 0.05"))
    assert len(telegram.sent(group.id)) == 1


def test_a_group_is_not_bothered_with_typing(telegram: StandIn) -> None:
    start = len(telegram.calls)
    group = telegram.world.group(-100405)
    telegram.answer(telegram.world.says_in(group, STAFF, "/ask@meetings_bot slow 0.5"))
    methods = {call.method for call in telegram.calls[start:]}
    assert methods - {"getUpdates"} == {"sendMessage"}


def test_a_forum_is_answered_in_the_topic_of_the_question(telegram: StandIn) -> None:
    forum = telegram.world.group(-100406, topics=frozenset({1, 7}))
    question = telegram.world.says_in(forum, STAFF, f"/ask@meetings_bot {QUESTION}", message_thread_id=7)
    assert telegram.answer(question)["message_thread_id"] == 7
    for general in ({}, {"message_thread_id": 1}):
        question = telegram.world.says_in(forum, STAFF, f"/ask@meetings_bot {QUESTION}", **general)
        assert "message_thread_id" not in telegram.answer(question)


def test_the_thread_of_replies_in_a_plain_group_is_no_topic(telegram: StandIn) -> None:
    group = telegram.world.group(-100407)
    question = telegram.world.says_in(group, STAFF, f"/ask@meetings_bot {QUESTION}", message_thread_id=55)
    assert "message_thread_id" not in telegram.answer(question)


# Follow-ups

FOLLOW_UP = "and what of the bridge?"
FOLLOWED = f"About: {QUESTION}\nThe bridge is approved.\nCouncil approves the new bridge · 3 May 2024"
FOLLOWED_IN_CHINESE = f"接着问：{QUESTION}\nThe bridge is approved.\nCouncil approves the new bridge · 2024年5月3日"
OTHER = "What has a long title?"
FOLLOWED_OTHER = FOLLOWED.replace(QUESTION, OTHER)


def refused(text: str) -> bool:
    return text.startswith(("I found nothing in the library", "资料库中没有找到"))


def test_a_follow_up_goes_on_with_the_last_answer_also_after_refusals(telegram: StandIn) -> None:
    for question in (QUESTION, "How do I renew a passport?", "thank you"):
        telegram.answer(telegram.world.says(STAFF, question))
    assert telegram.answer(telegram.world.says(STAFF, FOLLOW_UP))["text"] == FOLLOWED
    assert telegram.answer(telegram.world.says(STAFF, f"/ask {FOLLOW_UP}"))["text"] == FOLLOWED


def test_after_ten_minutes_there_is_nothing_to_go_on_with(telegram: StandIn) -> None:
    telegram.answer(telegram.world.says(STAFF, QUESTION))
    telegram.answer(telegram.world.says(CHINESE_STAFF, "later 599"))
    assert telegram.answer(telegram.world.says(STAFF, FOLLOW_UP))["text"] == FOLLOWED
    telegram.answer(telegram.world.says(CHINESE_STAFF, "later 600"))
    assert refused(telegram.answer(telegram.world.says(STAFF, FOLLOW_UP))["text"])


def test_a_reply_goes_on_with_the_answer_it_replies_to_however_old(telegram: StandIn) -> None:
    first = telegram.answer(telegram.world.says(STAFF, QUESTION))
    telegram.answer(telegram.world.says(STAFF, "later 86400"))
    telegram.answer(telegram.world.says(STAFF, OTHER))
    assert telegram.answer(telegram.world.says(STAFF, FOLLOW_UP))["text"] == FOLLOWED_OTHER
    follow_up = telegram.answer(telegram.world.replies(STAFF, first, FOLLOW_UP))
    assert follow_up["text"] == FOLLOWED
    assert telegram.answer(telegram.world.says(STAFF, FOLLOW_UP))["text"] == FOLLOWED
    assert telegram.answer(telegram.world.replies(STAFF, follow_up, FOLLOW_UP))["text"] == FOLLOWED


def test_two_people_in_a_group_do_not_share_a_conversation(telegram: StandIn) -> None:
    group = telegram.world.group(-100408)
    first = telegram.answer(telegram.world.says_in(group, STAFF, f"/ask@meetings_bot {QUESTION}"))
    theirs = telegram.world.says_in(group, CHINESE_STAFF, f"/ask@meetings_bot {FOLLOW_UP}")
    assert refused(telegram.answer(theirs)["text"])
    own = telegram.world.says_in(group, STAFF, f"/ask@meetings_bot {FOLLOW_UP}")
    assert telegram.answer(own)["text"] == FOLLOWED
    assert telegram.answer(telegram.world.replies(CHINESE_STAFF, first, FOLLOW_UP))["text"] == FOLLOWED_IN_CHINESE


def test_each_topic_and_chat_has_a_conversation_of_its_own(telegram: StandIn) -> None:
    forum = telegram.world.group(-100409, topics=frozenset({1, 7, 8}))
    telegram.answer(telegram.world.says_in(forum, STAFF, f"/ask@meetings_bot {QUESTION}", message_thread_id=7))
    telegram.answer(telegram.world.says(STAFF, OTHER))
    asked = f"/ask@meetings_bot {FOLLOW_UP}"
    same = telegram.answer(telegram.world.says_in(forum, STAFF, asked, message_thread_id=7))
    other = telegram.answer(telegram.world.says_in(forum, STAFF, asked, message_thread_id=8))
    private = telegram.answer(telegram.world.says(STAFF, FOLLOW_UP))
    assert (same["text"], refused(other["text"]), private["text"]) == (FOLLOWED, True, FOLLOWED_OTHER)


# What goes wrong


def test_a_failing_engine_is_told_with_an_id_and_logged_without_the_question(
    telegram: StandIn, shared_bot: tuple[StandIn, Bot]
) -> None:
    text = telegram.answer(telegram.world.says(STAFF, "crash on my secret words"))["text"]
    told, _, reference = text.rpartition(" ")
    assert told == (
        "Something went wrong on my side and your question was not answered. "
        "Please try again later; if it stays so, give this number to a maintainer:"
    )
    log = shared_bot[1].log
    assert f"{reference}: update " in log
    assert "ValueError" in log
    assert "secret words" not in log


@pytest.mark.parametrize(
    "fault",
    [
        Fault(429, "Too Many Requests: retry after 1", retry_after=1),
        Fault(502, "Bad Gateway"),
        Fault(drop=True),
    ],
    ids=["429", "502", "dropped"],
)
def test_a_failed_sending_is_repeated_and_answers_once(telegram: StandIn, fault: Fault) -> None:
    telegram.goes_wrong("sendMessage", fault)
    question = telegram.world.says(STAFF, QUESTION)
    telegram.answer(question)
    telegram.answer(telegram.world.says(STAFF, "slow 0.05"))
    assert [each["text"] for each in telegram.answers(question)] == [ANSWER]


def test_one_flooded_chat_does_not_hold_up_another(telegram: StandIn) -> None:
    telegram.goes_wrong("sendMessage", Fault(429, "Too Many Requests: retry after 1", retry_after=1))
    flooded = telegram.world.says(STAFF, QUESTION)
    telegram.wait(lambda: telegram.calls[-1].code == 429, "the flood")
    telegram.answer(telegram.world.says(CHINESE_STAFF, "谁主持了会议？"))
    assert telegram.answers(flooded) == []
    telegram.answer(flooded)


def test_an_answer_that_may_have_arrived_is_rather_sent_twice_than_never(telegram: StandIn) -> None:
    telegram.goes_wrong("sendMessage", Fault(drop_after=True))
    question = telegram.world.says(STAFF, QUESTION)
    telegram.wait(lambda: len(telegram.answers(question)) == 2, "the repetition")


def test_refused_formatting_falls_back_to_plain_text(telegram: StandIn) -> None:
    telegram.goes_wrong("sendMessage", Fault(400, "Bad Request: can't parse entities"))
    answer = telegram.answer(telegram.world.says(STAFF, QUESTION))
    assert answer["text"] == ANSWER
    assert "entities" not in answer


def test_a_torn_poll_is_taken_up_again(telegram: StandIn) -> None:
    telegram.goes_wrong("getUpdates", Fault(drop=True))
    telegram.answer(telegram.world.says(STAFF, QUESTION))
    assert telegram.answer(telegram.world.says(STAFF, QUESTION))["text"] == ANSWER


def test_an_update_that_cannot_be_read_does_not_stop_the_bot(
    telegram: StandIn, shared_bot: tuple[StandIn, Bot]
) -> None:
    telegram.world.raw("message", {"text": "half a secret message"})
    assert telegram.answer(telegram.world.says(STAFF, QUESTION))["text"] == ANSWER
    assert "cannot be read and is left out" in shared_bot[1].log
    assert "half a secret" not in shared_bot[1].log


def test_neither_the_token_nor_what_people_wrote_is_in_the_most_detailed_log(
    telegram: StandIn, shared_bot: tuple[StandIn, Bot]
) -> None:
    telegram.answer(telegram.world.says(STAFF, "What about the confidential swimming pool?"))
    log = shared_bot[1].log
    assert TOKEN.partition(":")[2] not in log
    assert "swimming pool" not in log


# Starting and stopping


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_it_cleanly_with_the_question_in_hand_answered(
    botapi: StandIn, tmp_path: Path, sign: signal.Signals
) -> None:
    with running_bot(botapi.base_url, tmp_path, token=botapi.token) as bot:
        question = botapi.world.says(STAFF, "slow 0.4")
        botapi.wait(lambda: not botapi.world.updates, "delivery")
        assert bot.stop(sign) == 0, bot.log
        assert len(botapi.answers(question)) == 1
        assert "Traceback" not in bot.log


def test_it_waits_for_telegram_to_come_up(tmp_path: Path) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}/bot"
    with running_bot(address, tmp_path, token=TOKEN) as bot:
        bot.wait_for_log("Telegram does not answer")
        with StandIn(port=port) as late:
            assert late.answer(late.world.says(STAFF, QUESTION))["text"] == ANSWER
            assert late.violations == []
            assert bot.stop() == 0, bot.log


def test_it_can_be_stopped_while_telegram_is_down(tmp_path: Path) -> None:
    with running_bot("http://127.0.0.1:9/bot", tmp_path, token=TOKEN) as bot:
        bot.wait_for_log("Telegram does not answer")
        assert bot.stop() == 0, bot.log


def test_a_missing_token_is_one_sentence(botapi: StandIn, tmp_path: Path) -> None:
    with running_bot(botapi.base_url, tmp_path, token="") as bot:
        assert bot.wait() == 2
        assert bot.log == "No token: ask @BotFather for one and set MEETINGS_TELEGRAM_TOKEN to it.\n"


@pytest.mark.parametrize("token", ["123456:not-the-token-at-all", "nonsense"])
def test_a_token_that_telegram_rejects_is_one_sentence_without_the_token(
    botapi: StandIn, tmp_path: Path, token: str
) -> None:
    with running_bot(botapi.base_url, tmp_path, token=token) as bot:
        assert bot.wait() == 2
        assert bot.log == (
            "Telegram does not accept the token in MEETINGS_TELEGRAM_TOKEN: copy it again from @BotFather.\n"
        )


def test_a_token_revoked_while_it_runs_stops_it(botapi: StandIn, tmp_path: Path) -> None:
    with running_bot(botapi.base_url, tmp_path, token=botapi.token) as bot:
        botapi.answer(botapi.world.says(STAFF, QUESTION))
        botapi.revoke_token()
        botapi.world.says(STAFF, QUESTION)
        assert bot.wait() == 2
        assert bot.log.endswith(
            "Telegram does not accept the token in MEETINGS_TELEGRAM_TOKEN: copy it again from @BotFather.\n"
        )
        assert "Traceback" not in bot.log


def test_of_two_bots_with_one_token_the_newer_one_leaves(botapi: StandIn, tmp_path: Path) -> None:
    with running_bot(botapi.base_url, tmp_path, token=botapi.token) as bot:
        bot.wait_for_log("is ready")
        botapi.goes_wrong("getUpdates", Fault(409, "Conflict: terminated by other getUpdates request"))
        botapi.world.says(STAFF, QUESTION)
        assert bot.wait() == 2
        assert bot.log.endswith("Another process already runs with this token: stop that one first.\n")


def test_without_ids_it_says_that_nobody_may_ask(botapi: StandIn, tmp_path: Path) -> None:
    with running_bot(botapi.base_url, tmp_path, token=botapi.token, command=TOY_BOT, MEETINGS_STAFF_IDS="") as bot:
        bot.wait_for_log("Nobody may ask yet: set MEETINGS_STAFF_IDS or MEETINGS_MAINTAINER_IDS")
        botapi.world.says(STAFF, QUESTION)
        botapi.wait(lambda: bool(botapi.sent(STAFF.id)), "the sentence")
        assert botapi.sent(STAFF.id)[0]["text"].endswith("to be let in: 1001")
