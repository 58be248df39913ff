"""Inlines to runs: each stretch of text with its style, its language and its mark."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from msgspec.structs import replace

from exporters.formats.pdf.canvas import TaggedCanvas
from exporters.formats.pdf.formulas import formula_box, painted, report_source
from exporters.formats.pdf.marks import Box4, InlineMark
from exporters.formats.pdf.pictures import Picture
from exporters.formats.pdf.runs import Run, TextStyle
from exporters.formats.pdf.sheet import PLAIN_INK, Ink, Look
from exporters.formats.pdf.story import Edition, Flow
from exporters.formats.pdf.tags import Element
from exporters.formats.renderer import Renderer, handles
from exporters.model.nodes import (
    Code,
    Emphasis,
    Image,
    Inline,
    LineBreak,
    Link,
    Math,
    Note,
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
from exporters.model.walk import plain_text
from exporters.patterns import pattern

_TALLEST_INLINE_EM = 1.25
_NOUNS_IN_CAPITALS = ("de", "lb")
_SPACES = pattern(" {2,}")


class InlineRenderer(Renderer[list[Run]]):
    """Makes the runs of one block: all text of one look, in one flow."""

    def __init__(self, edition: Edition, flow: Flow, look: Look) -> None:
        super().__init__("pdf", edition.report, flow.words)
        self.edition = edition
        self.flow = flow
        self.look = look
        self.ink = PLAIN_INK
        self.mark: InlineMark | None = None
        self.language = flow.language
        self._styles: dict[bool, TextStyle] = {}
        """Those of text in the present ink, and of code in it."""

    def runs(self, inlines: Iterable[Inline]) -> list[Run]:
        """Return the runs of these inlines."""
        return [run for piece in self.render_all(inlines) for run in piece]

    def run(self, text: str, ink: Ink | None = None, *, told: bool = False) -> Run:
        """Return a run in the present ink, or in another; `told` where it is the story's own text."""
        style = self._style() if ink is None else self.edition.sheet.style(self.look, ink)
        return Run(text, style, self.language, self.mark, None, told)

    def _style(self, *, mono: bool = False) -> TextStyle:
        """Return the style of text, or of code, in the present ink."""
        found = self._styles.get(mono)
        if found is None:
            ink = _changed(self.ink, mono=True) if mono else self.ink
            found = self._styles[mono] = self.edition.sheet.style(self.look, ink)
        return found

    def within(self, inlines: Iterable[Inline], *, mark: InlineMark | None = None, ink: Ink | None = None) -> list[Run]:
        """Return the runs of inlines within a mark and in an ink of their own."""
        before = self.mark, self.ink, self._styles
        if mark is not None:
            self.mark = mark
        if ink is not None:
            self.ink, self._styles = ink, {}
        try:
            return self.runs(inlines)
        finally:
            self.mark, self.ink, self._styles = before

    def new_mark(self, tag: str) -> InlineMark:
        """Return a mark for an element of this type within the present one."""
        return InlineMark(Element(tag), self.mark)

    # ---------------------------------------------------------------------------------------------- handlers

    @handles(Text)
    def text(self, node: Text) -> list[Run]:
        return [Run(node.text, self._style(), self.language, self.mark, None, told=True)]

    @handles(Emphasis)
    def emphasis(self, node: Emphasis) -> list[Run]:
        return self.within(node.children, ink=_changed(self.ink, italic=not self.ink.italic))

    @handles(Strong)
    def strong(self, node: Strong) -> list[Run]:
        return self.within(node.children, ink=_changed(self.ink, bold=True))

    @handles(Strike)
    def strike(self, node: Strike) -> list[Run]:
        mark = self.new_mark("Span")
        mark.element.set("A", "<</O /Layout /TextDecorationType /LineThrough>>")
        return self.within(node.children, mark=mark, ink=_changed(self.ink, strike=True))

    @handles(Underline)
    def underline(self, node: Underline) -> list[Run]:
        return self.within(node.children, ink=_changed(self.ink, underline=True))

    @handles(SmallCaps)
    def small_caps(self, node: SmallCaps) -> list[Run]:
        return self.within(node.children, ink=_changed(self.ink, small_caps=True))

    @handles(Superscript)
    def superscript(self, node: Superscript) -> list[Run]:
        return self.within(node.children, ink=_changed(self.ink, scale=self.ink.scale * 0.7, rise=0.34))

    @handles(Subscript)
    def subscript(self, node: Subscript) -> list[Run]:
        return self.within(node.children, ink=_changed(self.ink, scale=self.ink.scale * 0.7, rise=-0.14))

    @handles(Code)
    def code(self, node: Code) -> list[Run]:
        # No element of its own: no reader says it aloud, and in a manual it would make up a fifth of the file.
        # Of several spaces only the first may end a line; the others would be lost to it.
        text = node.text
        if "  " in text:
            text = _SPACES.sub(lambda spaces: " " + "\u00a0" * (len(spaces[0]) - 1), text)
        return [Run(text, self._style(mono=True), self.language, self.mark, None, told=True)]

    @handles(Link)
    def link(self, node: Link) -> list[Run]:
        mark = self.new_mark("Link")
        mark.target = self.target(node.target)
        mark.spoken = node.title or plain_text(node.children) or node.target
        runs = self.within(node.children, mark=mark, ink=_changed(self.ink, link=True))
        if mark.target.startswith("#") and self.edition.sheet.options.page_references:
            runs += self._page_reference(mark.target[1:])
        return runs

    def _page_reference(self, key: str) -> list[Run]:
        """Return the words that say on which page a link within the document leads."""
        word = self.words.page if self.words.language in _NOUNS_IN_CAPITALS else self.words.page.lower()
        labels = self.edition.labels
        if key in labels:
            return [self.run(f" ({word}\u00a0{labels[key]})")]
        style, room = self.edition.sheet.style(self.look, self.ink), "0" * self.edition.page_digits
        number = self.edition.late.run(self.new_mark("Span"), style, room, lambda: labels.get(key, ""), at_end=True)
        return [self.run(f" ({word}\u00a0"), number, self.run(")")]

    @handles(Image)
    def image(self, node: Image) -> list[Run]:
        picture = self.edition.pictures.find(node.source, node.place)
        if picture is None:
            return [self.run(f"[{node.alt}]")] if node.alt else []
        tallest = _TALLEST_INLINE_EM * self.look.size * self.edition.sheet.size_pt
        factor = min(1.0, tallest / picture.height_pt, self.flow.width_pt / picture.width_pt)
        box = (picture.width_pt * factor, picture.height_pt * factor)
        style = self.edition.sheet.style(self.look, self.ink)
        alt = node.alt
        if not alt and not node.decorative:
            report_missing_alt(self.edition, node)
            alt = self.words.image
        mark = self.new_mark("Figure" if alt else "Span")
        mark.element.describe(alt=alt)
        mark.paint = painter(picture, decorative=not alt)
        return [Run("", style, self.language, mark, box)]

    @handles(Note)
    def note(self, node: Note) -> list[Run]:
        anchor = self.flow.notes.get(node.key)
        ink = _changed(self.ink, scale=0.7, rise=0.34, link=True)
        number = str(node.number)
        if anchor is None:
            return [self.run(number, ink)]
        reference = self.new_mark("Reference")
        mark = InlineMark(Element("Link"), reference)
        mark.target = f"#{self.edition.key(self.flow.slug, anchor)}"
        mark.spoken = f"{self.words.note} {number}"
        mark.destination = self.edition.key(self.flow.slug, f"{anchor}:ref")
        mark.note = note = self.flow.foot.get(node.key)
        if note is not None and self.edition.sheet.options.note_numbers == "page":
            mark.spoken = self.words.note
            style = self.edition.sheet.style(self.look, ink)
            return [self.edition.late.run(mark, style, "0", lambda: note.label)]
        outer, self.mark = self.mark, mark
        try:
            return [self.run(number, ink)]
        finally:
            self.mark = outer

    @handles(Math)
    def math(self, node: Math) -> list[Run]:
        mark = self.new_mark("Formula")
        mark.element.describe(alt=node.source)
        style = self.edition.sheet.style(self.look, self.ink)
        box = formula_box(node.source, self.edition.sheet, style.size_pt, style.colour, display=False)
        if box is not None and box.width_pt <= self.flow.width_pt:
            mark.paint = painted(box, style.colour)
            return [Run("", style, self.language, mark, (box.width_pt, max(box.height_pt, 1.0)))]
        report_source(self.edition.report, node)
        mark.paint = place_element
        outer, self.mark = self.mark, mark
        try:
            return [self.run(node.source, _changed(self.ink, mono=True))]
        finally:
            self.mark = outer

    @handles(LineBreak)
    def line_break(self, _node: LineBreak) -> list[Run]:
        return [self.run("\n")]

    @handles(Span)
    def span(self, node: Span) -> list[Run]:
        mark: InlineMark | None = None
        if node.role == "quote":
            mark = self.new_mark("Quote")
        elif node.language or (node.role == "abbreviation" and node.title):
            mark = self.new_mark("Span")
        if mark is not None:
            mark.element.describe(language=node.language, expansion=node.title)
        language, self.language = self.language, node.language or self.language
        try:
            return self.within(node.children, mark=mark, ink=_INKS.get(node.role, _same)(self.ink))
        finally:
            self.language = language

    @handles(Redacted)
    def redacted(self, node: Redacted) -> list[Run]:
        mark = self.new_mark("Span")
        said = f"{self.words.redacted}: {node.reason}" if node.reason else self.words.redacted
        mark.element.describe(actual=f"[{said}]")
        outer, self.mark = self.mark, mark
        try:
            # The word stands in black on black: a bar to the eye, of one width, and a word to all else.
            return [
                self.run(
                    self.words.redacted.replace(" ", "\u00a0"),
                    replace(self.ink, redacted=True, hyphenate=False),
                )
            ]
        finally:
            self.mark = outer

    def target(self, target: str) -> str:
        """Return where a link leads, in the names of this file."""
        if target.startswith("#"):
            return f"#{self.edition.key(self.flow.slug, target[1:])}"
        if target.startswith("story:"):
            slug, _, anchor = target.removeprefix("story:").partition("#")
            return f"#{self.edition.key(slug, anchor)}"
        return target


