"""Blocks in Word: headings, quotations, boxes, code, figures, groups."""

from __future__ import annotations

import pytest

from exporters.model.nodes import (
    Aside,
    Block,
    Callout,
    CodeBlock,
    Definition,
    Definitions,
    Emphasis,
    Figure,
    Group,
    Heading,
    Image,
    Lines,
    List,
    ListItem,
    Math,
    MathBlock,
    Quote,
    Rule,
    Text,
)
from exporters.model.publication import Resource
from exporters.testing import PIXEL
from tests.formats.docx.lint import WP, W
from tests.formats.docx.reading import p, story, write


def styles(*blocks: Block) -> list[tuple[str, str]]:
    return [(line.style, line.text) for line in write(story(*blocks)).body()]


def test_headings_have_words_own_styles() -> None:
    made = styles(Heading(1, (Text("One"),)), Heading(2, (Text("Two"),)), Heading(12, (Text("Deep"),)))
    assert made == [("heading 1", "One"), ("heading 2", "Two"), ("heading 9", "Deep")]


def test_headings_in_boxes_and_quotations_stay_out_of_the_outline() -> None:
    word = write(story(Quote((Heading(2, (Text("Quoted"),)),)), Aside((Heading(1, (Text("Aside"),)),))))
    assert [line.style for line in word.body()] == ["Quote", "Aside"]
    assert word.xml().count("<w:b/>") == 2


def test_quotations_carry_their_attribution() -> None:
    made = styles(Quote((p("Words."),), attribution=(Text("Somebody"),)), Quote((p("Pulled."),), pull=True))
    assert made == [("Quote", "Words."), ("Attribution", "— Somebody"), ("Intense Quote", "Pulled.")]


def test_quotations_in_quotations_stand_further_in() -> None:
    word = write(story(Quote((p("out"), Quote((p("in"),))))))
    indents = [line.element.find(f"{W}pPr/{W}ind") for line in word.body()]
    assert indents[0] is None, "the style says it"
    assert indents[1] is not None
    assert indents[1].get(f"{W}left") == "850"


def test_definitions_have_two_styles() -> None:
    made = styles(Definitions((Definition((Text("Term"),), ((p("One."),), (p("Two."),))),)))
    assert made == [("Definition Term", "Term"), ("Definition", "One."), ("Definition", "Two.")]


def test_code_keeps_every_space_tab_and_line() -> None:
    assert styles(CodeBlock("def f():\n\treturn  1\n\n\n  x\n")) == [("Source Code", "def f():\n\treturn  1\n\n\n  x")]


def test_lines_stay_apart() -> None:
    assert styles(Lines(((Text("1 Main Street"),), (Text("Springfield"),)))) == [
        ("Lines", "1 Main Street\nSpringfield")
    ]


def test_a_callout_is_a_box_with_its_word_as_title() -> None:
    assert styles(Callout("warning", (p("Mind."),))) == [("Warning Title", "Warning"), ("Warning", "Mind.")]
    assert styles(Callout("note", (p("Look."),), title=(Text("Own"),))) == [
        ("Callout Title", "Own"),
        ("Callout", "Look."),
    ]


def test_two_boxes_do_not_run_together() -> None:
    made = styles(Aside((p("One."),)), Aside((p("Two."),)), p("After."))
    assert [style for style, _ in made] == ["Aside", "Table Gap", "Aside", "Normal"]


def test_a_rule_is_a_border_and_no_text() -> None:
    assert styles(p("a"), Rule(), p("b")) == [("Normal", "a"), ("Rule", ""), ("Normal", "b")]


def test_mathematics_is_equations_of_word() -> None:
    word = write(story(p("So ", Math("x^2")), MathBlock("y_1")))
    assert "<m:sSup><m:e>" in word.xml()
    assert "<m:oMathPara><m:oMath><m:sSub>" in word.xml()
    assert not word.report.losses


def test_mathematics_that_word_cannot_show_is_kept_as_it_was_written_and_reported() -> None:
    word = write(story(p("So ", Math("\\nonsense{")), MathBlock("\\nonsense{")))
    assert [line.text for line in word.body()] == ["So \\nonsense{", "\\nonsense{"]
    assert {kind for _, kind, _ in word.report.losses} == {"math", "math-block"}


def test_groups_turn_language_and_direction() -> None:
    word = write(story(Group((p("שלום"),), language="he", title=(Text("More"),))))
    title, text = word.body()
    assert title.text == "More"
    assert text.element.find(f"{W}pPr/{W}bidi") is not None
    assert 'w:bidi="he-IL"' in word.xml()


def picture(**fields: object) -> Image:
    return Image("images/a.png", **fields)  # type: ignore[arg-type]


RESOURCE = Resource(name="images/a.png", media_type="image/png", width=4000, height=1000, data=PIXEL)


