"""A file in the design of others: styles by their names in any language, page, heads, lists; and what is refused."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from functools import lru_cache

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.shared import Mm

from exporters.contract import Job
from exporters.errors import FormatError, UsageError
from exporters.formats.docx import DocxOptions, write_docx
from exporters.model.meta import Meta
from exporters.model.nodes import Callout, Heading, List, ListItem, Note, Quote, Table, Text
from exporters.model.outline import number_publication
from exporters.model.publication import Article, Footnote, Publication, lone_story
from exporters.options import OptionFile
from exporters.report import Report
from exporters.testing import MemoryOutput, briefing
from tests.formats.docx.lint import W, lint
from tests.formats.docx.reading import Word, p, story

NOW = datetime(2025, 11, 24, tzinfo=UTC)


def rewritten(data: bytes, **replacements: tuple[str, str]) -> bytes:
    """Return a package with a pattern replaced in some parts, which are named without folder and suffix."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            stem = name.rpartition("/")[2].partition(".")[0]
            if stem in replacements:
                pattern, by = replacements[stem]
                content = re.sub(pattern, by, content.decode(), flags=re.DOTALL).encode()
            new.writestr(name, content)
    return made.getvalue()


@lru_cache
def partner() -> bytes:
    """Return a template as somebody makes one in Word: landscape, a head with text, its own look of headings."""
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.header.paragraphs[0].text = "The Partner"
    document.add_paragraph("A secret draft of the partner")
    document.core_properties.author = "Somebody Else"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def write(data: bytes, publication: Publication | None = None, **options: object) -> Word:
    """Return what is written in this template."""
    output, report = MemoryOutput(), Report()
    chosen = DocxOptions(template=OptionFile("partner.docx", data), **options)  # type: ignore[arg-type]
    written = number_publication(publication or story(Heading(1, (Text("Part"),)), p("Text")))
    write_docx(written, output, Job(options=chosen, report=report, now=NOW))
    made = output.files[None]
    assert lint(made) == []
    return Word(made, report)


def test_the_page_and_head_are_those_of_the_template() -> None:
    word = write(partner())
    assert '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>' in word.xml()
    heads = [name for name in word.names if name.startswith("word/header")]
    assert len(heads) == 1
    assert "The Partner" in word.archive.read(heads[0]).decode()


def test_nothing_else_of_the_template_gets_out() -> None:
    word = write(partner())
    everything = b"".join(word.archive.read(name) for name in word.names)
    assert b"secret draft" not in everything
    assert b"Somebody Else" not in everything
    assert not [name for name in word.names if "custom" in name.lower() and name != "docProps/custom.xml"]


def test_several_stories_share_the_heads() -> None:
    word = write(partner(), briefing())
    assert len(re.findall("<w:headerReference", word.xml())) == 1


def test_the_form_of_page_numbers_is_that_of_the_template() -> None:
    form = ("<w:cols", '<w:pgNumType w:fmt="numberInDash" w:start="7"/><w:cols')
    template = rewritten(partner(), document=form)
    assert "fmt" not in "".join(_numbered(write(partner(), briefing()))[1:])
    assert _numbered(write(template)) == ['w:fmt="numberInDash" w:start="7"']
    assert _numbered(write(template, columns=2)) == ['w:fmt="numberInDash" w:start="7"', 'w:fmt="numberInDash"']
    front, first, *others = _numbered(write(template, briefing()))
    assert (front, first) == ('w:fmt="lowerRoman" w:start="1"', 'w:start="1" w:fmt="numberInDash"')
    assert set(others) == {'w:fmt="numberInDash"'}


def _numbered(word: Word) -> list[str]:
    return re.findall("<w:pgNumType ([^>]*)/>", word.xml())


def test_styles_are_found_by_their_names() -> None:
    word = write(partner(), story(Heading(1, (Text("Part"),)), Quote((p("Words"),)), p("Text")))
    assert [(line.style, line.text) for line in word.body()] == [
        ("heading 1", "Part"),
        ("Quote", "Words"),
        ("Normal", "Text"),
    ]
    assert word.xml("styles").count('w:val="heading 1"') == 1


