"""A face's objects in the file: Type0 font, CIDFont, descriptor, subset, widths and text (ISO 32000-1, 9.7 and 9.10).

Everything that depends on which glyphs were used is worked out when the file is written, not before.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import uharfbuzz as hb

from exporters.formats.pdf.predictor import predicted_up
from exporters.formats.pdf.reportlab_inside import PDFDictionary, PDFObject, PDFObjectReference, PDFStream

if TYPE_CHECKING:
    from exporters.formats.pdf.face import Face, Program

# Nothing of these is needed once glyphs are chosen by number and placed by us.
_DROPPED_TABLES = (
    "BASE", "GDEF", "GPOS", "GSUB", "JSTF", "MATH", "cmap", "name", "OS/2", "post", "DSIG", "STAT", "MVAR", "meta",
    "gasp", "VORG", "vhea", "vmtx", "LTSH", "VDMX", "hdmx", "COLR", "CPAL", "SVG ", "sbix", "CBDT", "CBLC", "EBDT",
    "EBLC", "kern",
)  # fmt: skip
# FontDescriptor flags, ISO 32000-1, table 123. Symbolic, because a Type0 font has no standard encoding.
_FIXED_PITCH, _SYMBOLIC, _ITALIC = 1, 4, 64


_LARGE = 100_000
_OFFSET_BYTES = 3
"""A subset that keeps its glyph numbers is mostly a table of offsets, one for each glyph of the whole face."""


class _Late(PDFObject):  # type: ignore[misc]  # reportlab has no types
    """An object that is spelled when the file is written."""

    __RefOnly__ = 1

    def __init__(self, spell: Callable[[], str]) -> None:
        self.spell = spell

    def format(self, _document: Any) -> bytes:
        return self.spell().encode("latin-1")


class _LateStream(PDFStream):  # type: ignore[misc]  # reportlab has no types
    """A stream whose content is made when the file is written."""

    def __init__(self, make: Callable[[], bytes], entries: dict[str, str], *, says_length: bool = False) -> None:
        super().__init__(PDFDictionary(dict(entries)), None, [])
        self.make = make
        self.says_length = says_length

    def format(self, document: Any) -> bytes:
        data = self.make()
        if self.says_length:
            self.dictionary["Length1"] = len(data)
        self.dictionary["Filter"] = "/FlateDecode"
        self.content = zlib.compress(data, 9)
        if len(data) > _LARGE:
            # Zeros after the last row harm no font.
            predicted = zlib.compress(predicted_up(data, _OFFSET_BYTES), 9)
            if len(predicted) < len(self.content):
                self.content = predicted
                self.dictionary["DecodeParms"] = f"<</Predictor 12 /Columns {_OFFSET_BYTES}>>"
        return bytes(PDFStream.format(self, document))


def add_font(face: Face, document: Any) -> None:
    """Add this face's objects to a reportlab document under its name, or the next free one: F1, F2, …"""
    name = face.resource or f"F{len(document.fontMapping) + 1}"
    program = face.program

    def refer(key: str, thing: Any) -> str:
        return str(document.Reference(thing, f"{name}.{key}").format(document).decode("ascii"))

    if program.is_truetype:
        outlines = "/FontFile2 " + refer("file", _LateStream(lambda: subset(program, face), {}, says_length=True))
    else:
        entries = {"Subtype": "/CIDFontType0C"}
        outlines = "/FontFile3 " + refer("file", _LateStream(lambda: subset(program, face), entries))
    flags = _SYMBOLIC | (_FIXED_PITCH if program.fixed_pitch else 0) | (_ITALIC if program.italic_angle else 0)
    described = (
        f"/Flags {flags} /FontBBox [{' '.join(map(str, program.box))}] /ItalicAngle {program.italic_angle:g}"
        f" /Ascent {program.ascender} /Descent {program.descender} /CapHeight {program.cap_height}"
        f" /StemV {round(50 + program.weight / 10)} {outlines}"
    )
    descriptor = refer(
        "descriptor", _Late(lambda: f"<</Type /FontDescriptor /FontName /{_subset_name(face)} {described}>>")
    )
    widths = refer("widths", _Late(lambda: _widths(face)))
    glyphs = ""
    if program.is_truetype:
        glyphs = "/CIDToGIDMap " + refer("glyphs", _LateStream(lambda: _code_to_glyph(face), {}))
    kind = 2 if program.is_truetype else 0
    descendant = refer(
        "descendant",
        _Late(
            lambda: (
                f"<</Type /Font /Subtype /CIDFontType{kind} /BaseFont /{_subset_name(face)}"
                f" /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>>"
                f" /FontDescriptor {descriptor} /DW 0 /W {widths} {glyphs}>>"
            )
        ),
    )
    text = refer("text", _LateStream(lambda: _to_unicode(face), {}))
    document.Reference(
        _Late(
            lambda: (
                f"<</Type /Font /Subtype /Type0 /BaseFont /{_subset_name(face)} /Encoding /Identity-H"
                f" /DescendantFonts [{descendant}] /ToUnicode {text}>>"
            )
        ),
        name,
    )
    document.idToObject["BasicFonts"].dict[name] = PDFObjectReference(name)
    # By its own name too, under which reportlab looks for it.
    document.fontMapping[face.name] = document.fontMapping[face.resource or face.name] = f"/{name}"


