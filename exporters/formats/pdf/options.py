"""What a user can choose about a PDF."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from exporters.formats.pdf.standards import Standard

MM = 72 / 25.4
"""Points in a millimetre."""

PAPERS_PT = {"a4": (210 * MM, 297 * MM), "letter": (612.0, 792.0)}


class PdfOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The options of the PDF format."""

    paper: Annotated[Literal["a4", "letter"], msgspec.Meta(description="Size of the page")] = "a4"
    standard: Annotated[
        Standard,
        msgspec.Meta(description="What the file claims: PDF/UA-1 (ua1), PDF/A-2 or -3 by level (a2a), both, or none"),
    ] = "ua1+a2a"
    font_size_pt: Annotated[
        float,
        msgspec.Meta(ge=7, le=20, description="Size of the running text in points; the rest follows it"),
    ] = 10.5
    margin_mm: Annotated[
        float, msgspec.Meta(ge=10, le=60, description="Margin at the left and right in millimetres")
    ] = 32.0
    justify: Annotated[bool, msgspec.Meta(description="Set paragraphs flush on both sides")] = True
    hyphenate: Annotated[bool, msgspec.Meta(description="Divide words at line ends")] = True
    notes: Annotated[
        Literal["page", "end"],
        msgspec.Meta(description="Where notes stand: at the foot of their page, or at the end of their story"),
    ] = "page"
    contents: Annotated[bool, msgspec.Meta(description="Give a publication of several stories a list of contents")] = (
        True
    )
    contents_depth: Annotated[
        int,
        msgspec.Meta(ge=1, le=4, description="Levels in the contents: 1 lists stories, 2 also their headings"),
    ] = 1
    colophon: Annotated[bool, msgspec.Meta(description="End with publisher, rights, licence and address")] = True
    wide_tables: Annotated[
        Literal["turn", "shrink"],
        msgspec.Meta(description="What becomes of tables wider than the page: a page on its side, or smaller type"),
    ] = "turn"
    table_style: Annotated[
        Literal["rules", "zebra", "grid"],
        msgspec.Meta(description="What tells the rows of tables apart: hairlines, tints as well, or a grid"),
    ] = "rules"
