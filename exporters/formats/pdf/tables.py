"""Tables: rows of cells with rules between them, heading rows that come again on each page, rows that may be
parted.

Rows are laid out one after another as the pages ask for them, so that time and memory stay in proportion
however long a table is. In the structure tree every row and heading stands once (ISO 32000-1, 14.8.4.3.4).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import msgspec
from msgspec.structs import replace

from exporters.formats.pdf.blocks import BlockWriter
from exporters.formats.pdf.boxes import Box
from exporters.formats.pdf.columns import Grid, Widths, column_count, column_widths
from exporters.formats.pdf.covered import without_covered_rows
from exporters.formats.pdf.heads import Heads, Placed
from exporters.formats.pdf.rows import HEAD_RULE_PT, RULE_PT, CellBox, LaidRow, RepeatedBox, RowsBox, RowStyle, joined
from exporters.formats.pdf.runs import Run
from exporters.formats.pdf.sheet import CELL, CELL_HEAD, TABLE_CAPTION, TINT, Align, Ink, Look
from exporters.formats.pdf.story import Flow
from exporters.formats.pdf.syntax import text_string
from exporters.formats.pdf.tags import Element
from exporters.formats.pdf.turned import turned_pages
from exporters.formats.renderer import handles
from exporters.model.nodes import Block, Cell, Heading, Image, Link, Paragraph, Row, Table

_PADDING_EM = 0.32
_GAP_EM = 1.3
_SMALLEST_TYPE = 0.8
"""Tables are set no smaller than this part of their usual size: about 7 points."""
_SMALLEST_SHRUNK = 0.66
"""The same where the user would rather have small type than a page on its side."""
_STEP = 0.9
_SMALL_TABLE = 12
"""Tables of no more rows stay on one page if they are low enough."""
_PARTED_OVER = 0.3
"""Rows taller than this part of a page may be parted; lower ones go to the next page whole."""
_HEADS_AT_MOST = 0.4
"""Heads that would take more of a page than this are not repeated."""


class _Layout(msgspec.Struct, frozen=True):
    """What holds for all rows of one table; `turned` is whether it stands on pages turned on their side."""

    table: Table
    flow: Flow
    lefts: Sequence[float]
    rights: Sequence[float]
    look: Look
    head_look: Look
    style: RowStyle
    heads: Heads
    edge_inset: bool
    turned: bool
    gap_pt: float
    places: dict[tuple[int, int, str, bool], tuple[float, float, Flow]] = msgspec.field(default_factory=dict)


class TableBlocks(BlockWriter):
    """Tables."""

    above: tuple[Block, ...] = ()
    """Headings that are to stand on the first page of the table that comes next, which is on its side."""
    laid_out: tuple[Table, _Layout] | None = None

    def boxes(self, blocks: Iterable[Block]) -> Iterator[Box]:
        held: list[Block] = []
        for block in blocks:
            if isinstance(block, Heading):
                held.append(block)
                continue
            if held and isinstance(block, Table) and self._turns(block):
                self.above = tuple(held)  # a page on its side is full: above it they would stand alone
            elif held:
                yield from super().boxes(held)
            held = []
            yield from super().boxes((block,))
        yield from super().boxes(held)

    def _turns(self, node: Table) -> bool:
        """Return whether a table will stand on pages on their side."""
        if not self._may_turn():
            return False
        layout = self._layout(without_covered_rows(node))
        self.laid_out = node, layout
        return layout.turned

    @handles(Table)
    def table_block(self, node: Table) -> Iterator[Box]:
        known, self.laid_out = self.laid_out, None
        layout = known[1] if known is not None and known[0] is node else self._layout(without_covered_rows(node))
        above, self.above = self.above, ()
        boxes = self._table(layout)
        if above:
            heads = self.into(replace(layout.flow, parent=self.flow.parent)).boxes(above)
            boxes = chain(list(heads), boxes)
        if layout.turned:
            column_pt = self.edition.sheet.column_pt
            boxes = turned_pages(boxes, self.flow.left_pt, self.flow.width_pt, column_pt)
        yield from self.anchored(boxes, node.anchor)

    def _table(self, layout: _Layout) -> Iterator[Box]:
        sheet = self.edition.sheet
        node = layout.table
        element = self.element("Table")
        if node.description:  # ISO 32000-1, 14.8.5.7
            element.set("A", f"<</O /Table /Summary {text_string(node.description)}>>")
        caption = self._caption(node, element, layout.flow)
        # A THead needs a TBody beside it (ISO 14289-1, 7.5): heads of nothing are the body themselves.
        above = element.child("THead") if node.header and node.rows else None
        body = element.child("TBody")
        head = list(self._rows(layout, node.header, above or body, is_head=True))
        for row in head:
            row.keep_with_next = bool(node.rows)
        if head:
            head[-1].rule_below = HEAD_RULE_PT
        repeated = [RepeatedBox(row) for row in head]
        room = self.flow.width_pt if layout.turned else sheet.column_pt
        if sum(box.height_pt for box in repeated) > room * _HEADS_AT_MOST:
            repeated = []
        if caption is not None:
            yield caption
        yield from self._finished(layout, head, self._rows(layout, node.rows, body, is_head=False), repeated)

    def _finished(
        self, layout: _Layout, head: Sequence[RowsBox], rows: Iterator[RowsBox], repeated: Sequence[Box]
    ) -> Iterator[Box]:
        """Yield the rows with the rules that begin and end a table, and what keeps them together."""
        sheet = self.edition.sheet
        table = layout.table
        ready: Iterable[RowsBox] = rows
        if len(table.rows) <= _SMALL_TABLE and not layout.turned:
            ready = small = list(rows)
            if sum(row.height_pt for row in small) < sheet.column_pt * _HEADS_AT_MOST:
                for row in small[:-1]:
                    row.keep_with_next = True
        last: RowsBox | None = None
        for number, row in enumerate(chain(head, ready)):
            if last is not None:
                yield last
            else:
                row.rule_above = RULE_PT
                row.before_pt = 0.0 if table.caption else sheet.space_pt(0.8)
            if number >= len(head):
                row.continuation = lambda: repeated
                if sheet.options.table_style == "zebra" and (number - len(head)) % 2 == 0:
                    row.fill = TINT
            last = row
        if last is not None:
            last.rule_below = RULE_PT
            last.after_pt = sheet.space_pt(1.2)
            yield last

    def _caption(self, node: Table, element: Element, flow: Flow) -> Box | None:
        if not node.caption:
            return None
        renderer = self.inline(TABLE_CAPTION)
        runs: list[Run] = []
        if node.number:
            runs.extend((renderer.run(f"{self.words.table} {node.number}.", Ink(bold=True)), renderer.run(" ")))
        runs.extend(renderer.runs(node.caption))
        box = self.text(runs, TABLE_CAPTION, element.child("Caption"), flow=flow)
        box.before_pt = self.edition.sheet.space_pt(0.8)
        return box

    # ------------------------------------------------------------------------------------------------- columns

    def _layout(self, node: Table) -> _Layout:
        """Return the columns: as wide as they want, on a page on its side or in smaller type where they do not fit."""
        sheet = self.edition.sheet
        count = column_count(node)
        flow, turned = self.flow, False
        scale, widths = self._fitted(node, count, flow.width_pt)
        if not widths.fits and self._may_turn():
            flow = replace(self.flow, left_pt=0.0, width_pt=sheet.column_pt, frames=())
            turned = True
            scale, widths = self._fitted(node, count, flow.width_pt)
        self._report(node, scale, widths, turned=turned)
        lefts, rights, position = [], [], flow.left_pt
        for width in widths.each_pt:
            lefts.append(position)
            rights.append(position + width)
            position += width
        style = RowStyle(
            padding_pt=sheet.space_pt(_PADDING_EM * scale),
            tallest_pt=(self.flow.width_pt if turned else sheet.column_pt) * _PARTED_OVER,
            left_pt=flow.left_pt,
            right_pt=position,
            rules="grid" if sheet.options.table_style == "grid" else "rows",
        )
        if flow.direction == "rtl":
            far = flow.left_pt * 2 + flow.width_pt
            lefts, rights = [far - right for right in rights], [far - left for left in lefts]
            style = replace(style, left_pt=far - style.right_pt, right_pt=far - style.left_pt)
        look, head_look = _looks(scale)
        heads = Heads(node, self.edition.key(flow.slug, node.anchor))
        edge = sheet.options.table_style != "rules"
        gap_pt = sheet.space_pt(_GAP_EM * scale)
        return _Layout(node, flow, lefts, rights, look, head_look, style, heads, edge, turned, gap_pt)

    def _may_turn(self) -> bool:
        """Return whether the table stands in the column itself and that is as wide as the page's text."""
        sheet = self.edition.sheet
        return (
            sheet.options.wide_tables == "turn"
            and not self.flow.frames
            and not self.flow.indents
            and self.flow.parent.tag not in ("TD", "TH")
            and self.flow.width_pt >= sheet.measure_pt - 1
            and sheet.column_pt > self.flow.width_pt
        )

    def _fitted(self, node: Table, count: int, measure_pt: float) -> tuple[float, Widths]:
        """Return the size of type and the widths of the columns."""
        scale = 1.0
        smallest = _SMALLEST_SHRUNK if self.edition.sheet.options.wide_tables == "shrink" else _SMALLEST_TYPE
        while True:
            widths = self._widths(node, count, scale, measure_pt)
            if widths.fits or scale <= smallest:
                return scale, widths
            scale = max(scale * _STEP, smallest)

    def _report(self, node: Table, scale: float, widths: Widths, *, turned: bool) -> None:
        report = self.edition.report
        count = len(widths.each_pt)
        if turned:
            report.info(
                "pdf-table-turned",
                f"the table's {count} columns do not fit the page; it stands on pages turned on their side",
                node.place,
                "Fewer columns, or shorter words in them, read better in print; or say -O pdf.wide_tables=shrink",
            )
        if widths.widened:
            asked = ", ".join(str(column + 1) for column in widths.widened)
            report.info(
                "pdf-table-column-widened",
                f"the table's longest words are wider than its columns were to be: wider than asked for are {asked}",
                node.place,
                "Ask for more room for them, or leave the widths out",
            )
        if not widths.fits:
            report.warning(
                "pdf-table-words-broken",
                f"the table's {count} columns have so little room that words are broken in them",
                node.place,
                "Leave out columns, or make two tables of it",
            )
        elif scale < 1.0:
            report.info(
                "pdf-table-small-type",
                f"the table's {count} columns are set at {scale:.0%} of the usual size, to fit the page",
                node.place,
                "Fewer columns, or shorter words in them, read better in print",
            )

    def _widths(self, node: Table, count: int, scale: float, measure_pt: float) -> Widths:
        look, head_look = _looks(scale)
        gap = self.edition.sheet.space_pt(_GAP_EM * scale)
        return column_widths(
            node, count, measure_pt, gap, lambda cell, head: self._runs(cell, head_look if head else look)
        )

    def _runs(self, cell: Cell, look: Look) -> list[Run]:
        """Return the runs of a cell for measuring."""
        renderer = self.inline(look)
        runs: list[Run] = []
        for block in cell.children:
            if isinstance(block, Paragraph):
                if runs:
                    runs.append(renderer.run("\n"))
                runs.extend(renderer.runs(block.children))
        return runs

    # ---------------------------------------------------------------------------------------------------- rows

    def _rows(self, layout: _Layout, rows: Sequence[Row], parent: Element, *, is_head: bool) -> Iterator[RowsBox]:
        """Yield the boxes of rows; those tied by cells that span them are one."""
        grid = Grid(len(layout.lefts))
        columns = list(zip(layout.lefts, layout.rights, strict=True))
        whole = joined(columns)
        tied: list[LaidRow] = []
        for index, row in enumerate(rows):
            placed = grid.place(row, remaining=len(rows) - index)
            element = parent.child("TR")
            named = layout.heads.row(placed, is_head=is_head)
            cells: list[CellBox] = []
            for (column, width, height, cell), attributes in zip(placed, named, strict=True):
                owner = element.child("TH" if is_head or (cell is not None and cell.header) else "TD")
                attributes.give(owner)
                cells.append(self._cell(layout, cell, column, width, height, owner, is_head=is_head))
            ruled = (
                self._under_heads(placed, cells)
                if is_head
                else (
                    joined([span for column, span in enumerate(columns) if not grid.open_below(column)])
                    if grid.tied
                    else whole
                )
            )
            tied.append(LaidRow(cells, ruled))
            if not grid.tied:
                yield self._tied(layout, tied, is_head=is_head)
                tied = []
        if tied:
            yield self._tied(layout, tied, is_head=is_head)

    def _under_heads(self, placed: Sequence[Placed], cells: Sequence[CellBox]) -> list[tuple[float, float]]:
        """Return the stretches of the rule below a row of heads: each head's own, so that groups are told apart."""
        inset = self.edition.sheet.space_pt(_GAP_EM) / 4
        return [
            (box.left_pt + inset, box.right_pt - inset)
            for (_, _, height, _), box in zip(placed, cells, strict=True)
            if height == 1
        ]

    def _tied(self, layout: _Layout, rows: Sequence[LaidRow], *, is_head: bool) -> RowsBox:
        box = RowsBox(rows, layout.style)
        box.frames = layout.flow.frames
        box.at_foot = is_head
        return box

    def _cell(
        self,
        layout: _Layout,
        cell: Cell | None,
        column: int,
        width: int,
        height: int,
        owner: Element,
        *,
        is_head: bool,
    ) -> CellBox:
        is_head = is_head or (cell is not None and cell.header)
        alignment = cell.alignment if cell is not None else ""
        left, right, flow = self._place(layout, column, width, alignment, is_head=is_head)
        if cell is None:
            return CellBox(left, right, (), height)
        blocks = cell.children
        if len(blocks) == 1 and isinstance(blocks[0], Paragraph) and not _may_hold_picture(blocks[0]):
            only = blocks[0]
            boxes: list[Box] = [self.text(only.children, flow.look, owner, flow=flow)] if only.children else []
            if boxes and only.anchor:
                boxes[0].anchors = ((flow.slug, only.anchor),)
        else:
            inner = replace(flow, parent=owner, look=replace(flow.look, after=0.3))
            boxes = list(self.into(inner).boxes(blocks))
        return CellBox(left, right, boxes, height)

    def _place(
        self, layout: _Layout, column: int, width: int, alignment: str, *, is_head: bool
    ) -> tuple[float, float, Flow]:
        """Return the edges of a cell and the flow of what is in it, its parent to be set: made once for each kind."""
        key = (column, width, alignment, is_head)
        found = layout.places.get(key)
        if found is not None:
            return found
        gap = layout.gap_pt / 2
        last = min(column + width, len(layout.lefts)) - 1
        left = min(layout.lefts[column], layout.lefts[last])
        right = max(layout.rights[column], layout.rights[last])
        inset_left = 0.0 if left <= layout.style.left_pt + 0.1 and not layout.edge_inset else gap
        inset_right = 0.0 if right >= layout.style.right_pt - 0.1 and not layout.edge_inset else gap
        if not alignment and column < len(layout.table.columns):
            alignment = layout.table.columns[column].alignment
        look = layout.head_look if is_head else layout.look
        flow = replace(
            layout.flow,
            left_pt=left + inset_left,
            width_pt=max(right - left - inset_left - inset_right, 8.0),
            look=replace(look, align=_ALIGN.get(alignment, "left")),
            frames=(),
        )
        layout.places[key] = (left, right, flow)
        return left, right, flow


def _looks(scale: float) -> tuple[Look, Look]:
    """Return the looks of cells and of heading cells, in smaller type by this factor."""
    return replace(CELL, size=CELL.size * scale), replace(CELL_HEAD, size=CELL.size * scale)


_ALIGN: dict[str, Align] = {"left": "left", "center": "centre", "right": "right"}


def _may_hold_picture(paragraph: Paragraph) -> bool:
    return any(isinstance(child, Image | Link) for child in paragraph.children)
