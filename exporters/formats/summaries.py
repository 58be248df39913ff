"""What is shown of a story where the story is not: a summary that stands alone, and words made clean for it."""

from __future__ import annotations

from exporters.formats.xmltext import drop_forbidden
from exporters.model.nodes import Paragraph, Redacted
from exporters.model.publication import Article
from exporters.model.walk import gather, plain_text

_LONGEST = 320
_REDACTED: frozenset[type] = frozenset({Redacted})
_STOPS = (". ", "! ", "? ", "。", "؟ ", "।")


def summary_of(article: Article) -> str:
    """Return the writer's summary, else the first sentences of the text, at most 320 characters.

    There is none where something of the first paragraph is withheld: out of its context, what surrounds a bar may
    tell what is behind it, and what follows it does not stand alone.
    """
    if article.meta.summary:
        return clean_line(article.meta.summary)
    for block in article.body:
        if isinstance(block, Paragraph):
            if gather(block.children, _REDACTED):
                return ""
            text = clean_line(plain_text(block))
            if text:
                return _cut(text)
    return ""


def _cut(text: str) -> str:
    """Return the text up to its last sentence that fits, else up to a word."""
    if len(text) <= _LONGEST:
        return text
    cut = text[:_LONGEST]
    stop = max(cut.rfind(mark) for mark in _STOPS)
    if stop > _LONGEST // 3:
        return cut[: stop + 1]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut else cut}…"


def clean_language(tag: str) -> str:
    """Return a language as a tag by the letters of BCP 47, `en` where it is none."""
    tag = tag.replace("_", "-")
    return tag if tag.isascii() and tag.replace("-", "").isalnum() else "en"


def clean_line(text: str) -> str:
    """Return the text on one line, without characters that XML forbids."""
    if text.isprintable() and "  " not in text:  # then all its white space is single spaces
        return text.strip()
    return " ".join(drop_forbidden(text).split())
