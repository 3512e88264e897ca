"""Groups questions that ask the same: texts and vectors in, groups out, whatever language they were asked in.

Questions with the same telling words are one question. The rest are joined from the likest pair on, as long as the
mean likeness of all pairs between two groups is at least ``ALIKE`` (average linkage). The likeness of two questions
is the cosine of their vectors, each less the mean of its language: what vectors share only because they are questions
in one language says nothing about their meaning. ``USUAL`` questions are in the mean, so that few are enough.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.encoder import Vectors
from retrieval.words import telling_words

ALIKE = 0.5  # measured: tests/benchmarks/gaps.py
MOST = 2000  # distinct questions that are compared, the last asked; their likenesses fill a matrix

# Questions about nothing in particular, by language.
USUAL: Mapping[str, tuple[str, ...]] = {
    "en": (
        "Who attended the event?",
        "When does the office open?",
        "Where did the accident happen?",
        "What does the ticket cost?",
        "How many members does the club have?",
        "Why was the contract ended?",
        "What did the director say about the report?",
        "Which company built the hospital?",
        "How do I apply for a permit?",
        "What is planned for next year?",
        "Is there a bus to the airport?",
        "Who wrote the letter?",
    ),
    "zh": (
        "谁参加了活动？",
        "办公室几点开门？",
        "事故发生在哪里？",
        "门票多少钱？",
        "协会有多少会员？",
        "合同为什么终止？",
        "主任对报告说了什么？",
        "哪家公司建了医院？",
        "怎样申请许可证？",
        "明年有什么计划？",
        "有没有去机场的公交车？",
        "这封信是谁写的？",
    ),
}


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that ask the same, by their places in what was given, in that order.

    ``core`` is the one that stands for them: the one that was asked most often, of equals the likest to all others.
    """

    members: tuple[int, ...]
    core: int


def same(texts: Sequence[str]) -> list[int]:
    """For each text the place of the first one that has the same telling words."""
    first: dict[frozenset[str] | str, int] = {}
    return [
        first.setdefault(frozenset(telling_words(text)) or text.strip(), place) for place, text in enumerate(texts)
    ]


def groups(
    texts: Sequence[str],
    languages: Sequence[str],
    vectors: Vectors,
    usual: Mapping[str, Vectors],
    alike: float = ALIKE,
) -> list[Group]:
    """The groups, the largest first; of equals the one that was asked last.

    ``vectors`` has shape (texts, dimension), ``usual`` the vectors of the ``USUAL`` questions by language. Texts come
    in the order in which they were asked. The same input gives the same groups.
    """
    if not texts:
        return []
    first = same(texts)
    distinct = sorted(set(first))[-MOST:]
    counts = np.bincount(first, minlength=len(texts))[distinct]
    likeness = _likeness([languages[place] for place in distinct], vectors[distinct], usual)
    found = [
        Group(tuple(place for place, at in enumerate(first) if at in held), distinct[core])
        for joined in _joined(likeness, alike)
        for core in [_core(joined, likeness, counts)]
        for held in [{distinct[each] for each in joined}]
    ]
    return sorted(found, key=lambda group: (-len(group.members), -group.members[-1]))


def _likeness(languages: Sequence[str], vectors: Vectors, usual: Mapping[str, Vectors]) -> Vectors:
    """The cosine of each two, shape (questions, questions), each less the mean of its language."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, language in enumerate(languages):
        places[language if language in usual else ""].append(place)
    centred = np.array(vectors, dtype=np.float64)
    for language, own in places.items():
        beside = [usual[language]] if language else list(usual.values())
        centred[own] -= np.concatenate([vectors[own], *beside]).mean(axis=0)
    lengths = np.linalg.norm(centred, axis=1, keepdims=True)
    centred /= np.where(lengths > 0, lengths, 1)
    return np.asarray(np.round(centred @ centred.T, 9))  # rounded: the order of equals must not hang on the machine


def _joined(likeness: Vectors, alike: float) -> list[list[int]]:
    """Places joined from the likest pair on, while the mean likeness between two groups is high enough."""
    between = np.array(likeness)
    np.fill_diagonal(between, -np.inf)
    held = [[place] for place in range(len(between))]
    while len(between) > 1:
        one, other = sorted(divmod(int(between.argmax()), len(between)))
        if between[one, other] < alike:
            break
        sizes = len(held[one]), len(held[other])
        mean = (sizes[0] * between[one] + sizes[1] * between[other]) / sum(sizes)
        between[one], between[:, one] = mean, mean
        between[one, one] = -np.inf
        between[other], between[:, other] = -np.inf, -np.inf
        held[one], held[other] = [*held[one], *held[other]], []
    return [sorted(each) for each in held if each]


def _core(joined: Sequence[int], likeness: Vectors, counts: np.ndarray) -> int:
    inner = likeness[np.ix_(joined, joined)].sum(axis=1)
    return max(joined, key=lambda place: (counts[place], inner[joined.index(place)], -place))
