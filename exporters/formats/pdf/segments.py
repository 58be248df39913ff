"""Stories that one process lays out for another: everything but the numbers that hang on what comes before them.

Laid out beside each other, stories do not know their first page, nor which codes of glyphs are taken. `Gatherer` lays
them aside as they are drawn (see `DrawnPage`), tells what it needs to know (`Needs`), and when it is told (`Given`),
makes of them what goes into the file (`Segment`). `absorb` puts that into the file of the process that asked, as if it
had been drawn there: objects are numbered in the same order, so that the file is the same, byte for byte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from exporters.formats.pdf.canvas import Destination, TaggedCanvas
from exporters.formats.pdf.drawn_page import DrawnPage, EncodedPicture, Gathering, LaidLink
from exporters.formats.pdf.face import FontSource
from exporters.formats.pdf.fonts import FontSet
from exporters.formats.pdf.later_codes import is_stand_in
from exporters.formats.pdf.missing import MissingGlyphs
from exporters.formats.pdf.pages import PageBuilder
from exporters.formats.pdf.story import Edition
from exporters.formats.pdf.tags import Annotation, Content, Element, PageHandle
from exporters.model.place import Place
from exporters.report import Diagnostic

if TYPE_CHECKING:
    from exporters.formats.pdf.drawings.drawing import Drawing

_PAGE_SHIFT = 24
"""Marked content as one number: its page from this bit on, below it its number there."""
_SAID_ONCE = frozenset({"simplified", "pdf-missing-glyph", "pdf-drawing-as-pixels"})
"""What is said of a document once, wherever it is met first."""


class SegmentError(Exception):
    """What another process gives back does not fit what is here."""


class Desk(msgspec.Struct, frozen=True):
    """What the stories of one document share, in the process that lays them out."""

    canvas: TaggedCanvas
    pages: PageBuilder
    edition: Edition
    fonts: FontSet
    missing: MissingGlyphs
    page_map: dict[str, str]


class FaceUse(msgspec.Struct, frozen=True):
    """A face and the codes that were used of it, each with its glyph and text, in the order of use."""

    resource: str
    source: FontSource
    enlargement: float
    codes: list[tuple[int, str, str]]


class Needs(msgspec.Struct, frozen=True):
    """What a process has to tell before it can go on: how many pages it has, and what it uses of the fonts."""

    pages: int
    faces: list[FaceUse]


class Given(msgspec.Struct, frozen=True):
    """What it has to be told: how many pages of stories come before its own, how many there are in all, and codes."""

    before: int
    total: int
    codes: dict[int, str]


class SentPage(msgspec.Struct, frozen=True):
    """A page: the contents are deflated, the links lack their element."""

    size_pt: tuple[float, float]
    rotation: int
    contents: bytes
    overlays: list[bytes]
    pictures: list[str]
    links: list[bytes]


class Segment(msgspec.Struct, frozen=True):
    """Pages and what belongs to them; labels count from this segment's first page."""

    pages: list[SentPage]
    faces: list[FaceUse]
    elements: list[tuple[Any, ...]]
    pictures: list[tuple[int, str, EncodedPicture | Drawing, list[str]]]
    destinations: list[tuple[str, int, float, float, int]]
    labels: dict[str, int]
    page_map: dict[str, int]
    resources: list[str]
    diagnostics: list[Diagnostic]
    losses: dict[tuple[str, str, str], int]
    missing: set[str]
    east_asian: list[tuple[str, Place]]
    links_left_out: int
    withdrawn: bool


