"""One face of one document: its metrics, and which of its glyphs stand for which text.

The font program (file, instance of a variable font, HarfBuzz objects) is shared by the whole process; a `Face` belongs
to one document, because the codes it hands out depend on what that document says. A code (CID) is the glyph's own
number where it stands for the text that the font itself maps to it, whatever was written before; a glyph that stands
for another text (a hyphen at a line's end, a ligature, a space that must not break) gets a code above the last glyph,
which CIDToGIDMap leads back to the glyph. Those codes are given in the order of use; where stories are laid out beside
each other, `LaterCodes` keep their places until the order is known.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Callable
from functools import cached_property, lru_cache
from itertools import filterfalse
from typing import TYPE_CHECKING, Any, NamedTuple

import uharfbuzz as hb

from exporters.errors import AssetError

if TYPE_CHECKING:
    from exporters.formats.pdf.later_codes import LaterCodes

REPLACEMENT = "\ufffd"
# In a PDF literal string only these bytes need a backslash (ISO 32000-1, 7.3.4.2); a raw carriage return would be
# read as a line feed.
_ESCAPES = {0x28: "\\(", 0x29: "\\)", 0x5C: "\\\\", 0x0D: "\\r"}
_BYTES = [_ESCAPES.get(byte, chr(byte)) for byte in range(256)]
_LAST_CODE = 0xFFFF
# Controls and halves of pairs.
_NO_TEXT = frozenset((*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000)))
# Ligatures and joined letters as characters of their own: what they are read as is what they are made of.
_PRESENTATION_FORMS = (range(0xFB00, 0xFE00), range(0xFE70, 0xFF00))

Axes = tuple[tuple[str, float], ...]


class Program:
    """A font file opened once, at one point of its design space; lengths in thousandths of an em."""

    def __init__(self, path: str, axes: Axes, number: int) -> None:
        try:
            self.face = hb.Face(hb.Blob.from_file_path(path), number)
        except (OSError, ValueError, hb.HarfBuzzError) as exc:
            raise _unreadable(path) from exc
        if not self.face.glyph_count:
            raise _unreadable(path)
        self.font = hb.Font(self.face)
        # HarfBuzz then answers in the units of PDF's width arrays, rounded the way they are.
        self.font.scale = (1000, 1000)
        has = {axis.tag: axis for axis in self.face.axis_infos}
        # Every axis is pinned, because PDF knows no variable fonts.
        wanted = dict(axes)
        self.axes = {
            tag: min(max(wanted.get(tag, axis.default_value), axis.min_value), axis.max_value)
            for tag, axis in has.items()
        }
        if self.axes:
            self.font.set_variations(self.axes)
        tables = set(self.face.table_tags)
        self.is_truetype = "glyf" in tables
        if not self.is_truetype and not tables & {"CFF ", "CFF2"}:
            raise _unreadable(path)
        extents = self.font.get_font_extents("ltr")
        self.ascender, self.descender = extents.ascender, extents.descender
        self.cap_height = self._metric(hb.OTMetricsTag.CAP_HEIGHT, 700)
        self.x_height = self._metric(hb.OTMetricsTag.X_HEIGHT, 500)
        self.underline = self._metric(hb.OTMetricsTag.UNDERLINE_OFFSET, -100)
        self.stroke = max(20, self._metric(hb.OTMetricsTag.UNDERLINE_SIZE, 50))
        head = bytes(self.face.reference_table("head").data)
        scale = 1000 / self.face.upem
        self.box = [round(edge * scale) for edge in struct.unpack(">4h", head[36:44])]
        post = bytes(self.face.reference_table("post").data)
        self.italic_angle = struct.unpack(">i", post[4:8])[0] / 65536 if len(post) >= 16 else 0.0
        self.fixed_pitch = len(post) >= 16 and struct.unpack(">I", post[12:16])[0] != 0
        self.weight = self.axes.get("wght") or self._weight()
        self.name = self._name()

    def letter(self, glyph: int) -> str:
        """Return what a glyph is read as that the font maps a character to: the first of its characters; "" if none."""
        character = self._letters.get(glyph, 0)
        text = chr(character) if character else ""
        if character >= _PRESENTATION_FORMS[0].start and any(character in part for part in _PRESENTATION_FORMS):
            return unicodedata.normalize("NFKC", text)
        return text

    @cached_property
    def _letters(self) -> dict[int, int]:
        """The first character of each glyph that has one."""
        nominal = self.font.get_nominal_glyph
        characters = list(filterfalse(_NO_TEXT.__contains__, self.face.unicodes))[::-1]
        found = dict(zip(map(nominal, characters), characters, strict=True))
        for nothing in (0, None):
            found.pop(nothing, None)
        if not self.is_truetype:
            # Without second codes, what is drawn at line ends has to come first: hyphens in words are rarer.
            hyphen = nominal(0x2010) or nominal(0x2D)
            if hyphen:
                found[hyphen] = 0xAD
        return found

    def _metric(self, tag: hb.OTMetricsTag, otherwise: int) -> int:
        found = self.font.get_metric_position_with_fallback(tag)
        return int(found) if found else otherwise

    def _weight(self) -> float:
        table = bytes(self.face.reference_table("OS/2").data)
        return float(struct.unpack(">H", table[4:6])[0]) if len(table) > 6 else 400.0

    def _name(self) -> str:
        """Return a PostScript name for this instance: letters, digits and hyphens only."""
        name = self.face.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME) or self.face.get_name(1) or "Font"
        name = "".join(c for c in name if c.isascii() and (c.isalnum() or c == "-")) or "Font"
        if self.axes:
            stem, _, style = name.partition("-")
            italic = "Italic" if "Italic" in style or self.italic_angle else ""
            name = f"{stem}-{self.weight:.0f}{italic}"
        return name


def _unreadable(path: str) -> AssetError:
    return AssetError(
        f"The font {path} cannot be used.", remedy="Name a TrueType or OpenType font file.", code="font-unreadable"
    )


@lru_cache(maxsize=64)
def open_program(path: str, axes: Axes = (), number: int = 0) -> Program:
    """Return the font program at this path, the same object each time; raises AssetError if it is none."""
    return Program(path, axes, number)


class FontSource(NamedTuple):
    """Where a face comes from: a file, where on its axes, and which font of a collection."""

    path: str
    axes: Axes = ()
    number: int = 0


class Face:
    """A font in one document: reportlab's font protocol, metrics as parts of an em, and codes for glyphs."""

    # What reportlab asks of a font (reportlab/pdfbase/pdfmetrics.py, reportlab/pdfgen/textobject.py).
    # ruff: noqa: N802, N815
    _multiByte = 1
    _dynamicFont = 0
    shapable = False
    builtIn = False
    encName = "Identity-H"
    substitutionFonts: tuple[()] = ()

    def __init__(
        self,
        source: FontSource,
        *,
        find: Callable[[str, Face, str], Face | None] = lambda _character, _face, _language: None,
        on_missing: Callable[[str, Face], None] = lambda _character, _face: None,
        resource: str = "",
    ) -> None:
        self.source = source
        self.program = program = open_program(*source)
        self.name = self.fontName = program.name
        # What pages call this font, the same in whatever order fonts are used; "" for the next free of F1, F2, …
        self.resource = resource
        self.find = find
        self.on_missing = on_missing
        self.ascent = program.ascender / 1000
        self.descent = program.descender / 1000
        self.cap_height = program.cap_height / 1000
        self.x_height = program.x_height / 1000
        # How much larger this face is set where it stands in for another.
        self.enlargement = 1.0
        self.advances: dict[int, int] = {}
        # Code to text, and code to glyph where they differ.
        self.texts: dict[int, str] = {}
        self.glyphs: dict[int, int] = {}
        # The bytes of a code, escaped, by glyph and text.
        self.codes: dict[tuple[int, str], str] = {}
        self._next_code = program.face.glyph_count
        # Who keeps the places of codes that cannot be given yet, if anybody does.
        self.later: LaterCodes | None = None
        self._shapers: dict[tuple[str, tuple[str, ...]], Any] = {}
        self._words: dict[tuple[str, tuple[str, ...], float], Any] = {}

    @property
    def face(self) -> Face:
        """The typeface of the font, which for reportlab is another object."""
        return self

    def __repr__(self) -> str:
        return f"Face({self.name})"

    def covers(self, text: str) -> bool:
        """Return whether this face has a glyph for every character."""
        glyph = self.program.font.get_nominal_glyph
        return all(glyph(ord(character)) for character in text)

    def advance(self, glyph: int) -> int:
        """Return the glyph's own width in thousandths of an em."""
        width = self.advances.get(glyph)
        if width is None:
            width = self.advances[glyph] = self.program.font.get_glyph_h_advance(glyph)
        return width

    def code(self, glyph: int, text: str) -> str | None:
        """Return the two bytes, escaped for a literal string, that draw this glyph and extract as this text.

        None if the font has no code left for a second text of the same glyph.
        """
        code = self.codes.get((glyph, text))
        if code is None:
            number = glyph
            natural = self.program.letter(glyph)
            if not natural and not self.program.is_truetype:
                # CFF has no CIDToGIDMap to lead a second code back to the glyph: the first text has it to itself.
                natural = self.texts.get(glyph, text)
            if text != natural:
                if self._next_code > _LAST_CODE or not self.program.is_truetype:
                    return None
                if self.later is not None:
                    code = self.codes[glyph, text] = self.later.stand_in()
                    return code
                number = self._next_code
                self._next_code += 1
                self.glyphs[number] = glyph
            self.texts[number] = text
            code = self.codes[glyph, text] = _BYTES[number >> 8] + _BYTES[number & 255]
        return code

    def any_code(self, glyph: int, text: str) -> str:
        """Return a code that draws this glyph, whatever it extracts as: as this text if nothing else is at hand."""
        known = self.program.letter(glyph)
        if not known and not self.program.is_truetype:
            known = self.texts.get(glyph, "")
        return self.code(glyph, known or text) or ""

    def shaper(self, language: str = "", features: tuple[str, ...] = ()) -> Any:
        """Return the Shaper that turns words into glyphs of this face; the same object for the same arguments."""
        found = self._shapers.get((language, features))
        if found is None:
            from exporters.formats.pdf.shaping import Shaper

            found = self._shapers[language, features] = Shaper(self, language, features)
        return found

    def words(self, language: str, features: tuple[str, ...], size_pt: float) -> Any:
        """Return the SizedWords of this face; the same object for the same arguments."""
        key = language, features, size_pt
        found = self._words.get(key)
        if found is None:
            found = self._words[key] = self.shaper(language, features).sized(size_pt)
        return found

    # reportlab's side: only headers, defaults and whatever a caller draws with drawString come this way.

    def register(self) -> str:
        """Return the name under which reportlab's pdfmetrics, one table for the whole process, now knows this face."""
        from reportlab.pdfbase import pdfmetrics

        pdfmetrics.registerFont(self)
        return self.name

    def resource_name(self, document: Any) -> str:
        """Return the font's name in content streams, such as "/F1"; its objects are added at the first call."""
        key = self.resource or self.name
        if key not in document.fontMapping:
            self.addObjects(document)
        return str(document.fontMapping[key])

    def stringWidth(self, text: str | bytes, size: float, encoding: str = "utf8") -> float:
        """Return the width in points, in reportlab's spelling."""
        text = text.decode(encoding) if isinstance(text, bytes) else text
        return float(self.shaper().width(text)) * size / 1000

    def formatForPdf(self, text: str | bytes) -> str:
        """Return the inside of a literal string, in octal, one glyph for each character, as reportlab wants it."""
        text = text.decode() if isinstance(text, bytes) else text
        nominal = self.program.font.get_nominal_glyph
        parts = []
        for character in text:
            shown = character
            glyph = nominal(ord(character))
            if not glyph:
                self.on_missing(character, self)
                shown, glyph = REPLACEMENT, nominal(ord(REPLACEMENT)) or nominal(0x3F) or 0
            code = self.code(glyph, shown) or ""
            parts += [f"\\{byte:03o}" for byte in _unescape(code)]
        return "".join(parts)

    def addObjects(self, document: Any) -> None:
        """Add the font's PDF objects, in reportlab's spelling."""
        from exporters.formats.pdf.embedding import add_font

        add_font(self, document)


def _unescape(code: str) -> bytes:
    """Return the bytes behind an escaped pair."""
    plain = bytearray()
    position = 0
    while position < len(code):
        if code[position] == "\\":
            position += 1
            plain.append(0x0D if code[position] == "r" else ord(code[position]))
        else:
            plain.append(ord(code[position]))
        position += 1
    return bytes(plain)
