"""Atoms cut smaller: words divided at hyphens, and whatever is wider than the measure cut wherever it must be."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise

from exporters.formats.pdf.hyphenation import hyphenator
from exporters.formats.pdf.opportunities import EMERGENCY, FORCED, FREE, NEVER
from exporters.formats.pdf.paragraph import Paragraph
from exporters.formats.pdf.words import SizedWords

_SHORTEST = 5
# A divided word is measured exactly once its division is chosen; until then this is added to the estimate.
_DOUBT = 8.0
_EXTENDING_CATEGORIES = ("Mn", "Mc", "Me", "Cf", "Sk")

HyphenPlace = tuple[int, float, float]
"""Characters before the hyphen, width up to and with it, width of the rest; in points."""


class HyphenPlaces(dict[str, tuple[HyphenPlace, ...]]):
    """Where words of one shaper and size may be divided, and about how wide their halves are."""

    def __init__(self, words: SizedWords) -> None:
        super().__init__()
        self._words = words
        self._divider = hyphenator(words.shaper.language)

    def __missing__(self, word: str) -> tuple[HyphenPlace, ...]:
        divider, words = self._divider, self._words
        positions = divider.positions(word) if divider is not None and len(word) >= _SHORTEST else ()
        places: list[HyphenPlace] = []
        if positions:
            width = words[word][0]
            advances = words.shaper.advances
            # Kerning and ligatures are shared out evenly.
            scale = width / (sum(map(advances.__getitem__, word)) or 1)
            doubt = _DOUBT * words.unit_pt
            hyphen = words.hyphen_pt + doubt
            for position in positions:
                head = sum(map(advances.__getitem__, word[:position])) * scale
                places.append((position, head + hyphen, width - head + doubt))
        found = self[word] = tuple(places)
        return found


def hyphen_places(words: SizedWords) -> Mapping[str, tuple[HyphenPlace, ...]]:
    """Return where words of this size may be divided, the same object each time; it knows every word."""
    if words.hyphens is None:
        words.hyphens = HyphenPlaces(words)
    return words.hyphens


def generalise(paragraph: Paragraph) -> None:
    """Turn a uniform paragraph into one with a list for everything, in points."""
    if not paragraph.uniform:
        return
    count = len(paragraph.texts)
    paragraph.spaces = [paragraph.space] * count
    paragraph.breaks = [FREE] * count
    paragraph.of = [0] * count
    if count:
        paragraph.spaces[-1] = 0.0
        paragraph.breaks[-1] = NEVER
    paragraph.stretches = paragraph.spaces
    paragraph.uniform = False


def cut_wide(paragraph: Paragraph, measure: float) -> None:
    """Make sure that no stretch without a place for a line end is wider than the measure."""
    widths, spaces, breaks = paragraph.widths, paragraph.spaces, paragraph.breaks
    count = len(widths)
    wide: list[int] = []
    start = 0
    width = 0.0
    for atom in range(count):
        width += widths[atom]
        if breaks[atom] or atom + 1 == count:
            if width > measure:
                wide += range(start, atom + 1)
            start = atom + 1
            width = 0.0
        else:
            width += spaces[atom]
    if not wide:
        return
    cuts: dict[int, list[int]] = {}
    for atom in wide:
        if not breaks[atom] and atom + 1 < count:
            breaks[atom] = EMERGENCY
        if len(paragraph.texts[atom]) > 1 or paragraph.levels:
            cuts[atom] = _clusters(paragraph.texts[atom])
    divide(paragraph, cuts, EMERGENCY)


def divide(paragraph: Paragraph, cuts: Mapping[int, Sequence[int]], kind: int) -> list[int]:
    """Cut atoms at these characters; return the new index of each old atom's first piece, and of the end."""
    sizes = [1] * len(paragraph.texts)
    for atom, places in cuts.items():
        sizes[atom] += len(places)
    index = [0, *accumulate(sizes)]
    if not cuts:
        return index
    if paragraph.glue:
        # The space is after the last piece.
        paragraph.glue = {index[atom + 1] - 1: fragment for atom, fragment in paragraph.glue.items()}
    own_stretches = paragraph.uneven
    fresh = max(paragraph.units, default=0) + 1
    for atom in sorted(cuts, reverse=True):
        places = cuts[atom]
        if not places and not paragraph.levels:
            continue
        span = paragraph.spans[0 if paragraph.uniform else paragraph.of[atom]]
        unit = span.words.unit_pt
        text = paragraph.texts[atom]
        borders = [0, *places, len(text)]
        pieces = [text[a:b] for a, b in pairwise(borders)]
        level = paragraph.levels[atom] if paragraph.levels else 0
        shaped = [span.shaper.joined(piece, right_to_left=bool(level & 1)) for piece in pieces]
        more = len(places)
        paragraph.texts[atom : atom + 1] = pieces
        paragraph.widths[atom : atom + 1] = [width * unit for width, _ in shaped]
        paragraph.fragments[atom : atom + 1] = [fragment for _, fragment in shaped]
        if not paragraph.uniform:
            paragraph.of[atom:atom] = [paragraph.of[atom]] * more
            paragraph.spaces[atom:atom] = [0.0] * more
            if own_stretches:
                paragraph.stretches[atom:atom] = [0.0] * more
            paragraph.breaks[atom:atom] = [kind] * more
        if paragraph.levels:
            paragraph.levels[atom:atom] = [level] * more
            paragraph.space_levels[atom:atom] = [level] * more
            # Pieces that may part at a line's end are reordered apart; ids only need to differ.
            paragraph.units[atom : atom + 1] = range(fresh, fresh + more + 1)
            fresh += more + 1
    return index


def _clusters(text: str) -> list[int]:
    """Return the borders between what readers take as characters, without the two ends."""
    borders: list[int] = []
    joined = False
    for position, character in enumerate(text):
        extends = (
            joined
            or unicodedata.category(character) in _EXTENDING_CATEGORIES
            or "\U0001f3fb" <= character <= "\U0001f3ff"
        )
        if position and not extends:
            borders.append(position)
        joined = character == "\u200d"
    return borders


def forced_ends(paragraph: Paragraph) -> list[tuple[int, int]]:
    """Return the stretches of atoms between forced line ends."""
    if FORCED not in paragraph.breaks:
        return [(0, len(paragraph.breaks))] if paragraph.breaks else []
    stretches: list[tuple[int, int]] = []
    start = 0
    for atom, kind in enumerate(paragraph.breaks):
        if kind == FORCED:
            stretches.append((start, atom + 1))
            start = atom + 1
    if start < len(paragraph.breaks):
        stretches.append((start, len(paragraph.breaks)))
    return stretches
