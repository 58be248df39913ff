"""What a face leaves in the file: glyphs as wide as the file says, whatever kind of outlines they have."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest

from tests.formats.pdf.inspection import failures, paragraph, story, written
from tests.formats.pdf.outlines import drawn_widths, told_widths

# The first of these begins its outline with a width and a horizontal move.
_IDEOGRAPHS = "㎎㐀語言世界中文日本語工口田日目"


def _with_ideographs() -> bytes:
    pytest.importorskip("manimgx_fonts_cjk")
    data, _ = written(story(paragraph(_IDEOGRAPHS)))
    return data


def _cff_font(file: pikepdf.Pdf) -> Any:
    return next(
        thing
        for thing in file.objects
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Subtype") == "/CIDFontType0"
    )


def test_cff_glyphs_are_as_wide_as_the_file_says() -> None:
    with pikepdf.open(io.BytesIO(_with_ideographs())) as file:
        font = _cff_font(file)
        told = told_widths(font)
        assert len(told) >= len(set(_IDEOGRAPHS))
        assert drawn_widths(font, told) == told
        assert drawn_widths(font, [65500]) == {65500: -1}


def test_a_judge_that_misreads_widths_is_overruled() -> None:
    assert failures(_with_ideographs()) == []


def test_a_judge_that_finds_wrong_widths_is_not_overruled() -> None:
    with pikepdf.open(io.BytesIO(_with_ideographs())) as file:
        font = _cff_font(file)
        font.W = pikepdf.Array([2327, 2327, 990])
        damaged = io.BytesIO()
        file.save(damaged)
    assert [finding for finding in failures(damaged.getvalue()) if "990.000 in /W" in finding]


def test_a_few_ideographs_bring_no_table_of_all() -> None:
    with pikepdf.open(io.BytesIO(_with_ideographs())) as file:
        program = _cff_font(file).FontDescriptor.FontFile3
        assert len(program.read_bytes()) > 100_000, "the table of all glyphs is there"
        assert len(program.read_raw_bytes()) < 20_000, "but said briefly"
