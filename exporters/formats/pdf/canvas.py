"""The tagged canvas: pages on which nothing is left unmarked. With `reportlab_inside.py` the only module that
touches reportlab's privates.

Everything drawn is an artifact unless it is drawn for an element: the page's operators stand between
`/Artifact BMC` and `EMC`, and what belongs to an element steps out of that frame and back in.
"""

# ruff: noqa: SLF001 - touching reportlab's privates is what this module is for
from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from reportlab.pdfbase.pdfdoc import PDFArray, PDFObjectReference

from exporters.formats.pdf.encoding import Encoded, encode_picture
from exporters.formats.pdf.face import Face
from exporters.formats.pdf.press import SCREENS, Press
from exporters.formats.pdf.reportlab_inside import PAGE_KEYS, PlainCanvas, Spelled, check_reportlab, compressed_stream
from exporters.formats.pdf.syntax import byte_string, name, number, rectangle, text_string
from exporters.formats.pdf.tags import Annotation, Content, Element, PageHandle, StructureTree

if TYPE_CHECKING:
    from exporters.formats.pdf.drawings.drawing import Drawing

_OPEN_ARTIFACT = "/Artifact BMC"
_CLOSE = "EMC"

Box4 = tuple[float, float, float, float]
"""Left, bottom, right, top."""


@dataclass(frozen=True, slots=True)
class Destination:
    """A place that links lead to: a page and a height on it."""

    page: PageHandle
    top_pt: float
    left_pt: float = 0.0
    content: int = 0
    """How much marked content stood on the page before: the next is what the destination is of."""


