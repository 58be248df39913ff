"""The cover as a JPEG, for reading systems that show no SVG on their shelves.

Painted with the fonts of the print edition, which hold Latin, Greek and Cyrillic; a cover in another script stays SVG.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from exporters.formats.epub.cover import HEIGHT, WIDTH, Cover, Face
from exporters.patterns import pattern

_COVERED: Final = pattern(
    "[\x20-\x7e\xa0-\u017f\u0386-\u03ce\u0400-\u045f\u2010-\u2015\u2018-\u201f\u2026\u2030\u20ac\u2122]*"
)
_QUALITY: Final = 90
_SCALE: Final = 5 / 6
"""Pixels of the picture for one of the layout: 1000 by 1500 is sharp on a shelf, in half the memory and time."""
_FACES: Final[dict[Face, tuple[str, str, dict[str, float]]]] = {
    "title": ("fontpkg_source_serif_4", "SourceSerif4[opsz,wght].ttf", {"OpticalSize": 60, "Weight": 700}),
    "subtitle": ("fontpkg_source_serif_4", "SourceSerif4-Italic[opsz,wght].ttf", {"OpticalSize": 30, "Weight": 400}),
    "kicker": ("fontpkg_source_sans_3", "SourceSans3[wght].ttf", {"Weight": 700}),
    "foot": ("fontpkg_source_sans_3", "SourceSans3[wght].ttf", {"Weight": 400}),
}


def can_paint(text: str) -> bool:
    """Return whether the fonts at hand have every letter of the text."""
    return _COVERED.fullmatch(text) is not None


def measure(text: str, face: Face, size: int) -> float:
    """Return the width of text in pixels."""
    return float(_font(face, size).getlength(text)) / _SCALE


def paint(cover: Cover) -> bytes:
    """Return the cover as a JPEG."""
    picture = Image.new("RGB", (round(WIDTH * _SCALE), round(HEIGHT * _SCALE)), cover.colours.paper)
    draw = ImageDraw.Draw(picture)
    bar = (cover.bar_x, 230, cover.bar_x + 239, 243)
    draw.rectangle([round(edge * _SCALE) for edge in bar], fill=cover.colours.accent)
    for line in cover.lines:
        draw.text(
            (line.x * _SCALE, line.y * _SCALE),
            line.text,
            fill=line.colour,
            font=_font(line.face, line.size),
            anchor="ls",
        )
    # Thirty times as fast as a PNG of few colours; `save` would first load the plug-ins of five other formats.
    return picture.tobytes("jpeg", picture.mode, _QUALITY)


@lru_cache(maxsize=64)
def _font(face: Face, size: int) -> ImageFont.FreeTypeFont:
    package, file, axes = _FACES[face]
    folder = Path(str(import_module(package).__file__)).parent / "files"
    font = ImageFont.truetype(str(folder / file), size * _SCALE, layout_engine=ImageFont.Layout.BASIC)
    font.set_variation_by_axes(
        [axes.get(_axis_name(axis), axis["default"] or 0.0) for axis in font.get_variation_axes()]
    )
    return font


def _axis_name(axis: Mapping[str, object]) -> str:
    name = axis["name"] or b""
    return (name.decode() if isinstance(name, bytes) else str(name)).replace(" ", "")
