"""The words of a page in order, each with its place, to be searched for what editors leave in a text: CriticMarkup.

In Markdown and plain text a comment of this kind is taken out. A page has come through a publishing system, which may
have put elements within it and written its signs as entities; so it is an error there, for it would be published.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from exporters.model.place import Place
from exporters.report import Report
from exporters.source.suggestions import report_suggestions

CODE = frozenset({"pre", "code", "kbd", "samp", "var", "textarea", "math", "svg"})
"""Elements whose text is code, in which such marks are code."""

SHOWN = ("alt", "title", "summary", "data-credit")
"""Attributes whose words readers see, or hear."""

_SIGNS = ("{", "&#", "&lcub;", "&lbrace;")
_COMMENT = "{>>"


class PageWords:
    """Takes the words of a page as they are read. Offsets are those of their bytes, all in a row."""

    def __init__(self, text: str) -> None:
        self._wanted = any(sign in text for sign in _SIGNS)
        self._pieces: list[str] = []
        self._starts: list[int] = []
        self._places: list[Place] = []
        self._length = 0

    def add(self, text: str, place: Place) -> None:
        """Take a stretch of text that stands outside of code, and the place of the element that holds it."""
        if not self._wanted:
            return
        self._starts.append(self._length)
        self._places.append(place)
        self._pieces.append(text)
        self._length += len(text.encode(errors="replace"))

    def at(self, offset: int) -> Place:
        """Return the place of the words at this byte."""
        return self._places[bisect_right(self._starts, offset) - 1]

    def check(self, report: Report) -> None:
        """Report comments of editors as errors, and changes that they suggest as warnings."""
        text = "".join(self._pieces)
        if "{" not in text:
            return
        at = text.find(_COMMENT)
        if at >= 0:
            _report_comment("the text of a page", self.at(len(text[:at].encode(errors="replace"))), report)
        report_suggestions(text, self, report)

    def check_beside(self, words: Iterable[str], place: Place, report: Report) -> None:
        """Report, as an error, a comment of an editor in words beside the text: of the head, or of an attribute."""
        if self._wanted and any(_COMMENT in one for one in words):
            _report_comment("what a page says beside its text", place, report)


def _report_comment(where: str, place: Place, report: Report) -> None:
    report.error(
        "comment-unclosed",
        f"a comment of an editor stands in {where}, and would be published",
        place,
        "Take it out, or write it as <!-- editor: … -->; as code it stands in <code>",
    )
