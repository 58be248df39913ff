"""A colour profile of a press that does not exist, small enough to be made when a test needs it.

ICC.1:2010: header (7.2), tags (7.3), tables of 16 bits (10.11). Inks subtract light as in the simplest of models.
"""

from __future__ import annotations

import struct
from itertools import product

_WHITE = (0.9642, 1.0, 0.8249)
_GRID = 9


def press_profile() -> bytes:
    """Return an ICC profile of a device of class prtr in CMYK."""
    from_inks = _table(4, 3, [_lab(*point) for point in product(_steps(_GRID), repeat=4)])
    to_inks = _table(3, 4, [_inks(*point) for point in product(_steps(_GRID), repeat=3)])
    about = b"desc\0\0\0\0" + struct.pack(">I", 11) + b"Test press\0" + bytes(4 + 4 + 2 + 1 + 67)
    white = b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(value * 65536) for value in _WHITE))
    rights = b"text\0\0\0\0" + b"CC0\0"
    tags = [(b"desc", about), (b"cprt", rights), (b"wtpt", white)]
    tags += [(f"A2B{kind}".encode(), from_inks) for kind in range(3)]
    tags += [(f"B2A{kind}".encode(), to_inks) for kind in range(3)]
    directory, body, placed = b"", b"", {}
    start = 128 + 4 + 12 * len(tags)
    for key, data in tags:
        if data not in placed:
            placed[data] = start + len(body)
            body += data + bytes(-len(data) % 4)
        directory += key + struct.pack(">II", placed[data], len(data))
    size = start + len(body)
    header = struct.pack(">I4sI4s4s4s", size, b"\0\0\0\0", 0x02100000, b"prtr", b"CMYK", b"Lab ")
    header += struct.pack(">6H", 2025, 1, 1, 0, 0, 0) + b"acsp" + bytes(28)
    header += struct.pack(">3i", *(round(value * 65536) for value in _WHITE)) + bytes(48)
    return header + struct.pack(">I", len(tags)) + directory + body


def _steps(count: int) -> list[float]:
    return [index / (count - 1) for index in range(count)]


def _table(inputs: int, outputs: int, values: list[tuple[float, ...]]) -> bytes:
    """Return an mft2 tag with straight curves and this grid."""
    head = b"mft2\0\0\0\0" + struct.pack(">BBBB", inputs, outputs, _GRID, 0)
    matrix = struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 65536)
    curve = struct.pack(">2H", 0, 65535)
    grid = b"".join(struct.pack(f">{outputs}H", *(round(part * 65535) for part in value)) for value in values)
    return head + matrix + struct.pack(">2H", 2, 2) + curve * inputs + grid + curve * outputs


def _lab(c: float, m: float, y: float, k: float) -> tuple[float, float, float]:
    """Return the Lab of inks, each between 0 and 1, as tables of 16 bits hold it (6.3.4.2)."""
    red, green, blue = ((1 - ink) * (1 - k) for ink in (c, m, y))
    lightness = 0.3 * red + 0.59 * green + 0.11 * blue
    a, b = 80 * (red - green), 80 * (green - blue)
    return lightness * 0xFF00 / 0xFFFF, (a + 128) / 255 * 0xFF00 / 0xFFFF, (b + 128) / 255 * 0xFF00 / 0xFFFF


def _inks(lightness: float, a: float, b: float) -> tuple[float, float, float, float]:
    level = min(lightness * 0xFFFF / 0xFF00, 1.0)
    over, under = (a * 0xFFFF / 0xFF00 * 255 - 128) / 80, (b * 0xFFFF / 0xFF00 * 255 - 128) / 80
    green = level - 0.3 * over + 0.11 * under
    light = (green + over, green, green - under)
    c, m, y = (1 - min(max(part, 0.0), 1.0) for part in light)
    k = min(c, m, y) * 0.6
    return (c - k) / (1 - k), (m - k) / (1 - k), (y - k) / (1 - k), k
