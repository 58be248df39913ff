"""Notes at the foot of a column: each begins on the page of its reference, and goes on over as many as it needs.

A `PageNote` is laid out when its reference is placed, in lines that are shared by its parts as in any box. A `Foot`
is what stands below one column: it grows upwards while the column above it is filled.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from exporters.formats.pdf.boxes import Box, Reference, TextBox, filled_rectangle
from exporters.formats.pdf.sheet import SOFT_INK, Sheet
from exporters.formats.pdf.tags import Element

_MOST_OF_COLUMN = 0.8
"""What goes on from the page before takes no more of a column than this, so that the story goes on as well."""

_RULE_SHARE = 0.28
"""The rule above notes, in parts of the column."""

_SPARED_PT = 32.0
"""So much of a column is left empty rather than to part a note."""


class PageNote:
    """One note of a story: `element` is what stands for it in the tree, `lay` makes its boxes when they are needed."""

    __slots__ = ("_boxes", "_lay", "element", "label", "relabel")

    def __init__(
        self, element: Element, lay: Callable[[], list[Box]], relabel: Callable[[Sequence[Box], str], None]
    ) -> None:
        self.element = element
        self.label = ""
        self.relabel = relabel
        self._lay = lay
        self._boxes: list[Box] | None = None

    @property
    def boxes(self) -> list[Box]:
        """The boxes of the note, laid out once."""
        if self._boxes is None:
            self._boxes = self._lay()
        return self._boxes

    def number(self, number: int) -> None:
        """Give the note a number, before it is drawn."""
        self.label = str(number)
        self.relabel(self.boxes, self.label)

    def follow(self, owner: Element) -> None:
        """Put the note behind what was drawn of the paragraph so far; behind a heading as a whole."""
        if self.element.parent is not None:
            return
        parent = owner.parent
        if owner.tag[:1] == "H" and owner.tag[1:].isdecimal() and parent is not None:
            parent.kids.insert(parent.kids.index(owner) + 1, self.element)
            self.element.parent = parent
            return
        self.element.parent = owner
        owner.kids.append(self.element)


class Foot:
    """What stands at the foot of one column, and `rest`, what must go on at the foot of the next.

    `taken` are the notes that have their place already, here or on pages before; it is shared by all feet.
    `apart_pt` is the room between text and notes, which holds a short rule.
    """

    __slots__ = ("apart_pt", "boxes", "height_pt", "notes", "rest", "room_pt", "taken")

    def __init__(self, room_pt: float, apart_pt: float, taken: set[PageNote]) -> None:
        self.room_pt = room_pt
        self.apart_pt = apart_pt
        self.taken = taken
        self.boxes: list[Box] = []
        self.notes: list[PageNote] = []
        self.rest: list[Box] = []
        self.height_pt = 0.0

    def copy(self, taken: set[PageNote]) -> Foot:
        """Return a foot that can be filled without touching this one."""
        made = Foot(self.room_pt, self.apart_pt, taken)
        made.boxes, made.notes, made.rest = list(self.boxes), list(self.notes), list(self.rest)
        made.height_pt = self.height_pt
        return made

    def go_on(self, rest: Sequence[Box], *, alone: bool = False) -> None:
        """Begin with what did not fit the column before; it leaves room for text unless it stands `alone`."""
        self._stack(rest, self.room_pt * (1.0 if alone else _MOST_OF_COLUMN))
        if not self.boxes and self.rest:
            rest, self.rest = self.rest, []
            self._stack(rest, self.room_pt)

    def new_notes(self, references: Sequence[Reference]) -> list[tuple[float, PageNote]]:
        """Return the notes that these references are the first to name, each with its reference's depth."""
        found: list[tuple[float, PageNote]] = []
        seen: set[PageNote] = set()
        for depth, mark in references:
            note = mark.note
            if isinstance(note, PageNote) and note not in self.taken and note not in seen:
                seen.add(note)
                found.append((depth, note))
        return found

    def reach_pt(self, notes: Sequence[tuple[float, PageNote]], height_pt: float, room_pt: float) -> float:
        """Return how much of a box of this height fits the room together with the notes that begin in it.

        All of it if the notes fit, the last of them perhaps in part; 0 or less if not even its beginning does.
        """
        best = best_whole = 0.0
        taken = 0.0 if self.boxes else self.apart_pt
        above = self.boxes[-1] if self.boxes else None
        for count in range(len(notes) + 1):
            least = 0.0
            if count:
                if self.rest:
                    break
                boxes = notes[count - 1][1].boxes
                gap = max(above.after_pt, boxes[0].before_pt) if above is not None else 0.0
                least = taken + gap + _beginning_pt(boxes[0])
                taken += gap + _stack_pt(boxes)
                above = boxes[-1]
            upto = height_pt if count == len(notes) else notes[count][0] - 0.5
            from_pt = notes[count - 1][0] if count else 0.0
            if room_pt - least < from_pt - 0.01:
                break  # and with more notes, which begin further down, there is less room
            reach = min(room_pt - least, upto)
            if reach >= from_pt - 0.01:
                best = max(best, reach)
                whole = min(room_pt - (taken if count else 0.0), upto)
                if whole >= from_pt - 0.01:
                    best_whole = max(best_whole, whole)
        if best_whole > 0 and best - best_whole <= _SPARED_PT and best < height_pt:
            return best_whole
        return best

    def take(self, notes: Sequence[tuple[float, PageNote]], room_pt: float) -> None:
        """Put notes here, in no more room than this beside what stands here; what does not fit goes to the rest."""
        waiting = [note for _, note in notes]
        while waiting:
            note = waiting.pop(0)
            if note in self.taken:
                continue
            self.taken.add(note)
            self.notes.append(note)
            inner = [mark.note for box in note.boxes for _, mark in box.references()]
            waiting[:0] = [one for one in inner if isinstance(one, PageNote)]
            before = self.height_pt
            self._stack(note.boxes, self.height_pt + room_pt)
            room_pt -= self.height_pt - before

    def state(self) -> tuple[int, int, float, int]:
        """Return what `forget` needs to come back to this."""
        return len(self.boxes), len(self.notes), self.height_pt, len(self.rest)

    def forget(self, state: tuple[int, int, float, int]) -> None:
        """Take back all notes that were put here since then."""
        boxes, notes, self.height_pt, rest = state
        self.taken.difference_update(self.notes[notes:])
        del self.boxes[boxes:], self.notes[notes:], self.rest[rest:]

    def _stack(self, boxes: Sequence[Box], limit_pt: float) -> None:
        """Put boxes below each other as far as the foot may grow, and the others to the rest."""
        for box in boxes:
            if self.rest:
                self.rest.append(box)
                continue
            gap = max(self.boxes[-1].after_pt, box.before_pt) if self.boxes else self.apart_pt
            room = limit_pt - self.height_pt - gap
            if box.height_pt <= room + 0.01:
                self._add(box, gap)
                continue
            parts = box.split(room)
            whole_column = not self.boxes and limit_pt >= self.room_pt
            if parts is None and whole_column:
                parts = box.split(room, force=True)
            if parts is not None:
                self._add(parts[0], gap)
                self.rest.append(parts[1])
            elif whole_column:
                self._add(box, gap)  # it cannot be parted and no column is high enough
            else:
                self.rest.append(box)

    def _add(self, box: Box, gap_pt: float) -> None:
        self.boxes.append(box)
        self.height_pt += gap_pt + box.height_pt


