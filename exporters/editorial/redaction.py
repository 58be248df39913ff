"""The last look for redactions that did not take: a mark that is still text would print the name it was to hide.

The readers of sources refuse the marks that they find in the bytes. This looks at the words that came of it, whatever
the source: in letters of full width, with marks of no width within, put together from entities, in square brackets.
"""

from __future__ import annotations

import re
import unicodedata

from exporters.model.nodes import Image
from exporters.model.publication import Article
from exporters.model.walk import plain_text, walk
from exporters.report import Report

_MARK = re.compile(
    r"<\s*/?\s*(?:\w+:)?redact(?:ed|ion)?\b|[\[{]%?\s*/\s*redact(?:ed|ion)?\b|:::+\s*\{?\s*\.?redact", re.IGNORECASE
)
_NO_WIDTH = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")


def check_redactions(article: Article, report: Report) -> None:
    """Report, as an error, each block and field of the story in which a mark of redaction is still text."""
    meta = article.meta
    fields = [meta.title, meta.subtitle, meta.summary, meta.section, meta.cover_alt, *meta.keywords]
    fields += [contributor.name for contributor in meta.contributors]
    fields += [correction.text for correction in article.corrections]
    fields += [source.title for source in article.sources]
    found = [meta.place] if has_mark("\n".join(fields)) else []
    for block in (*article.body, *(block for note in article.notes for block in note.children)):
        words = plain_text(block)
        titles = " ".join(node.title for node in walk(block) if isinstance(node, Image))
        if has_mark(words) or (titles and has_mark(titles)):
            found.append(block.place)
    for place in found:
        report.error(
            "redaction-unbalanced",
            "a mark of redaction is still part of the text",
            place,
            "Withhold by one <redact> and one </redact> in plain letters, in the same block of text",
        )


def has_mark(text: str) -> bool:
    """Return whether the text has a mark of redaction in it, however it is written."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _NO_WIDTH.sub("", text))
    return _MARK.search(text) is not None