class Gatherer:
    """Takes aside what is laid out from now on, for the process that this one works for."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        canvas, report = desk.canvas, desk.edition.report
        self._gathering = canvas.gathering = Gathering(desk.fonts.give_later())
        self._codes = {face.resource: len(face.codes) for face in desk.fonts.faces}
        self._before = {
            "elements": len(canvas.tree.root.kids),
            "destinations": len(canvas.destinations),
            "labels": len(desk.edition.labels),
            "page_map": len(desk.page_map),
            "diagnostics": len(report.diagnostics),
            "east_asian": len(desk.missing.east_asian),
        }
        self._losses = report.losses.copy()
        self._left_out = canvas.links_left_out
        desk.pages.edges.number_later()

    def needs(self) -> Needs:
        """Return what is to be known before the pages can be finished."""
        return Needs(len(self._gathering.pages), self._uses())

    def _uses(self) -> list[FaceUse]:
        """Return what was used of the fonts since this was asked last."""
        uses = []
        for face in self.desk.fonts.faces:
            pairs = list(face.codes.items())[self._codes.get(face.resource, 0) :]
            self._codes[face.resource] = len(face.codes)
            codes = [(glyph, text, code) for (glyph, text), code in pairs]
            uses.append(FaceUse(face.resource, face.source, face.enlargement, codes))
        return uses

    def segment(self, given: Given) -> Segment:
        """Return everything, as what was given finishes it."""
        desk, gathering, before = self.desk, self._gathering, self._before
        canvas, report = desk.canvas, desk.edition.report
        gathering.codes.settled = given.codes
        desk.pages.edges.draw_numbered(given.before, given.total)
        desk.edition.late.finish(canvas)
        index = {handle: at for at, handle in enumerate(gathering.pages)}
        pages = [self._sent(drawn) for drawn in gathering.pages.values()]
        links = {id(link.annotation): at for at, link in enumerate(self._links())}
        return Segment(
            pages=pages,
            faces=self._uses(),
            elements=[
                _flat(kid, index, links)
                for kid in canvas.tree.root.kids[before["elements"] :]
                if isinstance(kid, Element)
            ],
            pictures=[
                (index[handle], key, *self._portable(picture)) for key, (handle, picture) in gathering.pictures.items()
            ],
            destinations=[
                (key, index[place.page], place.top_pt, place.left_pt, place.content)
                for key, place in list(canvas.destinations.items())[before["destinations"] :]
            ],
            labels=_numbers(desk.edition.labels, before["labels"]),
            page_map=_numbers(desk.page_map, before["page_map"]),
            resources=[face.resource for face in canvas.faces],
            diagnostics=report.diagnostics[before["diagnostics"] :],
            losses=dict(report.losses - self._losses),
            missing=desk.fonts.missing,
            east_asian=desk.missing.east_asian[before["east_asian"] :],
            links_left_out=canvas.links_left_out - self._left_out,
            withdrawn=desk.edition.withdrawn,
        )

    def _links(self) -> Iterator[LaidLink]:
        for drawn in self._gathering.pages.values():
            yield from drawn.links

    def _sent(self, drawn: DrawnPage) -> SentPage:
        canvas, codes = self.desk.canvas, self._gathering.codes
        return SentPage(
            drawn.size_pt,
            drawn.rotation,
            canvas.compressed(canvas.finished(drawn), codes),
            [canvas.compressed(operators, codes) for operators in drawn.overlays],
            list(drawn.pictures),
            [link.spelled for link in drawn.links],
        )

    def _portable(self, picture: EncodedPicture | Drawing) -> tuple[EncodedPicture | Drawing, list[str]]:
        """Return a picture with nothing in it that only this process knows, and the names of its faces."""
        if isinstance(picture, EncodedPicture):
            return picture, []
        spelled = self._gathering.codes.spelled
        plain = replace(
            picture,
            operators=spelled(picture.operators),
            groups=[spelled(group) for group in picture.groups],
            faces=[],
        )
        return plain, [face.resource for face in picture.faces]


def settle(desk: Desk, needs: Needs, before: int, total: int) -> Given:
    """Return what a process has to be told; raises SegmentError if it uses a code that here means something else."""
    return Given(before, total, _codes_of(desk.fonts, needs.faces))


def _codes_of(fonts: FontSet, uses: Sequence[FaceUse]) -> dict[int, str]:
    """Return the codes for those that stand in for them, all glyphs counted as used here too."""
    codes: dict[int, str] = {}
    for use in uses:
        face = fonts.open(use.source, use.resource)
        face.enlargement = use.enlargement
        for glyph, text, code in use.codes:
            own = face.code(glyph, text)
            if own is None or (own != code and not is_stand_in(code)):
                raise SegmentError
            if own != code:
                codes[ord(code)] = own
    return codes


def absorb(desk: Desk, segment: Segment, continued: Element | None) -> None:
    """Put a segment into the file as if its stories had been laid out here.

    The first of its elements goes on with the one that is `continued`, if that is given. Raises SegmentError, with
    nothing changed, if the segment is not whole.
    """
    canvas, report = desk.canvas, desk.edition.report
    before = desk.pages.number - 1
    handles = [PageHandle(0) for _ in segment.pages]
    owners: list[dict[int, Element]] = [{} for _ in segment.pages]
    spelled = [(at, link) for at, page in enumerate(segment.pages) for link in page.links]
    links: dict[int, LaidLink] = {}

    def annotated(number: int, element: Element) -> Annotation:
        at, body = spelled[number]
        links[number] = LaidLink(element, Annotation(handles[at]), body)
        return links[number].annotation

    elements = [_built(flat, handles, owners, annotated) for flat in segment.elements]
    if len(links) != len(spelled) or any(owned and max(owned) != len(owned) - 1 for owned in owners):
        raise SegmentError
    if _codes_of(desk.fonts, segment.faces):
        raise SegmentError  # it was drawn before anybody knew these codes
    root = canvas.tree.root
    if continued is not None:
        first = elements.pop(0)
        for kid in first.kids:
            if isinstance(kid, Element):
                kid.parent = continued
        continued.kids.extend(first.kids)
    for element in elements:
        element.parent = root
        root.kids.append(element)
    faces = {face.resource: face for face in desk.fonts.faces}
    for resource in segment.resources:
        canvas.resource_name(faces[resource])
    pictures: dict[int, list[tuple[str, EncodedPicture | Drawing, list[str]]]] = {}
    for at, key, picture, resources in segment.pictures:
        pictures.setdefault(at, []).append((key, picture, resources))
    number = 0
    for at, (handle, page) in enumerate(zip(handles, segment.pages, strict=True)):
        for key, picture, resources in pictures.get(at, ()):
            if isinstance(picture, EncodedPicture):
                canvas.keep_picture(key, picture)
            else:
                canvas.keep_drawing(key, replace(picture, faces=[faces[resource] for resource in resources]))
        drawn = DrawnPage(handle, page.size_pt, page.rotation, pictures=dict.fromkeys(page.pictures))
        drawn.links = [links[number + offset] for offset in range(len(page.links))]
        number += len(page.links)
        drawn.owners = [owners[at][mark] for mark in range(len(owners[at]))]
        canvas.keep_page(drawn, page.contents)
        for overlay in page.overlays:
            canvas.keep_overlay(handle, overlay)
    for key, at, top, left, content in segment.destinations:
        canvas.destinations.setdefault(key, Destination(handles[at], top, left, content))
    for key, page_number in segment.labels.items():
        desk.edition.labels.setdefault(key, str(before + page_number))
    for key, page_number in segment.page_map.items():
        desk.page_map.setdefault(key, str(before + page_number))
    said = {found.message for found in report.diagnostics if found.code in _SAID_ONCE}
    report.extend(found for found in segment.diagnostics if found.message not in said)
    report.losses.update(segment.losses)
    desk.fonts.missing |= segment.missing
    desk.missing.take_over(segment.east_asian)
    canvas.links_left_out += segment.links_left_out
    desk.edition.withdrawn = desk.edition.withdrawn or segment.withdrawn
    desk.pages.skip(len(segment.pages))


def _numbers(labels: dict[str, str], start: int) -> dict[str, int]:
    return {key: int(label) for key, label in list(labels.items())[start:]}


def _flat(element: Element, pages: dict[PageHandle, int], links: dict[int, int]) -> tuple[Any, ...]:
    """Return an element as plain values: marked content as numbers, links as numbers below zero."""
    kids: list[Any] = []
    for kid in element.kids:
        if isinstance(kid, Element):
            kids.append(_flat(kid, pages, links))
        elif isinstance(kid, Content):
            kids.append(pages[kid.page] << _PAGE_SHIFT | kid.number)
        else:
            kids.append(-1 - links[id(kid)])
    return element.tag, element.identifier, element.properties, kids


def _built(
    flat: tuple[Any, ...],
    handles: list[PageHandle],
    owners: list[dict[int, Element]],
    annotated: Callable[[int, Element], Annotation],
) -> Element:
    """Return the element, each kid in its place, and note what it owns of each page."""
    tag, identifier, properties, kids = flat
    element = Element(tag, None, identifier)
    element.properties = properties
    for kid in kids:
        if not isinstance(kid, int):
            inner = _built(kid, handles, owners, annotated)
            inner.parent = element
            element.kids.append(inner)
        elif kid < 0:
            element.kids.append(annotated(-1 - kid, element))
        else:
            at, number = kid >> _PAGE_SHIFT, kid & (1 << _PAGE_SHIFT) - 1
            owners[at][number] = element
            element.kids.append(Content(handles[at], number))
    return element
