"""Lists as Word counts them: the definitions of their levels, and one numbering for each list that counts by itself.

ECMA-376 part 1, 17.9. All levels count in decimals, as the other formats do, so that an item has one name everywhere.
"""

from __future__ import annotations

from typing import Final

import msgspec

from exporters.formats.docx.markup import document

STEP: Final = 425
"""How far each level of a list, a quotation or a definition is set in, in twentieths of a point (7.5 mm)."""
WIDE_STEP: Final = 624
"""The same where the numbers have three digits or more."""
LEVELS: Final = 9
"""Word knows nine levels."""

BULLETS: Final = 1
TASKS: Final = 2
_ORDERED: Final = 3
_WIDE: Final = 4
_WIDE_FROM: Final = 100
_MARKS: Final = ("•", "–", "▪")
_MARK_FONT: Final = '<w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri" w:hint="default"/></w:rPr>'
"""Marks come from one font, whatever their item is set in."""
_NO_MARK: Final = "\u200b"
"""A mark of no width: with none at all pandoc takes an item for a further paragraph of the one before."""
_MAX_START: Final = 32767  # Word refuses to count further


class Kept(msgspec.Struct, frozen=True):
    """The numbering of a template: its definitions and lists as text, and the highest number of each."""

    definitions: str = ""
    lists: str = ""
    last_definition: int = 0
    last_list: int = 0


NOTHING_KEPT: Final = Kept()


class Numbering:
    """The numberings that a document has used so far, after those of its template.

    The first two are those of bullets and tasks, which do not count.
    """

    def __init__(self, kept: Kept = NOTHING_KEPT) -> None:
        self._kept = kept
        self._lists: list[str] = []
        for number in (BULLETS, TASKS):
            self._add(number)
        self._used = bool(kept.definitions)

    def _add(self, definition: int, override: str = "") -> int:
        number = self._kept.last_list + len(self._lists) + 1
        kind = f'<w:abstractNumId w:val="{self._kept.last_definition + definition}"/>'
        self._lists.append(f'<w:num w:numId="{number}">{kind}{override}</w:num>')
        return number

    def bullets(self) -> int:
        """Return the list id of all lists with bullets."""
        self._used = True
        return self._kept.last_list + BULLETS

    def tasks(self) -> int:
        """Return the list id of items that begin with a box of their own."""
        self._used = True
        return self._kept.last_list + TASKS

    def ordered(self, level: int, start: int, wide: bool) -> int:
        """Return the id of a new list that counts from `start` at this level, counted from 0."""
        self._used = True
        first = min(max(start, 0), _MAX_START)
        override = f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{first}"/></w:lvlOverride>'
        return self._add(_WIDE if wide else _ORDERED, override)

    def part(self) -> str:
        """Return the numbering part, or nothing if the document has no list. Definitions stand before lists."""
        if not self._used:
            return ""
        before = self._kept.last_definition
        bullets = _definition(before + BULLETS, "bullet", [_MARKS[level % len(_MARKS)] for level in range(LEVELS)])
        tasks = _definition(before + TASKS, "bullet", [_NO_MARK] * LEVELS)
        decimals = [f"%{level + 1}." for level in range(LEVELS)]
        ordered = _definition(before + _ORDERED, "decimal", decimals)
        wide = _definition(before + _WIDE, "decimal", decimals, WIDE_STEP)
        definitions = self._kept.definitions + bullets + tasks + ordered + wide
        return document("numbering", definitions + self._kept.lists + "".join(self._lists))


def is_wide(start: int, count: int) -> bool:
    """Return whether the numbers of a list need more room than usual."""
    return start + count > _WIDE_FROM


def _definition(number: int, format_name: str, texts: list[str], step: int = STEP) -> str:
    font = _MARK_FONT if format_name == "bullet" else ""
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{format_name}"/>'
        f'{_NOTHING if text == _NO_MARK else ""}<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{STEP * level + step}" w:hanging="{step}"/></w:pPr>{font}</w:lvl>'
        for level, text in enumerate(texts)
    )
    # The number by which Word recognises the same list in two documents when text is copied between them.
    identity = f'<w:nsid w:val="{0x42530000 + number:08X}"/>'
    kind = '<w:multiLevelType w:val="multilevel"/>'
    return f'<w:abstractNum w:abstractNumId="{number}">{identity}{kind}{levels}</w:abstractNum>'


_NOTHING: Final = '<w:suff w:val="nothing"/>'
