"""sRGB (IEC 61966-2-1) as an ICC profile: what the colours of a file mean that is not made for a press.

Spelled here, for Pillow would take longer to load than a story takes to be set. A display profile of three channels,
version 4.2 (ISO 15076-1), which PDF/A-2 admits (ISO 19005-2, 6.2.3).
"""

from __future__ import annotations

import struct
import zlib
from functools import lru_cache

_D50 = (0.9642, 1.0, 0.8249)
"""The white of the space between profiles (ISO 15076-1, 6.3.4.3)."""
_FROM_D65 = (1.04788, 0.02292, -0.05022, 0.02959, 0.99048, -0.01707, -0.00925, 0.01508, 0.75168)
"""The matrix (Bradford's) that took the white of screens, D65, to that one."""
_RED, _GREEN, _BLUE = (0.43604, 0.22249, 0.01392), (0.38512, 0.7169, 0.09706), (0.14305, 0.06061, 0.71393)
"""The colours of the three lights as that white has them."""
_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
"""((a·x + b) to the power of g), below d a straight line of slope c: g, a, b, c, d (10.16, function 3)."""
_MADE = (2000, 1, 1, 0, 0, 0)


@lru_cache(maxsize=1)
def srgb_profile() -> bytes:
    """Return the profile, deflated."""
    curve = struct.pack(">4sIHH", b"para", 0, 3, 0) + _fixed(_CURVE)
    tags = {
        b"desc": _text("sRGB"),
        b"cprt": _text("No copyright, use freely"),
        b"wtpt": _colour(_D50),
        b"chad": struct.pack(">4sI", b"sf32", 0) + _fixed(_FROM_D65),
        b"rXYZ": _colour(_RED),
        b"gXYZ": _colour(_GREEN),
        b"bXYZ": _colour(_BLUE),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    table, data = [struct.pack(">I", len(tags))], b""
    begin = 128 + 4 + 12 * len(tags)
    for name, body in tags.items():
        if name not in (b"gTRC", b"bTRC"):  # all three are one
            place = begin + len(data)
            data += body + bytes(-len(body) % 4)
        table.append(struct.pack(">4sII", name, place, len(body)))
    head = struct.pack(
        ">I4sI4s4s4s6H4s28x12s48x",
        begin + len(data), b"", 0x04200000, b"mntr", b"RGB ", b"XYZ ", *_MADE, b"acsp", _fixed(_D50),
    )  # fmt: skip
    return zlib.compress(head + b"".join(table) + data, 9)


def _fixed(values: tuple[float, ...]) -> bytes:
    """Return numbers in parts of 65,536 (4.6)."""
    return struct.pack(f">{len(values)}i", *(round(value * 0x10000) for value in values))


def _colour(values: tuple[float, float, float]) -> bytes:
    return struct.pack(">4sI", b"XYZ ", 0) + _fixed(values)


def _text(words: str) -> bytes:
    """Return words in English (10.15)."""
    spelled = words.encode("utf-16-be")
    return struct.pack(">4sIII2s2sII", b"mluc", 0, 1, 12, b"en", b"US", len(spelled), 28) + spelled
