"""What all parts of one document share while it is laid out, and where in the column a block stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec
from msgspec.structs import replace

from exporters.formats.pdf.boxes import Frame
from exporters.formats.pdf.late import LateTexts
from exporters.formats.pdf.marks import Noted
from exporters.formats.pdf.pictures import PictureStore
from exporters.formats.pdf.sheet import BODY, Look, Sheet
from exporters.formats.pdf.standards import Claims
from exporters.formats.pdf.tags import Element, HeadingLevels
from exporters.model.place import NOWHERE, Place
from exporters.report import Report
from exporters.words import Words

_DEEPEST_INDENT = 9
_INDENT_SHARE = 0.45

HtmlDirection = Literal["ltr", "rtl"]


class Edition(msgspec.Struct):
    """The document that is being made: its design, its pictures, and what it can still claim.

    `lone` is whether it is one story by itself. `place` is that of the node being laid out, for what the text
    layer reports without knowing nodes. `withdraw` collects why a claim to conformance cannot stand. `labels` are those
    of the pages on which named blocks landed so far, `page_digits` how many digits those of later ones may have.
    `opening` is whether the first paragraph of a story is still to come.
    """

    sheet: Sheet
    pictures: PictureStore
    report: Report
    claims: Claims
    lone: bool
    place: Place = NOWHERE
    withdrawn: bool = False
    heading_place: Place = NOWHERE
    labels: dict[str, str] = msgspec.field(default_factory=dict)
    late: LateTexts = msgspec.field(default_factory=LateTexts)
    page_digits: int = 2
    opening: bool = False
    _levels: HeadingLevels | None = None

    @property
    def levels(self) -> HeadingLevels:
        """The levels of headings that were tagged so far."""
        if self._levels is None:
            self._levels = HeadingLevels(self._level_clamped)
        return self._levels

    def key(self, slug: str, anchor: str) -> str:
        """Return the name of a destination: of a block, or of the story itself where `anchor` is empty."""
        if self.lone:
            return anchor or "story"
        return f"{slug}/{anchor}" if anchor else slug

    def withdraw_claim(self, code: str, message: str, place: Place, remedy: str) -> None:
        """Report what keeps the file from being accessible, and take back the claim that it is."""
        if self.claims.accessible:
            self.withdrawn = True
            self.report.warning(code, message, place, remedy)

    def _level_clamped(self, wanted: int, given: int) -> None:
        self.report.info(
            "pdf-heading-level",
            f"a heading of level {wanted} is tagged as level {given}: PDF/UA-1, 7.4 has six and lets none be skipped",
            self.heading_place,
            "Use the next level down",
        )


class Flow(msgspec.Struct, frozen=True):
    """Where a block stands: below which element, in what measure, in front of which frames, in what text.

    `look` is that of paragraphs here; `level` is added to the levels of headings; `slug` names the story. `notes` are
    the anchors of its notes by key, `foot` those notes that stand at the foot of the page.
    """

    parent: Element
    left_pt: float
    width_pt: float
    slug: str
    words: Words
    language: str
    direction: HtmlDirection = "ltr"
    look: Look = BODY
    level: int = 1
    frames: tuple[Frame, ...] = ()
    indents: int = 0
    notes: Mapping[str, str] = msgspec.field(default_factory=dict)
    foot: Mapping[str, Noted] = msgspec.field(default_factory=dict)

    @property
    def steps_in(self) -> bool:
        """Whether there is room to indent once more."""
        return self.indents < _DEEPEST_INDENT

    def indented(self, start_pt: float, end_pt: float = 0.0) -> Flow:
        """Return the flow with its measure drawn in at both sides of the text, as long as words still have room."""
        if not self.steps_in:
            return self
        share = min(1.0, self.width_pt * _INDENT_SHARE / max(start_pt + end_pt, 1.0))
        start_pt, end_pt = start_pt * share, end_pt * share
        return replace(
            self,
            left_pt=self.left_pt + (start_pt if self.direction == "ltr" else end_pt),
            width_pt=self.width_pt - start_pt - end_pt,
            indents=self.indents + 1,
        )

    def below(self, parent: Element) -> Flow:
        """Return the flow for blocks below another element."""
        return replace(self, parent=parent)
