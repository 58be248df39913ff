"""Digests for names and proofs. Most runs digest little, and OpenSSL takes longer to load than to digest it.

`hashlib` loads it in any case. The modules below are what `hashlib` itself falls back on where there is no OpenSSL;
where they are not either, `hashlib` gives the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

if TYPE_CHECKING:
    from hashlib import _Hash as HASH
    from hashlib import blake2s, sha1, sha256
else:
    try:
        from _blake2 import blake2s
    except ImportError:
        from hashlib import blake2s
    try:
        from _sha1 import sha1
    except ImportError:
        from hashlib import sha1
    try:
        from _sha2 import sha256  # from Python 3.12 on
    except ImportError:
        try:
            from _sha256 import sha256
        except ImportError:
            from hashlib import sha256

__all__ = ["Sha256", "blake2s", "named_uuid", "sha256_hex"]

_MUCH: Final = 128_000
"""Bytes from which on OpenSSL has made up for its loading."""


def sha256_hex(data: bytes, *, among: int = 0) -> str:
    """Return the SHA-256 of the data in hexadecimal; `among` is how many bytes are digested beside it, if known."""
    if max(len(data), among) > _MUCH:
        import hashlib

        return hashlib.sha256(data).hexdigest()
    return sha256(data).hexdigest()


class Sha256:
    """The SHA-256 of what comes in pieces; little is kept until it is known to be no more."""

    def __init__(self) -> None:
        self._few: list[bytes] = []
        self._length = 0
        self._much: HASH | None = None

    def add(self, data: bytes) -> None:
        """Take the next piece."""
        if self._much is not None:
            self._much.update(data)
            return
        self._few.append(data)
        self._length += len(data)
        if self._length > _MUCH:
            import hashlib

            self._much = hashlib.sha256(b"".join(self._few))
            self._few = []

    def hex(self) -> str:
        """Return it in hexadecimal."""
        return sha256_hex(b"".join(self._few)) if self._much is None else self._much.hexdigest()


def named_uuid(namespace: UUID, name: str) -> UUID:
    """Return the UUID of version 5 (https://www.rfc-editor.org/rfc/rfc9562#section-5.5) as `uuid.uuid5` does."""
    return UUID(bytes=sha1(namespace.bytes + name.encode(), usedforsecurity=False).digest()[:16], version=5)
