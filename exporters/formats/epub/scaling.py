"""Pictures no larger than a screen shows: one size for every reading system, without `srcset`, which most ignore."""

from __future__ import annotations

import io

from exporters.model.publication import Resource

_SCALED = frozenset({"image/jpeg", "image/png", "image/webp"})
_QUALITY = 88
_MOST_PIXELS = 64_000_000
"""A picture of more is left as it is: decoding it could take more memory than all else."""


def scaled_size(resource: Resource, limit_px: int) -> tuple[int, int]:
    """Return width and height in pixels as the e-book shows them: neither side over the limit (0 for none)."""
    width, height = resource.width, resource.height
    longest = max(width, height)
    if not limit_px or longest <= limit_px or resource.media_type not in _SCALED or width * height > _MOST_PIXELS:
        return width, height
    return max(1, round(width * limit_px / longest)), max(1, round(height * limit_px / longest))


def scale(content: bytes, resource: Resource, limit_px: int) -> bytes:
    """Return the picture at its size in the e-book, in the same format; as it is where that would save nothing."""
    size = scaled_size(resource, limit_px)
    if size == (resource.width, resource.height):
        return content
    from PIL import Image

    with Image.open(io.BytesIO(content), formats=[resource.media_type.removeprefix("image/").upper()]) as picture:
        if getattr(picture, "is_animated", False):
            return content
        profile = picture.info.get("icc_profile")
        picture.draft(None, size)  # a JPEG is decoded at the next larger eighth, which saves memory
        if picture.mode not in ("L", "LA", "RGB", "RGBA", "CMYK"):
            has_alpha = picture.mode == "PA" or "transparency" in picture.info
            smaller = picture.convert("RGBA" if has_alpha else "RGB" if picture.mode == "P" else "L")
        else:
            smaller = picture.copy()
    stream = io.BytesIO()
    smaller = smaller.resize(size, Image.Resampling.LANCZOS)
    kept = {"icc_profile": profile} if profile else {}
    if resource.media_type == "image/png":
        smaller.save(stream, "PNG", **kept)
    else:
        smaller.save(stream, resource.media_type.removeprefix("image/").upper(), quality=_QUALITY, **kept)
    made = stream.getvalue()
    return made if len(made) < len(content) else content
