"""Where a node came from, so that every diagnostic can point at the line that caused it."""

from __future__ import annotations

import msgspec


class Place(msgspec.Struct, frozen=True, gc=False, eq=False):
    """A position in a source file: `file`, and `line` and `column` counted from 1 (0 means unknown).

    All places compare equal on purpose: a place tells where a node stood, never what it is, so two nodes with
    the same content are equal wherever they were written. Compare `str(place)` to tell places apart.
    """

    file: str = ""
    line: int = 0
    column: int = 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Place) or NotImplemented

    def __hash__(self) -> int:
        return 0

    def __str__(self) -> str:
        """Return `file:line:column`, without the parts that are not known."""
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}" if self.column else f"{self.file}:{self.line}"


NOWHERE = Place()
"""The place of a node that no source file holds."""
