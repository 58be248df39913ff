"""Pages: boxes poured into columns, one page after another, with what stands at the head and foot of each.

The builder takes boxes as they come and looks at no more than a page of them: what must not stand at the foot
of a page alone is carried to the next, and boxes that can be parted are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from exporters.formats.pdf.boxes import Box, draw_text
from exporters.formats.pdf.canvas import TaggedCanvas
from exporters.formats.pdf.lines import break_lines, text_width_pt
from exporters.formats.pdf.options import MM
from exporters.formats.pdf.runs import Run
from exporters.formats.pdf.sheet import RUNNING, Sheet
from exporters.formats.pdf.stacks import draw_frames
from exporters.formats.pdf.story import HtmlDirection


class Observer(Protocol):
    """Who is told where a named box landed."""

    def landed(self, slug: str, anchor: str, page_number: int, top_pt: float) -> None:
        """Take note that the box of this name begins on this page at this height."""


class PageBuilder:
    """Builds the pages of one document on a canvas.

    `first_number` is that of the next page to be finished, counted from 1 as readers see it.
    """

    def __init__(self, canvas: TaggedCanvas, sheet: Sheet, observer: Observer, first_number: int = 1) -> None:
        self.canvas = canvas
        self.sheet = sheet
        self.observer = observer
        self.number = first_number
        self.running_title = ""
        self.opening = True
        self.show_folio = True
        self._placed: list[tuple[Box, float]] = []
        self._top = sheet.top_pt
        self._language = ""
        self._mirrored = False

    # -------------------------------------------------------------------------------------------- filling pages

    def begin_story(self, running_title: str, language: str, direction: HtmlDirection = "ltr") -> None:
        """Begin a story on a new page, which has no running head."""
        self.finish_page()
        self._mirrored = direction == "rtl"
        self.running_title = running_title
        self._language = language
        self.opening = True

    def pour(self, boxes: Iterable[Box]) -> None:
        """Put boxes below each other, on as many pages as they need."""
        for box in boxes:
            self._put(box)

    def finish_page(self) -> None:
        """Draw the page as it is, if there is anything on it, and begin a new one."""
        if self._placed:
            self._draw_page(self._placed)
        self._start_over()

    def _start_over(self) -> None:
        self._placed = []
        self._top = self.sheet.top_pt

    def _put(self, box: Box) -> None:
        """Place a box, parting it from what stands before, or in itself, if the page has no room for it."""
        while True:
            if not self._placed:
                self._repeat(box)
            gap = self._gap(box)
            room = self._top - gap - self.sheet.bottom_pt
            if box.height_pt <= room + 0.01:
                self._place(box, gap)
                return
            if box.optional:
                return
            parts = box.split(room)
            if parts is None and not self._has_content():
                parts = box.split(room, force=True)
                if parts is None:
                    # It cannot be parted and no page is high enough: it stands alone and hangs over.
                    self._start_over()
                    self._place(box, 0.0)
                    return
            if parts is not None:
                self._place(parts[0], gap)
                self.finish_page()
                box = parts[1]
                continue
            carried = self._take_back()
            if not self._has_content():
                # All of the page would have to stand with this box, which is more than a page can hold.
                for earlier in carried:
                    self._place(earlier, self._gap(earlier))
                carried = []
            self.finish_page()
            if carried:
                self._repeat(carried[0])
            for earlier in carried:
                self._place(earlier, self._gap(earlier))

    def _has_content(self) -> bool:
        return any(not box.repeated for box, _ in self._placed)

    def _repeat(self, box: Box) -> None:
        """Put at the top of an empty page what is repeated before this box."""
        if box.continuation is not None:
            for repeated in box.continuation():
                self._place(repeated, 0.0)

    def _gap(self, box: Box) -> float:
        return max(self._placed[-1][0].after_pt, box.before_pt) if self._placed else 0.0

    def _place(self, box: Box, gap_pt: float) -> None:
        self._top -= gap_pt
        self._placed.append((box, self._top))
        self._top -= box.height_pt

    def _take_back(self) -> list[Box]:
        """Remove from the page the boxes at its end that must stand with the next one, and return them."""
        carried: list[Box] = []
        while self._placed and self._placed[-1][0].keep_with_next:
            carried.append(self._placed.pop()[0])
        self._top = self._placed[-1][1] - self._placed[-1][0].height_pt if self._placed else self.sheet.top_pt
        return carried[::-1]

    # ------------------------------------------------------------------------------------------- drawing pages

    def _draw_page(self, placed: Sequence[tuple[Box, float]]) -> None:
        canvas, sheet = self.canvas, self.sheet
        canvas.begin_page(sheet.width_pt, sheet.height_pt)
        if self.running_title and not self.opening:
            self._draw_head()
        if self.show_folio:
            self._draw_folio()
        draw_frames(canvas, placed)
        for box, top in placed:
            for slug, anchor in box.anchors:
                self.observer.landed(slug, anchor, self.number, top)
            box.draw(canvas, top)
        canvas.end_page()
        self.number += 1
        self.opening = False

    def _draw_head(self) -> None:
        sheet = self.sheet
        title = self._shortened(self.running_title, sheet.measure_pt)
        self._draw_line(title, sheet.height_pt - 15 * MM, at_end=False)

    def _draw_folio(self) -> None:
        self._draw_line(str(self.number), 14 * MM, at_end=True)

    def _draw_line(self, text: str, baseline_pt: float, *, at_end: bool) -> None:
        """Draw a line of text at the start or the end side of the column."""
        sheet = self.sheet
        run = Run(text, sheet.style(RUNNING), self._language)
        look = replace(RUNNING, align="right") if at_end else RUNNING
        setting = sheet.setting(look, "rtl" if self._mirrored else "ltr")
        lines = break_lines([run], sheet.measure_pt, setting)
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
