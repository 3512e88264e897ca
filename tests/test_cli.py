"""The command line as a process: the whole way on the sample articles with the real model, and every error."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot import json_form
from bot.cli import app
from bot.json_form import line
from retrieval.answering import Answerer
from retrieval.deciding import Calibration, Decider
from retrieval.dictionary import Dictionary
from retrieval.encoder import SentenceEncoder
from retrieval.loading import load, read_all
from tests.meetings_process import ROOT, Done, meetings, python
from tests.test_complaints import assert_complaint, assert_one_line
from tests.toy_articles import open_engine, quiet
from tests.toy_set import write_set
from tests.warm_process import warm_meetings

SAMPLES = ROOT / "knowledge" / "samples"
QUESTIONS = (
    {"id": "vote", "text": "Who voted against Resolution 2024-31?"},
    {"id": "flood", "text": "今年防汛工作的重点是什么？"},
    {"id": "chair", "text": "Who presided over the debriefing and review meeting on Party building?"},
    {"id": "passport", "text": "How do I renew a passport?"},
    {"id": "empty", "text": "   "},
)
ANSWER_KEYS = {"question", "language", "answered", "reason", "quotes", "probability", "generation", "milliseconds"}
QUOTE_KEYS = {"text", "start", "end", "marks", "score", "source"}
SOURCE_KEYS = {
    *("article", "title", "date", "meeting_date", "publisher", "url", "link"),
    *("paragraph", "paragraphs"),
}


@pytest.fixture(scope="session")
def texts(samples: Path) -> dict[str, str]:
    """Each sample article's text by its id, as the command line shows it."""
    ids = [row["id"] for row in meetings("list", "--json", data=samples).rows]
    shown = [meetings("show", identity, "--json", data=samples).json for identity in ids]
    return {article["id"]: article["text"] for article in shown}


# The way from article to answer


def test_a_load_reports_each_source(loaded: tuple[Path, Done]) -> None:
    done = loaded[1]
    assert (done.code, done.err) == (0, "")
    report = done.json
    assert {key: report[key] for key in ("generation", "counts")} == {"generation": 1, "counts": {"new": 10}}
    assert [source["source"] for source in report["sources"]] == sorted(path.name for path in SAMPLES.iterdir())
    assert report["sources"][4] == {
        "source": "2024-07-19-yazui-bridge-vote.md",
        "verdict": "new",
        "article": "1a911e8fbf",
        "title": "Council approves higher cost and later reopening of Yazui Bridge by six votes to two",
        "duplicate_of": None,
        "warnings": [],
    }


def test_loading_again_changes_nothing(copy: Path, cache: Path) -> None:
    done = meetings("load", str(SAMPLES), data=copy, cache=cache)
    assert done == Done(0, "10 unchanged. 0 paragraphs embedded; generation 1 is live.\n", "")


def test_the_answer_has_the_promised_keys_and_its_quotes_are_slices(
    samples: Path, cache: Path, texts: dict[str, str]
) -> None:
    done = meetings("ask", QUESTIONS[0]["text"], "--json", "--limit", "2", data=samples, cache=cache)
    assert (done.code, done.err) == (0, "")
    answer = done.json
    assert answer.keys() >= ANSWER_KEYS
    assert (answer["question"], answer["language"], answer["generation"]) == (QUESTIONS[0]["text"], "en", 1)
    assert (answer["answered"], answer["reason"]) == (True, None)
    assert 1 <= len(answer["quotes"]) <= 2
    assert_quotes(answer, texts)
    first = answer["quotes"][0]
    assert first["source"]["url"] == "https://linxi.example/en/2024/07/19/yazui-bridge-vote"
    assert first["source"]["date"] == "2024-07-19"
    assert first["source"]["meeting_date"] == "2024-07-18"
    assert first["source"]["link"].startswith(first["source"]["url"] + "#:~:text=")
    assert "**Against (2):** Weng Kaiming, Zou Dehai" in first["text"]


