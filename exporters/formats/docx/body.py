"""Block nodes as paragraphs and tables, one article at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from exporters.formats.docx.context import BOX, CODE, INDENTS, Context
from exporters.formats.docx.draft import Draft
from exporters.formats.docx.inlines import InlineRenderer
from exporters.formats.docx.looks import Look, runs
from exporters.formats.docx.markup import field, paragraph, run
from exporters.formats.docx.notes import Notes
from exporters.formats.docx.numbering import LEVELS, STEP, WIDE_STEP, is_wide
from exporters.formats.docx.tables import MAX_DEPTH, caption_first, make_grid, table_markup
from exporters.formats.renderer import handles
from exporters.model.nodes import (
    Aside,
    Block,
    Callout,
    CodeBlock,
    Definitions,
    Figure,
    Group,
    Heading,
    Inline,
    Lines,
    List,
    ListItem,
    Note,
    Paragraph,
    Quote,
    Rule,
    Table,
)
from exporters.model.publication import Article
from exporters.model.walk import plain_text
from exporters.words import words_for

_AFTER_BLOCK: Final = 240
"""Space above a paragraph that follows a table or a box, which have none below them; in twentieths of a point."""
_GRAVE: Final = frozenset({"warning", "caution", "important", "correction"})
_MAX_HEADING: Final = 9
_OWN_SPACE: Final = frozenset({"Figure", "Table Caption", "HTML Preformatted", "Intense Quote"})
_FLOWING: Final = frozenset({"Normal", "List Continue", "List Paragraph"})
_BOX_CHECKED: Final = ("☐", "☑")
_BOX_FONT: Final = "Segoe UI Symbol"


class BodyRenderer(InlineRenderer):
    """The blocks of one article. `depth` is how many heading levels stand above its own first one."""

    def __init__(self, draft: Draft, article: Article, depth: int) -> None:
        super().__init__(draft, article.meta.slug, words_for(article.meta.language))
        self._article = article
        self._notes = Notes(article, draft, self._note_blocks)
        self._depth = depth
        self._lead = ""
        self._after = ""
        self._nested_counts = False
        self.speak(article.meta.language, article.meta.direction)
        self.context = replace(self.context, rtl=self.look.rtl)

    def article(self) -> str:
        """Return the text of the article, and at its end the notes that nothing in it calls."""
        made = self.blocks(self._article.body) + self.lead_in()
        for note in self._notes.uncalled():
            self.report.warning(
                "docx-note",
                f"nothing calls the note {note.key!r}; it stands at the end of the story",
                note.place,
                "Call it in the text, or delete it",
            )
            self._lead = self.words_run(f"{note.key}. ")
            made += self.blocks(note.children) + self.lead_in()
        return made

    def blocks(self, nodes: tuple[Block, ...], context: Context | None = None) -> str:
        """Return these blocks, in another context if one is given."""
        before = self.context
        if context is not None:
            self.context = context
        try:
            return "".join(self.render_all(nodes))
        finally:
            self.context = before

    def emit(
        self,
        inner: str,
        style: str,
        *,
        anchor: str = "",
        keep_next: bool = False,
        numbering: tuple[int, int] | None = None,
        hanging: int = 0,
        inset: int = 0,
    ) -> str:
        """Return a paragraph of this style at this place; `inset` sets it further in on both sides."""
        context = self.context
        if anchor:
            inner = self.mark(anchor) + inner
        if self._lead:
            inner, self._lead = self._lead + inner, ""
        before = None
        if self._after:
            before = _AFTER_BLOCK if style not in _OWN_SPACE and not style.startswith("heading") else None
            self._after = ""
        left, right = context.left + inset, context.right + inset
        given = INDENTS.get(style, (0, 0))
        if numbering is not None:
            # The level of a list says where its items stand, so that they can be moved there with Word's buttons.
            given = (STEP * numbering[1] + hanging, 0) if style == "List Paragraph" else (-1, 0)
            hanging_shown = hanging
        else:
            hanging_shown = 0
        indent = (left, hanging_shown) if (left, right) != given else None
        return paragraph(
            inner,
            self.draft.style(style),
            keep_next=keep_next,
            numbering=numbering,
            rtl=context.rtl,
            before=before,
            indent=indent,
            right=right,
            alignment=context.alignment,
        )

    def mark(self, anchor: str, inner: str = "", *, always: bool = False) -> str:
        """Return the bookmark of an anchor around this content, if anything leads there or it is to stand anyway."""
        if anchor and (always or (self.slug, anchor) in self.draft.targets.anchors):
            return self.draft.bookmarks.mark(self.draft.bookmarks.name(self.slug, anchor), inner)
        return inner

    def lead_in(self) -> str:
        """Return what was to stand before the next paragraph as one of its own, for blocks that are none."""
        return self.emit("", self.context.style) if self._lead else ""

    def _note_blocks(self, nodes: tuple[Block, ...], sign: str) -> str:
        """Return the blocks of a note, `sign` before the first."""
        kept = (self.look, self.context, self.owner, self._lead, self._after, self._in_link)
        self.look = Look(language=self.look.language, rtl=self.look.rtl)
        self.owner = self.draft.package.footnotes
        self._lead, self._after, self._in_link = sign, "", False
        context = Context(
            style="footnote text", width=self.draft.paper.text_width, rtl=self.context.rtl, structural=False, plain=True,
            in_note=True,
        )  # fmt: skip
        made = self.blocks(nodes, context)
        self.context = context
        made += self.lead_in()
        if not made.endswith("</w:p>"):
            made += self.emit("", "footnote text")
        self.look, self.context, self.owner, self._lead, self._after, self._in_link = kept
        return made

    @handles(Note)
    def note(self, node: Note) -> str:
        """Return the call of a note."""
        return self._notes.call(node)

    @handles(Paragraph)
    def paragraph(self, node: Paragraph) -> str:
        """Return a paragraph of running text."""
        return self.emit(self.inlines(node.children), self.context.style, anchor=node.anchor)

    @handles(Heading)
    def heading(self, node: Heading) -> str:
        """Return a heading in Word's own style, so that it is in the outline; in bold type where it is none."""
        number = f"{node.number} " if node.number else ""
        if not self.context.structural:
            before = self.look
            self.look = before._replace(bold=True)
            inner = self.words_run(number) + self.inlines(node.children)
            self.look = before
            return self.emit(inner, self.context.style, anchor=node.anchor, keep_next=True)
        level = min(node.level + self._depth, _MAX_HEADING)
        inner = self.mark(node.anchor, self.words_run(number) + self.inlines(node.children), always=True)
        return self.emit(inner, f"heading {level}")

    @handles(Quote)
    def quote(self, node: Quote) -> str:
        """Return a block quotation or pull quote with the line that says whose words they are."""
        context = self.context
        if node.pull and not context.plain and context.level < 0:
            inside = replace(context, style="Intense Quote", structural=False)
        else:
            inside = replace(
                context, style=context.style_for("Quote"), left=context.left + STEP, right=context.right + STEP,
                structural=False,
            )  # fmt: skip
        mark = self._block_mark(node.anchor)
        made = self.blocks(node.children, inside)
        if node.attribution:
            self.context = inside
            inner = self.words_run("— ") + self.inlines(node.attribution)
            made += self.emit(inner, context.style_for("Attribution"))
            self.context = context
        return mark + made

    def _block_mark(self, anchor: str) -> str:
        """Return the bookmark of a block that is several paragraphs, to stand before it."""
        return self.mark(anchor)

    @handles(List)
    def list(self, node: List) -> str:
        """Return a list as paragraphs that Word numbers; each ordered list counts by itself."""
        context = self.context
        level = context.level + 1
        shown = min(level, LEVELS - 1)
        step = STEP
        list_id = 0
        if node.ordered:
            wide = is_wide(node.start, len(node.items))
            step = WIDE_STEP if wide else STEP
            goes_on = context.list_id and node.start == 1 and not wide and level < LEVELS and not self._nested_counts
            list_id = context.list_id if goes_on else self.draft.numbering.ordered(shown, node.start, wide)
            self._nested_counts = True
        style = "List Paragraph" if context.style in _FLOWING and not context.plain else context.style
        item_context = replace(
            context, style="List Continue" if style == "List Paragraph" else style, left=context.left + step, level=level,
            list_id=list_id, structural=False,
        )  # fmt: skip
        mark = self._block_mark(node.anchor)
        kept = self._nested_counts
        self.context = item_context
        made = [self._item(item, style, shown, step) for item in node.items]
        self.context, self._nested_counts = context, kept
        return mark + "".join(made)

    def _item(self, item: ListItem, style: str, level: int, step: int) -> str:
        """Return an item: its first paragraph carries the number, the rest stands below it."""
        list_id = self.context.list_id or self.draft.numbering.bullets()
        if item.checked is not None:
            list_id = self.draft.numbering.tasks()
            self._lead += _checkbox(item.checked)
        self._nested_counts = False
        first, rest = (item.children[0], item.children[1:]) if item.children else (None, ())
        if isinstance(first, Paragraph):
            inner, anchor = self.inlines(first.children), first.anchor
        else:
            inner, anchor, rest = "", "", item.children
        head = self.emit(inner, style, anchor=anchor, numbering=(list_id, level), hanging=step)
        return head + self.blocks(rest)

    @handles(Definitions)
    def definitions(self, node: Definitions) -> str:
        """Return terms and their explanations as paragraphs of two styles."""
        context = self.context
        below = replace(
            context, style=context.style_for("List Continue"), left=context.left + STEP, structural=False
        )
        made = [self._block_mark(node.anchor)]
        for item in node.items:
            kept = self.look
            if context.plain:
                self.look = kept._replace(bold=True)
            made.append(self.emit(self.inlines(item.term), context.style_for("Definition Term"), keep_next=True))
            self.look = kept
            self.context = below
            for block in (block for detail in item.details for block in detail):
                if isinstance(block, Paragraph):
                    inner = self.inlines(block.children)
                    made.append(self.emit(inner, context.style_for("Definition"), anchor=block.anchor))
                else:
                    made.extend(self.render(block))
            self.context = context
        return "".join(made)

    @handles(CodeBlock)
    def code_block(self, node: CodeBlock) -> str:
        """Return program text as one paragraph, its spaces, tabs and lines kept."""
        text = node.text.removesuffix("\n")
        plain = self.context.plain
        look = Look(monospace=plain, proof=not plain)
        kept, self.context = self.context, replace(self.context, rtl=False, alignment="")
        made = self.emit(
            runs(text, look), kept.style_for("HTML Preformatted"), anchor=node.anchor, inset=0 if plain else CODE
        )
        self.context = kept
        return made

    @handles(Table)
    def table_block(self, node: Table) -> str:
        """Return a table with its caption above it."""
        grid = make_grid(node) if self.context.tables < MAX_DEPTH else None
        if grid is None:
            return "".join(self._render_simplified(node))
        made = caption_first(self, node) + self.lead_in()
        if not node.caption:
            made += self.gap() + self._block_mark(node.anchor)
        made += table_markup(self, node, grid)
        self._after = "table"
        return made

    def cell(self, children: tuple[Block, ...]) -> str:
        """Return the blocks of a table cell, which nothing outside of it touches."""
        self._after = ""
        return "".join(self.render_all(children))

    def gap(self) -> str:
        """Return the small paragraph that keeps a table or box apart from one just before it."""
        if not self._after:
            return ""
        self._after = ""
        return paragraph("", self.draft.style("Table Gap"))

    def label(self, name: str, word: str, number: int) -> str:
        """Return "Figure 3" with a number that Word can count itself, in step with the model's."""
        if not number:
            return ""
        bold = Look(bold=True, language=self.look.language, rtl=self.look.rtl)
        counted = self.draft.counted.get(name, 0)
        reset = "" if counted + 1 == number else f" \\r {number}"
        self.draft.counted[name] = number
        counter = field(f"SEQ {name} \\* ARABIC{reset}", str(number), "<w:rPr><w:b/><w:bCs/></w:rPr>")
        return runs(f"{word} ", bold) + counter + runs(". ", bold)

    @handles(Figure)
    def figure(self, node: Figure) -> str:
        """Return the picture in a paragraph of its own, kept with the caption below it."""
        picture = self.picture(node.image) or self.words_run(f"[{self.words.image}: {node.image.alt}]")
        below = bool(node.caption or node.credit)
        style = self.context.style_for("Figure")
        made = self.emit(picture, style, anchor=node.anchor, keep_next=below)
        if not below:
            return made
        inner = self.label("Figure", self.words.figure, node.number) if node.caption else ""
        inner += self.inlines(node.caption)
        if node.credit:
            space = " " if node.caption else ""
            inner += runs(f"{space}{node.credit}", self.look._replace(style=self.draft.style("Credit")))
        return made + self.emit(inner, self.context.style_for("caption"))

    @handles(Callout)
    def callout(self, node: Callout) -> str:
        """Return a shaded box of paragraphs; grave kinds are red, the others blue."""
        title = self._bold_inlines(node.title) or runs(self.words.callout(node.callout), self.look._replace(bold=True))
        return self._box("Warning" if node.callout in _GRAVE else "Callout", title, node.children, node.anchor)

    @handles(Aside)
    def aside(self, node: Aside) -> str:
        """Return a side box as shaded paragraphs in the line of the text."""
        return self._box("Aside", self._bold_inlines(node.title), node.children, node.anchor)

    def _bold_inlines(self, nodes: tuple[Inline, ...]) -> str:
        before = self.look
        self.look = before._replace(bold=True)
        made = self.inlines(nodes)
        self.look = before
        return made

    def _box(self, style: str, title: str, children: tuple[Block, ...], anchor: str) -> str:
        context = self.context
        plain = context.in_note or context.tables > 0  # borders would not stand in the narrow column
        inside = replace(
            context, style=context.style if plain else style, left=context.left + BOX, right=context.right + BOX,
            structural=False, plain=True, level=-1, list_id=0,
        )  # fmt: skip
        made = self.gap() + self._block_mark(anchor)
        self.context = inside
        if title:
            made += self.emit(title, inside.style if plain else f"{style} Title", keep_next=bool(children))
        else:
            self._after = "box"
        made += self.blocks(children)
        self.context = context
        self._after = "box"
        return made

    @handles(Rule)
    def rule(self, node: Rule) -> str:
        """Return a short line between two thoughts."""
        kept, self.context = self.context, replace(self.context, left=0, right=0)
        made = self.emit("", "Rule")
        self.context = kept
        return made

    @handles(Lines)
    def lines(self, node: Lines) -> str:
        """Return lines that stay apart, as one paragraph."""
        inner = "<w:r><w:br/></w:r>".join(self.inlines(line) for line in node.lines)
        kept, self.context = self.context, replace(self.context, left=self.context.left + STEP)
        made = self.emit(inner, kept.style_for("Lines"), anchor=node.anchor)
        self.context = kept
        return made

    @handles(Group)
    def group(self, node: Group) -> str:
        """Return the blocks of a group, in its language and direction, its title in bold before them."""
        look, context = self.look, self.context
        self.speak(node.language, node.direction)
        self.context = replace(context, rtl=self.look.rtl)
        made = self._block_mark(node.anchor)
        if plain_text(node.title):
            made += self.emit(self._bold_inlines(node.title), context.style, keep_next=True)
        made += self.blocks(node.children)
        self.look, self.context = look, context
        return made


def _checkbox(checked: bool) -> str:
    """Return a box that can be ticked in Word ([MS-DOCX] 2.6.1.9), and the tab after it."""
    fonts = f'<w:rFonts w:ascii="{_BOX_FONT}" w:hAnsi="{_BOX_FONT}" w:eastAsia="{_BOX_FONT}" w:cs="{_BOX_FONT}"/>'
    states = "".join(
        f'<w14:{name} w14:val="{ord(box):04X}" w14:font="{_BOX_FONT}"/>'
        for name, box in (("checkedState", "☑"), ("uncheckedState", "☐"))
    )
    return (
        f'<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{int(checked)}"/>{states}</w14:checkbox></w:sdtPr>'
        f"<w:sdtContent>{run(_BOX_CHECKED[checked], f'<w:rPr>{fonts}</w:rPr>')}</w:sdtContent></w:sdt>"
        "<w:r><w:tab/></w:r>"
    )
