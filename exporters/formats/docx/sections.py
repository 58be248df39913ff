"""Sections: which head and foot each has, in how many columns its text runs, and where it begins.

A template of others brings heads and feet of its own; the first section refers to them and the others follow it
(ECMA-376 part 1, 17.10.1). The house's say where one is: the publication at one end, the story at the other.
"""

from __future__ import annotations

from collections.abc import Callable

from exporters.formats.docx.draft import Draft
from exporters.formats.docx.markup import field, run, with_section
from exporters.formats.docx.pages import footer_part, header_part, reference, section
from exporters.formats.docx.watermark import watermark

_HEADER_LETTERS = 95  # what fits into one line of the running head

_DECIMAL_NOTES = '<w:endnotePr><w:numFmt w:val="decimal"/></w:endnotePr>'


class Sections:
    """The sections of a document, one after the other. `check` returns a part as bytes if it is well-formed.

    A watermark stands in heads, on first pages too; those of a template give way to ours for it.
    """

    def __init__(self, draft: Draft, check: Callable[[str], bytes], *, facing: bool, mark: str = "") -> None:
        self._mark = mark
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
        """Return the properties of the section with the title page, which has no head or foot of the house."""
        return self._section(self._references_brought() if self._brought else self._marked(), rtl=rtl)

    def opening(self, *, rtl: bool) -> str:
        """Return the properties of a section that has a foot alone."""
        if self._brought:
            return self._section(self._references_brought(), rtl=rtl)
        return self._section((self._marked() or self._bare()) + self._feet(), rtl=rtl)

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

    def text(self, head: str, text: str, references: str, *, rtl: bool) -> tuple[str, str]:
        """Return the text of a section with its head, and the properties that are to end it.

        Where the text has columns, its head stands above them in a section of its own on the same page.
        """
        paper = self._draft.paper
        if paper.columns == 1 or not text:
            return head + text, self._section(references, rtl=rtl)
        above = with_section(head, self._section(references, rtl=rtl))
        return above + text, self._section("", rtl=rtl, next_page=False, columns=paper.columns)

    def _section(self, references: str, *, rtl: bool, next_page: bool = True, columns: int = 1) -> str:
        """Return the properties of a section; endnotes count in decimals, which few readers take from settings."""
        notes = _DECIMAL_NOTES if self._draft.note_kind == "endnote" else ""
        return section(self._draft.paper, references + notes, rtl=rtl, next_page=next_page, columns=columns)

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
        left = watermark(self._mark, self._draft.paper, self._count) + left
        content = header_part(left, right, self._draft.paper, self._draft.style("header"), rtl=rtl)
        return self._draft.package.add_text("header", f"header{self._count}", self._check(content))

    def _feet(self) -> str:
        if not self._foot:
            content = footer_part(self._draft.style("footer")).encode()
            self._foot = self._draft.package.add_text("footer", "footer1", content)
        pages = ("default", "first", "even") if self._facing else ("default", "first")
        return "".join(reference("footer", kind, self._foot) for kind in pages)
