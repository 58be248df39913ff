"""Program text: every line and space as written, on a ground; a line too long goes on below, with a mark."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from exporters.formats.pdf.blocks import BlockWriter
from exporters.formats.pdf.boxes import Box, Frame, Label, TextBox
from exporters.formats.pdf.lines import break_lines, text_width_pt
from exporters.formats.pdf.runs import TextStyle
from exporters.formats.pdf.sheet import CODE, CODE_TINT, SOFT_INK
from exporters.formats.pdf.story import Flow
from exporters.formats.pdf.tags import Element
from exporters.formats.renderer import handles
from exporters.model.nodes import CodeBlock

_CONTINUED = "\u21b3"
"""Stands before what goes on from the line above; an artifact, so that copied text is that of the source."""

_TAB = "    "


class CodeBlocks(BlockWriter):
    """Blocks of program text."""

    @handles(CodeBlock)
    def code_block(self, node: CodeBlock) -> Iterator[Box]:
        yield from self.anchored(self._code(node), node.anchor)

    def _code(self, node: CodeBlock) -> Iterator[Box]:
        sheet = self.edition.sheet
        padding = sheet.space_pt(0.6)
        frame = Frame(
            self.flow.left_pt,
            self.flow.left_pt + self.flow.width_pt,
            fill=sheet.colour(CODE_TINT),
            padding_pt=sheet.space_pt(0.3),
        )
        frames = (*self.flow.frames, frame)
        # Program text runs from left to right in every language.
        flow = replace(self.flow.indented(padding, padding), frames=frames, direction="ltr", language="")
        element = self.element("P").child("Code")
        text = node.text.replace("\t", _TAB).rstrip("\n")
        if not text:
            return
        yield from self.framed(
            self._pieces(text, flow, element), frames, padding * 0.8, sheet.space_pt(0.6), sheet.space_pt(0.9)
        )

    def _pieces(self, text: str, flow: Flow, element: Element) -> Iterator[Box]:
        """Yield the lines that fit as one box a stretch, and each line that does not as a box of its own."""
        style = self.edition.sheet.style(CODE)
        advance = text_width_pt("0", style)
        fitting: list[str] = []
        for line in text.split("\n"):
            if _width_pt(line, style, advance) <= flow.width_pt:
                fitting.append(line)
                continue
            if fitting:
                yield self._lines("\n".join(fitting), flow, element)
                fitting = []
            yield from self._long_line(line, flow, element)
        if fitting:
            yield self._lines("\n".join(fitting), flow, element)

    def _lines(self, text: str, flow: Flow, element: Element) -> TextBox:
        sheet = self.edition.sheet
        setting = replace(sheet.setting(CODE, "ltr"), preserve=True)
        lines = break_lines([self.inline(CODE, flow).run(text, told=True)], flow.width_pt, setting)
        box = TextBox(lines, element, flow.left_pt, sheet.leading_pt(CODE), sheet.first_baseline_pt(CODE))
        box.frames = flow.frames
        return box

    def _long_line(self, line: str, flow: Flow, element: Element) -> Iterator[Box]:
        """Yield the line broken where it must be, all but its first part indented behind the mark."""
        hang = self.edition.sheet.space_pt(1.4)
        whole = self._lines(line, flow, element)
        first = TextBox(whole.lines, element, whole.left_pt, whole.leading_pt, whole.ascent_pt, 0, 1)
        first.frames = flow.frames
        first.keep_with_next = True
        yield first
        said = whole.lines.text(0, 1)
        rest = line[len(said) :] if line.startswith(said) else line[len(said.rstrip()) :]
        box = self._lines(rest, flow.indented(hang), element)
        mark_look = replace(CODE, colour=SOFT_INK)
        style = self.edition.sheet.style(mark_look)
        mark = _CONTINUED if style.face.covers(_CONTINUED) else "\u203a"
        lines = break_lines(
            [self.inline(mark_look, flow).run(mark)], hang, self.edition.sheet.setting(mark_look, "ltr")
        )
        box.label = Label(lines, flow.left_pt, None, box.leading_pt)
        yield box


def _width_pt(line: str, style: TextStyle, advance_pt: float) -> float:
    """Return the width of a line: counted where all its characters are as wide as any, else measured."""
    if line.isascii():
        return len(line) * advance_pt
    return text_width_pt(line, style)
