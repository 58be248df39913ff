"""Anchors, numbers and the outline: by what name a block is cited, the same in every format.

An anchor follows from what a block says, not from where it stands, so that it survives edits elsewhere: a heading's
from its words, a paragraph's from a digest of its text. Numbers count: paragraphs of the body, figures, tables and
notes, each per article.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import msgspec

from exporters.digests import blake2s
from exporters.model.nodes import (
    Block,
    CodeBlock,
    Figure,
    Group,
    Heading,
    Image,
    Lines,
    MathBlock,
    Note,
    Paragraph,
    Table,
)
from exporters.model.overview import Overview, look_over
from exporters.model.publication import Article, Footnote, Part, Publication
from exporters.model.walk import ANCHORED, AnyNode, plain_text, transform, transform_below

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


NUMBERED: frozenset[type] = ANCHORED | {Note}
"""The kinds that get an anchor or a number."""
_NOTE: frozenset[type] = frozenset({Note})
_IMAGE: frozenset[type] = frozenset({Image})
_STRUCTURE: frozenset[type] = frozenset({Heading, Group})
_FLAT: frozenset[type] = frozenset({Paragraph, Heading, CodeBlock, Figure, Lines, MathBlock})
"""The kinds of blocks that hold no others."""
_ANCHORED_WITHIN = ANCHORED - {Paragraph}
"""The kinds that have one within other blocks than groups, whose paragraphs are not counted."""
_PREFIXES = {kind: kind.__name__.lower() for kind in ANCHORED} | {Paragraph: "p"}
"""What the anchor of a block begins with that is named by a digest."""


def number_article(article: Article, seen: Overview | None = None) -> Article:
    """Return the article with the anchors and numbers of its blocks and notes filled in.

    `seen` is what its body holds, where that is known.
    """
    seen = seen or look_over(article.body)
    numberer = _Numberer(seen.anchors)
    body = numberer.number_body(article.body, seen)
    notes = tuple(
        msgspec.structs.replace(note, children=transform(note.children, numberer.change, NUMBERED))
        for note in article.notes
    )
    return msgspec.structs.replace(article, body=body, notes=numberer.number_notes(notes))


class _Numberer:
    """The state of one article's numbering."""

    def __init__(self, given: frozenset[str]) -> None:
        self.names = Names(set(given))  # anchors of the writer's own, which none made here may take
        self.reserved = set(given)
        self.paragraphs = 0
        self.figures = 0
        self.tables = 0
        self.notes: dict[str, int] = {}

    def number_body(self, blocks: tuple[Block, ...], seen: Overview) -> tuple[Block, ...]:
        """Return the blocks with their anchors and numbers and those of all that is in them."""
        body = list(blocks)
        for position in seen.holding(_NOTE):
            (body[position],) = transform((body[position],), self.change, _NOTE)
        for position, (block, said) in enumerate(zip(body, seen.said, strict=True)):
            if isinstance(block, Paragraph) and not _pictures_only(block):  # as most
                self.paragraphs += 1
                anchor = self._anchor(block, said)
                body[position] = Paragraph(block.children, anchor=anchor, number=self.paragraphs, place=block.place)
            elif type(block) in ANCHORED:
                whole = block if type(block) in _FLAT else self._within(block)
                body[position] = self.change(whole, said)  # type: ignore[assignment]  # a block for a block
        return tuple(body)

    def _within(self, block: Block) -> Block:
        """Return a block that holds others with the anchors and numbers of those."""
        (counted,) = self.count_paragraphs((block,))
        return transform_below(counted, self.change, _ANCHORED_WITHIN if counted is block else ANCHORED)

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

    def change(self, node: AnyNode, said: bytes | None = None) -> AnyNode:
        """Return the node with its anchor and number; `said` is its plain text as UTF-8, where that is known."""
        match node:
            case Note():
                number = self.notes.setdefault(node.key, len(self.notes) + 1)
                return node if node.number == number else msgspec.structs.replace(node, number=number)
            case Heading():
                return self._anchored(node, "section", plain_text(node) if said is None else said.decode())
            case Figure():
                self.figures += 1
                words = plain_text(node.caption) or node.image.alt
                return self._anchored(node, "figure", words, prefix="figure-", number=self.figures)
            case Table():
                self.tables += 1
                words = plain_text(node.caption)
                return self._anchored(node, "table", words, prefix="table-", number=self.tables)
            case Paragraph() if not node.number:
                return node
            case _:
                anchor = self._anchor(node, said)
                return node if getattr(node, "anchor", "") == anchor else msgspec.structs.replace(node, anchor=anchor)

    def _anchor(self, node: AnyNode, said: bytes | None) -> str:
        """Return the anchor of a node that is named by a digest of its words, if it has none of its own."""
        own: str = getattr(node, "anchor", "")
        if own:
            return self._kept(own)
        words = plain_text(node).encode("utf-8", "replace") if said is None else said
        return self.names.take(f"{_PREFIXES[type(node)]}-{blake2s(words, digest_size=4).hexdigest()}")

    def _kept(self, own: str) -> str:
        """Return the anchor that the writer gave: the first to have it keeps it."""
        if own in self.reserved:
            self.reserved.remove(own)
            return own
        return self.names.take(own)

    def _anchored(self, node: AnyNode, kind: str, words: str, prefix: str = "", **fields: object) -> AnyNode:
        own: str = getattr(node, "anchor", "")
        if own:
            anchor = self._kept(own)
        else:
            name = slugify(words)
            anchor = self.names.take(prefix + name if prefix and name else _named(name, kind))
        if own == anchor and all(getattr(node, k) == v for k, v in fields.items()):
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


def _pictures_only(paragraph: Paragraph) -> bool:
    return _IMAGE.issuperset(map(type, paragraph.children))


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
    for block in [block for block in blocks if type(block) in _STRUCTURE]:
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
