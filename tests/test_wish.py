"""A list is read out of a question only where the whole question wishes for one."""

from __future__ import annotations

import time
from datetime import date

import pytest

from retrieval.answer import Kind, Role
from retrieval.understanding import understand
from retrieval.wish import Person, Wish, read_told, read_wish

TODAY = date(2025, 3, 20)
LISTED, COUNTED, LATEST, EARLIEST = Kind.LISTED, Kind.COUNTED, Kind.LATEST, Kind.EARLIEST


def wish(question: str) -> Wish | None:
    return read_wish(understand(question, TODAY))


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("meetings in July 2022", LISTED),
        ("list all meetings", LISTED),
        ("Please list all meetings of 2023.", LISTED),
        ("what meetings were there last week", LISTED),
        ("What meetings took place between May and July 2024?", LISTED),
        ("Were there any meetings last week?", LISTED),
        ("meetings since March 2024", LISTED),
        ("how many meetings were held in 2023", COUNTED),
        ("How many meetings were there in the first half of 2024?", COUNTED),
        ("when was the last meeting?", LATEST),
        ("2022年7月有哪些会议", LISTED),
        ("列出2024年的所有会议", LISTED),
        ("7月1日到7月31日召开了哪些会议", LISTED),
        ("去年召开了哪些会议？", LISTED),
        ("2024年上半年的会议", LISTED),
        ("上周开了什么会", LISTED),
        ("最近有哪些会议", LISTED),
        ("今年开了几次会", COUNTED),
        ("2024年一共召开了多少次会议？", COUNTED),
        ("最近一次会议是什么时候？", LATEST),
    ],
)
def test_meetings_of_a_period_or_of_all_times(question: str, kind: Kind) -> None:
    assert wish(question) == Wish(kind)


@pytest.mark.parametrize(
    ("question", "kind", "names", "role"),
    [
        ("which meetings did Shao Panfeng attend", LISTED, "Shao Panfeng", Role.ATTENDED),
        (
            "Which meetings did District Party Secretary Gu Wenqing attend in 2024?",
            LISTED,
            "Gu Wenqing",
            Role.ATTENDED,
        ),
        ("what meetings did gu wenqing go to", LISTED, "gu wenqing", Role.ATTENDED),
        ("Can you tell me which meetings Gu Wenqing attended?", LISTED, "Gu Wenqing", Role.ATTENDED),
        ("Did Gu Wenqing attend any meetings in 2024?", LISTED, "Gu Wenqing", Role.ATTENDED),
        ("meetings with Gu Wenqing and Luo Zhiheng", LISTED, "Gu Wenqing|Luo Zhiheng", Role.ATTENDED),
        ("Which meetings were chaired by Gu Wenqing?", LISTED, "Gu Wenqing", Role.PRESIDED),
        ("Which meetings did Gu Wenqing preside over in 2024?", LISTED, "Gu Wenqing", Role.PRESIDED),
        ("In which meetings did Shen Boyu speak?", LISTED, "Shen Boyu", Role.SPOKE),
        ("How many meetings did Luo Zhiheng attend in 2024?", COUNTED, "Luo Zhiheng", Role.ATTENDED),
        ("How often did Wu Qiming attend?", COUNTED, "Wu Qiming", Role.ATTENDED),
        ("When did Tang Ruiling last attend a meeting?", LATEST, "Tang Ruiling", Role.ATTENDED),
        ("邵潘锋参加了哪些会议", LISTED, "邵潘锋", Role.ATTENDED),
        ("邵潘鋒上週參加了哪些會議？", LISTED, "邵潘鋒", Role.ATTENDED),
        ("顾文清书记2024年出席过哪些会议？", LISTED, "顾文清", Role.ATTENDED),
        ("请列出顾文清参加的所有会议", LISTED, "顾文清", Role.ATTENDED),
        ("区委书记顾文清主持召开了哪些会议", LISTED, "顾文清", Role.PRESIDED),
        ("哪些会议是顾文清主持的", LISTED, "顾文清", Role.PRESIDED),
        ("顾文清在哪些会议上讲话", LISTED, "顾文清", Role.SPOKE),
        ("顾文清和骆志恒参加了哪些会议", LISTED, "顾文清|骆志恒", Role.ATTENDED),
        ("骆志恒2024年参加了几次会议", COUNTED, "骆志恒", Role.ATTENDED),
        ("汤瑞玲最后一次参加会议是什么时候", LATEST, "汤瑞玲", Role.ATTENDED),
    ],
)
def test_meetings_of_people(question: str, kind: Kind, names: str, role: Role) -> None:
    assert wish(question) == Wish(kind, tuple(Person((name,)) for name in names.split("|")), role)


