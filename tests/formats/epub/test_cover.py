from __future__ import annotations

import io
import zlib
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from exporters.formats.epub.cover import HEIGHT, WIDTH, drawing, estimate, lay_out
from exporters.formats.epub.cover_picture import can_paint, measure, paint
from exporters.formats.epub.fronts import cover_alt
from exporters.model.meta import Meta
from exporters.words import words_for
from tests.formats.epub.reading import Opened, lone, write

ENGLISH = words_for("en")
LONG = "The Dispute over Taxpayer Data: Briefing for Partners, Counsel and Everyone Else Who Has to Read It " * 3


@pytest.mark.parametrize(
    "title", ["Short", LONG, "Incomprehensibilities" * 4, "納税者データの共有をめぐる争い" * 9, ""]
)
@pytest.mark.parametrize("subtitle", ["", LONG])
def test_no_line_leaves_the_cover_or_meets_another(title: str, subtitle: str) -> None:
    meta = Meta(
        title=title, subtitle=subtitle, series=LONG, publisher=LONG[::-1], published=datetime(2025, 11, 23, tzinfo=UTC)
    )
    lines = lay_out(meta, ENGLISH, estimate).lines
    for line in lines:
        assert line.x + estimate(line.text, line.face, line.size) <= WIDTH - 60
        assert 0 < line.y < HEIGHT
    for face in ("title", "subtitle", "foot"):
        others = [line for line in lines if line.face != face]
        for line in (line for line in lines if line.face == face):
            assert all(abs(line.y - other.y) >= min(line.size, other.size) for other in others)


@given(st.text(max_size=200))
def test_a_title_that_is_not_cut_keeps_its_letters(title: str) -> None:
    lines = [line.text for line in lay_out(Meta(title=title), ENGLISH, estimate).lines if line.face == "title"]
    told = "".join("".join(lines).split())
    assert told == "".join((title or "Untitled").split()) or told.endswith("…")


def test_a_cover_that_runs_from_right_to_left_begins_there() -> None:
    cover = lay_out(Meta(title="خبر", language="ar"), words_for("ar"), estimate)
    assert {line.x for line in cover.lines} == {WIDTH - 120}
    assert ET.fromstring(drawing(cover)).get("direction") == "rtl"


def test_a_painted_cover_is_a_picture_with_ink_on_it() -> None:
    data = paint(lay_out(Meta(title="Title", publisher="The Specimen"), ENGLISH, measure))
    with Image.open(io.BytesIO(data)) as picture:
        assert (picture.format, picture.size) == ("PNG", (1000, 1500))
        darkest, lightest = picture.convert("L").getextrema()
    assert darkest < 60  # type: ignore[operator]
    assert lightest > 240  # type: ignore[operator]


def test_the_pixels_of_a_painted_cover_are_one_stream_with_its_checksum() -> None:
    data = paint(lay_out(Meta(title="Title", subtitle="Below it"), ENGLISH, measure))
    at = data.index(b"IDAT")
    length = int.from_bytes(data[at - 4 : at], "big")
    rows = zlib.decompress(data[at + 4 : at + 4 + length])  # raises where the checksum is wrong
    assert len(rows) == 1001 * 1500
    assert not any(rows[::1001])  # no row is filtered


def test_letters_that_the_fonts_lack_are_drawn_and_not_painted() -> None:
    assert can_paint("Straße — “Ελλάδα”, Україна 100 %")
    assert not can_paint("خبر")
    made = Opened(write(lone(title="خبر", language="ar"), cover="always")[0])
    assert "EPUB/cover.svg" in made.names
    assert "EPUB/cover.png" not in made.names


def test_a_cover_is_described_by_its_words() -> None:
    assert cover_alt(Meta(title="Title"), ENGLISH) == "Cover: Title"
    assert cover_alt(Meta(title="Title", cover_alt="A court"), ENGLISH) == "A court"
