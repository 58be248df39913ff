"""Boxes: what a column is filled with. Each knows its height, how it can be parted, and how it is drawn.

A story is a sequence of boxes from top to bottom; `pages.py` puts them on pages and never looks inside. A box
that is parted between pages shares its broken lines with its parts, so that nothing is laid out twice.
"""

# ruff: noqa: ARG002 - what every box is told, not every box needs
from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import NamedTuple

import msgspec

from exporters.formats.pdf.canvas import TaggedCanvas
from exporters.formats.pdf.emission import draw_lines
from exporters.formats.pdf.lines import Lines
from exporters.formats.pdf.marks import InlineMark
from exporters.formats.pdf.opportunities import SOFT
from exporters.formats.pdf.sheet import HAIR, Colour
from exporters.formats.pdf.syntax import number
from exporters.formats.pdf.tags import Element


class Frame(msgspec.Struct, frozen=True, eq=False):
    """A ground or rules behind the boxes that share this object; drawn anew for each page they stand on.

    `bar` is a thick line at the start side, `rules` hairlines above and below, `padding_pt` what the ground
    reaches over the boxes at a page break.
    """

    left_pt: float
    right_pt: float
    fill: Colour | None = None
    bar: Colour | None = None
    rules: Colour | None = None
    padding_pt: float = 0.0
    bar_at_right: bool = False

    def draw(self, canvas: TaggedCanvas, top_pt: float, bottom_pt: float) -> None:
        """Draw the ground between these heights."""
        operators: list[str] = []
        if self.fill is not None:
            operators.append(filled_rectangle(self.fill, self.left_pt, bottom_pt, self.right_pt, top_pt))
        if self.bar is not None:
            start = self.right_pt - 2.5 if self.bar_at_right else self.left_pt
            operators.append(filled_rectangle(self.bar, start, bottom_pt, start + 2.5, top_pt))
        if self.rules is not None:
            operators.extend(
                filled_rectangle(self.rules, self.left_pt, edge - 0.35, self.right_pt, edge + 0.35)
                for edge in (top_pt, bottom_pt)
            )
        canvas.draw_artifact(" ".join(operators))


Landing = tuple[float, tuple[str, str]]
"""How far below the top of a box a named block in it begins, and its name: the slug of the story, the anchor."""


class Box:
    """What all boxes share. Spaces are margins: of two that meet, the larger counts, and none at a page's
    edge.

    `anchors` are the names that links lead here by, each a story's slug and an anchor in it. `continuation`
    gives boxes to repeat at the top of a page that begins with this box, such as the heading rows of a table.
    `optional` boxes are left out where no room is left; `repeated` ones only show again what was there
    before. `spanning` boxes stand across all columns of a page.
    """

    __slots__ = (
        "after_pt",
        "anchors",
        "before_pt",
        "continuation",
        "frames",
        "height_pt",
        "keep_with_next",
        "optional",
        "repeated",
        "spanning",
    )

    def __init__(self, height_pt: float, before_pt: float = 0.0, after_pt: float = 0.0) -> None:
        self.height_pt = height_pt
        self.before_pt = before_pt
        self.after_pt = after_pt
        self.keep_with_next = False
        self.optional = False
        self.repeated = False
        self.spanning = False
        self.frames: tuple[Frame, ...] = ()
        self.anchors: tuple[tuple[str, str], ...] = ()
        self.continuation: Callable[[], Sequence[Box]] | None = None

    def split(self, room_pt: float, *, force: bool = False) -> tuple[Box, Box] | None:
        """Return the part that fits the room and the rest, or None if no good place to part it lies within.

        With `force`, any place will do that makes progress: the box stands alone on a page and is taller than
        it.
        """
        return None

    def references(self, within_pt: float = math.inf) -> Sequence[Reference]:
        """Return the references to notes in this box, from top to bottom; of a long text those within this depth.

        And the first below it, which says that there are more.
        """
        return ()

    def landings(self) -> Sequence[Landing]:
        """Return the names that links lead here by, with how far below the top of the box each begins."""
        return [(0.0, name) for name in self.anchors]

    def draw(self, canvas: TaggedCanvas, top_pt: float, *, artifact: bool = False) -> None:
        """Draw the box from this height down, as content or as a repetition that counts for nothing."""

    def inherit(self, whole: Box) -> None:
        """Take over what the rest of a parted box keeps from the whole."""
        self.after_pt = whole.after_pt
        self.keep_with_next = whole.keep_with_next
        self.frames = whole.frames
        self.continuation = whole.continuation
        self.spanning = whole.spanning

    def cite(self, slug: str, anchor: str, told: int) -> int:
        """Let the box know of which block it is and how much of that block's text comes before; return how much
        does after it (`exporters.contract.turn_key`).
        """
        return told

    def turn(self) -> tuple[str, str, int] | None:
        """Return where a page that begins with this box begins in the text: story, block and characters before."""
        return None


