"""Sections: which head and foot each has, how its pages are numbered, in how many columns its text runs.

A template of others brings heads and feet of its own; the first section refers to them and the others follow it
(ECMA-376 part 1, 17.10.1). The house's say where one is: the publication at one end, the story at the other.

Pages of several stories are numbered as in the print edition (17.6.12): title page and contents in roman numbers, the
stories from 1 on. So the numbers in the list of contents, those of print as well as those that Word puts in when it
updates the field, are what the foot of the page says; how many pages there are would be another count, and is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from exporters.formats.docx.draft import Draft
from exporters.formats.docx.markup import field, run, with_section
from exporters.formats.docx.pages import footer_part, header_part, reference, section

_HEADER_LETTERS = 95  # what fits into one line of the running head
_ROMAN: Final = '<w:pgNumType w:fmt="lowerRoman" w:start="1"/>'

_DECIMAL_NOTES = '<w:endnotePr><w:numFmt w:val="decimal"/></w:endnotePr>'


class Sections:
    """The sections of a document, one after the other. `check` returns a part as bytes if it is well-formed.

    A watermark stands in heads, on first pages too; those of a template give way to ours for it. In the document of a
    `lone` story nothing stands before the text.
    """

    def __init__(
        self, draft: Draft, check: Callable[[str], bytes], *, facing: bool, mark: str = "", lone: bool = False
    ) -> None:
        self._mark = mark
        self._lone = lone
        self._draft = draft
        self._check = check
        self._facing = facing
        self._count = 0
        self._foot = ""
        self._brought = () if mark else draft.template.running
        if facing and not self._brought:
            draft.template.drop_setting("evenAndOddHeaders")
            draft.template.add_setting("characterSpacingControl", "<w:evenAndOddHeaders/>")

    def front(self, *, rtl: bool) -> str:
        """Return the properties of the section with title page and contents: no head, a foot from page ii on."""
        if self._brought:
            return self._section(self._references_brought(), _ROMAN, rtl=rtl)
        return self._section(self._marked() + self._feet(title_page=self._draft.paper.first), _ROMAN, rtl=rtl)

    def opening(self, *, first: bool, rtl: bool) -> str:
        """Return the properties of a section that has a foot alone; the `first` after the front begins with page 1."""
        references = self._references_brought() if self._brought else (self._marked() or self._bare()) + self._feet()
        return self._section(references, self._numbers(first=first), rtl=rtl)

    def back(self, *, rtl: bool) -> str:
        """Return the properties of the section that ends a publication, which has head and foot of the one before."""
        return self._section("" if self._brought else self._marked(), self._numbers(first=False), rtl=rtl)

    def lone(self, title: str, *, rtl: bool) -> str:
        """Return what the section of a lone story refers to, or of matter of the whole: the head is this title."""
        return self._references_brought() if self._brought else self._heads(run(title), "", rtl=rtl) + self._feet()

    def story(self, title: str, story: str, level: int, *, rtl: bool) -> str:
        """Return what the section of a story within a publication refers to.

        The story's title is a field that follows the heading (17.16.5.59), so that it stays right when that is edited.
        """
        if self._brought:
            return self._references_brought()
        words = " ".join(story.split())
        followed = field(f"STYLEREF {level}", words)
        if len(title) + len(words) > _HEADER_LETTERS and not self._facing:
            return self._heads(followed, "", rtl=rtl) + self._feet()
        return self._heads(run(title), followed, rtl=rtl) + self._feet()

    def text(self, head: str, references: str, *, first: bool, rtl: bool, empty: bool) -> tuple[str, str]:
        """Return the head of a text, and the properties of the section that is to end with the text.

        Where the text has columns, its head stands above them in a section of its own on the same page. The `first`
        text of a document begins with page 1.
        """
        columns = self._draft.paper.columns
        begun = self._section(references, self._numbers(first=first), rtl=rtl)
        if columns == 1 or empty:
            return head, begun
        goes_on = self._section("", self._numbers(first=False), rtl=rtl, next_page=False, columns=columns)
        return with_section(head, begun), goes_on

    def _section(self, references: str, numbers: str, *, rtl: bool, next_page: bool = True, columns: int = 1) -> str:
        """Return the properties of a section; endnotes count in decimals, which few readers take from settings."""
        notes = _DECIMAL_NOTES if self._draft.note_kind == "endnote" else ""
        return section(
            self._draft.paper, references + notes, numbers=numbers, rtl=rtl, next_page=next_page, columns=columns
        )

    def _numbers(self, *, first: bool) -> str:
        """Return how pages are numbered: in the form of the template, which also says where a lone story begins."""
        brought = self._draft.paper.numbers
        if first and self._lone:
            return brought
        goes_on = re.sub(r' w:start="[^"]*"', "", brought)
        if not first:
            return goes_on
        return (goes_on or "<w:pgNumType/>").replace("<w:pgNumType", '<w:pgNumType w:start="1"', 1)

    def _references_brought(self) -> str:
        """Return the references to the template's own heads and feet, once."""
        if not self._brought or self._count:
            return ""
        self._count = 1
        package = self._draft.package
        return "".join(reference(kind, pages, package.add(kind, part)) for kind, pages, part in self._brought)

    def _heads(self, left: str, right: str, *, rtl: bool) -> str:
        first = reference("header", "first", self._head("", "", rtl=rtl)) if self._mark else ""
        if not self._facing:
            return reference("header", "default", self._head(left, right, rtl=rtl)) + first
        default = reference("header", "default", self._head("", right or left, rtl=rtl))
        return default + first + reference("header", "even", self._head(left, "", rtl=rtl))

    def _marked(self) -> str:
        """Return the references of a section whose heads say nothing to such as hold the watermark, if there is one."""
        if not self._mark:
            return ""
        head = self._head("", "", rtl=False)
        pages = ("default", "first", "even") if self._facing else ("default", "first")
        return "".join(reference("header", kind, head) for kind in pages)

    def _bare(self) -> str:
        """Return the references to heads that say nothing, where a section would take on those of the one before."""
        if self._brought or not self._count:
            return ""
        head = self._head("", "", rtl=False)
        return "".join(reference("header", kind, head) for kind in ("default", "even")[: 1 + self._facing])

    def _head(self, left: str, right: str, *, rtl: bool) -> str:
        self._count += 1
        if self._mark:
            from exporters.formats.docx.watermark import watermark  # seldom asked for

            left = watermark(self._mark, self._draft.paper, self._count) + left
        content = header_part(left, right, self._draft.paper, self._draft.style("header"), rtl=rtl)
        return self._draft.package.add_text("header", f"header{self._count}", self._check(content))

    def _feet(self, *, title_page: bool = False) -> str:
        """Return the references to the foot; a title page has none."""
        if not self._foot:
            content = footer_part(self._draft.style("footer"), of_how_many=self._lone).encode()
            self._foot = self._draft.package.add_text("footer", "footer1", content)
        pages = ("default", *(() if title_page else ("first",)), *(("even",) if self._facing else ()))
        return "".join(reference("footer", kind, self._foot) for kind in pages)
