"""Cross-references, lists of captions and endnotes: fields with what they show, so that nothing has to be updated."""

from __future__ import annotations

import re

import pytest

from exporters.model.nodes import Cell, Column, Figure, Heading, Image, Link, Note, Row, Table, Text
from exporters.model.publication import Footnote, Publication
from exporters.testing import briefing, specimen
from tests.formats.docx.lint import W
from tests.formats.docx.reading import Word, p, story, write

TABLE = Table((Column(),), (), (Row((Cell((p("1"),)),)),), caption=(Text("Counts"),), anchor="counts")


def bookmark(word: Word, name: str) -> str:
    """Return the text within a bookmark."""
    found = re.search(
        rf'<w:bookmarkStart w:id="(\d+)" w:name="{name}"/>(.*?)<w:bookmarkEnd w:id="\1"/>', word.xml(), re.DOTALL
    )
    assert found is not None
    return "".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", found.group(2)))


@pytest.mark.parametrize(("target", "label"), [("#map", "Figure 1"), ("#counts", "Table 1"), ("#part", "A part of it")])
def test_a_link_that_repeats_a_label_is_a_field_that_follows_it(target: str, label: str) -> None:
    resources = specimen().resources
    figure = Figure(Image(resources[0].name, alt="Map"), caption=(Text("A map"),), anchor="map")
    body = (
        p("See ", Link(target, (Text(label),)), "."),
        Heading(1, (Text("A part of it"),), anchor="part"),
        figure,
        TABLE,
    )
    word = write(story(*body, resources=resources))
    found = re.search(r"> REF (\w+) \\h <", word.xml())
    assert found is not None
    assert bookmark(word, found.group(1)) == label
    assert word.body()[0].text == f"See {label}."
    assert word.tree("document").find(f".//{W}hyperlink") is not None


def test_a_link_in_other_words_is_a_link_alone() -> None:
    word = write(story(p(Link("#counts", (Text("the table below"),))), TABLE))
    assert " REF " not in word.xml()
    assert word.xml().count("<w:bookmarkStart") == 2  # the table's and the title's


@pytest.mark.parametrize("lists", ["figures", "tables", "both"])
@pytest.mark.parametrize("publication", [specimen(), briefing()], ids=["lone", "several"])
def test_lists_of_captions_are_filled(publication: Publication, lists: str) -> None:
    word = write(publication, lists=lists)
    for name in ("Figure", "Table"):
        wanted = lists in (f"{name.lower()}s", "both")
        assert (f'TOC \\h \\z \\c "{name}"' in word.xml()) is wanted
    lines = [line.text for line in word.lines() if line.style == "table of figures"]
    assert len(lines) == len(publication.articles) * (2 if lists == "both" else 1)
    assert lines[0].startswith("Figure 1. " if lists != "tables" else "Table 1. ")


def test_no_list_is_made_of_nothing() -> None:
    assert write(story(p("Text")), lists="both").xml() == write(story(p("Text"))).xml()


def test_endnotes_count_in_decimals() -> None:
    word = write(story(p("Text", Note("a")), notes=(Footnote("a", (p("Note."),)),)), notes="endnotes")
    assert "word/footnotes.xml" not in word.names
    assert [line.style for line in word.lines("endnotes")][-1] == "endnote text"
    assert '<w:endnotePr><w:numFmt w:val="decimal"/>' in word.xml("settings")
    assert word.xml().count("<w:endnoteReference ") == 1


def test_endnotes_of_several_stories_follow_each() -> None:
    assert '<w:pos w:val="sectEnd"/>' in write(briefing(), notes="endnotes").xml("settings")
