"""The file: readable by others, the same every time, ended as PDF/A asks."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime

import pikepdf
import pytest

from exporters.formats.pdf.canvas import TaggedCanvas
from exporters.formats.pdf.metadata import Description
from exporters.formats.pdf.standards import ALL_STANDARDS, Standard, claims_of
from exporters.formats.pdf.tags import StructureTree
from exporters.formats.pdf.writer import Bookmark, ObjectWriter, PageLabels, write_file

DESCRIPTION = Description(
    title="Grüße & <more>",
    language="de-AT",
    created=datetime(2025, 11, 24, 12, tzinfo=UTC),
    authors=("Ada", "Bert"),
    keywords=("court", "tax"),
    subject="What it is about",
    publisher="The Desk",
    rights="© The Desk",
    identifier="urn:uuid:1",
    published=datetime(2025, 11, 20, tzinfo=UTC),
)


def document(standard: Standard = "ua1+a2a", pages: int = 3) -> bytes:
    canvas = TaggedCanvas(StructureTree())
    for index in range(pages):
        canvas.begin_page(595, 842)
        figure = canvas.tree.root.child("Figure").describe(alt="A box")
        figure.place_in(10, 10, 30, 30)
        canvas.draw_artifact("0 0 100 1 re f")
        canvas.draw_for(figure, "10 10 20 20 re f")
        link = canvas.tree.root.child("P").child("Link")
        canvas.draw_for(link, "50 10 20 20 re f")
        canvas.link(link, (50, 10, 70, 30), f"#page-{(index + 1) % pages}", "onwards")
        canvas.destination(f"page-{index}", 800)
        canvas.end_page()
    stream = io.BytesIO()
    outline = [Bookmark("First", "page-0", [Bookmark("Änderung", "page-1")]), Bookmark("Last", "page-2")]
    write_file(canvas, stream, DESCRIPTION, claims_of(standard), outline=outline, labels=(PageLabels(0),))
    return stream.getvalue()


def test_the_same_document_gives_the_same_bytes() -> None:
    assert document() == document()


def test_the_identifier_follows_from_the_content() -> None:
    def identifiers(data: bytes) -> list[bytes]:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return [bytes(part) for part in pdf.trailer.ID]

    one, other = identifiers(document(pages=1)), identifiers(document(pages=2))
    assert one[0] == other[0], "the lasting half names the work"
    assert one[1] != other[1], "the changing half names these bytes"


def test_every_stream_ends_with_an_end_of_line_and_its_length_is_true() -> None:
    data = document(pages=40)
    streams = list(re.finditer(rb"/Length (\d+)[^>]*>>\s*stream\r?\n", data))
    assert len(streams) > 40
    for match in streams:
        end = match.end() + int(match[1])
        assert re.match(rb"\r?\nendstream\nendobj\n", data[end:]), "an end of line, then endstream"


def test_a_stream_that_ends_in_a_carriage_return_gets_both_characters() -> None:
    stream = io.BytesIO()
    writer = ObjectWriter(stream)
    number = writer.new_stream(b"abc\r", "")
    root = writer.new(b"<</Type /Catalog>>")
    writer.finish(root, root, "00")
    assert b"abc\r\r\nendstream" in stream.getvalue()
    assert number == 1


def test_pages_come_back_in_order_with_labels_outline_and_names() -> None:
    with pikepdf.open(io.BytesIO(document())) as pdf:
        assert len(pdf.pages) == 3
        assert [page.label for page in pdf.pages] == ["1", "2", "3"]
        with pdf.open_outline() as outline:
            assert [entry.title for entry in outline.root] == ["First", "Last"]
            assert [entry.title for entry in outline.root[0].children] == ["Änderung"]
        names = pdf.Root.Names.Dests.Kids[0].Names
        assert [str(name) for name in list(names)[::2]] == ["page-0", "page-1", "page-2"]
        assert names[1][0].objgen == pdf.pages[0].objgen


def test_metadata_says_what_the_publication_says() -> None:
    with pikepdf.open(io.BytesIO(document())) as pdf:
        assert str(pdf.docinfo.Title) == "Grüße & <more>"
        assert str(pdf.Root.Lang) == "de-AT"
        with pdf.open_metadata() as xmp:
            assert xmp["dc:title"] == "Grüße & <more>"
            assert xmp["dc:creator"] == ["Ada", "Bert"]
            assert xmp["dc:subject"] == {"court", "tax"}
            assert xmp["dc:date"] == ["2025-11-20T00:00:00+00:00"]
            assert xmp["xmp:CreateDate"] == "2025-11-24T12:00:00+00:00"
            assert xmp["pdfuaid:part"] == "1"
            assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("2", "A")


@pytest.mark.parametrize("standard", ALL_STANDARDS)
def test_only_what_is_asked_for_is_claimed(standard: Standard) -> None:
    claims = claims_of(standard)
    with pikepdf.open(io.BytesIO(document(standard))) as pdf:
        with pdf.open_metadata() as xmp:
            assert xmp.get("pdfuaid:part", "0") == str(claims.ua_part)
            assert xmp.get("pdfaid:part", "0") == str(claims.archive_part)
            assert xmp.get("pdfaid:conformance", "") == claims.archive_level
        assert ("/OutputIntents" in pdf.Root) == bool(claims.intents)


def test_claims_are_read_from_the_option() -> None:
    assert (claims_of("ua1+a2a").ua_part, claims_of("ua1+a2a").archive_level) == (1, "A")
    assert not claims_of("none").accessible
    assert claims_of("a2b").archival
    assert not claims_of("a2b").accessible
