"""Reads an English report: who presided, attended, spoke; where the meeting was; who held it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.names import SENTENCE_END, KnownNames, Span, english_names
from knowledge.roll import present
from knowledge.told import Kind, Told

_HEAD = 1500  # characters in which a report says who was there
_LONGEST = 1200  # characters of a sentence that is read
_QUOTED = re.compile(r"“[^“”\n]*”|\"[^\"\n]*\"")
_OTHER_TIME = re.compile(
    r"\b(?:will|would|is to|are to|had|currently|usually|normally|last (?:year|month|week)"
    r"|previous(?:ly)?|earlier|unlike|if|next)\b",
    re.I,
)
_NOT = re.compile(r"\b(?:not|never|unable|declined|failed|absent|without|nor|neither)\b|n['’]t\b", re.I)
_OCCASION = (
    r"(?:meetings?|sessions?|sitting|reviews?|conference|hearing|discussions?|study|event|ceremony|forum"
    r"|symposium|seminar|debate"
    r"|workshop|congress|assembly|proceedings|deliberations?|consultation|town hall)"
)
_OBJECT = re.compile(
    rf"(?: over)?(?: (?:in|at))?(?: [\w()’'-]+){{0,9}}? {_OCCASION}\b"
    r"|(?: over)?(?: virtually| remotely| online| in person| as| on behalf| by video| jointly)?"
    r"(?=\s*(?:[.,;)]|$)| and | on | in | at | as | yesterday| today)"
)
_VERBS = {
    Kind.PRESIDED: re.compile(
        r"\b(?:presid(?:ed|ing)|chaired|moderated|called (?:the|this|an?) (?:[\w-]+ ){0,8}?(?:meeting|session)"
        r"(?: of [\w ]{3,60}?)? to order|opened the (?:[\w-]+ ){0,3}?(?:meeting|session)(?! (?:to|for) )"
        r"|took the chair|in the chair)\b"
    ),
    Kind.ATTENDED: re.compile(
        r"\b(?:attended|were invited to attend|(?:was|were) (?:also )?(?:present|in attendance)"
        r"|took part|participated|joined|(?<!to )(?<!may )(?<!can )(?<!must )(?<!should )attend(?= the meeting\b))\b"
    ),
}
_NO_OBJECT = re.compile(r"to order|opened|the chair|present|in attendance")
_BY = {
    Kind.PRESIDED: re.compile(
        r"\b(?:presiding (?:was|were)|(?:presided over|chaired|moderated"
        r"|(?:called to order|opened)(?: at [\d:.]+(?: ?[ap]\.?m\.?)?,?)?) by) (?P<who>[^.;]{3,160})"
    ),
    Kind.ATTENDED: re.compile(
        r"\b(?:attended by|(?:attended|present|participated|attend(?:ance|ees))\b[^.;]{0,60}?"
        r"(?:, including|included))"
        r" (?P<who>.{3,600})"
    ),
}
_SAYING = re.compile(
    r"\b(?:pointed out|emphasi[sz]ed|stressed|requested|required|said|spoke|stated|reported|explained"
    r"|announced|affirmed|noted|added|told"
    r"|instructed|demanded|summed up|introduced|conveyed|read out|urged|argued|warned|asked|commented"
    r"|replied|outlined|recalled|welcomed|inquired|thanked|addressed|suggested|clarified|reminded"
    r"|summari[sz]ed|presented (?:an?|the|his|her) (?:[\w-]+ ){0,4}(?:report|update|overview|budget|plan|proposal"
    r"|request)"
    r"|read the following|read aloud|read a (?:letter|statement)"
    r"|briefed|called (?:for|on)|(?:delivered|made|gave) (?:an?|the|his|her)?[\w ,-]{0,40}?(?:speech"
    r"|report|address|remarks|statement|presentation|arrangements|requirements"
    r"|briefing|comments))\b"
)
_INVERTED = re.compile(
    r"[,”\"]\s+(?:said|added|explained|noted|warned|argued|stated) (?P<who>[^.,;”\"]{3,80})(?=[.,;]|$)"
)
_ELSEWHERE = re.compile(
    r"\b(?:in|by|via) (?:an?|his|her|their) (?:[\w-]+ )?(?:e-?mail|letter|interview|memo|statement|release|report"
    r"|post|column|text)\b",
    re.I,
)
_AND_SPOKE = re.compile(
    r"(?:[^,.;]{0,70}?)\b(?:and|where (?:he|she)) (?:then |also )?(?:(?:delivered|made|gave) |spoke\b)"
)
_ADVERBS = re.compile(
    r"(?:\W+(?:also|then|further|again|later|finally|in turn|himself|herself|both|[a-z]+ly)\b){0,3}\W*"
)
_OFFICE = re.compile(
    r", (?:who |the |a |an |[a-z-]+ |[A-Z]\w+ ){0,9}?(?:[Vv]ice-)?(?:[Ss]ecretary|[Dd]irector|[Mm]ember|[Cc]hair\w*"
    r"|[Hh]ead|[Mm]ayor|[Gg]overnor|[Pp]resident|[Ll]eader"
    r"|[Cc]hief|[Mm]inister|[Cc]ommissioner|[Mm]anager|[Aa]ttorney|[Cc]lerk|[Pp]rincipal|[Aa]dministrator"
    r"|[Ss]uperintendent|[Oo]fficer|[Cc]ouncil\w+"
    r"|resident|engineer|representative|spokes\w+|professor|doctor|lawyer|teacher|parent"
    r"|treasurer)\b[^\"]{0,160},(?: also| then)? "
)
_FINITE = re.compile(
    r"(?<!who )(?<!that )(?<!which )\b(?:presided|chaired|attended|delivered|made|participated|spoke|held|said"
    r"|convened|took part|pointed|gave|met|gathered|reported|introduced|was|were)\b[^,;]*(?:[,;]"
    r"|$)\s*(?:and|while|whereas|but)?"
)
_AND, _COMMA = re.compile(r",? and (?:[A-Z]\w+ )*"), re.compile(r", (?:[A-Z]\w+ )*")
_OTHERS = re.compile(r"\bGeneral Secretary\b", re.I)  # whose words are passed on, who is mostly not there

_HALL = (
    r"(?:Hall|Chambers?|Centre|Center|Room|Library|School|Building|Auditorium|Theatre|Theater|Hotel|Courthouse|Offices?"
    r"|Church|Chapel|Pavilion|College|Clubhouse)"
)
_ROOM = r"(?:hall|chambers?|centre|center|room|library|school|auditorium|office)"
_NAMED_PLACE = (
    rf"(?P<place>(?:(?:town|city|village|parish|community|conference|meeting|council|board) )?{_ROOM}"
    r" of(?: the)? (?:[A-Z]\w+(?: [A-Z]\w+)?|\w+ (?:government|committee|council))"
    rf"|(?:[A-Z][\w’']+ ){{1,4}}{_HALL})\b"
)
_PLACE = re.compile(
    r"(?:\b(?:held|opened|met|convened|gathered|took place|review|sitting|meeting)\b[^;]{0,110}?\b(?:in|at)"
    r"|\b(?:Location|Venue|Place):)"
    rf" (?:[Tt]he )?{_NAMED_PLACE}"
    rf"|\b(?:[Ii]n|[Aa]t) the (?:\d+ )?{_NAMED_PLACE.replace('<place>', '<before>')},"
    r" [^.;]{0,120}\bmeeting\b[^.;]{0,60} was held\b"
)
_NAME_OF_BODY = (
    r"(?P<who>(?!The )[A-Z][\w’'-]+(?: (?:[A-Z][\w’'-]+|of|the|and|for)){0,12}?)"
    r"(?:, (?:[A-Z]{2}|[A-Z][a-z]+|in [^,]{3,60}),?)? "
)
_ORGANISER = re.compile(
    rf"(?:^|, |reported that on [\w ]+, )(?:[Tt]he )?{_NAME_OF_BODY}"
    r"(?:(?:recently|today|yesterday|also|jointly) )?"
    r"(?:(?:held|hosted|organi[sz]ed)\b(?! (?:by|in|at|on|that|responsible)\b)|convened\b(?! by\b)"
    r"|met (?:on|at|in|for|yesterday|last|this|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b|gathered for\b)"
)
_MEETING_OF = re.compile(
    rf"\b(?:[Mm]eeting|[Ss]ession|[Hh]earing) of (?:the )?{_NAME_OF_BODY}"
    r"(?:(?:was|were) )?(?:duly )?(?:held|convened|called to order|took place|began)\b"
)
_BODY = re.compile(
    r"\b(?:District|Committee|Council|Commission|Board|Conference|Congress|Group|Bureau|Department"
    r"|Government|City|County|Town|Office"
    r"|Association|Authority|Federation|Township|Village|Municipality|Subdistrict|Company)\b"
)


def told(text: str) -> Iterator[Told]:
    """What ``text`` tells, sentence by sentence; people as often as they are named.

    Who presided and attended, where, and who held it is read near the beginning only: further down it is mostly
    other meetings that are spoken of.
    """
    flat = _QUOTED.sub(lambda quoted: '"' + "-" * (len(quoted.group()) - 2) + '"', text)
    known = KnownNames(flat)
    yield from (Told(Kind.ATTENDED, *name) for name in present(flat, _HEAD))
    for start, end in _sentences(flat):
        if start < _HEAD:
            yield from _present(flat, start, end, known)
            yield from _place(flat, start, end)
            yield from _organiser(flat, start, end)
        yield from _speakers(flat, start, end, known)


def _sentences(text: str) -> Iterator[Span]:
    at = 0
    for stop in [*SENTENCE_END.finditer(text), None]:
        end = stop.start() if stop else len(text)
        if text[at:end].strip():
            yield at, min(end, at + _LONGEST)
        at = stop.end() if stop else end


def _present(text: str, start: int, end: int, known: KnownNames) -> Iterator[Told]:
    for kind, by in _BY.items():
        for match in by.finditer(text, start, end):
            names = list(english_names(text, *match.span("who")))
            if not _OTHER_TIME.search(text, start, match.start()):
                yield from (Told(kind, *name) for name in (names[:1] if kind is Kind.PRESIDED else names))
    for kind, verbs in _VERBS.items():
        for match in verbs.finditer(text, start, end):
            yield from _doing(kind, text, start, match, end, known)


def _doing(kind: Kind, text: str, start: int, verb: re.Match[str], end: int, known: KnownNames) -> Iterator[Told]:
    begin = _subject(text, start, verb.start())
    before = text[begin : verb.start()]
    fits = _NO_OBJECT.search(verb.group()) or _OBJECT.match(text, verb.end(), end)
    if (
        not fits
        or _NOT.search(before)
        or _OTHER_TIME.search(before)
        or text.startswith((" by", " over by"), verb.end())
    ):
        return
    names = list(english_names(text, begin, verb.start()))
    if kind is Kind.PRESIDED:
        last = known.of_family_name(begin, verb.start())
        names = [last] if last else names[-1:]
    yield from (Told(kind, *name) for name in names)
    if len(names) == 1 and _AND_SPOKE.match(text, verb.end(), end):
        yield Told(Kind.SPOKE, *names[0])


def _subject(text: str, start: int, verb: int) -> int:
    """Where what may be the verb's subject begins: after a semicolon, or after what was done before."""
    begin = max(start, text.rfind(";", start, verb) + 1)
    done = list(_FINITE.finditer(text[begin:verb]))
    return begin + done[-1].end() if done else begin


