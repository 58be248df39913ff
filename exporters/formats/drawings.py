"""SVG drawings made pixels, with our own fonts and nothing from outside the drawing, for formats that show pixels."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

from exporters.errors import AssetError

_PRINT_DPI = 300
_WIDEST_PX = 2400
_FONT_PACKAGE = "fontpkg_source_sans_3"
_FONT_FILE = "files/SourceSans3[wght].ttf"
_FONT_NAME = "Source Sans 3"
_OUTSIDE = rb"""(?:href|src)\s*=\s*["'](?!\s*(?:data:|\#))|<!ENTITY|@import|url\(\s*["']?\s*(?!\#|["']|data:)"""
"""What would make a renderer open another file; drawings that name one are not drawn."""


def rasterise_svg(data: bytes, width_pt: float) -> bytes:
    """Return the drawing as a PNG of at least print resolution at this width.

    Raises AssetError if no renderer is installed, or the drawing cannot be drawn by itself.
    """
    try:
        import resvg_py
    except ImportError as exc:
        raise AssetError("no renderer for SVG is installed", remedy="pip install resvg-py") from exc
    refuse_outside(data)
    width = max(1, min(round(width_pt / 72 * _PRINT_DPI), _WIDEST_PX))
    try:
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=data.decode("utf-8-sig"),
                skip_system_fonts=True,
                font_files=_fonts(),
                font_family=_FONT_NAME,
                sans_serif_family=_FONT_NAME,
                serif_family=_FONT_NAME,
                width=width,
            )
        )
    except (ValueError, UnicodeDecodeError) as exc:
        raise AssetError(f"the drawing cannot be drawn: {exc}") from exc


def refuse_outside(data: bytes) -> None:
    """Raise AssetError for a drawing that refers to other files."""
    if re.search(_OUTSIDE, data, re.IGNORECASE):
        raise AssetError("the drawing refers to other files", remedy="Embed what it refers to")


def _fonts() -> list[str]:
    """Return the font that lettering is drawn in, without importing its package."""
    found = find_spec(_FONT_PACKAGE)
    if found is None or found.origin is None:
        raise AssetError("the font Source Sans is not installed", remedy="pip install fontpkg-source-sans-3")
    return [str(Path(found.origin).parent / _FONT_FILE)]
