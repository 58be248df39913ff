"""An e-book read back: its members, documents and package, for tests that ask what a reader is given."""

from __future__ import annotations

import io
import posixpath
import zipfile
from datetime import UTC, datetime
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from exporters.contract import Job, PageMap
from exporters.formats.epub import FORMAT
from exporters.model.meta import Meta
from exporters.model.nodes import Block
from exporters.model.outline import number_article
from exporters.model.publication import Article, Footnote, Publication, Resource, lone_story
from exporters.options import make_options
from exporters.report import Report
from exporters.testing import PIXEL, MemoryOutput

NOW = datetime(2025, 11, 24, 12, tzinfo=UTC)
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
XHTML = "{http://www.w3.org/1999/xhtml}"
TYPE = "{http://www.idpf.org/2007/ops}type"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
PICTURE = Resource(name="images/pixel.png", media_type="image/png", width=1, height=1)


class Opened:
    """An EPUB file, opened."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.names = archive.namelist()
            self.members = {name: archive.read(name) for name in self.names}
        self.package = ET.fromstring(self.members["EPUB/content.opf"])

    def document(self, name: str) -> ET.Element:
        """Return a document below the folder of the package."""
        return ET.fromstring(self.members[f"EPUB/{name}"])

    def texts(self) -> list[str]:
        """Return the names of the content documents in reading order."""
        hrefs = {item.get("id"): unquote(item.get("href", "")) for item in self.package.iter(f"{OPF}item")}
        return [hrefs[item.get("idref")] for item in self.package.iter(f"{OPF}itemref")]

    def properties(self, name: str) -> list[str]:
        """Return the values of a metadata property, such as `schema:accessMode`."""
        found = (meta for meta in self.package.iter(f"{OPF}meta") if meta.get("property") == name)
        return [meta.text or "" for meta in found]

    def core(self, name: str) -> list[str]:
        """Return the values of a Dublin Core element."""
        return [element.text or "" for element in self.package.iter(f"{DC}{name}")]

    def dead_links(self) -> list[str]:
        """Return the links, within the book, to files or ids that are not there."""
        documents = {name: self.document(name) for name in self.hrefs("application/xhtml+xml")}
        ids = {name: {element.get("id") for element in root.iter()} for name, root in documents.items()}
        dead = []
        for name, root in documents.items():
            for element in root.iter():
                target = element.get("href") or element.get("src")
                if target is None or ":" in target:
                    continue
                path, _, fragment = target.partition("#")
                file = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(path))) if path else name
                if f"EPUB/{file}" not in self.members or (fragment and unquote(fragment) not in ids[file]):
                    dead.append(f"{name}: {target}")
        return dead

    def hrefs(self, media_type: str) -> list[str]:
        """Return the names of the files of this type."""
        items = self.package.iter(f"{OPF}item")
        return [unquote(item.get("href", "")) for item in items if item.get("media-type") == media_type]


def heard(root: ET.Element) -> list[str]:
    """Return the words of a document as they are heard: pictures by description, formulas as TeX, no note marks."""
    parts: list[str] = []

    def listen(element: ET.Element) -> None:
        if element.tag not in _WITHIN_WORDS:
            parts.append(" ")
        if element.get(TYPE) not in ("noteref", "backlink"):
            parts.append(element.get("alttext") or element.get("alt") or element.text or "")
            for child in element if not element.get("alttext") else ():
                listen(child)
                parts.append(child.tail or "")
        if element.tag not in _WITHIN_WORDS:
            parts.append(" ")

    body = root.find(f"{XHTML}body")
    listen(root if body is None else body)
    return "".join(parts).split()


def is_subsequence(words: list[str], of: list[str]) -> bool:
    """Return whether the words come in this order, whatever stands between them."""
    rest = iter(of)
    return all(word in rest for word in words)


_PHRASES = "a abbr b bdi code dfn em i img ins kbd mark q s samp small span strong sub sup time u var"
_WITHIN_WORDS = {f"{XHTML}{name}" for name in _PHRASES.split()} | {"{http://www.w3.org/1998/Math/MathML}math"}


def write(
    publication: Publication, *, page_map: PageMap | None = None, picture: bytes = PIXEL, **settings: str
) -> tuple[bytes, Report]:
    """Return the bytes of the e-book and what was reported."""
    output, report = MemoryOutput(), Report()
    job = Job(
        options=make_options(FORMAT, settings),
        report=report,
        now=NOW,
        read_asset={resource.name: picture for resource in publication.resources}.__getitem__,
        page_map=page_map,
    )
    FORMAT.write(publication, output, job)
    return output.files[None], report


def opened(publication: Publication, **more: object) -> Opened:
    """Return the publication as an e-book, opened."""
    return Opened(write(publication, **more)[0])  # type: ignore[arg-type]


def story(*body: Block, notes: tuple[Footnote, ...] = (), title: str = "A story", **meta: object) -> Article:
    """Return a numbered story with this body."""
    told = Meta(title=title, **{"slug": "story", **meta})  # type: ignore[arg-type]
    return number_article(Article(meta=told, body=body, notes=notes))


def lone(*body: Block, **more: object) -> Publication:
    """Return a publication of one story, with a picture of one pixel."""
    return lone_story(story(*body, **more), (PICTURE,))  # type: ignore[arg-type]
