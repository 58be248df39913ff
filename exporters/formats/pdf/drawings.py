"""SVG drawings made pixels, fine enough for print, with our own fonts and nothing from outside the drawing."""

from __future__ import annotations

import re

from exporters.errors import AssetError
from exporters.formats.pdf.fonts import shipped_family

_PRINT_DPI = 300
_WIDEST_PX = 2400
_OUTSIDE = re.compile(
    rb"""(?:href|src)\s*=\s*["'](?!\s*(?:data:|\#))|<!ENTITY|@import|url\(\s*["']?\s*(?!\#|["']|data:)""", re.IGNORECASE
)
"""What would make a renderer open another file; drawings that name one are not drawn."""


def rasterise_svg(data: bytes, width_pt: float) -> bytes:
    """Return the drawing as a PNG of at least print resolution at this width.

    Raises AssetError if no renderer is installed, or the drawing cannot be drawn by itself.
    """
    try:
        import resvg_py
    except ImportError as exc:
        raise AssetError("no renderer for SVG is installed", remedy="pip install 'broadsheet[svg]'") from exc
    if _OUTSIDE.search(data):
        raise AssetError("the drawing refers to other files", remedy="Embed what it refers to")
    family = shipped_family("sans")
    width = max(1, min(round(width_pt / 72 * _PRINT_DPI), _WIDEST_PX))
    try:
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=data.decode("utf-8-sig"),
                skip_system_fonts=True,
                font_files=[family.regular.path],
                font_family="Source Sans 3",
                sans_serif_family="Source Sans 3",
                serif_family="Source Sans 3",
                width=width,
            )
        )
    except (ValueError, UnicodeDecodeError) as exc:
        raise AssetError(f"the drawing cannot be drawn: {exc}") from exc
