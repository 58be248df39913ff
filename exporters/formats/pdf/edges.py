"""What stands at the edges of pages: drawn with its page, or later, when the numbers that it says are known."""

from __future__ import annotations

from functools import partial

from msgspec.structs import replace

from exporters.formats.pdf.canvas import TaggedCanvas
from exporters.formats.pdf.labels import roman
from exporters.formats.pdf.numbering import stamped
from exporters.formats.pdf.running import PageFacts, RunningHeads
from exporters.formats.pdf.sheet import Sheet
from exporters.formats.pdf.tags import PageHandle


class Edges:
    """The heads and feet of all pages of a document; `roman` is whether numbers are written so."""

    def __init__(self, canvas: TaggedCanvas, sheet: Sheet) -> None:
        self.roman = False
        self._canvas = canvas
        self._bates = sheet.options.bates
        self._running = RunningHeads(canvas, sheet)
        # What waits for the number of all pages, and what, where stories are laid out apart, for all numbers.
        self._waiting: list[tuple[PageHandle, PageFacts]] = []
        self._unnumbered: list[tuple[PageHandle, PageFacts, int, int]] | None = None

    @property
    def needs_section(self) -> bool:
        """Whether a line names the present section."""
        return self._running.needs_section

    def written(self, number: int) -> str:
        """Return the number of a page as it is written."""
        return roman(number) if self.roman else str(number)

    def draw(self, facts: PageFacts, number: int, sheet_number: int) -> None:
        """Draw what stands at the edges of the page that is being drawn, if all of it is known."""
        numbered = self._numbered(facts, number, sheet_number)
        if self._unnumbered is None and not self._running.needs_total:
            self._running.draw(numbered)
            return
        self._canvas.rehearse(partial(self._running.draw, numbered))
        if self._unnumbered is None:
            self._waiting.append((self._canvas.page, numbered))
        else:
            self._unnumbered.append((self._canvas.page, facts, number, sheet_number))

    def finish(self, total: int) -> None:
        """Draw what waited until it was known how many pages there are."""
        for page, facts in self._waiting:
            self._canvas.begin_overlay(page)
            self._running.draw(replace(facts, slots={**facts.slots, "pages": str(total)}))
            self._canvas.end_overlay()

    def number_later(self) -> None:
        """Leave out what stands at the edges of pages until it is known which come before."""
        self._unnumbered, self._waiting = [], []

    def draw_numbered(self, before: int, total: int) -> None:
        """Draw what was left out, on pages with so many before them, of so many in all."""
        for page, facts, number, sheet_number in self._unnumbered or ():
            numbered = self._numbered(facts, number + before, sheet_number + before)
            if self._running.needs_total:
                self._waiting.append((page, numbered))
            else:
                self._canvas.resume(page)
                self._running.draw(numbered)
        self.finish(total)

    def _numbered(self, facts: PageFacts, number: int, sheet_number: int) -> PageFacts:
        """Return the facts of a page with those that follow from its numbers."""
        slots = {
            **facts.slots,
            "page": self.written(number),
            "bates": stamped(self._bates, sheet_number - 1) if self._bates else "",
        }
        return replace(facts, slots=slots, left_hand=sheet_number % 2 == 0)