def _beginning_pt(box: Box) -> float:
    """Return the height of the least that a note can begin with."""
    if isinstance(box, TextBox):
        lines = box.stop - box.start
        return (lines if lines < box.orphans + box.widows else box.orphans) * box.leading_pt
    return box.height_pt


def _stack_pt(boxes: Sequence[Box]) -> float:
    height = 0.0
    above: Box | None = None
    for box in boxes:
        height += box.height_pt + (max(above.after_pt, box.before_pt) if above is not None else 0.0)
        above = box
    return height


def set_foot(foot: Foot, sheet: Sheet, *, at_right: bool) -> tuple[str, list[tuple[Box, float]]]:
    """Return what stands at the foot of a column: the operators of a short rule, at the side where lines begin, and
    below it the boxes of the notes, each with the height of its top.
    """
    top = sheet.bottom_pt + foot.height_pt
    width = sheet.column_width_pt
    left = sheet.left_pt + (width * (1 - _RULE_SHARE) if at_right else 0.0)
    edge = top - foot.apart_pt * 0.62
    rule = filled_rectangle(sheet.colour(SOFT_INK), left, edge - 0.4, left + width * _RULE_SHARE, edge)
    placed: list[tuple[Box, float]] = []
    top -= foot.apart_pt
    for box in foot.boxes:
        if placed:
            top -= max(placed[-1][0].after_pt, box.before_pt)
        placed.append((box, top))
        top -= box.height_pt
    return rule, placed
