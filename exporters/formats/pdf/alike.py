"""Objects that are alike, packed so that deflate sees it (ISO 32000-1, 7.5.7 and 7.4.4.4).

They stand below each other in rows of one width, and each row is written as what it is more than the one above, which
is the predictor Up of PNG: hardly anything but zeros is left. Before them stands where each begins, in the same way;
spelled without that, numbers and places alone would take half of an object stream.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from exporters.formats.pdf.predictor import predicted_up

_DEFLATION = 8
"""How hard zlib tries: a step more takes twice as long for a thousandth of the file."""
_ROOM = 90_000
"""Bytes in a stream, so that a place in it has five digits."""
_PLACE_DIGITS = 5
_EVEN = 50
"""Rows of objects are multiples of this wide, so that of the places, counted in fours, two digits stay the same and the
third goes round.
"""
_BESIDE = 4


class Alike(msgspec.Struct, frozen=True):
    """Numbered objects in ASCII, and the width of the rows that they stand in; 0 if they are not alike.

    Fewer than `least` are not worth a stream of their own.
    """

    width: int
    objects: Iterator[tuple[int, bytes]]
    least: int = 64


class Packed(NamedTuple):
    """An object stream but for its number: whose objects it holds, its dictionary and its data."""

    members: list[int]
    entries: bytes
    data: bytes


def cell_width(digits: int) -> int:
    """Return the width of rows in which a reference or a place in the stream stands, numbers of so many digits."""
    return digits + _PLACE_DIGITS + 2


def packed(objects: list[tuple[int, bytes]], width: int) -> Iterator[Packed]:
    """Yield the object streams that hold these objects."""
    cell = cell_width(len(str(objects[-1][0])))
    width = -(-width // _EVEN) * _EVEN if width > 2 * cell else max(width, cell)
    waiting: list[tuple[int, bytes]] = []
    size = 0
    for number, body in objects:
        rows = body.ljust(-(-(len(body) + 1) // width) * width)
        if waiting and size + len(rows) > _ROOM:
            yield _pack(waiting, width)
            waiting, size = [], 0
        waiting.append((number, rows))
        size += len(rows)
    if waiting:
        yield _pack(waiting, width)


def _pack(objects: list[tuple[int, bytes]], width: int) -> Packed:
    digits = len(str(objects[-1][0]))
    heads: list[str] = []
    place = 0
    for number, rows in objects:
        heads.append(f"{number:{digits}} {place:{_PLACE_DIGITS}} ")
        place += len(rows)
    beside = min(max(width // cell_width(digits), 1), _BESIDE)
    head = "".join(["".join(heads[at : at + beside]).ljust(width) for at in range(0, len(heads), beside)]).encode()
    data = zlib.compress(predicted_up(b"".join((head, *(rows for _, rows in objects))), width), _DEFLATION)
    entries = b"/Type /ObjStm /N %d /First %d /Filter /FlateDecode /DecodeParms <</Predictor 12 /Columns %d>>" % (
        len(objects),
        len(head),
        width,
    )
    return Packed([number for number, _ in objects], entries, data)
