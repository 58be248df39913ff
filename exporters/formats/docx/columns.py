"""The columns of a table: how wide each is, and in what size of type the table has room."""

from __future__ import annotations

from typing import Final

import msgspec

from exporters.model.nodes import Cell, Paragraph, Table, Text
from exporters.model.walk import plain_text
from exporters.patterns import pattern

_WIDE: Final = pattern("[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]")
_FIRST_WIDE: Final = "\u1100"
_SIGNS: Final = "\u115f"
_NEXT_WIDE: Final = "\u2e80"
"""Between the wide letters, with the punctuation of the west."""
_SAMPLE: Final = 30  # rows that are looked at
_BREAKABLE: Final = 10  # dates stay whole
_LONGEST_WORD: Final = 22
_LONGEST_LINE: Final = 70
_MOST_STRETCH: Final = 1.35


class Placed(msgspec.Struct, frozen=True, gc=False):
    """A cell in the grid: at which column, over how many, and whether it begins or continues a merge of rows."""

    cell: Cell | None
    column: int
    span: int
    merge: str = ""


class Size(msgspec.Struct, frozen=True):
    """A size of type for tables: its styles, the mean width of its letters, and the space at both sides of a cell."""

    text: str
    heading: str
    letter: int
    padding: int
    margins: str = ""


USUAL: Final = Size("Table Text", "Table Heading", 100, 236)
SMALL: Final = Size(
    "Table Text Small",
    "Table Heading Small",
    82,
    124,
    '<w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar>',
)
"""For tables that would have to break words."""


def _unbroken(word: str) -> int:
    """Return how many letters of a word stay on one line; long ones may be parted at their hyphens and slashes."""
    if len(word) <= _BREAKABLE and word.isascii():
        return len(word)
    wide = _wide(word)
    if wide:  # ideographs break anywhere, but a short word of them is kept whole
        return min(len(word) + wide, _BREAKABLE)
    return max(len(part) + 1 for part in word.replace("/", "-").split("-")) if len(word) > _BREAKABLE else len(word)


def _letters(text: str) -> int:
    """Return how many letters of Latin are as wide as the text."""
    return len(text) + _wide(text)


def _wide(text: str) -> int:
    """Return how many letters of the text are twice as wide as those of Latin."""
    if text.isascii() or all(letter < _FIRST_WIDE or _SIGNS < letter < _NEXT_WIDE for letter in text):
        return 0  # as in every text of the west; to compile the pattern takes longer than a hundred tables
    return len(_WIDE.findall(text))


def _plain(cell: Cell) -> str:
    """Return the text of a cell; the most usual kind of cell is read without a walk."""
    if len(cell.children) == 1:
        block = cell.children[0]
        if isinstance(block, Paragraph) and len(block.children) == 1 and isinstance(block.children[0], Text):
            return block.children[0].text
    return plain_text(cell.children)


def column_widths(
    table: Table, grid: tuple[list[Placed], ...], columns: int, room: int, *, fill: bool = False
) -> tuple[list[int], Size]:
    """Return the width of each column in twentieths of a point, and the size of type they are made for.

    As the table says, else as its words need: no word is broken while there is room, in small type if need be. With
    `fill` the table takes all the room.
    """
    shares = [column.width for column in table.columns] + [0.0] * (columns - len(table.columns))
    if any(shares):
        left = max(1.0 - sum(shares), 0.0)
        free = sum(1 for share in shares if not share)
        shares = [share or max(left / free, 0.05) for share in shares]
        total = sum(shares)
        return [max(int(room * share / total), 1) for share in shares], USUAL
    least, wanted = [1] * columns, [1] * columns
    bold = len(table.header)
    for number, line in enumerate(grid[:_SAMPLE]):
        for placed in line:
            if placed.cell is None or placed.span > 1:
                continue
            text = _plain(placed.cell)
            longest = max((_unbroken(word) for word in text.split()), default=0)
            longest += number < bold or placed.cell.header  # bold letters are wider
            least[placed.column] = max(least[placed.column], min(longest, _LONGEST_WORD))
            wanted[placed.column] = max(wanted[placed.column], min(_letters(text), _LONGEST_LINE))
    size = USUAL if sum(letters * USUAL.letter + USUAL.padding for letters in least) <= room else SMALL
    needed = [letters * size.letter + size.padding for letters in least]
    natural = [letters * size.letter + size.padding for letters in wanted]
    if sum(natural) <= room:
        stretch = room / sum(natural) if fill else min(room / sum(natural), _MOST_STRETCH)
        return [int(width * stretch) for width in natural], size
    if sum(needed) >= room:
        return [max(int(width * room / sum(needed)), 1) for width in needed], size
    spare = room - sum(needed)
    more = [width - least_width for width, least_width in zip(natural, needed, strict=True)]
    return [width + int(spare * extra / (sum(more) or 1)) for width, extra in zip(needed, more, strict=True)], size
