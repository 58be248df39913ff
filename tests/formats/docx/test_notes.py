"""Footnotes in Word: real ones, called once, called again, within notes, never called."""

from __future__ import annotations

from exporters.model.nodes import CodeBlock, Heading, Link, List, ListItem, Note, Quote, Text
from exporters.model.publication import Footnote
from tests.formats.docx.lint import W
from tests.formats.docx.reading import p, story, write


def note(key: str, *children: object) -> Footnote:
    return Footnote(key=key, children=children or (p(f"Note {key}."),))  # type: ignore[arg-type]


def test_a_note_is_words_own_with_separators_and_settings() -> None:
    word = write(story(p("Text", Note("a"), "."), notes=(note("a"),)))
    assert [line.text for line in word.lines("footnotes")] == ["", "", " Note a."]
    assert word.lines("footnotes")[-1].style == "footnote text"
    assert "<w:footnoteRef/>" in word.xml("footnotes")
    assert "<w:footnotePr>" in word.xml("settings")


def test_without_notes_nothing_speaks_of_them() -> None:
    word = write(story(p("Text")))
    assert "word/footnotes.xml" not in word.names
    assert "footnotePr" not in word.xml("settings")


def test_notes_stand_in_headings_quotations_and_items() -> None:
    word = write(story(
        Heading(1, (Text("Head"), Note("a"))), Quote((p("q", Note("b")),)), List((ListItem((p("i", Note("c")),)),)),
        notes=(note("a"), note("b"), note("c")),
    ))  # fmt: skip
    assert len(list(word.tree("document").iter(f"{W}footnoteReference"))) == 3


def test_a_second_call_refers_to_the_first() -> None:
    word = write(story(p("One", Note("a"), " two", Note("a"), "."), notes=(note("a"),)))
    assert len(list(word.tree("document").iter(f"{W}footnoteReference"))) == 1
    assert word.body()[0].text == "One two1."
    assert "NOTEREF note_a" in word.xml()


def test_a_note_within_a_note_follows_in_it() -> None:
    word = write(story(p("T", Note("a")), notes=(note("a", p("Outer", Note("b"), ".")), note("b"))))
    assert [line.text for line in word.lines("footnotes")][2:] == [" Outer[2].", "[2] Note b."]
    assert ("docx", "note within a note", "text of the note that calls it") in word.report.losses


def test_notes_that_call_each_other_end() -> None:
    word = write(
        story(p("T", Note("a")), notes=(note("a", p("A", Note("b"))), note("b", p("B", Note("a"), Note("b")))))
    )
    assert len(word.lines("footnotes")) == 4


def test_a_note_that_the_text_calls_too_is_referred_to_from_a_note() -> None:
    word = write(story(p("T", Note("a"), Note("b")), notes=(note("a", p("See ", Note("b"))), note("b"))))
    assert "NOTEREF note_b" in word.xml("footnotes")
    assert [line.text for line in word.lines("footnotes")][2:] == [" See 2", " Note b."]


def test_notes_hold_links_and_blocks() -> None:
    blocks = (p("A ", Link("https://example.org", (Text("link"),))), CodeBlock("x = 1"))
    word = write(story(p("T", Note("a")), notes=(note("a", *blocks),)))
    assert b"https://example.org" in word.archive.read("word/_rels/footnotes.xml.rels")
    assert [line.text for line in word.lines("footnotes")][2:] == [" A link", "x = 1"]


def test_a_note_that_begins_with_a_block_still_shows_its_number() -> None:
    word = write(story(p("T", Note("a")), notes=(note("a", List((ListItem((p("item"),)),))),)))
    assert word.xml("footnotes").count("<w:footnoteRef/>") == 1


def test_a_note_that_nothing_calls_is_kept_and_reported() -> None:
    word = write(story(p("T"), notes=(note("lost"),)))
    assert [line.text for line in word.body()] == ["T", "lost. Note lost."]
    assert ("docx", "note that nothing calls", "text at the end of the story") in word.report.losses


def test_a_link_to_a_note_that_stands_elsewhere_leads_there() -> None:
    link = Link("#note-b", (Text("see"),))
    inner = write(story(p("T", Note("a"), link), notes=(note("a", p("Outer", Note("b"))), note("b"))))
    assert 'w:name="note_b"' in inner.xml("footnotes")
    alone = write(story(p("T", link), notes=(note("b"),)))
    assert 'w:name="note_b"' in alone.xml()


def test_a_link_to_a_note_leads_to_its_call() -> None:
    word = write(story(p("T", Note("a"), Link("#note-a", (Text("see"),))), notes=(note("a"),)))
    assert 'w:name="note_a"' in word.xml()
