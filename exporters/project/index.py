"""The index of a project: what was read and built, in SQLite, so that the next build opens only what changed.

One file, `.broadsheet/index.sqlite`. It is a cache: whatever is in it can be made again, so a file that cannot be read,
or that another version wrote, is begun anew. Everything a build learns is written in one transaction or in several that
are each true by themselves; a build that is killed leaves an index that is old, never one that is wrong.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from exporters.errors import DeliveryError

FOLDER = ".broadsheet"
_LAYOUT = 4
_TEMPORARY_KB = 512
"""What SQLite may keep in memory of the tables of one build, which are read from end to end."""
_TABLES = """
CREATE TABLE IF NOT EXISTS said (name TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS story (
  path TEXT PRIMARY KEY, size INT, changed INT, number INT, warned INT, pictures BLOB, card BLOB) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS text (key BLOB PRIMARY KEY, kind TEXT, value BLOB);
CREATE TABLE IF NOT EXISTS made (key BLOB PRIMARY KEY, value BLOB);
CREATE TABLE IF NOT EXISTS output (
  name TEXT PRIMARY KEY, key BLOB, part TEXT, digest TEXT, size INT, changed INT, number INT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS went (path TEXT PRIMARY KEY, slug TEXT, id TEXT) WITHOUT ROWID;
"""


class Index:
    """The open index. Used in a `with` block, in which no other build of the project is at work.

    A `passing` one is a copy, and goes at its end with all that was put beside it: a dry run leaves the folder as it
    was, and the next build all that it has to notice.
    """

    def __init__(self, folder: Path, *, fresh: bool = False, passing: bool = False) -> None:
        self.folder = folder / FOLDER
        self._fresh = fresh
        self._passing = passing
        self._lock: sqlite3.Connection | None = None
        self._base: sqlite3.Connection | None = None
        self._file = self.folder / "index.sqlite"
        self._before: frozenset[Path] | None = None

    def __enter__(self) -> Self:
        if self._passing and self.folder.is_dir():
            self._before = frozenset(self.folder.rglob("*"))
        self.folder.mkdir(parents=True, exist_ok=True)
        ignore = self.folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n")
        self._lock = _locked(self.folder / "lock.sqlite")
        if self._passing:
            self._file = _copied(self._file)
        self._base = _opened(self._file)
        if self._fresh:
            try:
                for table in ("text", "made"):
                    self._base.execute(f"DELETE FROM {table}")  # noqa: S608 - words of ours
                # What dist/ holds stays known: a build that is stopped may have to take some of it down.
                self._base.execute("DELETE FROM said WHERE name NOT LIKE 'withdrawn %'")
                self._base.execute("UPDATE story SET size = -1")
                self.commit()
            except sqlite3.DatabaseError as exc:
                self.__exit__(type(exc), exc, None)
                raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for connection in (self._base, self._lock):
            if connection is not None:
                connection.close()
        if self._passing:
            self._leave()
        if kind is sqlite3.DatabaseError:  # a page that is damaged; found only when it is read
            _remove(self._file)
            raise DeliveryError("the cache was damaged; it is begun anew", remedy="Build again") from error

    def _leave(self) -> None:
        """Take away what was not there before."""
        shutil.rmtree(self._file.parent, ignore_errors=True)
        if self._before is None:
            shutil.rmtree(self.folder, ignore_errors=True)
            return
        for path in sorted({*self.folder.rglob("*")} - self._before, reverse=True):  # what is in a folder before it
            with suppress(OSError):
                path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()

    @property
    def base(self) -> sqlite3.Connection:
        """The connection."""
        assert self._base is not None, "an index is used in a with block"
        return self._base

    def get(self, name: str) -> bytes:
        """Return a value by its name; empty where there is none."""
        row = self.base.execute("SELECT value FROM said WHERE name = ?", (name,)).fetchone()
        return bytes(row[0]) if row else b""

    def put(self, values: dict[str, bytes]) -> None:
        """Keep values by their names."""
        self.base.executemany("INSERT OR REPLACE INTO said VALUES (?, ?)", values.items())

    def stories(self) -> Iterator[tuple[str, bytes]]:
        """Yield path and card of every story that was read, in order of path."""
        yield from self.base.execute("SELECT path, card FROM story ORDER BY path")

    def put_stories(self, rows: Iterable[tuple[str, int, int, int, int, bytes | None, bytes]]) -> None:
        """Keep path, size, time, file number, how many warnings, pictures looked for (None: none) and card of each."""
        self.base.executemany("INSERT OR REPLACE INTO story VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def text(self, key: bytes) -> bytes | None:
        """Return what was kept under this key: an article or an entry as MessagePack."""
        row = self.base.execute("SELECT value FROM text WHERE key = ?", (key,)).fetchone()
        return bytes(row[0]) if row else None

    def has_text(self, key: bytes) -> bool:
        """Return whether anything is kept under this key."""
        return self.base.execute("SELECT 1 FROM text WHERE key = ?", (key,)).fetchone() is not None

    def put_texts(self, rows: Iterable[tuple[bytes, str, bytes]]) -> None:
        self.base.executemany("INSERT OR REPLACE INTO text VALUES (?, ?, ?)", rows)

    def made(self, key: bytes) -> bytes | None:
        """Return what is known of an artefact."""
        row = self.base.execute("SELECT value FROM made WHERE key = ?", (key,)).fetchone()
        return bytes(row[0]) if row else None

    def put_made(self, key: bytes, value: bytes) -> None:
        self.base.execute("INSERT OR REPLACE INTO made VALUES (?, ?)", (key, value))

    def outputs(self) -> list[tuple[str, bytes, str, str, int, int, int]]:
        """Return name, key, part, digest, size, time and file number of every file in dist/ that a build wrote."""
        return self.base.execute("SELECT * FROM output ORDER BY name").fetchall()

    def knows_outputs(self, edition: str) -> bool:
        """Return whether a build wrote any file into this folder, as far as this index knows."""
        row = self.base.execute("SELECT 1 FROM output WHERE name GLOB ? LIMIT 1", (f"{edition}/*",)).fetchone()
        return row is not None

    def replace_outputs(self, rows: Sequence[tuple[str, bytes, str, str, int, int, int]]) -> None:
        self.base.execute("DELETE FROM output")
        self.base.executemany("INSERT INTO output VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def forget_unused(self, table: str, needed: int, kept: Callable[[], Iterable[bytes]]) -> bool:
        """Drop what no story and no output needs, once there is more of it than of the rest; return whether it did.

        `needed` is about how many rows of the table (`text` or `made`) are needed, `kept` gives their keys.
        """
        (count,) = self.base.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - two words of ours
        if count <= 2 * needed + 200:
            return False
        self.base.execute("CREATE TEMP TABLE IF NOT EXISTS kept (key BLOB PRIMARY KEY) WITHOUT ROWID")
        self.base.execute("DELETE FROM kept")
        self.base.executemany("INSERT OR IGNORE INTO kept VALUES (?)", ((key,) for key in kept()))
        self.base.execute(f"DELETE FROM {table} WHERE key NOT IN (SELECT key FROM kept)")  # noqa: S608
        return True

    def commit(self) -> None:
        """Make all that was put since the last time last, unless this is all in passing."""
        if not self._passing:
            self.base.commit()


def _copied(path: Path) -> Path:
    """Return a copy of a database in a folder of its own, with what stands in its log."""
    copy = Path(tempfile.mkdtemp(prefix="broadsheet-")) / path.name
    for suffix in ("", "-wal"):
        with suppress(FileNotFoundError):
            shutil.copyfile(path.with_name(path.name + suffix), copy.with_name(path.name + suffix))
    return copy


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _opened(path: Path) -> sqlite3.Connection:
    for attempt in (1, 2):
        try:
            base = sqlite3.connect(path, timeout=60)
            base.execute("PRAGMA journal_mode = WAL")
            base.execute("PRAGMA synchronous = NORMAL")
            base.execute(f"PRAGMA temp.cache_size = -{_TEMPORARY_KB}")
            (layout,) = base.execute("PRAGMA user_version").fetchone()
            if layout not in (0, _LAYOUT):
                raise sqlite3.DatabaseError("another layout")  # noqa: TRY301 - as what is no database at all
            base.executescript(_TABLES)
            base.execute(f"PRAGMA user_version = {_LAYOUT}")
            base.commit()
            return base
        except sqlite3.DatabaseError:
            base.close()
            if attempt == 2:
                raise
            _remove(path)
    raise AssertionError("not reached")


def _locked(path: Path) -> sqlite3.Connection:
    """Return a connection that no other build can have at the same time; it goes when its process ends, however."""
    until = time.monotonic() + 3600
    while True:
        try:
            lock = sqlite3.connect(path, timeout=5, isolation_level=None)
            lock.execute("BEGIN EXCLUSIVE")
            return lock
        except sqlite3.OperationalError as exc:
            lock.close()
            if "locked" not in str(exc) and "busy" not in str(exc):
                raise DeliveryError(f"cannot use {path}: {exc}") from exc
            if time.monotonic() > until:
                raise DeliveryError("another build of this project has been at work for an hour") from exc
        except sqlite3.DatabaseError:  # no database: nothing of worth is in it
            lock.close()
            os.unlink(path)  # noqa: PTH108
