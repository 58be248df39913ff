"""The design of the page: its measures, and how each kind of text looks. The only place where sizes and
colours stand.

A `Look` says how a kind of text is set, in parts of the size of the running text; a `Sheet` makes it concrete
for one document and its fonts.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from exporters.formats.pdf.face import Face
from exporters.formats.pdf.fonts import FontSet
from exporters.formats.pdf.options import MM, PAPERS_PT, PdfOptions
from exporters.formats.pdf.runs import Setting, TextStyle

Colour = tuple[float, float, float]
Align = Literal["justify", "left", "right", "centre"]

INK: Colour = (0.0, 0.0, 0.0)
SOFT_INK: Colour = (0.29, 0.29, 0.29)
"""For captions and running heads; 9 to 1 against white, over the 4.5 that WCAG 2.2, 1.4.3 asks."""
ACCENT: Colour = (0.56, 0.07, 0.11)
"""For kickers and rules; 9 to 1 against white."""
LINK: Colour = (0.05, 0.22, 0.45)
HAIR: Colour = (0.62, 0.62, 0.62)
TINT: Colour = (0.957, 0.953, 0.937)
MARKER: Colour = (1.0, 0.93, 0.6)
CODE_TINT: Colour = (0.945, 0.945, 0.93)


@dataclass(frozen=True, slots=True)
class Look:
    """How a kind of text is set: `size` in parts of the running text's, `leading` in parts of its own size."""

    family: Literal["serif", "sans", "mono"] = "serif"
    size: float = 1.0
    leading: float = 1.4
    bold: bool = False
    italic: bool = False
    colour: Colour = INK
    align: Align = "left"
    hyphenate: bool = False
    before: float = 0.0
    after: float = 0.0
    greedy: bool = False
    features: tuple[str, ...] = ()
    keep_with_next: bool = False


BODY = Look(align="justify", hyphenate=True, after=0.55)
HEADINGS = (
    Look("sans", 1.45, 1.2, bold=True, before=1.7, after=0.45, keep_with_next=True),
    Look("sans", 1.18, 1.25, bold=True, before=1.35, after=0.3, keep_with_next=True),
    Look("sans", 1.0, 1.35, bold=True, before=1.1, after=0.2, keep_with_next=True),
    Look("sans", 0.95, 1.4, bold=True, italic=True, before=1.0, after=0.15, keep_with_next=True),
    Look("sans", 0.9, 1.45, bold=True, colour=SOFT_INK, before=0.9, after=0.1, keep_with_next=True),
)
KICKER = Look("sans", 0.82, 1.4, bold=True, colour=ACCENT, after=0.5, keep_with_next=True)
TITLE = Look("serif", 2.5, 1.12, bold=True, after=0.7, keep_with_next=True)
SUBTITLE = Look("serif", 1.32, 1.32, italic=True, colour=SOFT_INK, after=0.9, keep_with_next=True)
BYLINE = Look("sans", 0.9, 1.45, keep_with_next=True)
COVER_TITLE = replace(TITLE, size=3.7, leading=1.08, after=0.6)
COVER_SUBTITLE = replace(SUBTITLE, size=1.6)
PART_TITLE = replace(TITLE, size=3.0)
QUOTE = replace(BODY, size=0.97)
ATTRIBUTION = Look("sans", 0.86, 1.45, colour=SOFT_INK, align="right", after=0.6)
PULL_QUOTE = Look("serif", 1.62, 1.28, italic=True, colour=ACCENT)
PULL_ATTRIBUTION = replace(ATTRIBUTION, align="left")
CODE = Look("mono", 0.81, 1.42)
CAPTION = Look("sans", 0.84, 1.4, colour=SOFT_INK, after=0.3)
TABLE_CAPTION = replace(CAPTION, after=0.5, keep_with_next=True)
CELL = Look("sans", 0.86, 1.36, greedy=True, hyphenate=True, features=("tnum",))
CELL_HEAD = replace(CELL, bold=True)
LABEL_TITLE = Look("sans", 0.9, 1.4, bold=True, after=0.25, keep_with_next=True)
ASIDE = Look("sans", 0.92, 1.42, hyphenate=True, after=0.5)
CALLOUT = Look("sans", 0.92, 1.42, hyphenate=True, after=0.5)
VERSE = Look(after=0.6)
NOTE = replace(BODY, size=0.86, leading=1.38, after=0.3)
FORMULA = Look("mono", 0.88, 1.45, align="centre", before=0.5, after=0.6)
RUNNING = Look("sans", 0.76, 1.3, colour=SOFT_INK)
CONTENTS_PART = Look("sans", 0.95, 1.4, bold=True, colour=ACCENT, before=1.2, after=0.3, keep_with_next=True)
CONTENTS_STORY = Look("serif", 1.0, 1.4, before=0.45)
CONTENTS_HEADING = Look("sans", 0.86, 1.45, colour=SOFT_INK)
COLOPHON = Look("sans", 0.8, 1.5, colour=SOFT_INK)


