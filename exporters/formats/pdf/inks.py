"""Inks: every colour of a document said in grey, or in the four inks of a press, with nothing left in RGB.

Text and rules are drawn in RGB as on a screen; what goes into the file is changed here, operator by operator, on the
way from the canvas. Greys become black ink alone, so that small type is printed by one plate (ISO 32000-1, 8.6.4).
"""

from __future__ import annotations

import re
import zlib
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal

from exporters.errors import FormatError, UsageError, wrap
from exporters.patterns import pattern

if TYPE_CHECKING:
    from PIL import Image

Rgb = tuple[float, float, float]

_LARGEST_PROFILE = 16 * 1024 * 1024
_LUMA = (0.299, 0.587, 0.114)
"""What Pillow takes for the brightness of red, green and blue as well (ITU-R BT.601)."""
_OPERATOR = pattern(
    r"\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f]*>|(?:(-?[\d.]+) (-?[\d.]+) (-?[\d.]+) (rg|RG)|(-?[\d.]+) (g|G))(?=\s|$)"
    r"|/DeviceRGB",
    re.DOTALL,
)
"""Strings, which are passed over, and the operators that set a colour."""
_RGB_IN_FILE = re.compile(rb"/DeviceRGB|/CalRGB|/ICCBased")
_STREAM = re.compile(rb"stream\r?\n")


class GreyInk:
    """Everything in shades of one ink."""

    name: Literal["grey", "cmyk"] = "grey"
    space = "/DeviceGray"
    channels = 1
    profile = b""
    """The ICC profile of the press, where there is one."""
    condition = ""

    def components(self, rgb: Rgb) -> str:
        """Return the shade of a colour as its components are spelled."""
        return _spell(sum(weight * part for weight, part in zip(_LUMA, rgb, strict=True)))

    def operators(self, code: str) -> str:
        """Return operators with every colour set in these inks."""
        return _OPERATOR.sub(self._replaced, code)

    def picture(self, picture: Image.Image) -> Image.Image:
        """Return a picture in these inks."""
        return picture.convert("L")

    def _replaced(self, found: re.Match[str]) -> str:
        if found[4]:
            rgb = (float(found[1]), float(found[2]), float(found[3]))
            return f"{self.components(rgb)} {self._operator(stroking=found[4] == 'RG')}"
        if found[6]:
            shade = float(found[5])
            return f"{self.components((shade, shade, shade))} {self._operator(stroking=found[6] == 'G')}"
        return self.space if found[0] == "/DeviceRGB" else found[0]

    def _operator(self, *, stroking: bool) -> str:
        return "G" if stroking else "g"


class PressInks(GreyInk):
    """Everything in cyan, magenta, yellow and black, by the profile of a press (ICC.1)."""

    name = "cmyk"
    space = "/DeviceCMYK"
    channels = 4

    def __init__(self, profile: bytes, name: str) -> None:
        """Raise UsageError for what is no profile of a printing device in CMYK."""
        if len(profile) > _LARGEST_PROFILE:
            raise UsageError(f"the colour profile {name} has more than 16 MiB", remedy="Name an ICC profile")
        if profile[36:40] != b"acsp" or profile[16:20] != b"CMYK" or profile[12:16] != b"prtr":
            raise UsageError(
                f"{name} is no ICC profile of a printing device in CMYK",
                remedy="Ask the printer for the profile of their press, such as PSO Coated v3 or GRACoL 2013",
            )
        from PIL import ImageCms

        self.profile = profile
        with wrap(UsageError, f"read the colour profile {name}", OSError, ValueError, ImageCms.PyCMSError):
            opened = ImageCms.ImageCmsProfile(BytesIO(profile))
            self.condition = " ".join(ImageCms.getProfileDescription(opened).split()) or "Custom"
            self._transform: Any = ImageCms.buildTransform(
                ImageCms.createProfile("sRGB"), opened, "RGB", "CMYK", ImageCms.Intent.RELATIVE_COLORIMETRIC
            )
        self._colour = lru_cache(maxsize=4096)(self._converted)

    def components(self, rgb: Rgb) -> str:
        red, green, blue = rgb
        if abs(red - green) < 0.002 and abs(green - blue) < 0.002:
            return f"0 0 0 {_spell(1 - green)}"
        return self._colour(rgb)

    def picture(self, picture: Image.Image) -> Image.Image:
        if picture.mode in ("1", "L"):
            return picture.convert("L")  # a grey picture is black ink alone
        from PIL import ImageCms

        made = ImageCms.applyTransform(picture.convert("RGB"), self._transform)
        assert made is not None
        return made

    def _converted(self, rgb: Rgb) -> str:
        from PIL import Image

        pixel = Image.new("RGB", (1, 1), tuple(round(part * 255) for part in rgb))
        inks = self.picture(pixel).getpixel((0, 0))
        assert isinstance(inks, tuple)
        return " ".join(_spell(ink / 255) for ink in inks)

    def _operator(self, *, stroking: bool) -> str:
        return "K" if stroking else "k"


def refuse_rgb(body: bytes) -> None:
    """Raise FormatError for an object of the file that still holds a colour in RGB."""
    left = _rgb_in(body)
    if left:
        raise FormatError(
            f"a colour in RGB is left over in the file for the press: {left}",
            remedy="Report it with the story; -O pdf.colours=rgb writes the file as for screens",
        )


def _rgb_in(body: bytes) -> str:
    """Return the first mention of RGB in an object, in its dictionary or in the operators of its stream."""
    opened = _STREAM.search(body)
    head = body if opened is None else body[: opened.start()]
    named = _RGB_IN_FILE.search(head)
    if named is not None:
        return named[0].decode("ascii")
    if opened is None or b"/FlateDecode" not in head or b"/Image" in head or b"/Length1" in head:
        return ""
    code = zlib.decompressobj().decompress(body[opened.end() :]).decode("latin-1")
    return next((match[0] for match in _OPERATOR.finditer(code) if match[4] or match[0] == "/DeviceRGB"), "")


def _spell(value: float) -> str:
    text = f"{min(max(value, 0.0), 1.0):.3f}".rstrip("0").rstrip(".")
    return text or "0"
