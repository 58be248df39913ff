from __future__ import annotations

from xml.etree import ElementTree as ET

import msgspec
import pytest

from exporters.contract import page_key
from exporters.model.meta import Meta
from exporters.model.nodes import (
    Aside,
    Block,
    Callout,
    Cell,
    Code,
    CodeBlock,
    Column,
    Group,
    Heading,
    Link,
    List,
    ListItem,
    Math,
    MathBlock,
    Note,
    Paragraph,
    Quote,
    Redacted,
    Row,
    Rule,
    SmallCaps,
    Span,
    Table,
    Text,
)
from exporters.model.outline import number_publication
from exporters.model.publication import Article, Footnote, Publication
from exporters.model.walk import plain_text
from exporters.testing import briefing, specimen
from tests.formats.epub.reading import TYPE, XHTML, XML_LANG, Opened, heard, is_subsequence, lone, opened, story, write

MATH = "{http://www.w3.org/1998/Math/MathML}math"


def words(text: str) -> Paragraph:
    return Paragraph((Text(text),))


def chapter(*body: Block, **more: object) -> ET.Element:
    return opened(lone(*body, **more)).document("text/story.xhtml")


def by_type(root: ET.Element, type_: str) -> list[ET.Element]:
    return [element for element in root.iter() if element.get(TYPE) == type_]


@pytest.mark.parametrize("publication", [specimen(), briefing()], ids=["lone", "several"])
def test_no_word_is_lost_and_no_link_is_dead(publication: Publication) -> None:
    made = opened(publication)
    stories = [name for name in made.texts() if name.startswith("text/")]
    for article, name in zip(publication.articles, stories, strict=True):
        told = plain_text((*article.body, *(block for note in article.notes for block in note.children)))
        assert is_subsequence(told.split(), heard(made.document(name)))
    assert made.dead_links() == []


def test_the_head_says_who_where_and_when() -> None:
    made = opened(specimen()).document("text/specimen.xhtml")
    head = made.find(f".//{XHTML}header")
    assert head is not None
    lines = ["".join(line.itertext()) for line in head]
    assert lines == [
        "Tests",
        "A specimen of everything",
        "Every kind of node in one story",
        "By Ada Example",
        "Editing: Ed Example",
        "Washington · November 20, 2025 · Updated November 22, 2025",
    ]
    assert [time.get("datetime") for time in head.iter(f"{XHTML}time")] == ["2025-11-20", "2025-11-22"]


def test_a_note_pops_up_and_leads_back() -> None:
    note = Footnote("n", (words("Text of the note."),))
    made = chapter(Paragraph((Text("One"), Note("n"), Text(" two"), Note("n"))), notes=(note,))
    references = by_type(made, "noteref")
    (footnote,) = by_type(made, "footnote")
    assert footnote.tag == f"{XHTML}aside"
    assert footnote.get("role") == "doc-footnote"
    assert {reference.get("href") for reference in references} == {f"#{footnote.get('id')}"}
    backs = by_type(footnote, "backlink")
    assert [f"#{reference.get('id')}" for reference in references] == [back.get("href") for back in backs]
    assert "".join(footnote.itertext()).split()[:5] == ["1", "Text", "of", "the", "note."]


def test_a_note_that_refers_to_a_later_one_is_led_back_to() -> None:
    notes = (
        Footnote("a", (Paragraph((Text("See "), Note("b"))),)),
        Footnote("b", (words("Later."),)),
    )
    publication = lone(Paragraph((Text("x"), Note("a"))), notes=notes)
    assert opened(publication).dead_links() == []
    assert len(by_type(opened(publication).document("text/story.xhtml"), "backlink")) == 2


def test_links_lead_to_anchors_and_to_other_stories() -> None:
    made = opened(briefing())
    links = [link.get("href") for link in made.document("text/first.xhtml").iter(f"{XHTML}a")]
    assert "second.xhtml" in links
    assert "#blocks" in links
    assert "https://example.org/a?b=c&d" in links


