"""The list of contents: Word's own field, with entries already in it, so that it reads right before any update.

ECMA-376 part 1, 17.16.5.68 (TOC). Page numbers come from the print edition of the same run; without one, the entries
have none, which is true, and updating the field in Word adds those of Word's own pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from exporters.formats.docx.markup import field, paragraph, paragraph_opening, run
from exporters.formats.docx.pages import Paper

if TYPE_CHECKING:
    from exporters.formats.docx.draft import Draft

MAX_LEVEL = 3


class Entry(msgspec.Struct, frozen=True):
    """One line: its level from 1, its words, the bookmark it leads to, its page as printed, or nothing."""

    level: int
    title: str
    bookmark: str
    page: str = ""


def contents_list(draft: Draft, title: str, entries: Sequence[Entry], depth: int, *, rtl: bool) -> str:
    """Return the heading and the lines of the list as one block that Word knows as its table of contents."""
    if not entries:
        return ""
    styles = [draft.style(f"toc {min(entry.level, MAX_LEVEL)}") for entry in entries]
    lines = _lines(draft, entries, styles, f'TOC \\o "1-{depth}" \\h \\z \\u', rtl=rtl)
    heading = paragraph(run(title), draft.style("TOC Heading"), rtl=rtl)
    return (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj>'
        f"</w:sdtPr><w:sdtContent>{heading}{lines}</w:sdtContent></w:sdt>"
    )


def captions_list(draft: Draft, title: str, entries: Sequence[Entry], counter: str, *, rtl: bool) -> str:
    """Return the list of the captions that count with this counter, Figure or Table, with its heading."""
    if not entries:
        return ""
    styles = [draft.style("table of figures")] * len(entries)
    heading = paragraph(run(title), draft.style("TOC Heading"), rtl=rtl)
    return heading + _lines(draft, entries, styles, f'TOC \\h \\z \\c "{counter}"', rtl=rtl)


def _lines(draft: Draft, entries: Sequence[Entry], styles: Sequence[str], instruction: str, *, rtl: bool) -> str:
    """Return the lines of a list, which together are the result of its field."""
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    leader = _leader(draft.paper)
    openings = {style: paragraph_opening(style, tabs=leader, rtl=rtl) for style in dict.fromkeys(styles)}
    lines = []
    for number, (entry, style) in enumerate(zip(entries, styles, strict=True)):
        inner = f'<w:hyperlink w:anchor="{entry.bookmark}" w:history="1">{run(entry.title)}{_page(entry)}</w:hyperlink>'
        inner = (begin if number == 0 else "") + inner + (end if number == len(entries) - 1 else "")
        lines.append(f"{openings[style]}{inner}</w:p>")
    return "".join(lines)


def _page(entry: Entry) -> str:
    if not entry.page:
        return ""
    return "<w:r><w:tab/></w:r>" + field(f"PAGEREF {entry.bookmark} \\h", entry.page)


def _leader(paper: Paper) -> str:
    return f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{paper.text_width}"/></w:tabs>'
