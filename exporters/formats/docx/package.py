"""The package: the parts of a Word file and what relates them, on python-docx's Open Packaging Conventions.

The only module of this room that imports python-docx. Relationships and parts are added by counting, never by its
`get_or_add`, which looks through all of them each time.
ISO/IEC 29500-2, https://ecma-international.org/publications-and-standards/standards/ecma-376/.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from docx.opc.rel import Relationships
from docx.package import Package

from exporters.assets import read_asset_file
from exporters.formats.docx.markup import MAIN, XML_DECLARATION
from exporters.formats.xmltext import escape_attribute

_FOLDER: Final = "templates/word"
_KINDS: Final = {
    "styles": (CONTENT_TYPE.WML_STYLES, RELATIONSHIP_TYPE.STYLES),
    "settings": (CONTENT_TYPE.WML_SETTINGS, RELATIONSHIP_TYPE.SETTINGS),
    "fontTable": (CONTENT_TYPE.WML_FONT_TABLE, RELATIONSHIP_TYPE.FONT_TABLE),
    "theme": (CONTENT_TYPE.OFC_THEME, RELATIONSHIP_TYPE.THEME),
    "numbering": (CONTENT_TYPE.WML_NUMBERING, RELATIONSHIP_TYPE.NUMBERING),
    "footnotes": (CONTENT_TYPE.WML_FOOTNOTES, RELATIONSHIP_TYPE.FOOTNOTES),
    "header": (CONTENT_TYPE.WML_HEADER, RELATIONSHIP_TYPE.HEADER),
    "footer": (CONTENT_TYPE.WML_FOOTER, RELATIONSHIP_TYPE.FOOTER),
    "core": (CONTENT_TYPE.OPC_CORE_PROPERTIES, RELATIONSHIP_TYPE.CORE_PROPERTIES),
    "extended": (CONTENT_TYPE.OFC_EXTENDED_PROPERTIES, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES),
    "custom": (CONTENT_TYPE.OFC_CUSTOM_PROPERTIES, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES),
}
_CONTENT_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"


class TextPart(Part):
    """A part whose bytes are known last, when everything that it refers to has its relationship."""

    content: bytes = b""

    @property
    def blob(self) -> bytes:
        """Return the bytes to be stored."""
        return self.content


@dataclass
class Owner:
    """A part that others are related to, with the id of each picture and address it has been related to so far."""

    part: TextPart
    _ids: dict[tuple[str, str], str] = field(default_factory=dict)

    def relate(self, kind: str, target: Part | str) -> str:
        """Return the id of the relationship to this part or address, made at the first call."""
        external = isinstance(target, str)
        key = (kind, target if isinstance(target, str) else str(target.partname))
        found = self._ids.get(key)
        if found is None:
            found = f"rId{len(self.part.rels) + 1}"
            self.part.rels.add_relationship(kind, target, found, is_external=external)
            self._ids[key] = found
        return found

    def link(self, address: str) -> str:
        """Return the id of the relationship to an address outside the file."""
        return self.relate(RELATIONSHIP_TYPE.HYPERLINK, address)

    def picture(self, part: Part) -> str:
        """Return the id of the relationship to a picture."""
        return self.relate(RELATIONSHIP_TYPE.IMAGE, part)


class WordPackage:
    """The parts of one Word file: the reference template's, and those that are written."""

    def __init__(self) -> None:
        self._package = Package()
        self.document = Owner(self._text("/word/document.xml", CONTENT_TYPE.WML_DOCUMENT_MAIN))
        self.footnotes = Owner(self._text("/word/footnotes.xml", CONTENT_TYPE.WML_FOOTNOTES))
        self._package.rels.add_relationship(RELATIONSHIP_TYPE.OFFICE_DOCUMENT, self.document.part, "rId1")
        self.styles = self._reference("styles")
        self.settings = self._reference("settings")
        self._reference("fontTable")
        self._reference("theme", "theme/theme1.xml")
        self._pictures = 0

    def style_ids(self) -> dict[str, str]:
        """Return the id of each style by its name in lower case; names are English in every language of Word."""
        names = {}
        for style in self.styles.element.iterfind(f"{{{MAIN}}}style"):
            name = style.find(f"{{{MAIN}}}name")
            if name is not None:
                names[str(name.get(f"{{{MAIN}}}val")).lower()] = str(style.get(f"{{{MAIN}}}styleId"))
        return names

    def set_language(self, latin: str, east_asian: str, complex_script: str) -> None:
        """Make these the languages of the document, for proofing and for the choice of fonts."""
        attributes = {"val": latin, "eastAsia": east_asian, "bidi": complex_script}
        for part, name in ((self.styles, "lang"), (self.settings, "themeFontLang")):
            for element in part.element.iter(f"{{{MAIN}}}{name}"):
                for key, value in attributes.items():
                    element.set(f"{{{MAIN}}}{key}", value)

    def add_text(self, kind: str, name: str, content: str) -> str:
        """Add a part of text to the document, such as a header, and return the id of its relationship."""
        content_type, relationship = _KINDS[kind]
        part = Part(PackURI(f"/word/{name}.xml"), content_type, content.encode(), self._package)
        return self.document.relate(relationship, part)

    def add_properties(self, kind: str, name: str, content: str) -> None:
        """Add a part that describes the file as a whole."""
        content_type, relationship = _KINDS[kind]
        part = Part(PackURI(f"/docProps/{name}.xml"), content_type, content.encode(), self._package)
        number = len(self._package.rels) + 1
        self._package.rels.add_relationship(relationship, part, f"rId{number}")

    def add_picture(self, data: bytes, suffix: str, media_type: str) -> Part:
        """Add a picture, which belongs to no part before it is related to one, and return it."""
        self._pictures += 1
        name = PackURI(f"/word/media/image{self._pictures}.{suffix}")
        return Part(name, media_type, data, self._package)

    def finish(self, body: str, notes: str) -> None:
        """Take the text of the document and of its notes, which may be none."""
        self.document.part.content = body.encode()
        if notes:
            self.footnotes.part.content = notes.encode()
            self.document.relate(RELATIONSHIP_TYPE.FOOTNOTES, self.footnotes.part)
        else:
            _drop(self.settings, "footnotePr")

    def members(self) -> Iterator[tuple[str, bytes]]:
        """Yield the name and bytes of each member in the order in which they are to be stored."""
        parts = list(self._parts())
        yield "[Content_Types].xml", _content_types(parts)
        yield "_rels/.rels", _relationships(self._package.rels)
        for part in parts:
            yield part.partname.membername, part.blob
            if len(part.rels):
                yield part.partname.rels_uri.membername, _relationships(part.rels)

    def _parts(self) -> Iterator[Part]:
        """Yield every part once, as met from the package down; python-docx's own way looks at all it has met."""
        seen: set[str] = set()
        waiting = [self._package.rels]
        while waiting:
            for relationship in waiting.pop().values():
                if relationship.is_external or str(relationship.target_part.partname) in seen:
                    continue
                part = relationship.target_part
                seen.add(str(part.partname))
                yield part
                waiting.append(part.rels)

    def _text(self, name: str, content_type: str) -> TextPart:
        return TextPart(PackURI(name), content_type, b"", self._package)

    def _reference(self, kind: str, name: str = "") -> XmlPart:
        """Load a part of the reference template and relate it to the document."""
        target = name or f"{kind}.xml"
        content = read_asset_file(f"{_FOLDER}/{target.rpartition('/')[2]}")
        assert content is not None, f"{target} is part of the package"
        content_type, relationship = _KINDS[kind]
        part: XmlPart = XmlPart.load(PackURI(f"/word/{target}"), content_type, content, self._package)
        self.document.relate(relationship, part)
        return part


