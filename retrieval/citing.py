"""Names the source of a passage."""

from __future__ import annotations

from retrieval.answer import Source
from retrieval.engine import Passage
from retrieval.links import link_to


def source_of(passage: Passage, quoted: str = "", before: str = "") -> Source:
    """The article and paragraph of a passage, with a link to the words ``quoted`` from it.

    ``before`` is the article's text up to them; without it the link goes to the first such words of the page.
    """
    article = passage.article
    return Source(
        article=article.id,
        title=article.title,
        date=article.date,
        meeting_date=article.meeting_date,
        publisher=article.publisher,
        url=article.url,
        link=link_to(article.url, quoted, f"{article.title}\n{before}") if quoted else article.url,
        paragraph=passage.position,
        paragraphs=passage.paragraphs,
    )
