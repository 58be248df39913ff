"""SVG cleaned as text: drawing kept, by an allow-list; scripts, links out, and what could fetch or run, gone.

Pictures within a drawing are cleaned like any other. Drawings that a renderer would unfold without end, by references
to references, are refused.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from exporters.errors import AssetError
from exporters.patterns import pattern
from exporters.source.pictures import Picture, clean_picture

if TYPE_CHECKING:
    from lxml import etree

LARGEST_SVG = 4 * 1024 * 1024
_MOST_ELEMENTS = 50_000
_MOST_ATTRIBUTES = 500
"""Of one element: lxml takes quadratic time to list them."""
_DEEPEST = 100
_MOST_UNFOLDED = 200_000
"""Parts that are drawn, each as often as it is referred to: in a PDF 10,000 take a second."""
_WEIGHT_OF_FILTER = 500
"""Parts that are drawn in the time that one step of a filter takes, which goes over all pixels."""
_MOST_PICTURES = 500
_MOST_SLENDER = 200
_MOST_LETTERS = 10_000
_MOST_SPANS = 1000
"""Of one text: renderers place each against those before it."""
_MOST_STEPS = 8
_MOST_MATCHES = 2_000_000
"""Steps of one selector, and selectors times elements: renderers try every way down to an element."""
_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"

# https://www.w3.org/TR/SVG11/eltindex.html, without script, animation, foreignObject, fonts and links.
_ELEMENTS = frozenset({
    "svg", "g", "defs", "symbol", "use", "title", "desc", "path", "rect", "circle", "ellipse", "line",
    "polyline", "polygon", "text", "tspan", "textPath", "image", "linearGradient", "radialGradient", "stop",
    "pattern", "clipPath", "mask", "marker", "filter", "feBlend", "feColorMatrix", "feComponentTransfer",
    "feComposite", "feConvolveMatrix", "feDiffuseLighting", "feDisplacementMap", "feDistantLight", "feFlood",
    "feFuncA", "feFuncB", "feFuncG", "feFuncR", "feGaussianBlur", "feMerge", "feMergeNode", "feMorphology",
    "feOffset", "fePointLight", "feSpecularLighting", "feSpotLight", "feTile", "feTurbulence", "style",
    "switch", "a",
})  # fmt: skip
_LOCAL = pattern(r"^#|^data:image/(?:png|jpe?g|gif|webp);base64,", re.IGNORECASE)
_DATA = pattern(r"data:image/(?:png|jpe?g|gif|webp);base64,", re.IGNORECASE)
_REFERENCE = pattern(r"url\(\s*['\"]?#([^'\")\s]+)")
_MARKED = pattern(r"marker[\w-]*\s*:[^;}]*")
_NUMBERS = pattern(r"\d+\.?\d*|\.\d+|[hHvVzZ]")
_FETCHES = pattern(
    r"url\(\s*(?!['\"]?#)|@import|@namespace|image-set|expression\(|javascript:|-moz-binding|\\", re.IGNORECASE
)
"""What could fetch or run; a backslash, which could hide one of them, counts as well."""
_STEPS = pattern(r"[^\s>+~]+")
_LENGTH = pattern(r"^\s*(\d*\.?\d+)\s*(px|pt|pc|mm|cm|in|)\s*$")
_PIXELS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}


def clean_svg(data: bytes, notice: Callable[[str, str], None]) -> Picture:
    """Return the cleaned drawing, its size in CSS pixels. Raises AssetError for what is no SVG or passes the limits."""
    from lxml import etree

    if len(data) > LARGEST_SVG:
        raise AssetError("it has more than 4 MiB")
    if b"<!ENTITY" in data or re.search(rb"<!DOCTYPE[^>]*\[", data):
        raise AssetError("it defines entities, which are not read")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as exc:
        raise AssetError(f"it is not well-formed ({exc.msg})") from exc
    if root.tag != f"{_SVG}svg":
        raise AssetError("it is no SVG")
    dropped = _clean(root)
    if dropped:
        notice("svg-cleaned", f"left out of the drawing: {', '.join(sorted(dropped))}")
    _refuse_unfolding(root)
    _refuse_long_texts(root)
    _refuse_selectors(root)
    width, height = _size(root)
    etree.cleanup_namespaces(root, keep_ns_prefixes=["xlink"])
    root.set("width", f"{width:g}")
    root.set("height", f"{height:g}")
    if root.get("viewBox") is None:
        root.set("viewBox", f"0 0 {width:g} {height:g}")
    return Picture("image/svg+xml", ".svg", round(width), round(height), 0.0, etree.tostring(root, encoding="utf-8"))


def _refuse_long_texts(root: etree._Element) -> None:
    """Raise AssetError for a text that no drawing needs, and no renderer ends."""
    for text in root.iter(f"{_SVG}text"):
        letters = sum(map(len, text.itertext()))
        if letters > _MOST_LETTERS or sum(1 for _ in text.iter(f"{_SVG}tspan")) > _MOST_SPANS:
            raise AssetError(f"a text in it has more than {_MOST_LETTERS:,} letters or {_MOST_SPANS:,} parts")


def _refuse_selectors(root: etree._Element) -> None:
    """Raise AssetError for style sheets whose selectors take a renderer more than a moment to match."""
    selectors = [
        selector
        for style in root.iter(f"{_SVG}style")
        for rule in (style.text or "").split("{")
        for selector in rule.rpartition("}")[2].split(",")
    ]
    steps = max((len(_STEPS.findall(selector)) for selector in selectors), default=0)
    if steps > _MOST_STEPS or len(selectors) * sum(1 for _ in root.iter()) > _MOST_MATCHES:
        raise AssetError("its style sheet has too many selectors, or one of too many steps")


def _clean(root: etree._Element) -> set[str]:
    """Remove what is not allowed from the tree and return the names of it."""
    dropped: set[str] = set()
    count = pictures = 0
    stack: list[tuple[etree._Element, int]] = [(root, 1)]
    while stack:
        element, depth = stack.pop()
        count += 1
        if count > _MOST_ELEMENTS or depth > _DEEPEST:
            raise AssetError("it has too many or too deeply nested elements")
        if len(element.attrib) > _MOST_ATTRIBUTES:
            raise AssetError(f"an element has more than {_MOST_ATTRIBUTES} attributes")
        for name, value in list(element.attrib.items()):
            local = str(name).rpartition("}")[2].lower()
            linked = local == "href" and not _LOCAL.match(str(value).strip())
            foreign = str(name).startswith("{") and name not in (_HREF, "{http://www.w3.org/XML/1998/namespace}space")
            if local.startswith("on") or linked or foreign or _FETCHES.search(str(value)):
                if not foreign:
                    dropped.add(local)
                del element.attrib[name]
        for child in list(element):
            tag = str(child.tag)
            local = tag.rpartition("}")[2]
            if (
                not tag.startswith(_SVG)
                or local not in _ELEMENTS
                or (local == "style" and _FETCHES.search(child.text or ""))
            ):
                if tag.startswith(_SVG) and local != "metadata":
                    dropped.add(local)
                _remove(element, child)
            else:
                stack.append((child, depth + 1))
        if element.tag == f"{_SVG}image":
            pictures += 1
            if pictures > _MOST_PICTURES:
                raise AssetError(f"it holds more than {_MOST_PICTURES} pictures")
        if element.tag == f"{_SVG}image" and not _clean_within(element):
            dropped.add("image")
            parent = element.getparent()
            if parent is not None:
                _remove(parent, element)
        if element.tag == f"{_SVG}a":
            element.tag = f"{_SVG}g"
    return dropped


def _clean_within(image: etree._Element) -> bool:
    """Clean the picture that an `image` holds, and tell whether it is one."""
    for name in (_HREF, "href"):
        address = (image.get(name) or "").strip()
        found = _DATA.match(address)
        if found is None:
            if address:
                return False
            continue
        try:
            data = base64.b64decode(re.sub(r"\s+", "", address[found.end() :]), validate=True)
            cleaned = clean_picture(data, lambda _code, _message: None)
        except (binascii.Error, ValueError, AssetError):
            return False
        if cleaned.media_type == "image/svg+xml":
            return False
        image.set(name, f"data:{cleaned.media_type};base64,{base64.b64encode(cleaned.data).decode('ascii')}")
    return True


def _refuse_unfolding(root: etree._Element) -> None:
    """Raise AssetError for references that go in a circle, or that unfold to more than a renderer can draw."""
    named: dict[str, etree._Element] = {}
    for element in root.iter():
        named.setdefault(element.get("id") or "", element)
    inherited = _markers_inherited(root, named)

    def parts(element: etree._Element) -> list[etree._Element]:
        values = [str(value) for value in element.attrib.values()]
        names = [name for value in values if "url(" in value for name in _REFERENCE.findall(value)]
        names += [value[1:] for name in (_HREF, "href") if (value := element.get(name) or "").startswith("#")]
        return [*element, *(named[name] for name in names if name in named)]

    def marks(element: etree._Element) -> int:
        """Return how large the largest marker is that may stand at each corner of this line."""
        values = [str(value) for key, value in element.attrib.items() if "marker" in str(key) or "marker" in str(value)]
        own = [named[name] for value in values for name in _REFERENCE.findall(value) if name in named]
        return max([sizes.get(marker, 0) for marker in own], default=0)

    sizes: dict[etree._Element, int] = {}
    opened: set[etree._Element] = set()
    markers, worst = any(element.tag == f"{_SVG}marker" for element in named.values()), 0
    stack = [(root, False), *((marker, False) for marker in inherited)]  # those from the end are sized first
    while stack:
        element, leaving = stack.pop()
        if element is root and not leaving:
            worst = max((sizes[marker] for marker in inherited), default=0)
        if leaving:
            opened.discard(element)
            own = _WEIGHT_OF_FILTER if str(element.tag).startswith(f"{_SVG}fe") else 1
            sizes[element] = own + sum(sizes[part] for part in parts(element))
            if markers and (corners := _corners(element)):
                sizes[element] += corners * max(worst, marks(element))
            if sizes[element] > _MOST_UNFOLDED:
                raise AssetError("it refers to its parts so often that it cannot be drawn safely")
        elif element not in sizes:
            opened.add(element)
            stack.append((element, True))
            for part in parts(element):
                if part in opened:
                    raise AssetError("it refers to a part within that part")
                if part not in sizes:
                    stack.append((part, False))


def _markers_inherited(root: etree._Element, named: dict[str, etree._Element]) -> set[etree._Element]:
    """Return the markers that a style sheet or a group gives to lines, nobody says to which."""
    told = [rule for style in root.iter(f"{_SVG}style") for rule in _MARKED.findall(style.text or "")]
    for element in root.iter(f"{_SVG}g", f"{_SVG}svg", f"{_SVG}symbol", f"{_SVG}use", f"{_SVG}switch", f"{_SVG}defs"):
        told += [str(value) for key, value in element.attrib.items() if "marker" in str(key) or "marker" in str(value)]
    return {named[name] for value in told for name in _REFERENCE.findall(value) if name in named} - {root}


def _corners(element: etree._Element) -> int:
    """Return about how many corners a line has, at which markers could stand; 0 for what is no line."""
    told = element.get("d" if element.tag == f"{_SVG}path" else "points") or ""
    return len(_NUMBERS.findall(told)) // 2 if told else 2 * (element.tag == f"{_SVG}line")


def _remove(parent: etree._Element, child: etree._Element) -> None:
    """Remove a child but not the text behind it."""
    tail = child.tail or ""
    before = child.getprevious()
    parent.remove(child)
    if tail.strip():
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail


def _size(root: etree._Element) -> tuple[float, float]:
    """Return the size in CSS pixels, from width and height, else from the view box, else 300 by 150."""
    box = [float(part) for part in re.findall(r"-?\d*\.?\d+(?:e-?\d+)?", root.get("viewBox") or "")]
    sides: list[float | None] = []
    for name in ("width", "height"):
        found = _LENGTH.match(root.get(name) or "")
        sides.append(float(found[1]) * _PIXELS[found[2]] if found else None)
    width, height = sides
    if len(box) == 4 and box[2] > 0 and box[3] > 0:
        if width is None:
            width = height * box[2] / box[3] if height else box[2]
        if height is None:
            height = width * box[3] / box[2]
    width, height = width or 300.0, height or 150.0
    if not (0 < width < 100_000 and 0 < height < 100_000) or max(width, height) > _MOST_SLENDER * min(width, height):
        raise AssetError("it has no usable size")
    return width, height
