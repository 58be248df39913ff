"""A paragraph broken into lines, which pages may share out between them without breaking it again."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, compress, repeat
from operator import add
from typing import NamedTuple

from exporters.contract import count_characters
from exporters.formats.pdf.bidirectional import HAS_RIGHT_TO_LEFT
from exporters.formats.pdf.breaking import TOLERANCE, Places, first_fit, total_fit
from exporters.formats.pdf.division import HyphenPlace, cut_wide, divide, forced_ends, generalise, hyphen_places
from exporters.formats.pdf.hyphenation import hyphenator
from exporters.formats.pdf.opportunities import DASH, EMERGENCY, END, FORCED, FREE, NEVER, SOFT, TECHNICAL
from exporters.formats.pdf.paragraph import Paragraph, Span, compile_paragraph, compile_typed
from exporters.formats.pdf.runs import Run, Setting, TextStyle

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


class Row(NamedTuple):
    """One line: its atoms, its natural width and how much of that can stretch, and how it ends."""

    start: int
    stop: int
    width_pt: float
    stretch_pt: float
    # A kind of opportunities.py; END for the last line.
    ending: int


class Lines:
    """The lines of one paragraph at one width; nothing of it changes any more."""

    __slots__ = ("indent_pt", "paragraph", "rows", "setting", "width_pt")

    def __init__(self, paragraph: Paragraph, rows: tuple[Row, ...], width_pt: float, setting: Setting) -> None:
        self.paragraph = paragraph
        self.rows = rows
        self.width_pt = width_pt
        self.setting = setting
        self.indent_pt = _indent(setting, width_pt)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def right_to_left(self) -> bool:
        """Whether the paragraph as a whole runs from right to left."""
        return self.paragraph.right_to_left

    @property
    def widest_pt(self) -> float:
        """Width of the longest line, as set ragged."""
        return max((row.width_pt for row in self.rows), default=0.0)

    @property
    def last_width_pt(self) -> float:
        """Natural width of the last line."""
        return self.rows[-1].width_pt if self.rows else 0.0

    def marks(self, start: int = 0, stop: int | None = None) -> list[object]:
        """Return the marks that begin on lines start to stop, in the order of the text."""
        rows = self.rows[start:stop]
        spans, of = self.paragraph.spans, self.paragraph.of
        if not rows or not any(span.mark is not None for span in spans):
            return []
        if self.paragraph.uniform:
            return [spans[0].mark] if rows[0].start == 0 else []
        first = rows[0].start
        before = spans[of[first - 1]].mark if first else None
        found: list[object] = []
        for atom in range(first, rows[-1].stop):
            mark = spans[of[atom]].mark
            if mark is not before:
                if mark is not None:
                    found.append(mark)
                before = mark
        return found

    def told_before(self, line: int) -> int:
        """Return how many characters of the story's own text stand on the lines before this one, spaces left out."""
        paragraph = self.paragraph
        stop = self.rows[line].start if line < len(self.rows) else len(paragraph.texts)
        if paragraph.uniform:
            return sum(map(count_characters, paragraph.texts[:stop])) if paragraph.runs[0].told else 0
        runs, spans = paragraph.runs, paragraph.spans
        return sum(
            count_characters(text)
            for text, span in zip(paragraph.texts[:stop], paragraph.of, strict=False)
            if runs[spans[span].run].told
        )

    @property
    def told(self) -> int:
        """How many characters of the story's own text these lines hold, spaces left out."""
        return sum(count_characters(run.text) for run in self.paragraph.runs if run.told)

    def text(self, start: int = 0, stop: int | None = None) -> str:
        """Return the text of lines start to stop as copying it from the page gives it: lines end in a space."""
        paragraph = self.paragraph
        parts: list[str] = []
        for row in self.rows[start:stop]:
            for atom in range(row.start, row.stop):
                parts.append(paragraph.texts[atom])
                if not (atom + 1 == row.stop and row.ending in (SOFT, FORCED, END)) and (
                    paragraph.uniform or paragraph.spaces[atom]
                ):
                    parts.append("\u00a0" if atom in paragraph.glue else " ")
            if row.ending == SOFT:
                parts.append("\u00ad")
            elif row.ending == FORCED:
                parts.append("\n")
        return "".join(parts)


def break_lines(runs: Sequence[Run], width_pt: float, setting: Setting) -> Lines:
    """Return the paragraph in lines of at most `width_pt`; no text at all makes no line."""
    if setting.preserve and len(runs) == 1:
        typed = _typed_lines(runs[0], width_pt, setting)
        if typed is not None:
            return typed
    paragraph = compile_paragraph(runs, setting)
    indent_pt = _indent(setting, width_pt)
    narrowest = width_pt - max(indent_pt, 0.0)
    if paragraph.uniform and paragraph.widths and max(paragraph.widths) > narrowest:
        generalise(paragraph)
    if paragraph.uniform:
        stretches = [(0, len(paragraph.widths))] if paragraph.widths else []
    else:
        cut_wide(paragraph, narrowest)
        stretches = forced_ends(paragraph)
    ends: list[Position] = []
    for number, (start, stop) in enumerate(stretches):
        ends += _Breaker(paragraph, start, stop, width_pt, 0.0 if number else indent_pt, setting).ends()
    return Lines(paragraph, _rows(paragraph, ends), width_pt, setting)


