"""Runs of inlines as lines of text, and mixed content as blocks: where white space is settled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeGuard, get_args

from exporters.model.nodes import (
    Block,
    Cell,
    Definition,
    Definitions,
    Heading,
    Inline,
    LineBreak,
    List,
    ListItem,
    Node,
    Paragraph,
    Row,
    Text,
)
from exporters.model.place import NOWHERE, Place
from exporters.model.walk import plain_text
from exporters.patterns import pattern

_INLINES: tuple[type, ...] = get_args(Inline)
_BLOCKS: frozenset[type] = frozenset(get_args(Block))
SPACES = pattern(r"[ \t\n]{2,}|[\t\n]")

# Between two of these a line end in the source is no space. Hangul is not among them: Korean parts words.
_WIDE = (
    ("\u2e80", "\u312f"),
    ("\u3190", "\u9fff"),
    ("\uf900", "\ufaff"),
    ("\uff00", "\uff60"),
    ("\U00020000", "\U0003ffff"),
)


def _is_wide(character: str) -> bool:
    return any(first <= character <= last for first, last in _WIDE)


class SoftBreak(Node, frozen=True, tag="soft-break"):
    """A line end in the source that is no line break of the text; lives only until its paragraph is closed."""


class Passing(Node, frozen=True, tag="passing"):
    """Part of an element, such as a caption, that lives until that element is closed; `settled` if it has none."""

    def settled(self) -> tuple[Block, ...]:
        """Return the blocks that this part is by itself."""
        return ()


_IN_LINE: frozenset[type] = frozenset({*_INLINES, SoftBreak})


def is_inline(node: Node) -> TypeGuard[Inline]:
    """Return whether the node belongs into a line of text."""
    return type(node) in _IN_LINE or isinstance(node, Text)  # there is a kind of text that a reader makes and unmakes


def flow(children: list[Node], place: Place | None = None, anchor: str = "") -> tuple[Block, ...]:
    """Return mixed content as blocks: runs of inlines become paragraphs, white space between blocks goes.

    The first paragraph made takes the place and the anchor, if given.
    """
    if _BLOCKS.issuperset(map(type, children)):  # as most often
        return tuple(children)  # type: ignore[arg-type]  # the line above says so
    blocks: list[Block] = []
    run: list[Node] = []

    def end_run() -> None:
        nonlocal anchor
        if len(run) == 1 and type(run[0]) is Text and not run[0].text.strip():  # as after most tags
            run.clear()
            return
        for words in _paragraphs(line(run)):
            start = place if place is not None and not blocks else words[0].place
            blocks.append(Paragraph(words, anchor=anchor, place=start))
            anchor = ""
        run.clear()

    for child in children:
        if type(child) in _BLOCKS:
            if run:
                end_run()
            blocks.append(child)  # type: ignore[arg-type]  # the line above says so
        elif is_inline(child):
            run.append(child)
        else:
            if run:
                end_run()
            blocks.extend(_settled(child))
    if run:
        end_run()
    return tuple(blocks)


def _paragraphs(words: tuple[Inline, ...]) -> Iterator[tuple[Inline, ...]]:
    """Yield the paragraphs of a line: two line breaks part them, those at the ends and blank ones mean nothing."""
    if not any(type(word) is LineBreak for word in words):
        if words and not _is_blank(words):
            yield words
        return
    part: list[Inline] = []
    breaks: list[Inline] = []
    for word in words:
        if isinstance(word, LineBreak):
            breaks.append(word)
        elif breaks and isinstance(word, Text) and not word.text.strip():
            continue
        else:
            if len(breaks) > 1 or not part:
                if part and not _is_blank(tuple(part)):
                    yield trimmed(part)
                part = []
            else:
                part += breaks
            breaks = []
            part.append(word)
    if part and not _is_blank(tuple(part)):
        yield trimmed(part)


def _is_blank(words: tuple[Inline, ...]) -> bool:
    """Return whether the words are white space, no-break spaces included."""
    return all(isinstance(word, Text) and not word.text.strip() for word in words)


def _settled(node: Node) -> tuple[Block, ...]:
    """Return the blocks that a part of a list, table or figure is where there is no list, table or figure around it."""
    match node:
        case Passing():
            return node.settled()
        case ListItem():
            return (List((node,), place=node.place),)
        case Definition():
            return (Definitions((node,), place=node.place),)
        case Row():
            return tuple(block for cell in node.cells for block in cell.children)
        case Cell():
            return node.children
        case _:
            raise AssertionError(f"neither a block nor part of one: {type(node).__name__}")


def words_of(children: Iterable[Node]) -> tuple[Inline, ...]:
    """Return mixed content as one line, as captions and headings need it: each paragraph follows after a space.

    What is neither text nor a paragraph becomes its plain text.
    """
    words: list[Node] = []
    for child in children:
        if is_inline(child):
            words.append(child)
            continue
        for block in flow([child]):
            inner = block.children if isinstance(block, (Paragraph, Heading)) else (Text(plain_text(block)),)
            words += [Text(" ", place=block.place), *inner]
    return line(words)


def line(children: Iterable[Node]) -> tuple[Inline, ...]:
    """Return inlines as a line of text: neighbouring text joined, soft breaks resolved, no white space at the ends."""
    return trimmed(join(children))


def join(children: Iterable[Node]) -> list[Inline]:
    """Return inlines with neighbouring text joined and runs of white space made one space.

    A soft break is a space, or nothing between Chinese or Japanese.
    """
    joined: list[Inline] = []
    texts: list[str] = []
    place = NOWHERE
    pending: SoftBreak | None = None  # a soft break whose neighbours are not both known yet

    def end_text() -> None:
        if texts:
            text = texts[0] if len(texts) == 1 else "".join(texts)
            if "  " in text or "\t" in text or "\n" in text:
                text = SPACES.sub(" ", text)
            joined.append(Text(text, place=place))
            texts.clear()

    for child in children:
        kind = type(child)
        if kind is SoftBreak:
            pending = child  # type: ignore[assignment]  # the line above says so
            continue
        text = child.text if isinstance(child, Text) else ""
        if pending is not None:
            before = texts[-1] if texts else ""
            if not (before and text and _is_wide(before[-1]) and _is_wide(text[0])):
                if not texts:
                    place = pending.place
                texts.append(" ")
            pending = None
        if isinstance(child, Text):
            if not texts:
                place = child.place
            texts.append(text)
        else:
            if texts:
                end_text()
            joined.append(child)  # type: ignore[arg-type]  # callers give inlines
    end_text()
    return joined


def trimmed(inlines: list[Inline]) -> tuple[Inline, ...]:
    """Return the inlines without white space at the ends."""
    start, end = 0, len(inlines)
    while start < end and isinstance(first := inlines[start], Text):
        text = first.text.lstrip(" \t\n")
        if text:
            if text != first.text:
                inlines[start] = Text(text, place=first.place)
            break
        start += 1
    while end > start and isinstance(last := inlines[end - 1], Text):
        text = last.text.rstrip(" \t\n")
        if text:
            if text != last.text:
                inlines[end - 1] = Text(text, place=last.place)
            break
        end -= 1
    return tuple(inlines[start:end])