def _drop(part: XmlPart, name: str) -> None:
    for element in part.element.findall(f"{{{MAIN}}}{name}"):
        part.element.remove(element)


def _content_types(parts: list[Part]) -> bytes:
    """Return [Content_Types].xml: text parts by name, pictures by their suffix."""
    suffixes = {"rels": CONTENT_TYPE.OPC_RELATIONSHIPS, "xml": CONTENT_TYPE.XML}
    named = []
    for part in parts:
        if part.partname.ext == "xml":
            named.append(f'<Override PartName="{part.partname}" ContentType="{part.content_type}"/>')
        else:
            suffixes[part.partname.ext] = part.content_type
    defaults = "".join(
        f'<Default Extension="{suffix}" ContentType="{kind}"/>' for suffix, kind in sorted(suffixes.items())
    )
    return f'{XML_DECLARATION}<Types xmlns="{_CONTENT_TYPES}">{defaults}{"".join(named)}</Types>'.encode()


def _relationships(relationships: Relationships) -> bytes:
    """Return a .rels member; written here because 20,000 links take python-docx ten times as long."""
    base = relationships._baseURI  # noqa: SLF001  # the library gives it to nobody
    made = []
    for found in relationships.values():
        if found.is_external:
            target, mode = escape_attribute(found.target_ref), ' TargetMode="External"'
        else:
            name = str(found.target_part.partname)
            target, mode = (name[len(base) :].lstrip("/") if name.startswith(base) else name), ""
        made.append(f'<Relationship Id="{found.rId}" Type="{found.reltype}" Target="{target}"{mode}/>')
    return f'{XML_DECLARATION}<Relationships xmlns="{_RELATIONSHIPS}">{"".join(made)}</Relationships>'.encode()
