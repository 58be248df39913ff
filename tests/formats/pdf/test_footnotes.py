"""Notes at the foot: on the page of their reference, in its reading order, over as many pages as they need."""

from __future__ import annotations

from typing import Any

import pikepdf
import pytest

from exporters.formats.pdf import footnotes
from exporters.formats.pdf.boxes import Box
from exporters.model.nodes import Cell, Column, Figure, Heading, Image, Note, Paragraph, Row, Table, Text
from exporters.model.publication import Footnote, Publication, Resource
from exporters.testing import PIXEL
from tests.formats.pdf.inspection import Read, Seen, failures, paragraph, read_pdf, story, written
from tests.work import calls

WORDS = "Several words that make up a sentence of the usual length, one after another. "


def noted(*keys: str, before: int = 4, after: int = 4) -> Paragraph:
    children: list[Text | Note] = []
    for key in keys:
        children += [Text(text=WORDS * before), Note(key=key)]
    return Paragraph(children=(*children, Text(text=" " + WORDS * after)))


def footnote(key: str, sentences: int = 1, paragraphs: int = 1) -> Footnote:
    return Footnote(key=key, children=(paragraph(f"About {key}. " + WORDS * sentences),) * paragraphs)


def pages_of(read: Read, seen: Seen) -> list[int]:
    """Return the pages on which an element and what is in it stand, in order."""
    pages: list[Any] = list(read.pdf.pages)
    numbers = {page.objgen: number for number, page in enumerate(pages, 1)}
    found: set[int] = set()
    for one in seen.walk():
        if "/Pg" in one.entry:
            found.add(numbers[one.entry.Pg.objgen])
        kids = one.entry.get("/K", pikepdf.Array())
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/Pg" in kid:
                found.add(numbers[kid.Pg.objgen])
    return sorted(found)


def read(publication: Publication, **settings: str) -> Read:
    data, report = written(publication, **settings)
    assert failures(data) == []
    assert not report.diagnostics
    return read_pdf(data)


def test_each_note_begins_on_the_page_of_its_reference() -> None:
    keys = [f"n{index}" for index in range(40)]
    seen = read(story(*(noted(key) for key in keys), notes=tuple(footnote(k, 1 + i % 7) for i, k in enumerate(keys))))
    references, notes = seen.all("Reference"), seen.all("Note")
    assert len(references) == len(notes) == 40
    assert len(seen.pdf.pages) > 4
    for reference, note in zip(references, notes, strict=True):
        assert pages_of(seen, note)[0] == pages_of(seen, reference)[0]


def test_a_note_is_read_right_after_its_reference() -> None:
    seen = read(story(noted("a", "b"), notes=(footnote("a"), footnote("b"))))
    (first,) = [kid for kid in seen.all("Art")[0].kids if kid.tag == "P"]
    assert [kid.tag for kid in first.kids] == ["Reference", "Note", "Reference", "Note"]
    assert [str(note.entry.ID) for note in seen.all("Note")] == ["note-a", "note-b"]
    names = [str(annotation.Dest) for annotation in seen.pdf.pages[0].Annots]
    assert sorted(names) == ["note-a", "note-a:ref", "note-b", "note-b:ref"]


def test_a_long_note_goes_on_over_pages_and_the_story_beside_it() -> None:
    body = (noted("long", after=1), *(paragraph(WORDS * 8) for _ in range(12)))
    seen = read(story(*body, notes=(footnote("long", 10, 25),)))
    (note,) = seen.all("Note")
    pages = pages_of(seen, note)
    assert pages[0] == 1
    assert pages == list(range(1, len(pages) + 1))
    assert len(pages) > 2
    assert note.all_text.count("About long.") == 25
    second = [kid for kid in seen.all("P") if pages_of(seen, kid) == [2]]
    assert any("About long" not in kid.all_text for kid in second), "the story goes on above the note"


def test_notes_go_on_after_the_end_of_the_story() -> None:
    seen = read(story(noted("long", before=1, after=1), notes=(footnote("long", 10, 40),)))
    assert seen.all("Note")[0].all_text.count("About long.") == 40
    assert pages_of(seen, seen.all("Note")[0]) == list(range(1, len(seen.pdf.pages) + 1))


