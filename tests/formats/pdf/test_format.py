"""The format as a whole: valid, complete, repeatable, and honest about what it claims."""

from __future__ import annotations

import io

import pikepdf
import pytest

from exporters.contract import page_key
from exporters.formats.pdf import FORMAT
from exporters.model.meta import Meta
from exporters.model.nodes import Figure, Heading, Image, Note, Paragraph, Text
from exporters.model.publication import Footnote, Publication, Resource
from exporters.model.walk import walk
from exporters.testing import PIXEL, MemoryOutput, briefing, check_format, specimen
from tests.formats.pdf.inspection import failures, paragraph, read_pdf, read_story, story, written


def squeezed(text: str) -> str:
    return "".join(text.replace("\u00ad", "").split())


def test_the_format_keeps_the_contract() -> None:
    check_format(FORMAT)


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("publication", [specimen(), briefing()], ids=["lone", "several"])
def test_every_kind_of_node_conforms(publication: Publication, paper: str) -> None:
    data, _ = written(publication, paper=paper)
    assert failures(data) == []


def test_no_kind_is_simplified() -> None:
    _, report = written(specimen())
    assert not report.losses


def test_text_put_in_comes_out_in_reading_order() -> None:
    publication = specimen()
    data, _ = written(publication)
    text = squeezed(read_pdf(data).text)
    position = 0
    for node in walk(publication.articles[0].body):
        if isinstance(node, Text):
            found = text.find(squeezed(node.text), position)
            assert found >= 0, f"{node.text!r} stands in its place"
            position = found


def test_words_do_not_join_over_line_ends_and_divided_words_are_whole() -> None:
    words = "extraordinary circumstances notwithstanding administrative documentation " * 30
    read = read_story(paragraph(words))
    assert squeezed(read.all("P")[0].all_text) == squeezed(words)
    assert read.all("P")[0].all_text.replace("\u00ad", "").replace("\u00ad ", "").split()[0] == "extraordinary"
    assert "extraordinarycircumstances" not in read.all("P")[0].all_text


@pytest.mark.parametrize("standard", ["ua1+a2a", "ua1", "a2a", "a2b", "none"])
def test_what_is_claimed_is_what_was_asked(standard: str) -> None:
    data, _ = written(story(paragraph("Text.")), standard=standard)
    if "ua1" in standard:
        assert failures(data, ("ua1",)) == []
    if "a2a" in standard:
        assert failures(data, ("a2a",)) == []
    with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_metadata() as xmp:
        assert ("pdfuaid:part" in xmp) == ("ua1" in standard)


