"""The store of finished files: each under the digest of its bytes, there whole or not at all."""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from exporters.errors import AssetError


class ObjectStore:
    """Files by digest below `.broadsheet/objects`. Several processes may put into it at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "objects"

    def path(self, digest: str) -> Path:
        """Return where the file with this digest is, if it is there."""
        return self.folder / digest[:2] / digest[2:]

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
            target = self.path(digest)
            target.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=".part-", dir=target.parent)
            try:
                with os.fdopen(handle, "wb") as stream:
                    stream.write(data)
                os.replace(name, target)  # noqa: PTH105
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
        return digest, len(data)

    def read(self, digest: str) -> bytes:
        """Return the bytes with this digest. Raises AssetError where they are not, or are not whole."""
        try:
            data = self.path(digest).read_bytes()
        except OSError as exc:
            raise AssetError(f"the cache has lost {digest[:12]}", remedy="Build with --no-cache") from exc
        if hashlib.sha256(data).hexdigest() != digest:
            self.path(digest).unlink(missing_ok=True)  # of its right length, it would be taken for what it is not
            raise AssetError(f"the cache holds other bytes as {digest[:12]}", remedy="Build with --no-cache")
        return data

    def copy(self, digest: str, target: Path) -> None:
        """Copy the file to a new name. Raises OSError, and AssetError where its bytes are not what they were."""
        target.write_bytes(self.read(digest))

    def keep_only(self, digests: set[str]) -> None:
        """Remove every file with another digest."""
        if not self.folder.is_dir():
            return
        for folder in self.folder.iterdir():
            for file in folder.iterdir():
                if folder.name + file.name not in digests:
                    file.unlink(missing_ok=True)


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
