"""For the press: boxes and marks, inks and their profile, and nothing left in RGB."""

from __future__ import annotations

import io
import re
import zlib
from datetime import UTC, datetime
from typing import Any

import pikepdf
import pytest
from PIL import Image

from exporters.contract import Job
from exporters.errors import FormatError, UsageError
from exporters.formats.pdf.export import export_pdf
from exporters.formats.pdf.inks import GreyInk, PressInks, refuse_rgb
from exporters.formats.pdf.options import PdfOptions
from exporters.formats.pdf.papers import MM
from exporters.model.nodes import Block, Code, Figure, Link, Paragraph, Strong, Text
from exporters.model.nodes import Image as Shown
from exporters.model.publication import Publication, Resource
from exporters.options import OptionFile
from exporters.report import Report
from exporters.testing import MemoryOutput, specimen
from tests.formats.pdf.inspection import failures, read_pdf, story
from tests.formats.pdf.profile import press_profile
from tests.formats.pdf.test_tables import table

NOW = datetime(2025, 11, 24, 12, tzinfo=UTC)
PROFILE = OptionFile("press.icc", press_profile())
DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><linearGradient id="g"><stop stop-color="red"/>'
    b'<stop offset="1" stop-color="blue"/></linearGradient><g opacity=".5">'
    b'<rect width="40" height="20" fill="url(#g)"/><rect width="9" height="9" fill="#0a0" stroke="#fff"/></g></svg>'
)


def _saved(picture: Image.Image, kind: str) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, kind)
    return stream.getvalue()


PICTURES = {
    "photo.jpg": ("image/jpeg", _saved(Image.new("RGB", (40, 20), (200, 40, 40)), "JPEG")),
    "grey.jpg": ("image/jpeg", _saved(Image.new("L", (40, 20), 90), "JPEG")),
    "chart.png": ("image/png", _saved(Image.new("RGB", (40, 20), (0, 90, 200)), "PNG")),
    "hole.png": ("image/png", _saved(Image.new("RGBA", (40, 20), (0, 90, 200, 90)), "PNG")),
    "palette.png": ("image/png", _saved(Image.new("P", (40, 20)), "PNG")),
    "drawing.svg": ("image/svg+xml", DRAWING),
}


def colourful() -> Publication:
    words = Paragraph(
        (Strong((Text("Words"),)), Text(" and a "), Link("https://example.org/", (Text("link"),)), Code("x"))
    )
    body: list[Block] = [words, *(Figure(Shown(name, alt=name)) for name in PICTURES), table(3)]
    publication = story(*body)
    resources = tuple(Resource(name=n, media_type=t, width=40, height=20, data=d) for n, (t, d) in PICTURES.items())
    return Publication(meta=publication.meta, contents=publication.contents, resources=resources)


def written(publication: Publication, **options: Any) -> tuple[bytes, Report]:
    output, report = MemoryOutput(), Report()
    data = {resource.name: resource.data for resource in publication.resources}
    export_pdf(publication, output, Job(PdfOptions(**options), report, NOW, data.__getitem__))
    return output.files[None], report


def spoken_of(data: bytes) -> str:
    """Everything in the file that is no picture, font, profile or metadata, streams opened."""
    found = []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for entry in pdf.objects:
            if isinstance(entry, pikepdf.Stream):
                found.append(pikepdf.Dictionary(dict(entry.items())).unparse().decode("latin-1"))
                if entry.get("/Subtype") == "/Form" or not {"/Subtype", "/Type", "/Length1", "/N"} & set(entry.keys()):
                    found.append(entry.read_bytes().decode("latin-1"))
            elif isinstance(entry, pikepdf.Dictionary | pikepdf.Array):
                found.append(entry.unparse().decode("latin-1"))
    return "\n".join(found)


def test_without_a_press_pages_are_as_before() -> None:
    data, _ = written(specimen())
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert all("/TrimBox" not in page for page in pdf.pages)
        assert all([float(edge) for edge in page.MediaBox][:2] == [0, 0] for page in pdf.pages)


def test_bleed_and_marks_stand_around_the_page_and_nothing_on_it_moves() -> None:
    plain, _ = written(specimen())
    data, _ = written(specimen(), bleed_mm=3.0, marks="all")
    assert failures(data) == []
    with pikepdf.open(io.BytesIO(data)) as pdf, pikepdf.open(io.BytesIO(plain)) as before:
        for page, same in zip(pdf.pages, before.pages, strict=True):
            width, height = (float(edge) for edge in list(same.MediaBox)[2:])
            trim, bleed, media = ([float(edge) for edge in page[key]] for key in ("/TrimBox", "/BleedBox", "/MediaBox"))
            assert trim == pytest.approx([0, 0, width, height])
            assert bleed == pytest.approx([-3 * MM, -3 * MM, width + 3 * MM, height + 3 * MM], abs=0.01)
            assert media[0] < bleed[0] < 0 < width < bleed[2] < media[2]
    assert read_pdf(data).text == read_pdf(plain).text


