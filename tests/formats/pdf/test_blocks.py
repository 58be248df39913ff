"""Blocks: each kind as elements and text, judged valid, with nothing of it lost."""

from __future__ import annotations

import pikepdf
import pytest

from exporters.model.nodes import (
    Aside,
    Block,
    Callout,
    CodeBlock,
    Definition,
    Definitions,
    Figure,
    Group,
    Heading,
    Image,
    Lines,
    Link,
    List,
    ListItem,
    MathBlock,
    Paragraph,
    Quote,
    Redacted,
    Rule,
    Span,
    Strike,
    Text,
)
from exporters.model.publication import Resource
from exporters.testing import PIXEL
from tests.formats.pdf.inspection import Seen, paragraph, read_story

WORDS = "Several words that make up a sentence of the usual length, one after another. "


def shape(seen: Seen) -> str:
    """Return an element and what is below as `L(LI(Lbl LBody(P)))`."""
    inner = " ".join(shape(kid) for kid in seen.kids)
    return f"{seen.tag}({inner})" if inner else seen.tag


def body(*blocks: Block, resources: tuple[Resource, ...] = ()) -> str:
    """Return the shape of the blocks of a story, its title left out."""
    (article,) = read_story(*blocks, resources=resources).all("Art")
    return " ".join(shape(kid) for kid in article.kids[1:])


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (paragraph("x"), "P"),
        (Heading(level=1, children=(Text(text="x"),)), "H2"),
        (Quote(children=(paragraph("x"),), attribution=(Text(text="y"),)), "BlockQuote(P P)"),
        (Quote(children=(paragraph("x"),), pull=True), "BlockQuote(P)"),
        (List(items=(ListItem(children=(paragraph("x"),)),)), "L(LI(Lbl LBody(P)))"),
        (Definitions(items=(Definition(term=(Text(text="x"),), details=((paragraph("y"),),)),)), "L(LI(Lbl LBody(P)))"),
        (CodeBlock(text="x"), "P(Code)"),
        (Callout(callout="tip", children=(paragraph("x"),)), "Callout(P P)"),
        (Aside(children=(paragraph("x"),)), "Aside(P)"),
        (Lines(lines=((Text(text="x"),), (Text(text="y"),))), "P"),
        (MathBlock(source="x^2"), "Formula"),
        (Group(children=(paragraph("x"),), role="details", title=(Text(text="y"),)), "Div(P P)"),
        (Group(children=(paragraph("x"),), role="sources"), "Sect(P)"),
        (Rule(), ""),
        (Paragraph(children=(Strike(children=(Text(text="x"),)),)), "P(Span)"),
        (Paragraph(children=(Span(children=(Text(text="x"),), role="quote"),)), "P(Quote)"),
    ],
)
def test_each_kind_has_its_elements(block: Block, expected: str) -> None:
    assert body(block) == expected


@pytest.mark.parametrize(
    "block",
    [
        List(items=()),
        List(items=(ListItem(children=()),)),
        Quote(children=()),
        Callout(callout="note", children=()),
        Aside(children=()),
        Definitions(items=()),
        CodeBlock(text=""),
        Lines(lines=()),
        Group(children=()),
        Paragraph(children=()),
        Paragraph(children=(Text(text=" "),)),
        Heading(level=1, children=()),
    ],
)
def test_what_is_empty_breaks_nothing(block: Block) -> None:
    assert "after" in read_story(block, paragraph("after")).text


def test_list_labels_count_from_their_start_and_show_what_is_done() -> None:
    numbered = List(items=tuple(ListItem(children=(paragraph("x"),)) for _ in range(3)), ordered=True, start=9)
    tasks = List(items=tuple(ListItem(children=(paragraph("x"),), checked=done) for done in (True, False)))
    labels = [seen.text for seen in read_story(numbered, tasks).all("Lbl")]
    assert labels == ["9.", "10.", "11.", "\u2611", "\u2610"]


def test_a_list_says_how_it_is_numbered() -> None:
    items = (ListItem(children=(paragraph("x"),)),)
    read = read_story(List(items=items, ordered=True), List(items=items))
    assert [str(seen.entry.A.ListNumbering) for seen in read.all("L")] == ["/Decimal", "/Disc"]


def test_an_item_that_begins_with_a_list_keeps_its_label() -> None:
    inner = List(items=(ListItem(children=(paragraph("x"),)),))
    assert body(List(items=(ListItem(children=(inner,)),))) == "L(LI(Lbl LBody(L(LI(Lbl LBody(P))))))"


def test_code_keeps_every_line_and_its_indents() -> None:
    code = "def f(x):\n    return x\n\n\tif a:  # two  spaces\n" + "y = 1\n" * 200
    read = read_story(CodeBlock(text=code))
    text = "".join("".join(piece for piece in seen.pieces) for seen in read.all("Code"))
    assert "    return x" in text
    assert "two  spaces" in text
    assert text.count("y = 1") == 200
    assert len(read.pdf.pages) > 1


