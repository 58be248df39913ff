"""What is in the file so far: pages, pictures and fonts, kept by reportlab's document until they are written."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from exporters.formats.pdf.drawn_page import DrawnPage, EncodedPicture
from exporters.formats.pdf.encoding import Encoded, encode_picture
from exporters.formats.pdf.face import Face
from exporters.formats.pdf.later_codes import LaterCodes
from exporters.formats.pdf.press import Press
from exporters.formats.pdf.reportlab_inside import (
    FiledPage,
    PDFObjectReference,
    Spelled,
    deflated_stream,
    encoded_stream,
    new_document,
    spelled_stream,
)
from exporters.formats.pdf.syntax import number
from exporters.formats.pdf.tags import PageHandle, StructureTree

if TYPE_CHECKING:
    from exporters.formats.pdf.drawings.drawing import Drawing

_DEFLATION = 5
"""How hard zlib tries at pages: a step more takes half as long again for a hundredth."""
OPEN_ARTIFACT = "/Artifact BMC"
CLOSE = "EMC"


class FiledPages:
    """The pages of one document that are finished, and what they show. `tree` knows what their content is."""

    def __init__(self, tree: StructureTree, press: Press, *, tagged: bool = True) -> None:
        self.press = press
        self.tagged = tagged
        """Whether content is marked; what is drawn is the same without."""
        self.tree = tree
        self.pages: list[PageHandle] = []
        self._document = new_document()
        self.pages_number = self._reserved("Pages")
        self._filed: dict[PageHandle, FiledPage] = {}
        self._overlays: list[tuple[PageHandle, bytes]] = []
        self._faces = _FaceNames(self._document)
        self._images: set[str] = set()

    # ------------------------------------------------------------------------------------------------- pages

    def finished(self, drawn: DrawnPage) -> list[str]:
        """Return all operators of a page, with the marks to cut by."""
        if self.press.marks == "none":
            return [*drawn.ground, *drawn.operators]
        return [*drawn.ground, *drawn.operators, f"/FormXob.{_marks_key(drawn.size_pt)} Do"]

    def compressed(self, operators: list[str], codes: LaterCodes | None) -> bytes:
        """Return operators within the artifact frame, in the inks of the press where there is one, deflated.

        `codes` know the codes of glyphs that had to wait.
        """
        framed = _framed(operators) if self.tagged else [one for one in operators if one not in (OPEN_ARTIFACT, CLOSE)]
        code = "\n".join((*framed, ""))
        return zlib.compress(self._inked(code if codes is None else codes.spelled(code)), _DEFLATION)

    def keep_page(self, drawn: DrawnPage, contents: bytes) -> None:
        """Put a page into the file, with these contents, its links and the pictures that it shows."""
        handle = drawn.handle
        if self.press.marks != "none":
            drawn.pictures[self._add_marks(drawn.size_pt)] = None
        for link in drawn.links:
            structure = b" /StructParent %d" % self.tree.file_annotation(link.element) if self.tagged else b""
            link.annotation.object_number = self._number(Spelled(b"%s%s>>" % (link.spelled, structure)))
        self.tree.file_page(handle, drawn.owners)
        entries = [f"<</Type /Page /Parent {self.pages_number} 0 R{' /Tabs /S' if self.tagged else ''}"]
        entries += [f"/{box} {spelled}" for box, spelled in self.press.boxes(*drawn.size_pt).items()]
        if drawn.rotation:
            entries.append(f"/Rotate {drawn.rotation}")
        pictures = {f"FormXob.{key}": self._reference(f"FormXob.{key}") for key in drawn.pictures}
        entries.append(f"/Resources {_resources({}, pictures, fonts=self._reference('BasicFonts'))}")
        if drawn.links:
            annotations = " ".join(f"{link.annotation.object_number} 0 R" for link in drawn.links)
            entries.append(f"/Annots [{annotations}]")
        if handle.parent_key >= 0:
            entries.append(f"/StructParents {handle.parent_key}")
        page = FiledPage(" ".join(entries), [self._number(spelled_stream(contents))])
        handle.object_number = self._number(page)
        self.pages.append(handle)
        self._filed[handle] = page

    def _number(self, thing: Any) -> int:
        """Return the number that an object has from now on."""
        name = self._document.Reference(thing).name
        number: int = self._document.idToObjectNumberAndVersion[name][0]
        return number

    def _reference(self, label: str) -> str:
        """Return a reference to the object of this label."""
        return f"{self._document.idToObjectNumberAndVersion[label][0]} 0 R"

    def _inked(self, operators: str) -> bytes:
        """Return operators as bytes, in the inks of the press where there is one."""
        inks = self.press.inks
        return (operators if inks is None else inks.operators(operators)).encode("latin-1")

    def _add_marks(self, size_pt: tuple[float, float]) -> str:
        """Return the key of the form that draws the marks to cut by, one for all pages of a size."""
        key = _marks_key(size_pt)
        if key not in self._images:
            operators, entries = self.press.marks_form(*size_pt)
            self._add_form(key, operators.encode("ascii"), entries)
        return key

    def move_last_pages_to_front(self, count: int, front: int = 0) -> None:
        """Move the last `count` pages to position `front`, as a list of contents drawn last needs."""
        moved = self.pages[len(self.pages) - count :]
        del self.pages[len(self.pages) - count :]
        self.pages[front:front] = moved

    def keep_overlay(self, handle: PageHandle, contents: bytes) -> None:
        """Add a stream to the contents of a page that is in the file."""
        self._overlays.append((handle, contents))

    # ------------------------------------------------------------------------------------ fonts and pictures

    @property
    def resource_name(self) -> Callable[[Face], str]:
        """Returns the name by which pages call a font, such as `/F1`; the font joins the document."""
        return self._faces.__getitem__

    @property
    def faces(self) -> list[Face]:
        """The fonts of the document so far."""
        return list(self._faces)

    def has_picture(self, key: str) -> bool:
        """Return whether a picture of this key is in the file."""
        return key in self._images

    def keep_picture(self, key: str, picture: EncodedPicture) -> None:
        """Put a picture (image XObject, 8.9.5) into the file, unless it is there already."""
        if key in self._images:
            return
        self._images.add(key)
        kind = {"Type": "/XObject", "Subtype": "/Image"}
        entries = {**kind, **picture.entries}
        if picture.mask is not None:
            reference = self._document.Reference(encoded_stream(picture.mask[0], {**kind, **picture.mask[1]}))
            entries["SMask"] = reference.format(self._document).decode()
        self._document.Reference(encoded_stream(picture.data, entries), f"FormXob.{key}")

    def keep_drawing(self, key: str, drawing: Drawing) -> None:
        """Put a drawing (form XObject, 8.10) into the file, with what it refers to, unless it is there already."""
        if key in self._images:
            return
        inks = self.press.inks
        space, components = ("/DeviceRGB", _components) if inks is None else (inks.space, inks.components)
        fonts = {}
        for index, face in enumerate(drawing.faces):
            name = face.resource_name(self._document)[1:]
            fonts[f"X{index}"] = PDFObjectReference(name).format(self._document).decode()
        pictures = {}
        for index, data in enumerate(drawing.pictures):
            encoded = self.encode(data)
            self.keep_picture(f"{key}.{index}", EncodedPicture(encoded.data, encoded.entries, encoded.mask))
            pictures[f"I{index}"] = PDFObjectReference(f"FormXob.{key}.{index}").format(self._document).decode()
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
            form = deflated_stream(zlib.compress(self._inked(operators), _DEFLATION), entries)
            # Groups come in the order in which they end: one refers to those before it alone.
            pictures[f"S{index}"] = (
                self._document.Reference(form, f"Group.{key}.{index}").format(self._document).decode()
            )
        entries = {**frame, "Resources": _resources(kinds, pictures)}
        self._add_form(key, self._inked(drawing.operators), entries)

    def _add_form(self, key: str, code: bytes, entries: dict[str, str]) -> None:
        self._images.add(key)
        self._document.Reference(deflated_stream(zlib.compress(code, _DEFLATION), entries), f"FormXob.{key}")

    def encode(self, data: bytes) -> Encoded:
        """Return a picture as it goes into the file, in the inks of the press where there is one."""
        return encode_picture(data, self.press.inks)

    # ----------------------------------------------------------------------------------------------- writing

    def reserve(self) -> int:
        """Return the number of an object that is written later."""
        return self._reserved(f"Reserved{self._document.objectcounter}")

    def _reserved(self, label: str) -> int:
        self._document.Reference(Spelled(b"null"), label)
        number: int = self._document.idToObjectNumberAndVersion[label][0]
        return number

    def objects(self) -> Iterator[tuple[int, bytes]]:
        """Yield every object of the document so far: its number and its spelling."""
        document = self._document
        for face in sorted(self._faces, key=lambda face: _natural(face.resource)):
            face.resource_name(document)
        for position, page in enumerate(self.pages):
            page.position = position
        # In the order of pages, whenever each was drawn.
        for page, contents in sorted(self._overlays, key=lambda overlay: overlay[0].position):
            self._filed[page].contents.append(self._number(spelled_stream(contents)))
        kids = " ".join(f"{page.object_number} 0 R" for page in self.pages)
        document.idToObject["Pages"] = Spelled(f"<</Type /Pages /Count {len(self.pages)} /Kids [{kids}]>>".encode())
        self._filed.clear()
        number = 1
        while number in document.numberToId:
            key = document.numberToId[number]
            if not key.startswith("Reserved"):
                yield number, document.idToObject[key].format(document)
                document.idToObject[key] = None  # a page once written need not stay in memory
            number += 1

    @property
    def next_number(self) -> int:
        """The first object number that is not yet taken."""
        return int(self._document.objectcounter) + 1


class _FaceNames(dict[Face, str]):
    """The fonts of a document, by what pages call them; one that is asked for joins it."""

    def __init__(self, document: Any) -> None:
        super().__init__()
        self._document = document

    def __missing__(self, face: Face) -> str:
        name = self[face] = f"/{face.resource}" if face.resource else face.resource_name(self._document)
        return name


def _natural(name: str) -> tuple[int, str]:
    return len(name), name


def _marks_key(size_pt: tuple[float, float]) -> str:
    return f"Marks{number(size_pt[0])}x{number(size_pt[1])}"


def _components(rgb: tuple[float, float, float]) -> str:
    return " ".join(f"{part:.3f}" for part in rgb)


def _resources(kinds: Mapping[str, Mapping[str, str]], pictures: Mapping[str, str], *, fonts: str = "") -> str:
    """Return a resource dictionary (7.8.3) without kinds that are empty; `fonts` are those of all pages."""
    spelled = (
        f"/{kind} <<{' '.join(f'/{key} {value}' for key, value in members.items())}>>"
        for kind, members in (*kinds.items(), ("XObject", pictures))
        if members
    )
    return f"<<{' '.join((*([f'/Font {fonts}'] if fonts else []), *spelled))}>>"


def _framed(operators: list[str]) -> list[str]:
    """Return the operators within the artifact frame, without frames that hold nothing."""
    framed: list[str] = [OPEN_ARTIFACT]
    for operator in (*operators, CLOSE):
        if operator == CLOSE and framed and framed[-1] == OPEN_ARTIFACT:
            framed.pop()
        else:
            framed.append(operator)
    return framed
