"""What a user can choose about a PDF."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from exporters.formats.pdf.standards import Standard
from exporters.options import OptionFile

LetterScaling = Annotated[float, msgspec.Meta(ge=0, le=3, multiple_of=0.5)]
"""Percent, in the steps of scaling.py."""


class PdfOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The options of the PDF format."""

    theme: Annotated[
        OptionFile,
        msgspec.Meta(
            description="The design: report, newspaper, filing, or a TOML file; report unless a layout is set"
        ),
    ] = OptionFile("")
    layout: Annotated[
        Literal["", "report", "newspaper", "filing"],
        msgspec.Meta(description="How stories stand on pages; each has a theme of its name. Else that of the theme"),
    ] = ""
    paper: Annotated[
        str,
        msgspec.Meta(
            description="a3, a4, a5, letter, legal, tabloid, or a size such as 210x297mm or 8.5x13in. Else the theme's",
        ),
    ] = ""
    columns: Annotated[
        Annotated[int, msgspec.Meta(ge=1, le=3)] | None,
        msgspec.Meta(description="Columns of the text: 1 to 3. Else the theme's"),
    ] = None
    standard: Annotated[
        Standard,
        msgspec.Meta(
            description="What the file claims: PDF/UA-1 or -2 (ua1), PDF/A-2 or -3 by level (a2a), PDF/X-4 (x4); with"
            " none there are no tags either"
        ),
    ] = "ua1+a2a"
    font_size_pt: Annotated[
        Annotated[float, msgspec.Meta(ge=6, le=20)] | None,
        msgspec.Meta(description="Size of the running text in points; the rest follows it. Else the theme's"),
    ] = None
    margin_mm: Annotated[
        Annotated[float, msgspec.Meta(ge=5, le=60)] | None,
        msgspec.Meta(description="Margin at the left and right in millimetres. Else the theme's"),
    ] = None
    justify: Annotated[
        bool | None, msgspec.Meta(description="Set paragraphs flush on both sides. Else as the theme says")
    ] = None
    hyphenate: Annotated[bool | None, msgspec.Meta(description="Divide words at line ends. Else as the theme says")] = (
        None
    )
    letter_scaling: Annotated[
        LetterScaling | None,
        msgspec.Meta(
            description="By how many percent letters may be wider or narrower, so that flush lines come out even: 0"
            " to 3 in halves. Else as the theme says"
        ),
    ] = None
    notes: Annotated[
        Literal["page", "end"],
        msgspec.Meta(description="Where notes stand: at the foot of their page, or at the end of their story"),
    ] = "page"
    paragraph_numbers: Annotated[
        bool, msgspec.Meta(description="Number the paragraphs in the margin (\u00b6), as every format counts them")
    ] = False
    line_numbers: Annotated[
        bool | None, msgspec.Meta(description="Number the lines of each page in the margin. Else as the theme says")
    ] = None
    court: Annotated[str, msgspec.Meta(description="layout=filing: the court; else that of the first source")] = ""
    case: Annotated[
        str, msgspec.Meta(description="layout=filing: the parties, as A v. B; else as the sources' titles name them")
    ] = ""
    docket: Annotated[str, msgspec.Meta(description="layout=filing: number of the docket; else the first source's")] = (
        ""
    )
    exhibit: Annotated[
        str,
        msgspec.Meta(
            description="Stamp on the first page, such as Exhibit A; further stories count on from it", max_length=120
        ),
    ] = ""
    bates: Annotated[
        str,
        msgspec.Meta(
            description="Number in the foot of the first page, such as ABC-000001; pages count on from it",
            max_length=60,
        ),
    ] = ""
    watermark: Annotated[
        str,
        msgspec.Meta(
            description="Words that stand aslant behind the text of every page, such as DRAFT", max_length=120
        ),
    ] = ""
    page_map: Annotated[
        bool, msgspec.Meta(description="Write beside the PDF, as JSON, on which page each block begins")
    ] = False
    note_numbers: Annotated[
        Literal["story", "page"],
        msgspec.Meta(description="Number notes through each story, as every format does, or anew on each page"),
    ] = "story"
    page_references: Annotated[
        bool, msgspec.Meta(description="Say after each link within the document on which page it leads")
    ] = False
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
    jobs: Annotated[
        int,
        msgspec.Meta(
            ge=0, le=64, description="Processes that lay out stories beside each other; 0: as many as pay. Same bytes"
        ),
    ] = 0
    bleed_mm: Annotated[
        float, msgspec.Meta(ge=0, le=20, description="What is printed beyond the edge and cut off, in millimetres")
    ] = 0.0
    marks: Annotated[
        Literal["none", "crop", "all"],
        msgspec.Meta(description="Marks around the page: to cut by, or also crosses and patches for the press"),
    ] = "none"
    colours: Annotated[
        Literal["rgb", "grey", "cmyk"],
        msgspec.Meta(description="Colours as on screens, in shades of grey, or in the inks of a press"),
    ] = "rgb"
    profile: Annotated[
        OptionFile, msgspec.Meta(description="The ICC profile of the press, for colours=cmyk and standard=x4")
    ] = OptionFile("")
