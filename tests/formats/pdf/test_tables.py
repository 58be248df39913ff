"""Tables: every cell once in the tree, headings on every page, and time in proportion."""

from __future__ import annotations

import io
import re

import msgspec
import pikepdf
import pypdf
import pytest

from exporters.model.nodes import Block, Cell, CodeBlock, Column, Heading, Link, Paragraph, Row, Table, Text
from tests.formats.pdf.inspection import Read, failures, paragraph, read_pdf, read_story, story, written
from tests.work import calls

WORDS = "some words that fill a cell and then some more of them "


def cell(text: str, **fields: int) -> Cell:
    return Cell(children=(paragraph(text),), **fields)  # type: ignore[arg-type]


def row(*texts: str) -> Row:
    return Row(cells=tuple(cell(text) for text in texts))


def table(rows: int, columns: int = 3) -> Table:
    return Table(
        columns=(Column(),) * columns,
        header=(row(*(f"Head {column}" for column in range(columns))),),
        rows=tuple(row(*(f"r{line}c{column}" for column in range(columns))) for line in range(rows)),
        caption=(Text(text="What it shows"),),
    )


def texts(read: Read, tag: str) -> list[str]:
    return [seen.all_text for seen in read.all(tag)]


def test_heading_rows_come_again_on_each_page_but_are_read_once() -> None:
    read = read_story(table(120))
    assert texts(read, "TH") == ["Head 0", "Head 1", "Head 2"]
    assert len(read.pdf.pages) > 2
    for artifacts in read.artifacts[1:]:
        assert "Head 0" in artifacts
    assert "Head 0" not in read.artifacts[0]


def test_every_cell_is_there_once_and_in_order() -> None:
    read = read_story(table(90))
    assert texts(read, "TD") == [f"r{line}c{column}" for line in range(90) for column in range(3)]


def test_the_caption_stands_first_in_the_table() -> None:
    (seen,) = read_story(table(2)).all("Table")
    assert [kid.tag for kid in seen.kids] == ["Caption", "THead", "TBody"]
    assert seen.kids[0].all_text == "Table 1. What it shows"


def test_heads_say_what_they_head() -> None:
    read = read_story(
        Table(
            columns=(),
            header=(row("", "Sum"),),
            rows=(Row(cells=(Cell(children=(paragraph("A"),), header=True), cell("1"))),),
        )
    )
    assert [str(seen.entry.A.Scope) for seen in read.all("TH")] == ["/Column", "/Column", "/Row"]


def test_cells_that_span_say_so_and_the_others_name_their_heads() -> None:
    head = (
        Row(cells=(cell("Both", column_span=2), cell("C", row_span=2))),
        row("A", "B"),
    )
    read = read_story(Table(columns=(), header=head, rows=(row("1", "2", "3"),)))
    both = read.all("TH")[0]
    assert int(both.entry.A.ColSpan) == 2
    first = read.all("TD")[0]
    named = [str(name) for name in first.entry.A.Headers]
    assert [seen.all_text for seen in read.all("TH") if str(seen.entry.ID) in named] == ["Both", "A"]


def test_short_rows_are_filled_and_long_ones_kept() -> None:
    read = read_story(Table(columns=(Column(),), header=(row("A"),), rows=(row("1"), row("2", "3", "4"))))
    assert [len(seen.kids) for seen in read.all("TR")] == [3, 3, 3]
    assert "4" in texts(read, "TD")


def test_a_row_higher_than_a_page_is_parted_and_loses_nothing() -> None:
    tall = Cell(children=tuple(paragraph(f"{index} {WORDS * 4}") for index in range(40)))
    read = read_story(Table(columns=(), header=(row("A", "B"),), rows=(Row(cells=(cell("left"), tall)), row("x", "y"))))
    assert len(read.pdf.pages) > 1
    (_, seen, *_) = read.all("TD")
    assert [int(number) for number in re.findall(r"(\d+) some", seen.all_text)] == list(range(40))


def test_a_cell_that_spans_rows_is_parted_with_them() -> None:
    long = " ".join(f"w{number}" for number in range(700))
    rows = tuple(
        Row(cells=(cell(long, row_span=40), cell("b0"))) if not line else row(f"b{line} {WORDS * 3}")
        for line in range(40)
    )
    read = read_story(Table(columns=(), header=(row("A", "B"),), rows=rows))
    first = read.all("TD")[0]
    assert first.all_text == long
    assert int(first.entry.A.RowSpan) == 40
    assert len(first.entry.K) > 1, "its lines stand on several pages"
    assert [text.split()[0] for text in texts(read, "TD")[1:]] == [f"b{line}" for line in range(40)]
    # The rows stand close: the long cell does not stretch any of them to its own height.
    assert len(read.pdf.pages) == 3


