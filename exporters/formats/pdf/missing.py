"""Characters that no font at hand has: each is told of once, those whose fonts come apart all at once."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable

from exporters.formats.pdf.face import Face
from exporters.model.place import Place
from exporters.report import Report

_EAST_ASIAN = ("CJK ", "HIRAGANA ", "KATAKANA ", "HANGUL ", "IDEOGRAPHIC ", "BOPOMOFO ", "FULLWIDTH ")
"""How the names of characters begin whose fonts come with the extra `cjk`."""


class MissingGlyphs:
    """What one export lacks; `place` tells where it is in the text."""

    def __init__(self, report: Report, place: Callable[[], Place]) -> None:
        self._report = report
        self._place = place
        self.east_asian: list[tuple[str, Place]] = []
        """Those whose fonts come together, each with the place where it was met first."""

    def told(self, character: str, _face: Face) -> None:
        """Take a character for which a replacement is set."""
        name = unicodedata.name(character, "a character without a name")
        if name.startswith(_EAST_ASIAN):
            self.east_asian.append((character, self._place()))
            return
        self._report.warning(
            "pdf-missing-glyph",
            f"no font at hand has {name} (U+{ord(character):04X}); a replacement character stands in its place",
            self._place(),
            "Install a font package that has it, or write it in another way",
        )

    def take_over(self, found: Iterable[tuple[str, Place]]) -> None:
        """Take what another process met of them."""
        known = {character for character, _ in self.east_asian}
        self.east_asian += [one for one in found if one[0] not in known]

    def finish(self) -> None:
        """Say once that the fonts for Chinese, Japanese and Korean are not installed."""
        if not self.east_asian:
            return
        first, place = self.east_asian[0]
        count = len(self.east_asian)
        self._report.warning(
            "pdf-missing-glyph",
            f"no font at hand has {count} Chinese, Japanese or Korean character{'s' if count > 1 else ''}, the first of"
            f" them {first}; replacement characters stand in their place, and nobody can read them",
            place,
            "Install their fonts: pip install 'broadsheet[cjk]'",
        )