def test_many_questions_are_answered_in_order_under_their_ids(
    samples: Path, cache: Path, texts: dict[str, str], tmp_path: Path
) -> None:
    done = asked(QUESTIONS, samples, cache, tmp_path)
    assert [answer["id"] for answer in done] == [question["id"] for question in QUESTIONS]
    assert [answer["question"] for answer in done] == [question["text"] for question in QUESTIONS]
    for answer in done:
        assert answer.keys() >= ANSWER_KEYS
        assert_quotes(answer, texts)
        assert answer["answered"] == bool(answer["quotes"]) == (answer["reason"] is None)
    answered = {answer["id"]: answer["answered"] for answer in done if answer["language"] == "en"}
    assert answered == {"vote": True, "chair": True, "passport": False, "empty": False}
    assert "Gu Wenqing presided over the meeting." in done[2]["quotes"][0]["text"]
    assert "The library has 10 articles, published between 6 February 2024 and 14 March 2025" in done[3]["reason"]
    assert done[4]["probability"] == 0.0


def test_a_search_run_has_the_promised_keys_and_the_best_first(
    samples: Path, cache: Path, texts: dict[str, str], tmp_path: Path
) -> None:
    queries, run = tmp_path / "queries.jsonl", tmp_path / "run.jsonl"
    queries.write_text("\n".join(map(line, QUESTIONS)), encoding="utf-8")
    done = warm_meetings(
        "search", "--queries", str(queries), "--run", str(run), "--limit", "4", data=samples, cache=cache
    )
    assert done == Done(0, "", "")
    rows = [json.loads(row) for row in run.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in rows] == [question["id"] for question in QUESTIONS]
    assert [len(row["hits"]) for row in rows] == [4, 4, 4, 4, 0]
    for row in rows:
        assert row.keys() == {"id", "hits", "answerable"}
        assert 0 <= row["answerable"] <= 1
        scores = [hit["score"] for hit in row["hits"]]
        assert scores == sorted(scores, reverse=True)
        for hit in row["hits"]:
            assert hit.keys() == {"article", "start", "end", "score"}
            assert texts[hit["article"]][hit["start"] : hit["end"]].strip()
    best = rows[0]["hits"][0]
    assert "Weng Kaiming" in texts[best["article"]][best["start"] : best["end"]]


def test_a_chat_answers_until_an_empty_line(samples: Path, cache: Path) -> None:
    done = meetings("chat", "--limit", "1", data=samples, cache=cache, typed=f"{QUESTIONS[0]['text']}\n\nnot asked\n")
    assert (done.code, done.err) == (0, "")
    assert "— Council approves higher cost and later reopening of Yazui Bridge" in done.out
    assert done.out.count("? ") == 2


def test_a_chat_goes_on_with_the_last_answer_and_ask_does_not(samples: Path, cache: Path) -> None:
    typed = f"{QUESTIONS[0]['text']}\nthank you\nand who presided?\n"
    done = warm_meetings("chat", "--limit", "1", data=samples, cache=cache, typed=typed)
    assert (done.code, done.err) == (0, "")
    *_, last = done.out.split(f"About: {QUESTIONS[0]['text']}\n")
    assert "presided over by Council Chair Shen Boyu" in last.splitlines()[0]
    asked = warm_meetings("ask", "and who presided?", "--json", data=samples, cache=cache).json
    assert asked["followed"] is None


def test_articles_are_listed_newest_first_and_filtered(samples: Path) -> None:
    rows = meetings("list", "--json", data=samples).rows
    dates = [row["date"] for row in rows]
    assert dates == sorted(dates, reverse=True)
    assert len(dates) == 10
    found = meetings("list", "--after", "2024-07-19", "--before", "2024-08-30", "--json", data=samples).rows
    assert [row["date"] for row in found] == ["2024-08-30", "2024-07-19"]
    found = meetings("list", "--person", "weng kaiming", "--json", data=samples).rows
    assert "1a911e8fbf" in [row["id"] for row in found]
    assert len(found) < 10
    assert meetings("list", "--person", "Nobody At All", data=samples).out == "no article fits\n"


def test_an_article_is_shown_by_the_beginning_of_its_id(samples: Path) -> None:
    shown = meetings("show", "1a911e", "--json", data=samples).json
    assert shown["id"] == "1a911e8fbf"
    source = (SAMPLES / "2024-07-19-yazui-bridge-vote.md").read_text(encoding="utf-8")
    assert shown["text"] == source.split("\n---\n", 1)[1].strip()
    assert shown["text"] in meetings("show", "1a911e8fbf", data=samples, COLUMNS="100000").out


