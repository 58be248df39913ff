"""A long story in several files: old reading systems fail on files above some 300 kB, and new ones open them slowly.

A file ends before a heading where one is near, the higher the better, and between two blocks else: no block is cut.
Anchors keep their names; which file holds each is known before anything is rendered, for links lead forward as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from exporters.model.nodes import Block, Code, CodeBlock, Group, Heading, Math, MathBlock, Note, Text
from exporters.model.publication import Article, Footnote
from exporters.model.walk import walk

_PER_NODE = 20
"""What the tags of a node add, on average."""
_EARLIEST = (0.4, 0.7)
"""From which part of the limit on a file may end before a heading of the first level, and of any level."""
_MOST_HEADINGS = 6
"""How many headings go into the next file with what they head: a list that is all headings is parted like any other."""

_encode = msgspec.msgpack.Encoder().encode


class Portion(msgspec.Struct, frozen=True):
    """What one file of a story holds."""

    file: str
    blocks: tuple[Block, ...]
    notes: tuple[Footnote, ...]


class StoryFiles(msgspec.Struct, frozen=True):
    """The files of a story in order, and where it has several, which of them holds each anchor."""

    portions: tuple[Portion, ...]
    files: Mapping[str, str] = {}

    def file_of(self, anchor: str) -> str:
        """Return the file that holds this anchor; the first one where it is none of the story's."""
        return self.files.get(anchor, self.portions[0].file)


def split_story(article: Article, file: str, limit_bytes: int) -> StoryFiles:
    """Return the story in files of about this size at most, the first called `file`; 0 for no limit."""
    if not limit_bytes or _is_surely_within(article.body, limit_bytes):
        return StoryFiles((Portion(file, article.body, article.notes),))
    parts = list(_parts(tuple(_opened(article.body)), limit_bytes))
    if len(parts) == 1:
        return StoryFiles((Portion(file, article.body, article.notes),))
    stem = file.removesuffix(".xhtml")
    names = [file, *(f"{stem}.{number}.xhtml" for number in range(2, len(parts) + 1))]
    return _with_notes(article, names, parts)


def _is_surely_within(blocks: Sequence[Block], limit_bytes: int) -> bool:
    """Return whether the blocks are small at first sight."""
    # The encoding holds all the text and places beside it, so it is never smaller; it costs next to nothing.
    try:
        return len(_encode(blocks)) <= limit_bytes
    except UnicodeEncodeError:  # a place in a file whose name is no text
        return False


def _with_notes(article: Article, names: Sequence[str], parts: Sequence[tuple[Block, ...]]) -> StoryFiles:
    """Give each note to the file that refers to it first, so that it can pop up there."""
    anchors: dict[str, str] = {}
    homes: dict[str, str] = {}
    for name, blocks in zip(names, parts, strict=True):
        for node in walk(blocks):
            anchor: str = getattr(node, "anchor", "")
            if anchor:
                anchors.setdefault(anchor, name)
            if isinstance(node, Note):
                homes.setdefault(node.key, name)
    for note in article.notes:
        home = homes.setdefault(note.key, names[-1])
        for node in walk(note.children):
            if isinstance(node, Note):
                homes.setdefault(node.key, home)
    for note in article.notes:
        anchors.setdefault(note.anchor, homes[note.key])
    by_home: dict[str, list[Footnote]] = {}
    for note in article.notes:
        by_home.setdefault(homes[note.key], []).append(note)
    portions = tuple(
        Portion(name, blocks, tuple(by_home.get(name, ()))) for name, blocks in zip(names, parts, strict=True)
    )
    return StoryFiles(portions, anchors)


def _opened(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks, those of plain sections one by one, for a whole story may stand in one."""
    for block in blocks:
        plain = isinstance(block, Group) and block.role in ("", "section")
        if isinstance(block, Group) and plain and not (block.title or block.language or block.direction):
            inside = list(_opened(block.children))
            if block.anchor and inside:
                yield msgspec.structs.replace(block, children=(inside[0],))
                inside = inside[1:]
            yield from inside
        else:
            yield block


def _parts(blocks: Sequence[Block], limit: int) -> Iterator[tuple[Block, ...]]:
    start = size = 0
    for position, block in enumerate(blocks):
        weight = _weight(block)
        if position > start and _ends(size, weight, block, limit):
            stop = position
            earliest = max(start + 1, position - _MOST_HEADINGS)
            while stop > earliest and isinstance(blocks[stop - 1], Heading):
                stop -= 1  # a heading stays with what it heads
            yield tuple(blocks[start:stop])
            size = sum(map(_weight, blocks[stop:position]))
            start = stop
        size += weight
    yield tuple(blocks[start:])


def _ends(size: int, weight: int, block: Block, limit: int) -> bool:
    """Whether a file of this size ends before a block of this weight."""
    if size + weight > limit:
        return True
    if not isinstance(block, Heading):
        return False
    first, any_level = _EARLIEST
    return size > limit * (first if block.level == 1 else any_level)


def _weight(block: Block) -> int:
    """Return about how many bytes a block becomes."""
    total = 0
    for node in walk(block):
        total += _PER_NODE
        match node:
            case Text() | Code() | CodeBlock():
                total += len(node.text.encode(errors="replace"))
            case Math() | MathBlock():
                total += 20 * len(node.source)
            case _:
                pass
    return total
