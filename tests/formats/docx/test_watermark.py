"""A watermark of a Word file stands in the head of every page, first pages and title pages among them."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from exporters.formats.docx import FORMAT
from exporters.model.publication import Publication
from exporters.report import Report
from exporters.testing import briefing, write_to_memory
from tests.formats.docx.lint import lint
from tests.formats.docx.reading import Word, p, story

WORDS = 'EMBARGOED "until" noon'
_SECTION = re.compile(r"<w:sectPr>.*?</w:sectPr>", re.DOTALL)
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')
_HEADER = re.compile(r'<w:headerReference w:type="(\w+)" r:id="(\w+)"/>')


def _written(publication: Publication, **settings: str) -> bytes:
    return write_to_memory(FORMAT, publication, **settings)[0][None]


def _everything(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"".join(map(archive.read, archive.namelist()))


@pytest.mark.parametrize("settings", [{}, {"facing": "yes"}, {"columns": "2"}, {"template": "manuscript"}])
@pytest.mark.parametrize("publication", [briefing(), story(p("Text."))], ids=["several", "one"])
def test_every_page_has_a_head_with_it(publication: Publication, settings: dict[str, str]) -> None:
    data = _written(publication, watermark=WORDS, **settings)
    assert lint(data) == []
    word = Word(data, Report())
    links = word.archive.read("word/_rels/document.xml.rels").decode()
    parts = {
        link["Id"]: link["Target"].removesuffix(".xml")
        for link in (dict(_ATTRIBUTE.findall(found)) for found in links.split("<Relationship "))
        if "Id" in link
    }
    kinds = {"default", "first", "even"} if "facing" in settings else {"default", "first"}
    sections = _SECTION.findall(word.xml())
    assert sections
    held: dict[str, str] = {}  # a section that names no head has that of the one before it
    for section in sections:
        held |= dict(_HEADER.findall(section))
        assert held.keys() >= kinds
        for kind in kinds:
            assert 'string="EMBARGOED &quot;until&quot; noon"' in word.xml(parts[held[kind]])


def test_without_words_there_is_none() -> None:
    assert b"Watermark" not in _everything(_written(briefing()))
