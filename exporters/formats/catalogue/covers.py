"""The cover of an e-book, taken out of it: readers show catalogues by their covers."""

from __future__ import annotations

import io
import posixpath
import zipfile

import msgspec

_SHOWN = {"image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif"}
"""The types that every reader of OPDS shows (https://specs.opds.io/opds-1.2#53-artwork-relations)."""

_LARGEST = 10_000_000
_OPF = "{http://www.idpf.org/2007/opf}"


class CoverPicture(msgspec.Struct, frozen=True):
    """A picture, its type, and the suffix of its file."""

    data: bytes
    media_type: str
    suffix: str


def cover_of(book: bytes) -> CoverPicture | None:
    """Return the cover picture of an EPUB, or None where it has none that readers of catalogues show.

    It is the item with the property `cover-image` (https://www.w3.org/TR/epub-33/#sec-cover-image).
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        with zipfile.ZipFile(io.BytesIO(book)) as archive:
            container = etree.fromstring(archive.read("META-INF/container.xml"), parser)
            root = container.find(".//{*}rootfile")
            name = root.get("full-path") if root is not None else None
            if not name:
                return None
            package = etree.fromstring(archive.read(name), parser)
            for item in package.iter(f"{_OPF}item"):
                suffix = _SHOWN.get(item.get("media-type") or "")
                if "cover-image" not in (item.get("properties") or "").split() or not suffix:
                    continue
                inside = archive.getinfo(posixpath.join(posixpath.dirname(name), item.get("href") or ""))
                if inside.file_size <= _LARGEST:
                    return CoverPicture(archive.read(inside), item.get("media-type") or "", suffix)
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError):
        return None
    return None