def test_removing_and_undoing_and_the_doctor(copy: Path, cache: Path) -> None:
    before = meetings("list", "--json", data=copy).out
    removed = meetings("remove", "1a911e8fbf", "e94e", "--json", data=copy)
    assert (removed.code, removed.err) == (0, "")
    assert [row["id"] for row in removed.json["removed"]] == ["1a911e8fbf", "e94ed8b727"]
    left = [row["id"] for row in meetings("list", "--json", data=copy).rows]
    assert len(left) == 8
    assert not {"1a911e8fbf", "e94ed8b727"} & set(left)
    status = meetings("status", "--json", data=copy).json
    assert (status["articles"], status["generation"], status["index_generation"]) == (8, 2, 2)
    undone = warm_meetings("undo", "--json", data=copy, cache=cache)
    assert (undone.code, undone.err, undone.json["generation"]) == (0, "", 3)
    assert undone.json["undone"]["kind"] == "remove"
    assert meetings("list", "--json", data=copy).out == before
    assert warm_meetings("doctor", data=copy, cache=cache) == Done(0, "all is well\n", "")
    assert warm_meetings("undo", data=copy, cache=cache).out.startswith("took back: load of 10 articles, ")
    assert meetings("list", data=copy).out == "no article fits\n"
    assert meetings("undo", data=copy) == Done(2, "", "nothing to undo: no load or removal is left to take back\n")


def test_the_doctor_publishes_a_damaged_index_anew(copy: Path, cache: Path) -> None:
    flip(copy / "index" / "000001.faiss", 5000)
    done = warm_meetings("doctor", "--json", data=copy, cache=cache)
    assert (done.code, done.err) == (0, "")
    assert done.json["mended"] == ["published the index anew: 000001.faiss was missing or damaged"]
    assert warm_meetings("doctor", data=copy, cache=cache).out == "all is well\n"


# The customer's article


@pytest.fixture(scope="session")
def nanhu(
    tmp_path_factory: pytest.TempPathFactory, shared: Path, real_encoder: SentenceEncoder, dictionary: Dictionary
) -> dict[str, Any]:
    """The answers to three questions on the customer's article."""
    folder = tmp_path_factory.mktemp("nanhu")
    found = read_all([shared / "articles" / "nanhu-2023-01-20.txt"])
    engine = open_engine(folder / "data", real_encoder.model)
    load(found, engine, real_encoder, quiet)
    answerer = Answerer(engine, real_encoder, Decider(Calibration.read()), dictionary)
    questions = {
        "en": "Who presided over the review meeting?",
        "zh": "谁主持了会议？",
        "passport": "How do I renew a passport?",
    }
    return {name: json_form.answer(answerer.ask(text)) for name, text in questions.items()}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_who_presided_is_answered_with_the_sentence_that_names_her(language: str, nanhu: dict[str, Any]) -> None:
    answer = nanhu[language]
    assert answer["answered"]
    assert "District Party Secretary Shao Panfeng presided over the meeting." in marked(answer["quotes"][0])
    assert answer["quotes"][0]["source"]["date"] == "2023-01-20"


def test_a_question_beside_the_point_is_refused_with_what_the_library_covers(nanhu: dict[str, Any]) -> None:
    answer = nanhu["passport"]
    assert (answer["answered"], answer["quotes"]) == (False, [])
    assert "The library has 1 article, published on 20 January 2023." in answer["reason"]


# Measuring


