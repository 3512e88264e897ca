"""Sentences and labels of reading on from an answer, in English and in Chinese."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrases:
    """All of them in one language; ``{…}`` are filled in where they are used."""

    more: str
    quote: str
    to_quote: str
    context: str
    article: str
    source: str
    back: str
    quote_of: str
    page_of: str
    thanks: str
    thanks_why: str
    fault_article: str
    fault_passage: str
    fault_old: str
    fault_no_answer: str
    forgotten: str
    removed: str
    changed: str
    nearest: str
    contact: str
    not_heard: str
    not_seen: str
    not_opened: str
    sticker: str
    inline_hint: str
    inline_nothing: str
    inline_wait: str
    inline_question: str


EN = Phrases(
    more="More ({count})",
    quote="Quote {number}",
    to_quote="‹ Quote",
    context="In context",
    article="Article",
    source="Source",
    back="‹ Back",
    quote_of="Quote {number} of {count}",
    page_of="page {number} of {count}",
    thanks="Thank you!",
    thanks_why="Thank you. What was wrong with it?",
    fault_article="Wrong article",
    fault_passage="Wrong passage",
    fault_old="Out of date",
    fault_no_answer="Not an answer",
    forgotten="I no longer have what belongs to this button. Please ask again.",
    removed="This article is no longer in the library.",
    changed="This article has been changed since I quoted it. Please ask again.",
    nearest="These articles come nearest, but are not an answer:",
    contact="Ask: {contact}",
    not_heard="I cannot listen to recordings. Please write your question.",
    not_seen="I cannot look at pictures. Please write your question in words.",
    not_opened="I cannot take in files here. Please write your question in words.",
    sticker="Nice one! Whenever you have a question about a meeting, just write it.",
    inline_hint="Write a question about a meeting",
    inline_nothing="Nothing found – ask in private chat",
    inline_wait="Many questions at once: wait {seconds} seconds",
    inline_question="Question: {question}",
)

ZH = Phrases(
    more="更多 ({count})",
    quote="第 {number} 段",
    to_quote="‹ 引文",
    context="上下文",
    article="全文",
    source="来源",
    back="‹ 返回",
    quote_of="第 {number} 段引文，共 {count} 段",
    page_of="第 {number} 页，共 {count} 页",
    thanks="谢谢！",
    thanks_why="谢谢。哪里不对？",
    fault_article="文章不对",
    fault_passage="段落不对",
    fault_old="内容过时",
    fault_no_answer="没有回答问题",
    forgotten="这个按钮对应的内容已不再保存，请重新提问。",
    removed="这篇文章已不在资料库中。",
    changed="这篇文章在引用之后有过改动，请重新提问。",
    nearest="以下文章最为接近，但并非答案：",
    contact="可以询问：{contact}",
    not_heard="我听不了语音，请用文字写下您的问题。",
    not_seen="我看不了图片，请用文字写下您的问题。",
    not_opened="我在这里不能读取文件，请用文字写下您的问题。",
    sticker="收到！想问会议的事，直接写给我就好。",
    inline_hint="写一个关于会议的问题",
    inline_nothing="没有找到，请到私聊中提问",
    inline_wait="您问得有点快，请等 {seconds} 秒",
    inline_question="问题：{question}",
)

LANGUAGES = {"en": EN, "zh": ZH}


def phrases(language: str | None) -> Phrases:
    """The sentences for a language code such as ``zh`` or ``zh-hans``; English when we have none."""
    return LANGUAGES.get((language or "").lower().split("-")[0], EN)
