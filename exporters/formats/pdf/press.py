"""What a printing house asks for: room that is cut off, marks to cut by, and the boxes that tell which is which.

The page keeps its coordinates: its box grows to all sides, below 0 as well, so that nothing on it has to move
(ISO 32000-1, 14.11.2). Marks: ISO 15930-7 (PDF/X-4) lets them stand outside of the bleed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from exporters.errors import UsageError
from exporters.formats.pdf.options import PdfOptions
from exporters.formats.pdf.papers import MM
from exporters.formats.pdf.syntax import number, rectangle

if TYPE_CHECKING:
    from exporters.formats.pdf.inks import GreyInk

_AWAY_PT = 3 * MM
"""Marks stand at least so far from where the page is cut."""
_LONG_PT = 5 * MM
_HAIR_PT = 0.25
_CONTROL = 0.5523
_PATCH_PT = 4 * MM

Box4 = tuple[float, float, float, float]


class Press(msgspec.Struct, frozen=True):
    """How pages are made ready for the press; without anything set they are as for screens."""

    bleed_pt: float = 0.0
    marks: str = "none"
    inks: GreyInk | None = None
    exchange: bool = False
    """Whether the file is PDF/X-4, in which no links may stand on the page."""

    @property
    def boxed(self) -> bool:
        """Whether pages say where they are cut."""
        return self.exchange or self.bleed_pt > 0 or self.marks != "none"

    @property
    def margin_pt(self) -> float:
        """How far the paper reaches over the page at every side."""
        away = max(self.bleed_pt, _AWAY_PT) + _LONG_PT + 1 * MM if self.marks != "none" else 0.0
        return max(self.bleed_pt, away)

    def boxes(self, width_pt: float, height_pt: float) -> dict[str, str]:
        """Return the boxes of a page of this size, MediaBox first, spelled as PDF."""
        if not self.boxed:
            return {"MediaBox": rectangle(0, 0, width_pt, height_pt)}
        around, bleed = self.margin_pt, self.bleed_pt
        return {
            "MediaBox": rectangle(-around, -around, width_pt + around, height_pt + around),
            "BleedBox": rectangle(-bleed, -bleed, width_pt + bleed, height_pt + bleed),
            "TrimBox": rectangle(0, 0, width_pt, height_pt),
        }

    def marks_form(self, width_pt: float, height_pt: float) -> tuple[str, dict[str, str]]:
        """Return the operators and the dictionary of the form that draws the marks of a page of this size."""
        operators = [f"/All CS 1 SCN /All cs 1 scn {_HAIR_PT} w", *_crops(width_pt, height_pt, self.bleed_pt)]
        if self.marks == "all":
            away = max(self.bleed_pt, _AWAY_PT) + _LONG_PT / 2 + 0.5 * MM
            middles = (
                (width_pt / 2, -away), (width_pt / 2, height_pt + away), (-away, height_pt / 2),
                (width_pt + away, height_pt / 2),
            )  # fmt: skip
            operators.extend(_target(x, y) for x, y in middles)
            operators.append(self._patches(height_pt + away))
        around = self.margin_pt
        cmyk = self.inks is not None and self.inks.channels == 4
        space, none, full = ("/DeviceCMYK", "0 0 0 0", "1 1 1 1") if cmyk else ("/DeviceGray", "1", "0")
        tint = f"<</FunctionType 2 /Domain [0 1] /C0 [{none}] /C1 [{full}] /N 1>>"
        entries = {
            "Type": "/XObject",
            "Subtype": "/Form",
            "BBox": rectangle(-around, -around, width_pt + around, height_pt + around),
            # Separation All: on every plate, so that plates can be laid over each other (8.6.6.4).
            "Resources": f"<</ColorSpace <</All [/Separation /All {space} {tint}]>>>>",
        }
        return " ".join(operators), entries

    def _patches(self, centre_pt: float) -> str:
        """Return a row of patches of each ink, full and half, by which the press is set."""
        cmyk = self.inks is not None and self.inks.channels == 4
        inks = (
            [f"{' '.join('1' if i == k else '0' for i in range(4))} k" for k in range(4)]
            + [f"{' '.join('.5' if i == k else '0' for i in range(4))} k" for k in range(4)]
            if cmyk
            else [f"{shade} g" for shade in ("0", ".25", ".5", ".75")]
        )
        left, bottom = 12 * MM, centre_pt - _PATCH_PT / 2
        return " ".join(
            f"{ink} {number(left + index * _PATCH_PT)} {number(bottom)} {number(_PATCH_PT)} {number(_PATCH_PT)} re f"
            for index, ink in enumerate(inks)
        )


SCREENS = Press()
"""Pages as they are without a press."""


def for_press(options: PdfOptions) -> bool:
    """Return whether the file is to be printed by a printing house."""
    return options.bleed_mm > 0 or options.marks != "none" or options.colours == "cmyk" or options.standard == "x4"


def press_of(options: PdfOptions, *, exchange: bool) -> Press:
    """Return what the options ask for. Raises UsageError for inks without a profile that says which."""
    inks: GreyInk | None = None
    if options.colours == "rgb" and not exchange:
        return Press(options.bleed_mm * MM, options.marks)
    from exporters.formats.pdf.inks import GreyInk, PressInks

    if options.colours == "cmyk" or exchange:
        if not options.profile.data.strip():
            raise UsageError(
                "inks of a press need its colour profile",
                remedy="Say -O pdf.profile=FILE.icc; the printer tells which; or -O pdf.colours=grey",
            )
        inks = PressInks(options.profile.data, options.profile.name)
    elif options.colours == "grey":
        inks = GreyInk()
    return Press(options.bleed_mm * MM, options.marks, inks, exchange)


def _crops(width: float, height: float, bleed: float) -> list[str]:
    """Return the lines that meet, were they longer, in the corners of the cut page."""
    near = max(bleed, _AWAY_PT)
    far = near + _LONG_PT
    lines = []
    for x, outward in ((0.0, -1), (width, 1)):
        for y, upward in ((0.0, -1), (height, 1)):
            lines.append((x + outward * near, y, x + outward * far, y))
            lines.append((x, y + upward * near, x, y + upward * far))
    return [f"{number(a)} {number(b)} m {number(c)} {number(d)} l S" for a, b, c, d in lines]


def _target(x: float, y: float) -> str:
    """Return a cross in a circle, by which the plates are laid over each other."""
    reach, radius = _LONG_PT / 2, _LONG_PT / 4
    k = radius * _CONTROL
    curves = " ".join(
        f"{' '.join(number(value) for value in curve)} c"
        for curve in (
            (x + radius, y + k, x + k, y + radius, x, y + radius),
            (x - k, y + radius, x - radius, y + k, x - radius, y),
            (x - radius, y - k, x - k, y - radius, x, y - radius),
            (x + k, y - radius, x + radius, y - k, x + radius, y),
        )
    )
    cross = f"{number(x - reach)} {number(y)} m {number(x + reach)} {number(y)} l {number(x)} {number(y - reach)} m"
    return f"{cross} {number(x)} {number(y + reach)} l S {number(x + radius)} {number(y)} m {curves} S"