def test_an_evaluation_prints_its_scores_and_leaves_the_library_alone(
    cache: Path, data: Path, tmp_path: Path
) -> None:
    folder, report, pictures = write_set(tmp_path / "toys"), tmp_path / "report.jsonl", tmp_path / "pictures"
    options = ("--report", str(report), "--plot", str(pictures), "--keep", str(tmp_path / "kept"), "--json")
    done = meetings("evaluate", str(folder), *options, data=data, cache=cache)
    assert (done.code, len(done.err.splitlines())) == (0, 1)
    assert done.err.startswith("drawn: ")
    assert sorted(path.name for path in pictures.iterdir()) == ["toys-probability.png", "toys-risk-coverage.png"]
    scores = done.json["files"]["questions"]
    assert (scores["questions"], scores["answerable"], scores["altered_quotes"]) == (5, 3, 0)
    assert scores["ranking"]["hit@10"] == 1.0
    rows = [json.loads(row) for row in report.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in rows] == ["chair", "cost", "places", "passport", "film", "qiao"]
    assert rows[0].keys() == {"file", "id", "outcome", "rank", "expected", "gold", "altered_quotes", "hits", "answer"}
    assert not data.exists()


def test_an_evaluation_of_no_evaluation_folder_is_a_complaint(data: Path, tmp_path: Path) -> None:
    done = meetings("evaluate", str(tmp_path), data=data)
    assert_complaint(
        done, f"{tmp_path} holds no articles.jsonl: name a folder with articles.jsonl and questions*.jsonl"
    )


@pytest.mark.parametrize("option", ["--report", "--plot", "--keep"])
def test_an_output_of_an_evaluation_is_tried_before_the_work(option: str, data: Path, tmp_path: Path) -> None:
    folder = write_set(tmp_path / "toys")
    wrong = tmp_path / "toys" / "articles.jsonl" / "inside"
    done = meetings("evaluate", str(folder), option, str(wrong), data=data)
    assert_one_line(done, f"cannot write {tmp_path / 'toys' / 'articles.jsonl'}", "Not a directory")


# Start and help


