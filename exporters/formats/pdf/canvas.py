"""The tagged canvas: pages on which nothing is left unmarked.

Everything drawn is an artifact unless it is drawn for an element: the page's operators stand between
`/Artifact BMC` and `EMC`, and what belongs to an element steps out of that frame and back in.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from exporters.formats.pdf.drawn_page import DrawnPage, EncodedPicture, Gathering, LaidLink
from exporters.formats.pdf.filed_pages import CLOSE, OPEN_ARTIFACT, FiledPages
from exporters.formats.pdf.press import SCREENS, Press
from exporters.formats.pdf.syntax import byte_string, number, rectangle, text_string
from exporters.formats.pdf.tags import Annotation, Content, Element, PageHandle, StructureTree

if TYPE_CHECKING:
    from exporters.formats.pdf.drawings.drawing import Drawing

Box4 = tuple[float, float, float, float]
"""Left, bottom, right, top."""


class Destination(msgspec.Struct, frozen=True):
    """A place that links lead to: a page and a height on it."""

    page: PageHandle
    top_pt: float
    left_pt: float = 0.0
    content: int = 0
    """How much marked content stood on the page before: the next is what the destination is of."""


class TaggedCanvas(FiledPages):
    """The pages of one document, drawn one after another, from `begin_page` to `end_page`.

    Coordinates are points from the lower left corner. `tree` receives what is drawn for elements.
    """

    def __init__(self, tree: StructureTree, press: Press = SCREENS, *, tagged: bool = True) -> None:
        super().__init__(tree, press, tagged=tagged)
        self.destinations: dict[str, Destination] = {}
        self._drawn = DrawnPage(PageHandle(0), (0.0, 0.0))
        self._code = self._drawn.operators
        self._ground = self._drawn.ground
        self._page = self._drawn.handle
        self._owners = self._drawn.owners
        self._turned: tuple[float, float] | None = None
        self.links_left_out = 0
        self._shift_pt = 0.0
        self.gathering: Gathering | None = None
        """Who takes what is drawn, where it is for another process to put it into the file."""

    # ------------------------------------------------------------------------------------------------- pages

    def begin_page(self, width_pt: float, height_pt: float) -> None:
        """Begin a page of this size."""
        self._go_on(DrawnPage(PageHandle(0), (width_pt, height_pt)))

    def resume(self, page: PageHandle) -> None:
        """Go on with a page that was drawn for another process and is not in the file yet."""
        assert self.gathering is not None
        self._go_on(self.gathering.pages[page])

    def rehearse(self, draw: Callable[[], None]) -> None:
        """Draw on the page and forget it, but for the fonts and glyphs, whose order of use is that of the pages."""
        drawn, below = len(self._code), len(self._ground)
        draw()
        del self._code[drawn:]
        del self._ground[below:]

    def _go_on(self, drawn: DrawnPage) -> None:
        self._drawn = drawn
        self._code, self._owners, self._page = drawn.operators, drawn.owners, drawn.handle
        self._ground = drawn.ground

    def end_page(self) -> PageHandle:
        """Close the page, with its operators compressed, and return it."""
        drawn = self._drawn
        if self.gathering is not None:
            self.gathering.pages[drawn.handle] = drawn
        else:
            self.keep_page(drawn, self.compressed(self.finished(drawn), None))
        self._code = []
        return drawn.handle

    @property
    def across_pt(self) -> float:
        """How far to the right is drawn at present."""
        return self._shift_pt

    @property
    def page(self) -> PageHandle:
        """The page that is being drawn."""
        return self._page

    def begin_overlay(self, page: PageHandle) -> None:
        """Begin drawing on a page that was closed before."""
        self._page, self._code = page, []
        self._ground = self._code
        self._owners = self.gathering.pages[page].owners if self.gathering is not None else self.tree.owners(page)

    def end_overlay(self) -> None:
        """Add what was drawn to the page's content."""
        if self.gathering is not None:
            self.gathering.pages[self._page].overlays.append(self._code)
        else:
            self.keep_overlay(self._page, self.compressed(self._code, None))
        self._code = []

    # ---------------------------------------------------------------------------------------------- drawing

    def turn(self, left_pt: float, bottom_pt: float) -> None:
        """Draw what follows a quarter round to the left: its left edge along `bottom_pt`, its height 0 at `left_pt`.

        The page is then to be shown turned to the right (ISO 32000-1, 7.7.3.3).
        """
        self._turned = (left_pt, bottom_pt)
        self._drawn.rotation = 90
        self._code.extend((CLOSE, f"q 0 1 -1 0 {number(left_pt)} {number(bottom_pt)} cm", OPEN_ARTIFACT))

    def turn_back(self) -> None:
        """Draw upright again."""
        self._turned = None
        self._code.extend((CLOSE, "Q", OPEN_ARTIFACT))

    def shift(self, across_pt: float) -> None:
        """Draw what follows so far to the right, as columns beside the first are drawn; 0 begins and ends nothing."""
        if self._shift_pt:
            self._code.extend((CLOSE, "Q", OPEN_ARTIFACT))
        self._shift_pt = across_pt
        if across_pt:
            self._code.extend((CLOSE, f"q 1 0 0 1 {number(across_pt)} 0 cm", OPEN_ARTIFACT))

    def place(self, element: Element, box_pt: Box4) -> None:
        """Say where on the page a figure or formula stands."""
        element.place_in(*self._on_page(box_pt))

    def _on_page(self, box_pt: Box4) -> Box4:
        """Return the box in the coordinates of the page itself."""
        if self._turned is not None:
            x, y = self._turned
            left, bottom, right, top = box_pt
            box_pt = (x - top, y + left, x - bottom, y + right)
        if self._shift_pt:
            left, bottom, right, top = box_pt
            box_pt = (left + self._shift_pt, bottom, right + self._shift_pt, top)
        return box_pt

    def draw_artifact(self, operators: str) -> None:
        """Draw what is no part of the content, below what is: rules, backgrounds, running heads."""
        (self._code if self._shift_pt or self._turned else self._ground).append(operators)

    def draw(self, operators: str) -> None:
        """Draw content whose operators bring their own marks, from `mark` on to its `EMC`."""
        if self.tagged:
            self._code.extend((CLOSE, operators, OPEN_ARTIFACT))
        else:
            self._code.append(operators)

    def draw_for(self, element: Element, operators: str) -> None:
        """Draw operators as one stretch of marked content of this element."""
        self.draw(f"{self.mark(element)}\n{operators}\n{CLOSE}" if self.tagged else operators)

    def mark(self, element: Element) -> str:
        """Return the operator that opens a stretch of this element; `EMC` closes it; stretches never nest.

        Only for a canvas that is `tagged`. What the stretch is stands in the tree; here it is called P whatever it is,
        as by other makers of PDF, for a name that changes takes more room than all the numbers.
        """
        number = len(self._owners)
        self._owners.append(element)
        element.kids.append(Content(self._page, number))
        return f"/P<</MCID {number}>>BDC"

    def picture_name(self, key: str) -> str | None:
        """Return the name by which this page calls a picture added before, or None."""
        if not self.has_picture(key):
            return None
        self._drawn.pictures[key] = None
        return f"FormXob.{key}"

    def add_picture(
        self, key: str, data: bytes, entries: dict[str, str], mask: tuple[bytes, dict[str, str]] | None = None
    ) -> None:
        """Add a picture under a key that is a name in PDF as well: its encoded bytes and dictionary, and a mask's."""
        picture = EncodedPicture(data, entries, mask)
        if self.gathering is not None:
            self.gathering.pictures[key] = (self._page, picture)
        else:
            self.keep_picture(key, picture)

    def add_drawing(self, key: str, drawing: Drawing) -> None:
        """Add a drawing with the fonts, gradients and pictures that it refers to."""
        for face in drawing.faces:
            self.resource_name(face)
        if self.gathering is not None:
            self.gathering.pictures[key] = (self._page, drawing)
        else:
            self.keep_drawing(key, drawing)

    def has_picture(self, key: str) -> bool:
        """Return whether a picture of this key was added before."""
        return super().has_picture(key) or (self.gathering is not None and key in self.gathering.pictures)

    # ------------------------------------------------------------------------------------------------- links

    def destination(self, key: str, top_pt: float, left_pt: float = 0.0) -> None:
        """Give a height on this page a name that links can lead to; the first of a name counts."""
        if self._turned is not None:
            left_pt, top_pt = self._turned[0] - top_pt, self._turned[1] + left_pt
        left_pt += self._shift_pt
        self.destinations.setdefault(key, Destination(self._page, top_pt, left_pt, len(self._owners)))

    def link(self, element: Element, box_pt: Box4, target: str, spoken: str) -> None:
        """Lay a link over a rectangle: to `#destination` or to a URL; `spoken` is what a screen reader says
        of it.

        PDF/UA-1, 7.18.5: the annotation stands in a Link element and has contents; PDF/A-2, 6.3.2: it prints.
        PDF/X-4 lets none stand on the page (ISO 15930-7, 6.17): none is laid then.
        """
        if self.press.exchange:
            self.links_left_out += 1
            return
        if target.startswith("#"):
            action = f"/Dest {byte_string(target[1:].encode())}"
        else:
            action = f"/A <</S /URI /URI {byte_string(target.encode('ascii', 'replace'))}>>"
        body = (
            f"<</Type /Annot /Subtype /Link /Rect {rectangle(*self._on_page(box_pt))} /Border [0 0 0] /F 4 "
            f"/Contents {text_string(spoken)} {action}"
        )
        annotation = Annotation(self._page)
        element.kids.append(annotation)
        self._drawn.links.append(LaidLink(element, annotation, body.encode("ascii")))
