"""Pictures: what can pass as it is does, and all else keeps its pixels."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from exporters.formats.pdf.encoding import encode_picture
from exporters.formats.pdf.pictures import PictureStore
from exporters.model.nodes import Figure
from exporters.model.nodes import Image as Shown
from exporters.model.place import NOWHERE, Place
from exporters.model.publication import Publication, Resource
from exporters.report import Report
from tests.formats.pdf.inspection import story, written


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


def test_a_jpeg_passes_untouched() -> None:
    data = saved(Image.new("RGB", (7, 5), "red"), "JPEG")
    encoded = encode_picture(data)
    assert encoded.data == data
    assert encoded.entries["Filter"] == "/DCTDecode"
    assert (encoded.entries["Width"], encoded.entries["Height"]) == ("7", "5")
    assert encoded.entries["ColorSpace"] == "/DeviceRGB"


def test_a_grey_progressive_jpeg_passes_too() -> None:
    encoded = encode_picture(saved(Image.new("L", (64, 48), 90), "JPEG", progressive=True))
    assert (encoded.entries["Filter"], encoded.entries["ColorSpace"]) == ("/DCTDecode", "/DeviceGray")


def test_a_jpeg_for_print_is_made_rgb() -> None:
    encoded = encode_picture(saved(Image.new("CMYK", (4, 4)), "JPEG"))
    assert encoded.entries["Filter"] == "/FlateDecode"
    assert encoded.entries["ColorSpace"] == "/DeviceRGB"


def test_rows_of_an_opaque_png_pass_untouched() -> None:
    data = saved(Image.linear_gradient("L"), "PNG")
    encoded = encode_picture(data)
    assert encoded.data in data
    assert "/Predictor 15" in encoded.entries["DecodeParms"]
    assert encoded.mask is None


def test_a_png_with_a_palette_keeps_it() -> None:
    data = saved(Image.linear_gradient("L").convert("RGB").quantize(8), "PNG")
    assert encode_picture(data).entries["ColorSpace"].startswith("[/Indexed /DeviceRGB ")


def test_opacity_becomes_a_soft_mask() -> None:
    picture = Image.new("RGBA", (3, 2), (10, 20, 30, 128))
    encoded = encode_picture(saved(picture, "PNG"))
    assert encoded.mask is not None
    assert encoded.mask[1]["ColorSpace"] == "/DeviceGray"
    opaque = Image.new("RGBA", (3, 2), (10, 20, 30, 255))
    assert encode_picture(saved(opaque, "PNG")).mask is None


@pytest.mark.parametrize("kind", ["WEBP", "GIF", "PNG"])
@pytest.mark.parametrize("mode", ["RGB", "L", "P", "1"])
def test_every_kind_of_picture_is_encoded(kind: str, mode: str) -> None:
    encoded = encode_picture(saved(Image.new(mode, (9, 4)), kind))
    assert (encoded.entries["Width"], encoded.entries["Height"]) == ("9", "4")


def test_sixteen_bits_of_grey_become_eight() -> None:
    encoded = encode_picture(saved(Image.new("I;16", (2, 2), 40000), "PNG"))
    assert encoded.entries["BitsPerComponent"] == "8"
    assert encoded.entries["ColorSpace"] == "/DeviceGray"


def test_a_picture_that_is_not_there_is_reported_and_stays_text() -> None:
    report = Report()
    assert PictureStore((), lambda name: b"", report).find("gone.png", NOWHERE) is None
    assert [diagnostic.code for diagnostic in report.diagnostics] == ["pdf-picture-missing"]


def test_the_size_on_paper_follows_from_pixels_and_resolution() -> None:
    resources = (
        Resource(name="a", media_type="image/png", width=300, height=150, resolution=300),
        Resource(name="b", media_type="image/png", width=150, height=75),
    )
    store = PictureStore(resources, lambda name: b"", Report())
    fine, plain = store.find("a", NOWHERE), store.find("b", NOWHERE)
    assert fine is not None
    assert plain is not None
    assert (fine.width_pt, fine.height_pt) == (72, 36)
    assert (plain.width_pt, plain.height_pt) == (72, 36)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="red"/></svg>'


def test_a_drawing_that_is_no_vectors_becomes_pixels() -> None:
    pytest.importorskip("resvg_py", reason="drawings need the svg extra")
    resource = Resource(name="d", media_type="image/svg+xml", width=40, height=20)
    picture = PictureStore((resource,), lambda name: SVG.replace(b"<rect", b'<rect filter="url(#f)"'), Report()).find(
        "d", NOWHERE
    )
    assert picture is not None
    assert picture.media_type == "image/png"


@pytest.mark.parametrize("outside", [b'href="/etc/passwd"', b"href='http://example.org/x.png'", b"<!ENTITY x 'y'>"])
def test_a_drawing_that_looks_outside_itself_is_not_drawn(outside: bytes) -> None:
    pytest.importorskip("resvg_py", reason="drawings need the svg extra")
    resource = Resource(name="d", media_type="image/svg+xml", width=40, height=20)
    report = Report()
    drawing = SVG.replace(b"<rect", b"<!-- " + outside + b" --><rect")
    assert PictureStore((resource,), lambda name: drawing, report).find("d", NOWHERE) is None
    assert [diagnostic.code for diagnostic in report.diagnostics] == ["pdf-drawing-not-shown"]


def test_a_picture_too_coarse_for_print_is_reported_with_its_place() -> None:
    picture = Image.new("RGB", (300, 200))
    resource = Resource(
        name="a.jpg", media_type="image/jpeg", width=300, height=200, resolution=72, data=saved(picture, "JPEG")
    )
    publication = story(Figure(Shown("a.jpg", alt="x", place=Place("a.md", 7))))
    publication = Publication(meta=publication.meta, contents=publication.contents, resources=(resource,))
    _, pressed = written(publication, marks="crop")
    assert pressed.diagnostics[0].severity == "warning"
    _, report = written(publication)
    assert [(d.code, d.severity) for d in report.diagnostics] == [("pdf-picture-coarse", "info")]
    assert "72 dots" in report.diagnostics[0].message
    assert str(report.diagnostics[0].place).startswith("a.md:7")
