"""The frame of a content document, and the names of places in it (https://www.w3.org/TR/epub-33/#sec-xhtml)."""

from __future__ import annotations

import re
from typing import Final

from exporters.digests import blake2s
from exporters.formats.epub.book import language_tag
from exporters.formats.epub.styles import STYLE_FILE
from exporters.formats.xmltext import escape_text, xml_id
from exporters.model.meta import Meta, text_direction
from exporters.patterns import pattern

# What stands upright in a vertical line: numbers of up to two digits. Tags, and what is set otherwise, are passed over.
_SHORT_NUMBER: Final = pattern(
    r"<(?P<kept>math|pre|code|svg)\b.*?</(?P=kept)>|<[^>]*>"
    r"|(?<![0-9A-Za-z.,:/&#-])(?P<number>[0-9]{1,2})(?![0-9A-Za-z.,:/-])",
    re.DOTALL,
)


def document(title: str, body: str, meta: Meta, *, folder: str = "../", vertical: bool = False) -> str:
    """Return an XHTML document in the language of the meta; `folder` leads from it to the folder of the package."""
    tag = language_tag(meta.language) or "und"
    turned = ' class="vertical"' if vertical else ""
    if vertical:
        body = _SHORT_NUMBER.sub(_upright, body)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
        f' xml:lang="{tag}" lang="{tag}" dir="{text_direction(meta.language, meta.direction)}"{turned}>\n<head>\n'
        f'<meta charset="UTF-8"/>\n<title>{escape_text(title)}</title>\n'
        f'<link rel="stylesheet" type="text/css" href="{folder}{STYLE_FILE}"/>\n</head>\n'
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def _upright(found: re.Match[str]) -> str:
    number = found["number"]
    return f'<span class="upright">{number}</span>' if number else found[0]


def id_of(anchor: str) -> str:
    """Return an anchor as an id: as it is, unless it holds other letters than old reading systems know in ids.

    EPUB allows every letter there, but calibre and readers of its generation do not find what a link names so.
    """
    plain = anchor.replace("-", "_")  # letters, digits and low lines, a letter first: sooner told than by a pattern
    if anchor.isascii() and plain.isidentifier() and anchor[0] not in "_-":
        return anchor
    name = xml_id(anchor)
    if name.isascii() and name[0].isalpha():
        return name
    return f"id.{blake2s(anchor.encode(errors='replace'), digest_size=6).hexdigest()}"


def fragment(anchor: str) -> str:
    """Return an anchor as the fragment of a URL within this book: its id, which has no letter that URLs escape."""
    return id_of(anchor)
