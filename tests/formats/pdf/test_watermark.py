"""A watermark stands behind the text of every page and is no part of it."""

from __future__ import annotations

import pikepdf
import pytest

from exporters.formats.pdf import FORMAT
from exporters.testing import briefing, write_to_memory
from tests.formats.pdf.inspection import read_pdf

WORDS = "EMBARGOED until 2026-02-01 06:30 UTC"


def _pdf(**settings: str) -> bytes:
    return write_to_memory(FORMAT, briefing(), **settings)[0][None]


@pytest.mark.parametrize("settings", [{}, {"columns": "2"}, {"theme": "newspaper"}, {"paper": "a5", "bleed-mm": "3"}])
def test_it_stands_on_every_page_and_is_no_part_of_the_text(settings: dict[str, str]) -> None:
    plain = read_pdf(_pdf(**settings))
    marked = read_pdf(_pdf(**settings, watermark=WORDS))
    assert marked.text == plain.text
    assert len(marked.pdf.pages) == len(plain.pdf.pages) > 1
    for before, after in zip(plain.artifacts, marked.artifacts, strict=True):
        assert WORDS not in before
        assert WORDS in " ".join(after.split())


def test_it_says_what_it_is_and_is_drawn_first() -> None:
    read = read_pdf(_pdf(watermark=WORDS))
    for page in read.pdf.pages:
        code = b"".join(
            [page.Contents.read_bytes()]
            if isinstance(page.Contents, pikepdf.Stream)
            else [part.read_bytes() for part in page.Contents]
        )
        assert code.count(b"/Subtype /Watermark") == 1
        assert code.index(b"/Subtype /Watermark") < code.index(b"MCID")


def test_without_words_there_is_none() -> None:
    assert b"Watermark" not in _pdf(watermark="  ")
