"""Papers and charts are told from photographs, and get the room that their lettering needs."""

from __future__ import annotations

import io
import re

import pypdf
import pytest
from PIL import Image, ImageDraw, ImageFilter

from exporters.formats.pdf.legibility import is_written
from exporters.model.nodes import Figure, Text
from exporters.model.nodes import Image as Shown
from exporters.model.publication import Publication, Resource
from tests.formats.pdf.inspection import paragraph, story, written
from tests.formats.pdf.test_pictures import saved


def scan(paper: int = 245, size: tuple[int, int] = (1240, 1754)) -> Image.Image:
    """Return a page full of lines of type on paper that is not quite white."""
    page = Image.new("L", size, paper)
    draw = ImageDraw.Draw(page)
    for line in range(60):
        for word in range(20):
            left, top = 120 + word * 50, 100 + line * 26
            draw.rectangle((left, top, left + 8 + word * 7 % 36, top + 9), fill=30)
    return page.filter(ImageFilter.GaussianBlur(1))


def photograph(size: tuple[int, int] = (1200, 1800)) -> Image.Image:
    """Return a picture of all shades."""
    return Image.merge("RGB", [Image.radial_gradient("L").resize(size)] * 3)


@pytest.mark.parametrize("paper", [255, 240, 205, 165], ids=str)
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_page_of_type_is_read_whatever_its_paper(paper: int, kind: str) -> None:
    assert is_written(saved(scan(paper), kind))


def test_lettering_on_nothing_stands_on_white() -> None:
    drawn = Image.new("RGBA", (300, 500), (0, 0, 0, 0))
    ImageDraw.Draw(drawn).line((10, 10, 290, 490), fill="black", width=4)
    assert is_written(saved(drawn, "PNG"))


@pytest.mark.parametrize(
    "picture",
    [photograph(), Image.new("L", (500, 700), 20), Image.effect_noise((500, 700), 60)],
    ids=["shades", "night", "noise"],
)
def test_photographs_are_looked_at(picture: Image.Image) -> None:
    assert not is_written(saved(picture, "JPEG"))


def shown(picture: Image.Image, kind: str = "JPEG") -> tuple[float, float, int]:
    """Return the width and height of a picture on its page, in points, and how many pages there are."""
    data = saved(picture, kind, dpi=(96, 96))
    width, height = picture.size
    resource = Resource("p.jpg", "image/jpeg", data=data, width=width, height=height, resolution=96)
    figure = Figure(Shown("p.jpg", alt="A picture"), caption=(Text("What it shows."),))
    document = story(paragraph("words " * 40), figure, paragraph("words " * 40))
    file, _ = written(Publication(meta=document.meta, contents=document.contents, resources=(resource,)))
    reader = pypdf.PdfReader(io.BytesIO(file))
    drawn = b" ".join(contents.get_data() for page in reader.pages if (contents := page.get_contents()) is not None)
    (placed,) = re.findall(rb"q ([\d.]+) 0 0 ([\d.]+) [\d.]+ [\d.]+ cm /[\w.]+ Do", drawn)
    return float(placed[0]), float(placed[1]), len(reader.pages)


def test_a_tall_photograph_leaves_room_for_text_and_a_scan_is_as_large_as_the_page_allows() -> None:
    width, height, pages = shown(photograph())
    assert height < 0.62 * 690
    assert height / width == pytest.approx(1.5, rel=0.01)
    assert pages == 1
    width, height, _ = shown(scan())
    assert width > 410, "its type stays as large as the measure lets it be"
    assert height / width == pytest.approx(1754 / 1240, rel=0.01)


def test_a_very_tall_photograph_does_not_become_a_sliver() -> None:
    width, height, _ = shown(photograph((600, 2400)))
    assert width > 150
    assert height > 0.62 * 690