def _speakers(text: str, start: int, end: int, known: KnownNames) -> Iterator[Told]:
    """Whoever stands right before a verb of saying, or is parted from it by what he is only."""
    for match in _SAYING.finditer(text, start, end):
        begin = _subject(text, start, match.start())
        if _ELSEWHERE.search(text, begin, match.end() + 40) or _OTHERS.search(text, begin, match.start()):
            continue
        names = _up_to_the_speaker(text, list(english_names(text, begin, match.start())), match.start())
        if names:
            yield from (Told(Kind.SPOKE, *name) for name in _together(text, names))
        elif name := known.of_family_name(begin, match.start()):
            yield Told(Kind.SPOKE, *name)
    for match in _INVERTED.finditer(text, start, end):
        name = known.of_family_name(*match.span("who"))
        yield from (Told(Kind.SPOKE, *each) for each in ([name] if name else english_names(text, *match.span("who"))))


def _up_to_the_speaker(text: str, names: list[Span], verb: int) -> list[Span]:
    """Those of ``names`` up to whom the verb is said of; what stands in his office may look like a name, too."""
    if names and _ADVERBS.fullmatch(text, names[-1][1], verb):
        return names
    return next(
        (
            names[:last]
            for last in (len(names), len(names) - 1)
            if last > 0 and _OFFICE.fullmatch(text, names[last - 1][1], verb)
        ),
        [],
    )


def _together(text: str, names: list[Span]) -> list[Span]:
    """The last of ``names``, or all of the list that "and" joins it to."""
    if len(names) < 2 or not _AND.fullmatch(text[names[-2][1] : names[-1][0]]):
        return names[-1:]
    first = len(names) - 2
    while first and _COMMA.fullmatch(text[names[first - 1][1] : names[first][0]]):
        first -= 1
    return names[first:]


def _place(text: str, start: int, end: int) -> Iterator[Told]:
    match = _PLACE.search(text, start, end)
    if match and not _OTHER_TIME.search(text, start, match.end()):
        yield Told(Kind.PLACE, *match.span("place" if match["place"] else "before"))


def _organiser(text: str, start: int, end: int) -> Iterator[Told]:
    at = end - len(text[start:end].lstrip())
    match = _ORGANISER.search(text[at:end]) or _MEETING_OF.search(text[at:end])
    if match and _BODY.search(match["who"]) and not _OTHER_TIME.search(text, at, at + match.start()):
        yield Told(Kind.ORGANISER, at + match.start("who"), at + match.end("who"))
