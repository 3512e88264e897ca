"""The sentences of lists, of what the library covers, of language and privacy, and the names in menus."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrases:
    """These sentences in one language; ``{…}`` are filled in by the modules that send them."""

    numbered: str
    page: str
    by_month: str
    all_meetings: str
    undated: str
    years: str
    choose_year: str
    choose_month: str
    month: str
    year: str
    undated_head: str
    gone: str
    unclear: str
    people_one: str
    people_many: str
    no_people: str
    person: str
    back_to_people: str

    about_publishers: str
    about_languages: str
    about_loaded: str
    about_never: str
    about_machine: str
    about_help: str
    about_contact: str
    about_item: str
    unknown_publisher: str
    colon_list: str
    one_article: str
    many_articles: str

    language_names: dict[str, str]
    language_ask: str
    language_done: str
    language_auto: str
    chosen: str

    privacy_head: str
    privacy_keep: dict[str, str]  # by `Keep`
    privacy_days: str
    privacy_for_ever: str
    privacy_more: str

    commands_head: str
    commands: dict[str, str]  # what each command does, by its name

    trouble: str
    troubles: str
    rival: str


EN = Phrases(
    numbered="{number}. {line}",
    page="Page {page} of {pages}",
    by_month="By month",
    all_meetings="All meetings",
    undated="No date ({count})",
    years="‹ Years",
    choose_year="Which year? A meeting counts by its day; where that is not known, by the day of publication.",
    choose_month="Which month of {year}?",
    month="{name} ({count})",
    year="{year} ({count})",
    undated_head="{articles} without a date:",
    gone="This list is no longer there. Please ask for it again with /meetings or /people.",
    unclear="I cannot read {unknown}. Write for example after:2024-01-01 or before:2024-06-30.",
    people_one="1 person is named in the articles' lists of people.",
    people_many="{count} people are named in the articles' lists of people, those in most articles first. "
    "The number says in how many articles; press a name to see them.",
    no_people="No article in the library has a list of people. Ask by name all the same: /meetings and the name.",
    person="{name} · {count}",
    back_to_people="‹ People",
    about_publishers="Publishers: {list}",
    about_languages="Languages: {list}",
    about_loaded="Last loaded: {day}, {time} UTC ({articles})",
    about_never="Nothing has been loaded yet.",
    about_machine="Model: {model} · Version: {version}",
    about_help="Write your question as you would ask a colleague; /help shows how.",
    about_contact="When I find nothing, ask: {contact}",
    about_item="{name} ({count})",
    unknown_publisher="not known",
    colon_list=", ",
    one_article="1 article",
    many_articles="{count} articles",
    language_names={
        "en": "English",
        "zh": "Chinese",
        "ja": "Japanese",
        "ko": "Korean",
        "ru": "Russian",
        "ar": "Arabic",
    },
    language_ask="In which language shall I speak to you? Quotes and titles stay as they are.",
    language_done="I speak English to you now. Quotes and titles stay as they are.",
    language_auto="As in my Telegram",
    chosen="✓ {label}",
    privacy_head="What I keep",
    privacy_keep={
        "full": "• Of each question: its words, the time, which chat and message it was answered in, and the answer "
        "with the quotes. A correction can be sent there. In a private chat the chat tells who asked.",
        "text": "• Of each question: its words, the time, and the answer with the quotes. Not who asked, nor in "
        "which chat.",
        "counts": "• Of each question: that something was asked, the time, and whether it was answered. Neither its "
        "words nor the quotes, nor who asked, nor in which chat.",
        "off": "• Of questions and answers: nothing.",
    },
    privacy_days="• That is erased after {days} days.",
    privacy_for_ever="• That is kept without a time limit.",
    privacy_more="• Each message lies in a journal until it is dealt with, so that none is lost; then its words are "
    "erased there. The bare number of the delivery stays for 48 hours.\n"
    "• For 48 hours the numbers of the chat, of your question and of its answer are kept, so that an edited question "
    "can change its answer.\n"
    "• A vote is kept without your Telegram id.\n"
    "• The language you choose with /language is kept under your Telegram id, and so is the right to ask if a "
    "maintainer gave it to you in chat.\n"
    "• What a conversation is about is only remembered while I run, so that you can ask on.\n"
    "Telegram itself keeps this chat. Who runs this bot can tell you more.",
    commands_head="Commands:",
    commands={
        "ask": "ask a question about the meetings",
        "meetings": "list meetings: latest, by month, person or words",
        "people": "who appears in the articles, and how often",
        "about": "what the library covers, when last loaded",
        "language": "choose the language I speak to you",
        "privacy": "what is kept of questions and answers",
        "start": "what this bot knows",
        "help": "how to ask",
        "gaps": "what was asked and not answered",
        "stale": "answers that quoted what is no longer so",
        "stats": "questions a day, as a picture",
        "remove": "remove an article",
        "undo": "take back the last change",
        "audit": "who changed what, and when",
        "staff": "who may ask",
    },
    trouble="⚠ {reference}: {kind} at {place}",
    troubles="⚠ {reference}: {kind} at {place}, {count} times more; this is the last of them",
    rival="⚠ Another process uses this bot's token too: stop it, or its questions are lost here.",
)

ZH = Phrases(
    numbered="{number}. {line}",
    page="第 {page} 页，共 {pages} 页",
    by_month="按月份",
    all_meetings="全部会议",
    undated="日期不详（{count}）",
    years="‹ 年份",
    choose_year="哪一年？按会议日期计算；会议日期不详的，按发布日期计算。",
    choose_month="{year}年哪个月？",
    month="{name}（{count}）",
    year="{year}年（{count}）",
    undated_head="日期不详的文章{articles}：",
    gone="此列表已不存在，请用 /meetings 或 /people 重新查询。",
    unclear="无法识别{unknown}。请写成例如 after:2024-01-01 或 before:2024-06-30。",
    people_one="文章的人员名单中有 1 人。",
    people_many="文章的人员名单中有 {count} 人，出现最多的在前。数字表示出现在几篇文章中；点按姓名即可查看。",
    no_people="资料库中的文章都没有人员名单。仍可按姓名查询：/meetings 加上姓名。",
    person="{name} · {count}",
    back_to_people="‹ 人员",
    about_publishers="来源：{list}",
    about_languages="语言：{list}",
    about_loaded="最近载入：{day} {time} UTC（{articles}）",
    about_never="尚未载入过文章。",
    about_machine="模型：{model} · 版本：{version}",
    about_help="像问同事一样写下您的问题；/help 介绍怎样提问。",
    about_contact="找不到答案时，请咨询：{contact}",
    about_item="{name}（{count}）",
    unknown_publisher="不详",
    colon_list="、",
    one_article="共 1 篇",
    many_articles="共 {count} 篇",
    language_names={"en": "英文", "zh": "中文", "ja": "日文", "ko": "韩文", "ru": "俄文", "ar": "阿拉伯文"},
    language_ask="您希望我用哪种语言？引文和标题保持原样。",
    language_done="现在我用中文与您交流。引文和标题保持原样。",
    language_auto="与我的 Telegram 一致",
    chosen="✓ {label}",
    privacy_head="我保存什么",
    privacy_keep={
        "full": "• 每个问题：问题原文、时间、在哪个聊天的哪条消息中回答，以及答案和引文，以便日后发送更正。"
        "私聊的编号会显示是谁提问。",
        "text": "• 每个问题：问题原文、时间、答案和引文。不保存由谁提问、在哪个聊天中提问。",
        "counts": "• 每个问题：只记有过提问、时间和是否得到回答。不保存问题原文、引文、由谁提问、在哪个聊天中提问。",
        "off": "• 问题和答案：什么都不保存。",
    },
    privacy_days="• 以上内容 {days} 天后删除。",
    privacy_for_ever="• 以上内容没有保存期限。",
    privacy_more="• 每条消息在处理完之前存放在日志中，以免丢失；处理完即删除其内容，只有投递编号再留 48 小时。\n"
    "• 聊天、问题及其答案的消息编号保存 48 小时，以便您修改问题后答案随之更改。\n"
    "• 评价不带您的 Telegram 编号。\n"
    "• 您用 /language 选择的语言，以及维护人员在聊天中给您的提问权限，按您的 Telegram 编号保存。\n"
    "• 对话的内容只在我运行期间记住，以便您接着问。\n"
    "Telegram 本身会保存此聊天。详情请咨询此机器人的管理者。",
    commands_head="命令：",
    commands={
        "ask": "就会议内容提问",
        "meetings": "列出会议：最近的，或按月份、人员、词语",
        "people": "文章中出现哪些人，各有几篇",
        "about": "资料库的范围和最近载入时间",
        "language": "选择我使用的语言",
        "privacy": "问题和答案保存哪些内容",
        "start": "这个机器人知道什么",
        "help": "怎样提问",
        "gaps": "没有得到回答的问题",
        "stale": "引用内容已不复存在的回答",
        "stats": "每日提问数（图）",
        "remove": "移除文章",
        "undo": "撤销最近一次改动",
        "audit": "谁在何时改动了什么",
        "staff": "谁可以提问",
    },
    trouble="⚠ {reference}：{kind}，位于 {place}",
    troubles="⚠ {reference}：{kind}，位于 {place}，又发生了 {count} 次；这是最后一次的编号",
    rival="⚠ 另有进程也在使用此机器人的令牌：请停止它，否则它收到的问题这里收不到。",
)

LANGUAGES = {"en": EN, "zh": ZH}


def phrases(language: str | None) -> Phrases:
    """These sentences for a language code such as ``zh`` or ``zh-hans``; English when we have none."""
    return LANGUAGES.get((language or "").lower().split("-")[0], EN)
