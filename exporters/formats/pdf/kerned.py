"""Words in which letters are only kerned or joined: nearly all, and read from what HarfBuzz writes of them as one line.

HarfBuzz spells what it has shaped, `36+560|42+548` (a glyph, and how far it moves on; buffer_serialize in its manual).
A text has a few hundred such signs, so that each is looked at once and a word is put together from what is known of its
signs, which takes a quarter of the time of looking at every glyph of it.
"""

from __future__ import annotations

import uharfbuzz as hb

from exporters.formats.pdf.face import Face

_FLAGS = hb.BufferSerializeFlags.NO_CLUSTERS | hb.BufferSerializeFlags.NO_GLYPH_NAMES

_NOTHING = "\0"


class KernedWords:
    """Puts words of one face together from the signs of their glyphs.

    A sign means something here if its glyph is what the font maps some characters to, stands where it belongs and is
    read as them.
    """

    def __init__(self, face: Face) -> None:
        self._font = face.program.font
        self._signs: _Signs = _Signs(face)
        self._widths = self._signs.widths
        self._drawn = _Drawn(face, self._signs)
        self._several = _DrawnForSeveral(face, self._signs)

    def signs(self, buffer: hb.Buffer) -> str:
        """Return the signs of what was shaped, in the order of the line, with a bar between them."""
        written: str = buffer.serialize(self._font, flags=_FLAGS)
        return written[1:-1]

    def sign(self, character: str) -> str:
        """Return the sign of a character that stands by itself."""
        glyph = self._font.get_nominal_glyph(ord(character)) or 0
        return f"{glyph}+{self._font.get_glyph_h_advance(glyph)}"

    def word(self, text: str, signs: str, *, apart: bool = False) -> tuple[int, str] | None:
        """Return the width and the fragment of text that was shaped as these signs; None if more than that happened.

        `apart` is for a word with another behind it, with which its last letter must not be kerned.
        """
        told = signs.split("|")
        read = "".join(map(self._signs.__getitem__, told))
        if apart and told[-1] in self._signs.kerned:
            return None
        if read == text:
            fragment = "".join(map(self._drawn.__getitem__, told))
        elif len(told) == len(text):
            drawn = list(map(self._several.__getitem__, zip(text, told, strict=True)))
            if "" in drawn:
                return None
            fragment = "".join(drawn)
        else:
            return None
        return sum(map(self._widths.__getitem__, told)), fragment


class _Signs(dict[str, str]):
    """What the glyph of a sign is read as, or what no text holds; `widths` are how far it moves on."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face
        self.widths: dict[str, int] = {}
        self.glyphs: dict[str, int] = {}
        self.kerned: dict[str, int] = {}
        """How far the next glyph is moved to the left, of signs of which it is."""

    def __missing__(self, sign: str) -> str:
        glyph, _, width = sign.partition("+")
        read = _NOTHING
        # With a shift there is "@" behind the glyph, and with a way up a comma behind its width.
        if glyph.isdigit() and width.removeprefix("-").isdigit():
            read = self._face.program.letter(int(glyph)) or _NOTHING
            self.glyphs[sign], self.widths[sign] = int(glyph), int(width)
            kern = self._face.advance(int(glyph)) - int(width)
            if kern:
                self.kerned[sign] = kern
        self[sign] = read
        return read

    def drawn(self, sign: str, code: str | None) -> str:
        """Return the fragment of a sign whose glyph has this code, "" if there is none left for it."""
        kern = self.kerned.get(sign)
        return f"{code}){kern}(" if code and kern else code or ""


class _Drawn(dict[str, str]):
    """What draws a sign. A glyph counts as used when that is asked for, and not before."""

    def __init__(self, face: Face, signs: _Signs) -> None:
        super().__init__()
        self._face = face
        self._signs = signs

    def __missing__(self, sign: str) -> str:
        found = self[sign] = self._signs.drawn(sign, self._face.code(self._signs.glyphs[sign], self._signs[sign]))
        return found


class _DrawnForSeveral(dict[tuple[str, str], str]):
    """What draws a sign as a character that shares its glyph with others, as an apostrophe does; "" if it does not."""

    def __init__(self, face: Face, signs: _Signs) -> None:
        super().__init__()
        self._face = face
        self._signs = signs

    def __missing__(self, of: tuple[str, str]) -> str:
        character, sign = of
        glyph, found = self._signs.glyphs.get(sign), ""
        if glyph and self._face.program.font.get_nominal_glyph(ord(character)) == glyph:
            found = self._signs.drawn(sign, self._face.code(glyph, character))
        self[of] = found
        return found