def test_a_figure_is_scaled_described_captioned_and_credited() -> None:
    figure = Figure(picture(alt='A "map"'), caption=(Text("The "), Emphasis((Text("map"),))), credit="Ada")
    word = write(story(figure, resources=(RESOURCE,)))
    image, caption = word.body()
    assert caption.text == "Figure 1. The map Picture: Ada"
    assert caption.style == "caption"
    assert image.element.find(f"{W}pPr/{W}keepNext") is not None
    extent = image.element.find(f".//{WP}extent")
    assert extent is not None
    assert 0 < int(str(extent.get("cx"))) <= 8506 * 635
    assert int(str(extent.get("cx"))) == pytest.approx(4 * int(str(extent.get("cy"))), rel=0.01)
    assert image.element.find(f".//{WP}docPr").get("descr") == 'A "map"'  # type: ignore[union-attr]
    assert "SEQ Figure" in word.xml()


def test_a_decorative_picture_is_marked_so() -> None:
    word = write(story(p(picture(decorative=True)), resources=(RESOURCE,)))
    assert "adec:decorative" in word.xml()
    assert "descr=" not in word.xml()


def test_a_picture_shown_twice_is_stored_once() -> None:
    word = write(story(p(picture(alt="one"), picture(alt="two")), resources=(RESOURCE,)))
    assert [name for name in word.names if "media" in name] == ["word/media/image1.png"]


def test_a_picture_that_word_cannot_show_becomes_its_text() -> None:
    broken = Resource(name="images/a.png", media_type="image/webp", width=10, height=10, data=b"no picture")
    word = write(story(p("See ", picture(alt="a map")), resources=(broken,)))
    assert word.body()[0].text == "See [Picture: a map]"
    assert [diagnostic.code for diagnostic in word.report.diagnostics] == ["docx-picture"]


def test_a_drawing_is_stored_with_the_pixels_made_from_it() -> None:
    pytest.importorskip("resvg_py", reason="drawings need the svg extra")
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>'
    resource = Resource(name="images/a.png", media_type="image/svg+xml", width=40, height=20, data=drawing)
    word = write(story(p(picture(alt="a bar")), resources=(resource,)))
    assert {name for name in word.names if "media" in name} == {"word/media/image1.png", "word/media/image2.svg"}
    assert word.archive.read("word/media/image1.png").startswith(b"\x89PNG")
    assert word.archive.read("word/media/image2.svg") == drawing
    assert "asvg:svgBlip" in word.xml()


def test_a_drawing_that_opens_files_is_not_drawn() -> None:
    pytest.importorskip("resvg_py", reason="drawings need the svg extra")
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="/etc/hostname"/></svg>'
    resource = Resource(name="images/a.png", media_type="image/svg+xml", width=40, height=20, data=drawing)
    word = write(story(p(picture(alt="a bar")), resources=(resource,)))
    assert word.body()[0].text == "[Picture: a bar]"


def test_webp_becomes_png() -> None:
    import io

    from PIL import Image as Raster

    stream = io.BytesIO()
    Raster.new("RGB", (4, 2), "red").save(stream, "WEBP")
    resource = Resource(name="images/a.png", media_type="image/webp", width=4, height=2, data=stream.getvalue())
    word = write(story(p(picture(alt="red")), resources=(resource,)))
    assert word.archive.read("word/media/image1.png").startswith(b"\x89PNG")


def test_numbers_of_figures_stay_those_of_the_model() -> None:
    bare, told = Figure(picture(alt="x")), Figure(picture(alt="y"), caption=(Text("Second"),))
    word = write(story(bare, told, resources=(RESOURCE,)))
    assert word.body()[-1].text == "Figure 2. Second"
    assert r"SEQ Figure \* ARABIC \r 2" in word.xml()


def test_everything_in_a_box_begins_at_its_edge() -> None:
    nested = List((ListItem((p("one"), p("more"), List((ListItem((p("deep"),)),)))),))
    word = write(story(Callout("note", (p("text"), nested, Quote((p("quoted"),))))))
    edges = set()
    for line in word.body():
        indent = line.element.find(f"{W}pPr/{W}ind")
        if indent is not None:
            edges.add(int(str(indent.get(f"{W}left"))) - int(str(indent.get(f"{W}hanging") or 0)))
    assert edges <= {227}, "the style says the same where nothing is said"


def test_the_bar_of_a_box_stands_where_its_lines_begin() -> None:
    boxed = Group((Callout("warning", (p("Look."),)),), direction="rtl")
    borders = write(story(boxed)).body()[-1].element.find(f"{W}pPr/{W}pBdr")
    assert borders is not None
    assert [edge.get(f"{W}sz") for edge in borders] == ["4", "4", "4", "24"]
