"""A document of a feed as a frame and its entries, so that several formats can be written of one pass over them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from exporters.formats.feed.values import Entry, Tombstone


class Frame(msgspec.Struct, frozen=True):
    """What stands around the entries of a document, and how each is written.

    `first` stands before the first entry, `between` before each that follows.
    """

    before: bytes
    write: Callable[[Entry], bytes]
    after: bytes
    first: bytes = b""
    between: bytes = b""


def tombstones_of(entries: Iterable[Entry | Tombstone]) -> list[Tombstone]:
    """Return those of the entries that were withdrawn."""
    return [entry for entry in entries if isinstance(entry, Tombstone)]


def pieces_of(frame: Frame, entries: Iterable[Entry | Tombstone]) -> Iterator[bytes]:
    """Yield a document in pieces; what was withdrawn is no entry of it."""
    yield frame.before
    lead = frame.first
    for entry in entries:
        if isinstance(entry, Entry):
            yield lead + frame.write(entry) if lead else frame.write(entry)
            lead = frame.between
    yield frame.after
