"""The closing lines of a Word file: the words of the print edition, below the text or on a page of their own."""

from __future__ import annotations

from datetime import date

from exporters.model.meta import Meta, Source
from exporters.model.publication import Article, Part, Publication, lone_story
from tests.formats.docx.lint import W, lint
from tests.formats.docx.reading import p, write

META = Meta(
    title="A story",
    slug="a-story",
    publisher="The Desk",
    rights="© The Desk",
    usage_terms="May be reprinted",
    licence="CC-BY-4.0",
    url="https://desk.example/a-story",
)
COMPLAINT = Source(key="c", title="Complaint", court="D.D.C.", docket="1:25-cv-1", number="3", filed=date(2025, 3, 4))
SAID = ["The Desk", "© The Desk", "May be reprinted", "CC-BY-4.0", "https://desk.example/a-story"]


def closing(word: object) -> list[str]:
    return [line.text for line in word.lines() if line.style == "Closing Line"]  # type: ignore[attr-defined]


def test_a_story_ends_with_publisher_rights_terms_licence_and_address() -> None:
    word = write(lone_story(Article(meta=META, body=(p("Text."),))))
    assert closing(word) == SAID
    assert word.lines()[-1].text == SAID[-1]
    assert word.tree("document").findall(f".//{W}hyperlink")


def test_what_is_said_twice_stands_once() -> None:
    meta = Meta(title="A", slug="a", publisher="The Desk", rights="The Desk")
    assert closing(write(lone_story(Article(meta=meta, body=(p("Text."),))))) == ["The Desk"]


def test_a_line_parts_them_from_the_text_and_stands_once() -> None:
    word = write(lone_story(Article(meta=META, body=(p("Text."),))))
    ruled = [line.text for line in word.lines() if line.element.find(f"{W}pPr/{W}pBdr") is not None]
    assert ruled == ["The Desk"]


def test_they_can_be_left_out() -> None:
    word = write(lone_story(Article(meta=META, body=(p("Text."),))), colophon="no")
    assert closing(word) == []


def test_a_publication_ends_with_each_source_once_on_a_page_of_its_own() -> None:
    stories = tuple(
        Article(meta=Meta(title=slug, slug=slug), body=(p(slug),), sources=(COMPLAINT,)) for slug in ("one", "two")
    )
    meta = Meta(title="All of it", slug="all", publisher="The Desk")
    word = write(Publication(meta=meta, contents=stories))
    assert closing(word) == ["Complaint, D.D.C., 1:25-cv-1, document 3, filed March 4, 2025", "The Desk"]
    heading = next(line for line in word.lines() if line.style == "TOC Heading" and line.text == "Sources")
    before = heading.element.getprevious()
    assert before is not None
    assert before.find(f"{W}pPr/{W}sectPr") is not None, "the list begins on a new page"
    assert lint(word.data) == []


def test_without_sources_they_stand_below_the_last_story() -> None:
    meta = Meta(title="All of it", slug="all", publisher="The Desk")
    stories = tuple(Article(meta=Meta(title=slug, slug=slug), body=(p(slug),)) for slug in ("one", "two"))
    word = write(Publication(meta=meta, contents=stories))
    assert [line.text for line in word.lines()][-2:] == ["two", "The Desk"]


def test_a_part_does_not_take_on_the_running_head_of_the_story_before() -> None:
    stories = [Article(meta=Meta(title=slug, slug=slug), body=(p(slug),)) for slug in ("one", "two")]
    parts = tuple(Part(title=f"Part {story.meta.slug}", articles=(story,)) for story in stories)
    word = write(Publication(meta=Meta(title="All of it", slug="all"), contents=parts))
    heads = [
        [reference.get(f"{W}type") for reference in section.findall(f"{W}headerReference")]
        for section in word.tree("document").iter(f"{W}sectPr")
    ]
    assert heads[-2:] == [["default"], ["default"]]
    texts = [word.tree(name.removeprefix("word/").removesuffix(".xml")) for name in word.names if "header" in name]
    assert any(not "".join(str(text) for text in tree.itertext()).strip() for tree in texts)
