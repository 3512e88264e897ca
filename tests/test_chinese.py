"""Chinese reports in the forms in which they are written: who is read out of them, and who is not."""

from __future__ import annotations

import time

import pytest

from knowledge.chinese import told


def read(text: str) -> set[str]:
    return {f"{each.kind.value} {text[each.start : each.end]}" for each in told(text)}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            "区委副书记、区长陈群立主持会议并讲话,区人大主任周俊、区政协主席叶水等区四套班子领导参加。",
            {"presided 陈群立", "spoke 陈群立", "attended 周俊", "attended 叶水"},
        ),
        (
            "会议由区委常委、组织部部长钱晓冬主持。区委书记邵帆出席会议并讲话,区长陈群立作工作部署。",
            {"presided 钱晓冬", "attended 邵帆", "spoke 邵帆", "spoke 陈群立"},
        ),
        (
            "区委书记梁华主持会议,要求抓好落实。会上,区长修文传达市委会议精神。",
            {"presided 梁华", "spoke 梁华", "spoke 修文"},
        ),
        ("邵帆在主持会议时强调，要抓好落实。", {"presided 邵帆", "spoke 邵帆"}),
        ("欧阳兰、司马建国和诸葛明等参加会议。", {"attended 欧阳兰", "attended 司马建国", "attended 诸葛明"}),
        (
            "縣委書記陸衛主持召開常委會會議,縣長顧國出席會議,縣領導孫進列席會議。",
            {"presided 陸衛", "attended 顧國", "attended 孫進"},
        ),
        ("区委书记李学和、区长吴健和张剑出席。", {"attended 吴健", "attended 张剑"}),
        ("1月17日上午荷城街道召开工作会议。", {"organiser 荷城街道"}),
        ("县领导尤真、王永到会指导。", {"attended 尤真", "attended 王永"}),
        ("参加会议的还有：吴健、张剑。", {"attended 吴健", "attended 张剑"}),
        (
            "昨天，临溪区在区政务中心2号会议室召开部署会（扩大）。",
            {"organiser 临溪区", "place 区政务中心2号会议室"},
        ),
        ("最后,党委书记唐文同志就当前工作提出三点要求。", {"spoke 唐文"}),
        ("区长恽明远、禹若兰、糜青等出席会议。", {"attended 恽明远", "attended 禹若兰", "attended 糜青"}),
        ("县长李会南、刘会青参加会议。", {"attended 李会南", "attended 刘会青"}),
        ("秘书长周岚，常务副主任潘石，主任孙淮，分别就议题作了说明。", {"spoke 周岚", "spoke 潘石", "spoke 孙淮"}),
        ("会上，周岚、潘石作了交流发言。", {"spoke 周岚", "spoke 潘石"}),
        ("由街道主任周岚东向代表们通报了工作。吴健南副书记介绍了安排。", {"spoke 周岚东", "spoke 吴健南"}),
        ("副总指挥潘石涛指出，要抓早。镇长易北针对述职逐一进行了点评。", {"spoke 潘石涛", "spoke 易北"}),
        ("应邀出席的副主席周岚、索朗·多吉、潘石出席会议。", {"attended 周岚", "attended 索朗·多吉", "attended 潘石"}),
        ("本报讯 区委常委会近日举行会议。", {"organiser 区委常委会"}),
        ("4月6日，湖湾街道开展座谈会。", {"organiser 湖湾街道"}),
        ("县政协召开主席会议。", {"organiser 县政协"}),
    ],
)
def test_a_form_of_report_is_read(text: str, facts: set[str]) -> None:
    assert read(text) == facts


@pytest.mark.parametrize(
    "text",
    [
        "会议指出，要坚持。市委要求，严格落实。大会强调，全面推进。",
        "各镇（街道）、区级各部门主要负责人和全体村干部参加会议。",
        "区长陈群立因公请假未出席会议。",
        "金额、白酒、马路等参加评比。方向明确。简单来说，不难。",
        "会前，陈群立、吴健等参加了植树活动。",
        "下周三再次召开现场会，会议由骆志主持。",
        "按照区委书记邵帆要求，各部门要落实。",
        "他说：“区长陈群立表示同意。”",
        "受区委书记邵帆委托，会议延期。",
        "这是永溪镇组织召开的会议。",
        "文会上，大家发言。金会议室在二楼，尚未启用。",
        "刘节先生说过：学无止境。",
        "街道开展了宣传。",
    ],
)
def test_what_only_looks_like_a_form_of_report_is_left_out(text: str) -> None:
    assert read(text) == set()


def test_a_list_at_the_end_of_a_long_report_is_read() -> None:
    text = "会议指出，要坚持。\n" * 400 + "区领导张斌、周晓参加会议。"
    assert read(text) == {"attended 张斌", "attended 周晓"}


@pytest.mark.parametrize(
    "text",
    [
        "张斌参加" * 40_000,
        "张斌、" * 60_000 + "参加会议",
        "在" * 200_000,
        "（" * 200_000,
        "参加，" * 60_000,
        "主持" * 90_000,
    ],
)
def test_a_hostile_text_is_read_in_a_moment(text: str) -> None:
    begin = time.process_time()
    list(told(text))
    assert time.process_time() - begin < 3
