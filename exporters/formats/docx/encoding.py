"""Parts as bytes: without characters that XML forbids, and the text of the document packed while it is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from exporters.errors import FormatError
from exporters.formats.xmltext import drop_forbidden, holds_forbidden
from exporters.formats.zipped import FAST_LEVEL, Packed
from exporters.report import Report

if TYPE_CHECKING:
    from xml.parsers.expat import XMLParserType


def encoded(text: str, report: Report) -> bytes:
    """Return a part as bytes, without characters that XML forbids."""
    return _clean([text], report)


def packed(stretches: Iterable[Sequence[str]], report: Report, *, rewritten: bool, digested: bool) -> Packed:
    """Return the text of the document, which comes in stretches of blocks, compressed.

    Each is bytes, compressed and forgotten before the next is written, so that the text is in memory nowhere as a
    whole. Markup is well-formed as it is made, which tests hold of whatever a publication may be. What was `rewritten`
    afterwards, for tracked changes and comments, is parsed: Word would refuse the whole file for one tag, so
    FormatError is raised. That takes a quarter of the time to write, which is why the rest goes without.
    """
    made = Packed(FAST_LEVEL, digested=digested)
    parser = _parser() if rewritten else None
    for blocks in stretches:
        content = _clean(blocks, report)
        made.add(content)
        if parser is not None:
            _parse(parser, content)
    if parser is not None:
        _parse(parser, b"", last=True)
    return made


def _clean(pieces: Sequence[str], report: Report) -> bytes:
    """Return these pieces as bytes, without characters that XML forbids, which are reported."""
    try:
        content = b"".join([piece.encode() for piece in pieces])
        if not holds_forbidden(content):
            return content
    except UnicodeEncodeError:  # a lone surrogate
        pass
    report.warning(
        "docx-character",
        "characters that no Word file may hold were left out",
        remedy="Remove control characters from the source",
    )
    return b"".join([drop_forbidden(piece).encode() for piece in pieces])


def _parser() -> XMLParserType:
    from xml.parsers import expat

    return expat.ParserCreate()


def _parse(parser: XMLParserType, content: bytes, *, last: bool = False) -> None:
    """Read on; FormatError for what is not well-formed."""
    from xml.parsers import expat

    try:
        parser.Parse(content, last)
    except expat.ExpatError as exc:
        raise FormatError(f"the Word file would not be well-formed: {exc}", remedy="Report this as a bug") from exc
