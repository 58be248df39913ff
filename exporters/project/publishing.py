"""What is built put to its names: files from the store into dist/, the ones that went stale taken away."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from exporters.delivery.moves import move_all
from exporters.errors import DeliveryError, wrap
from exporters.project.index import Index
from exporters.project.objects import ObjectStore


class Placed(msgspec.Struct, frozen=True, kw_only=True):
    """A file of the build: its name below dist/, the key it was made by, its digest and size, its type and stories.

    `content_digest` is that of what an archive holds, which does not change with the zlib that made it.
    """

    name: str
    key: bytes
    digest: str
    size: int
    media_type: str = ""
    stories: tuple[str, ...] = ()
    content_digest: str = ""


class Listed(msgspec.Struct):
    """A file as the manifest lists it."""

    name: str
    sha256: str
    stories: tuple[str, ...] = ()


class _Manifest(msgspec.Struct):
    files: tuple[Listed, ...] = ()


Row = tuple[str, bytes, str, str, int, int, int]


def unchanged(folder: Path, rows: Sequence[Row]) -> dict[str, Row]:
    """Return the files that are in the folder just as a build left them, by name."""
    same: dict[str, Row] = {}
    for row in rows:
        name, _, _, _, size, changed, number = row
        try:
            told = os.stat(folder / name)  # noqa: PTH116 - called for every output
        except OSError:
            continue
        if (told.st_size, told.st_mtime_ns, told.st_ino) == (size, changed, number):
            same[name] = row
    return same


def differing(folder: Path, placed: Sequence[Placed], rows: Sequence[Row]) -> tuple[list[Placed], list[str]]:
    """Return the files that are not in the folder as they should be, and the names of those that should not be there.

    `rows` are what the index knows of the folder, with names as they are in it.
    """
    same = unchanged(folder, rows)
    fresh = [file for file in placed if file.name not in same or same[file.name][3] != file.digest]
    wanted = {file.name for file in placed}
    stale = [row[0] for row in rows if row[0] not in wanted]
    if not any(row[4] >= 0 for row in rows):  # the index is new: the last build that ended said what it wrote
        stale = sorted({*stale, *(name for name in told_files(folder) if name not in wanted)})
    return fresh, stale


def rows_of(index: Index, edition: str) -> list[Row]:
    """Return what the index knows of the files of an edition, with their names as they are in its folder."""
    prefix = f"{edition}/"
    return [(row[0][len(prefix) :], *row[1:]) for row in index.outputs() if row[0].startswith(prefix)]


def publish(
    root: Path,
    edition: str,
    placed: Sequence[Placed],
    index: Index,
    store: ObjectStore,
    written: Collection[str] = (),
) -> tuple[list[Placed], list[str]]:
    """Put the files into the folder `edition` of the project and take away those of earlier builds that are no more.

    `written` are the digests of objects that this build wrote anew.
    Returns the files that were written and the names of those that were removed. Only files that a build wrote are ever
    removed. Raises DeliveryError when a file cannot be put; none is then.
    """
    folder = root / edition
    prefix = f"{edition}/"
    rows = index.outputs()
    fresh, stale = differing(folder, placed, rows_of(index, edition))
    with wrap(DeliveryError, f"write into {edition}", OSError):
        folder.mkdir(parents=True, exist_ok=True)
        if fresh:
            # Said before it is done: whatever becomes of this build, the next one knows which files are its own.
            pending = [(prefix + file.name, b"", "", "", -1, 0, 0) for file in fresh]
            begun = {row[0] for row in pending}
            index.replace_outputs([*(row for row in rows if row[0] not in begun), *pending])
            index.commit()
            _put(root, folder, fresh, store, written)
        for name in stale:
            remove_file(folder, name)
        now: list[Row] = []
        for file in placed:
            told = (folder / file.name).stat()
            now.append((prefix + file.name, file.key, file.media_type, file.digest, *_marks(told)))
    index.replace_outputs([*(row for row in rows if not row[0].startswith(prefix)), *now])
    return fresh, stale


def read_manifest(folder: Path) -> tuple[Listed, ...]:
    """Return the files that the manifest in this folder lists; none where it cannot be read."""
    try:
        return msgspec.json.decode((folder / "manifest.json").read_bytes(), type=_Manifest).files
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return ()


def told_files(folder: Path) -> Iterator[str]:
    """Yield the files that the manifest in this folder names, as far as they are what it says."""
    for file in read_manifest(folder):
        path = folder / file.name
        with suppress(OSError, ValueError, RuntimeError):
            if path.resolve().is_relative_to(folder.resolve()) and path.is_file():
                with path.open("rb") as stream:
                    if hashlib.file_digest(stream, "sha256").hexdigest() == file.sha256:
                        yield file.name


def _marks(told: os.stat_result) -> tuple[int, int, int]:
    return told.st_size, told.st_mtime_ns, told.st_ino


def _put(root: Path, folder: Path, fresh: Sequence[Placed], store: ObjectStore, written: Collection[str]) -> None:
    stage_root = root / ".broadsheet" / "stage"
    shutil.rmtree(stage_root, ignore_errors=True)  # of a build that was killed
    stage_root.mkdir(parents=True)
    stage = Path(tempfile.mkdtemp(dir=stage_root))
    undo = stage / "undo"
    undo.mkdir()
    moves: list[tuple[Path, Path]] = []
    for number, file in enumerate(fresh):
        part = stage / str(number)
        store.copy(file.digest, part, fresh=file.digest in written)
        target = folder / file.name
        target.parent.mkdir(parents=True, exist_ok=True)
        moves.append((part, target))
    move_all(moves, undo)
    shutil.rmtree(stage, ignore_errors=True)


def remove_file(folder: Path, name: str) -> None:
    """Remove a file that a build wrote, and the folders that it leaves empty."""
    path = folder / name
    path.unlink(missing_ok=True)
    for parent in path.parents:
        if parent == folder:
            return
        try:
            parent.rmdir()
        except OSError:
            return
