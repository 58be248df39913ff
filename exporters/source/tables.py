"""HTML tables as tables of the model: sections, spans, headers, captions, and cells that only arrange pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from exporters.model.nodes import Alignment, Block, Cell, Column, Inline, Node, Row, Table, Text
from exporters.source.builder import Frame, TreeBuilder, flow, is_inline, line

_MOST_COLUMNS = 1000
_MOST_ROW_SPAN = 65534  # https://html.spec.whatwg.org/multipage/tables.html#attr-tdth-rowspan


class _Section(Node, frozen=True, tag="section"):
    """Rows of a table head or body: lives until the table is closed."""

    rows: tuple[Row, ...]
    head: bool


class _TableCaption(Node, frozen=True, tag="table-caption"):
    """The caption: lives until the table is closed."""

    children: tuple[Inline, ...]


def make_cell(builder: TreeBuilder, frame: Frame) -> Iterable[Node]:
    """Return the cell of a `td` or `th`."""
    attributes = frame.attributes
    style = attributes.get("style", "").replace(" ", "").lower()
    found = re.search(r"text-align:(left|center|right)", style)
    given = attributes.get("align", "").lower() or (found[1] if found else "")
    alignment: Alignment = "left" if given == "left" else "right" if given == "right" else ""
    if given == "center":
        alignment = "center"
    cell = Cell(
        flow(frame.children),
        column_span=_span(attributes.get("colspan", ""), _MOST_COLUMNS),
        row_span=_span(attributes.get("rowspan", ""), _MOST_ROW_SPAN),
        header=frame.tag == "th",
        alignment=alignment,
        place=frame.place,
    )
    return [cell]


def make_row(builder: TreeBuilder, frame: Frame) -> Iterable[Node]:
    """Return the row of a `tr`."""
    cells = tuple(child for child in frame.children if isinstance(child, Cell))
    return [Row(cells, place=frame.place)] if cells else []


def make_section(builder: TreeBuilder, frame: Frame) -> Iterable[Node]:
    """Return the rows of a `thead`, `tbody` or `tfoot`."""
    rows = tuple(child for child in frame.children if isinstance(child, Row))
    return [_Section(rows, frame.tag == "thead", place=frame.place)] if rows else []


def make_caption(builder: TreeBuilder, frame: Frame) -> Iterable[Node]:
    """Return the caption of a table."""
    words: list[Node] = []
    for child in frame.children:
        if is_inline(child):
            words.append(child)
        else:
            words.extend((Text(" "), *getattr(child, "children", ())))
    return [_TableCaption(line(word for word in words if is_inline(word)), place=frame.place)]


def make_table(builder: TreeBuilder, frame: Frame) -> Iterable[Node]:
    """Return the table; rows of header cells at the top are its header, whether or not they stand in a `thead`."""
    caption: tuple[Inline, ...] = ()
    head: list[Row] = []
    rows: list[Row] = []
    strays: list[Node] = []
    for child in frame.children:
        match child:
            case _TableCaption():
                caption = child.children
            case _Section():
                (head if child.head else rows).extend(child.rows)
            case Row():
                rows.append(child)
            case Cell():
                rows.append(Row((child,), place=child.place))
            case _:
                strays.append(child)
    if not head:
        while rows and len(rows) > 1 and all(cell.header for cell in rows[0].cells):
            head.append(rows.pop(0))
    before: tuple[Block, ...] = flow(strays)
    if not head and not rows:
        return before
    width = _width([*head, *rows])
    table = Table(
        columns=tuple(Column(alignment=_column_alignment(rows, at)) for at in range(width)),
        header=_complete(head, width),
        rows=_complete(rows, width),
        caption=caption,
        anchor=frame.attributes.get("id", "") if frame.attributes.get("id", "")[:1].isalpha() else "",
        place=frame.place,
    )
    return [*before, table]


def _span(text: str, most: int) -> int:
    return max(1, min(int(text), most)) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _width(rows: list[Row]) -> int:
    """Return the number of columns: the widest row, cells that hang down from above included."""
    widest = 0
    hanging: list[tuple[int, int]] = []  # (columns, rows still to come)
    for row in rows:
        width = sum(cell.column_span for cell in row.cells) + sum(columns for columns, _ in hanging)
        widest = max(widest, width)
        hanging = [(columns, left - 1) for columns, left in hanging if left > 1]
        hanging += [(cell.column_span, cell.row_span - 1) for cell in row.cells if cell.row_span > 1]
    return min(widest, _MOST_COLUMNS)


def _complete(rows: list[Row], width: int) -> tuple[Row, ...]:
    """Return the rows with row spans cut at the end of the group and short rows filled with empty cells."""
    made: list[Row] = []
    hanging: list[tuple[int, int]] = []
    for position, row in enumerate(rows):
        left = len(rows) - position
        cells = tuple(
            cell if cell.row_span <= left else msgspec.structs.replace(cell, row_span=left) for cell in row.cells
        )
        taken = sum(cell.column_span for cell in cells) + sum(columns for columns, _ in hanging)
        if taken < width:
            cells = (*cells, *(Cell((), place=row.place) for _ in range(width - taken)))
        hanging = [(columns, more - 1) for columns, more in hanging if more > 1]
        hanging += [(cell.column_span, cell.row_span - 1) for cell in cells if cell.row_span > 1]
        made.append(row if cells == row.cells else msgspec.structs.replace(row, cells=cells))
    return tuple(made)


def _column_alignment(rows: list[Row], at: int) -> Alignment:
    """Return the alignment that every plain cell of a column has."""
    found: set[Alignment] = set()
    for row in rows:
        if len(row.cells) > at and all(cell.column_span == 1 for cell in row.cells[: at + 1]):
            found.add(row.cells[at].alignment)
    return found.pop() if len(found) == 1 else ""
