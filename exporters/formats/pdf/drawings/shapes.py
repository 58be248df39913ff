"""Shapes of SVG as segments of PDF: path data, rectangles, ellipses, polygons, and how they are transformed.

Path data: SVG 1.1, 8.3 (https://www.w3.org/TR/SVG11/paths.html); arcs by F.6 of the same, each of at most a quarter
turn as one cubic curve, which is off by less than 0.03 % of the radius.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from exporters.patterns import pattern

Matrix = tuple[float, float, float, float, float, float]
"""a b c d e f: x' = a x + c y + e, y' = b x + d y + f."""
Point = tuple[float, float]
Segment = tuple[str, tuple[Point, ...]]
"""m, l, c or h, as PDF calls them, with its points."""
Box4 = tuple[float, float, float, float]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_KAPPA = 4 / 3 * (math.sqrt(2) - 1)
_NUMBER = pattern(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_BETWEEN = pattern(r"[\s,]*")
_COUNTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}
_MOST_SEGMENTS = 200_000
_FARTHEST = 1e6


class Unsupported(Exception):  # noqa: N818  # it says what is not supported, and is no error
    """Something in a drawing that these modules do not draw."""


def multiply(first: Matrix, second: Matrix) -> Matrix:
    """Return the matrix that applies `first` and then `second`."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def inverse(matrix: Matrix) -> Matrix | None:
    """Return the matrix that undoes this one, or None where none does."""
    a, b, c, d, e, f = matrix
    area = a * d - b * c
    if abs(area) < 1e-12:
        return None
    return (d / area, -b / area, -c / area, a / area, (c * f - d * e) / area, (b * e - a * f) / area)


def apply(matrix: Matrix, point: Point) -> Point:
    """Return where the matrix puts the point."""
    a, b, c, d, e, f = matrix
    x, y = point
    return (a * x + c * y + e, b * x + d * y + f)


def scale_of(matrix: Matrix) -> float:
    """Return by how much the matrix enlarges, in the mean of all directions."""
    a, b, c, d, _, _ = matrix
    return math.sqrt(abs(a * d - b * c))


_TRANSFORM = pattern(r"(matrix|translate|scale|rotate|skewX|skewY)\s*\(([^)]*)\)")


def transform_of(text: str) -> Matrix:
    """Return the matrix that a `transform` attribute stands for (7.6)."""
    matrix = IDENTITY
    for kind, inside in _TRANSFORM.findall(text):
        values = [float(value) for value in _NUMBER.findall(inside)]
        matrix = multiply(_one_transform(kind, values), matrix)
    return matrix


def _one_transform(kind: str, values: Sequence[float]) -> Matrix:
    match kind, len(values):
        case "matrix", 6:
            a, b, c, d, e, f = values
            return (a, b, c, d, e, f)
        case "translate", 1 | 2:
            return (1, 0, 0, 1, values[0], values[1] if len(values) > 1 else 0.0)
        case "scale", 1 | 2:
            return (values[0], 0, 0, values[-1], 0, 0)
        case "rotate", 1 | 3:
            turn = math.radians(values[0])
            cos, sin = math.cos(turn), math.sin(turn)
            x, y = (values[1], values[2]) if len(values) == 3 else (0.0, 0.0)
            return (cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y)
        case "skewX", 1:
            return (1, 0, math.tan(math.radians(values[0])), 1, 0, 0)
        case "skewY", 1:
            return (1, math.tan(math.radians(values[0])), 0, 1, 0, 0)
    raise Unsupported(f"the transform {kind} with {len(values)} values")


# ------------------------------------------------------------------------------------------------------ path data


def _commands(data: str) -> Iterator[tuple[str, list[float]]]:
    """Yield the commands of path data with their values, a repeated command once for each set of values."""
    position = _BETWEEN.match(data, 0).end()  # type: ignore[union-attr]  # it matches nothing as well
    command = ""
    while position < len(data):
        if data[position].isalpha() and data[position] not in "eE":
            command = data[position]
            position += 1
        elif command in "zZ" or not command:
            return  # an error: what came before it is drawn (8.3.9)
        elif command in "mM":
            command = "l" if command == "m" else "L"
        values: list[float] = []
        wanted = _COUNTS.get(command.upper())
        if wanted is None:
            return
        for index in range(wanted):
            position = _BETWEEN.match(data, position).end()  # type: ignore[union-attr]
            if command in "aA" and index in (3, 4):  # flags may stand without anything between them
                if data[position : position + 1] not in ("0", "1"):
                    return
                values.append(float(data[position]))
                position += 1
                continue
            found = _NUMBER.match(data, position)
            if found is None:
                return
            values.append(float(found[0]))
            position = found.end()
        yield command, values
        position = _BETWEEN.match(data, position).end()  # type: ignore[union-attr]


