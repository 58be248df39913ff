"""Columns: cells find their places around those that span, and every column gets room."""

from __future__ import annotations

import pytest

from exporters.formats.pdf.columns import Grid, _as_given, _shared, column_count
from exporters.model.nodes import Cell, Row, Table


def row(*spans: tuple[int, int]) -> Row:
    return Row(cells=tuple(Cell(children=(), column_span=width, row_span=height) for width, height in spans))


def places(grid: Grid, line: Row, remaining: int = 99) -> list[tuple[int, int, int, bool]]:
    return [(column, width, height, cell is None) for column, width, height, cell in grid.place(line, remaining)]


def test_cells_stand_around_one_that_reaches_down() -> None:
    grid = Grid(3)
    assert places(grid, row((1, 2), (1, 1), (1, 1))) == [(0, 1, 2, False), (1, 1, 1, False), (2, 1, 1, False)]
    assert grid.tied
    assert grid.open_below(0)
    assert places(grid, row((2, 1))) == [(1, 2, 1, False)]
    assert not grid.tied


def test_missing_cells_are_filled_with_empty_ones() -> None:
    assert places(Grid(3), row((1, 1))) == [(0, 1, 1, False), (1, 1, 1, True), (2, 1, 1, True)]


def test_no_cell_reaches_below_the_last_row() -> None:
    grid = Grid(1)
    assert places(grid, row((1, 9)), remaining=1) == [(0, 1, 1, False)]
    assert not grid.tied


@pytest.mark.parametrize(
    ("rows", "count"),
    [
        ([row((1, 1), (1, 1))], 2),
        ([row((3, 1)), row((1, 1))], 3),
        ([row((1, 2), (1, 1)), row((1, 1), (1, 1))], 3),
        ([], 1),
    ],
)
def test_the_number_of_columns_counts_what_spans_push_aside(rows: list[Row], count: int) -> None:
    assert column_count(Table(columns=(), header=(), rows=tuple(rows))) == count


def test_no_cell_is_left_without_a_place() -> None:
    table = Table(columns=(), header=(), rows=(row((1, 3), (2, 2)), row((1, 1), (1, 1)), row((1, 1), (1, 1), (1, 1))))
    grid = Grid(column_count(table))
    placed = sum(cell is not None for line in table.rows for _, _, _, cell in grid.place(line))
    assert placed == 7


@pytest.mark.parametrize("longest", [300.0, 900.0, 9000.0])
def test_short_columns_get_what_they_want_and_long_ones_share_the_rest(longest: float) -> None:
    widths = _shared([30.0, 40.0, 40.0], [80.0, longest, longest / 2], 400.0)
    assert widths[0] == 80.0
    assert widths[1] > widths[2] > 40
    assert sum(widths) == pytest.approx(400)


def test_no_column_is_narrower_than_its_longest_word() -> None:
    least, most = [90.0, 100.0, 100.0], [100.0, 800.0, 800.0]
    widths = _shared(least, most, 292.0)
    assert all(width >= narrow for width, narrow in zip(widths, least, strict=True))
    assert sum(widths) == pytest.approx(292)


@pytest.mark.parametrize(
    ("given", "least", "expected", "widened"),
    [
        ([0.5, 0.5], [50.0, 50.0], [200.0, 200.0], ()),
        ([0.1, 0.9], [100.0, 50.0], [100.0, 300.0], (0,)),
        ([0.1, 0.5, 0.4], [100.0, 20.0, 160.0], [100.0, 140.0, 160.0], (0,)),
        # A table narrower than the measure grows before other columns give way.
        ([0.1, 0.5], [100.0, 50.0], [100.0, 200.0], (0,)),
        # A column without a width of its own gets its longest word as well; nobody asked for another.
        ([0.98, 0.0], [50.0, 100.0], [300.0, 100.0], ()),
    ],
)
def test_given_widths_hold_as_far_as_words_fit(
    given: list[float], least: list[float], expected: list[float], widened: tuple[int, ...]
) -> None:
    widths = _as_given(given, least, [width * 2 for width in least], 400.0)
    assert widths.each_pt == pytest.approx(expected)
    assert (widths.fits, widths.widened) == (True, widened)


def test_given_widths_are_given_up_where_the_longest_words_do_not_fit_together() -> None:
    widths = _as_given([0.5, 0.5], [300.0, 100.0], [300.0, 300.0], 200.0)
    assert widths.each_pt == pytest.approx([150.0, 50.0])
    assert not widths.fits
