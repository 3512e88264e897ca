"""Which articles a search or a list may look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

_PLACE_READ = "v.id IN (SELECT f.version FROM facts f WHERE f.kind = 'place' AND instr(casefold(f.value), ?))"


@dataclass(frozen=True, slots=True)
class Where:
    """Conditions that all hold; an empty ``Where`` lets every article through.

    ``after`` and ``before`` are inclusive and hold for the publication date or the meeting date.
    ``person`` is listed among the article's people or stands in its title or text. ``articles`` are ids.
    ``sequences`` are words of full text, parted by blanks, that stand next to each other in a paragraph: for
    searches of paragraphs only.
    """

    after: date | None = None
    before: date | None = None
    person: str | None = None
    place: str | None = None
    publisher: str | None = None
    language: str | None = None
    sequences: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()

    def sql(self) -> tuple[str, list[str]]:
        """A condition over the columns of ``versions`` (``v``) and ``paragraphs`` (``p``) and its parameters."""
        parts: list[str] = ["1"]
        values: list[str] = []
        if self.after or self.before:
            low, high = str(self.after or date.min), str(self.before or date.max)
            parts.append("(v.date BETWEEN ? AND ? OR v.meeting_date BETWEEN ? AND ?)")
            values += [low, high, low, high]
        if self.person:
            fold = _folding(self.person)
            parts.append(f"(instr({fold}(v.people), ?) OR instr({fold}(v.title || ' ' || v.text), ?))")
            values += [self.person.casefold()] * 2
        if self.place:
            parts.append(f"(instr(casefold(v.place), ?) OR {_PLACE_READ})")
            values += [self.place.casefold()] * 2
        if self.publisher:
            parts.append("instr(casefold(v.publisher), ?)")
            values.append(self.publisher.casefold())
        if self.language:
            parts.append("v.language = ?")
            values.append(self.language)
        if self.sequences:
            parts.append("p.id IN (SELECT rowid FROM words WHERE words MATCH ?)")
            values.append(" AND ".join(f'body : "{sequence}"' for sequence in self.sequences))
        if self.articles:
            parts.append(f"v.article IN ({','.join('?' * len(self.articles))})")
            values += self.articles
        return " AND ".join(parts), values


def _folding(name: str) -> str:
    """SQLite's own ``lower``, a hundred times as fast, where it does all that the name needs: it knows ASCII only."""
    return "lower" if all(c.isascii() or c.lower() == c.upper() for c in name) else "casefold"
