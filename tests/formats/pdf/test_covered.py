"""Rows without a cell go, and the cells that reached over them reach less far."""

from __future__ import annotations

from exporters.formats.pdf.covered import without_covered_rows
from exporters.model.meta import Meta
from exporters.model.nodes import Cell, Column, Paragraph, Row, Table, Text
from exporters.model.publication import Article, lone_story
from tests.formats.pdf.inspection import failures, written


def _cell(text: str, row_span: int = 1) -> Cell:
    return Cell((Paragraph((Text(text),)),), row_span=row_span)


def test_a_covered_row_goes_and_its_cell_grows_shorter() -> None:
    table = Table((Column(), Column()), (), (Row((_cell("a", 3), _cell("b", 2))), Row(()), Row((_cell("c"),))))
    closed = without_covered_rows(table)
    assert [[cell.row_span for cell in row.cells] for row in closed.rows] == [[2, 1], [1]]


def test_a_table_without_such_rows_is_the_same() -> None:
    table = Table((Column(),), (), (Row((_cell("a"),)),))
    assert without_covered_rows(table) is table


def test_a_table_with_a_covered_row_conforms() -> None:
    table = Table((Column(),), (), (Row((_cell("a", 2),)), Row(()), Row((_cell("b"),))))
    article = Article(meta=Meta(title="T", slug="t", id="urn:x:t", language="en"), body=(table,))
    assert failures(written(lone_story(article))[0]) == []
