"""The first letter of a story as tall as several lines.

What is seen is an outline, an artifact. The letter itself stands unseen right before the rest of its word, in the size
of the text, so that its word is one word to whoever copies it or has it read out. The lines beside the letter are those
of the whole paragraph at the narrower measure; from there on the rest is broken anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
from msgspec.structs import replace

from exporters.formats.pdf.boxes import TextBox, noted_lines
from exporters.formats.pdf.canvas import TaggedCanvas
from exporters.formats.pdf.face import Face
from exporters.formats.pdf.glyph_outlines import glyph_outline
from exporters.formats.pdf.lines import Lines, break_lines, text_width_pt
from exporters.formats.pdf.marks import Unseen
from exporters.formats.pdf.opportunities import FORCED
from exporters.formats.pdf.runs import Run
from exporters.formats.pdf.sheet import Colour, Look, Sheet
from exporters.formats.pdf.story import Flow
from exporters.formats.pdf.syntax import number
from exporters.formats.pdf.tags import Element
from exporters.model.nodes import Emphasis, Inline, Link, Span, Strong, Text

_GAP_EM = 0.3
"""Between the letter and the text, in parts of the text's size."""
_WIDEST = 0.4
"""A letter that would take more of the measure than this stays in its line."""
_OPENING = frozenset("\u201c\u2018\u201e\u201a\u00ab\u2039\u00bf\u00a1\"'([")
"""What may stand before the letter: it is tall as well, but less so, and hangs from the top of the letter."""
_OPENING_SCALE = 0.6
_LEFT_OUT = frozenset(" \n\t\u00ad\u200b")
"""Characters that are no part of what stands on a line."""


class DropCapBox(TextBox):
    """The lines beside a tall letter, and the letter; they are not parted."""

    __slots__ = ("cap",)

    cap: tuple[str, float, Colour]
    """The outlines, where they begin, their ink."""

    def draw(self, canvas: TaggedCanvas, top_pt: float, *, artifact: bool = False) -> None:
        base = top_pt - self.ascent_pt - (self.stop - 1) * self.leading_pt
        path, left, colour = self.cap
        ink = " ".join(number(part) for part in colour)
        canvas.draw_artifact(f"q 1 0 0 1 {number(left)} {number(base)} cm {ink} rg {path} f Q")
        super().draw(canvas, top_pt, artifact=artifact)


def begins_with_words(children: Sequence[Inline]) -> bool:
    """Return whether a paragraph begins with plain words in the story's language, whose first letter may be tall.

    A bar, code, a formula, small capitals or words in another language stay in their line, first letter and all.
    """
    while children:
        first = children[0]
        if isinstance(first, (Emphasis, Link, Strong)) or (isinstance(first, Span) and _is_plain(first)):
            children = first.children
        else:
            return isinstance(first, Text)
    return False


def _is_plain(span: Span) -> bool:
    return not span.language and span.role in ("", "abbreviation", "term")


