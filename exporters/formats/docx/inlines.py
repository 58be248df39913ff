"""Inline nodes as runs: looks, links, pictures, bars, and the calls of notes."""

from __future__ import annotations

from typing import Final

from exporters.formats.docx.draft import Draft
from exporters.formats.docx.looks import (
    KEEP,
    MAX_PLAIN,
    PLAIN,
    Look,
    run_properties,
    runs,
    shows_as_is,
    word_language,
)
from exporters.formats.docx.markup import field, run
from exporters.formats.docx.references import address, internal_target, label_key
from exporters.formats.renderer import Renderer, handles
from exporters.formats.xmltext import escape_attribute, escape_text
from exporters.model.meta import text_direction
from exporters.model.nodes import (
    Cite,
    Code,
    Direction,
    Emphasis,
    Image,
    Inline,
    LineBreak,
    Link,
    Math,
    Redacted,
    SmallCaps,
    Span,
    Strike,
    Strong,
    Subscript,
    Superscript,
    Text,
    Underline,
)
from exporters.model.walk import REDACTION_BAR, plain_text
from exporters.words import Words

_MARK: Final = "<w:r><w:t>\u200e</w:t></w:r>"
_MAX_TITLE: Final = 64  # characters Word takes as the title of a control
_MAX_TIP: Final = 260  # characters Word takes in a tooltip
_ROLE_STYLES: Final = {"keyboard": "HTML Keyboard", "sample": "HTML Sample", "variable": "HTML Variable"}


