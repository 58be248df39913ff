"""The canvas: nothing on a page without a mark, and reportlab as we know it."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pikepdf
import pytest

from exporters.errors import FormatError
from exporters.formats.pdf import reportlab_inside
from exporters.formats.pdf.canvas import TaggedCanvas
from exporters.formats.pdf.metadata import Description
from exporters.formats.pdf.reportlab_inside import check_reportlab
from exporters.formats.pdf.standards import claims_of
from exporters.formats.pdf.tags import StructureTree
from exporters.formats.pdf.writer import write_file


def written(canvas: TaggedCanvas) -> pikepdf.Pdf:
    stream = io.BytesIO()
    description = Description(title="T", language="en", created=datetime(2025, 1, 1, tzinfo=UTC))
    write_file(canvas, stream, description, claims_of("none"))
    return pikepdf.open(stream)


def operators(pdf: pikepdf.Pdf, page: int = 0) -> list[str]:
    return [str(item.operator) for item in pikepdf.parse_content_stream(pdf.pages[page])]


def test_all_that_is_drawn_stands_in_marked_content() -> None:
    canvas = TaggedCanvas(StructureTree())
    canvas.begin_page(100, 100)
    canvas.draw_artifact("0 0 1 1 re f")
    canvas.draw_for(canvas.tree.root.child("P"), "1 1 1 1 re f")
    canvas.draw_for(canvas.tree.root.child("P"), "2 2 1 1 re f")
    canvas.end_page()
    assert operators(written(canvas)) == [
        "BMC", "re", "f", "EMC", "BDC", "re", "f", "EMC", "BDC", "re", "f", "EMC",
    ]  # fmt: skip


def test_an_empty_page_holds_no_marks() -> None:
    canvas = TaggedCanvas(StructureTree())
    canvas.begin_page(100, 100)
    page = canvas.end_page()
    assert page.parent_key == -1
    assert operators(written(canvas)) == []


def test_pages_drawn_last_can_come_first_and_keep_their_tags() -> None:
    canvas = TaggedCanvas(StructureTree())
    for width in (100, 200, 300):
        canvas.begin_page(width, 100)
        canvas.draw_for(canvas.tree.root.child("P"), f"{width} 0 1 1 re f")
        canvas.end_page()
    canvas.move_last_pages_to_front(1, 1)
    pdf = written(canvas)
    assert [int(page.MediaBox[2]) for page in pdf.pages] == [100, 300, 200]
    kids = pdf.Root.StructTreeRoot.K.K
    assert [int(kid.Pg.MediaBox[2]) for kid in kids] == [100, 200, 300]


def test_links_belong_to_their_element_and_say_what_they_are() -> None:
    canvas = TaggedCanvas(StructureTree())
    canvas.begin_page(100, 100)
    link = canvas.tree.root.child("Link")
    canvas.draw_for(link, "0 0 1 1 re f")
    canvas.link(link, (0, 0, 10, 10), "https://example.org/a(b)", "A page")
    canvas.end_page()
    pdf = written(canvas)
    annotation = pdf.pages[0].Annots[0]
    assert str(annotation.A.URI) == "https://example.org/a(b)"
    assert str(annotation.Contents) == "A page"
    assert int(annotation.F) == 4
    assert pdf.Root.StructTreeRoot.K.K.K[1].Obj.objgen == annotation.objgen
    assert int(annotation.StructParent) == 0


def test_a_picture_is_stored_once() -> None:
    canvas = TaggedCanvas(StructureTree())
    entries = {"Width": "1", "Height": "1", "ColorSpace": "/DeviceGray", "BitsPerComponent": "8"}
    canvas.add_picture("a", b"\x80", entries, mask=(b"\xff", entries))
    names = set()
    for _ in range(2):
        canvas.begin_page(100, 100)
        name = canvas.picture_name("a")
        canvas.draw_artifact(f"q 1 0 0 1 0 0 cm /{name} Do Q")
        canvas.end_page()
        names.add(name)
    pdf = written(canvas)
    (name,) = names
    images = [page.Resources.XObject[f"/{name}"] for page in pdf.pages]
    assert images[0].objgen == images[1].objgen
    assert images[0].read_bytes() == b"\x80"
    assert images[0].SMask.read_bytes() == b"\xff"
    assert canvas.picture_name("b") is None


def test_the_installed_reportlab_is_one_we_know() -> None:
    check_reportlab.cache_clear()
    check_reportlab()


@pytest.mark.parametrize("changed", [lambda *_: reportlab_inside.Spelled(b"<<>>\nstream\nx\nendstream"), lambda: None])
def test_a_reportlab_built_otherwise_is_refused(changed: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reportlab_inside, "PDFStream", changed)
    check_reportlab.cache_clear()
    try:
        with pytest.raises(FormatError, match="built differently") as caught:
            check_reportlab()
        assert "reportlab>=5.1,<6" in caught.value.remedy
    finally:
        monkeypatch.undo()
        check_reportlab.cache_clear()
        check_reportlab()
