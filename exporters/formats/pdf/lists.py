"""Lists and definitions: labels beside what they label, and elements that say so (ISO 32000-1, 14.8.4.3.3)."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from exporters.formats.pdf.blocks import BlockWriter
from exporters.formats.pdf.boxes import Box, Label, TextBox, draw_text
from exporters.formats.pdf.canvas import TaggedCanvas
from exporters.formats.pdf.lines import break_lines, text_width_pt
from exporters.formats.pdf.sheet import PLAIN_INK, Look
from exporters.formats.pdf.story import Flow
from exporters.formats.pdf.tags import Element
from exporters.formats.renderer import handles
from exporters.model.nodes import Definitions, List, ListItem

_BULLETS = ("\u2022", "\u2013", "\u00b7")


class LabelBox(Box):
    """A label whose item begins with something that is no text: it stands level with it and takes no room."""

    __slots__ = ("ascent_pt", "label")

    def __init__(self, label: Label, ascent_pt: float) -> None:
        super().__init__(0.0)
        self.label = label
        self.ascent_pt = ascent_pt
        self.keep_with_next = True

    def draw(self, canvas: TaggedCanvas, top_pt: float, *, artifact: bool = False) -> None:
        label = self.label
        draw_text(
            canvas,
            label.lines,
            label.element,
            label.left_pt,
            top_pt - self.ascent_pt,
            label.leading_pt,
            artifact=artifact,
        )


class ListBlocks(BlockWriter):
    """Lists with bullets, numbers or boxes to tick, and definition lists."""

    @handles(List)
    def list_block(self, node: List) -> Iterator[Box]:
        yield from self.anchored(self._list(node), node.anchor)

    def _list(self, node: List) -> Iterator[Box]:
        sheet = self.edition.sheet
        element = self.element("L")
        numbering = "Decimal" if node.ordered else "Disc"
        element.set("A", f"<</O /List /ListNumbering /{numbering}>>")
        depth = _depth(element)
        labels = [self._label(node, position, item, depth) for position, item in enumerate(node.items)]
        style = sheet.style(self.flow.look)
        width = max((text_width_pt(label, style) for label in set(labels)), default=0.0)
        gap = sheet.space_pt(0.5 * self.flow.look.size)
        indent = max(width + gap, sheet.space_pt(1.35))
        flow = self.flow.indented(indent)
        if node.tight:
            flow = replace(flow, look=replace(self.flow.look, after=0.18))
        made: Label | None = None
        made_of = ""
        last: Box | None = None
        for label, item in zip(labels, node.items, strict=True):
            entry = element.child("LI")
            if made is None or label != made_of:  # bullets are all the same
                made, made_of = self._mark(label, flow.left_pt, flow.width_pt, gap), label
            mark = replace(made, element=entry.child("Lbl"))
            for box in self._item(item, replace(flow, parent=entry.child("LBody")), mark):
                if last is not None:
                    yield last
                last = box
        if last is not None:
            last.after_pt = max(last.after_pt, sheet.space_pt(self.flow.look.after))
            yield last

    def _label(self, node: List, position: int, item: ListItem, depth: int) -> str:
        if item.checked is not None:
            box, plain = ("\u2611", "[x]") if item.checked else ("\u2610", "[ ]")
            face = self.edition.sheet.style(self.flow.look).face
            return box if face.covers(box) else plain
        if node.ordered:
            return f"{node.start + position}."
        return _BULLETS[min(depth, len(_BULLETS)) - 1]

    def _mark(self, text: str, left_pt: float, width_pt: float, gap_pt: float) -> Label:
        """Return a label, of no element yet, that ends a gap before the text it labels."""
        sheet = self.edition.sheet
        look: Look = replace(self.flow.look, align="left", hyphenate=False)
        run = self.inline(look).run(text)
        width = text_width_pt(text, sheet.style(look, PLAIN_INK)) + 1.0
        lines = break_lines([run], width, sheet.setting(look, self.flow.direction))
        left = left_pt - gap_pt - width + 1.0 if self.flow.direction == "ltr" else left_pt + width_pt + gap_pt
        return Label(lines, left, None, sheet.leading_pt(look))

    def _item(self, item: ListItem, flow: Flow, label: Label) -> Iterator[Box]:
        sheet = self.edition.sheet
        pending: Label | None = label
        for box in self.into(flow).boxes(item.children):
            if pending is not None:
                if isinstance(box, TextBox) and box.label is None:
                    box.label = pending
                else:
                    beside = LabelBox(pending, sheet.first_baseline_pt(self.flow.look))
                    beside.before_pt, box.before_pt = box.before_pt, 0.0
                    beside.frames = flow.frames
                    yield beside
                pending = None
            yield box
        if pending is not None:
            empty = LabelBox(pending, sheet.first_baseline_pt(self.flow.look))
            empty.height_pt = sheet.leading_pt(self.flow.look)
            empty.keep_with_next = False
            empty.frames = flow.frames
            yield empty

    @handles(Definitions)
    def definitions(self, node: Definitions) -> Iterator[Box]:
        yield from self.anchored(self._definitions(node), node.anchor)

    def _definitions(self, node: Definitions) -> Iterator[Box]:
        sheet = self.edition.sheet
        element = self.element("L")
        term_look = replace(self.flow.look, bold=True, align="left", after=0.1, keep_with_next=True)
        for item in node.items:
            entry = element.child("LI")
            if item.term:
                yield self.text(item.term, term_look, entry.child("Lbl"))
            body = replace(self.flow.indented(sheet.space_pt(1.35)), parent=entry.child("LBody"))
            inner = self.into(body)
            for detail in item.details:
                yield from inner.boxes(detail)


def _depth(element: Element) -> int:
    """Return how many lists an element is in, itself included if it is one."""
    depth = 0
    above: Element | None = element
    while above is not None:
        depth += above.tag == "L"
        above = above.parent
    return depth
