"""Pages: boxes poured into columns, one page after another, with their notes, and with what stands at head and foot.

A page is filled from top to bottom with bands: one column for what spans the page, and between those the columns, which
end level before the next band. The builder takes boxes as they come and holds no more than a page of them.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

from exporters.formats.pdf.bands import Band, FloatBox, draw_rules, levelled, stands_in_the_way
from exporters.formats.pdf.boxes import Box
from exporters.formats.pdf.canvas import TaggedCanvas
from exporters.formats.pdf.edges import Edges
from exporters.formats.pdf.footnotes import Foot, PageNote, set_foot
from exporters.formats.pdf.labels import Observer, tell_turn
from exporters.formats.pdf.numbering import LineNumbers
from exporters.formats.pdf.running import PageFacts
from exporters.formats.pdf.sheet import BODY, Sheet
from exporters.formats.pdf.stacks import draw_frames
from exporters.formats.pdf.story import HtmlDirection
from exporters.formats.pdf.tags import Element
from exporters.formats.pdf.theme import SLOTS
from exporters.formats.pdf.turned import TurnedBox, only_turned
from exporters.formats.pdf.watermark import Watermark

_LEAST_LINES = 6
"""With less room than for so many lines below it, a band begins on the next page."""
_ROOM_FOR_A_STORY = 18
"""Lines: with so much room, another story begins below one whose table on its side has to wait for the next page."""


class PageBuilder:
    """Builds the pages of one document on a canvas.

    `number` is that of the next page to be finished, as readers count; `sheet_number` counts all pages from 1, and says
    which are left-hand pages. `edges` draws what stands at head and foot. `slots` are the words for the lines at
    head and foot, `following` those that change with the next page; `sections` the headings that become their
    `section`, by name.
    """

    def __init__(self, canvas: TaggedCanvas, sheet: Sheet, observer: Observer) -> None:
        self.canvas = canvas
        self.sheet = sheet
        self.observer = observer
        self.number = self.sheet_number = 1
        self.slots: dict[str, str] = dict.fromkeys(SLOTS, "")
        self.following: dict[str, str] = {}
        self.sections: dict[tuple[str, str], str] = {}
        self._first_section = ""
        self._last_number = 0
        self.opening = True
        self.show_folio = True
        self.edges = Edges(canvas, sheet)
        self._watermark = Watermark(canvas, sheet)
        self._line_numbers = LineNumbers(sheet) if sheet.line_numbers else None
        self._noting = False
        self._taken: set[PageNote] = set()
        self._stray = Element("Sect")
        self._direction: HtmlDirection = "ltr"
        self._language = ""
        self._parted = len(sheet.columns_pt) > 1
        self._feet: list[Foot] = []
        self._rest: list[Box] = []
        self._done: list[Band] = []
        self._end_pt, self._after_pt = sheet.top_pt, 0.0
        self._several = False
        self._fed: list[Box] = []
        self._floats: list[Box] = []
        self._topped = False
        self._before: list[Foot] = []
        self._taken_before: frozenset[PageNote] = frozenset()
        self._new_page()

    @property
    def noted(self) -> Container[PageNote | None]:
        """The notes of the story that have their place at the foot of a page, or will with what still floats."""
        coming: set[PageNote] = set()
        waiting: list[Box] = [*self._floats, *self._band.floats]
        while waiting:
            for _, mark in waiting.pop().references():
                if isinstance(mark.note, PageNote) and mark.note not in coming:
                    coming.add(mark.note)
                    waiting.extend(mark.note.boxes)
        return self._taken | coming

    @property
    def needs_sections(self) -> bool:
        """Whether a line at head or foot names the present section."""
        return self.edges.needs_section

    @property
    def label(self) -> str:
        """The number of the next page as it is written."""
        return self.edges.written(self.number)

    def finish_document(self) -> None:
        """Draw what could not be drawn before the number of pages was known."""
        self.edges.finish(self._last_number)

    def skip(self, count: int) -> None:
        """Count so many pages that were made elsewhere."""
        self.number += count
        self.sheet_number += count
        self._last_number = self.number - 1

    # -------------------------------------------------------------------------------------------- filling pages

    def begin_story(
        self,
        title: str,
        language: str,
        direction: HtmlDirection = "ltr",
        *,
        section: str = "",
        element: Element | None = None,
        noting: bool = False,
        running_on: bool = False,
    ) -> None:
        """Begin a story on a new page, which has no running head, or `running_on` below what stands on the page.

        With `noting`, its notes stand at the foot of its pages.
        """
        if not running_on:
            self.finish_page()
            self.opening = True
            self._taken = set()
        self._direction, self._language, self._noting = direction, language, noting
        self.slots["story"], self.slots["section"] = title, section
        if element is not None:
            self._stray = element
        if running_on:
            self._end_band()
            room, needed = self._end_pt - self.sheet.bottom_pt, _ROOM_FOR_A_STORY * self.sheet.leading_pt(BODY)
            if room < needed or not only_turned(self._floats):
                self._place_floats()
            self._begin_band(self._end_pt, several=False)
        else:
            self._new_page()

    def pour(self, boxes: Iterable[Box], *, spanning: bool = False) -> None:
        """Put boxes below each other, on as many pages as they need; those that are `spanning` across all columns."""
        for box in boxes:
            if self._parted:
                if box.spanning and not spanning and self._waits(box):
                    if not self._several or not self._set_on_top(box):
                        self._floats.append(box)
                    continue
                across = spanning or box.spanning
                if across is self._several:
                    self._turn_to(several=not across)
                if self._several:
                    self._fed.append(box)
            left = self._band.pour((box,))
            while left:
                left = self._next_page(left)

    def finish_page(self) -> None:
        """Draw the page as it is, if there is anything on it, with all notes that are still to come, and begin anew."""
        self._end_band()
        self._place_floats()
        if any(band.columns[0].placed for band in self._done) or any(foot.boxes for foot in self._feet):
            self._draw_page()
        while self._rest:
            rest, self._rest = self._rest, []
            self._new_page()
            for foot in self._feet:
                foot.go_on(rest, alone=True)
                rest, foot.rest = foot.rest, []
            self._rest = rest
            self._draw_page()
        self._new_page()

    def _place_floats(self) -> None:
        """Put what still floats below all that stands on the page, or on the next one."""
        floats, self._floats = self._floats, []
        if floats:
            self._begin_band(self._end_pt, several=False)
            self.pour(floats, spanning=True)
            self._end_band()

    def _set_on_top(self, box: Box) -> bool:
        """Put what spans the page above the columns that are being filled, which go on below it; return whether it
        finds room there. One such thing is enough for a band.
        """
        top, fed, known = self._band.top_pt, self._fed, set(self._taken_before)
        feet = [foot.copy(known) for foot in self._before]
        room = top - self.sheet.bottom_pt - max(foot.height_pt for foot in feet)
        least = _LEAST_LINES * self.sheet.leading_pt(BODY)
        if self._topped or box.height_pt + box.after_pt + least > room:
            return False
        self._feet, self._taken = feet, known
        self._begin_band(top, several=False)
        self._band.pour((box,))
        self._end_band()
        self._begin_band(self._end_pt, several=True)
        self._topped = True
        self.pour(fed)
        return True

    def _next_page(self, left: Sequence[Box]) -> list[Box]:
        """Go on with these boxes on a new page; return what of them finds no room there either."""
        several = self._several
        self._close_band()
        self._draw_page()
        self._new_page()
        floated = self._float_to_top()
        if several:
            if floated:
                self._end_band()
            self._begin_band(self._end_pt, several=True)
            self._fed = list(left)
        elif not floated and len(left) > 1 and left[0].optional:
            left = left[1:]
        return self._band.pour(left)

    def _float_to_top(self) -> bool:
        """Put what waited for a new page on its top; return whether there was anything."""
        floats, self._floats = self._floats, []
        self.pour(floats, spanning=True)
        return bool(floats)

    # ---------------------------------------------------------------------------------------------------- bands

    def _new_page(self) -> None:
        """Begin a page with a band that spans it, and with the notes that go on from the page before."""
        sheet = self.sheet
        self.slots |= self.following
        self.following = {}
        self._feet = [Foot(sheet.column_pt, sheet.space_pt(1.4), self._taken) for _ in sheet.columns_pt]
        self._done = []
        self._end_pt, self._after_pt = sheet.top_pt, 0.0
        rest, self._rest = self._rest, []
        self._feet[0].go_on(rest)
        self._begin_band(sheet.top_pt, several=False)

    def _begin_band(self, top_pt: float, *, several: bool) -> None:
        """Begin one column across the page, or several beside each other, from this height down."""
        bottom = floor = self.sheet.bottom_pt
        feet = self._feet
        self._several = several
        self._topped = False
        self._fed = []
        if several:
            self._before = [foot.copy(self._taken) for foot in feet]
            self._taken_before = frozenset(self._taken)
        elif self._parted:
            # What spans the columns stands clear of the notes of each; its own are set below the first.
            floor = max((floor, *(bottom + foot.height_pt for foot in feet[1:])))
        whole = top_pt >= self.sheet.top_pt
        feet = feet if several else feet[:1]
        self._band = Band(top_pt, floor, bottom, feet, noting=self._noting, whole=whole)
        if not several and not whole:
            self._band.columns[0].above_pt = self._after_pt

    def _turn_to(self, *, several: bool) -> None:
        """End the band and begin one of the other kind below it, or on the next page if that leaves it no room."""
        carried: list[Box] = []
        if self._several:
            while self._fed and self._fed[-1].keep_with_next:
                carried.append(self._fed.pop())
            carried.reverse()
        self._end_band()
        least = _LEAST_LINES * self.sheet.leading_pt(BODY)
        if self._end_pt - self.sheet.bottom_pt < least and self._done:
            head = self._done[-1].columns[0].placed
            if several:
                above = any(band.columns[0].placed for band in self._done[:-1])
                while len(head) > (not above) and head[-1][0].keep_with_next:
                    carried.insert(0, head.pop()[0])
            self._draw_page()
            self._new_page()
            while carried and carried[0].optional:
                del carried[0]
            if self._float_to_top() and not (several and carried):
                self._end_band()
            if several and carried:
                self.pour(carried, spanning=True)
                carried = []
                self._end_band()
        self._begin_band(self._end_pt, several=several)
        if carried:
            self._band.pour(carried)

    def _end_band(self) -> None:
        """End the band, its columns level, and keep it and the height below which the page is free."""
        if self._several and self._fed:
            band = levelled(self._band, self._fed, self._before, self._taken_before)
            if band is self._band:
                left = band.settle()
                while left:
                    left = self._next_page(left)
                    left = left or self._band.settle()
                band = self._band
            self._band = band
            self._feet = [column.foot for column in band.columns]
            self._taken = self._feet[0].taken
        elif self._several:
            self._band.columns = [self._band.columns[0]]  # all of it goes on elsewhere
            self._band.columns[0].placed.clear()
        if self._band.columns[0].placed:
            self._after_pt = self._band.after_pt
            self._end_pt = self._band.end_pt - self._after_pt
        self._close_band()

    def _close_band(self) -> None:
        """Keep what stands in the band, to be drawn with the page, and what of its notes goes on."""
        self._done.append(self._band)
        for column in self._band.columns:
            self._rest.extend(column.foot.rest)
            column.foot.rest = []
        self._several = False

    def _waits(self, box: Box) -> bool:
        """Return whether this floats, and something stands on the page already, so that it has to wait for the next."""
        return isinstance(box, (FloatBox, TurnedBox)) and stands_in_the_way(self._band, box, self.sheet.bottom_pt)

    # ------------------------------------------------------------------------------------------- drawing pages

    def _draw_page(self) -> None:
        canvas, sheet = self.canvas, self.sheet
        canvas.begin_page(sheet.width_pt, sheet.height_pt)
        self._watermark.draw(self._language)
        left_hand = self.sheet_number % 2 == 0
        aside = sheet.aside_pt(left_hand=left_hand)
        self._first_section = ""
        line = 1
        boxes = (box for band in self._done for column in band.columns for box, _ in column.placed)
        tell_turn(self.observer, boxes, self.label)
        if sheet.options.note_numbers == "page":
            for number, note in enumerate((note for foot in self._feet for note in foot.notes), 1):
                note.number(number)
        for band in self._done:
            for column, across in zip(band.columns, self._places(band.columns), strict=True):
                canvas.shift(across + aside)
                draw_frames(canvas, column.placed)
                self._draw(column.placed)
                if self._line_numbers is not None:
                    line = self._line_numbers.draw(canvas, column.placed, line)
            if sheet.theme.page.rule and len(band.columns) > 1:
                used = sum(bool(column.placed) for column in band.columns)
                draw_rules(canvas, sheet, band, [across + aside for across in self._places(band.columns)[:used]])
        for foot, across in zip(self._feet, self._places(self._feet), strict=True):
            if foot.boxes:
                canvas.shift(across + aside)
                for note in foot.notes:
                    note.follow(self._stray)
                rule, placed = set_foot(foot, sheet, at_right=self._direction == "rtl")
                canvas.draw_artifact(rule)
                draw_frames(canvas, placed)
                self._draw(placed)
        canvas.shift(0.0)
        if self.show_folio or sheet.options.bates:
            slots = {**self.slots, "section": self._first_section or self.slots["section"]}
            facts = PageFacts(slots, self._language, self._direction, self.opening, left_hand)
            self.edges.draw(facts, self.number, self.sheet_number)
        canvas.end_page()
        if not self.edges.roman:
            self._last_number = self.number
        self.number += 1
        self.sheet_number += 1
        self.opening = False

    def _places(self, columns: Sequence[object]) -> Sequence[float]:
        """Return how far to the right each of these columns stands; the first is where reading begins."""
        places = self.sheet.columns_pt
        if len(columns) == 1:
            return (0.0,)
        return places[::-1] if self._direction == "rtl" else places

    def _draw(self, placed: Sequence[tuple[Box, float]]) -> None:
        for box, top in placed:
            for depth, name in box.landings():
                self.observer.landed(*name, self.label, top - depth)
                if name in self.sections:
                    self._first_section = self._first_section or self.sections[name]
                    if not (self._parted and isinstance(box, TurnedBox)):  # which may stand beyond its story
                        self.slots["section"] = self.sections[name]
            box.draw(self.canvas, top)
