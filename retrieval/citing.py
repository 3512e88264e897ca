"""Names the source of a passage."""

from __future__ import annotations

from retrieval.answer import Source
from retrieval.engine import Passage
from retrieval.links import link_to


def source_of(passage: Passage, quoted: str = "") -> Source:
    """The article and paragraph of a passage, with a link to the words ``quoted`` from it."""
    article = passage.article
    return Source(
        article=article.id,
        title=article.title,
        date=article.date,
        meeting_date=article.meeting_date,
        publisher=article.publisher,
        url=article.url,
        link=link_to(article.url, quoted) if quoted else article.url,
        paragraph=passage.position,
        paragraphs=passage.paragraphs,
    )
