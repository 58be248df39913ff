"""The parts around the text: a story's head, a publication's cover, its list of contents, its colophon."""

# ruff: noqa: ARG002 - what every box is told, not every box needs
from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import msgspec
from msgspec.structs import replace

from exporters.formats.bylines import other_hands
from exporters.formats.closing import cited_lines, closing_lines
from exporters.formats.pdf.blocks import BlockWriter
from exporters.formats.pdf.boxes import Box, Space, TextBox, draw_text, filled_rectangle
from exporters.formats.pdf.canvas import TaggedCanvas
from exporters.formats.pdf.emission import draw_lines
from exporters.formats.pdf.figures import PictureBox
from exporters.formats.pdf.lines import break_lines, text_width_pt
from exporters.formats.pdf.runs import Run
from exporters.formats.pdf.sheet import (
    ACCENT,
    BYLINE,
    COLOPHON,
    CONTENTS_HEADING,
    CONTENTS_PART,
    CONTENTS_STORY,
    COVER_SUBTITLE,
    COVER_TITLE,
    HAIR,
    KICKER,
    LABEL_TITLE,
    PART_TITLE,
    SOFT_INK,
    SUBTITLE,
    TITLE,
    Ink,
    Look,
    Sheet,
)
from exporters.formats.pdf.story import Flow
from exporters.formats.pdf.tags import Element
from exporters.model.meta import Meta, Source


class BarBox(Box):
    """A rule of full or part width, thick or thin; an artifact."""

    __slots__ = ("colour", "left_pt", "width_pt")

    def __init__(
        self, left_pt: float, width_pt: float, thickness_pt: float, colour: tuple[float, float, float]
    ) -> None:
        super().__init__(thickness_pt)
        self.left_pt = left_pt
        self.width_pt = width_pt
        self.colour = colour

    def draw(self, canvas: TaggedCanvas, top_pt: float, *, artifact: bool = False) -> None:
        right = self.left_pt + self.width_pt
        canvas.draw_artifact(filled_rectangle(self.colour, self.left_pt, top_pt - self.height_pt, right, top_pt))