class InlineRenderer(Renderer[str]):
    """Inlines to runs. `look` is how text looks at this point, `context` where the block stands that holds it."""

    def __init__(self, draft: Draft, slug: str, words: Words) -> None:
        super().__init__("docx", draft.report, words)
        self.draft = draft
        self.slug = slug
        self.look = draft.look
        self.context = draft.place
        self.owner = draft.package.document
        self.deleting = False
        self._in_link = False
        self._quotes = 0

    def inlines(self, nodes: tuple[Inline, ...]) -> str:
        """Return the runs of these inlines; text and program words, most of all, are made here and now."""
        table, look = self.table, self.look
        opening = look.opening if not look.rtl else ""
        code: dict[str, str] | None = None
        made: list[str] = []
        for node in nodes:
            kind = type(node)
            if kind is Text:
                words: str = node.text  # type: ignore[union-attr]  # its kind was looked at
                plain = words.isprintable() if words.isascii() else shows_as_is(words)
                if plain and opening and words and len(words) < MAX_PLAIN:
                    # what `runs` does with such words, without the call: most text is this
                    if "&" in words or "<" in words or ">" in words:
                        words = escape_text(words)
                    kept = words[0] == " " or words[-1] == " " or "  " in words
                    made += (opening, KEEP if kept else PLAIN, words, "</w:t></w:r>")
                else:
                    made.append(runs(words, look))
            elif kind is Code:
                if code is None:
                    code = self._code_runs()
                words = node.text  # type: ignore[union-attr]
                found = code.get(words)
                if found is None:
                    found = code[words] = self._code_run(words)
                made.append(found)
            elif kind in table:
                made.append(table[kind](self, node))
            else:
                made.extend(self._render_simplified(node))
        return "".join(made)

    def words_run(self, words: str) -> str:
        """Return runs of words that are not in the model, such as a label, in the look of this place."""
        return runs(words, self.look)

    def speak(self, language: str, direction: Direction) -> None:
        """Take text in this language and direction from here on; the caller keeps what was before."""
        if language:
            tag = word_language(language)
            self.look = self.look.but(language="" if tag == self.draft.language else tag)
        if language or direction:
            self.look = self.look.but(rtl=text_direction(language, direction) == "rtl")

    def _children(self, children: tuple[Inline, ...], look: Look) -> str:
        before, self.look = self.look, look
        try:
            return self.inlines(children)
        finally:
            self.look = before

    @handles(Text)
    def text(self, node: Text) -> str:
        """Return the text in the look of this place."""
        return runs(node.text, self.look)

    @handles(Emphasis)
    def emphasis(self, node: Emphasis) -> str:
        """Return the text in italics."""
        return self._children(node.children, self.look.but(italic=True))

    @handles(Strong)
    def strong(self, node: Strong) -> str:
        """Return the text in bold."""
        return self._children(node.children, self.look.but(bold=True))

    @handles(Strike)
    def strike(self, node: Strike) -> str:
        """Return the text struck through."""
        return self._children(node.children, self.look.but(strike=True))

    @handles(Underline)
    def underline(self, node: Underline) -> str:
        """Return the text underlined."""
        return self._children(node.children, self.look.but(underline=True))

    @handles(SmallCaps)
    def small_caps(self, node: SmallCaps) -> str:
        """Return the text in small capitals, its letters as written."""
        return self._children(node.children, self.look.but(small_caps=True))

    @handles(Superscript)
    def superscript(self, node: Superscript) -> str:
        """Return the text raised."""
        return self._children(node.children, self.look.but(raised="superscript"))

    @handles(Subscript)
    def subscript(self, node: Subscript) -> str:
        """Return the text lowered."""
        return self._children(node.children, self.look.but(raised="subscript"))

    @handles(Code)
    def code(self, node: Code) -> str:
        """Return program text."""
        return self.inlines((node,))

    def _code_runs(self) -> dict[str, str]:
        """Return the runs of program words that were written so far in the look of this place: the same come again."""
        return self.draft.code.setdefault(self.look, {})

    def _code_run(self, words: str) -> str:
        """Return program words; within a link the style is the link's, so only their letters tell."""
        look = self.look
        if look.style:
            made = runs(words, look.but(monospace=True, proof=False, rtl=False))
        else:
            made = runs(words, look.but(style=self.draft.style("Verbatim Char"), rtl=False))
        return _held_together(made, words) if look.rtl else made

    @handles(LineBreak)
    def line_break(self, _node: LineBreak) -> str:
        """Return a line break."""
        return "<w:r><w:br/></w:r>"

    @handles(Link)
    def link(self, node: Link) -> str:
        """Return a hyperlink: to a bookmark, or to an address by its relationship. Links hold no links."""
        if self._in_link or self.deleting:
            return self.inlines(node.children)
        inside = internal_target(node.target, self.slug)
        if inside is not None:
            where = f'w:anchor="{self.draft.bookmarks.name(*inside)}"'
        else:
            target = address(node.target)
            if not target:
                self.report.warning(
                    "docx-link",
                    f"Word cannot open the address {node.target[:80]!r}; it is written as text",
                    node.place,
                    "Correct the address, or shorten it",
                )
                return self.inlines(node.children)
            where = f'r:id="{self.owner.link(target)}"'
        tip = f' w:tooltip="{escape_attribute(node.title[:_MAX_TIP])}"' if node.title else ""
        look = self.look.but(style=self.draft.style("Hyperlink"))
        label = self.draft.targets.labels.get(inside) if inside is not None else None
        if inside is not None and label and plain_text(node.children) == label:
            name = self.draft.bookmarks.name(*label_key(*inside))
            inner = field(f"REF {name} \\h", label, run_properties(look))
            return f'<w:hyperlink {where}{tip} w:history="1">{inner}</w:hyperlink>'
        self._in_link = True
        try:
            inner = self._children(node.children, look)
        finally:
            self._in_link = False
        return f'<w:hyperlink {where}{tip} w:history="1">{inner}</w:hyperlink>'

    @handles(Image)
    def image(self, node: Image) -> str:
        """Return the picture in the line, or its text if it cannot be shown."""
        return self.picture(node) or self.words_run(f"[{self.words.image}: {node.alt}]" if node.alt else "")

    def picture(self, node: Image) -> str:
        """Return the picture as large as this place allows, or nothing."""
        pictures = self.draft.pictures
        if pictures is None or self.deleting:  # those of an older version are not at hand
            return ""
        return pictures.show(node, self.owner, self.context.room, self.draft.paper.text_height)

    @handles(Span)
    def span(self, node: Span) -> str:
        """Return text in its language and direction, and in the look that its role has."""
        before, quotes = self.look, self._quotes
        self.speak(node.language, node.direction)
        opening = closing = ""
        role = node.role
        if role == "highlight":
            self.look = self.look.but(highlight=True)
        elif role == "inserted":
            self.look = self.look.but(underline=True)
        elif role == "term":
            self.look = self.look.but(italic=True)
        elif role in _ROLE_STYLES and not self.look.style:
            self.look = self.look.but(style=self.draft.style(_ROLE_STYLES[role]))
        elif role == "quote":
            inner = 2 * (quotes % 2)
            opening, closing = self.words.quotes[inner], self.words.quotes[inner + 1]
            self._quotes += 1
        elif role == "abbreviation" and node.title:
            self.report.loss("docx", "abbreviation", "its short form", node.place)
        try:
            return runs(opening, self.look) + self.inlines(node.children) + runs(closing, self.look)
        finally:
            self.look, self._quotes = before, quotes

    @handles(Redacted)
    def redacted(self, node: Redacted) -> str:
        """Return the bar for withheld text: characters, so that it survives copying, in a control that tells why."""
        bar = run(REDACTION_BAR, run_properties(self.draft.look.but(style=self.draft.style("Redacted"))))
        said = f"{self.words.redacted}: {node.reason}" if node.reason else self.words.redacted
        title = f'<w:alias w:val="{escape_attribute(said[:_MAX_TITLE])}"/>'
        return f"<w:sdt><w:sdtPr>{title}</w:sdtPr><w:sdtContent>{bar}</w:sdtContent></w:sdt>"

    @handles(Math)
    def math(self, node: Math) -> str:
        """Return a formula as an equation of Word, or as it was written."""
        made = self.equation(node.source, display=False)
        return made if made is not None else "".join(self._render_simplified(node))

    def equation(self, source: str, *, display: bool) -> str | None:
        """Return a formula as an equation of Word, or None if it cannot be said as one, or is deleted."""
        if self.deleting:
            return None
        from exporters.formats.docx.equations import equation  # most texts have no formula

        return equation(source, display=display)

    @handles(Cite)
    def cite(self, node: Cite) -> str:
        """Return the key of the source in brackets: what a citation that was not linked to its source shows."""
        return self.words_run(f"[{node.key}, {node.locator}]" if node.locator else f"[{node.key}]")


def _held_together(made: str, words: str) -> str:
    """Return runs of program text from left to right for a line that runs the other way.

    Word reads the brackets of a call from the run; LibreOffice and whoever copies the text go by the letters alone,
    and would put them on its other side: so a mark without width stands beside them (https://www.unicode.org/reports/tr9/).
    """
    before = "" if words[:1].isalnum() else _MARK
    after = "" if words[-1:].isalpha() else _MARK
    return f"{before}{made}{after}" if words else ""
