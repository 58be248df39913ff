"""What a copy says at its end wherever it goes: what it rests on, who publishes it, and what may be done with it.

The words are the same in the print edition, the e-book and the Word file.
"""

from __future__ import annotations

from collections.abc import Iterable

from exporters.model.meta import Meta, Source
from exporters.model.publication import Publication
from exporters.words import Words


def closing_lines(meta: Meta) -> list[str]:
    """Return publisher, rights, terms of use, licence and address, those that are said, each once."""
    lines = (meta.publisher, meta.rights, meta.usage_terms, meta.licence, meta.url)
    return list(dict.fromkeys(line for line in lines if line))


def gathered_sources(publication: Publication) -> list[Source]:
    """Return what the stories of a briefing rest on, for a list of all of it at its end; nothing where one story does.

    Each story has its own list, whose numbers its text calls. Theirs are other numbers, so this one has none: it says,
    once for all, on which documents the whole rests. Of a single list it would be no more than a copy.
    """
    lists = [article.sources for article in publication.articles if article.sources]
    return [source for sources in lists for source in sources] if len(lists) > 1 else []


def cited_lines(sources: Iterable[Source], words: Words) -> list[str]:
    """Return the documents that stories rest on, each once and on one line, as a reader looks for it."""
    return list(dict.fromkeys(text for source in sources if (text := _cited(source, words))))


def _cited(source: Source, words: Words) -> str:
    number = f"{words.document} {source.number}" if source.number else ""
    filed = words.format_date(source.filed) if source.filed else ""
    if filed and (source.court or source.docket or source.number):  # nothing else is filed
        filed = f"{words.filed} {filed}"
    told = (source.title or source.url, source.author, source.court, source.docket, number, filed)
    return words.separator.join(part for part in told if part)