def path_segments(data: str) -> list[Segment]:
    """Return path data as segments in absolute coordinates."""
    segments: list[Segment] = []
    x = y = start_x = start_y = 0.0
    control: Point | None = None
    previous = ""
    for command, v in _commands(data):
        kind = command.upper()
        dx, dy = (x, y) if command.islower() else (0.0, 0.0)
        if not segments and kind != "M":
            break
        if kind != "M" and segments[-1][0] == "h" and kind != "Z":
            segments.append(("m", ((x, y),)))
        if kind not in ("C", "S") and kind not in ("Q", "T"):
            control = None
        elif (kind in ("S", "C")) != (previous in ("S", "C")) or not control:
            control = (x, y)
        if kind == "M":
            x, y = v[0] + dx, v[1] + dy
            start_x, start_y = x, y
            segments.append(("m", ((x, y),)))
        elif kind in ("L", "H", "V"):
            if kind == "L":
                x, y = v[0] + dx, v[1] + dy
            elif kind == "H":
                x = v[0] + dx
            else:
                y = v[0] + dy
            segments.append(("l", ((x, y),)))
        elif kind in ("C", "S"):
            assert control is not None
            first = (v[0] + dx, v[1] + dy) if kind == "C" else (2 * x - control[0], 2 * y - control[1])
            control = (v[-4] + dx, v[-3] + dy)
            x, y = v[-2] + dx, v[-1] + dy
            segments.append(("c", (first, control, (x, y))))
        elif kind in ("Q", "T"):
            assert control is not None
            control = (v[0] + dx, v[1] + dy) if kind == "Q" else (2 * x - control[0], 2 * y - control[1])
            end = (v[-2] + dx, v[-1] + dy)
            segments.append(("c", (_toward((x, y), control), _toward(end, control), end)))
            x, y = end
        elif kind == "A":
            end = (v[5] + dx, v[6] + dy)
            segments.extend(_arc((x, y), v[0], v[1], v[2], end, large=bool(v[3]), sweep=bool(v[4])))
            x, y = end
        else:
            x, y = start_x, start_y
            segments.append(("h", ()))
        previous = kind
        if len(segments) > _MOST_SEGMENTS:
            raise Unsupported("a path of so many parts")
    return segments


def _toward(end: Point, control: Point) -> Point:
    """Return the control point of a cubic curve for that of a quadratic one."""
    return (end[0] + 2 / 3 * (control[0] - end[0]), end[1] + 2 / 3 * (control[1] - end[1]))


def _arc(
    start: Point, rx: float, ry: float, turned: float, end: Point, *, large: bool, sweep: bool
) -> Iterator[Segment]:
    """Yield an elliptical arc as curves (F.6.5 and F.6.6)."""
    if start == end:
        return
    rx, ry = abs(rx), abs(ry)
    if not rx or not ry:
        yield ("l", (end,))
        return
    phi = math.radians(turned % 360)
    cos, sin = math.cos(phi), math.sin(phi)
    half_x, half_y = (start[0] - end[0]) / 2, (start[1] - end[1]) / 2
    x1, y1 = cos * half_x + sin * half_y, -sin * half_x + cos * half_y
    excess = (x1 / rx) ** 2 + (y1 / ry) ** 2
    if excess > 1:
        rx, ry = rx * math.sqrt(excess), ry * math.sqrt(excess)
    below = (rx * y1) ** 2 + (ry * x1) ** 2
    factor = math.sqrt(max((rx * ry) ** 2 - below, 0.0) / below) if below else 0.0
    if large == sweep:
        factor = -factor
    cx1, cy1 = factor * rx * y1 / ry, -factor * ry * x1 / rx
    cx = cos * cx1 - sin * cy1 + (start[0] + end[0]) / 2
    cy = sin * cx1 + cos * cy1 + (start[1] + end[1]) / 2
    theta = math.atan2((y1 - cy1) / ry, (x1 - cx1) / rx)
    sweep_angle = math.atan2((-y1 - cy1) / ry, (-x1 - cx1) / rx) - theta
    if sweep and sweep_angle < 0:
        sweep_angle += 2 * math.pi
    elif not sweep and sweep_angle > 0:
        sweep_angle -= 2 * math.pi
    pieces = max(math.ceil(abs(sweep_angle) / (math.pi / 2) - 1e-9), 1)
    step = sweep_angle / pieces
    reach = 4 / 3 * math.tan(step / 4)
    frame: Matrix = (cos * rx, sin * rx, -sin * ry, cos * ry, cx, cy)
    for piece in range(pieces):
        a, b = theta + piece * step, theta + (piece + 1) * step
        points = (
            (math.cos(a) - reach * math.sin(a), math.sin(a) + reach * math.cos(a)),
            (math.cos(b) + reach * math.sin(b), math.sin(b) - reach * math.cos(b)),
            (math.cos(b), math.sin(b)),
        )
        placed = [apply(frame, point) for point in points]
        if piece == pieces - 1:
            placed[2] = end
        yield ("c", (placed[0], placed[1], placed[2]))


