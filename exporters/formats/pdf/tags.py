"""The structure tree: what each piece of a page is, in reading order, for those who do not see the page.

An `Element` is made when a block is made, so that the tree follows the story whatever the order of drawing.
What is drawn for an element is recorded in it as marked content; `tree_objects.py` spells the tree as ISO 32000-1,
14.7 and 14.8 and PDF/UA-1 (ISO 14289-1) ask.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from exporters.formats.pdf.syntax import number, text_string

ROLE_MAP = {"Title": "P", "Subtitle": "P", "Byline": "P", "Aside": "Div", "Callout": "Div", "Colophon": "Div"}
"""Our own element types and the standard ones they stand for (ISO 32000-1, 14.8.4)."""

DEEPEST_HEADING = 6


class PageHandle:
    """A page that content stands on; `position` is its place in the finished file, counted from 0."""

    __slots__ = ("object_number", "parent_key", "position")

    def __init__(self, object_number: int) -> None:
        self.object_number = object_number
        self.position = -1
        self.parent_key = -1


class Content(msgspec.Struct, frozen=True):
    """A stretch of marked content: its page and its number there (MCID)."""

    page: PageHandle
    number: int


class Annotation:
    """An annotation, such as a link, that belongs to an element; it has its number when its page is closed."""

    __slots__ = ("object_number", "page")

    def __init__(self, page: PageHandle) -> None:
        self.page = page
        self.object_number = 0


class Element:
    """One structure element: its type, what it says of itself, and its kids in reading order.

    `properties` are entries of the element's dictionary by key, already spelled as PDF; `identifier` names it
    in the tree (needed for notes, and for cells that others refer to).
    """

    __slots__ = ("identifier", "kids", "object_number", "parent", "properties", "tag")

    def __init__(self, tag: str, parent: Element | None = None, identifier: str = "") -> None:
        self.tag = tag
        self.parent = parent
        self.identifier = identifier
        self.kids: list[Element | Content | Annotation] = []
        self.properties: dict[str, str] | None = None
        self.object_number = 0
        if parent is not None:
            parent.kids.append(self)

    def child(self, tag: str, identifier: str = "") -> Element:
        """Return a new element of this type, the last kid of this one."""
        return Element(tag, self, identifier)

    def set(self, key: str, spelled: str) -> Element:
        """Put an entry, already spelled as PDF, into the element's dictionary, and return the element."""
        if self.properties is None:
            self.properties = {}
        self.properties[key] = spelled
        return self

    def describe(self, *, alt: str = "", actual: str = "", expansion: str = "", language: str = "") -> Element:
        """Set what is read instead (alt), what the text is (actual), a long form, a language."""
        for key, text in (("Alt", alt), ("ActualText", actual), ("E", expansion), ("Lang", language)):
            if text:
                self.set(key, text_string(text))
        return self

    def place_in(self, left: float, bottom: float, right: float, top: float) -> None:
        """Set where on its page a figure or formula stands (BBox, 14.8.5.4.3)."""
        box = " ".join(number(value) for value in (left, bottom, right, top))
        self.set("A", f"<</O /Layout /Placement /Block /BBox [{box}]>>")

    @property
    def drawn(self) -> bool:
        """Whether anything was drawn for this element itself."""
        return any(not isinstance(kid, Element) for kid in self.kids)


class StructureTree:
    """The elements of one document, and the way from page content back to them.

    `root` is the Document element. Keys of the parent tree are handed out to pages and annotations alike: `parents` are
    the elements that own the marked content of a page, by its number, or the one that owns an annotation.
    """

    def __init__(self) -> None:
        self.root = Element("Document")
        self.parents: list[list[Element] | Element] = []

    def __len__(self) -> int:
        return len(self.in_order())

    def file_page(self, page: PageHandle, owners: list[Element]) -> None:
        """Record the elements that own the marked content of a page, by its number."""
        if owners:
            page.parent_key = len(self.parents)
            self.parents.append(owners)

    def owners(self, page: PageHandle) -> list[Element]:
        """Return the elements that own the marked content of a page, to which more can be added."""
        owners = self.parents[page.parent_key] if page.parent_key >= 0 else []
        assert isinstance(owners, list)
        return owners

    def file_annotation(self, owner: Element) -> int:
        """Record the element that owns an annotation; return the annotation's key (StructParent)."""
        self.parents.append(owner)
        return len(self.parents) - 1

    def prune(self) -> None:
        """Drop elements for which nothing was drawn, but no cells: a table needs all of them."""
        bereft: set[Element | None] = set()
        elements = self.in_order()
        for element in reversed(elements):
            if element in bereft:
                element.kids = [kid for kid in element.kids if not isinstance(kid, Element) or not _is_empty(kid)]
            if _is_empty(element):
                bereft.add(element.parent)
        self._even_headings(self.in_order() if bereft else elements)

    def _even_headings(self, elements: list[Element]) -> None:
        """Move up headings that skip a level in reading order, in which a note stands at its reference."""
        last = 0
        for element in elements:
            if len(element.tag) == 2 and element.tag[0] == "H" and element.tag[1].isdigit():
                last = min(int(element.tag[1]), last + 1)
                element.tag = f"H{last}"

    def in_order(self) -> list[Element]:
        """Return all elements in reading order, each before those below it."""
        found: list[Element] = []
        stack = [self.root]
        while stack:
            element = stack.pop()
            found.append(element)
            kids = element.kids
            if len(kids) > 1 or (kids and isinstance(kids[0], Element)):  # most have one stretch of content
                stack += [kid for kid in reversed(kids) if isinstance(kid, Element)]
        return found


def _is_empty(element: Element) -> bool:
    return not element.kids and element.tag not in ("TD", "TH")


class HeadingLevels:
    """The levels of headings in a document, kept from skipping one on the way down (PDF/UA-1, 7.4.2)."""

    def __init__(self, clamped: Callable[[int, int], None]) -> None:
        self._last = 0
        self._clamped = clamped

    def follow(self, level: int) -> None:
        """Count on from a heading of this level, which stands elsewhere."""
        self._last = max(self._last, level)

    def take(self, wanted: int) -> str:
        """Return the element type, H1 to H6, for a heading of this level; tell `clamped` of a change."""
        level = max(1, min(wanted, self._last + 1, DEEPEST_HEADING))
        if level != wanted:
            self._clamped(wanted, level)
        self._last = level
        return f"H{level}"
