"""Changes that an editor suggests in a source, which nobody accepted or rejected yet. They are printed, and told.

    The share was {--96--}{++97++} percent, {~~as~>so~~} the office {==says==}.

They are those of CriticMarkup (https://github.com/CriticMarkup/CriticMarkup-toolkit) beside its comments. Which words
are to stay is for a person to decide; so they are left as they are, marks and all. In code they are code.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Protocol

from exporters.model.place import Place
from exporters.report import Report
from exporters.source.comments import Ranges, within

_MARK = re.compile(rb"(?<!\\)(?:\\\\)*\{(\+\+|--|~~|==)|(\+\+|--|~~|==)\}")
_KINDS = {b"++": "an insertion", b"--": "a deletion", b"~~": "a substitution", b"==": "a highlight"}
_MOST = 50  # that are told one by one
_REMEDY = "Accept or reject it: take out the marks, and the words that are to go"


class HasPlaces(Protocol):
    """What tells the places of a text."""

    def at(self, offset: int, /) -> Place:
        """Return the place of this byte."""


def report_suggestions(
    text: str, places: HasPlaces, report: Report, code_in: Callable[[str], Ranges] | None = None
) -> None:
    """Report, as warnings, the changes that the text suggests; `code_in` gives the ranges of bytes that are code."""
    data = text.encode(errors="replace")
    is_code = within(code_in(text) if code_in else ())
    begun: dict[bytes, int] = {}
    found: list[tuple[int, bytes]] = []
    for mark in _MARK.finditer(data):
        if is_code(mark.end() - 1):
            continue
        if mark[1]:
            begun.setdefault(mark[1], mark.start(1) - 1)
            continue
        start = begun.pop(mark[2], None)
        if start is not None and (mark[2] != b"~~" or data.find(b"~>", start, mark.start()) >= 0):
            found.append((start, mark[2]))
    found.sort()
    for start, kind in found[:_MOST]:
        report.warning(
            "change-suggested",
            f"{_KINDS[kind]} of an editor is neither accepted nor rejected; it is printed with its marks",
            places.at(start),
            _REMEDY,
        )
    if len(found) > _MOST:
        report.warning(
            "change-suggested",
            f"{len(found) - _MOST:,} more changes of an editor are printed with their marks",
            places.at(found[_MOST][0]),
            _REMEDY,
        )
