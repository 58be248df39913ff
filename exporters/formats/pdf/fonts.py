"""Which fonts a document is set in: three families and what stands in where they lack a character.

The fonts come from packages (OFL licensed) or from files that the caller names. A font file is opened when the first
word needs it, not before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import msgspec

from exporters.errors import AssetError
from exporters.formats.pdf.face import Axes, Face, FontSource, open_program
from exporters.formats.pdf.later_codes import LaterCodes

FamilyName = Literal["serif", "sans", "mono"]

_REGULAR, _BOLD = 400.0, 700.0
_HEAVY = 600.0
_FIRST_FALLBACK = 13
"""Names of fonts in pages: F1 to F12 are the faces of the families, those after are what stands in."""


class Family(msgspec.Struct, frozen=True):
    """Where the four faces of a family come from; what is missing is replaced by the nearest there is."""

    regular: FontSource
    bold: FontSource | None = None
    italic: FontSource | None = None
    bold_italic: FontSource | None = None

    def source(self, *, bold: bool, italic: bool) -> FontSource:
        """Return the nearest source: weight matters more than slant."""
        if bold and italic:
            return self.bold_italic or self.bold or self.italic or self.regular
        if bold:
            return self.bold or self.regular
        return (self.italic if italic else None) or self.regular


def variable_family(
    upright: Path, italic: Path | None = None, *, axes: Axes = (), bold_weight: float = _BOLD
) -> Family:
    """Return a family whose bold is a point on the weight axis; `axes` pins the other axes, such as opsz."""

    def at(path: Path, weight: float) -> FontSource:
        return FontSource(str(path), (("wght", weight), *axes))

    return Family(
        at(upright, _REGULAR),
        at(upright, bold_weight),
        at(italic, _REGULAR) if italic else None,
        at(italic, bold_weight) if italic else None,
    )


def family_from_files(regular: str, bold: str = "", italic: str = "", bold_italic: str = "") -> Family:
    """Return a family made of font files; with one variable file for both weights, bold is a point on its axis.

    Raises AssetError if a file is no font.
    """
    has_weight = any(axis.tag == "wght" for axis in open_program(regular).face.axis_infos)

    def source(path: str, weight: float) -> FontSource | None:
        return FontSource(path, (("wght", weight),)) if path else None

    return Family(
        FontSource(regular, (("wght", _REGULAR),)),
        source(bold or (regular if has_weight else ""), _BOLD),
        source(italic, _REGULAR),
        source(bold_italic or (italic if has_weight else ""), _BOLD),
    )


def shipped_family(name: FamilyName) -> Family:
    """Return the family that comes with Broadsheet; raises AssetError if its package is not installed.

    Source Serif, Source Sans and Source Code were drawn to stand beside each other.
    """
    if name == "serif":
        folder = _package("fontpkg_source_serif_4") / "files"
        # The optical size of running text; the file's default is a small headline.
        return variable_family(
            folder / "SourceSerif4[opsz,wght].ttf",
            folder / "SourceSerif4-Italic[opsz,wght].ttf",
            axes=(("opsz", 10.0),),
        )
    if name == "sans":
        folder = _package("fontpkg_source_sans_3") / "files"
        return variable_family(folder / "SourceSans3[wght].ttf", folder / "SourceSans3-Italic[wght].ttf")
    folder = _package("fontpkg_source_code_pro") / "files"
    return variable_family(folder / "SourceCodePro[wght].ttf", folder / "SourceCodePro-Italic[wght].ttf")


class Fallback(msgspec.Struct, frozen=True):
    """A font that stands in: a file of a package, and in a collection which font by language."""

    package: str
    file: str
    # Chinese, Japanese and Korean write the same characters differently; "" is the font for everybody else.
    indexes: tuple[tuple[str, int], ...] = (("", 0),)
    # Where bold is a file of its own.
    bold_file: str = ""
    # How much larger it has to be set to look as large as the text around it.
    enlargement: float = 1.0

    def source(self, language: str, weight: float) -> FontSource | None:
        """Return where the font is, or None if its package is not installed."""
        try:
            path = _package(self.package) / (self.bold_file if self.bold_file and weight >= _HEAVY else self.file)
        except AssetError:
            return None
        chosen = 0
        for prefix, index in self.indexes:
            if language.lower().startswith(prefix):
                chosen = index
        return FontSource(str(path), (("wght", weight),), chosen)


# Latin, Greek and Cyrillic first, then scripts, then symbols, then the large ones.
_SCRIPTS = (
    "Arabic", "Hebrew", "Devanagari", "Thai", "Bengali", "Tamil", "Telugu", "Gujarati", "Gurmukhi", "Kannada",
    "Malayalam", "Oriya", "Sinhala", "Khmer", "Lao", "Myanmar", "Armenian", "Georgian", "Ethiopic",
)  # fmt: skip
# The package sets formulas of its own; of it we use the font, STIX Two Math, which no package brings by itself.
MATHEMATICS = Fallback("ziamath", "fonts/STIXTwoMath-Regular.ttf")
SHIPPED_FALLBACKS: tuple[Fallback, ...] = (
    Fallback("manimgx_fonts", "NotoSans[wght].ttf"),
    # A book hand, and each letter is one glyph; Noto draws dots apart, which says each letter twice.
    Fallback("fontpkg_amiri", "files/Amiri-Regular.ttf", bold_file="files/Amiri-Bold.ttf", enlargement=1.15),
    *(Fallback("manimgx_fonts", f"NotoSans{script}[wght].ttf") for script in _SCRIPTS),
    Fallback("manimgx_fonts", "NotoSansSymbols[wght].ttf"),
    Fallback(
        "manimgx_fonts_cjk",
        "NotoSansCJK-VF.otf.ttc",
        (("", 0), ("ko", 1), ("zh", 2), ("zh-hant", 3), ("zh-tw", 3), ("zh-hk", 4), ("yue", 4)),
    ),
    Fallback("manimgx_fonts", "NotoEmoji[wght].ttf"),
    MATHEMATICS,
    # The only one of those always installed that has block elements: redaction bars that a story quotes (█).
    Fallback("fontpkg_source_code_pro", "files/SourceCodePro[wght].ttf"),
)


@lru_cache(maxsize=32)
def _package(name: str) -> Path:
    """Return the folder of an installed package without importing it."""
    spec = find_spec(name)
    if spec is None or not spec.origin:
        raise AssetError(
            f"The font package {name.replace('_', '-')} is not installed.",
            remedy=f"pip install {name.replace('_', '-')}",
            code="font-package-missing",
        )
    return Path(spec.origin).parent


class FontSet:
    """The faces of one document."""

    def __init__(
        self,
        serif: Family | None = None,
        sans: Family | None = None,
        mono: Family | None = None,
        fallbacks: Sequence[Fallback | FontSource] | None = None,
        on_missing: Callable[[str, Face], None] | None = None,
    ) -> None:
        self._families: dict[FamilyName, Family | None] = {"serif": serif, "sans": sans, "mono": mono}
        self._fallbacks = SHIPPED_FALLBACKS if fallbacks is None else tuple(fallbacks)
        self._on_missing = on_missing
        self.missing: set[str] = set()
        """Characters that no font has, each reported once."""
        self._faces: dict[FontSource, Face] = {}
        self._resources: dict[FontSource, str] = {}
        self.later: LaterCodes | None = None
        self._found: dict[tuple[str, bool, str], Face | None] = {}

    def face(self, family: FamilyName, *, bold: bool = False, italic: bool = False) -> Face:
        """Return the face, the same object for the same arguments; the nearest one if the family lacks it."""
        chosen = self._families[family]
        if chosen is None:
            chosen = self._families[family] = shipped_family(family)
        return self._open(chosen.source(bold=bold, italic=italic))

    @cached_property
    def mathematical(self) -> Face | None:
        """The face with the signs of formulas, if it is installed (extra `math`)."""
        source = MATHEMATICS.source("", _REGULAR)
        if source is None or MATHEMATICS not in self._fallbacks:
            return None
        return self._open(source, f"F{_FIRST_FALLBACK + 2 * self._fallbacks.index(MATHEMATICS)}")

    def open(self, source: FontSource, resource: str) -> Face:
        """Return the face from this source, of which another process says what pages call it."""
        return self._open(source, resource)

    def give_later(self) -> LaterCodes:
        """Let all faces keep the places of codes whose numbers hang on what others use; return who keeps them."""
        self.later = LaterCodes()
        for face in self._faces.values():
            face.later = self.later
        return self.later

    @property
    def faces(self) -> list[Face]:
        """Every face opened so far, in order of first use."""
        return list(self._faces.values())

    def _open(self, source: FontSource, resource: str = "") -> Face:
        face = self._faces.get(source)
        if face is None:
            if not self._resources:
                self._resources = self._named()
            resource = self._resources.get(source) or resource
            face = self._faces[source] = Face(source, find=self._find, on_missing=self._report, resource=resource)
            face.later = self.later
        return face

    def _named(self) -> dict[FontSource, str]:
        """Return what pages call the faces of the families: names that do not hang on which is used first."""
        named: dict[FontSource, str] = {}
        for position, (name, family) in enumerate(self._families.items()):
            try:
                chosen = family or shipped_family(name)
            except AssetError:
                continue  # whoever needs it will be told
            for style in range(4):
                source = chosen.source(bold=bool(style & 1), italic=bool(style & 2))
                named.setdefault(source, f"F{4 * position + style + 1}")
        return named

    def _find(self, character: str, beside: Face, language: str) -> Face | None:
        """Return a face of about the same weight that has the character."""
        bold = beside.program.weight >= _HEAVY
        key = (character, bold, language)
        if key not in self._found:
            self._found[key] = None
            weight = _BOLD if bold else _REGULAR
            for position, fallback in enumerate(self._fallbacks):
                source = fallback.source(language, weight) if isinstance(fallback, Fallback) else fallback
                if source is not None and open_program(*source).font.get_nominal_glyph(ord(character)):
                    resource = f"F{_FIRST_FALLBACK + 2 * position + bold}" + f".{source.number}" * bool(source.number)
                    self._found[key] = found = self._open(source, resource)
                    if isinstance(fallback, Fallback):
                        found.enlargement = fallback.enlargement
                    break
        return self._found[key]

    def _report(self, character: str, face: Face) -> None:
        if character not in self.missing:
            self.missing.add(character)
            if self._on_missing is not None:
                self._on_missing(character, face)
