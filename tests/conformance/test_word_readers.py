"""Readers of Word files that nobody here wrote read back what went in: mammoth to HTML, pandoc to its own model.

What a file holds and what a reader finds are told alike, as facts: headings with their levels, paragraphs, items of
lists with their depth and kind, notes, cells of tables, links, alternative texts. A fact that went in and is not found
is a loss. Nothing of the suite is lost; what other stories would lose stands in `EXPLAINED`, with its reason.
"""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import msgspec
import pytest
from lxml import html

from exporters.assets import assets_folder
from exporters.contract import Job
from exporters.formats.docx import DocxOptions, write_docx
from exporters.model.meta import Meta
from exporters.model.nodes import (
    Block,
    Heading,
    Image,
    Link,
    List,
    ListItem,
    Math,
    Note,
    Paragraph,
    Span,
    Table,
    Text,
)
from exporters.model.publication import Article, Publication, lone_story
from exporters.model.walk import plain_text, walk
from exporters.pipeline import load_edition
from exporters.report import Report
from exporters.testing import PIXEL, MemoryOutput, briefing, specimen
from tests.conformance.documents import ARABIC, JAPANESE
from tests.conformance.test_judges import require

pytestmark = pytest.mark.conformance

Fact = tuple[str | int, ...]


def paragraph(text: str) -> Paragraph:
    """Return a paragraph of these words."""
    return Paragraph((Text(text),))


def list_of(*items: ListItem) -> List:
    """Return a list with bullets."""
    return List(items)


def said(text: str) -> str:
    """Return text as it is compared: without marks of notes and without differences of spaces."""
    return re.sub(r"\s+", " ", text.replace("\u200f", "").replace("\u200e", "")).strip()


# What went in


def facts(publication: Publication) -> Counter[Fact]:
    """Return everything that a reader is to find in the file of this publication."""
    depth = 0 if publication.lone else 1
    found: Counter[Fact] = Counter()
    for article in publication.articles:
        called = set()
        for node in walk(article.body):
            if isinstance(node, Note):
                called.add(node.key)
        for blocks, place in ((article.body, "body"), *((note.children, "note") for note in article.notes)):
            found.update(_facts(blocks, depth, place))
        found.update(("note", said(plain_text(note.children[:1]))) for note in article.notes if note.key in called)
    return found


def _facts(blocks: tuple[Block, ...], depth: int, place: str) -> Iterator[Fact]:
    for block in blocks:
        if isinstance(block, Heading) and place == "body":
            number = f"{block.number} " if block.number else ""
            yield ("heading", block.level + depth, said(number + plain_text(block)))
        elif isinstance(block, Paragraph) and place == "body" and _plain(block):
            yield ("paragraph", said(plain_text(block)))
        elif isinstance(block, List) and place == "body":
            yield from _items(block, 1)
        elif isinstance(block, Table):
            for row in (*block.header, *block.rows):
                texts = [cell for cell in row.cells if all(isinstance(part, Paragraph) for part in cell.children)]
                yield from (("cell", said(plain_text(cell))) for cell in texts if _plain(cell))
        for node in walk(block):
            if isinstance(node, Link) and node.target.startswith("http") and _plain(node):
                yield ("link", said(plain_text(node)), node.target)
            elif isinstance(node, Image) and node.alt:
                yield ("alt", said(node.alt))


def _items(block: List, depth: int) -> Iterator[Fact]:
    for item in block.items:
        first = item.children[0] if item.children else None
        if isinstance(first, Paragraph) and _plain(first):
            yield ("item", depth, "ordered" if block.ordered else "bullet", said(plain_text(first)))
        for child in item.children:
            if isinstance(child, List):
                yield from _items(child, depth + 1)


def _plain(node: Any) -> bool:
    """Return whether what this says is text alone: formulas and marks of quotation are said differently."""
    return not any(
        isinstance(found, Math) or (isinstance(found, Span) and found.role == "quote") for found in walk(node)
    )


# What mammoth finds


