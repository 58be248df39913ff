"""Pages turned on their side, for tables that are wider than a page is.

What is turned is drawn on an upright page, a quarter round to the left, so that a bound print keeps its head and its
number where they are; the page says that it is to be shown turned (ISO 32000-1, 7.7.3.3, Rotate), so that nobody
reads sideways on a screen.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from exporters.formats.pdf.boxes import Box, Landing, Reference
from exporters.formats.pdf.canvas import TaggedCanvas
from exporters.formats.pdf.stacks import draw_frames


class TurnedBox(Box):
    """A full page of boxes, turned: as high as the column, its boxes running up the page from its foot."""

    __slots__ = ("left_pt", "placed")

    def __init__(self, placed: Sequence[tuple[Box, float]], left_pt: float, height_pt: float) -> None:
        super().__init__(height_pt)
        self.placed = placed
        self.left_pt = left_pt

    def references(self, within_pt: float = math.inf) -> Sequence[Reference]:  # noqa: ARG002 - it is no long text
        # The page is full: their notes stand at the foot of the next.
        return [Reference(self.height_pt, mark) for box, _ in self.placed for _, mark in box.references()]

    def landings(self) -> Sequence[Landing]:
        # On a page on its side, below is to the right: a link leads to the top of the page.
        inside = [name for box, _ in self.placed for _, name in box.landings()]
        return [(0.0, name) for name in dict.fromkeys((*self.anchors, *inside))]

    def draw(self, canvas: TaggedCanvas, top_pt: float, *, artifact: bool = False) -> None:
        canvas.turn(self.left_pt, top_pt - self.height_pt)
        draw_frames(canvas, self.placed)
        for box, top in self.placed:
            box.draw(canvas, top, artifact=artifact)
        canvas.turn_back()


def only_turned(boxes: Sequence[Box]) -> bool:
    """Return whether there are boxes, all of them pages on their side."""
    return bool(boxes) and all(isinstance(box, TurnedBox) for box in boxes)


def turned_pages(boxes: Iterable[Box], left_pt: float, across_pt: float, height_pt: float) -> Iterator[TurnedBox]:
    """Yield boxes on turned pages: `across_pt` of room for them from top to bottom, `height_pt` for their lines.

    Boxes come one at a time and no more than a page is held.
    """
    placed: list[tuple[Box, float]] = []
    top, content = 0.0, False

    def begin(first: Box) -> None:
        nonlocal top, content
        placed.clear()
        top, content = 0.0, False
        for again in first.continuation() if first.continuation is not None else ():
            placed.append((again, top))
            top -= again.height_pt

    def finished() -> TurnedBox:
        return TurnedBox(tuple(placed), left_pt, height_pt)

    for box in boxes:
        waiting: Box | None = box
        while waiting is not None:
            gap = max(placed[-1][0].after_pt, waiting.before_pt) if placed else 0.0
            room = across_pt + top - gap
            rest: Box | None = None
            if waiting.height_pt > room + 0.01:
                parts = waiting.split(room) or (None if content else waiting.split(room, force=True))
                if parts is None and content:
                    yield finished()
                    begin(waiting)
                    continue
                if parts is not None:
                    waiting, rest = parts
            placed.append((waiting, top - gap))
            top -= gap + waiting.height_pt
            content = content or not waiting.keep_with_next
            if rest is not None:
                yield finished()
                begin(rest)
            waiting = rest
    if content:
        yield finished()
