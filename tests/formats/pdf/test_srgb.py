"""The profile that says what colours mean is the sRGB that others know."""

from __future__ import annotations

import io
import zlib

from PIL import Image, ImageCms

from exporters.formats.pdf.srgb import srgb_profile


def test_the_profile_means_the_same_colours_as_that_of_others() -> None:
    data = zlib.decompress(srgb_profile())
    assert int.from_bytes(data[:4]) == len(data)
    ours = ImageCms.ImageCmsProfile(io.BytesIO(data))
    assert ImageCms.getProfileDescription(ours).strip() == "sRGB"
    colours = Image.frombytes("RGB", (16, 256), bytes(n * 40503 >> 4 & 255 for n in range(16 * 256 * 3)))
    lab = ImageCms.createProfile("LAB")
    seen, known = (
        ImageCms.profileToProfile(colours, profile, lab, outputMode="LAB")
        for profile in (ours, ImageCms.createProfile("sRGB"))
    )
    assert seen is not None
    assert known is not None
    assert max(abs(one - other) for one, other in zip(seen.tobytes(), known.tobytes(), strict=True)) <= 1
    assert len(set(seen.tobytes())) > 100  # not all one colour
