"""Pages: paper, margins, columns, sections, and the running head and foot with their fields."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from exporters.formats.docx.markup import document, field, paragraph, run

PaperName = Literal["a4", "letter"]

_MARGIN: Final = 1700  # 30 mm: about 75 letters in a line of the text's size
_EMU: Final = 635  # English Metric Units in a twentieth of a point
_BETWEEN: Final = 425


class Paper(msgspec.Struct, frozen=True):
    """A sheet and what stands on it by default, lengths in twentieths of a point (17.18.81).

    `details` are further properties of a section that stand before its columns (17.6.17), `grid` the one that ends it;
    `numbers` is how a template numbers its pages (17.6.12), if it says so.
    `first` says that first pages have a head and foot of their own.
    """

    width: int
    height: int
    left: int = _MARGIN
    right: int = _MARGIN
    top: int = 1600
    bottom: int = 1500
    header: int = 794
    footer: int = 794
    gutter: int = 0
    orientation: str = ""
    columns: int = 1
    details: str = ""
    numbers: str = ""
    grid: str = ""
    first: bool = True

    @property
    def text_width(self) -> int:
        """The width between the margins."""
        return max(self.width - self.left - self.right - self.gutter, _BETWEEN)

    @property
    def column_width(self) -> int:
        """The width of a line of the text."""
        return (self.text_width - _BETWEEN * (self.columns - 1)) // self.columns

    @property
    def text_height(self) -> int:
        """The height that text can fill."""
        return max(self.height - self.top - self.bottom, _BETWEEN)


PAPERS: Final[dict[PaperName, Paper]] = {"a4": Paper(11906, 16838), "letter": Paper(12240, 15840)}


def emu(twentieths: int) -> int:
    """Return a length in twentieths of a point as English Metric Units, in which pictures are measured."""
    return twentieths * _EMU


def section(
    paper: Paper,
    references: str = "",
    *,
    numbers: str = "",
    rtl: bool = False,
    next_page: bool = True,
    columns: int = 1,
) -> str:
    """Return the properties of a section (17.6.17).

    `references` are those to its heads and feet, `numbers` is how its pages are numbered, in the markup of each.
    """
    kind = "" if next_page else '<w:type w:val="continuous"/>'
    turned = f' w:orient="{paper.orientation}"' if paper.orientation else ""
    apart = f' w:num="{columns}" w:space="{_BETWEEN}"' if columns > 1 else ' w:space="708"'
    return (
        f"<w:sectPr>{references}{kind}"
        f'<w:pgSz w:w="{paper.width}" w:h="{paper.height}"{turned}/>'
        f'<w:pgMar w:top="{paper.top}" w:right="{paper.right}" w:bottom="{paper.bottom}" w:left="{paper.left}"'
        f' w:header="{paper.header}" w:footer="{paper.footer}" w:gutter="{paper.gutter}"/>'
        f"{paper.details}{numbers}"
        f"<w:cols{apart}/>{'<w:titlePg/>' * paper.first}{'<w:bidi/>' * rtl}{paper.grid}</w:sectPr>"
    )


def reference(kind: Literal["header", "footer"], pages: str, relationship: str) -> str:
    """Return the reference of a section to a head or foot for these pages: default, first or even."""
    return f'<w:{kind}Reference w:type="{pages}" r:id="{relationship}"/>' if relationship else ""


def header_part(left: str, right: str, paper: Paper, style: str, *, rtl: bool) -> str:
    """Return a running head with what stands at its two ends, given as runs; either may be nothing."""
    tabs = f'<w:tabs><w:tab w:val="right" w:pos="{paper.text_width}"/></w:tabs>' if right else ""
    inner = f"{left}<w:r><w:tab/></w:r>{right}" if right else left
    return document("hdr", paragraph(inner, style, tabs=tabs, rtl=rtl))


def footer_part(style: str, *, of_how_many: bool) -> str:
    """Return a running foot: the page and, if asked, of how many, as fields that Word fills in when it lays out."""
    total = run(" / ") + field("NUMPAGES", "1") if of_how_many else ""
    return document("ftr", paragraph(field("PAGE", "1") + total, style))
