"""Bytes to characters that every format can hold: encodings guessed with care, what XML forbids dropped."""

from __future__ import annotations

from exporters.errors import SourceError
from exporters.model.place import Place
from exporters.patterns import pattern
from exporters.report import Report

LARGEST_SOURCE = 32 * 1024 * 1024
"""Bytes that a story may have; the largest book met in practice has 5 MB."""

_OTHER_FILES = {
    b"PK\x03\x04": "a Word file, an e-book or another archive",
    b"\xd0\xcf\x11\xe0": "an old Word or Excel file",
    b"%PDF-": "a PDF",
    b"{\\rtf": "a file of rich text",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a compressed file",
}
"""How files begin that are taken for stories by mistake, and what they are."""

# The complement of Char in https://www.w3.org/TR/xml/#charsets, and the two non-characters at the end of the plane.
FORBIDDEN = pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_ASCII = bytes(range(0x80))
_FORBIDDEN_IN_ASCII = bytes({*range(0x20), 0x7F} - {0x09, 0x0A, 0x0D})


def decode(data: bytes, name: str, report: Report) -> str:
    """Return the text of a file: UTF-8, with or without byte-order mark, UTF-16 with one, else Windows-1252.

    Line ends become line feeds. Raises SourceError for a file over the limit, or one that is no text.
    """
    place = Place(name)
    if len(data) > LARGEST_SOURCE:
        raise SourceError(
            f"the file has {len(data):,} bytes, more than {LARGEST_SOURCE:,}",
            place,
            "Split it",
            code="source-too-large",
        )
    kind = next((kind for start, kind in _OTHER_FILES.items() if data.startswith(start)), "")
    if kind:
        raise SourceError(
            f"this is {kind}, not text",
            place,
            "Save it as Markdown, HTML or plain text, and export that",
            code="source-not-text",
        )
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", errors="replace")
    else:
        zeros = data.count(b"\x00", 0, 4096)
        if zeros > max(8, len(data[:4096]) // 50):
            raise _no_text(place)
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as exc:
            if zeros:  # such as a TIFF or a bitmap: no text in Windows-1252 holds even one
                raise _no_text(place) from exc
            line = data.count(b"\n", 0, exc.start) + 1
            report.warning(
                "encoding-guessed",
                "the file is not UTF-8; it is read as Windows-1252",
                Place(name, line),
                "Save it as UTF-8",
            )
            text = data.removeprefix(b"\xef\xbb\xbf").decode("cp1252", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _no_text(place: Place) -> SourceError:
    return SourceError("this is no text file", place, "Export text, Markdown or HTML", code="source-not-text")


def clean_text(text: str, name: str, first_line: int, report: Report) -> str:
    """Return the text without characters that no XML document may hold; where there were some is reported."""
    found = FORBIDDEN.search(text) if _may_be_forbidden(text) else None
    if found is None:
        return text
    line = text.count("\n", 0, found.start())
    column = found.start() - text.rfind("\n", 0, found.start())
    cleaned, count = FORBIDDEN.subn("", text)
    report.warning(
        "characters-dropped",
        f"{count} control character{'s' if count > 1 else ''} or unpaired surrogate{'s' if count > 1 else ''} left out",
        Place(name, first_line + line, column),
        "Remove what cannot be printed",
    )
    return cleaned


def _may_be_forbidden(text: str) -> bool:
    """Return whether a text must be searched for what XML forbids; ten times as fast as the search."""
    data = text.encode(errors="surrogatepass")
    if len(data.translate(None, _FORBIDDEN_IN_ASCII)) < len(data):
        return True
    beyond = data.translate(None, _ASCII).decode(errors="surrogatepass")
    return not beyond.isprintable() and FORBIDDEN.search(beyond) is not None  # none of them can be printed
