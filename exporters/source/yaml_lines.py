"""Front matter in YAML that needs no parser: lines of `key: words`, and lists of words, on lines or in brackets.

All else goes to the parser.

Most heads are no more than that, and to load the parser takes longer than to read a story.
"""

from __future__ import annotations

import re

from exporters.model.place import Place
from exporters.patterns import pattern
from exporters.report import Report
from exporters.source.entries import Block, Entries

# Words that mean themselves in YAML: plain ones without ": " and " #" (https://yaml.org/spec/1.2.2/#733-plain-style),
# or quoted ones without anything to escape.
_WORDS = (
    r"(?:(?P<plain>\w(?:[^\s:#]++|:(?=\S)|(?<=\S)\#|[ ]++(?=[^\s#]))*+)"
    r"""|"(?P<double>[^"\\\t\n]*)"|'(?P<single>[^'\t\n]*)')"""
)
# Within brackets also without what parts and opens lists, and without question marks, colons and number signs, of which
# versions of YAML think differently there (https://yaml.org/spec/1.2.2/#74-flow-collection-styles).
_PLAIN_IN_LIST = r"\w(?:[^\s:#?,\[\]{}]++|[ ]++(?=[^\s:#?,\[\]{}]))*+"
_WORDS_IN_LIST = rf"""(?:(?P<plain>{_PLAIN_IN_LIST})|"(?P<double>[^"\\\t\n]*)"|'(?P<single>[^'\t\n]*)')"""
_KEY = pattern(rf"(?P<key>[A-Za-z_][\w-]*):(?:[ ]+(?:{_WORDS}|(?P<list>\[[^\[\]{{}}\n]*\])))?[ ]*(?:\n|\Z)")
_IN_LIST = pattern(rf"[ ]*{_WORDS_IN_LIST}[ ]*(?:,|\Z)")
_ITEM = pattern(rf"(?P<indent>[ ]*-[ ]+){_WORDS}[ ]*(?:\n|\Z)")
_LONGEST_LIST = 10_000  # the parser knows how many values are too many
_NULLS = frozenset({"null", "Null", "NULL", None})


def read_yaml(block: Block, report: Report) -> Entries:
    """Return the keys and values of a block of YAML, all as they are written.

    Raises SourceError for a block that is no YAML, at its place.
    """
    entries = _plain_entries(block)
    if entries is not None:
        return entries
    from exporters.source import yaml_block

    return yaml_block.read_yaml(block, report)


def _plain_entries(block: Block) -> Entries | None:
    """Return the entries of a block that is lines of words; None for any other, one with a key twice among them."""
    entries = Entries()
    text, at, line = block.text, 0, block.line
    key, indent = "", ""
    items: list[str | None] | None = None  # those below the last key; None where it has words of its own
    while at < len(text):
        found = _KEY.match(text, at)
        if found is not None:
            key, indent = found["key"], ""
            items = [] if found.lastgroup == "key" else None
            if key in entries.values:
                return None
            entries.places[key] = Place(block.name, line, 1)
            if found["list"] is None:
                entries.values[key] = _words(found)
            elif not _take_list(found, line, block.name, entries):
                return None
        else:
            found = _ITEM.match(text, at)
            if found is None or items is None or (items and found["indent"] != indent):
                return None
            indent = found["indent"]
            entries.places[f"{key}/{len(items)}"] = Place(block.name, line, len(indent) + 1)
            items.append(_words(found))
            entries.values[key] = items
        at, line = found.end(), line + 1
    return entries


def _take_list(found: re.Match[str], line: int, name: str, entries: Entries) -> bool:
    """Put the words of a list in brackets into the entries; return whether there is nothing else in it."""
    key, inner, before = found["key"], found["list"][1:-1], found.start("list") - found.start() + 1
    items: list[str | None] = []
    at = 0
    while at < len(inner) <= _LONGEST_LIST:
        one = _IN_LIST.match(inner, at)
        if one is None:
            return False
        word = one.start(one.lastgroup or 0) - (one.lastgroup != "plain")  # a quotation mark is its beginning
        entries.places[f"{key}/{len(items)}"] = Place(name, line, before + word + 1)
        items.append(_words(one))
        at = one.end()
    entries.values[key] = items
    return at >= len(inner)


def _words(found: re.Match[str]) -> str | None:
    """Return the words as they are written, or None for what YAML reads as nothing."""
    plain = found["plain"]
    if plain is not None:
        return None if plain in _NULLS else plain
    return found["single"] if found["double"] is None else found["double"]
