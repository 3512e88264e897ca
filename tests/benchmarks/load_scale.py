"""Measures loading at scale: memory and time of 100,038 paragraphs, one article more, and speed beside bare encoding.

python -m tests.benchmarks.load_scale SHARED_DATA --part whole|one|again|speed [--paragraphs 600] [--runs 2]
    [--plot FILE]
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import random
import resource
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from platformdirs import user_cache_path

from knowledge.article import Accepted, Refused
from retrieval import e5
from retrieval.encoder import SentenceEncoder, Vectors
from retrieval.loading import load, prepare, read_all, rehearse, sentence_spans, under_title
from tests.toy_articles import open_engine, quiet

RECORD = Path("scale") / "council-record-100k.jsonl.gz"
DIMENSION = 384
SIZES = (1_000, 10_000, 100_038)


class HashEncoder:
    """A vector of the real model's size from a text's hash: costs next to nothing. Times what it is asked for.

    With ``real``, passages are embedded by the real model, still under this one's name.
    """

    model = "hash@1"

    def __init__(self, real: SentenceEncoder | None = None) -> None:
        self._real = real
        self.seconds = 0.0

    def warm(self) -> None:
        """Loads the real model, if there is one."""
        if self._real is not None:
            self._real.warm()

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        begun = time.perf_counter()
        found = self._real.encode_passages(texts) if self._real else np.array([_vector(text) for text in texts])
        self.seconds += time.perf_counter() - begun
        return found.reshape(-1, DIMENSION)

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        return self.encode_passages(texts)


def _vector(text: str) -> Vectors:
    seed = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest())
    vector = np.random.Generator(np.random.PCG64(seed)).standard_normal(DIMENSION, dtype=np.float32)
    unit: Vectors = vector / np.linalg.norm(vector)
    return unit


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("--part", choices=("whole", "one", "again", "speed"), required=True)
    parser.add_argument("--paragraphs", type=int, default=600)
    parser.add_argument("--runs", type=int, default=2)
    parser.add_argument("--plot", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="meetings-scale-") as folder:
        place = Path(folder)
        if options.part == "whole":
            whole(options.data, place)
        elif options.part == "one":
            one_more(options.data, place, options.plot)
        elif options.part == "again":
            again(options.data, place)
        else:
            speed(options.data, options.paragraphs, options.runs, place)


def whole(data: Path, place: Path) -> None:
    """Loads all paragraphs, then the same file again; says seconds and the most memory that was held."""
    source = unpacked(data, place, None)
    said(at="start")
    engine, encoder = open_engine(place / "data", HashEncoder.model), HashEncoder()
    for run in ("first", "again"):
        begun = time.perf_counter()
        report = load(read_all([source]), engine, encoder, quiet)
        counts = {str(v): sum(o.verdict == v for o in report.outcomes) for v in {o.verdict for o in report.outcomes}}
        seconds = round(time.perf_counter() - begun, 1)
        said(at=run, seconds=seconds, embedded=report.embedded, counts=counts)
    said(library_mb=round((place / "data" / "library.db").stat().st_size / 1e6))
    assert engine.verify() is None
    said(at="verified")


def one_more(data: Path, place: Path, plot: Path | None) -> None:
    """One article more in libraries of several sizes: until the loader is done, until another process answers."""
    found: list[Accepted | Refused] = read_all([data / "articles" / "nanhu-2023-01-20.txt"])
    real = HashEncoder(
        SentenceEncoder(e5.NAME, Path(os.environ.get("MEETINGS_CACHE_DIR") or user_cache_path("meetings")))
    )
    real.warm()
    rows = []
    for size in SIZES:
        folder = place / str(size)
        engine = open_engine(folder, HashEncoder.model)
        load(read_all([unpacked(data, place, size)]), engine, HashEncoder(), quiet)
        bot = open_engine(folder, HashEncoder.model)
        with bot.snapshot() as snapshot:
            paragraphs = len(snapshot)
        engine = open_engine(folder, HashEncoder.model)  # as a new process, which has no index in memory
        real.seconds = 0.0
        begun = time.perf_counter()
        load(found, engine, real, quiet)
        loaded = time.perf_counter()
        with bot.snapshot() as snapshot:
            live = len(snapshot) > paragraphs
        done = time.perf_counter()
        assert live
        assert engine.verify() is None
        rows.append(
            {
                "paragraphs": paragraphs,
                "seconds_to_live": round(done - begun, 2),
                "embedding": round(real.seconds, 2),
                "loading": round(loaded - begun - real.seconds, 2),
                "picked_up_by_the_bot": round(done - loaded, 2),
                "share_outside_embedding": round(1 - real.seconds / (done - begun), 2),
            }
        )
        said(**rows[-1])
    if plot is not None:
        draw(rows, plot)


def again(data: Path, place: Path) -> None:
    """The same 1,000 files, unchanged, loaded again in libraries of 1,000 and of 10,000 articles; then all 10,000."""
    with gzip.open(data / RECORD, "rt", encoding="utf-8") as packed:
        texts = dict.fromkeys(part for line in packed for part in json.loads(line)["text"].split("\n\n"))
    files, rest = place / "files", place / "rest"
    for number, text in enumerate(list(texts)[:10_000]):
        folder = files if number < 1_000 else rest
        folder.mkdir(exist_ok=True)
        row = {"id": f"a{number}", "title": f"Number {number}", "text": text}
        (folder / f"{number}.jsonl").write_text(json.dumps(row), encoding="utf-8")
    engine, encoder = open_engine(place / "data", HashEncoder.model), HashEncoder()
    for loaded in ([files], [files, rest]):
        load(read_all(loaded), engine, encoder, quiet)
        for sources in dict.fromkeys(((files,), tuple(loaded))):
            begun = time.perf_counter()
            report = load(read_all(sources), engine, encoder, quiet)
            seconds = time.perf_counter() - begun
            said(
                library=engine.library.holdings().articles,
                loaded_again=len(report.outcomes),
                embedded=report.embedded,
                ms_an_article=round(1000 * seconds / len(report.outcomes), 2),
            )


def speed(data: Path, most: int, runs: int, place: Path) -> None:
    """Our load and bare ``encode_document`` on the very same texts, and on the paragraphs only, in turn; seconds.

    The load is interrupted by a signal after a third, and goes on; its seconds are those of both.
    """
    encoder = SentenceEncoder(e5.NAME, Path(os.environ.get("MEETINGS_CACHE_DIR") or user_cache_path("meetings")))
    encoder.warm()
    found = read_all([unpacked(data, place, most)])
    planned = rehearse(found, open_engine(place / "none", encoder.model).library).outcomes  # doubles are left out
    prepared = [prepare(each.article, "") for each in planned if each.article and each.stored]
    texts = {p.vector: under_title(a.article, p.start, p.end) for a in prepared for p in a.paragraphs}
    own = {p.vector: a.article.text[p.start : p.end] for a in prepared for p in a.paragraphs}
    spans = sentence_spans(prepared)
    alone = [text[start:end] for key, text in own.items() for start, end in spans[key]]
    pieces = list(dict.fromkeys([*texts.values(), *alone]))
    sample = random.Random(0).sample(pieces, min(200, len(pieces)))
    bare = {batch: len(sample) / bare_seconds(encoder, sample, batch) for batch in (1, 2, 4, 8, 16, 32)}
    best = max(bare, key=lambda batch: bare[batch])
    said(paragraphs=len(texts), texts=len(pieces), bare_on_200_texts={k: round(v, 1) for k, v in bare.items()})
    for run in range(runs):
        ours, encoded = interrupted_load(found, place / f"data{run}", encoder, len(texts) // 3)
        said(load=round(ours), encoded=encoded, share_encoded_twice=round(encoded / len(pieces) - 1, 4))
        theirs = bare_seconds(encoder, pieces, best)
        said(bare=round(theirs), batch=best, speed_ratio=round(theirs / ours, 3))
        fewer = bare_seconds(encoder, list(texts.values()), best)
        said(bare_without_sentences=round(fewer), speed_ratio=round(fewer / ours, 3))


def interrupted_load(
    found: Sequence[Accepted | Refused], folder: Path, encoder: SentenceEncoder, at: int
) -> tuple[float, int]:
    """Loads until ``at`` paragraphs are embedded and Ctrl-C comes, and then the rest; seconds, texts encoded."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell has its background jobs ignore it
    counting = CountingEncoder(encoder)
    sent: list[threading.Timer] = []

    def progress(done: int, total: int) -> None:
        print(f"{done} of {total}", end="\r", file=sys.stderr, flush=True)
        if done >= at and not sent:
            sent.append(threading.Timer(0.3, lambda: os.kill(os.getpid(), signal.SIGINT)))
            sent[0].start()

    begun = time.perf_counter()
    engine = open_engine(folder, encoder.model)
    try:
        load(found, engine, counting, progress)
        raise AssertionError("the load was over before it was interrupted")
    except KeyboardInterrupt:
        assert engine.library.articles() == []
        engine.library.close()
    engine = open_engine(folder, encoder.model)
    load(found, engine, counting, progress)
    seconds = time.perf_counter() - begun
    assert engine.verify() is None
    return seconds, counting.encoded


