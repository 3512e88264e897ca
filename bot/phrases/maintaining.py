"""What maintainers read in chat, in English and in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.records.people import Role
from knowledge.plan import Verdict


@dataclass(frozen=True, slots=True)
class Phrases:
    """Every sentence in one language; ``{…}`` are filled in by `bot.maintaining`."""

    only_maintainers: str
    only_private: str
    comma: str
    and_more: str
    newer: str
    older: str
    cancel: str
    leave: str
    left_alone: str
    undo: str
    live: str
    not_done: str

    too_large: str
    not_fetched: str
    date: str
    no_date: str
    meeting_date: str
    publisher: str
    address: str
    paragraphs: str
    new: str
    changed: str
    unchanged: str
    duplicate: str
    duplicate_of: str
    refused: str
    near: str
    altered_one: str
    altered: str
    added: str
    removed_paragraphs: str
    several: str
    counted: Mapping[Verdict, str]
    verdicts: Mapping[Verdict, str]
    load: str
    load_all: str
    set_date: str
    set_title: str
    ask_date: str
    ask_title: str
    no_day: str
    loading: str
    loaded: str
    nothing_to_load: str
    not_loaded: str
    cancelled: str

    how_to_remove: str
    nothing_found: str
    which_one: str
    which_of_many: str
    remove_this: str
    identity: str
    remove: str
    removed: str
    nothing_to_undo: str
    last_change: str
    take_back: str
    taken_back: str
    no_changes: str
    audit: str
    kinds: Mapping[str, str]
    one_article: str
    articles: str
    from_where: str
    undone_by: str

    staff: str
    roles: Mapping[Role, str]
    by_settings: str
    how_to_staff: str
    forward_one: str
    choose_people: str
    hidden: str
    nobody: str
    in_settings: str
    let_in: Mapping[Role, str]
    remove_person: str
    remove_whom: str
    remove_yourself: str
    person_removed: str
    not_let_in: str
    fixed: str

    no_gaps: str
    no_questions_kept: str
    one_gap: str
    one_group: str
    gaps: str
    one_day: str
    more_days: str
    asked_once: str
    asked: str
    last_asked: str
    nearest: str
    answered_now: str
    more_asked: str
    less_asked: str

    no_questions: str
    nothing_kept: str
    stats: str
    stats_votes: str
    plot_questions: str
    plot_with_answer: str
    plot_without: str
    plot_answered: str
    plot_bad: str

    nothing_stale: str
    one_stale: str
    stale: str
    question_not_kept: str
    since_removed: str
    since_changed: str
    no_chat: str
    correct: str
    corrected: str
    corrected_before: str
    correction_sent: str
    maybe_sent: str
    not_sent: str
    article_removed: str
    article_changed: str
    it_said: str
    it_says: str
    it_says_nothing: str
    ask_again: str


EN = Phrases(
    only_maintainers="This is for maintainers only.",
    only_private="This list is not for everybody here to see: please ask me in our private chat.",
    comma=", ",
    and_more="… and {more} more",
    newer="Newer",
    older="Older",
    cancel="Cancel",
    leave="Leave it",
    left_alone="Nothing was changed.",
    undo="Undo",
    live="Live now: generation {generation}.",
    not_done="That was not done: {reason}",
    too_large="{name} is too large: Telegram lets me download files of up to {megabytes} MB. "
    "Please split it, or load it with `meetings load`.",
    not_fetched="I could not fetch {name} from Telegram. Please send it again.",
    date="Date: {date}",
    no_date="no date",
    meeting_date="Meeting: {date}",
    publisher="Publisher: {publisher}",
    address="Address: {address}",
    paragraphs="Paragraphs: {count}",
    new="New: not in the library yet.",
    changed="Changes version {version} of this article: {difference}.",
    unchanged="Already in the library, word for word: there is nothing to load.",
    duplicate="Duplicate: “{article}” has the same text. There is nothing to load.",
    duplicate_of="duplicate of “{article}”",
    refused="I cannot take {name}:",
    near="Much like “{title}”: {share} % of it is in both.",
    altered_one="1 paragraph altered",
    altered="{count} paragraphs altered",
    added="{count} added",
    removed_paragraphs="{count} removed",
    several="{articles} articles in {files} files",
    counted={
        Verdict.NEW: "{count} new",
        Verdict.CHANGED: "{count} changed",
        Verdict.UNCHANGED: "{count} unchanged",
        Verdict.DUPLICATE: "{count} duplicate",
        Verdict.REFUSED: "{count} refused",
    },
    verdicts={
        Verdict.NEW: "new",
        Verdict.CHANGED: "changed",
        Verdict.UNCHANGED: "unchanged",
        Verdict.DUPLICATE: "duplicate",
        Verdict.REFUSED: "refused",
    },
    load="Load",
    load_all="Load all",
    set_date="Set date",
    set_title="Set title",
    ask_date="On which day was it published? Reply with a date such as 2023-01-20.",
    ask_title="What is its title? Reply with the title.",
    no_day="I cannot read that as a date. Please write it as 2023-01-20.",
    loading="Loading…",
    loaded="Loaded: {counts}.",
    nothing_to_load="There was nothing left to load: {counts}.",
    not_loaded="Nothing was loaded: {reason}",
    cancelled="Cancelled. Nothing was loaded.",
    how_to_remove="Write words of the title, or the id, after the command:\n/remove review meeting",
    nothing_found="No article has {words} in its title, and none has such an id.",
    which_one="Which one?",
    which_of_many="There are more than {shown}; these are the newest. Write more words of the title to see others.",
    remove_this="Remove this article?",
    identity="id {id}",
    remove="Remove",
    removed="Removed: {title}\n\nLive now: generation {generation}.",
    nothing_to_undo="There is no change left to take back.",
    last_change="The last change",
    take_back="Take it back?",
    taken_back="Taken back: {what}",
    no_changes="Nothing was ever loaded.",
    audit="What was changed, newest first",
    kinds={
        "load": "load of {articles}",
        "remove": "removal of {articles}",
        "undo": "undo of {articles}",
        "restore": "restoring of {articles}",
        "edit": "edit of {articles}",
    },
    one_article="1 article",
    articles="{count} articles",
    from_where="from {origin}",
    undone_by="taken back by change {change}",
    staff="Who may ask",
    roles={Role.STAFF: "staff", Role.MAINTAINER: "maintainer"},
    by_settings="in the settings",
    how_to_staff="To let somebody in: /staff add, then forward me a message of theirs; or /staff add 12345. "
    "For a maintainer: /staff add maintainer, or /staff add 12345 maintainer.",
    forward_one="Forward me a message of the person, or choose them with the button below.",
    choose_people="Choose people",
    hidden="This person hides who they are when forwarded. Choose them with the button, or let them write to me: "
    "I tell them their number, and you write /staff add and that number.",
    nobody="Nobody I could let in stands behind that: it has to be a person.",
    in_settings="{name} stands in the settings already.",
    let_in={
        Role.STAFF: "{name} may ask now.",
        Role.MAINTAINER: "{name} may ask and maintain now.",
    },
    remove_person="Remove {name}",
    remove_whom="Remove {name}? They can then no longer ask.",
    remove_yourself="That is you. If you remove yourself, another maintainer has to let you in again. Really?",
    person_removed="{id} was removed.",
    not_let_in="{id} was not let in from chat.",
    fixed="{id} stands in the settings and can only be removed there.",
    no_gaps="No question of the last {period} is left without an answer.",
    no_questions_kept="The settings keep no questions (MEETINGS_ANSWER_LOG), so there is nothing to show.",
    one_gap="1 question without an answer in {period}",
    one_group="{questions} questions without an answer in {period}, in 1 group",
    gaps="{questions} questions without an answer in {period}, in {groups} groups",
    one_day="1 day",
    more_days="{days} days",
    asked_once="asked once",
    asked="asked {count} times",
    last_asked="last on {day}",
    nearest="Nearest: {article}",
    answered_now="Answered by now: {article}",
    more_asked="More often",
    less_asked="Less often",
    no_questions="Nobody asked anything in the last {days} days.",
    nothing_kept="The settings keep nothing of questions (MEETINGS_ANSWER_LOG).",
    stats="The last {days} days: {questions} questions, {answered} answered",
    stats_votes="; {votes} votes, {bad} of them 👎",
    plot_questions="Questions a day",
    plot_with_answer="answered",
    plot_without="not answered",
    plot_answered="Share answered",
    plot_bad="Share of votes that are bad",
    nothing_stale="Everything that answers in the log quoted still stands in its article.",
    one_stale="1 answer quoted what is no longer so",
    stale="{count} answers quoted what is no longer so",
    question_not_kept="(question not kept)",
    since_removed="“{title}” was removed since",
    since_changed="“{title}” was changed since",
    no_chat="The log does not keep in which chat that was.",
    correct="Send correction {number}",
    corrected="✓ A correction was sent.",
    corrected_before="A correction was sent before; nobody gets two.",
    correction_sent="The correction was sent.",
    maybe_sent="Telegram did not say whether the correction arrived. I will not send it twice.",
    not_sent="The correction could not be sent: {reason}",
    article_removed="A correction: “{title}”, which I quoted on {day}, was removed from the library since.",
    article_changed="A correction: “{title}”, which I quoted on {day}, was changed since.",
    it_said="I quoted:",
    it_says="It now says:",
    it_says_nothing="These words no longer stand in it.",
    ask_again="Ask again for an answer as of today.",
)

ZH = Phrases(
    only_maintainers="此功能仅供维护人员使用。",
    only_private="这份列表不宜在群里公开，请在与我的私聊中查询。",
    comma="，",
    and_more="……另有 {more} 项",
    newer="较新",
    older="较早",
    cancel="取消",
    leave="保持不变",
    left_alone="没有作任何改动。",
    undo="撤销",
    live="已生效：第 {generation} 代。",
    not_done="操作未完成：{reason}",
    too_large="{name} 太大：Telegram 只允许我下载不超过 {megabytes} MB 的文件。请拆分，或用 `meetings load` 载入。",
    not_fetched="无法从 Telegram 取得 {name}，请重新发送。",
    date="日期：{date}",
    no_date="日期不详",
    meeting_date="会议日期：{date}",
    publisher="发布者：{publisher}",
    address="网址：{address}",
    paragraphs="段落：{count}",
    new="新文章：资料库中还没有。",
    changed="将更新此文章的第 {version} 版：{difference}。",
    unchanged="资料库中已有一字不差的文章，无需载入。",
    duplicate="重复：与“{article}”正文相同，无需载入。",
    duplicate_of="与“{article}”重复",
    refused="无法接受 {name}：",
    near="与“{title}”十分相近：{share} % 的内容相同。",
    altered_one="改动 1 段",
    altered="改动 {count} 段",
    added="增加 {count} 段",
    removed_paragraphs="删去 {count} 段",
    several="{files} 个文件，共 {articles} 篇文章",
    counted={
        Verdict.NEW: "新增 {count}",
        Verdict.CHANGED: "更新 {count}",
        Verdict.UNCHANGED: "未变 {count}",
        Verdict.DUPLICATE: "重复 {count}",
        Verdict.REFUSED: "拒绝 {count}",
    },
    verdicts={
        Verdict.NEW: "新增",
        Verdict.CHANGED: "更新",
        Verdict.UNCHANGED: "未变",
        Verdict.DUPLICATE: "重复",
        Verdict.REFUSED: "拒绝",
    },
    load="载入",
    load_all="全部载入",
    set_date="设定日期",
    set_title="设定标题",
    ask_date="文章是哪一天发布的？请回复日期，例如 2023-01-20。",
    ask_title="标题是什么？请回复标题。",
    no_day="这不是我能读懂的日期，请写成 2023-01-20。",
    loading="正在载入……",
    loaded="已载入：{counts}。",
    nothing_to_load="没有需要载入的内容：{counts}。",
    not_loaded="没有载入：{reason}",
    cancelled="已取消，没有载入任何内容。",
    how_to_remove="请在命令后写标题中的词或编号：\n/remove 复盘会",
    nothing_found="没有标题含有 {words} 的文章，也没有这样的编号。",
    which_one="是哪一篇？",
    which_of_many="超过 {shown} 篇，这里是最新的。多写几个标题中的词可以找到其他文章。",
    remove_this="要移除这篇文章吗？",
    identity="编号 {id}",
    remove="移除",
    removed="已移除：{title}\n\n已生效：第 {generation} 代。",
    nothing_to_undo="没有可以撤销的改动。",
    last_change="最近一次改动",
    take_back="要撤销吗？",
    taken_back="已撤销：{what}",
    no_changes="还没有载入过文章。",
    audit="改动记录，由近到远",
    kinds={
        "load": "载入 {articles}",
        "remove": "移除 {articles}",
        "undo": "撤销 {articles}",
        "restore": "恢复 {articles}",
        "edit": "修改 {articles}",
    },
    one_article="1 篇文章",
    articles="{count} 篇文章",
    from_where="来自 {origin}",
    undone_by="已由第 {change} 号改动撤销",
    staff="谁可以提问",
    roles={Role.STAFF: "工作人员", Role.MAINTAINER: "维护人员"},
    by_settings="在设置中",
    how_to_staff="开通权限：发送 /staff add，再转发一条对方的消息给我；或者发送 /staff add 12345。"
    "开通维护权限：/staff add maintainer，或 /staff add 12345 maintainer。",
    forward_one="请转发一条此人的消息给我，或用下面的按钮选择。",
    choose_people="选择人员",
    hidden="此人设置了转发时不显示身份。请用按钮选择，或让对方给我写一条消息："
    "我会告知其号码，您再发送 /staff add 加该号码。",
    nobody="其中没有可以开通权限的人：必须是个人。",
    in_settings="{name} 已在设置中。",
    let_in={
        Role.STAFF: "{name} 现在可以提问了。",
        Role.MAINTAINER: "{name} 现在可以提问和维护了。",
    },
    remove_person="移除 {name}",
    remove_whom="要移除 {name} 吗？此人将不能再提问。",
    remove_yourself="这是您自己。移除后需要由其他维护人员重新开通。确定吗？",
    person_removed="已移除 {id}。",
    not_let_in="{id} 不是在聊天中开通的。",
    fixed="{id} 在设置中，只能在设置中移除。",
    no_gaps="最近 {period}的问题都有回答。",
    no_questions_kept="按设置不保留问题（MEETINGS_ANSWER_LOG），没有可显示的内容。",
    one_gap="{period}内有 1 个问题没有回答",
    one_group="{period}内有 {questions} 个问题没有回答，共 1 组",
    gaps="{period}内有 {questions} 个问题没有回答，共 {groups} 组",
    one_day="1 天",
    more_days="{days} 天",
    asked_once="问过 1 次",
    asked="问过 {count} 次",
    last_asked="最近一次：{day}",
    nearest="最接近：{article}",
    answered_now="现在已能回答：{article}",
    more_asked="更常问",
    less_asked="较少问",
    no_questions="最近 {days} 天没有人提问。",
    nothing_kept="按设置不保留任何提问记录（MEETINGS_ANSWER_LOG）。",
    stats="最近 {days} 天：{questions} 个问题，{answered} 有回答",
    stats_votes="；{votes} 次评价，其中 {bad} 为 👎",
    plot_questions="每日提问数",
    plot_with_answer="有回答",
    plot_without="无回答",
    plot_answered="回答率",
    plot_bad="差评率",
    nothing_stale="记录中的回答所引用的内容都仍在原文章中。",
    one_stale="有 1 个回答引用的内容已不复存在",
    stale="有 {count} 个回答引用的内容已不复存在",
    question_not_kept="（未保留问题）",
    since_removed="“{title}”此后已被移除",
    since_changed="“{title}”此后有改动",
    no_chat="记录中没有保留当时的聊天。",
    correct="发送更正 {number}",
    corrected="✓ 已发送更正。",
    corrected_before="此前已发送过更正，不会重复发送。",
    correction_sent="更正已发送。",
    maybe_sent="Telegram 没有确认更正是否送达，不会再次发送。",
    not_sent="更正无法发送：{reason}",
    article_removed="更正：我在{day}引用的“{title}”此后已从资料库中移除。",
    article_changed="更正：我在{day}引用的“{title}”此后有改动。",
    it_said="当时的引文：",
    it_says="现在的原文：",
    it_says_nothing="文章中已没有这段话。",
    ask_again="如需最新的回答，请重新提问。",
)

LANGUAGES = {"en": EN, "zh": ZH}


def phrases(language: str | None) -> Phrases:
    """The sentences for a language code such as ``zh`` or ``zh-hans``; English when we have none."""
    return LANGUAGES.get((language or "").lower().split("-")[0], EN)
