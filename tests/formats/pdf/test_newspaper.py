"""The newspaper: columns that end level, what stands across them, what floats, and notes below their column."""

from __future__ import annotations

import io
import re

import PIL.Image
import pypdf
import pytest

from exporters.formats.pdf.bands import Band, FloatBox, levelled
from exporters.formats.pdf.footnotes import Foot
from exporters.model.meta import Meta
from exporters.model.nodes import Aside, Block, Cell, Column, Figure, Heading, Image, Note, Paragraph, Row, Table, Text
from exporters.model.outline import number_publication
from exporters.model.publication import Article, Footnote, Part, Publication, Resource
from exporters.testing import briefing, specimen
from tests.formats.pdf.inspection import failures, paragraph, read_pdf, story, written
from tests.formats.pdf.test_footnotes import pages_of
from tests.formats.pdf.test_pages import Brick, brick
from tests.work import calls

WORDS = "Several words that make up a sentence of the usual length, one after another. "


def band(height_pt: float = 100.0, columns: int = 2) -> tuple[Band, list[Foot]]:
    feet = [Foot(100.0, 10.0, set()) for _ in range(columns)]
    return Band(200.0, 200.0 - height_pt, 100.0, feet, noting=False, whole=True), feet


def names(made: Band) -> list[list[str]]:
    return [[getattr(box, "name", "float") for box, _ in column.placed] for column in made.columns]


def test_columns_are_filled_one_after_the_other() -> None:
    made, _ = band()
    log: list[tuple[int, str]] = []
    left = made.pour([brick(name, log, 40) for name in "abcde"])
    assert names(made) == [["a", "b"], ["c", "d"]]
    assert [box.height_pt for box in left] == [40]


def test_columns_are_set_level() -> None:
    made, feet = band()
    log: list[tuple[int, str]] = []
    boxes = [brick(name, log, 20) for name in "abcd"]
    assert made.pour(boxes) == []
    assert names(made) == [["a", "b", "c", "d"], []]
    level = levelled(made, boxes, feet, frozenset())
    assert names(level) == [["a", "b"], ["c", "d"]]
    assert level.end_pt == pytest.approx(160)


def test_a_heading_is_not_left_at_the_foot_of_a_column() -> None:
    made, feet = band()
    log: list[tuple[int, str]] = []
    boxes: list[Brick] = [brick("a", log, 30), brick("head", log, 10, keep_with_next=True), brick("b", log, 30)]
    assert made.pour(boxes) == []
    assert names(levelled(made, boxes, feet, frozenset())) == [["a"], ["head", "b"]]


def test_what_floats_lets_the_text_go_on_and_stands_on_top_of_the_next_column() -> None:
    made, _ = band()
    log: list[tuple[int, str]] = []
    picture = FloatBox([brick("p", log, 50)])
    left = made.pour([brick("a", log, 70), picture, brick("b", log, 20), brick("c", log, 40)])
    assert left == []
    assert names(made) == [["a", "b"], ["float", "c"]]


def test_what_floats_last_finds_a_column_all_the_same() -> None:
    made, _ = band()
    log: list[tuple[int, str]] = []
    made.pour([brick("a", log, 70), FloatBox([brick("p", log, 50)])])
    assert made.settle() == []
    assert names(made) == [["a"], ["float"]]


def articles(count: int, paragraphs: int) -> tuple[Article, ...]:
    return tuple(
        Article(
            meta=Meta(title=f"Story {index}", slug=f"s{index}"),
            body=tuple(paragraph(f"Story {index}, {part}. " + WORDS * 6) for part in range(paragraphs)),
        )
        for index in range(count)
    )


def paper(*contents: Article | Part) -> Publication:
    return number_publication(Publication(meta=Meta(title="The Paper", slug="p"), contents=contents))


@pytest.mark.parametrize("columns", ["1", "2", "3"])
@pytest.mark.parametrize("publication", [specimen(), briefing()], ids=["lone", "several"])
def test_every_kind_of_node_conforms_in_columns(publication: Publication, columns: str) -> None:
    data, _ = written(publication, layout="newspaper", columns=columns)
    assert failures(data) == []
    again, _ = written(publication, layout="newspaper", columns=columns)
    assert data == again


