"""What meta says by itself: the direction of a language, places that never matter to equality."""

from __future__ import annotations

import pytest

from exporters.model.meta import Meta, text_direction
from exporters.model.nodes import Paragraph, Text
from exporters.model.place import NOWHERE, Place


@pytest.mark.parametrize(
    ("language", "direction"),
    [
        ("en", "ltr"),
        ("ar", "rtl"),
        ("he-IL", "rtl"),
        ("az-Arab", "rtl"),
        ("ur_PK", "rtl"),
        ("ar-Latn", "ltr"),
        ("", "ltr"),
    ],
)
def test_direction_follows_the_language(language: str, direction: str) -> None:
    assert text_direction(language) == direction


def test_direction_can_be_given() -> None:
    assert text_direction("ar", "ltr") == "ltr"


def test_a_place_is_no_part_of_what_a_node_is() -> None:
    here, there = Place("a.md", 1, 1), Place("b.md", 9, 9)
    assert Text("x", place=here) == Text("x", place=there) == Text("x")
    assert len({Paragraph((Text("x", place=here),)), Paragraph((Text("x", place=there),))}) == 1
    assert Meta(title="x", place=here) == Meta(title="x")


def test_a_place_tells_only_what_is_known() -> None:
    assert [str(place) for place in (Place("a.md", 3, 7), Place("a.md", 3), Place("a.md"), NOWHERE)] == [
        "a.md:3:7",
        "a.md:3",
        "a.md",
        "",
    ]
