"""Broken lines as PDF text operators (ISO 32000-1, 9.4), with the rectangles of what is marked.

Text is always shown in logical order. One text object holds all lines; a line in one style is a single TJ.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from functools import lru_cache

import msgspec

from exporters.formats.pdf.bidirectional import visual_order
from exporters.formats.pdf.face import Face
from exporters.formats.pdf.lines import Lines, Row
from exporters.formats.pdf.opportunities import END, FORCED, SOFT
from exporters.formats.pdf.paragraph import Span
from exporters.formats.pdf.runs import Align, Colour, TextStyle
from exporters.formats.pdf.spacing import letters_apart

# How far a marked stretch reaches above and below the baseline; the full line height would touch the lines beside it.
_MARK_ASCENT, _MARK_DESCENT = 0.8, 0.25
_STRIKE_HEIGHT = 0.55
# Spaces are not made wider than this many times more; in a line with too few of them letters stand apart, or it stays
# ragged.
_LOOSEST = 3.0


_MIRRORED: dict[Align, Align] = {"left": "right", "right": "left", "justify": "justify", "centre": "centre"}


class Stretch(msgspec.Struct, frozen=True):
    """Where on one line a mark is: the rectangle of a link, a note's reference or an inline picture."""

    mark: object
    x0_pt: float
    y0_pt: float
    x1_pt: float
    y1_pt: float


class Drawn(msgspec.Struct, frozen=True):
    """Operators in Latin-1, and where the marks are."""

    # Backgrounds, underlines and strikes: an artifact, to be put before the text.
    backdrop: str
    # BT … ET
    text: str
    stretches: list[Stretch]


def draw_lines(
    lines: Lines,
    start: int,
    stop: int,
    x_pt: float,
    baseline_pt: float,
    leading_pt: float,
    resource_name: Callable[[Face], str],
    switch: Callable[[object], str] | None = None,
    close: str = "",
) -> Drawn:
    """Return lines start to stop with the left edge of the measure at `x_pt` and the first baseline at `baseline_pt`.

    `switch` is asked for operators whenever the mark changes, and first for the first mark; if it was, `close` stands
    before the end of the text object, with which marks nest (ISO 32000-1, 14.6.1).
    """
    pen = _Pen(lines, x_pt, resource_name, switch, f"0 {number(-leading_pt)} Td")
    for index, row in enumerate(lines.rows[start:stop]):
        pen.row(row, start + index, baseline_pt - index * leading_pt)
    return pen.finish(close)


