"""Fonts in the e-book, on request: the letters that it uses and no others, by HarfBuzz's subsetter.

A reading system has fonts of its own, and a reader's choice among them comes first, so that none are embedded unless
asked for. Scripts that the fonts at hand do not have stay with the reading system.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import msgspec

from exporters.errors import FormatError


class Face(msgspec.Struct, frozen=True):
    """One face: its family in the style sheet, where it is, and what it is pinned to."""

    family: str
    weight: int
    italic: bool
    package: str
    file: str
    axes: dict[str, float] = {}

    @property
    def name(self) -> str:
        """The name of its file in the e-book."""
        style = "italic" if self.italic else "roman"
        return f"fonts/{self.family.lower().replace(' ', '-')}-{style}-{self.weight}.ttf"


SERIF: Final = "Source Serif 4"
SANS: Final = "Source Sans 3"
CODE: Final = "Source Code Pro"
ARABIC: Final = "Amiri"
_SERIF_4: Final = ("fontpkg_source_serif_4", "SourceSerif4[opsz,wght].ttf", "SourceSerif4-Italic[opsz,wght].ttf")
_TEXT_SIZE: Final = 12.0
_LICENCE: Final = 13
_LICENCE_ADDRESS: Final = 14
"""Names in a font (https://learn.microsoft.com/typography/opentype/spec/name#name-ids)."""

FACES: Final = (
    *(
        Face(SERIF, weight, italic, _SERIF_4[0], _SERIF_4[1 + italic], {"opsz": _TEXT_SIZE, "wght": weight})
        for weight in (400, 700)
        for italic in (False, True)
    ),
    *(
        Face(SANS, weight, False, "fontpkg_source_sans_3", "SourceSans3[wght].ttf", {"wght": weight})  # noqa: FBT003
        for weight in (400, 700)
    ),
    Face(CODE, 400, False, "fontpkg_source_code_pro", "SourceCodePro[wght].ttf", {"wght": 400}),  # noqa: FBT003
    *(
        Face(ARABIC, weight, False, "fontpkg_amiri", f"Amiri-{name}.ttf")  # noqa: FBT003
        for weight, name in ((400, "Regular"), (700, "Bold"))
    ),
)


def embedded(characters: set[str]) -> Iterator[tuple[Face, bytes]]:
    """Yield the faces that have a letter or digit of these beyond what others have, each with its subset.

    Raises FormatError where a package of fonts is not installed.
    """
    arabic = any("\u0600" <= character <= "\u06ff" for character in characters)
    for face in FACES:
        if face.family != ARABIC or arabic:
            made = _subset(face, characters)
            if made:
                yield face, made


def style_rules(faces: list[Face]) -> str:
    """Return the rules that bring the faces into the text, below the fonts that a reader may choose."""
    rules = [
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight};'
        f' font-style: {"italic" if face.italic else "normal"}; src: url("{face.name}"); }}'
        for face in faces
    ]
    families = dict.fromkeys(face.family for face in faces)
    text = ", ".join(f'"{family}"' for family in (SERIF, ARABIC) if family in families)
    rules += [f"body {{ font-family: {text}, serif; }}"] if text else []
    if SANS in families:
        rules.append(f'{_SANS_SELECTOR} {{ font-family: "{SANS}", sans-serif; }}')
    if CODE in families:
        rules.append(f'code, kbd, samp, pre {{ font-family: "{CODE}", monospace; }}')
    return "\n".join(["", *rules, ""])


_SANS_SELECTOR: Final = ".kicker, .byline, .dateline, .colophon, figcaption, caption, th, .title, .attribution"


def _subset(face: Face, characters: set[str]) -> bytes:
    import uharfbuzz

    hb: Any = uharfbuzz
    found = find_spec(face.package)
    if found is None or found.origin is None:
        raise FormatError(
            f"the fonts of {face.package} are not installed",
            remedy=f"pip install {face.package.replace('_', '-')}, or leave out `-O epub.fonts=embed`",
            code="font-package-missing",
        )
    blob = hb.Blob.from_file_path(str(Path(found.origin).parent / "files" / face.file))
    whole = hb.Face(blob)
    points = {ord(character) for character in characters} & set(whole.unicodes)
    if not points:
        return b""
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(points)
    wanted.name_id_set.update((_LICENCE, _LICENCE_ADDRESS))  # which its licence wants in every copy
    wanted.flags = hb.SubsetFlags.NO_HINTING  # no screen of today's reading systems asks for it
    for axis, value in face.axes.items():
        wanted.pin_axis_location(whole, axis, value)
    return bytes(hb.subset(whole, wanted).blob.data)
