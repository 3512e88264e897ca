"""Starts a peer's worker in another interpreter and puts questions to it."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from knowledge.article import Article
from retrieval.evaluation_set import Question
from tests.benchmarks.reply import Reply

WORKER = Path(__file__).with_name("peer_worker.py")
_OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}


class NotInstalled(Exception):
    """The interpreter cannot import the peer; the message is its own reason."""


class PeerProcess:
    """A peer that holds some articles. Raises NotInstalled when it cannot be imported."""

    def __init__(self, peer: str, python: str, articles: Sequence[Article], model: Path) -> None:
        self._texts = {article.id: article.text for article in articles}
        command = [python, str(WORKER), peer]
        piped = subprocess.PIPE
        self._worker = subprocess.Popen(
            command, stdin=piped, stdout=piped, encoding="utf-8", env=os.environ | _OFFLINE
        )
        fields = ("id", "title", "language", "text")
        rows = [{name: getattr(article, name) for name in fields} for article in articles]
        told = self._exchange({"model": str(model), "articles": rows})
        if "missing" in told:
            self.close()
            raise NotInstalled(told["missing"])
        self.name = f"{peer} {told['ready']}"

    def ask(self, question: Question) -> Reply:
        """What the peer says to a question."""
        told = self._exchange({"question": question.text})
        quote = told["passage"] if told["answered"] else None
        return Reply(self._is_right(question, told), quote, told["score"], told["milliseconds"])

    def close(self) -> None:
        """Ends the worker."""
        self._worker.communicate()

    def __enter__(self) -> PeerProcess:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _exchange(self, value: dict[str, Any]) -> dict[str, Any]:
        assert self._worker.stdin
        assert self._worker.stdout
        print(json.dumps(value), file=self._worker.stdin, flush=True)
        line = self._worker.stdout.readline()
        if not line:
            raise SystemExit(f"{self._worker.args!r} ended without an answer")
        told: dict[str, Any] = json.loads(line)
        return told

    def _is_right(self, question: Question, told: dict[str, Any]) -> bool:
        """Whether the passage overlaps an expected paragraph."""
        if told["article"] is None:
            return False
        passage = told["passage"].strip()
        start = self._texts[told["article"]].find(passage)
        if start < 0:
            raise SystemExit(f"{self.name} shows a passage that is not in its article: {passage!r}")
        end = start + len(passage)
        return any(
            place.article == told["article"] and place.start < end and start < place.end
            for place in question.expected
        )
