"""Glyphs as paths: letters taller than type, and the signs of formulas as tall as what they enclose.

A font for mathematics says how its signs grow: as larger glyphs, and beyond them as parts that are put together
(OpenType, MATH table, https://learn.microsoft.com/typography/opentype/spec/math).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import msgspec
import uharfbuzz as hb

from exporters.formats.pdf.syntax import number

if TYPE_CHECKING:
    from exporters.formats.pdf.face import Face

_MOST_PARTS = 200


class Outline(msgspec.Struct, frozen=True):
    """A path, without the operator that paints it, from the beginning of a line, and the box of its ink."""

    path: str
    left_pt: float
    bottom_pt: float
    right_pt: float
    top_pt: float
    advance_pt: float = 0.0


def glyph_outline(font: hb.Font, glyph: int, size_pt: float, up_pt: float = 0.0) -> Outline:
    """Return a glyph of a font, whose em is 1000, at this size, and moved up."""
    scale = size_pt / 1000
    drawn: list[str] = []

    def operator(name: str, *places: float) -> None:
        moved = (place * scale + (up_pt if index & 1 else 0.0) for index, place in enumerate(places))
        drawn.append(" ".join([*map(number, moved), name]))

    pen = hb.DrawFuncs()
    pen.set_move_to_func(lambda x, y, _: operator("m", x, y))
    pen.set_line_to_func(lambda x, y, _: operator("l", x, y))
    pen.set_cubic_to_func(lambda a, b, c, d, x, y, _: operator("c", a, b, c, d, x, y))
    pen.set_close_path_func(lambda _: operator("h"))
    font.draw_glyph(glyph, pen)
    ink = font.get_glyph_extents(glyph)
    left, top = ink.x_bearing * scale, ink.y_bearing * scale + up_pt
    return Outline(
        " ".join(drawn),
        left,
        top + ink.height * scale,
        left + ink.width * scale,
        top,
        font.get_glyph_h_advance(glyph) * scale,
    )


def larger_glyph(face: Face, character: str, height_pt: float, size_pt: float) -> int:
    """Return the glyph of a character that is at least so high, or the highest; 0 if the face lacks it."""
    font = face.program.font
    glyph = font.get_nominal_glyph(ord(character))
    if not glyph:
        return 0
    chosen = int(glyph)
    for variant in font.get_math_glyph_variants(glyph, "ttb"):
        chosen = int(variant.glyph)
        if variant.advance * size_pt / 1000 >= height_pt:
            break
    return chosen


def grown(face: Face, character: str, height_pt: float, size_pt: float) -> Outline | None:
    """Return a character at least so high: as a larger glyph, else put together; None if it does not grow so far."""
    font = face.program.font
    glyph = font.get_nominal_glyph(ord(character))
    if not glyph:
        return None
    for variant in font.get_math_glyph_variants(glyph, "ttb"):
        if variant.advance * size_pt / 1000 >= height_pt:
            return glyph_outline(font, variant.glyph, size_pt)
    parts, _ = font.get_math_glyph_assembly(glyph, "ttb")
    return _assembled(font, parts, height_pt, size_pt) if parts else None


def _assembled(font: hb.Font, parts: Sequence[Any], height_pt: float, size_pt: float) -> Outline | None:
    """Return parts on top of each other, as many of those that repeat as the height asks for."""
    wanted = height_pt * 1000 / size_pt
    least = font.get_math_min_connector_overlap("ttb")
    for repeats in range(_MOST_PARTS):
        chain = [part for part in parts for _ in range(repeats if part.flags & 1 else 1)]
        if len(chain) > _MOST_PARTS or not chain:
            continue
        joints = [
            max(min(below.end_connector_length, above.start_connector_length), least)
            for below, above in pairwise(chain)
        ]
        longest = sum(part.full_advance for part in chain) - least * len(joints)
        if longest < wanted:
            continue
        give = sum(joint - least for joint in joints)
        share = min((longest - wanted) / give, 1.0) if give else 0.0
        drawn: list[Outline] = []
        up = 0.0
        for part, joint in zip(chain, [*joints, 0.0], strict=True):
            drawn.append(glyph_outline(font, part.glyph, size_pt, up * size_pt / 1000))
            up += part.full_advance - (least + (joint - least) * share)
        return Outline(
            " ".join(one.path for one in drawn),
            min(one.left_pt for one in drawn),
            min(one.bottom_pt for one in drawn),
            max(one.right_pt for one in drawn),
            max(one.top_pt for one in drawn),
            max(one.advance_pt for one in drawn),
        )
    return None
