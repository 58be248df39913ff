"""Cleaning a picture: its header read within limits, metadata gone, upright, in a form that every format can take.

What is fine as it is stays unrecoded: of a JPEG, PNG or WebP only the segments that describe it are cut out. A picture
that is turned by its metadata, has more than 8 bits a channel, CMYK colours or several frames is decoded and saved
anew. SVG is cleaned as text, in `svg.py`.
"""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Callable, Iterator
from typing import Any

from exporters.errors import AssetError
from exporters.source.images import Picture

MOST_PIXELS = 100_000_000
"""Pixels that a picture may have: 100 megapixels are 300 MB once decoded."""

Notice = Callable[[str, str], None]


def clean_picture(data: bytes, name: str, notice: Notice) -> Picture:
    """Return the cleaned picture. Raises AssetError for what is no picture we know, is broken, or passes the limits."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return _clean_png(data, notice)
    if data.startswith(b"\xff\xd8\xff"):
        return _clean_jpeg(data, notice)
    if data.startswith((b"GIF87a", b"GIF89a")):
        return _recoded(data, notice, "GIF")
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _recoded(data, notice, "WEBP")
    head = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<svg", b"<?xml", b"<!--", b"<!doctype svg")) and b"<svg" in data[:20000].lower():
        from exporters.source.svg import clean_svg

        return clean_svg(data, notice)
    raise AssetError("it is no PNG, JPEG, WebP, GIF or SVG")


# --------------------------------------------------------------------------------------------------------- PNG

_PNG_KEPT = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"pHYs"}


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    position = 8
    while position + 12 <= len(data):
        (size,) = struct.unpack_from(">I", data, position)
        kind = data[position + 4 : position + 8]
        if position + 12 + size > len(data):
            raise AssetError("it ends in the middle")
        yield kind, data[position : position + 12 + size]
        position += 12 + size
        if kind == b"IEND":
            return
    raise AssetError("it ends in the middle")


def _clean_png(data: bytes, notice: Notice) -> Picture:
    """Return the PNG without what it says of itself (https://www.w3.org/TR/png-3/#11Ancillary-chunks)."""
    if len(data) < 33 or data[12:16] != b"IHDR":
        raise AssetError("it has no header")
    width, height, depth, colour, _, _, interlace = struct.unpack(">IIBBBBB", data[16:29])
    _check_size(width, height)
    kept, resolution, orientation, animated = [data[:8]], 0.0, False, False
    for kind, chunk in _png_chunks(data):
        if kind in _PNG_KEPT:
            kept.append(chunk)
        elif kind == b"acTL":
            animated = True
        elif kind == b"eXIf":
            orientation = True
        if kind == b"pHYs" and len(chunk) >= 21 and chunk[16] == 1:
            resolution = round(struct.unpack(">I", chunk[8:12])[0] * 0.0254, 1)
    if depth == 16 or orientation or animated or interlace:
        if animated:
            notice("image-frame", "only the first frame of the animation is used")
        return _recoded(data, notice, "PNG")
    _verify(data, "PNG")
    return Picture("image/png", ".png", width, height, resolution, b"".join(kept))


# -------------------------------------------------------------------------------------------------------- JPEG


def _clean_jpeg(data: bytes, notice: Notice) -> Picture:
    """Return the JPEG without what it says of itself (https://www.w3.org/Graphics/JPEG/itu-t81.pdf, B.1.1)."""
    kept, position, size = [b"\xff\xd8"], 2, None
    resolution, turned, components, has_adobe = 0.0, False, 3, False
    while position + 4 <= len(data):
        if data[position] != 0xFF:
            raise AssetError("a segment does not begin where it should")
        marker = data[position + 1]
        if marker == 0xFF:
            position += 1
            continue
        (length,) = struct.unpack_from(">H", data, position + 2)
        segment = data[position : position + 2 + length]
        if marker == 0xDA:
            kept.append(_scans(data[position:]))
            break
        if marker == 0xE0 and segment[4:9] == b"JFIF\0" and len(segment) >= 16:
            unit, across = segment[11], struct.unpack_from(">H", segment, 12)[0]
            resolution = float(across) if unit == 1 else round(across * 2.54, 1) if unit == 2 else 0.0
            kept.append(segment[:2] + b"\x00\x10" + segment[4:16] + b"\0\0")  # the header without its thumbnail
        elif marker == 0xE1 and segment[4:10] == b"Exif\0\0":
            turned = turned or _orientation(segment[10:]) > 1
        elif marker == 0xEE and segment[4:9] == b"Adobe":
            has_adobe = True
            kept.append(segment)  # tells how the colours are coded
        elif marker in (0xC0, 0xC1, 0xC2) and len(segment) >= 10:
            height, width = struct.unpack_from(">HH", segment, 5)
            components, size = segment[9], (width, height)
            _check_size(width, height)
            kept.append(segment)
        elif not (0xE0 <= marker <= 0xEF or marker == 0xFE):
            kept.append(segment)
        position += 2 + length
    if size is None:
        raise AssetError("it has no size")
    if turned or components == 4:
        if components == 4:
            notice("image-colours", "the picture is converted from CMYK to RGB for the screen")
        return _recoded(data, notice, "JPEG")
    del has_adobe
    _verify(data, "JPEG")
    return Picture("image/jpeg", ".jpg", *size, resolution if resolution > 1 else 0.0, b"".join(kept))


def _scans(data: bytes) -> bytes:
    """Return the scans up to the end of the picture: what cameras append behind it is not ours to pass on."""
    end = data.rfind(b"\xff\xd9")
    return data[: end + 2] if end >= 0 else data + b"\xff\xd9"


def _orientation(exif: bytes) -> int:
    """Return the orientation that EXIF data gives, 1 for upright (Exif 2.32, 4.6.4)."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if order is None or len(exif) < 8:
        return 1
    (start,) = struct.unpack_from(f"{order}I", exif, 4)
    if start + 2 > len(exif):
        return 1
    (count,) = struct.unpack_from(f"{order}H", exif, start)
    for entry in range(min(count, 200)):
        at = start + 2 + 12 * entry
        if at + 12 > len(exif):
            break
        if struct.unpack_from(f"{order}H", exif, at)[0] == 0x0112:
            return int(struct.unpack_from(f"{order}H", exif, at + 8)[0])
    return 1


# ------------------------------------------------------------------------------------------------------ recoding


def _open(data: bytes, kind: str) -> Any:
    from PIL import Image as Pillow

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        picture = Pillow.open(io.BytesIO(data), formats=[kind])
    _check_size(*picture.size)
    return picture


def _verify(data: bytes, kind: str) -> None:
    """Raise AssetError unless the whole picture decodes: a reader should not be the first to find out."""
    try:
        with _open(data, kind) as picture, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if kind == "JPEG":
                picture.draft(None, (max(1, picture.width // 8), max(1, picture.height // 8)))
            picture.load()
    except AssetError:
        raise
    except Exception as exc:  # decoders raise many kinds of errors on broken pictures
        raise AssetError(f"it is broken ({exc})") from exc


def _recoded(data: bytes, notice: Notice, kind: str) -> Picture:
    """Return the first frame, upright, with 8 bits a channel, in grey, RGB or RGBA, saved anew without metadata."""
    from PIL import ImageOps

    try:
        with _open(data, kind) as picture, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if getattr(picture, "n_frames", 1) > 1:
                notice("image-frame", "only the first frame of the animation is used")
            if picture.mode == "P" and "transparency" in picture.info:
                picture = picture.convert("RGBA")  # noqa: PLW2901 - the file stays open by its context
            upright = ImageOps.exif_transpose(picture)
            if upright.mode.startswith("I;16") or upright.mode in ("I", "F"):
                notice("image-depth", "the picture is brought to 8 bits a channel")
                upright = upright.point(lambda value: value / 256).convert("L")
            has_alpha = upright.mode in ("RGBA", "LA", "PA")
            mode = (
                ("LA" if upright.mode == "LA" else "RGBA")
                if has_alpha
                else "L"
                if upright.mode in ("1", "L")
                else "RGB"
            )
            upright = upright.convert(mode)
            target = "JPEG" if kind == "JPEG" else "PNG"
            stream = io.BytesIO()
            if target == "JPEG":
                upright.save(stream, "JPEG", quality=92, subsampling=0, optimize=True)
            else:
                upright.save(stream, "PNG", optimize=False)
            found = picture.info.get("dpi", (0, 0))[0]
            resolution = float(found) if 1 < float(found) < 10_000 else 0.0
            width, height = upright.size
    except AssetError:
        raise
    except Exception as exc:  # as above
        raise AssetError(f"it is broken ({exc})") from exc
    suffix, media_type = (".jpg", "image/jpeg") if target == "JPEG" else (".png", "image/png")
    return Picture(media_type, suffix, width, height, round(resolution, 1), stream.getvalue())


def _check_size(width: int, height: int) -> None:
    if not width or not height:
        raise AssetError("it has no pixels")
    if width * height > MOST_PIXELS:
        raise AssetError(f"it has {width:,} by {height:,} pixels, more than can be decoded safely")