def _used_glyphs(face: Face) -> list[int]:
    return sorted({face.glyphs.get(code, code) for code in face.texts} | {0})


def _subset_name(face: Face) -> str:
    """Return the name with the tag of six letters that a subset carries (9.6.4): the same for the same glyphs.

    Two files of one name, such as a family that calls its bold as its roman, differ by the tag.
    """
    digest = zlib.crc32(repr((face.resource, face.name, _used_glyphs(face))).encode())
    tag = ""
    for _ in range(6):
        digest, letter = divmod(digest, 26)
        tag += chr(65 + letter)
    return f"{tag}+{face.name}"


def subset(program: Program, face: Face) -> bytes:
    """Return the font file with only the glyphs used, under their old numbers, at this instance's point."""
    wanted = hb.SubsetInput()
    wanted.glyph_set.update(_used_glyphs(face))
    wanted.flags = (
        hb.SubsetFlags.RETAIN_GIDS
        | hb.SubsetFlags.NOTDEF_OUTLINE
        | hb.SubsetFlags.NO_LAYOUT_CLOSURE
        | hb.SubsetFlags.NO_HINTING
    )
    if not program.is_truetype:
        # Codes are glyph numbers only if the charset of a CID-keyed CFF says so (9.7.4.2).
        wanted.flags |= hb.SubsetFlags.DOWNGRADE_CFF2 | hb.SubsetFlags.CFF_IDENTITY_CHARSET
    for table in _DROPPED_TABLES:
        wanted.drop_table_tag_set.add(int.from_bytes(table.ljust(4).encode("ascii"), "big"))
    for axis, value in program.axes.items():
        wanted.pin_axis_location(program.face, axis, value)
    made = hb.subset(program.face, wanted)
    if program.is_truetype:
        return bytes(made.blob.data)
    return bytes(made.reference_table("CFF ").data)


def _code_to_glyph(face: Face) -> bytes:
    table = bytearray(2 * max(face.texts, default=0) + 2)
    for code in face.texts:
        table[2 * code : 2 * code + 2] = face.glyphs.get(code, code).to_bytes(2, "big")
    return bytes(table)


def _widths(face: Face) -> str:
    """Return the W array (9.7.4.3): runs of consecutive codes."""
    parts: list[str] = []
    previous = -2
    for code in sorted(face.texts):
        if code != previous + 1:
            parts.append(f"{']' if parts else ''}{code}[{face.advance(face.glyphs.get(code, code))}")
        else:
            parts.append(f" {face.advance(face.glyphs.get(code, code))}")
        previous = code
    return f"[{''.join(parts)}{']' if parts else ''}]"


def _to_unicode(face: Face) -> bytes:
    """Return the ToUnicode CMap (9.10.3)."""
    lines = [
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap",
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def",
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def",
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange",
        *_mappings(face),
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend",
    ]
    return "\n".join(lines).encode("ascii")


def _mappings(face: Face) -> Iterator[str]:
    codes = sorted(face.texts)
    # At most 100 entries each, Adobe Technical Note 5014.
    for start in range(0, len(codes), 100):
        part = codes[start : start + 100]
        yield f"{len(part)} beginbfchar"
        for code in part:
            yield f"<{code:04X}> <{face.texts[code].encode('utf-16-be').hex().upper()}>"
        yield "endbfchar"
