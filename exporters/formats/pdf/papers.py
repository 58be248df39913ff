"""Sizes of paper: by name, or as width and height."""

from __future__ import annotations

from exporters.patterns import pattern

MM = 72 / 25.4
"""Points in a millimetre."""

PAPERS_PT = {
    "a3": (297 * MM, 420 * MM),
    "a4": (210 * MM, 297 * MM),
    "a5": (148 * MM, 210 * MM),
    "letter": (612.0, 792.0),
    "legal": (612.0, 1008.0),
    "tabloid": (792.0, 1224.0),
}
_UNITS_PT = {"mm": MM, "cm": 10 * MM, "in": 72.0, "pt": 1.0}
_OWN = pattern(r"([0-9]{1,5}(?:\.[0-9]+)?)x([0-9]{1,5}(?:\.[0-9]+)?)(mm|cm|in|pt)")
_SMALLEST_PT, _LARGEST_PT = 200.0, 5000.0


def paper_size_pt(paper: str) -> tuple[float, float]:
    """Return width and height of a paper such as `a5`, `210x297mm` or `8.5x13in`.

    Raises ValueError for a name that does not exist, and for a size that no text fits or no page may have
    (ISO 32000-1, Annex C: 14400 units; here 200 to 5000 points).
    """
    paper = paper.strip().lower()
    known = PAPERS_PT.get(paper)
    if known is not None:
        return known
    own = _OWN.fullmatch(paper)
    if own is None:
        raise ValueError(f"{paper!r} is no paper; known are {', '.join(PAPERS_PT)}, or a size such as 210x297mm")
    unit = _UNITS_PT[own[3]]
    width, height = float(own[1]) * unit, float(own[2]) * unit
    if not (_SMALLEST_PT <= width <= _LARGEST_PT and _SMALLEST_PT <= height <= _LARGEST_PT):
        raise ValueError(f"a page of {paper} is too small or too large: 200 to 5000 points on each side")
    return round(width, 2), round(height, 2)
