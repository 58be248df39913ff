"""The closing lines of a file: what its stories rest on, publisher, rights, licence, address, as print has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exporters.formats.closing import cited_lines, closing_lines
from exporters.model.nodes import Link, Text
from exporters.words import words_for

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exporters.formats.docx.body import BodyRenderer
    from exporters.model.meta import Meta, Source

_SPACE: Final = 480
"""Above the line that parts them from the text, in twentieths of a point."""


def closing(writer: BodyRenderer, meta: Meta, sources: Iterable[Source] = ()) -> tuple[str, str]:
    """Return the list of sources with its heading, and the lines below; either may be nothing.

    The list is worth a page of its own; the lines alone stand below the text, a line between them.
    """
    words = words_for(meta.language)
    cited = cited_lines(sources, words)
    listed = writer.emit(writer.words_run(words.sources), "TOC Heading", keep_next=True, before=0) if cited else ""
    listed += "".join(writer.emit(writer.words_run(line), "Closing Line") for line in cited)
    lines = closing_lines(meta)
    made = []
    for position, line in enumerate(lines):
        shown = writer.inlines((Link(line, (Text(line),)),)) if _is_address(line) else writer.words_run(line)
        first, last = position == 0, position == len(lines) - 1
        made.append(
            writer.emit(shown, "Closing Line", keep_next=not last, ruled=first, before=_SPACE if first else None)
        )
    return listed, "".join(made)


def _is_address(line: str) -> bool:
    return line.startswith(("https://", "http://"))
