"""A paragraph broken into lines, which pages may share out between them without breaking it again."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from exporters.contract import count_characters
from exporters.formats.pdf.bidirectional import HAS_RIGHT_TO_LEFT
from exporters.formats.pdf.division import cut_wide, divide, forced_ends, generalise
from exporters.formats.pdf.ends import LineEnds, Position
from exporters.formats.pdf.foresight import learn_fresh
from exporters.formats.pdf.opportunities import END, FORCED, FREE, NEVER, SOFT
from exporters.formats.pdf.paragraph import Paragraph, compile_paragraph, compile_typed
from exporters.formats.pdf.runs import Run, Setting, TextStyle
from exporters.formats.pdf.scaling import scale_of, scaling_of


class Row(msgspec.Struct, frozen=True, gc=False):
    """One line: its atoms, its natural width and how much of that can stretch, and how it ends."""

    start: int
    stop: int
    width_pt: float
    stretch_pt: float
    # A kind of opportunities.py; END for the last line.
    ending: int


class Lines:
    """The lines of one paragraph at one width; nothing of it changes any more."""

    __slots__ = ("_told", "indent_pt", "paragraph", "rows", "scaling", "setting", "width_pt")

    def __init__(
        self,
        paragraph: Paragraph,
        rows: tuple[Row, ...],
        width_pt: float,
        setting: Setting,
        scaling: float = 0.0,
    ) -> None:
        self.paragraph = paragraph
        self.rows = rows
        self.width_pt = width_pt
        self.setting = setting
        self.indent_pt = _indent(setting, width_pt)
        # How far letters may be wider or narrower, as a part.
        self.scaling = scaling
        self._told = (0, 0)  # how many characters stand before a text: pages ask for one after the other

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def right_to_left(self) -> bool:
        """Whether the paragraph as a whole runs from right to left."""
        return self.paragraph.right_to_left

    @property
    def marked(self) -> bool:
        """Whether there are marks in the paragraph."""
        spans = self.paragraph.spans
        return [span.mark for span in spans].count(None) < len(spans)

    @property
    def widest_pt(self) -> float:
        """Width of the longest line, as set ragged."""
        return max((row.width_pt for row in self.rows), default=0.0)

    @property
    def last_width_pt(self) -> float:
        """Natural width of the last line."""
        return self.rows[-1].width_pt if self.rows else 0.0

    def scale(self, number: int) -> float:
        """Return how wide the letters of a line are that fills the measure: 1.0 is natural."""
        row = self.rows[number]
        measure = self.width_pt - (self.indent_pt if number == 0 else 0.0)
        if not self.scaling or (row.ending in (FORCED, END) and row.width_pt <= measure):
            return 1.0
        return scale_of(self.scaling, row.width_pt, row.stretch_pt, measure)

    def marks(self, start: int = 0, stop: int | None = None) -> list[object]:
        """Return the marks that begin on lines start to stop, in the order of the text."""
        rows = self.rows[start:stop]
        spans, of = self.paragraph.spans, self.paragraph.of
        if not rows or not self.marked:
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
        start, told = self._told if self._told[0] <= stop else (0, 0)
        texts = paragraph.texts[start:stop]
        if paragraph.uniform:
            told += sum(map(count_characters, texts)) if paragraph.runs[0].told else 0
        else:
            runs, spans = paragraph.runs, paragraph.spans
            told += sum(
                count_characters(text)
                for text, span in zip(texts, paragraph.of[start:stop], strict=False)
                if runs[spans[span].run].told
            )
        self._told = (stop, told)
        return told

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
    scaling = scaling_of(paragraph, setting)
    for number, (start, stop) in enumerate(stretches):
        ends += LineEnds(paragraph, start, stop, width_pt, 0.0 if number else indent_pt, setting, scaling).ends()
    return Lines(paragraph, _rows(paragraph, ends), width_pt, setting, scaling)


def _typed_lines(run: Run, width_pt: float, setting: Setting) -> Lines | None:
    """Return program text in a face that sets letter by letter, each line in one piece; None if it is not so simple."""
    paragraph = compile_typed(run)
    if paragraph is None or setting.direction == "rtl" or setting.first_indent_pt:
        return None
    if paragraph.widths and max(paragraph.widths) > width_pt:
        return None
    rows = [Row(number, number + 1, width, 0.0, FORCED) for number, width in enumerate(paragraph.widths)]
    if rows:
        rows[-1] = replace(rows[-1], ending=END)
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
        parted = text.split(" ")
        if len(parted) > 1:
            learn_fresh(words, parted)
        found = [words[word] for word in parted]
        if not any(parts for _, _, parts in found):
            return float(sum([width for width, _, _ in found]) + words.space_pt * text.count(" "))
    return natural_widths_pt([Run(text, style, language)], Setting("left"))[1]


def _indent(setting: Setting, width_pt: float) -> float:
    return min(setting.first_indent_pt, width_pt / 2)


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
    own_stretches = paragraph.uneven
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