def test_crop_marks_keep_away_from_the_bleed() -> None:
    data, _ = written(specimen(), bleed_mm=8.0, marks="crop")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        objects = (entry for page in pdf.pages for entry in page.Resources.XObject.values())
        form = next(entry for entry in objects if "/ColorSpace" in entry.get("/Resources", {}))
        lines = re.findall(r"(\S+) (\S+) m (\S+) (\S+) l", form.read_bytes().decode())
        assert len(lines) == 8
        left, bottom, right, top = (float(edge) for edge in pdf.pages[0].BleedBox)
        for a, b, c, d in lines:
            ends = ((float(a), float(b)), (float(c), float(d)))
            assert all(not (left < x < right and bottom < y < top) for x, y in ends)


@pytest.mark.parametrize("standard", ["ua1+a2a", "x4"])
def test_nothing_is_left_in_rgb(standard: str) -> None:
    data, _ = written(colourful(), colours="cmyk", profile=PROFILE, standard=standard, bleed_mm=3.0, marks="all")
    said = spoken_of(data)
    assert "/DeviceRGB" not in said
    assert not re.search(r"[\d.] (rg|RG)\s", said)
    assert "/DeviceCMYK" in said
    if standard != "x4":
        assert failures(data) == []


def test_black_text_is_black_ink_alone() -> None:
    data, _ = written(story(Paragraph((Text("Black"),))), colours="cmyk", profile=PROFILE)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        inks = set(re.findall(r"([\d.]+ [\d.]+ [\d.]+) [\d.]+ k", pdf.pages[0].Contents.read_bytes().decode("latin-1")))
    assert inks == {"0 0 0"}


def test_grey_is_grey_and_still_archival() -> None:
    data, _ = written(colourful(), colours="grey")
    assert failures(data) == []
    assert "/DeviceRGB" not in spoken_of(data)


def test_a_file_for_exchange_says_what_pdf_x_4_asks() -> None:
    data, report = written(specimen(), standard="x4", profile=PROFILE)
    assert data.startswith(b"%PDF-1.6")
    assert "pdf-links-left-out" in [diagnostic.code for diagnostic in report.diagnostics]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        (intent,) = pdf.Root.OutputIntents
        assert intent.S == "/GTS_PDFX"
        assert int(intent.DestOutputProfile.N) == 4
        assert str(intent.OutputConditionIdentifier) == "Test press"
        assert pdf.docinfo["/Trapped"] == "/False"
        packet = pdf.Root.Metadata.read_bytes().decode()
        for entry in (
            "PDF/X-4</pdfxid:GTS_PDFXVersion>",
            "xmpMM:DocumentID>uuid:",
            "xmpMM:VersionID",
            "xmp:MetadataDate",
        ):
            assert entry in packet
        assert "pdfaid:part" not in packet
        for page in pdf.pages:
            assert "/Annots" not in page
            assert "/TrimBox" in page


@pytest.mark.parametrize("profile", [b"", b"nonsense" * 40, press_profile().replace(b"prtr", b"mntr", 1)])
def test_inks_without_a_profile_of_a_press_are_refused(profile: bytes) -> None:
    with pytest.raises(UsageError):
        written(specimen(), colours="cmyk", profile=OptionFile("press.icc", profile))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("1 0 0 rg 0 g", "0.299 g 0 g"),
        ("q .5 .5 .5 RG Q", "q 0.5 G Q"),
        ("(1 0 0 rg) Tj 1 1 1 rg", "(1 0 0 rg) Tj 1 g"),
        (r"(a\) 1 0 0 rg) Tj", r"(a\) 1 0 0 rg) Tj"),
        ("/G0 gs 10 0 0 10 0 0 cm", "/G0 gs 10 0 0 10 0 0 cm"),
    ],
)
def test_operators_are_changed_and_text_is_not(code: str, expected: str) -> None:
    assert GreyInk().operators(code) == expected


def test_a_colour_becomes_inks() -> None:
    inks = PressInks(PROFILE.data, "press.icc")
    cyan, magenta, yellow, _ = (float(part) for part in inks.components((1.0, 0.0, 0.0)).split())
    assert magenta > 0.6
    assert yellow > 0.6
    assert cyan < 0.2
    assert inks.components((0.2, 0.2, 0.2)) == "0 0 0 0.8"


@pytest.mark.parametrize(
    "body",
    [
        b"<</ColorSpace /DeviceRGB>>",
        b"<</Filter /FlateDecode /Length 9>>\nstream\n" + zlib.compress(b"q 1 0 0 rg Q") + b"\nendstream\n",
    ],
)
def test_rgb_that_is_left_is_refused(body: bytes) -> None:
    with pytest.raises(FormatError, match="RGB"):
        refuse_rgb(body)
    refuse_rgb(b"<</ColorSpace /DeviceCMYK>>")


def test_the_source_is_in_the_file_and_reads_back() -> None:
    data, _ = written(specimen(), standard="ua1+a3a")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        (specification,) = pdf.Root.AF
        assert specification.AFRelationship == "/Source"
        embedded = specification.EF.F
        assert str(embedded.Subtype) == "/application/json"
        source = embedded.read_bytes()
        assert list(pdf.attachments) == ["specimen.native.json"]
    import msgspec

    read = msgspec.json.decode(source, type=Publication)
    assert read.articles[0].meta.title == "A specimen of everything"
    assert "AF" not in pikepdf.open(io.BytesIO(written(specimen())[0])).Root
