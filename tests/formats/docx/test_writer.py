"""A Word file as a whole: head, sections, contents, properties, and the same bytes each time."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest
from lxml import etree

from exporters.contract import Job, page_key
from exporters.errors import FormatError
from exporters.formats.docx import FORMAT, DocxOptions
from exporters.model.meta import Contributor, Meta
from exporters.model.nodes import Block, Code, Figure, Heading, Image, Link, Note, Quote, Text
from exporters.model.outline import number_publication
from exporters.model.publication import Article, Footnote, Part, Publication, Resource, lone_story
from exporters.report import Report
from exporters.testing import PIXEL, MemoryOutput, briefing, check_format, specimen, write_to_memory
from tests.formats.docx.lint import W, lint
from tests.formats.docx.reading import Word, p, text_of, write

META = Meta(
    title="A story & more",
    subtitle="And its subtitle",
    slug="a-story",
    id="urn:uuid:9c1f1c34-6d0e-5a8b-8d5e-000000000001",
    contributors=(Contributor(name="Ada"), Contributor(name="Bea"), Contributor(name="Ed", role="edt")),
    publisher="The Specimen",
    published=datetime(2025, 11, 20, 9, 30, tzinfo=UTC),
    modified=datetime(2025, 11, 22, 8, tzinfo=UTC),
    section="Courts",
    located="Washington",
    keywords=("tax", "privacy"),
    rights="© The Specimen",
)


def article(slug: str, *body: object, **meta: object) -> Article:
    title = str(meta.pop("title", slug.title()))
    return Article(meta=Meta(title=title, slug=slug, **meta), body=body)  # type: ignore[arg-type]


def test_the_format_keeps_the_contract() -> None:
    check_format(FORMAT)


@pytest.mark.parametrize("publication", [specimen(), briefing()], ids=["specimen", "briefing"])
def test_everything_written_is_sound(publication: Publication) -> None:
    files, _ = write_to_memory(FORMAT, publication)
    assert lint(files[None]) == []


def test_the_head_says_who_wrote_it_where_and_when() -> None:
    word = write(lone_story(Article(meta=META)))
    assert [(line.style, line.text) for line in word.lines()] == [
        ("Kicker", "Courts"),
        ("Title", "A story & more"),
        ("Subtitle", "And its subtitle"),
        ("Byline", "By Ada and Bea"),
        ("Date", "Editing: Ed · Washington · November 20, 2025 · Updated November 22, 2025"),
        ("Closing Line", "The Specimen"),
        ("Closing Line", "© The Specimen"),
    ]


def test_properties_are_those_of_the_meta_and_nobody_elses() -> None:
    word = write(lone_story(Article(meta=META)))
    core = word.archive.read("docProps/core.xml").decode()
    assert "<dc:title>A story &amp; more</dc:title>" in core
    assert "<dc:creator>Ada; Bea</dc:creator>" in core
    assert ">2025-11-20T09:30:00Z</dcterms:created>" in core
    assert ">2025-11-22T08:00:00Z</dcterms:modified>" in core
    custom = word.archive.read("docProps/custom.xml").decode()
    assert 'name="slug"><vt:lpwstr>a-story<' in custom
    assert 'name="rights"><vt:lpwstr>© The Specimen<' in custom
    everything = b"".join(word.archive.read(name) for name in word.names)
    assert b"python" not in everything.lower()


def test_members_carry_no_time_of_their_own() -> None:
    word = write(lone_story(Article(meta=META)))
    assert {info.date_time for info in word.archive.infolist()} == {(2025, 11, 24, 12, 0, 0)}


def test_the_language_is_that_of_the_story() -> None:
    word = write(lone_story(article("eine-geschichte", language="de-AT")))
    assert '<w:lang w:val="de-AT" w:eastAsia="ja-JP" w:bidi="ar-SA"/>' in word.xml("styles")


def test_a_story_from_right_to_left_is_so_throughout() -> None:
    word = write(
        lone_story(article("قصة", p("نص مع IRS هنا"), Heading(1, (Text("عنوان"),)), language="ar", title="عنوان"))
    )
    assert all(line.element.find(f"{W}pPr/{W}bidi") is not None for line in word.lines())
    assert word.lines("header1")[0].element.find(f"{W}pPr/{W}bidi") is not None
    assert "<w:bidi/></w:sectPr>" in word.xml()
    assert '<w:lang w:val="en-US" w:eastAsia="ja-JP" w:bidi="ar-SA"/>' in word.xml("styles")
    latin = next(run for run in word.tree("document").iter(f"{W}r") if "IRS" in text_of(run))
    assert latin.find(f"{W}rPr/{W}rtl") is None


def test_code_and_calls_of_notes_keep_their_side_in_a_line_from_right_to_left() -> None:
    body = p("عبر Kiteworks", Note("n"), "، ", Code("count(*)"), " و", Code("word"))
    lone = article("قصة", body, language="ar", title="عنوان")
    word = write(lone_story(msgspec.structs.replace(lone, notes=(Footnote(key="n", children=(p("حاشية"),)),))))
    assert word.body()[0].text.endswith("، count(*)\u200e وword")
    call = next(run for run in word.tree("document").iter(f"{W}r") if run.find(f"{W}footnoteReference") is not None)
    assert call.find(f"{W}rPr/{W}rtl") is not None


def test_japanese_takes_its_fonts() -> None:
    assert 'w:eastAsia="ja-JP"' in write(lone_story(article("x", p("日本語"), language="ja"))).xml("settings")


@pytest.mark.parametrize(("paper", "width"), [("a4", "11906"), ("letter", "12240")])
def test_paper(paper: str, width: str) -> None:
    word = write(lone_story(article("x")), paper=paper)
    assert word.tree("document").find(f".//{W}pgSz").get(f"{W}w") == width  # type: ignore[union-attr]


def test_header_and_footer_hold_the_title_and_fields() -> None:
    word = write(lone_story(article("x", title="On <every> page")))
    assert [line.text for line in word.lines("header1")] == ["On <every> page"]
    assert [line.text for line in word.lines("footer1")] == ["1 / 1"]
    assert " PAGE " in word.xml("footer1")
    assert "<w:titlePg/>" in word.xml()


def several() -> Publication:
    first = article("one", p("Text."), Heading(1, (Text("Within"),)))
    second = article("two", Heading(1, (Text("Within"),)), p(Link("story:one#within", (Text("see"),))), title="Two")
    return number_publication(Publication(meta=Meta(title="All"), contents=(first, second)))


def test_several_stories_have_contents_and_a_section_each() -> None:
    word = write(several())
    lines = [(line.style, line.text) for line in word.lines()]
    assert lines[:6] == [
        ("Title", "All"),
        ("TOC Heading", "Contents"),
        ("toc 1", "One"),
        ("toc 2", "Within"),
        ("toc 1", "Two"),
        ("toc 2", "Within"),
    ]
    assert ("heading 1", "One") in lines
    assert ("heading 2", "Within") in lines
    assert len(list(word.tree("document").iter(f"{W}sectPr"))) == 3
    assert word.lines("header2")[0].text == "All\tTwo"
    assert 'TOC \\o "1-2" \\h' in word.xml()


def test_contents_have_no_page_numbers_unless_they_are_known() -> None:
    assert "PAGEREF" not in write(several()).xml()
    output, pages = MemoryOutput(), {page_key("one", ""): "3", page_key("two", "within"): "iv"}
    job = Job(options=DocxOptions(), report=Report(), now=datetime(2025, 11, 24, 12, tzinfo=UTC), page_map=pages)
    FORMAT.write(several(), output, job)
    word = Word(output.files[None], job.report)
    assert [line.text for line in word.lines()][2:6] == ["One\t3", "Within", "Two", "Within\tiv"]
    assert word.xml().count("PAGEREF") == 2
    assert lint(word.data) == []


@pytest.mark.parametrize("settings", [{}, {"facing": "yes"}, {"contents": "never"}, {"template": "manuscript"}])
def test_pages_are_numbered_as_in_print(settings: dict[str, str]) -> None:
    word = write(several(), **settings)
    assert numbers_of(word) == [{"fmt": "lowerRoman", "start": "1"}, {"start": "1"}, {}]
    assert [line.text for line in word.lines("footer1")] == ["1"], "how many pages there are is another count"
    assert "NUMPAGES" not in word.xml("footer1")


def test_the_title_page_has_no_foot_and_those_after_it_have() -> None:
    kinds = [
        [reference.get(f"{W}type") for reference in section.findall(f"{W}footerReference")]
        for section in write(several(), facing="yes").tree("document").iter(f"{W}sectPr")
    ]
    assert kinds == [["default", "even"], ["default", "first", "even"], ["default", "first", "even"]]


def test_the_first_section_of_the_body_has_page_1_whatever_it_is() -> None:
    front, one = {"fmt": "lowerRoman", "start": "1"}, {"start": "1"}
    parts = (Part("Part", (article("one", p("Text.")),)), Part("Empty", ()), article("two", p("Text.")))
    publication = Publication(meta=Meta(title="All"), contents=parts)
    assert numbers_of(write(publication)) == [front, one, {}, {}]
    assert numbers_of(write(publication, columns="2")) == [front, one, {}, {}, {}, {}], "a head, and columns below it"
    empty = Publication(meta=Meta(title="All"), contents=parts[1:])
    assert numbers_of(write(empty)) == [front, one, {}]


def test_a_lone_story_says_of_how_many_pages_it_is() -> None:
    word = write(lone_story(article("x", p("Text."))), columns="2", contents="always")
    assert numbers_of(word) == [{}, {}]
    assert "NUMPAGES" in word.xml("footer1")


def numbers_of(word: Word) -> list[dict[str, str]]:
    """Return how the pages of each section are numbered."""
    return [
        {etree.QName(name).localname: str(value) for name, value in found.attrib.items()}
        if (found := section.find(f"{W}pgNumType")) is not None
        else {}
        for section in word.tree("document").iter(f"{W}sectPr")
    ]


def test_contents_can_be_asked_for_and_left_out() -> None:
    lone = lone_story(article("x", Heading(1, (Text("Head"),))))
    assert any(line.style == "TOC Heading" for line in write(lone, contents="always").lines())
    assert not any(line.style.startswith("toc") for line in write(several(), contents="never").lines())
    assert not any(line.style == "toc 2" for line in write(several(), contents_depth="1").lines())


def test_parts_are_headings_above_their_stories() -> None:
    parts = (Part("Part & one", (article("one", Heading(1, (Text("In"),))),)), Part("Empty", ()), article("two"))
    word = write(Publication(meta=Meta(title="All"), contents=parts))
    headings = [(line.style, line.text) for line in word.lines() if line.style.startswith("heading")]
    assert headings == [
        ("heading 1", "Part & one"),
        ("heading 2", "One"),
        ("heading 3", "In"),
        ("heading 1", "Empty"),
        ("heading 1", "Two"),
    ]


def test_notes_and_figures_of_several_stories_do_not_clash() -> None:
    figure = Figure(Image("images/a.png", alt="x"), caption=(Text("Cap"),))
    stories = tuple(
        Article(
            meta=Meta(title=slug, slug=slug),
            body=(p("T", Note("n")), p("again", Note("n")), figure),
            notes=(Footnote(key="n", children=(p(f"Of {slug}."),)),),
        )
        for slug in ("one", "two")
    )
    resource = Resource(name="images/a.png", media_type="image/png", width=1, height=1, data=PIXEL)
    word = write(Publication(meta=Meta(title="All"), contents=stories, resources=(resource,)))
    assert [line.text for line in word.lines("footnotes")][2:] == [" Of one.", " Of two."]
    assert [line.text for line in word.lines() if line.style == "caption"] == ["Figure 1. Cap"] * 2
    assert word.xml().count("\\r 1") == 1, "the second story counts anew"
    assert [line.text for line in word.lines() if line.text.startswith("again")] == ["again1", "again2"]


def test_characters_that_xml_forbids_are_left_out_and_reported() -> None:
    word = write(lone_story(article("x", p("a\x00b\ud800c\uffff"), title="T\x08")))
    assert [line.text for line in word.lines()] == ["T", "abc"]
    assert "docx-character" in {diagnostic.code for diagnostic in word.report.diagnostics}


def test_the_reference_template_has_every_style_by_words_own_name() -> None:
    word = write(lone_story(article("x")))
    builtin = {
        "Normal",
        "Title",
        "Subtitle",
        "Date",
        "Quote",
        "Intense Quote",
        "List Paragraph",
        "caption",
        "Hyperlink",
    }
    builtin |= {f"heading {level}" for level in range(1, 10)} | {f"toc {level}" for level in (1, 2, 3)}
    assert builtin <= set(word.styles.values())
    own = [s for s in word.tree("styles").iter(f"{W}style") if s.get(f"{W}customStyle")]
    assert not builtin & {word.styles[s.get(f"{W}styleId")] for s in own}


def test_a_story_nested_beyond_reason_is_an_error_not_a_crash() -> None:
    block: Block = p("x")
    for _ in range(2000):
        block = Quote((block,))
    with pytest.raises(FormatError, match="nested too deeply"):
        write_to_memory(FORMAT, lone_story(article("x", block)))


def test_every_part_is_well_formed() -> None:
    word = write(specimen())
    for name in word.names:
        if name.endswith((".xml", ".rels")):
            assert etree.fromstring(word.archive.read(name)) is not None
