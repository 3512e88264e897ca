"""English reports in the forms in which they are written: who is read out of them, and who is not."""

from __future__ import annotations

import time

import pytest

from knowledge.english import told


def read(text: str) -> set[str]:
    return {f"{each.kind.value} {text[each.start : each.end]}" for each in told(text)}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            "Ada Marsh, Deputy Secretary of the District Party Committee and Acting Governor, presided over "
            "the meeting "
            "and delivered a speech.",
            {"presided Ada Marsh", "spoke Ada Marsh"},
        ),
        (
            "Sun Deyi, secretary of the committee, attended the meeting and made a speech, while Xu Kean, "
            "deputy mayor, "
            "presided over the meeting.",
            {"attended Sun Deyi", "spoke Sun Deyi", "presided Xu Kean"},
        ),
        (
            "Ni Jinlan, director of the Standing Committee of Linxi District People's Congress, Wang Pei, "
            "chairman of the "
            "Political Consultative Conference, and Ge Lin attended the meeting.",
            {"attended Ni Jinlan", "attended Wang Pei", "attended Ge Lin"},
        ),
        (
            "Mayor Carl Tayler called the meeting to order at 7 p.m. Present were Council Members Lisa Dish "
            "and Lin Song. "
            "Absent: Council Member Julie Grant.",
            {"presided Carl Tayler", "attended Lisa Dish", "attended Lin Song"},
        ),
        (
            "The meeting was chaired by Cllr John O'Brian and attended by Anne-Marie McDonald, Peter van "
            "der Meer and "
            "J. R. Smith.",
            {
                *("presided John O'Brian", "attended Anne-Marie McDonald", "attended Peter van der Meer"),
                "attended J. R. Smith",
            },
        ),
        (
            "The Planning Commission met on Tuesday at the Larkin City Hall. Chair Won Lee presided.",
            {"organiser Planning Commission", "place Larkin City Hall", "presided Won Lee"},
        ),
        (
            "The Standing Committee of the Linxi District Committee held a meeting.",
            {"organiser Standing Committee of the Linxi District Committee"},
        ),
        (
            "Linxi County Board met at 12:00 p.m. at the City Hall. Present: Cllr K. F. Griffith, Presiding "
            "Commissioner "
            "Ada Marsh; North District Commissioner David P. Chapman; apologies: Cllr B. Moore.",
            {
                *("organiser Linxi County Board", "place City Hall", "attended K. F. Griffith", "attended Ada Marsh"),
                "attended David P. Chapman",
            },
        ),
        (
            "Others in attendance were: Joseph W. Gill, Clerk of Court, Karen Heat.",
            {"attended Joseph W. Gill", "attended Karen Heat"},
        ),
        ("Fan Guolin and Huang Jia spoke at the meeting.", {"spoke Fan Guolin", "spoke Huang Jia"}),
        ('"We were told nothing," said resident Mary Jones.', {"spoke Mary Jones"}),
        ("Attendees included Governor Grace Whitley and about forty residents.", {"attended Grace Whitley"}),
        ("Deputy Mayor Jane Dow, in the absence of Mayor Carl Tayler, presided.", {"presided Jane Dow"}),
        (
            "A regular meeting of the Board of Trustees of the Village of Larkin, NE, was convened in the "
            "Village Office.",
            {"organiser Board of Trustees of the Village of Larkin", "place Village Office"},
        ),
        (
            "The Larkin County Board of Commissioners met Tuesday, July 19. Chairman Won Lee opened the meeting.",
            {"organiser Larkin County Board of Commissioners", "presided Won Lee"},
        ),
        (
            "The meeting was called to order at 7:30 p.m. by Ada Marsh, Supervisor. Forty people attended the "
            "meeting, including Carl Tayler and Lisa Dish.",
            {"presided Ada Marsh", "attended Carl Tayler", "attended Lisa Dish"},
        ),
        (
            "In the 7 conference room of the district government, a meeting on floods was held. Mayor Xu Kean spoke.",
            {"place conference room of the district government", "spoke Xu Kean"},
        ),
        (
            "The session was opened at Larkin Theatre. Won Lee, vice-chairman of the committee, reported on it.",
            {"place Larkin Theatre", "spoke Won Lee"},
        ),
        ("Won Lee and Vice Chairmen Ada Marsh attend the meeting.", {"attended Won Lee", "attended Ada Marsh"}),
        ("Location: Larkin Village Hall", {"place Larkin Village Hall"}),
        (
            "Secretary of the Party Group and Director of the Standing Committee of the Congress Shi Xinlan attended "
            "the meeting. Larkin County Administrator Ada Marsh said so. ZBA Chairman Won Lee asked why.",
            {"attended Shi Xinlan", "spoke Ada Marsh", "spoke Won Lee"},
        ),
        (
            "Present: Commissioner Won Lee. Chairman Lee called the meeting to order.",
            {"attended Won Lee", "presided Won Lee"},
        ),
        ("Ms. Ada Marsh, Larkin Heath resident, stated that it is late.", {"spoke Ada Marsh"}),
        (
            "The Planning Board of the City of Larkin, Texas, met on Thursday.",
            {"organiser Planning Board of the City of Larkin"},
        ),
        ("The bridge of Mr. Carl Tayler is old. Mr. Tayler told the board so.", {"spoke Carl Tayler"}),
        ("Selectman Ada Marsh voted no. “It is late,” Marsh said.", {"spoke Ada Marsh"}),
    ],
)
def test_a_form_of_report_is_read(text: str, facts: set[str]) -> None:
    assert read(text) == facts


@pytest.mark.parametrize(
    "text",
    [
        "Commissioner Ellie Abrams did not attend. Wu Jian and Zhang Jian were not present.",
        "San Francisco attended to its roads. Hong Kong said no. The New York Times reported losses.",
        "General Secretary Lin Tao pointed out that unity matters.",
        "Li Wei attended Oxford University. Tom Brown, who had chaired the inquiry, left.",
        "Last year's review was presided over by Liu Bing.",
        "Whereas, Ramona Harris, adjacent landowner, has proposed to buy the lot, the lot is sold.",
        "Members of the Second Steering Group of the Municipal Party Committee attended the meeting.",
        'The sign read "Ada Marsh presided over the meeting."',
        "As Mike said, it is late. The Prime Minister announced a tax.",
        "In a letter to the board, Ada Marsh said that she would not come.",
        "The garden of Ada Marsh is large. Marsh said so.",
        "Won Lee and Ada Marsh should attend the meeting.",
        "Mr. Carl Tayler and Mrs. Ada Tayler live there. Mrs. Lee and Mayor Tayler said so.",
        "Vice-Chairman Brunel called the meeting to order. He opened the meeting to the public.",
    ],
)
def test_what_only_looks_like_a_form_of_report_is_left_out(text: str) -> None:
    assert read(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Ada Marsh attended " * 20_000,
        "Ada Marsh, " * 40_000 + "attended.",
        "A" + "a" * 400_000,
        "The " * 100_000 + "held",
        '"' * 400_000,
        "present " * 50_000,
        "“" + "a" * 3_000 + "” present " * 40_000,
        "Mr. Marsh said. Ada Marsh " * 15_000,
    ],
    ids=["one sentence", "a long list", "a long word", "no end", "marks", "verbs", "a long quotation", "names"],
)
def test_a_hostile_text_is_read_in_a_moment(text: str) -> None:
    begin = time.process_time()
    list(told(text))
    assert time.process_time() - begin < 3
