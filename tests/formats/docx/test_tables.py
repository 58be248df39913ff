"""Tables in Word: grids, spans, widths, header rows, what stands in cells."""

from __future__ import annotations

from lxml import etree
from msgspec.structs import replace

from exporters.model.nodes import Cell, CodeBlock, Column, Group, List, ListItem, Note, Row, Table, Text
from exporters.model.publication import Footnote
from tests.formats.docx.lint import W
from tests.formats.docx.reading import Word, p, story, text_of, write


def cell(text: str, **fields: object) -> Cell:
    return Cell((p(text),), **fields)  # type: ignore[arg-type]


def table(*rows: tuple[Cell, ...], header: int = 0, columns: tuple[Column, ...] = (), caption: str = "") -> Table:
    made = tuple(Row(cells) for cells in rows)
    return Table(columns, made[:header], made[header:], caption=(Text(caption),) if caption else ())


def rows_of(word: Word) -> list[list[tuple[str, int, str]]]:
    """Return each cell as its text, its span, and "restart", "continue" or nothing."""
    return [
        [(text_of(found), *_shape(found)) for found in row.iterfind(f"{W}tc")]
        for row in word.tree("document").iter(f"{W}tr")
    ]


def _shape(found: etree._Element) -> tuple[int, str]:
    span, merge = found.find(f"{W}tcPr/{W}gridSpan"), found.find(f"{W}tcPr/{W}vMerge")
    return (
        int(str(span.get(f"{W}val"))) if span is not None else 1,
        str(merge.get(f"{W}val")) if merge is not None else "",
    )


def test_header_rows_are_repeated_by_word() -> None:
    word = write(story(table((cell("Who"),), (cell("me"),), header=1)))
    header, row = word.tree("document").iter(f"{W}tr")
    assert header.find(f"{W}trPr/{W}tblHeader") is not None
    assert row.find(f"{W}trPr/{W}tblHeader") is None


def test_spans_are_merges_and_nothing_is_lost() -> None:
    word = write(story(table(
        (cell("a", row_span=2), cell("b", column_span=2)),
        (cell("c"), cell("d")),
        (cell("e"), cell("f"), cell("g")),
    )))  # fmt: skip
    assert rows_of(word) == [
        [("a", 1, "restart"), ("b", 2, "")],
        [("", 1, "continue"), ("c", 1, ""), ("d", 1, "")],
        [("e", 1, ""), ("f", 1, ""), ("g", 1, "")],
    ]


def test_spans_that_overlap_or_reach_too_far_are_cut() -> None:
    word = write(story(table((cell("a", row_span=9), cell("b", row_span=2)), (cell("c", column_span=3),))))
    texts = [text for row in rows_of(word) for text, _, _ in row]
    assert "c" in texts


def test_short_rows_are_filled() -> None:
    word = write(story(table((cell("a"), cell("b"), cell("c")), (cell("d"),))))
    assert rows_of(word)[1] == [("d", 1, ""), ("", 2, "")]


def test_widths_follow_the_shares_that_the_table_gives() -> None:
    columns = (Column(width=0.25), Column(width=0.75))
    word = write(story(table((cell("a"), cell("b")), columns=columns)))
    widths = [int(str(found.get(f"{W}w"))) for found in word.tree("document").iter(f"{W}gridCol")]
    assert widths == [8506 // 4, 8506 * 3 // 4]


def test_columns_with_more_words_are_wider_and_the_table_fits() -> None:
    word = write(story(table((cell("a"), cell("many words " * 30)))))
    narrow, wide = (int(str(found.get(f"{W}w"))) for found in word.tree("document").iter(f"{W}gridCol"))
    assert narrow < wide
    assert narrow + wide <= 8506


def test_alignment_is_that_of_the_cell_or_its_column() -> None:
    columns = (Column(alignment="right"), Column())
    word = write(story(table((cell("1"), cell("2", alignment="center")), columns=columns)))
    sides = [found.get(f"{W}val") for found in word.tree("document").iter(f"{W}jc")]
    assert sides == ["right", "center"]


def test_the_caption_stands_above_with_a_number_of_words_own() -> None:
    word = write(story(table((cell("a"),), caption="Requests")))
    assert word.body()[0].text == "Table 1. Requests"
    assert "SEQ Table \\* ARABIC " in word.xml()
    assert '<w:tblCaption w:val="Requests"/>' in word.xml()


def test_the_description_is_the_alternative_text_of_the_table() -> None:
    told = replace(table((cell("a"),), caption="Requests"), description='Each row is a "year" & more.')
    word = write(story(told))
    properties = word.tree("document").find(f".//{W}tblPr")
    assert properties is not None
    assert [child.tag.removeprefix(W) for child in properties][-2:] == ["tblCaption", "tblDescription"]
    assert properties[-1].get(f"{W}val") == 'Each row is a "year" & more.'


def test_headings_of_rows_are_told() -> None:
    word = write(story(table((cell("a", header=True), cell("b")))))
    assert [line.style for line in word.body()] == ["Table Heading", "Table Text"]
    assert 'w:firstColumn="1"' in word.xml()


def test_cells_hold_any_blocks_and_notes() -> None:
    full = Cell((p("see", Note("n")), List((ListItem((p("item"),)),)), CodeBlock("x"), table((cell("inner"),))))
    note = Footnote(key="n", children=(p("The note."),))
    word = write(story(Table((), (Row((Cell((p("head", Note("n")),)),)),), (Row((full,)),)), notes=(note,)))
    texts = [line.text for line in word.body()]
    assert [text for text in texts if text in ("item", "x", "inner")] == ["item", "x", "inner"]
    assert word.lines("footnotes")[-1].text == " The note."


def test_two_tables_in_a_row_stay_apart() -> None:
    word = write(story(table((cell("a"),)), table((cell("b"),)), p("after")))
    assert [line.style for line in word.body()] == ["Table Text", "Table Gap", "Table Text", "Normal"]


def test_a_table_wider_than_word_can_count_is_written_row_by_row() -> None:
    word = write(story(table(tuple(cell(str(number)) for number in range(70)))))
    assert word.tree("document").find(f".//{W}tbl") is None
    assert [line.text for line in word.body()] == [str(number) for number in range(70)]
    assert ("docx", "table", "group") in word.report.losses


def test_a_table_without_rows_is_nothing_but_its_caption() -> None:
    word = write(story(table(caption="Empty"), p("after")))
    assert [line.text for line in word.body()] == ["Table 1. Empty", "after"]


def test_a_table_that_would_break_words_is_set_in_small_type() -> None:
    wide = write(story(table(tuple(cell(f"administrative-{number}") for number in range(9)))))
    assert {line.style for line in wide.body()} == {"Table Text Small"}
    assert "<w:tblCellMar>" in wide.xml()


def test_a_short_word_of_ideographs_is_not_broken() -> None:
    cells = Row((Cell((p("請求"),)), Cell((p("1,270,000"),))))
    widths = [
        int(str(column.get(f"{W}w")))
        for column in write(story(Table((Column(), Column()), (), (cells,)))).tree("document").iter(f"{W}gridCol")
    ]
    assert widths[0] >= 4 * 100 + 236


def test_from_right_to_left_a_table_fills_the_line() -> None:
    table = Group((Table((Column(), Column()), (), (Row((Cell((p("a"),)), Cell((p("b"),)))),)),), direction="rtl")
    word = write(story(table))
    assert "<w:bidiVisual/>" in word.xml()
    widths = [int(str(column.get(f"{W}w"))) for column in word.tree("document").iter(f"{W}gridCol")]
    assert sum(widths) > 11906 - 2 * 1700 - 10