class FrontMatter(BlockWriter):
    """Writes heads, covers and colophons from what a story or a publication says of itself."""

    def story_head(self, meta: Meta) -> Iterator[Box]:
        """Yield the head of a story: section, title, subtitle, who wrote it, where and when."""
        sheet = self.edition.sheet
        if meta.section:
            yield self._line(meta.section, KICKER, "P")
        self.edition.heading_place = meta.place
        tag = self.edition.levels.take(self.flow.level)
        title = self._line(meta.title or self.words.untitled, TITLE, tag)
        title.anchors = ((self.flow.slug, ""),)
        title.orphans = len(title.lines)
        yield title
        if meta.subtitle:
            yield self._line(meta.subtitle, SUBTITLE, "Subtitle")
        yield from self._byline(meta)
        bar = BarBox(self.flow.left_pt, self.flow.width_pt, 0.6, sheet.colour(HAIR))
        bar.before_pt = sheet.space_pt(0.9)
        bar.after_pt = sheet.space_pt(1.6)
        bar.keep_with_next = True
        yield bar

    def part_head(self, title: str, anchor: str) -> Iterator[Box]:
        """Yield the title of a part, on a page of its own."""
        sheet = self.edition.sheet
        yield Space(sheet.column_pt * 0.3)
        box = self._line(title, PART_TITLE, self.edition.levels.take(1))
        box.anchors = (("", anchor),)
        yield box
        yield BarBox(self.flow.left_pt, sheet.space_pt(6), 2.0, sheet.colour(ACCENT))

    def cover(self, meta: Meta) -> Iterator[Box]:
        """Yield the cover of a publication: a page of its own."""
        sheet = self.edition.sheet
        picture = self.edition.pictures.find(meta.cover, meta.place) if meta.cover else None
        yield Space(sheet.column_pt * (0.06 if picture else 0.22))
        kicker = meta.series or meta.section or meta.publisher
        if kicker:
            yield self._line(f"{kicker} {meta.number}".strip(), KICKER, "P")
        yield BarBox(self.flow.left_pt, sheet.space_pt(6), 2.5, sheet.colour(ACCENT))
        title = self._line(meta.title or self.words.untitled, COVER_TITLE, "Title")
        title.before_pt = sheet.space_pt(1.4)
        yield title
        if meta.subtitle:
            yield self._line(meta.subtitle, COVER_SUBTITLE, "Subtitle")
        yield from self._byline(meta)
        if meta.publisher and meta.publisher != kicker:
            yield self._line(meta.publisher, BYLINE, "P")
        if picture is not None:
            alt = meta.cover_alt
            element = self.element("Figure").describe(alt=alt) if alt else None
            room = sheet.column_pt * 0.5
            factor = min(self.flow.width_pt / picture.width_pt, room / picture.height_pt, 2.0)
            box = PictureBox(
                picture, element, self.flow.left_pt, (picture.width_pt * factor, picture.height_pt * factor)
            )
            box.before_pt = sheet.space_pt(2)
            yield box

    def colophon(self, meta: Meta, sources: Sequence[Source] = (), *, apart: bool = False) -> Iterator[Box]:
        """Yield what a copy must say wherever it goes: what it rests on, publisher, rights, licence, address.

        It may stand `apart`, on a page of its own.
        """
        said = closing_lines(meta)
        cited = cited_lines(sources, self.words)
        if not said and not cited:
            return
        sheet = self.edition.sheet
        inner = self.into(self.flow.below(self.element("Colophon")))
        if not apart:
            bar = BarBox(self.flow.left_pt, sheet.space_pt(6), 0.6, sheet.colour(HAIR))
            bar.before_pt = sheet.space_pt(2.2)
            bar.after_pt = sheet.space_pt(0.6)
            bar.keep_with_next = True
            yield bar
        if cited:
            look = replace(LABEL_TITLE, size=1.5, after=0.6) if apart else LABEL_TITLE
            yield inner.text([inner.inline(look).run(self.words.sources)], look, inner.element("P"))
            listing = inner.element("L")
            for text in cited:
                entry = listing.child("LI").child("LBody").child("P")
                yield inner.text([inner.inline(COLOPHON).run(text)], replace(COLOPHON, after=0.15), entry)
            yield Space(sheet.space_pt(0.8))
        for position, line in enumerate(said):
            box = inner.text(inner.address(line), COLOPHON, inner.element("P"))
            box.keep_with_next = position + 1 < len(said)
            yield box

    def address(self, text: str) -> list[Run]:
        """Return text as runs, as a link if it is an address."""
        renderer = self.inline(COLOPHON)
        if not text.startswith(("https://", "http://")):
            return [renderer.run(text)]
        mark = renderer.new_mark("Link")
        mark.target = mark.spoken = text
        renderer.mark = mark
        return [renderer.run(text, Ink(link=True, hyphenate=False))]

    def _byline(self, meta: Meta) -> list[TextBox]:
        lines: list[TextBox] = []
        authors = tuple(person.name for person in meta.contributors if person.role == "aut")
        if authors:
            renderer = self.inline(BYLINE)
            runs = [renderer.run(f"{self.words.by} "), renderer.run(self.words.join(authors), Ink(bold=True))]
            lines.append(self.text(runs, BYLINE, self.element("Byline")))
        others = other_hands(meta.contributors, self.words)
        if others:
            lines.append(self._line(others, replace(BYLINE, colour=SOFT_INK), "Byline"))
        dates = [meta.located]
        if meta.published is not None:
            dates.append(self.words.format_date(meta.published))
        if meta.modified is not None and (meta.published is None or meta.modified.date() > meta.published.date()):
            dates.append(f"{self.words.updated} {self.words.format_date(meta.modified)}")
        if any(dates):
            said = " \u00b7 ".join(part for part in dates if part)
            lines.append(self._line(said, replace(BYLINE, colour=SOFT_INK), "P"))
        return lines

    def _line(self, text: str, look: Look, tag: str) -> TextBox:
        return self.text([self.inline(look).run(text)], look, self.element(tag))


# --------------------------------------------------------------------------------------------------- contents


class ContentsLine(msgspec.Struct, frozen=True):
    """One line of the contents: its words, where it leads, how deep it stands (0 for a part)."""

    title: str
    destination: str
    depth: int


