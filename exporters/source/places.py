"""From the byte offsets that a parser gives to lines and columns that a writer can find."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate

from exporters.model.place import Place

_NEAR = 2
"""Lines ahead that are looked at one by one: the next one, and the one after a blank line."""


class Places:
    """The places of one file. `first_line` is the number of the line at which the bytes begin."""

    def __init__(self, data: bytes, name: str, first_line: int = 1) -> None:
        self.name = name
        self._data = data
        self._first = first_line
        self._starts: list[int] = []  # of all lines, once an offset was asked for that lies before the one before it
        self._all_ascii = data.isascii()
        self._counted = 0  # what part of the line has been counted, and
        self._column = 1  # which character follows
        self._stand_in(first_line, 0, data.find(b"\n") + 1 or len(data) + 1)

    def at(self, offset: int) -> Place:
        """Return the place of a byte offset; the column counts characters. Offsets that ascend cost least."""
        if not self._from <= offset < self._to:
            self._turn_to(offset)
        if self._ascii:
            return Place(self.name, self._line, offset - self._from + 1)
        if offset < self._counted:
            self._counted, self._column = self._from, 1
        if offset > self._counted:
            self._column += len(self._data[self._counted : offset].decode(errors="ignore"))
            self._counted = offset
        return Place(self.name, self._line, self._column)

    def _stand_in(self, line: int, start: int, end: int) -> None:
        """Make this line the one asked for last."""
        self._line, self._from, self._to = line, start, end
        self._ascii = self._all_ascii or self._data[start:end].isascii()
        self._counted, self._column = start, 1

    def _turn_to(self, offset: int) -> None:
        """Make the line of this offset the one asked for last."""
        data, line, start = self._data, self._line, self._to
        if offset < self._from:
            self._starts = self._starts or [0, *(end.end() for end in re.finditer(b"\n", data))]
            index = bisect_right(self._starts, offset) - 1
            line, start = self._first + index, self._starts[index]
            self._stand_in(line, start, data.find(b"\n", offset) + 1 or len(data) + 1)
            return
        for _ in range(_NEAR):
            line += 1
            end = data.find(b"\n", start) + 1 or len(data) + 1
            if offset < end:
                self._stand_in(line, start, end)
                return
            start = end
        line += data.count(b"\n", start - 1, offset)
        start = data.rfind(b"\n", start - 1, offset) + 1
        self._stand_in(line, start, data.find(b"\n", offset) + 1 or len(data) + 1)


class JoinedPlaces:
    """The places of characters in pieces of a file that were joined, each given with the byte where it begins."""

    def __init__(self, pieces: list[tuple[str, int]], place_at: Callable[[int], Place]) -> None:
        self._pieces = pieces
        self._place_at = place_at
        self._offsets = list(accumulate((len(text) for text, _ in pieces), initial=0))
        self._piece = -1
        self._counted = self._byte = 0  # how far the piece was counted, and the byte there

    def at(self, offset: int) -> Place:
        """Return the place of a character by its offset in the joined text. Offsets that ascend cost least."""
        piece = min(bisect_right(self._offsets, offset), len(self._pieces)) - 1
        start = self._offsets[piece]
        text, byte = self._pieces[piece]
        if piece != self._piece or offset < self._counted:
            self._piece, self._counted, self._byte = piece, start, byte
        self._byte += len(text[self._counted - start : offset - start].encode())
        self._counted = offset
        return self._place_at(self._byte)
