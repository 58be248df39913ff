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
# From this ratio on a line is loose, a space 1.75 times its width, and its paragraph worth a second try with hyphens.
TOLERANCE = 1.5
# What a loose line is worse by: so much that a word is rather divided, which else is dear.
_LOOSE = 250.0
_HOPELESS = 3.5
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
    """Return the places that make the best paragraph, and the ratio of its loosest line but the last.

    From every place that some good line ends at, the good lines that begin there are tried; where there is none, the
    fullest. So all lines fit, if there is a place in every stretch as long as the measure.
    """
    ends, starts, stretch_to, stretch_from, penalties = places
    count = len(ends)
    last = count - 1
    costs = [_INFINITE] * count
    costs[0] = 0.0
    previous = [0] * count
    ratios = [0.0] * count
    rag = 1 / (measure * RAG) if measure > 0.0 else 1.0
    tight = 1 / (measure * 0.02) if measure > 0.0 else 1.0
    loosest_rag = _HOPELESS / rag
    loosest_space = _HOPELESS * STRETCH
    penalty = _LINE_PENALTY
    flagged = False
    low = 1
    for begin in range(last):
        cost = costs[begin]
        if cost >= _INFINITE:
            continue
        reach = measure + starts[begin]
        spent = stretch_from[begin]
        if low <= begin:
            low = begin + 1
        # The first place that is not far too loose; it only moves forward.
        if justified:
            while low < last and reach - ends[low] > loosest_space * (stretch_to[low] - spent) + 1.0:
                low += 1
        else:
            while low < last and reach - ends[low] > loosest_rag:
                low += 1
        place = low
        if low - 1 > begin and reach - ends[low] < -SHRINK * (stretch_to[low] - spent if justified else 0.0):
            place = low - 1  # too loose, but the next is too full
        if penalties is not None:
            flagged = penalties[begin] > 0
        while place < count:
            free = reach - ends[place]
            space = stretch_to[place] - spent
            if penalties is not None:
                penalty = _LINE_PENALTY + penalties[place]
            if free >= 0.0:
                if place == last:
                    ratio = 0.0
                    demerits = cost + penalty * penalty
                    if begin and measure - free < measure * _SHORT:
                        demerits += _SHORT_LAST_LINE
                    if flagged:
                        demerits += _TWO_HYPHENS
                    if demerits < costs[place]:
                        costs[place], previous[place], ratios[place] = demerits, begin, 0.0
                    break
                if not justified:
                    ratio = free * rag
                elif space > 0.0:
                    ratio = free / (space * STRETCH)
                else:
                    ratio = free * tight
                badness = penalty + 100.0 * ratio * ratio * ratio
                if ratio > TOLERANCE:
                    badness += _LOOSE
            else:
                ratio = free / (space * SHRINK) if justified and space > 0.0 else -10.0
                if ratio < -1.0:
                    if place > low or low - 1 > begin:
                        break
                    ratio = -10.0  # nothing else: one stretch that is wider than the measure
                badness = penalty - 100.0 * ratio * ratio * ratio
            demerits = badness * badness + cost
            if flagged and penalty > _LINE_PENALTY:
                demerits += _TWO_HYPHENS
            if demerits < costs[place]:
                costs[place], previous[place], ratios[place] = demerits, begin, ratio
            place += 1
    found: list[int] = []
    place = last
    while place > 0:
        found.append(place)
        place = previous[place]
    found.reverse()
    return found, max((ratios[place] for place in found), default=0.0)


def first_fit(places: Places, measure: float, *, justified: bool) -> list[int]:
    """Return the places that fill each line as far as it goes."""
    ends, starts, stretch_to, stretch_from, _ = places
    shrink = SHRINK if justified else 0.0
    found: list[int] = []
    begin = 0
    best = 0
    for place in range(1, len(ends)):
        while best > begin:
            natural = ends[place] - starts[begin]
            if natural - (stretch_to[place] - stretch_from[begin]) * shrink <= measure:
                break
            found.append(best)
            begin = best
        best = place
    if best > begin:
        found.append(best)
    return found
