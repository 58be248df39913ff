"""The text of a story as an EPUB content document: XHTML with types, roles, ids, note links and printed pages.

https://www.w3.org/TR/epub-33/#sec-xhtml; types from https://www.w3.org/TR/epub-ssv-11/, roles from
https://www.w3.org/TR/dpub-aria-1.1/. Ids that are not anchors of the model hold a full stop, which no anchor does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final
from urllib.parse import quote

from exporters.contract import page_key
from exporters.formats.addresses import clean_address
from exporters.formats.epub.book import Book, Illustration, PrintedPage, language_tag
from exporters.formats.epub.code import marked_text
from exporters.formats.epub.documents import fragment, id_of
from exporters.formats.epub.options import EpubOptions
from exporters.formats.epub.scaling import scaled_size
from exporters.formats.epub.splitting import StoryFiles
from exporters.formats.epub.turns import MarkedCode, PageTurn, mark_turns
from exporters.formats.mathml import to_mathml
from exporters.formats.renderer import handles
from exporters.formats.xhtml import Picture, XhtmlRenderer
from exporters.formats.xmltext import escape_attribute, escape_text
from exporters.model.meta import text_direction
from exporters.model.nodes import (
    Alignment,
    Aside,
    Block,
    Callout,
    CodeBlock,
    Figure,
    Group,
    Heading,
    Image,
    Inline,
    Math,
    MathBlock,
    Note,
    Paragraph,
    Table,
    Text,
)
from exporters.model.publication import Article, Footnote
from exporters.model.walk import plain_text
from exporters.patterns import pattern
from exporters.words import words_for

PICTURE_TYPES: Final = frozenset({"image/gif", "image/jpeg", "image/png", "image/svg+xml", "image/webp"})
"""What every reading system shows (https://www.w3.org/TR/epub-33/#sec-core-media-types)."""

_LABEL: Final = pattern(r"\w+")
_CALLOUTS: Final = {"tip": ("tip", "doc-tip")}
_NOTICE: Final = ("notice", "doc-notice")


class ChapterRenderer(XhtmlRenderer):
    """Renders one story, which may stand in several files. `href` is the one that is being filled."""

    def __init__(self, book: Book, article: Article, story: StoryFiles, options: EpubOptions) -> None:
        super().__init__("epub", book.report, words_for(article.meta.language))
        self.book = book
        self.article = article
        self.story = story
        self.options = options
        self.href = story.portions[0].file
        self.with_formulas: set[str] = set()
        self._slug = article.meta.slug
        self._notes = {note.key: note for note in article.notes}
        self._references: dict[str, list[str]] = {}
        self._level = 0
        self._ids: set[str] = set()
        self._descriptions: dict[int, int] = {}
        self._rtl = text_direction(article.meta.language, article.meta.direction) == "rtl"
        if self._rtl:  # else the brackets at the end of a call would stand before it
            self.code_opening = '<code dir="ltr">'

    # ---------------------------------------------------------------------------------------------------- hooks

    def address(self, target: str) -> str:
        if target.startswith("#"):
            return self.within(self.story.file_of(target[1:]), fragment(target[1:]))
        if target.startswith("story:"):
            slug, _, anchor = target[len("story:") :].partition("#")
            story = self.book.by_slug.get(slug)
            if story is None:
                return ""
            # all stories are in one folder
            name = story.file_of(anchor).rpartition("/")[2]
            return f"{name}#{fragment(anchor)}" if anchor else name
        return clean_address(target)

    def within(self, file: str, name: str) -> str:
        """Return the address of an id in one of the story's files, from the one that is being filled."""
        return f"#{name}" if file == self.href else f"{file.rpartition('/')[2]}#{name}"

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
        return Picture(f"../{quote(resource.name)}", *scaled_size(resource, self.options.picture_px))

    def anchored(self, anchor: str) -> str:
        name = id_of(anchor) if anchor else ""
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

    def described(self, node: Table) -> str:
        return f' aria-describedby="{self._description_id(node)}"' if node.description else ""

    def _description_id(self, node: Table) -> str:
        """Return the id of a description, which no anchor can be: those have no dots."""
        return f"description.{self._descriptions.setdefault(id(node), len(self._descriptions) + 1)}"

    def framed(self, node: Table, table: str) -> str:
        if not node.header and not any(cell.header for row in node.rows for cell in row.cells):
            self.book.facts.headless_tables.append(node.place)
        label = f"{self.words.table} {node.number}" if node.number else self.words.table
        if node.number and node.caption and node.anchor:
            self._list(self.book.tables, label, node)
        if node.description:
            # HTML has no attribute for it any more (https://html.spec.whatwg.org/multipage/tables.html#table-descriptions-techniques)
            told = f'<p id="{self._description_id(node)}" hidden="hidden">{escape_text(node.description)}</p>'
            table = f"{told}\n{table}"
        # what scrolls must take the focus (https://dequeuniversity.com/rules/axe/4.10/scrollable-region-focusable)
        return f'<div class="table" role="group" aria-label="{escape_attribute(label)}" tabindex="0">\n{table}\n</div>'

    def boxed(self, node: Callout | Aside | Group, title: tuple[Inline, ...], text: str) -> str:
        spoken = ""
        match node:
            case Aside():
                element, style, meaning = "aside", "beside", ""
            case Callout():
                # doc-tip belongs on an aside, doc-notice on a section (https://www.w3.org/TR/html-aria/#docconformance)
                element, style = "aside" if node.callout in _CALLOUTS else "section", f"callout {node.callout}"
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
        places = self._references.setdefault(note.key, [])
        name = _back(footnote, len(places) + 1)
        places.append(f"{self.href}#{name}")
        self.book.facts.notes += 1
        address = self.within(self.story.file_of(footnote.anchor), fragment(footnote.anchor))
        # else a number after a Latin word would stand at the word's other end
        side = ' dir="rtl"' if self._rtl else ""
        return (
            f'<sup{side}><a epub:type="noteref" role="doc-noteref" class="noteref" id="{name}"'
            f' href="{address}">{number}</a></sup>'
        )

    def notes(self, notes: Sequence[Footnote]) -> list[str]:
        """Return notes, each to pop up where a reading system can; `with_ways_back` gives them those."""
        made: list[str] = []
        for note in notes:
            number = f'<span class="number">{note.number}</span> ' if note.number else ""
            text = self.note_body(note, number, "\0")
            made.append(
                f'<aside epub:type="footnote" role="doc-footnote" class="footnote"{self.anchored(note.anchor)}>\n'
                f"{text}\n</aside>"
            )
        return made

    def with_ways_back(self, texts: Sequence[str], notes: Sequence[Footnote]) -> str:
        """Return notes with the ways back to all references to them, which are known once all text is made."""
        made: list[str] = []
        for text, note in zip(texts, notes, strict=True):
            before, _, after = text.rpartition("\0")
            made.append(f"{before}{self._ways_back(note)}{after}")
        return "\n".join(made)

    def _ways_back(self, note: Footnote) -> str:
        made = []
        places = self._references.get(note.key, ())
        for position, place in enumerate(places, 1):
            label = f"{self.words.back} ({note.number}{'' if len(places) == 1 else f', {position}'})"
            file, _, name = place.partition("#")
            made.append(
                f' <a epub:type="backlink" role="doc-backlink" class="back" href="{self.within(file, name)}"'
                f' aria-label="{escape_attribute(label)}">↩\ufe0e</a>'
            )
        return "".join(made)

    # --------------------------------------------------------------------------------------------------- blocks

    def portions(self, head: Callable[[str], str], foot: str) -> Iterator[tuple[str, str]]:
        """Yield the files of the story and what stands in each, the head given what marks a printed page before it."""
        texts: list[str] = []
        ids: list[set[str]] = []
        notes: list[list[str]] = []
        for portion in self.story.portions:
            self.href, self._ids = portion.file, set()
            ids.append(self._ids)
            above = "" if texts else head(self.page_break(""))
            texts.append("\n".join(filter(None, (above, self.blocks(portion.blocks)))))
        for portion, names in zip(self.story.portions, ids, strict=True):
            self.href, self._ids = portion.file, names
            notes.append(self.notes(portion.notes))
        for position, portion in enumerate(self.story.portions):
            self.href = portion.file
            below = self.with_ways_back(notes[position], portion.notes)
            end = foot if position == len(texts) - 1 else ""
            yield portion.file, "\n".join(filter(None, (texts[position], below, end)))

    def blocks(self, nodes: Sequence[Block]) -> str:
        if self.book.page_map is None:
            return super().blocks(nodes)
        return "\n".join(piece for node in nodes for piece in self.render(node))

    def render(self, node: Block | Inline) -> list[str]:
        if self.book.page_map is None:
            return super().render(node)
        anchor: str = getattr(node, "anchor", "")
        if not anchor:
            return super().render(node)
        before = self.page_break(anchor)
        turns = self.book.turns.get(page_key(self._slug, anchor))
        made = super().render(mark_turns(node, turns) if turns else node)  # type: ignore[type-var]  # blocks have anchors
        return [before, *made] if before else made

    def page_break(self, anchor: str) -> str:
        """Return the mark of the printed page that begins at a block of this story ("" for its title), or ""."""
        label = self.book.page_map.get(page_key(self._slug, anchor), "") if self.book.page_map else ""
        return self._mark_page(label, "div")

    def _mark_page(self, label: str, element: str) -> str:
        if not label or label == self.book.page:
            return ""
        self.book.page = label
        name = f"page.{label}" if _LABEL.fullmatch(label) and label.isascii() else f"page..{len(self.book.pages)}"
        if name in self._ids:  # a print edition may have two pages of one label
            name = f"page..{len(self.book.pages)}"
        self._ids.add(name)
        self.book.pages.append(PrintedPage(label, f"{self.href}#{name}"))
        return (
            f'<{element} epub:type="pagebreak" role="doc-pagebreak" class="page" id="{name}"'
            f' aria-label="{escape_attribute(label)}"></{element}>'
        )

    @handles(PageTurn)
    def page_turn(self, node: PageTurn) -> str:
        return self._mark_page(node.label, "span")

    @handles(MarkedCode)
    def marked_code(self, node: MarkedCode) -> str:
        return self.code_block(node)

    def code_text(self, node: CodeBlock) -> str:
        turns = node.turns if isinstance(node, MarkedCode) else ()
        if not turns and not self.options.highlight:
            return escape_text(node.text)
        marks = [(place, self._mark_page(label, "span")) for place, label in turns]
        return marked_text(node.text, node.language, marks, highlight=self.options.highlight)

    @handles(Figure)
    def figure(self, node: Figure) -> str:
        made = super().figure(node)
        if node.number and node.caption and node.anchor:
            self._list(self.book.figures, f"{self.words.figure} {node.number}", node)
        return made

    def _list(self, where: list[Illustration], label: str, node: Figure | Table) -> None:
        title = f"{label}. {plain_text(node.caption)}"
        where.append(Illustration(title, f"{self.href}#{fragment(node.anchor)}"))

    @handles(CodeBlock)
    def code_block(self, node: CodeBlock) -> str:
        made = super().code_block(node)
        # program text runs from left to right in every language; style sheets of EPUB must not say so
        return made.replace("<pre", '<pre dir="ltr"', 1) if self._rtl else made

    @handles(Paragraph)
    def paragraph(self, node: Paragraph) -> str:
        label = ""
        if self.options.paragraph_numbers and node.number:
            label = f'<span class="paragraph-number">{node.number}</span> '
        return f"<p{self.anchored(node.anchor)}>{label}{self.inlines(node.children)}</p>"

    @handles(Heading)
    def heading(self, node: Heading) -> str:
        self.book.facts.headings += 1
        if node.level > self._level + 1 or not _has_words(node):
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
        self.with_formulas.add(self.href)
        # the TeX, for readers that show no MathML (https://www.w3.org/TR/epub-33/#sec-mathml)
        return made.replace("<math ", f'<math alttext="{escape_attribute(source)}" ', 1)


def _has_words(node: Heading) -> bool:
    first = node.children[0] if node.children else None
    return bool((isinstance(first, Text) and first.text.strip()) or plain_text(node))


def _back(note: Footnote, count: int) -> str:
    """Return the id of the reference to a note, the first or a later one."""
    name = f"ref.{note.number or id_of(note.anchor)}"
    return name if count == 1 else f"{name}.{count}"
