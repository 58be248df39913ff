"""Pictures as PDF wants them: JPEG as it is, PNG data as it is where possible, all else through Pillow.

JPEG: ISO 32000-1, 7.4.8 (DCTDecode); PNG: 7.4.4.4 (predictors).
"""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from PIL import Image

    from exporters.formats.pdf.inks import GreyInk

Entries = dict[str, str]


class Encoded(msgspec.Struct, frozen=True):
    """The bytes of a picture and the entries that say how to read them; `mask` is its opacity."""

    data: bytes
    entries: Entries
    mask: tuple[bytes, Entries] | None = None


def encode_picture(data: bytes, inks: GreyInk | None = None) -> Encoded:
    """Return a picture encoded for PDF: RGB or grey of 8 bits, with a soft mask where it is see-through.

    With inks, it is said in those, whatever it was.
    """
    if inks is not None:
        return _in_inks(data, inks)
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


_QUALITY = 93
"""Of photographs that must be coded anew for the press."""


def _in_inks(data: bytes, inks: GreyInk) -> Encoded:
    """Return a picture in other inks; a photograph stays one, pixels stay exact."""
    from PIL import Image

    photograph = data.startswith(b"\xff\xd8")
    with Image.open(BytesIO(data)) as opened:
        opened.load()
        if photograph and opened.mode == "L" and (encoded := _jpeg(data)) is not None:
            return encoded
        alpha: Image.Image | None = None
        picture: Image.Image = opened
        if "A" in opened.getbands() or "transparency" in opened.info:
            full = opened.convert("RGBA")
            alpha, picture = full.getchannel("A"), full.convert("RGB")
            alpha = None if alpha.getextrema() == (255, 255) else alpha
        elif opened.mode.startswith("I"):
            picture = opened.convert("I").point(lambda value: value / 256).convert("L")
        made = inks.picture(picture)
        space = "/DeviceCMYK" if made.mode == "CMYK" else "/DeviceGray"
        if photograph:
            stream = BytesIO()
            made.save(stream, "JPEG", quality=_QUALITY, subsampling=0)
            entries = _entries(made.width, made.height, space) | {"Filter": "/DCTDecode"}
            if made.mode == "CMYK":  # Pillow writes inks the other way round, as Photoshop does
                entries["Decode"] = "[1 0 1 0 1 0 1 0]"
            return Encoded(stream.getvalue(), entries)
        encoded = _deflated(made, space)
        mask = _deflated(alpha, "/DeviceGray") if alpha is not None else None
        return Encoded(encoded.data, encoded.entries, (mask.data, mask.entries) if mask is not None else None)


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
