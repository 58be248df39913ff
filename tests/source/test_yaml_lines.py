"""The lines that need no parser give what the parser gives, and all others go to it."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from exporters.errors import SourceError
from exporters.report import Report
from exporters.source import yaml_block
from exporters.source.entries import Block, Entries
from exporters.source.yaml_lines import _plain_entries, read_yaml

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
        "[]",
        "[ ]",
        "[a]",
        "[ two words ,b ]  ",
        "[a, b,]",
        "[a,, b]",
        "[,]",
        "[null, ~, yes]",
        """['a, b', "c: d", 'e' , "" ]""",
        "['it''s', b]",
        '["a" b]',
        '["a"b]',
        "[a 'b' \"c\", d]",
        "[a: b]",
        "[a:b, c]",
        "[a:, c]",
        "[a #b]",
        "[a#b]",
        "[a?b]",
        "[a ?b]",
        "[- a]",
        "[-a]",
        "[a - b, c -]",
        "[a\tb]",
        "[[a], b]",
        "[{a: b}]",
        "[a] b",
        "[a",
        "[é, a\u00a0b, a\u2028b, a\x85b]",
        "[&a, *a]",
        "[a&b, a*b, a|b, a>b, a!b, a%b, a@b, a`b]",
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


def _read(read: Callable[[Block, Report], Entries], block: Block) -> object:
    report = Report()
    try:
        entries = read(block, report)
    except SourceError as exc:
        return str(exc)
    places = {key: str(place) for key, place in entries.places.items()}
    return entries.values, places, [str(diagnostic) for diagnostic in report.diagnostics]


@given(
    st.lists(st.one_of(_LINES, _LISTS, _ITEMS, st.sampled_from(["\n", "# said\n", "  more\n", "  b]\n"])), max_size=5)
)
def test_lines_are_read_as_the_parser_reads_them(lines: list[str]) -> None:
    block = Block("".join(lines), "story.md", 2)
    assert _read(read_yaml, block) == _read(yaml_block.read_yaml, block)


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


_IN_BRACKETS = st.text(st.sampled_from("ab0 ,.'\"-:#?[]{}&*!|>%@`~é\u00a0\u2028\\\t"), max_size=12)


@settings(max_examples=400)
@given(st.lists(_IN_BRACKETS, max_size=3))
def test_lists_in_brackets_are_read_as_the_parser_reads_them(parts: list[str]) -> None:
    block = Block(f"tags: [{','.join(parts)}]\ntitle: A\n", "story.md", 2)
    assert _read(read_yaml, block) == _read(yaml_block.read_yaml, block)


def test_a_list_in_brackets_needs_no_parser() -> None:
    entries = _plain_entries(Block("tags: [records, 'open courts']\n", "story.md", 2))
    assert entries is not None
    assert entries.values == {"tags": ["records", "open courts"]}
    assert str(entries.places["tags/1"]) == "story.md:2:17"
