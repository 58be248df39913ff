"""The roll of a build: the stories that go out, under their final names, newest first.

It stands in a temporary table of the index, and its stories are asked for one by one: of 20,000 stories a build needs
no more memory than of 2,000. Stories that are held are not on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import msgspec

from exporters.pipeline import EPOCH
from exporters.project.cards import Card
from exporters.project.index import Index
from exporters.project.names import FIRST, renamed, report_repeated_id
from exporters.project.tables import Project
from exporters.report import Report

_TABLE = """CREATE TEMP TABLE roll (
  path TEXT PRIMARY KEY, at INT, slug TEXT, id TEXT, url TEXT, key BLOB, mark TEXT, published INT, updated INT,
  flags INT) WITHOUT ROWID"""
_INDICES = (
    "CREATE UNIQUE INDEX roll_at ON roll (at, path)",
    "CREATE INDEX roll_slug ON roll (slug)",
    "CREATE INDEX roll_id ON roll (id)",
)
APART, _PICTURED, _CORRECTED = 1, 2, 4
"""What a story may have: an entry made apart from its reading, pictures, corrections."""
_CARDS = "SELECT s.card, r.key, r.slug, r.id, r.url, r.mark FROM roll r CROSS JOIN story s ON s.path = r.path WHERE "
_SENIORITY = "at, length(path) - length(replace(path, '/', '')), length(path), path"
_PAGE = 200
_ZERO = datetime(1970, 1, 1, tzinfo=UTC)
_LAST = datetime.max.replace(tzinfo=UTC)
_MICROSECOND, _SECOND = timedelta(microseconds=1), timedelta(seconds=1)
_CARD = msgspec.msgpack.Decoder(Card)


def dates_of(card: Card) -> tuple[int, int]:
    """Return when a story came out and when it was last changed, for its place in a feed, in seconds since 1970."""
    times = [(moment - _ZERO) // _SECOND for moment in (card.published, card.modified) if moment is not None]
    updated = max(times, default=(EPOCH - _ZERO) // _SECOND)
    return times[0] if card.published is not None else updated, updated


class Named(NamedTuple):
    """What a link to a story follows from: its slug, its address, and its key, which stands for its bytes."""

    slug: str
    url: str
    key: bytes


class Roll:
    """The stories that go out, newest first."""

    def __init__(self, index: Index, project: Project) -> None:
        self._base = index.base
        self._project = project
        self._base.execute(_TABLE)

    # ---------------------------------------------------------------------------------------------- filling

    def enter(self, stories: Iterable[tuple[Card, str]], report: Report) -> None:
        """Put these stories on the roll, each with the mark of its press copy, and settle their names.

        Of two with the same slug one keeps it as `name_stories` says: mostly the older one. Only stories that may
        be shown come here: one that is held takes no name from others, which would tell that it exists.
        """
        rows = (_row(card, mark) for card, mark in stories)
        self._base.executemany("INSERT INTO roll VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        for index in _INDICES:
            self._base.execute(index)
        if self._base.execute("SELECT 1 FROM roll GROUP BY slug HAVING count(*) > 1 LIMIT 1").fetchone():
            self._rename(report)
        seen: dict[str, str] = {}
        repeated = "SELECT id FROM roll GROUP BY id HAVING count(*) > 1"
        for path, identifier in self._base.execute(
            f"SELECT path, id FROM roll WHERE id IN ({repeated}) ORDER BY {_SENIORITY}"  # noqa: S608 - words of ours
        ):
            if identifier in seen:
                report_repeated_id(identifier, path, seen[identifier], report)
            seen[identifier] = path

    def _rename(self, report: Report) -> None:
        """Give every story whose slug is taken by an older one a slug of its own."""
        base = self._base
        base.execute("CREATE TEMP TABLE taken (slug TEXT PRIMARY KEY, path TEXT) WITHOUT ROWID")
        counts: dict[str, int] = {}
        changed: list[tuple[str, str, str, int, str]] = []

        def free(name: str, path: str) -> bool:
            return base.execute("INSERT OR IGNORE INTO taken VALUES (?, ?)", (name, path)).rowcount == 1

        for path, slug in base.execute(f"SELECT path, slug FROM roll ORDER BY {_SENIORITY}"):  # noqa: S608 - as above
            if free(slug, path):
                continue
            count = counts.get(slug, 2)
            while not free(f"{slug}-{count}", path):
                count += 1
            counts[slug] = count + 1
            (holder,) = base.execute("SELECT path FROM taken WHERE slug = ?", (slug,)).fetchone()
            card = renamed(self._read(path), f"{slug}-{count}", holder, self._project, report)
            changed.append((card.slug, card.id, card.url, APART, path))
        base.executemany("UPDATE roll SET slug = ?, id = ?, url = ?, flags = flags | ? WHERE path = ?", changed)

    def _read(self, path: str) -> Card:
        (data,) = self._base.execute("SELECT card FROM story WHERE path = ?", (path,)).fetchone()
        return _CARD.decode(data)

    # ---------------------------------------------------------------------------------------------- stories

    def newest(self, since: datetime | None = None, until: datetime | None = None) -> Iterator[Card]:
        """Yield the stories from the newest on, those without a date last; or only those from one time to another."""
        for card, _ in self._pages("r.at >= ?", _micros(since or FIRST), until=until):
            yield card

    def marked(self) -> Iterator[tuple[Card, str]]:
        """Yield each story with the mark of its press copy, from the newest on."""
        return self._pages("?", 1)

    def pictured(self) -> Iterator[Card]:
        """Yield the stories in feeds that have pictures."""
        for card, _ in self._in_feeds(_PICTURED):
            yield card

    def corrected(self) -> Iterator[Card]:
        """Yield the stories in which something was put right."""
        for card, _ in self._pages("r.flags & ?", _CORRECTED):
            yield card

    def apart(self) -> Iterator[tuple[Card, str]]:
        """Yield, with its mark, each story in feeds whose entry is not the one made when it was read."""
        return self._in_feeds(APART)

    def find(self, path: str) -> tuple[Card, str] | None:
        """Return the story in this file with its mark; None where it does not go out."""
        return self._one("r.path = ?", path)

    def told(self, path: str) -> Named | None:
        """Return what is told of the story in this file; None where it does not go out."""
        row = self._base.execute("SELECT slug, url, key FROM roll WHERE path = ?", (path,)).fetchone()
        return Named(*row) if row else None

    def path_of(self, slug: str) -> str:
        """Return the file of the story that goes out under this slug; empty where none does."""
        row = self._base.execute("SELECT path FROM roll WHERE slug = ?", (slug,)).fetchone()
        return str(row[0]) if row else ""

    def by_id(self, identifier: str) -> tuple[Card, str] | None:
        """Return the story with this id, with its mark."""
        return self._one("r.id = ?", identifier)

    def _in_feeds(self, flag: int) -> Iterator[tuple[Card, str]]:
        """Yield the stories with this flag that have a place in some feed; all places are given by now."""
        # By file, for each page would read all places otherwise.
        self._base.execute("CREATE INDEX IF NOT EXISTS slot_path ON slot (path)")
        return self._pages("r.flags & ? AND EXISTS (SELECT 1 FROM slot t WHERE t.path = r.path)", flag)

    def _one(self, where: str, value: str) -> tuple[Card, str] | None:
        found = list(self._cards(f"{where} LIMIT 1", value))
        return found[0] if found else None

    def _pages(self, where: str, value: int, *, until: datetime | None = None) -> Iterator[tuple[Card, str]]:
        """Yield stories, newest first. No query stays open meanwhile: it would keep the log from being put away."""
        last = (_micros(until) + 1 if until else _micros(_LAST), "")
        order = f" AND (r.at, r.path) < (?, ?) ORDER BY r.at DESC, r.path DESC LIMIT {_PAGE}"
        while found := list(self._cards(where + order, value, *last)):
            yield from found
            card = found[-1][0]
            last = (_micros(card.published or FIRST), card.path)

    def _cards(self, where: str, *values: object) -> Iterator[tuple[Card, str]]:
        for data, key, slug, identifier, url, mark in self._base.execute(_CARDS + where, values):
            card = _CARD.decode(data)
            if card.slug != slug or card.key != key:
                card = msgspec.structs.replace(card, key=key, slug=slug, id=identifier, url=url)
            yield card, mark


def _row(card: Card, mark: str) -> tuple[object, ...]:
    flags = APART if card.links or mark else 0
    if any(size >= 0 for _, size, _ in card.pictures):
        flags |= _PICTURED
    if card.corrections:
        flags |= _CORRECTED
    at = _micros(card.published or FIRST)
    return (card.path, at, card.slug, card.id, card.url, card.key, mark, *dates_of(card), flags)


def _micros(moment: datetime) -> int:
    return (moment - _ZERO) // _MICROSECOND
