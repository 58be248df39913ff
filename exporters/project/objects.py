"""The store of finished files: each under the digest of its bytes, there whole or not at all."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, NoReturn, Self

from exporters.errors import AssetError

_BUFFER, _PIECE = 1 << 17, 1 << 20
_PARTS = "parts"
"""The folder in which files are written; what a build leaves there that was killed goes with what nothing needs."""


def _path(folder: Path, digest: str) -> Path:
    return folder / digest[:2] / digest[2:]


class ObjectStore:
    """Files by digest below `.broadsheet/objects`. Several processes may put into it at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "objects"

    def path(self, digest: str) -> Path:
        """Return where the file with this digest is, if it is there."""
        return _path(self.folder, digest)

    def has(self, digest: str, size: int) -> bool:
        """Return whether the file is there in full length."""
        try:
            return os.stat(self.path(digest)).st_size == size  # noqa: PTH116 - called for every output
        except OSError:
            return False

    def put(self, data: bytes) -> tuple[str, int]:
        """Keep these bytes and return their digest and number."""
        digest = hashlib.sha256(data).hexdigest()
        if not self.has(digest, len(data)):
            with Begun(self.folder, digest) as begun:
                begun.write(data)
                begun.keep()
        return digest, len(data)

    def begin(self) -> Begun:
        """Return a file to be written in pieces, of which nothing remains unless it is kept."""
        return Begun(self.folder)

    def read(self, digest: str) -> bytes:
        """Return the bytes with this digest. Raises AssetError where they are not, or are not whole."""
        try:
            data = self.path(digest).read_bytes()
        except OSError as exc:
            raise AssetError(f"the cache has lost {digest[:12]}", remedy="Build with --no-cache") from exc
        if hashlib.sha256(data).hexdigest() != digest:
            self._refuse(digest)
        return data

    def copy(self, digest: str, target: Path, *, fresh: bool = False) -> None:
        """Copy the file to a new name. Raises OSError, and AssetError where its bytes are not what they were.

        A `fresh` one was written anew by this build, and is not read once more.
        """
        if fresh:
            shutil.copyfile(self.path(digest), target)
            return
        hashed = hashlib.sha256()
        try:
            source = self.path(digest).open("rb")
        except OSError as exc:
            raise AssetError(f"the cache has lost {digest[:12]}", remedy="Build with --no-cache") from exc
        with source, target.open("wb") as copied:
            while data := source.read(_PIECE):
                hashed.update(data)
                copied.write(data)
        if hashed.hexdigest() != digest:
            self._refuse(digest)

    def _refuse(self, digest: str) -> NoReturn:
        self.path(digest).unlink(missing_ok=True)  # of its right length, it would be taken for what it is not
        raise AssetError(f"the cache holds other bytes as {digest[:12]}", remedy="Build with --no-cache")

    def keep_only(self, digests: set[str]) -> None:
        """Remove every file with another digest."""
        if not self.folder.is_dir():
            return
        for folder in self.folder.iterdir():
            for file in folder.iterdir():
                if folder.name + file.name not in digests:
                    file.unlink(missing_ok=True)


class Begun:
    """A file on its way into the store. Used in a `with` block, at whose end it is gone or was kept."""

    def __init__(self, folder: Path, digest: str = "") -> None:
        self._folder = folder
        self._digest = digest
        self._hashed = hashlib.sha256()
        self._size = 0
        self._stream: BinaryIO | None = None
        self._name = ""

    def __enter__(self) -> Self:
        parts = self._folder / _PARTS
        parts.mkdir(parents=True, exist_ok=True)
        handle, self._name = tempfile.mkstemp(dir=parts)
        self._stream = os.fdopen(handle, "wb", buffering=_BUFFER)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._stream is not None:
            self._stream.close()
        if self._name:
            Path(self._name).unlink(missing_ok=True)

    def write(self, data: bytes) -> None:
        """Write a piece."""
        assert self._stream is not None, "a file is begun in a with block"
        self._stream.write(data)
        self._size += len(data)
        if not self._digest:
            self._hashed.update(data)

    def keep(self) -> tuple[str, int]:
        """Keep the file and return its digest and its size in bytes."""
        assert self._stream is not None, "a file is begun in a with block"
        self._stream.close()
        digest = self._digest or self._hashed.hexdigest()
        target = _path(self._folder, digest)
        target.parent.mkdir(exist_ok=True)
        os.replace(self._name, target)  # noqa: PTH105
        self._name = ""
        return digest, self._size


class Collected:
    """Where one format puts its bytes while a build is at work: kept in memory, then in the store."""

    def __init__(self, keep: Callable[[bytes], tuple[str, int]]) -> None:
        self._keep = keep
        self._streams: dict[str, _Stream] = {}

    def open(self, name: str | None = None) -> BinaryIO:
        """Return a new stream for the main file, or for a further file of this name beside it."""
        stream = _Stream()
        self._streams[name or ""] = stream
        return stream

    def files(self) -> tuple[tuple[str, str, int], ...]:
        """Return name ("" for the main file), digest and size of everything that was written, and keep it."""
        return tuple((name, *self._keep(stream.data)) for name, stream in self._streams.items())


class _Stream(io.BytesIO):
    """A stream in memory that remembers its bytes when it is closed."""

    data = b""

    def close(self) -> None:
        if not self.closed:
            self.data = self.getvalue()
        super().close()
