"""Turns what a reader found into an article, or into a refusal with all its reasons."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import date, datetime

from knowledge.article import Accepted, Article, Draft, Refused
from knowledge.language import language_of
from knowledge.meeting_day import meeting_day

_TITLE_LENGTH = 200
_LANGUAGE = re.compile(r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


def check(draft: Draft) -> Accepted | Refused:
    """The article of a draft; a missing date is a warning, anything unreadable is a reason to refuse."""
    reading = _Reading(draft)
    text = reading.body()
    title = reading.line("title") or _first_line(text)
    published = reading.date("date")
    url = reading.line("url")
    article = Article(
        id=reading.line("id") or _id_of(url, title, published),
        title=title,
        text=text,
        language=reading.language(text),
        date=published,
        meeting_date=reading.date("meeting_date") or meeting_day(title, text, published),
        publisher=reading.line("publisher"),
        url=url,
        people=reading.people(),
        place=reading.line("place"),
    )
    if reading.reasons:
        return Refused(draft.where, tuple(reading.reasons))
    return Accepted(draft.where, article, (*_warnings(article), *draft.notes))


def normalised(text: str) -> str:
    """Line ends as ``\\n``, Unicode NFC, no blank space at either end: the only changes made to a source."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _first_line(text: str) -> str:
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    line = line.lstrip("# ").rstrip()
    return line if len(line) <= _TITLE_LENGTH else line[: _TITLE_LENGTH - 1] + "…"


def _id_of(url: str | None, title: str, published: date | None) -> str:
    source = url or f"{published or ''}\n{title}"
    return hashlib.blake2b(source.encode(errors="surrogatepass"), digest_size=5).hexdigest()


def _warnings(article: Article) -> list[str]:
    if article.date is None:
        return ["no date: searches limited to a period will not find it"]
    if article.date > datetime.now().date():
        return [f"dated in the future ({article.date}): is that right?"]
    return []


class _Reading:
    """Reads a draft's fields one by one and gathers what is wrong with them."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.reasons: list[str] = []

    def body(self) -> str:
        text = self.draft.text
        if not isinstance(text, str) or not (text := normalised(text)):
            self.reasons.append("no text: nothing but blank space under the head")
            return ""
        if "\0" in text:
            self.reasons.append("not a text: it holds NUL bytes; save it as plain text")
        if _has_surrogates(text):
            self.reasons.append("not valid Unicode: it holds half a surrogate pair; save it as UTF-8 again")
        return text

    def line(self, name: str) -> str | None:
        value = self.draft.fields.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, bool | list | dict) or _has_surrogates(str(value)):
            self._refuse(name, f"should be one line of text, found {_short(value)}")
            return None
        return " ".join(unicodedata.normalize("NFC", str(value)).replace("\0", " ").split()) or None

    def date(self, name: str) -> date | None:
        value = self.draft.fields.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        day = _day(str(value).strip())
        if day is None:
            self._refuse(name, f"should be a day such as 2023-01-20, found {_short(value)}")
        return day

    def people(self) -> tuple[str, ...]:
        value = self.draft.fields.get("people")
        names = re.split(r"[,，、;；]", value) if isinstance(value, str) else value
        if names is None:
            return ()
        if not isinstance(names, list) or not all(isinstance(n, str) and not _has_surrogates(n) for n in names):
            self._refuse("people", f"should be a list of names, found {_short(value)}")
            return ()
        found = (unicodedata.normalize("NFC", name).replace("\0", " ").strip() for name in names)
        return tuple(dict.fromkeys(name for name in found if name))

    def language(self, text: str) -> str:
        value = self.line("language")
        if value is None:
            return language_of(text)
        if not _LANGUAGE.match(value):
            self._refuse("language", f"should be a code such as en or zh, found {_short(value)}")
        return value.split("-")[0]

    def _refuse(self, name: str, reason: str) -> None:
        line = self.draft.lines.get(name)
        self.reasons.append(f"line {line}: {name} {reason}" if line else f"{name} {reason}")


def _day(value: str) -> date | None:
    match = _DATE.match(value)
    try:
        return date(*(int(part) for part in match.groups())) if match else None
    except ValueError:
        return None


def _has_surrogates(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else shown[:59] + "…"
