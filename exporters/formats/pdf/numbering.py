"""Numbers in the margin and in the foot: of paragraphs and of lines, for citing, and those that stamp each page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from exporters.formats.pdf.boxes import Box, Label, TextBox, draw_text
from exporters.formats.pdf.canvas import TaggedCanvas
from exporters.formats.pdf.lines import Lines, break_lines
from exporters.formats.pdf.runs import Run
from exporters.formats.pdf.sheet import MARGIN_NUMBER, Sheet
from exporters.formats.pdf.story import Flow
from exporters.formats.pdf.tags import Element
from exporters.patterns import pattern

_ROOM_EM = 3.2
_GAP_EM = 0.9
_BESIDE_EM = 1.9
_ENDING = pattern(r"(.*?)([0-9]+)")


class LineNumbers:
    """The numbers of the lines on each page, counted anew from 1; artifacts, for lines are what the eye counts."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        # Paragraphs may have their numbers nearer to the text.
        self._gap_pt = sheet.space_pt(_GAP_EM + (_BESIDE_EM if sheet.options.paragraph_numbers else 0.0))
        self._known: dict[int, Lines] = {}

    def draw(self, canvas: TaggedCanvas, placed: Iterable[tuple[Box, float]], first: int) -> int:
        """Draw numbers beside the lines of text placed in a column; return that of the line after the last."""
        sheet = self.sheet
        room = sheet.space_pt(_ROOM_EM)
        left = sheet.left_pt - room - self._gap_pt
        number = first
        for baseline in _baselines(placed):
            lines = self._known.get(number)
            if lines is None:
                lines = self._known[number] = _end_aligned(str(number), sheet, room, "ltr")
            draw_text(canvas, lines, None, left, baseline, sheet.leading_pt(MARGIN_NUMBER))
            number += 1
        return number


def paragraph_label(number: int, element: Element, sheet: Sheet, flow: Flow) -> Label:
    """Return the number of a paragraph, to stand in the margin beside its first line."""
    room = sheet.space_pt(_ROOM_EM)
    gap = sheet.space_pt(_GAP_EM * 0.6)
    mirrored = flow.direction == "rtl"
    left = flow.left_pt + flow.width_pt + gap if mirrored else flow.left_pt - room - gap
    # The sign says what the number counts; the space keeps it from the text where that is copied or read out.
    lines = _end_aligned(f"\u00b6\u202f{number}\u00a0", sheet, room, flow.direction)
    return Label(lines, left, element, sheet.leading_pt(MARGIN_NUMBER))


def stamped(first: str, position: int) -> str:
    """Return the number of a page, so many after the first: "ABC-0099" becomes "ABC-0100"."""
    found = _ENDING.fullmatch(first)
    if found is None:
        return first
    before, digits = found.groups()
    return f"{before}{int(digits) + position:0{len(digits)}d}"


def _end_aligned(text: str, sheet: Sheet, room_pt: float, direction: str) -> Lines:
    setting = sheet.setting(MARGIN_NUMBER, "rtl" if direction == "rtl" else "ltr")
    return break_lines([Run(text, sheet.style(MARGIN_NUMBER))], room_pt, setting)


def _baselines(placed: Iterable[tuple[Box, float]]) -> Iterator[float]:
    """Yield the baselines of running text, from top to bottom; tables and pictures have none."""
    for box, top in placed:
        if isinstance(box, TextBox) and not box.repeated:
            for line in range(box.stop - box.start):
                yield top - box.ascent_pt - line * box.leading_pt