class Space(Box):
    """Room that does not collapse, as between a frame and what is in it."""

    __slots__ = ()


class Reference(NamedTuple):
    """A reference to a note: how far below the top of its box the line that holds it ends, and its mark."""

    depth_pt: float
    mark: InlineMark


class Label(msgspec.Struct):
    """What stands beside the first line of a box: a bullet, a number, a box to tick; shared by the parts of a box."""

    lines: Lines
    left_pt: float
    element: Element | None
    leading_pt: float


class TextBox(Box):
    """Lines `start` to `stop` of a broken paragraph. At least `orphans` lines stay before a break, `widows`
    after.

    With `placed`, the element says where on the page it stands, as formulas must. `noted` are the references to
    notes in the whole paragraph, each with its line.
    """

    __slots__ = (
        "ascent_pt", "cited", "element", "label", "leading_pt", "left_pt", "lines", "noted", "orphans", "placed",
        "start", "stop", "widows",
    )  # fmt: skip

    def __init__(
        self,
        lines: Lines,
        element: Element | None,
        left_pt: float,
        leading_pt: float,
        ascent_pt: float,
        start: int = 0,
        stop: int = -1,
    ) -> None:
        self.lines = lines
        self.element = element
        self.left_pt = left_pt
        self.leading_pt = leading_pt
        self.ascent_pt = ascent_pt
        self.start = start
        self.stop = len(lines) if stop < 0 else stop
        self.orphans = self.widows = 2
        self.placed = False
        self.label: Label | None = None
        self.noted: Sequence[tuple[int, InlineMark]] = ()
        self.cited: tuple[str, str, int] | None = None
        super().__init__((self.stop - self.start) * leading_pt)

    def split(self, room_pt: float, *, force: bool = False) -> tuple[Box, Box] | None:
        count = self.stop - self.start
        fitting = min(int((room_pt + 0.01) / self.leading_pt), count - 1)
        if not force:
            fitting = min(fitting, count - self.widows)
            if fitting > self.orphans and self.lines.rows[self.start + fitting - 1].ending == SOFT:
                fitting -= 1  # no word is divided between pages
            if fitting < self.orphans:
                return None
        fitting = max(fitting, 1)
        if fitting >= count:
            return None
        middle = self.start + fitting
        first = TextBox(self.lines, self.element, self.left_pt, self.leading_pt, self.ascent_pt, self.start, middle)
        first.before_pt = self.before_pt
        first.frames = self.frames
        first.anchors = self.anchors
        first.label = self.label
        first.continuation = self.continuation
        rest = TextBox(self.lines, self.element, self.left_pt, self.leading_pt, self.ascent_pt, middle, self.stop)
        rest.inherit(self)
        first.spanning = self.spanning
        first.noted = rest.noted = self.noted
        first.cited = rest.cited = self.cited
        first.orphans = rest.orphans = self.orphans
        first.widows = rest.widows = self.widows
        return first, rest

    def cite(self, slug: str, anchor: str, told: int) -> int:
        if self.cited is None:
            self.cited = (slug, anchor, told)
        return told + self.lines.told

    def turn(self) -> tuple[str, str, int] | None:
        if self.cited is None:
            return None
        slug, anchor, told = self.cited
        return slug, anchor, told + self.lines.told_before(self.start)

    def references(self, within_pt: float = math.inf) -> Sequence[Reference]:
        found: list[Reference] = []
        for index in range(bisect_left(self.noted, self.start, key=_line_of), len(self.noted)):
            line, mark = self.noted[index]
            if line >= self.stop:
                break
            depth = (line + 1 - self.start) * self.leading_pt
            found.append(Reference(depth, mark))
            if depth > within_pt:
                break
        return found

    def draw(self, canvas: TaggedCanvas, top_pt: float, *, artifact: bool = False) -> None:
        baseline = top_pt - self.ascent_pt
        if self.label is not None and self.start == 0:
            label = self.label
            draw_text(
                canvas,
                label.lines,
                label.element,
                label.left_pt,
                baseline,
                label.leading_pt,
                artifact=artifact,
            )
        draw_text(
            canvas, self.lines, self.element, self.left_pt, baseline, self.leading_pt, self.start, self.stop,
            artifact=artifact,
        )  # fmt: skip
        if self.placed and self.element is not None:
            right = self.left_pt + self.lines.width_pt
            canvas.place(self.element, (self.left_pt, top_pt - self.height_pt, right, top_pt))


