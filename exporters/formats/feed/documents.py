"""The documents of a feed, one after the other: each format, the current document and its archives, in small memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from urllib.parse import quote, urljoin

import msgspec

from exporters.formats.feed.archives import Pages, Slot, archive_name
from exporters.formats.feed.frames import Frame
from exporters.formats.feed.values import Entry, Feed, Tombstone

Writer = Callable[[Feed, Sequence["Entry | Tombstone"]], Iterable[bytes]]
"""Writes one document: `rss_document`, `atom_document` or `json_document`. What it yields is joined."""


class Document(msgspec.Struct, frozen=True):
    """One document that can be written: its file name, what it says of the feed, and the slots it holds."""

    name: str
    head: Feed
    slots: tuple[Slot, ...]


def documents_of(head: Feed, pages: Pages, name: str, suffix: str) -> Iterator[Document]:
    """Yield the current document, called `name` and `suffix`, then its archives, from the newest to the oldest."""
    last = len(pages.archives)
    yield current_document(head, pages.current, name, suffix, last)
    for number in range(last, 0, -1):
        yield archive_document(head, pages.archives[number - 1], name, suffix, number)


def current_document(head: Feed, slots: tuple[Slot, ...], name: str, suffix: str, archives: int) -> Document:
    """Return the document with the newest slots, before so many archives.

    Archives are linked by addresses beside that of the feed (`head.self_url`). What a document says of its dates comes
    from the slots in it alone.
    """
    own = msgspec.structs.replace(_dated(head, slots), previous=_address(head, name, suffix, archives))
    return Document(f"{name}{suffix}", own, slots)


def archive_document(head: Feed, slots: tuple[Slot, ...], name: str, suffix: str, number: int) -> Document:
    """Return an archive, counted from 1 for the oldest."""
    own = msgspec.structs.replace(
        _dated(head, slots),
        self_url=_address(head, name, suffix, number),
        previous=_address(head, name, suffix, number - 1),
        archive=True,
    )
    return Document(archive_name(name, number, suffix), own, slots)


def _address(head: Feed, name: str, suffix: str, number: int) -> str:
    return urljoin(head.self_url, quote(archive_name(name, number, suffix))) if number else ""


def _dated(head: Feed, slots: Sequence[Slot]) -> Feed:
    """Return the head with the dates of what stands below it, never that of a clock."""
    if not slots:
        return head
    return msgspec.structs.replace(
        head, updated=max(slot.updated for slot in slots), published=max(slot.published for slot in slots)
    )


def writer_for(format_name: str) -> Writer:
    """Return what writes a document of the format `rss`, `atom` or `jsonfeed`; loads feedgen for the first two."""
    if format_name == "jsonfeed":
        from exporters.formats.feed.jsonfeed import json_document

        return json_document
    from exporters.formats.feed.generator import atom_document, rss_document

    return rss_document if format_name == "rss" else atom_document


def frame_for(format_name: str) -> Callable[[Feed, Sequence[Tombstone]], Frame]:
    """Return what makes the frame of a document of the format `rss`, `atom` or `jsonfeed`, with its tombstones."""
    if format_name == "jsonfeed":
        from exporters.formats.feed.jsonfeed import json_frame

        return json_frame
    from exporters.formats.feed.generator import atom_frame, rss_frame

    return rss_frame if format_name == "rss" else atom_frame
