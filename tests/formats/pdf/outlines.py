"""A second opinion on the widths of CFF glyphs, where page-validation errs.

page-validation 0.11 takes the width of a glyph whose outline begins with `w dx hmoveto` for the font's nominal width:
it overlooks the `w` (Adobe Technical Note 5177, 3.1: the first operator that clears the stack may hold one number more,
which is the width less nominalWidthX). veraPDF and fontTools read it. So its finding, and only this finding about only
this kind of font program, is put before fontTools, and dropped if what fontTools reads in the program is what /W says:
for every code in /W, because page-validation names one glyph of a font and leaves it at that.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from typing import Any

import pikepdf
from fontTools.cffLib import CFFFontSet
from fontTools.pens.basePen import NullPen

_FINDING = re.compile(
    r"font object (\d+) (\d+) has rendered CID (\d+) width .* in its embedded CIDFontType0C program but"
)


def is_misread_width(data: bytes, finding: str) -> bool:
    """Return whether the finding says that a CFF glyph is not as wide as /W says, which fontTools sees otherwise."""
    match = _FINDING.search(finding)
    if match is None:
        return False
    number, generation, code = map(int, match.groups())
    with pikepdf.open(io.BytesIO(data)) as file:
        font = file.get_object(number, generation)
        font = font.get("/DescendantFonts", [font])[0]
        told = told_widths(font)
        return code in told and told == drawn_widths(font, told)


def told_widths(font: Any) -> dict[int, float]:
    """Return the widths by code in a CIDFont's /W (ISO 32000-1, 9.7.4.3), in thousandths of an em."""
    entries = list(font.get("/W", []))
    widths: dict[int, float] = {}
    while entries:
        first, second = int(entries[0]), entries[1]
        if isinstance(second, pikepdf.Array):
            widths |= {first + offset: float(width) for offset, width in enumerate(second)}
            del entries[:2]
        else:
            widths |= dict.fromkeys(range(first, int(second) + 1), float(entries[2]))
            del entries[:3]
    return widths


def drawn_widths(font: Any, codes: Iterable[int]) -> dict[int, float]:
    """Return the widths that the CFF program of a CIDFont gives the glyphs of these codes; -1 where it has none."""
    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(font.FontDescriptor.FontFile3.read_bytes()), None)
    glyphs = fonts[0].CharStrings
    widths: dict[int, float] = {}
    for code in codes:
        name = f"cid{code:05d}"
        if name in glyphs:
            glyphs[name].draw(NullPen())
        widths[code] = float(glyphs[name].width) if name in glyphs else -1.0
    return widths
