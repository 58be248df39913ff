"""Where in the document something stands: the style of running text there, how far it is set in, its direction."""

from __future__ import annotations

from typing import Final

import msgspec

from exporters.formats.docx.numbering import STEP

BOX: Final = 227
"""How far boxes and their text are set in, in twentieths of a point."""
CODE: Final = 113

INDENTS: Final[dict[str, tuple[int, int]]] = {
    "List Paragraph": (STEP, 0),
    "List Continue": (STEP, 0),
    "Quote": (STEP, STEP),
    "Attribution": (STEP, STEP),
    "Definition": (STEP, 0),
    "Lines": (STEP, 0),
    "Source Code": (CODE, CODE),
    "Callout": (BOX, BOX),
    "Callout Title": (BOX, BOX),
    "Warning": (BOX, BOX),
    "Warning Title": (BOX, BOX),
    "Aside": (BOX, BOX),
    "Aside Title": (BOX, BOX),
}
"""The indents that styles of the template have by themselves, leading and trailing: only what differs is written."""


_EDGE: Final = '<w:{} w:val="single" w:sz="{}" w:space="{}" w:color="{}"/>'
TURNED: Final[dict[str, str]] = {
    style: "<w:pBdr>"
    + _EDGE.format("top", 4, 5, fill)
    + _EDGE.format("left", 4, 9, fill)
    + _EDGE.format("bottom", 4, 5, fill)
    + _EDGE.format("right", 24, 9, colour)
    + "</w:pBdr>"
    for names, fill, colour in (("Callout", "EEF2F6", "2F5C8A"), ("Warning", "F9F0EE", "9B1C2E"))
    for style in (names, f"{names} Title")
}
"""The borders of boxes from right to left: Word leaves the bar of the style on the left."""


class Context(msgspec.Struct, frozen=True, eq=False):
    """What holds for the blocks at one place. Places are made from each other: a text has few kinds of them.

    `style` is the name of the style of running text. `left` and `right` are how far that text is set in, `width` how
    wide the column is, in twentieths of a point. `level` is that of the innermost list, counted from 0, and -1
    outside of lists; `list_id` its numbering, 0 unless it counts. Headings stand in the outline where it is
    `structural`. In a `plain` place (a note, a cell, a box)
    everything takes the running style, and headings are not part of the outline. What is `boxed` keeps its left edge,
    since Word draws a border where a paragraph begins. `tables` counts those around. `openings` are the beginnings
    of the paragraphs that were written at such a place, by what each was to be (`FlowRenderer.emit`).
    """

    style: str = "Normal"
    left: int = 0
    right: int = 0
    width: int = 0
    rtl: bool = False
    alignment: str = ""
    level: int = -1
    list_id: int = 0
    structural: bool = True
    plain: bool = False
    boxed: bool = False
    in_note: bool = False
    tables: int = 0
    openings: dict[tuple[object, ...], str] = msgspec.field(default_factory=dict)
    _changed: dict[tuple[tuple[str, object], ...], Context] = msgspec.field(default_factory=dict)

    def but(self, **change: object) -> Context:
        """Return this place with something changed: the same object for the same change."""
        key = tuple(change.items())
        found = self._changed.get(key)
        if found is None:
            found = self._changed[key] = self.once(**change)
        return found

    def once(self, **change: object) -> Context:
        """Return this place with something changed that is not likely to come again, such as the id of a list."""
        return msgspec.structs.replace(self, openings={}, _changed={}, **change)

    @property
    def room(self) -> int:
        """How wide a picture or table may be here."""
        return max(self.width - self.left - self.right, STEP)

    def further_in(self, step: int) -> int:
        """Return the left edge of what stands this much further in here."""
        return self.left if self.boxed else self.left + step

    def style_for(self, name: str) -> str:
        """Return the style to use where this one is meant: the running one in plain places."""
        return self.style if self.plain else name
