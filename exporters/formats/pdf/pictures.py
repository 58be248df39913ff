"""Pictures as PDF wants them: JPEG as it is, PNG data as it is where possible, all else through Pillow.

Sizes were checked when the pictures were loaded; here they are encoded at first use, once for each document.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from exporters.errors import AssetError, wrap
from exporters.formats.pdf.canvas import TaggedCanvas
from exporters.formats.pdf.syntax import number
from exporters.model.place import Place
from exporters.model.publication import Resource
from exporters.report import Report

if TYPE_CHECKING:
    from PIL import Image

_SCREEN_DPI = 120.0
"""Taken where a picture does not say how large it is meant to be; a little finer than screens show."""

Entries = dict[str, str]


@dataclass(frozen=True, slots=True)
class Encoded:
    """The bytes of a picture and the entries that say how to read them; `mask` is its opacity."""

    data: bytes
    entries: Entries
    mask: tuple[bytes, Entries] | None = None


class Picture:
    """One picture of the document. Its natural size in points follows from its pixels and resolution."""

    __slots__ = ("_read", "height_pt", "media_type", "name", "width_pt")

    def __init__(self, resource: Resource, read: Callable[[], bytes]) -> None:
        dpi = resource.resolution if resource.resolution >= 36 else _SCREEN_DPI
        self.name = resource.name
        self.media_type = resource.media_type
        self.width_pt = max(resource.width, 1) * 72 / dpi
        self.height_pt = max(resource.height, 1) * 72 / dpi
        self._read = read

    def prepare(self) -> None:
        """Make sure that the picture can be shown, as drawings must be rendered first; raises AssetError if not."""
        if self.media_type == "image/svg+xml":
            from exporters.formats.drawings import rasterise_svg

            pixels = rasterise_svg(self._read(), self.width_pt)
            self._read = lambda: pixels
            self.media_type = "image/png"

    def operators(self, canvas: TaggedCanvas, left: float, bottom: float, width: float, height: float) -> str:
        """Return the operators that paint the picture into this rectangle; the picture joins the document."""
        name = canvas.picture_name(self.name)
        if name is None:
            with wrap(AssetError, f"read the picture {self.name}", OSError, ValueError, SyntaxError, struct.error):
                encoded = encode_picture(self._read())
            canvas.add_picture(self.name, encoded.data, encoded.entries, encoded.mask)
            name = canvas.picture_name(self.name)
        return f"q {number(width)} 0 0 {number(height)} {number(left)} {number(bottom)} cm /{name} Do Q"


class PictureStore:
    """The pictures of a publication by name."""

    def __init__(self, resources: Iterable[Resource], read_asset: Callable[[str], bytes], report: Report) -> None:
        self._resources = {resource.name: resource for resource in resources}
        self._read_asset = read_asset
        self._report = report
        self._pictures: dict[str, Picture] = {}

    def find(self, name: str, place: Place) -> Picture | None:
        """Return the picture of this name, or None, with a diagnostic, if there is none that PDF can show."""
        found = self._pictures.get(name)
        if found is not None:
            return found
        resource = self._resources.get(name)
        if resource is None:
            self._report.warning(
                "pdf-picture-missing",
                f"there is no picture {name!r}; its alternative text stands in its place",
                place,
            )
            return None
        picture = Picture(resource, self._reader(resource))
        try:
            picture.prepare()
        except AssetError as exc:
            self._report.warning(
                "pdf-drawing-not-shown", f"{exc.message}; its alternative text stands in its place", place, exc.remedy
            )
            return None
        self._pictures[name] = picture
        return picture

    def _reader(self, resource: Resource) -> Callable[[], bytes]:
        return lambda: self._read_asset(resource.name)


def encode_picture(data: bytes) -> Encoded:
    """Return a picture encoded for PDF: RGB or grey of 8 bits, with a soft mask where it is see-through."""
    encoded = _jpeg(data) if data.startswith(b"\xff\xd8") else None
    if encoded is None and data.startswith(_PNG_SIGNATURE):
        encoded = _png(data)
    return encoded or _through_pillow(data)


# ------------------------------------------------------------------------------------------------------- JPEG

_FRAMES = frozenset({0xC0, 0xC1, 0xC2})  # baseline, extended, progressive Huffman (ITU-T T.81, table B.1)


def _jpeg(data: bytes) -> Encoded | None:
    """Return a JPEG as it is if it is grey or three-coloured with 8 bits, else None."""
    position = 2
    while position + 9 < len(data):
        if data[position] != 0xFF:
            return None
        marker = data[position + 1]
        if marker == 0xFF:
            position += 1
            continue
        (length,) = struct.unpack(">H", data[position + 2 : position + 4])
        if marker in _FRAMES:
            bits, height, width, components = struct.unpack(">BHHB", data[position + 4 : position + 10])
            if bits != 8 or components not in (1, 3) or not height:
                return None
            space = "/DeviceGray" if components == 1 else "/DeviceRGB"
            return Encoded(data, _entries(width, height, space) | {"Filter": "/DCTDecode"})
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            return None
        position += 2 + length
    return None


# -------------------------------------------------------------------------------------------------------- PNG

_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_GREY, _RGB, _INDEXED = 0, 2, 3


def _png(data: bytes) -> Encoded | None:
    """Return the compressed rows of a PNG as they are, if it is opaque and not interlaced, else None.

    PDF reads them with the predictor of PNG (ISO 32000-1, 7.4.4.4).
    """
    rows: list[bytes] = []
    palette = b""
    width = height = bits = colour = 0
    position = 8
    while position + 12 <= len(data):
        length, kind = struct.unpack(">I4s", data[position : position + 8])
        body = data[position + 8 : position + 8 + length]
        if kind == b"IHDR":
            width, height, bits, colour, _, _, interlaced = struct.unpack(">IIBBBBB", body)
            if interlaced or colour not in (_GREY, _RGB, _INDEXED) or bits == 16:
                return None
        elif kind == b"PLTE":
            palette = body
        elif kind == b"tRNS":
            return None
        elif kind == b"IDAT":
            rows.append(body)
        elif kind == b"IEND":
            break
        position += 12 + length
    if not rows:
        return None
    space = {_GREY: "/DeviceGray", _RGB: "/DeviceRGB"}.get(colour)
    if space is None:
        space = f"[/Indexed /DeviceRGB {len(palette) // 3 - 1} <{palette.hex().upper()}>]"
    components = 3 if colour == _RGB else 1
    parameters = f"<</Predictor 15 /Colors {components} /BitsPerComponent {bits} /Columns {width}>>"
    entries = _entries(width, height, space, bits)
    return Encoded(b"".join(rows), entries | {"Filter": "/FlateDecode", "DecodeParms": parameters})


# ----------------------------------------------------------------------------------------------------- Pillow


def _through_pillow(data: bytes) -> Encoded:
    from PIL import Image

    with Image.open(BytesIO(data)) as opened:
        opened.load()
        see_through = "A" in opened.getbands() or "transparency" in opened.info
        if see_through:
            full = opened.convert("RGBA")
            alpha = full.getchannel("A")
            picture: Image.Image = full.convert("RGB")
            opaque = alpha.getextrema() == (255, 255)
            return _raw(picture, None if opaque else alpha)
        if opened.mode.startswith("I"):
            # 16 bits of grey: keep the upper eight.
            return _raw(opened.convert("I").point(lambda value: value / 256).convert("L"), None)
        return _raw(opened.convert("L" if opened.mode in ("1", "L") else "RGB"), None)


def _raw(picture: Image.Image, alpha: Image.Image | None) -> Encoded:
    mask: tuple[bytes, Entries] | None = None
    if alpha is not None:
        encoded = _deflated(alpha, "/DeviceGray")
        mask = (encoded.data, encoded.entries)
    grey = picture.mode == "L"
    encoded = _deflated(picture, "/DeviceGray" if grey else "/DeviceRGB")
    return Encoded(encoded.data, encoded.entries, mask)


def _deflated(picture: Image.Image, space: str) -> Encoded:
    """Return the pixels deflated."""
    entries = _entries(picture.width, picture.height, space)
    return Encoded(zlib.compress(picture.tobytes(), 6), entries | {"Filter": "/FlateDecode"})


def _entries(width: int, height: int, space: str, bits: int = 8) -> Entries:
    return {
        "Width": str(width),
        "Height": str(height),
        "ColorSpace": space,
        "BitsPerComponent": str(bits),
    }
