"""A page as it was drawn, before it is in the file: operators, and what they call by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from exporters.formats.pdf.later_codes import LaterCodes
from exporters.formats.pdf.tags import Annotation, Element, PageHandle

if TYPE_CHECKING:
    from exporters.formats.pdf.drawings.drawing import Drawing


class LaidLink(msgspec.Struct, frozen=True):
    """A link on a page: its element, what stands for it among that one's kids, and its dictionary but for the key."""

    element: Element
    annotation: Annotation
    spelled: bytes


class DrawnPage(msgspec.Struct):
    """A page of this size, turned by `rotation` degrees when shown.

    `ground` are the operators of artifacts, below `operators`, all others; both lack the frame around them; `pictures`
    are the keys of those that they call; `owners` the elements of their marked content by its number; `overlays` what
    is drawn over them, as streams of their own.
    """

    handle: PageHandle
    size_pt: tuple[float, float]
    rotation: int = 0
    ground: list[str] = msgspec.field(default_factory=list)
    operators: list[str] = msgspec.field(default_factory=list)
    pictures: dict[str, None] = msgspec.field(default_factory=dict)
    links: list[LaidLink] = msgspec.field(default_factory=list)
    owners: list[Element] = msgspec.field(default_factory=list)
    overlays: list[list[str]] = msgspec.field(default_factory=list)


class EncodedPicture(msgspec.Struct, frozen=True):
    """A picture as it goes into the file: bytes and dictionary, and those of a soft mask."""

    data: bytes
    entries: dict[str, str]
    mask: tuple[bytes, dict[str, str]] | None


class Gathering:
    """What was drawn to be put into the file later: pages in order, and pictures, with the page that each is for first.

    `codes` keep the places of glyphs' codes that are not known yet.
    """

    def __init__(self, codes: LaterCodes) -> None:
        self.codes = codes
        self.pages: dict[PageHandle, DrawnPage] = {}
        self.pictures: dict[str, tuple[PageHandle, EncodedPicture | Drawing]] = {}
