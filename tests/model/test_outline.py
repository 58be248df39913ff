"""Anchors and numbers: unique, stable under edits elsewhere, the same however often they are given."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from exporters.model.meta import Meta
from exporters.model.nodes import (
    Block,
    Figure,
    Group,
    Heading,
    Image,
    List,
    ListItem,
    Note,
    Paragraph,
    Table,
    Text,
)
from exporters.model.outline import Names, article_slugs, number_article, outline, slugify
from exporters.model.publication import Article, Footnote


def words(text: str) -> Paragraph:
    return Paragraph((Text(text),))


def heading(level: int, text: str) -> Heading:
    return Heading(level, (Text(text),))


def story(*body: Block, notes: tuple[Footnote, ...] = ()) -> Article:
    return number_article(Article(meta=Meta(title="T"), body=body, notes=notes))


def test_a_heading_is_named_by_its_words() -> None:
    first, second = story(heading(1, "Who knew, and when?"), heading(1, "Who knew, and when?")).body
    assert isinstance(first, Heading)
    assert isinstance(second, Heading)
    assert (first.anchor, second.anchor) == ("who-knew-and-when", "who-knew-and-when-2")


def test_an_anchor_survives_an_edit_elsewhere() -> None:
    before = story(words("One."), words("Two.")).body[1]
    after = story(words("Before."), words("One."), words("Two.")).body[2]
    assert isinstance(before, Paragraph)
    assert isinstance(after, Paragraph)
    assert before.anchor == after.anchor
    assert (before.number, after.number) == (2, 3)


def test_the_writers_own_name_is_kept_and_not_taken_by_another() -> None:
    first, second = story(heading(1, "Costs"), Heading(1, (Text("Other"),), anchor="costs")).body
    assert isinstance(first, Heading)
    assert isinstance(second, Heading)
    assert (first.anchor, second.anchor) == ("costs-2", "costs")


def test_paragraphs_of_the_running_text_are_counted_and_no_others() -> None:
    quoted = List((ListItem((words("in a list"),)),))
    body = story(words("a"), quoted, Group((words("b"),)), Paragraph((Image("x.png"),)), words("c")).body
    numbers = [block.number for block in body if isinstance(block, Paragraph)]
    group = body[2]
    assert isinstance(group, Group)
    inner = group.children[0]
    assert isinstance(inner, Paragraph)
    assert (numbers, inner.number) == ([1, 0, 3], 2)


def test_figures_and_tables_are_counted_apart() -> None:
    figure = Figure(Image("a.png", alt="A map"))
    table = Table((), (), ())
    body = story(figure, table, figure).body
    assert [block.number for block in body if isinstance(block, Figure)] == [1, 2]
    assert [block.number for block in body if isinstance(block, Table)] == [1]


def test_notes_are_numbered_by_their_first_reference() -> None:
    notes = tuple(Footnote(key=key, children=(words(key),)) for key in ("a", "b", "never"))
    article = story(Paragraph((Note("b"), Note("a"), Note("b"))), notes=notes)
    assert [(note.key, note.number) for note in article.notes] == [("b", 1), ("a", 2), ("never", 0)]
    paragraph = article.body[0]
    assert isinstance(paragraph, Paragraph)
    assert [child.number for child in paragraph.children if isinstance(child, Note)] == [1, 2, 1]


def test_numbering_twice_changes_nothing() -> None:
    article = story(
        heading(1, "A"),
        words("x"),
        words("x"),
        heading(2, "A"),
        Figure(Image("a.png", alt="m")),
        Table((), (), ()),
    )
    assert number_article(article) == article


def test_the_outline_nests_by_level() -> None:
    entries = outline(story(heading(1, "A"), heading(2, "B"), Group((heading(2, "C"),)), heading(1, "D")))
    assert [(entry.title, [below.title for below in entry.children]) for entry in entries] == [
        ("A", ["B", "C"]),
        ("D", []),
    ]


def test_slugs_are_unique_and_never_empty() -> None:
    assert article_slugs(["a", "", "a", "a-2", ""]) == ["a", "story", "a-2", "a-2-2", "story-2"]


@given(st.text(max_size=200))
def test_a_slug_is_a_name_in_any_script(text: str) -> None:
    slug = slugify(text)
    assert len(slug) <= 60
    assert slug == slugify(slug) or not slug.isascii()
    assert not any(character.isspace() or character in "/\\.:#?&\"'<>" for character in slug)


@given(st.lists(st.sampled_from(["a", "b", "a-2", "a-2-2", ""]), max_size=50))
def test_names_are_never_given_twice(wanted: list[str]) -> None:
    names = Names()
    given_out = [names.take(name) for name in wanted]
    assert len(set(given_out)) == len(given_out)
