"""Letters set apart: what is left of a narrow line that neither its spaces nor the width of its letters can fill.

Columns of a newspaper know no better way with three long words on a line (character spacing, ISO 32000-1, 9.3.2).
"""

from __future__ import annotations

import re

from exporters.formats.pdf.lines import Row
from exporters.formats.pdf.opportunities import SOFT
from exporters.formats.pdf.paragraph import Paragraph
from exporters.patterns import pattern

_SPACES = 1.5
"""So many times their own width more are spaces in such a line."""
_FARTHEST = 0.08
"""Letters stand no farther apart, in parts of the size; a line that would need more stays ragged."""
_JOINED = pattern("[^\x00-\u02ff\u0370-\u0482\u048a-\u052f\u1e00-\u1fff\u2010-\u205e\u20a0-\u20bf]")
"""What is not Latin, Greek or Cyrillic, whose letters stand by themselves, or is a mark on the letter before."""
_MOVE = pattern(r"\)-?[\d.]+\(")
_ESCAPED = pattern(r"\\.", re.DOTALL)


def letters_apart(paragraph: Paragraph, row: Row, free_pt: float) -> tuple[float, float] | None:
    """Return what to add between all letters, and the ratio of the spaces; None where letters cannot stand so."""
    start, stop = row.start, row.stop
    if row.stretch_pt <= 0.0 or paragraph.uneven or paragraph.glue or paragraph.levels:
        return None
    if _JOINED.search("".join(paragraph.texts[start:stop])):
        return None
    spaces = stop - start - 1 if paragraph.uniform else sum(space > 0.0 for space in paragraph.spaces[start : stop - 1])
    codes = sum(_codes(fragment) for fragment in paragraph.fragments[start:stop]) + spaces + (row.ending == SOFT)
    if codes < 2:
        return None
    apart = (free_pt - _SPACES * row.stretch_pt) / (codes - 1)
    span = paragraph.spans[0 if paragraph.uniform else paragraph.of[start]]
    return (apart, _SPACES) if apart <= _FARTHEST * span.size_pt else None


def _codes(fragment: str) -> int:
    """Return how many glyphs a drawing shows, two bytes each."""
    return len(_ESCAPED.sub("-", _MOVE.sub("", fragment))) // 2
