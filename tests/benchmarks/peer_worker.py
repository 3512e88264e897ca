"""Asks a peer over pipes, in an interpreter of its own, so that nothing a peer needs enters the project.

usage: PYTHON peer_worker.py PEER

Lines of JSON. The first one in is ``{"model": FOLDER, "articles": [{"id","title","language","text"}]}``; the first
one out is ``{"ready": VERSION}``, or ``{"missing": REASON}`` when the peer cannot be imported. From then on each
``{"question"}`` gets ``{"article","passage","score","answered","milliseconds"}``: the passage that the peer puts
first, and whether it answers with it. ``article`` is null when it finds none.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

Article = dict[str, str]


@dataclass(frozen=True)
class First:
    """What a peer puts first."""

    article: str | None
    passage: str
    score: float
    answered: bool


NOTHING = First(None, "", 0.0, answered=False)


class Peer(Protocol):
    """Holds the articles and is asked."""

    version: str

    def first(self, question: str) -> First: ...


class Txtai:
    """Keyword and vector search as ``hybrid=True`` sets it up, over paragraphs; it has no threshold of its own."""

    def __init__(self, articles: list[Article], model: str) -> None:
        from txtai import Embeddings
        from txtai.version import __version__

        self.version = __version__
        self._paragraphs = [
            (one["id"], text) for one in articles for text in one["text"].split("\n\n") if text.strip()
        ]
        self._index = Embeddings(path=model, hybrid=True, instructions={"query": "query: ", "data": "passage: "})
        self._index.index([text for _, text in self._paragraphs])

    def first(self, question: str) -> First:
        found = self._index.search(question, 3)
        if not found:
            return NOTHING
        number, score = found[0]
        article, passage = self._paragraphs[number]
        return First(article, passage, float(score), answered=True)


class CairnAssistant:
    """The whole assistant with the settings it ships with; it searches by words and needs no model."""

    def __init__(self, articles: list[Article], model: str) -> None:
        import cairn
        from cairn.config import Config
        from cairn.index import build_index

        self.version = cairn.__version__
        self._config = Config()
        self._articles = {f"d{number}": one["id"] for number, one in enumerate(articles)}
        with tempfile.TemporaryDirectory() as folder:
            for name, one in zip(self._articles, articles, strict=True):
                title = " ".join(one["title"].split())
                head = f"---\nid: {name}\ntitle: {title}\nlang: {one['language']}\n---\n"
                (Path(folder) / f"{name}.md").write_text(head + one["text"], encoding="utf-8")
            self._index = build_index(folder)

    def first(self, question: str) -> First:
        from cairn.engine import ask

        answer = ask(question, self._index, self._config).answer
        if not answer.trace.candidates:
            return NOTHING
        best = answer.trace.candidates[0]
        article = self._articles[best.passage.doc_id]
        return First(article, best.passage.text, best.score, answered=answer.kind == "grounded")


PEERS: dict[str, type[Txtai] | type[CairnAssistant]] = {"txtai": Txtai, "cairn-assistant": CairnAssistant}


def main() -> None:
    answers, sys.stdout = sys.stdout, sys.stderr  # a peer's own words must not come between the answers

    def say(value: dict[str, Any]) -> None:
        print(json.dumps(value), file=answers, flush=True)

    given = json.loads(sys.stdin.readline())
    try:
        peer: Peer = PEERS[sys.argv[1]](given["articles"], given["model"])
    except ImportError as error:
        say({"missing": str(error)})
        return
    say({"ready": peer.version})
    for line in sys.stdin:
        question = json.loads(line)["question"]
        began = time.perf_counter()
        first = peer.first(question)
        say({**asdict(first), "milliseconds": (time.perf_counter() - began) * 1000})


if __name__ == "__main__":
    main()
