"""Regular expressions that are compiled when they are first used, and a first look that spares most of their work.

A run uses few of the patterns that its modules name, and to compile all of them takes as long as to export a story.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, AnyStr

_ASCII = bytes(range(128))
_SMALL = bytes(range(256)).lower()
_NO_LETTERS = bytes(byte for byte in range(256) if not bytes((byte,)).isalpha())


def beyond_ascii(text: str | bytes) -> str:
    """Return the characters of the text that are not ASCII, in order: few in most texts, and soon looked through.

    Ten times as fast as a regular expression over the whole; unpaired surrogates are left out. Bytes are UTF-8.
    """
    data = text.encode(errors="replace") if isinstance(text, str) else text
    return data.translate(None, _ASCII).decode()


def small_letters(data: bytes) -> bytes:
    """Return the letters of ASCII in the data, made small, without all that stands between them.

    A word that is written in such letters is found in it, whatever was put between or into them: spaces, stress, marks
    of no width. There may be words in it that nobody wrote; so only that there is none is sure.
    """
    return data.translate(_SMALL, _NO_LETTERS)


@lru_cache(maxsize=1)
def letters_of_file(data: bytes) -> bytes:
    """Return `small_letters` of a whole file, made once for the several that ask one after the other."""
    return small_letters(data)


class _Pattern:
    """A pattern before its first use; after it, an object whose methods are those of the compiled one."""

    def __init__(self, source: str, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        compiled = re.compile(self._source, self._flags)
        for method in ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split", "pattern"):
            setattr(self, method, getattr(compiled, method))  # found on the object from now on, as fast as before
        return getattr(compiled, name)


if TYPE_CHECKING:

    def pattern(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
        """Return the regular expression."""

else:

    def pattern(source, flags=0):
        """Return the regular expression."""
        return _Pattern(source, flags)
