"""Measures how well questions that ask the same are grouped, in pairs of questions, at several thresholds.

    .venv/bin/python -m tests.benchmarks.gaps ../shared/data

Precision: of the pairs in one group, the share that ask the same. Recall: of the pairs that ask the same, the share
in one group. Our own questions were written for this; XQuAD's are each asked in English and in Chinese.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from platformdirs import user_cache_path

from retrieval.encoder import SentenceEncoder, Vectors
from retrieval.gaps import USUAL, groups

THRESHOLDS = (0.3, 0.4, 0.45, 0.5, 0.6)
XQUAD = 200  # questions

# One question a line, an empty line between two meanings.
OWN = """
Who pays for the new bridge?
Who is paying for the bridge?
Which budget covers the bridge?
新大桥的钱由谁出？

When does the school open?
What is the opening date of the school?
学校什么时候开学？
When will the new school be opened?

How do I renew my passport?
Where can I get my passport renewed?
怎样换发护照？

What are the opening hours of the swimming pool?
When is the pool open?
游泳馆几点开门？

Who chairs the budget committee?
Who is the chair of the budget committee?
预算委员会的主席是谁？

How high is the dog tax?
What does the dog tax cost?
养狗税是多少？

Is there a speed limit on Main Street?
What is the speed limit on Main Street?
主街限速多少？

When is the rubbish collected?
Which day is garbage collection?
垃圾什么时候收？

How many people attended the flood meeting?
What was the attendance at the meeting about flooding?
防汛会议有多少人参加？

Who presided over the review meeting?
Who led the review meeting?
谁主持了复盘会？
复盘会由谁主持？

Who was elected mayor?
Who won the election for mayor?
谁当选了市长？

What was decided about parking fees?
Will parking become more expensive?
停车费作出了什么决定？

When is the next council meeting?
On what date does the council meet next?
下一次议会会议是什么时候？

Who voted against the housing plan?
Which members voted no on the housing plan?
谁投票反对住房计划？

Why was the tram line cancelled?
What is the reason the tram was given up?
有轨电车为什么取消？

How many trees will be planted in the park?
What number of trees is to be planted?
公园要种多少棵树？

When does the library close for repairs?
How long is the library closed for the renovation?
图书馆维修关闭到什么时候？

Who is responsible for snow clearing?
Who clears the snow?
谁负责扫雪？

What is the budget for road repair in 2024?
How much money is there for repairing roads in 2024?
2024年修路预算是多少？

Where can I hand in a complaint?
How do I file a complaint?
在哪里投诉？
"""


def main(data: Path) -> None:
    encoder = SentenceEncoder("multilingual-e5-small", user_cache_path("meetings"))
    usual = {language: encoder.encode_questions(list(each)) for language, each in USUAL.items()}
    own, own_labels = _own()
    xquad, xquad_labels = _xquad(data / "xquad-en")
    sets = {"own": (own, own_labels), f"xquad, {XQUAD} in both languages": (xquad, xquad_labels)}
    print("| questions | at least | precision | recall | groups | meanings |\n|---|--:|--:|--:|--:|--:|")
    for name, (texts, labels) in sets.items():
        vectors = encoder.encode_questions(texts)
        for alike in THRESHOLDS:
            precision, recall, count = _measured(texts, labels, vectors, usual, alike)
            print(f"| {name} | {alike} | {precision:.2f} | {recall:.2f} | {count} | {len(set(labels))} |")


def _own() -> tuple[list[str], list[int]]:
    meanings = [each.splitlines() for each in OWN.strip().split("\n\n")]
    return [text for each in meanings for text in each], [n for n, each in enumerate(meanings) for _ in each]


def _xquad(folder: Path) -> tuple[list[str], list[int]]:
    english, chinese = (_questions(folder / name) for name in ("questions.jsonl", "questions.zh.jsonl"))
    chosen = [key for key in english if key in chinese][: 2 * XQUAD : 2]
    return [english[key] for key in chosen] + [chinese[key] for key in chosen], [*range(len(chosen))] * 2


def _questions(file: Path) -> dict[str, str]:
    rows = (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines())
    return {row["id"].rpartition(":")[2]: row["text"] for row in rows}


def _measured(
    texts: list[str], labels: list[int], vectors: Vectors, usual: dict[str, Vectors], alike: float
) -> tuple[float, float, int]:
    languages = ["zh" if any(character > "\u3000" for character in text) else "en" for text in texts]
    found = groups(texts, languages, vectors, usual, alike)
    group = np.zeros(len(texts), dtype=int)
    for number, each in enumerate(found):
        group[list(each.members)] = number
    pairs = np.triu(np.ones((len(texts), len(texts)), dtype=bool), 1)
    same = (np.equal.outer(labels, labels)) & pairs
    joined = (np.equal.outer(group, group)) & pairs
    both = (same & joined).sum()
    return float(both / joined.sum()), float(both / same.sum()), len(found)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
