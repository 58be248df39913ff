"""Block nodes as paragraphs and tables, one article at a time."""

from __future__ import annotations

from typing import Final

from exporters.formats.docx.context import BOX, CODE
from exporters.formats.docx.flow import FlowRenderer
from exporters.formats.docx.looks import runs
from exporters.formats.docx.markup import field, run, set_apart
from exporters.formats.docx.numbering import LEVELS, STEP, WIDE_STEP, is_wide
from exporters.formats.docx.revised import RevisedBlock, RevisedItem
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
    MathBlock,
    Paragraph,
    Quote,
    Rule,
    Table,
)
from exporters.model.walk import plain_text

_GRAVE: Final = frozenset({"warning", "caution", "important", "correction"})
_MAX_HEADING: Final = 9
_WIDE_COLUMN: Final = 7600
_FLOWING: Final = frozenset({"Normal", "List Continue", "List Paragraph"})
_BOX_CHECKED: Final = ("☐", "☑")
_BOX_FONT: Final = "Segoe UI Symbol"


class BodyRenderer(FlowRenderer):
    """The block kinds of one article."""

    @handles(Paragraph)
    def paragraph(self, node: Paragraph) -> str:
        """Return a paragraph of running text."""
        return self.running(self.inlines(node.children), node.anchor)

    @handles(Heading)
    def heading(self, node: Heading) -> str:
        """Return a heading in Word's own style, so that it is in the outline; in bold type where it is none."""
        number = f"{node.number} " if node.number else ""
        if not self.context.structural:
            before = self.look
            self.look = before.but(bold=True)
            inner = self.words_run(number) + self.inlines(node.children)
            self.look = before
            return self.emit(inner, self.context.style, anchor=node.anchor, keep_next=True)
        level = min(node.level + self._depth, _MAX_HEADING)
        words = self.mark_label(node.anchor, self.words_run(number) + self.inlines(node.children))
        inner = self.mark(node.anchor, words, always=True)
        return self.emit(inner, f"heading {level}")

    @handles(Quote)
    def quote(self, node: Quote) -> str:
        """Return a block quotation or pull quote with the line that says whose words they are."""
        context = self.context
        pulled = node.pull and not context.plain and context.level < 0
        if pulled:
            inside = context.but(style="Intense Quote", structural=False)
        else:
            inside = context.but(
                style=context.style_for("Quote"), left=context.further_in(STEP),
                right=context.right if context.boxed else context.right + STEP, structural=False,
            )  # fmt: skip
        made = self.mark(node.anchor) + self.blocks(node.children, inside)
        if node.attribution:
            self.context = inside
            inner = self.words_run("— ") + self.inlines(node.attribution)
            made += self.emit(inner, context.style_for("Attribution"))
            self.context = context
        if pulled:
            self.set_apart()
        return made

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
        place = context.once if list_id else context.but
        item_context = place(
            style="List Continue" if style == "List Paragraph" else style, left=context.further_in(step),
            level=level, list_id=list_id, structural=False,
        )  # fmt: skip
        mark = self.mark(node.anchor)
        kept = self._nested_counts
        self.context = item_context
        apart = not node.tight and style == "List Paragraph"
        made = mark + "".join(self._any_item(item, style, shown, step, apart=apart) for item in node.items)
        self.context, self._nested_counts = context, kept
        return set_apart(made) if context.level < 0 and style == "List Paragraph" and not apart else made

    def _any_item(self, item: ListItem, style: str, level: int, step: int, *, apart: bool) -> str:
        if isinstance(item, RevisedItem):
            return self.revised(item.change, lambda: self._item(item, style, level, step, apart=apart))
        return self._item(item, style, level, step, apart=apart)

    def _item(self, item: ListItem, style: str, level: int, step: int, *, apart: bool) -> str:
        """Return an item: its first paragraph carries the number, the rest stands below it."""
        list_id = self.context.list_id or self.draft.numbering.bullets()
        if item.checked is not None:
            list_id = self.draft.numbering.tasks()
            self._lead += _checkbox(item.checked)
        self._nested_counts = False
        first: Block | RevisedBlock | None
        first, rest = (item.children[0], item.children[1:]) if item.children else (None, ())
        if isinstance(first, Paragraph):
            inner, anchor = self.inlines(first.children), first.anchor
        else:
            inner, anchor, rest = "", "", item.children
        if self.context.boxed:  # the first line begins at the edge of the box at every level, the text further in
            step += STEP * level
        lead = step if self.context.boxed else 0
        head = self.emit(inner, style, anchor=anchor, numbering=(list_id, level), hanging=step, lead=lead, apart=apart)
        return head + self.blocks(rest)

    @handles(RevisedBlock)
    def revised_block(self, node: RevisedBlock) -> str:
        """Return a block as inserted or deleted."""
        made = self.revised(node.change, lambda: "".join(self.render(node.block)))
        notice = isinstance(node.block, Group) and node.block.role == "corrections"
        return made if notice or self.revisions is None else self.revisions.explain(made, whole=True)

    @handles(Definitions)
    def definitions(self, node: Definitions) -> str:
        """Return terms and their explanations as paragraphs of two styles."""
        context = self.context
        below = context.but(style=context.style_for("List Continue"), left=context.further_in(STEP), structural=False)
        made = [self.mark(node.anchor)]
        for item in node.items:
            kept = self.look
            if context.plain:
                self.look = kept.but(bold=True)
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
        look = self.draft.look.but(monospace=True, proof=False) if plain else self.draft.look
        kept, self.context = self.context, self.context.but(rtl=False, alignment="")
        made = self.emit(
            runs(text, look), kept.style_for("Source Code"), anchor=node.anchor, inset=0 if plain else CODE
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
            made += self.gap() + self.mark(node.anchor)
        made += table_markup(self, node, grid)
        self._after = "table"
        return made

    def label(self, name: str, word: str, number: int, anchor: str) -> str:
        """Return "Figure 3. " with a number that Word can count itself, in step with the model's."""
        if not number or self.deleting:
            return ""
        bold = self.look.plain().but(bold=True)
        counted = self.draft.counted.get(name, 0)
        reset = "" if counted + 1 == number else f" \\r {number}"
        self.draft.counted[name] = number
        counter = field(f"SEQ {name} \\* ARABIC{reset}", str(number), "<w:rPr><w:b/><w:bCs/></w:rPr>")
        return self.mark_label(anchor, runs(f"{word} ", bold) + counter) + runs(". ", bold)

    @handles(Figure)
    def figure(self, node: Figure) -> str:
        """Return the picture in a paragraph of its own, kept with the caption below it."""
        picture = self.picture(node.image) or self.words_run(f"[{self.words.image}: {node.image.alt}]")
        below = bool(node.caption or node.credit)
        style = self.context.style_for("Figure")
        made = self.emit(picture, style, anchor=node.anchor, keep_next=below)
        if not below:
            return made
        inner = self.label("Figure", self.words.figure, node.number, node.anchor) if node.caption else ""
        inner += self.inlines(node.caption)
        if node.credit:
            credit = f"{self.words.photo}: {node.credit}"
            space = " " if node.caption else ""
            inner += runs(f"{space}{credit}", self.look.but(style=self.draft.style("Credit")))
        return made + self.emit(inner, self.context.style_for("caption"))

    @handles(Callout)
    def callout(self, node: Callout) -> str:
        """Return a shaded box of paragraphs; grave kinds are red, the others blue."""
        title = self._bold_inlines(node.title) or runs(self.words.callout(node.callout), self.look.but(bold=True))
        return self._box("Warning" if node.callout in _GRAVE else "Callout", title, node.children, node.anchor)

    @handles(Aside)
    def aside(self, node: Aside) -> str:
        """Return a side box as shaded paragraphs in the line of the text."""
        return self._box("Aside", self._bold_inlines(node.title), node.children, node.anchor)

    def _bold_inlines(self, nodes: tuple[Inline, ...]) -> str:
        before = self.look
        self.look = before.but(bold=True)
        made = self.inlines(nodes)
        self.look = before
        return made

    def _box(self, style: str, title: str, children: tuple[Block, ...], anchor: str) -> str:
        context = self.context
        plain = context.in_note or context.tables > 0  # borders would not stand in the narrow column
        inside = context.but(
            style=context.style if plain else style, left=context.left + BOX, right=context.right + BOX,
            structural=False, plain=True, boxed=not plain, level=-1, list_id=0,
        )  # fmt: skip
        made = self.gap() + self.mark(anchor)
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
    def rule(self, _node: Rule) -> str:
        """Return a short line between two thoughts."""
        kept = self.context
        aside = 0 if kept.width >= _WIDE_COLUMN else kept.width * 5 // 12  # the style's indents leave nothing of it
        self.context = kept.but(left=aside, right=aside)
        made = self.emit("", "Rule")
        self.context = kept
        return made

    @handles(Lines)
    def lines(self, node: Lines) -> str:
        """Return lines that stay apart, as one paragraph."""
        inner = "<w:r><w:br/></w:r>".join(self.inlines(line) for line in node.lines)
        kept, self.context = self.context, self.context.but(left=self.context.further_in(STEP))
        made = self.emit(inner, kept.style_for("Lines"), anchor=node.anchor)
        self.context = kept
        return made

    @handles(MathBlock)
    def math_block(self, node: MathBlock) -> str:
        """Return a formula on a line of its own, or as it was written."""
        made = self.equation(node.source, display=True)
        if made is None:
            return "".join(self._render_simplified(node))
        return self.emit(made, self.context.style, anchor=node.anchor)

    @handles(Group)
    def group(self, node: Group) -> str:
        """Return the blocks of a group, in its language and direction, its title in bold before them."""
        look, context = self.look, self.context
        self.speak(node.language, node.direction)
        self.context = context.but(rtl=self.look.rtl)
        made = self.mark(node.anchor)
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
