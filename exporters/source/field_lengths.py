"""How long what a story says of itself may be: a field beyond that is cut with an ellipsis, and that is told.

Titles, names and keywords are set in lines of heads, lists and bookmarks that nobody could use, and whose making takes
the longer the longer they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import msgspec

from exporters.model.meta import Record
from exporters.model.publication import Article
from exporters.report import Report

LONGEST_LINE = 1000
"""Characters of a title, a name, a section or a keyword."""
LONGEST_TEXT = 10_000
"""Characters of a summary, of rights, or of a correction."""
_LINES: Mapping[str, int] = dict.fromkeys(("title", "subtitle", "publisher", "section", "located"), LONGEST_LINE)
_META = {
    **_LINES,
    **dict.fromkeys(("licence", "series", "number"), LONGEST_LINE),
    **dict.fromkeys(("summary", "rights", "usage_terms", "cover_alt"), LONGEST_TEXT),
}
_PERSON = dict.fromkeys(("name", "file_as"), LONGEST_LINE)
_SOURCE = dict.fromkeys(("title", "author", "publisher", "court", "docket", "number"), LONGEST_LINE)
_CORRECTION = {"text": LONGEST_TEXT, "author": LONGEST_LINE}

_Said = TypeVar("_Said", bound=Record)


def with_fields_cut(article: Article, report: Report) -> Article:
    """Return the article with what it says of itself, its people, sources and corrections no longer than allowed."""
    meta = _cut(article.meta, _META, "", report)
    people = tuple(_cut(person, _PERSON, "contributor ", report) for person in meta.contributors)
    keywords = tuple(shortened(word, LONGEST_LINE) for word in meta.keywords)
    if any(len(word) > LONGEST_LINE for word in meta.keywords):
        _tell("keywords", LONGEST_LINE, meta, report)
    if people != meta.contributors or keywords != meta.keywords:
        meta = msgspec.structs.replace(meta, contributors=people, keywords=keywords)
    sources = tuple(_cut(source, _SOURCE, "source ", report) for source in article.sources)
    corrections = tuple(_cut(correction, _CORRECTION, "correction ", report) for correction in article.corrections)
    if meta is article.meta and sources == article.sources and corrections == article.corrections:
        return article
    return msgspec.structs.replace(article, meta=meta, sources=sources, corrections=corrections)


def shortened(text: str, longest: int) -> str:
    """Return the text, or its beginning up to a word and an ellipsis, no more characters than that together."""
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut else cut}…"


def _cut(said: _Said, longest: Mapping[str, int], of: str, report: Report) -> _Said:
    changes: dict[str, str] = {}
    for field, limit in longest.items():
        text: str = getattr(said, field)
        if len(text) > limit:
            changes[field] = shortened(text, limit)
            _tell(of + field, limit, said, report)
    return msgspec.structs.replace(said, **changes) if changes else said


def _tell(field: str, limit: int, said: Record, report: Report) -> None:
    report.warning(
        "field-cut",
        f"{field!r} has more than {limit:,} characters; the rest is left out",
        said.place,
        "Write it shorter, and the rest into the text",
    )
