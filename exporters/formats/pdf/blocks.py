"""Blocks to boxes: what each kind of block of a story becomes in the column and in the structure tree.

Boxes are made one after another as the pages ask for them, so that a long story is never in memory as a
whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Self

from msgspec.structs import replace

from exporters.formats.pdf.boxes import Box, Frame, RuleBox, Space, TextBox, noted_lines
from exporters.formats.pdf.drop_caps import begins_with_words, with_drop_cap
from exporters.formats.pdf.formulas import EquationBox, display_box, report_source
from exporters.formats.pdf.inlines import InlineRenderer
from exporters.formats.pdf.lines import break_lines
from exporters.formats.pdf.numbering import paragraph_label
from exporters.formats.pdf.runs import Run
from exporters.formats.pdf.sheet import (
    ACCENT,
    ASIDE,
    ATTRIBUTION,
    CALLOUT,
    FORMULA,
    HAIR,
    HEADINGS,
    LABEL_TITLE,
    LINK,
    PULL_ATTRIBUTION,
    PULL_QUOTE,
    QUOTE,
    TINT,
    VERSE,
    Look,
)
from exporters.formats.pdf.story import Edition, Flow
from exporters.formats.pdf.tags import Element
from exporters.formats.renderer import Renderer, handles
from exporters.model.meta import text_direction
from exporters.model.nodes import (
    Aside,
    Block,
    Callout,
    Group,
    Heading,
    Inline,
    Lines,
    MathBlock,
    Paragraph,
    Quote,
    Rule,
)

_FRAME_PADDING_EM = 0.75
_STANZA = 9
"""Verse or an address of no more lines is not parted between pages."""


class BlockWriter(Renderer[Iterator[Box]]):
    """What the renderers of blocks share: making boxes of text in a flow, and framing them."""

    def __init__(self, edition: Edition, flow: Flow) -> None:
        super().__init__("pdf", edition.report, flow.words)
        self.edition = edition
        self.flow = flow

    def boxes(self, blocks: Iterable[Block]) -> Iterator[Box]:
        """Yield the boxes of these blocks, made as they are asked for."""
        for block in blocks:
            self.edition.place = block.place
            for piece in self.render(block):
                yield from piece

    def into(self, flow: Flow) -> Self:
        """Return a renderer of the same kind for another flow."""
        return type(self)(self.edition, flow)

    def element(self, tag: str, flow: Flow | None = None) -> Element:
        """Return a new element, the next below the flow's."""
        return (flow or self.flow).parent.child(tag)

    def inline(self, look: Look, flow: Flow | None = None) -> InlineRenderer:
        """Return a renderer for the inlines of a block of this look."""
        return InlineRenderer(self.edition, flow or self.flow, look)

    def text(
        self,
        content: Sequence[Inline] | Sequence[Run],
        look: Look,
        element: Element,
        *,
        anchor: str = "",
        flow: Flow | None = None,
        indented: bool = False,
    ) -> TextBox:
        """Return the box of one paragraph: of inlines, or of runs already made."""
        flow = flow or self.flow
        sheet = self.edition.sheet
        runs: Sequence[Run] = (
            content  # type: ignore[assignment]  # runs already
            if content and isinstance(content[0], Run)
            else self.inline(look, flow).runs(content)  # type: ignore[arg-type]
        )
        lines = break_lines(runs, flow.width_pt, sheet.setting(look, flow.direction, indented=indented))
        look = sheet.look(look)
        box = TextBox(lines, element, flow.left_pt, sheet.leading_pt(look), sheet.first_baseline_pt(look))
        box.before_pt = sheet.space_pt(look.before)
        box.after_pt = sheet.space_pt(look.after)
        box.keep_with_next = look.keep_with_next
        box.frames = flow.frames
        if flow.foot and any(run.mark is not None for run in runs):
            box.noted = noted_lines(lines)
        if anchor:
            box.anchors = ((flow.slug, anchor),)
            box.cited = (flow.slug, anchor, 0)
        return box

    def framed(
        self,
        boxes: Iterable[Box],
        frames: tuple[Frame, ...],
        padding_pt: float,
        before_pt: float,
        after_pt: float,
    ) -> Iterator[Box]:
        """Yield boxes with room around them inside a frame and outside of it."""
        head = Space(padding_pt, before_pt=before_pt)
        head.keep_with_next = True
        head.frames = frames
        yield head
        last: Box | None = None
        for box in boxes:
            if last is None:
                box.before_pt = 0.0
            else:
                yield last
            last = box
        if last is not None:
            last.after_pt = 0.0
            last.keep_with_next = False
            yield last
        tail = Space(padding_pt, after_pt=after_pt)
        tail.optional = True
        tail.frames = frames
        yield tail

    def anchored(self, boxes: Iterable[Box], anchor: str) -> Iterator[Box]:
        """Yield the boxes, the first of them named, each with what of the block's text comes before it."""
        told = 0
        for position, box in enumerate(boxes):
            if position == 0 and anchor:
                box.anchors = ((self.flow.slug, anchor), *box.anchors)
            if anchor:
                told = box.cite(self.flow.slug, anchor, told)
            yield box


