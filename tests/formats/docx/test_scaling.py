"""Twice the text takes twice the work: no path looks through what is there already. Calls are counted, not seconds."""

from __future__ import annotations

import io
import sys
import tracemalloc
from collections.abc import Callable
from types import FrameType

import pytest
from msgspec.structs import replace

from exporters.contract import Job
from exporters.formats.docx import DocxOptions, write_docx
from exporters.model.nodes import (
    Block,
    Cell,
    Column,
    Figure,
    Heading,
    Image,
    Link,
    List,
    ListItem,
    Note,
    Row,
    Table,
    Text,
)
from exporters.model.publication import Footnote, Publication, Resource
from exporters.report import Report
from exporters.testing import MemoryOutput
from tests.formats.docx.reading import p, story, write
from tests.formats.docx.test_template import NOW


def paragraphs(count: int) -> Publication:
    return story(*(p(f"Paragraph {number}") for number in range(count)))


def cells(count: int) -> Publication:
    rows = tuple(Row(tuple(Cell((p(f"{row}.{at}"),)) for at in range(5))) for row in range(count // 5))
    return story(Table((Column(),) * 5, (), rows))


def links(count: int) -> Publication:
    return story(*(p(Link(f"https://example.org/{number}", (Text("there"),))) for number in range(count)))


def headings(count: int) -> Publication:
    body: list[Block] = []
    for number in range(count):
        body += [Heading(1, (Text("Alike"),), anchor=f"alike-{number}"), p(Link(f"#alike-{number}", (Text("Alike"),)))]
    return story(*body)


def lists(count: int) -> Publication:
    return story(*(List((ListItem((p(str(number)),)),), ordered=True) for number in range(count)))


def notes(count: int) -> Publication:
    called = (p("Text", Note(str(number))) for number in range(count))
    return story(*called, notes=tuple(Footnote(str(number), (p("Note."),)) for number in range(count)))


def calls(publication: Publication) -> int:
    """Return how many functions are called, in Python and in C, while the publication is written."""
    counted = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    output = MemoryOutput()
    before = sys.getprofile()
    sys.setprofile(count)
    try:
        write_docx(publication, output, Job(options=DocxOptions(), report=Report(), now=NOW))
    finally:
        sys.setprofile(before)
    return counted


@pytest.mark.parametrize("make", [paragraphs, cells, links, headings, lists, notes])
def test_twice_the_text_takes_twice_the_work(make: Callable[[int], Publication]) -> None:
    half, whole = make(1000), make(2000)
    calls(half)  # what is done once is done
    assert calls(whole) < 2.1 * calls(half)


def test_the_text_is_in_memory_nowhere_as_a_whole() -> None:
    publication = paragraphs(20_000)
    size = len(write(publication).archive.read("word/document.xml"))
    tracemalloc.start()
    try:
        write_docx(publication, MemoryOutput(), Job(options=DocxOptions(), report=Report(), now=NOW))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < size / 2


def test_pictures_are_in_memory_one_at_a_time() -> None:
    names = [f"images/{number}.jpg" for number in range(30)]
    resources = tuple(Resource(name=name, media_type="image/jpeg", width=10, height=10) for name in names)
    publication = story(*(Figure(Image(name, alt="Noise")) for name in names))
    publication = replace(publication, resources=resources)

    class Nowhere(io.RawIOBase):
        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            return len(data)  # type: ignore[arg-type]

    class Output:
        def open(self, name: str | None = None) -> Nowhere:
            return Nowhere()

    job = Job(options=DocxOptions(), report=Report(), now=NOW, read_asset=lambda _name: bytes(1_000_000))
    tracemalloc.start()
    try:
        write_docx(publication, Output(), job)  # type: ignore[arg-type]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert job.report.count("warning") == 0
    assert peak < 5_000_000