def drawn(data: bytes) -> list[str]:
    """Return what is drawn on all pages, without the marks around it."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        content = [pikepdf.parse_content_stream(page) for page in pdf.pages]
        marks = ("BDC", "BMC", "EMC")
        return [
            f"{[str(o) for o in item.operands]} {item.operator}"
            for items in content
            for item in items
            if str(item.operator) not in marks
        ]


@pytest.mark.parametrize("publication", [specimen(), briefing()], ids=["lone", "several"])
def test_a_file_that_claims_nothing_is_drawn_the_same_without_tags(publication: Publication) -> None:
    data, _ = written(publication, standard="none")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert "/StructTreeRoot" not in pdf.Root
        assert "/MarkInfo" not in pdf.Root
        assert not any("/StructParents" in page or "/Tabs" in page for page in pdf.pages)
        assert not any("/StructParent" in link for page in pdf.pages for link in page.get("/Annots", []))
        operators = [item for page in pdf.pages for item in pikepdf.parse_content_stream(page)]
        assert not any("MCID" in str(item.operands[1]) for item in operators if str(item.operator) == "BDC")
    tagged, _ = written(publication)
    assert drawn(data) == drawn(tagged)


def test_a_picture_without_alternative_text_takes_the_claim_back() -> None:
    figure = Figure(image=Image(source="images/pixel.png"))
    publication = story(figure)
    resource = Resource(name="images/pixel.png", media_type="image/png", width=1, height=1, data=PIXEL)
    publication = Publication(meta=publication.meta, contents=publication.contents, resources=(resource,))
    data, report = written(publication)
    assert "pdf-picture-without-alt" in [diagnostic.code for diagnostic in report.diagnostics]
    with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_metadata() as xmp:
        assert "pdfuaid:part" not in xmp
        assert xmp["pdfaid:conformance"] == "U"


def test_a_character_no_font_has_is_reported_and_replaced() -> None:
    data, report = written(story(paragraph("Old script: \U00010a00.")))
    assert [diagnostic.code for diagnostic in report.diagnostics] == ["pdf-missing-glyph"]
    assert failures(data) == []
    assert "\ufffd" in read_pdf(data).text


def test_skipped_heading_levels_are_mended_and_reported() -> None:
    data, report = written(story(Heading(level=4, children=(Text(text="Deep"),))))
    assert [diagnostic.code for diagnostic in report.diagnostics] == ["pdf-heading-level"]
    assert [seen.tag for seen in read_pdf(data).root.walk() if seen.tag.startswith("H")] == ["H1", "H2"]


def test_the_page_map_tells_where_each_block_begins() -> None:
    publication = briefing()
    output = MemoryOutput()
    _, report = written(publication)
    files_and_map = _write_with_map(publication, output)
    first, second = publication.articles
    assert files_and_map[page_key(first.meta.slug, "")] == "1"
    assert int(files_and_map[page_key(second.meta.slug, "")]) > 1
    for article in publication.articles:
        for node in walk(article.body):
            anchor = getattr(node, "anchor", "")
            if anchor and not isinstance(node, Paragraph):
                assert page_key(article.meta.slug, anchor) in files_and_map, f"{anchor} landed somewhere"
    assert not report.count("error")


def _write_with_map(publication: Publication, output: MemoryOutput) -> dict[str, str]:
    from datetime import UTC, datetime

    from exporters.contract import Job
    from exporters.formats.pdf.options import PdfOptions
    from exporters.report import Report

    data = {resource.name: resource.data or PIXEL for resource in publication.resources}
    job = Job(options=PdfOptions(), report=Report(), now=datetime(2025, 1, 1, tzinfo=UTC), read_asset=data.__getitem__)
    page_map = FORMAT.write(publication, output, job)
    assert page_map is not None
    return dict(page_map)


def test_every_internal_link_leads_somewhere() -> None:
    data, _ = written(briefing())
    pdf = read_pdf(data).pdf
    names = {str(name) for leaf in pdf.Root.Names.Dests.Kids for name in list(leaf.Names)[::2]}
    targets = {
        str(annotation.Dest) for page in pdf.pages for annotation in page.get("/Annots", []) if "/Dest" in annotation
    }
    assert targets
    assert targets <= names


def test_notes_and_their_references_lead_to_each_other() -> None:
    text = Paragraph(children=(Text(text="Said"), Note(key="n")))
    data, _ = written(story(text, notes=(Footnote(key="n", children=(paragraph("Where."),)),)))
    read = read_pdf(data)
    (note,) = read.all("Note")
    assert note.all_text == "1.Where. ↑"
    assert str(note.entry.ID) == "note-n"
    (reference,) = read.all("Reference")
    assert reference.all_text == "1"
    targets = [str(annotation.Dest) for annotation in read.pdf.pages[0].Annots]
    assert targets == ["note-n", "note-n:ref"]


def test_the_document_says_its_language_and_stories_theirs() -> None:
    publication = briefing()
    first, second = publication.articles
    german = type(second)(
        meta=Meta(title="Auf Deutsch", slug="second", language="de"), body=second.body, notes=second.notes
    )
    data, _ = written(Publication(meta=publication.meta, contents=(first, german), resources=publication.resources))
    read = read_pdf(data)
    assert str(read.pdf.Root.Lang) == "en"
    assert [str(seen.entry.get("/Lang", "")) for seen in read.all("Art")] == ["", "de"]
    assert failures(data) == []


def test_a_right_to_left_document_conforms() -> None:
    publication = specimen()
    (article,) = publication.articles
    hebrew = type(article)(
        meta=Meta(title="שלום", slug="s", language="he"),
        body=article.body,
        notes=article.notes,
    )
    data, _ = written(Publication(meta=hebrew.meta, contents=(hebrew,), resources=publication.resources))
    assert failures(data) == []
    assert str(read_pdf(data).pdf.Root.ViewerPreferences.Direction) == "/R2L"
