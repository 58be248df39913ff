"""Heads, covers, contents and colophons: what stands around the text."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import msgspec
import pypdf

from exporters.model.meta import Contributor, Meta, Source
from exporters.model.nodes import Heading, Text
from exporters.model.outline import number_publication
from exporters.model.publication import Article, Part, Publication
from tests.formats.pdf.inspection import failures, paragraph, read_pdf, read_story, story, written

WORDS = "Several words that make up a sentence of the usual length, one after another. "


def articles(count: int, paragraphs: int = 1) -> tuple[Article, ...]:
    return tuple(
        Article(
            meta=Meta(title=f"Story {index}", slug=f"story-{index}"),
            body=(Heading(level=1, children=(Text(text=f"Within {index}"),)), *(paragraph(WORDS * 9),) * paragraphs),
        )
        for index in range(count)
    )


def briefing(*contents: Article | Part, **meta: str) -> Publication:
    return number_publication(Publication(meta=Meta(title="The briefing", slug="b", **meta), contents=contents))  # type: ignore[arg-type]


def test_a_story_begins_with_what_it_says_of_itself() -> None:
    data, _ = written(
        story(
            paragraph("Text."),
            title="The title",
            subtitle="The deck",
            section="Courts",
            located="Washington",
            contributors=(Contributor(name="Ada"), Contributor(name="Bert")),
            published=datetime(2025, 11, 20, 9, tzinfo=UTC),
            modified=datetime(2025, 11, 22, 9, tzinfo=UTC),
        )
    )
    (article,) = read_pdf(data).all("Art")
    assert [(kid.tag, kid.all_text) for kid in article.kids] == [
        ("P", "Courts"),
        ("H1", "The title"),
        ("Subtitle", "The deck"),
        ("Byline", "By Ada and Bert"),
        ("P", "Washington \u00b7 November 20, 2025 \u00b7 Updated November 22, 2025"),
        ("P", "Text."),
    ]


def test_running_heads_stand_on_all_pages_but_the_first() -> None:
    read = read_story(*(paragraph(WORDS * 12) for _ in range(12)))
    first, second, *_ = read.artifacts
    assert "A story" not in first
    assert "A story" in second
    assert [artifact.split()[-1] for artifact in read.artifacts[:2]] == ["1", "2"]


def test_a_long_title_is_cut_in_the_running_head_only() -> None:
    title = "A title that goes on and on " * 8
    data, _ = written(story(*(paragraph(WORDS * 12) for _ in range(8)), title=title.strip()))
    read = read_pdf(data)
    assert read.all("H1")[0].all_text == title.strip()
    assert "\u2026" in read.artifacts[1]


def test_a_briefing_has_cover_contents_and_each_story_on_a_new_page() -> None:
    data, _ = written(briefing(*articles(3), publisher="The Desk"))
    assert failures(data) == []
    read = read_pdf(data)
    assert [seen.all_text for seen in read.all("Title")] == ["The briefing"]
    assert [seen.all_text for seen in read.all("TOCI")] == ["Story 0 1", "Story 1 2", "Story 2 3"]
    assert len(read.pdf.pages) == 5
    assert "The Desk" in read.all("Colophon")[0].all_text


def test_the_colophon_of_a_briefing_lists_each_source_once() -> None:
    source = Source(key="r", title="The record", court="District Court", docket="1:25-cv-1", number="12")
    pair = tuple(msgspec.structs.replace(article, sources=(source,)) for article in articles(2))
    data, _ = written(briefing(*pair, publisher="The Desk"))
    assert failures(data) == []
    read = read_pdf(data)
    (colophon,) = read.all("Colophon")
    assert [seen.all_text for seen in colophon.walk() if seen.tag == "LI"] == [
        "The record, District Court, 1:25-cv-1, document 12"
    ]


def test_the_sources_of_one_story_alone_are_not_listed_again() -> None:
    source = Source(key="r", title="The record")
    first, second = articles(2)
    data, _ = written(briefing(first, msgspec.structs.replace(second, sources=(source,)), publisher="The Desk"))
    assert "The record" not in read_pdf(data).all("Colophon")[0].all_text


def test_the_sources_of_a_briefing_stand_on_a_page_of_their_own() -> None:
    sources = tuple(Source(key=f"r{number}", title=f"The record {number}") for number in range(70))
    pair = tuple(msgspec.structs.replace(article, sources=sources) for article in articles(2))
    data, _ = written(briefing(*pair, publisher="The Desk"))
    assert failures(data) == []
    read = read_pdf(data)
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]
    (first,) = [number for number, text in enumerate(pages) if "The record 0\n" in text]
    assert len(pages) == first + 2
    assert "Story" not in read.artifacts[first]
    assert "The briefing" in read.artifacts[first + 1], "no story's name stands at its head"


def test_a_colophon_that_runs_on_leaves_the_name_of_the_last_story_behind() -> None:
    data, _ = written(briefing(*articles(2), rights="All rights reserved. " * 900))
    read = read_pdf(data)
    assert len(read.pdf.pages) > 5
    assert "The briefing" in read.artifacts[-1]
    assert "Story" not in read.artifacts[-1]


def test_contents_over_several_pages_give_the_right_numbers() -> None:
    data, _ = written(briefing(*articles(90)), contents_depth="2")
    assert failures(data) == []
    read = read_pdf(data)
    lines = [seen.all_text for seen in read.all("TOCI")]
    assert len(lines) == 180
    labels = [page.label for page in read.pdf.pages]
    assert labels == ["Cover", "i", "ii", "iii", "iv", "v", *(str(number) for number in range(1, 91))]
    first = next(page.label for page in read.pdf.pages if page.objgen == read.all("H1")[0].entry.Pg.objgen)
    assert lines[0] == f"Story 0 {first}"
    assert lines[-1] == "Within 89 90"
    assert [artifact.split()[-1] for artifact in read.artifacts[1:7]] == ["i", "ii", "iii", "iv", "v", "1"]


def test_contents_and_colophon_can_be_left_out() -> None:
    data, _ = written(briefing(*articles(2), publisher="The Desk"), contents="no", colophon="no")
    read = read_pdf(data)
    assert not read.all("TOC")
    assert not read.all("Colophon")
    assert len(read.pdf.pages) == 3
    assert failures(data) == []


def test_parts_stand_above_their_stories() -> None:
    parts = (Part(title="One", articles=articles(2)), Part(title="Two", articles=articles(1)))
    data, _ = written(briefing(*parts))
    assert failures(data) == []
    read = read_pdf(data)
    headings = [(seen.tag, seen.all_text) for seen in read.root.walk() if seen.tag in ("H1", "H2")]
    assert headings == [("H1", "One"), ("H2", "Story 0"), ("H2", "Story 1"), ("H1", "Two"), ("H2", "Story 0")]
    with read.pdf.open_outline() as outline:
        assert [entry.title for entry in outline.root] == ["One", "Two"]
        assert [entry.title for entry in outline.root[0].children] == ["Story 0", "Story 1"]
        assert [entry.title for entry in outline.root[0].children[0].children] == ["Within 0"]