def _line_of(noted: tuple[int, InlineMark]) -> int:
    return noted[0]


class RuleBox(Box):
    """A short rule in the middle of the column, between two thoughts."""

    __slots__ = ("centre_pt", "colour", "width_pt")

    def __init__(self, centre_pt: float, width_pt: float, colour: Colour = HAIR) -> None:
        super().__init__(1.0)
        self.colour = colour
        self.centre_pt = centre_pt
        self.width_pt = width_pt

    def draw(self, canvas: TaggedCanvas, top_pt: float, *, artifact: bool = False) -> None:
        half = self.width_pt / 2
        left, right = self.centre_pt - half, self.centre_pt + half
        canvas.draw_artifact(filled_rectangle(self.colour, left, top_pt - 0.7, right, top_pt))


def noted_lines(lines: Lines) -> list[tuple[int, InlineMark]]:
    """Return the references to notes in a paragraph, each with the number of its line."""
    return [
        (line, mark)
        for line in range(len(lines))
        for mark in lines.marks(line, line + 1)
        if isinstance(mark, InlineMark) and mark.note is not None
    ]


def draw_text(
    canvas: TaggedCanvas,
    lines: Lines,
    element: Element | None,
    left_pt: float,
    baseline_pt: float,
    leading_pt: float,
    start: int = 0,
    stop: int = -1,
    *,
    artifact: bool = False,
) -> None:
    """Draw lines of text as content of the element, with links and pictures; without one, as artifact."""
    stop = len(lines) if stop < 0 else stop
    artifact = artifact or element is None
    if not lines.marked:
        drawn = draw_lines(lines, start, stop, left_pt, baseline_pt, leading_pt, canvas.resource_name)
        if drawn.backdrop:
            canvas.draw_artifact(drawn.backdrop)
        if artifact or element is None:
            canvas.draw_artifact(drawn.text)
        elif stop > start:
            canvas.draw_for(element, drawn.text)
        return
    opened: Element | None = None
    unseen = False

    def switch(mark: object) -> str:
        nonlocal opened, unseen
        assert element is not None
        owner = mark.attach(element) if isinstance(mark, InlineMark) else element
        was, unseen = unseen, isinstance(mark, InlineMark) and mark.unseen
        before, opened = opened, owner
        mode = "" if was is unseen else " 3 Tr" if unseen else " 0 Tr"  # ISO 32000-1, 9.3.6
        if (before is owner and mode) or not canvas.tagged:
            return mode.lstrip()
        return f"EMC {canvas.mark(owner)}{mode}" if before is not None else f"{canvas.mark(owner)}{mode}"

    drawn = draw_lines(
        lines,
        start,
        stop,
        left_pt,
        baseline_pt,
        leading_pt,
        canvas.resource_name,
        None if artifact else switch,
        "EMC" if canvas.tagged and not artifact else "",
    )
    if drawn.backdrop:
        canvas.draw_artifact(drawn.backdrop)
    if artifact:
        canvas.draw_artifact(drawn.text)
        return
    if opened is not None:
        canvas.draw(drawn.text)
    for stretch in drawn.stretches:
        if isinstance(stretch.mark, InlineMark):
            stretch.mark.settle(canvas, (stretch.x0_pt, stretch.y0_pt, stretch.x1_pt, stretch.y1_pt))


def filled_rectangle(colour: Colour, left: float, bottom: float, right: float, top: float) -> str:
    """Return the operators that fill a rectangle, the colour of what follows untouched."""
    red, green, blue = (number(part) if part in (0.0, 1.0) else f"{part:.3f}" for part in colour)
    return (
        f"q {red} {green} {blue} rg {number(left)} {number(bottom)} {number(right - left)} "
        f"{number(top - bottom)} re f Q"
    )
