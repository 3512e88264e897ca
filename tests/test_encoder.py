from __future__ import annotations

import threading
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from retrieval import e5
from retrieval.encoder import SentenceEncoder, Vectors
from retrieval.errors import ModelError

TEXTS = ("Shao Panfeng presided over the meeting.", "邵潘锋主持了会议。", "The cat sat on the mat.", "")


def test_vectors_are_unit_vectors_of_the_models_dimension(real_encoder: SentenceEncoder) -> None:
    for encode in (real_encoder.encode_passages, real_encoder.encode_questions):
        vectors = encode(TEXTS)
        assert (vectors.shape, vectors.dtype.name) == ((4, 384), "float32")
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_texts_that_mean_the_same_lie_closer_across_languages_too(real_encoder: SentenceEncoder) -> None:
    q = real_encoder.encode_questions(["Who presided over the meeting?"])[0]
    scores = real_encoder.encode_passages(TEXTS[:3]) @ q
    assert scores[0] > scores[1] > scores[2]


def test_a_vector_does_not_depend_on_what_is_encoded_beside_it(real_encoder: SentenceEncoder) -> None:
    many = real_encoder.encode_passages([*TEXTS, "A much longer text, " * 40])
    for text, vector in zip(TEXTS, many, strict=False):
        assert np.allclose(real_encoder.encode_passages([text])[0], vector, atol=1e-4)


def test_questions_and_passages_have_their_own_prompts(real_encoder: SentenceEncoder) -> None:
    question, passage = real_encoder.encode_questions(TEXTS[:1])[0], real_encoder.encode_passages(TEXTS[:1])[0]
    assert 0.8 < float(question @ passage) < 0.9999


def test_nothing_to_encode_gives_no_vectors(real_encoder: SentenceEncoder) -> None:
    assert len(real_encoder.encode_passages([])) == 0


def test_threads_may_encode_at_once(real_encoder: SentenceEncoder) -> None:
    usual = torch.get_num_threads()
    expected = real_encoder.encode_questions(TEXTS)
    found: dict[int, Vectors] = {}

    def encode(number: int, texts: Sequence[str]) -> None:
        found[number] = real_encoder.encode_questions(texts)

    threads = [threading.Thread(target=encode, args=(number, TEXTS)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [0, 1, 2, 3]
    assert torch.get_num_threads() == usual  # questions take one thread; what is loaded beside them takes all
    assert all(np.allclose(vectors, expected, atol=1e-5) for vectors in found.values())


def test_passages_with_as_many_tokens_are_encoded_together_whatever_their_characters(
    real_encoder: SentenceEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = real_encoder._load()
    texts = [text * times for times in (1, 2, 3) for text in ("The council met. ", "区委召开防汛工作会议。")]
    expected = model.encode_document(texts, normalize_embeddings=True)
    batches: list[list[str]] = []
    encode = model.encode_document

    def noted(batch: list[str], **options: Any) -> Any:
        batches.append(batch)
        return encode(batch, **options)

    monkeypatch.setattr(model, "encode_document", noted)
    assert np.allclose(real_encoder.encode_passages(texts), expected, atol=1e-5)
    tokens = [sorted(len(ids) for ids in model.tokenizer(batch)["input_ids"]) for batch in batches]
    assert len(tokens) > 1
    assert all(before[-1] <= after[0] for before, after in pairwise(tokens))


def test_a_question_waits_for_one_batch_of_passages_and_not_for_all(real_encoder: SentenceEncoder) -> None:
    began, ended = threading.Event(), threading.Event()

    def passages() -> None:
        began.set()
        real_encoder.encode_passages(["The council met in the hall. " * 20] * 60)
        ended.set()

    loading = threading.Thread(target=passages)
    loading.start()
    began.wait()
    for _ in range(3):
        real_encoder.encode_questions(["Who presided?"])
    assert not ended.is_set()
    loading.join()


def test_a_model_whose_tokenizer_cannot_be_asked_encodes_too(cache: Path, tmp_path: Path) -> None:
    words = WordLevel({"the": 0, "bridge": 1})
    tokenizer = Tokenizer(words)
    tokenizer.pre_tokenizer = Whitespace()
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_dim=8)], device="cpu").save(str(tmp_path))
    encoder = SentenceEncoder(str(tmp_path), cache)
    vectors = encoder.encode_passages(["the bridge the bridge", "the", "bridge", "the the bridge", "the bridge"])
    assert vectors.shape == (5, 8)
    assert np.allclose(vectors[1:3], encoder.encode_passages(["the", "bridge"]), atol=1e-6)


def test_the_models_name_tells_one_revision_from_another(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "config.json").write_text("{}")
    names = {SentenceEncoder(str(tmp_path / "model"), cache).model}
    (tmp_path / "model" / "config.json").write_text("[]")
    names.add(SentenceEncoder(str(tmp_path / "model"), cache).model)
    (tmp_path / "model" / "model.safetensors").write_bytes(b"x" * 3_000_000)
    names.add(SentenceEncoder(str(tmp_path / "model"), cache).model)
    (tmp_path / "model" / "notes.md").write_text("of no account")
    names.add(SentenceEncoder(str(tmp_path / "model"), cache).model)
    assert len(names) == 3
    assert all(name.startswith(f"{tmp_path / 'model'}@") for name in names)
    assert SentenceEncoder(e5.NAME, cache).model.startswith("multilingual-e5-small@")


def test_a_folder_without_a_model_is_an_error_that_says_so(cache: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"holds no sentence-transformers model: it has no \.json and no weights$"):
        SentenceEncoder(str(tmp_path), cache)


def test_a_folder_with_half_a_model_is_an_error_that_says_so(
    cache: Path, tmp_path: Path, real_encoder: SentenceEncoder
) -> None:
    real_encoder.warm()
    (tmp_path / "modules.json").write_text("[]")
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ModelError, match=r"^the model in .* cannot be loaded \(.*\): set MEETINGS_EMBEDDING_MODEL"):
        SentenceEncoder(str(tmp_path), cache).warm()
