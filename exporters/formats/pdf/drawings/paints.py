"""What shapes are filled and stroked with: plain colours, and gradients as shading patterns.

SVG 1.1, 13; PDF: ISO 32000-1, 8.7.4 (shadings, patterns) and 7.10 (functions).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec

from exporters.formats.pdf.drawings.shapes import (
    Box4,
    Matrix,
    Unsupported,
    multiply,
    spell,
    transform_of,
)
from exporters.formats.pdf.drawings.styles import Properties, Rgb, StyleSheet, cascade, colour, length, share
from exporters.patterns import pattern

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_HREFS = ("{http://www.w3.org/1999/xlink}href", "href")
_REFERENCE = pattern(r"^url\(\s*['\"]?#([^'\")\s]+)['\"]?\s*\)\s*(.*)$")
_CLOSEST = 1e-5
"""Stops at one place are moved so far apart: bounds of a function must grow (7.10.4)."""
_LONGEST_CHAIN = 20


class Gradient(msgspec.Struct, frozen=True):
    """A gradient ready to be spelled: 2 is along a line, 3 between circles (8.7.4.5)."""

    kind: int
    coordinates: tuple[float, ...]
    matrix: Matrix
    stops: tuple[tuple[float, Rgb], ...]

    def spelled(self, space: str, components: Callable[[Rgb], str]) -> str:
        """Return the pattern dictionary, its colours in this colour space by this conversion."""
        places = " ".join(spell(value, 4) for value in self.coordinates)
        matrix = " ".join(spell(value, 6) for value in self.matrix)
        return (
            f"<</Type /Pattern /PatternType 2 /Matrix [{matrix}]"
            f" /Shading <</ShadingType {self.kind} /ColorSpace {space} /Coords [{places}] /Extend [true true]"
            f" /Function {_function(self.stops, components)}>>>>"
        )


class Paint(msgspec.Struct, frozen=True):
    """A colour or a gradient, and how opaque it is."""

    opacity: float
    rgb: Rgb = (0.0, 0.0, 0.0)
    gradient: Gradient | None = None


def href(element: Element) -> str:
    """Return the name of the element that this one refers to, or nothing."""
    for name in _HREFS:
        value = (element.get(name) or "").strip()
        if value.startswith("#"):
            return value[1:]
    return ""


def reference(value: str) -> tuple[str, str] | None:
    """Return the name in `url(#name)` and what stands behind it, or None."""
    found = _REFERENCE.match(value.strip())
    return (found[1], found[2].strip()) if found else None


class Paints:
    """Makes paints of the values of `fill` and `stroke`."""

    def __init__(self, named: Mapping[str, Element], sheet: StyleSheet) -> None:
        self._named = named
        self._sheet = sheet

    def of(
        self, style: Properties, what: str, matrix: Matrix, box: Box4 | None, viewport: tuple[float, float]
    ) -> Paint | None:
        """Return the paint of `fill` or `stroke` for a shape in this box, under this matrix; None for none."""
        value = style.get(what, "none")
        opacity = share(style.get(f"{what}-opacity", "1"))
        refers = reference(value)
        if refers is None:
            found = colour(value, style.get("color", "black"))
            return None if found is None else Paint(found[1] * opacity, found[0])
        name, otherwise = refers
        element = self._named.get(name)
        if element is None:
            found = colour(otherwise or "none", style.get("color", "black"))
            return None if found is None else Paint(found[1] * opacity, found[0])
        return self._gradient(element, matrix, box, opacity, viewport)

    def _gradient(
        self, element: Element, matrix: Matrix, box: Box4 | None, opacity: float, viewport: tuple[float, float]
    ) -> Paint | None:
        kind = element.tag.rpartition("}")[2]
        if kind not in ("linearGradient", "radialGradient"):
            raise Unsupported(f"paint by a {kind}")
        attributes, stops = self._collected(element)
        if not stops:
            return None
        seen = {alpha for _, _, alpha in stops}
        if len(seen) > 1:
            raise Unsupported("a gradient of opacities")
        opacity *= seen.pop()
        if len(stops) == 1:
            return Paint(opacity, stops[0][1])
        if attributes.get("spreadMethod", "pad") != "pad":
            raise Unsupported("a gradient that repeats")
        own = transform_of(attributes.get("gradientTransform", ""))
        width, height = viewport
        if attributes.get("gradientUnits") != "userSpaceOnUse":
            if box is None:
                raise Unsupported("a gradient over what has no box")
            left, top, right, bottom = box
            if right - left <= 0 or bottom - top <= 0:
                return None
            own = multiply(own, (right - left, 0, 0, bottom - top, left, top))
            width = height = 1.0
        coordinates = (
            _line(attributes, width, height) if kind == "linearGradient" else _circles(attributes, width, height)
        )
        if coordinates is None:
            return Paint(opacity, stops[-1][1])
        shades = tuple((offset, rgb) for offset, rgb, _ in stops)
        gradient = Gradient(2 if kind == "linearGradient" else 3, coordinates, multiply(own, matrix), shades)
        return Paint(opacity, gradient=gradient)

    def _collected(self, element: Element) -> tuple[dict[str, str], list[tuple[float, Rgb, float]]]:
        """Return the attributes and stops of a gradient, those it takes from others included."""
        attributes: dict[str, str] = {}
        stops: list[tuple[float, Rgb, float]] = []
        current: Element | None = element
        for _ in range(_LONGEST_CHAIN):
            if current is None:
                break
            attributes = {**current.attrib, **attributes}
            stops = stops or self._stops(current)
            current = self._named.get(href(current))
        return attributes, stops

    def _stops(self, element: Element) -> list[tuple[float, Rgb, float]]:
        stops: list[tuple[float, Rgb, float]] = []
        least = 0.0
        for child in element:
            if child.tag.rpartition("}")[2] != "stop":
                continue
            style = cascade(child, "stop", self._sheet, {"color": "black"})
            found = colour(style.get("stop-color", "black"), style.get("color", "black"))
            rgb, alpha = found if found is not None else ((0.0, 0.0, 0.0), 0.0)
            least = max(least, share(child.get("offset") or "0"))
            stops.append((least, rgb, alpha * share(style.get("stop-opacity", "1"))))
        return stops


def _line(attributes: Mapping[str, str], width: float, height: float) -> tuple[float, ...] | None:
    x1, y1, x2, y2 = (
        length(attributes.get(name, default), whole)
        for name, default, whole in (
            ("x1", "0%", width),
            ("y1", "0%", height),
            ("x2", "100%", width),
            ("y2", "0%", height),
        )
    )
    return None if (x1, y1) == (x2, y2) else (x1, y1, x2, y2)


def _circles(attributes: Mapping[str, str], width: float, height: float) -> tuple[float, ...] | None:
    cx = length(attributes.get("cx", "50%"), width)
    cy = length(attributes.get("cy", "50%"), height)
    r = length(attributes.get("r", "50%"), math.hypot(width, height) / math.sqrt(2))
    fx = length(attributes["fx"], width) if "fx" in attributes else cx
    fy = length(attributes["fy"], height) if "fy" in attributes else cy
    if r <= 0:
        return None
    away = math.hypot(fx - cx, fy - cy)
    if away > r * 0.99:  # a focus outside is moved to the edge (13.2.3)
        fx, fy = cx + (fx - cx) * r * 0.99 / away, cy + (fy - cy) * r * 0.99 / away
    return (fx, fy, 0.0, cx, cy, r)


def _function(stops: Sequence[tuple[float, Rgb]], components: Callable[[Rgb], str]) -> str:
    """Return the function from 0 to 1 that the stops describe."""
    if stops[0][0] > 0:
        stops = [(0.0, stops[0][1]), *stops]
    if stops[-1][0] < 1:
        stops = [*stops, (1.0, stops[-1][1])]
    pieces, bounds = [], []
    last = 0.0
    for (_, before), (offset, after) in pairwise(stops):
        pieces.append(f"<</FunctionType 2 /Domain [0 1] /C0 [{components(before)}] /C1 [{components(after)}] /N 1>>")
        last = max(offset, last + _CLOSEST)
        bounds.append(last)
    if len(pieces) == 1:
        return pieces[0]
    inner = bounds[:-1]
    for index in range(len(inner) - 1, -1, -1):  # keep those that were moved below 1
        inner[index] = min(inner[index], 1 - _CLOSEST * (len(inner) - index))
    return (
        f"<</FunctionType 3 /Domain [0 1] /Functions [{' '.join(pieces)}]"
        f" /Bounds [{' '.join(spell(value, 6) for value in inner)}] /Encode [{' '.join(['0 1'] * len(pieces))}]>>"
    )
