"""Frames of reference in a drawing: view boxes, what lengths are measured by, how fine coordinates must be."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from exporters.formats.pdf.drawings.shapes import IDENTITY, Matrix, multiply, scale_of, spell
from exporters.patterns import pattern

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_NUMBER = pattern(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")


def name_of(element: Element) -> str:
    """Return an element's name, nothing for one that is not of SVG."""
    tag = str(element.tag)
    if not tag.startswith("{"):
        return tag
    space, _, local = tag.rpartition("}")
    return local if space == "{http://www.w3.org/2000/svg" else ""


def diagonal(viewport: tuple[float, float]) -> float:
    """Return what lengths that run neither across nor down are measured by (7.10)."""
    return math.hypot(*viewport) / math.sqrt(2)


def decimals_for(matrix: Matrix) -> int:
    """Return how many decimals keep a coordinate true to a hundredth of a pixel."""
    return max(0, min(6, 2 + math.ceil(math.log10(max(scale_of(matrix), 1e-6)))))


def wrapped(matrix: Matrix, inside: Sequence[str]) -> str:
    """Return operators under a transform of their own, their state kept from what follows."""
    moved = "" if matrix == IDENTITY else f"{' '.join(spell(value, 6) for value in matrix)} cm "
    return f"q {moved}{' '.join(inside)} Q"


def view_of(element: Element, within: tuple[float, float]) -> tuple[Matrix, tuple[float, float]]:
    """Return the matrix from an element's view box into its place, and the size lengths in it are measured by."""
    values = [float(value) for value in _NUMBER.findall(element.get("viewBox") or "")]
    if len(values) != 4 or values[2] <= 0 or values[3] <= 0:
        return (1, 0, 0, 1, 0, 0), within
    placed = fitted((values[2], values[3]), within, element.get("preserveAspectRatio") or "")
    return multiply((1, 0, 0, 1, -values[0], -values[1]), placed), (values[2], values[3])


def fitted(size: tuple[float, float], within: tuple[float, float], rule: str) -> Matrix:
    """Return the matrix that fits a size into another as `preserveAspectRatio` says (7.8)."""
    sx, sy = within[0] / size[0], within[1] / size[1]
    words = rule.split() or ["xMidYMid"]
    if words[0] == "none":
        return (sx, 0, 0, sy, 0, 0)
    scale = max(sx, sy) if "slice" in words else min(sx, sy)
    shares = {"Min": 0.0, "Mid": 0.5, "Max": 1.0}
    across, down = shares.get(words[0][1:4], 0.5), shares.get(words[0][5:8], 0.5)
    return (scale, 0, 0, scale, (within[0] - size[0] * scale) * across, (within[1] - size[1] * scale) * down)
