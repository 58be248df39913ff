"""The bidirectional algorithm on cases whose answer is known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporters.formats.pdf.bidirectional import paragraph_levels, visual_order
from exporters.formats.pdf.runs import Direction


def seen(text: str, direction: Direction = "auto") -> str:
    levels, _ = paragraph_levels(text, direction)
    return "".join(text[index] for index in visual_order(levels))


@pytest.mark.parametrize(
    ("text", "direction", "expected"),
    [
        ("abc", "auto", "abc"),
        ("אבג", "auto", "גבא"),
        ("ab אבג cd", "ltr", "ab גבא cd"),
        ("ab אבג cd", "rtl", "cd גבא ab"),
        # Numbers run from left to right in right-to-left text, with what belongs to them (W4, W5).
        ("אב 12.5% גד", "auto", "דג 12.5% בא"),
        # European digits after Arabic letters become Arabic numbers (W2).
        ("ا 1-2", "auto", "2-1 ا"),
        # A pair of brackets takes the direction of the paragraph if that is inside it (N0).
        ("אב (ab גד) ה", "auto", "ה )דג ab( בא"),
        ("a (אב) b", "auto", "a (בא) b"),
        # Neutrals between the same direction take it, at a border they take the paragraph's (N1, N2).
        ("אב, גד!", "ltr", "דג ,בא!"),
        # The angle brackets of 1992 pair with those of CJK (BD16).
        ("א 〈ב\u232a c", "ltr", "\u232aב〈 א c"),
        # Embeddings beside each other do not see each other's numbers (X10).
        ("א\u202aג\u202c 1 2", "ltr", "ג\u202aא 1 2"),
        # A separator ends what was opened, and stands where the paragraph begins (X8, L1).
        ("א! \u2029", "ltr", "א! \u2029"),
        # Isolates keep their content apart (X5a to X6a).
        ("\u2067ab\u2069 1", "ltr", "\u2067ab\u2069 1"),
        ("\u202eabc\u202c", "ltr", "\u202ccba\u202e"),
    ],
)  # fmt: skip
def test_text_is_seen_in_this_order(text: str, direction: Direction, expected: str) -> None:
    assert seen(text, direction).replace("\u202c", "").replace("\u202e", "") == expected.replace("\u202c", "").replace(
        "\u202e", ""
    )


@pytest.mark.parametrize(
    ("text", "level"), [("a א", 0), ("א a", 1), ("123 א", 1), ("", 0), ("123", 0), ("\u2067א\u2069 a", 0)]
)
def test_the_base_level_is_that_of_the_first_strong_character(text: str, level: int) -> None:
    assert paragraph_levels(text, "auto")[1] == level


def test_white_space_before_a_line_end_runs_with_the_paragraph() -> None:
    assert paragraph_levels("א \nב ", "ltr")[0] == [1, 0, 0, 1, 0]


@given(st.text("aאב1١ .,()[]-%\u0301\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", max_size=40))
def test_any_text_gets_levels_and_every_character_is_seen_once(text: str) -> None:
    levels, base = paragraph_levels(text, "auto")
    assert len(levels) == len(text)
    assert all(level >= base for level in levels)
    assert sorted(visual_order(levels)) == list(range(len(text)))
