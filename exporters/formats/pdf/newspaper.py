"""The newspaper: a nameplate, headlines across the page, pictures and side boxes that float, wide tables."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from exporters.formats.pdf.bands import FloatBox
from exporters.formats.pdf.blocks import BlockWriter, keep_together
from exporters.formats.pdf.boxes import Box, Space
from exporters.formats.pdf.figures import FigureBlocks
from exporters.formats.pdf.front import BarBox, FrontMatter
from exporters.formats.pdf.lines import text_width_pt
from exporters.formats.pdf.sheet import HAIR, INK, KICKER, NAMEPLATE, NAMEPLATE_LINE
from exporters.formats.pdf.story_writer import StoryWriter
from exporters.formats.pdf.tables import TableBlocks
from exporters.formats.renderer import handles
from exporters.model.meta import Meta
from exporters.model.nodes import Aside, Figure, Table

_FEW_COLUMNS = 3
"""Tables of more columns stand across the page."""
_WIDE = 1.45
"""Pictures so many times as wide as high, and large enough, stand across the page."""
_TALLEST_FLOAT = 0.62
"""A side box higher than this part of a column flows with the text."""


class NewspaperBlocks(FigureBlocks, TableBlocks, FrontMatter, BlockWriter):
    """What is otherwise in columns: what floats, and what stands across them."""

    @handles(Figure)
    def figure(self, node: Figure) -> Iterator[Box]:
        if not self._in_column():
            yield from super().figure(node)
            return
        picture = self.edition.pictures.find(node.image.source, node.image.place)
        wide = (
            picture is not None
            and len(self.edition.sheet.columns_pt) > 1
            and picture.width_pt > _WIDE * max(picture.height_pt, self.flow.width_pt)
        )
        writer = self._across() if wide else self
        boxes = list(super(NewspaperBlocks, writer).figure(node))
        if boxes:
            keep_together(boxes)
            yield FloatBox(boxes, spanning=wide)

    @handles(Table)
    def table_block(self, node: Table) -> Iterator[Box]:
        if not self._stands_across(node):
            yield from super().table_block(node)
            return
        writer = self._across()
        writer.above, self.above = self.above, ()
        writer.laid_out, self.laid_out = self.laid_out, None
        for box in super(NewspaperBlocks, writer).table_block(node):
            box.spanning = True
            yield box

    def _turns(self, node: Table) -> bool:
        if not self._stands_across(node):
            return super()._turns(node)
        writer = self._across()
        turns = super(NewspaperBlocks, writer)._turns(node)
        self.laid_out = writer.laid_out
        return turns

    def _stands_across(self, node: Table) -> bool:
        """Return whether a table has too many columns for one of the page's."""
        columns = max((len(row.cells) for row in (*node.header, *node.rows)), default=0)
        return columns > _FEW_COLUMNS and self._in_column()

    @handles(Aside)
    def aside(self, node: Aside) -> Iterator[Box]:
        boxes = super().aside(node)
        if not self._in_column():
            yield from boxes
            return
        made: list[Box] = []
        height = 0.0
        for box in boxes:
            made.append(box)
            height += box.height_pt + max(box.before_pt, box.after_pt)
            if height > _TALLEST_FLOAT * self.edition.sheet.column_pt:
                yield from made
                yield from boxes
                return
        yield FloatBox(made)

    def nameplate(self, meta: Meta) -> Iterator[Box]:
        """Yield the nameplate of the paper: its title, and between two rules who publishes it, its number, its date."""
        sheet = self.edition.sheet
        said = meta.title or self.words.untitled
        width = text_width_pt(said, sheet.style(NAMEPLATE), self.flow.language)
        look = replace(NAMEPLATE, size=NAMEPLATE.size * max(min(1.0, self.flow.width_pt * 0.99 / width), 0.5))
        title = self.text([self.inline(look).run(said)], look, self.element("Title"))
        title.orphans = len(title.lines)
        yield title
        parts = [
            f"{meta.series or meta.publisher} {meta.number}".strip(),
            meta.subtitle,
            self.words.format_date(meta.published) if meta.published is not None else "",
        ]
        said = " \u00b7 ".join(part for part in parts if part)
        yield self._bar(1.6, sheet.space_pt(0.35 if said else 1.4))
        if said:
            line = self.text([self.inline(NAMEPLATE_LINE).run(said)], NAMEPLATE_LINE, self.element("P"))
            line.orphans = len(line.lines)
            yield line
            yield self._bar(0.5, sheet.space_pt(1.6))
        tail = Space(0.0)
        tail.keep_with_next = True
        yield tail

    def section_head(self, title: str, anchor: str, *, first: bool) -> Iterator[Box]:
        """Yield the title of a section of the paper, above its stories."""
        sheet = self.edition.sheet
        if not first:
            bar = self._bar(1.6, sheet.space_pt(0.5))
            bar.before_pt = sheet.space_pt(2)
            bar.optional = True
            yield bar
        tag = self.edition.levels.take(1)
        box = self.text([self.inline(KICKER).run(title)], replace(KICKER, size=1.3), self.element(tag))
        box.anchors = (("", anchor),)
        yield box

    def between(self) -> Iterator[Box]:
        """Yield what parts a story from the one above it on the page."""
        bar = self._bar(0.9, self.edition.sheet.space_pt(0.9))
        bar.before_pt = self.edition.sheet.space_pt(1.4)
        bar.optional = True  # at the top of a page
        yield bar

    def _bar(self, thickness_pt: float, after_pt: float) -> BarBox:
        sheet = self.edition.sheet
        colour = sheet.colour(INK if thickness_pt > 1 else HAIR)
        bar = BarBox(self.flow.left_pt, self.flow.width_pt, thickness_pt, colour)
        bar.after_pt = after_pt
        bar.keep_with_next = True
        return bar

    def _in_column(self) -> bool:
        """Return whether blocks here stand in a column itself, not within a quotation, a list or a box."""
        sheet = self.edition.sheet
        return not self.flow.frames and not self.flow.indents and self.flow.width_pt < sheet.measure_pt - 1

    def _across(self) -> NewspaperBlocks:
        """Return the writer for what stands across all columns."""
        return self.into(replace(self.flow, width_pt=self.edition.sheet.measure_pt))


class NewspaperWriter(NewspaperBlocks, StoryWriter):
    """Makes the boxes of a newspaper."""