@pytest.mark.parametrize(
    ("question", "kind", "topic"),
    [
        ("list all meetings about talent work", LISTED, "talent work"),
        ("flood meetings in 2024", LISTED, "flood"),
        ("Which budget meetings were held in 2025?", LISTED, "budget"),
        ("at which meetings was the bridge discussed", LISTED, "bridge"),
        ("Which meetings discussed kindergartens?", LISTED, "kindergartens"),
        ("How many meetings about the bridge were held in 2024?", COUNTED, "bridge"),
        ("latest meeting on talent work", LATEST, "talent work"),
        ("When was Yazui Bridge last discussed?", LATEST, "Yazui Bridge"),
        ("When did the council last discuss Yazui Bridge?", LATEST, "Yazui Bridge"),
        ("what was the first meeting on Yazui Bridge", EARLIEST, "Yazui Bridge"),
        ("关于鸭嘴桥的会议有哪些？", LISTED, "鸭嘴桥"),
        ("有哪些关于防汛的会议", LISTED, "防汛"),
        ("有哪些会议讨论了幼儿园？", LISTED, "幼儿园"),
        ("2024年的防汛会议", LISTED, "防汛"),
        ("2024年有几次防汛会议", COUNTED, "防汛"),
        ("最近一次关于人才工作的会议", LATEST, "人才工作"),
        ("上一次防汛会议是什么时候开的？", LATEST, "防汛"),
    ],
)
def test_meetings_on_a_topic(question: str, kind: Kind, topic: str) -> None:
    found = wish(question)
    assert found is not None
    assert (found.kind, found.topic, found.people, found.place) == (kind, topic, (), "")
    assert found.words


@pytest.mark.parametrize(
    ("question", "place"), [("meetings in Luxiang", "Luxiang"), ("在芦巷镇召开的会议有哪些", "芦巷镇")]
)
def test_meetings_at_a_place(question: str, place: str) -> None:
    assert wish(question) == Wish(LISTED, place=place)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("meetings held in the town hall", Wish(LISTED, place="town hall", placed=True, told=True)),
        ("How many meetings were held in the Town Hall?", Wish(COUNTED, place="Town Hall", placed=True, told=True)),
        ("meetings organised by the planning commission", Wish(LISTED, organiser="planning commission", told=True)),
        ("Which meetings did the city council hold in 2024?", Wish(LISTED, organiser="city council", told=True)),
        ("区应急管理局组织了哪些会议？", Wish(LISTED, organiser="区应急管理局", told=True)),
        ("由区委召开的会议有哪些", Wish(LISTED, organiser="区委", told=True)),
        ("哪些会议是由区委召开的", Wish(LISTED, organiser="区委", told=True)),
        ("Who presided at the meetings in January?", Wish(LISTED, role=Role.PRESIDED, who=True, told=True)),
        ("Who attended the meetings last week?", Wish(LISTED, who=True, told=True)),
        ("Who spoke at the meetings after:2024", Wish(LISTED, role=Role.SPOKE, who=True, told=True)),
        ("谁主持了一月的会议？", Wish(LISTED, role=Role.PRESIDED, who=True, told=True)),
        ("2024年的会议由谁主持？", Wish(LISTED, role=Role.PRESIDED, who=True, told=True)),
        ("Who presided at the meetings?", None),
        ("Who presided at the meeting in January?", None),
        ("谁主持了1月19日的会议？", None),
        ("谁主持了会议？", None),
        ("what is in the library", None),
        ("Which meetings did we hold?", None),
        ("meetings in the library", None),
        ("meetings in Luxiang", None),
    ],
)
def test_what_only_facts_tell_is_read_apart(question: str, expected: Wish | None) -> None:
    assert read_told(understand(question, TODAY)) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ('person:"Shao Panfeng"', Wish(LISTED)),
        ("place:Nanhu after:2023-01", Wish(LISTED)),
        ("  after:2023  ", Wish(LISTED)),
        ("after:tomorrow", None),
        ("place:Nanhu after:tomorrow", None),
        ("place:Nanhu bridge", None),
        ("person:", None),
    ],
)
def test_filters_alone_ask_for_all_that_they_let_through(question: str, expected: Wish | None) -> None:
    assert wish(question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "How many people attended the meeting?",
        "what was decided at the meeting in July 2022",
        "Who attended the meeting on 19 January?",
        "Which meeting approved the budget?",
        "What was the last meeting about?",
        "What was decided at the last meeting?",
        "Who attended the latest meeting on talent work?",
        "Which council members attended the meeting?",
        "Who attended the most meetings?",
        "How long did the meeting last?",
        "When was the meeting held?",
        "Why were the meetings cancelled?",
        "Did Gu Wenqing attend the meeting?",
        "Which meetings were about the bridge and what was decided?",
        "what is on the agenda of the next meeting",
        "What happens at council meetings?",
        "谁参加了会议",
        "谁参加了会议？",
        "会议有哪些决定",
        "会议讨论了哪些问题",
        "有哪些人参加了会议",
        "会议有哪些议题？",
        "多少人参加会议",
        "最近一次会议讨论了什么",
        "最近一次会议谁主持",
        "会议是什么时候召开的？",
        "2022年7月的会议决定了什么",
        "顾文清在会议上说了什么",
        "顾文清参加了会议吗",
        "区里有多少社会组织",
        "他会什么",
        "印度有多少个考试委员会?",
        "全区有几个行业协会",
        "这条路线途经的水塘道斜度达到了多少？",
        "",
    ],
)
def test_other_questions_are_left_alone(question: str) -> None:
    assert wish(question) is None
    assert read_told(understand(question, TODAY)) is None


@pytest.mark.parametrize(
    "piece",
    [
        "which meetings ",
        "the ",
        "meetings about ",
        "参加",
        "会议",
        "在哪些会议",
        "meetings by the ",
        "held ",
        "由区委组织",
        "谁主持",
    ],
)
def test_no_question_however_odd_takes_long(piece: str) -> None:
    began = time.process_time()
    wish((piece * 200)[:199])
    read_told(understand(f"{(piece * 200)[:180]} in 2024", TODAY))
    assert time.process_time() - began < 1.0
