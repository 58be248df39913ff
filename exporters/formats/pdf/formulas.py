"""Formulas on the page: as boxes of their own, and in a line of text; what cannot be set stays as it was written."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import shorten
from typing import TYPE_CHECKING

from exporters.formats.mathml import to_mathml, unknown_commands
from exporters.formats.pdf.boxes import Box
from exporters.formats.pdf.canvas import TaggedCanvas
from exporters.formats.pdf.marks import Box4
from exporters.formats.pdf.tags import Element

if TYPE_CHECKING:
    from exporters.formats.pdf.equation_boxes import MathBox
    from exporters.formats.pdf.sheet import Colour, Sheet
    from exporters.model.nodes import Math, MathBlock
    from exporters.report import Report

_SMALLEST = 0.7
"""A formula wider than the column is set smaller, down to this part of the usual size."""


class EquationBox(Box):
    """A formula that stands by itself, in the middle of the column."""

    __slots__ = ("box", "colour", "element", "left_pt")

    def __init__(self, box: MathBox, element: Element, left_pt: float, colour: Colour) -> None:
        super().__init__(box.height_pt + box.depth_pt)
        self.box = box
        self.element = element
        self.left_pt = left_pt
        self.colour = colour

    def draw(self, canvas: TaggedCanvas, top_pt: float, *, artifact: bool = False) -> None:
        base = top_pt - self.box.height_pt
        operators = self.box.operators(self.left_pt, base, self.colour, canvas.resource_name)
        if artifact:
            canvas.draw_artifact(operators)
            return
        right = self.left_pt + self.box.width_pt
        canvas.place(self.element, (self.left_pt, base - self.box.depth_pt, right, top_pt))
        canvas.draw_for(self.element, operators)


def formula_box(source: str, sheet: Sheet, size_pt: float, colour: Colour, *, display: bool) -> MathBox | None:
    """Return a formula in TeX notation as a box of this size of type, or None where it cannot be set."""
    mathml = to_mathml(source, display=display)
    if mathml is None:
        return None
    from exporters.formats.pdf.equation_boxes import Mathematics
    from exporters.formats.pdf.equations import Unknown, set_formula

    try:
        return set_formula(mathml, Mathematics(sheet.fonts, size_pt, colour, display=display))
    except Unknown:
        return None


def display_box(source: str, sheet: Sheet, size_pt: float, colour: Colour, width_pt: float) -> MathBox | None:
    """Return a formula that stands by itself, no wider than the column, or None where it cannot be set in it."""
    box = formula_box(source, sheet, size_pt, colour, display=True)
    if box is None or box.width_pt <= width_pt:
        return box
    share = width_pt / box.width_pt
    return formula_box(source, sheet, size_pt * share * 0.99, colour, display=True) if share >= _SMALLEST else None


def report_source(report: Report, node: Math | MathBlock) -> None:
    """Report a formula that is shown as it was written, and why."""
    unknown = unknown_commands(node.source)
    if unknown:
        why = f"it has commands that are not known: {', '.join(unknown)}"
        remedy = "Say it with scripts, fractions, roots and matrices, or make a picture of it with an alternative text"
    elif to_mathml(node.source) is None:
        why = "it cannot be read"
        remedy = "Close what it opens: braces, \\begin, \\left; and give a letter one exponent and one index"
    else:
        why = "it cannot be set in this measure"
        remedy = "Make two of it, or say it with scripts, fractions, roots and matrices"
    said = shorten(node.source, 60, placeholder="\u2026")
    report.warning("pdf-formula-as-source", f"the formula {said} is shown as it was written: {why}", node.place, remedy)


def painted(box: MathBox, colour: Colour) -> Callable[[TaggedCanvas, Element, Box4], None]:
    """Return what draws a formula into the room that its line left for it, its line on theirs."""

    def paint(canvas: TaggedCanvas, element: Element, box_pt: Box4) -> None:
        left, base, right, _ = box_pt
        canvas.place(element, (left, base - box.depth_pt, right, base + box.height_pt))
        canvas.draw_for(element, box.operators(left, base, colour, canvas.resource_name))

    return paint
