from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from exporters.errors import AssetError
from exporters.source.pictures import MOST_PIXELS, Picture, clean_picture
from tests.strategies import JPEG, SVG

SECRET = b"GPS-38.8977"


def _saved(picture: Image.Image, kind: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


def _clean(data: bytes) -> tuple[Picture, list[str]]:
    said: list[str] = []
    return clean_picture(data, lambda code, _message: said.append(code)), said


def _opened(picture: Picture) -> Image.Image:
    opened = Image.open(io.BytesIO(picture.data))
    opened.load()
    return opened


def _two_colors(size: tuple[int, int] = (40, 20)) -> Image.Image:
    """Return a picture whose left half is red and whose right half is blue."""
    picture = Image.new("RGB", size, (255, 0, 0))
    picture.paste((0, 0, 255), (size[0] // 2, 0, *size))
    return picture


def _exif(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = SECRET.decode()
    return exif.tobytes()


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def test_a_jpeg_keeps_its_pixels_and_loses_what_it_says_of_itself() -> None:
    data = _saved(_two_colors(), "JPEG", exif=_exif(1), comment=SECRET, dpi=(300, 300), quality=90)
    picture, said = _clean(data)
    assert SECRET in data
    assert SECRET not in picture.data
    assert b"Exif" not in picture.data
    assert (picture.width, picture.height, picture.resolution, said) == (40, 20, 300.0, [])
    assert _opened(picture).tobytes() == Image.open(io.BytesIO(data)).tobytes()


def test_what_cameras_append_behind_a_jpeg_is_cut_off() -> None:
    plain = _saved(_two_colors(), "JPEG")
    hidden = _saved(Image.new("RGB", (8, 8)), "JPEG", comment=SECRET)
    picture, _ = _clean(plain + hidden + SECRET)
    assert SECRET not in picture.data
    assert picture.data.count(b"\xff\xd9") == 1


def test_a_progressive_jpeg_keeps_all_its_scans() -> None:
    data = _saved(_two_colors((200, 100)), "JPEG", progressive=True, comment=SECRET)
    picture, _ = _clean(data)
    assert SECRET not in picture.data
    assert _opened(picture).tobytes() == Image.open(io.BytesIO(data)).tobytes()


@pytest.mark.parametrize("orientation", range(2, 9))
def test_a_turned_picture_is_made_upright(orientation: int) -> None:
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}[orientation]
    turned = _two_colors().transpose(Image.Transpose(undo))
    picture, _ = _clean(_saved(turned, "JPEG", exif=_exif(orientation), quality=95))
    assert (picture.width, picture.height) == (40, 20)
    opened = _opened(picture)
    left, right = opened.getpixel((5, 10)), opened.getpixel((35, 10))
    assert isinstance(left, tuple)
    assert isinstance(right, tuple)
    assert left[0] > 200 > 60 > left[2]
    assert right[2] > 200 > 60 > right[0]
    assert b"Exif" not in picture.data


def test_cmyk_becomes_rgb_and_is_told() -> None:
    picture, said = _clean(_saved(_two_colors().convert("CMYK"), "JPEG", quality=95))
    assert (_opened(picture).mode, said) == ("RGB", ["image-colors"])
    red = _opened(picture).getpixel((5, 10))
    assert isinstance(red, tuple)
    assert red[0] > 200 > 60 > red[1]


def test_an_srgb_profile_is_dropped_without_recoding() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = _saved(_two_colors(), "JPEG", icc_profile=profile)
    picture, said = _clean(data)
    assert not said
    assert b"ICC_PROFILE" not in picture.data
    assert _opened(picture).tobytes() == Image.open(io.BytesIO(data)).tobytes()


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_broken_profile_harms_nothing(kind: str) -> None:
    broken = b"\0" * 16 + b"RGB " + b"\0" * 16 + b"acsp" + SECRET * 20
    picture, said = _clean(_saved(_two_colors(), kind, icc_profile=broken))
    assert not said
    assert SECRET not in picture.data


def test_a_png_loses_its_texts() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", SECRET.decode())
    info.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    data = _saved(_two_colors(), "PNG", pnginfo=info, dpi=(144, 144))
    picture, _ = _clean(data + SECRET)
    assert SECRET not in picture.data
    assert picture.resolution == pytest.approx(144, abs=0.1)
    assert _opened(picture).tobytes() == _two_colors().tobytes()


def test_sixteen_bits_become_eight_and_light_stays_light() -> None:
    rows = b"".join(b"\0" + struct.pack(">4H", 0, 20000, 40000, 65535) for _ in range(2))
    header = struct.pack(">IIBBBBB", 4, 2, 16, 0, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")
    picture, said = _clean(data)
    opened = _opened(picture)
    assert (opened.mode, said) == ("L", ["image-depth"])
    assert [opened.getpixel((x, 0)) for x in range(4)] == [0, 78, 156, 255]


def test_an_animation_gives_its_first_frame_and_says_so() -> None:
    frames = [Image.new("RGB", (8, 8), color) for color in ("red", "lime", "blue")]
    picture, said = _clean(_saved(frames[0], "GIF", save_all=True, append_images=frames[1:]))
    assert (picture.media_type, said) == ("image/png", ["image-frame"])
    assert _opened(picture).convert("RGB").getpixel((1, 1)) == (255, 0, 0)


def test_transparency_is_kept_where_there_is_some() -> None:
    clear = Image.new("RGBA", (4, 4), (255, 0, 0, 90))
    picture, _ = _clean(_saved(clear, "WEBP", lossless=True))
    assert (picture.media_type, _opened(picture).mode) == ("image/png", "RGBA")
    opaque, said = _clean(_saved(Image.new("RGB", (64, 64), "red"), "WEBP", quality=80))
    assert (opaque.media_type, said) == ("image/jpeg", ["image-converted"])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        b"\xff\xd8\xff",
        b"\x89PNG\r\n\x1a\n",
        b"RIFF\0\0\0\0WEBPVP8 ",
        b"%PDF-1.7",
        b"MZ",
        JPEG[:200],
        JPEG[:-1][:150] + b"\0" * 40,
        b"<html><svg></html>",
    ],
)
def test_what_is_no_whole_picture_is_refused(data: bytes) -> None:
    with pytest.raises(AssetError):
        _clean(data)


def test_bombs_are_refused_by_their_header() -> None:
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", b"") + _chunk(b"IEND", b"")
    with pytest.raises(AssetError, match="pixels"):
        _clean(png)
    gif = b"GIF89a" + struct.pack("<HH", 65000, 65000) + b"\x80\0\0" + b"\0" * 6 + b","
    gif += struct.pack("<HHHH", 0, 0, 65000, 65000) + b"\0\2\1\0\0;"
    with pytest.raises(AssetError, match="pixels"):
        _clean(gif)
    assert MOST_PIXELS < 60_000 * 60_000


def test_a_jpeg_that_decodes_its_pixels_over_and_over_is_refused() -> None:
    data = _saved(_two_colors(), "JPEG", progressive=True)
    last = data.rindex(b"\xff\xda")
    assert _clean(data[:-2] + data[last:-2] * 20 + b"\xff\xd9")[0].width == 40
    for bomb in (data[:-2] + data[last:-2] * 2000 + b"\xff\xd9", data[:2] + b"\xff\xe0\0\2\0" + data[last:-2] * 2000):
        with pytest.raises(AssetError, match="scans"):
            _clean(bomb)


def test_a_palette_that_cannot_be_seen_through_as_it_says_is_refused() -> None:
    picture = Image.new("P", (4, 4), 9)
    picture.putpalette(bytes(30))
    data = _saved(picture, "PNG")
    assert _clean(data)[0].width == 4
    alphas = b"tRNS" + bytes(300)
    chunk = struct.pack(">I", 300) + alphas + struct.pack(">I", zlib.crc32(alphas))
    start = data.index(b"IDAT") - 4
    with pytest.raises(AssetError, match="palette"):
        _clean(data[:start] + chunk + data[start:])


def test_a_text_chunk_that_unpacks_to_much_is_never_unpacked() -> None:
    bomb = _chunk(b"zTXt", b"a\0\0" + zlib.compress(b"\0" * 50_000_000))
    plain = _saved(_two_colors(), "PNG")
    picture, _ = _clean(plain[:33] + bomb + plain[33:])
    assert picture.data == plain


def test_the_same_picture_gives_the_same_bytes() -> None:
    for data in (_saved(_two_colors(), "GIF"), _saved(_two_colors(), "JPEG", exif=_exif(6)), SVG):
        assert _clean(data)[0] == _clean(data)[0]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damaged_pictures_are_refused_or_cleaned_never_a_crash(data: st.DataObject) -> None:
    whole = data.draw(
        st.sampled_from(
            [JPEG, _saved(_two_colors(), "PNG"), _saved(_two_colors(), "GIF"), _saved(_two_colors(), "WEBP")]
        )
    )
    at = data.draw(st.integers(2, len(whole) - 1))
    damaged = whole[:at] + data.draw(st.binary(max_size=4)) + whole[at + data.draw(st.integers(0, 3)) :]
    try:
        picture, _ = _clean(damaged)
    except AssetError as error:
        assert error.message  # noqa: PT017 - either way is fine, a crash is not
    else:
        assert picture.width * picture.height <= MOST_PIXELS
