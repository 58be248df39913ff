"""A PDF read back as a screen reader meets it: the structure tree in order, each element with its text.

Independent of how the file was written: text comes from the content streams through the fonts' ToUnicode maps.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import page as judge
import pikepdf

from exporters.formats.pdf import FORMAT
from exporters.model.meta import Meta
from exporters.model.nodes import Block, Paragraph, Text
from exporters.model.outline import number_publication
from exporters.model.publication import Article, Footnote, Publication, Resource
from exporters.report import Report
from exporters.testing import write_to_memory
from tests.formats.pdf.outlines import is_misread_width

_MAPPING = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")


@dataclass
class Seen:
    """One element: its type as written, the text of its own content, its kids, its dictionary."""

    tag: str
    entry: Any  # pikepdf's objects know their keys at run time only
    text: str = ""
    kids: list[Seen] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    def walk(self) -> Iterator[Seen]:
        """Yield this element and all below it in reading order."""
        yield self
        for kid in self.kids:
            yield from kid.walk()

    @property
    def all_text(self) -> str:
        """The text of this element and all below it, in reading order, white space made single."""
        return " ".join("".join(self.pieces).split())


@dataclass
class Read:
    """A whole document."""

    pdf: pikepdf.Pdf
    root: Seen
    artifacts: list[str]

    def all(self, tag: str) -> list[Seen]:
        """Return the elements of this type in reading order."""
        return [seen for seen in self.root.walk() if seen.tag == tag]

    @property
    def text(self) -> str:
        """The text of the document in reading order."""
        return self.root.all_text


def read_pdf(data: bytes) -> Read:
    """Return the document read back."""
    pdf = pikepdf.open(io.BytesIO(data))
    contents: dict[tuple[int, int], str] = {}
    artifacts: list[str] = []
    pages: list[Any] = list(pdf.pages)
    for page in pages:
        marked, loose = _page_text(page)
        contents.update({(page.objgen[0], mcid): text for mcid, text in marked.items()})
        artifacts.append(loose)
    return Read(pdf, _seen(pdf.Root.StructTreeRoot.K, contents), artifacts)


def _seen(entry: Any, contents: dict[tuple[int, int], str]) -> Seen:
    seen = Seen(str(entry.S)[1:], entry)
    kids = entry.get("/K", pikepdf.Array())
    for kid in list(kids) if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            text = contents[entry.Pg.objgen[0], kid]
        elif kid.get("/Type") == "/MCR":
            text = contents[kid.Pg.objgen[0], int(kid.MCID)]
        elif kid.get("/Type") == "/OBJR":
            continue
        else:
            below = _seen(kid, contents)
            seen.kids.append(below)
            seen.pieces.extend(below.pieces)
            continue
        seen.text += text
        seen.pieces.append(text)
    return seen


def _page_text(page: Any) -> tuple[dict[int, str], str]:
    """Return the text of each stretch of marked content by its number, and the text of artifacts."""
    fonts = {name: _unicode_map(font) for name, font in page.Resources.get("/Font", {}).items()}
    marked: dict[int, str] = {}
    loose = ""
    stack: list[tuple[str, int, str | None]] = []
    mapping: dict[int, str] = {}
    for item in pikepdf.parse_content_stream(page):
        operator, operands = str(item.operator), list(item.operands)
        if operator in ("BDC", "BMC"):
            details = operands[1] if operator == "BDC" else pikepdf.Dictionary()
            actual = str(details["/ActualText"]) if "/ActualText" in details else None
            stack.append((str(operands[0]), int(details.get("/MCID", -1)), actual))
            if "/MCID" in details:
                marked.setdefault(int(details.MCID), "")
            if actual is not None:
                owner = next((mcid for _, mcid, _ in reversed(stack) if mcid >= 0), -1)
                marked[owner] = marked.get(owner, "") + actual
        elif operator == "EMC":
            stack.pop()
        elif operator == "Tf":
            mapping = fonts[str(operands[0])]
        elif operator in ("Tj", "TJ"):
            assert stack, "text stands in marked content"
            strings = operands[0] if operator == "TJ" else operands
            text = "".join(_decoded(bytes(s), mapping) for s in strings if isinstance(s, pikepdf.String))
            if any(actual is not None for _, _, actual in stack):
                continue
            owner = next((mcid for _, mcid, _ in reversed(stack) if mcid >= 0), -1)
            if owner >= 0:
                marked[owner] += text
            else:
                loose += text + " "
    assert not stack, "marks are closed"
    return marked, loose


def _unicode_map(font: Any) -> dict[int, str]:
    found: dict[int, str] = {}
    for code, text in _MAPPING.findall(font.ToUnicode.read_bytes()):
        found.setdefault(int(code, 16), bytes.fromhex(text.decode()).decode("utf-16-be"))
    return found


def _decoded(data: bytes, mapping: dict[int, str]) -> str:
    codes = (int.from_bytes(data[index : index + 2], "big") for index in range(0, len(data), 2))
    return "".join(mapping[code] for code in codes)


# ------------------------------------------------------------------------------------------------ writing and judging


def story(*body: Block, title: str = "A story", notes: tuple[Footnote, ...] = (), **meta: object) -> Publication:
    """Return a lone story with this body, numbered."""
    article = Article(meta=Meta(title=title, slug="a-story", **meta), body=body, notes=notes)  # type: ignore[arg-type]
    return number_publication(Publication(meta=article.meta, contents=(article,)))


def paragraph(text: str) -> Paragraph:
    """Return a paragraph of plain text."""
    return Paragraph(children=(Text(text=text),))


def written(publication: Publication, **settings: str) -> tuple[bytes, Report]:
    """Return the bytes of the publication's PDF and what was reported."""
    files, report = write_to_memory(FORMAT, publication, **settings)
    return files[None], report


def read_story(*body: Block, resources: tuple[Resource, ...] = (), **settings: str) -> Read:
    """Return a lone story of these blocks, written, judged and read back."""
    publication = story(*body)
    if resources:
        publication = Publication(meta=publication.meta, contents=publication.contents, resources=resources)
    data, _ = written(publication, **settings)
    assert failures(data) == []
    return read_pdf(data)


PROFILES = {"ua1": judge.ValidationProfile.PDF_UA_1, "a2a": judge.ValidationProfile.PDF_A_2A}


def failures(data: bytes, standards: tuple[str, ...] = ("ua1", "a2a")) -> list[str]:
    """Return what an independent validator finds against these standards: the rules broken, each once."""
    found: list[str] = []
    for standard in standards:
        report = judge.validate_pdf_bytes(data, profile=PROFILES[standard], limits=judge.SafetyLimits.unlimited())
        messages = dict.fromkeys(f"{failure.rule_id}: {failure.message}" for failure in report.failures)
        found.extend(f"{standard}: {message}" for message in messages if not is_misread_width(data, message))
    return found
