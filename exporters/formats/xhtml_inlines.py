"""Inlines as XHTML, and the hooks by which the formats that use it differ; the first half of `xhtml.py`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from exporters.formats.addresses import clean_address
from exporters.formats.renderer import Renderer, handles
from exporters.formats.xmltext import escape_attribute, escape_text
from exporters.model.nodes import (
    Block,
    Code,
    Emphasis,
    Image,
    Inline,
    LineBreak,
    Link,
    Note,
    Redacted,
    SmallCaps,
    Span,
    SpanRole,
    Strike,
    Strong,
    Subscript,
    Superscript,
    Text,
    Underline,
)
from exporters.model.walk import REDACTION_BAR

_ROLES: dict[SpanRole, str] = {
    "abbreviation": "abbr",
    "highlight": "mark",
    "inserted": "ins",
    "keyboard": "kbd",
    "sample": "samp",
    "variable": "var",
    "term": "dfn",
    "quote": "q",
}


class Picture(NamedTuple):
    """How a picture is reached, and its size in pixels (0 when it is not known)."""

    address: str
    width: int = 0
    height: int = 0


class InlineRenderer(Renderer[str]):
    """Inlines, each one string; elements of HTML that are well-formed as XML as well."""

    code_opening = "<code>"
    in_link = False  # a link cannot hold another (https://html.spec.whatwg.org/#the-a-element)
    in_term = False  # nor a dfn another

    # ---------------------------------------------------------------------------------------------------- hooks

    def address(self, target: str) -> str:
        """Return the URL for the target of a link, or "" where only its words can be shown."""
        return "" if target.startswith(("#", "story:")) else clean_address(target)

    def picture(self, image: Image) -> Picture | None:
        """Return how this picture is reached, or None where its alternative text must do."""
        del image
        return None

    def anchored(self, anchor: str) -> str:
        """Return the id attribute for an anchor, with a space before it, or ""."""
        del anchor
        return ""

    def styled(self, name: str) -> str:
        """Return the class attribute for a style, with a space before it, or ""."""
        del name
        return ""

    def meant(self, type_: str, role: str = "") -> str:
        """Return the attributes that say what an element is: `epub:type` and DPUB-ARIA role, or ""."""
        del type_, role
        return ""

    def spoken(self, language: str, direction: str) -> str:
        """Return the attributes for a language and direction, either of which may be empty."""
        made = f' lang="{escape_attribute(language)}"' if language else ""
        return f'{made} dir="{direction}"' if direction else made

    def note_reference(self, note: Note) -> str:
        """Return what stands in the text for a note."""
        return f"<sup>{note.number}</sup>"

    # -------------------------------------------------------------------------------------------------- inlines

    def inlines(self, nodes: Iterable[Inline]) -> str:
        """Return inlines in a row; text and program words, the most of all, without the way through the table."""
        table = self.table
        made: list[str] = []
        for node in nodes:
            kind = type(node)
            if kind is Text:
                text: str = node.text  # type: ignore[union-attr]  # its kind was looked at
                if "&" in text or "<" in text or ">" in text:
                    text = escape_text(text)
                made.append(text)
                continue
            if kind is Code:
                text = node.text  # type: ignore[union-attr]
                if "&" in text or "<" in text or ">" in text:
                    text = escape_text(text)
                made.append(f"{self.code_opening}{text}</code>")
                continue
            handler = table.get(kind)
            if handler is not None:
                made.append(handler(self, node))
            else:
                made.extend(self._render_simplified(node))
        return "".join(made)

    def blocks(self, nodes: Sequence[Block]) -> str:
        """Return blocks in a row, one line apart."""
        return "\n".join(self.render_all(nodes))

    @handles(Text)
    def text(self, node: Text) -> str:
        return escape_text(node.text)  # as `inlines` does on its own

    @handles(Emphasis)
    def emphasis(self, node: Emphasis) -> str:
        return f"<em>{self.inlines(node.children)}</em>"

    @handles(Strong)
    def strong(self, node: Strong) -> str:
        return f"<strong>{self.inlines(node.children)}</strong>"

    @handles(Strike)
    def strike(self, node: Strike) -> str:
        return f"<s>{self.inlines(node.children)}</s>"

    @handles(Underline)
    def underline(self, node: Underline) -> str:
        return f"<u>{self.inlines(node.children)}</u>"

    @handles(Superscript)
    def superscript(self, node: Superscript) -> str:
        return f"<sup>{self.inlines(node.children)}</sup>"

    @handles(Subscript)
    def subscript(self, node: Subscript) -> str:
        return f"<sub>{self.inlines(node.children)}</sub>"

    @handles(SmallCaps)
    def small_caps(self, node: SmallCaps) -> str:
        style = self.styled("small-caps")
        words = self.inlines(node.children)
        return f"<span{style}>{words}</span>" if style else words

    @handles(Code)
    def code(self, node: Code) -> str:
        return f"{self.code_opening}{escape_text(node.text)}</code>"  # as `inlines` does on its own

    @handles(Link)
    def link(self, node: Link) -> str:
        address = "" if self.in_link else self.address(node.target)
        if not address:
            if not self.in_link and not node.target.startswith(("#", "story:")):
                message = f"{node.target!r} is not an address that a reader can go to; its text is kept"
                self.report.warning("link-broken", message, node.place, "Correct the address")
            return self.inlines(node.children)
        self.in_link = True
        words = self.inlines(node.children)
        self.in_link = False
        title = f' title="{escape_attribute(node.title)}"' if node.title else ""
        return f'<a href="{escape_attribute(address)}"{title}>{words}</a>'

    @handles(Image)
    def image(self, node: Image) -> str:
        picture = self.picture(node)
        if picture is None:
            return "".join(self._render_simplified(node)) if node.alt else ""
        alt = "" if node.decorative else node.alt or self.words.image
        size = f' width="{picture.width}" height="{picture.height}"' if picture.width and picture.height else ""
        title = f' title="{escape_attribute(node.title)}"' if node.title else ""
        return f'<img src="{escape_attribute(picture.address)}" alt="{escape_attribute(alt)}"{title}{size}/>'

    @handles(Note)
    def note(self, node: Note) -> str:
        return self.note_reference(node)

    @handles(LineBreak)
    def line_break(self, node: LineBreak) -> str:
        del node
        return "<br/>"

    @handles(Span)
    def span(self, node: Span) -> str:
        element = _ROLES.get(node.role, "bdi" if node.direction else "span")
        if element == "dfn":
            element = "span" if self.in_term else "dfn"
        outer, self.in_term = self.in_term, self.in_term or element == "dfn"
        words = self.inlines(node.children)
        self.in_term = outer
        title = f' title="{escape_attribute(node.title)}"' if node.title else ""
        attributes = f"{self.spoken(node.language, node.direction)}{title}"
        return words if element == "span" and not attributes else f"<{element}{attributes}>{words}</{element}>"

    @handles(Redacted)
    def redacted(self, node: Redacted) -> str:
        style = self.styled("redacted")
        if not style:
            return REDACTION_BAR
        label = f"{self.words.redacted}: {node.reason}" if node.reason else self.words.redacted
        return f'<span{style} role="img" aria-label="{escape_attribute(label)}">{REDACTION_BAR}</span>'
