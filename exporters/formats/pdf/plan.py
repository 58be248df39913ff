"""The order of a publication: what can be said of it before anything is laid out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from exporters.formats.pdf.front import ContentsLine
from exporters.formats.pdf.story import Edition
from exporters.formats.pdf.writer import Bookmark
from exporters.model.nodes import Code, CodeBlock, Text
from exporters.model.outline import OutlineEntry, outline
from exporters.model.publication import Article, Part, Publication
from exporters.model.walk import gather
from exporters.words import words_for

_LETTERS: frozenset[type] = frozenset({Text, Code, CodeBlock})


class Step(msgspec.Struct, frozen=True):
    """What is laid out next: a story, by itself or in a part, or the head of a part, which has none.

    `position` counts the stories before it; `last` is whether nothing but the colophon follows.
    """

    part: Part | None
    article: Article | None
    position: int
    last: bool = False


def steps_of(publication: Publication) -> list[Step]:
    """Return the stories and heads of parts of a publication in order."""
    steps: list[Step] = []
    stories = 0
    for item in publication.contents:
        if isinstance(item, Part):
            steps.append(Step(item, None, stories))
        for article in item.articles if isinstance(item, Part) else (item,):
            steps.append(Step(item if isinstance(item, Part) else None, article, stories))
            stories += 1
    if steps:
        end = steps[-1]
        steps[-1] = Step(end.part, end.article, end.position, last=True)
    return steps


def letters_of(step: Step) -> int:
    """Return how long the text of a step is: about what it costs to lay it out."""
    if step.article is None:
        return 0
    blocks = (step.article.body, *(note.children for note in step.article.notes))
    found = (node for below in blocks for node in gather(below, _LETTERS))
    return sum(len(node.text) for node in found if isinstance(node, Text | Code | CodeBlock))


def contents_lines(publication: Publication, edition: Edition, depth: int) -> Iterator[ContentsLine]:
    """Yield the lines of the contents: parts, stories, and with a `depth` over 1 their headings."""

    def headings(entries: Iterable[OutlineEntry], slug: str, level: int) -> Iterator[ContentsLine]:
        for entry in entries:
            if level <= depth:
                yield ContentsLine(entry.title, edition.key(slug, entry.anchor), level)
                yield from headings(entry.children, slug, level + 1)

    for step in steps_of(publication):
        article = step.article
        if article is not None:
            yield ContentsLine(_title(article), edition.key(article.meta.slug, ""), 1)
            yield from headings(outline(article), article.meta.slug, 2)
        elif step.part is not None:
            yield ContentsLine(step.part.title, f"part/{step.part.anchor}", 0)


def bookmarks_of(publication: Publication, edition: Edition) -> list[Bookmark]:
    """Return the outline that viewers show: parts, stories and their headings."""

    def headings(entries: Sequence[OutlineEntry], slug: str) -> list[Bookmark]:
        return [
            Bookmark(entry.title, edition.key(slug, entry.anchor), headings(entry.children, slug)) for entry in entries
        ]

    def story(article: Article) -> Bookmark:
        slug = article.meta.slug
        return Bookmark(_title(article), edition.key(slug, ""), headings(outline(article), slug))

    return [
        Bookmark(item.title, f"part/{item.anchor}", [story(article) for article in item.articles])
        if isinstance(item, Part)
        else story(item)
        for item in publication.contents
    ]


def _title(article: Article) -> str:
    return article.meta.title or words_for(article.meta.language).untitled
