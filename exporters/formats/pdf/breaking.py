"""Which places to end lines at: total fit after Knuth and Plass, or first fit. Numbers in, numbers out.

D. E. Knuth, M. F. Plass, Breaking Paragraphs into Lines, Software: Practice and Experience 11 (1981).
The time is linear in the number of places: for each place only those line beginnings are tried that give a line
between full and far too loose, and these move forward with the place.
"""

from __future__ import annotations

from typing import NamedTuple

# How far a space stretches or shrinks at a ratio of 1 or -1, as a part of its width.
STRETCH = 0.5
SHRINK = 0.3
# How much of the measure a ragged line leaves free at a ratio of 1.
RAG = 0.12
# From this ratio on, a paragraph is worth a second try with hyphens.
TOLERANCE = 1.0
_HOPELESS = 2.5
_LINE_PENALTY = 10
_TWO_HYPHENS = 4000.0
_SHORT_LAST_LINE = 3000.0
_SHORT = 0.12
_INFINITE = 1e30


class Places(NamedTuple):
    """Where lines may end, as parallel lists; the first entry is the beginning of the paragraph.

    A line from place a to place k is `ends[k] - starts[a]` long and has `stretch_to[k] - stretch_from[a]` of space.
    """

    ends: list[float]
    starts: list[float]
    stretch_to: list[float]
    stretch_from: list[float]
    # What ending a line there costs, above 0 for hyphens and worse; None if nothing costs anything.
    penalties: list[int] | None = None


def total_fit(places: Places, measure: float, *, justified: bool) -> tuple[list[int], float]:
    """Return the places that make the best paragraph, and the ratio of its loosest line but the last."""
    ends, starts, stretch_to, stretch_from, penalties = places
    count = len(ends)
    costs = [0.0] * count
    previous = [0] * count
    ratios = [0.0] * count
    shrink = SHRINK if justified else 0.0
    rag = 1 / (measure * RAG) if measure else 1.0
    tight = 1 / (measure * 0.02) if measure else 1.0
    first = 0
    last = count - 1
    for place in range(1, count):
        end, total = ends[place], stretch_to[place]
        while first < place - 1 and end - starts[first] - (total - stretch_from[first]) * shrink > measure:
            first += 1
        penalty = _LINE_PENALTY + (penalties[place] if penalties else 0)
        flagged = penalties is not None and penalty > _LINE_PENALTY
        best = _INFINITE
        chosen = first
        ratio = chosen_ratio = 0.0
        for begin in range(first, place):
            free = measure - end + starts[begin]
            space = total - stretch_from[begin]
            if free >= 0.0:
                if place == last:
                    demerits = penalty * penalty + costs[begin]
                    if measure - free < measure * _SHORT and begin:
                        demerits += _SHORT_LAST_LINE
                    ratio = 0.0
                    if demerits < best:
                        best, chosen, chosen_ratio = demerits, begin, 0.0
                    continue
                if not justified:
                    ratio = free * rag
                elif space > 0.0:
                    ratio = free / (space * STRETCH)
                else:
                    ratio = free * tight
                if ratio > _HOPELESS and best < _INFINITE:
                    break
                badness = penalty + 100.0 * ratio * ratio * ratio
            else:
                ratio = free / (space * SHRINK) if space > 0.0 and justified else -10.0
                badness = penalty - 100.0 * ratio * ratio * ratio
            demerits = badness * badness + costs[begin]
            if flagged and penalties is not None and penalties[begin]:
                demerits += _TWO_HYPHENS
            if demerits < best:
                best, chosen, chosen_ratio = demerits, begin, ratio
        costs[place] = best
        previous[place] = chosen
        ratios[place] = chosen_ratio
    found: list[int] = []
    worst = 0.0
    place = last
    while place > 0:
        found.append(place)
        worst = max(worst, ratios[place])
        place = previous[place]
    found.reverse()
    return found, worst


def first_fit(places: Places, measure: float, *, justified: bool) -> list[int]:
    """Return the places that fill each line as far as it goes."""
    ends, starts, stretch_to, stretch_from, _ = places
    shrink = SHRINK if justified else 0.0
    found: list[int] = []
    begin = 0
    best = 0
    for place in range(1, len(ends)):
        while best > begin and ends[place] - starts[begin] - (stretch_to[place] - stretch_from[begin]) * shrink > measure:
            found.append(best)
            begin = best
        best = place
    if best > begin:
        found.append(best)
    return found
