"""Words as they are drawn: their parts, their widths in one size, and the widths of letters by themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from exporters.formats.pdf.face import Face
from exporters.formats.pdf.opportunities import NEVER

if TYPE_CHECKING:
    from exporters.formats.pdf.shaping import Shaper


class Part(NamedTuple):
    """A stretch of a word that is drawn without a change of font, size or rise, and that no line end divides."""

    text: str
    face: Face
    width: float
    fragment: str
    # Shift above the baseline and size, as parts of the style's size.
    rise: float = 0.0
    scale: float = 1.0
    # One of the kinds of opportunities.py.
    break_after: int = NEVER
    # Width and drawing of a space that follows and must not break.
    space: float = 0.0
    glue: str = ""


Word = tuple[float, str, tuple[Part, ...] | None]
"""Width and fragment of a word in one piece; or its whole width, nothing, and its parts."""


class Advances(dict[str, int]):
    """The widths of characters by themselves, in thousandths of an em."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face

    def __missing__(self, character: str) -> int:
        glyph = self._face.program.font.get_nominal_glyph(ord(character)) or 0
        width = self[character] = self._face.advance(glyph)
        return width


class SizedWords(dict[str, Word]):
    """The words of a shaper as set in one size: widths in points. A word that is looked up is shaped if need be."""

    __slots__ = ("hyphen_pt", "hyphens", "shaper", "space_pt", "unit_pt")

    def __init__(self, shaper: Shaper, size_pt: float) -> None:
        super().__init__()
        self.shaper = shaper
        self.unit_pt = size_pt / 1000
        self.space_pt = shaper.space * self.unit_pt
        self.hyphen_pt = shaper.hyphen * self.unit_pt
        # What division.py finds out about dividing words.
        self.hyphens: Mapping[str, tuple[tuple[int, float, float], ...]] | None = None

    def __missing__(self, text: str) -> Word:
        width, fragment, parts = self.shaper.word(text)
        found = self[text] = (width * self.unit_pt, fragment, parts)
        return found