# --------------------------------------------------------------------------------------------------- other shapes


def rectangle_segments(x: float, y: float, width: float, height: float, rx: float, ry: float) -> list[Segment]:
    """Return a rectangle, its corners round where radii are given (9.2)."""
    if width <= 0 or height <= 0:
        return []
    rx, ry = min(rx, width / 2), min(ry, height / 2)
    right, bottom = x + width, y + height
    if rx <= 0 or ry <= 0:
        return [("m", ((x, y),)), ("l", ((right, y),)), ("l", ((right, bottom),)), ("l", ((x, bottom),)), ("h", ())]
    kx, ky = rx * (1 - _KAPPA), ry * (1 - _KAPPA)
    return [
        ("m", ((x + rx, y),)),
        ("l", ((right - rx, y),)),
        ("c", ((right - kx, y), (right, y + ky), (right, y + ry))),
        ("l", ((right, bottom - ry),)),
        ("c", ((right, bottom - ky), (right - kx, bottom), (right - rx, bottom))),
        ("l", ((x + rx, bottom),)),
        ("c", ((x + kx, bottom), (x, bottom - ky), (x, bottom - ry))),
        ("l", ((x, y + ry),)),
        ("c", ((x, y + ky), (x + kx, y), (x + rx, y))),
        ("h", ()),
    ]


def ellipse_segments(cx: float, cy: float, rx: float, ry: float) -> list[Segment]:
    """Return an ellipse."""
    return rectangle_segments(cx - rx, cy - ry, 2 * rx, 2 * ry, rx, ry)


def polygon_segments(points: str, *, closed: bool) -> list[Segment]:
    """Return a line through points, closed for a polygon; a coordinate without its partner is left out."""
    values = [float(value) for value in _NUMBER.findall(points)]
    pairs = list(zip(values[::2], values[1::2], strict=False))
    segments: list[Segment] = [("l" if index else "m", (pair,)) for index, pair in enumerate(pairs)]
    if segments and closed:
        segments.append(("h", ()))
    return segments


def bounds(segments: Sequence[Segment]) -> Box4 | None:
    """Return the smallest box around the segments, curves taken exactly: left, top, right, bottom."""
    xs: list[float] = []
    ys: list[float] = []
    at: Point = (0.0, 0.0)
    for kind, points in segments:
        if kind == "c":
            for axis, values in ((0, xs), (1, ys)):
                values.extend(_extremes(at[axis], *(point[axis] for point in points)))
        for point in points[-1:]:
            xs.append(point[0])
            ys.append(point[1])
            at = point
    return (min(xs), min(ys), max(xs), max(ys)) if xs else None


def _extremes(p0: float, p1: float, p2: float, p3: float) -> Iterator[float]:
    """Yield the coordinates at which a cubic curve turns round."""
    a, b, c = 3 * (p3 - 3 * p2 + 3 * p1 - p0), 6 * (p2 - 2 * p1 + p0), 3 * (p1 - p0)
    roots: list[float] = []
    if abs(a) < 1e-12:
        if abs(b) > 1e-12:
            roots.append(-c / b)
    elif (square := b * b - 4 * a * c) >= 0:
        roots.extend((-b + sign * math.sqrt(square)) / (2 * a) for sign in (1, -1))
    for t in roots:
        if 0 < t < 1:
            yield (1 - t) ** 3 * p0 + 3 * (1 - t) ** 2 * t * p1 + 3 * (1 - t) * t * t * p2 + t**3 * p3


def spell(value: float, decimals: int) -> str:
    """Return a number with at most so many decimals. Raises Unsupported for one beyond what viewers can take."""
    if not -_FARTHEST < value < _FARTHEST:
        raise Unsupported("a number so large")
    text = f"{value:.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def spell_segments(segments: Sequence[Segment], decimals: int) -> str:
    """Return the segments as operators that build a path."""
    return " ".join(
        " ".join((*(spell(value, decimals) for point in points for value in point), kind)) for kind, points in segments
    )
