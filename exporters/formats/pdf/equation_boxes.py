"""What formulas are made of: boxes with a width, a height above the line, a depth below it, and what is drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec
import uharfbuzz as hb
from msgspec.structs import replace

from exporters.formats.pdf.emission import draw_lines
from exporters.formats.pdf.glyph_outlines import Outline, glyph_outline, grown, larger_glyph
from exporters.formats.pdf.lines import break_lines, text_width_pt
from exporters.formats.pdf.runs import Run, Setting, TextStyle
from exporters.formats.pdf.syntax import number

if TYPE_CHECKING:
    from exporters.formats.pdf.face import Face
    from exporters.formats.pdf.fonts import FontSet

Colour = tuple[float, float, float]

_SETTING = Setting(align="left", hyphenate=False, direction="ltr", preserve=True)
_SMALLER = 0.72
_SMALLEST = 0.5
_TALL = frozenset("bdfhkltßδθλβζξφψ∂ℓ!?()[]{}|/∫∑∏√")
_LONG = frozenset("gjpqyβγμρφχψηζξς,;()[]{}|/∫∑∏")
_FLAT = frozenset("acemnorsuvwxzαειικνοπσςτυω")


class Mathematics(msgspec.Struct, frozen=True, dict=True):
    """How formulas are set here: the fonts, the size, the colour; `display` is whether they stand by themselves."""

    fonts: FontSet
    size_pt: float
    colour: Colour = (0.0, 0.0, 0.0)
    display: bool = False
    smallest_pt: float = 0.0
    script: bool = False

    @property
    def smaller(self) -> Mathematics:
        """The same for scripts."""
        size = max(self.size_pt * _SMALLER, self.smallest_pt or self.size_pt * _SMALLEST)
        smallest = self.smallest_pt or self.size_pt * _SMALLEST
        return replace(self, size_pt=size, smallest_pt=smallest, display=False, script=True)

    @property
    def axis_pt(self) -> float:
        """How far above the line fractions and minus signs stand."""
        return 0.255 * self.size_pt

    @property
    def rule_pt(self) -> float:
        """How thick rules are."""
        return max(0.045 * self.size_pt, 0.35)

    @cached_property
    def face(self) -> Face:
        """The upright face."""
        return self.fonts.face("serif")

    @property
    def signs(self) -> Face | None:
        """The face with the signs of formulas, if there is one."""
        return self.fonts.mathematical

    @property
    def x_height_pt(self) -> float:
        """The height of small letters."""
        return float(self.face.x_height) * self.size_pt


class Letters(msgspec.Struct, frozen=True):
    """Text that begins here."""

    left_pt: float
    base_pt: float
    text: str
    style: TextStyle


class Sign(msgspec.Struct, frozen=True):
    """One glyph of the mathematical face, read as its character."""

    left_pt: float
    base_pt: float
    text: str
    face: Face
    glyph: int
    size_pt: float


class Stroke(msgspec.Struct, frozen=True):
    """A path, spelled as PDF from this origin, and how thick it is drawn; 0 for one that is filled."""

    left_pt: float
    base_pt: float
    path: str
    thick_pt: float


class MathBox(msgspec.Struct, frozen=True):
    """Something set: how far it reaches, and what is drawn in it."""

    width_pt: float = 0.0
    height_pt: float = 0.0
    depth_pt: float = 0.0
    items: tuple[Letters | Sign | Stroke, ...] = ()

    def operators(self, x_pt: float, base_pt: float, colour: Colour, resource_name: Callable[[Face], str]) -> str:
        """Return the operators that draw the box with its line at this height."""
        drawn = []
        ink = " ".join(number(part) for part in colour)
        for item in self.items:
            x, y = x_pt + item.left_pt, base_pt + item.base_pt
            if isinstance(item, Letters):
                lines = break_lines([Run(item.text, item.style)], 1e6, _SETTING)
                drawn.append(draw_lines(lines, 0, 1, x, y, 1.0, resource_name).text)
            elif isinstance(item, Sign):
                code = item.face.code(item.glyph, item.text) or item.face.any_code(item.glyph, item.text)
                font = f"{resource_name(item.face)} {number(item.size_pt)} Tf"
                drawn.append(f"q {ink} rg BT {font} {number(x)} {number(y)} Td ({code})Tj ET Q")
            elif item.thick_pt:
                pen = f"{ink} RG {number(item.thick_pt)} w 1 J 1 j"
                drawn.append(f"q 1 0 0 1 {number(x)} {number(y)} cm {pen} {item.path} Q")
            else:
                drawn.append(f"q 1 0 0 1 {number(x)} {number(y)} cm {ink} rg {item.path} Q")
        return " ".join(drawn)


def words(text: str, maths: Mathematics, *, italic: bool = False, bold: bool = False) -> MathBox:
    """Return text as a box."""
    if not text:
        return MathBox()
    face = maths.fonts.face("serif", italic=italic, bold=bold)
    signs = maths.signs
    if signs is not None and not face.covers(text) and signs.covers(text):
        face = signs
    style = TextStyle(
        face=face,
        size_pt=round(maths.size_pt, 2),
        colour=maths.colour,
        hyphenate=False,
    )
    # Spaces at the end have width here.
    width = text_width_pt(f"{text}|", style) - text_width_pt("|", style)
    height = 0.5 if all(letter in _FLAT for letter in text) else 0.72 if any(map(_is_tall, text)) else 0.58
    depth = 0.24 if any(letter in _LONG for letter in text) else 0.02
    size = maths.size_pt
    # A slanted letter leans over its width.
    lean = 0.03 * size if italic and text[-1:] in "fdlT" else 0.0
    return MathBox(width + lean, height * size, depth * size, (Letters(0.0, 0.0, text, style),))


def _is_tall(letter: str) -> bool:
    return letter in _TALL or letter.isupper() or letter.isdigit()


def placed(box: MathBox, x_pt: float, y_pt: float) -> MathBox:
    """Return the box moved to the right and up."""
    return MathBox(
        box.width_pt + x_pt,
        box.height_pt + y_pt,
        box.depth_pt - y_pt,
        tuple(replace(item, left_pt=item.left_pt + x_pt, base_pt=item.base_pt + y_pt) for item in box.items),
    )


def row(parts: Sequence[MathBox]) -> MathBox:
    """Return boxes beside each other."""
    items: list[Letters | Sign | Stroke] = []
    x = 0.0
    for part in parts:
        items.extend(placed(part, x, 0.0).items)
        x += part.width_pt
    return MathBox(
        x,
        max((part.height_pt for part in parts), default=0.0),
        max((part.depth_pt for part in parts), default=0.0),
        tuple(items),
    )


def rule(width_pt: float, thick_pt: float, x_pt: float, y_pt: float) -> MathBox:
    """Return a rule whose lower edge is at this height."""
    path = f"0 0 {number(width_pt)} {number(thick_pt)} re f"
    return MathBox(x_pt + width_pt, y_pt + thick_pt, -y_pt, (Stroke(x_pt, y_pt, path, 0.0),))


def radical(inside: MathBox, index: MathBox | None, maths: Mathematics) -> MathBox:
    """Return a root around a box."""
    size, thick = maths.size_pt, maths.rule_pt
    gap = 0.12 * size
    top = max(inside.height_pt, 0.6 * size) + gap
    foot = -max(inside.depth_pt, 0.0) - 0.06 * size
    found = grown(maths.signs, "√", top - foot + thick, size) if maths.signs is not None else None
    if found is not None:
        return _signed_radical(found, inside, index, maths, top)
    hook = 0.55 * size
    lead = max(index.width_pt - 0.3 * size, 0.0) if index is not None else 0.0
    path = (
        f"{number(0.05 * size)} {number(foot + (top - foot) * 0.42)} m {number(0.17 * size)}"
        f" {number(foot + (top - foot) * 0.5)} l {number(0.32 * size)} {number(foot)} l {number(hook)} {number(top)} l"
        f" {number(hook + inside.width_pt + 0.08 * size)} {number(top)} l S"
    )
    parts = [Stroke(lead, 0.0, path, thick), *placed(inside, lead + hook + 0.02 * size, 0.0).items]
    height = top + thick
    if index is not None:
        y = foot + (top - foot) * 0.6
        parts.extend(placed(index, 0.0, y).items)
        height = max(height, y + index.height_pt)
    return MathBox(lead + hook + inside.width_pt + 0.14 * size, height, -foot, tuple(parts))


def large_sign(text: str, maths: Mathematics) -> MathBox | None:
    """Return a sum, a product, an integral as large as it stands here; None without a font that says how large."""
    face = maths.signs
    if face is None:
        return None
    font, size = face.program.font, round(maths.size_pt, 2)
    tall = font.get_math_constant(hb.OTMathConstant.DISPLAY_OPERATOR_MIN_HEIGHT) * size / 1000 if maths.display else 0.0
    glyph = larger_glyph(face, text, tall, size)
    if not glyph:
        return None
    ink = glyph_outline(font, glyph, size)
    up = maths.axis_pt - (ink.top_pt + ink.bottom_pt) / 2
    return MathBox(ink.advance_pt, ink.top_pt + up, -ink.bottom_pt - up, (Sign(0.0, up, text, face, glyph, size),))


def fence(text: str, reach_pt: float, maths: Mathematics) -> MathBox:
    """Return a fence that reaches so far above and below the axis."""
    sign = "∥" if text == "‖" else text
    found = grown(maths.signs, sign, 2 * reach_pt, maths.size_pt) if maths.signs is not None else None
    if found is not None:
        up = maths.axis_pt - (found.top_pt + found.bottom_pt) / 2
        stroke = Stroke(0.0, up, f"{found.path} f", 0.0)
        return MathBox(found.advance_pt, found.top_pt + up, -found.bottom_pt - up, (stroke,))
    size, thick = maths.size_pt, maths.rule_pt * 1.25
    high, low = maths.axis_pt + reach_pt, maths.axis_pt - reach_pt
    wide = min(0.28 * size + 0.06 * reach_pt, 0.6 * size)
    left, right = 0.08 * size, 0.08 * size + wide
    path = _fence_path(text, left, right, low, high)
    return MathBox(right + 0.08 * size, high, -low, (Stroke(0.0, 0.0, path, thick),))


def _signed_radical(sign: Outline, inside: MathBox, index: MathBox | None, maths: Mathematics, top: float) -> MathBox:
    """Return a root whose sign is a glyph; its rule is as thick, and its degree stands, as the font has it."""
    face, size = maths.signs, maths.size_pt
    assert face is not None
    constant = face.program.font.get_math_constant
    thick = constant(hb.OTMathConstant.RADICAL_RULE_THICKNESS) * size / 1000
    up = top + thick - sign.top_pt
    foot = sign.bottom_pt + up
    before = constant(hb.OTMathConstant.RADICAL_KERN_BEFORE_DEGREE) * size / 1000
    after = constant(hb.OTMathConstant.RADICAL_KERN_AFTER_DEGREE) * size / 1000
    lead = max(before + index.width_pt + after, 0.0) if index is not None else 0.0
    begin, over = sign.right_pt - 0.02 * size, inside.width_pt + 0.1 * size
    path = f"{sign.path} {number(begin)} {number(top - up)} {number(over)} {number(thick)} re f"
    parts = [Stroke(lead, up, path, 0.0), *placed(inside, lead + sign.right_pt + 0.03 * size, 0.0).items]
    height = top + thick
    if index is not None:
        raised = constant(hb.OTMathConstant.RADICAL_DEGREE_BOTTOM_RAISE_PERCENT) / 100
        y = foot + (height - foot) * raised + index.depth_pt
        parts.extend(placed(index, max(lead - after - index.width_pt, 0.0), y).items)
        height = max(height, y + index.height_pt)
    return MathBox(lead + sign.right_pt + inside.width_pt + 0.14 * size, height, -foot, tuple(parts))


def _fence_path(text: str, left: float, right: float, low: float, high: float) -> str:
    """Return the path of a fence between these edges."""
    if text in ")]}⌋⌉⟩":
        left, right = right, left  # the mirror image of its partner
    middle, wide = (low + high) / 2, right - left
    if text in "|‖∥":
        xs = ((left + right) / 2,) if text == "|" else (left + wide * 0.3, left + wide * 0.7)
        return " ".join(f"{number(x)} {number(low)} m {number(x)} {number(high)} l S" for x in xs)
    if text in "[]⌊⌋⌈⌉":
        start = "" if text in "⌊⌋" else f"{number(right)} {number(high)} m {number(left)} {number(high)} l "
        begin = start or f"{number(left)} {number(high)} m "
        end = "" if text in "⌈⌉" else f" {number(right)} {number(low)} l"
        return f"{begin}{number(left)} {number(low)} l{end} S"
    if text in "⟨⟩":
        return f"{number(right)} {number(high)} m {number(left)} {number(middle)} l {number(right)} {number(low)} l S"
    if text in "()":
        bend = (high - low) * 0.3
        return (
            f"{number(right)} {number(high)} m {number(left)} {number(high - bend)} {number(left)} {number(low + bend)}"
            f" {number(right)} {number(low)} c S"
        )
    spine = left + wide * 0.5
    quarter = (high - low) / 4
    curves = []
    for edge, turn in ((high, 1), (low, -1)):
        inner = middle + turn * quarter * 0.6
        curves.append(
            f"{number(right)} {number(edge)} m {number(spine)} {number(edge)} {number(spine)} {number(edge)}"
            f" {number(spine)} {number(edge - turn * quarter * 0.6)} c {number(spine)} {number(inner)} l"
            f" {number(spine)} {number(middle)} {number(spine)} {number(middle)} {number(left)} {number(middle)} c S"
        )
    return " ".join(curves)
