"""The columns of a table: how wide each becomes, and which cell stands where when some span several."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from exporters.formats.pdf.lines import natural_widths_pt
from exporters.formats.pdf.runs import Run, Setting
from exporters.model.nodes import Cell, Row, Table

_MEASURED_ROWS = 120
_NARROW = 0.72
"""A table whose natural width is below this part of the measure keeps that width."""

_CONTENT = 0.9
"""A column that wants less than this part of an equal share gets all that it wants."""

_ROUNDING_PT = 0.01

_MEASURING = Setting(align="left", hyphenate=False, greedy=True)


def column_count(table: Table) -> int:
    """Return how many columns the table needs for all its cells, wherever spans push them."""
    widest = len(table.columns)
    for group in (table.header, table.rows):
        below: list[int] = []
        for row in group:
            reach = [rows - 1 for rows in below]
            column = 0
            for cell in row.cells:
                while column < len(below) and below[column] > 0:
                    column += 1
                reach.extend([0] * (column + cell.column_span - len(reach)))
                for covered in range(column, column + cell.column_span):
                    reach[covered] = cell.row_span - 1
                column += cell.column_span
            widest = max(widest, len(reach))
            below = [max(rows, 0) for rows in reach]
            while below and not below[-1]:
                below.pop()
    return max(widest, 1)


class Widths(msgspec.Struct, frozen=True):
    """How wide columns become, gaps included; `fits` is whether no word must be broken for want of room.

    `widened` are the columns, by number from 0, that are wider than was asked for, lest words be broken in them.
    """

    each_pt: list[float]
    fits: bool
    widened: tuple[int, ...] = ()


def column_widths(
    table: Table, count: int, measure_pt: float, gap_pt: float, runs: Callable[[Cell, bool], Sequence[Run]]
) -> Widths:
    """Return the widths of the columns.

    Given widths hold where no word is wider; else each column gets its longest word and a part of the rest by the
    length of its text.
    """
    least, most = _natural(table, count, runs)
    least = [width + gap_pt for width in least]
    most = [width + gap_pt for width in most]
    given = [column.width for column in table.columns] + [0.0] * (count - len(table.columns))
    if any(given):
        return _as_given(given, least, most, measure_pt)
    total, longest = sum(most), sum(least)
    if total <= measure_pt:
        stretch = measure_pt / total if total > measure_pt * _NARROW else 1.0
        return Widths([width * stretch for width in most], fits=True)
    if longest > measure_pt:
        return Widths([width * measure_pt / longest for width in least], fits=False)
    return Widths(_shared(least, most, measure_pt), fits=True)


def _shared(least: Sequence[float], most: Sequence[float], measure_pt: float) -> list[float]:
    """Return widths that fill the measure: what is content with a fair share gets what it wants, dates and numbers
    above all; the others share the rest.

    Among those, long columns get more, but not in full proportion: one very long cell would starve the others.
    """
    widths = list(least)
    open_columns = list(range(len(least)))
    room = measure_pt
    while open_columns:
        fair = room / len(open_columns)
        content = [column for column in open_columns if most[column] <= fair * _CONTENT]
        others = [column for column in open_columns if column not in content]
        taken = sum(most[column] for column in content)
        if not content or room - taken < sum(least[column] for column in others):
            break
        for column in content:
            widths[column] = most[column]
        room -= taken
        open_columns = others
    spare = room - sum(least[column] for column in open_columns)
    wants = {column: (most[column] - least[column]) ** 0.7 for column in open_columns}
    wanted = sum(wants.values()) or 1.0
    for column in open_columns:
        widths[column] = least[column] + spare * wants[column] / wanted
    return widths


def _as_given(given: Sequence[float], least: Sequence[float], most: Sequence[float], measure_pt: float) -> Widths:
    """Return the widths that the writer gave, the columns left out sharing the rest; no column narrower than its
    longest word, as in CSS (CSS Tables 3, 3.9.3.1), at the cost of those that have room to spare.
    """
    fixed = sum(given)
    unset = [index for index, width in enumerate(given) if not width]
    rest = max(1.0 - fixed, 0.05 * len(unset)) if unset else 0.0
    shares = list(given)
    natural = sum(most[index] for index in unset) or 1.0
    for index in unset:
        shares[index] = rest * most[index] / natural
    whole = max(sum(shares), 1.0) if fixed <= 1.0 else sum(shares)
    widths = [share / whole * measure_pt for share in shares]
    narrow = tuple(index for index, width in enumerate(widths) if width < least[index] - _ROUNDING_PT)
    if not narrow:
        return Widths(widths, fits=True)
    longest = sum(least)
    if longest > measure_pt:
        return Widths([width * measure_pt / longest for width in least], fits=False)
    asked = [index for index in narrow if given[index]]
    for index in narrow:
        widths[index] = least[index]
    over = sum(widths) - measure_pt
    if over > 0:
        spare = [width - low for width, low in zip(widths, least, strict=True)]
        have = sum(spare)
        widths = [width - over * room / have for width, room in zip(widths, spare, strict=True)]
    return Widths(widths, fits=True, widened=tuple(asked))


def _natural(table: Table, count: int, runs: Callable[[Cell, bool], Sequence[Run]]) -> tuple[list[float], list[float]]:
    """Return for each column the width of its longest word and of its longest line, from a sample."""
    least, most = [0.0] * count, [0.0] * count
    spanning: list[tuple[int, int, float]] = []
    head, body = Grid(count), Grid(count)
    step = max(len(table.rows) // _MEASURED_ROWS, 1)
    rows = [(head, row, True) for row in table.header]
    if any(cell.row_span > 1 for row in table.rows[:_MEASURED_ROWS] for cell in row.cells):
        rows += [(body, row, False) for row in table.rows[:_MEASURED_ROWS]]
    else:
        rows += [(body, row, False) for row in table.rows[::step]]
    for grid, row, is_head in rows:
        for column, width, height, cell in grid.place(row):
            if cell is None:
                continue
            narrow, wide = natural_widths_pt(runs(cell, is_head or cell.header), _MEASURING)
            wide = max(wide / height, narrow)  # it has the lines of all the rows that it spans
            if width == 1:
                least[column] = max(least[column], narrow)
                most[column] = max(most[column], wide)
            else:
                spanning.append((column, width, narrow))
    for column, width, narrow in spanning:
        missing = narrow - sum(least[column : column + width])
        if missing > 0:
            for index in range(column, min(column + width, count)):
                least[index] += missing / width
                most[index] = max(most[index], least[index])
    return [max(width, 4.0) + 0.2 for width in least], [max(width, 6.0) + 0.2 for width in most]


class Grid:
    """Where the cells of rows stand, one row after another, around those that reach down from rows above."""

    def __init__(self, count: int) -> None:
        self._below = [0] * count

    @property
    def tied(self) -> bool:
        """Whether a cell of the rows so far reaches into the next."""
        return any(self._below)

    def open_below(self, column: int) -> bool:
        """Return whether a cell in this column goes on in the next row."""
        return self._below[column] > 0

    def place(self, row: Row, remaining: int = 1_000_000) -> list[tuple[int, int, int, Cell | None]]:
        """Return each cell of the row with its column, and how many columns and rows it covers.

        Where cells are missing an empty one, None, fills the column, for every row must have all columns.
        `remaining` is the number of rows from this one on, which no cell may reach beyond.
        """
        count = len(self._below)
        placed: list[tuple[int, int, int, Cell | None]] = []
        free = [not rows for rows in self._below]
        self._below = [max(rows - 1, 0) for rows in self._below]
        column = 0
        for cell in row.cells:
            while column < count and not free[column]:
                column += 1
            if column >= count:
                break
            width = 1
            while width < cell.column_span and column + width < count and free[column + width]:
                width += 1
            height = max(min(cell.row_span, remaining), 1)
            for covered in range(column, column + width):
                free[covered] = False
                self._below[covered] = height - 1
            placed.append((column, width, height, cell))
            column += width
        placed.extend((missing, 1, 1, None) for missing in range(count) if free[missing])
        return sorted(placed, key=lambda item: item[0])
