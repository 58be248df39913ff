"""Text runs in the order that Unicode's own files of cases ask for, no line ends where they let none (UAX 9, UAX 14).

https://www.unicode.org/Public/UCD/latest/ucd/ReadMe.txt ; the files come with Debian's `unicode-data`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple
from unicodedata import bidirectional, category

import pytest

from exporters.formats.pdf import bidirectional as algorithm
from exporters.formats.pdf import opportunities
from exporters.formats.pdf.bidirectional import paragraph_levels, visual_order
from exporters.formats.pdf.runs import Direction

pytestmark = pytest.mark.conformance

DATA = Path(os.environ.get("BROADSHEET_UNICODE") or "/usr/share/unicode")
DIRECTIONS: tuple[Direction, ...] = ("auto", "ltr", "rtl")
# A character of each class; none of them is a bracket, as BidiTest.txt asks.
OF_CLASS = {
    "L": "a", "R": "\u05d0", "AL": "\u0627", "EN": "1", "ES": "+", "ET": "%", "AN": "\u0660", "CS": ",",
    "NSM": "\u0300", "BN": "\u00ad", "B": "\u2029", "S": "\t", "WS": " ", "ON": "!", "LRE": "\u202a", "LRO": "\u202d",
    "RLE": "\u202b", "RLO": "\u202e", "PDF": "\u202c", "LRI": "\u2066", "RLI": "\u2067",
    "FSI": "\u2068", "PDI": "\u2069",
}  # fmt: skip


@cache
def removed(character: str) -> bool:
    """Return whether rule X9 removes a character, so that it has no level in the files."""
    return bidirectional(character) in {"LRE", "LRO", "RLE", "RLO", "PDF", "BN"}


class Case(NamedTuple):
    """A paragraph of one line and what is to come of it; levels as text, `x` for what is removed."""

    text: str
    direction: Direction
    levels: list[str]
    order: list[str]


def data(name: str) -> Path:
    """Return a file of cases; skip where there is none, which in CI is a failure."""
    path = DATA / name
    if not path.exists():
        missing = f"not installed: {name} (make conformance installs Debian's unicode-data)"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    return path


def lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as file:
        yield from (bare for line in file if (bare := line.partition("#")[0].strip()))


def cases_by_class(path: Path) -> Iterator[Case]:
    """Yield the cases of BidiTest.txt: classes, and the paragraph directions for which they give the same."""
    levels: list[str] = []
    order: list[str] = []
    for line in lines(path):
        if line.startswith("@Levels:"):
            levels = line.partition(":")[2].split()
        elif line.startswith("@Reorder:"):
            order = line.partition(":")[2].split()
        else:
            kinds, _, bits = line.partition(";")
            text = "".join(OF_CLASS[kind] for kind in kinds.split())
            for index, direction in enumerate(DIRECTIONS):
                if int(bits, 16) >> index & 1:
                    yield Case(text, direction, levels, order)


def cases_by_character(path: Path) -> Iterator[Case]:
    """Yield the cases of BidiCharacterTest.txt: code points, a direction, levels, order."""
    for line in lines(path):
        points, direction, _, levels, order = line.split(";")
        text = "".join(chr(int(point, 16)) for point in points.split())
        yield Case(text, ("ltr", "rtl", "auto")[int(direction)], levels.split(), order.split())


def failures(cases: Iterator[Case], most: int = 5) -> tuple[int, list[str]]:
    """Return how many cases there are, and the first that come out otherwise."""
    count = 0
    failed: list[str] = []
    for case in cases:
        count += 1
        levels, _ = paragraph_levels(case.text, case.direction)
        gone = [removed(character) for character in case.text]
        given = ["x" if out else str(level) for level, out in zip(levels, gone, strict=True)]
        kept = [index for index, out in enumerate(gone) if not out]
        order = [str(kept[place]) for place in visual_order([levels[index] for index in kept])]
        if (given, order) != (case.levels, case.order):
            failed.append(f"{case.text!a} {case.direction}: {given} {order}, not {case.levels} {case.order}")
            if len(failed) == most:
                break
    return count, failed


def test_every_sequence_of_classes_is_ordered_as_unicode_says() -> None:
    count, failed = failures(cases_by_class(data("BidiTest.txt")))
    assert failed == []
    assert count > 700_000


def test_every_sequence_of_characters_is_ordered_as_unicode_says() -> None:
    count, failed = failures(cases_by_character(data("BidiCharacterTest.txt")))
    assert failed == []
    assert count > 90_000


@pytest.mark.parametrize("rule", ["_brackets", "_weak", "_neutral", "_restore"])
def test_without_one_of_its_rules_the_algorithm_fails(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(algorithm, rule, lambda *_: None)
    _, failed = failures(cases_by_character(data("BidiCharacterTest.txt")), most=1)
    assert len(failed) == 1


def test_brackets_are_the_pairs_that_unicode_knows() -> None:
    known = {}
    for line in lines(data("BidiBrackets.txt")):
        one, other, kind = (field.strip() for field in line.split(";"))
        if kind == "o":
            known[chr(int(one, 16))] = chr(int(other, 16))
    assert known == algorithm._CLOSING


# ------------------------------------------------------------------------------------------------------- line ends


def line_ends(path: Path) -> Iterator[tuple[str, set[int]]]:
    """Yield the cases of LineBreakTest.txt that have no space, which words are parted at: text, where lines may end."""
    for line in lines(path):
        text, places = "", set()
        for token in line.split():
            if token == "\u00f7":
                places.add(len(text))
            elif token != "\u00d7":
                text += chr(int(token, 16))
        if not any(character.isspace() or category(character) == "Cc" for character in text):
            yield text, places


def forbidden(cases: Iterator[tuple[str, set[int]]]) -> tuple[int, list[str]]:
    """Return how many cases there are, and those in which a line would end where UAX 14 lets none end.

    In addresses and names of programs lines end where the rules for prose would not let them, as a last resort.
    """
    count = 0
    found: list[str] = []
    for text, allowed in cases:
        count += 1
        wrong = [place for place, kind in opportunities.opportunities(text) if kind != opportunities.TECHNICAL]
        if not allowed.issuperset(wrong):
            found.append(f"{text!a} {sorted(set(wrong) - allowed)}")
    return count, found


def test_no_line_ends_where_unicode_lets_none_end() -> None:
    count, found = forbidden(line_ends(data("auxiliary/LineBreakTest.txt")))
    assert found == []
    assert count > 2000


def test_without_the_rule_for_what_begins_no_line_it_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opportunities, "_NOT_FIRST", frozenset())
    _, found = forbidden(line_ends(data("auxiliary/LineBreakTest.txt")))
    assert len(found) > 50
