"""Tables: a grid with spans and widths, header rows that Word repeats, cells of any blocks.

ECMA-376 part 1, 17.4. Word counts at most 63 columns, and every cell ends with a paragraph.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Final

import msgspec

from exporters.formats.docx.columns import Placed, Size, column_widths
from exporters.formats.docx.context import Context
from exporters.formats.docx.revised import RevisedRow
from exporters.formats.xmltext import escape_attribute
from exporters.model.nodes import Alignment, Row, Table
from exporters.model.walk import plain_text

if TYPE_CHECKING:
    from exporters.formats.docx.body import BodyRenderer

MAX_COLUMNS: Final = 63
MAX_DEPTH: Final = 8
_WHOLE_ROW: Final = 1200  # characters up to which a row is kept on one page
_HEAD_LINE: Final = '<w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0" w:color="404040"/></w:tcBorders>'


def place_cells(rows: tuple[Row, ...]) -> list[list[Placed]]:
    """Return the cells of a group of rows in their places; spans end with the group, none overlap, none is lost."""
    grid: list[list[Placed]] = []
    hanging: dict[int, tuple[int, int]] = {}  # column -> rows still to come, span
    for number, row in enumerate(rows):
        line: list[Placed] = []
        column = 0
        for cell in row.cells:
            column = _pass_hanging(line, hanging, column)
            free = min((start - column for start in hanging if start > column), default=MAX_COLUMNS + 1)
            span = max(min(cell.column_span, free), 1)
            down = max(min(cell.row_span, len(rows) - number), 1)
            line.append(Placed(cell, column, span, "restart" if down > 1 else ""))
            if down > 1:
                # One more than is left: the row at hand counts it down too.
                hanging[column] = (down, span)
            column += span
        for start in sorted(hanging):
            if start >= column:
                line.append(Placed(None, start, hanging[start][1], "continue"))
                column = start + hanging[start][1]
        hanging = {start: (left - 1, span) for start, (left, span) in hanging.items() if left > 1}
        grid.append(line)
    return grid


def _pass_hanging(line: list[Placed], hanging: dict[int, tuple[int, int]], column: int) -> int:
    """Return the next free column, after the cells that hang down from above were put into the line."""
    while column in hanging:
        span = hanging[column][1]
        line.append(Placed(None, column, span, "continue"))
        column += span
    return column


class Grid(msgspec.Struct, frozen=True):
    """The cells of a table in their places, and how many columns they fill."""

    header: list[list[Placed]]
    body: list[list[Placed]]
    columns: int


def make_grid(table: Table) -> Grid | None:
    """Return the grid of a table, or None if it has more columns than Word can count."""
    rows = (*table.header, *table.rows)
    if len(table.columns) > MAX_COLUMNS or any(len(row.cells) > MAX_COLUMNS for row in rows):
        return None
    header, body = place_cells(table.header), place_cells(table.rows)
    ends = (placed.column + placed.span for line in (*header, *body) for placed in line)
    columns = max(len(table.columns), max(ends, default=0))
    return Grid(header, body, columns) if columns <= MAX_COLUMNS else None


def caption_first(renderer: BodyRenderer, table: Table) -> str:
    """Return the caption, which stands above the table and stays with it."""
    if not table.caption:
        return ""
    inner = renderer.label("Table", renderer.words.table, table.number, table.anchor) + renderer.inlines(table.caption)
    style = renderer.context.style_for("Table Caption")
    return renderer.emit(renderer.mark(table.anchor) + inner, style, keep_next=True)


def table_markup(renderer: BodyRenderer, table: Table, grid: Grid) -> str:
    """Return the table itself, without its caption; nothing for one without rows or columns."""
    header, body, columns = grid.header, grid.body, grid.columns
    if not columns or not (header or body):
        return ""
    context = renderer.context
    # From right to left a table fills the line: Word and LibreOffice do not agree on where a narrow one would stand.
    widths, size = column_widths(table, (*header, *body), columns, context.room, fill=context.rtl)
    names_rows = bool(body) and all(line and line[0].cell is not None and line[0].cell.header for line in body)
    title = f'<w:tblCaption w:val="{escape_attribute(plain_text(table.caption))}"/>' if table.caption else ""
    if table.description:
        title += f'<w:tblDescription w:val="{escape_attribute(table.description)}"/>'
    indent = f'<w:tblInd w:w="{context.left}" w:type="dxa"/>' if context.left else ""
    grid_columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    look = 0x0400 | bool(header) << 5 | names_rows << 7
    visual = "<w:bidiVisual/>" if context.rtl else ""
    made = [(
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{renderer.draft.style("Data Table")}"/>'
        f'{visual}<w:tblW w:w="{sum(widths)}" w:type="dxa"/>{indent}<w:tblLayout w:type="fixed"/>{size.margins}'
        f'<w:tblLook w:val="{look:04X}" w:firstRow="{int(bool(header))}"'
        f' w:lastRow="0" w:firstColumn="{int(names_rows)}" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>{title}'
        f"</w:tblPr><w:tblGrid>{grid_columns}</w:tblGrid>"
    )]  # fmt: skip
    inside = context.once(  # as wide as its columns are, which differ from table to table
        left=0, right=0, level=-1, list_id=0, structural=False, plain=True, boxed=False,
        tables=context.tables + 1,
    )  # fmt: skip
    alignments: list[Alignment] = [column.alignment for column in table.columns]
    alignments += [""] * (columns - len(alignments))
    for number, line in enumerate((*header, *body)):
        is_header = number < len(header)
        kind = "<w:tblHeader/>" if is_header else ""
        last = number == len(header) - 1
        cells = "".join(
            _cell(renderer, placed, widths, size, alignments, inside, is_header, _HEAD_LINE if last else "")
            for placed in _filled(line, columns)
        )
        whole = "<w:cantSplit/>" if is_header or len(cells) < _WHOLE_ROW * 4 else ""
        row = f"<w:tr><w:trPr>{whole}{kind}</w:trPr>{cells}</w:tr>" if whole or kind else f"<w:tr>{cells}</w:tr>"
        if number >= len(header) and isinstance(revised := table.rows[number - len(header)], RevisedRow):
            row = renderer.revised(revised.change, partial(str, row))
        made.append(row)
    renderer.context = context
    made.append("</w:tbl>")
    return "".join(made)


def _filled(line: list[Placed], columns: int) -> Iterable[Placed]:
    """Yield the cells of a row with empty ones wherever the row leaves a column out."""
    column = 0
    for placed in line:
        if placed.column > column:
            yield Placed(None, column, placed.column - column)
        yield placed
        column = placed.column + placed.span
    if column < columns:
        yield Placed(None, column, columns - column)


def _cell(
    renderer: BodyRenderer,
    placed: Placed,
    widths: list[int],
    size: Size,
    alignments: list[Alignment],
    inside: Context,
    is_header: bool,
    border: str,
) -> str:
    cell = placed.cell
    width = widths[placed.column] if placed.span == 1 else sum(widths[placed.column : placed.column + placed.span])
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    if placed.span > 1:
        properties += f'<w:gridSpan w:val="{placed.span}"/>'
    if placed.merge:
        properties += f'<w:vMerge w:val="{placed.merge}"/>'
    properties += border
    if is_header:
        properties += '<w:vAlign w:val="bottom"/>'
    names = is_header or (cell is not None and cell.header)
    alignment = (cell.alignment if cell is not None else "") or alignments[placed.column]
    renderer.context = inside.but(
        style=size.heading if names else size.text,
        width=width - size.padding,
        alignment=_justification(alignment, inside.rtl),
    )
    inner = renderer.cell(cell.children) if cell is not None else ""
    if not inner.endswith("</w:p>"):
        inner += renderer.emit("", renderer.context.style)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def _justification(alignment: Alignment, rtl: bool) -> str:
    """Return the value of w:jc; in paragraphs from right to left Word swaps left and right (17.18.44)."""
    if rtl and alignment in ("left", "right"):
        return "right" if alignment == "left" else "left"
    return alignment
