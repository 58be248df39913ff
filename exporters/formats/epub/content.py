"""The text of a story as an EPUB content document: XHTML with types, roles, ids, note links and printed pages.

https://www.w3.org/TR/epub-33/#sec-xhtml; types from https://www.w3.org/TR/epub-ssv-11/, roles from
https://www.w3.org/TR/dpub-aria-1.1/. Ids that are not anchors of the model hold a full stop, which no anchor does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final
from urllib.parse import quote

from exporters.contract import page_key
from exporters.formats.addresses import clean_address
from exporters.formats.epub.book import Book, PrintedPage, language_tag
from exporters.formats.mathml import to_mathml
from exporters.formats.renderer import handles
from exporters.formats.xhtml import Picture, XhtmlRenderer
from exporters.formats.xmltext import escape_attribute, escape_text, xml_id
from exporters.model.meta import Meta, text_direction
from exporters.model.nodes import (
    Alignment,
    Aside,
    Block,
    Callout,
    CodeBlock,
    Group,
    Heading,
    Image,
    Inline,
    Math,
    MathBlock,
    Note,
    Table,
)
from exporters.model.publication import Article, Footnote
from exporters.model.walk import plain_text
from exporters.words import words_for

STYLE_FILE: Final = "style.css"
PICTURE_TYPES: Final = frozenset({"image/gif", "image/jpeg", "image/png", "image/svg+xml", "image/webp"})
"""What every reading system shows (https://www.w3.org/TR/epub-33/#sec-core-media-types)."""

_LABEL: Final = re.compile(r"\w+")
_CALLOUTS: Final = {"tip": ("tip", "doc-tip")}
_NOTICE: Final = ("notice", "doc-notice")


class ChapterRenderer(XhtmlRenderer):
    """Renders one story. `href` is its file; `mathml` tells afterwards whether it holds formulas."""

    def __init__(self, book: Book, article: Article, href: str) -> None:
        super().__init__("epub", book.report, words_for(article.meta.language))
        self.book = book
        self.article = article
        self.href = href
        self.mathml = False
        self._slug = article.meta.slug
        self._notes = {note.key: note for note in article.notes}
        self._references: dict[str, int] = {}
        self._level = 0
        self._ids: set[str] = set()
        self._rtl = text_direction(article.meta.language, article.meta.direction) == "rtl"

    # ---------------------------------------------------------------------------------------------------- hooks

    def address(self, target: str) -> str:
        if target.startswith("#"):
            return f"#{fragment(target[1:])}"
        if target.startswith("story:"):
            slug, _, anchor = target[len("story:") :].partition("#")
            file = self.book.files.get(slug)
            if file is None:
                return ""
            # all stories are in one folder
            name = file.rpartition("/")[2]
            return f"{name}#{fragment(anchor)}" if anchor else name
        return clean_address(target)

    def picture(self, image: Image) -> Picture | None:
        resource = self.book.resources.get(image.source)
        if resource is None:
            return None
        if resource.media_type not in PICTURE_TYPES:
            self.report.warning(
                "epub-picture",
                f"the picture {image.source!r} is of the type {resource.media_type}",
                image.place,
                "Save it as JPEG or PNG",
            )
            return None
        self.book.used[resource.name] = None
        if not image.decorative:
            self.book.facts.pictures += 1
            if not image.alt:
                self.book.facts.undescribed.append(image.place)
        return Picture(f"../{quote(resource.name)}", resource.width, resource.height)

    def anchored(self, anchor: str) -> str:
        name = xml_id(anchor) if anchor else ""
        if not name or name in self._ids:
            return ""  # an id names one element: the first that a writer gave this name to
        self._ids.add(name)
        return f' id="{name}"'

    def styled(self, name: str) -> str:
        return f' class="{name}"'

    def meant(self, type_: str, role: str = "") -> str:
        return f' epub:type="{type_}" role="{role}"' if role else f' epub:type="{type_}"'

    def spoken(self, language: str, direction: str) -> str:
        tag = language_tag(language) if language else ""
        made = f' xml:lang="{tag}" lang="{tag}"' if tag else ""
        return f'{made} dir="{direction}"' if direction else made

    def aligned(self, alignment: Alignment) -> str:
        return f' class="{alignment}"' if alignment != "left" else ""

    def framed(self, node: Table, table: str) -> str:
        if not node.header and not any(cell.header for row in node.rows for cell in row.cells):
            self.book.facts.headless_tables.append(node.place)
        label = f"{self.words.table} {node.number}" if node.number else self.words.table
        # what scrolls must take the focus (https://dequeuniversity.com/rules/axe/4.10/scrollable-region-focusable)
        return f'<div class="table" role="group" aria-label="{escape_attribute(label)}" tabindex="0">\n{table}\n</div>'

    def boxed(self, node: Callout | Aside | Group, title: tuple[Inline, ...], text: str) -> str:
        spoken = ""
        match node:
            case Aside():
                element, style, meaning = "aside", "beside", ""
            case Callout():
                element, style = "section", f"callout {node.callout}"
                meaning = self.meant(*_CALLOUTS.get(node.callout, _NOTICE))
            case Group():
                element, style, meaning = "section", node.role or "section", ""
                spoken = self.spoken(node.language, node.direction)
        heading = f'<p class="title">{self.inlines(title)}</p>\n' if title else ""
        attributes = f'{self.anchored(node.anchor)} class="{style}"{meaning}{spoken}'
        return f"<{element}{attributes}>\n{heading}{text}\n</{element}>"

    # ---------------------------------------------------------------------------------------------------- notes

    def note_reference(self, note: Note) -> str:
        footnote = self._notes.get(note.key)
        number = note.number or (footnote.number if footnote else 0)
        if footnote is None or self.in_link:
            return f"<sup>{number or note.key}</sup>"
        count = self._references[note.key] = self._references.get(note.key, 0) + 1
        self.book.facts.notes += 1
        return (
            f'<sup><a epub:type="noteref" role="doc-noteref" class="noteref" id="{_back(footnote, count)}"'
            f' href="#{fragment(footnote.anchor)}">{number}</a></sup>'
        )

    def notes(self) -> str:
        """Return the notes of the story, each to pop up where a reading system can, with the ways back."""
        made: list[str] = []
        for note in self.article.notes:
            number = f'<span class="number">{note.number}</span> ' if note.number else ""
            text = self.note_body(note, number, "\0")
            # only now is it known how often other notes refer to this one
            made.append(
                f'<aside epub:type="footnote" role="doc-footnote" class="footnote"{self.anchored(note.anchor)}>\n'
                f"{text}\n</aside>"
            )
        return "\n".join(
            text.replace("\0", self._ways_back(note)) for text, note in zip(made, self.article.notes, strict=True)
        )

    def _ways_back(self, note: Footnote) -> str:
        made = []
        count = self._references.get(note.key, 0)
        for position in range(1, count + 1):
            label = f"{self.words.back} ({note.number}{'' if count == 1 else f', {position}'})"
            made.append(
                f' <a epub:type="backlink" role="doc-backlink" class="back" href="#{_back(note, position)}"'
                f' aria-label="{escape_attribute(label)}">↩\ufe0e</a>'
            )
        return "".join(made)

    # --------------------------------------------------------------------------------------------------- blocks

    def blocks(self, nodes: Sequence[Block]) -> str:
        if self.book.page_map is None:
            return super().blocks(nodes)
        made: list[str] = []
        for node in nodes:
            anchor: str = getattr(node, "anchor", "")
            if anchor:
                made.append(self.page_break(anchor))
            made.extend(self.render(node))
        return "\n".join(filter(None, made))

    def page_break(self, anchor: str) -> str:
        """Return the mark of the printed page that begins at a block of this story ("" for its title), or ""."""
        label = self.book.page_map.get(page_key(self._slug, anchor), "") if self.book.page_map else ""
        if not label or label == self.book.page:
            return ""
        self.book.page = label
        name = f"page.{label if _LABEL.fullmatch(label) else len(self.book.pages)}"
        self.book.pages.append(PrintedPage(label, f"{self.href}#{name}"))
        shown = escape_attribute(label)
        return f'<div epub:type="pagebreak" role="doc-pagebreak" class="page" id="{name}" aria-label="{shown}"></div>'

    @handles(CodeBlock)
    def code_block(self, node: CodeBlock) -> str:
        made = super().code_block(node)
        # program text runs from left to right in every language; style sheets of EPUB must not say so
        return made.replace("<pre", '<pre dir="ltr"', 1) if self._rtl else made

    @handles(Heading)
    def heading(self, node: Heading) -> str:
        self.book.facts.headings += 1
        if node.level > self._level + 1 or not plain_text(node):
            self.book.facts.skipped_headings.append(node.place)
        self._level = node.level
        return super().heading(node)

    @handles(Math)
    def math(self, node: Math) -> str:
        return self._formula(node.source, node) or "".join(self._render_simplified(node))

    @handles(MathBlock)
    def math_block(self, node: MathBlock) -> str:
        made = self._formula(node.source, node)
        if not made:
            return "\n".join(self._render_simplified(node))
        return f'<div{self.anchored(node.anchor)} class="formula" tabindex="0">{made}</div>'

    def _formula(self, source: str, node: Math | MathBlock) -> str:
        made = to_mathml(source, display=isinstance(node, MathBlock))
        if made is None:
            self.book.facts.formulas_as_text.append(node.place)
            return ""
        self.book.facts.formulas += 1
        self.mathml = True
        # the TeX, for readers that show no MathML (https://www.w3.org/TR/epub-33/#sec-mathml)
        return made.replace("<math ", f'<math alttext="{escape_attribute(source)}" ', 1)


def document(title: str, body: str, meta: Meta, *, folder: str = "../") -> str:
    """Return an XHTML document in the language of the meta; `folder` leads from it to the folder of the package."""
    tag = language_tag(meta.language) or "und"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
        f' xml:lang="{tag}" lang="{tag}" dir="{text_direction(meta.language, meta.direction)}">\n<head>\n'
        f'<meta charset="UTF-8"/>\n<title>{escape_text(title)}</title>\n'
        f'<link rel="stylesheet" type="text/css" href="{folder}{STYLE_FILE}"/>\n</head>\n'
        f"<body>\n{body}\n</body>\n</html>\n"
    )


@lru_cache(maxsize=4096)
def fragment(anchor: str) -> str:
    """Return an anchor as the fragment of a URL within this book."""
    return quote(xml_id(anchor))


def _back(note: Footnote, count: int) -> str:
    """Return the id of the reference to a note, the first or a later one."""
    name = f"ref.{note.number or xml_id(note.anchor)}"
    return name if count == 1 else f"{name}.{count}"