def painter(picture: Picture, *, decorative: bool = False) -> Callable[[TaggedCanvas, Element, Box4], None]:
    """Return what draws a picture into a box as content of an element, or as artifact."""

    def paint(canvas: TaggedCanvas, element: Element, box_pt: Box4) -> None:
        left, bottom, right, top = box_pt
        operators = picture.operators(canvas, left, bottom, right - left, top - bottom)
        if decorative:
            canvas.draw_artifact(operators)
            return
        canvas.place(element, box_pt)
        canvas.draw_for(element, operators)

    return paint


def place_element(canvas: TaggedCanvas, element: Element, box_pt: Box4) -> None:
    """Say where the element stands on its page."""
    canvas.place(element, box_pt)


def report_missing_alt(edition: Edition, node: Image) -> None:
    """Take back the claim to accessibility for a picture that nobody described."""
    edition.withdraw_claim(
        "pdf-picture-without-alt",
        "the picture has no alternative text, which PDF/UA-1, 7.3 asks for",
        node.place,
        "Describe it, or mark it as decorative; until then the file does not claim to be accessible",
    )


@lru_cache(maxsize=4096)
def _changed(ink: Ink, **fields: bool | float) -> Ink:
    """Return the ink with these fields; the same object for the same arguments, for styles are found by it."""
    return replace(ink, **fields)


def _same(ink: Ink) -> Ink:
    return ink


_INKS: dict[str, Callable[[Ink], Ink]] = {
    "highlight": lambda ink: replace(ink, highlight=True),
    "inserted": lambda ink: replace(ink, underline=True),
    "keyboard": lambda ink: replace(ink, mono=True),
    "sample": lambda ink: replace(ink, mono=True),
    "variable": lambda ink: replace(ink, italic=True),
    "term": lambda ink: replace(ink, italic=True),
}
