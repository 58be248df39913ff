"""The cover as a PNG, for reading systems that show no SVG on their shelves.

Set with the fonts of the print edition, which hold Latin, Greek and Cyrillic; a cover in another script stays SVG.
HarfBuzz shapes the letters and fills them; each colour has fifteen shades towards the paper's, so that one byte a pixel
is enough and the picture is small and sharp.
"""

from __future__ import annotations

import zlib
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from struct import pack
from typing import Any, Final

import uharfbuzz

from exporters.formats.epub.cover import HEIGHT, WIDTH, Cover, Face, Line

hb: Any = uharfbuzz  # its stubs lack the rasteriser

_COVERED: Final = frozenset(map(chr, (
    *range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x386, 0x3CF), *range(0x400, 0x460), *range(0x2010, 0x2016),
    *range(0x2018, 0x2020), 0x2026, 0x2030, 0x20AC, 0x2122,
)))  # fmt: skip
_SCALE: Final = 5 / 6
"""Pixels of the picture for one of the layout: 1000 by 1500 is sharp on a shelf, in two thirds of the room."""
_ACROSS: Final = round(WIDTH * _SCALE)
_DOWN: Final = round(HEIGHT * _SCALE)
_SHADES: Final = 15
_SHADE_OF: Final = [(coverage * _SHADES + 127) // 255 for coverage in range(256)]
_LEVEL: Final = 2
"""Of compression: most of the picture is paper, and the highest would save 2 kB."""
_BAND: Final = 30
"""Rows that are compressed by themselves, a fiftieth of the picture: so the blank ones, which are most, are so once."""
_FACES: Final[dict[Face, tuple[str, str, dict[str, float]]]] = {
    "title": ("fontpkg_source_serif_4", "SourceSerif4[opsz,wght].ttf", {"opsz": 60, "wght": 700}),
    "subtitle": ("fontpkg_source_serif_4", "SourceSerif4-Italic[opsz,wght].ttf", {"opsz": 30, "wght": 400}),
    "kicker": ("fontpkg_source_sans_3", "SourceSans3[wght].ttf", {"wght": 700}),
    "foot": ("fontpkg_source_sans_3", "SourceSans3[wght].ttf", {"wght": 400}),
}


def can_paint(text: str) -> bool:
    """Return whether the fonts at hand have every letter of the text."""
    return _COVERED.issuperset(text)


def measure(text: str, face: Face, size: int) -> float:
    """Return the width of text in pixels of the layout."""
    font = _font(face)
    return float(sum(position.x_advance for position in _shaped(text, face).glyph_positions) * size / font.face.upem)


def paint(cover: Cover) -> bytes:
    """Return the cover as a PNG (https://www.w3.org/TR/png-3/) with a palette."""
    colours = list(dict.fromkeys([cover.colours.accent, *(line.colour for line in cover.lines)]))
    palette = [_channels(cover.colours.paper)]
    for colour in colours:
        palette += _shades(palette[0], _channels(colour))
    rows = bytearray((_ACROSS + 1) * _DOWN)  # each begins with the number of its filter, which is none
    left, right = round(cover.bar_x * _SCALE), round((cover.bar_x + 240) * _SCALE)
    for row in range(round(230 * _SCALE), round(244 * _SCALE)):
        _put(rows, row, left, bytes((_SHADES,)) * (right - left))
    for number, colour in enumerate(colours):
        _fill(rows, [line for line in cover.lines if line.colour == colour], number * _SHADES)
    return b"".join((
        b"\x89PNG\r\n\x1a\n",
        _chunk(b"IHDR", pack(">2L5B", _ACROSS, _DOWN, 8, 3, 0, 0, 0)),
        _chunk(b"PLTE", bytes(channel for entry in palette for channel in entry)),
        _chunk(b"IDAT", _compressed(rows)),
        _chunk(b"IEND", b""),
    ))  # fmt: skip


def _fill(rows: bytearray, lines: list[Line], before: int) -> None:
    """Fill the letters of lines of one colour, whose shades come after so many others in the palette."""
    if not lines:
        return
    raster = hb.RasterDraw()
    for line in lines:
        font, buffer = _font(line.face), _shaped(line.text, line.face)
        scale = line.size * _SCALE / font.face.upem
        x, y = line.x * _SCALE, _DOWN - line.y * _SCALE  # HarfBuzz counts from the foot
        for glyph, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            raster.transform = (scale, 0, 0, scale, x + position.x_offset * scale, y + position.y_offset * scale)
            raster.draw_glyph(font, glyph.codepoint)
            x += position.x_advance * scale
    image = raster.render()
    extents = image.extents
    shade = bytes(before + shade if shade else 0 for shade in _SHADE_OF)
    filled = bytes(image.buffer).translate(shade)
    for row in range(extents.height):  # from the foot up
        start = row * extents.stride
        _put(rows, _DOWN - 1 - extents.y_origin - row, extents.x_origin, filled[start : start + extents.width])


def _compressed(rows: bytearray) -> bytes:
    """Return rows as a zlib stream (https://www.rfc-editor.org/rfc/rfc1950), the blank bands among them made once."""
    size = (_ACROSS + 1) * _BAND
    blank = bytes(size)
    blank_deflated = _deflated(blank)
    made = [b"\x78\x01"]
    low, high = 1, 0  # the halves of Adler-32: zeros leave the one as it is, and add it to the other each time
    for start in range(0, len(rows), size):
        band = rows[start : start + size]
        if band == blank:
            made.append(blank_deflated)
            high = (high + size * low) % 65521
        else:
            made.append(_deflated(band))
            high, low = divmod(zlib.adler32(band, high << 16 | low), 1 << 16)
    return b"".join((*made, b"\x03\x00", pack(">2H", high, low)))  # an empty block is the last


def _deflated(band: bytes | bytearray) -> bytes:
    """Return a band as deflated blocks that end with a byte and need nothing of what stands before them."""
    deflater = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return deflater.compress(band) + deflater.flush(zlib.Z_FULL_FLUSH)


def _put(rows: bytearray, row: int, left: int, pixels: bytes) -> None:
    """Put pixels into a row from this column on; what would lie beyond the picture is left out."""
    pixels = pixels[max(0, -left) : _ACROSS - left]
    if 0 <= row < _DOWN and pixels:
        at = row * (_ACROSS + 1) + 1 + max(0, left)
        rows[at : at + len(pixels)] = pixels


def _shaped(text: str, face: Face) -> Any:
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(_font(face), buffer)
    return buffer


@lru_cache(maxsize=4)
def _font(face: Face) -> Any:
    package, file, axes = _FACES[face]
    path = Path(str(import_module(package).__file__)).parent / "files" / file
    font = hb.Font(hb.Face(hb.Blob.from_file_path(str(path))))
    font.set_variations(axes)
    return font


def _channels(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue of `#rrggbb`."""
    red, green, blue = bytes.fromhex(colour[1:])
    return red, green, blue


def _shades(paper: tuple[int, int, int], ink: tuple[int, int, int]) -> list[tuple[int, int, int]]:
    """Return the shades of a colour on this paper, the faintest first, itself last."""
    return [
        (
            paper[0] + (ink[0] - paper[0]) * shade // _SHADES,
            paper[1] + (ink[1] - paper[1]) * shade // _SHADES,
            paper[2] + (ink[2] - paper[2]) * shade // _SHADES,
        )
        for shade in range(1, _SHADES + 1)
    ]


def _chunk(kind: bytes, data: bytes) -> bytes:
    return pack(">L", len(data)) + kind + data + pack(">L", zlib.crc32(kind + data))