def test_a_code_line_that_is_too_long_loses_nothing() -> None:
    line = "value = [" + ", ".join(str(number) for number in range(200)) + "]"
    read = read_story(CodeBlock(text=f"short\n{line}\nlast"))
    (code,) = read.all("Code")
    assert "".join(code.all_text.split()) == "".join(f"short{line}last".split())
    assert "\u21b3" not in code.all_text, "the mark of a continued line is an artifact"


def test_a_paragraph_over_two_pages_is_one_element() -> None:
    read = read_story(*(paragraph(WORDS * 12) for _ in range(12)))
    parted = [seen for seen in read.all("P") if "MCR" in repr(seen.entry.get("/K"))]
    assert parted
    assert len(read.all("P")) == 12


def test_a_link_over_two_lines_is_one_element_with_a_rectangle_on_each() -> None:
    link = Link(target="https://example.org", children=(Text(text=WORDS * 2),))
    read = read_story(Paragraph(children=(Text(text=WORDS), link, Text(text=" end"))))
    assert len(read.all("Link")) == 1
    assert len(read.pdf.pages[0].Annots) >= 2


def test_what_is_redacted_is_said_to_be_and_nothing_else() -> None:
    read = read_story(Paragraph(children=(Text(text="Name: "), Redacted(reason="privacy"))))
    (span,) = read.all("Span")
    assert span.text == "redacted"
    assert str(span.entry.ActualText) == "[redacted: privacy]"


def test_a_language_is_said_where_it_changes() -> None:
    german = Span(children=(Text(text="Guten Tag"),), language="de")
    read = read_story(Paragraph(children=(german,)), Group(children=(paragraph("Bonjour"),), language="fr"))
    assert [str(seen.entry.Lang) for seen in (*read.all("Span"), *read.all("Div"))] == ["de", "fr"]


PICTURE = Resource(name="p", media_type="image/png", width=4000, height=9000, data=PIXEL)


def test_a_picture_taller_than_the_page_is_scaled_and_stays_with_its_caption() -> None:
    figure = Figure(image=Image(source="p", alt="Tall"), caption=(Text(text=WORDS * 3),))
    read = read_story(paragraph(WORDS * 40), figure, resources=(PICTURE,))
    (seen,) = read.all("Figure")
    left, bottom, right, top = (float(value) for value in seen.entry.A.BBox)
    assert 0 < bottom < top < 842
    assert (top - bottom) / (right - left) == pytest.approx(9000 / 4000, rel=0.01)
    assert shape(seen) == "Figure(Caption)"
    assert len(read.pdf.pages) == 2


def test_a_decorative_picture_is_an_artifact() -> None:
    read = read_story(Figure(image=Image(source="p", decorative=True)), paragraph("x"), resources=(PICTURE,))
    assert read.all("Figure") == []


def test_a_picture_in_a_line_stands_where_it_is_read() -> None:
    small = Resource(name="p", media_type="image/png", width=10, height=10, data=PIXEL)
    text = Paragraph(children=(Text(text="before "), Image(source="p", alt="A dot"), Text(text=" after")))
    read = read_story(text, resources=(small,))
    (seen,) = read.all("P")
    assert shape(seen) == "P(Figure)"
    assert str(seen.kids[0].entry.Alt) == "A dot"


def pages_of(seen: Seen) -> set[object]:
    """Return the pages that an element's own content stands on."""
    kids = seen.entry.K
    listed = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return {kid.Pg.objgen if not isinstance(kid, int) else seen.entry.Pg.objgen for kid in listed}


def test_an_address_is_not_parted_between_pages() -> None:
    for count in range(24, 46):
        filler = (paragraph("x"),) * count
        read = read_story(*filler, Lines(lines=tuple((Text(text=f"line {index}"),) for index in range(6))))
        assert len(pages_of(read.all("P")[-1])) == 1


def test_a_large_picture_among_words_stands_between_them() -> None:
    text = Paragraph(children=(Text(text="before "), Image(source="p", alt="Large"), Text(text=" after")))
    assert body(text, resources=(PICTURE,)) == "P Figure P"


def test_small_pictures_in_a_row_stay_in_their_line() -> None:
    small = Resource(name="p", media_type="image/png", width=60, height=20, data=PIXEL)
    badges = Paragraph(children=(Image(source="p", alt="one"), Text(text=" "), Image(source="p", alt="two")))
    assert body(badges, resources=(small,)) == "P(Figure Figure)"


def test_a_picture_that_is_a_link_stays_one() -> None:
    link = Link(target="https://example.org", children=(Image(source="p", alt="Large"),))
    read = read_story(Paragraph(children=(link,)), resources=(PICTURE,))
    (seen,) = read.all("P")
    assert shape(seen) == "P(Link(Figure))"
    assert str(read.pdf.pages[-1].Annots[0].A.URI) == "https://example.org"
