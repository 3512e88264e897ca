"""List questions over the toy articles: complete, in order, each sentence a slice of its article."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.article import Article
from retrieval.answer import Answer, Kind, Listing, Reason, Role
from retrieval.answering import Answerer
from retrieval.deciding import Decider
from retrieval.sqlite_faiss import SqliteFaiss
from tests.toy_articles import REVIEW, put
from tests.toy_encoder import ToyEncoder
from tests.toy_library import BY_COVERAGE

TODAY = date(2024, 5, 10)


@pytest.fixture
def answerer(engine: SqliteFaiss, encoder: ToyEncoder) -> Answerer:
    return Answerer(engine, encoder, Decider(BY_COVERAGE))


def ask(answerer: Answerer, question: str) -> Answer:
    return answerer.trace(question, today=TODAY).answer


def listed(answerer: Answerer, question: str) -> list[str]:
    """The ids of the articles in the list."""
    listing = ask(answerer, question).listing
    assert listing is not None
    return [entry.source.article for entry in listing.entries]


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("list all meetings", ["bridge", "fangxun", "school", "qiao", "review", "undated"]),
        ("Which meetings did Wu Jian attend?", ["bridge", "school"]),  # listed in one, in the text of the other
        ("Which meetings did CHEN QUNWEI attend?", ["review"]),  # only listed
        ("邵潘鋒參加了哪些会议", ["qiao"]),
        ("Which meetings did Shao Panfeng attend in 2023?", ["review"]),
        ("Which meetings did Wu Jian and Shao Panfeng attend?", None),
        ("meetings in January 2023", ["qiao", "review"]),
        ("meetings in December 2023", ["school"]),  # by its meeting date, not the day it was published
        ("meetings in February 2024", None),
        ("meetings in January", ["qiao", "review"]),  # of the latest year that has any
        ("How many meetings were there in 2024?", ["bridge", "fangxun"]),
        ("meetings about the bridge", ["bridge", "review", "undated"]),
        ("latest meeting on the school", ["school"]),
        ("what was the first meeting on the school", ["review"]),
        ("关于学校的会议", ["qiao"]),
        ("最近一次防汛会议", ["fangxun"]),
        ("meetings in Luxiang", ["school"]),
        ("meetings about bridge new", ["bridge"]),
        ('meetings about "new bridge"', ["bridge"]),
        ("meetings publisher:Gazette", ["bridge", "review"]),
        ('meetings person:"Wu Jian" after:2024-03', ["bridge"]),
        ("上个月开了什么会", ["fangxun"]),
    ],
)
def test_a_list_is_complete_and_newest_first(answerer: Answerer, question: str, ids: list[str] | None) -> None:
    if ids is None:
        assert ask(answerer, question).listing is None
    else:
        assert listed(answerer, question) == ids


def test_an_entry_holds_the_sentence_that_names_the_person(answerer: Answerer) -> None:
    answer = ask(answerer, "Which meetings did Shao Panfeng attend?")
    assert answer.listing is not None
    assert (answer.reason, answer.probability, answer.listing.total) == (None, 1.0, 1)
    quote = answer.listing.entries[0].quote
    assert quote is not None
    assert quote.text == "Shao Panfeng presided over the meeting."
    assert [quote.text[start:end] for start, end in quote.marks] == ["Shao Panfeng"]
    assert (
        quote.source.link
        == "https://news.example.org/review#:~:text=Shao%20Panfeng%20presided%20over%20the%20meeting."
    )
    assert answer.quotes == (quote,)


def test_whom_only_metadata_names_has_no_sentence(answerer: Answerer) -> None:
    answer = ask(answerer, "Which meetings did Chen Qunwei attend?")
    assert answer.listing is not None
    assert [entry.quote for entry in answer.listing.entries] == [None]
    assert answer.quotes == ()


def test_the_latest_counts_all_and_shows_one(answerer: Answerer) -> None:
    listing = ask(answerer, "When did Wu Jian last attend a meeting?").listing
    assert listing is not None
    assert (listing.kind, listing.total, len(listing.entries), listing.people) == (Kind.LATEST, 2, 1, ("Wu Jian",))


def test_presiding_narrows_to_sentences_that_say_so(
    engine: SqliteFaiss, encoder: ToyEncoder, answerer: Answerer
) -> None:
    text = "会议由吴健主持，邵潘锋出席。"
    put(engine, encoder, Article("other", "另一次会议", text, "zh", date(2024, 1, 5)))
    assert listed(answerer, "邵潘锋主持了哪些会议？") == ["qiao"]
    assert listed(answerer, "邵潘锋参加了哪些会议？") == ["other", "qiao"]
    listing = ask(answerer, "Which meetings did Wu Jian chair?").listing
    assert listing is not None
    assert listing.role is Role.ATTENDED  # nothing says that he did: he is only named


@pytest.mark.parametrize(
    ("question", "reason", "unknown", "nearest"),
    [
        ("Which meetings did Zhang San attend?", Reason.NAME_UNKNOWN, ("Zhang San",), []),
        ("meetings in 2019", Reason.NOTHING_IN_PERIOD, (), ["review", "qiao", "school"]),
        ("Which meetings did Wu Jian attend in 2023-04?", Reason.NOTHING_IN_PERIOD, (), ["school", "bridge"]),
        ('meetings about "bridge new"', Reason.NO_SUCH_WORDS, ("bridge new",), []),
        ("meetings after:2030", Reason.NOTHING_IN_PERIOD, (), []),
        ("meetings place:Nowhere", Reason.NOTHING_IN_PERIOD, ("Nowhere",), []),
    ],
)
def test_where_there_is_nothing_to_list_the_reason_is_given(
    answerer: Answerer, question: str, reason: Reason, unknown: tuple[str, ...], nearest: list[str]
) -> None:
    answer = ask(answerer, question)
    assert (answer.reason, answer.unknown) == (reason, unknown)
    assert [source.article for source in answer.nearest] == nearest
    assert (answer.listing, answer.quotes) == (None, ())


def test_a_topic_without_articles_is_looked_for_in_paragraphs_and_then_refused(answerer: Answerer) -> None:
    answer = ask(answerer, "meetings about volcanoes")
    assert (answer.reason, answer.unknown) == (Reason.NOTHING_FITS, ("volcanoes",))
    assert answer.nearest
    near = ask(answerer, "meetings about the new bridge cost, crowns and votes")
    assert near.listing is None
    assert [quote.source.article for quote in near.quotes][:1] == ["bridge"]


def test_batch_search_ranks_paragraphs_for_list_questions_too(answerer: Answerer) -> None:
    trace = answerer.trace("meetings about the bridge", lists=False)
    assert trace.answer.listing is None
    assert trace.candidates


HALL = Article(
    id="hall",
    title="Planning talks",
    text="The Rivermouth Planning Commission held its spring session in the Town Hall of Rivermouth. "
    "Mayor Jane Doe chaired the session with Li Ming as her deputy. Li Ming and Anna Berg attended the meeting.\n\n"
    "Anna Berg said that the quay must be repaired.",
    language="en",
    date=date(2024, 3, 2),
    meeting_date=date(2024, 2, 29),
)
QUAY = Article(
    id="quay",
    title="Session on the quay",
    text="The new town hall will have a quay. Li Ming chaired the session. "
    "A letter from Jane Doe was read at the meeting.",
    language="en",
    date=date(2024, 2, 10),
)
JINGJI = Article(
    id="jingji",
    title="区委召开经济工作会议",
    text="2月19日，区委在行政中心召开经济工作会议。区委书记李明华主持会议并讲话。李明、王小红出席会议。",
    language="zh",
    date=date(2024, 2, 20),
    meeting_date=date(2024, 2, 19),
)


@pytest.fixture
def telling(empty: SqliteFaiss, encoder: ToyEncoder) -> Answerer:
    put(empty, encoder, HALL, QUAY, JINGJI, REVIEW)
    return Answerer(empty, encoder, Decider(BY_COVERAGE))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Which meetings did Li Ming chair?", {"quay": "Li Ming chaired the session."}),
        (
            "meetings presided over by Jane Doe",
            {"hall": "Mayor Jane Doe chaired the session with Li Ming as her deputy."},
        ),
        (
            "meetings attended by Li Ming",
            {"hall": "Li Ming and Anna Berg attended the meeting.", "quay": "Li Ming chaired the session."},
        ),
        ("meetings where Anna Berg spoke", {"hall": "Anna Berg said that the quay must be repaired."}),
        ("李明华主持过哪些会议？", {"jingji": "区委书记李明华主持会议并讲话。"}),
        ("李明参加过哪些会议？", {"jingji": "李明、王小红出席会议。"}),
        ("meetings held in the town hall", {"hall": HALL.text.partition(". ")[0] + ".", "review": None}),
        ("meetings held in 行政中心", {"jingji": "2月19日，区委在行政中心召开经济工作会议。"}),
        ("meetings organised by the planning commission", {"hall": HALL.text.partition(". ")[0] + "."}),
        ("Which meetings did the Planning Commission hold?", {"hall": HALL.text.partition(". ")[0] + "."}),
        ("区委组织了哪些会议", {"jingji": "2月19日，区委在行政中心召开经济工作会议。"}),
        (
            "Who presided at the meetings in February?",
            {
                "hall": "Mayor Jane Doe chaired the session with Li Ming as her deputy.",
                "jingji": "区委书记李明华主持会议并讲话。",
                "quay": "Li Ming chaired the session.",
            },
        ),
        ("一月的会议由谁主持？", {"review": "Shao Panfeng presided over the meeting."}),
        ('place:"Town Hall"', {"hall": HALL.text.partition(". ")[0] + ".", "review": None}),
        (
            "place:quay",
            {"hall": "Anna Berg said that the quay must be repaired.", "quay": QUAY.text.partition(". ")[0] + "."},
        ),
        (
            'person:"Jane Doe" after:2024-02-20',
            {"hall": "Mayor Jane Doe chaired the session with Li Ming as her deputy."},
        ),
        ("after:2024-02-15", {"hall": None, "jingji": None}),
    ],
)
def test_an_entry_holds_the_sentence_that_the_fact_was_read_from(
    telling: Answerer, question: str, said: dict[str, str | None]
) -> None:
    listing = ask(telling, question).listing
    assert listing is not None
    assert {e.source.article: e.quote.text if e.quote else None for e in listing.entries} == said
    days = [entry.day for entry in listing.entries if entry.day]
    assert days == sorted(days, reverse=True)
    for quote in (entry.quote for entry in listing.entries if entry.quote):
        text = telling.engine.library.article(quote.source.article).text
        assert text[quote.start : quote.end] == quote.text
        assert quote.marks


def test_who_did_it_is_marked_where_nobody_was_named(telling: Answerer) -> None:
    listing = ask(telling, "Who attended the meetings in February 2024?").listing
    assert listing is not None
    assert (listing.role, listing.who, listing.total) == (Role.ATTENDED, True, 2)
    marked = [[e.quote.text[a:b] for a, b in e.quote.marks] for e in listing.entries if e.quote]
    assert marked == [["Li Ming", "Anna Berg"], ["李明", "王小红"]]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    parts=st.lists(
        st.sampled_from(["Jane A. Doe", "Mr. ", "Li Ming", " chaired the session", ". ", "No. 5", "\n\n", " and "])
    )
)
def test_who_did_it_is_marked_inside_the_sentence(empty: SqliteFaiss, encoder: ToyEncoder, parts: list[str]) -> None:
    text = f"The council met. Mr. Li B. Ming chaired the session. {''.join(parts)}x"
    put(empty, encoder, Article("a", "Session of the council", text, "en", date(2024, 1, 5)))
    listing = ask(Answerer(empty, encoder, Decider(BY_COVERAGE)), "Who chaired the meetings in January 2024?").listing
    assert listing is not None
    (quote,) = (entry.quote for entry in listing.entries)
    assert quote is not None
    assert text[quote.start : quote.end] == quote.text
    assert quote.marks
    assert all(0 <= start < end <= len(quote.text) for start, end in quote.marks)


def test_who_presided_is_taken_from_where_the_facts_say_it_not_from_a_name_beside(telling: Answerer) -> None:
    listing = ask(telling, "李明主持过哪些会议？").listing
    assert listing is not None
    assert listing.role is Role.ATTENDED  # 李明华 presided; 李明 is only named


@pytest.mark.parametrize(
    "question", ["meetings in the budget", "meetings by the river", "Who led the meetings in 1999?"]
)
def test_where_no_article_tells_so_it_is_no_list_question(telling: Answerer, question: str) -> None:
    answer = ask(telling, question)
    assert (answer.listing, answer.reason is Reason.NOTHING_FITS) == (None, False)


def test_filters_alone_are_no_question_for_paragraphs(telling: Answerer) -> None:
    answer = telling.trace('person:"Jane Doe"', today=TODAY, lists=False).answer
    assert (answer.reason, answer.quotes) == (Reason.NOT_UNDERSTOOD, ())
    assert ask(telling, "person:").reason is not None
    assert ask(telling, "after:yesterday").unknown == ("after:yesterday",)
    assert ask(telling, 'person:"Zhang San"').reason is Reason.NAME_UNKNOWN


NAMES = ("Wu Jian", "吳健", "Ávila", "Wu Jianping")
PIECES = st.sampled_from(
    [*NAMES, "吴健", "Avila", "WU  JIAN", " ", ". ", "。", "\n", "，", "presided", "出席", "x", "é"]
)

TEXTS = st.lists(PIECES, min_size=1, max_size=14).map("".join)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(st.lists(PIECES, min_size=1, max_size=14).map("".join), min_size=1, max_size=4),
    name=st.sampled_from(NAMES),
)
def test_every_listed_sentence_is_a_slice_of_its_article(
    empty: SqliteFaiss, encoder: ToyEncoder, texts: list[str], name: str
) -> None:
    articles = [
        Article(f"a{n}", "A meeting", stripped, "en", date(2024, 1, 1) + timedelta(n))
        for n, text in enumerate(texts)
        if (stripped := text.strip())
    ]
    if not articles:
        return
    put(empty, encoder, *articles)
    listing = ask(Answerer(empty, encoder, Decider(BY_COVERAGE)), f"Which meetings did {name} attend?").listing
    for entry in (listing or Listing(Kind.LISTED, (), 0)).entries:
        assert entry.quote is not None
        text = empty.library.article(entry.source.article).text
        assert text[entry.quote.start : entry.quote.end] == entry.quote.text
        assert entry.quote.marks
        for start, end in entry.quote.marks:
            assert 0 <= start < end <= len(entry.quote.text)
