"""From the tree of a drawing to the operators of a form: what is drawn where, under which transform, in which style.

The drawing was cleaned when it was loaded (no scripts, no references out, no circles, a bounded number of elements);
what it unfolds to is bounded here again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from exporters.errors import AssetError
from exporters.formats.pdf.drawings import markers
from exporters.formats.pdf.drawings.drawing import Drawing, Scene
from exporters.formats.pdf.drawings.letters import Letters, Piece, baseline_shift, style_of
from exporters.formats.pdf.drawings.painting import SHAPES, Painter
from exporters.formats.pdf.drawings.paints import Paints, href, reference
from exporters.formats.pdf.drawings.shapes import (
    Matrix,
    Segment,
    Unsupported,
    apply,
    bounds,
    multiply,
    rectangle_segments,
    scale_of,
    spell,
    spell_segments,
    transform_of,
)
from exporters.formats.pdf.drawings.styles import INITIAL, Properties, StyleSheet, cascade, length, share
from exporters.formats.pdf.drawings.views import decimals_for, diagonal, fitted, name_of, view_of, wrapped
from exporters.formats.pdf.emission import draw_lines
from exporters.formats.pdf.lines import break_lines, text_width_pt
from exporters.formats.pdf.runs import Run, Setting, TextStyle

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from exporters.formats.pdf.fonts import FontSet

_MOST_DRAWN = 200_000
_DEEPEST = 120
_UNSEEN = frozenset({
    "defs", "title", "desc", "metadata", "style", "linearGradient", "radialGradient", "clipPath", "marker", "symbol",
    "pattern", "mask", "filter", "stop",
})  # fmt: skip
_REFUSED = {"mask": "none", "filter": "none", "mix-blend-mode": "normal", "vector-effect": "none"}
_SETTING = Setting(align="left", hyphenate=False, direction="ltr", preserve=True)
_ENTITIES = re.compile(rb"<!(?:ENTITY|DOCTYPE[^>]*\[)")


def draw_svg(data: bytes, fonts: FontSet, width: float, height: float) -> Drawing:
    """Return a drawing of this size as operators.

    Raises Unsupported for what is better shown as pixels, AssetError for what is no drawing.
    """
    if _ENTITIES.search(data):
        raise AssetError("the drawing defines entities, which are not read")
    try:
        root = ET.fromstring(data.decode("utf-8-sig"))  # noqa: S314  # no entities, and cleaned before
    except (ET.ParseError, ValueError) as exc:
        raise AssetError(f"the drawing cannot be read: {exc}") from exc
    return _Interpreter(root, fonts, width, height).drawing


class _Interpreter(Painter):
    """One drawing being drawn."""

    def __init__(self, root: Element, fonts: FontSet, width: float, height: float) -> None:
        self.fonts = fonts
        self.named: dict[str, Element] = {}
        for element in root.iter():
            self.named.setdefault(element.get("id") or "", element)
        self.sheet = StyleSheet("\n".join(e.text or "" for e in root.iter() if name_of(e) == "style"))
        super().__init__(Drawing(width, height), Paints(self.named, self.sheet))
        self.drawn = 0
        flip: Matrix = (1, 0, 0, -1, 0, height)
        style = cascade(root, "svg", self.sheet, INITIAL)
        view, viewport = view_of(root, (width, height))
        first = multiply(view, flip)
        inside = self._children(root, Scene(style, first, viewport))
        self.drawing.operators = wrapped(first, inside)

    # ------------------------------------------------------------------------------------------------ elements

    def _children(self, element: Element, scene: Scene) -> list[str]:
        drawn: list[str] = []
        for child in element:
            drawn.extend(self.element(child, scene))
            if name_of(element) == "switch" and drawn:
                break
        return drawn

    def element(self, element: Element, scene: Scene) -> list[str]:
        """Return the operators of an element and all in it."""
        name = name_of(element)
        if name in _UNSEEN or not name:
            return []
        self.drawn += 1
        if self.drawn > _MOST_DRAWN or scene.depth > _DEEPEST:
            raise Unsupported("so many parts")
        style = cascade(element, name, self.sheet, scene.style)
        if style.get("display") == "none":
            return []
        for key, harmless in _REFUSED.items():
            if style.get(key, harmless) not in (harmless, ""):
                raise Unsupported(f"the property {key}")
        own = transform_of(style.get("transform") or "")
        if own[0] * own[3] - own[1] * own[2] == 0:
            return []
        inner = Scene(style, multiply(own, scene.matrix), scene.viewport, scene.depth + 1)
        opacity = share(style.get("opacity", "1"))
        if opacity == 0:
            return []
        segments = self.segments(element, name, inner) if name in SHAPES else None
        clip = self._clip(style, inner, segments)
        if clip is None:
            return []
        if segments is not None:
            inside = self.shape(element, segments, inner, opacity)
            inside += self.grouped(self._markers(element, segments, inner), inner, opacity)
        else:
            inside = self.grouped(self._container(element, name, inner), inner, opacity)
        return [wrapped(own, [*clip, *inside])] if inside else []

    def _container(self, element: Element, name: str, scene: Scene) -> list[str]:
        if name in ("g", "a", "switch"):
            return self._children(element, scene)
        if name == "svg":
            return self._viewed(element, scene, (element.get("width") or "100%", element.get("height") or "100%"))
        if name == "use":
            return self._used(element, scene)
        if name == "text":
            return self._lettering(element, scene)
        if name == "image":
            return self._picture(element, scene)
        raise Unsupported(f"the element {name}")

    def _viewed(self, element: Element, scene: Scene, size: tuple[str, str], x: str = "", y: str = "") -> list[str]:
        """Return the operators of a nested drawing or a symbol, fitted into its place and cut at its edges."""
        width, height = scene.viewport
        placed = (
            1.0,
            0.0,
            0.0,
            1.0,
            length(x or element.get("x") or "0", width),
            length(y or element.get("y") or "0", height),
        )
        within = (length(size[0], width), length(size[1], height))
        if within[0] <= 0 or within[1] <= 0:
            return []
        view, viewport = view_of(element, within)
        matrix = multiply(view, placed)
        inner = Scene(
            cascade(element, name_of(element), self.sheet, scene.style),
            multiply(matrix, scene.matrix), viewport, scene.depth + 1,
        )  # fmt: skip
        inside = self._children(element, inner)
        if not inside:
            return []
        cut: list[str] = []
        if inner.style.get("overflow", "hidden") not in ("visible", "auto"):
            corners = [apply(placed, point) for point in ((0.0, 0.0), within)]
            (left, top), (right, bottom) = corners
            cut = [spell_segments(rectangle_segments(left, top, right - left, bottom - top, 0, 0), 4), "W n"]
        return ["q", *cut, wrapped(matrix, inside), "Q"]

    def _used(self, element: Element, scene: Scene) -> list[str]:
        target = self.named.get(href(element))
        if target is None:
            return []
        x = length(element.get("x") or "0", scene.viewport[0])
        y = length(element.get("y") or "0", scene.viewport[1])
        moved: Matrix = (1, 0, 0, 1, x, y)
        inner = Scene(scene.style, multiply(moved, scene.matrix), scene.viewport, scene.depth + 1)
        if name_of(target) in ("symbol", "svg"):
            size = tuple(element.get(key) or target.get(key) or "100%" for key in ("width", "height"))
            inside = self._viewed(target, inner, (size[0], size[1]))
        else:
            inside = self.element(target, inner)
        return [wrapped(moved, inside)] if inside else []

    def _markers(self, element: Element, segments: list[Segment], scene: Scene) -> list[str]:
        style = scene.style
        names = {place: reference(style.get(f"marker-{place}", "none")) for place in ("start", "mid", "end")}
        if not any(names.values()) or name_of(element) in ("rect", "circle", "ellipse"):
            return []
        width = length(style.get("stroke-width", "1"), diagonal(scene.viewport), float(style["font-size"]))
        drawn: list[str] = []
        for place, vertex in markers.vertices(segments):
            refers = names[place]
            marker = self.named.get(refers[0]) if refers else None
            if marker is None:
                continue
            matrix, viewport, cut = markers.placed(marker, vertex, width, at_start=place == "start")
            base = cascade(marker, "marker", self.sheet, INITIAL)
            inner = Scene(base, multiply(matrix, scene.matrix), viewport, scene.depth + 1)
            inside = self._children(marker, inner)
            if inside:
                hidden = base.get("overflow", "hidden") not in ("visible", "auto")
                edge = [spell_segments(cut, 4), "W n"] if hidden else []
                drawn.append(wrapped(matrix, [*edge, *inside]))
        return drawn

    # ---------------------------------------------------------------------------------------------- cutting out

    def _clip(self, style: Properties, scene: Scene, segments: Sequence[Segment] | None) -> list[str] | None:
        """Return the operators that cut to the element's clip path; None where nothing is left of it."""
        refers = reference(style.get("clip-path", "none"))
        if refers is None:
            if style.get("clip-path", "none") not in ("none", ""):
                raise Unsupported("a clip path by shape")
            return []
        clip = self.named.get(refers[0])
        if clip is None:
            return []
        matrix = transform_of(clip.get("transform") or "")
        if clip.get("clipPathUnits") == "objectBoundingBox":
            box = bounds(segments) if segments is not None else None
            if box is None:
                raise Unsupported("a clip path that follows a group")
            matrix = multiply(matrix, (box[2] - box[0], 0, 0, box[3] - box[1], box[0], box[1]))
        outer = self._clip(cascade(clip, "clipPath", self.sheet, INITIAL), scene, segments)
        if outer is None:
            return None
        shapes = [child for child in clip if name_of(child) not in _UNSEEN]
        if len(shapes) > 1:
            raise Unsupported("a clip path of several shapes")
        return self._cut(shapes[0], matrix, scene, outer) if shapes else None

    def _cut(self, shape: Element, matrix: Matrix, scene: Scene, outer: list[str]) -> list[str] | None:
        name = name_of(shape)
        style = cascade(shape, name, self.sheet, INITIAL)
        matrix = multiply(transform_of(shape.get("transform") or ""), matrix)
        if name == "use":
            target = self.named.get(href(shape))
            moved: Matrix = (
                1,
                0,
                0,
                1,
                length(shape.get("x") or "0", scene.viewport[0]),
                length(shape.get("y") or "0", scene.viewport[1]),
            )
            return self._cut(target, multiply(moved, matrix), scene, outer) if target is not None else None
        if name not in SHAPES or reference(style.get("clip-path", "none")) or scene.depth > _DEEPEST:
            raise Unsupported(f"a clip path by {name}")
        segments = [
            (kind, tuple(apply(matrix, point) for point in points))
            for kind, points in self.segments(shape, name, Scene(style, scene.matrix, scene.viewport))
        ]
        if not segments:
            return None
        even = "*" if style.get("clip-rule") == "evenodd" else ""
        return [*outer, spell_segments(segments, decimals_for(scene.matrix)), f"W{even} n"]

    # ------------------------------------------------------------------------------------- lettering, pictures

    def _lettering(self, element: Element, scene: Scene) -> list[str]:
        pieces = Letters(self.sheet, scene.viewport).pieces(element, scene.style)
        drawn: list[str] = []
        x = y = 0.0
        for chunk in _chunks(pieces):
            x, y = chunk[0].x if chunk[0].x is not None else x, chunk[0].y if chunk[0].y is not None else y
            zoom = max(scale_of(scene.matrix), 1e-6) * 0.75
            widths = []
            for piece in chunk:
                style = style_of(piece.style, self.fonts, float(piece.style["font-size"]) * zoom, (0.0, 0.0, 0.0))
                widths.append(piece.across or (_width_pt(piece.text, style) / zoom if style.size_pt > 0 else 0.0))
            whole = sum(widths) + sum(piece.dx for piece in chunk)
            anchor = chunk[0].style.get("text-anchor", "start")
            x -= whole / 2 if anchor == "middle" else whole if anchor == "end" else 0.0
            for piece, width in zip(chunk, widths, strict=True):
                x, y = x + piece.dx, y + piece.dy
                drawn.extend(self._letters(piece, x, y, zoom, scene))
                x += width
        return drawn

    def _letters(self, piece: Piece, x: float, y: float, zoom: float, scene: Scene) -> list[str]:
        style = piece.style
        fill = self.paint(style, "fill", scene, None) if style.get("fill", "black") != "none" else None
        if self.paint(style, "stroke", scene, None) is not None:
            raise Unsupported("lettering in outline")
        size = float(style["font-size"]) * zoom
        if fill is None or not piece.text.strip() or size < 0.01 or style.get("visibility", "visible") != "visible":
            return []
        if fill.gradient is not None:
            raise Unsupported("lettering in a gradient")
        text_style = style_of(style, self.fonts, size, fill.rgb)
        y += baseline_shift(style, text_style.face) * size / zoom
        lines = break_lines([Run(piece.text, text_style)], 1e6, _SETTING)
        made = draw_lines(lines, 0, 1, 0.0, 0.0, 1.0, self.drawing.face)
        state = f"{self.drawing.state(fill.opacity, 1.0)} gs " if fill.opacity < 1 else ""
        back = spell(1 / zoom, 6)
        natural = _width_pt(piece.text, text_style) / zoom
        across = spell((piece.across / natural if piece.across and natural else 1.0) / zoom, 6)
        return [f"q {state}{across} 0 0 -{back} {spell(x, 4)} {spell(y, 4)} cm {made.backdrop} {made.text} Q"]

    def _picture(self, element: Element, scene: Scene) -> list[str]:
        import base64

        from exporters.formats.pdf.encoding import encode_picture

        address = next(
            (element.get(name) for name in ("{http://www.w3.org/1999/xlink}href", "href") if element.get(name)), ""
        )
        head, comma, body = (address or "").partition(",")
        if (
            not comma
            or not head.startswith("data:image/")
            or "svg" in head
            or scene.style.get("visibility") == "hidden"
        ):
            return []
        data = base64.b64decode(body)
        entries = encode_picture(data).entries
        natural = (float(entries["Width"]), float(entries["Height"]))
        x, y = length(element.get("x") or "0", scene.viewport[0]), length(element.get("y") or "0", scene.viewport[1])
        width = length(element.get("width") or f"{natural[0]}", scene.viewport[0])
        height = length(element.get("height") or f"{natural[1]}", scene.viewport[1])
        if width <= 0 or height <= 0:
            return []
        placing = fitted(natural, (width, height), element.get("preserveAspectRatio") or "")
        self.drawing.pictures.append(data)
        cut = spell_segments(rectangle_segments(x, y, width, height, 0, 0), 4)
        a, _, _, d, e, f = multiply(placing, (1, 0, 0, 1, x, y))
        placed = " ".join(spell(value, 4) for value in (a * natural[0], 0, 0, -d * natural[1], e, f + d * natural[1]))
        return [f"q {cut} W n {placed} cm /I{len(self.drawing.pictures) - 1} Do Q"]


def _width_pt(text: str, style: TextStyle) -> float:
    """Return the width of text with the spaces at its ends, which lines do not count."""
    return text_width_pt(f"{text}|".replace(" ", "\u00a0"), style) - text_width_pt("|", style)


def _chunks(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Return the pieces in groups, each of which begins at a place of its own and is anchored as a whole."""
    chunks: list[list[Piece]] = []
    for piece in pieces:
        if not chunks or piece.x is not None or piece.y is not None:
            chunks.append([])
        chunks[-1].append(piece)
    return chunks