def test_a_note_of_a_heading_stands_behind_it() -> None:
    head = Heading(level=1, children=(Text(text="Head"), Note(key="h")))
    seen = read(story(paragraph(WORDS), head, paragraph(WORDS), notes=(footnote("h"),)))
    tags = [kid.tag for kid in seen.all("Art")[0].kids]
    assert tags[tags.index("H2") + 1] == "Note"
    assert seen.all("H2")[0].all_text == "Head1"


def test_notes_of_a_table_stand_on_the_pages_of_its_rows() -> None:
    keys = [f"r{index}" for index in range(60)]
    rows = tuple(Row(cells=(Cell(children=(noted(key, before=1, after=1),)),)) for key in keys)
    table = Table(columns=(Column(),), header=(Row(cells=(Cell(children=(paragraph("Head"),)),)),), rows=rows)
    seen = read(story(table, notes=tuple(footnote(key) for key in keys)))
    assert len(seen.all("Note")) == 60
    for reference, note in zip(seen.all("Reference"), seen.all("Note"), strict=True):
        assert pages_of(seen, note)[0] == pages_of(seen, reference)[0]


def test_a_note_in_a_note_follows_it() -> None:
    outer = Footnote(key="outer", children=(Paragraph(children=(Text(text="Outer"), Note(key="inner"))),))
    seen = read(story(noted("outer"), notes=(outer, footnote("inner"))))
    assert [str(note.entry.ID) for note in seen.all("Note")] == ["note-outer", "note-inner"]
    assert "About inner." in seen.text


@pytest.mark.parametrize("place", ["page", "end"])
def test_no_note_is_lost_and_each_stands_once(place: str) -> None:
    keys = [f"n{index}" for index in range(30)]
    body = tuple(noted(key, key, before=1, after=1) for key in keys)
    notes = (*(footnote(key, 9) for key in keys), footnote("nobody"))
    seen = read(story(*body, notes=notes), notes=place)
    for key in (*keys, "nobody"):
        assert seen.text.count(f"About {key}.") == 1


@pytest.mark.parametrize("before", [0, 4, 9])
def test_a_note_of_a_picture_that_waits_at_the_end_of_its_story_stands_once(before: int) -> None:
    figures = [Figure(Image("p", alt="A dot"), caption=(Text("A caption"), Note(key))) for key in ("first", "second")]
    text = [noted(before=8, after=8) for _ in range(before)]
    made = story(*text, *figures, notes=(footnote("first"), footnote("second")))
    dot = Resource(name="p", media_type="image/png", width=60, height=90, data=PIXEL)
    publication = Publication(meta=made.meta, contents=made.contents, resources=(dot,))
    data, _ = written(publication, columns="2", paper="100x140mm")
    assert failures(data) == []
    assert read_pdf(data).text.count("About second.") == 1


def test_a_page_with_more_notes_than_it_can_hold_ends_all_the_same() -> None:
    keys = [f"n{index}" for index in range(90)]
    crowd = Paragraph(children=tuple(child for key in keys for child in (Text(text="x"), Note(key=key))))
    seen = read(story(crowd, paragraph(WORDS), notes=tuple(footnote(key, 3) for key in keys)))
    assert len(seen.all("Note")) == 90
    assert all(f"About {key}." in seen.text for key in keys)


def test_work_grows_with_the_notes() -> None:
    def work(count: int) -> int:
        keys = [f"n{index}" for index in range(count)]
        publication = story(*(noted(key, before=2, after=2) for key in keys), notes=tuple(footnote(k) for k in keys))
        return calls(lambda: written(publication))

    work(10)
    assert work(160) < 2.2 * work(80)


def test_each_page_looks_at_its_own_notes_only(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = 0

    def beginning(box: Box) -> float:
        nonlocal looked
        looked += 1
        return box.height_pt

    monkeypatch.setattr(footnotes, "_beginning_pt", beginning)
    keys = [str(number) for number in range(400)]
    children = [child for key in keys for child in (Text(text="words "), Note(key=key))]
    seen = read(story(Paragraph(children=tuple(children)), notes=tuple(footnote(key, 0) for key in keys)))
    assert len(seen.all("Note")) == 400
    assert looked < 2 * 400  # all of them on each of its pages made ten times as many
