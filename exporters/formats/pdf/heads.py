"""What a table's cells say of themselves: what they head, how far they reach, and which cells head them.

Simple tables need no more than `Scope`. Where cells span or several rows are heads, every cell names its heads
(`Headers`), for no reader can be sure to guess them (ISO 14289-1, 7.5; ISO 32000-1, 14.8.5.7).
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from exporters.formats.pdf.syntax import byte_string
from exporters.formats.pdf.tags import Element
from exporters.model.nodes import Cell, Table

Placed = tuple[int, int, int, Cell | None]
"""Column, columns covered, rows covered, the cell; None fills where a cell is missing."""


class CellAttributes(msgspec.Struct, frozen=True):
    """What one cell says: its attributes, spelled as PDF, and the name that others call it by."""

    spelled: str
    identifier: str = ""

    def give(self, element: Element) -> None:
        """Make them the element's own."""
        if self.spelled:
            element.set("A", self.spelled)
        element.identifier = self.identifier


class Heads:
    """The heads met so far in one table, as its rows come one after another."""

    def __init__(self, table: Table, key: str) -> None:
        rows = (*table.header, *table.rows)
        self._named = len(table.header) > 1 or any(
            cell.column_span > 1 or cell.row_span > 1 for row in rows for cell in row.cells
        )
        self._key = key
        self._row = 0
        self._over: dict[int, list[str]] = {}
        self._beside: list[tuple[int, str]] = []
        """Heads of rows that reach down to the row to come: the last row they cover, and their names."""

    def row(self, placed: Sequence[Placed], *, is_head: bool) -> list[CellAttributes]:
        """Return what each cell of the next row says of itself."""
        row = self._row
        self._row += 1
        if not self._named:
            return [CellAttributes(_spelled(_scope(cell, is_head=is_head), "", 1, 1)) for _, _, _, cell in placed]
        self._beside = [(last, name) for last, name in self._beside if last >= row]
        if not is_head:
            self._beside += [
                (row + height - 1, self._name(row, column))
                for column, _, height, cell in placed
                if cell is not None and cell.header
            ]
        beside = [name for _, name in self._beside]
        return [self._cell(row, one, beside, is_head=is_head) for one in placed]

    def _cell(self, row: int, placed: Placed, beside: Sequence[str], *, is_head: bool) -> CellAttributes:
        column, width, height, cell = placed
        scope = _scope(cell, is_head=is_head)
        own = self._name(row, column) if scope else ""
        over = [name for c in range(column, column + width) for name in self._over.get(c, ())]
        if is_head:
            for covered in range(column, column + width):
                self._over.setdefault(covered, []).append(own)
        names = [name for name in dict.fromkeys((*over, *beside)) if name != own]
        headers = f"/Headers [{' '.join(byte_string(name.encode()) for name in names)}]" if names else ""
        return CellAttributes(_spelled(scope, headers, width, height), own)

    def _name(self, row: int, column: int) -> str:
        return f"{self._key}-{row}-{column}"


def _scope(cell: Cell | None, *, is_head: bool) -> str:
    if is_head:
        return "/Scope /Column"
    return "/Scope /Row" if cell is not None and cell.header else ""


def _spelled(scope: str, headers: str, width: int, height: int) -> str:
    entries = [entry for entry in (scope, headers) if entry]
    if width > 1:
        entries.append(f"/ColSpan {width}")
    if height > 1:
        entries.append(f"/RowSpan {height}")
    return f"<</O /Table {' '.join(entries)}>>" if entries else ""