def test_listing_imports_neither_the_models_nor_telegram(samples: Path) -> None:
    probe = (
        "import runpy, sys\n"
        "sys.argv = ['meetings', 'list', '--json']\n"
        "try:\n    runpy.run_module('bot.cli', run_name='__main__')\n"
        "except SystemExit as end:\n    assert not end.code\n"
        "heavy = {'torch', 'faiss', 'telegram', 'numpy', 'transformers', 'sentence_transformers'}\n"
        "heavy |= {'lxml', 'trafilatura', 'feedparser', 'docx', 'pypdfium2', 'httpcore', 'charset_normalizer'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    done = python("-c", probe, folder=samples.parent, MEETINGS_DATA_DIR=str(samples))
    assert (done.code, done.err, len(done.rows)) == (0, "[]\n", 10)


def commands() -> list[str]:
    return [str(command.name) for command in app.registered_commands]


def test_the_promised_commands_are_there() -> None:
    promised = {
        "load",
        "ask",
        "chat",
        "search",
        "list",
        "show",
        "remove",
        "status",
        "undo",
        "doctor",
        "bot",
        "evaluate",
    }
    assert promised <= set(commands())


@pytest.mark.parametrize("command", commands())
def test_the_help_of_every_command_has_an_example(command: str) -> None:
    done = CliRunner(env={"COLUMNS": "200", "TERM": "dumb"}).invoke(app, [command, "--help"])
    assert done.exit_code == 0
    assert "Example" in done.output
    assert f"meetings {command}" in done.output.split("Example", 1)[1]


# Lists


def test_a_list_question_prints_all_articles_with_the_sentences(samples: Path, cache: Path) -> None:
    asked = "Which meetings did Kong Yiran attend?"
    done = warm_meetings("ask", asked, data=samples, cache=cache)
    assert (done.code, done.err) == (0, "")
    head, _, line, *_ = (row.strip() for row in done.out.splitlines())
    assert head == "1 article that mentions “Kong Yiran”:"
    assert line.startswith("18 July 2024 · Council approves higher cost and later reopening of Yazui Bridge")
    answer = warm_meetings("ask", asked, "--json", data=samples, cache=cache).json
    assert (answer["answered"], answer["reason"], answer["probability"]) == (True, None, 1.0)
    listing = answer["listing"]
    (item,) = listing.pop("items")
    assert listing == {
        "kind": "listed",
        "total": 1,
        "people": ["Kong Yiran"],
        "topic": None,
        "place": None,
        "organiser": None,
        "first": None,
        "last": None,
    }
    assert item["source"].keys() == SOURCE_KEYS
    quote = item["quote"]
    assert "Kong Yiran" in [quote["text"][start:end] for start, end in quote["marks"]]
    stored = meetings("show", item["source"]["article"], "--json", data=samples).json["text"]
    assert stored[quote["start"] : quote["end"]] == quote["text"]
    assert answer["quotes"] == [quote]


def test_a_counted_list_of_a_period_is_complete(samples: Path, cache: Path) -> None:
    listing = warm_meetings("ask", "2024年开了几次会？", "--json", data=samples, cache=cache).json["listing"]
    assert (listing["kind"], listing["total"], listing["first"], listing["last"]) == (
        "counted",
        7,
        "2024-01-01",
        "2024-12-31",
    )
    days = [item["source"]["meeting_date"] or item["source"]["date"] for item in listing["items"]]
    assert days == sorted(days, reverse=True)
    assert len(days) == 7


# What the tests above share


def asked(questions: Any, data: Path, cache: Path, folder: Path) -> list[dict[str, Any]]:
    """The answers that ``ask --questions`` writes."""
    (folder / "questions.jsonl").write_text("\n".join(map(line, questions)) + "\n", encoding="utf-8")
    names = ("--questions", str(folder / "questions.jsonl"), "--out", str(folder / "answers.jsonl"))
    assert warm_meetings("ask", *names, data=data, cache=cache) == Done(0, "", "")
    return [json.loads(row) for row in (folder / "answers.jsonl").read_text(encoding="utf-8").splitlines()]


def assert_quotes(answer: dict[str, Any], texts: dict[str, str]) -> None:
    """Every quote is a slice of its article's stored text, and its marks lie within it."""
    for quote in answer["quotes"]:
        assert quote.keys() == QUOTE_KEYS
        assert quote["source"].keys() == SOURCE_KEYS
        assert quote["text"] == texts[quote["source"]["article"]][quote["start"] : quote["end"]]
        assert quote["marks"]
        assert all(0 <= start < end <= len(quote["text"]) for start, end in quote["marks"])
        assert 1 <= quote["source"]["paragraph"] <= quote["source"]["paragraphs"]


def marked(quote: dict[str, Any]) -> str:
    """The words of a quote that are marked."""
    return " ".join(quote["text"][start:end] for start, end in quote["marks"])


def flip(path: Path, at: int) -> None:
    """Turns one bit over."""
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


# Correcting


def test_an_article_is_corrected_shown_with_what_it_tells_and_the_library_looked_through(
    copy: Path, cache: Path
) -> None:
    identity = next(row["id"] for row in meetings("list", "--json", data=copy).rows if "storm" in row["title"])
    done = warm_meetings(
        "edit", identity, "--publisher", "The Gazette", "--people", "Ada; Bo", data=copy, cache=cache
    )
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        f"{identity}  publisher: — → The Gazette",
        f"{identity}  people: — → Ada, Bo",
    ]
    shown = meetings("show", identity, data=copy).out
    assert "presided: Gu Wenqing\n" in shown
    assert "attended: Ada, Bo, Luo Zhiheng, Ouyang Lan, Tang Ruiling, Wu Qiming\n" in shown
    facts = meetings("show", identity, "--json", data=copy).json
    assert {"kind": "attended", "value": "Ada", "origin": "given"} in facts["facts"]
    presided = next(fact for fact in facts["facts"] if fact["kind"] == "presided")
    assert facts["text"][presided["start"] : presided["end"]] == "Gu Wenqing"
    done = meetings("check", data=copy)
    nothing, *advice = done.out.splitlines()
    assert (done.code, done.err, nothing) == (0, "", "nothing to mend was found")
    assert len(advice) == 11
    assert all(line.endswith(": is that one person, in two scripts?") for line in advice)
    warm_meetings("edit", identity, "--date", "2030-01-01", data=copy, cache=cache)
    done = meetings("check", data=copy)
    assert done.code == 1
    line = f"{identity}  is dated 2030-01-01: is that right? `meetings edit {identity} --date YYYY-MM-DD`"
    assert line in done.out.splitlines()


def test_a_correction_without_anything_to_correct_is_a_complaint(copy: Path) -> None:
    assert_one_line(meetings("edit", "x", data=copy), "say what to correct")
