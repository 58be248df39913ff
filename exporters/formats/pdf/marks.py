"""Marks: what a stretch of text within a paragraph is, beside being text: a link, a note's number, another
language.

A mark makes its element when the stretch is first drawn, so that the element stands among its paragraph's
content where it is read.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from exporters.formats.pdf.canvas import TaggedCanvas
from exporters.formats.pdf.tags import Element

Box4 = tuple[float, float, float, float]


class Noted(Protocol):
    """A note that a mark refers to: its element follows that of the text which refers to it first.

    `label` is its number, where notes are numbered anew on each page and so not before they stand there.
    """

    label: str

    def follow(self, owner: Element) -> None:
        """Put the note's element behind what was drawn of the paragraph so far, unless it has its place already."""


class InlineMark:
    """A stretch with an element of its own, within the element of its paragraph or of the mark `around` it.

    `target` and `spoken` make it a link; `destination` is a name that links lead here by; `paint` draws a
    picture into the room that the text left for it; `note` is what stands at the foot of the page for it.
    """

    __slots__ = ("_attached", "around", "destination", "element", "note", "paint", "spoken", "target")

    def __init__(self, element: Element, around: InlineMark | None = None) -> None:
        self.element = element
        self.around = around
        self.target = ""
        self.spoken = ""
        self.destination = ""
        self.paint: Callable[[TaggedCanvas, Element, Box4], None] | None = None
        self.note: Noted | None = None
        self._attached = False

    def attach(self, owner: Element) -> Element:
        """Return the element, put below the paragraph's element `owner` if it is not in the tree yet."""
        if not self._attached:
            self._attached = True
            parent = owner if self.around is None else self.around.attach(owner)
            self.element.parent = parent
            parent.kids.append(self.element)
            if self.note is not None:
                self.note.follow(owner)
        return self.element

    unseen = False
    """Whether the text is not painted."""

    def settle(self, canvas: TaggedCanvas, box_pt: Box4) -> None:
        """Do what must be done where the stretch landed: lay the link, name the place, draw the picture."""
        mark: InlineMark | None = self
        while mark is not None:
            if mark.target:
                canvas.link(mark.element, box_pt, mark.target, mark.spoken)
            if mark.destination:
                canvas.destination(mark.destination, box_pt[3])
            if mark.paint is not None:
                mark.paint(canvas, mark.element, box_pt)
            mark = mark.around


class Unseen(InlineMark):
    """Text that stands for what is painted otherwise; it belongs to its paragraph, or to the mark `around` it."""

    __slots__ = ()

    unseen = True

    def __init__(self, around: object) -> None:
        super().__init__(Element("Span"), around if isinstance(around, InlineMark) else None)

    def attach(self, owner: Element) -> Element:
        return owner if self.around is None else self.around.attach(owner)
