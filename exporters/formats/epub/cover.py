"""A cover made of words where the newsroom gives no picture: kicker, title, subtitle, publisher and date.

`lay_out` places the words; `drawing` writes them as SVG, which holds no font, so that the reading system sets every
script with its own; `cover_picture.paint` makes a picture of them, which more reading systems show on their shelves.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Final, Literal

import msgspec

from exporters.formats.xmltext import escape_text
from exporters.model.meta import Meta, text_direction
from exporters.words import Words

WIDTH: Final = 1200
HEIGHT: Final = 1800
_MARGIN: Final = 120
_SIZES: Final = (168, 150, 132, 116, 102, 90, 78, 68)
_TALLEST: Final = 800

Face = Literal["title", "subtitle", "kicker", "foot"]
Measure = Callable[[str, Face, int], float]
"""The width in pixels of text in a face at a size."""

_STYLES: Final[dict[Face, str]] = {
    "title": 'font-weight="700"',
    "subtitle": 'font-style="italic"',
    "kicker": 'font-family="sans-serif" font-weight="700"',
    "foot": 'font-family="sans-serif"',
}


class Colours(msgspec.Struct, frozen=True):
    """The colours of a cover, as `#rrggbb`; `soft` is that of what stands back."""

    paper: str = "#fbfaf7"
    ink: str = "#1d1d1b"
    soft: str = "#4a4a4a"
    accent: str = "#8f121c"

    @property
    def readable(self) -> bool:
        """Whether all that is written has the contrast of WCAG 2.2, 1.4.3, level AA, for text of this size."""
        return all(_contrast(colour, self.paper) >= 3.0 for colour in (self.ink, self.soft, self.accent))


PLAIN: Final = Colours()


class Line(msgspec.Struct, frozen=True):
    """One line of a cover: its words, where they begin (at the right if they run that way), and how they are set."""

    x: int
    y: int
    text: str
    face: Face
    size: int
    colour: str


class Cover(msgspec.Struct, frozen=True):
    """A cover laid out: its lines, the left edge of the bar above the title, and its colours."""

    lines: tuple[Line, ...]
    bar_x: int
    rtl: bool
    colours: Colours


def lay_out(meta: Meta, words: Words, measure: Measure, colours: Colours = PLAIN) -> Cover:
    """Return the lines of the cover, the title as large as its length allows."""
    rtl = text_direction(meta.language, meta.direction) == "rtl"
    x = WIDTH - _MARGIN if rtl else _MARGIN
    lines: list[Line] = []
    kicker = " ".join(part for part in (meta.series or meta.section or meta.publisher, meta.number) if part)
    if kicker:
        lines.append(Line(x, 190, _first(kicker, "kicker", 44, measure), "kicker", 44, colours.accent))
    size, title = _fitted(meta.title or words.untitled, measure)
    y = 270.0
    for text in title:
        y += size * 1.1
        lines.append(Line(x, round(y), text, "title", size, colours.ink))
    y += 50
    for text in _broken(meta.subtitle, "subtitle", 58, measure)[:3]:
        y += 76
        lines.append(Line(x, round(y), text, "subtitle", 58, colours.soft))
    foot = [] if meta.published is None else [words.format_date(meta.published)]
    if meta.publisher and meta.publisher != kicker:
        foot.append(meta.publisher)
    for position, text in enumerate(foot):
        shown = _first(text, "foot", 42, measure)
        lines.append(Line(x, HEIGHT - 130 - position * 64, shown, "foot", 42, colours.soft))
    return Cover(tuple(lines), x - 240 if rtl else x, rtl, colours)


def drawing(cover: Cover) -> str:
    """Return the cover as an SVG document."""
    made = "\n".join(
        f'<text x="{line.x}" y="{line.y}" font-size="{line.size}" fill="{line.colour}" {_STYLES[line.face]}>'
        f"{escape_text(line.text)}</text>"
        for line in cover.lines
    )
    direction = ' direction="rtl"' if cover.rtl else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
        f' font-family="Georgia, serif"{direction}>\n'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{cover.colours.paper}"/>\n'
        f'<rect x="{cover.bar_x}" y="230" width="240" height="14" fill="{cover.colours.accent}"/>\n{made}\n</svg>\n'
    )


def written(meta: Meta, words: Words) -> str:
    """Return all that can stand on the cover, to see whether a font has every letter of it."""
    date = "" if meta.published is None else words.format_date(meta.published)
    told = (meta.title or words.untitled, meta.subtitle, meta.series, meta.section, meta.publisher, meta.number, date)
    return "".join(told)


def estimate(text: str, face: Face, size: int) -> float:
    """Return about how wide text is in whatever font a reading system takes: rather too wide than too narrow."""
    ems = sum(
        1.0 if unicodedata.east_asian_width(c) in "WF" or c in "mwMW" else 0.4 if c in " ijl.,:;'!|t" else 0.82
        if c.isupper() else 0.66
        for c in text
    )  # fmt: skip
    return ems * size * (1.0 if face in ("title", "kicker") else 0.9)


def _contrast(first: str, second: str) -> float:
    """Return the contrast of two colours (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio)."""
    lights = sorted(_light(colour) for colour in (first, second))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _light(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _fitted(title: str, measure: Measure) -> tuple[int, list[str]]:
    """Return the size of the title and its lines: the largest at which no word must be broken."""
    lines: list[str] = []
    for size in _SIZES:
        lines = _broken(title, "title", size, measure)
        if len(lines) * size <= _TALLEST and all(measure(line, "title", size) <= _room() for line in lines):
            return size, lines
    most = _TALLEST // _SIZES[-1]
    return _SIZES[-1], lines if len(lines) <= most else [*lines[: most - 1], "…"]


def _broken(text: str, face: Face, size: int, measure: Measure) -> list[str]:
    """Return text in lines that fit; a word too long for one is broken where it must be."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        for piece in _pieces(word, face, size, measure):
            joined = f"{line} {piece}" if line and piece == word else line + piece
            if line and measure(joined, face, size) > _room():
                lines.append(line)
                line = piece
            else:
                line = joined
    return [*lines, line] if line else lines


def _pieces(word: str, face: Face, size: int, measure: Measure) -> list[str]:
    """Return a word, or its letters where it is too long for a line, as in a script without spaces."""
    if size > _SIZES[-1] and word.isascii():
        return [word]  # a smaller size is tried first
    return [word] if measure(word, face, size) <= _room() else list(word)


def _first(text: str, face: Face, size: int, measure: Measure) -> str:
    """Return what fits on one line."""
    lines = _broken(text, face, size, measure)
    return f"{lines[0]} …" if len(lines) > 1 else text


def _room() -> int:
    return WIDTH - 2 * _MARGIN
