"""What elements of a drawing look like: attributes, style sheets and inheritance, down to colours and lengths.

SVG 1.1, 6 (https://www.w3.org/TR/SVG11/styling.html). Of CSS the selectors that drawing programs write are read: a
name, a class, an id, and two or three of them together without anything between; others are refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from exporters.formats.pdf.drawings.shapes import Unsupported
from exporters.patterns import pattern

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Properties = Mapping[str, str]
Rgb = tuple[float, float, float]

_INHERITED = frozenset({
    "fill", "fill-opacity", "fill-rule", "clip-rule", "stroke", "stroke-opacity", "stroke-width", "stroke-linecap",
    "stroke-linejoin", "stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset", "color", "font-family",
    "font-size", "font-style", "font-weight", "font-variant", "text-anchor", "visibility", "letter-spacing",
    "word-spacing", "writing-mode", "direction", "marker-start", "marker-mid", "marker-end", "dominant-baseline",
    "paint-order", "white-space", "text-rendering",
})  # fmt: skip
_OWN = frozenset({
    "opacity", "display", "clip-path", "mask", "filter", "stop-color", "stop-opacity", "baseline-shift",
    "alignment-baseline", "text-decoration", "mix-blend-mode", "isolation", "transform", "vector-effect", "overflow",
    "unicode-bidi",
})  # fmt: skip
_KNOWN = _INHERITED | _OWN

INITIAL: Properties = {
    "fill": "black", "stroke": "none", "stroke-width": "1", "fill-rule": "nonzero", "clip-rule": "nonzero",
    "stroke-linecap": "butt", "stroke-linejoin": "miter", "stroke-miterlimit": "4", "stroke-dasharray": "none",
    "stroke-dashoffset": "0", "color": "black", "font-size": "16", "font-weight": "normal", "font-style": "normal",
    "text-anchor": "start", "fill-opacity": "1", "stroke-opacity": "1", "visibility": "visible",
}  # fmt: skip

_COMMENT = pattern(r"/\*.*?\*/", re.DOTALL)
_RULE = pattern(r"([^{}]+)\{([^{}]*)\}")
_SELECTOR = pattern(r"^(\*|[a-zA-Z][\w-]*)?((?:[.#][\w-]+)*)$")
_PART = pattern(r"[.#][\w-]+")
_LENGTH = pattern(r"^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(px|pt|pc|mm|cm|in|em|ex|%|)\s*$")
_UNITS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
_SIZES = {
    "xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0, "x-large": 24.0, "xx-large": 32.0,
}  # fmt: skip


class StyleSheet:
    """The rules of a drawing's `style` elements, in order of weight."""

    def __init__(self, text: str) -> None:
        self._rules: list[tuple[tuple[int, int, int], int, str, frozenset[str], Properties]] = []
        text = _COMMENT.sub(" ", text)
        if re.search(r"@(?!charset)", text):
            raise Unsupported("an at-rule in its style sheet")
        for number, (selectors, body) in enumerate(_RULE.findall(text)):
            for selector in selectors.split(","):
                found = _SELECTOR.match(selector.strip())
                if found is None or not selector.strip():
                    raise Unsupported(f"the selector {selector.strip()!r}")
                parts = frozenset(_PART.findall(found[2]))
                name = found[1] if found[1] not in (None, "*") else ""
                ids = sum(part.startswith("#") for part in parts)
                weight = (ids, len(parts) - ids, int(bool(name)))
                self._rules.append((weight, number, name or "", parts, declarations(body)))
        self._rules.sort(key=lambda rule: rule[:2])

    def of(self, element: Element, name: str) -> dict[str, str]:
        """Return the properties that the rules give an element of this name."""
        found: dict[str, str] = {}
        if self._rules:
            marks = {f".{part}" for part in (element.get("class") or "").split()} | {f"#{element.get('id')}"}
            for _, _, wanted, parts, properties in self._rules:
                if (not wanted or wanted == name) and parts <= marks:
                    found.update(properties)
        return found


def declarations(text: str) -> dict[str, str]:
    """Return the properties of a `style` attribute or of a rule's body that mean something here."""
    found: dict[str, str] = {}
    for part in text.split(";"):
        name, colon, value = part.partition(":")
        if colon and name.strip().lower() in _KNOWN:
            found[name.strip().lower()] = value.replace("!important", "").strip()
    return found


def cascade(element: Element, name: str, sheet: StyleSheet, inherited: Properties) -> dict[str, str]:
    """Return the properties of an element: its parent's that pass down, then attributes, rules, its own style."""
    made = {key: value for key, value in inherited.items() if key in _INHERITED}
    own = {key: value.strip() for key, value in element.attrib.items() if key in _KNOWN}
    own |= sheet.of(element, name)
    own |= declarations(element.get("style") or "")
    for key, value in own.items():
        if value == "inherit":
            value = inherited.get(key, INITIAL.get(key, ""))  # noqa: PLW2901  # what it stands for
        made[key] = value
    if "font-size" in own:
        made["font-size"] = f"{_font_size(made['font-size'], inherited):g}"
    return made


def _font_size(value: str, inherited: Properties) -> float:
    parent = float(inherited.get("font-size", "16"))
    if value in _SIZES:
        return _SIZES[value]
    if value in ("smaller", "larger"):
        return parent / 1.2 if value == "smaller" else parent * 1.2
    return length(value, parent, parent)


def length(value: str, whole: float, font_size: float = 16.0) -> float:
    """Return a length in user units; percentages are of `whole`."""
    found = _LENGTH.match(value)
    if found is None:
        raise Unsupported(f"the length {value!r}")
    number, unit = float(found[1]), found[2]
    if unit == "%":
        return number * whole / 100
    if unit in ("em", "ex"):
        return number * font_size * (0.5 if unit == "ex" else 1.0)
    return number * _UNITS[unit]


def share(value: str) -> float:
    """Return an opacity or an offset, which may be a percentage, held between 0 and 1."""
    value = value.strip()
    try:
        number = float(value[:-1]) / 100 if value.endswith("%") else float(value)
    except ValueError as exc:
        raise Unsupported(f"the number {value!r}") from exc
    return min(max(number, 0.0), 1.0)


_RGBA = pattern(r"^rgba?\(\s*([\d.]+%?)[\s,]+([\d.]+%?)[\s,]+([\d.]+%?)\s*(?:[,/]\s*([\d.]+%?)\s*)?\)$")


def colour(value: str, current: str) -> tuple[Rgb, float] | None:
    """Return a colour and its opacity, or None for none. Raises Unsupported for what is no colour."""
    value = value.strip()
    lowered = value.lower()
    if lowered in ("none", "transparent", ""):
        return None
    if lowered == "currentcolor":
        return colour(current if current.lower() != "currentcolor" else "black", "black")
    found = _RGBA.match(lowered)
    if found:
        red, green, blue = (
            share(part) if part.endswith("%") else min(float(part) / 255, 1.0) for part in found.groups()[:3]
        )
        return (red, green, blue), share(found[4]) if found[4] else 1.0
    from PIL import ImageColor

    try:
        levels = ImageColor.getrgb(lowered)
    except ValueError as exc:
        raise Unsupported(f"the colour {value!r}") from exc
    rgb = (levels[0] / 255, levels[1] / 255, levels[2] / 255)
    return rgb, levels[3] / 255 if len(levels) == 4 else 1.0
