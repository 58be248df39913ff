"""reportlab's inner parts: the few that the canvas leans on, and the proof that they are as expected.

reportlab knows no tags, no object streams and no page boxes below 0; what it keeps of a document is used without its
own writer. `check_reportlab` tries all of that before the first page is drawn.
"""

# ruff: noqa: SLF001 - touching reportlab's privates is what this module is for
from __future__ import annotations

import zlib
from functools import lru_cache
from io import BytesIO
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFObject, PDFObjectReference, PDFPage, PDFStream
from reportlab.pdfgen.canvas import Canvas

from exporters.errors import FormatError

PAGE_KEYS = [*PDFPage.__NoDefault__, "StructParents", "Tabs"]


class Spelled(PDFObject):  # type: ignore[misc]  # reportlab has no types
    """An object already spelled as PDF."""

    def __init__(self, body: bytes) -> None:
        self.body = body

    def format(self, _document: Any) -> bytes:
        return self.body


class PlainCanvas(Canvas):  # type: ignore[misc]  # reportlab has no types
    """A canvas that puts no font of its own choice on the page."""

    def _make_preamble(self) -> None:
        self._preamble = ""


def encoded_stream(data: bytes, entries: dict[str, str]) -> Any:
    """Return a stream object of data that is encoded as its `entries` say."""
    return PDFStream(PDFDictionary(dict(entries)), data, [])


def deflated_stream(data: bytes, entries: dict[str, str]) -> Any:
    """Return a stream object of data that is deflated already."""
    return encoded_stream(data, {**entries, "Filter": "/FlateDecode"})


@lru_cache(maxsize=1)
def check_reportlab() -> None:
    """Raise FormatError unless reportlab still has the inner parts that this module uses."""
    canvas = PlainCanvas(BytesIO(), invariant=1, pageCompression=0, pdfVersion=(1, 7))
    document = canvas._doc
    try:
        canvas._code.append("0 0 1 1 re f")
        canvas._formsinuse.append("I1")
        canvas._annotationrefs.append(document.Reference(Spelled(b"<<>>"), "Link1"))
        document.Reference(deflated_stream(b"x", {}), "FormXob.I1")
        canvas.showPage()
        page = document.Pages.pages[-1]
        page.__NoDefault__ = PAGE_KEYS
        page.Tabs = "/S"
        page.MediaBox, page.TrimBox = "[-1 -1 9 9]", "[0 0 8 8]"
        page.StructParents = 7
        page.Contents = deflated_stream(zlib.compress(page.stream.encode("latin-1")), {})
        key = document.numberToId[document.idToObjectNumberAndVersion[page.__InternalName__][0]]
        spelled = document.idToObject[key].format(document)
        sound = (
            isinstance(document.Reference(document.Pages), PDFObjectReference)
            and all(
                part in spelled
                for part in (
                    b"/Tabs /S",
                    b"/MediaBox [-1 -1 9 9]",
                    b"/TrimBox [0 0 8 8]",
                    b"/StructParents 7",
                    b"/Contents",
                    b"/FormXob.I1",
                    b"/Annots",
                )
            )
            and deflated_stream(b"x", {}).format(document).endswith(b"endstream\n")
            and not canvas._code
        )
    except (AttributeError, KeyError, TypeError) as exc:
        raise FormatError(_REFUSAL, remedy=_REMEDY) from exc
    if not sound:
        raise FormatError(_REFUSAL, remedy=_REMEDY)


_REFUSAL = "the installed reportlab is built differently inside than the PDF format expects"
_REMEDY = 'Install a tested version: pip install "reportlab>=5.1,<6"'
