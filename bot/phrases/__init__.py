"""Every sentence of the bot and the terminal, in English and in Chinese."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrases:
    """Every sentence in one language; ``{…}`` are filled in by `bot.texts`."""

    no_articles: str
    one_article: str
    many_articles: str
    published_on: str
    published_between: str
    undated: str
    publishers: str
    and_more: str
    comma: str
    last_and: str
    last_or: str
    end: str
    gap: str  # between two sentences
    quoted: str

    not_understood: str
    empty_library: str
    nothing_in_period: str
    nothing_fits: str
    not_mentioned: str
    no_such_words: str
    name_unknown: str
    nothing_close: str
    nearest: str

    torn: str
    also: str
    one_listed: str
    many_listed: str
    list_head: str
    list_latest: str
    list_earliest: str
    newest_first: str
    list_end: str
    list_all: str
    list_in: str
    list_on: str
    list_between: str
    list_since: str
    list_until: str
    list_and: str
    list_mention: str
    list_mention_one: str
    list_presided: str
    list_spoke: str
    list_placed: str
    list_held_by: str
    list_tells_presided: str
    list_tells_attended: str
    list_tells_spoke: str
    published: str
    list_more: str

    about: str
    source: str
    undated_article: str
    start: str
    start_group: str
    help: str
    how_to_ask: str
    too_long: str
    too_many: str
    late: str
    sent_before: str
    skipped: str
    only_text: str
    stranger: str
    stranger_alert: str
    old_button: str
    failed: str

    ask_command: str
    start_command: str
    help_command: str


EN = Phrases(
    no_articles="The library has no articles yet",
    one_article="The library has 1 article",
    many_articles="The library has {articles} articles",
    published_on=", published on {first}",
    published_between=", published between {first} and {last}",
    undated=", none of them dated",
    publishers=", by {publishers}",
    and_more=" and {more} more",
    comma=", ",
    last_and=" and ",
    last_or=" or ",
    end=".",
    gap=" ",
    quoted="“{text}”",
    not_understood="I did not find a question in that. Ask about a meeting in a whole sentence, "
    "for example: “Who presided over the review meeting?”",
    empty_library="There is nothing to answer from yet; a maintainer has to load articles first.",
    nothing_in_period="No article in the library falls in the period you asked about.",
    nothing_fits="No article in the library fits {unknown}.",
    not_mentioned="No article in the library mentions {unknown}.",
    no_such_words="No paragraph in the library holds {unknown} word for word.",
    name_unknown="The library never mentions {unknown}.",
    nothing_close="I found nothing in the library that answers this question.",
    nearest="Nearest articles, not an answer:",
    also="also in: {sources}",
    torn="[…] part of a sentence that is too long to be shown whole",
    one_listed="1 article",
    many_listed="{count} articles",
    list_head="{articles}{about}",
    list_latest="The latest of {articles}{about}",
    list_earliest="The earliest of {articles}{about}",
    newest_first=", newest first",
    list_end=":",
    list_all="",
    list_in=" about meetings in {day}",
    list_on=" about meetings on {day}",
    list_between=" about meetings between {first} and {last}",
    list_since=" about meetings since {first}",
    list_until=" about meetings until {last}",
    list_and="",
    list_mention=" that mention {names}",
    list_mention_one=" that mentions {names}",
    list_presided=" in which {names} presided",
    list_spoke=" in which {names} spoke",
    list_placed=" with a meeting in {names}",
    list_held_by=" with a meeting held by {names}",
    list_tells_presided=" with the name of who presided",
    list_tells_attended=" with the names of who attended",
    list_tells_spoke=" with the names of who spoke",
    published="published {day}",
    list_more="{more} more fit. Name a shorter period to see them.",
    about="About: {question}",
    source="source",
    undated_article="no date",
    start="I answer questions about meetings with verbatim quotes from the articles I know, each with its source.",
    start_group="Ask me with /ask@{bot} and your question, or reply to one of my messages.",
    help="Write your question as you would ask a colleague, in English or Chinese, for example:\n"
    "• Who presided over the review meeting?\n"
    "• What was decided about the bridge in May 2024?\n"
    "• Which meetings were held last month?\n"
    "• 谁主持了会议？\n"
    "\n"
    "To look in one period only, add after:2024-01-01 or before:2024-06-30.\n"
    "What stands in quotation marks is looked for word for word.\n"
    "In a group, write /ask@{bot} and your question, or reply to one of my messages.\n"
    "I write nothing myself: every quote stands in the article word for word. "
    "When nothing fits, I say so.",
    how_to_ask="Write your question after the command, for example:\n/ask{at} Who presided over the review meeting?",
    too_long="That question is too long for me: please ask in at most {longest} characters.",
    too_many="That is a lot of questions at once: please ask again in {seconds} seconds.",
    sent_before="I was interrupted while I sent this; you may have it already.",
    late="I was away when you asked this; here is the answer now.",
    skipped="Of your questions since then I answer only the last; please ask the others again "
    "({skipped} left out) if you still need them.",
    only_text="I can only read text. Please write your question in words.",
    stranger="You may not ask here yet: give this number to a maintainer to be let in: {user}",
    stranger_alert="You may not use this bot.",
    old_button="This button no longer works. Please ask again.",
    failed="Something went wrong on my side and your question was not answered. "
    "Please try again later; if it stays so, give this number to a maintainer: {reference}",
    ask_command="ask a question about the meetings",
    start_command="what this bot knows",
    help_command="how to ask",
)

ZH = Phrases(
    no_articles="资料库中还没有文章",
    one_article="资料库中有 1 篇文章",
    many_articles="资料库中有 {articles} 篇文章",
    published_on="，发布于{first}",
    published_between="，发布于{first}至{last}",
    undated="，均未注明日期",
    publishers="，来自{publishers}",
    and_more="等",
    comma="、",
    last_and="和",
    last_or="或",
    end="。",
    gap="",
    quoted="“{text}”",
    not_understood="没有看到问题。请用一句完整的话询问会议内容，例如：“谁主持了会议？”",
    empty_library="目前还没有可以回答的依据，请先由维护人员载入文章。",
    nothing_in_period="您询问的时间段内没有文章。",
    nothing_fits="资料库中没有符合{unknown}的文章。",
    not_mentioned="资料库中没有文章提到{unknown}。",
    no_such_words="资料库中没有一段原文一字不差地含有{unknown}。",
    name_unknown="资料库中从未提到{unknown}。",
    nothing_close="资料库中没有找到能回答这个问题的内容。",
    nearest="最接近的文章（并非答案）：",
    also="另见：{sources}",
    torn="[…] 原句过长，此处只引其中一部分",
    one_listed="共 1 篇",
    many_listed="共 {count} 篇",
    list_head="{about}的文章{articles}",
    list_latest="{about}的文章{articles}，最近的是",
    list_earliest="{about}的文章{articles}，最早的是",
    newest_first="，由近到远",
    list_end="：",
    list_all="资料库中",
    list_in="关于{day}会议",
    list_on="关于{day}会议",
    list_between="关于{first}至{last}会议",
    list_since="关于{first}以来会议",
    list_until="关于截至{last}会议",
    list_and="、",
    list_mention="提到{names}",
    list_mention_one="提到{names}",
    list_presided="提到{names}主持",
    list_spoke="提到{names}讲话",
    list_placed="会议地点为{names}",
    list_held_by="会议由{names}召开",
    list_tells_presided="写明由谁主持",
    list_tells_attended="写明哪些人出席",
    list_tells_spoke="写明哪些人讲话",
    published="{day}发布",
    list_more="另有 {more} 篇符合，请缩小时间范围再查看。",
    about="接着问：{question}",
    source="来源",
    undated_article="日期不详",
    start="我根据已载入的文章回答有关会议的问题，逐字引用原文并注明来源。",
    start_group="请用 /ask@{bot} 加上问题来提问，或者回复我的消息。",
    help="像问同事一样写下您的问题，中文英文都可以，例如：\n"
    "• 谁主持了会议？\n"
    "• 2024年5月关于大桥作出了什么决定？\n"
    "• 上个月召开了哪些会议？\n"
    "• Who presided over the review meeting?\n"
    "\n"
    "只查某一时间段，请加上 after:2024-01-01 或 before:2024-06-30。\n"
    "引号中的词语按原文逐字查找。\n"
    "在群组中，请写 /ask@{bot} 加上问题，或者回复我的消息。\n"
    "我自己不写任何内容：每段引文都与原文一字不差。找不到合适的内容时，我会直说。",
    how_to_ask="请把问题写在命令后面，例如：\n/ask{at} 谁主持了会议？",
    too_long="这个问题太长了，请控制在 {longest} 个字以内。",
    too_many="您问得有点快，请 {seconds} 秒后再问。",
    sent_before="发送这条回答时我被中断，您可能已经收到过。",
    late="您提问时我不在线，现在回答如下。",
    skipped="离线期间您的提问我只回答最后一个；如仍需要，请重新提出其余 {skipped} 个。",
    only_text="我只能阅读文字，请用文字写下您的问题。",
    stranger="您还没有提问的权限，请把这个号码交给维护人员以便开通：{user}",
    stranger_alert="您无权使用此机器人。",
    old_button="此按钮已失效，请重新提问。",
    failed="我这边出了问题，没能回答您的问题。请稍后再试；如果一直这样，请把这个编号交给维护人员：{reference}",
    ask_command="就会议内容提问",
    start_command="这个机器人知道什么",
    help_command="怎样提问",
)

LANGUAGES = {"en": EN, "zh": ZH}


def phrases(language: str | None) -> Phrases:
    """The sentences for a language code such as ``zh`` or ``zh-hans``; English when we have none."""
    return LANGUAGES.get((language or "").lower().split("-")[0], EN)
