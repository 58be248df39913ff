"""The package: metadata, manifest, spine and container, by ebooklib; this module alone imports that library.

Only its `EpubBook`, `EpubItem` and `EpubWriter` are used, as models of the package document. Its chapters would be
parsed and written anew with losses (https://github.com/aerkalov/ebooklib/issues/294), so every content document is ours
and goes by it as bytes. Works with 0.20 and 0.21: the writer calls our archive with a name, or a ZipInfo that has one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from ebooklib import epub
from lxml import etree

from exporters.formats.epub.parts import FOLDER, Guide, Item, Statement

_XML: Final = "{http://www.w3.org/XML/1998/namespace}"
_OPF: Final = "{http://www.idpf.org/2007/opf}"


class _Members:
    """Takes the members that ebooklib writes into what it believes to be a ZIP file."""

    def __init__(self) -> None:
        self.members: list[tuple[str, bytes]] = []

    def writestr(self, name: Any, data: str | bytes, *_: object, **__: object) -> None:
        content = data.encode() if isinstance(data, str) else data
        self.members.append((str(getattr(name, "filename", name)), content))


class _Writer(epub.EpubWriter):  # type: ignore[misc]  # untyped
    """Writes container and package document, and gives the latter what ebooklib has no field for."""

    def __init__(self, book: epub.EpubBook, language: str, direction: str, modified: str) -> None:
        options = {"mtime": datetime(2000, 1, 1, tzinfo=UTC), "raise_exceptions": True}
        super().__init__("", book, options)
        self.out = _Members()
        self._language = language
        self._dir = direction
        self._modified = modified

    def _write_opf_file(self, root: etree._Element) -> None:
        root.set(f"{_XML}lang", self._language)
        root.set("dir", self._dir)
        for element in root.iter("meta", f"{_OPF}meta"):
            if element.get("property") == "dcterms:modified":
                element.text = self._modified  # strftime, by which ebooklib writes it, depends on the platform
        super()._write_opf_file(root)

    def container(self) -> list[tuple[str, bytes]]:
        self._write_container()
        return self.out.members

    def package(self) -> list[tuple[str, bytes]]:
        self._write_opf()
        return self.out.members


def container() -> list[tuple[str, bytes]]:
    """Return the members that come first: the type of the archive and the pointer to the package document."""
    writer = _Writer(_book("", "", ""), "", "", "")
    return [("mimetype", b"application/epub+zip"), *writer.container()]


def package_document(
    items: Sequence[Item],
    metadata: Sequence[Statement],
    guide: Sequence[Guide],
    *,
    uid: str,
    title: str,
    language: str,
    direction: str,
    turning: str,
    modified: datetime,
) -> list[tuple[str, bytes]]:
    """Return the package document (https://www.w3.org/TR/epub-33/#sec-package-doc) as the member it is stored as.

    Texts must be free of characters that XML forbids: ebooklib would leave their elements empty.
    """
    book = _book(uid, title, language)
    for line in metadata:
        book.add_metadata("DC" if line.dublin_core else None, line.element, line.value, line.attributes)
    for item in items:
        made = epub.EpubItem(uid=item.id, file_name=item.href, media_type=item.media_type)
        made.properties = list(item.properties)
        book.add_item(made)
        if item.reading:
            book.spine.append(made)  # the item, not its id, for which ebooklib would search the whole list
    book.guide = [{"type": entry.type, "title": entry.title, "href": entry.href} for entry in guide]
    book.direction = turning  # of the pages, which vertical lines turn as Arabic does
    moment = modified.astimezone(UTC).replace(tzinfo=None, microsecond=0).isoformat()
    writer = _Writer(book, language, direction, f"{moment}Z")
    return writer.package()


def _book(uid: str, title: str, language: str) -> epub.EpubBook:
    book = epub.EpubBook()
    book.metadata = {}  # else it names the library and holds a random identifier
    book.FOLDER_NAME = FOLDER
    if uid:
        book.set_identifier(uid)
    book.title = title
    book.language = language
    return book
