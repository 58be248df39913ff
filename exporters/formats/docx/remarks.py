"""Comments of editors in the source as comments in Word: to which words each belongs."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import replace

from exporters.formats.docx.revised import Remarked
from exporters.model.comments import EditorNote
from exporters.model.nodes import Figure, Heading, Note, Paragraph, Text
from exporters.model.place import Place
from exporters.model.publication import Article
from exporters.model.walk import walk
from exporters.patterns import pattern
from exporters.words import words_for

if TYPE_CHECKING:
    from exporters.contract import Job
    from exporters.formats.docx.draft import Draft
    from exporters.formats.docx.options import DocxOptions

Spot = tuple[int, int]
"""Line and column: places themselves are all equal to each other."""

_MARKS: Final = pattern(r"[*_`~^]+")
_EDITOR: Final = "edt"


def with_remarks(article: Article, shown: Article, draft: Draft, job: Job[DocxOptions]) -> Article:
    """Return the story as it is `shown`, with marks where editors say something of it.

    `article` is the same without what a comparison put in, in which places are in order. A comment is on the words
    that it was given, if they stand in one run of text, else on their paragraph, heading or caption; one within a note
    is on the paragraph that calls it, since not every Word takes comments in notes.
    """
    if job.editor_notes is None:
        job.report.warning(
            "docx-comments",
            "comments of editors are not written into what a build publishes",
            article.meta.place,
            "Write them with `broadsheet export STORY --to docx -O docx.comments=yes`",
        )
        return shown
    notes = [note for note in job.editor_notes if note.place.file == article.place.file]
    if not notes:
        return shown
    from exporters.formats.docx.revisions import comments_of

    comments_of(draft)
    anonymous = next((person.name for person in article.meta.contributors if person.role == _EDITOR), "")
    anonymous = anonymous or article.meta.publisher or words_for(article.meta.language).editor
    waiting = _by_target(article, notes)
    marker = _Marker(waiting, anonymous)
    body = marker.blocks(shown.body)
    for note in sorted((note for left in waiting.values() for note in left), key=lambda note: _spot(note.place)):
        job.report.warning(
            "docx-comments",
            "there is no paragraph for this comment of an editor; it is left out",
            note.place,
            "Move it into the paragraph that it is about",
        )
    return replace(shown, body=body)


def _by_target(article: Article, notes: list[EditorNote]) -> dict[Spot, list[EditorNote]]:
    """Return the notes by the places of the blocks that they belong to."""
    calls: dict[str, Spot] = {}
    targets: list[tuple[Spot, Spot]] = []  # where a block stands, and the one that takes comments for it
    for block in _targets(article.body):
        targets.append((_spot(block.place), _spot(block.place)))
        for node in walk(block):
            if isinstance(node, Note):
                calls.setdefault(node.key, _spot(block.place))
    for footnote in article.notes:
        if footnote.key in calls:
            targets += [(_spot(block.place), calls[footnote.key]) for block in _targets(footnote.children)]
    targets.sort()
    starts = [start for start, _ in targets]
    waiting: dict[Spot, list[EditorNote]] = defaultdict(list)
    for note in sorted(notes, key=lambda note: _spot(note.place)):
        after = bisect_right(starts, _spot(note.place))
        at = after if note.ahead and after < len(targets) else after - 1
        waiting[targets[max(at, 0)][1] if targets else _spot(note.place)].append(note)
    return waiting


def _targets(nodes: Any) -> Iterator[Paragraph | Heading | Figure]:
    for node in walk(nodes):
        if isinstance(node, (Paragraph, Heading)) or (isinstance(node, Figure) and node.caption):
            yield node


def _spot(place: Place) -> Spot:
    return place.line, place.column


class _Marker:
    """Puts marks into the blocks at these places, and takes the notes out of `waiting` as it does."""

    def __init__(self, waiting: dict[Spot, list[EditorNote]], anonymous: str) -> None:
        self._waiting = waiting
        self._anonymous = anonymous

    def blocks(self, nodes: tuple[Any, ...]) -> tuple[Any, ...]:
        """Return the nodes with marks, those that a comparison made included."""
        return tuple(self._marked(node) for node in nodes)

    def _marked(self, node: Any) -> Any:
        if isinstance(node, (Paragraph, Heading)):
            notes = self._waiting.pop(_spot(node.place), [])
            return replace(node, children=self._inlines(node.children, notes)) if notes else node
        if isinstance(node, Figure):
            notes = self._waiting.pop(_spot(node.place), []) if node.caption else []
            return replace(node, caption=self._inlines(node.caption, notes)) if notes else node
        fresh: dict[str, Any] = {}
        for name in ("children", "items", "header", "rows", "cells", "details", "block"):
            value = getattr(node, name, None)
            if name == "block" and value is not None:
                fresh[name] = self._marked(value)
            elif name == "details" and value:
                fresh[name] = tuple(self.blocks(detail) for detail in value)
            elif value and isinstance(value, tuple):  # `header` of a cell is a word of truth
                fresh[name] = self.blocks(value)
        return replace(node, **fresh) if fresh else node

    def _inlines(self, nodes: tuple[Any, ...], notes: list[EditorNote]) -> tuple[Any, ...]:
        after = 0  # each is said of words after those of the one before
        for note in notes:
            marked = " ".join(_MARKS.sub("", note.marked).split())
            start = "".join(map(_said, nodes)).find(marked, after) if marked else -1
            if start < 0:
                nodes = (self._remarked(nodes, note),)
            else:
                after = start + len(marked)
                nodes = self._around(nodes, start, after, note)
        return nodes

    def _around(self, nodes: tuple[Any, ...], start: int, end: int, note: EditorNote) -> tuple[Any, ...]:
        """Return the nodes with the letters from one to the other marked.

        Where they begin or end within emphasis or a link, all of that is marked.
        """
        made: list[Any] = []
        within: list[Any] = []
        position = 0
        for node in nodes:
            text = _said(node)
            first, last = max(start - position, 0), min(end - position, len(text))
            position += len(text)
            if first >= last:
                made.append(node)
                continue
            before, after = text[:first], text[last:]
            if isinstance(node, Text):
                made += [Text(before, place=node.place)] if before else []
                within.append(Text(text[first:last], place=node.place))
            else:
                within.append(node)
                after = ""
            if position >= end:
                made.append(self._remarked(tuple(within), note))
                made += [Text(after, place=node.place)] if after else []
        return tuple(made)

    def _remarked(self, nodes: tuple[Any, ...], note: EditorNote) -> Remarked:
        return Remarked(children=nodes, author=note.author or self._anonymous, words=note.text)


def _said(node: Any) -> str:
    """Return the letters of an inline, spaces and all."""
    text = getattr(node, "text", None)
    return text if isinstance(text, str) else "".join(_said(child) for child in getattr(node, "children", ()))
