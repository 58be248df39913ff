from __future__ import annotations

import pytest

from exporters.model.nodes import Code, Emphasis, Link, Math
from exporters.model.walk import plain_text
from exporters.source.parsing import parse, parse_whole
from tests.source.reading import article, find, only


@pytest.mark.parametrize(
    "text",
    [
        "It cost $5-$10.",
        "US$300m (C$400m) and A$5/NZ$6",
        "from $5 to $6, or $7–$8 million",
        "between $20 (€18)/$30 a day",
        "the fee of $500,fixed, and 20$",
        "$HOME and the other PATH$ are names",
    ],
)
def test_amounts_are_no_formulas(text: str) -> None:
    story = article(text)
    assert find(story, Math) == []
    assert plain_text(story.body) == text


def test_markdown_within_amounts_counts() -> None:
    story = article("It cost $5-*about* `$6`-$10 [$7](https://example.org/$8/$9).")
    assert plain_text(only(story, Emphasis)) == "about"
    assert only(story, Code).text == "$6"
    assert only(story, Link).target == "https://example.org/$8/$9"
    assert plain_text(story.body) == "It cost $5-about $6-$10 $7."


@pytest.mark.parametrize("formula", ["x^2", "2^n", "10\\%", "a", "3x + 4y", "\\text{rate of return}"])
def test_formulas_stay(formula: str) -> None:
    assert only(article(f"so ${formula}$ holds, and $5 is money"), Math).source == formula


def test_stretches_hold_every_event_and_end_after_whole_blocks() -> None:
    text = "".join(
        f"# Part {number} *of* many\n\nWords `and` more,\nin lines.\n\n- an item\n\n"
        "| a | b |\n|---|---|\n| c | *d* |\n\n"
        "```\ncode\n```\n\n<aside>\n\nWithin.\n\n</aside>\n\n"
        for number in range(40)
    )
    stretches = list(parse(text))
    assert len(stretches) > 3
    assert [pair for stretch in stretches for pair in stretch] == parse_whole(text)
    for stretch in stretches[:-1]:
        assert stretch[-1][0]["End"] in ("Paragraph", "CodeBlock", "TableCell")
