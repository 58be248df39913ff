"""Rows of bytes said as what each is more than the one above: the predictor Up of PNG (ISO 32000-1, 7.4.4.4).

Tables of offsets grow by little from row to row, which deflate alone cannot say briefly.
"""

from __future__ import annotations

_UP = b"\2"


def predicted_up(data: bytes, columns: int) -> bytes:
    """Return data in rows of so many bytes, each as its difference from the one above, after the byte that says so.

    A last row that is not full is filled up with zeros. To be deflated, with /Predictor 12 and these /Columns.
    """
    data += bytes(-len(data) % columns)
    count = len(data) // columns
    differences = _subtracted(data, (bytes(columns) + data)[: len(data)])
    rows = bytearray(count * (columns + 1))
    rows[:: columns + 1] = _UP * count
    for column in range(columns):
        rows[column + 1 :: columns + 1] = differences[column::columns]
    return bytes(rows)


def _subtracted(these: bytes, those: bytes) -> bytes:
    """Return byte by byte these less those, modulo 256: all at once, as one long number.

    With the highest bit of each byte set above and cleared below, no byte borrows from the next; what that bit should
    have been follows from the two.
    """
    size = len(these)
    high = int.from_bytes(b"\x80" * size, "little")
    above, below = int.from_bytes(these, "little"), int.from_bytes(those, "little")
    less = (above | high) - (below & ~high)
    return (less ^ (~(above ^ below) & high)).to_bytes(size, "little")
