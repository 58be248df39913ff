"""JPEG files cut into segments: what shows is kept, what tells of the picture, or hides behind it, goes."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass

from exporters.errors import AssetError

SIGNATURE = b"\xff\xd8\xff"
SCAN = b"\xff\xda"
"""Begins a scan, and stands nowhere else among the segments: within coded data a zero follows each 0xFF."""
_AFTER_SCAN = re.compile(rb"\xff+(?![\x00\xff]|[\xd0-\xd7])")
_FRAMES = frozenset({0xC0, 0xC1, 0xC2})  # baseline, extended, progressive: what decoders know
_OTHER_FRAMES = frozenset({0xC3, *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)})


@dataclass(frozen=True, slots=True)
class ReadJpeg:
    """A JPEG as it says of itself: size in pixels, dots per inch, channels, orientation (1 is upright), and the rest.

    `cleaned` is the file up to its end marker, without comments, thumbnails, profiles and other descriptions
    (https://www.w3.org/Graphics/JPEG/itu-t81.pdf, B.1.1); what cameras append behind the end is not in it.
    """

    width: int
    height: int
    resolution: float
    channels: int
    orientation: int
    has_profile: bool
    cleaned: bytes


def read_jpeg(data: bytes) -> ReadJpeg:
    """Return what the segments of a JPEG say. Raises AssetError for a broken one."""
    kept, position = [data[:2]], 2
    size: tuple[int, int] | None = None
    resolution, orientation, channels, has_profile, scanned = 0.0, 1, 3, False, False
    while position + 2 <= len(data):
        if data[position] != 0xFF:
            raise AssetError("a segment does not begin where it should")
        marker = data[position + 1]
        if marker == 0xFF:  # fill bytes may stand before any marker
            position += 1
            continue
        if marker == 0xD9:
            break
        if position + 4 > len(data):
            break
        (length,) = struct.unpack_from(">H", data, position + 2)
        segment = data[position : position + 2 + length]
        position += 2 + length
        if marker == 0xDA:
            kept.append(segment)
            found = _AFTER_SCAN.search(data, position)
            end = found.start() if found else len(data)
            kept.append(data[position:end])
            position, scanned = end, True
        elif marker == 0xE0 and segment[4:9] == b"JFIF\0" and len(segment) >= 16:
            resolution = _density(segment)
            kept.append(segment[:2] + b"\x00\x10" + segment[4:16] + b"\0\0")  # the header without its thumbnail
        elif marker == 0xE1 and segment[4:10] == b"Exif\0\0":
            orientation = orientation if orientation > 1 else _orientation(segment[10:])
        elif marker == 0xE2 and segment[4:16] == b"ICC_PROFILE\0":
            has_profile = True
        elif marker == 0xEE and segment[4:9] == b"Adobe":
            kept.append(segment[:2] + b"\x00\x0e" + segment[4:16])  # tells how the colors are coded
        elif marker in _FRAMES and len(segment) >= 10:
            height, width = struct.unpack_from(">HH", segment, 5)
            channels, size = segment[9], (width, height)
            kept.append(segment)
        elif marker in _OTHER_FRAMES:
            raise AssetError("it is coded in a way that few programs read")
        elif not (0xE0 <= marker <= 0xEF or marker == 0xFE):
            kept.append(segment)
    if size is None or not scanned:
        raise AssetError("it ends before the picture begins")
    kept.append(b"\xff\xd9")
    return ReadJpeg(
        width=size[0],
        height=size[1],
        resolution=resolution if 1 < resolution < 10_000 else 0.0,
        channels=channels,
        orientation=orientation,
        has_profile=has_profile,
        cleaned=b"".join(kept),
    )


def _density(segment: bytes) -> float:
    unit, across = segment[11], struct.unpack_from(">H", segment, 12)[0]
    return float(across) if unit == 1 else round(across * 2.54, 1) if unit == 2 else 0.0


def _orientation(exif: bytes) -> int:
    """Return the orientation that EXIF data gives, 1 for upright (Exif 2.32, 4.6.4)."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if order is None or len(exif) < 8:
        return 1
    (start,) = struct.unpack_from(f"{order}I", exif, 4)
    if start + 2 > len(exif):
        return 1
    (count,) = struct.unpack_from(f"{order}H", exif, start)
    for entry in range(min(count, 200)):
        at = start + 2 + 12 * entry
        if at + 12 > len(exif):
            break
        if struct.unpack_from(f"{order}H", exif, at)[0] == 0x0112:
            value = int(struct.unpack_from(f"{order}H", exif, at + 8)[0])
            return value if 1 <= value <= 8 else 1
    return 1
