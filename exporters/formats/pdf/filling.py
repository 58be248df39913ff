"""Filling one column: boxes below each other, kept together or parted as they ask, with their notes at the foot."""

from __future__ import annotations

from collections.abc import Sequence

from exporters.formats.pdf.boxes import Box
from exporters.formats.pdf.footnotes import Foot, PageNote
from exporters.formats.pdf.stacks import stack_height_pt

_GRAIN_PT = 0.01
"""What rounding may add up to."""


class Column:
    """One column from `top_pt` down to `floor_pt`, or to what stands at its foot.

    `placed` are the boxes in it, each with the height of its top; `forced` says that one had to be parted where it
    should not be, or could not be parted and hangs over. Only a `whole` column, as high as the page has, may do so.
    """

    __slots__ = (
        "_noting", "_states", "_y", "above_pt", "bottom_pt", "floor_pt", "foot", "forced", "placed", "top_pt", "whole",
    )  # fmt: skip

    def __init__(
        self, top_pt: float, floor_pt: float, bottom_pt: float, foot: Foot, *, noting: bool, whole: bool
    ) -> None:
        self.top_pt = self._y = top_pt
        self.floor_pt = floor_pt
        self.bottom_pt = bottom_pt
        self.foot = foot
        self.placed: list[tuple[Box, float]] = []
        self.forced = False
        self.whole = whole
        self.above_pt: float | None = None
        """The room that is left between the column and what stands above it; None at the top of a page."""
        self._noting = noting
        self._states: list[tuple[int, int, float, int]] = []

    @property
    def end_pt(self) -> float:
        """The height at which what stands in the column ends."""
        return self._y

    def has_room(self, box: Box) -> bool:
        """Return whether the box can stand here as a whole, or the column is empty, where it must."""
        if not self.placed:
            return True
        gap = max(self.placed[-1][0].after_pt, box.before_pt)
        return box.height_pt <= self._y - gap - max(self.floor_pt, self.bottom_pt + self.foot.height_pt) + _GRAIN_PT

    def put(self, box: Box) -> Sequence[Box]:
        """Place a box; return what must go to the next column, nothing if all of it found room here.

        What goes is the rest of the box, or the box with those before it that must stand with it.
        """
        if not self.placed:
            self._repeat(box)
        gap = self._gap_pt(box)
        room = self._y - gap - max(self.floor_pt, self.bottom_pt + self.foot.height_pt)
        if self._noting:
            shared = self._y - gap - self.bottom_pt - self.foot.height_pt
            notes = self.foot.new_notes(box.references(shared))
            if notes:
                return self._put_noted(box, notes, gap, room, shared)
        if box.height_pt <= room + _GRAIN_PT:
            self._place(box, gap)
            return ()
        if box.optional:
            return ()
        parts = box.split(room)
        if parts is None and not self._has_content():
            if self.foot.boxes or not self.whole:
                self._empty()
                return (box,)  # notes fill the column, or others are higher
            self.forced = True
            parts = box.split(room, force=True)
            if parts is None:
                # It cannot be parted and no page is high enough: it stands alone and hangs over.
                self._empty()
                self._place(box, 0.0)
                return ()
        if parts is not None:
            self._place(parts[0], gap)
            return (parts[1],)
        return self._leave(box)

    def _gap_pt(self, box: Box) -> float:
        """Return the room between the box and what stands above it."""
        if self.placed:
            return max(self.placed[-1][0].after_pt, box.before_pt)
        return 0.0 if self.above_pt is None else max(box.before_pt - self.above_pt, 0.0)

    def _put_noted(
        self, box: Box, notes: Sequence[tuple[float, PageNote]], gap: float, room: float, shared: float
    ) -> Sequence[Box]:
        """Place a box in which notes begin; `shared` is the room that it has together with them."""
        foot = self.foot
        reach = min(foot.reach_pt(notes, box.height_pt, shared), room)
        if box.height_pt <= reach + _GRAIN_PT:
            self._place(box, gap, notes)
            return ()
        parts = box.split(reach)
        if parts is None and not self._has_content():
            if (foot.boxes and foot.rest) or not self.whole:
                self._empty()
                return (box,)
            self.forced = True
            # Not even its beginning fits with its notes: as much of it as can, and the notes as far as they go.
            parts = box.split(max(reach, room / 2), force=True)
            if parts is None:
                self._place(box, gap, foot.new_notes(box.references()))
                return ()
        if parts is None:
            return self._leave(box)
        self._place(parts[0], gap, foot.new_notes(parts[0].references()))
        return (parts[1],)

    def _leave(self, box: Box) -> Sequence[Box]:
        """Return the box with those before it that must stand with it, taken out of the column."""
        carried = self._take_back()
        if carried and not self._fits_with(carried, box):
            self._put_back(carried)
            return (box,)
        if self._has_content() or not self.whole:
            if not self._has_content():
                self._empty()
            return (*(one for one in carried if not one.repeated), box)
        # All of the column would have to stand with this box, which is more than a column can hold.
        self._put_back(carried)
        return (box,)

    def _fits_with(self, carried: Sequence[Box], box: Box) -> bool:
        """Return whether any column is high enough for these boxes and the beginning of the one after them."""
        room = self.foot.room_pt - stack_height_pt(carried) - max(carried[-1].after_pt, box.before_pt)
        return box.height_pt <= room + _GRAIN_PT or box.split(room) is not None

    def _empty(self) -> None:
        """Take out what was only repeated for a box that stands elsewhere."""
        self.placed.clear()
        self._states.clear()
        self._y = self.top_pt

    def _put_back(self, carried: Sequence[Box]) -> None:
        for box in carried:
            notes = self.foot.new_notes(box.references()) if self._noting else ()
            self._place(box, self._gap_pt(box), notes)

    def _has_content(self) -> bool:
        return any(not box.repeated for box, _ in self.placed)

    def _repeat(self, box: Box) -> None:
        """Put at the top of an empty column what is repeated before this box."""
        if box.continuation is not None:
            for repeated in box.continuation():
                self._place(repeated, 0.0)

    def _place(self, box: Box, gap_pt: float, notes: Sequence[tuple[float, PageNote]] = ()) -> None:
        self._y -= gap_pt
        self.placed.append((box, self._y))
        self._y -= box.height_pt
        if self._noting:
            self._states.append(self.foot.state())
            if notes:
                self.foot.take(notes, self._y - self.bottom_pt - self.foot.height_pt)

    def _take_back(self) -> list[Box]:
        """Remove from the column the boxes at its end that must stand with the next one, and return them."""
        carried: list[Box] = []
        while self.placed and self.placed[-1][0].keep_with_next:
            carried.append(self.placed.pop()[0])
            if self._noting:
                self.foot.forget(self._states.pop())
        self._y = self.placed[-1][1] - self.placed[-1][0].height_pt if self.placed else self.top_pt
        return carried[::-1]
