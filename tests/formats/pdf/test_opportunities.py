"""Where lines may end within words: not between what belongs together."""

from __future__ import annotations

import pytest

from exporters.formats.pdf.opportunities import FREE, between, opportunities


@pytest.mark.parametrize(
    ("word", "places"),
    [
        ("省は水", [1, 2]),
        # No line begins with what closes, ends or joins, nor ends with what opens (LB13, LB19, LB21).
        ("省」水", [2]),
        ('省"水', []),
        ("省-a", []),
        ("(省)", []),
        # Marks are as what they stand on (LB9).
        ("省\u0308水", [2]),
        ("(\u0308省", []),
        # Syllables of letters of Hangul stay whole, and so do flags (LB26, LB30a).
        ("\u1100\u1161\u11a8\u1100\u1161", [3]),
        ("가\u11a8각", [2]),
        ("🇺🇸🇪🇺", [2]),
        # No line begins with a hyphen that is not seen.
        ("省\u200b水", [2]),
    ],
)
def test_lines_may_end_here(word: str, places: list[int]) -> None:
    assert [place for place, kind in opportunities(word) if kind == FREE] == places


@pytest.mark.parametrize(("before", "after", "may"), [("省", "水", True), ('"', "水", False), ("省", "/", False)])
def test_the_same_holds_between_runs(before: str, after: str, may: bool) -> None:
    assert (between(before, after) == FREE) is may
