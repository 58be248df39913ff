"""The structure tree: what each piece of a page is, in reading order, for those who do not see the page.

An `Element` is made when a block is made, so that the tree follows the story whatever the order of drawing.
What is drawn for an element is recorded in it as marked content; `StructureTree.objects` writes the tree, the
parent tree (from content back to elements) and the identifiers, as ISO 32000-1, 14.7 and 14.8 and PDF/UA-1
(ISO 14289-1) ask.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from exporters.formats.pdf.namespaces import DESCRIPTION_LIST, Namespaces
from exporters.formats.pdf.syntax import byte_string, name, number, text_string

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


class Content(NamedTuple):
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

    `root` is the Document element. Keys of the parent tree are handed out to pages and annotations alike.
    """

    def __init__(self) -> None:
        self.root = Element("Document")
        self._parents: list[list[Element] | Element] = []

    def __len__(self) -> int:
        return sum(1 for _ in self._in_order())

    def file_page(self, page: PageHandle, owners: list[Element]) -> None:
        """Record the elements that own the marked content of a page, by its number."""
        if owners:
            page.parent_key = len(self._parents)
            self._parents.append(owners)

    def owners(self, page: PageHandle) -> list[Element]:
        """Return the elements that own the marked content of a page, to which more can be added."""
        owners = self._parents[page.parent_key] if page.parent_key >= 0 else []
        assert isinstance(owners, list)
        return owners

    def file_annotation(self, owner: Element) -> int:
        """Record the element that owns an annotation; return the annotation's key (StructParent)."""
        self._parents.append(owner)
        return len(self._parents) - 1

    def prune(self) -> None:
        """Drop elements for which nothing was drawn, but no cells: a table needs all of them."""
        for element in reversed(list(self._in_order())):
            element.kids = [
                kid for kid in element.kids if not isinstance(kid, Element) or kid.kids or kid.tag in ("TD", "TH")
            ]
        self._even_headings()

    def _even_headings(self) -> None:
        """Move up headings that skip a level in reading order, in which a note stands at its reference."""
        last = 0
        for element in self._in_order():
            if len(element.tag) == 2 and element.tag[0] == "H" and element.tag[1].isdigit():
                last = min(int(element.tag[1]), last + 1)
                element.tag = f"H{last}"

    def objects(
        self, root_number: int, first_free: int, *, second_edition: bool = False
    ) -> Iterator[tuple[int, bytes]]:
        """Yield the tree as numbered objects: the root as `root_number`, the others from `first_free` on.

        With `second_edition` its types are those of PDF 2.0.
        """
        elements = list(self._in_order())
        following = first_free
        namespaces: Namespaces | None = None
        if second_edition:
            namespaces = Namespaces(following)
            yield from namespaces.objects()
            following += 2
        for element in elements:
            element.object_number = following
            following += 1
        for element in elements:
            yield element.object_number, _spell(element, root_number, namespaces)
        rows: list[str] = []
        for key, owner in enumerate(self._parents):
            if isinstance(owner, Element):
                rows.append(f"{key} {owner.object_number} 0 R")
            else:
                yield following, f"[{' '.join(f'{o.object_number} 0 R' for o in owner)}]".encode()
                rows.append(f"{key} {following} 0 R")
                following += 1
        yield following, f"<</Nums [{' '.join(rows)}]>>".encode()
        if namespaces is not None:
            types = f"/Namespaces [{namespaces.standard_number} 0 R {namespaces.own_number} 0 R]"
        else:
            roles = " ".join(f"{name(own)} {name(standard)}" for own, standard in sorted(ROLE_MAP.items()))
            types = f"/RoleMap <<{roles}>>"
        root = [
            f"<</Type /StructTreeRoot /K {self.root.object_number} 0 R /ParentTree {following} 0 R",
            f"/ParentTreeNextKey {len(self._parents)} {types}",
        ]
        named = sorted((e.identifier.encode(), e.object_number) for e in elements if e.identifier)
        if named:
            pairs = " ".join(f"{byte_string(key)} {target} 0 R" for key, target in named)
            root.append(f"/IDTree <</Names [{pairs}]>>")
        yield root_number, " ".join((*root, ">>")).encode()

    def _in_order(self) -> Iterator[Element]:
        stack = [self.root]
        while stack:
            element = stack.pop()
            yield element
            stack.extend(kid for kid in reversed(element.kids) if isinstance(kid, Element))


def _spell(element: Element, root_number: int, namespaces: Namespaces | None = None) -> bytes:
    parent = element.parent.object_number if element.parent is not None else root_number
    typed = f"/S {name(element.tag)}" if namespaces is None else namespaces.typed(element.tag)
    entries = [f"<<{typed} /P {parent} 0 R"]
    if namespaces is not None and element.tag == "L" and "A" not in (element.properties or {}):
        element.set("A", DESCRIPTION_LIST)
    page: PageHandle | None = None
    kids: list[str] = []
    for kid in element.kids:
        if isinstance(kid, Element):
            kids.append(f"{kid.object_number} 0 R")
        elif isinstance(kid, Annotation):
            kids.append(f"<</Type /OBJR /Obj {kid.object_number} 0 R /Pg {kid.page.object_number} 0 R>>")
        else:
            if page is None:
                page = kid.page
                entries.append(f"/Pg {page.object_number} 0 R")
            if kid.page is page:
                kids.append(str(kid.number))
            else:
                kids.append(f"<</Type /MCR /Pg {kid.page.object_number} 0 R /MCID {kid.number}>>")
    if kids:
        entries.append(f"/K {kids[0]}" if len(kids) == 1 else f"/K [{' '.join(kids)}]")
    if element.identifier:
        entries.append(f"/ID {byte_string(element.identifier.encode())}")
    if element.properties:
        entries.extend(f"/{key} {value}" for key, value in element.properties.items())
    return " ".join((*entries, ">>")).encode("ascii")


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
