"""ZIP archives of others, looked at before any library opens them: no more than so large, and no tricks.

`zipfile` yields no more of a member than its declared size, so what is declared is a true bound for what is read.
https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
"""

from __future__ import annotations

import io
import zipfile
from typing import Final

from exporters.errors import FormatError, wrap

_MOST_MEMBERS: Final = 2_000
_LARGEST_MEMBER: Final = 32 << 20
_LARGEST: Final = 64 << 20
_HIGHEST_RATIO: Final = 200
_SMALL: Final = 1 << 20  # what is smaller may be as empty as it likes
_ENCRYPTED: Final = 0x1
_LINK: Final = 0o120000
_KIND: Final = 0o170000
_HEADER: Final = 30


_SAVE: Final = "Open it in Word, save it as .docx or .dotx, and take that"
_NAME: Final = "Name a .docx or .dotx file whose design is to be taken"
_UNKNOWN: Final = ("no ZIP archive", f"{_NAME}; if this was one, it is damaged: open it in Word and save it anew")
_OTHERS: Final = {
    b"\xd0\xcf\x11\xe0": ("a file of Word 97 to 2003, or one with a password", f"{_SAVE}, without a password"),
    b"{\\rtf": ("a file of rich text", _SAVE),
    b"%PDF-": ("a PDF", _NAME),
    b"\xff\xd8\xff": ("a picture", _NAME),
    b"\x89PNG": ("a picture", _NAME),
    b"GIF8": ("a picture", _NAME),
}
"""How files begin that are named as templates by mistake: what they are, and what to do."""


def check_archive(data: bytes, what: str) -> list[str]:
    """Return the names of the members of an archive that may be opened; `what` is how messages call it.

    Raises FormatError for one that is no ZIP archive, too large, or made to deceive: names that leave the archive or
    come twice, members that overlap, links, encryption, compression to less than a 200th.
    """
    remedy = "Open it in Word, save it anew as .docx, and take that"
    if not zipfile.is_zipfile(io.BytesIO(data)):
        kind, remedy = next((told for start, told in _OTHERS.items() if data.startswith(start)), _UNKNOWN)
        raise FormatError(f"{what} is {kind}, not a Word file", remedy=remedy)
    with (
        wrap(FormatError, f"read {what}", zipfile.BadZipFile, ValueError, remedy=remedy),
        zipfile.ZipFile(io.BytesIO(data)) as archive,
    ):
        members = archive.infolist()
    wrong = _wrong(members)
    if wrong:
        raise FormatError(f"{what} is not opened: {wrong}", remedy=remedy)
    return [member.filename for member in members]


def _wrong(members: list[zipfile.ZipInfo]) -> str:
    """Return what is wrong with these members, or nothing."""
    if len(members) > _MOST_MEMBERS:
        return f"it has {len(members)} members"
    if sum(member.file_size for member in members) > _LARGEST:
        return f"it holds more than {_LARGEST >> 20} MB"
    names: set[str] = set()
    end = 0
    for member in sorted(members, key=lambda found: found.header_offset):
        name = member.filename
        if name.casefold() in names:
            return f"two members are called {name!r}"
        names.add(name.casefold())
        if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
            return f"the member {name!r} lies outside"
        if member.flag_bits & _ENCRYPTED:
            return "it is encrypted"
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            return f"{name!r} is compressed in an unusual way"
        if (member.external_attr >> 16) & _KIND == _LINK:
            return f"{name!r} is a link"
        if member.file_size > _LARGEST_MEMBER:
            return f"{name!r} is too large"
        if member.file_size > max(_SMALL, _HIGHEST_RATIO * member.compress_size):
            return f"{name!r} grows to more than {_HIGHEST_RATIO} times its size"
        if member.header_offset < end:
            return f"{name!r} overlaps another member"
        end = member.header_offset + _HEADER + member.compress_size
    return ""
