"""A toy reranker that is told what it likes, and a tiny CrossEncoder with random weights, made without a download."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

_LENGTH = 64  # tokens that the model reads


class ToyReranker:
    """Scores a text by the last of the ``liked`` words that stands in it; others 0. It remembers the questions."""

    def __init__(self, *liked: str) -> None:
        self.model = "toy-reranker"
        self.liked = liked
        self.asked: list[tuple[str, list[str]]] = []
        self.warmed = 0

    def warm(self) -> None:
        self.warmed += 1

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        self.asked.append((question, list(texts)))
        return [
            max((float(place) for place, word in enumerate(self.liked, 1) if word in text), default=0.0)
            for text in texts
        ]


def write_cross_encoder(folder: Path, labels: int = 1) -> Path:
    """A folder with a BERT of one layer that scores pairs of texts, and a tokenizer of a few words."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification

    words = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"who presided bridge school over the".split())
    _write_tokenizer(folder, words)
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=_LENGTH,
        id2label={number: f"label {number}" for number in range(labels)},
        initializer_range=1.0,
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    return folder


def _write_tokenizer(folder: Path, words: Sequence[str]) -> None:
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace
    from tokenizers.processors import BertProcessing
    from transformers import PreTrainedTokenizerFast

    numbers = {word: number for number, word in enumerate(words)}
    tokenizer = Tokenizer(WordLevel(numbers, "[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.post_processor = BertProcessing(*((mark, numbers[mark]) for mark in ("[SEP]", "[CLS]")))
    marks = {f"{name}_token": f"[{name.upper()}]" for name in ("pad", "unk", "cls", "sep", "mask")}
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=_LENGTH, **marks)
    fast.save_pretrained(folder)
