"""The structure tree as numbered objects: elements, the parent tree (from content back to elements), identifiers
(ISO 32000-1, 14.7).

A tree is a tenth of a file unless deflate sees how alike its objects are. So those that are alike get numbers one after
another, and their fields are as wide in all of them, numbers filled up with spaces: written below each other
(`alike.py`), they differ from row to row in a digit or two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from exporters.formats.pdf.alike import Alike, cell_width
from exporters.formats.pdf.namespaces import DESCRIPTION_LIST, Namespaces
from exporters.formats.pdf.syntax import byte_string, name
from exporters.formats.pdf.tags import ROLE_MAP, Annotation, Content, Element, PageHandle, StructureTree

_SHORT, _LONG = 48, 96
"""An element of so many characters at most stands in one row of its group; a longer one in as many as it needs."""
_MCID_DIGITS = 3


def tree_objects(
    tree: StructureTree, root_number: int, first_free: int, *, second_edition: bool = False
) -> Iterator[Alike]:
    """Yield the tree as groups of objects: the root as `root_number`, the others from `first_free` on.

    With `second_edition` its types are those of PDF 2.0.
    """
    following = first_free
    namespaces: Namespaces | None = None
    if second_edition:
        namespaces = Namespaces(following)
        yield Alike(0, namespaces.objects())
        following += 2
    elements = tree.in_order()
    digits = len(str(following + len(elements) + len(tree.parents)))
    spelling = _Spelling(root_number, digits, namespaces)
    leaves: list[Element] = []
    others: dict[int, list[tuple[_Shape, Element]]] = {_SHORT: [], _LONG: [], 0: []}
    for element in elements:
        if len(element.kids) == 1 and isinstance(element.kids[0], Content) and not spelling.says_more(element):
            leaves.append(element)
        else:
            shape = spelling.shape(element)
            others[next((width for width in (_SHORT, _LONG) if shape.length < width), 0)].append((shape, element))
    for width in (_SHORT, _LONG):
        others[width].sort(key=_kind)  # those of a kind stay in reading order
    groups = [leaves, *([element for _, element in group] for group in others.values())]
    for element in (element for group in groups for element in group):
        element.object_number = following
        following += 1
    longest = max((len(spelling.typed(tag)) for tag in {element.tag for element in leaves}), default=0)
    yield Alike(spelling.leaf_width + longest, spelling.leaves(leaves))
    for width, group in zip((_SHORT, _LONG), groups[1:3], strict=True):
        longest = max((shape.length for shape, _ in others[width]), default=0)
        yield Alike(longest, spelling.all(group))
    yield Alike(cell_width(digits), spelling.all(groups[3], in_cells=True))
    arrays = [owner for owner in tree.parents if not isinstance(owner, Element)]
    yield Alike(cell_width(digits), spelling.arrays(arrays, following))
    rows: list[str] = []
    for key, owner in enumerate(tree.parents):
        if isinstance(owner, Element):
            target = owner.object_number
        else:
            target = following
            following += 1
        rows.append(f"{key:{digits}} {target:{digits}} 0 R")
    width = 2 * digits + 6
    numbers = "".join(("<</Nums [".ljust(width), *(row.ljust(width) for row in rows), "]>>"))
    yield Alike(width if len(rows) > 1 else 0, iter([(following, numbers.encode("ascii"))]), least=1)
    yield Alike(0, iter([(root_number, _root(tree, elements, following, namespaces))]))


def _root(tree: StructureTree, elements: Sequence[Element], parent_tree: int, namespaces: Namespaces | None) -> bytes:
    if namespaces is not None:
        types = f"/Namespaces [{namespaces.standard_number} 0 R {namespaces.own_number} 0 R]"
    else:
        roles = " ".join(f"{name(own)} {name(standard)}" for own, standard in sorted(ROLE_MAP.items()))
        types = f"/RoleMap <<{roles}>>"
    root = [
        f"<</Type /StructTreeRoot /K {tree.root.object_number} 0 R /ParentTree {parent_tree} 0 R",
        f"/ParentTreeNextKey {len(tree.parents)} {types}",
    ]
    named = sorted((e.identifier.encode(), e.object_number) for e in elements if e.identifier)
    if named:
        pairs = " ".join(f"{byte_string(key)} {target} 0 R" for key, target in named)
        root.append(f"/IDTree <</Names [{pairs}]>>")
    return " ".join((*root, ">>")).encode()


class _Shape(NamedTuple):
    """How long an element is as it is spelled, and what tells its kind from others: its type and its kids."""

    length: int
    tag: str
    kids: str


def _kind(of: tuple[_Shape, Element]) -> _Shape:
    return of[0]


class _Spelling:
    """Spells elements, numbers of objects in so many digits."""

    def __init__(self, root_number: int, digits: int, namespaces: Namespaces | None) -> None:
        self.root_number = root_number
        self.digits = digits
        self.namespaces = namespaces
        self.leaf_width = len(f"<</P {0:{digits}} 0 R/Pg {0:{digits}} 0 R/K {0:{_MCID_DIGITS}}>>")
        self._typed: dict[str, str] = {}
        reference = digits + len(" 0 R ")
        self._lengths = {
            "element": reference,
            "content": _MCID_DIGITS + 1,
            "elsewhere": len("<</Type/MCR/Pg /MCID >>") + reference + _MCID_DIGITS,
            "annotation": len("<</Type/OBJR/Obj /Pg >>") + 2 * reference,
        }

    def says_more(self, element: Element) -> bool:
        """Return whether an element says more of itself than its type, its parent and its kids."""
        if self.namespaces is not None and element.tag == "L" and "A" not in (element.properties or {}):
            element.set("A", DESCRIPTION_LIST)
        return bool(element.properties or element.identifier)

    def typed(self, tag: str) -> str:
        """Return the entries that say which type an element has."""
        found = self._typed.get(tag)
        if found is None:
            found = f"/S{name(tag)}" if self.namespaces is None else self.namespaces.typed(tag)
            self._typed[tag] = found
        return found

    def shape(self, element: Element) -> _Shape:
        """Return the shape of an element; one that says more of itself, or has many kids, is as long as can be."""
        kids = element.kids
        if len(kids) * (self.digits + 1) > _LONG or self.says_more(element):
            return _Shape(2 * _LONG, "", "")
        page: PageHandle | None = None
        kinds: list[str] = []
        for kid in kids:
            if isinstance(kid, Element):
                kinds.append("element")
            elif isinstance(kid, Annotation):
                kinds.append("annotation")
            else:
                page = page or kid.page
                kinds.append("content" if kid.page is page else "elsewhere")
        length = len("<</P /K[]>>") + sum(self._lengths[kind] for kind in kinds) + len(self.typed(element.tag))
        length += self._lengths["element"] if page is None else 2 * self._lengths["element"] + len("/Pg ")
        return _Shape(length, element.tag, " ".join(kinds))

    def leaves(self, elements: Sequence[Element]) -> Iterator[tuple[int, bytes]]:
        """Yield elements that are one stretch of content, and say no more, as numbered objects."""
        digits, typed = self.digits, self.typed
        for element in elements:
            (content,) = element.kids
            assert isinstance(content, Content)
            parent = element.parent.object_number if element.parent is not None else self.root_number
            spelled = (
                f"<</P {parent:{digits}} 0 R/Pg {content.page.object_number:{digits}} 0 R"
                f"/K {content.number:{_MCID_DIGITS}}{typed(element.tag)}>>"
            )
            yield element.object_number, spelled.encode("ascii")

    def all(self, elements: Sequence[Element], *, in_cells: bool = False) -> Iterator[tuple[int, bytes]]:
        """Yield elements as numbered objects; with `in_cells` their kids stand below each other."""
        for element in elements:
            yield element.object_number, self._element(element, in_cells=in_cells).encode("ascii")

    def arrays(self, owners: Sequence[Sequence[Element]], first: int) -> Iterator[tuple[int, bytes]]:
        """Yield the elements that own the content of each page as arrays, which stand below each other."""
        digits, width = self.digits, cell_width(self.digits)
        for number, page in enumerate(owners, first):
            cells = "".join([f" {owner.object_number:{digits}} 0 R".ljust(width) for owner in page])
            # The brackets stand in the rows of the first and the last, so that page after page goes on as it ended.
            yield number, f"[{cells[1:].rstrip()}]".encode("ascii")

    def _element(self, element: Element, *, in_cells: bool) -> str:
        digits = self.digits
        parent = element.parent.object_number if element.parent is not None else self.root_number
        page: PageHandle | None = None
        kids: list[str] = []
        for kid in element.kids:
            if isinstance(kid, Element):
                kids.append(f"{kid.object_number:{digits}} 0 R ")
            elif isinstance(kid, Annotation):
                page_number = kid.page.object_number
                kids.append(f"<</Type/OBJR/Obj {kid.object_number:{digits}} 0 R/Pg {page_number:{digits}} 0 R>>")
            else:
                page = page or kid.page
                if kid.page is page:
                    kids.append(f"{kid.number:{_MCID_DIGITS}} ")
                else:
                    page_number = kid.page.object_number
                    kids.append(f"<</Type/MCR/Pg {page_number:{digits}} 0 R/MCID {kid.number:{_MCID_DIGITS}}>>")
        head = f"<</P {parent:{digits}} 0 R" + (f"/Pg {page.object_number:{digits}} 0 R" if page is not None else "")
        tail = self.typed(element.tag)
        if element.identifier:
            tail += f" /ID {byte_string(element.identifier.encode())}"
        if element.properties:
            tail += "".join([f" /{key} {value}" for key, value in element.properties.items()])
        if not kids:
            return f"{head}{tail}>>"
        if len(kids) == 1 and not kids[0].startswith("<<"):
            return f"{head}/K {kids[0].rstrip()}{tail}>>"
        if not in_cells:
            return f"{head}/K[{''.join(kids)}]{tail}>>"
        width = cell_width(digits)
        cells = "".join([kid.ljust(-(-len(kid) // width) * width) for kid in kids])
        start = f"{head}{tail}/K["
        return f"{start.ljust(-(-len(start) // width) * width)}{cells}]>>"