@pytest.mark.parametrize("layout", ["newspaper", "report"])
def test_no_word_is_lost_in_columns_and_all_are_in_order(layout: str) -> None:
    data, _ = written(paper(*articles(7, 9)), layout=layout, columns="3")
    assert failures(data) == []
    told = re.findall(r"Story (\d+), (\d+)\.", read_pdf(data).text)
    assert told == [(str(index), str(part)) for index in range(7) for part in range(9)]


def test_stories_stand_below_each_other_under_one_nameplate() -> None:
    data, _ = written(paper(*articles(3, 2)), layout="newspaper")
    read = read_pdf(data)
    assert len(read.pdf.pages) == 1
    assert [seen.all_text for seen in read.all("Title")] == ["The Paper"]
    assert [seen.all_text for seen in read.all("H1")] == ["Story 0", "Story 1", "Story 2"]


def test_parts_are_sections_of_the_paper() -> None:
    data, _ = written(
        paper(Part(title="Home", articles=articles(2, 2)), Part(title="World", articles=articles(1, 2))),
        layout="newspaper",
    )
    assert failures(data) == []
    assert [seen.all_text for seen in read_pdf(data).all("H1")] == ["Home", "World"]


def test_notes_stand_below_their_column() -> None:
    body: list[Block] = []
    notes = []
    for index in range(24):
        body.append(Paragraph(children=(Text(text=WORDS * 4), Note(key=f"n{index}"), Text(text=WORDS * 2))))
        notes.append(Footnote(key=f"n{index}", children=(paragraph(f"About n{index}. " + WORDS),)))
    data, _ = written(story(*body, notes=tuple(notes)), layout="newspaper", columns="2")
    assert failures(data) == []
    read = read_pdf(data)
    assert len(read.all("Note")) == 24
    for reference, note in zip(read.all("Reference"), read.all("Note"), strict=True):
        assert pages_of(read, note)[0] == pages_of(read, reference)[0]


def test_wide_tables_stand_across_and_side_boxes_float() -> None:
    cells = tuple(Cell(children=(paragraph(f"cell {index}"),)) for index in range(6))
    table = Table(columns=(Column(),) * 6, header=(Row(cells=cells),), rows=(Row(cells=cells),) * 3)
    body = [paragraph(WORDS * 8) for _ in range(8)]
    aside = Aside(children=(paragraph("Beside the story."),), title=(Text(text="Background"),))
    head = Heading(level=1, children=(Text(text="The numbers"),))
    data, _ = written(story(*body, aside, head, table, *body), layout="newspaper")
    assert failures(data) == []
    read = read_pdf(data)
    assert len(read.all("TH")) == 6
    assert read.text.index("Background") < read.text.index("The numbers") < read.text.index("cell 0")


def test_columns_begin_at_the_right_where_reading_does() -> None:
    hebrew = [paragraph("\u05e9\u05dc\u05d5\u05dd " * 60) for _ in range(6)]
    data, _ = written(story(*hebrew, language="he"), columns="2")
    assert failures(data) == []
    read = read_pdf(data)
    operators = read.pdf.pages[0].Contents.read_bytes()
    assert b"1 0 0 1 " in operators
    first = operators.index(b" cm")
    above = operators[operators.index(b"/P<<") : first]
    assert above.count(b"\nBT") == 1, "after the headline the column at the right is drawn first"


def test_columns_let_pictures_float_in_any_layout() -> None:
    data, _ = written(specimen(), columns="2")
    plain, _ = written(specimen())
    assert sorted(read_pdf(data).text.split()) == sorted(read_pdf(plain).text.split())


def test_work_grows_with_the_text() -> None:
    def work(count: int) -> int:
        publication = paper(*articles(count, 6))
        return calls(lambda: written(publication, layout="newspaper"))

    work(1)
    assert work(16) < 2.2 * work(8)


