"""The package: the parts of a Word file and what relates them (Open Packaging Conventions, ISO/IEC 29500-2).

Parts and relationships are added by counting: python-docx looks through all that are there for each new one, and takes
half as long to import as a whole article takes to write. It is used where a package is read, in `template`.
https://ecma-international.org/publications-and-standards/standards/ecma-376/
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from exporters.formats.docx.markup import RELATIONSHIPS, XML_DECLARATION
from exporters.formats.xmltext import escape_attribute
from exporters.formats.zipped import Packed

if TYPE_CHECKING:
    from exporters.formats.docx.template import Template

_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_CORE: Final = f"{_PACKAGE}/relationships/metadata/core-properties"
_KINDS: Final = {
    "styles": f"{_WORD}.styles+xml",
    "settings": f"{_WORD}.settings+xml",
    "fontTable": f"{_WORD}.fontTable+xml",
    "theme": "application/vnd.openxmlformats-officedocument.theme+xml",
    "numbering": f"{_WORD}.numbering+xml",
    "footnotes": f"{_WORD}.footnotes+xml",
    "endnotes": f"{_WORD}.endnotes+xml",
    "comments": f"{_WORD}.comments+xml",
    "header": f"{_WORD}.header+xml",
    "footer": f"{_WORD}.footer+xml",
    "core-properties": "application/vnd.openxmlformats-package.core-properties+xml",
    "extended-properties": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    "custom-properties": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
}
"""Content types by the last word of the relationship that leads to such a part."""


Content = bytes | Packed | Callable[[], bytes]
"""What a part holds: what gives it may stand for it, so that pictures are in memory one at a time."""


class Part:
    """A part: its name from the root of the package, its type, its content, and what it is related to.

    The content may be set last, when everything that it refers to has its relationship.
    """

    __slots__ = ("_ids", "content", "content_type", "name", "relationships")

    def __init__(self, name: str, content_type: str, content: Content = b"") -> None:
        self.name = name
        self.content_type = content_type
        self.content = content
        self.relationships: list[tuple[str, str, Part | str]] = []
        """The id of each relationship, its type, and the part or the address outside the file that it leads to."""
        self._ids: dict[tuple[str, Part | str], str] = {}

    def relate(self, kind: str, target: Part | str) -> str:
        """Return the id of the relationship of this type to a part or address, made at the first call."""
        found = self._ids.get((kind, target))
        if found is None:
            found = self._ids[kind, target] = f"rId{len(self.relationships) + 1}"
            self.relationships.append((found, kind, target))
        return found

    def keep(self, number: str, kind: str, target: Part | str) -> None:
        """Add a relationship that has its id already, of a part that is taken as it is."""
        self._ids[kind, target] = number
        self.relationships.append((number, kind, target))

    def link(self, address: str) -> str:
        """Return the id of the relationship to an address outside the file."""
        return self.relate(f"{RELATIONSHIPS}/hyperlink", address)

    def picture(self, part: Part) -> str:
        """Return the id of the relationship to a picture."""
        return self.relate(f"{RELATIONSHIPS}/image", part)


def text_part(kind: str, name: str, content: bytes) -> Part:
    """Return a part of Word's own text, by the kind of relationship that leads to it."""
    return Part(f"word/{name}.xml", _KINDS[kind], content)


class WordPackage:
    """The parts of one Word file: those of its template, and those that are written."""

    def __init__(self, template: Template, notes: str = "footnotes") -> None:
        self._root = Part("", "")
        self.document = Part("word/document.xml", f"{_WORD}.document.main+xml")
        self.notes = Part(f"word/{notes}.xml", _KINDS[notes])
        self._notes = notes
        self._root.relate(f"{RELATIONSHIPS}/officeDocument", self.document)
        for kind, part in template.parts:
            self.add(kind, part)
        self._pictures = 0

    def add_text(self, kind: str, name: str, content: bytes) -> str:
        """Add a part of text to the document, such as a header, and return the id of its relationship."""
        return self.add(kind, text_part(kind, name, content))

    def add(self, kind: str, part: Part) -> str:
        """Add a part to the document and return the id of its relationship."""
        return self.document.relate(f"{RELATIONSHIPS}/{kind}", part)

    def add_properties(self, kind: str, content: bytes) -> None:
        """Add a part that describes the file as a whole; `kind` is core, extended or custom."""
        name = "app" if kind == "extended" else kind
        relationship = _CORE if kind == "core" else f"{RELATIONSHIPS}/{kind}-properties"
        self._root.relate(relationship, Part(f"docProps/{name}.xml", _KINDS[f"{kind}-properties"], content))

    def add_picture(self, data: bytes | Callable[[], bytes], suffix: str, media_type: str) -> Part:
        """Add a picture, which belongs to no part before it is related to one, and return it."""
        self._pictures += 1
        return Part(f"word/media/image{self._pictures}.{suffix}", media_type, data)

    def finish(self, body: Packed, notes: bytes) -> None:
        """Take the text of the document and of its notes, which may be none."""
        self.document.content = body
        if notes:
            self.notes.content = notes
            self.add(self._notes, self.notes)

    def members(self) -> Iterator[tuple[str, bytes | Packed]]:
        """Yield the name and bytes of each member in the order in which they are to be stored."""
        parts = list(self._parts())
        yield "[Content_Types].xml", _content_types(parts)
        yield "_rels/.rels", _relationships(self._root)
        for part in parts:
            yield part.name, part.content() if callable(part.content) else part.content
            if part.relationships:
                folder, _, name = part.name.rpartition("/")
                yield f"{folder}/_rels/{name}.rels", _relationships(part)

    def _parts(self) -> Iterator[Part]:
        """Yield every part once, as met from the package down."""
        seen = {self._root}
        waiting = [self._root]
        while waiting:
            for _, _, target in waiting.pop().relationships:
                if isinstance(target, Part) and target not in seen:
                    seen.add(target)
                    yield target
                    waiting.append(target)


def _content_types(parts: list[Part]) -> bytes:
    """Return [Content_Types].xml: text parts by name, pictures by their suffix."""
    suffixes = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
    named = []
    for part in parts:
        suffix = part.name.rpartition(".")[2]
        if suffixes.setdefault(suffix, part.content_type) != part.content_type:
            named.append(f'<Override PartName="/{part.name}" ContentType="{part.content_type}"/>')
    defaults = "".join(
        f'<Default Extension="{suffix}" ContentType="{kind}"/>' for suffix, kind in sorted(suffixes.items())
    )
    return f'{XML_DECLARATION}<Types xmlns="{_PACKAGE}/content-types">{defaults}{"".join(named)}</Types>'.encode()


def _relationships(owner: Part) -> bytes:
    """Return the .rels member of a part; targets in the same folder are relative to it (ISO/IEC 29500-2, 6.5.3)."""
    base = owner.name.rpartition("/")[0]
    base = f"{base}/" if base else ""
    made = []
    for number, kind, target in owner.relationships:
        if isinstance(target, str):
            where, mode = escape_attribute(target), ' TargetMode="External"'
        elif target.name.startswith(base):
            where, mode = target.name[len(base) :], ""
        else:
            where, mode = f"/{target.name}", ""
        made.append(f'<Relationship Id="{number}" Type="{kind}" Target="{where}"{mode}/>')
    return f'{XML_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(made)}</Relationships>'.encode()
