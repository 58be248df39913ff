"""What stands at the head and foot of pages: artifacts, for a reader who hears the page needs neither."""

from __future__ import annotations

from dataclasses import replace

from exporters.formats.pdf.boxes import draw_text
from exporters.formats.pdf.canvas import TaggedCanvas
from exporters.formats.pdf.lines import break_lines, text_width_pt
from exporters.formats.pdf.options import MM
from exporters.formats.pdf.runs import Run
from exporters.formats.pdf.sheet import RUNNING, Sheet
from exporters.formats.pdf.story import HtmlDirection


class RunningHeads:
    """Draws the lines at the edges of a page."""

    def __init__(self, canvas: TaggedCanvas, sheet: Sheet) -> None:
        self.canvas = canvas
        self.sheet = sheet

    def head(self, title: str, language: str, direction: HtmlDirection) -> None:
        """Draw the running head."""
        sheet = self.sheet
        title = self._shortened(title, sheet.measure_pt)
        self._draw_line(title, sheet.height_pt - 15 * MM, language, direction, at_end=False)

    def folio(self, number: str, language: str, direction: HtmlDirection) -> None:
        """Draw the number of the page."""
        self._draw_line(number, 14 * MM, language, direction, at_end=True)

    def _draw_line(
        self, text: str, baseline_pt: float, language: str, direction: HtmlDirection, *, at_end: bool
    ) -> None:
        """Draw a line of text at the start or the end side of the column."""
        sheet = self.sheet
        run = Run(text, sheet.style(RUNNING), language)
        look = replace(RUNNING, align="right") if at_end else RUNNING
        lines = break_lines([run], sheet.measure_pt, sheet.setting(look, direction))
        draw_text(self.canvas, lines, None, sheet.left_pt, baseline_pt, sheet.leading_pt(RUNNING), 0, 1)

    def _shortened(self, text: str, width_pt: float) -> str:
        """Return the text, cut between words with an ellipsis if it does not fit one line."""
        style = self.sheet.style(RUNNING)
        if text_width_pt(text, style) < width_pt:
            return text
        words = text.split()
        while len(words) > 1 and text_width_pt(" ".join(words) + "\u2026", style) >= width_pt:
            words.pop()
        return " ".join(words)[:120] + "\u2026"
