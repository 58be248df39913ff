"""What a paragraph is made of before it is set: runs of text, each with its style, and how lines are to be set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from exporters.patterns import pattern

if TYPE_CHECKING:
    from exporters.formats.pdf.face import Face

Colour = tuple[float, float, float]
"""Red, green and blue, each from 0 to 1 (DeviceRGB)."""

BLACK: Colour = (0.0, 0.0, 0.0)

Align = Literal["justify", "left", "right", "centre"]
Direction = Literal["ltr", "rtl", "auto"]


class TextStyle(msgspec.Struct, frozen=True):
    """How a stretch of text looks."""

    face: Face
    size_pt: float
    colour: Colour = BLACK
    # Superscripts rise, subscripts have a negative rise.
    rise_pt: float = 0.0
    underline: bool = False
    strike: bool = False
    background: Colour | None = None
    # OpenType feature tags to switch on. "smcp" is made from small capitals where the face has none.
    features: tuple[str, ...] = ()
    # False for code and names inside prose that must not be hyphenated.
    hyphenate: bool = True
    # Whether spaces keep their width in justified lines: in code they count.
    rigid: bool = False


class Run(msgspec.Struct, frozen=True):
    """A stretch of text in one style, in logical order."""

    # "\n" is a forced line break. Other white space counts as one space, unless the setting preserves it.
    text: str
    style: TextStyle
    # BCP 47; chooses the forms of letters and the hyphenation.
    language: str = ""
    # Whatever the caller wants to find again: a link, a note, a language span. Compared by identity.
    mark: object = None
    # Width, and height above the baseline, of an inline picture; the text is then not set.
    box_pt: tuple[float, float] | None = None
    # Whether the text is the story's own, not a number or a word that the format adds.
    told: bool = False


class Setting(msgspec.Struct, frozen=True):
    """How the lines of a paragraph are broken and aligned."""

    # In right-to-left text "left" means the start of the line, which is on the right, and "right" its end.
    align: Align = "justify"
    hyphenate: bool = True
    # "auto" takes the direction of the first strong character (UAX 9, rules P2 and P3).
    direction: Direction = "auto"
    first_indent_pt: float = 0.0
    # Code and verse: spaces and line ends stay as they are, no hyphens, no stretched spaces.
    preserve: bool = False
    # First fit instead of total fit; for narrow cells, where there is little to choose.
    greedy: bool = False
    # How far letters of justified lines may be made wider or narrower, as a part of their width.
    scaling: float = 0.0


_WHITE_SPACE = pattern("[ \t\r\f\v]+")
_NEEDS_COLLAPSING = pattern("[ \t\r\f\v]{2}|[\t\r\f\v]")
_OTHER_LINE_ENDS = pattern("\r\n?|[\x85\u2028\u2029]")


def collapsed(text: str) -> str:
    """Return text with every stretch of white space as one space, and line ends of all kinds as line feeds."""
    if "  " not in text and text.isprintable():
        return text  # nearly always, and ten times as fast as to look for each kind of white space
    if not text.isascii() or "\r" in text:
        text = _OTHER_LINE_ENDS.sub("\n", text)
    return _WHITE_SPACE.sub(" ", text) if _NEEDS_COLLAPSING.search(text) else text
