"""Whether a picture moves, by its bytes: what moves may flash, and nobody has looked whether it does."""

from __future__ import annotations

import re

_SVG_MOTION = rb"<(?:\w+:)?(?:animate|set\b)|@keyframes"


def moves(content: bytes, media_type: str) -> bool:
    """Return whether a GIF, PNG, WebP or SVG has more than one state to show."""
    match media_type:
        case "image/gif":  # two graphic control extensions; https://www.w3.org/Graphics/GIF/spec-gif89a.txt, 23
            return content.count(b"\x21\xf9\x04") > 1
        case "image/png":  # https://www.w3.org/TR/png-3/#acTL-chunk
            return b"acTL" in content[:4096]
        case "image/webp":  # https://www.rfc-editor.org/rfc/rfc9649#section-2.7.1.1
            return content[12:16] == b"VP8X" and b"ANIM" in content[:4096]
        case "image/svg+xml":
            return re.search(_SVG_MOTION, content) is not None
        case _:
            return False
