"""The list of sources at the end of a story, and the citations in its text that point there."""

from __future__ import annotations

from datetime import date

import msgspec

from exporters.model.meta import Source
from exporters.model.nodes import (
    Cite,
    Emphasis,
    Group,
    Heading,
    Inline,
    Link,
    List,
    ListItem,
    Paragraph,
    Text,
)
from exporters.model.outline import slugify
from exporters.model.publication import Article
from exporters.model.walk import AnyNode, transform
from exporters.words import Words


def place_sources(article: Article, words: Words) -> Article:
    """Return the article with a numbered list of its sources at the end and each citation linked to its entry.

    A citation of a source that the story does not list stays, for `references` to judge.
    """
    if not article.sources:
        return article
    numbers = {source.key: number for number, source in enumerate(article.sources, 1)}

    def change(node: AnyNode) -> AnyNode:
        if not isinstance(node, Cite) or node.key not in numbers:
            return node
        label = Text(f"[{_located(str(numbers[node.key]), node)}]", place=node.place)
        return Link(f"#{_anchor(node.key)}", (label,), place=node.place)

    body = transform(article.body, change, frozenset({Cite}))
    notes = tuple(
        msgspec.structs.replace(note, children=transform(note.children, change, frozenset({Cite})))
        for note in article.notes
    )
    place = article.sources[0].place
    items = tuple(ListItem((_entry(source, words),), place=source.place) for source in article.sources)
    heading = Heading(1, (Text(words.sources, place=place),), anchor="sources", place=place)
    listing = List(items, ordered=True, place=place)
    body = (*body, Group((heading, listing), role="sources", place=place))
    return msgspec.structs.replace(article, body=body, notes=notes)


def _anchor(key: str) -> str:
    return f"source-{slugify(key) or 'x'}"


def _located(label: str, cite: Cite) -> str:
    return f"{label}, {cite.locator}" if cite.locator else label


def _entry(source: Source, words: Words) -> Paragraph:
    """Return one source as a reader looks for it: what, by whom, before which court, where."""

    def day(label: str, moment: date | None) -> str:
        return f"{label} {words.format_date(moment)}".strip() if moment else ""

    place = source.place
    title: Inline = Text(source.title or source.url or source.file or source.key, place=place)
    if source.url:
        title = Link(source.url, (title,), place=place)
    if source.docket or source.court:  # cases are cited in italics
        title = Emphasis((title,), place=place)
    number = f"{words.document} {source.number}" if source.number else ""
    facts = [source.author, source.publisher, source.court, source.docket, number]
    at_court = source.court or source.docket or source.number  # nothing else is filed
    facts += [day(words.filed if at_court else "", source.filed), day(words.accessed, source.accessed)]
    told = words.separator.join(fact for fact in facts if fact)
    children: list[Inline] = [title]
    if told:
        children.append(Text(f"{words.separator}{told}", place=place))
    if source.archived_url:
        children.append(Text(words.separator, place=place))
        children.append(Link(source.archived_url, (Text(words.archived, place=place),), place=place))
    return Paragraph(tuple(children), anchor=_anchor(source.key), place=place)
