"""Outputs as files that appear complete, all of a run together, or not at all."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import msgspec

from exporters.delivery.moves import move_all
from exporters.delivery.staging import STAGING, hold, sweep
from exporters.errors import DeliveryError, wrap
from exporters.patterns import pattern

# Names that Windows reserves; a folder of outputs travels (https://learn.microsoft.com/windows/win32/fileio/naming-a-file).
_RESERVED = pattern(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
_FORBIDDEN = pattern(r'[\x00-\x1f<>:"/\\|?*]')
_SUFFIX = pattern(r"(?:\.[A-Za-z][A-Za-z0-9]{0,9}){1,2}$")  # such as .pdf and .ninjs.json
_LONGEST_NAME_BYTES = 200


class Written(msgspec.Struct, frozen=True):
    """One file that a run wrote: where it is, its size in bytes, and for an archive the digest of what it holds."""

    path: Path
    size: int
    content_digest: str = ""


class OutputFolder:
    """A folder that receives the outputs of one run.

    Used in a `with` block: files are written to a hidden folder inside it, and move to their names when the block
    ends without an error and `keep` was called; else nothing of them remains.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._staging: Path | None = None
        self._lock: BinaryIO | None = None
        self._names: dict[str, Path] = {}
        self._taken: set[str] = set()
        self._contents: dict[str, str] = {}

    def __enter__(self) -> Self:
        with wrap(DeliveryError, f"write into {self.folder}", OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            sweep(self.folder)
            staging = self.folder / f"{STAGING}{os.urandom(8).hex()}"
            staging.mkdir(mode=0o700)
            self._staging = staging
            self._lock = hold(staging)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._staging is not None:
            shutil.rmtree(self._staging, ignore_errors=True)
        if self._lock is not None:
            self._lock.close()

    def output(self, name: str) -> FileOutput:
        """Return the output whose main file will have this name."""
        return FileOutput(self, name)

    def new_file(self, name: str) -> BinaryIO:
        """Return a new stream that becomes the file of this name; raises DeliveryError when the name is taken."""
        if self._staging is None:
            raise RuntimeError("an output folder is used in a with block")
        safe = safe_name(name)
        if safe.casefold() in self._taken:
            raise DeliveryError(f"two outputs of this run are called {safe}", remedy="Give the stories different slugs")
        self._taken.add(safe.casefold())  # file systems of Windows and macOS know no case
        path = self._staging / f"{len(self._names)}.part"
        self._names[safe] = path
        with wrap(DeliveryError, f"write {safe}", OSError):
            return path.open("w+b")

    def finished(self, name: str) -> tuple[str, int]:
        """Return the safe name that this file will have, and its size in bytes; it was written and closed."""
        safe = safe_name(name)
        return safe, self._names[safe].stat().st_size

    def note_content(self, name: str, content_digest: str) -> None:
        """Keep with this file, which was begun, the digest of what the archive holds."""
        self._contents[safe_name(name)] = content_digest

    def keep(self) -> tuple[Written, ...]:
        """Move every file to its name and return them in the order they were begun; each is on disk before it moves."""
        with wrap(DeliveryError, f"write into {self.folder}", OSError):
            assert self._staging is not None, "an output folder is used in a with block"
            moves = [(part, self.folder / name) for name, part in self._names.items()]
            written = [
                Written(target, part.stat().st_size, self._contents.get(target.name, "")) for part, target in moves
            ]
            move_all(moves, self._staging)
        return tuple(written)


class FileOutput(msgspec.Struct, frozen=True):
    """Where one format puts its bytes: an `exporters.contract.Output`."""

    folder: OutputFolder
    name: str

    def open(self, name: str | None = None) -> BinaryIO:
        """Return a new binary stream for the main file, or for a further file beside it."""
        return self.folder.new_file(self.name if name is None else name)


def check_folder(folder: Path) -> None:
    """Raise DeliveryError for a folder into which nothing can be written, before work is done that would be lost.

    Makes nothing: for a folder that is not there yet, the nearest one above it is asked.
    """
    with wrap(DeliveryError, f"write into {folder}", OSError):
        found = next(
            (path for path in (folder, *folder.absolute().parents) if path.exists() or path.is_symlink()), None
        )
    if found is None:
        return
    what = (
        "is no folder" if not found.is_dir() else "" if os.access(found, os.W_OK | os.X_OK) else "may not be written to"
    )
    if what:
        raise DeliveryError(
            f"cannot write into {folder}: {'it' if found == folder else found} {what}",
            remedy="Name another folder with --output",
        )


def safe_name(name: str) -> str:
    """Return the name as every file system takes it: no separators, no reserved words, at most 200 bytes."""
    safe = _FORBIDDEN.sub("-", name).strip(" .") or "untitled"
    if _RESERVED.match(safe):
        safe = f"_{safe}"
    if len(safe.encode()) <= _LONGEST_NAME_BYTES:
        return safe
    import hashlib  # few names are so long

    found = _SUFFIX.search(safe)
    suffix = found[0] if found else ""
    # What is cut off may be all that two names differ in.
    end = f"-{hashlib.blake2b(safe.encode(errors='surrogatepass'), digest_size=4).hexdigest()}{suffix}"
    stem = safe.removesuffix(suffix).encode(errors="ignore")[: _LONGEST_NAME_BYTES - len(end)].decode(errors="ignore")
    return f"{stem}{end}"


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that appears complete or not at all. Raises DeliveryError."""
    import tempfile  # slow to import, and most runs write by way of a folder

    with wrap(DeliveryError, f"write {path}", OSError):
        handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
