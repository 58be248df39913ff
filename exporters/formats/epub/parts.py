"""What a package is made of, as `package.py` takes it: its files, its metadata, the guide for old readers."""

from __future__ import annotations

from typing import Final

import msgspec

FOLDER: Final = "EPUB"
"""The folder of the archive in which the publication is."""


class Statement(msgspec.Struct, frozen=True):
    """One line of metadata: an element, perhaps of Dublin Core, its text (None for none) and its attributes."""

    element: str
    value: str | None
    attributes: dict[str, str] = msgspec.field(default_factory=dict)
    dublin_core: bool = False


class Item(msgspec.Struct, frozen=True):
    """One file of the package, `href` being its name below the folder. `reading` puts it into the reading order."""

    id: str
    href: str
    media_type: str
    properties: tuple[str, ...] = ()
    reading: bool = False


class Guide(msgspec.Struct, frozen=True):
    """An entry of the EPUB 2 guide."""

    type: str
    title: str
    href: str
