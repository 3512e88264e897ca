"""python-telegram-bot understands all that the stand-in answers, and the stand-in all that it sends."""

from __future__ import annotations

import asyncio
import io
from typing import TYPE_CHECKING

from PIL import Image
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputMediaDocument,
    InputMediaPhoto,
    InputTextMessageContent,
    MessageEntity,
    ReplyParameters,
    Update,
)

from tests.botapi.fixtures import botapi
from tests.test_botapi import ADA

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.botapi.server import StandIn

__all__ = ["botapi"]

KEYS = InlineKeyboardMarkup([[InlineKeyboardButton("More", callback_data="v1:m")]])


def picture(shade: int = 0) -> bytes:
    stream = io.BytesIO()
    Image.new("L", (64, 48), shade).save(stream, "PNG")
    return stream.getvalue()


def with_bot(stand_in: StandIn, talk: Callable[[Bot], Awaitable[None]]) -> None:
    async def run() -> None:
        async with Bot(stand_in.token, base_url=stand_in.base_url, base_file_url=stand_in.base_file_url) as bot:
            await talk(bot)

    asyncio.run(run())


def test_files_go_to_and_fro(botapi: StandIn) -> None:
    sent = botapi.world.sends_document(ADA, "a.txt", b"words", caption="/load")

    async def talk(bot: Bot) -> None:
        (update,) = await bot.get_updates()
        assert update.message is not None
        assert update.message.document is not None
        file = await update.message.document.get_file()
        assert bytes(await file.download_as_bytearray()) == b"words"
        entities = [MessageEntity("bold", 0, 2)]
        back = await bot.send_document(ADA.id, b"1,2", "up", filename="b.csv", caption_entities=entities)
        assert back.document is not None
        assert (back.document.file_name, back.caption, back.caption_entities) == ("b.csv", "up", tuple(entities))
        again = await bot.send_document(ADA.id, sent["document"]["file_id"])
        assert again.document is not None
        photo = await bot.send_photo(ADA.id, picture(), reply_markup=KEYS, reply_parameters=ReplyParameters(1))
        assert [(size.width, size.height) for size in photo.photo] == [(64, 48)]
        changed = await bot.edit_message_media(InputMediaPhoto(picture(9), caption="new"), ADA.id, photo.message_id)
        assert not isinstance(changed, bool)
        assert changed.caption == "new"
        album = await bot.send_media_group(
            ADA.id, [InputMediaDocument(b"1", filename="1.txt"), InputMediaDocument(b"2")]
        )
        assert len(album) == 2

    with_bot(botapi, talk)
    kept = botapi.world.files.get(botapi.transcript(ADA.id)[-1]["document"]["file_id"])
    assert kept.data == b"2"


def test_inline_queries_and_buttons_are_answered(botapi: StandIn) -> None:
    content = InputTextMessageContent("an answer", entities=[MessageEntity("bold", 0, 2)])

    async def talk(bot: Bot) -> None:
        query = botapi.world.asks_inline(ADA, "who")
        await bot.answer_inline_query(
            query["id"],
            [InlineQueryResultArticle("1", "Title", content, reply_markup=KEYS)],
            cache_time=1,
            is_personal=True,
            button=InlineQueryResultsButton("Ask me", start_parameter="inline"),
        )
        answer = botapi.inline_answer(query)
        assert answer["button"] == {"text": "Ask me", "start_parameter": "inline"}
        sent = botapi.world.chooses_inline(ADA, answer["results"][0], botapi.world.elsewhere(-1))
        pressed = botapi.world.taps(ADA, sent, "More")
        _, callback = await bot.get_updates()
        assert callback.callback_query is not None
        assert callback.callback_query.inline_message_id == pressed["inline_message_id"]
        await callback.callback_query.edit_message_text("more")
        await callback.callback_query.answer("Done", show_alert=True)
        assert botapi.button_answer(pressed)["text"] == "Done"
        botapi.world.presses(ADA, sent | {"message_id": 77}, "v1:m", inaccessible=True)
        (old,) = await bot.get_updates(offset=callback.update_id + 1)
        assert old.callback_query is not None
        assert old.callback_query.message is not None
        assert not old.callback_query.message.is_accessible
        await old.callback_query.answer()

    with_bot(botapi, talk)


def test_menus_chats_and_members_are_understood(botapi: StandIn) -> None:
    group = botapi.world.group(-1, bot_is_admin=True)
    botapi.world.says(ADA, "x")
    message = botapi.world.says_in(group, ADA, "y")

    async def talk(bot: Bot) -> None:
        await bot.set_my_commands([BotCommand("ask", "x")], BotCommandScopeChat(ADA.id), language_code="zh")
        assert [each.command for each in await bot.get_my_commands(BotCommandScopeChat(ADA.id), "zh")] == ["ask"]
        await bot.set_my_description("long", "en")
        assert (await bot.get_my_description("en")).description == "long"
        assert (await bot.get_chat(-1)).title == "District office"
        assert (await bot.get_chat_member(-1, ADA.id)).status == "member"
        assert (await bot.get_chat_member(-1, bot.id)).status == "administrator"
        assert await bot.get_chat_member_count(-1) == 2
        await bot.set_message_reaction(-1, message["message_id"], "👍")
        await bot.pin_chat_message(-1, message["message_id"])
        copied = await bot.copy_message(ADA.id, -1, message["message_id"])
        forwarded = await bot.forward_message(ADA.id, -1, message["message_id"])
        assert forwarded.forward_origin is not None
        await bot.delete_messages(ADA.id, [copied.message_id, forwarded.message_id])
        await bot.leave_chat(-1)
        await bot.set_webhook("https://bot.example/hook", secret_token="s", max_connections=8)  # noqa: S106
        info = await bot.get_webhook_info()
        assert (info.url, info.max_connections) == ("https://bot.example/hook", 8)
        await bot.delete_webhook(drop_pending_updates=True)

    with_bot(botapi, talk)
    assert botapi.world.reactions == {(-1, message["message_id"]): [{"type": "emoji", "emoji": "👍"}]}
    assert group.bot_is_member is False


def test_every_kind_of_update_can_be_read(botapi: StandIn) -> None:
    world = botapi.world
    group, message = world.group(-1, bot_is_admin=True), world.says(ADA, "x")
    world.allowed = ["message_reaction", "chat_member", "message", "my_chat_member", "edited_message"]
    world.edits(message, "y")
    world.reacts(ADA, message, "👍")
    world.changes_member(group, ADA, ADA, "member", "administrator")
    world.adds_bot(group, ADA)
    world.removes_bot(group, ADA)
    world.blocks(ADA)
    world.upgrades(world.group(-2, kind="group"), ADA, -3)
    world.forwards(ADA, "Hidden", "x")
    world.forwards(ADA, ADA, "x")
    world.shares_users(ADA, [ADA])
    world.sends_contact(ADA, ADA)
    world.sends_voice(ADA)
    world.sends_sticker(ADA)
    world.sends_photo(ADA, picture(), "caption")
    world.writes_to_business(ADA, "x")
    world.asks_as_guest(group, ADA, "x")
    world.posts(world.channel(-4), "x")

    async def talk(bot: Bot) -> None:
        updates = await bot.get_updates(allowed_updates=Update.ALL_TYPES)
        read = [update.to_dict() for update in updates]
        kinds = [next(kind for kind in each if kind != "update_id") for each in read]
        assert kinds == [next(kind for kind in each if kind != "update_id") for each in world.updates]
        assert len(kinds) == 20

    with_bot(botapi, talk)
