"""Cleaning a picture: its header read within limits, metadata gone, upright, in a form that every format can take.

What is fine as it is stays unrecoded: of a JPEG or PNG only the parts that describe it are cut out. A picture that is
turned by its metadata, has more than 8 bits a channel, colors other than those of screens (CMYK, or a wider profile),
or several frames is decoded and saved anew. WebP and GIF become JPEG or PNG, which paper and Word know too. SVG is
cleaned as text, in `svg.py`; formats that show pixels only draw it by `exporters/formats/drawings.py`.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from exporters.errors import AssetError
from exporters.source import jpeg, png

MOST_PIXELS = 100_000_000
"""Pixels that a picture may have: 100 megapixels are 300 MB once decoded."""

_MOST_SCANS, _MOST_SCANS_UNREAD = 100, 1000  # most have ten; each goes over all pixels of the picture
_LONGEST_SIDE = 65_500  # what JPEG can say
_LARGEST_PROFILE = 4 * 1024 * 1024
_QUALITY = 92

Notice = Callable[[str, str], None]
"""Told of what was done to a picture: code and message."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A cleaned picture: its type, size in pixels, resolution in dots per inch (0 if unknown) and bytes."""

    media_type: str
    suffix: str
    width: int
    height: int
    resolution: float
    data: bytes


def clean_picture(data: bytes, notice: Notice) -> Picture:
    """Return the cleaned picture. Raises AssetError for what is no picture we know, is broken, or passes the limits."""
    if data.startswith(png.SIGNATURE):
        return _clean_png(data, notice)
    if data.startswith(jpeg.SIGNATURE):
        return _clean_jpeg(data, notice)
    if data.startswith((b"GIF87a", b"GIF89a")):
        return _recoded(data, notice, "GIF", "PNG")
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        lossy = data[12:16] == b"VP8 "
        notice("image-converted", f"the WebP picture is written as {'JPEG' if lossy else 'PNG'}")
        return _recoded(data, notice, "WEBP", "JPEG" if lossy else "PNG")
    if _is_svg(data):
        from exporters.source.svg import clean_svg

        return clean_svg(data, notice)
    raise AssetError("it is no PNG, JPEG, WebP, GIF or SVG")


def _is_svg(data: bytes) -> bool:
    head = data[:1000].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return head.startswith((b"<svg", b"<?xml", b"<!--", b"<!doctype svg")) and b"<svg" in data[:20000].lower()


def _clean_png(data: bytes, notice: Notice) -> Picture:
    found = png.read_png(data)
    _check_size(found.width, found.height)
    if found.animated:
        notice("image-frame", "only the first frame of the animation is used")
    if found.described or found.has_profile:
        return _recoded(data, notice, "PNG", "PNG")
    if found.depth == 16 or found.interlaced:
        return _recoded(found.cleaned, notice, "PNG", "PNG")
    _verify(found.cleaned, "PNG")
    return Picture("image/png", ".png", found.width, found.height, found.resolution, found.cleaned)


def _clean_jpeg(data: bytes, notice: Notice) -> Picture:
    try:
        found = jpeg.read_jpeg(data)
    except AssetError:
        _check_scans(data.count(jpeg.SCAN), _MOST_SCANS_UNREAD)
        return _recoded(data, notice, "JPEG", "JPEG")  # decoders forgive more than we do
    _check_size(found.width, found.height)
    _check_scans(found.cleaned.count(jpeg.SCAN), _MOST_SCANS)
    if found.orientation > 1 or found.channels == 4 or (found.has_profile and _is_foreign(_profile_of(data))):
        return _recoded(data, notice, "JPEG", "JPEG")
    _verify(found.cleaned, "JPEG")
    return Picture("image/jpeg", ".jpg", found.width, found.height, found.resolution, found.cleaned)


# ------------------------------------------------------------------------------------------------------ decoding


def _open(data: bytes, kind: str) -> Any:
    """Return the picture, its header read only; Pillow's other decoders are not asked."""
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
            if picture.mode == "P":  # only this finds that its transparency fits it
                picture.convert("RGBA" if "transparency" in picture.info else "RGB")
    except AssetError:
        raise
    except Exception as exc:  # decoders raise many kinds of errors on broken pictures
        raise AssetError(f"it is broken ({exc})") from exc


