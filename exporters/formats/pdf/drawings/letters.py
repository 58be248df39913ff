"""Lettering of drawings, set in our own fonts by the text layer: text that can be searched and copied.

SVG 1.1, 10 (https://www.w3.org/TR/SVG11/text.html). The fonts that a drawing names are not at hand; the sans of the
page stands in for them, which is narrow enough for boxes drawn for another, and the mono for what is mono.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

import msgspec

from exporters.formats.pdf.drawings.shapes import Unsupported
from exporters.formats.pdf.drawings.styles import Properties, StyleSheet, cascade, length
from exporters.formats.pdf.runs import TextStyle
from exporters.patterns import pattern

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from exporters.formats.pdf.face import Face
    from exporters.formats.pdf.fonts import FontSet

_SPACES = pattern(r"\s+")
_MONO = pattern(r"mono|courier|consol|menlo|typewriter|code", re.IGNORECASE)
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Piece(msgspec.Struct):
    """Text in one style; `x` and `y` begin anew, `dx` and `dy` move on; `across` is a width that it must have."""

    text: str
    style: Properties
    x: float | None = None
    y: float | None = None
    dx: float = 0.0
    dy: float = 0.0
    across: float = 0.0


class _Start(msgspec.Struct):
    """Where the next text begins, by what the elements around it say."""

    x: float | None = None
    y: float | None = None
    dx: float = 0.0
    dy: float = 0.0


class Letters(msgspec.Struct):
    """Reads one `text` element into pieces."""

    sheet: StyleSheet
    viewport: tuple[float, float]
    _pieces: list[Piece] = msgspec.field(default_factory=list)
    _start: _Start = msgspec.field(default_factory=_Start)

    def pieces(self, element: Element, style: Properties) -> list[Piece]:
        """Return the text of an element as pieces, white space made single unless it is to be kept."""
        self._read(element, style, keep=element.get(_SPACE) == "preserve")
        if self._pieces:
            self._pieces[-1].text = self._pieces[-1].text.rstrip(" ")
        return [piece for piece in self._pieces if piece.text]

    def _read(self, element: Element, style: Properties, *, keep: bool) -> None:
        if element.get("rotate"):
            raise Unsupported("lettering that is turned letter by letter")
        size = float(style.get("font-size", "16"))
        width, height = self.viewport
        several: dict[str, list[float]] = {}
        for name, whole in (("x", width), ("y", height), ("dx", width), ("dy", height)):
            values = [
                length(value, whole, size) for value in re.split(r"[\s,]+", (element.get(name) or "").strip()) if value
            ]
            if len(values) > 1:
                several[name] = values
            elif values:
                setattr(self._start, name, values[0] if name in ("x", "y") else getattr(self._start, name) + values[0])
        count = len(self._pieces)
        self._text(element.text or "", style, several, keep=keep)
        if element.get("textLength") and len(element):
            raise Unsupported("lettering of several parts that is stretched")
        if element.get("textLength") and len(self._pieces) == count + 1:
            self._pieces[-1].across = length(element.get("textLength") or "0", width, size)
        for child in element:
            name = child.tag.rpartition("}")[2]
            if name in ("tspan", "a"):
                inner = cascade(child, name, self.sheet, style)
                if inner.get("display") != "none":
                    kept = child.get(_SPACE, "preserve" if keep else "") == "preserve"
                    self._read(child, inner, keep=kept)
            elif name not in ("title", "desc"):
                raise Unsupported(f"lettering by {name}")
            self._text(child.tail or "", style, {}, keep=keep)

    def _text(self, text: str, style: Properties, several: dict[str, list[float]], *, keep: bool) -> None:
        text = re.sub(r"[\t\r\n]", " ", text) if keep else _SPACES.sub(" ", text)
        if not keep and (not self._pieces or self._pieces[-1].text.endswith(" ")):
            text = text.lstrip(" ")
        if not text:
            return
        for index, part in enumerate(_parted(text, max((len(values) for values in several.values()), default=0))):
            start = self._start if index == 0 else _Start()
            for name, values in several.items():
                if index < len(values):
                    setattr(start, name, values[index])
            self._pieces.append(Piece(part, style, start.x, start.y, start.dx, start.dy))
        self._start = _Start()


def _parted(text: str, places: int) -> Iterator[str]:
    """Yield the first characters one by one, for so many have a place of their own, and the rest together."""
    yield from text[: max(places - 1, 0)]
    if text[max(places - 1, 0) :]:
        yield text[max(places - 1, 0) :]


def face_of(style: Properties, fonts: FontSet) -> Face:
    """Return the face that stands in for the one that the style names."""
    weight = style.get("font-weight", "normal")
    bold = weight in ("bold", "bolder") or (weight.isdigit() and int(weight) >= 600)
    italic = style.get("font-style", "normal") in ("italic", "oblique")
    return fonts.face(_family(style.get("font-family", "")), bold=bold, italic=italic)


def _family(names: str) -> Literal["sans", "mono"]:
    return "mono" if _MONO.search(names) else "sans"


def style_of(style: Properties, fonts: FontSet, size: float, rgb: tuple[float, float, float]) -> TextStyle:
    """Return the text style; raises Unsupported for what the text layer does not do."""
    if style.get("letter-spacing", "normal") not in ("normal", "0", "0px") or style.get("word-spacing", "0") not in (
        "normal", "0", "0px",
    ):  # fmt: skip
        raise Unsupported("spaced lettering")
    if style.get("writing-mode", "lr") not in ("lr", "lr-tb", "horizontal-tb"):
        raise Unsupported("vertical lettering")
    if style.get("baseline-shift", "baseline") not in ("baseline", "0"):
        raise Unsupported("shifted lettering")
    decoration = style.get("text-decoration", "none")
    return TextStyle(
        face=face_of(style, fonts),
        size_pt=round(size, 3),
        colour=rgb,
        underline="underline" in decoration,
        strike="line-through" in decoration,
        features=("smcp",) if style.get("font-variant") == "small-caps" else (),
        hyphenate=False,
    )


def baseline_shift(style: Properties, face: Face) -> float:
    """Return how far below the given place the baseline stands, in parts of the size."""
    value = style.get("dominant-baseline", "auto")
    if value in ("middle", "mathematical"):
        return float(face.x_height) / 2
    if value == "central":
        return float(face.ascent + face.descent) / 2
    if value in ("hanging", "text-before-edge", "text-top"):
        return float(face.cap_height if value == "hanging" else face.ascent)
    if value in ("text-after-edge", "text-bottom", "ideographic"):
        return float(face.descent)
    return 0.0
