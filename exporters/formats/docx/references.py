"""What is linked to what: bookmarks and their names, addresses that Word can open, notes called more than once.

Bookmarks: ECMA-376 part 1, 17.13.6; names have at most 40 characters and do not differ by case alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import quote, urlsplit

import msgspec

from exporters.model.nodes import (
    Block,
    Cell,
    Code,
    CodeBlock,
    Emphasis,
    Figure,
    Heading,
    Link,
    Note,
    Paragraph,
    Strong,
    Table,
    Text,
)
from exporters.model.publication import Publication
from exporters.model.walk import AnyNode, children, plain_text
from exporters.patterns import pattern
from exporters.words import words_for

_MAX_NAME: Final = 40
_NOT_NAME: Final = pattern(r"\W+")
_SAFE: Final = "%/:=&?~#+!$,;'@()*[]-._"
_MAX_ADDRESS: Final = 2079
"""Word refuses files with longer addresses (https://support.microsoft.com, "maximum URL length")."""
_SCHEMES: Final = frozenset({"http", "https", "mailto", "tel"})


_SOUGHT: Final = frozenset({Link, Note, Heading, Figure, Table})
_WITH_CHILDREN: Final = frozenset({Paragraph, Cell, Emphasis, Strong, Heading, Link})
"""Of the kinds that have children and nothing else, those that most texts have."""


class Bookmarks(msgspec.Struct):
    """Names for places in the document, each valid in Word and given once, and the numbers that pair their ends."""

    _names: dict[tuple[str, str], str] = msgspec.field(default_factory=dict)
    _taken: set[str] = msgspec.field(default_factory=set)
    _next: dict[str, int] = msgspec.field(default_factory=dict)
    _count: int = 0
    _placed: set[str] = msgspec.field(default_factory=set)

    def name(self, slug: str, anchor: str) -> str:
        """Return the bookmark for an anchor of this article; an empty anchor is the story's beginning."""
        key = (slug, anchor)
        found = self._names.get(key)
        if found is None:
            plain = _NOT_NAME.sub("_", anchor or f"story_{slug}").strip("_") or "place"
            if not plain[0].isalpha():
                plain = f"a_{plain}"
            found = self._names[key] = self._free(plain[:_MAX_NAME])
        return found

    def _free(self, wanted: str) -> str:
        if wanted.casefold() not in self._taken:
            self._taken.add(wanted.casefold())
            return wanted
        count = self._next.get(wanted, 2)
        while True:
            tail = f"_{count}"
            name = wanted[: _MAX_NAME - len(tail)] + tail
            count += 1
            if name.casefold() not in self._taken:
                break
        self._next[wanted] = count
        self._taken.add(name.casefold())
        return name

    def mark(self, name: str, inner: str = "") -> str:
        """Return what stands between the ends of a bookmark, with them; a name that was placed before is left out."""
        if name in self._placed:
            return inner
        self._placed.add(name)
        self._count += 1
        return f'<w:bookmarkStart w:id="{self._count}" w:name="{name}"/>{inner}<w:bookmarkEnd w:id="{self._count}"/>'


class Targets(msgspec.Struct, frozen=True):
    """What links and notes point at, found in one walk before anything is written; all are pairs with a slug.

    `anchors` are those that a link leads to, `called` the keys of notes that running text calls, as against those
    that only notes call, `repeated` the keys of notes that are called from more than one place. `labels` are the words
    of headings, and "Figure 3" and its like of captions, that a link repeats.
    """

    anchors: frozenset[tuple[str, str]]
    called: frozenset[tuple[str, str]]
    repeated: frozenset[tuple[str, str]]
    labels: dict[tuple[str, str], str]


def find_targets(publication: Publication, listed: str = "none") -> Targets:
    """Return everything in the publication that something points at, as do lists of `figures`, `tables` or `both`."""
    linked: dict[tuple[str, str], list[Link]] = {}
    called: set[tuple[str, str]] = set()
    repeated: set[tuple[str, str]] = set()
    labelled: dict[tuple[str, str], tuple[Heading | Figure | Table, str]] = {}
    for article in publication.articles:
        slug = article.meta.slug
        for node in _references(article.body):
            if isinstance(node, Link):
                _add_target(node, slug, linked)
            elif isinstance(node, Note):
                (repeated if (slug, node.key) in called else called).add((slug, node.key))
            elif node.anchor:
                labelled[slug, node.anchor] = (node, article.meta.language)
        for note in article.notes:
            for node in _references(note.children):
                if isinstance(node, Note):
                    repeated.add((slug, node.key))
                elif isinstance(node, Link):
                    _add_target(node, slug, linked)
    labels = {key: _label(*labelled[key]) for key in linked if key in labelled}
    labels = {
        key: label for key, label in labels.items() if any(plain_text(link.children) == label for link in linked[key])
    }
    anchors = set(linked)
    for key, (node, _) in labelled.items() if listed != "none" else ():
        if not isinstance(node, Heading) and listed in ("both", "figures" if isinstance(node, Figure) else "tables"):
            anchors.add(key)
    return Targets(frozenset(anchors), frozenset(called), frozenset(repeated), labels)


def label_key(slug: str, anchor: str) -> tuple[str, str]:
    """Return the key of the bookmark around the words by which something is referred to."""
    return slug, f"{anchor} label"


def _label(node: Heading | Figure | Table, language: str) -> str:
    """Return the words by which a heading, figure or table is referred to; none for what has no caption."""
    if isinstance(node, Heading):
        return f"{node.number} {plain_text(node)}".strip()
    words = words_for(language)
    word = words.figure if isinstance(node, Figure) else words.table
    return f"{word} {node.number}" if node.caption and node.number else ""


def _references(blocks: tuple[Block, ...]) -> Iterator[Link | Note | Heading | Figure | Table]:
    """Yield what refers and what is referred to, in no order; several times faster than `walk`, which keeps one."""
    stack: list[tuple[AnyNode, ...]] = [blocks]
    while stack:
        for node in stack.pop():
            kind = type(node)
            if kind is Text or kind is Code or kind is CodeBlock:  # as most are
                continue
            if kind in _SOUGHT:
                yield node  # type: ignore[misc]  # its kind was looked at
            stack.append(node.children if kind in _WITH_CHILDREN else children(node))  # type: ignore[union-attr]


def _add_target(link: Link, slug: str, linked: dict[tuple[str, str], list[Link]]) -> None:
    """Keep a link by where it leads within the publication."""
    found = internal_target(link.target, slug)
    if found is not None:
        linked.setdefault(found, []).append(link)


def internal_target(target: str, slug: str) -> tuple[str, str] | None:
    """Return the slug and anchor that a link within the publication leads to, or None for any other link."""
    if target.startswith("#"):
        return slug, target[1:]
    if target.startswith("story:"):
        story, _, anchor = target[len("story:") :].partition("#")
        return story, anchor
    return None


def address(target: str) -> str:
    """Return the address as Word can open it, or nothing: one it cannot read makes it refuse the whole file."""
    try:
        parts = urlsplit(target)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in _SCHEMES or (parts.scheme.lower().startswith("http") and not _is_host(host)):
        return ""
    if not (parts.netloc or parts.path):
        return ""
    escaped = quote(target, safe=_SAFE)
    return escaped if len(escaped) <= _MAX_ADDRESS else ""


def _is_host(host: str | None) -> bool:
    return bool(host) and not any(letter in '<>"{}|\\^`% ' for letter in host or "")
