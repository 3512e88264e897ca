"""What can go wrong in retrieval, as sentences that say what to do.

RetrievalError
├── ModelError             the embedding model or the reranker is missing, damaged or not of the expected kind
├── DictionaryError        the dictionary is missing, or cannot be unpacked
├── IndexUnusable          the index cannot be written or mended
└── EvaluationSetUnusable  a folder of articles and questions is not what it should be
"""

from __future__ import annotations


class RetrievalError(Exception):
    """A person must repair something; the message says how."""


class ModelError(RetrievalError):
    """The embedding model or the reranker cannot be used."""


class DictionaryError(RetrievalError):
    """Questions cannot be translated word by word."""


class IndexUnusable(RetrievalError):
    """The index cannot be written, or cannot be trusted and not be rebuilt."""


class EvaluationSetUnusable(RetrievalError):
    """A folder of articles and questions cannot be measured or fitted on; the message names file and line."""
