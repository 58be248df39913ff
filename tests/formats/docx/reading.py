"""A Word file read back for tests: its paragraphs with their styles, lists and text, as a reader meets them."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from lxml import etree

from exporters.contract import Job
from exporters.formats.docx import FORMAT
from exporters.model.meta import Meta
from exporters.model.nodes import Block, Inline, Paragraph, Text
from exporters.model.outline import number_publication
from exporters.model.publication import Article, Footnote, Publication, Resource, lone_story
from exporters.report import Report
from exporters.testing import write_to_memory
from tests.formats.docx.lint import W, lint

__all__ = ["Job", "Word", "p", "story", "write"]


@dataclass(frozen=True)
class Line:
    """A paragraph: the name of its style, its text, its list as (id, level), and the element itself."""

    style: str
    text: str
    list: tuple[int, int] | None
    element: etree._Element


class Word:
    """A written file, its parts parsed."""

    def __init__(self, data: bytes, report: Report) -> None:
        self.data = data
        self.report = report
        self.archive = zipfile.ZipFile(io.BytesIO(data))
        self.names = self.archive.namelist()
        styles = self.tree("styles")
        self.styles = {
            style.get(f"{W}styleId"): str(style.find(f"{W}name").get(f"{W}val"))  # type: ignore[union-attr]
            for style in styles.iter(f"{W}style")
        }

    def tree(self, name: str) -> etree._Element:
        """Return the root of a part of the document."""
        return etree.fromstring(self.archive.read(f"word/{name}.xml"))

    def xml(self, name: str = "document") -> str:
        """Return a part of the document as it was written."""
        return self.archive.read(f"word/{name}.xml").decode()

    def lines(self, name: str = "document") -> list[Line]:
        """Return the paragraphs of a part, those of tables included."""
        return [self._line(element) for element in self.tree(name).iter(f"{W}p")]

    def body(self) -> list[Line]:
        """Return the paragraphs below the head of a lone story that has a title alone."""
        return self.lines()[1:]

    def _line(self, element: etree._Element) -> Line:
        style = element.find(f"{W}pPr/{W}pStyle")
        number = element.find(f"{W}pPr/{W}numPr")
        listed = None
        if number is not None:
            values = [int(str(child.get(f"{W}val"))) for child in number]
            listed = (values[1], values[0])
        name = self.styles[style.get(f"{W}val")] if style is not None else "Normal"
        return Line(name, text_of(element), listed, element)


def text_of(element: etree._Element) -> str:
    """Return the characters that the element shows, without those of fields' instructions."""
    shown = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}noBreakHyphen": "\u2011", f"{W}softHyphen": "\u00ad"}
    return "".join(
        found.text or "" if found.tag == f"{W}t" else shown.get(str(found.tag), "")
        for found in element.iter(f"{W}t", *shown)
        if found.getparent().tag == f"{W}r"  # type: ignore[union-attr]
    )


def p(*children: Inline | str) -> Paragraph:
    """Return a paragraph of these inlines or words."""
    return Paragraph(tuple(Text(child) if isinstance(child, str) else child for child in children))


def story(*body: Block, notes: tuple[Footnote, ...] = (), resources: tuple[Resource, ...] = ()) -> Publication:
    """Return a lone story with a title alone above this body."""
    return lone_story(Article(meta=Meta(title="Title", slug="title"), body=body, notes=notes), resources)


def write(publication: Publication, **settings: str) -> Word:
    """Return the file written of a publication, after the lint has found nothing in it."""
    files, report = write_to_memory(FORMAT, number_publication(publication), **settings)
    data = files[None]
    assert lint(data) == []
    return Word(data, report)
