"""Which entries stand in which document: the newest in the current one, older ones in archives that stay as they are.

RFC 5005, section 4 (https://www.rfc-editor.org/rfc/rfc5005#section-4): a reader that follows `prev-archive` from the
current document gets every entry. Archives are filled from the oldest entry on, each with the same number, and named
by their place in that order; so a new story changes the current document only, until there are enough for one archive
more. What was withdrawn keeps its place: else every archive after it would change.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from exporters.formats.feed.values import Entry, Tombstone


class Slot(NamedTuple):
    """The place of a story in its feed: when it came out, its id, and when it was last changed or taken back.

    Slots sort from the oldest to the newest. `key` is whatever the caller finds the entry by.
    """

    published: datetime
    id: str
    updated: datetime
    key: str = ""


class Pages(NamedTuple):
    """The slots of the current document, newest first, and of each archive: the oldest archive first, slots as above.

    A story of an archive that was changed lately stands in `current` as well: there readers look.
    """

    current: tuple[Slot, ...]
    archives: tuple[tuple[Slot, ...], ...]


def slot_of(entry: Entry | Tombstone, key: str = "") -> Slot:
    """Return the place of an entry, or of what is left of one."""
    updated = entry.updated if isinstance(entry, Entry) else entry.when
    return Slot(entry.published or updated, entry.id, updated, key or entry.id)


def archives_of(count: int, entries: int, page: int) -> int:
    """Return how many archives of `page` entries a feed of `count` has beside the newest `entries`."""
    return max(count - entries, 0) // page if entries else 0


def page_slots(slots: Iterable[Slot], entries: int, page: int) -> Pages:
    """Return which slots stand where.

    The current document holds at least the newest `entries` (0 for all), and fewer than `page` more: those that do not
    fill an archive of `page` yet. Beside these it holds archived ones that were changed since the oldest of these came
    out, the latest `page` of them.
    """
    ordered = sorted(slots)
    full = archives_of(len(ordered), entries, page)
    rest = ordered[full * page :]
    archived = ordered[: full * page]
    archives = tuple(tuple(archived[at : at + page][::-1]) for at in range(0, len(archived), page))
    since = rest[0].published if rest else None
    changed = sorted(
        (slot for slot in archived if since is not None and slot.updated > since), key=lambda slot: slot[2::-1]
    )
    return Pages(tuple(sorted((*rest, *changed[-page:]), reverse=True)), archives)


def archive_name(name: str, number: int, suffix: str) -> str:
    """Return the file name of an archive, counted from 1 for the oldest, of the feed that is called `name`."""
    return f"{name}-archive-{number}{suffix}"