def _recoded(data: bytes, notice: Notice, kind: str, target: str) -> Picture:
    """Return the first frame, upright, with 8 bits a channel, in gray, RGB or with alpha, saved without metadata."""
    from PIL import ImageOps

    try:
        with _open(data, kind) as picture, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if kind != "PNG" and getattr(picture, "is_animated", False):
                notice("image-frame", "only the first frame of the animation is used")
                picture.seek(0)
            dots = picture.info.get("dpi", (0, 0))[0]
            profile = picture.info.get("icc_profile") or b""
            upright = _screen_colors(ImageOps.exif_transpose(picture), profile, notice)
            stream = io.BytesIO()
            if target == "JPEG":
                upright = upright.convert("L" if upright.mode == "L" else "RGB")
                upright.save(stream, "JPEG", quality=_QUALITY, subsampling=0, optimize=True, icc_profile=None, exif=b"")
            else:
                upright.info.clear()
                upright.save(stream, "PNG", icc_profile=None)
            width, height = upright.size
    except AssetError:
        raise
    except Exception as exc:  # as above
        raise AssetError(f"it is broken ({exc})") from exc
    suffix, media_type = (".jpg", "image/jpeg") if target == "JPEG" else (".png", "image/png")
    resolution = round(float(dots), 1) if 1 < float(dots) < 10_000 else 0.0
    return Picture(media_type, suffix, width, height, resolution, stream.getvalue())


def _screen_colors(picture: Any, profile: bytes, notice: Notice) -> Any:
    """Return the picture with 8 bits a channel in gray or sRGB, with alpha where some of it is seen through."""
    if picture.mode.startswith("I") or picture.mode == "F":
        notice("image-depth", "the picture is brought to 8 bits a channel")
        return picture.point(lambda value: value * (1 / 256)).convert("L")
    if picture.mode == "1":
        return picture.convert("L")
    if picture.mode in ("P", "PA"):
        seen_through = picture.mode == "PA" or "transparency" in picture.info
        picture = picture.convert("RGBA" if seen_through else "RGB")
    elif "transparency" in picture.info and picture.mode in ("L", "RGB"):
        picture = picture.convert("LA" if picture.mode == "L" else "RGBA")
    if picture.mode == "CMYK" or (profile and picture.mode in ("RGB", "RGBA") and _is_foreign(profile)):
        converted = _by_profile(picture, profile)
        if picture.mode == "CMYK" or converted is not None:
            notice("image-colors", "the colors are converted to sRGB")
        picture = picture.convert("RGB") if converted is None and picture.mode == "CMYK" else converted or picture
    if picture.mode in ("RGBA", "LA") and picture.getchannel("A").getextrema()[0] == 255:
        return picture.convert("RGB" if picture.mode == "RGBA" else "L")
    return picture if picture.mode in ("L", "LA", "RGB", "RGBA") else picture.convert("RGB")


def _profile_of(data: bytes) -> bytes:
    with _open(data, "JPEG") as picture:
        return picture.info.get("icc_profile") or b""


def _is_foreign(profile: bytes) -> bool:
    """Return whether this profile means other colors than sRGB; one that says nothing usable does not."""
    if not 128 < len(profile) <= _LARGEST_PROFILE or profile[36:40] != b"acsp":
        return False
    words = profile.replace(b"\0", b"")
    return profile[16:20] == b"CMYK" or (profile[16:20] == b"RGB " and b"sRGB" not in words)


def _by_profile(picture: Any, profile: bytes) -> Any:
    """Return the picture converted from its profile to sRGB, or None where the profile does not fit it."""
    from PIL import ImageCms

    if not profile or not _is_foreign(profile):
        return None
    try:
        return ImageCms.profileToProfile(
            picture,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGBA" if picture.mode == "RGBA" else "RGB",
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None


def _check_scans(count: int, most: int) -> None:
    """Raise AssetError for a JPEG that has its pixels decoded over and over."""
    if count > most:
        raise AssetError(f"it comes in {count:,} scans, more than can be decoded safely")


def _check_size(width: int, height: int) -> None:
    if not width or not height:
        raise AssetError("it has no pixels")
    if width * height > MOST_PIXELS or max(width, height) > _LONGEST_SIDE:
        raise AssetError(f"it has {width:,} by {height:,} pixels, more than can be decoded safely")
