"""Words that stand aslant behind the text of every page, such as the notice of an embargo on a press copy."""

from __future__ import annotations

from functools import lru_cache
from math import atan2, cos, hypot, sin

from exporters.formats.pdf.canvas import TaggedCanvas
from exporters.formats.pdf.emission import draw_lines, number
from exporters.formats.pdf.lines import break_lines, text_width_pt
from exporters.formats.pdf.runs import Run, Setting
from exporters.formats.pdf.sheet import Look, Sheet

_TINT = (0.89, 0.89, 0.89)
"""Light enough for text to be read on it (16 to 1 for black), dark enough for a copier."""
_FILLED = 0.78
"""How much of the diagonal the words fill."""
_LARGEST = 9.0
"""The largest size, in parts of that of the running text."""

# An artifact that says what it is (ISO 32000-2, 14.8.2.2.2); who hears the page does not hear it.
_OPEN, _CLOSE = "/Artifact <</Type /Pagination /Subtype /Watermark>> BDC", "EMC"


class Watermark:
    """Draws the watermark of one document, if it has one."""

    def __init__(self, canvas: TaggedCanvas, sheet: Sheet) -> None:
        self._canvas, self._sheet = canvas, sheet
        self._words = " ".join(sheet.options.watermark.split())
        self._made = lru_cache(maxsize=8)(self._operators)

    def draw(self, language: str) -> None:
        """Draw it on the page that was begun, before anything else: what comes after stands above it."""
        if self._words:
            self._canvas.draw(self._made(language))

    def _operators(self, language: str) -> str:
        """Return what draws the words along the diagonal from below, their middle in that of the page."""
        sheet = self._sheet
        wide, high = sheet.width_pt, sheet.height_pt
        measure = hypot(wide, high) * _FILLED
        one = text_width_pt(self._words, sheet.style(Look("sans", 1.0, 1.0, bold=True, colour=_TINT)), language)
        size = min(measure / max(one, 1.0), _LARGEST)
        style = sheet.style(Look("sans", size, 1.0, bold=True, colour=_TINT))
        lines = break_lines([Run(self._words, style, language)], 2 * measure, Setting("centre"))
        angle = atan2(high, wide)
        across, up = cos(angle), sin(angle)
        turned = " ".join(map(number, (across, up, -up, across, wide / 2, high / 2)))
        below = -0.35 * size * sheet.size_pt  # capitals stand above the line
        drawn = draw_lines(lines, 0, 1, -measure, below, style.size_pt, self._canvas.resource_name)
        return f"{_OPEN} q {turned} cm {drawn.text} Q {_CLOSE}"
