"""Codes of glyphs that cannot be given yet, for they follow each other in the order of the whole document.

Where stories are laid out beside each other, no process knows what those before it use. Until it is told, each such
code is drawn by one character that no content stream holds, since those are Latin-1.
"""

from __future__ import annotations

from exporters.patterns import pattern

_FIRST = 0x100
_STAND_IN = pattern("[^\x00-\xff]")
_SURROGATES = range(0xD800, 0xE000)


class LaterCodes:
    """The places that are kept; `settled` are the codes by the character that stands in for each."""

    def __init__(self) -> None:
        self._next = _FIRST
        self.settled: dict[int, str] = {}

    def stand_in(self) -> str:
        """Return a character that has not been given out before."""
        if self._next in _SURROGATES:
            self._next = _SURROGATES.stop
        self._next += 1
        return chr(self._next - 1)

    def spelled(self, operators: str) -> str:
        """Return operators with the codes in their places; all of them must have been given by now."""
        return _STAND_IN.sub(lambda found: self.settled[ord(found[0])], operators)


def is_stand_in(code: str) -> bool:
    """Return whether this stands for a code that is given later."""
    return len(code) == 1 and ord(code) >= _FIRST
