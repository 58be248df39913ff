from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from exporters.source.places import JoinedPlaces, Places


@given(st.text(alphabet="aé日😀\n", max_size=60), st.lists(st.integers(0, 60)))
def test_offsets_in_any_order_give_line_and_column(text: str, asked: list[int]) -> None:
    places = Places(text.encode(), "f", 5)
    for index in [index for index in asked if index <= len(text)]:
        before = text[:index]
        place = places.at(len(before.encode()))
        assert (place.line, place.column) == (5 + before.count("\n"), index - before.rfind("\n"))


def test_characters_of_joined_pieces() -> None:
    places = Places("> é<b>\n> ü</b>\n".encode(), "f")
    joined = JoinedPlaces([("é<b>\n", 2), ("ü</b>\n", 10)], places.at)
    assert [str(joined.at(offset)) for offset in (0, 1, 5, 6, 1, 11)] == [
        "f:1:3", "f:1:4", "f:2:3", "f:2:4", "f:1:4", "f:3:1",
    ]  # fmt: skip
