"""ZIP archives that depend on their content alone: the container of EPUB and DOCX.

One member is held in memory at a time, so that an archive of any size needs no more than its largest member.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from struct import Struct
from typing import BinaryIO, Final
from zlib import DEFLATED, MAX_WBITS, compress, compressobj, crc32

from exporters.digests import Sha256, sha256_hex

EARLIEST: Final = datetime(1980, 1, 1, tzinfo=UTC)
LATEST: Final = datetime(2107, 12, 31, 23, 59, 58, tzinfo=UTC)
"""The times that a member can carry (https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.4.6)."""

_COMPRESSED: Final = (
    ".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".woff", ".woff2", ".mp3", ".m4a", ".mp4",
)  # fmt: skip
USUAL_LEVEL: Final = 4
"""A third faster than 6, the archive 3 % larger."""
FAST_LEVEL: Final = 3
"""For markup that says the same again and again, as Word's does: a quarter faster than 4, and again 3 % larger."""
_LARGEST: Final = 0xFFFF_FFFE
_MOST: Final = 0xFFFE
"""Bytes and members of an archive beyond which it would need ZIP64, which readers of documents need not know."""

# APPNOTE.TXT, 4.3.7, 4.3.12 and 4.3.16, from their signatures on.
_LOCAL: Final = Struct("<4s2B4HL2L2H")
_CENTRAL: Final = Struct("<4s4B4HL2L5H2L")
_END: Final = Struct("<4s4H2LH")
_VERSION: Final = 20
_UNIX: Final = 3  # else it tells on which system the archive was made
_PLAIN_FILE: Final = 0o100644 << 16
_UTF_8: Final = 0x800
_STORED: Final = 0
_DEFLATED: Final = 8


class Packed:
    """A member that is compressed as it comes, piece by piece, so that nowhere all of it is in memory as it is."""

    def __init__(self, level: int = USUAL_LEVEL, *, digested: bool = True) -> None:
        self.size = 0
        self.checksum = 0
        self._compressor = compressobj(level, DEFLATED, -MAX_WBITS)
        self._made: list[bytes] = []
        self._digest = Sha256() if digested else None

    def add(self, content: bytes) -> None:
        """Take the next piece; some ten thousand bytes at once are fastest."""
        self.size += len(content)
        self.checksum = crc32(content, self.checksum)
        self._made.append(self._compressor.compress(content))
        if self._digest is not None:
            self._digest.add(content)

    def close(self) -> tuple[bytes, str]:
        """Return what it was compressed to and its digest, to be called once, when all is there."""
        made = b"".join((*self._made, self._compressor.flush()))
        self._made = []
        return made, self._digest.hex() if self._digest is not None else ""


def write_zip(
    stream: BinaryIO,
    members: Iterable[tuple[str, bytes | Packed]],
    when: datetime,
    *,
    level: int = USUAL_LEVEL,
    digested: bool = True,
) -> str:
    """Write the members in the order they come, all dated `when`, which carries a zone; return their content digest.

    Where nobody wants it (`digested` is False), "" is returned: digesting takes a third as long as compressing.

    `members` are names and bytes, or what was packed already, and may be a generator. What is compressed already
    (pictures, fonts) is stored as it is, as is `mimetype`, which EPUB and ODF want first and bare
    (https://www.w3.org/TR/epub-33/#sec-zip-container-mime). Raises ValueError when a name comes twice, and for what
    needs ZIP64.

    The standard library writes each head twice, the second time with what it then knows. Here all is known before, and
    the archive of a book takes a sixth less time.
    """
    moment = max(EARLIEST, min(when.astimezone(UTC), LATEST))
    time = moment.hour << 11 | moment.minute << 5 | moment.second // 2
    date = (moment.year - 1980) << 9 | moment.month << 5 | moment.day
    digests: dict[str, str] = {}
    directory: list[bytes] = []
    offset = taken = 0
    for name, content in members:
        if name in digests:
            raise ValueError(f"two members of the archive are called {name}")
        if isinstance(content, Packed):
            size, checksum, kind = content.size, content.checksum, _DEFLATED
            data, digests[name] = content.close()
        else:
            size, checksum = len(content), crc32(content)
            digests[name] = sha256_hex(content, among=taken) if digested else ""
            stored = name == "mimetype" or name.lower().endswith(_COMPRESSED)
            kind = _STORED if stored else _DEFLATED
            data = content if stored else compress(content, level, -MAX_WBITS)
        path = name.encode()
        length = _LOCAL.size + len(path) + len(data)
        if max(size, offset + length) > _LARGEST or len(digests) > _MOST:
            raise ValueError("the archive would be too large for those who read it")
        flags = 0 if name.isascii() else _UTF_8
        facts = (flags, kind, time, date, checksum, len(data), size, len(path), 0)
        stream.write(_LOCAL.pack(b"PK\3\4", _VERSION, 0, *facts) + path)
        stream.write(data)
        head = _CENTRAL.pack(b"PK\1\2", _VERSION, _UNIX, _VERSION, 0, *facts, 0, 0, 0, _PLAIN_FILE, offset)
        directory.append(head + path)
        offset += length
        taken += size
        del content, data  # before the next one is made: two at once would be twice the memory
    listed = b"".join(directory)
    count = len(directory)
    stream.write(listed + _END.pack(b"PK\5\6", 0, 0, count, count, len(listed), offset, 0))
    return _digest_of(digests) if digested else ""


def content_digest(stream: BinaryIO) -> str:
    """Return the SHA-256 of what an archive holds, in hexadecimal: of its sorted names and the digests of the members.

    The bytes of an archive also depend on the zlib that compressed it; this digest does not. `write_zip` gives the same
    of what it writes.
    """
    import zipfile
    from hashlib import sha256

    digests: dict[str, str] = {}
    with zipfile.ZipFile(stream) as archive:
        for name in archive.namelist():
            member = sha256()
            with archive.open(name) as content:
                while chunk := content.read(1 << 20):
                    member.update(chunk)
            digests[name] = member.hexdigest()
    return _digest_of(digests)


def _digest_of(digests: Mapping[str, str]) -> str:
    """Return the SHA-256 of lines as `sha256sum` prints them, one for each member, sorted by name."""
    lines = "".join(f"{digests[name]}  {name}\n" for name in sorted(digests))
    return sha256_hex(lines.encode())
