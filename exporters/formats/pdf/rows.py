"""The rows of tables as boxes: cells side by side, with what is drawn between and behind them.

Rows tied by a cell that spans them are one box, which can be parted between any two of its rows; a cell that reaches
over the break is parted with them.
"""

# ruff: noqa: ARG002 - what every box is told, not every box needs
from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

import msgspec
from msgspec.structs import replace

from exporters.formats.pdf.boxes import Box, Landing, Reference, filled_rectangle
from exporters.formats.pdf.canvas import TaggedCanvas
from exporters.formats.pdf.sheet import HAIR, INK, Colour
from exporters.formats.pdf.stacks import draw_stack, split_stack, stack_height_pt, stack_landings, stack_references

RULE_PT = 0.8
"""Above the first row and below the last."""
HEAD_RULE_PT = 0.5
HAIR_PT = 0.35

Stretch = tuple[float, float]


class CellBox(msgspec.Struct, frozen=True):
    """The boxes of one cell, which covers `row_span` rows, its own the first, from `left_pt` to `right_pt`."""

    left_pt: float
    right_pt: float
    boxes: Sequence[Box]
    row_span: int = 1

    @property
    def height_pt(self) -> float:
        """The height of what is in the cell."""
        return stack_height_pt(self.boxes)


class LaidRow(msgspec.Struct):
    """One row: its cells, its height, and from where to where a rule stands below it, which spanning cells
    interrupt.
    """

    cells: Sequence[CellBox]
    ruled: Sequence[Stretch]
    height_pt: float = 0.0


class RowStyle(msgspec.Struct, frozen=True):
    """What all rows of a table share: the room above and below their cells, what is ruled, where they lie.

    Boxes lower than `tallest_pt` go to the next page rather than be parted.
    """

    padding_pt: float
    tallest_pt: float
    left_pt: float
    right_pt: float
    rules: Literal["rows", "grid", "none"] = "rows"