def mammoth_facts(data: bytes) -> Counter[Fact]:
    """Return the facts in the HTML that mammoth makes."""
    import mammoth

    root = html.fromstring(f"<div>{mammoth.convert_to_html(io.BytesIO(data)).value}</div>")
    found: Counter[Fact] = Counter()
    for note in root.iterfind(".//li[@id]"):
        if str(note.get("id")).startswith("footnote-"):
            first = note.find("p")
            if first is not None:
                found["note", _html_text(first).removesuffix("↑").strip()] += 1
    elements: Any = root.iter()
    for element in elements:
        if not isinstance(element.tag, str) or any(
            str(above.get("id")).startswith("footnote-") for above in element.iterancestors("li")
        ):
            continue
        if re.fullmatch("h[1-6]", element.tag):
            found["heading", int(element.tag[1]), _html_text(element)] += 1
        elif element.tag == "p":
            found["paragraph", _html_text(element)] += 1
        elif element.tag in ("td", "th"):
            found["cell", said(" ".join(_html_text(part) for part in element) or _html_text(element))] += 1
        elif element.tag == "li":
            depth = len(list(element.iterancestors("ul", "ol")))
            kind = "ordered" if element.getparent().tag == "ol" else "bullet"
            own = "".join(_own(element))
            found["item", depth, kind, said(own)] += 1
    for link in root.iter("a"):
        if str(link.get("href")).startswith("http"):
            found["link", _html_text(link), str(link.get("href"))] += 1
    found.update(("alt", said(str(image.get("alt")))) for image in root.iter("img") if image.get("alt"))
    return found


def _html_text(element: Any) -> str:
    return said("".join(_own(element, nested=True)))


def _own(element: Any, *, nested: bool = False) -> Iterator[str]:
    """Yield the words of an element without calls of notes and, unless `nested`, without lists within."""
    yield element.text or ""
    for child in element:
        called = child.tag == "sup" and child.find("a") is not None
        if not called and (nested or child.tag not in ("ul", "ol")):
            yield " " if child.tag == "br" else ""
            yield from _own(child, nested=nested)
        yield child.tail or ""


# What pandoc finds


@dataclass
class Pandoc:
    """Facts collected from pandoc's model."""

    found: Counter[Fact] = field(default_factory=Counter)

    def blocks(self, blocks: list[Any], depth: int = 0) -> None:
        """Collect the facts of these blocks, `depth` lists deep."""
        for block in blocks:
            kind, content = block["t"], block.get("c")
            if kind == "Header":
                self.found["heading", content[0], self.words(content[2])] += 1
            elif kind in ("Para", "Plain"):
                self.found["paragraph", self.words(content)] += 1
            elif kind in ("BulletList", "OrderedList"):
                for item in content if kind == "BulletList" else content[1]:
                    if item and item[0]["t"] in ("Para", "Plain"):
                        text = re.sub("^[☐☒☑] ", "", self.words(item[0]["c"]))
                        self.found["item", depth + 1, "bullet" if kind == "BulletList" else "ordered", text] += 1
                        item = item[1:]  # noqa: PLW2901
                    self.blocks(item, depth + 1)
            elif kind == "Table":
                parts = [content[3][1], *(rows for body in content[4] for rows in (body[2], body[3]))]
                for cell in (cell for rows in parts for row in rows for cell in row[1]):
                    inner = " ".join(self.words(part["c"]) for part in cell[4] if part["t"] in ("Para", "Plain"))
                    self.found["cell", said(inner)] += 1
                    self.blocks([part for part in cell[4] if part["t"] not in ("Para", "Plain")])
            elif kind in ("BlockQuote", "Div", "Figure"):
                self.blocks(content if kind == "BlockQuote" else content[-1], depth)
            elif kind == "DefinitionList":
                for _, details in content:
                    for detail in details:
                        self.blocks(detail, depth)

    def words(self, inlines: list[Any]) -> str:
        """Return the words of inlines, and collect the links, pictures and notes among them."""
        return said("".join(self._said(inline) for inline in inlines))

    def _said(self, inline: Any) -> str:
        kind, content = inline["t"], inline.get("c")
        if kind == "Str":
            return str(content)
        if kind in ("Space", "SoftBreak", "LineBreak"):
            return " "
        if kind in ("Code", "Math"):
            return str(content[1])
        if kind == "Note":
            inner = Pandoc()
            first = content[0]["c"] if content and content[0]["t"] in ("Para", "Plain") else []
            self.found["note", inner.words(first)] += 1
            inner.blocks(content[1:])
            self.found.update(
                {fact: count for fact, count in inner.found.items() if fact[0] in ("link", "alt", "cell")}
            )
            return ""
        if kind in ("Link", "Image"):
            text = self.words(content[1])
            if kind == "Image":
                self.found["alt", text] += 1
                return ""
            self.found["link", text, content[2][0]] += 1
            return text
        if kind == "Quoted":
            return self.words(content[1])
        if isinstance(content, list):
            inner_inlines = content[-1] if kind == "Span" else content
            return "".join(self._said(part) for part in inner_inlines) if isinstance(inner_inlines, list) else ""
        return ""


