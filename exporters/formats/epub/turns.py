"""Where a page of the printed edition begins within a block: marks put into its text before it is rendered.

The page map counts the characters of the block's own text before the turn (`exporters.contract.turn_key`). A mark never
stands within a word: the page of the print edition may begin with half of one, but whoever searches the e-book for the
word must find it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from exporters.contract import PageMap, count_characters
from exporters.model.nodes import Block, Code, CodeBlock, Inline, Node, Span, Text
from exporters.model.walk import AnyNode, transform
from exporters.patterns import pattern

B = TypeVar("B", bound=Block)

Turn = tuple[int, str]
"""How much of a block's text comes before the page, and the page's label."""

_WORDS = pattern(r"\S+")
_SPACES = pattern(r"\s+")
_IDEOGRAPHS = "\u2e80"
"""From here on, scripts part no words by spaces."""


class PageTurn(Node, frozen=True, tag="page-turn"):
    """The mark of a page that begins here; it lives only while an e-book is written."""

    label: str


class MarkedCode(CodeBlock, frozen=True, tag="marked-code"):
    """Program text within which pages begin: the labels by their places in the text."""

    turns: tuple[Turn, ...] = ()


def turns_by_block(page_map: PageMap) -> dict[str, list[Turn]]:
    """Return the turns within blocks by the key of the block (`page_key`), in the order of the text."""
    found: dict[str, list[Turn]] = {}
    for key, label in page_map.items():
        block, tab, told = key.partition("\t")
        if tab and told.isdecimal():
            found.setdefault(block, []).append((int(told), label))
    for turns in found.values():
        turns.sort(key=lambda turn: turn[0])
    return found


def mark_turns(block: B, turns: Iterable[Turn]) -> B:
    """Return the block with a mark where each page begins; a page beyond its end begins with the next block."""
    marker = _Marker(list(turns))
    (marked,) = transform((block,), marker.change, _KINDS)
    return marked


_KINDS: frozenset[type] = frozenset({Text, Code, CodeBlock, MarkedCode})


class _Marker:
    """Counts the text of a block and cuts it where its pages begin."""

    def __init__(self, turns: list[Turn]) -> None:
        self._waiting = turns[::-1]
        self._told = 0

    def change(self, node: AnyNode) -> AnyNode:
        """Return the node, parted by marks if a page begins in it."""
        if not isinstance(node, Text | Code | CodeBlock):
            return node
        before = self._told
        self._told += count_characters(node.text)
        due: list[Turn] = []
        while self._waiting and self._waiting[-1][0] < self._told:
            due.append(self._waiting.pop())
        if not due:
            return node
        places = places_of(node.text, [told - before for told, _ in due])
        found = [(place, label) for place, (_, label) in zip(places, due, strict=True)]
        if isinstance(node, CodeBlock):
            return MarkedCode(text=node.text, language=node.language, anchor=node.anchor, turns=tuple(found))
        parts: list[Inline] = []
        start = 0
        for place, label in found:
            parts += (self._part(node, start, place), PageTurn(label=label))  # type: ignore[arg-type]  # not of the model
            start = place
        parts.append(self._part(node, start, len(node.text)))
        return Span(children=tuple(parts))  # a span that says nothing is its words only

    @staticmethod
    def _part(node: Text | Code, start: int, stop: int) -> Text | Code:
        return type(node)(text=node.text[start:stop])


def places_of(text: str, tolds: Iterable[int]) -> Iterator[int]:
    """Yield where in a text the pages begin before which so many of its characters stand, in rising order.

    A word that the turn divides comes before the mark, whole, unless its script has no spaces to part words by.
    """
    words = _WORDS.finditer(text)
    word = next(words, None)
    passed = 0
    for told in tolds:
        while word is not None and told >= passed + len(word[0]):
            passed += len(word[0])
            word = next(words, None)
        if word is None:
            yield len(text)
            continue
        place = word.start() + told - passed
        if told == passed or text[place] >= _IDEOGRAPHS:
            yield place
        else:
            spaces = _SPACES.match(text, word.end())
            yield spaces.end() if spaces else word.end()
