"""Comments of editors in a source, taken out before anything else reads it, so that no format can ever show them.

    The share {==96.3 percent==}{>>@Ada: from the order of May 12?<<} is new.
    <!-- editor: @Ben: counsel wants to see this part -->

The first is CriticMarkup (https://github.com/CriticMarkup/CriticMarkup-toolkit), within one paragraph; the second a
comment of HTML that begins with the word `editor`. In code both are code.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import NamedTuple

from exporters.model.comments import EditorNote
from exporters.model.place import Place
from exporters.patterns import pattern
from exporters.report import Report
from exporters.source.characters import SourceText, clean_end, decode
from exporters.source.first_looks import may_hold_comments
from exporters.source.frontmatter import EDITOR_COMMENT, split_front_matter
from exporters.source.places import Places
from exporters.source.redaction import ANY_MARK

Ranges = Sequence[tuple[int, int]]

LONGEST_COMMENT = 10_000
"""Bytes of a comment; what has no end before that has none."""

_OPENING = pattern(rb"(?<!\\)(?:\\\\)*\{>>|<!--[ \t\n]*editor[ \t]*:", re.IGNORECASE)
_BLANK_LINE = pattern(rb"\n[ \t>]*\n")
_REDACTION = pattern(rb"<\s*(/?)\s*redact(?:ed|ion)?\b[^>]{0,300}?(/?)>", re.IGNORECASE)
_BY = pattern(r"@([^:@]{1,80}):\s*(.*)", re.DOTALL)
_ENDS_WORD = b" \t\n.,;:!?)"
_LINE_HEAD = b" \t>"
_BLOCK_HEAD = pattern(rb"[ \t>]*(?:[-*+]|\d+[.)]|#{1,6}|\||\[\^[^\]\s]+\]:)?[ \t]*")
_FAR = 400  # bytes of a line that are looked at on either side of a comment


class Taken(NamedTuple):
    """A text without comments: those that may be shown, all of them with their words, the places of what is left."""

    source: SourceText
    notes: tuple[EditorNote, ...]
    said: tuple[tuple[Place, str], ...]
    places: Places


def _holds_comments(source: SourceText) -> bool:
    return may_hold_comments(source.file) and (b"{>>" in source.data or EDITOR_COMMENT.search(source.text) is not None)


def take_comments(
    source: SourceText, whole: Places, report: Report, code_in: Callable[[str], Ranges] | None = None
) -> Taken:
    """Return the text without the comments of editors, and these. `whole` are the places of the text.

    `code_in` gives the ranges of bytes that are code, which holds no comments. What stands between marks of a redaction
    is in no note, nor is a note that holds such a mark. A comment without its end is an error in the report.
    """
    if not _holds_comments(source):
        return Taken(source, (), (), whole)
    data = source.data
    is_code = within(code_in(source.text) if code_in else ())
    broken = False
    removed: list[tuple[int, int]] = []
    notes: list[EditorNote] = []
    said: list[tuple[Place, str]] = []
    withheld = _withheld(data)
    lines = _Lines(data)
    position = 0
    for found in _OPENING.finditer(data):
        marks = found[0].lstrip(b"\\")  # pairs of which stand for themselves
        start = found.end() - len(marks)
        if start < position:
            continue
        ending = b"<<}" if marks == b"{>>" else b"-->"
        end = data.find(ending, found.end(), found.end() + LONGEST_COMMENT)
        if end >= 0 and ending == b"<<}" and _BLANK_LINE.search(data, found.end(), end):
            end = -1
        if is_code(start):
            if end < 0 or is_code(end):
                continue
            broken = True
            report.error(
                "comment-unclosed",
                "a comment of an editor begins in code and ends outside of it, and would be text",
                whole.at(start),
                "Look for a ` before it and within it, and take that out",
            )
            break
        if end < 0:
            broken = True
            report.error(
                "comment-unclosed",
                f"a comment of an editor has no {ending.decode()} in its paragraph",
                whole.at(start),
                "Close it, or write \\{>> for the characters themselves",
            )
            break
        if marks in data[found.end() : end]:
            broken = True
            report.error(
                "comment-unclosed",
                "a comment of an editor stands in another, whose rest would be text",
                whole.at(start),
                "Close the first before the second begins",
            )
            break
        words = " ".join(data[found.end() : end].decode().split())
        position = end + 3
        last = removed[-1][1] if removed else 0
        said_of, first = _marked(data, start, last)
        place = whole.at(start)
        said.append((place, words))
        ahead = lines.ahead(start, position)
        if first < start:
            removed += [(first, first + 3), (start - 3, position)]
        else:
            widened = lines.widened(start, position)
            removed.append((max(last, widened[0]), widened[1]))
        by = _BY.fullmatch(words)
        if words and not withheld(start) and not ANY_MARK.search(words + said_of):
            author, told = (by[1].strip(), by[2]) if by else ("", words)
            notes.append(EditorNote(place=place, text=told, author=author, marked=said_of, ahead=ahead))
    if not removed:
        return Taken(source, (), (), whole)
    ends, starts = (0, *(end for _, end in removed)), (*(start for start, _ in removed), len(data))
    kept = b"".join(data[end:start] for end, start in zip(ends, starts, strict=True))
    left, places = SourceText(kept.decode(), kept, kept), _PlacesLeft(whole, removed)
    if not broken:
        _refuse_more(left, places, report, code_in)
    return Taken(left, tuple(notes), tuple(said), places)


def _refuse_more(left: SourceText, places: Places, report: Report, code_in: Callable[[str], Ranges] | None) -> None:
    """Report, as an error, a comment that is left: it was in code only together with a sign of code in another."""
    if not _holds_comments(left):
        return
    is_code = within(code_in(left.text) if code_in else ())
    for found in _OPENING.finditer(left.data):
        if not is_code(found.end() - 1):
            report.error(
                "comment-unclosed",
                "a comment of an editor is left when others are taken out, and would be text",
                places.at(found.start()),
                "Look for a ` or a fence of code within the comments before it, and take that out",
            )
            return


def within(ranges: Ranges) -> Callable[[int], bool]:
    """Return what tells of an offset whether it stands in one of the ranges, none of which overlap."""
    ordered = sorted(ranges)
    starts = [start for start, _ in ordered]

    def stands(offset: int) -> bool:
        at = bisect_right(starts, offset) - 1
        return at >= 0 and offset < ordered[at][1]

    return stands


def read_notes(data: bytes, name: str, kind: str) -> tuple[EditorNote, ...]:
    """Return the comments of editors in a file of this kind, which its reader leaves out."""
    if kind == "native":
        return ()
    whole = decode(data, name, Report())
    if not _holds_comments(whole):
        return ()
    front = split_front_matter(whole.text, name, Report())
    body = clean_end(whole, front.body, name, front.first_line, Report())
    code = None
    if kind == "html":
        blanked = body.data.replace(b"{>>", b"   ")  # which means nothing there
        body = SourceText(blanked.decode(), blanked, blanked)
    elif kind != "text":
        from exporters.source.parsing import code_in

        code = code_in
    return take_comments(body, Places(body.data, name, front.first_line), Report(), code).notes


def _marked(data: bytes, start: int, after: int) -> tuple[str, int]:
    """Return the words between `{==` and `==}` just before a comment, and where they begin; else its own start."""
    if data[max(after, start - 3) : start] != b"==}":
        return "", start
    first = data.rfind(b"{==", max(after, start - LONGEST_COMMENT), start - 3)
    if first < 0 or _BLANK_LINE.search(data, first, start):
        return "", start
    return " ".join(data[first + 3 : start - 3].decode().split()), first


def _withheld(data: bytes) -> Callable[[int], bool]:
    """Return what tells of an offset whether it stands between marks of a redaction."""
    starts, depths = [0], [0]
    for found in _REDACTION.finditer(data):
        if found[2]:
            continue
        starts.append(found.start())
        depths.append(max(0, depths[-1] + (-1 if found[1] else 1)))
    return lambda offset: depths[bisect_right(starts, offset) - 1] > 0


class _Lines:
    """The lines around comments, asked for in ascending order."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._start = 0  # of the line asked for last
        self._seen = 0
        self._end = -1

    def _around(self, start: int, end: int) -> tuple[int, int]:
        """Return where the first line begins and the last one ends."""
        found = self._data.rfind(b"\n", self._seen, start)
        self._start = found + 1 if found >= 0 else self._start
        self._seen = max(self._seen, start)
        if self._end < end:
            found = self._data.find(b"\n", end)
            self._end = found if found >= 0 else len(self._data)
        return self._start, self._end

    def _alone(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the whole lines, where nothing else stands on them."""
        line_start, line_end = self._around(start, end)
        near = start - line_start < _FAR and line_end - end < _FAR
        if near and not self._data[line_start:start].strip(_LINE_HEAD) and not self._data[end:line_end].strip():
            return line_start, line_end
        return None

    def ahead(self, start: int, end: int) -> bool:
        """Return whether a comment stands before the first word of a block, or by itself between two."""
        alone = self._alone(start, end)
        if alone is None:
            return start - self._start < _FAR and _BLOCK_HEAD.fullmatch(self._data, self._start, start) is not None
        above = self._data[max(0, alone[0] - _FAR) : alone[0]].split(b"\n")[-2:-1]
        return not any(line.strip(_LINE_HEAD) for line in above)

    def widened(self, start: int, end: int) -> tuple[int, int]:
        """Return what is to go with a comment: its line if it is alone there, else one of the spaces around it."""
        alone = self._alone(start, end)
        if alone is not None:
            return alone[0], min(alone[1] + 1, len(self._data))
        data, line_start = self._data, self._start
        if start - line_start < _FAR and not data[line_start:start].strip(_LINE_HEAD):
            return start, end + 1 if data[end : end + 1] == b" " else end
        goes = data[start - 1 : start] == b" " and (end == len(data) or data[end] in _ENDS_WORD)
        return start - 1 if goes else start, end


class _PlacesLeft(Places):
    """The places of a text from which ranges of bytes were taken out."""

    def __init__(self, whole: Places, removed: Ranges) -> None:
        self._whole = whole
        self._gone: list[int] = []
        self._shifts = [0]
        for start, end in removed:
            self._gone.append(start - self._shifts[-1])
            self._shifts.append(self._shifts[-1] + end - start)

    def at(self, offset: int) -> Place:
        """Return the place of a byte in the text as it was written."""
        return self._whole.at(offset + self._shifts[bisect_right(self._gone, offset)])
