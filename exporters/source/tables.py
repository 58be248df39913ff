"""HTML tables as tables of the model: sections, spans, headers, captions, and cells that only arrange pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

import msgspec

from exporters.model.nodes import Alignment, Block, Cell, Column, Inline, Node, Paragraph, Row, Table
from exporters.report import Report
from exporters.source.attributes import anchor_of
from exporters.source.builder import Frame, Maker
from exporters.source.lines import Passing, flow, words_of

_MOST_COLUMNS = 1000
_MOST_ROW_SPAN = 65534  # https://html.spec.whatwg.org/multipage/tables.html#attr-tdth-rowspan


class _Section(Passing, frozen=True, tag="section"):
    """Rows of a table head or body."""

    rows: tuple[Row, ...]
    head: bool

    def settled(self) -> tuple[Block, ...]:
        """Return the content of the cells."""
        return tuple(block for row in self.rows for cell in row.cells for block in cell.children)


class _TableCaption(Passing, frozen=True, tag="table-caption"):
    """The caption of a table."""

    children: tuple[Inline, ...]

    def settled(self) -> tuple[Block, ...]:
        """Return the words as a paragraph."""
        return (Paragraph(self.children, place=self.place),) if self.children else ()


def make_cell(frame: Frame) -> Iterable[Node]:
    """Return the cell of a `td` or `th`."""
    attributes = frame.attributes
    style = attributes.get("style", "").replace(" ", "").lower()
    found = re.search(r"text-align:(left|center|right)", style)
    given = attributes.get("align", "").lower() or (found[1] if found else "")
    alignment: Alignment = "left" if given == "left" else "right" if given == "right" else ""
    if given == "center":
        alignment = "center"
    row_span = attributes.get("rowspan", "")  # 0 is as far as the rows go
    cell = Cell(
        flow(frame.children),
        column_span=_span(attributes.get("colspan", ""), _MOST_COLUMNS),
        row_span=_MOST_ROW_SPAN if row_span.strip() == "0" else _span(row_span, _MOST_ROW_SPAN),
        header=frame.tag == "th",
        alignment=alignment,
        place=frame.place,
    )
    return [cell]


_Part = TypeVar("_Part", bound=Node)


def _parted(frame: Frame, kind: type[_Part]) -> tuple[list[_Part], list[Node]]:
    """Return the children of this kind, and what else stands between them: it goes before the table."""
    parts = [child for child in frame.children if isinstance(child, kind)]
    return parts, [child for child in frame.children if not isinstance(child, kind)]


def make_row(frame: Frame) -> Iterable[Node]:
    """Return the row of a `tr`."""
    cells, strays = _parted(frame, Cell)
    return [*strays, Row(tuple(cells), place=frame.place)] if cells else strays


def make_section(frame: Frame) -> Iterable[Node]:
    """Return the rows of a `thead`, `tbody` or `tfoot`."""
    rows, strays = _parted(frame, Row)
    return [*strays, _Section(tuple(rows), frame.tag == "thead", place=frame.place)] if rows else strays


def make_caption(frame: Frame) -> Iterable[Node]:
    """Return the caption of a table."""
    return [_TableCaption(words_of(frame.children), place=frame.place)]


def make_table(frame: Frame, report: Report | None = None) -> Iterable[Node]:
    """Return the table; rows of header cells at the top are its header, whether or not they stand in a `thead`.

    Spans that push its cells beyond 1,000 columns are dropped: no page shows them, and formats make room for each.
    """
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
        count = _head_rows(rows)
        head, rows = rows[:count], rows[count:]
    before: tuple[Block, ...] = flow(strays)
    if not head and not rows:
        return before
    if spans_too_far(head) or spans_too_far(rows):
        head, rows = _without_spans(head), _without_spans(rows)
        if report is not None:
            report.warning(
                "spans-dropped",
                f"the cells of the table span more than {_MOST_COLUMNS:,} columns; each is written as one column",
                frame.place,
                "Write the colspan and rowspan that the table has",
            )
    width = min(max(_width(head), _width(rows)), _MOST_COLUMNS)
    table = Table(
        columns=tuple(Column(alignment=alignment) for alignment in _alignments(rows, width)),
        header=_complete(head, width),
        rows=_complete(rows, width),
        caption=caption,
        description=" ".join(frame.attributes.get("summary", "").split()),
        anchor=anchor_of(frame.attributes),
        place=frame.place,
    )
    return [*before, table]


def _head_rows(rows: list[Row]) -> int:
    """Return how many rows at the top are the head: those of header cells only, and those that hang on them."""
    count = reach = 0
    for position, row in enumerate(rows):
        if position >= reach and not all(cell.header for cell in row.cells):
            break
        count = position + 1
        reach = max([reach, *(position + cell.row_span for cell in row.cells if cell.header)])
    return count if count < len(rows) else 0


def _span(text: str, most: int) -> int:
    text = text.strip()
    return max(1, min(int(text), most)) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _hanging(rows: Sequence[Row]) -> Iterator[tuple[Row, int]]:
    """Yield each row with the number of columns that cells from above take in it."""
    ends: dict[int, int] = {}  # row at which columns become free -> how many
    taken = 0
    for position, row in enumerate(rows):
        taken -= ends.pop(position, 0)
        yield row, taken
        for cell in row.cells:
            if cell.row_span > 1:
                taken += cell.column_span
                end = position + cell.row_span
                ends[end] = ends.get(end, 0) + cell.column_span


def _width(rows: Sequence[Row]) -> int:
    """Return the number of columns: the widest row, cells that hang down from above included."""
    return max((sum(cell.column_span for cell in row.cells) + taken for row, taken in _hanging(rows)), default=0)


def spans_too_far(rows: Sequence[Row]) -> bool:
    """Return whether spans of cells push others beyond the columns that a table may have."""
    return _width(rows) > _MOST_COLUMNS and any(
        cell.column_span > 1 or cell.row_span > 1 for row in rows for cell in row.cells
    )


def _without_spans(rows: Sequence[Row]) -> list[Row]:
    return [
        msgspec.structs.replace(
            row, cells=tuple(msgspec.structs.replace(cell, column_span=1, row_span=1) for cell in row.cells)
        )
        for row in rows
    ]


def _complete(rows: list[Row], width: int) -> tuple[Row, ...]:
    """Return the rows with row spans cut at the end of the group and short rows filled by one empty cell."""
    made: list[Row] = []
    for position, (row, taken) in enumerate(_hanging(rows)):
        left = len(rows) - position
        cells = tuple(
            cell if cell.row_span <= left else msgspec.structs.replace(cell, row_span=left) for cell in row.cells
        )
        missing = width - taken - sum(cell.column_span for cell in cells)
        if missing > 0:
            cells = (*cells, Cell((), column_span=missing, place=row.place))
        made.append(row if cells == row.cells else msgspec.structs.replace(row, cells=cells))
    return tuple(made)


def _alignments(rows: list[Row], width: int) -> Iterator[Alignment]:
    """Yield for each column the alignment that all its plain cells share, or none."""
    found: list[set[Alignment]] = [set() for _ in range(width)]
    for row in rows:
        for at, cell in enumerate(row.cells[:width]):
            if cell.column_span > 1:
                break  # the columns of what follows are counted otherwise
            found[at].add(cell.alignment)
    for alignments in found:
        yield alignments.pop() if len(alignments) == 1 else ""


TABLE_MAKERS: dict[str, Maker] = {
    "table": make_table,
    **dict.fromkeys(("thead", "tbody", "tfoot"), make_section),
    "tr": make_row,
    **dict.fromkeys(("td", "th"), make_cell),
    "caption": make_caption,
}