class RowsBox(Box):
    """One row, or several that are tied by cells spanning them."""

    __slots__ = ("at_foot", "fill", "rows", "rule_above", "rule_below", "style")

    def __init__(self, rows: Sequence[LaidRow], style: RowStyle) -> None:
        share_heights(rows, style.padding_pt)
        super().__init__(sum(row.height_pt for row in rows))
        self.rows = rows
        self.style = style
        self.rule_above = 0.0
        self.rule_below = 0.0
        """Thickness of the rule below the last row; 0 leaves the hairline that stands between rows."""
        self.fill: Colour | None = None
        self.at_foot = False
        """Whether what is in the cells stands at their foot, as in heads."""

    # ------------------------------------------------------------------------------------------------- parting

    def split(self, room_pt: float, *, force: bool = False) -> tuple[Box, Box] | None:
        if not force and self.height_pt < self.style.tallest_pt:
            return None
        whole, height = 0, 0.0
        while whole < len(self.rows) and height + self.rows[whole].height_pt <= room_pt + 0.01:
            height += self.rows[whole].height_pt
            whole += 1
        if whole == len(self.rows):
            return None
        parts = self._between(whole) if whole else self._within(room_pt, force=force)
        return None if parts is None else self._dressed(*parts)

    def _between(self, whole: int) -> tuple[list[LaidRow], list[LaidRow]]:
        """Return the first rows and the others, each cell that reaches over the break parted with them."""
        above, carried = [], []
        for index, row in enumerate(self.rows[:whole]):
            cells = []
            for cell in row.cells:
                beyond = index + cell.row_span - whole
                if beyond <= 0:
                    cells.append(cell)
                    continue
                room = sum(r.height_pt for r in self.rows[index:whole]) - 2 * self.style.padding_pt
                first, rest = split_stack(cell.boxes, room)
                cells.append(replace(cell, boxes=first, row_span=whole - index))
                carried.append(replace(cell, boxes=rest, row_span=beyond))
            above.append(LaidRow(cells, row.ruled))
        after = self.rows[whole]
        cells = sorted((*carried, *after.cells), key=lambda cell: cell.left_pt)
        return above, [LaidRow(cells, after.ruled), *self.rows[whole + 1 :]]

    def _within(self, room_pt: float, *, force: bool) -> tuple[list[LaidRow], list[LaidRow]] | None:
        """Return a first row of what fits of the first one, and the others below its rest."""
        row, *others = self.rows
        parts = [split_stack(cell.boxes, room_pt - 2 * self.style.padding_pt, force=force) for cell in row.cells]
        if not any(first for first, _ in parts) or not any(rest for _, rest in parts):
            return None
        if not force and any(cell.boxes and not first for cell, (first, _) in zip(row.cells, parts, strict=True)):
            return None
        above = [replace(cell, boxes=first, row_span=1) for cell, (first, _) in zip(row.cells, parts, strict=True)]
        below = [replace(cell, boxes=rest) for cell, (_, rest) in zip(row.cells, parts, strict=True)]
        return [LaidRow(above, ())], [LaidRow(below, row.ruled), *others]

    def _dressed(self, above: Sequence[LaidRow], below: Sequence[LaidRow]) -> tuple[Box, Box]:
        # Heights are shared out anew in either part, so neither may hold rows of the whole itself.
        first = RowsBox([replace(row) for row in above], self.style)
        rest = RowsBox([replace(row) for row in below], self.style)
        first.fill = rest.fill = self.fill
        first.at_foot = rest.at_foot = self.at_foot
        first.before_pt, first.anchors, first.frames = self.before_pt, self.anchors, self.frames
        first.continuation, first.rule_above = self.continuation, self.rule_above
        rest.inherit(self)
        rest.rule_below = self.rule_below
        return first, rest

    def cite(self, slug: str, anchor: str, told: int) -> int:
        for row in self.rows:
            for cell in row.cells:
                for box in cell.boxes:
                    told = box.cite(slug, anchor, told)
        return told

    def turn(self) -> tuple[str, str, int] | None:
        turns = (box.turn() for row in self.rows for cell in row.cells for box in cell.boxes)
        return next((turn for turn in turns if turn is not None), None)

    def references(self, within_pt: float = math.inf) -> Sequence[Reference]:
        found: list[Reference] = []
        top = 0.0
        for row in self.rows:
            below = top + self.style.padding_pt
            for cell in row.cells:
                found.extend(Reference(below + depth, mark) for depth, mark in stack_references(cell.boxes))
            top += row.height_pt
        return sorted(found, key=lambda reference: reference.depth_pt)

    def landings(self) -> Sequence[Landing]:
        found = [(0.0, name) for name in self.anchors]
        top = 0.0
        for row in self.rows:
            below = top + self.style.padding_pt
            for cell in row.cells:
                found.extend((below + depth, name) for depth, name in stack_landings(cell.boxes))
            top += row.height_pt
        return found

    # ------------------------------------------------------------------------------------------------- drawing

    def draw(self, canvas: TaggedCanvas, top_pt: float, *, artifact: bool = False) -> None:
        behind = self._behind(top_pt)
        if behind:
            canvas.draw_artifact(" ".join(behind))
        for index, row in enumerate(self.rows):
            for cell in row.cells:
                start = top_pt - self.style.padding_pt
                if self.at_foot:
                    start -= self._height(index, cell) - 2 * self.style.padding_pt - cell.height_pt
                draw_stack(canvas, cell.boxes, start, artifact=artifact)
            top_pt -= row.height_pt

    def _height(self, index: int, cell: CellBox) -> float:
        return sum(row.height_pt for row in self.rows[index : index + cell.row_span])

    def _behind(self, top_pt: float) -> list[str]:
        """Return the operators of the ground and the rules."""
        style, drawn = self.style, []
        bottom = top_pt - self.height_pt
        if self.fill is not None:
            drawn.append(filled_rectangle(self.fill, style.left_pt, bottom, style.right_pt, top_pt))
        if self.rule_above:
            drawn.append(filled_rectangle(INK, style.left_pt, top_pt, style.right_pt, top_pt + self.rule_above))
        height = top_pt
        for index, row in enumerate(self.rows):
            if style.rules == "grid":
                for cell in row.cells:
                    low = height - self._height(index, cell)
                    drawn.extend(_upright(edge, low, height) for edge in (cell.left_pt, cell.right_pt))
            height -= row.height_pt
            last = index == len(self.rows) - 1
            if last and self.rule_below:
                drawn.append(filled_rectangle(INK, style.left_pt, height, style.right_pt, height + self.rule_below))
            elif style.rules != "none":
                drawn.extend(filled_rectangle(HAIR, left, height, right, height + HAIR_PT) for left, right in row.ruled)
        return drawn


class RepeatedBox(Box):
    """A box drawn again, for the eye only: it was read before."""

    __slots__ = ("box",)

    def __init__(self, box: Box) -> None:
        super().__init__(box.height_pt)
        self.box = box
        self.frames = box.frames
        self.keep_with_next = self.repeated = True

    def draw(self, canvas: TaggedCanvas, top_pt: float, *, artifact: bool = False) -> None:
        self.box.draw(canvas, top_pt, artifact=True)


def share_heights(rows: Sequence[LaidRow], padding_pt: float) -> None:
    """Give each row the height of its tallest cell, and the last row of a spanning cell what that one lacks."""
    for row in rows:
        row.height_pt = max((cell.height_pt for cell in row.cells if cell.row_span == 1), default=0.0) + 2 * padding_pt
    if len(rows) == 1:
        for cell in rows[0].cells:
            rows[0].height_pt = max(rows[0].height_pt, cell.height_pt + 2 * padding_pt)
        return
    for index, row in enumerate(rows):
        for cell in row.cells:
            if cell.row_span > 1:
                spanned = rows[index : index + cell.row_span]
                missing = cell.height_pt + 2 * padding_pt - sum(one.height_pt for one in spanned)
                if missing > 0:
                    spanned[-1].height_pt += missing


def joined(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Return stretches of a line with those that meet made one."""
    made: list[Stretch] = []
    for left, right in sorted(stretches):
        if made and left - made[-1][1] < 0.01:
            made[-1] = (made[-1][0], right)
        else:
            made.append((left, right))
    return made


def _upright(x: float, bottom: float, top: float) -> str:
    return filled_rectangle(HAIR, x - HAIR_PT / 2, bottom, x + HAIR_PT / 2, top)
