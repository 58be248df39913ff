"""Figures: as large as they are meant to be and the page allows, never parted from their caption."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exporters.formats.pdf.blocks import TextBlocks
from exporters.formats.pdf.boxes import Box, TextBox
from exporters.formats.pdf.canvas import TaggedCanvas
from exporters.formats.pdf.inlines import painter, report_missing_alt
from exporters.formats.pdf.marks import Box4
from exporters.formats.pdf.pictures import Picture
from exporters.formats.pdf.press import for_press
from exporters.formats.pdf.runs import Run
from exporters.formats.pdf.sheet import CAPTION, Ink
from exporters.formats.pdf.tags import Element
from exporters.formats.renderer import handles
from exporters.model.nodes import Figure, Image, Inline, LineBreak, Link, Paragraph, Text

COARSE_DPI = 150
"""Dots per inch below which pixels are seen in print."""
_SMALLEST_ROOM = 0.25
_TALLEST = 0.6
"""Photographs are no taller than this part of the column..."""
_NARROWEST = 0.45
"""... unless they would become narrower than this part of it."""
_TALLEST_IN_LINE = 2.0
"""Pictures in a paragraph that are taller than so many lines stand between its words, not among them."""


class PictureBox(Box):
    """A picture of its own, drawn as content of its element, or as artifact without one; perhaps a link."""

    __slots__ = ("element", "left_pt", "link", "picture", "width_pt")

    def __init__(self, picture: Picture, element: Element | None, left_pt: float, size_pt: tuple[float, float]) -> None:
        super().__init__(size_pt[1])
        self.picture = picture
        self.element = element
        self.left_pt = left_pt
        self.width_pt = size_pt[0]
        self.link: tuple[Element, str, str] | None = None

    def draw(self, canvas: TaggedCanvas, top_pt: float, *, artifact: bool = False) -> None:
        box: Box4 = (self.left_pt, top_pt - self.height_pt, self.left_pt + self.width_pt, top_pt)
        decorative = artifact or self.element is None
        painter(self.picture, decorative=decorative)(canvas, self.element or Element("Figure"), box)
        if self.link is not None and not artifact:
            owner, target, spoken = self.link
            canvas.link(owner, box, target, spoken)


class FigureBlocks(TextBlocks):
    """Figures with caption and credit, and paragraphs that hold nothing but pictures."""

    @handles(Figure)
    def figure(self, node: Figure) -> Iterator[Box]:
        yield from self.anchored(self._figure(node), node.anchor)

    def _figure(self, node: Figure) -> Iterator[Box]:
        if node.image.decorative and not node.image.alt:
            caption = self._figure_caption(node, self.flow.parent, "P")
            yield from self._picture(node.image, None, caption)
            return
        element = self.element("Figure")
        caption = self._figure_caption(node, element, "Caption")
        yield from self._picture(node.image, element, caption)

    @handles(Paragraph)
    def paragraph(self, node: Paragraph) -> Iterator[Box]:
        pieces = self._parted(node.children)
        if len(pieces) == 1 and not isinstance(pieces[0], Image | Link):
            yield from super().paragraph(node)
        else:
            yield from self.anchored(self._pieces_of(pieces), node.anchor)

    def _pieces_of(self, pieces: Sequence[Image | Link | tuple[Inline, ...]]) -> Iterator[Box]:
        for piece in pieces:
            if isinstance(piece, tuple):
                yield self.text(piece, self.flow.look, self.element("P"))
                continue
            image = piece if isinstance(piece, Image) else _only_picture(piece)
            assert image is not None
            target, parent = "", self.flow.parent
            if isinstance(piece, Link):
                target = self.inline(CAPTION).target(piece.target)
                parent = self.element("P").child("Link")
            decorative = image.decorative and not image.alt and not target
            element = None if decorative else parent.child("Figure")
            for box in self._picture(image, element, None):
                if target and isinstance(box, PictureBox):
                    box.link = (parent, target, image.alt or target)
                yield box

    def _parted(self, inlines: tuple[Inline, ...]) -> list[Image | Link | tuple[Inline, ...]]:
        """Return the inlines with each picture that is too tall for a line by itself, as text before and after it."""
        if {Image, Link}.isdisjoint(map(type, inlines)):
            return [inlines]  # nearly always
        alone = sum(not _is_blank(child) for child in inlines) == 1
        pieces: list[Image | Link | tuple[Inline, ...]] = []
        text: list[Inline] = []
        for child in inlines:
            image = child if isinstance(child, Image) else _only_picture(child)
            if image is None or not self._stands_alone(image, alone=alone):
                text.append(child)
                continue
            if not all(_is_blank(before) for before in text):
                pieces.append(tuple(text))
            text = []
            assert isinstance(child, Image | Link)
            pieces.append(child)
        if not pieces or not all(_is_blank(after) for after in text):
            pieces.append(tuple(text))
        return pieces

    def _stands_alone(self, image: Image, *, alone: bool) -> bool:
        picture = self.edition.pictures.find(image.source, image.place)
        if picture is None:
            return False
        return alone or picture.height_pt > _TALLEST_IN_LINE * self.edition.sheet.leading_pt(self.flow.look)

    def _picture(self, image: Image, element: Element | None, caption: TextBox | None) -> Iterator[Box]:
        sheet = self.edition.sheet
        picture = self.edition.pictures.find(image.source, image.place)
        if element is not None:
            alt = image.alt
            if not alt and picture is not None:
                report_missing_alt(self.edition, image)
                alt = self.words.image
            element.describe(alt=alt)
        if picture is None:
            if image.alt:
                yield self.text((Text(image.alt),), CAPTION, element or self.element("P"))
        else:
            size = self._size_pt(picture, caption)
            self._check_resolution(image, picture, size[0])
            left = self.flow.left_pt
            if self.flow.direction == "rtl":
                left += self.flow.width_pt - size[0]
            box = PictureBox(picture, element, left, size)
            box.before_pt = sheet.space_pt(0.8)
            box.after_pt = sheet.space_pt(0.45 if caption is not None else 1.0)
            box.keep_with_next = caption is not None
            box.frames = self.flow.frames
            yield box
        if caption is not None:
            yield caption

    def _size_pt(self, picture: Picture, caption: TextBox | None) -> tuple[float, float]:
        """Return how large a picture stands: no larger than it is meant to be, nor than the column with its caption.

        A photograph leaves room for text on its page. What is to be read, a scan of a paper above all, gets what it
        needs.
        """
        sheet = self.edition.sheet
        below = 0.0 if caption is None else caption.height_pt + sheet.space_pt(1.2)
        room = max(sheet.column_pt - below - sheet.space_pt(2), sheet.column_pt * _SMALLEST_ROOM)
        factor = min(1.0, self.flow.width_pt / picture.width_pt, room / picture.height_pt)
        tallest = sheet.column_pt * _TALLEST
        if picture.height_pt * factor > tallest and not picture.is_written():
            narrowest = self.flow.width_pt * _NARROWEST / picture.width_pt
            factor = min(factor, max(tallest / picture.height_pt, narrowest))
        return picture.width_pt * factor, picture.height_pt * factor

    def _check_resolution(self, image: Image, picture: Picture, width_pt: float) -> None:
        """Report a picture that is too coarse for print at the size at which it stands."""
        dpi = picture.dots_per_inch(width_pt)
        if dpi < COARSE_DPI:
            say = self.edition.report.warning if for_press(self.edition.sheet.options) else self.edition.report.info
            say(
                "pdf-picture-coarse",
                f"the picture {picture.name!r} has {dpi:.0f} dots per inch here; print asks for {COARSE_DPI}",
                image.place,
                f"Take it with {width_pt / 72 * COARSE_DPI:.0f} pixels across, or show it smaller",
            )

    def _figure_caption(self, node: Figure, parent: Element, tag: str) -> TextBox | None:
        renderer = self.inline(CAPTION)
        runs: list[Run] = []
        if node.caption:
            if node.number:
                runs.append(renderer.run(f"{self.words.figure} {node.number}.", _BOLD))
                runs.append(renderer.run(" "))
            runs.extend(renderer.runs(node.caption))
        if node.credit:
            if runs:
                runs.append(renderer.run(" "))
            runs.append(renderer.run(f"{self.words.photo}: {node.credit}", _ITALIC))
        if not runs:
            return None
        box = self.text(runs, CAPTION, parent.child(tag))
        box.orphans = len(box.lines)
        box.after_pt = self.edition.sheet.space_pt(1.2)
        return box


def _only_picture(child: Inline) -> Image | None:
    """Return the picture that is all that a link holds, or None."""
    if not isinstance(child, Link):
        return None
    inside = [inner for inner in child.children if not _is_blank(inner)]
    return inside[0] if len(inside) == 1 and isinstance(inside[0], Image) else None


def _is_blank(child: Inline) -> bool:
    return isinstance(child, LineBreak) or (isinstance(child, Text) and not child.text.strip())


_BOLD = Ink(bold=True)
_ITALIC = Ink(italic=True)
