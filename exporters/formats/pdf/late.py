"""Text that is not known when its line is broken: the number of a page that comes later, a note's number on its page.

Room is left in the line; what stands there is drawn when the line is, or, if even then it is not known, on the
finished page.
"""

from __future__ import annotations

from collections.abc import Callable

from exporters.formats.pdf.boxes import draw_text
from exporters.formats.pdf.canvas import TaggedCanvas
from exporters.formats.pdf.lines import break_lines, text_width_pt
from exporters.formats.pdf.marks import Box4, InlineMark
from exporters.formats.pdf.runs import Run, Setting, TextStyle
from exporters.formats.pdf.tags import Element, PageHandle

_START, _END = Setting("left", direction="ltr"), Setting("right", direction="ltr")

Say = Callable[[], str]
"""Returns the text, or nothing as long as it is not known."""


class LateTexts:
    """The late texts of one document."""

    def __init__(self) -> None:
        self._waiting: dict[PageHandle, list[tuple[float, Element, Box4, Callable[[str], Run], Say, Setting]]] = {}

    def run(self, mark: InlineMark, style: TextStyle, room: str, say: Say, *, at_end: bool = False) -> Run:
        """Return a run that leaves as much room as this text takes, for another that is said later.

        A text that is longer is set smaller; a shorter one stands at the start of the room, or `at_end`.
        """

        def made(text: str) -> Run:
            wide = text_width_pt(text, style)
            size = style.size_pt * min(1.0, width / wide) if wide else style.size_pt
            return Run(text, style if size == style.size_pt else _smaller(style, size))

        def paint(canvas: TaggedCanvas, element: Element, box: Box4) -> None:
            text, setting = say(), _END if at_end else _START
            if text:
                _draw(canvas, element, box, made(text), setting)
            else:
                waiting = self._waiting.setdefault(canvas.page, [])
                waiting.append((canvas.across_pt, element, box, made, say, setting))

        width = text_width_pt(room, style)
        mark.paint = paint
        return Run("", style, "", mark, (width, style.size_pt * 0.7))

    def finish(self, canvas: TaggedCanvas) -> None:
        """Draw what waited for the end of the document; what is not known even now stays empty."""
        for page, waiting in self._waiting.items():
            canvas.begin_overlay(page)
            for across, element, box, made, say, setting in waiting:
                text = say()
                if text:
                    canvas.shift(across)
                    _draw(canvas, element, box, made(text), setting)
            canvas.shift(0.0)
            canvas.end_overlay()


def _draw(canvas: TaggedCanvas, element: Element, box: Box4, run: Run, setting: Setting) -> None:
    left, bottom, right, _ = box
    lines = break_lines([run], right - left + 0.5, setting)
    draw_text(canvas, lines, element, left, bottom, run.style.size_pt, 0, 1)


def _smaller(style: TextStyle, size_pt: float) -> TextStyle:
    return TextStyle(face=style.face, size_pt=round(size_pt, 2), colour=style.colour, rise_pt=style.rise_pt)