@pytest.mark.parametrize("name", ["Titre 1", "Überschrift 1", "見出し 1", "Заголовок 1", "Kop 1"])
def test_styles_are_found_by_localised_names(name: str) -> None:
    foreign = rewritten(partner(), styles=('<w:name w:val="[Hh]eading 1"/>', f'<w:name w:val="{name}"/>'))
    word = write(foreign)
    assert word.body()[0].style == name
    assert 'w:val="heading 1"' not in word.xml("styles")


def test_styles_are_found_by_ids_that_word_localises() -> None:
    foreign = rewritten(partner(), styles=('w:styleId="Heading1"', 'w:styleId="berschrift1"'))
    word = write(foreign)
    assert '<w:pStyle w:val="berschrift1"/>' in word.xml()


def test_styles_that_are_missing_are_added_and_take_the_fonts_of_the_template() -> None:
    word = write(partner(), story(Callout("note", (p("Look."),))))
    assert word.body()[-1].style == "Callout"
    callout = next(style for style in word.tree("styles").iter(f"{W}style") if style.get(f"{W}styleId") == "Callout")
    base = callout.find(f"{W}basedOn")
    assert base is not None
    assert base.get(f"{W}val") in word.styles
    assert "Calibri" not in word.xml("styles").split("Small Text")[1].split("</w:style>")[0]


def test_a_style_of_another_kind_with_our_name_stays_what_it_is() -> None:
    odd = rewritten(
        partner(),
        styles=(
            "</w:styles>",
            '<w:style w:type="character" w:styleId="Aside"><w:name w:val="Aside"/></w:style></w:styles>',
        ),
    )
    word = write(odd)
    assert word.styles["Aside"] == "Aside"
    assert word.styles["Aside2"] == "aside paragraph"


def test_lists_count_beside_those_of_the_template() -> None:
    word = write(partner(), story(List((ListItem((p("One"),)),), ordered=True)))
    numbers = [element.get(f"{W}numId") for element in word.tree("numbering").iter(f"{W}num")]
    assert len(numbers) == len(set(numbers))
    listed = word.body()[0].list
    assert listed is not None
    assert str(listed[0]) in numbers


def test_notes_and_tables_stand_in_a_template() -> None:
    cells = number_publication(story(p("Text", Note("a")), Table((), (), ()), notes=(Footnote("a", (p("Note."),)),)))
    word = write(partner(), cells)
    assert "<w:footnotePr>" in word.xml("settings")
    assert [line.text for line in word.lines("footnotes")][-1].strip() == "Note."


def test_settings_that_ask_or_lead_out_stay_behind() -> None:
    asking = rewritten(
        partner(),
        settings=(
            "(<w:settings[^>]*>)",
            r'\1<w:documentProtection w:edit="readOnly"/><w:trackRevisions/><w:updateFields/>',
        ),
    )
    told = write(asking).xml("settings")
    assert "documentProtection" not in told
    assert "trackRevisions" not in told
    assert "updateFields" not in told


def test_the_language_is_that_of_the_story() -> None:
    french = lone_story(Article(meta=Meta(title="Titre", slug="t", language="fr"), body=(p("Texte"),)))
    assert 'w:val="fr-FR"' in write(partner(), french).xml("styles").split("</w:docDefaults>")[0]


def test_the_same_template_gives_the_same_bytes() -> None:
    assert write(partner()).data == write(partner()).data


def test_a_manuscript_has_wide_lines_and_numbers() -> None:
    output = MemoryOutput()
    write_docx(
        story(p("Text")), output, Job(options=DocxOptions(template=OptionFile("manuscript")), report=Report(), now=NOW)
    )
    word = Word(output.files[None], Report())
    assert lint(word.data) == []
    assert '<w:lnNumType w:countBy="5"' in word.xml()
    assert 'w:line="480"' in word.xml("styles")


def test_a_template_of_the_house_that_does_not_exist() -> None:
    with pytest.raises(UsageError, match="no template 'reprot'"):
        write_docx(
            story(p("Text")),
            MemoryOutput(),
            Job(options=DocxOptions(template=OptionFile("reprot")), report=Report(), now=NOW),
        )


