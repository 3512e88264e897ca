"""Takes what machines wrote about an article, its day and its language, only where it can be true."""

from __future__ import annotations

import datetime as dt
import re

from knowledge.language import language_of

_CODE = re.compile(r"[a-zA-Z]{2,3}(?![a-zA-Z])")
_LATIN = "en"  # what ``language_of`` says of every text in Latin letters


def told_day(value: object) -> str | None:
    """The day at the head of an ISO time; None for a day that there is not."""
    try:
        return dt.date.fromisoformat(str(value).strip()[:10]).isoformat()
    except ValueError:
        return None


def told_language(value: object, text: str) -> str | None:
    """The code of a language; None where the script says otherwise, as on pages made from an English template."""
    found = _CODE.match(str(value or ""))
    if found is None:
        return None
    code, script = found[0].lower(), language_of(text)
    return None if script != _LATIN and code != script else code
