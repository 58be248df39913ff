"""The pictures of a publication as the pages show them: photographs as pixels, drawings as vectors.

Sizes were checked when the pictures were loaded; here they are encoded at first use, once for each document. A drawing
that cannot be said in vectors is shown as pixels at print resolution.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from exporters.errors import AssetError, wrap
from exporters.formats.pdf.canvas import TaggedCanvas
from exporters.formats.pdf.fonts import FontSet
from exporters.formats.pdf.syntax import number
from exporters.model.place import Place
from exporters.model.publication import Resource
from exporters.report import Report

if TYPE_CHECKING:
    from exporters.formats.pdf.drawings.drawing import Drawing

_UNTOLD_DPI = 150.0
"""Taken where a picture does not say how large it is meant to be: as large as print can show it without its pixels."""
_CSS_DPI = 96.0
"""Drawings are measured in CSS pixels."""
_SVG = "image/svg+xml"


class Picture:
    """One picture of the document. Its natural size in points follows from its pixels and resolution.

    `key` is what pages call it.
    """

    __slots__ = ("_read", "_resource", "drawing", "height_pt", "key", "media_type", "name", "width_pt")

    def __init__(self, resource: Resource, read: Callable[[], bytes], key: str) -> None:
        self.key = key
        dpi = resource.resolution if resource.resolution >= 36 else _UNTOLD_DPI
        if resource.media_type == _SVG:
            dpi = _CSS_DPI
        self.name = resource.name
        self.media_type = resource.media_type
        self.width_pt = max(resource.width, 1) * 72 / dpi
        self.height_pt = max(resource.height, 1) * 72 / dpi
        self.drawing: Drawing | None = None
        self._resource = resource
        self._read = read

    def prepare(self, fonts: FontSet) -> str:
        """Make sure that the picture can be shown; raises AssetError if not.

        Returns why a drawing is shown as pixels, if it is.
        """
        if self.media_type != _SVG or self.drawing is not None:
            return ""
        from exporters.formats.drawings import rasterise_svg, refuse_outside
        from exporters.formats.pdf.drawings.interpreter import draw_svg
        from exporters.formats.pdf.drawings.shapes import Unsupported

        data = self._read()
        refuse_outside(data)
        try:
            self.drawing = draw_svg(data, fonts, max(self._resource.width, 1), max(self._resource.height, 1))
        except (Unsupported, ValueError, ArithmeticError, OSError, RecursionError, SyntaxError) as exc:
            pixels = rasterise_svg(data, self.width_pt)
            self._read = lambda: pixels
            self.media_type = "image/png"
            return str(exc) if isinstance(exc, Unsupported) else "a part that cannot be read"
        return ""

    def dots_per_inch(self, width_pt: float) -> float:
        """Return how fine the picture is at this width; a drawing is infinitely so."""
        if self._resource.media_type == _SVG or width_pt <= 0:
            return float("inf")
        return self._resource.width * 72 / width_pt

    def is_written(self) -> bool:
        """Return whether the picture is to be read: a drawing, or pixels on a ground of one light colour."""
        if self._resource.media_type == _SVG:
            return True
        from exporters.formats.pdf.legibility import is_written

        try:
            return is_written(self._read())
        except (OSError, ValueError, SyntaxError):
            return False  # what is wrong with it is told where it is shown

    def operators(self, canvas: TaggedCanvas, left: float, bottom: float, width: float, height: float) -> str:
        """Return the operators that paint the picture into this rectangle; the picture joins the document."""
        name = canvas.picture_name(self.key)
        if name is None:
            if self.drawing is not None:
                canvas.add_drawing(self.key, self.drawing)
            else:
                with wrap(AssetError, f"read the picture {self.name}", OSError, ValueError, SyntaxError, struct.error):
                    encoded = canvas.encode(self._read())
                canvas.add_picture(self.key, encoded.data, encoded.entries, encoded.mask)
            name = canvas.picture_name(self.key)
        if self.drawing is not None:
            width, height = width / self.drawing.width, height / self.drawing.height
        return f"q {width:.5f} 0 0 {height:.5f} {number(left)} {number(bottom)} cm /{name} Do Q"


class PictureStore:
    """The pictures of a publication by name."""

    def __init__(
        self,
        resources: Iterable[Resource],
        read_asset: Callable[[str], bytes],
        report: Report,
        fonts: FontSet | None = None,
    ) -> None:
        # In the order of the publication, whichever of them is shown first.
        self._resources = {resource.name: (f"I{at}", resource) for at, resource in enumerate(resources, 1)}
        self._read_asset = read_asset
        self._report = report
        self._fonts = fonts or FontSet()
        self._pictures: dict[str, Picture] = {}

    def find(self, name: str, place: Place) -> Picture | None:
        """Return the picture of this name, or None, with a diagnostic, if there is none that PDF can show."""
        found = self._pictures.get(name)
        if found is not None:
            return found
        key, resource = self._resources.get(name, ("", None))
        if resource is None:
            self._report.warning(
                "pdf-picture-missing",
                f"there is no picture {name!r}; its alternative text stands in its place",
                place,
            )
            return None
        picture = Picture(resource, self._reader(resource), key)
        try:
            reason = picture.prepare(self._fonts)
        except AssetError as exc:
            self._report.warning(
                "pdf-drawing-not-shown", f"{exc.message}; its alternative text stands in its place", place, exc.remedy
            )
            return None
        if reason:
            self._report.info(
                "pdf-drawing-as-pixels",
                f"the drawing {name!r} is shown as pixels, for it has {reason}",
                place,
                "Leave out what the message names, where the drawing is to stay sharp at any size",
            )
        self._pictures[name] = picture
        return picture

    def _reader(self, resource: Resource) -> Callable[[], bytes]:
        return lambda: self._read_asset(resource.name)