class TaggedCanvas:
    """The pages of one document, drawn one after another, from `begin_page` to `end_page`.

    Coordinates are points from the lower left corner. `tree` receives what is drawn for elements.
    """

    def __init__(self, tree: StructureTree, press: Press = SCREENS) -> None:
        check_reportlab()
        self.press = press
        self.tree = tree
        self.pages: list[PageHandle] = []
        self.destinations: dict[str, Destination] = {}
        self._canvas = PlainCanvas(BytesIO(), invariant=1, pageCompression=0, pdfVersion=(1, 7))
        self._document = self._canvas._doc
        self._owners: list[Element] = []
        self._page = PageHandle(0)
        self._images: dict[str, str] = {}
        self._turned: tuple[float, float] | None = None
        self.links_left_out = 0
        self._shift_pt = 0.0
        self._page_objects: dict[PageHandle, Any] = {}

    # ------------------------------------------------------------------------------------------------- pages

    def begin_page(self, width_pt: float, height_pt: float) -> None:
        """Begin a page of this size."""
        self._canvas.setPageSize((width_pt, height_pt))
        self._size = (width_pt, height_pt)
        self._page = PageHandle(0)
        self._owners = []

    def end_page(self) -> PageHandle:
        """Close the page, with its operators compressed, and return it."""
        canvas = self._canvas
        if self.press.marks != "none":
            canvas._code.append(self._marks())
        canvas._code[:] = _framed(canvas._code)
        canvas.showPage()
        canvas.setPageRotation(0)
        page = self._document.Pages.pages[-1]
        page.__NoDefault__ = PAGE_KEYS  # an instance attribute: PDFPage writes the keys named in it
        page.Tabs = "/S"
        for key, box in self.press.boxes(*self._size).items():
            setattr(page, key, box)
        self.tree.file_page(self._page, self._owners)
        if self._page.parent_key >= 0:
            page.StructParents = self._page.parent_key
        page.Contents = compressed_stream(self._inked(page.stream), {})
        page.stream = None
        number, _ = self._document.idToObjectNumberAndVersion[page.__InternalName__]
        self._page.object_number = number
        self.pages.append(self._page)
        self._page_objects[self._page] = page
        return self._page

    def _inked(self, operators: str) -> bytes:
        """Return operators as bytes, in the inks of the press where there is one."""
        inks = self.press.inks
        return (operators if inks is None else inks.operators(operators)).encode("latin-1")

    def _marks(self) -> str:
        """Return the operator that draws the marks to cut by, one form for all pages of a size."""
        key = f"marks {self._size}"
        if key not in self._images:
            operators, entries = self.press.marks_form(*self._size)
            self._add_form(key, operators.encode("ascii"), entries)
        return f"/{self.picture_name(key)} Do"

    def move_last_pages_to_front(self, count: int, front: int = 0) -> None:
        """Move the last `count` pages to position `front`, as a list of contents drawn last needs."""
        for pages in (self.pages, self._document.Pages.pages):
            moved = pages[len(pages) - count :]
            del pages[len(pages) - count :]
            pages[front:front] = moved

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
        self._page = page
        self._owners = self.tree.owners(page)

    def end_overlay(self) -> None:
        """Add what was drawn to the page's content."""
        code = self._canvas._code
        page = self._page_objects[self._page]
        drawn = compressed_stream(self._inked("\n".join(_framed(code))), {})
        code.clear()
        before = page.Contents.sequence if isinstance(page.Contents, PDFArray) else [page.Contents]
        page.Contents = PDFArray([*before, drawn])

    # ---------------------------------------------------------------------------------------------- drawing

    def turn(self, left_pt: float, bottom_pt: float) -> None:
        """Draw what follows a quarter round to the left: its left edge along `bottom_pt`, its height 0 at `left_pt`.

        The page is then to be shown turned to the right (ISO 32000-1, 7.7.3.3).
        """
        self._turned = (left_pt, bottom_pt)
        self._canvas._code.extend((_CLOSE, f"q 0 1 -1 0 {number(left_pt)} {number(bottom_pt)} cm", _OPEN_ARTIFACT))
        self._canvas.setPageRotation(90)

    def turn_back(self) -> None:
        """Draw upright again."""
        self._turned = None
        self._canvas._code.extend((_CLOSE, "Q", _OPEN_ARTIFACT))

    def shift(self, across_pt: float) -> None:
        """Draw what follows so far to the right, as columns beside the first are drawn; 0 begins and ends nothing."""
        if self._shift_pt:
            self._canvas._code.extend((_CLOSE, "Q", _OPEN_ARTIFACT))
        self._shift_pt = across_pt
        if across_pt:
            self._canvas._code.extend((_CLOSE, f"q 1 0 0 1 {number(across_pt)} 0 cm", _OPEN_ARTIFACT))

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
        """Draw what is no part of the content: rules, backgrounds, running heads."""
        self._canvas._code.append(operators)

    def draw(self, operators: str) -> None:
        """Draw content whose operators bring their own marks, from `mark` on to its `EMC`."""
        self._canvas._code.extend((_CLOSE, operators, _OPEN_ARTIFACT))

    def draw_for(self, element: Element, operators: str) -> None:
        """Draw operators as one stretch of marked content of this element."""
        self.draw(f"{self.mark(element)} {operators} {_CLOSE}")

    def mark(self, element: Element) -> str:
        """Return the operator that opens a stretch of this element; `EMC` closes it; stretches never nest."""
        number = len(self._owners)
        self._owners.append(element)
        element.kids.append(Content(self._page, number))
        return f"{name(element.tag)} <</MCID {number}>> BDC"

    def resource_name(self, face: Face) -> str:
        """Return the name by which pages call this font, such as `/F1`; the font joins the document."""
        return face.resource_name(self._document)

    def picture_name(self, key: str) -> str | None:
        """Return the name by which this page calls a picture added before, or None."""
        resource = self._images.get(key)
        if resource is not None and resource not in self._canvas._formsinuse:
            self._canvas._formsinuse.append(resource)
        return None if resource is None else f"FormXob.{resource}"

    def add_picture(
        self, key: str, data: bytes, entries: dict[str, str], mask: tuple[bytes, dict[str, str]] | None = None
    ) -> None:
        """Add a picture (image XObject, 8.9.5): its encoded bytes and dictionary, and those of a soft mask."""
        kind = {"Type": "/XObject", "Subtype": "/Image"}
        entries = {**kind, **entries}
        if mask is not None:
            reference = self._document.Reference(compressed_stream(mask[0], {**kind, **mask[1]}, raw=False))
            entries["SMask"] = reference.format(self._document).decode()
        resource = f"I{len(self._images) + 1}"
        self._document.Reference(compressed_stream(data, entries, raw=False), f"FormXob.{resource}")
        self._images[key] = resource

    def add_drawing(self, key: str, drawing: Drawing) -> None:
        """Add a drawing (form XObject, 8.10) with the fonts, gradients and pictures that it refers to."""
        inks = self.press.inks
        space, components = ("/DeviceRGB", _components) if inks is None else (inks.space, inks.components)
        fonts = {}
        for index, face in enumerate(drawing.faces):
            name = self.resource_name(face)[1:]
            fonts[f"X{index}"] = PDFObjectReference(name).format(self._document).decode()
        pictures = {}
        for index, data in enumerate(drawing.pictures):
            encoded = self.encode(data)
            self.add_picture(f"{key}/{index}", encoded.data, encoded.entries, encoded.mask)
            resource = f"FormXob.{self._images[f'{key}/{index}']}"
            pictures[f"I{index}"] = PDFObjectReference(resource).format(self._document).decode()
        kinds = {
            "Font": fonts,
            "Pattern": {f"P{i}": g.spelled(space, components) for i, g in enumerate(drawing.gradients)},
            "ExtGState": {
                state[1:]: f"<</Type /ExtGState /ca {number(fill)} /CA {number(stroke)}>>"
                for (fill, stroke), state in drawing.states.items()
            },
        }
        box = f"[0 0 {number(drawing.width)} {number(drawing.height)}]"
        frame = {"Type": "/XObject", "Subtype": "/Form", "BBox": box}
        for index, operators in enumerate(drawing.groups):
            entries = {
                **frame,
                "Group": f"<</S /Transparency /CS {space}>>",
                "Resources": _resources(kinds, pictures),
            }
            form = compressed_stream(self._inked(operators), entries)
            # Groups come in the order in which they end: one refers to those before it alone.
            pictures[f"S{index}"] = (
                self._document.Reference(form, f"Group.{key}.{index}").format(self._document).decode()
            )
        entries = {**frame, "Resources": _resources(kinds, pictures)}
        self._add_form(key, self._inked(drawing.operators), entries)

    def _add_form(self, key: str, code: bytes, entries: dict[str, str]) -> None:
        resource = f"I{len(self._images) + 1}"
        self._document.Reference(compressed_stream(code, entries), f"FormXob.{resource}")
        self._images[key] = resource

    def encode(self, data: bytes) -> Encoded:
        """Return a picture as it goes into the file, in the inks of the press where there is one."""
        return encode_picture(data, self.press.inks)

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
        key = self.tree.file_annotation(element)
        body = (
            f"<</Type /Annot /Subtype /Link /Rect {rectangle(*self._on_page(box_pt))} /Border [0 0 0] /F 4 "
            f"/Contents {text_string(spoken)} /StructParent {key} {action}>>"
        )
        label = f"Link{key}"
        reference = self._document.Reference(Spelled(body.encode("ascii")), label)
        self._canvas._annotationrefs.append(reference)
        object_number, _ = self._document.idToObjectNumberAndVersion[label]
        element.kids.append(Annotation(self._page, object_number))

    # ----------------------------------------------------------------------------------------------- writing

    def reserve(self) -> int:
        """Return the number of an object that is written later."""
        reference = self._document.Reference(Spelled(b"null"), f"Reserved{self._document.objectcounter}")
        number: int = self._document.idToObjectNumberAndVersion[reference.name][0]
        return number

    def objects(self) -> Iterator[tuple[int, bytes]]:
        """Yield every object that reportlab holds: its number and its spelling."""
        document = self._document
        for position, page in enumerate(self.pages):
            page.position = position
        number = 1
        while number in document.numberToId:
            key = document.numberToId[number]
            if not key.startswith("Reserved"):
                yield number, document.idToObject[key].format(document)
                document.idToObject[key] = None  # a page once written need not stay in memory
            number += 1

    @property
    def pages_number(self) -> int:
        """The object number of the page tree."""
        reference = self._document.Reference(self._document.Pages)
        number: int = self._document.idToObjectNumberAndVersion[reference.name][0]
        return number

    @property
    def next_number(self) -> int:
        """The first object number that is not yet taken."""
        return int(self._document.objectcounter) + 1


def _components(rgb: tuple[float, float, float]) -> str:
    return " ".join(f"{part:.3f}" for part in rgb)


def _resources(kinds: Mapping[str, Mapping[str, str]], pictures: Mapping[str, str]) -> str:
    """Return a resource dictionary (7.8.3) without kinds that are empty."""
    spelled = (
        f"/{kind} <<{' '.join(f'/{key} {value}' for key, value in members.items())}>>"
        for kind, members in (*kinds.items(), ("XObject", pictures))
        if members
    )
    return f"<<{' '.join(spelled)}>>"


def _framed(operators: list[str]) -> list[str]:
    """Return the operators within the artifact frame, without frames that hold nothing."""
    framed: list[str] = [_OPEN_ARTIFACT]
    for operator in (*operators, _CLOSE):
        if operator == _CLOSE and framed and framed[-1] == _OPEN_ARTIFACT:
            framed.pop()
        else:
            framed.append(operator)
    return framed