def test_rows_tied_by_a_tall_cell_conform_even_over_pages() -> None:
    rows = tuple(
        Row(cells=(cell(WORDS * 30, row_span=6), cell("a"))) if not line % 6 else row(f"b{line}") for line in range(24)
    )
    read = read_story(Table(columns=(), header=(row("A", "B"),), rows=rows))
    assert texts(read, "TD").count("a") == 4


def test_a_table_wider_than_the_page_stands_on_pages_on_their_side() -> None:
    data, report = written(story(paragraph("before"), table(60, columns=17), paragraph("after")))
    assert [diagnostic.code for diagnostic in report.diagnostics] == ["pdf-table-turned"]
    assert failures(data) == []
    read = read_pdf(data)
    assert texts(read, "TD") == [f"r{line}c{column}" for line in range(60) for column in range(17)]
    turned = [int(page.get("/Rotate", 0)) for page in read.pdf.pages]
    assert turned[0] == turned[-1] == 0
    assert set(turned[1:-1]) == {90}
    for page in read.pdf.pages:  # the page itself stays upright
        assert float(page.MediaBox[2]) < float(page.MediaBox[3])
    assert len(turned) > 3
    for artifacts in read.artifacts[2:-1]:
        assert "Head 16" in artifacts


def test_links_and_pictures_on_a_turned_page_stand_where_they_are_seen() -> None:
    linked = Cell(children=(Paragraph(children=(Link("https://example.org/", (Text("a link"),)),)),))
    rows = (Row(cells=(linked, *(cell("uncommonly") for _ in range(13)))),)
    read = read_story(Table(columns=(), header=(row(*(f"Heading{c}" for c in range(14))),), rows=rows))
    (page,) = [page for page in read.pdf.pages if int(page.get("/Rotate", 0)) == 90]
    (annotation,) = page.Annots
    left, bottom, right, top = (float(edge) for edge in annotation.Rect)
    assert 0 < left < right < float(page.MediaBox[2])
    assert 0 < bottom < top < float(page.MediaBox[3])
    assert top - bottom > right - left, "its words run up the page"


def test_many_columns_are_set_smaller_where_pages_stay_upright() -> None:
    data, report = written(story(table(3, columns=16)), wide_tables="shrink")
    assert [diagnostic.code for diagnostic in report.diagnostics] == ["pdf-table-small-type"]
    assert failures(data) == []
    _, report = written(story(table(3, columns=40)))
    assert "pdf-table-words-broken" in [diagnostic.code for diagnostic in report.diagnostics]


@pytest.mark.parametrize("style", ["zebra", "grid"])
def test_styles_draw_artifacts_only(style: str) -> None:
    rows = (Row(cells=(cell("a", row_span=2), cell("b"))), row("c"), row("d", "e"))
    read = read_story(Table(columns=(), header=(row("A", "B"),), rows=rows), table_style=style)
    assert texts(read, "TD") == ["a", "b", "c", "d", "e"]


def test_cells_name_the_heads_above_and_beside_them() -> None:
    read = read_story(
        Table(
            columns=(),
            header=(Row(cells=(cell("Place"), cell("Both", column_span=2))), row("", "A", "B")),
            rows=(
                Row(cells=(Cell((paragraph("North"),), header=True, row_span=2), cell("1"), cell("2"))),
                row("3", "4"),
            ),
        )
    )
    names = {str(seen.entry.ID): seen.all_text for seen in read.all("TH")}
    assert len(names) == len(read.all("TH"))
    heads = {seen.all_text: [names[str(name)] for name in seen.entry.A.Headers] for seen in read.all("TD")}
    assert heads["1"] == ["Both", "A", "North"]
    assert heads["4"] == ["Both", "B", "North"]
    sub = read.all("TH")[3]
    assert [names[str(name)] for name in sub.entry.A.Headers] == ["Both"], "a head below a head names it"


def test_cells_hold_any_block() -> None:
    inner = Cell(children=(paragraph("x"), CodeBlock(text="y = 1"), table(2)))
    read = read_story(Table(columns=(), header=(row("A"),), rows=(Row(cells=(inner,)),)))
    assert len(read.all("Table")) == 2
    assert "y = 1" in read.text


