"""The lines that need no parser give what the parser gives, and all others go to it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from exporters.errors import SourceError
from exporters.report import Report
from exporters.source import yaml_block
from exporters.source.entries import Block, Entries
from exporters.source.yaml_lines import read_yaml

_WORDS = st.sampled_from(
    [
        "word",
        "two words",
        "2025-11-14",
        "12:30",
        "https://a.example/c#d",
        "null",
        "~",
        "yes",
        "It's",
        "a, b",
        '"q"',
        "'s t'",
        "a#b",
        "a: b",
        "a #c",
        "é",
        '"a: b"',
        '""',
        "''",
        "",
        "a-b ",
        '"x" ',
        '"a"b',
        'x "y"',
        "a:",
        "- a",
        "?x",
        "a\u00a0b",
        "a\u2028b",
        "<<",
        "&a",
        "*a",
        "[a, b]",
        "{a: b}",
        "|",
        ">",
        "!x",
        "%",
        "@",
        "`",
        "\t",
        '"a\\nb"',
        "=",
    ]
)
_KEYS = st.sampled_from(["title", "date", "x_y", "a-b", "_k", "k1", "k2", "k3", "<<", "é"])
_LINES = st.builds(lambda key, words, space: f"{key}:{space}{words}\n", _KEYS, _WORDS, st.sampled_from([" ", "  ", ""]))
_ITEMS = st.builds(lambda indent, words: f"{indent}- {words}\n", st.sampled_from(["", "  ", "    "]), _WORDS)
_LISTS = st.builds(lambda key, items: f"{key}:\n{''.join(items)}", _KEYS, st.lists(_ITEMS, max_size=2))


@given(st.lists(st.one_of(_LINES, _LISTS, _ITEMS, st.sampled_from(["\n", "# said\n", "  more\n"])), max_size=5))
def test_lines_are_read_as_the_parser_reads_them(lines: list[str]) -> None:
    block = Block("".join(lines), "story.md", 2)
    made: list[object] = []
    for read in (read_yaml, yaml_block.read_yaml):
        report = Report()
        try:
            entries = read(block, report)
        except SourceError as exc:
            made.append(str(exc))
        else:
            places = {key: str(place) for key, place in entries.places.items()}
            made.append((entries.values, places, [str(diagnostic) for diagnostic in report.diagnostics]))
    assert made[0] == made[1]


def test_plain_heads_need_no_parser() -> None:
    block = Block('title: What it says\ndate: 2025-11-14\ntags:\n  - one\n  - "two: 2"\nsummary:\n', "story.md", 2)
    entries = read_yaml(block, Report())
    assert isinstance(entries, Entries)
    assert entries.values == {
        "title": "What it says",
        "date": "2025-11-14",
        "tags": ["one", "two: 2"],
        "summary": None,
    }
    assert str(entries.places["tags/1"]) == "story.md:6:5"
