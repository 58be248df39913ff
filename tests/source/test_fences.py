from __future__ import annotations

import pytest

from exporters.model.nodes import Callout, Definitions, Group, List, Paragraph
from exporters.model.walk import plain_text
from tests.source.reading import article, codes, find, only, read


@pytest.mark.parametrize(
    "opening", ["::: tip Good *to* know", ":::tip Good to know", "::: {.callout-tip} Good to know"]
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_boxes_between_colons(opening: str, gap: str) -> None:
    story, report = read(f"before\n\n{opening}{gap}Text{gap}:::\n\nafter\n")
    box = only(story, Callout)
    assert (box.callout, plain_text(box.title), plain_text(box.children)) == ("tip", "Good to know", "Text")
    assert [plain_text(block) for block in story.body if isinstance(block, Paragraph)] == ["before", "after"]
    assert codes(report) == []


def test_a_box_may_end_with_a_list_and_stand_in_a_box() -> None:
    story = article("::: warning\n\n- a\n- b\n:::\n\nafter\n")
    assert isinstance(only(story, Callout).children[0], List)
    assert [item for item in find(story, Paragraph) if plain_text(item) == "after"] == [story.body[1]]
    outer = only(article(":::: {lang=es}\n\n::: note\nx\n:::\n\ny\n\n::::\n"), Group)
    assert (outer.language, len(outer.children)) == ("es", 2)


def test_a_box_of_unknown_kind_is_what_it_holds() -> None:
    assert [plain_text(block) for block in article("::: columns\na\n:::\n\nb\n").body] == ["a", "b"]


def test_what_is_not_closed_or_not_opened() -> None:
    story, report = read("::: note\na\n")
    assert plain_text(only(story, Callout)) == "a"
    assert codes(report) == ["tag-unclosed"]
    assert plain_text(article("a\n:::\n").body) == "a :::"


def test_a_word_after_a_colon_is_no_definition() -> None:
    story = article("Hello\n:smile: there\n\nTerm\n: Meaning\n")
    assert plain_text(story.body[0]) == "Hello :smile: there"
    assert len(find(story, Definitions)) == 1