@pytest.mark.parametrize(
    "empty",
    [
        Table(columns=(), header=(), rows=()),
        Table(columns=(Column(),), header=(row("only a head"),), rows=()),
        Table(columns=(), header=(), rows=(Row(cells=()),)),
        Table(columns=(), header=(), rows=(Row(cells=(Cell(children=()),)),)),
    ],
)
def test_what_is_empty_breaks_nothing(empty: Table) -> None:
    assert "after" in read_story(empty, paragraph("after")).text


def test_work_grows_with_the_rows() -> None:
    def work(rows: int) -> int:
        publication = story(table(rows))
        return calls(lambda: written(publication))

    work(10)
    assert work(800) < 2.2 * work(400)


def test_work_grows_with_the_depth_of_tables_in_tables() -> None:
    def work(depth: int) -> int:
        inner: Block = paragraph("x")
        for _ in range(depth):
            inner = Table(columns=(Column(),), header=(), rows=(Row(cells=(Cell(children=(inner,)),)),))
        publication = story(inner)
        return calls(lambda: written(publication))

    start = work(2)
    assert work(12) - start < 3 * (work(7) - start)


def test_a_small_table_stays_on_one_page() -> None:
    for count in range(24, 46, 3):
        read = read_story(*(paragraph("x"),) * count, table(5))
        pages = {seen.entry.Pg.objgen for tag in ("TH", "TD") for seen in read.all(tag)}
        assert len(pages) == 1


def test_no_figure_is_parted_in_smaller_type() -> None:
    figures = ("Northside Construction", *["1,200"] * 9, "10,800", "Invoice could not be found in the archive")
    data = written(story(Table(columns=(Column(),) * 12, header=(), rows=(row(*figures),))))[0]
    page = pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text()  # a parted figure would stand in two lines
    assert page.split().count("1,200") == 9
    assert "10,800" in page.split()


@pytest.mark.parametrize("columns", [3, 17], ids=["upright", "on its side"])
def test_links_lead_to_what_is_named_in_a_cell(columns: int) -> None:
    named = Cell(children=(Paragraph(children=(Text("here"),), anchor="there"),))
    shown = table(90, columns)
    rows = (*shown.rows[:80], Row(cells=(named, *shown.rows[80].cells[1:])), *shown.rows[81:])
    link = Paragraph(children=(Link("#there", (Text("a link"),)),))
    data, _ = written(story(link, msgspec.structs.replace(shown, rows=rows)))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        names = list(pdf.Root.Names.Dests.Kids[0].Names)
        places = dict(zip(map(str, names[::2]), names[1::2], strict=True))
        target = places["there"]
        texts = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]
        (page,) = [number for number, text in enumerate(texts) if "here" in text]
        assert page > 1
        assert target[0].objgen == pdf.pages[page].objgen
        if columns == 3:
            assert 72 < float(target[3]) < 600, "as high on the page as the row, not as the table"


@pytest.mark.parametrize("layout", ["report", "filing"])
def test_a_heading_above_a_page_on_its_side_stands_on_it(layout: str) -> None:
    above = (Heading(level=1, children=(Text("Above"),)), Heading(level=2, children=(Text("Below"),)))
    data, _ = written(story(paragraph("before"), *above, table(30, columns=17)), layout=layout)
    assert failures(data) == []
    read = read_pdf(data)
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]
    assert ["Above" in text and "Below" in text for text in pages[:3]] == [False, True, False]
    assert int(read.pdf.pages[1].get("/Rotate", 0)) == 90
    assert [seen.all_text for seen in read.all("H2") + read.all("H3")] == ["Above", "Below"]
    (article,) = read.all("Art")
    assert [kid.tag for kid in article.kids][-3:] == ["H2", "H3", "Table"]


def test_a_column_that_was_to_be_too_narrow_for_its_words_is_widened_and_told() -> None:
    narrow = Table(
        columns=(Column(width=0.04), Column(width=0.96)),
        header=(row("Amount", "What"),),
        rows=(row("incomprehensible", WORDS),),
    )
    data, report = written(story(narrow))
    assert [diagnostic.code for diagnostic in report.diagnostics] == ["pdf-table-column-widened"]
    text = pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text()
    assert "incomprehensible" in text


@pytest.mark.parametrize("standard", ["", "ua2"])
def test_what_a_table_shows_is_said_to_those_who_hear_it(standard: str) -> None:
    described = msgspec.structs.replace(table(2), description="Sums by year (in dollars)")
    data, _ = written(story(described), **({"standard": standard} if standard else {}))
    read = read_pdf(data)
    (seen,) = read.all("Table")
    assert str(seen.entry.A.Summary) == "Sums by year (in dollars)"
    assert standard or failures(data) == []
