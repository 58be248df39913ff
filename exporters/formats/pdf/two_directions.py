"""Runs into atoms where the text runs in two directions: each atom knows its level (UAX 9)."""

from __future__ import annotations

from exporters.formats.pdf.bidirectional import paragraph_levels
from exporters.formats.pdf.opportunities import FREE, NEVER, between
from exporters.formats.pdf.paragraph import Compiler, Paragraph, span_of
from exporters.formats.pdf.runs import Setting, collapsed
from exporters.formats.pdf.shaping import NO_BREAK_SPACE, segments


class BidirectionalCompiler(Compiler):
    """Fills a paragraph that holds right-to-left text: atoms stay in logical order and know their level (UAX 9)."""

    def __init__(self, paragraph: Paragraph, setting: Setting) -> None:
        super().__init__(paragraph, setting)
        self.direction = setting.direction
        self._unit = 0

    def compile(self) -> None:
        """Fill the paragraph."""
        paragraph = self.paragraph
        texts: list[str] = []
        for index, run in enumerate(paragraph.runs):
            paragraph.spans.append(span_of(run, index))
            if run.box_pt is not None:
                texts.append("\ufffc")
            else:
                texts.append(run.text.replace("\t", "    ") if self.preserve else collapsed(run.text))
        levels, base = paragraph_levels("".join(texts), self.direction)
        paragraph.right_to_left = bool(base & 1)
        offset = 0
        for index, (run, text) in enumerate(zip(paragraph.runs, texts, strict=True)):
            if run.box_pt is not None:
                self.box(index, run)
                self.place(levels[offset])
            else:
                self.run(index, text, levels[offset : offset + len(text)], base)
            offset += len(text)
        self.some_rigid = any(run.style.rigid for run in self.paragraph.runs)
        self.finish()

    def place(self, level: int) -> None:
        """Give every atom added since the last call this level, as one unit."""
        paragraph = self.paragraph
        count = len(paragraph.widths) - len(paragraph.levels)
        if count:
            paragraph.levels += [level] * count
            paragraph.space_levels += [level] * count
            paragraph.units += [self._unit] * count
            self._unit += 1

    def run(self, index: int, text: str, levels: list[int], base: int) -> None:
        """Add a run, cut where words, levels and lines end."""
        start = 0
        for position, character in enumerate(text):
            if character in " \n":
                self.word(index, text[start:position], levels[start:position])
                start = position + 1
                if character == "\n":
                    self.force()
                    self.place(base)
                else:
                    self.blank(index, levels[position])
            elif position > start and levels[position] != levels[position - 1]:
                self.word(index, text[start:position], levels[start:position])
                start = position
        self.word(index, text[start:], levels[start:])

    def blank(self, index: int, level: int) -> None:
        """Add a space: to the atom before where that is of the same run, else as an atom of its own."""
        paragraph = self.paragraph
        if not self.preserve and (self.at_line_start() or paragraph.spaces[-1]):
            return
        span = paragraph.spans[index]
        space = span.words.space_pt
        if self.at_line_start() or paragraph.of[-1] != index or paragraph.spaces[-1]:
            self.atom(0.0, "", "", index, space, FREE)
            self.place(level)
        else:
            paragraph.spaces[-1] = space
            paragraph.breaks[-1] = FREE
            paragraph.space_levels[-1] = level

    def word(self, index: int, text: str, levels: list[int]) -> None:
        """Add a stretch without spaces, all of one level."""
        if not text:
            return
        paragraph = self.paragraph
        if not self.at_line_start() and paragraph.breaks[-1] == NEVER and not paragraph.spaces[-1]:
            paragraph.breaks[-1] = between(paragraph.texts[-1][-1:], text[0])
        shaper = paragraph.spans[index].shaper
        for piece, kind in segments(text):
            if piece == NO_BREAK_SPACE:
                self.parts(index, [shaper.no_break_part()])
            else:
                self.parts(index, shaper.unit(piece, right_to_left=bool(levels[0] & 1)))
            if kind:
                paragraph.breaks[-1] = kind
            self.place(levels[0])
