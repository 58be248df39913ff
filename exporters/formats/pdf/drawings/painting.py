"""Shapes of a drawing painted: filled, stroked, see-through."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from exporters.formats.pdf.drawings.drawing import Drawing, Scene
from exporters.formats.pdf.drawings.paints import Paint, Paints
from exporters.formats.pdf.drawings.shapes import (
    Box4,
    Segment,
    bounds,
    ellipse_segments,
    inverse,
    path_segments,
    polygon_segments,
    rectangle_segments,
    spell,
    spell_segments,
)
from exporters.formats.pdf.drawings.styles import Properties, length
from exporters.formats.pdf.drawings.views import decimals_for, diagonal, name_of, wrapped

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


SHAPES = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"})
_CAPS = {"butt": 0, "round": 1, "square": 2}
_JOINS = {"miter": 0, "round": 1, "bevel": 2, "miter-clip": 0, "arcs": 0}


class Painter:
    """Paints shapes into one drawing."""

    def __init__(self, drawing: Drawing, paints: Paints) -> None:
        self.drawing = drawing
        self.paints = paints

    def grouped(self, inside: list[str], scene: Scene, opacity: float) -> list[str]:
        """Return the operators as one see-through whole, where they are to be one (ISO 32000-1, 11.6.6)."""
        back = inverse(scene.matrix)
        if opacity == 1 or not inside or back is None:
            return inside
        # In a form patterns are placed by where the form itself is: groups stand where the whole drawing does.
        self.drawing.groups.append(wrapped(scene.matrix, inside))
        state = self.drawing.state(opacity, opacity)
        return [wrapped(back, [f"{state} gs /S{len(self.drawing.groups) - 1} Do"])]

    # -------------------------------------------------------------------------------------------------- shapes

    def segments(self, element: Element, name: str, scene: Scene) -> list[Segment]:
        """Return the outline of a shape."""
        width, height = scene.viewport
        size = float(scene.style["font-size"])

        def value(key: str, whole: float, default: str = "0") -> float:
            return length(element.get(key) or default, whole, size)

        diagonal = math.hypot(width, height) / math.sqrt(2)
        if name == "path":
            return path_segments(element.get("d") or "")
        if name in ("polyline", "polygon"):
            return polygon_segments(element.get("points") or "", closed=name == "polygon")
        if name == "line":
            ends = (value("x1", width), value("y1", height)), (value("x2", width), value("y2", height))
            return [("m", (ends[0],)), ("l", (ends[1],))]
        if name == "circle":
            r = value("r", diagonal)
            return ellipse_segments(value("cx", width), value("cy", height), r, r)
        if name == "ellipse":
            return ellipse_segments(value("cx", width), value("cy", height), value("rx", width), value("ry", height))
        rx, ry = element.get("rx"), element.get("ry")
        rx, ry = rx if rx not in (None, "auto") else ry, ry if ry not in (None, "auto") else rx
        return rectangle_segments(
            value("x", width), value("y", height), value("width", width), value("height", height),
            length(rx or "0", width, size) if rx != "auto" else 0.0,
            length(ry or "0", height, size) if ry != "auto" else 0.0,
        )  # fmt: skip

    def shape(self, element: Element, segments: list[Segment], scene: Scene, opacity: float) -> list[str]:
        """Return the operators that paint a shape."""
        style = scene.style
        if not segments:
            return []
        inside: list[str] = []
        if style.get("visibility", "visible") == "visible":
            box = bounds(segments)
            fill = None if name_of(element) == "line" else self.paint(style, "fill", scene, box)
            stroke = self.paint(style, "stroke", scene, box)
            width = (
                length(style.get("stroke-width", "1"), diagonal(scene.viewport), float(style["font-size"]))
                if stroke
                else 0.0
            )
            stroke = stroke if width > 0 else None
            several = fill is not None and stroke is not None
            inside = self._painted(segments, fill, stroke, scene, 1.0 if several else opacity, width)
            if several:
                inside = self.grouped(inside, scene, opacity)
        return inside

    def _painted(
        self,
        segments: list[Segment],
        fill: Paint | None,
        stroke: Paint | None,
        scene: Scene,
        opacity: float,
        width: float,
    ) -> list[str]:
        if fill is None and stroke is None:
            return []
        style = scene.style
        alphas = (fill.opacity * opacity if fill else 1.0, stroke.opacity * opacity if stroke else 1.0)
        operators = ["q"]
        if alphas != (1.0, 1.0):
            operators.append(f"{self.drawing.state(*alphas)} gs")
        if fill is not None:
            operators.append(self._colour(fill, stroking=False))
        if stroke is not None:
            operators.append(self._colour(stroke, stroking=True))
            operators.append(self._line_style(style, width, scene))
        operators.append(spell_segments(segments, decimals_for(scene.matrix)))
        even = "*" if style.get("fill-rule") == "evenodd" and fill is not None else ""
        operators.append(("f" if stroke is None else "S" if fill is None else "B") + even)
        operators.append("Q")
        return operators

    def _colour(self, paint: Paint, *, stroking: bool) -> str:
        if paint.gradient is not None:
            self.drawing.gradients.append(paint.gradient)
            name = f"/P{len(self.drawing.gradients) - 1}"
            return f"/Pattern CS {name} SCN" if stroking else f"/Pattern cs {name} scn"
        return f"{' '.join(spell(part, 4) for part in paint.rgb)} {'RG' if stroking else 'rg'}"

    def _line_style(self, style: Properties, width: float, scene: Scene) -> str:
        digits = decimals_for(scene.matrix) + 1
        made = [f"{spell(width, digits)} w"]
        cap, join = _CAPS.get(style.get("stroke-linecap", ""), 0), _JOINS.get(style.get("stroke-linejoin", ""), 0)
        if cap:
            made.append(f"{cap} J")
        made.append(f"{join} j")
        if join == 0:
            made.append(f"{spell(max(float(style.get('stroke-miterlimit', '4')), 1.0), 2)} M")
        dashes = style.get("stroke-dasharray", "none")
        if dashes not in ("none", ""):
            whole, size = diagonal(scene.viewport), float(style["font-size"])
            values = [length(value, whole, size) for value in re.split(r"[\s,]+", dashes.strip()) if value]
            if any(value > 0 for value in values) and min(values) >= 0:
                offset = length(style.get("stroke-dashoffset", "0"), whole, size)
                total = sum(values) * (2 if len(values) % 2 else 1)
                pattern = " ".join(spell(value, digits) for value in values)
                made.append(f"[{pattern}] {spell(offset % total, digits)} d")
        return " ".join(made)

    def paint(self, style: Properties, what: str, scene: Scene, box: Box4 | None) -> Paint | None:
        """Return what `fill` or `stroke` of an element is done with, or None."""
        paint = self.paints.of(style, what, scene.matrix, box, scene.viewport)
        return None if paint is None or paint.opacity == 0 else paint