def illustrated(*lengths: int, size: tuple[int, int] = (1500, 900), at: int = 1) -> Publication:
    """Return a paper of stories of so many paragraphs, each with a picture."""
    stream = io.BytesIO()
    PIL.Image.new("RGB", size, "grey").save(stream, "JPEG")
    width, height = size
    resource = Resource(
        name="a.jpg", media_type="image/jpeg", width=width, height=height, resolution=150, data=stream.getvalue()
    )
    contents = []
    for index, length in enumerate(lengths):
        body: list[Block] = [paragraph(f"{WORDS * 6}") for _ in range(length)]
        body.insert(at, Figure(Image("a.jpg", alt="Grey"), caption=(Text(f"Picture {index}."),)))
        contents.append(Article(meta=Meta(title=f"Story {index}", slug=f"s{index}"), body=tuple(body)))
    made = paper(*contents)
    return Publication(meta=made.meta, contents=made.contents, resources=(resource,))


@pytest.mark.parametrize("lengths", [(3, 2, 3), (2, 9, 2, 1), (1, 1, 1, 1, 1), (5, 14, 3)], ids=str)
@pytest.mark.parametrize("size", [(1500, 900), (700, 900)], ids=["across", "in a column"])
def test_pictures_stand_in_their_story(lengths: tuple[int, ...], size: tuple[int, int]) -> None:
    data, _ = written(illustrated(*lengths, size=size), layout="newspaper")
    assert failures(data) == []
    reader = pypdf.PdfReader(io.BytesIO(data))
    told = re.findall(r"Story \d+$|Picture \d+", "\n".join(page.extract_text() for page in reader.pages), re.MULTILINE)
    assert told == [f"{kind} {index}" for index in range(len(lengths)) for kind in ("Story", "Picture")]


def test_a_picture_across_stands_above_the_columns_of_a_story_that_has_room_for_it() -> None:
    data, _ = written(illustrated(3, at=2), layout="newspaper")
    (page,) = pypdf.PdfReader(io.BytesIO(data)).pages
    text = page.extract_text()
    assert text.index("Story 0") < text.index("Picture 0") < text.index("Several words")


def test_text_fills_the_page_that_a_picture_had_no_room_on() -> None:
    data, _ = written(illustrated(1, 9, at=0, size=(1500, 800)), layout="newspaper")
    assert failures(data) == []
    first, second = (page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages[:2])
    assert "Story 1" in first
    assert "Picture 1" in second
    assert first.rindex("Several words") > first.index("Story 1")


def lines_of(data: bytes, page: int) -> list[tuple[float, str]]:
    """Return the words of a page with the heights of their baselines."""
    found: list[tuple[float, str]] = []

    def visit(text: str, _cm: object, tm: list[float], _font: object, _size: object) -> None:
        if text.strip():
            found.append((tm[5], text.strip()))

    pypdf.PdfReader(io.BytesIO(data)).pages[page].extract_text(visitor_text=visit)
    return found


def table_of(columns: int, cell: str) -> Table:
    rows = tuple(Row(tuple(Cell((paragraph(cell),)) for _ in range(columns))) for _ in range(3))
    return Table((Column(),) * columns, rows[:1], rows[1:])


def test_a_table_across_the_page_stands_clear_of_the_text_above() -> None:
    data, _ = written(paper(Article(meta=Meta(title="One", slug="one"), body=(
        paragraph(WORDS * 6), table_of(5, "in a cell"), paragraph(WORDS * 6),
    ))), layout="newspaper")  # fmt: skip
    heights = lines_of(data, 0)
    first = max(height for height, text in heights if text.startswith("in a cell"))
    above = min(height for height, text in heights if height > first)
    assert above - first > 18


def test_a_heading_stands_on_the_turned_page_of_its_table_and_text_goes_on_before() -> None:
    body = (
        paragraph(WORDS * 6),
        Heading(2, (Text("The figures"),)),
        table_of(16, "characteristic"),
        paragraph("After it."),
    )
    second = Article(meta=Meta(title="Another", slug="two"), body=(paragraph(WORDS * 6),))
    data, _ = written(paper(Article(meta=Meta(title="One", slug="one"), body=body), second), layout="newspaper")
    assert failures(data) == []
    first, turned = pypdf.PdfReader(io.BytesIO(data)).pages
    assert turned.rotation == 90
    assert "The figures" in turned.extract_text()
    told = first.extract_text()
    assert told.index("One") < told.index("After it.") < told.index("Another")
