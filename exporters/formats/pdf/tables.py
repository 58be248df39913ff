"""Tables: rows of cells with rules between them, heading rows that come again on each page, rows that may be
parted.

Rows are laid out one after another as the pages ask for them, so that time and memory stay in proportion
however long a table is. In the structure tree every row and heading stands once (ISO 32000-1, 14.8.4.3.4).
"""

# ruff: noqa: ARG002 - what every box is told, not every box needs
from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from exporters.formats.pdf.blocks import BlockWriter
from exporters.formats.pdf.boxes import Box, filled_rectangle
from exporters.formats.pdf.canvas import TaggedCanvas
from exporters.formats.pdf.columns import Grid, column_count, column_widths
from exporters.formats.pdf.runs import Run
from exporters.formats.pdf.sheet import CELL, CELL_HEAD, HAIR, INK, TABLE_CAPTION, Align, Ink, Look
from exporters.formats.pdf.stacks import draw_stack, split_stack, stack_height_pt
from exporters.formats.pdf.story import Flow
from exporters.formats.pdf.syntax import byte_string
from exporters.formats.pdf.tags import Element
from exporters.formats.renderer import handles
from exporters.model.nodes import Cell, Image, Link, Paragraph, Row, Table

_PADDING_EM = 0.32
_GAP_EM = 1.3
_RULE_PT = 0.8
_HAIR_PT = 0.35
_SMALLEST_TYPE = 0.62
_SMALL_TABLE = 12
"""Tables of no more rows stay on one page if they are low enough."""
_PARTED_OVER = 0.3
"""Rows taller than this part of a page may be parted; lower ones go to the next page whole."""


@dataclass(frozen=True, slots=True)
class CellBox:
    """The boxes of one cell; rules are drawn from `left_pt` to `right_pt`."""

    left_pt: float
    right_pt: float
    boxes: Sequence[Box]
    row_span: int = 1


class RowBox(Box):
    """A row of a table: its cells side by side, and a rule below."""

    __slots__ = ("cells", "padding_pt", "rule_above", "rule_below", "ruled", "tallest_pt")

    def __init__(self, cells: Sequence[CellBox], padding_pt: float, tallest_pt: float) -> None:
        self.cells = cells
        self.padding_pt = padding_pt
        self.tallest_pt = tallest_pt
        self.ruled: Sequence[tuple[float, float]] = ()
        self.rule_above = 0.0
        self.rule_below = _HAIR_PT
        tops = [stack_height_pt(cell.boxes) for cell in cells if cell.row_span == 1]
        super().__init__(max(tops, default=0.0) + 2 * padding_pt)

    def split(self, room_pt: float, *, force: bool = False) -> tuple[Box, Box] | None:
        if not force and (self.height_pt < self.tallest_pt or any(cell.row_span > 1 for cell in self.cells)):
            return None
        room = room_pt - 2 * self.padding_pt
        parts = [split_stack(cell.boxes, room, force=force) for cell in self.cells]
        if not any(first for first, _ in parts) or not any(rest for _, rest in parts):
            return None
        if not force and any(cell.boxes and not first for cell, (first, _) in zip(self.cells, parts, strict=True)):
            return None
        first_row, rest_row = (
            RowBox(
                [replace(cell, boxes=part[index]) for cell, part in zip(self.cells, parts, strict=True)],
                self.padding_pt,
                self.tallest_pt,
            )
            for index in (0, 1)
        )
        first_row.before_pt, first_row.anchors = self.before_pt, self.anchors
        first_row.frames, first_row.continuation = self.frames, self.continuation
        first_row.rule_above, first_row.rule_below = self.rule_above, 0.0
        rest_row.inherit(self)
        rest_row.rule_below, rest_row.ruled = self.rule_below, self.ruled
        return first_row, rest_row

    def draw(self, canvas: TaggedCanvas, top_pt: float, *, artifact: bool = False) -> None:
        rules = []
        if self.rule_above:
            left = min(cell.left_pt for cell in self.cells)
            right = max(cell.right_pt for cell in self.cells)
            rules.append(filled_rectangle(INK, left, top_pt, right, top_pt + self.rule_above))
        if self.rule_below:
            colour = HAIR if self.rule_below == _HAIR_PT else INK
            bottom = top_pt - self.height_pt
            rules.extend(
                filled_rectangle(colour, left, bottom, right, bottom + self.rule_below) for left, right in self.ruled
            )
        if rules:
            canvas.draw_artifact(" ".join(rules))
        for cell in self.cells:
            draw_stack(canvas, cell.boxes, top_pt - self.padding_pt, artifact=artifact)