def pandoc_facts(data: bytes, folder: Path) -> Counter[Fact]:
    """Return the facts in the model that pandoc reads."""
    import pypandoc

    path = folder / "read.docx"
    path.write_bytes(data)
    read = Pandoc()
    read.blocks(json.loads(pypandoc.convert_file(str(path), "json"))["blocks"])
    return read.found


# What is compared


def publications(folder: Path) -> dict[str, tuple[Publication, Any]]:
    """Return the documents of the suite, each with what reads its pictures."""
    made: dict[str, tuple[Publication, Any]] = {}
    for publication in (specimen(), briefing()):
        made[publication.meta.slug] = (publication, lambda _name: PIXEL)
    for name, text in (("arabic", ARABIC), ("japanese", JAPANESE)):
        path = folder / f"{name}.md"
        path.write_text(text, encoding="utf-8")
        edition = load_edition([path], Report())
        made[name] = (edition.stories[0], edition.assets.read)
    examples = sorted((assets_folder() / "examples").glob("*.md"))
    edition = load_edition(examples, Report(), meta=Meta(title="A briefing", slug="example"), as_one=True)
    made["example"] = (edition.whole, edition.assets.read)
    return made


def written(publication: Publication, read_asset: Any) -> bytes:
    """Return the Word file of a publication."""
    output = MemoryOutput()
    job = Job(
        options=DocxOptions(), report=Report(), now=datetime(2025, 11, 24, tzinfo=UTC), read_asset=read_asset
    )  # fmt: skip
    write_docx(publication, output, job)
    return output.files[None]


def lost(publication: Publication, read: Counter[Fact]) -> list[Fact]:
    """Return the facts that went in and were not read back."""
    return sorted((facts(publication) - read).elements(), key=str)


def read_back(reader: str, data: bytes, folder: Path) -> Counter[Fact]:
    """Return what this reader finds in a file."""
    require("" if find_spec(MODULES[reader]) else f"{reader} is not installed")
    return mammoth_facts(data) if reader == "mammoth" else pandoc_facts(data, folder)


MODULES = {"mammoth": "mammoth", "pandoc": "pypandoc"}


@pytest.mark.parametrize("reader", list(MODULES))
@pytest.mark.parametrize("name", ["specimen", "a-briefing", "arabic", "japanese", "example"])
def test_everything_is_read_back(name: str, reader: str, tmp_path: Path) -> None:
    publication, read_asset = publications(tmp_path)[name]
    read = read_back(reader, written(publication, read_asset), tmp_path)
    assert facts(publication).total() > 10
    assert lost(publication, read) == []


@pytest.mark.parametrize("reader", list(MODULES))
def test_a_loss_would_be_found(reader: str, tmp_path: Path) -> None:
    publication, read_asset = publications(tmp_path)["specimen"]
    article = publication.articles[0]
    less = lone_story(msgspec.structs.replace(article, body=article.body[1:]), publication.resources)
    gone = lost(publication, read_back(reader, written(less, read_asset), tmp_path))
    assert {fact[0] for fact in gone} >= {"paragraph", "note"}


NESTED = list_of(ListItem((paragraph("One"), paragraph("More of it"), list_of(ListItem((paragraph("Within"),))))))
EXPLAINED: dict[str, list[Fact]] = {
    "mammoth": [],
    # A later paragraph of an item carries no number, so for pandoc it ends the list, and what follows begins one anew.
    "pandoc": [("item", 2, "bullet", "Within")],
}


@pytest.mark.parametrize("reader", list(MODULES))
def test_what_is_lost_is_known(reader: str, tmp_path: Path) -> None:
    publication = lone_story(Article(meta=Meta(title="Title", slug="title"), body=(NESTED,)))
    assert lost(publication, read_back(reader, written(publication, None), tmp_path)) == EXPLAINED[reader]