def with_drop_cap(
    runs: Sequence[Run], look: Look, flow: Flow, sheet: Sheet, element: Element, anchor: str
) -> list[TextBox]:
    """Return the boxes of a paragraph that begins with a tall letter; none where it cannot.

    It needs a letter of a script that has capitals, and as many lines as the letter is high.
    """
    count = sheet.theme.type.drop_caps
    first = runs[0] if runs else None
    if count < 2 or first is None or first.box_pt is not None or flow.direction == "rtl":
        return []
    opening = first.text[:1] if first.text[:1] in _OPENING else ""
    letter = first.text[len(opening) : len(opening) + 1]
    face = first.style.face
    if letter.lower() == letter.upper() or not face.covers(opening + letter) or first.style.rise_pt:
        return []
    own = sheet.look(look)
    size = ((count - 1) * sheet.leading_pt(own)) / face.cap_height + first.style.size_pt
    outlines, width = _outlines(face, opening, letter, size)
    inset = width + _GAP_EM * first.style.size_pt
    if inset > flow.width_pt * _WIDEST:
        return []
    begins = opening + letter
    unseen = msgspec.structs.replace(first, text=begins, mark=Unseen(first.mark))
    whole = [unseen, msgspec.structs.replace(first, text=first.text[len(begins) :]), *runs[1:]]
    hanging = -text_width_pt(begins, first.style, first.language)
    setting = replace(sheet.setting(look, flow.direction), first_indent_pt=hanging)
    lines = break_lines(whole, flow.width_pt - inset, setting)
    rest = _rest(whole, lines, count)
    if rest is None:
        return []
    leading, ascent = sheet.leading_pt(own), sheet.first_baseline_pt(own)
    beside = DropCapBox(lines, element, flow.left_pt + inset, leading, ascent, 0, count)
    beside.cap = outlines, flow.left_pt, first.style.colour
    beside.orphans = count
    boxes: list[TextBox] = [beside]
    if rest:
        below = break_lines(rest, flow.width_pt, sheet.setting(look, flow.direction))
        boxes.append(TextBox(below, element, flow.left_pt, leading, ascent))
        beside.keep_with_next = True
    beside.before_pt, boxes[-1].after_pt = sheet.space_pt(own.before), sheet.space_pt(own.after)
    for box in boxes:
        box.frames = flow.frames
        if flow.foot:
            box.noted = noted_lines(box.lines)
    if anchor:
        beside.anchors = ((flow.slug, anchor),)
        beside.cited = (flow.slug, anchor, 0)
        boxes[-1].cited = (flow.slug, anchor, lines.told_before(count) if rest else 0)
    return boxes


def _outlines(face: Face, opening: str, letter: str, size_pt: float) -> tuple[str, float]:
    """Return the outlines of a tall letter and of what stands before it, from the edge of the text, and their width."""
    font = face.program.font
    drawn = glyph_outline(font, font.get_nominal_glyph(ord(letter)), size_pt)
    mark, across = "", 0.0
    if opening:
        small = size_pt * _OPENING_SCALE
        outline = glyph_outline(font, font.get_nominal_glyph(ord(opening)), small)
        # A quotation mark that stands below („) stands on the baseline; all others begin as high as the letter does.
        up = -outline.bottom_pt if outline.top_pt < drawn.top_pt / 2 else drawn.top_pt - outline.top_pt
        mark = f"q 1 0 0 1 {number(-outline.left_pt)} {number(up)} cm {outline.path} f Q "
        across = outline.advance_pt - outline.left_pt
    path = f"{mark}1 0 0 1 {number(across - drawn.left_pt)} 0 cm {drawn.path}"
    return path, across + drawn.right_pt - drawn.left_pt


def _rest(runs: Sequence[Run], lines: Lines, count: int) -> list[Run] | None:
    """Return the runs below the first `count` lines; None where there are not so many, or the border is not certain."""
    rows, paragraph = lines.rows[:count], lines.paragraph
    if len(rows) < count or any(row.ending == FORCED for row in rows):
        return None
    stop = rows[-1].stop
    if any(runs[paragraph.spans[of].run].box_pt is not None for of in paragraph.of[:stop]):
        return None
    passed = sum(len(_told(text)) for text in paragraph.texts[:stop])
    rest = list(_after(runs, passed))
    left = "".join(map(_told, paragraph.texts[stop:]))
    return rest if left == "".join(_told(run.text) for run in rest) else None


def _told(text: str) -> str:
    return "".join(character for character in text if character not in _LEFT_OUT)


def _after(runs: Sequence[Run], passed: int) -> Iterator[Run]:
    """Yield what is left of the runs after so many characters that are not left out."""
    for run in runs:
        if not passed:
            yield run
            continue
        position = 0
        while position < len(run.text) and passed:
            passed -= run.text[position] not in _LEFT_OUT
            position += 1
        if not passed and position < len(run.text):
            yield msgspec.structs.replace(run, text=run.text[position:].lstrip(" "))
