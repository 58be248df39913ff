"""Changes that an editor suggests are told as long as nobody took or refused them."""

from __future__ import annotations

import pytest

from exporters.model.walk import plain_text
from exporters.report import Report
from exporters.source.text import read_text
from tests.source.reading import codes, read


def told(text: str) -> list[tuple[int, int, str]]:
    """Return line and column of each suggestion that is told, and its kind."""
    _, report = read(f"---\ntitle: T\n---\n{text}\n")
    found = [one for one in report.diagnostics if one.code == "change-suggested"]
    assert all(one.severity == "warning" and one.remedy for one in found)
    return [(one.place.line, one.place.column, one.message.split(" of ")[0]) for one in found]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("One {++more++} word.", [(4, 5, "an insertion")]),
        ("Ünder {--one less--} word.", [(4, 7, "a deletion")]),
        ("One {~~old~>new~~} word.", [(4, 5, "a substitution")]),
        ("One {==marked==} word.", [(4, 5, "a highlight")]),
        ("{--96--}{++97++} percent.", [(4, 1, "a deletion"), (4, 9, "an insertion")]),
        ("{--One.\n\nTwo.--} Three.", [(4, 1, "a deletion")]),
        ("{>>why?<<} {--Two--} three.", [(4, 12, "a deletion")]),
        ("A `code` {--Two--} three.", [(4, 10, "a deletion")]),
    ],
)
def test_each_is_told_where_it_stands(text: str, kinds: list[tuple[int, int, str]]) -> None:
    assert told(text) == kinds


@pytest.mark.parametrize(
    "text",
    [
        "Code `{--x--}` and `{++y++}`.",
        "```\n{--x--}\n```",
        "    {==x==}",
        r"Escaped \{--x--}.",
        "A set {--x} alone.",
        "{~~struck~~}",
        "{==said of==}{>>why?<<} this.",
        "$e^{++}$ and $e^{--}$.",
        "--} backwards {--",
    ],
)
def test_what_is_none_is_not_told(text: str) -> None:
    assert told(text) == []


def test_plain_text_has_them_too() -> None:
    report = Report()
    story = read_text(b"Title\n\nOne {--less--} word.\n", "s.txt", report)
    assert "{--less--}" in plain_text(story.body)
    assert [str(one.place) for one in report.diagnostics if one.code == "change-suggested"] == ["s.txt:3:5"]


def test_those_beyond_the_first_fifty_are_counted() -> None:
    _, report = read("---\ntitle: T\n---\n" + "{--x--} " * 60)
    assert codes(report).count("change-suggested") == 51
    assert report.diagnostics[-1].message.startswith("10 more changes")
