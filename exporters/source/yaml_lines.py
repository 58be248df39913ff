"""Front matter in YAML that needs no parser: lines of `key: words`, and lists of words. All else goes to the parser.

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
    r"(?:(?P<plain>\w(?:[^\s:#]|:(?=\S)|(?<=\S)\#|[ ]+(?=[^\s#]))*)"
    r"""|"(?P<double>[^"\\\t\n]*)"|'(?P<single>[^'\t\n]*)')"""
)
_KEY = pattern(rf"(?P<key>[A-Za-z_][\w-]*):(?:[ ]+{_WORDS})?[ ]*(?:\n|\Z)")
_ITEM = pattern(rf"(?P<indent>[ ]*-[ ]+){_WORDS}[ ]*(?:\n|\Z)")
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
            entries.values[key] = _words(found)
            entries.places[key] = Place(block.name, line, 1)
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


def _words(found: re.Match[str]) -> str | None:
    """Return the words as they are written, or None for what YAML reads as nothing."""
    plain = found["plain"]
    if plain is not None:
        return None if plain in _NULLS else plain
    return found["single"] if found["double"] is None else found["double"]
