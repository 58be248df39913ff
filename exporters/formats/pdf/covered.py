"""Rows of a table that have no cell of their own: nothing is drawn in them, and a reader would count them in vain."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from exporters.model.nodes import Row, Table


def without_covered_rows(table: Table) -> Table:
    """Return the table without rows that cells from above cover whole, those cells the shorter by as much.

    A row without a cell is left out of the structure tree, and the cells that reach over it would reach too far
    (ISO 14289-1, 7.5: rows have the same number of columns).
    """
    if all(row.cells for row in (*table.header, *table.rows)):
        return table
    return msgspec.structs.replace(table, header=_closed_up(table.header), rows=_closed_up(table.rows))


def _closed_up(rows: Sequence[Row]) -> tuple[Row, ...]:
    empty = [not row.cells for row in rows]
    made: list[Row] = []
    for at, row in enumerate(rows):
        if not row.cells:
            continue
        cells = tuple(
            msgspec.structs.replace(cell, row_span=cell.row_span - sum(empty[at + 1 : at + cell.row_span]))
            if cell.row_span > 1
            else cell
            for cell in row.cells
        )
        made.append(msgspec.structs.replace(row, cells=cells))
    return tuple(made)
