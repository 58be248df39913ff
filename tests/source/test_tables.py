from __future__ import annotations

from exporters.model.nodes import Cell, Code, Strong, Table
from exporters.model.walk import plain_text
from tests.source.reading import article, codes, find, only, read


def test_what_a_table_shows_in_words() -> None:
    table = only(article('<table summary="Each row &amp;\n so on"><tr><td>a</td></tr></table>\n'), Table)
    assert table.description == "Each row & so on"
    table = only(article("| a |\n|---|\n| 1 |\n{: #costs summary=\"Each row 'is' a year\"}\n"), Table)
    assert (table.description, table.anchor, len(table.rows)) == ("Each row 'is' a year", "costs", 1)
    assert only(article("| a |\n|---|\n| 1 |\n{: #costs}\n"), Table).description == ""


def test_what_is_withheld_is_not_in_the_words_of_a_table() -> None:
    story, _ = read('| a |\n|---|\n| 1 |\n{: summary="A <redact>SECRET</redact> b"}\n')
    assert only(story, Table).description == "A █████ b"
    story, report = read('<table summary="A <redact>SECRET</redact> b"><tr><td>1</td></tr></table>\n')
    assert "SECRET" not in repr(story)
    assert "redaction-unbalanced" in codes(report)


def test_spans_headers_and_caption() -> None:
    story = article(
        "<table id='costs'>\n<caption>Costs **2025**</caption>\n<thead>"
        "<tr><th rowspan=2>A</th><th colspan=2>B</th></tr>\n"
        "<tr><th>C</th><th>D</th></tr></thead>\n"
        "<tr><th scope=row>e</th><td align=right>`1`</td><td align=right>2</td></tr>\n"
        "</table>\n"
    )
    table = only(story, Table)
    assert (len(table.columns), len(table.header), len(table.rows), table.anchor) == (3, 2, 1, "costs")
    assert plain_text(table.caption) == "Costs 2025"
    assert [(cell.column_span, cell.row_span) for cell in table.header[0].cells] == [(1, 2), (2, 1)]
    assert [(cell.header, cell.alignment) for cell in table.rows[0].cells] == [
        (True, ""),
        (False, "right"),
        (False, "right"),
    ]
    assert [column.alignment for column in table.columns] == ["", "right", "right"]
    assert len(find(story, Code)) == len(find(story, Strong)) == 1


def test_rows_of_headers_are_the_head_with_what_hangs_on_them() -> None:
    table = only(article("<table><tr><th rowspan=2>A<th>B<tr><td>c<tr><td>d<td>e</table>\n"), Table)
    assert (len(table.header), len(table.rows)) == (2, 1)
    assert only(article("<table><tr><th>a<th>b</table>\n"), Table).header == ()


def test_ragged_rows_are_filled_and_hanging_cells_cut() -> None:
    table = only(article("<table><tr><td rowspan=0>a<td>b<td>c<tr><td>d</table>\n"), Table)
    assert [
        [(plain_text(cell.children), cell.column_span, cell.row_span) for cell in row.cells] for row in table.rows
    ] == [
        [("a", 1, 2), ("b", 1, 1), ("c", 1, 1)],
        [("d", 1, 1), ("", 1, 1)],
    ]


def test_what_stands_between_cells_is_kept_before_the_table() -> None:
    story = article("<table>one<tr>two<td>three</td></tr>four</table>\n")
    assert plain_text(story.body) == "onetwofour three"


def test_absurd_spans_cost_nothing() -> None:
    story = article("<table>" + "<tr><td rowspan=65534 colspan=99999>x" * 300 + "</table>\n")
    assert len(find(story, Cell)) <= 600


def test_spans_that_push_cells_beyond_all_columns_are_dropped_and_told() -> None:
    story, report = read("<table>" + "<tr><td colspan=1000 rowspan=1000>x" * 50 + "</table>\n")
    table = only(story, Table)
    assert (len(table.columns), len(table.rows)) == (1, 50)
    assert {(cell.column_span, cell.row_span) for row in table.rows for cell in row.cells} == {(1, 1)}
    assert [told.code for told in report.diagnostics if told.code.startswith("span")] == ["spans-dropped"]


def test_spans_within_the_columns_of_a_table_stay() -> None:
    story, report = read("<table><tr><td colspan=999>x<td>y<tr>" + "<td>x" * 1000 + "</table>\n")
    assert only(story, Table).rows[0].cells[0].column_span == 999
    assert "spans-dropped" not in codes(report)
    story, report = read("<table><tr>" + "<td>x" * 1100 + "</table>\n")  # no spans: as many cells as there are
    assert len(only(story, Table).rows[0].cells) == 1100
    assert "spans-dropped" not in codes(report)
