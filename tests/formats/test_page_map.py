"""Who holds the print edition and who holds the e-book read the same pages: each begins with the same words in both."""

from __future__ import annotations

import io
import random
from xml.etree import ElementTree as ET

import pikepdf
import pytest

from exporters.contract import Job
from exporters.formats.pdf import FORMAT as PDF
from exporters.model.nodes import (
    Block,
    Cell,
    Code,
    CodeBlock,
    Column,
    Emphasis,
    Heading,
    Inline,
    List,
    ListItem,
    Note,
    Paragraph,
    Quote,
    Redacted,
    Row,
    Table,
    Text,
)
from exporters.model.publication import Footnote, Publication
from exporters.options import make_options
from exporters.report import Report
from exporters.testing import MemoryOutput
from tests.formats.epub.reading import NOW, TYPE, XHTML, Opened, lone, write
from tests.formats.pdf.inspection import _page_text

_WORDS = ("record", "court", "filing", "agency", "request", "people", "office", "matched", "notice", "week", "answer")


def _prose(seed: int, count: int) -> str:
    """Return words that no other place has in this order, so that they tell where they are from."""
    chosen = random.Random(seed)
    return " ".join(f"{chosen.choice(_WORDS)}{chosen.randrange(1000)}" for _ in range(count))


def _mixed(seed: int) -> Paragraph:
    pieces: list[Inline] = [Text(text=f"{_prose(seed, 40)} "), Emphasis(children=(Text(text=_prose(seed + 1, 30)),))]
    pieces += [Note(key="n"), Text(text=f" {_prose(seed + 2, 20)} "), Code(text="a  b"), Redacted(), Text(text=" ")]
    return Paragraph(children=(*pieces, Text(text=_prose(seed + 3, 60))))


def _plain(seed: int, count: int) -> Paragraph:
    return Paragraph(children=(Text(text=_prose(seed, count)),))


def _story() -> Publication:
    body: list[Block] = [_mixed(100 * number) for number in range(8)]
    body += [Heading(level=1, children=(Text(text="A heading"),)), _plain(1, 900)]
    body.append(List(items=tuple(ListItem(children=(_plain(2000 + number, 25),)) for number in range(60))))
    body.append(
        Quote(children=tuple(_plain(3000 + number, 120) for number in range(6)), attribution=(Text(text="One"),))
    )
    body.append(CodeBlock(text="\n".join(f"line {number} = {number * 7919}" for number in range(120))))
    rows = tuple(
        Row(cells=tuple(Cell(children=(_plain(4000 + 9 * number + at, 4),)) for at in range(3))) for number in range(70)
    )
    head = Row(cells=tuple(Cell(children=(_plain(5000 + at, 1),)) for at in range(3)))
    body.append(Table(columns=(Column(),) * 3, header=(head,), rows=rows, caption=(Text(text="A long table"),)))
    body.append(_plain(6000, 700))
    return lone(*body, notes=(Footnote(key="n", children=(_plain(7000, 5),)),))


def _flat(text: str) -> str:
    return "".join(text.replace("\u00ad", "").split())


def _printed(publication: Publication, **settings: str) -> tuple[dict[str, str], list[str]]:
    """Return the page map, and the text of each page in the order of its content stream."""
    output = MemoryOutput()
    job = Job(options=make_options(PDF, settings), report=Report(), now=NOW)
    page_map = dict(PDF.write(publication, output, job) or {})
    with pikepdf.open(io.BytesIO(output.files[None])) as pdf:
        marked = [_page_text(page)[0] for page in pdf.pages]
    return page_map, [_flat("".join(text for _, text in sorted(page.items()))) for page in marked]


def _parted(book: Opened) -> dict[str, tuple[str, str]]:
    """Return for each printed page the kind of its mark and the text that follows it in the e-book."""
    pages: dict[str, tuple[str, str]] = {}
    label = ""

    def listen(element: ET.Element) -> None:
        nonlocal label
        if element.get(TYPE) == "pagebreak":
            label = element.get("aria-label", "")
            assert label not in pages
            pages[label] = (element.tag.removeprefix(XHTML), "")
        if element.get(TYPE) not in ("noteref", "backlink", "footnote") and element.get("class") != "redacted":
            for text in (element.text, *(part for child in element for part in (child, child.tail))):
                if isinstance(text, ET.Element):
                    listen(text)
                elif text and label:
                    kind, before = pages[label]
                    pages[label] = (kind, before + _flat(text))

    section = book.document("text/story.xhtml").find(f".//{XHTML}section")
    assert section is not None
    listen(section)
    return pages


@pytest.mark.parametrize("settings", [{}, {"paper": "a5", "columns": "2"}], ids=["one column", "two"])
def test_every_page_begins_with_the_same_words(settings: dict[str, str]) -> None:
    publication = _story()
    page_map, printed = _printed(publication, **settings)
    book = Opened(write(publication, page_map=page_map)[0])
    assert book.dead_links() == []
    pages = _parted(book)
    assert list(pages) == [str(number) for number in range(1, len(printed) + 1)]
    for label, (_, text) in pages.items():
        # bullets and the word on a redaction are the print edition's own
        start = printed[int(label) - 1].replace("•", "").replace("redacted", "")
        assert text[:20] in start[:60], label
    assert sum(kind == "span" for kind, _ in pages.values()) > len(pages) / 2