@dataclass(frozen=True, slots=True)
class Ink:
    """How a stretch of text departs from the look of its block."""

    bold: bool = False
    italic: bool = False
    mono: bool = False
    scale: float = 1.0
    rise: float = 0.0
    underline: bool = False
    strike: bool = False
    small_caps: bool = False
    link: bool = False
    highlight: bool = False
    redacted: bool = False
    hyphenate: bool = True


PLAIN_INK = Ink()


@dataclass(slots=True)
class Sheet:
    """The measures of one document's pages, and the text styles made of looks and inks."""

    options: PdfOptions
    fonts: FontSet
    width_pt: float = 0.0
    height_pt: float = 0.0
    left_pt: float = 0.0
    measure_pt: float = 0.0
    top_pt: float = 0.0
    bottom_pt: float = 0.0
    size_pt: float = 0.0
    column_width_pt: float = 0.0
    columns_pt: tuple[float, ...] = (0.0,)
    """How far to the right of the first each column stands."""
    _styles: dict[tuple[Look, Ink], TextStyle] = field(default_factory=dict)
    _settings: dict[tuple[Look, str], Setting] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.width_pt, self.height_pt = PAPERS_PT[self.options.paper]
        self.size_pt = self.options.font_size_pt
        margin = min(self.options.margin_mm * MM, self.width_pt / 3)
        self.left_pt = margin
        self.measure_pt = self.column_width_pt = self.width_pt - 2 * margin
        self.top_pt = self.height_pt - 26 * MM
        self.bottom_pt = 27 * MM

    @property
    def column_pt(self) -> float:
        """The height that text can fill on a page."""
        return self.top_pt - self.bottom_pt

    def leading_pt(self, look: Look) -> float:
        """Return the distance of baselines."""
        return round(look.leading * look.size * self.size_pt, 2)

    def space_pt(self, parts: float) -> float:
        """Return a length given in parts of the running text's size."""
        return parts * self.size_pt

    def style(self, look: Look, ink: Ink = PLAIN_INK) -> TextStyle:
        """Return the style of text of this look in this ink; the same object for the same arguments."""
        found = self._styles.get((look, ink))
        if found is None:
            found = self._styles[look, ink] = self._made(look, ink)
        return found

    def setting(self, look: Look, direction: Literal["ltr", "rtl"]) -> Setting:
        """Return how paragraphs of this look are broken."""
        found = self._settings.get((look, direction))
        if found is None:
            align = look.align
            if align == "justify" and not self.options.justify:
                align = "left"
            found = self._settings[look, direction] = Setting(
                align=align,
                hyphenate=look.hyphenate and self.options.hyphenate,
                direction=direction,
                greedy=look.greedy,
            )
        return found

    def first_baseline_pt(self, look: Look) -> float:
        """Return how far below the top of its line box the baseline of a line stands."""
        face = self.face(look)
        size = look.size * self.size_pt
        spare = self.leading_pt(look) - (face.ascent - face.descent) * size
        return float(spare / 2 + face.ascent * size)

    def face(self, look: Look) -> Face:
        """Return the face of plain text of this look."""
        return self.fonts.face(look.family, bold=look.bold, italic=look.italic)

    def _made(self, look: Look, ink: Ink) -> TextStyle:
        size = look.size * self.size_pt
        bold, italic = look.bold or ink.bold, look.italic != ink.italic
        family = "mono" if ink.mono else look.family
        colour = LINK if ink.link else look.colour
        if ink.redacted:
            colour = INK
        background = INK if ink.redacted else MARKER if ink.highlight else None
        mono_scale = 0.87 if ink.mono and look.family != "mono" else 1.0
        features = (*look.features, "smcp") if ink.small_caps else look.features
        return TextStyle(
            face=self.fonts.face(family, bold=bold, italic=italic),
            size_pt=round(size * ink.scale * mono_scale, 2),
            colour=colour,
            rise_pt=round(ink.rise * size, 2),
            underline=ink.underline,
            strike=ink.strike,
            background=background,
            features=features,
            hyphenate=ink.hyphenate and not ink.mono,
        )
