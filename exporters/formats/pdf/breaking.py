"""Which places to end lines at: total fit after Knuth and Plass, or first fit. Numbers in, numbers out.

D. E. Knuth, M. F. Plass, Breaking Paragraphs into Lines, Software: Practice and Experience 11 (1981).
They go through the places from left to right. Here the beginnings of lines are tried in the order of what the lines
before them cost (E. W. Dijkstra, A Note on Two Problems in Connexion with Graphs, 1959): the paragraph found is the
same, and of the places in a book nine in ten are never tried, for to come to them costs more than the best paragraph.
"""

from __future__ import annotations

from bisect import bisect_left
from heapq import heappop, heappush
from itertools import repeat
from operator import add, mul
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


def total_fit(
    places: Places, measure: float, *, justified: bool, wider: float = 0.0, narrower: float = 0.0
) -> tuple[list[int], float]:
    """Return the places that make the best paragraph, and the ratio of its loosest line but the last.

    `wider` and `narrower` are what letters give way, beside the spaces, at a ratio of 1 or -1 (scaling.py).

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
    penalty = _LINE_PENALTY
    flagged = False
    # How far a line to each place reaches if it is as loose as a line may be.
    stretch, shrink = (_HOPELESS * STRETCH, SHRINK) if justified else (0.0, 0.0)
    spare = 1.0 + _HOPELESS * wider if justified else _HOPELESS / rag
    reaches = list(map(add, ends, map(mul, stretch_to, repeat(stretch)))) if justified else ends
    waiting = [(0.0, 0)]
    while waiting:
        cost, begin = heappop(waiting)
        if cost > costs[begin]:
            continue  # there was a better way here
        if begin == last:
            break
        reach = measure + starts[begin]
        spent = stretch_from[begin]
        # The first place that is not far too loose.
        low = place = bisect_left(reaches, reach + stretch * spent - spare, begin + 1, last)
        if low - 1 > begin and reach - ends[low] < -shrink * (stretch_to[low] - spent) - narrower:
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
                        heappush(waiting, (demerits, place))
                    break
                if not justified:
                    ratio = free * rag
                elif space > 0.0:
                    ratio = free / (space * STRETCH + wider)
                else:
                    ratio = free * tight
                badness = penalty + 100.0 * ratio * ratio * ratio
                if ratio > TOLERANCE:
                    badness += _LOOSE
            else:
                gives = space * SHRINK + narrower
                ratio = free / gives if justified and gives > 0.0 else -10.0
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
                heappush(waiting, (demerits, place))
            place += 1
    found: list[int] = []
    place = last
    while place > 0:
        found.append(place)
        place = previous[place]
    found.reverse()
    return found, max(map(ratios.__getitem__, found), default=0.0)


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
