"""Anchors, numbers and the outline: by what name a block is cited, the same in every format.

An anchor follows from what a block says, not from where it stands, so that it survives edits elsewhere: a heading's
from its words, a paragraph's from a digest of its text. Numbers count: paragraphs of the body, figures, tables and
notes, each per article.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import get_args

import msgspec

from exporters.digests import blake2s
from exporters.model.nodes import (
    Block,
    Figure,
    Group,
    Heading,
    Image,
    Note,
    Paragraph,
    Table,
)
from exporters.model.publication import Article, Footnote, Part, Publication
from exporters.model.walk import AnyNode, gather, plain_text, transform

_MAX_ANCHOR = 60
_NOT_WORD = re.compile(r"[^\w]+")


def slugify(text: str, limit: int = _MAX_ANCHOR) -> str:
    """Return words as a name: lower case, letters and digits of any script, hyphens between; may be empty.

    Valid as an XML NCName once it begins with a letter (https://www.w3.org/TR/xml-names/#NT-NCName).
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    name = _NOT_WORD.sub("-", plain).strip("-_")
    if len(name) > limit:
        cut = name[: limit + 1]
        name = cut[: cut.rfind("-")] if cut.rfind("-") > limit // 2 else name[:limit]
    return name.strip("-_")


def article_slugs(slugs: Iterable[str]) -> list[str]:
    """Return the slugs made unique by a counter at the end, in order; an empty one becomes `story`."""
    names = Names()
    return [names.take(slug or "story") for slug in slugs]


class Names(msgspec.Struct):
    """Names handed out once each: a second asker for `x` gets `x-2`."""

    taken: set[str] = msgspec.field(default_factory=set)
    _next: dict[str, int] = msgspec.field(default_factory=dict)

    def take(self, wanted: str) -> str:
        """Return the name, with a counter if it is taken; linear however often one name is asked for."""
        if wanted not in self.taken:
            self.taken.add(wanted)
            return wanted
        count = self._next.get(wanted, 2)
        while (name := f"{wanted}-{count}") in self.taken:
            count += 1
        self._next[wanted] = count + 1
        self.taken.add(name)
        return name


def number_publication(publication: Publication) -> Publication:
    """Return the publication with the anchors and numbers of all blocks and notes filled in.

    Anchors that the writer gave are kept (a second one of the same name gets a counter); numbering what is numbered
    changes nothing.
    """
    contents: list[Part | Article] = []
    parts = Names()
    for item in publication.contents:
        if isinstance(item, Part):
            articles = tuple(number_article(article) for article in item.articles)
            anchor = item.anchor or parts.take(_named(slugify(item.title), "part"))
            contents.append(msgspec.structs.replace(item, articles=articles, anchor=anchor))
        else:
            contents.append(number_article(item))
    return msgspec.structs.replace(publication, contents=tuple(contents))


ANCHORED: frozenset[type] = frozenset(kind for kind in get_args(Block) if "anchor" in kind.__struct_fields__)
"""The kinds of blocks that have an anchor."""
NUMBERED: frozenset[type] = ANCHORED | {Note}
"""The kinds that get an anchor or a number."""
_NOTE: frozenset[type] = frozenset({Note})


def number_article(article: Article) -> Article:
    """Return the article with the anchors and numbers of its blocks and notes filled in."""
    given = {anchor for node in gather(article.body, ANCHORED) if (anchor := getattr(node, "anchor", ""))}
    kinds = NUMBERED if gather(article.body, _NOTE) else ANCHORED
    numberer = _Numberer(given)
    body = transform(numberer.count_paragraphs(article.body), numberer.change, kinds)
    notes = tuple(
        msgspec.structs.replace(note, children=transform(note.children, numberer.change, NUMBERED))
        for note in article.notes
    )
    return msgspec.structs.replace(article, body=body, notes=numberer.number_notes(notes))


class _Numberer:
    """The state of one article's numbering."""

    def __init__(self, given: set[str]) -> None:
        self.names = Names(given)  # anchors of the writer's own, which none made here may take
        self.used: set[str] = set()
        self.paragraphs = 0
        self.figures = 0
        self.tables = 0
        self.notes: dict[str, int] = {}

    def count_paragraphs(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """Return the blocks with the paragraphs of the running text numbered: those of the body and its groups."""
        counted: list[Block] = []
        for block in blocks:
            if type(block) is Paragraph and not _pictures_only(block):
                self.paragraphs += 1
                number = self.paragraphs
                counted.append(Paragraph(block.children, anchor=block.anchor, number=number, place=block.place))
            elif isinstance(block, Group) and block.role not in ("corrections", "sources"):
                counted.append(msgspec.structs.replace(block, children=self.count_paragraphs(block.children)))
            else:
                counted.append(block)
        return tuple(counted)

    def change(self, node: AnyNode) -> AnyNode:
        """Return the node with its anchor and number."""
        match node:
            case Paragraph():
                return self._digested(node, "p") if node.number else node
            case Note():
                number = self.notes.setdefault(node.key, len(self.notes) + 1)
                return node if node.number == number else msgspec.structs.replace(node, number=number)
            case Heading():
                return self._anchored(node, "section", plain_text(node))
            case Figure():
                self.figures += 1
                words = plain_text(node.caption) or node.image.alt
                return self._anchored(node, "figure", words, prefix="figure-", number=self.figures)
            case Table():
                self.tables += 1
                words = plain_text(node.caption)
                return self._anchored(node, "table", words, prefix="table-", number=self.tables)
            case _:
                return self._digested(node, type(node).__name__.lower())

    def _digested(self, node: AnyNode, kind: str) -> AnyNode:
        """Return the node with an anchor from a digest of its words, if it has none of its own."""
        anchor: str = getattr(node, "anchor", "")
        if anchor and anchor not in self.used:
            self.used.add(anchor)
            return node
        anchor = self.names.take(anchor or f"{kind}-{_digest(node)}")
        self.used.add(anchor)
        if type(node) is Paragraph:  # most are: this is twice as fast as a replacement
            return Paragraph(node.children, anchor=anchor, number=node.number, place=node.place)
        return msgspec.structs.replace(node, anchor=anchor)

    def _anchored(self, node: AnyNode, kind: str, words: str, prefix: str = "", **fields: object) -> AnyNode:
        anchor = getattr(node, "anchor", "")
        if not anchor:
            name = slugify(words)
            anchor = self.names.take(prefix + name if prefix and name else _named(name, kind))
        elif anchor in self.used:
            anchor = self.names.take(anchor)
        self.used.add(anchor)
        if getattr(node, "anchor", "") == anchor and all(getattr(node, k) == v for k, v in fields.items()):
            return node
        return msgspec.structs.replace(node, anchor=anchor, **fields)

    def number_notes(self, notes: tuple[Footnote, ...]) -> tuple[Footnote, ...]:
        """Return the notes in order of first reference; those that nothing refers to keep number 0 and come last."""
        numbered = [
            msgspec.structs.replace(
                note,
                number=self.notes.get(note.key, 0),
                anchor=note.anchor or self.names.take(f"note-{slugify(note.key) or 'n'}"),
            )
            for note in notes
        ]
        return tuple(sorted(numbered, key=lambda note: (note.number == 0, note.number)))


def _named(name: str, kind: str) -> str:
    """Return a name that begins with a letter, as XML ids must."""
    if not name:
        return kind
    return name if name[0].isalpha() else f"{kind}-{name}"


def _digest(node: AnyNode) -> str:
    return blake2s(plain_text(node).encode(errors="replace"), digest_size=4).hexdigest()


def _pictures_only(paragraph: Paragraph) -> bool:
    return all(type(child) is Image for child in paragraph.children)


class OutlineEntry(msgspec.Struct, frozen=True):
    """A heading and those below it. `level` is that of the heading in the article, `title` its plain words."""

    level: int
    title: str
    anchor: str
    heading: Heading
    children: tuple[OutlineEntry, ...] = ()


def outline(article: Article) -> tuple[OutlineEntry, ...]:
    """Return the headings of the article as a tree; a skipped level hangs below the heading before it."""
    headings = [(node, title) for node in _headings(article.body) if (title := plain_text(node))]
    entries, _ = _nest(headings, 0, 0)
    return entries


def _headings(blocks: Iterable[Block]) -> Iterable[Heading]:
    """Yield the headings that structure the story: those of the body and its groups, not of asides or quotes."""
    for block in blocks:
        if isinstance(block, Heading):
            yield block
        elif isinstance(block, Group):
            yield from _headings(block.children)


def _nest(headings: list[tuple[Heading, str]], start: int, above: int) -> tuple[tuple[OutlineEntry, ...], int]:
    """Return the entries from `start` whose level is over `above`, and where the next one stands."""
    entries: list[OutlineEntry] = []
    position = start
    while position < len(headings) and headings[position][0].level > above:
        heading, title = headings[position]
        below, position = _nest(headings, position + 1, heading.level)
        entries.append(OutlineEntry(heading.level, title, heading.anchor, heading, below))
    return tuple(entries), position
