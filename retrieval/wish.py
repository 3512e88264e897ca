"""Reads out of a question whether it wishes for a list of meetings, and for which; most questions do not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from retrieval.answer import Kind, Role
from retrieval.forms import CHINESE, ENGLISH, TOLD, WHO, WITH_A_PERIOD, said
from retrieval.understanding import Asked
from retrieval.words import simplified, telling_words


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody asked for; ``names`` are ways to write one name, any of which will do."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """A list of meetings that is asked for; the period and typed filters stand in ``Asked``."""

    kind: Kind
    people: tuple[Person, ...] = ()  # all of them
    role: Role = Role.ATTENDED
    topic: str = ""  # as it was written
    words: tuple[str, ...] = ()  # that say the topic, as full text has them
    place: str = ""
    phrases: tuple[str, ...] = ()  # that must stand word for word
    organiser: str = ""
    placed: bool = False  # the meeting must have been in ``place``, not only name it
    who: bool = False  # whoever had the role is asked for
    told: bool = False  # only articles that tell so; where none does, no list was wished for


_LONGEST = 200  # characters; what is longer tells a story

_POLITE = re.compile(
    r"^(?:(?:please|hi|hello|hey|thanks|(?:can|could|would)\s+(?:you|i)(?:\s+please)?|tell\s+(?:me|us)|do\s+you\s+know"
    r"|i\s+(?:want|need|would\s+like|['’]d\s+like)(?:\s+to\s+(?:know|see))?|i\s+am\s+looking\s+for|see)\b[\s,:!]*"
    r"|(?:请问一下|请问|请|麻烦|帮我|帮忙|能否|可以|能不能|告诉我|我想知道|想知道|我想|查一查|查一下|查询|查找|查|列出|列举"
    r"|显示|看看|给我|您好|你好|一下)[\s，,：:]*)+",
    re.IGNORECASE,
)
_END = re.compile(r"[\s?!.,。？！，、吗呢啊呀…]+$")
_BEFORE_PERIOD = (
    r"(?:\b(?:in|on|during|from|for|of|since|within|over|at|the|between|by|dated|until|and)\s+|在|于|自|从)*"
)
_AFTER_PERIOD = r"(?:['’]s\b|\s*(?:期间|以来|之?间|之?内|里|中|(?:之|以)?[前后]|上午|下午|晚上|的|，|,))*"
_FILLER = re.compile(
    r"^(?:(?:all|any|every|the|our|of|past|previous|recent|other|there|we|you|they|different|known)\b\s*)+"
    r"|^(?:我们|区里|市里|这里|本地|库里|资料库[中里]?|所有|全部|重要|相关|有关|过|都|的)+",
    re.IGNORECASE,
)
_HELD = re.compile(r"\s+(?:were|was|have\s+been|has\s+been|are)(?:\s+(?:held|there|convened))?$", re.IGNORECASE)
_TITLE = re.compile(
    r"^(?:(?:the|district|party|council|executive|vice|deputy|municipal|general|secretary|governor|mayor|director"
    r"|chair(?:man|woman|person)?|councill?or|member|cm|mr|mrs|ms|dr|president|comrade)\b\.?\s+)+"
    r"|^(?:区委|县委|市委|镇党委)?副?(?:书记|区长|市长|县长|镇长|局长|主任|主席|部长)(?=[\w ]{2})",
    re.IGNORECASE,
)
_TITLE_BEHIND = re.compile(
    r"(?<=[\u3400-\u9fff]{2})副?(?:书记|区长|市长|县长|镇长|局长|主任|主席|部长|同志|先生|女士)$"
)
_AND = re.compile(r"\s*(?:,\s*and\s+|\band\b|&|、|,|，)\s*|(?<=[\u3400-\u9fff]{2})[和与及](?=[\u3400-\u9fff]{2})")


def read_wish(asked: Asked) -> Wish | None:
    """The list that is wished for; None for all other questions, which are answered with quotes."""
    if asked.only_filters:
        return Wish(Kind.LISTED)
    return _read(asked, (*ENGLISH, *CHINESE, *(WITH_A_PERIOD if asked.period else ())))


def read_told(asked: Asked) -> Wish | None:
    """The list of the articles that tell of a place, of an organiser, or of who did something, as may be wished for.

    Where no article does, the question is to be read as any other.
    """
    several_days = asked.period is not None and asked.period.first < asked.period.last
    found = _read(asked, (*TOLD, *(WHO if several_days or asked.where.after or asked.where.before else ())))
    return None if found is None else replace(found, told=True, placed=bool(found.place))


def _read(asked: Asked, forms: Iterable[re.Pattern[str]]) -> Wish | None:
    text = _without_period(asked)
    if len(text) > _LONGEST:
        return None
    plain = simplified(text)
    for form in forms:
        match = form.fullmatch(plain)
        if match is not None:
            return replace(_wish(said(match, text)), phrases=asked.phrases)
    return None


def _without_period(asked: Asked) -> str:
    text = asked.text
    if asked.period is not None:
        text = re.sub(
            f"{_BEFORE_PERIOD}{re.escape(asked.period.text)}{_AFTER_PERIOD}", " ", text, flags=re.IGNORECASE
        )
    text = _END.sub("", " ".join(text.split()))
    text = re.sub(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])", "", text)
    return _POLITE.sub("", text)


def _wish(parts: dict[str, str]) -> Wish:
    topic = " ".join(filter(None, (_plain(parts.get("sort", "")), _plain(parts.get("topic", "")))))
    return Wish(
        kind=_kind(parts),
        people=tuple(Person((_name(each),)) for each in _AND.split(parts.get("person", "")) if each.strip()),
        role=Role.PRESIDED if "presided" in parts else Role.SPOKE if "spoke" in parts else Role.ATTENDED,
        topic=topic,
        words=tuple(telling_words(topic)) if topic else (),
        place=parts.get("place", "").strip(),
        organiser=parts.get("organiser", "").strip(" \"'“”‘’"),
        who="who" in parts,
    )


def _kind(parts: dict[str, str]) -> Kind:
    if "latest" in parts:
        return Kind.LATEST
    if "first" in parts:
        return Kind.EARLIEST
    return Kind.COUNTED if "count" in parts else Kind.LISTED


def _plain(topic: str) -> str:
    return _FILLER.sub("", _HELD.sub("", topic.strip())).strip(" \"'“”‘’「」")


def _name(written: str) -> str:
    """The name without a title before or behind it, unless there is nothing but a title."""
    name = written.strip(" \"'“”‘’")
    return _TITLE_BEHIND.sub("", _TITLE.sub("", name)).strip() or name