class CountingEncoder:
    """The real encoder; counts the passages that it is asked for."""

    def __init__(self, real: SentenceEncoder) -> None:
        self._real, self.model, self.encoded = real, real.model, 0
        self.warm, self.encode_questions = real.warm, real.encode_questions

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        self.encoded += len(texts)
        return self._real.encode_passages(texts)


def bare_seconds(encoder: SentenceEncoder, texts: Sequence[str], batch: int) -> float:
    """Seconds of the model's own ``encode_document``, which sorts the texts by length."""
    begun = time.perf_counter()
    encoder._load().encode_document(list(texts), batch_size=batch, normalize_embeddings=True, show_progress_bar=False)
    return time.perf_counter() - begun


def unpacked(data: Path, place: Path, most: int | None) -> Path:
    """The council record as JSONL; its first articles, up to ``most`` paragraphs, if that is given."""
    file = place / f"record-{most}.jsonl"
    with gzip.open(data / RECORD, "rt", encoding="utf-8") as packed:
        file.write_text("".join(_first(packed, most)), encoding="utf-8")
    return file


def _first(lines: Iterator[str], most: int | None) -> Iterator[str]:
    left = most if most is not None else 10**9
    for line in lines:
        if left <= 0:
            return
        row = json.loads(line)
        parts = row["text"].split("\n\n")
        yield json.dumps(row | {"text": "\n\n".join(parts[:left])}, ensure_ascii=False) + "\n"
        left -= len(parts)


def said(**facts: Any) -> None:
    """One line of JSON, with the most memory this process has held."""
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(facts | {"peak_mb": memory}), flush=True)


def draw(rows: Sequence[dict[str, Any]], file: Path) -> None:
    """Seconds until one more article is live, against the size of the library."""
    import matplotlib

    matplotlib.use("agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(6, 3.4), layout="constrained")
    sizes = [f"{row['paragraphs']:,}" for row in rows]
    bottom = np.zeros(len(rows))
    for name, label in (
        ("embedding", "embedding"),
        ("loading", "checking, storing, publishing"),
        ("picked_up_by_the_bot", "picked up by a running bot"),
    ):
        values = np.array([row[name] for row in rows])
        axes.bar(sizes, values, bottom=bottom, width=0.5, label=label)
        bottom += values
    axes.axhline(3, color="#888", linewidth=1, linestyle="--")
    axes.set(xlabel="paragraphs in the library", ylabel="seconds", title="One more article, until it is live")
    axes.legend(frameon=False, loc="upper left")
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(file, dpi=120)


if __name__ == "__main__":
    main()
