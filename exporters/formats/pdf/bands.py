"""Bands: the columns beside each other between two things that stand across the page, filled and made level.

What floats (a picture, a side box) stands where it is told if there is room, else at the top of the next column,
while the text goes on without it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from exporters.formats.pdf.boxes import Box, Landing, Reference, filled_rectangle
from exporters.formats.pdf.canvas import TaggedCanvas
from exporters.formats.pdf.filling import Column
from exporters.formats.pdf.footnotes import Foot, PageNote
from exporters.formats.pdf.sheet import HAIR, Sheet
from exporters.formats.pdf.stacks import draw_stack, stack_height_pt, stack_landings, stack_references

_LEVELLING_STEPS = 11


class FloatBox(Box):
    """Boxes that stay together and need not stand where they are told: a picture with its caption, a side box."""

    __slots__ = ("boxes",)

    def __init__(self, boxes: Sequence[Box], *, spanning: bool = False) -> None:
        super().__init__(stack_height_pt(boxes), boxes[0].before_pt, boxes[-1].after_pt)
        self.boxes = boxes
        self.spanning = spanning
        self.anchors = tuple(anchor for box in boxes for anchor in box.anchors)

    def references(self, within_pt: float = math.inf) -> Sequence[Reference]:  # noqa: ARG002 - it is no long text
        return stack_references(self.boxes)

    def landings(self) -> Sequence[Landing]:
        own = [(0.0, name) for name in self.anchors]
        return own + [landing for landing in stack_landings(self.boxes) if landing[1] not in self.anchors]

    def draw(self, canvas: TaggedCanvas, top_pt: float, *, artifact: bool = False) -> None:
        draw_stack(canvas, self.boxes, top_pt, artifact=artifact)


class Band:
    """Columns from `top_pt` down to `floor_pt`, one after another filled; `at` is the one that is being filled."""

    __slots__ = ("at", "bottom_pt", "columns", "floats", "noting", "top_pt", "whole")

    def __init__(
        self, top_pt: float, floor_pt: float, bottom_pt: float, feet: Sequence[Foot], *, noting: bool, whole: bool
    ) -> None:
        self.top_pt = top_pt
        self.bottom_pt = bottom_pt
        self.noting = noting
        self.whole = whole
        self.columns = [Column(top_pt, floor_pt, bottom_pt, foot, noting=noting, whole=whole) for foot in feet]
        self.at = 0
        self.floats: list[Box] = []

    def pour(self, boxes: Sequence[Box]) -> list[Box]:
        """Put boxes into the columns one after another; return what finds no room when the last of them is full."""
        waiting = list(boxes)[::-1]
        while waiting:
            box = waiting.pop()
            column = self.columns[self.at]
            if isinstance(box, FloatBox) and len(self.columns) > 1 and not column.has_room(box):
                self.floats.append(box)
                continue
            left = column.put(box)
            if left:
                floats, self.floats = self.floats, []
                if self.at + 1 == len(self.columns):
                    return [*floats, *left, *reversed(waiting)]
                self._next_column()
                waiting.extend(reversed((*floats, *left)))
        return []

    def settle(self) -> list[Box]:
        """Put what still floats into the columns that are left; return what finds no room there."""
        while self.floats and self.at + 1 < len(self.columns):
            floats, self.floats = self.floats, []
            self._next_column()
            left = self.pour(floats)
            if left:
                return left
        left, self.floats = self.floats, []
        return left

    def _next_column(self) -> None:
        foot = self.columns[self.at].foot
        self.at += 1
        rest, foot.rest = foot.rest, []
        self.columns[self.at].foot.go_on(rest)

    @property
    def end_pt(self) -> float:
        """The height at which the longest column ends."""
        return min(column.end_pt for column in self.columns)

    @property
    def after_pt(self) -> float:
        """The room that is to be left below."""
        return max((column.placed[-1][0].after_pt for column in self.columns if column.placed), default=0.0)


def levelled(band: Band, boxes: Sequence[Box], feet: Sequence[Foot], taken: frozenset[PageNote]) -> Band:
    """Return a band of these boxes no higher than it must be, or the one given if they cannot be set level.

    `feet` and `taken` are the feet of the columns, and the notes that had their place, when the band began.
    """

    def filled(height: float) -> Band | None:
        known = set(taken)
        made = Band(
            band.top_pt,
            band.top_pt - height,
            band.bottom_pt,
            [foot.copy(known) for foot in feet],
            noting=band.noting,
            whole=band.whole,
        )
        if made.pour(boxes) or made.settle() or any(column.forced for column in made.columns):
            return None
        return made

    low, high = 0.0, band.top_pt - band.bottom_pt
    best = filled(high)
    if best is None:
        return band
    for _ in range(_LEVELLING_STEPS):
        middle = (low + high) / 2
        found = filled(middle)
        if found is None:
            low = middle
        else:
            best, high = found, middle
    return best


def stands_in_the_way(band: Band, box: Box, bottom_pt: float) -> bool:
    """Return whether what stands on the page leaves a box that spans it no place: columns, or too little room."""
    if len(band.columns) > 1:
        return any(column.placed for column in band.columns)
    (column,) = band.columns
    room = column.end_pt - bottom_pt
    return (bool(column.placed) or not band.whole) and box.before_pt + box.height_pt > room


def draw_rules(canvas: TaggedCanvas, sheet: Sheet, band: Band, places: Sequence[float]) -> None:
    """Draw hairlines between columns, as long as the longest; `places` is how far to the right each of them stands."""
    canvas.shift(0.0)
    for across in sorted(places)[1:]:
        x = sheet.left_pt + across - sheet.gutter_pt / 2
        canvas.draw_artifact(filled_rectangle(sheet.colour(HAIR), x - 0.15, band.end_pt, x + 0.15, band.top_pt))
