"""Whether a picture is to be read or to be looked at: scans of papers, charts and screenshots need more room than
photographs, for their lettering shrinks with them.

What is written or drawn stands on a ground of one light colour; a photograph has few pixels of any one colour.
"""

from __future__ import annotations

import io

_SAMPLED = 400
"""So many pixels along the shorter side tell; letters must not blur into their ground."""
_LIGHTEST_DARK = 128
_NEAR = 28
_GROUND = 0.6
"""The part of a picture that its ground takes: two thirds in a full page of small type, a third in most photographs."""


def is_written(data: bytes) -> bool:
    """Return whether most of a picture is a light ground of one colour. Raises OSError for what is no picture."""
    from PIL import Image

    with Image.open(io.BytesIO(data)) as opened:
        opened.draft("L", (_SAMPLED, _SAMPLED))  # of a JPEG no more is decoded than is looked at
        seen = opened.convert("RGBA") if opened.mode in ("RGBA", "LA", "PA", "P") else opened.convert("L")
        if seen.mode == "RGBA":
            ground = Image.new("RGBA", seen.size, "white")
            ground.alpha_composite(seen)
            seen = ground.convert("L")
        step = max(min(seen.size) // _SAMPLED, 1)
        size = (max(seen.width // step, 1), max(seen.height // step, 1))
        counts = seen.resize(size, Image.Resampling.NEAREST).histogram()
    ground_at = max(range(_LIGHTEST_DARK, 256), key=lambda light: sum(counts[light - _NEAR // 2 : light + _NEAR // 2]))
    return sum(counts[ground_at - _NEAR : ground_at + _NEAR]) >= _GROUND * sum(counts)
