"""Where the lines of a paragraph end: its places for a line end weighed against each other, with hyphens if need be."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, compress, repeat
from operator import add

from exporters.formats.pdf.breaking import TOLERANCE, Places, first_fit, total_fit
from exporters.formats.pdf.division import HyphenPlace, hyphen_places
from exporters.formats.pdf.hyphenation import hyphenator
from exporters.formats.pdf.opportunities import DASH, EMERGENCY, FORCED, FREE, NEVER, SOFT, TECHNICAL
from exporters.formats.pdf.paragraph import Paragraph, Span
from exporters.formats.pdf.runs import Setting
from exporters.formats.pdf.scaling import what_letters_give

# What ending a line there costs, in the terms of breaking.py.
_PENALTIES = {NEVER: 0, FREE: 0, DASH: 40, SOFT: 450, TECHNICAL: 500, EMERGENCY: 1500, FORCED: 0}
# A line with a divided word is at least and at most so long before its spaces are stretched, in parts of the measure.
_LEAST, _MOST = 0.85, 1.06
# What dividing the last word of a paragraph costs.
_LAST_WORD = 600
# First fit divides words only where a line would stay emptier than this.
_EMPTY = 0.3
# Ragged lines bear more before a word is divided: that they end unevenly is what they are for.
_RAGGED_TOLERANCE = 2.0

Position = tuple[int, int]
"""An atom, and how many characters of it come before."""


class LineEnds:
    """Finds the ends of the lines between two forced ends."""

    def __init__(
        self,
        paragraph: Paragraph,
        start: int,
        stop: int,
        width_pt: float,
        indent_pt: float,
        setting: Setting,
        scaling: float = 0.0,
    ) -> None:
        self.paragraph = paragraph
        self.start, self.stop = start, stop
        self.measure = width_pt
        self.indent = indent_pt
        self.justified = setting.align == "justify" and not setting.preserve
        self.greedy = setting.greedy or setting.preserve
        self.hyphenate = setting.hyphenate and not setting.preserve
        self.wider, self.narrower = what_letters_give(scaling, width_pt - max(indent_pt, 0.0))

    def ends(self) -> list[Position]:
        """Return where each line ends, in atoms and characters of the paragraph."""
        paragraph, start, stop = self.paragraph, self.start, self.stop
        count = stop - start
        whole = count == len(paragraph.widths)
        widths = paragraph.widths if whole else paragraph.widths[start:stop]
        room = self.measure - self.indent
        if paragraph.uniform:
            space = paragraph.space
            if sum(widths) + space * (count - 1) <= room:
                return [(stop, 0)]
            spaces = [space * atom for atom in range(count + 1)]
        else:
            gaps = paragraph.spaces if whole else paragraph.spaces[start:stop]
            if sum(widths) + sum(gaps) - gaps[-1] <= room:
                return [(stop, 0)]
            spaces = [0.0, *accumulate(gaps)]
        stretches = spaces
        if paragraph.uneven:
            stretches = [0.0, *accumulate(paragraph.stretches[start:stop])]
        left = [0.0, *accumulate(widths)]
        starts = list(map(add, left, spaces))
        del left[0]
        places, atoms = self._plain_places(list(map(add, left, spaces)), starts, stretches)
        found, worst = self._fit(places)
        if self.hyphenate and worst > (TOLERANCE if self.justified or self.greedy else _RAGGED_TOLERANCE):
            more = self._hyphen_places(places, atoms, starts, widths)
            if more is not None:
                places, positions = more
                found, worst = self._fit(places)
                return [positions[place] for place in found]
        return [(atoms[place], 0) for place in found]

    def _fit(self, places: Places) -> tuple[list[int], float]:
        if not self.greedy:
            justified, wider, narrower = self.justified, self.wider, self.narrower
            return total_fit(places, self.measure, justified=justified, wider=wider, narrower=narrower)
        found = first_fit(places, self.measure, justified=self.justified)
        begin = 0
        emptiest = 0.0
        for place in found[:-1]:
            emptiest = max(emptiest, self.measure - places.ends[place] + places.starts[begin])
            begin = place
        return found, emptiest / (self.measure * _EMPTY) * TOLERANCE if self.measure else 0.0

    def _plain_places(
        self, ends: list[float], starts: list[float], stretches: list[float]
    ) -> tuple[Places, Sequence[int]]:
        """Return the places without new hyphens, and the atom that begins at each.

        From where each atom ends and starts and the stretch before it; these lists are used up.
        """
        start, stop = self.start, self.stop
        begins = [starts[0] - self.indent, *starts[1:]]
        kinds: list[int] = []
        if not self.paragraph.uniform:
            kinds = self.paragraph.breaks[start:stop]
            kinds[-1] = FREE
        if kinds.count(FREE) == len(kinds):
            return Places([0.0, *ends], begins, [0.0, *stretches[:-1]], stretches), range(start, stop + 1)
        penalties = None
        if max(kinds) > FREE:
            if SOFT in kinds:
                ends = list(map(add, ends, map(self._hyphen_width, range(start, stop))))
            penalties = [0, *map(_PENALTIES.__getitem__, filter(None, kinds))]
        places = Places(
            [0.0, *compress(ends, kinds)],
            [begins[0], *compress(begins[1:], kinds)],
            [0.0, *compress(stretches, kinds)],
            [0.0, *compress(stretches[1:], kinds)],
            penalties,
        )
        return places, [start, *compress(range(start + 1, stop + 1), kinds)]

    def _hyphen_width(self, atom: int) -> float:
        """Return what a soft hyphen after this atom adds to the line."""
        if self.paragraph.breaks[atom] != SOFT:
            return 0.0
        span = self.paragraph.spans[self.paragraph.of[atom]]
        return span.words.hyphen_pt

    def _hyphen_places(
        self, places: Places, atoms: Sequence[int], starts: list[float], widths: list[float]
    ) -> tuple[Places, list[Position]] | None:
        """Return the places with those inside words added, or None if no word can be divided.

        Only words are looked at that a line may end in. Half a word alone on the last line costs more.
        """
        paragraph, first = self.paragraph, self.start
        spans, uniform = paragraph.spans, paragraph.uniform
        able = [self._divided_words(span) for span in spans]
        if not any(words is not None for words in able):
            return None
        texts, of, breaks, levels = paragraph.texts, paragraph.of, paragraph.breaks, paragraph.levels
        old_ends, old_starts, old_to, old_from, old_penalties = places
        penalties_before = old_penalties or [0] * len(old_ends)
        ends: list[float] = []
        begins: list[float] = []
        stretch_to: list[float] = []
        stretch_from: list[float] = []
        penalties: list[int] = []
        found: list[Position] = []
        copied = 0
        last = len(old_ends) - 1
        addresses = TECHNICAL in breaks
        known_words = able[0]
        for place in self._ends_of_lines(places):
            for atom in range(atoms[place - 1], atoms[place]):
                if not uniform:
                    known_words = able[of[atom]]
                    if levels and levels[atom] & 1:
                        continue
                    # A hyphen in an address would be taken for a part of it.
                    if addresses and TECHNICAL in breaks[max(atom - 1, first) : atom + 1]:
                        continue
                if known_words is None:
                    continue
                known = known_words[texts[atom]]
                if not known:
                    continue
                if copied < place:
                    ends += old_ends[copied:place]
                    begins += old_starts[copied:place]
                    stretch_to += old_to[copied:place]
                    stretch_from += old_from[copied:place]
                    penalties += penalties_before[copied:place]
                    found += zip(atoms[copied:place], repeat(0))
                    copied = place
                stretch = old_to[place]
                penalty = _PENALTIES[SOFT] if place < last else _LAST_WORD
                begin = starts[atom - first]
                end = begin + widths[atom - first]
                for offset, head, tail in known:
                    ends.append(begin + head)
                    begins.append(end - tail)
                    stretch_to.append(stretch)
                    stretch_from.append(stretch)
                    penalties.append(penalty)
                    found.append((atom, offset))
        if not copied:
            return None
        return (
            Places(
                ends + old_ends[copied:],
                begins + old_starts[copied:],
                stretch_to + old_to[copied:],
                stretch_from + old_from[copied:],
                penalties + penalties_before[copied:],
            ),
            [*found, *zip(atoms[copied:], repeat(0))],
        )

    def _divided_words(self, span: Span) -> Mapping[str, tuple[HyphenPlace, ...]] | None:
        """Return where words of a span may be divided, or None if none may."""
        if not span.style.hyphenate or hyphenator(span.shaper.language) is None:
            return None
        return hyphen_places(span.words)

    def _ends_of_lines(self, places: Places) -> Iterator[int]:
        """Yield the places at or before which a line may end: the first near the measure, the second near twice that.

        From the fifth line on that may be anywhere.
        """
        ends, starts = places.ends, places.starts
        origin = starts[0]
        least, most = self.measure * _LEAST, self.measure * _MOST
        count = len(ends)
        done = 1
        line = 1
        while done < count:
            begin = max(bisect_left(ends, origin + line * least, 1), done)
            # Where nothing more parts the windows of lines, the rest is one.
            open_ended = (line + 1) * least <= line * most
            stop = count if open_ended else min(bisect_right(starts, origin + line * most) + 1, count)
            yield from range(begin, stop)
            done = max(stop, done)
            line += 1
            if begin >= count:
                break
