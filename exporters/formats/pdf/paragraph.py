"""Runs into atoms: the flat arrays that breaking and drawing work on.

An atom is a stretch that is drawn in one go and followed by at most one space; no line ends inside it. Parallel lists,
not objects: a book has a few hundred thousand atoms, and the lists are what `itertools` and `str.join` eat fastest.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from exporters.formats.pdf.bidirectional import HAS_RIGHT_TO_LEFT
from exporters.formats.pdf.face import Face
from exporters.formats.pdf.foresight import learn_fresh
from exporters.formats.pdf.opportunities import FORCED, FREE, NEVER, between
from exporters.formats.pdf.runs import Run, Setting, TextStyle, collapsed
from exporters.formats.pdf.shaping import Shaper
from exporters.formats.pdf.words import Part, SizedWords
from exporters.patterns import pattern

_OBJECT = "\ufffc"
"""What stands for a picture or a formula where lines may end beside it: before no comma, after no bracket (UAX 14)."""
_CONTROL = pattern("[\\x00-\\x08\\x0b-\\x1f]")
# How far ideographs may be moved apart in justified text, as a part of an em.
_IDEOGRAPH_STRETCH = 0.06
# A face whose space is wider than this, in thousandths of an em, was made for symbols; words do without its space.
_WIDE_SPACE = 500


class Span(msgspec.Struct, eq=False):
    """What the drawing of an atom needs to know about its style: one for each run, more where faces stand in."""

    face: Face
    size_pt: float
    rise_pt: float
    style: TextStyle
    mark: object
    shaper: Shaper
    words: SizedWords
    run: int
    decorated: bool


class Paragraph:
    """Atoms in logical order. Lengths are points."""

    __slots__ = (
        "breaks", "fragments", "glue", "has_boxes", "has_ideographs", "levels", "of", "right_to_left", "runs", "space",
        "space_levels", "spaces", "spans", "stretches", "texts", "uneven", "uniform", "units", "widths",
    )  # fmt: skip

    def __init__(self, runs: Sequence[Run]) -> None:
        self.runs = runs
        self.widths: list[float] = []
        self.fragments: list[str] = []
        self.texts: list[str] = []
        # Width of the space after each atom, how far that can stretch (the same list unless it is `uneven`, for
        # ideographs stretch without a space and code does not), and whether a line may end there.
        self.spaces: list[float] = []
        self.stretches: list[float] = self.spaces
        self.has_ideographs = self.has_boxes = self.uneven = False
        self.breaks: list[int] = []
        # Which of `spans` each atom has.
        self.of: list[int] = []
        self.spans: list[Span] = []
        # Drawing of spaces that are not plain spaces, by atom.
        self.glue: dict[int, str] = {}
        # One span, only plain spaces between atoms: then `spaces` and `of` stay empty and `space` is all there is.
        self.uniform = False
        self.space = 0.0
        # Bidirectional level of each atom and of the space after it, and which atoms keep together when reordered;
        # empty in left-to-right text.
        self.levels: list[int] = []
        self.space_levels: list[int] = []
        self.units: list[int] = []
        self.right_to_left = False


def compile_paragraph(runs: Sequence[Run], setting: Setting) -> Paragraph:
    """Return the atoms of these runs."""
    paragraph = Paragraph(runs)
    text = runs[0].text if len(runs) == 1 else "".join([run.text for run in runs])
    if setting.direction == "rtl" or (not text.isascii() and HAS_RIGHT_TO_LEFT.search(text)):
        from exporters.formats.pdf.two_directions import BidirectionalCompiler

        BidirectionalCompiler(paragraph, setting).compile()
        return paragraph
    if len(runs) == 1 and not setting.preserve and runs[0].box_pt is None and _compile_uniform(paragraph, runs[0]):
        return paragraph
    Compiler(paragraph, setting).compile()
    return paragraph


def compile_typed(run: Run) -> Paragraph | None:
    """Return lines that are set letter by letter as one atom each, spaces and all; None if they are not.

    The atoms are those of a uniform paragraph in which each stands on a line of its own.
    """
    if run.box_pt is not None or not run.text.isascii() or _CONTROL.search(run.text):
        return None
    span = span_of(run, 0)
    if not span.shaper.letterwise:
        return None
    lines = run.text.replace("\t", "    ").split("\n")
    if not lines[-1]:
        del lines[-1]
    paragraph = Paragraph((run,))
    # The space at a line's end is drawn with the end of the line.
    paragraph.texts = [line.removesuffix(" ") for line in lines]
    pitch = span.words.space_pt
    paragraph.widths = [len(line) * pitch for line in paragraph.texts]
    paragraph.fragments = list(map(span.shaper.letters, paragraph.texts))
    paragraph.space = pitch
    paragraph.spans = [span]
    paragraph.uniform = True
    return paragraph


def span_of(run: Run, index: int) -> Span:
    """Return the span of a run, the one at this index."""
    style, mark = run.style, run.mark
    face, size_pt = style.face, style.size_pt
    words = face.words(run.language, style.features, size_pt)
    decorated = mark is not None or style.underline or style.strike or style.background is not None
    return Span(face, size_pt, style.rise_pt, style, mark, words.shaper, words, index, decorated)


def _compile_uniform(paragraph: Paragraph, run: Run) -> bool:
    """Fill the paragraph if it is plain words in one style; return whether it is."""
    text = run.text.strip(" \t")
    if "\n" in text or run.style.rigid:
        return False
    text = collapsed(text)
    if "\n" in text:
        return False
    span = span_of(run, 0)
    if text:
        words = text.split(" ")
        if len(words) > 1:
            learn_fresh(span.words, words)
        widths, fragments = paragraph.widths, paragraph.fragments
        for width, fragment, parts in map(span.words.__getitem__, words):
            if parts is not None:
                widths.clear()
                fragments.clear()
                return False
            widths.append(width)
            fragments.append(fragment)
        paragraph.texts = words
    paragraph.space = span.words.space_pt
    paragraph.spans = [span]
    paragraph.uniform = True
    return True


class Compiler:
    """Fills a paragraph of several styles, or with forced line ends, places inside words, or preserved spaces."""

    def __init__(self, paragraph: Paragraph, setting: Setting) -> None:
        self.paragraph = paragraph
        self.preserve = setting.preserve
        self._derived: dict[tuple[int, Face, float, float], int] = {}
        # Whether some spaces keep their width.
        self.some_rigid = False

    def compile(self) -> None:
        """Fill the paragraph."""
        runs = self.paragraph.runs
        self.paragraph.spans += map(span_of, runs, range(len(runs)))
        for index, run in enumerate(runs):
            text = run.text
            if run.box_pt is not None:
                self.box(index, run)
            elif text.isprintable() and "  " not in text:  # nearly always: one line, as it is to be set
                if " " in text:
                    self.line(index, text)
                elif text:
                    self.single(index, text)
            else:
                text = text.replace("\t", "    ") if self.preserve else collapsed(text)
                for number, line in enumerate(text.split("\n")):
                    if number:
                        self.force()
                    if line:
                        self.line(index, line)
        self.finish()

    def finish(self) -> None:
        """Give ideographs their stretch, take it from code, and take away a space at the end."""
        paragraph = self.paragraph
        if paragraph.breaks:
            paragraph.breaks[-1] = NEVER if paragraph.breaks[-1] != FORCED else FORCED
        if paragraph.has_ideographs:
            paragraph.stretches = [
                space or (_IDEOGRAPH_STRETCH * paragraph.spans[span].size_pt if kind == FREE else 0.0)
                for space, kind, span in zip(paragraph.spaces, paragraph.breaks, paragraph.of, strict=True)
            ]
            paragraph.uneven = True
        if self.some_rigid and not self.preserve:
            given = zip(paragraph.stretches, paragraph.of, strict=True)
            paragraph.stretches = [0.0 if paragraph.spans[of].style.rigid else stretch for stretch, of in given]
            paragraph.uneven = True

    def atom(self, width: float, fragment: str, text: str, span: int, space: float, kind: int) -> None:
        """Add one atom."""
        paragraph = self.paragraph
        paragraph.widths.append(width)
        paragraph.fragments.append(fragment)
        paragraph.texts.append(text)
        paragraph.of.append(span)
        paragraph.spaces.append(space)
        paragraph.breaks.append(kind)

    def plain_words(self, index: int, words: Sequence[str], widths: Sequence[float], fragments: Sequence[str]) -> None:
        """Add words of one atom each, a space after each."""
        count = len(words)
        if count:
            paragraph = self.paragraph
            paragraph.widths += widths
            paragraph.fragments += fragments
            paragraph.texts += words
            paragraph.of += [index] * count
            paragraph.spaces += [paragraph.spans[index].words.space_pt] * count
            paragraph.breaks += [FREE] * count

    def at_line_start(self) -> bool:
        """Return whether nothing has been set since the last forced line end."""
        return not self.paragraph.breaks or self.paragraph.breaks[-1] == FORCED

    def space_after(self, index: int) -> None:
        """Let a space of this run follow the last atom."""
        paragraph = self.paragraph
        found = paragraph.spans[paragraph.of[-1]]
        if found.shaper.space > _WIDE_SPACE:
            own = paragraph.spans[index]
            self.atom(0.0, "", "", index, own.words.space_pt, FREE)
        else:
            paragraph.spaces[-1] = found.words.space_pt
            paragraph.breaks[-1] = FREE

    def force(self) -> None:
        """End the line here; an empty line gets an empty atom."""
        paragraph = self.paragraph
        if self.at_line_start():
            self.atom(0.0, "", "", paragraph.of[-1] if paragraph.of else 0, 0.0, FORCED)
        else:
            paragraph.breaks[-1] = FORCED
            if not self.preserve:
                paragraph.spaces[-1] = 0.0

    def box(self, index: int, run: Run) -> None:
        """Add the place of an inline picture."""
        width = run.box_pt[0] if run.box_pt else 0.0
        self.paragraph.has_boxes = True
        span = self.paragraph.spans[index]
        if not self.at_line_start() and self.paragraph.breaks[-1] == NEVER:
            before = self.paragraph.texts[-1][-1:]
            self.paragraph.breaks[-1] = between(before, _OBJECT) if before else FREE  # between two pictures
        self.atom(width, f"){-width * 1000 / span.size_pt:.0f}(", "", index, 0.0, NEVER)

    def single(self, index: int, word: str) -> None:
        """Add a run of one word without a space around it, as a name of code or a comma after one is."""
        paragraph = self.paragraph
        width, fragment, parts = paragraph.spans[index].words[word]
        if parts is not None:
            self.line(index, word)
            return
        breaks = paragraph.breaks
        if breaks and breaks[-1] == NEVER and not paragraph.spaces[-1]:
            breaks[-1] = between(paragraph.texts[-1][-1:] or _OBJECT, word[0])
        paragraph.widths.append(width)
        paragraph.fragments.append(fragment)
        paragraph.texts.append(word)
        paragraph.of.append(index)
        paragraph.spaces.append(0.0)
        breaks.append(NEVER)

    def line(self, index: int, line: str) -> None:
        """Add the atoms of text without line ends."""
        paragraph = self.paragraph
        span = paragraph.spans[index]
        words = line.split(" ")
        if not self.preserve and words[0] == "" and (self.at_line_start() or paragraph.spaces[-1]):
            del words[0]  # a second space, or one at the beginning of a line
        if not words:
            return
        if words[0] and not self.at_line_start() and paragraph.breaks[-1] == NEVER and not paragraph.spaces[-1]:
            paragraph.breaks[-1] = between(paragraph.texts[-1][-1:] or _OBJECT, words[0][0])
        ends_in_space = words[-1] == "" and len(words) > 1
        if ends_in_space:
            del words[-1]
        if len(words) > 1:
            if not span.shaper.foreseen:
                learn_fresh(span.words, words)
            if span.style.rigid:
                self.some_rigid = True
        widths: list[float] = []
        fragments: list[str] = []
        begin = 0
        for at, (width, fragment, parts) in enumerate(map(span.words.__getitem__, words)):
            if parts is None:
                widths.append(width)
                fragments.append(fragment)
            else:
                self.plain_words(index, words[begin:at], widths, fragments)
                self.parts(index, parts)
                self.space_after(index)
                widths, fragments, begin = [], [], at + 1
        self.plain_words(index, words[begin:] if begin else words, widths, fragments)
        if not ends_in_space:
            if len(paragraph.widths) - 1 not in paragraph.glue:  # a space that does not break stays
                paragraph.spaces[-1] = 0.0
            paragraph.breaks[-1] = NEVER
        if self.preserve and "" in words:
            self._keep_indent(len(words))

    def _keep_indent(self, count: int) -> None:
        """Let no line end before a space or in an indent: a line that is too long breaks after all of them."""
        paragraph = self.paragraph
        total = len(paragraph.texts)
        blank = total == count or paragraph.breaks[-count - 1] == FORCED
        for atom in range(max(total - count, 0), total):
            if paragraph.texts[atom]:
                blank = False
            if atom + 1 < total and paragraph.breaks[atom] == FREE and (blank or not paragraph.texts[atom + 1]):
                paragraph.breaks[atom] = NEVER

    def parts(self, index: int, parts: Sequence[Part]) -> None:
        """Add the atoms of a word that is drawn in several parts."""
        paragraph = self.paragraph
        base = paragraph.spans[index]
        scale = base.size_pt / 1000
        for part in parts:
            if part.glue:
                paragraph.glue[len(paragraph.widths)] = part.glue
            if part.break_after == FREE:
                paragraph.has_ideographs = True
            span = index
            if part.face is not base.face or part.rise or part.scale != 1.0:
                span = self.derived(index, part)
            self.atom(part.width * scale, part.fragment, part.text, span, part.space * scale, part.break_after)

    def derived(self, index: int, part: Part) -> int:
        """Return the span of this run in the face, rise and size of a part."""
        key = (index, part.face, part.rise, part.scale)
        found = self._derived.get(key)
        if found is None:
            base = self.paragraph.spans[index]
            shaper = base.shaper
            if part.face is not base.face:
                shaper = part.face.shaper(shaper.language, base.style.features)
            size_pt, rise_pt = base.size_pt * part.scale, base.rise_pt + part.rise * base.size_pt
            words, decorated = shaper.sized(size_pt), base.decorated
            self.paragraph.spans.append(
                Span(part.face, size_pt, rise_pt, base.style, base.mark, shaper, words, index, decorated)
            )
            found = self._derived[key] = len(self.paragraph.spans) - 1
        return found
