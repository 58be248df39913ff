"""PNG files cut into chunks: what shows is kept, what tells of the picture goes."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from exporters.errors import AssetError

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_KEPT = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"pHYs"}


@dataclass(frozen=True, slots=True)
class ReadPng:
    """A PNG as it says of itself: size in pixels, dots per inch, bits a channel, what else is in it, and the rest.

    `cleaned` is the file without the chunks that describe the picture (https://www.w3.org/TR/png-3/#11Ancillary-chunks).
    """

    width: int
    height: int
    resolution: float
    depth: int
    interlaced: bool
    animated: bool
    described: bool
    has_profile: bool
    cleaned: bytes


def read_png(data: bytes) -> ReadPng:
    """Return what the chunks of a PNG say. Raises AssetError for one without header or end."""
    if len(data) < 33 or data[12:16] != b"IHDR":
        raise AssetError("it has no header")
    width, height, depth, _, _, _, interlace = struct.unpack(">IIBBBBB", data[16:29])
    kept, resolution, found = [data[:8]], 0.0, set[bytes]()
    for kind, chunk in _chunks(data):
        found.add(kind)
        if kind in _KEPT:
            kept.append(chunk)
        if kind == b"pHYs" and len(chunk) >= 21 and chunk[16] == 1:
            resolution = round(struct.unpack(">I", chunk[8:12])[0] * 0.0254, 1)
    return ReadPng(
        width=width,
        height=height,
        resolution=resolution,
        depth=depth,
        interlaced=bool(interlace),
        animated=b"acTL" in found,
        described=b"eXIf" in found,
        has_profile=b"iCCP" in found,
        cleaned=b"".join(kept),
    )


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    position = len(SIGNATURE)
    while position + 12 <= len(data):
        (size,) = struct.unpack_from(">I", data, position)
        kind = data[position + 4 : position + 8]
        if position + 12 + size > len(data):
            raise AssetError("it ends in the middle")
        yield kind, data[position : position + 12 + size]
        position += 12 + size
        if kind == b"IEND":
            return
    raise AssetError("it ends in the middle")
