"""reportlab's inner parts: the few that the canvas leans on, and the proof that they are as expected.

reportlab knows no tags, no object streams and no page boxes below 0; what is used of it is its document, which numbers
objects and knows fonts and pictures, without its pages and its writer. `check_reportlab` tries all of that before the
first page is drawn.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from importlib import import_module
from types import ModuleType
from typing import Any

import PIL

from exporters.errors import FormatError


class _LaterModule(ModuleType):
    """A module that is imported when something of it is asked for."""

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self.__name__), name)


def _document_module() -> Any:
    """Return reportlab's module of documents.

    It is loaded without Pillow, which only reportlab's own pictures need and which takes as long as all the rest.
    """
    package: Any = PIL
    if "PIL.Image" in sys.modules:
        return import_module("reportlab.pdfbase.pdfdoc")
    later = package.Image = _LaterModule("PIL.Image")
    try:
        return import_module("reportlab.pdfbase.pdfdoc")
    finally:
        if package.Image is later:
            del package.Image


_pdfdoc = _document_module()
PDFDictionary: Any = _pdfdoc.PDFDictionary
PDFDocument: Any = _pdfdoc.PDFDocument
PDFObject: Any = _pdfdoc.PDFObject
PDFObjectReference: Any = _pdfdoc.PDFObjectReference
PDFStream: Any = _pdfdoc.PDFStream


class Spelled(PDFObject):  # type: ignore[misc]  # reportlab has no types
    """An object already spelled as PDF."""

    def __init__(self, body: bytes) -> None:
        self.body = body

    def format(self, _document: Any) -> bytes:
        return self.body


class FiledPage(PDFObject):  # type: ignore[misc]  # reportlab has no types
    """A page, spelled but for the numbers of its content streams."""

    def __init__(self, head: str, contents: list[int]) -> None:
        self.head = head
        self.contents = contents

    def format(self, _document: Any) -> bytes:
        streams = " ".join(f"{number} 0 R" for number in self.contents)
        return f"{self.head} /Contents {streams if len(self.contents) == 1 else f'[{streams}]'}>>".encode("ascii")


def spelled_stream(deflated: bytes) -> Spelled:
    """Return a stream object of data that is deflated already, with nothing else to say of it."""
    return Spelled(b"<</Filter /FlateDecode /Length %d>>\nstream\n%sendstream\n" % (len(deflated), deflated))


def encoded_stream(data: bytes, entries: dict[str, str]) -> Any:
    """Return a stream object of data that is encoded as its `entries` say."""
    return PDFStream(PDFDictionary(dict(entries)), data, [])


def deflated_stream(data: bytes, entries: dict[str, str]) -> Any:
    """Return a stream object of data that is deflated already."""
    return encoded_stream(data, {**entries, "Filter": "/FlateDecode"})


def new_document() -> Any:
    """Return reportlab's document. Raises FormatError unless it still has the inner parts that this room uses."""
    check_reportlab()
    return _document()


def _document() -> Any:
    return PDFDocument(compression=0, invariant=1, pdfVersion=(1, 7))


@lru_cache(maxsize=1)
def check_reportlab() -> None:
    """Raise FormatError unless reportlab still has the inner parts that this room uses."""
    try:
        document = _document()
        document.Reference(Spelled(b"<<>>"), "Named")
        named = document.idToObjectNumberAndVersion["Named"][0]
        unnamed = document.Reference(deflated_stream(b"x", {"Type": "/XObject"})).name
        number = document.idToObjectNumberAndVersion[unnamed][0]
        spelled = document.idToObject[document.numberToId[number]].format(document)
        sound = (
            number == named + 1 == document.objectcounter
            and PDFObjectReference("Named").format(document) == b"%d 0 R" % named
            and b"/Type /XObject" in spelled
            and b"/Filter /FlateDecode" in spelled
            and spelled.endswith(b"\nstream\nxendstream\n")
            and document.idToObject["BasicFonts"].dict == {}
            and document.fontMapping == {}
        )
    except (AttributeError, KeyError, TypeError) as exc:
        raise FormatError(_REFUSAL, remedy=_REMEDY) from exc
    if not sound:
        raise FormatError(_REFUSAL, remedy=_REMEDY)


_REFUSAL = "the installed reportlab is built differently inside than the PDF format expects"
_REMEDY = 'Install a tested version: pip install "reportlab>=5.1,<6"'
