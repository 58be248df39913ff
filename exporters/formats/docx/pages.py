"""Pages: paper, margins, sections, and the running head and foot with their fields."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from exporters.formats.docx.markup import document, field, paragraph, run

PaperName = Literal["a4", "letter"]

_MARGIN: Final = 1700  # 30 mm: about 75 letters in a line of the text's size
_TOP: Final = 1600
_BOTTOM: Final = 1500
_EDGE: Final = 794
_EMU: Final = 635  # English Metric Units in a twentieth of a point


class Paper(msgspec.Struct, frozen=True):
    """A sheet, in twentieths of a point (17.18.81)."""

    width: int
    height: int

    @property
    def text_width(self) -> int:
        """The width of a line."""
        return self.width - 2 * _MARGIN

    @property
    def text_height(self) -> int:
        """The height that text can fill."""
        return self.height - _TOP - _BOTTOM


PAPERS: Final[dict[PaperName, Paper]] = {"a4": Paper(11906, 16838), "letter": Paper(12240, 15840)}


def emu(twentieths: int) -> int:
    """Return a length in twentieths of a point as English Metric Units, in which pictures are measured."""
    return twentieths * _EMU


def section(paper: Paper, *, header: str = "", footer: str = "", rtl: bool = False, next_page: bool = True) -> str:
    """Return the properties of a section (17.6.17). Its first page has no header.

    `header` and `footer` are ids of relationships; the footer stands on every page.
    """
    references = f'<w:headerReference w:type="default" r:id="{header}"/>' if header else ""
    if footer:
        references += "".join(f'<w:footerReference w:type="{kind}" r:id="{footer}"/>' for kind in ("default", "first"))
    kind = "" if next_page else '<w:type w:val="continuous"/>'
    return (
        f"<w:sectPr>{references}{kind}"
        f'<w:pgSz w:w="{paper.width}" w:h="{paper.height}"/>'
        f'<w:pgMar w:top="{_TOP}" w:right="{_MARGIN}" w:bottom="{_BOTTOM}" w:left="{_MARGIN}"'
        f' w:header="{_EDGE}" w:footer="{_EDGE}" w:gutter="0"/><w:cols w:space="708"/><w:titlePg/>'
        f"{'<w:bidi/>' if rtl else ''}</w:sectPr>"
    )


def header_part(left: str, right: str, paper: Paper, style: str, *, rtl: bool) -> str:
    """Return a running head with what stands at its two ends, given as runs; either may be nothing."""
    tabs = f'<w:tabs><w:tab w:val="right" w:pos="{paper.text_width}"/></w:tabs>' if right else ""
    inner = f"{left}<w:r><w:tab/></w:r>{right}" if right else left
    return document("hdr", paragraph(inner, style, tabs=tabs, rtl=rtl))


def footer_part(style: str) -> str:
    """Return a running foot: the page and how many there are, as fields that Word fills in when it lays out."""
    numbers = field("PAGE", "1") + run(" / ") + field("NUMPAGES", "1")
    return document("ftr", paragraph(numbers, style))