class ContentsBox(Box):
    """A title, dots, and the number of the page, all one link; the number is asked for when the line is drawn."""

    __slots__ = ("direction", "element", "labels", "language", "line", "lines", "look", "sheet")

    def __init__(
        self,
        line: ContentsLine,
        look: Look,
        element: Element,
        sheet: Sheet,
        flow: Flow,
        labels: dict[str, str],
    ) -> None:
        self.line = line
        self.look = look
        self.element = element
        self.sheet = sheet
        self.language = flow.language
        self.direction = flow.direction
        self.labels = labels
        indent = self._indent_pt
        room = sheet.measure_pt - indent - sheet.space_pt(2.6)
        run = Run(line.title, sheet.style(look), flow.language)
        self.lines = break_lines([run], room, sheet.setting(look, flow.direction))
        super().__init__(len(self.lines) * sheet.leading_pt(look), before_pt=sheet.space_pt(look.before))
        self.keep_with_next = look.keep_with_next

    @property
    def _indent_pt(self) -> float:
        return self.sheet.space_pt(1.2) * max(self.line.depth - 1, 0)

    def draw(self, canvas: TaggedCanvas, top_pt: float, *, artifact: bool = False) -> None:
        sheet, look = self.sheet, self.look
        link = self.element.child("Reference").child("Link")
        left, right = sheet.left_pt, sheet.left_pt + sheet.measure_pt
        mirrored = self.direction == "rtl"
        leading = sheet.leading_pt(look)
        first = top_pt - sheet.first_baseline_pt(look)
        last = first - leading * (len(self.lines) - 1)
        indent = self._indent_pt
        begin = right - indent - self.lines.width_pt if mirrored else left + indent
        title = draw_lines(self.lines, 0, len(self.lines), begin, first, leading, canvas.resource_name).text
        page = self.labels.get(self.line.destination)
        if page is None:
            canvas.draw_for(link, title)
            return
        style = sheet.style(look)
        # The space keeps title and number apart where the text is copied or read out.
        number = break_lines([Run(f"\u00a0{page}", style, self.language)], sheet.measure_pt, sheet.setting(look, "ltr"))
        width = number.widest_pt
        begin = left if mirrored else right - width
        said = draw_lines(number, 0, len(number), begin, last, leading, canvas.resource_name).text
        canvas.draw_for(link, f"{title}\n{said}")  # one stretch of content
        if self.line.depth:
            start, end = left + indent + self.lines.last_width_pt + sheet.space_pt(0.5), right - width
            if mirrored:
                start, end = left + width + sheet.space_pt(0.3), right - indent - self.lines.last_width_pt
            self._draw_leaders(canvas, start, end - sheet.space_pt(0.3), last)
        canvas.link(
            link,
            (left, top_pt - self.height_pt, right, top_pt),
            f"#{self.line.destination}",
            f"{self.line.title}, {page}",
        )

    def _draw_leaders(self, canvas: TaggedCanvas, start_pt: float, end_pt: float, baseline_pt: float) -> None:
        """Draw dots, those of all lines in the same columns: counted from the left edge."""
        sheet = self.sheet
        style = sheet.style(replace(self.look, colour=HAIR))
        dot = text_width_pt(". ", style)
        first = math.ceil((start_pt - sheet.left_pt) / dot)
        count = int((end_pt - sheet.left_pt) / dot) - first
        if count > 2:
            left = sheet.left_pt + first * dot
            dots = break_lines([Run(". " * count, style)], (count + 1) * dot, sheet.setting(self.look, "ltr"))
            draw_text(canvas, dots, None, left, baseline_pt, sheet.leading_pt(self.look), 0, 1)


def contents_boxes(writer: BlockWriter, lines: Sequence[ContentsLine], labels: dict[str, str]) -> Iterator[Box]:
    """Yield the list of contents: its title and its lines; page numbers are looked up when the lines are drawn."""
    sheet = writer.edition.sheet
    heading = writer.text([writer.inline(TITLE).run(writer.words.contents)], TITLE, writer.element("P"))
    heading.after_pt = sheet.space_pt(1.2)
    yield heading
    toc = writer.element("TOC")
    looks = (CONTENTS_PART, CONTENTS_STORY, CONTENTS_HEADING)
    for line in lines:
        look = looks[min(line.depth, 2)]
        yield ContentsBox(line, look, toc.child("TOCI"), sheet, writer.flow, labels)


def count_pages(boxes: Sequence[Box], column_pt: float) -> int:
    """Return how many pages boxes that cannot be parted fill."""
    pages, used = 1, 0.0
    above: Box | None = None
    for box in boxes:
        gap = max(above.after_pt, box.before_pt) if above is not None else 0.0
        if used + gap + box.height_pt > column_pt + 0.01:
            pages, used, gap = pages + 1, 0.0, 0.0
        used += gap + box.height_pt
        above = box
    return pages
