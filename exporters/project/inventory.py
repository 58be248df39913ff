"""The files of a project beside what was known of them: what is new, changed or gone, in tables and not in memory.

The tables are temporary ones of the index, which SQLite keeps in a file of its own as soon as they are large.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from exporters.errors import SourceError
from exporters.model.place import Place
from exporters.project.cards import Card
from exporters.project.index import Index
from exporters.project.scan import Found, look_at

_TABLES = (
    "CREATE TEMP TABLE found (path TEXT PRIMARY KEY, size INT, changed INT, number INT) WITHOUT ROWID",
    "CREATE TEMP TABLE differs (path TEXT PRIMARY KEY, why TEXT, card BLOB) WITHOUT ROWID",
    "CREATE TEMP TABLE gone (path TEXT PRIMARY KEY, card BLOB) WITHOUT ROWID",
)
_MOST_FILES = 200_000
_PAGE = 200
_CARD = msgspec.msgpack.Decoder(Card)
_PICTURES = msgspec.msgpack.Decoder(tuple[tuple[str, int, int], ...])

Value = TypeVar("Value")


class Told(Mapping[str, Value], Generic[Value]):
    """What a table says of each path, in order of path, read when it is asked for."""

    def __init__(self, index: Index, rows: str, read: Callable[..., Value]) -> None:
        """`rows` is a query whose first column is `path`; `read` makes a value of the others."""
        self._base = index.base
        self._rows = rows
        self._read = read

    def __getitem__(self, path: str) -> Value:
        row = self._base.execute(f"SELECT * FROM ({self._rows}) WHERE path = ?", (path,)).fetchone()  # noqa: S608
        if row is None:
            raise KeyError(path)
        return self._read(*row[1:])

    def __iter__(self) -> Iterator[str]:
        for path, *_ in self._pages("path"):
            yield path

    def __len__(self) -> int:
        (count,) = self._base.execute(f"SELECT count(*) FROM ({self._rows})").fetchone()  # noqa: S608
        return int(count)

    def pairs(self) -> Iterator[tuple[str, Value]]:
        """Yield path and value of each, by one query; `items` would ask for every value by itself."""
        for path, *rest in self._pages("*"):
            yield path, self._read(*rest)

    def _pages(self, columns: str) -> Iterator[tuple[Any, ...]]:
        """Yield the rows. No query stays open meanwhile: it would keep the log of the index from being put away."""
        last = ""
        query = f"SELECT {columns} FROM ({self._rows}) WHERE path > ? ORDER BY path LIMIT {_PAGE}"  # noqa: S608
        while rows := self._base.execute(query, (last,)).fetchall():
            yield from rows
            last = rows[-1][0]


class Inventory:
    """The files that are stories, as they were found, compared with what the index knows of them."""

    def __init__(self, index: Index) -> None:
        self.index = index
        for table in _TABLES:
            index.base.execute(table)

    def take(self, files: Iterable[Found]) -> None:
        """Take in these files, each once. Raises SourceError for more than anyone has, or a name that is no text."""
        try:
            self.index.base.executemany("INSERT OR IGNORE INTO found VALUES (?, ?, ?, ?)", self._counted(files))
        except UnicodeEncodeError as exc:
            raise SourceError("the name of a file is not UTF-8", Place(ascii(exc.object)), "Rename the file") from exc

    def _counted(self, files: Iterable[Found]) -> Iterator[Found]:
        before = self.index.base.total_changes
        for file in files:
            if self.index.base.total_changes - before >= _MOST_FILES:
                raise SourceError(f"there are more than {_MOST_FILES:,} stories", Place(file.path))
            yield file

    def fingerprint(self) -> bytes:
        """Return what stands for the names, sizes and times of all files."""
        hashed = blake2b(digest_size=16)
        for row in self.index.base.execute("SELECT * FROM found ORDER BY path"):
            hashed.update(repr(row).encode())
        return hashed.digest()

    def has(self, path: str) -> bool:
        """Return whether this file was found."""
        return self.index.base.execute("SELECT 1 FROM found WHERE path = ?", (path,)).fetchone() is not None

    def compare(self, root: Path, *, same_rules: bool, held: Collection[str] = ()) -> None:
        """Find out which files differ from what was read, and why, and which are gone; those `held` differ anyway."""
        base = self.index.base
        base.execute("INSERT INTO gone SELECT path, card FROM story WHERE path NOT IN (SELECT path FROM found)")
        base.execute(
            "INSERT INTO differs SELECT f.path, CASE WHEN s.path IS NULL THEN 'new'"
            " WHEN (f.size, f.changed, f.number) IS NOT (s.size, s.changed, s.number) THEN 'changed'"
            " ELSE 'rules' END, s.card FROM found f LEFT JOIN story s ON s.path = f.path"
            " WHERE ? OR (f.size, f.changed, f.number) IS NOT (s.size, s.changed, s.number)",
            (not same_rules,),
        )
        base.executemany(
            "INSERT OR REPLACE INTO differs SELECT f.path, 'held', s.card FROM found f"
            " LEFT JOIN story s ON s.path = f.path WHERE f.path = ?",
            [(path,) for path in held],
        )
        looked: dict[str, tuple[int, int]] = {}
        rows = base.execute(
            "SELECT path, pictures, card FROM story WHERE pictures IS NOT NULL"
            " AND path NOT IN (SELECT path FROM differs) AND path NOT IN (SELECT path FROM gone)"
        )
        moved = [
            (path, "picture", card)
            for path, pictures, card in rows
            if any(_moved(root, picture, looked) for picture in _PICTURES.decode(pictures))
        ]
        base.executemany("INSERT INTO differs VALUES (?, ?, ?)", moved)

    def begin_reading(self) -> None:
        """Forget the files that are gone, and have those that differ read again, should this build not come to it."""
        base = self.index.base
        base.execute("DELETE FROM story WHERE path IN (SELECT path FROM gone)")
        # What is known of them is kept until then: they may be out.
        base.execute("UPDATE story SET size = -1 WHERE path IN (SELECT path FROM differs)")

    def keep(self, rows: Iterable[tuple[int, bytes | None, bytes, str]]) -> None:
        """Keep what was read of files: how many warnings, pictures looked for (None: none), card and path of each."""
        self.index.base.executemany(
            "INSERT OR REPLACE INTO story SELECT path, size, changed, number, ?, ?, ? FROM found WHERE path = ?", rows
        )

    # ----------------------------------------------------------------------------------------- what there is

    def reasons(self) -> Told[str]:
        """Return why each file that differs does: `new`, `changed`, `picture` or `rules`."""
        return Told(self.index, "SELECT path, why FROM differs", str)

    def before(self) -> Told[Card]:
        """Return the cards that those files had which differ."""
        return Told(self.index, "SELECT path, card FROM differs WHERE card IS NOT NULL", _CARD.decode)

    def lost(self) -> Told[Card]:
        """Return the cards of files that are gone."""
        return Told(self.index, "SELECT path, card FROM gone", _CARD.decode)

    def read(self) -> Told[Card]:
        """Return the cards of all that was read, in this build or before."""
        return Told(self.index, "SELECT path, card FROM story WHERE size >= 0", _CARD.decode)


def pictures_of(index: Index) -> tuple[str, ...]:
    """Return every file that some story looked for as a picture, in order of name."""
    rows = index.base.execute("SELECT pictures FROM story WHERE pictures IS NOT NULL")
    return tuple(sorted({picture[0] for (data,) in rows for picture in _PICTURES.decode(data)}))


def warned_of(index: Index) -> int:
    """Return how many warnings there were of all stories when they were read."""
    (count,) = index.base.execute("SELECT total(warned) FROM story WHERE size >= 0").fetchone()
    return int(count)


def _moved(root: Path, picture: tuple[str, int, int], looked: dict[str, tuple[int, int]]) -> bool:
    """Return whether a picture is another than when its story was read; each is looked at once."""
    path, size, when = picture
    if path not in looked:
        file = look_at(root, path)
        looked[path] = (file.size, file.changed) if file else (-1, 0)
    return looked[path] != (size, when)