class TextBlocks(BlockWriter):
    """Paragraphs, headings, and what is made of them."""

    @handles(Paragraph)
    def paragraph(self, node: Paragraph) -> Iterator[Box]:
        if not node.children:
            return
        flow = self.flow
        running = not flow.indents and not flow.frames
        element = self.element("P")
        number = node.number if self.edition.sheet.options.paragraph_numbers else 0
        label = paragraph_label(number, element.child("Span"), self.edition.sheet, flow) if number else None
        runs: Sequence[Inline] | Sequence[Run] = node.children
        opens = running and self.edition.opening
        if opens:
            self.edition.opening = False
        if opens and begins_with_words(node.children):
            runs = self.inline(flow.look).runs(node.children)
            tall = with_drop_cap(runs, flow.look, flow, self.edition.sheet, element, node.anchor)
            if tall:
                tall[0].label = label
                yield from tall
                return
        box = self.text(runs, flow.look, element, anchor=node.anchor, indented=running)
        box.label = label
        yield box

    @handles(Heading)
    def heading(self, node: Heading) -> Iterator[Box]:
        self.edition.heading_place = node.place
        tag = self.edition.levels.take(self.flow.level + node.level)
        look = HEADINGS[min(node.level, len(HEADINGS)) - 1]
        if self.flow.frames:
            look = HEADINGS[min(node.level + 1, len(HEADINGS)) - 1]
        renderer = self.inline(look)
        runs = renderer.runs(node.children)
        if node.number:
            runs.insert(0, renderer.run(f"{node.number}\u2002"))
        box = self.text(runs, look, self.element(tag), anchor=node.anchor)
        box.orphans = len(box.lines)  # a heading is not parted
        yield box

    @handles(Lines)
    def verse(self, node: Lines) -> Iterator[Box]:
        renderer = self.inline(VERSE)
        runs: list[Run] = []
        for position, line in enumerate(node.lines):
            if position:
                runs.append(renderer.run("\n"))
            runs.extend(renderer.runs(line))
        if runs:
            flow = self.flow.indented(self.edition.sheet.space_pt(1.6))
            box = self.text(runs, VERSE, self.element("P"), anchor=node.anchor, flow=flow)
            if len(box.lines) <= _STANZA:
                box.orphans = len(box.lines)
            yield box

    @handles(MathBlock)
    def formula(self, node: MathBlock) -> Iterator[Box]:
        element = self.element("Formula").describe(alt=node.source)
        sheet = self.edition.sheet
        box = display_box(node.source, sheet, sheet.size_pt, self.flow.look.colour, self.flow.width_pt)
        if box is not None:
            left = self.flow.left_pt + (self.flow.width_pt - box.width_pt) / 2
            equation = EquationBox(box, element, left, self.flow.look.colour)
            equation.before_pt = equation.after_pt = sheet.space_pt(0.9)
            equation.frames = self.flow.frames
            if node.anchor:
                equation.anchors = ((self.flow.slug, node.anchor),)
            yield equation
            return
        report_source(self.edition.report, node)
        run = self.inline(FORMULA).run(node.source)
        text = self.text([run], FORMULA, element, anchor=node.anchor)
        text.placed = True
        yield text

    @handles(Rule)
    def rule(self, _node: Rule) -> Iterator[Box]:
        sheet = self.edition.sheet
        box = RuleBox(self.flow.left_pt + self.flow.width_pt / 2, sheet.space_pt(5.5), sheet.colour(HAIR))
        box.before_pt = box.after_pt = sheet.space_pt(1.2)
        box.frames = self.flow.frames
        yield box

    # --------------------------------------------------------------------------------------- blocks of blocks

    @handles(Quote)
    def quote(self, node: Quote) -> Iterator[Box]:
        yield from self.anchored(self._pull_quote(node) if node.pull else self._quote(node), node.anchor)

    def _quote(self, node: Quote) -> Iterator[Box]:
        sheet = self.edition.sheet
        frame = Frame(
            self.flow.left_pt,
            self.flow.left_pt + self.flow.width_pt,
            bar=sheet.colour(HAIR) if self.flow.steps_in else None,
            bar_at_right=self.flow.direction == "rtl",
        )
        frames = (*self.flow.frames, frame)
        flow = replace(
            self.flow.indented(sheet.space_pt(1.3), sheet.space_pt(1.3)),
            parent=self.element("BlockQuote"),
            look=replace(QUOTE, colour=self.flow.look.colour),
            frames=frames,
        )
        inner = self.into(flow)

        def content() -> Iterator[Box]:
            yield from inner.boxes(node.children)
            if node.attribution:
                yield inner.attribution(node, ATTRIBUTION)

        yield from self.framed(content(), frames, 0.0, sheet.space_pt(0.7), sheet.space_pt(0.9))

    def _pull_quote(self, node: Quote) -> Iterator[Box]:
        sheet = self.edition.sheet
        inset = sheet.space_pt(1.5)
        frame = Frame(
            self.flow.left_pt + inset, self.flow.left_pt + self.flow.width_pt - inset, rules=sheet.colour(ACCENT)
        )
        frames = (*self.flow.frames, frame)
        flow = replace(
            self.flow.indented(inset, inset),
            parent=self.element("BlockQuote"),
            look=PULL_QUOTE,
            frames=frames,
        )
        inner = self.into(flow)
        boxes = list(inner.boxes(node.children))
        if node.attribution:
            boxes.append(inner.attribution(node, PULL_ATTRIBUTION))
        keep_together(boxes)
        yield from self.framed(boxes, frames, sheet.space_pt(0.7), sheet.space_pt(1.2), sheet.space_pt(1.3))

    def attribution(self, node: Quote, look: Look) -> TextBox:
        """Return the line that says whose words a quotation is."""
        renderer = self.inline(look)
        runs = [renderer.run("\u2014 "), *renderer.runs(node.attribution)]
        box = self.text(runs, look, self.element("P"))
        box.before_pt = self.edition.sheet.space_pt(0.3)
        return box

    @handles(Callout)
    def callout(self, node: Callout) -> Iterator[Box]:
        sheet = self.edition.sheet
        grave = node.callout in ("warning", "caution", "correction")
        title = node.title
        element = self.element("Callout")
        frame = Frame(
            self.flow.left_pt,
            self.flow.left_pt + self.flow.width_pt,
            fill=sheet.colour(TINT),
            bar=sheet.colour(ACCENT if grave else LINK),
            padding_pt=sheet.space_pt(0.4),
            bar_at_right=self.flow.direction == "rtl",
        )
        look = replace(LABEL_TITLE, colour=ACCENT if grave else LINK)
        yield from self.anchored(
            self._boxed(node.children, title, self.words.callout(node.callout), element, frame, CALLOUT, look),
            node.anchor,
        )

    @handles(Aside)
    def aside(self, node: Aside) -> Iterator[Box]:
        sheet = self.edition.sheet
        frame = Frame(
            self.flow.left_pt,
            self.flow.left_pt + self.flow.width_pt,
            rules=sheet.colour(HAIR),
            padding_pt=sheet.space_pt(0.4),
        )
        element = self.element("Aside")
        yield from self.anchored(
            self._boxed(node.children, node.title, "", element, frame, ASIDE, LABEL_TITLE), node.anchor
        )

    def _boxed(
        self,
        children: tuple[Block, ...],
        title: tuple[Inline, ...],
        word: str,
        element: Element,
        frame: Frame,
        look: Look,
        title_look: Look,
    ) -> Iterator[Box]:
        sheet = self.edition.sheet
        padding = sheet.space_pt(_FRAME_PADDING_EM)
        frames = (*self.flow.frames, frame)
        side = padding if frame.fill is not None else 0.0
        bar = 2.5 if frame.bar is not None else 0.0
        flow = replace(self.flow.indented(side + bar, side), parent=element, look=look, frames=frames)
        inner = self.into(flow)

        def content() -> Iterator[Box]:
            if title or word:
                runs = inner.inline(title_look).runs(title) if title else [inner.inline(title_look).run(word)]
                yield inner.text(runs, title_look, inner.element("P"))
            yield from inner.boxes(children)

        yield from self.framed(content(), frames, padding, sheet.space_pt(0.9), sheet.space_pt(1.1))

    @handles(Group)
    def group(self, node: Group) -> Iterator[Box]:
        yield from self.anchored(self._group(node), node.anchor)

    def _group(self, node: Group) -> Iterator[Box]:
        element = self.element("Sect" if node.role in ("section", "corrections", "sources") else "Div")
        flow = self.flow.below(element)
        if node.language and node.language != self.flow.language:
            element.describe(language=node.language)
            flow = replace(flow, language=node.language, direction=text_direction(node.language, node.direction))
        elif node.direction:
            flow = replace(flow, direction=node.direction)
        if node.role == "verse":
            flow = replace(flow, look=VERSE)
        inner = self.into(flow)
        if node.title:
            yield inner.text(node.title, LABEL_TITLE, inner.element("P"))
        yield from inner.boxes(node.children)


def keep_together(boxes: Sequence[Box]) -> None:
    """Make the boxes stand on one page, as far as a page can hold them."""
    for box in boxes[:-1]:
        box.keep_with_next = True
    for box in boxes:
        if isinstance(box, TextBox):
            box.orphans = len(box.lines)
