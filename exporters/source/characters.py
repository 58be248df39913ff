"""Bytes to characters that every format can hold: encodings guessed with care, what XML forbids dropped."""

from __future__ import annotations

from typing import NamedTuple

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

_MARK = b"\xef\xbb\xbf"

# The complement of Char in https://www.w3.org/TR/xml/#charsets, and the two non-characters at the end of the plane.
FORBIDDEN = pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_ASCII = bytes(range(0x80))
_FORBIDDEN_IN_ASCII = bytes({*range(0x20), 0x7F} - {0x09, 0x0A, 0x0D})
_FORBIDDEN_BEGIN = b"\xc2\xed\xef"
"""The first bytes of all others in UTF-8."""


class SourceText(NamedTuple):
    """A text, its UTF-8, and the file of which first looks are asked: it has all ASCII of the text but for line ends.

    The bytes are those that were read, where nothing was changed: to encode a text takes longer than to search it.
    """

    text: str
    data: bytes
    file: bytes


def decode(data: bytes, name: str, report: Report) -> SourceText:
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
    if data.startswith(tuple(_OTHER_FILES)):
        kind = next(kind for start, kind in _OTHER_FILES.items() if data.startswith(start))
        raise SourceError(
            f"this is {kind}, not text",
            place,
            "Save it as Markdown, HTML or plain text, and export that",
            code="source-not-text",
        )
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = _with_line_feeds(data.decode("utf-16", errors="replace"))
        encoded = text.encode()
        return SourceText(text, encoded, encoded)
    zeros = data.count(b"\x00", 0, 4096)
    if zeros > max(8, len(data[:4096]) // 50):
        raise _no_text(place)
    plain = data.removeprefix(_MARK)
    try:
        text = plain.decode()
    except UnicodeDecodeError as exc:
        if zeros:  # such as a TIFF or a bitmap: no text in Windows-1252 holds even one
            raise _no_text(place) from exc
        line = plain.count(b"\n", 0, exc.start) + 1
        report.warning(
            "encoding-guessed",
            "the file is not UTF-8; it is read as Windows-1252",
            Place(name, line),
            "Save it as UTF-8",
        )
        text = _with_line_feeds(plain.decode("cp1252", errors="replace"))
        return SourceText(text, text.encode(), data)
    if 0x0D in plain:  # a carriage return
        text = _with_line_feeds(text)
        return SourceText(text, text.encode(), data)
    return SourceText(text, plain, data)


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _no_text(place: Place) -> SourceError:
    return SourceError("this is no text file", place, "Export text, Markdown or HTML", code="source-not-text")


def clean_end(source: SourceText, end: str, name: str, first_line: int, report: Report) -> SourceText:
    """Return this end of a text as `clean_text` does."""
    before = source.text[: len(source.text) - len(end)]
    data = source.data[len(before.encode()) :] if before else source.data
    if _may_be_forbidden(data):
        cleaned = _cleaned(end, name, first_line, report)
        if cleaned is not end:
            data = cleaned.encode()
            return SourceText(cleaned, data, data)  # characters may have come together
    return SourceText(end, data, source.file)


def clean_text(text: str, name: str, first_line: int, report: Report) -> str:
    """Return the text without characters that no XML document may hold; where there were some is reported."""
    if not _may_be_forbidden(text.encode(errors="surrogatepass")):
        return text
    return _cleaned(text, name, first_line, report)


def _cleaned(text: str, name: str, first_line: int, report: Report) -> str:
    found = FORBIDDEN.search(text)
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


def _may_be_forbidden(data: bytes) -> bool:
    """Return whether a text must be searched for what XML forbids; in most no byte of such is, which is seen soon."""
    holds = data.__contains__
    if any(map(holds, _FORBIDDEN_IN_ASCII)):
        return True
    if not any(map(holds, _FORBIDDEN_BEGIN)):
        return False
    beyond = data.translate(None, _ASCII).decode(errors="surrogatepass")
    # none of them can be printed, nor can the space that does not break, which many texts have
    return not beyond.replace("\xa0", "").isprintable() and FORBIDDEN.search(beyond) is not None
