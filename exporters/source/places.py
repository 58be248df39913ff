"""From the byte offsets that a parser gives to lines and columns that a writer can find."""

from __future__ import annotations

from bisect import bisect_right

from exporters.model.place import Place


class Places:
    """The places of one file. `first_line` is the number of the line at which the bytes begin."""

    def __init__(self, data: bytes, name: str, first_line: int = 1) -> None:
        self.name = name
        self._data = data
        self._ascii = data.isascii()
        self._first = first_line
        self._starts = [0]
        position = data.find(b"\n")
        while position >= 0:
            self._starts.append(position + 1)
            position = data.find(b"\n", position + 1)

    def at(self, offset: int) -> Place:
        """Return the place of a byte offset; the column counts characters."""
        index = bisect_right(self._starts, offset) - 1
        start = self._starts[index]
        if self._ascii:
            column = offset - start + 1
        else:
            # Only a stretch of the line is decoded: a line of 60,000 characters must not cost that for each node.
            column = len(self._data[max(start, offset - 4000) : offset].decode(errors="ignore")) + 1
            column += max(0, offset - 4000 - start)
        return Place(self.name, self._first + index, column)
