"""Six short articles that overlap in words, dates and people, and what loads them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from knowledge.article import Accepted, Article
from knowledge.library import Library
from retrieval.encoder import Encoder
from retrieval.loading import Report, load
from retrieval.sqlite_faiss import SqliteFaiss

REVIEW = Article(
    id="review",
    title="Review meeting on grassroots work",
    text="The district held its review meeting on Thursday. Shao Panfeng presided over the meeting.\n\n"
    "Six secretaries reported. The bridge and the school were named as unfinished work.",
    language="en",
    date=date(2023, 1, 20),
    meeting_date=date(2023, 1, 19),
    publisher="Harbour Gazette",
    url="https://news.example.org/review",
    people=("Shao Panfeng", "Chen Qunwei"),
    place="Town Hall",
)
BRIDGE = Article(
    id="bridge",
    title="Council approves the new bridge",
    text="The council approved the new bridge by six votes to two.\n\nThe bridge will cost 10,000 crowns.",
    language="en",
    date=date(2024, 5, 3),
    publisher="Harbour Gazette",
    people=("Wu Jian",),
)
SCHOOL = Article(
    id="school",
    title="School opens in autumn",
    text="The new school opens in September. Wu Jian promised forty places.\n\nThe council met in Luxiang.",
    language="en",
    date=date(2024, 2, 1),
    meeting_date=date(2023, 12, 30),
    publisher="District News",
    place="Luxiang",
)
UNDATED = Article(
    id="undated", title="Notes without a day", text="Somebody spoke of the bridge, undated.", language="en"
)
QIAO = Article(
    id="qiao",
    title="区委召开大桥建设会议",
    text="邵潘锋主持了会议。会议讨论了大桥的建设。\n\n六个办公室作了汇报，学校将于九月开学。",
    language="zh",
    date=date(2023, 1, 21),
    publisher="南湖新闻",
    people=("邵潘锋",),
    place="南湖区",
)
FANGXUN = Article(
    id="fangxun",
    title="防汛工作部署会",
    text="防汛工作会议在芦乡召开。\n\n闸门将于四月修复。",
    language="zh",
    date=date(2024, 4, 26),
    meeting_date=date(2024, 4, 25),
)
ALL = (REVIEW, BRIDGE, SCHOOL, UNDATED, QIAO, FANGXUN)


def accepted(articles: Iterable[Article]) -> list[Accepted]:
    """What the readers and the check would have made of ``articles``."""
    return [Accepted(f"{article.id}.txt", article) for article in articles]


def put(engine: SqliteFaiss, encoder: Encoder, *articles: Article) -> Report:
    """Loads ``articles`` as one change."""
    return load(accepted(articles), engine, encoder, quiet)


def quiet(done: int, total: int) -> None:
    """Progress that nobody looks at."""


def open_engine(data: Path, model: str) -> SqliteFaiss:
    """An engine over ``data``, as a new process would open it."""
    return SqliteFaiss(data, Library(data / "library.db", create=True), model)