def zipped(**members: bytes) -> bytes:
    """Return an archive of these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK no archive", "is no ZIP archive, not a Word file"),
        (zipped(a=b"\0" * (5 << 20)), "grows to more than 200 times"),
        (zipped(**{"../a": b"a"}), "lies outside"),
        (zipped(A=b"a", a=b"b"), "two members are called"),
        (zipped(a=b"a"), "cannot read"),
        (rewritten(partner(), document=(".*", "<w:document>")), "cannot read"),
    ],
)
def test_what_is_no_template_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        write(data)


@pytest.mark.parametrize(
    ("data", "kind", "remedy"),
    [
        (b"\xff\xd8\xff\xe0JFIF", "is a picture, not a Word file", "Name a .docx or .dotx file"),
        (b"%PDF-1.7", "is a PDF, not a Word file", "Name a .docx or .dotx file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "Word 97 to 2003, or one with a password", "save it as .docx"),
        (b"{\\rtf1}", "a file of rich text", "save it as .docx"),
        (b"PK\x03\x04 cut", "no ZIP archive", "it is damaged"),
    ],
)
def test_what_was_named_by_mistake_is_called_what_it_is(data: bytes, kind: str, remedy: str) -> None:
    with pytest.raises(FormatError) as caught:
        write(data)
    assert kind in caught.value.message
    assert remedy in caught.value.remedy


def test_the_strict_form_is_refused_by_its_name() -> None:
    strict = zipped(
        **{
            "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            b'<Default Extension="xml" ContentType="application/xml"/></Types>',
            "_rels/.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            b'<Relationship Id="rId1" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"'
            b' Target="word/document.xml"/></Relationships>',
            "word/document.xml": b"<a/>",
        }
    )
    with pytest.raises(FormatError, match="strict form"):
        write(strict)


def test_an_entity_in_a_template_reads_no_file() -> None:
    hostile = rewritten(
        partner(), styles=("^.*?(<w:styles)", r'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>\1')
    )
    hostile = rewritten(
        hostile, styles=('<w:name w:val="Normal"/>', '<w:name w:val="Normal"/><w:aliases w:val="x"/>&e;')
    )
    with pytest.raises(FormatError, match="Entity 'e' not defined"):
        write(hostile)


def test_columns_stand_below_the_head() -> None:
    word = write(partner(), columns=2)
    assert '<w:type w:val="continuous"/>' in word.xml()
    assert '<w:cols w:num="2"' in word.xml()


def test_facing_pages_have_heads_of_their_own() -> None:
    output = MemoryOutput()
    write_docx(number_publication(briefing()), output, Job(options=DocxOptions(facing=True), report=Report(), now=NOW))
    word = Word(output.files[None], Report())
    assert lint(word.data) == []
    assert "<w:evenAndOddHeaders/>" in word.xml("settings")
    assert '<w:headerReference w:type="even"' in word.xml()


def test_a_template_file_is_taken_like_a_document() -> None:
    dotx = rewritten(partner(), **{"[Content_Types]": (r"document\.main\+xml", "template.main+xml")})
    word = write(dotx)
    assert word.body()[0].style == "heading 1"
    assert "document.main+xml" in word.archive.read("[Content_Types].xml").decode()


def test_python_docx_opens_what_was_written() -> None:
    opened = Document(io.BytesIO(write(partner(), briefing()).data))
    assert opened.core_properties.title == "A briefing"
    assert [
        paragraph.text for paragraph in opened.paragraphs if paragraph.style and paragraph.style.name == "Heading 1"
    ] == [
        "The first story",
        "The second story",
    ]


def test_a_head_with_an_object_is_left_out_and_reported() -> None:
    holding = rewritten(
        partner(),
        header1=(
            "</w:p>",
            "<w:r><w:object><o:OLEObject xmlns:o='urn:schemas-microsoft-com:office:office'/></w:object></w:r></w:p>",
        ),
    )
    word = write(holding)
    assert [found.code for found in word.report.diagnostics] == ["docx-template"]
    assert not [name for name in word.names if name.startswith("word/headerT")]
