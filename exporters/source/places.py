"""From the byte offsets that a parser gives to lines and columns that a writer can find."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

from exporters.model.place import NOWHERE, Place


class Places:
    """The places of one file. `first_line` is the number of the line at which the bytes begin."""

    def __init__(self, data: bytes, name: str, first_line: int = 1) -> None:
        self.name = name
        self._data = data
        self._first = first_line
        self._starts: list[int] = []  # of all lines, once an offset was asked for that lies before the one before it
        self._index = 0  # the line asked for last, what part of it has been counted, and how many characters it has
        self._from, self._to = 0, data.find(b"\n") + 1 or len(data) + 1
        self._ascii = data[: self._to].isascii()
        self._counted = 0
        self._column = 1
        self._last = (-1, NOWHERE)

    def at(self, offset: int) -> Place:
        """Return the place of a byte offset; the column counts characters. Offsets that ascend cost least."""
        if offset == self._last[0]:  # a paragraph and its first word
            return self._last[1]
        if not self._from <= offset < self._to:
            self._turn_to(offset)
        if self._ascii:
            place = Place(self.name, self._first + self._index, offset - self._from + 1)
        else:
            if offset < self._counted:
                self._counted, self._column = self._from, 1
            self._column += len(self._data[self._counted : offset].decode(errors="ignore"))
            self._counted = offset
            place = Place(self.name, self._first + self._index, self._column)
        self._last = (offset, place)
        return place

    def _turn_to(self, offset: int) -> None:
        """Make the line of this offset the one asked for last."""
        data = self._data
        if offset >= self._to:
            self._index += data.count(b"\n", self._to - 1, offset)
            self._from = data.rfind(b"\n", self._to - 1, offset) + 1
        else:
            self._starts = self._starts or [0, *(end.end() for end in re.finditer(b"\n", data))]
            self._index = bisect_right(self._starts, offset) - 1
            self._from = self._starts[self._index]
        self._to = data.find(b"\n", offset) + 1 or len(data) + 1
        self._counted, self._column = self._from, 1
        self._ascii = data[self._from : self._to].isascii()


class JoinedPlaces:
    """The places of characters in pieces of a file that were joined, each given with the byte where it begins."""

    def __init__(self, pieces: list[tuple[str, int]], places: Places) -> None:
        self._pieces = pieces
        self._places = places
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
        return self._places.at(self._byte)