def _typed_lines(run: Run, width_pt: float, setting: Setting) -> Lines | None:
    """Return program text in a face that sets letter by letter, each line in one piece; None if it is not so simple."""
    paragraph = compile_typed(run)
    if paragraph is None or setting.direction == "rtl" or setting.first_indent_pt:
        return None
    if paragraph.widths and max(paragraph.widths) > width_pt:
        return None
    rows = [Row(number, number + 1, width, 0.0, FORCED) for number, width in enumerate(paragraph.widths)]
    if rows:
        rows[-1] = rows[-1]._replace(ending=END)
    return Lines(paragraph, tuple(rows), width_pt, setting)


def natural_widths_pt(runs: Sequence[Run], setting: Setting) -> tuple[float, float]:
    """Return the width of the longest part that no line end divides, and of the longest line without line ends."""
    paragraph = compile_paragraph(runs, setting)
    generalise(paragraph)
    longest_part = longest_line = part = line = 0.0
    for width, space, kind in zip(paragraph.widths, paragraph.spaces, paragraph.breaks, strict=True):
        part += width
        line += width
        longest_part = max(longest_part, part)
        longest_line = max(longest_line, line)
        part = part + space if kind == NEVER else 0.0
        line = 0.0 if kind == FORCED else line + space
    return longest_part, longest_line + max(setting.first_indent_pt, 0.0)


def text_width_pt(text: str, style: TextStyle, language: str = "") -> float:
    """Return the width of text on one line."""
    if "  " not in text and text.isprintable() and not HAS_RIGHT_TO_LEFT.search(text):
        words = style.face.shaper(language, style.features).sized(style.size_pt)
        text = text.strip(" ")
        found = [words[word] for word in text.split(" ")]
        if not any(parts for _, _, parts in found):
            return float(sum([width for width, _, _ in found]) + words.space_pt * text.count(" "))
    return natural_widths_pt([Run(text, style, language)], Setting("left"))[1]


def _indent(setting: Setting, width_pt: float) -> float:
    return min(setting.first_indent_pt, width_pt / 2)


class _Breaker:
    """Finds the ends of the lines between two forced ends."""

    def __init__(
        self, paragraph: Paragraph, start: int, stop: int, width_pt: float, indent_pt: float, setting: Setting
    ) -> None:
        self.paragraph = paragraph
        self.start, self.stop = start, stop
        self.measure = width_pt
        self.indent = indent_pt
        self.justified = setting.align == "justify" and not setting.preserve
        self.greedy = setting.greedy or setting.preserve
        self.hyphenate = setting.hyphenate and not setting.preserve

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
        if paragraph.has_ideographs:
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
            return total_fit(places, self.measure, justified=self.justified)
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
            penalties = [0, *(_PENALTIES[kind] for kind in kinds if kind)]
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


def _rows(paragraph: Paragraph, ends: list[Position]) -> tuple[Row, ...]:
    """Return the lines between these ends, measured exactly, after dividing the words that are divided."""
    cuts: dict[int, list[int]] = {}
    for atom, offset in ends:
        if offset:
            cuts.setdefault(atom, []).append(offset)
    index = divide(paragraph, cuts, SOFT) if cuts else None
    rows: list[Row] = []
    start = 0
    passed: dict[int, int] = {}
    uniform, space = paragraph.uniform, paragraph.space
    widths, spaces, breaks, spans = paragraph.widths, paragraph.spaces, paragraph.breaks, paragraph.spans
    own_stretches = paragraph.has_ideographs
    last = len(ends) - 1
    for number, (atom, offset) in enumerate(ends):
        stop = atom if index is None else index[atom]
        if offset:
            passed[atom] = passed.get(atom, 0) + 1
            stop += passed[atom]
        width = sum(widths[start:stop])
        if uniform:
            stretch = space * (stop - start - 1)
            width += stretch
            ending = SOFT if offset else FREE
        else:
            stretch = sum(spaces[start : stop - 1])
            width += stretch
            if own_stretches:
                stretch = sum(paragraph.stretches[start : stop - 1])
            ending = SOFT if offset else breaks[stop - 1]
        if ending == SOFT:
            span = spans[0 if uniform else paragraph.of[stop - 1]]
            width += span.words.hyphen_pt
        if number == last:
            ending = END
        rows.append(Row(start, stop, width, stretch, ending))
        start = stop
    return tuple(rows)
