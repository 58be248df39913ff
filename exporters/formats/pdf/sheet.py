"""The design of the page: its measures, and how each kind of text looks. The only place where sizes and
colours stand.

A `Look` says how a kind of text is set, in parts of the size of the running text; a `Sheet` makes it concrete
for one document and its fonts.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec
from msgspec.structs import replace

from exporters.errors import UsageError
from exporters.formats.pdf.face import Face
from exporters.formats.pdf.fonts import FontSet
from exporters.formats.pdf.options import PdfOptions
from exporters.formats.pdf.papers import MM, paper_size_pt
from exporters.formats.pdf.runs import Setting, TextStyle
from exporters.formats.pdf.theme import Theme, rgb

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


class Look(msgspec.Struct, frozen=True, cache_hash=True):
    """How a kind of text is set: `size` in parts of the running text's, `leading` in parts of its own size.

    `name` is the one by which themes change it.
    """

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
    indent: float = 0.0
    name: str = ""


BODY = Look(align="justify", hyphenate=True, after=0.55, name="body")
HEADINGS = (
    Look("sans", 1.45, 1.2, bold=True, before=1.7, after=0.45, keep_with_next=True, name="heading-1"),
    Look("sans", 1.18, 1.25, bold=True, before=1.35, after=0.3, keep_with_next=True, name="heading-2"),
    Look("sans", 1.0, 1.35, bold=True, before=1.1, after=0.2, keep_with_next=True, name="heading-3"),
    Look("sans", 0.95, 1.4, bold=True, italic=True, before=1.0, after=0.15, keep_with_next=True, name="heading-4"),
    Look("sans", 0.9, 1.45, bold=True, colour=SOFT_INK, before=0.9, after=0.1, keep_with_next=True, name="heading-5"),
)
KICKER = Look("sans", 0.82, 1.4, bold=True, colour=ACCENT, after=0.5, keep_with_next=True, name="kicker")
TITLE = Look("serif", 2.5, 1.12, bold=True, after=0.7, keep_with_next=True, name="title")
SUBTITLE = Look("serif", 1.32, 1.32, italic=True, colour=SOFT_INK, after=0.9, keep_with_next=True, name="subtitle")
BYLINE = Look("sans", 0.9, 1.45, keep_with_next=True, name="byline")
COVER_TITLE = replace(TITLE, size=3.7, leading=1.08, after=0.6, name="cover-title")
COVER_SUBTITLE = replace(SUBTITLE, size=1.6, name="cover-subtitle")
PART_TITLE = replace(TITLE, size=3.0, name="part-title")
NAMEPLATE = replace(TITLE, size=6.0, leading=1.0, align="centre", after=0.35, name="nameplate")
NAMEPLATE_LINE = Look("sans", 0.95, 1.4, align="centre", colour=SOFT_INK, keep_with_next=True, name="nameplate-line")
CAPTION_COURT = Look(bold=True, align="centre", after=1.2, keep_with_next=True, name="caption-court")
CAPTION_TEXT = Look(leading=1.35, after=0.5, name="caption-text")
STAMP = Look("sans", 1.05, 1.2, bold=True, name="stamp")
MARGIN_NUMBER = Look("sans", 0.7, 1.3, colour=SOFT_INK, align="right", features=("tnum",), name="margin-number")
QUOTE = replace(BODY, size=0.97, name="quote")
ATTRIBUTION = Look("sans", 0.86, 1.45, colour=SOFT_INK, align="right", after=0.6, name="attribution")
PULL_QUOTE = Look("serif", 1.62, 1.28, italic=True, colour=ACCENT, name="pull-quote")
PULL_ATTRIBUTION = replace(ATTRIBUTION, align="left", name="pull-attribution")
CODE = Look("mono", 0.81, 1.42, name="code")
CAPTION = Look("sans", 0.84, 1.4, colour=SOFT_INK, after=0.3, name="caption")
TABLE_CAPTION = replace(CAPTION, after=0.5, keep_with_next=True, name="table-caption")
CELL = Look("sans", 0.86, 1.36, greedy=True, hyphenate=True, features=("tnum",), name="cell")
CELL_HEAD = replace(CELL, bold=True, name="cell-head")
LABEL_TITLE = Look("sans", 0.9, 1.4, bold=True, after=0.25, keep_with_next=True, name="label-title")
ASIDE = Look("sans", 0.92, 1.42, hyphenate=True, after=0.5, name="aside")
CALLOUT = Look("sans", 0.92, 1.42, hyphenate=True, after=0.5, name="callout")
VERSE = Look(after=0.6, name="verse")
NOTE = replace(BODY, size=0.86, leading=1.38, after=0.3, name="note")
FORMULA = Look("mono", 0.88, 1.45, align="centre", before=0.5, after=0.6, name="formula")
RUNNING = Look("sans", 0.76, 1.3, colour=SOFT_INK, name="running")
CONTENTS_PART = Look(
    "sans", 0.95, 1.4, bold=True, colour=ACCENT, before=1.2, after=0.3, keep_with_next=True, name="contents-part"
)
CONTENTS_STORY = Look("serif", 1.0, 1.4, before=0.45, name="contents-story")
CONTENTS_HEADING = Look("sans", 0.86, 1.45, colour=SOFT_INK, name="contents-heading")
COLOPHON = Look("sans", 0.8, 1.5, colour=SOFT_INK, name="colophon")


class Ink(msgspec.Struct, frozen=True, cache_hash=True):
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


LOOKS: dict[str, Look] = {
    look.name: look for look in (*HEADINGS, *(value for value in tuple(globals().values()) if isinstance(value, Look)))
}
"""Every kind of text by the name that themes call it."""

_PALETTE = {
    "ink": INK, "soft": SOFT_INK, "accent": ACCENT, "link": LINK, "hair": HAIR, "tint": TINT, "marker": MARKER,
    "code": CODE_TINT,
}  # fmt: skip
_FAMILIES: dict[str, Literal["serif", "sans", "mono"]] = {"text": "serif", "headings": "sans", "code": "mono"}


_KNOWN_STYLES = 1000
"""So many are found by identity, looks that were made for one block among them."""


class Sheet:
    """The measures of one document's pages, and the text styles made of looks and inks, all as its theme has them.

    `left_pt` and `measure_pt` are the edge and width of the text of a page, `column_width_pt` that of one column;
    `columns_pt` says how far to the right of the first each column stands.
    """

    def __init__(self, options: PdfOptions, fonts: FontSet, theme: Theme | None = None) -> None:
        self.options = options
        self.fonts = fonts
        self.theme = theme = theme or Theme()
        page = theme.page
        self.layout = options.layout or page.layout
        self.size_pt = options.font_size_pt or theme.type.size
        self._justify = theme.type.justify if options.justify is None else options.justify
        self._scaling = (theme.type.letter_scaling if options.letter_scaling is None else options.letter_scaling) / 100
        self._hyphenate = theme.type.hyphenate if options.hyphenate is None else options.hyphenate
        try:
            self.width_pt, self.height_pt = paper_size_pt(options.paper or page.paper)
        except ValueError as exc:
            raise UsageError(f"pdf.paper cannot be so: {exc}", remedy="Name a paper, or give its size") from exc
        # On a page much smaller than the theme was made for, margins and type of fixed size would leave no text.
        most = self.width_pt / 3
        inner, outer = (min((options.margin_mm or margin) * MM, most) for margin in (page.inner, page.outer))
        self.left_pt = inner
        self.measure_pt = self.width_pt - inner - outer
        self._mirror_pt = outer - inner if page.mirrored else 0.0
        share = min(1.0, self.height_pt / 3 / (max(page.top, page.bottom) * MM))
        self.top_pt = self.height_pt - page.top * MM * share
        self.bottom_pt = page.bottom * MM * share
        self.head_pt = self.height_pt - page.head * MM * share
        self.foot_pt = page.foot * MM * share
        count = options.columns or page.columns
        self.gutter_pt = gutter = page.gutter * MM
        self.column_width_pt = (self.measure_pt - gutter * (count - 1)) / count
        self.columns_pt = tuple((self.column_width_pt + gutter) * index for index in range(count))
        self.line_numbers = page.line_numbers if options.line_numbers is None else options.line_numbers
        self._changes: dict[str, dict[str, Any]] = {
            name: {
                key: _FAMILIES[value] if key == "family" else _PALETTE[value] if key == "colour" else value
                for key in change.__struct_fields__
                if (value := getattr(change, key)) is not None
            }
            for name, change in theme.looks.items()
        }
        defaults = Theme().colours
        self._colours = {
            colour: rgb(getattr(theme.colours, key))
            for key, colour in _PALETTE.items()
            if getattr(theme.colours, key) != getattr(defaults, key)
        }
        self._looks: dict[Look, Look] = {}
        self._styles: dict[tuple[Look, Ink], TextStyle] = {}
        self._known_leadings: dict[Look, float] = {}
        self._known_baselines: dict[int, tuple[float, Look]] = {}
        self._known_styles: dict[tuple[int, int], tuple[TextStyle, Look, Ink]] = {}
        self._settings: dict[tuple[Look, str, bool], Setting] = {}

    @property
    def column_pt(self) -> float:
        """The height that text can fill on a page."""
        return self.top_pt - self.bottom_pt

    def aside_pt(self, *, left_hand: bool) -> float:
        """Return how far to the right the text of such a page stands, of that of right-hand pages."""
        return self._mirror_pt if left_hand else 0.0

    def look(self, look: Look) -> Look:
        """Return the look as the theme has it."""
        if not self._changes:
            return look
        found = self._looks.get(look)
        if found is None:
            original = LOOKS.get(look.name, look)
            # What a block sets otherwise than the look it starts from stays as the block wants it.
            changes = {
                key: value
                for key, value in self._changes.get(look.name, {}).items()
                if getattr(look, key) == getattr(original, key)
            }
            found = self._looks[look] = replace(look, **changes) if changes else look
        return found

    def colour(self, colour: Colour) -> Colour:
        """Return a colour of this module as the theme has it."""
        return self._colours.get(colour, colour)

    def leading_pt(self, look: Look) -> float:
        """Return the distance of baselines."""
        known = self._known_leadings.get(look)
        if known is None:
            changed = self.look(look)
            known = self._known_leadings[look] = round(changed.leading * changed.size * self.size_pt, 2)
        return known

    def space_pt(self, parts: float) -> float:
        """Return a length given in parts of the running text's size."""
        return parts * self.size_pt

    def style(self, look: Look, ink: Ink = PLAIN_INK) -> TextStyle:
        """Return the style of text of this look in this ink; the same object for the same arguments."""
        # By identity first: to compare looks field by field takes ten times as long.
        same = id(look), id(ink)
        known = self._known_styles.get(same)
        if known is not None:
            return known[0]
        found = self._styles.get((look, ink))
        if found is None:
            found = self._styles[look, ink] = self._made(self.look(look), ink)
        if len(self._known_styles) < _KNOWN_STYLES:
            # Look and ink are kept with it, so that no other object can come to stand where they do.
            self._known_styles[same] = found, look, ink
        return found

    def setting(self, look: Look, direction: Literal["ltr", "rtl"], *, indented: bool = False) -> Setting:
        """Return how paragraphs of this look are broken; those of running text may be `indented`."""
        found = self._settings.get((look, direction, indented))
        if found is None:
            changed = self.look(look)
            align = changed.align
            if align == "justify" and not self._justify:
                align = "left"
            found = self._settings[look, direction, indented] = Setting(
                align=align,
                hyphenate=changed.hyphenate and self._hyphenate,
                direction=direction,
                first_indent_pt=changed.indent * self.size_pt if indented else 0.0,
                greedy=changed.greedy,
                scaling=self._scaling,
            )
        return found

    def first_baseline_pt(self, look: Look) -> float:
        """Return how far below the top of its line box the baseline of a line stands."""
        known = self._known_baselines.get(id(look))
        if known is not None:
            return known[0]
        given, face = look, self.face(look)
        look = self.look(look)
        size = look.size * self.size_pt
        spare = self.leading_pt(look) - (face.ascent - face.descent) * size
        baseline = float(spare / 2 + face.ascent * size)
        if len(self._known_baselines) < _KNOWN_STYLES:
            self._known_baselines[id(given)] = baseline, given
        return baseline

    def face(self, look: Look) -> Face:
        """Return the face of plain text of this look."""
        look = self.look(look)
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
            colour=self.colour(colour),
            rise_pt=round(ink.rise * size, 2),
            underline=ink.underline,
            strike=ink.strike,
            background=self.colour(background) if background is not None else None,
            features=features,
            hyphenate=ink.hyphenate and not ink.mono,
            rigid=ink.mono,
        )
