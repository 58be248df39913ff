"""The places of stories in feeds, a page at a time: a temporary table of the index holds those of all feeds."""

from __future__ import annotations

import sqlite3
from collections.abc import Container, Iterable, Iterator
from typing import NamedTuple

from exporters.project.cards import Card
from exporters.project.index import Index
from exporters.project.roll import APART, dates_of

_TABLE = """CREATE TEMP TABLE slot (
  channel INT, published INT, id TEXT, updated INT, path TEXT, PRIMARY KEY (channel, published, id)) WITHOUT ROWID"""
_ROWS = (
    "SELECT s.published, s.id, s.updated, s.path, r.key, r.flags FROM slot s "
    "LEFT JOIN roll r ON r.path = s.path AND r.id = s.id WHERE s.channel = ? AND (s.published, s.id) < (?, ?) "
)
_AFTER_ALL = (1 << 62, "")


class SlotRow(NamedTuple):
    """The place of a story in a feed: dates in seconds since 1970, its id and file, and what its entry is found by.

    `key` is that of the story, None where it was withdrawn.
    """

    published: int
    id: str
    updated: int
    path: str
    key: bytes | None
    flags: int | None

    @property
    def apart(self) -> bool:
        """Whether its entry is not the one that was made when the story was read."""
        return bool(self.flags and self.flags & APART)


class Slots:
    """The places of all stories in all feeds of a build."""

    def __init__(self, index: Index) -> None:
        self._base = index.base
        self._channels = 0
        self._base.execute(_TABLE)

    def new_channel(self) -> int:
        """Return the number of a feed that holds nothing yet."""
        self._channels += 1
        return self._channels

    def put(self, cards: Iterable[tuple[int, Card]]) -> None:
        """Give these stories, each with the number of a feed, their places in it."""
        rows = ((channel, *dates_of(card), card.id, card.path) for channel, card in cards)
        self._base.executemany(
            "INSERT OR REPLACE INTO slot (channel, published, updated, id, path) VALUES (?, ?, ?, ?, ?)", rows
        )

    def put_all(self, channel: int) -> None:
        """Give every story on the roll its place in this feed."""
        self._base.execute("INSERT INTO slot SELECT ?, published, id, updated, path FROM roll", (channel,))

    def count(self, channel: int) -> int:
        """Return how many stories a feed has."""
        (count,) = self._base.execute("SELECT count(*) FROM slot WHERE channel = ?", (channel,)).fetchone()
        return int(count)

    def older(self, channel: int, than: SlotRow | None, limit: int) -> list[SlotRow]:
        """Return the next older places, newest first: at most `limit`."""
        last = than[:2] if than else _AFTER_ALL
        order = "ORDER BY s.published DESC, s.id DESC LIMIT ?"
        return list(map(SlotRow._make, self._base.execute(_ROWS + order, (channel, *last, limit))))

    def changed(self, channel: int, oldest: SlotRow, limit: int) -> list[SlotRow]:
        """Return the older places of stories that were changed since the one here came out, the latest of them."""
        order = "AND s.updated > ? ORDER BY s.updated DESC, s.id DESC, s.published DESC LIMIT ?"
        values = (channel, *oldest[:2], oldest.published, limit)
        return list(map(SlotRow._make, self._base.execute(_ROWS + order, values)))

    def ids(self, channel: int) -> Container[str]:
        """Return the ids of a feed's stories, to ask whether one is among them."""
        return _Ids(self._base, channel)

    def without_address(self, channel: int) -> tuple[int, int]:
        """Return how many stories of a feed that are out have no address, and how many there are."""
        rows = "SELECT total(r.url = ''), count(*) FROM slot s JOIN roll r ON r.path = s.path AND r.id = s.id WHERE "
        lacking, count = self._base.execute(f"{rows}s.channel = ?", (channel,)).fetchone()
        return int(lacking), int(count)

    def addresses(self, channel: int) -> Iterator[str]:
        """Yield the addresses of a feed's stories that are out."""
        rows = "SELECT r.url FROM slot s JOIN roll r ON r.path = s.path AND r.id = s.id WHERE s.channel = ?"
        for (url,) in self._base.execute(rows, (channel,)):
            yield url


class _Ids:
    def __init__(self, base: sqlite3.Connection, channel: int) -> None:
        self._base = base
        self._channel = channel

    def __contains__(self, identifier: object) -> bool:
        asked = "SELECT 1 FROM slot WHERE channel = ? AND id = ? LIMIT 1"
        return self._base.execute(asked, (self._channel, identifier)).fetchone() is not None
