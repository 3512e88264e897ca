"""Guesses a text's language from its script; front matter may say it better."""

from __future__ import annotations

import re

_SCRIPTS = {
    "ja": re.compile(r"[\u3040-\u30ff]"),
    "ko": re.compile(r"[\uac00-\ud7af]"),
    "zh": re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002fa1f]"),
    "ru": re.compile(r"[\u0400-\u04ff]"),
    "ar": re.compile(r"[\u0600-\u06ff]"),
}
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_SHARE = 0.2  # of all words; one Chinese character counts as one word


def language_of(text: str) -> str:
    """ISO 639-1 code by script; Latin letters count as English, the library's other main language."""
    counts = {code: len(script.findall(text)) for code, script in _SCRIPTS.items()}
    words = sum(counts.values()) + len(_LATIN.findall(text))
    if words == 0:
        return "en"
    if counts["ja"] > _SHARE * (counts["ja"] + counts["zh"]) and counts["ja"] > _SHARE * words:
        return "ja"
    code = max(counts, key=lambda name: counts[name])
    return code if counts[code] > _SHARE * words else "en"
