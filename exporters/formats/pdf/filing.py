"""Papers for a court: the caption of the case above the title, and the stamp of an exhibit.

What the caption says is taken from the options, else from the sources of the story: the first that names a court,
and the first whose title names two parties.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
from msgspec.structs import replace

from exporters.formats.pdf.blocks import BlockWriter
from exporters.formats.pdf.boxes import Box, TextBox, filled_rectangle
from exporters.formats.pdf.canvas import TaggedCanvas
from exporters.formats.pdf.front import FrontMatter
from exporters.formats.pdf.lines import text_width_pt
from exporters.formats.pdf.options import PdfOptions
from exporters.formats.pdf.sheet import CAPTION_COURT, CAPTION_TEXT, INK, STAMP, SUBTITLE, TITLE, Colour, Look
from exporters.formats.pdf.stacks import draw_stack, stack_height_pt
from exporters.model.meta import Meta, Source
from exporters.patterns import pattern

_PARTIES = pattern(r"(?:^|[,:;] )([^,:;]+? vs?\. [^,:;]+)")
_VERSUS = pattern(r"\s+(vs?\.)\s+")
_COUNTED = pattern(r"(.*?)([A-Z]+|[0-9]+)")


class Case(msgspec.Struct, frozen=True):
    """What stands in the caption: the court, who against whom, the number of the docket."""

    court: str = ""
    parties: str = ""
    docket: str = ""

    def __bool__(self) -> bool:
        return bool(self.court or self.parties or self.docket)


def case_of(options: PdfOptions, sources: Sequence[Source]) -> Case:
    """Return the case as the options name it, filled up from what the sources say."""
    named = (_PARTIES.search(source.title) for source in sources)
    return Case(
        options.court or next((source.court for source in sources if source.court), ""),
        options.case or next((found[1] for found in named if found), ""),
        options.docket or next((source.docket for source in sources if source.docket), ""),
    )


def counted(first: str, position: int) -> str:
    """Return a name that ends in a letter or number, so many further on: "Exhibit A" becomes "Exhibit B"."""
    found = _COUNTED.fullmatch(first)
    if found is None or not position:
        return first
    before, last = found.groups()
    if last.isdigit():
        return f"{before}{int(last) + position:0{len(last)}d}"
    value = 0
    for letter in last:
        value = value * 26 + ord(letter) - 64
    value += position
    letters = ""
    while value:
        value, rest = divmod(value - 1, 26)
        letters = chr(65 + rest) + letters
    return before + letters


class CaptionBox(Box):
    """Two stacks side by side: the parties at the left, a rule beside and below them, the docket at the right."""

    __slots__ = ("boxes", "colour", "edge_pt", "left_pt", "others", "padding_pt")

    def __init__(
        self, boxes: Sequence[Box], others: Sequence[Box], left_pt: float, edge_pt: float, padding_pt: float
    ) -> None:
        super().__init__(max(stack_height_pt(boxes), stack_height_pt(others)) + padding_pt)
        self.boxes = boxes
        self.others = others
        self.left_pt = left_pt
        self.edge_pt = edge_pt
        self.padding_pt = padding_pt

    def draw(self, canvas: TaggedCanvas, top_pt: float, *, artifact: bool = False) -> None:
        bottom = top_pt - self.height_pt
        draw_stack(canvas, self.boxes, top_pt, artifact=artifact)
        draw_stack(canvas, self.others, top_pt, artifact=artifact)
        start, end = sorted((self.left_pt, self.edge_pt))
        canvas.draw_artifact(filled_rectangle(INK, self.edge_pt - 0.3, bottom, self.edge_pt + 0.3, top_pt))
        canvas.draw_artifact(filled_rectangle(INK, start, bottom - 0.3, end, bottom + 0.3))


class StampBox(Box):
    """A line of text in a frame, at the end side of the column."""

    __slots__ = ("colour", "padding_pt", "right_pt", "text", "width_pt")

    def __init__(self, text: TextBox, width_pt: float, right_pt: float, padding_pt: float, colour: Colour) -> None:
        super().__init__(text.height_pt + 2 * padding_pt)
        self.text = text
        self.width_pt = width_pt + 2 * padding_pt
        self.right_pt = right_pt
        self.padding_pt = padding_pt
        self.colour = colour

    def draw(self, canvas: TaggedCanvas, top_pt: float, *, artifact: bool = False) -> None:
        left, right, bottom = self.right_pt - self.width_pt, self.right_pt, top_pt - self.height_pt
        for x0, y0, x1, y1 in (
            (left, bottom, right, bottom + 1),
            (left, top_pt - 1, right, top_pt),
            (left, bottom, left + 1, top_pt),
            (right - 1, bottom, right, top_pt),
        ):
            canvas.draw_artifact(filled_rectangle(self.colour, x0, y0, x1, y1))
        self.text.draw(canvas, top_pt - self.padding_pt, artifact=artifact)


class FilingBlocks(FrontMatter, BlockWriter):
    """What stands above the text of a paper for a court."""

    def filing_head(self, meta: Meta, case: Case, exhibit: str) -> Iterator[Box]:
        """Yield the stamp of the exhibit, the caption of the case, the title, who wrote it and when."""
        sheet = self.edition.sheet
        if exhibit:
            yield self._stamp(exhibit)
        if case:
            yield from self._case_caption(case)
        self.edition.heading_place = meta.place
        tag = self.edition.levels.take(self.flow.level)
        title = self._line(meta.title or self.words.untitled, TITLE, tag)
        title.anchors = ((self.flow.slug, ""),)
        title.before_pt = sheet.space_pt(1.6)
        title.orphans = len(title.lines)
        yield title
        if meta.subtitle:
            yield self._line(meta.subtitle, SUBTITLE, "Subtitle")
        lines = self._byline(meta)
        if lines:
            lines[-1].after_pt = sheet.space_pt(1.4)
        yield from lines

    def _case_caption(self, case: Case) -> Iterator[Box]:
        sheet, flow = self.edition.sheet, self.flow
        inner = self.into(flow.below(self.element("Div")))
        if case.court:
            court = inner.text([inner.inline(CAPTION_COURT).run(case.court)], CAPTION_COURT, inner.element("P"))
            court.orphans = len(court.lines)
            yield court
        if not case.parties and not case.docket:
            return
        padding = sheet.space_pt(0.9)
        half = flow.width_pt / 2
        mirrored = flow.direction == "rtl"
        start = replace(flow, width_pt=half - padding, left_pt=flow.left_pt + (half + padding if mirrored else 0.0))
        end = replace(flow, width_pt=half - padding, left_pt=flow.left_pt + (0.0 if mirrored else half + padding))
        boxes = [
            inner.text(
                [inner.inline(look).run(said)], look, inner.element("P"), flow=replace(start, parent=inner.flow.parent)
            )
            for said, look in _parties(case.parties)
        ]
        look = replace(CAPTION_TEXT, bold=True)
        others = [
            inner.text([inner.inline(look).run(said)], look, inner.element("P"), flow=end)
            for said in (case.docket,)
            if said
        ]
        edge = flow.left_pt + half
        box = CaptionBox(boxes, others, flow.left_pt + (flow.width_pt if mirrored else 0.0), edge, padding)
        box.after_pt = sheet.space_pt(1)
        box.keep_with_next = True
        yield box

    def _stamp(self, said: str) -> StampBox:
        sheet, flow = self.edition.sheet, self.flow
        padding = sheet.space_pt(0.5)
        width = min(text_width_pt(said, sheet.style(STAMP), flow.language) + 0.5, flow.width_pt - 2 * padding)
        mirrored = flow.direction == "rtl"
        right = flow.left_pt + (width + 2 * padding if mirrored else flow.width_pt)
        place = replace(flow, left_pt=right - padding - width, width_pt=width)
        text = self.text([self.inline(STAMP).run(said)], STAMP, self.element("P"), flow=place)
        box = StampBox(text, width, right, padding, sheet.colour(INK))
        box.after_pt = sheet.space_pt(1)
        box.keep_with_next = True
        return box


def _parties(parties: str) -> list[tuple[str, Look]]:
    """Return the lines of the parties with their looks: one, against, the other."""
    halves = _VERSUS.split(parties, maxsplit=1)
    if len(halves) == 3:
        first, versus, second = halves
        return [
            (f"{first},", CAPTION_TEXT),
            (versus, replace(CAPTION_TEXT, align="centre")),
            (f"{second}.", CAPTION_TEXT),
        ]
    return [(parties, CAPTION_TEXT)] if parties else []