def test_paragraphs_show_their_numbers_where_asked_to() -> None:
    publication = lone(words("One"), Aside((words("beside"),)), words("Two"))
    shown = opened(publication, paragraph_numbers="yes").document("text/story.xhtml")
    assert ["".join(line.itertext()) for line in shown.iter(f"{XHTML}p")][:3] == ["1 One", "beside", "2 Two"]
    assert "paragraph-number" not in ET.tostring(chapter(words("One")), encoding="unicode")


def test_anchors_of_any_script_are_found() -> None:
    made = opened(lone(Heading(1, (Text("Überblick"),)), Paragraph((Link("#überblick", (Text("oben"),)),))))
    assert made.dead_links() == []
    name = made.document("text/story.xhtml").find(f".//{XHTML}h2").get("id")  # type: ignore[union-attr]
    assert name is not None
    assert name.isascii()


def test_language_and_direction_are_said_where_they_change() -> None:
    made = chapter(
        Paragraph((Span((Text("שלום"),), language="he", direction="rtl"),)),
        Group((words("x"),), language="not a tag"),
        CodeBlock("x"),
        language="ar",
    )
    assert (made.get(XML_LANG), made.get("lang"), made.get("dir")) == ("ar", "ar", "rtl")
    span = made.find(f".//{XHTML}bdi")
    assert span is not None
    assert (span.get(XML_LANG), span.get("lang"), span.get("dir")) == ("he", "he", "rtl")
    assert "not a tag" not in {element.get("lang") for element in made.iter()}
    assert made.find(f".//{XHTML}pre").get("dir") == "ltr"  # type: ignore[union-attr]


def test_code_and_calls_of_notes_keep_their_side_in_a_line_from_right_to_left() -> None:
    body = Paragraph((Text("عبر Kiteworks"), Note("n"), Text("، "), Code("count(*)")))
    note = Footnote(key="n", children=(words("x"),))
    made = chapter(body, language="ar", notes=(note,))
    assert [code.get("dir") for code in made.iter(f"{XHTML}code")] == ["ltr"]
    assert [call.get("dir") for call in made.iter(f"{XHTML}sup")] == ["rtl"]
    plain = chapter(body, language="en", notes=(note,))
    assert [element.get("dir") for name in ("code", "sup") for element in plain.iter(f"{XHTML}{name}")] == [None, None]


def test_boxes_say_what_they_are() -> None:
    made = chapter(
        Callout("warning", (words("w"),)),
        Callout("tip", (words("t"),)),
        Aside((words("a"),)),
        Group((words("c"),), role="corrections"),
        Quote((words("p"),), pull=True),
    )
    assert [by_type(made, type_)[0].get("role") for type_ in ("notice", "tip", "errata", "pullquote")] == [
        "doc-notice", "doc-tip", "doc-errata", "doc-pullquote",
    ]  # fmt: skip
    assert made.find(f".//{XHTML}aside[@class='beside']") is not None
    assert by_type(made, "tip")[0].tag == f"{XHTML}aside"  # EPUBCheck lets doc-tip stand on nothing else


def test_a_table_scrolls_and_aligns() -> None:
    table = Table(
        columns=(Column(), Column(alignment="right")),
        header=(Row((Cell((words("a"),)), Cell((words("b"),)))),),
        rows=(Row((Cell((words("c"),)), Cell((words("1"),)))),),
    )
    made = chapter(table)
    box = made.find(f".//{XHTML}div[@class='table']")
    assert box is not None
    assert (box.get("tabindex"), box.get("role"), box.get("aria-label")) == ("0", "group", "Table 1")
    assert [cell.get("class") for cell in box.iter(f"{XHTML}td")] == [None, "right"]


def test_a_table_leads_to_its_description_which_is_heard_and_not_seen() -> None:
    tables = [
        Table((Column(),), (), (Row((Cell((words("a"),)),)),), description=text)
        for text in ("Each row & so on.", "", "B")
    ]
    root = chapter(*tables)
    described = {node.get("id"): node for node in root.iter(f"{XHTML}p") if node.get("hidden")}
    led = [node.get("aria-describedby") for node in root.iter(f"{XHTML}table")]
    assert [described[name].text if name else None for name in led] == ["Each row & so on.", None, "B"]
    assert len(described) == 2


def test_a_bar_is_spoken() -> None:
    (bar,) = chapter(Paragraph((Redacted("privacy"),))).iterfind(f".//{XHTML}span")
    assert (bar.get("role"), bar.get("aria-label"), bar.text) == ("img", "redacted: privacy", "█████")


