"""Notes, at the foot of their page or at the end of the story: each with its number, and a way back to the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from exporters.formats.pdf.blocks import BlockWriter
from exporters.formats.pdf.boxes import Box, Label, TextBox
from exporters.formats.pdf.footnotes import PageNote
from exporters.formats.pdf.lines import break_lines, text_width_pt
from exporters.formats.pdf.lists import LabelBox
from exporters.formats.pdf.marks import InlineMark
from exporters.formats.pdf.runs import Run
from exporters.formats.pdf.sheet import HEADINGS, NOTE, Ink
from exporters.formats.pdf.tags import Element
from exporters.model.nodes import Paragraph
from exporters.model.publication import Footnote

_BACK = "\u2191"


class NoteBlocks(BlockWriter):
    """Writes the notes of one story."""

    def notes(self, notes: Sequence[Footnote]) -> Iterator[Box]:
        """Yield the heading and the notes, for the end of a story."""
        if not notes:
            return
        sheet = self.edition.sheet
        section = self.element("Sect")
        inner = self.into(replace(self.flow, parent=section, look=NOTE))
        look = HEADINGS[2]
        tag = self.edition.levels.take(self.flow.level + 1)
        heading = inner.text([inner.inline(look).run(self.words.notes)], look, section.child(tag))
        heading.before_pt = sheet.space_pt(2)
        yield heading
        indent = inner.label_width_pt(notes)
        for note in notes:
            yield from inner.note(note, indent, section.child("Note", inner.identifier(note)))

    def page_notes(self, notes: Sequence[Footnote]) -> dict[str, PageNote]:
        """Return the notes that are referred to, by key, to be set at the foot of pages; none is laid out yet."""
        inner = self.into(replace(self.flow, look=NOTE))
        indent = inner.label_width_pt(notes)

        def page_note(note: Footnote) -> PageNote:
            element = Element("Note", None, inner.identifier(note))
            return PageNote(element, lambda: list(inner.note(note, indent, element)), inner.relabel)

        return {note.key: page_note(note) for note in notes if note.number}

    def relabel(self, boxes: Sequence[Box], number: str) -> None:
        """Let a note that is laid out begin with another number."""
        label = getattr(boxes[0], "label", None)
        if isinstance(label, Label):
            look = replace(NOTE, align="left", hyphenate=False)
            setting = self.edition.sheet.setting(look, self.flow.direction)
            label.lines = break_lines([self.inline(look).run(f"{number}.")], label.lines.width_pt, setting)

    def label_width_pt(self, notes: Sequence[Footnote]) -> float:
        """Return how far the text of these notes stands in from their numbers."""
        sheet = self.edition.sheet
        widest = max((note.number for note in notes), default=0)
        return text_width_pt(f"{widest}.", sheet.style(NOTE)) + sheet.space_pt(0.5)

    def identifier(self, note: Footnote) -> str:
        """Return the name of a note's element."""
        return self.edition.key(self.flow.slug, note.anchor)

    def note(self, note: Footnote, indent_pt: float, element: Element) -> Iterator[Box]:
        """Yield one note."""
        sheet = self.edition.sheet
        look = replace(NOTE, align="left", hyphenate=False)
        label: Label | None = None
        if note.number:
            run = self.inline(look).run(f"{note.number}.")
            lines = break_lines([run], indent_pt, sheet.setting(look, self.flow.direction))
            left = self.flow.left_pt
            if self.flow.direction == "rtl":
                left += self.flow.width_pt - indent_pt
            label = Label(lines, left, element.child("Lbl"), sheet.leading_pt(NOTE))
        inner = self.into(replace(self.flow.indented(indent_pt), parent=element))
        blocks = list(note.children)
        last = blocks[-1] if blocks else None
        if isinstance(last, Paragraph):
            blocks.pop()
        boxes = list(inner.boxes(blocks))
        boxes.append(inner.last_paragraph(last if isinstance(last, Paragraph) else Paragraph(children=()), note))
        first = boxes[0]
        if label is not None:
            if isinstance(first, TextBox) and first.label is None:
                first.label = label
            else:
                beside = LabelBox(label, sheet.first_baseline_pt(NOTE))
                boxes.insert(0, beside)
        boxes[0].anchors = ((self.flow.slug, note.anchor), *boxes[0].anchors)
        yield from boxes

    def last_paragraph(self, paragraph: Paragraph, note: Footnote) -> TextBox:
        """Return the last paragraph of a note, with the link back at its end."""
        renderer = self.inline(NOTE)
        runs = renderer.runs(paragraph.children)
        if note.number:
            mark = InlineMark(Element("Link"))
            mark.target = f"#{self.edition.key(self.flow.slug, f'{note.anchor}:ref')}"
            mark.spoken = f"{self.words.back}: {note.number}"
            arrow = renderer.run("\u00a0")
            renderer.mark = mark
            face = self.edition.sheet.style(NOTE).face
            sign = renderer.run(_BACK if face.covers(_BACK) else "^", Ink(link=True))
            runs.extend((arrow, sign) if runs else (sign,))
        element = self.element("P")
        if not runs:
            runs = [Run("\u00a0", self.edition.sheet.style(NOTE), "")]
        return self.text(runs, NOTE, element)
