"""The draft: what all parts of one Word file share while it is being written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import msgspec

from exporters.formats.docx.context import Context
from exporters.formats.docx.looks import Look
from exporters.formats.docx.numbering import Numbering
from exporters.formats.docx.pages import Paper
from exporters.formats.docx.references import Bookmarks, Targets
from exporters.report import Report

if TYPE_CHECKING:
    from exporters.formats.docx.notes import NoteKind
    from exporters.formats.docx.package import WordPackage
    from exporters.formats.docx.pictures import Pictures
    from exporters.formats.docx.revisions import Comments
    from exporters.formats.docx.template import Template


FIRST_CHANGE: Final = 100_000
"""Where the ids of tracked changes begin, apart from those of bookmarks."""


class Draft(msgspec.Struct):
    """Names, numbers and parts that must be one for the whole file.

    `styles` gives the id of a style by its name in lower case; `language` is the document's, as Word writes it;
    `pictures` is nothing where the publication has none;
    `changes` counts tracked changes, `compared` the stories that were compared with a version before, `withholds_more`
    says whether one of them may withhold what was not before, `notes` are the footnotes written so far, `counted` where
    Word's counters of figures and tables stand. `place` is that of running text and `look` is how it looks, from which
    all others are made; `code` are the program words written so far, by the look of their place.
    """

    package: WordPackage
    template: Template
    styles: Mapping[str, str]
    paper: Paper
    language: str
    targets: Targets
    pictures: Pictures | None
    report: Report
    numbering: Numbering
    bookmarks: Bookmarks
    changes: list[int] = msgspec.field(default_factory=lambda: [FIRST_CHANGE])
    compared: int = 0
    withholds_more: bool | None = None
    comments: Comments | None = None
    note_kind: NoteKind = "footnote"
    notes: list[str] = msgspec.field(default_factory=list)
    counted: dict[str, int] = msgspec.field(default_factory=dict)
    place: Context = msgspec.field(default_factory=Context)
    look: Look = msgspec.field(default_factory=Look)
    code: dict[Look, dict[str, str]] = msgspec.field(default_factory=dict)

    def style(self, name: str) -> str:
        """Return the id of the style with this name."""
        return self.styles[name.lower()]