def test_styles_that_only_style_have_a_class() -> None:
    (span,) = chapter(Paragraph((SmallCaps((Text("x"),)),))).iterfind(f".//{XHTML}span")
    assert span.get("class") == "small-caps"


def test_formulas_are_mathml_and_the_package_says_so() -> None:
    made = opened(lone(Paragraph((Math("x^2"),)), MathBlock("\\frac{1}{2}")))
    formulas = list(made.document("text/story.xhtml").iter(MATH))
    assert [(formula.get("display"), formula.get("alttext")) for formula in formulas] == [
        ("inline", "x^2"), ("block", "\\frac{1}{2}"),
    ]  # fmt: skip
    assert 'properties="mathml"' in made.members["EPUB/content.opf"].decode()


def test_a_formula_that_cannot_be_read_stays_as_tex() -> None:
    data, report = write(lone(Paragraph((Math("\\frac{"),))))
    made = Opened(data).document("text/story.xhtml")
    assert made.find(f".//{XHTML}code").text == "\\frac{"  # type: ignore[union-attr]
    assert "simplified" in {diagnostic.code for diagnostic in report.diagnostics}
    assert 'properties="mathml"' not in Opened(data).members["EPUB/content.opf"].decode()


def test_printed_pages_are_marked_before_the_block_that_begins_them() -> None:
    listing = List((ListItem((words("x"),)),))
    article = story(words("one"), words("two"), listing, Group((words("three"),)))
    first, second, items, group = (block for block in article.body if not isinstance(block, Rule))
    assert isinstance(group, Group)
    (inner,) = group.children
    assert isinstance(inner, Paragraph)
    page_map = {
        page_key("story", ""): "xii",
        **{page_key("story", block.anchor): label for block, label in (
            (first, "xii"), (second, "1"), (items, "1"), (inner, "2 a"),
        )},
    }  # fmt: skip
    publication = Publication(meta=article.meta, contents=(article,))
    made = opened(publication, page_map=page_map)
    root = made.document("text/story.xhtml")
    breaks = by_type(root, "pagebreak")
    assert [(mark.get("aria-label"), mark.get("role")) for mark in breaks] == [
        ("xii", "doc-pagebreak"), ("1", "doc-pagebreak"), ("2 a", "doc-pagebreak"),
    ]  # fmt: skip
    order = [element for element in root.iter() if element in breaks or element.get("id") == second.anchor]
    assert order[1:3] == [breaks[1], root.find(f".//{XHTML}p[@id='{second.anchor}']")]
    assert made.dead_links() == []
    pages = by_type(made.document("nav.xhtml"), "page-list")[0]
    assert [link.text for link in pages.iter(f"{XHTML}a")] == ["xii", "1", "2 a"]
    assert made.properties("pageBreakSource") == ["A story (PDF)"]
    assert "pageBreakMarkers" in made.properties("schema:accessibilityFeature")


def test_characters_that_xml_forbids_are_dropped_and_reported() -> None:
    article = msgspec.structs.replace(story(words("a\x00b\x0bc")), meta=Meta(title="T\x01itle", slug="story"))
    data, report = write(Publication(meta=article.meta, contents=(article,)))
    made = Opened(data)
    assert "abc" in "".join(made.document("text/story.xhtml").itertext())
    assert made.core("title") == ["Title"]
    assert {diagnostic.code for diagnostic in report.diagnostics} >= {"epub-character"}


def test_stories_with_odd_or_equal_slugs_have_files_of_their_own() -> None:
    articles = tuple(
        Article(meta=Meta(title=title, slug=slug), body=(words(title),))
        for title, slug in (("a", "x"), ("b", "x"), ("c", "../nav"), ("d", ""), ("e", "Ünï code"))
    )
    publication = number_publication(Publication(meta=Meta(title="All", slug="all"), contents=articles))
    made = opened(publication)
    stories = [name for name in made.texts() if name.startswith("text/")]
    assert len(set(stories)) == 5
    assert stories[0] == "text/x.xhtml"
    assert all(name.isascii() and ".." not in name for name in stories)
