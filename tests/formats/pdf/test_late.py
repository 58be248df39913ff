"""What is known late: the pages that links lead to, and the numbers of notes that begin anew on each page."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from exporters.model.nodes import Heading, Link, Note, Paragraph, Text
from exporters.model.publication import Footnote
from exporters.testing import briefing
from tests.formats.pdf.inspection import failures, paragraph, read_pdf, story, written

WORDS = "Several words that make up a sentence of the usual length, one after another. "


@pytest.mark.parametrize("columns", ["1", "2"])
def test_links_say_on_which_page_they_lead_forward_and_back(columns: str) -> None:
    first, last = (Heading(level=1, children=(Text(text=word),), anchor=word.lower()) for word in ("First", "Last"))
    forward = Paragraph(
        children=(Text(text="See "), Link(target="#last", children=(Text(text="below"),)), Text(text="."))
    )
    back = Paragraph(
        children=(Text(text="See "), Link(target="#first", children=(Text(text="above"),)), Text(text="."))
    )
    filler = [paragraph(WORDS * 12) for _ in range(24)]
    data, _ = written(story(first, forward, *filler, last, back), page_references="yes", columns=columns)
    assert failures(data) == []
    read = read_pdf(data)
    numbers = {page.objgen: page.label for page in list(read.pdf.pages)}
    heads = {seen.all_text: numbers[seen.entry.Pg.objgen] for seen in read.all("H2")}
    assert heads["First"] == "1"
    assert heads["Last"] != "1"
    assert f"See below (page {heads['Last']})." in read.text
    assert f"See above (page {heads['First']})." in read.text


def test_links_between_stories_say_their_page_too() -> None:
    data, _ = written(briefing(), page_references="yes")
    assert failures(data) == []
    assert len(re.findall(r"the other story \(page \d+\)", read_pdf(data).text)) == 2


def test_notes_are_numbered_anew_on_each_page() -> None:
    keys = [f"n{index}" for index in range(30)]
    body = (Paragraph(children=(Text(text=WORDS * 3), Note(key=key), Text(text=" " + WORDS * 3))) for key in keys)
    notes = tuple(Footnote(key=key, children=(paragraph(f"About {key}."),)) for key in keys)
    data, _ = written(story(*body, notes=notes), note_numbers="page")
    assert failures(data) == []
    read = read_pdf(data)
    told = [seen.all_text.split(".")[0] for seen in read.all("Note")]
    assert [seen.all_text for seen in read.all("Reference")] == told
    assert told[:3] == ["1", "2", "3"]
    assert 2 < told.count("1") <= len(read.pdf.pages)
    assert all(number == "1" or int(number) == int(before) + 1 for before, number in pairwise(told))