@lru_cache(maxsize=4096)
def number(value: float) -> str:
    """Return a length as PDF spells it: at most three decimals, no exponent."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


@lru_cache(maxsize=256)
def _fill(colour: Colour) -> str:
    red, green, blue = colour
    if red == green == blue:
        return f"{number(red)} g"
    return f"{number(red)} {number(green)} {number(blue)} rg"


class _Pen:
    """Writes rows, remembering what the text state is."""

    def __init__(
        self,
        lines: Lines,
        x_pt: float,
        resource_name: Callable[[Face], str],
        switch: Callable[[object], str] | None,
        next_line: str,
    ) -> None:
        self.lines = lines
        self.paragraph = paragraph = lines.paragraph
        self.left = x_pt
        self.resource_name = resource_name
        self.switch = switch
        self.out: list[str] = ["BT"]
        self.backdrop: list[str] = []
        self.stretches: list[Stretch] = []
        # Where Td counts from, and what leads straight to the next line.
        self.origin = (0.0, 0.0)
        self.next_line = next_line
        self.font: tuple[Face, float] | None = None
        self.colour: Colour | None = None
        self.rise = 0.0
        self.scale = 1.0
        self.apart = 0.0
        self.mark: object = self  # no mark is this
        self.span: Span | None = None
        self.align = _MIRRORED[lines.setting.align] if paragraph.right_to_left else lines.setting.align
        self.decorated = True in [span.decorated for span in paragraph.spans]
        # The baseline of the last stretch; on one line a mark is one rectangle.
        self.noted_at = 0.0

    def row(self, row: Row, number_: int, y: float) -> None:
        """Write one line with its baseline at y."""
        lines, paragraph = self.lines, self.paragraph
        indent = lines.indent_pt if number_ == 0 else 0.0
        scale = lines.scale(number_) if lines.scaling else 1.0
        # All is reckoned as if letters were not scaled, and the measure were instead.
        free = (lines.width_pt - indent) / scale - row.width_pt
        ratio = shift = apart = 0.0
        backwards = paragraph.right_to_left
        if free < 0.0 or (self.align == "justify" and row.ending not in (FORCED, END) and not lines.setting.preserve):
            if row.stretch_pt > 0.0 and free < _LOOSEST * row.stretch_pt:
                ratio = free / row.stretch_pt
            elif lines.scaling and not self.decorated and (spread := letters_apart(paragraph, row, free)) is not None:
                apart, ratio = spread
            else:
                shift = free if backwards else 0.0
                scale = min(scale, 1.0)
        elif self.align == "right" or (backwards and self.align == "justify"):
            shift = free
        elif self.align == "centre":
            shift = free / 2
        x = self.left + shift + (0.0 if backwards else indent)
        before = self.origin[0]
        if x == before and len(self.out) > 1:
            self.out.append(self.next_line)
        else:
            self.out.append(f"{number(x - before)} {number(y - self.origin[1])} Td")
        self.origin = (x, y)
        if apart != self.apart:
            self.apart = apart
            self.out.append(f"{number(apart)} Tc")
        if paragraph.levels:
            self._reordered(row, x, y, ratio)
        elif paragraph.uniform:
            span = paragraph.spans[0]
            if span is not self.span:
                self._turn_to(span)
            if scale != self.scale:
                self._scale_to(scale)
            shaper = span.shaper
            space = shaper.space_fragment
            # The natural space is `space`; what is added is said in thousandths of the size, and minus moves right.
            gap = round(ratio * shaper.space)
            body = (f"{space}){-gap}(" if gap else space).join(paragraph.fragments[row.start : row.stop])
            tail = shaper.hyphen_fragment if row.ending == SOFT else "" if row.ending == END else space
            self.out.append(f"[({body}{tail})]TJ")
            if self.decorated:
                self._decorate(span, x, x + row.width_pt + ratio * row.stretch_pt, y, None, 0.0)
        else:
            self._mixed(row, x, y, ratio, scale)

    def finish(self, close: str) -> Drawn:
        """Return everything written, with the text state as it was found."""
        if self.scale != 1.0:
            self.out.append("100 Tz")
        if self.apart:
            self.out.append("0 Tc")
        if self.rise:
            self.out.append("0 Ts")
        if self.colour is not None and self.colour != (0.0, 0.0, 0.0):
            self.out.append("0 g")
        if close and self.span is not None:
            self.out.append(close)
        self.out.append("ET")
        return Drawn("\n".join(self.backdrop), "\n".join(self.out), self.stretches)

    def _turn_to(self, span: Span) -> None:
        """Write whatever changes at the beginning of this span."""
        self.span = span
        if span.mark is not self.mark:
            self.mark = span.mark
            if self.switch is not None and (operators := self.switch(span.mark)):
                self.out.append(operators)
        if self.font is None or self.font[0] is not span.face or self.font[1] != span.size_pt:
            self.font = (span.face, span.size_pt)
            self.out.append(f"{self.resource_name(span.face)} {number(span.size_pt)} Tf")
        if span.style.colour != self.colour:
            self.colour = span.style.colour
            self.out.append(_fill(self.colour))
        if span.rise_pt != self.rise:
            self.rise = span.rise_pt
            self.out.append(f"{number(span.rise_pt)} Ts")

    def _scale_to(self, scale: float) -> None:
        """Write how wide letters are from here on: after the font, where the fewest bytes are left of it."""
        self.scale = scale
        self.out.append(f"{number(scale * 100)} Tz")

    def _mixed(self, row: Row, x: float, y: float, ratio: float, scale: float) -> None:
        """Write a line of several styles: stretch by stretch of one span."""
        paragraph = self.paragraph
        spans, spaces, fragments, of = paragraph.spans, paragraph.spaces, paragraph.fragments, paragraph.of
        simple = not paragraph.glue and not paragraph.has_ideographs
        in_order = len(spans) == len(paragraph.runs)  # no span stands in for a part of another
        decorated, out = self.decorated, self.out
        begin, stop = row.start, row.stop
        while begin < stop:
            index = of[begin]
            if in_order:
                end = bisect_right(of, index, begin, stop)
            else:
                end = begin + 1
                while end < stop and of[end] == index:
                    end += 1
            span = spans[index]
            if span is not self.span:
                self._turn_to(span)
            if scale != self.scale:
                self._scale_to(scale)
            last = end - 1
            space = span.shaper.space_fragment
            gap = 0 if span.style.rigid else round(ratio * span.shaper.space)
            if simple and (end - begin == 1 or 0.0 not in spaces[begin:last]):
                # Every atom but the last is followed by the same space.
                glue = f"{space}){-gap}(" if gap else space
                body = glue.join(fragments[begin:end])
                if end < stop and spaces[last]:
                    body += glue
            else:
                body = self._glued(begin, end, stop, ratio, span)
            if end == stop:
                if row.ending == SOFT:
                    body += span.shaper.hyphen_fragment
                elif row.ending == FORCED or (row.ending != END and spaces[last]):
                    # Or the words of two lines would be read as one.
                    body += paragraph.glue.get(last, space)
            if body:
                out.append(f"[({body})]TJ")
            if decorated:
                x = self._decorated(row, begin, end, x, y, ratio)
            begin = end

    def _glued(self, begin: int, end: int, stop: int, ratio: float, span: Span) -> str:
        """Return the fragments of these atoms of one span, with whatever stands between them and behind."""
        paragraph = self.paragraph
        spaces, stretches, glue = paragraph.spaces, paragraph.stretches, paragraph.glue
        space, unit = span.shaper.space_fragment, span.words.unit_pt
        pieces: list[str] = []
        for atom in range(begin, end):
            pieces.append(paragraph.fragments[atom])
            if atom + 1 == stop:
                break
            if spaces[atom]:
                pieces.append(glue.get(atom, space))
            gap = round(ratio * stretches[atom] / unit)
            if gap:
                pieces.append(f"){-gap}(")
        return "".join(pieces)

    def _decorated(self, row: Row, begin: int, end: int, x: float, y: float, ratio: float) -> float:
        """Paint and note what belongs to these atoms of one span, which begin at x; return where the next begin."""
        paragraph = self.paragraph
        widths, spaces, stretches, spans = paragraph.widths, paragraph.spaces, paragraph.stretches, paragraph.spans
        last = end - 1
        span = spans[paragraph.of[begin]]
        width = widths[begin] if last == begin else sum(widths[begin:end]) + sum(spaces[begin:last])
        if ratio and last != begin:
            width += ratio * sum(stretches[begin:last])
        if end < row.stop:
            gap = spaces[last] + ratio * stretches[last]
            if span.decorated:
                self._decorate(span, x, x + width, y, spans[paragraph.of[end]], gap)
            return x + width + gap
        if row.ending == SOFT:
            width += span.words.hyphen_pt
        if span.decorated:
            self._decorate(span, x, x + width, y, None, 0.0)
        return x + width

    def _reordered(self, row: Row, left: float, y: float, ratio: float) -> None:
        """Write a line with right-to-left text: each unit and each space is moved to where it is seen."""
        paragraph = self.paragraph
        widths, spaces, stretches = paragraph.widths, paragraph.spaces, paragraph.stretches
        # What is placed: first atom and the atom after the last, or a space (its atom twice); with level and width.
        items: list[tuple[int, int]] = []
        levels: list[int] = []
        lengths: list[float] = []
        atom = row.start
        while atom < row.stop:
            end = atom + 1
            while end < row.stop and paragraph.units[end] == paragraph.units[atom] and not spaces[end - 1]:
                end += 1
            items.append((atom, end))
            levels.append(paragraph.levels[atom])
            length = sum(widths[atom:end])
            if end == row.stop and row.ending == SOFT:
                span = paragraph.spans[paragraph.of[end - 1]]
                length += span.words.hyphen_pt
            lengths.append(length)
            gap = spaces[end - 1] + ratio * stretches[end - 1]
            if end < row.stop and gap:
                items.append((end - 1, end - 1))
                levels.append(paragraph.space_levels[end - 1])
                lengths.append(gap)
            atom = end
        places = [0.0] * len(items)
        x = 0.0
        for item in visual_order(levels):
            places[item] = x
            x += lengths[item]
        pen = 0.0
        for (begin, end), place, length in zip(items, places, lengths, strict=True):
            index = paragraph.of[begin]
            if begin == end:
                if spaces[begin]:
                    span = paragraph.spans[index]
                    fragment = paragraph.glue.get(begin, span.shaper.space_fragment)
                    pen = self._shown(span, pen, place, spaces[begin], fragment)
                continue
            start = place
            for atom in range(begin, end):
                span = paragraph.spans[paragraph.of[atom]]
                fragment, width = paragraph.fragments[atom], widths[atom]
                if atom + 1 == row.stop:
                    if row.ending == SOFT:
                        fragment += span.shaper.hyphen_fragment
                        width += span.words.hyphen_pt
                    elif row.ending == FORCED or (row.ending != END and spaces[atom]):
                        fragment += paragraph.glue.get(atom, span.shaper.space_fragment)
                        width += span.words.space_pt
                pen = self._shown(span, pen, start, width, fragment)
                start += widths[atom]
            if self.decorated:
                self._decorate(paragraph.spans[index], left + place, left + place + length, y, None, 0.0)

    def _shown(self, span: Span, pen: float, place: float, width: float, fragment: str) -> float:
        """Write a fragment at this place; return where the pen then is, with the rounding it suffers."""
        if span is not self.span:
            self._turn_to(span)
        if not fragment:
            return pen
        move = round((pen - place) * 1000 / span.size_pt)
        self.out.append(f"[{move}({fragment})]TJ" if move else f"[({fragment})]TJ")
        return pen - move * span.size_pt / 1000 + width

    def _decorate(self, span: Span, x0: float, x1: float, y: float, follows: Span | None, gap: float) -> None:
        """Note where a mark is, and paint what lies behind the text of a span from x0 to x1."""
        if self.scale != 1.0:
            left = self.origin[0]
            x0, x1, gap = left + (x0 - left) * self.scale, left + (x1 - left) * self.scale, gap * self.scale
        style = span.style
        run = self.paragraph.runs[span.run]
        if span.mark is not None:
            size = style.size_pt
            low, high = y + span.rise_pt - _MARK_DESCENT * size, y + span.rise_pt + _MARK_ASCENT * size
            if run.box_pt is not None:
                low, high = y, y + run.box_pt[1]
            known = self.stretches[-1] if self.stretches else None
            if known is not None and known.mark is span.mark and self.noted_at == y:
                left, right = min(x0, known.x0_pt), max(x1, known.x1_pt)
                self.stretches[-1] = Stretch(span.mark, left, min(low, known.y0_pt), right, max(high, known.y1_pt))
            else:
                self.stretches.append(Stretch(span.mark, x0, low, x1, high))
            self.noted_at = y
        reach = x1 + (gap if follows is not None and _same_decoration(style, follows.style) else 0.0)
        if style.background is not None:
            low = y - _MARK_DESCENT * style.size_pt
            height = (_MARK_ASCENT + _MARK_DESCENT) * style.size_pt
            self._paint(style.background, x0, low, reach - x0, height)
        program = span.face.program
        thickness = program.stroke * style.size_pt / 1000
        if style.underline:
            height = program.underline * style.size_pt / 1000 - thickness / 2
            self._paint(style.colour, x0, y + height, reach - x0, thickness)
        if style.strike:
            height = program.x_height * _STRIKE_HEIGHT * style.size_pt / 1000
            self._paint(style.colour, x0, y + span.rise_pt + height, reach - x0, thickness)

    def _paint(self, colour: Colour, x: float, y: float, width: float, height: float) -> None:
        self.backdrop.append(f"{_fill(colour)} {number(x)} {number(y)} {number(width)} {number(height)} re f")


def _same_decoration(one: TextStyle, other: TextStyle) -> bool:
    return (one.underline, one.strike, one.background) == (other.underline, other.strike, other.background)