class RepeatedBox(Box):
    """A box drawn again, for the eye only: it was read before."""

    __slots__ = ("box",)

    def __init__(self, box: Box) -> None:
        super().__init__(box.height_pt)
        self.box = box
        self.frames = box.frames
        self.keep_with_next = self.repeated = True

    def draw(self, canvas: TaggedCanvas, top_pt: float, *, artifact: bool = False) -> None:
        self.box.draw(canvas, top_pt, artifact=True)


@dataclass(slots=True)
class _Layout:
    """What holds for all rows of one table."""

    table: Table
    flow: Flow
    lefts: list[float]
    rights: list[float]
    look: Look
    head_look: Look
    padding_pt: float
    heads: dict[int, list[str]] = field(default_factory=dict)
    complex: bool = False
    key: str = ""


class TableBlocks(BlockWriter):
    """Tables."""

    @handles(Table)
    def table_block(self, node: Table) -> Iterator[Box]:
        yield from self.anchored(self._table(node), node.anchor)

    def _table(self, node: Table) -> Iterator[Box]:
        sheet = self.edition.sheet
        element = self.element("Table")
        caption = self._table_caption(node, element)
        layout = self._layout(node)
        if caption is not None:
            yield caption
        # A THead needs a TBody beside it (ISO 14289-1, 7.5): heads of nothing are the body themselves.
        above = element.child("THead") if node.header and node.rows else None
        body = element.child("TBody")
        head = list(self._rows(layout, node.header, above or body, is_head=True))
        if head:
            head[0].rule_above = _RULE_PT
            head[0].before_pt = sheet.space_pt(0.8) if caption is None else 0.0
            head[-1].rule_below = _RULE_PT * 0.6
            for row in head:
                row.keep_with_next = True
        repeated = [RepeatedBox(row) for row in head]
        if sum(box.height_pt for box in repeated) > sheet.column_pt * 0.4:
            repeated = []
        rows: Iterable[RowBox] = self._rows(layout, node.rows, body, is_head=False)
        if len(node.rows) <= _SMALL_TABLE:
            rows = list(rows)
            if sum(row.height_pt for row in rows) < sheet.column_pt * 0.4:
                for row in rows[:-1]:
                    row.keep_with_next = True
        first = not head
        last: RowBox | None = None
        for row in rows:
            if last is not None:
                yield last
            else:
                yield from head
            if first:
                row.rule_above = _RULE_PT
                row.before_pt = sheet.space_pt(0.8) if caption is None else 0.0
                first = False
            row.continuation = lambda: repeated
            last = row
        if last is None:
            yield from head
            return
        last.rule_below = _RULE_PT
        last.after_pt = sheet.space_pt(1.2)
        yield last

    def _table_caption(self, node: Table, element: Element) -> Box | None:
        if not node.caption:
            return None
        renderer = self.inline(TABLE_CAPTION)
        runs: list[Run] = []
        if node.number:
            runs.extend((renderer.run(f"{self.words.table} {node.number}.", Ink(bold=True)), renderer.run(" ")))
        runs.extend(renderer.runs(node.caption))
        box = self.text(runs, TABLE_CAPTION, element.child("Caption"))
        box.before_pt = self.edition.sheet.space_pt(0.8)
        return box

    def _layout(self, node: Table) -> _Layout:
        """Return the columns, in smaller type where they would not fit else."""
        sheet = self.edition.sheet
        count = column_count(node)
        scale, widths = 1.0, self._widths(node, count, 1.0)
        while not widths[1] and scale > _SMALLEST_TYPE:
            scale *= 0.92
            widths = self._widths(node, count, scale)
        if scale < 1.0:
            self.edition.report.info(
                "pdf-table-small-type",
                f"the table's {count} columns are set at {scale:.0%} of the usual size, to fit the page",
                node.place,
                "Fewer columns, or shorter words in them, read better in print",
            )
        lefts, rights, position = [], [], self.flow.left_pt
        for width in widths[0]:
            lefts.append(position)
            rights.append(position + width)
            position += width
        if self.flow.direction == "rtl":
            far = self.flow.left_pt * 2 + self.flow.width_pt
            lefts, rights = [far - right for right in rights], [far - left for left in lefts]
        spans = any(
            cell.column_span > 1 or cell.row_span > 1 for row in (*node.header, *node.rows) for cell in row.cells
        )
        complicated = len(node.header) > 1 or spans
        key = self.edition.key(self.flow.slug, node.anchor) if complicated else ""
        padding = sheet.space_pt(_PADDING_EM * scale)
        look, head_look = _looks(scale)
        return _Layout(node, self.flow, lefts, rights, look, head_look, padding, complex=complicated, key=key)

    def _widths(self, node: Table, count: int, scale: float) -> tuple[list[float], bool]:
        look, head_look = _looks(scale)
        gap = self.edition.sheet.space_pt(_GAP_EM * scale)
        return column_widths(
            node, count, self.flow.width_pt, gap, lambda cell, head: self._runs(cell, head_look if head else look)
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

    def _rows(self, layout: _Layout, rows: Sequence[Row], parent: Element, *, is_head: bool) -> Iterator[RowBox]:
        """Yield the boxes of rows; those tied by cells that span them stay together."""
        sheet = self.edition.sheet
        grid = Grid(len(layout.lefts))
        tied: list[RowBox] = []
        for index, row in enumerate(rows):
            placed = grid.place(row, remaining=len(rows) - index)
            element = parent.child("TR")
            cells: list[CellBox] = []
            for column, width, height, cell in placed:
                tag = "TH" if is_head or (cell is not None and cell.header) else "TD"
                owner = element.child(tag)
                self._describe(layout, owner, index, column, width, height, is_head=is_head)
                if cell is not None:
                    cells.append(self._cell(layout, cell, column, width, height, owner, is_head=is_head))
            ruled = [
                (left, right)
                for column, (left, right) in enumerate(zip(layout.lefts, layout.rights, strict=True))
                if not grid.open_below(column)
            ]
            if not cells:
                cells = [CellBox(layout.lefts[0], layout.rights[-1], ())]
            box = RowBox(cells, layout.padding_pt, sheet.column_pt * _PARTED_OVER)
            box.ruled = _joined(ruled)
            box.frames = layout.flow.frames
            tied.append(box)
            if not grid.tied:
                _share_height(tied, sheet.column_pt * 0.6)
                yield from tied
                tied = []
        yield from tied

    def _cell(
        self,
        layout: _Layout,
        cell: Cell,
        column: int,
        width: int,
        height: int,
        owner: Element,
        *,
        is_head: bool,
    ) -> CellBox:
        gap = self.edition.sheet.space_pt(_GAP_EM) / 2
        last = min(column + width, len(layout.lefts)) - 1
        left = min(layout.lefts[column], layout.lefts[last])
        right = max(layout.rights[column], layout.rights[last])
        inset_left = 0.0 if left <= layout.flow.left_pt + 0.1 else gap
        inset_right = 0.0 if right >= layout.flow.left_pt + layout.flow.width_pt - 0.1 else gap
        alignment = cell.alignment or (
            layout.table.columns[column].alignment if column < len(layout.table.columns) else ""
        )
        look = layout.head_look if is_head or cell.header else layout.look
        look = replace(look, align=_ALIGN.get(alignment, "left"))
        flow = replace(
            layout.flow,
            parent=owner,
            left_pt=left + inset_left,
            width_pt=max(right - left - inset_left - inset_right, 8.0),
            look=look,
            frames=(),
        )
        blocks = cell.children
        if len(blocks) == 1 and isinstance(blocks[0], Paragraph) and not _may_hold_picture(blocks[0]):
            only = blocks[0]
            boxes: list[Box] = [self.text(only.children, look, owner, flow=flow)] if only.children else []
        else:
            boxes = list(self.into(replace(flow, look=replace(look, after=0.3))).boxes(blocks))
        return CellBox(left, right, boxes, height)

    def _describe(
        self,
        layout: _Layout,
        element: Element,
        row: int,
        column: int,
        width: int,
        height: int,
        *,
        is_head: bool,
    ) -> None:
        """Give a cell its attributes: what it heads, what it spans, what heads it (14.8.5.7)."""
        entries: list[str] = []
        if element.tag == "TH":
            entries.append(f"/Scope /{'Column' if is_head else 'Row'}")
            if layout.complex:
                element.identifier = f"{layout.key}-{'h' if is_head else 'r'}{row}-{column}"
                if is_head:
                    for covered in range(column, column + width):
                        layout.heads.setdefault(covered, []).append(element.identifier)
        elif layout.complex:
            names = dict.fromkeys(name for c in range(column, column + width) for name in layout.heads.get(c, ()))
            if names:
                entries.append(f"/Headers [{' '.join(byte_string(name.encode()) for name in names)}]")
        if width > 1:
            entries.append(f"/ColSpan {width}")
        if height > 1:
            entries.append(f"/RowSpan {height}")
        if entries:
            element.set("A", f"<</O /Table {' '.join(entries)}>>")


def _looks(scale: float) -> tuple[Look, Look]:
    """Return the looks of cells and of heading cells, in smaller type by this factor."""
    return replace(CELL, size=CELL.size * scale), replace(CELL_HEAD, size=CELL.size * scale)


_ALIGN: dict[str, Align] = {"left": "left", "center": "centre", "right": "right"}


def _may_hold_picture(paragraph: Paragraph) -> bool:
    return any(isinstance(child, Image | Link) for child in paragraph.children)


def _share_height(rows: Sequence[RowBox], tallest_pt: float) -> None:
    """Make rows tied by spanning cells tall enough for those, and keep them on one page if it can hold them."""
    if len(rows) == 1 and all(cell.row_span == 1 for cell in rows[0].cells):
        return
    for start, row in enumerate(rows):
        for cell in row.cells:
            if cell.row_span > 1:
                spanned = rows[start : start + cell.row_span]
                missing = stack_height_pt(cell.boxes) + 2 * row.padding_pt - sum(r.height_pt for r in spanned)
                if missing > 0:
                    spanned[-1].height_pt += missing
    if sum(row.height_pt for row in rows) > tallest_pt:
        # Too tall to keep together: each row makes room for all that begins in it.
        for row in rows:
            needed = max((stack_height_pt(cell.boxes) for cell in row.cells), default=0.0) + 2 * row.padding_pt
            row.height_pt = max(row.height_pt, needed)
        return
    for row in rows[:-1]:
        row.keep_with_next = True


def _joined(stretches: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return stretches of a line with those that meet made one."""
    joined: list[tuple[float, float]] = []
    for left, right in sorted(stretches):
        if joined and left - joined[-1][1] < 0.01:
            joined[-1] = (joined[-1][0], right)
        else:
            joined.append((left, right))
    return joined
