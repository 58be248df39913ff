"""Markers: arrowheads and dots at the corners of lines, each turned as the line runs there.

SVG 1.1, 11.6 (https://www.w3.org/TR/SVG11/painting.html#Markers).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from exporters.formats.pdf.drawings.shapes import (
    Matrix,
    Point,
    Segment,
    apply,
    multiply,
    rectangle_segments,
)
from exporters.formats.pdf.drawings.styles import length

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Vertex = tuple[Point, float]
"""Where a corner is, and the direction there in radians."""


def vertices(segments: Sequence[Segment]) -> Iterator[tuple[str, Vertex]]:
    """Yield the corners of a line in order, with `start`, `mid` or `end`."""
    points: list[Point] = []
    arriving: list[Point | None] = []
    leaving: list[Point | None] = []
    start = 0
    for kind, through in segments:
        if kind == "h":
            if points and points[start] != points[-1]:
                through = (points[start],)  # noqa: PLW2901  # closing draws a line back
            else:
                continue
        if kind == "m":
            start = len(points)
            points.append(through[-1])
            arriving.append(None)
            leaving.append(None)
            continue
        before = points[-1]
        leaving[-1] = _direction(before, *through)
        points.append(through[-1])
        arriving.append(_direction(*reversed((before, *through)), back=True))
        leaving.append(None)
    for index, point in enumerate(points):
        place = "start" if index == 0 else "end" if index == len(points) - 1 else "mid"
        yield place, (point, _angle(arriving[index], leaving[index]))


def _direction(at: Point, *others: Point, back: bool = False) -> Point | None:
    """Return the unit vector toward the first other point that is elsewhere; with `back`, from it."""
    for other in others:
        x, y = other[0] - at[0], other[1] - at[1]
        size = math.hypot(x, y)
        if size > 1e-9:
            return (-x / size, -y / size) if back else (x / size, y / size)
    return None


def _angle(arriving: Point | None, leaving: Point | None) -> float:
    """Return the direction at a corner: half way between how the line comes and how it goes."""
    first, second = arriving or leaving, leaving or arriving
    if first is None or second is None:
        return 0.0
    x, y = first[0] + second[0], first[1] + second[1]
    return math.atan2(y, x) if math.hypot(x, y) > 1e-9 else math.atan2(second[1], second[0])


def placed(
    marker: Element, vertex: Vertex, stroke_width: float, *, at_start: bool
) -> tuple[Matrix, tuple[float, float], list[Segment]]:
    """Return the matrix of a marker at a corner, the size lengths in it are measured by, and its edge."""
    (x, y), angle = vertex
    orient = (marker.get("orient") or "0").strip()
    if orient == "auto-start-reverse":
        angle += math.pi if at_start else 0.0
    elif orient != "auto":
        found = re.match(r"[+-]?[\d.]+", orient)
        angle = math.radians(float(found[0])) if found else 0.0
    width = length(marker.get("markerWidth") or "3", 100)
    height = length(marker.get("markerHeight") or "3", 100)
    view = [float(value) for value in re.findall(r"[+-]?(?:\d+\.?\d*|\.\d+)", marker.get("viewBox") or "")]
    if len(view) != 4 or view[2] <= 0 or view[3] <= 0:
        view = [0.0, 0.0, width, height]
    scale = min(width / view[2], height / view[3]) if view[2] and view[3] else 1.0
    if marker.get("markerUnits") != "userSpaceOnUse":
        scale *= stroke_width
    refers = (length(marker.get("refX") or "0", view[2]), length(marker.get("refY") or "0", view[3]))
    cos, sin = math.cos(angle) * scale, math.sin(angle) * scale
    turned: Matrix = (cos, sin, -sin, cos, 0, 0)
    away = apply(turned, refers)
    matrix = multiply(turned, (1, 0, 0, 1, x - away[0], y - away[1]))
    return matrix, (view[2], view[3]), rectangle_segments(view[0], view[1], view[2], view[3], 0, 0)
