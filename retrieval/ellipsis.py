"""Reads whether a question leans on what was said before, in English and Chinese: "and when?", 谁出席了？"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from retrieval.understanding import Asked
from retrieval.words import chinese_runs, is_stop, latin_words, telling_text, words

_JOINING = re.compile(
    r"^(?:(?:and|also|but|so|then|ok(?:ay)?)\b|(?:what|how) about\b"
    r"|那么|那(?![次个场位天年些里])|还有|另外|此外|然后|以及|至于)[\s,，:：]*",
    re.I,
)
_MEETING = "meetings?|sittings?|sessions?|reviews?|votes?|debates?|resolutions?|decisions?"
_POINTING = re.compile(
    r"\b(?:he|him|his|she|hers?|they|them|theirs?|its?)\b|\b(?:this|that|these|those|there)\W*$|(?<!其)[他她它]们?",
    re.I,
)
_POINTING_AT_MEETING = re.compile(
    rf"\b(?:this|that|these|those|the same) (?:{_MEETING})\b|[该此本]次?会议?|[这那]次会议?|(?:^|[在，,])会上", re.I
)
_ASKING = re.compile(
    r"^(?:(?:until|since|from|by|at|in|for|with|to|on) )?(?:who|whom|whose|what|which|when|where|why|how)\b"
    r"|谁|什么|哪|多少|几|何|怎|[吗呢]",
    re.I,
)

# A question as short as this may leave one thing unsaid that it is about.
_SHORT_ENGLISH = 3  # words
_SHORT_CHINESE = 5  # characters

# What is asked of a meeting as such; what is asked of anything it dealt with; what tells nothing.
_OF_MEETING = (
    "attend attended present preside presided chair chaired host lead hold held happen happened convene take took "
    "part participate participants attendees join joined over meeting sitting session place people person persons "
    "decide decided decision decisions agree agreed"
)
_OF_MEETING_CHINESE = re.compile(
    "出席|参加|参会|到场|在场|与会|列席|主持|召开|举行|召集|开会|会议|大会|会上|领导|人员|人士|地点|时间|日期|决定|决议|[开会]"
)
_OF_ANYTHING = "say said discuss discussed vote voted against result cost money"
_OF_ANYTHING_CHINESE = re.compile("讨论|研究|通过|提出|要求|强调|指出|介绍|反对|弃权|赞成|投票|结果|费用|[说讲花钱]")
_IDLE = "else exactly until since there"
_IDLE_CHINESE = re.compile("还有|另外|其他|到底|究竟|具体|当时|当天|一共|[在还都也又那这过从到于由人]")


@dataclass(frozen=True, slots=True)
class Ellipsis:
    """A question that is read together with what was said before."""

    core: str  # the question without the words that join it on
    words: tuple[str, ...]  # of the index, to search with: all that tell anything
    own: tuple[str, ...]  # those that say what it is about; what fits any meeting does not
    of_meeting: bool  # asks only of a meeting as such: who attended, where it was held
    whole: bool  # could as well be about something that was not spoken of before


def read_ellipsis(asked: Asked) -> Ellipsis | None:
    """None for a question that can be understood by itself."""
    core = _core(asked.text)
    at_meeting = _POINTING_AT_MEETING.search(core) is not None
    pointing = at_meeting or (_POINTING.search(core) is not None and not _names_something(asked))
    joined = pointing or core != asked.text
    telling = telling_text(_POINTING_AT_MEETING.sub(" ", _POINTING.sub(" ", core)))
    telling = _IDLE_CHINESE.sub(" ", telling)
    own = _telling_words(_OF_ANYTHING_CHINESE.sub(" ", _OF_MEETING_CHINESE.sub(" ", telling)), _of_any())
    found = Ellipsis(
        core,
        words=_telling_words(telling, _idle()),
        own=own,
        of_meeting=_is_of_meeting(telling),
        whole=not at_meeting and len(own) > (1 if joined else 0),
    )
    return found if joined or _is_short(asked, found) else None


def _core(text: str) -> str:
    rest = _JOINING.sub("", text)
    return rest if re.search(r"\w", rest) else text


def _names_something(asked: Asked) -> bool:
    return bool(asked.names) or any(map(str.isdigit, asked.text))


def _is_short(asked: Asked, found: Ellipsis) -> bool:
    if _names_something(asked) or not _ASKING.search(found.core):
        return False
    characters = sum(map(len, chinese_runs(found.core)))
    brief = characters <= _SHORT_CHINESE if characters else len(latin_words(found.core)) <= _SHORT_ENGLISH
    return not found.own or (brief and len(found.own) == 1)


def _telling_words(text: str, idle: frozenset[str]) -> tuple[str, ...]:
    return tuple(word for word in dict.fromkeys(words(text)) if not is_stop(word) and word not in idle)


def _is_of_meeting(telling: str) -> bool:
    said = _telling_words(_OF_MEETING_CHINESE.sub(" ", telling), frozenset())
    return _OF_MEETING_CHINESE.search(telling) is not None if not said else set(said) <= _of_meeting()


@cache
def _of_meeting() -> frozenset[str]:
    return frozenset(words(_OF_MEETING))


@cache
def _idle() -> frozenset[str]:
    return frozenset(words(_IDLE))


@cache
def _of_any() -> frozenset[str]:
    return _of_meeting() | _idle() | frozenset(words(_OF_ANYTHING))
