"""The parser's events, after what it takes for formulas and definitions and is none was put right."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pyromark

from exporters.patterns import pattern

_OPTION = pyromark.Options
_OPTIONS = (
    _OPTION.ENABLE_TABLES
    | _OPTION.ENABLE_FOOTNOTES
    | _OPTION.ENABLE_STRIKETHROUGH
    | _OPTION.ENABLE_TASKLISTS
    | _OPTION.ENABLE_HEADING_ATTRIBUTES
    | _OPTION.ENABLE_GFM
    | _OPTION.ENABLE_DEFINITION_LIST
    | _OPTION.ENABLE_MATH
    | _OPTION.ENABLE_SUPERSCRIPT
    | _OPTION.ENABLE_SUBSCRIPT
)

_ROUNDS = 4
_PROSE = pattern(r"[A-Za-z]{3,}\s+\(?[A-Za-z]{2,}")
_AMOUNT = pattern(r"\s*[\d.,]+\s*(?:[A-Za-z]{3,}|[-–—/]\s*$|[A-Za-z]*\s*[(,;])")

# A list that begins at 1 takes its start from such a line, and so the line is left for it.
_ATTRIBUTE_LINE = pattern(rb"(?!\{:\s*start=[^\n]*\n[ \t>]*1[.)])\{:[^{}\n]*\}(?=[ \t]*\n[ \t>]*[^ \t>\n])")
_MAY_BE_ATTRIBUTES = pattern(r"(?:^|\n)[ \t>]*\{:[^{}\n]*\}[ \t]*\n")

_STRETCH = 400
"""Events that are held at once: so few stay in the processor's cache, and take a third less time than all of a file."""

_WHOLE = ({"End": "Paragraph"}, {"End": "CodeBlock"}, {"End": "TableCell"})
"""Ends of blocks of words: just after them, no such block is open."""

Events = list[tuple[Any, Any]]


def parse(text: str, blanked: list[int] | None = None) -> Iterator[Events]:
    """Yield the parser's events with their byte ranges in stretches, none of which ends within a block of words.

    Money is no formula in them, and `:word` no definition; `blanked` is filled before the first stretch. See
    `parse_whole`.
    """
    if _is_plain(text):
        events = iter(pyromark.events_with_range(text, options=_OPTIONS))
        while stretch := list(islice(events, _STRETCH)):
            for pair in events:
                stretch.append(pair)
                if pair[0] in _WHOLE:
                    break
            yield stretch
    else:
        yield parse_whole(text, blanked)


def code_in(text: str) -> list[tuple[int, int]]:
    """Return the ranges of bytes that are code."""
    events: Events = list(pyromark.events_with_range(text, options=_OPTIONS))
    return [
        (span["start"], span["end"])
        for event, span in events
        if type(event) is dict and ("Code" in event or "CodeBlock" in event.get("Start", ""))
    ]


def _is_plain(text: str) -> bool:
    """Return whether nothing in the text can have been taken wrongly: a dollar before a space begins no formula."""
    dollars = text.count("$")
    return (
        (dollars < 2 or dollars == text.count("$ ") + text.count("$\n"))
        and "\n:" not in text
        and ("{:" not in text or not _MAY_BE_ATTRIBUTES.search(text))
    )


def parse_whole(text: str, blanked: list[int] | None = None) -> Events:
    """Return the parser's events with their byte ranges, in which money is no formula and `:word` no definition.

    "$5-$10" and "US$300m (C$400m)" would be formulas by the parser's rule, and a line that begins with `:::` or
    `:smile:` a definition. What was taken wrongly is escaped and the text parsed again; where that finds no end after
    a few rounds, there are no formulas. Lines of attributes `{: … }` above other lines are taken out, and their
    offsets put into `blanked`: they would make a paragraph of the list or table below them.
    """
    events: Events = list(pyromark.events_with_range(text, options=_OPTIONS))
    if "{:" in text and _MAY_BE_ATTRIBUTES.search(text):
        text, events = _without_attribute_lines(text, events, blanked)
    if text.count("$") < 2 and "\n:" not in text:
        return events
    data = text.encode()
    escaped: list[int] = []  # offsets in the text as it was given
    for _ in range(_ROUNDS):
        wrong = [
            span["start"]
            for event, span in events
            if type(event) is dict and ("InlineMath" in event or "Start" in event) and _is_wrong(event, span, data)
        ]
        if not wrong:
            return events
        escaped = sorted({*escaped, *wrong})
        events = _parse_escaped(data, escaped)
    colons = [offset for offset in escaped if data[offset] == ord(":")]
    return _parse_escaped(data, colons, _OPTIONS & ~_OPTION.ENABLE_MATH)


def _without_attribute_lines(text: str, events: Events, blanked: list[int] | None) -> tuple[str, Events]:
    """Return text and events with lines of attributes that others follow made blank; none are within code."""
    data = text.encode()
    found: list[re.Match[bytes]] = []
    in_code = False
    for event, span in events:
        if type(event) is not dict:
            continue
        if "Text" in event:
            line = None if in_code else _ATTRIBUTE_LINE.match(data, span["start"])
            if line and not data[data.rfind(b"\n", 0, line.start()) + 1 : line.start()].strip(b" \t>"):
                found.append(line)
        elif "CodeBlock" in event.get("Start", ""):
            in_code = True
        elif event.get("End") == "CodeBlock":
            in_code = False
    if not found:
        return text, events
    changed = bytearray(data)
    for line in found:
        changed[line.start() : line.end()] = b" " * (line.end() - line.start())
        if blanked is not None:
            blanked.append(line.start())
    text = changed.decode()
    return text, list(pyromark.events_with_range(text, options=_OPTIONS))


def _is_wrong(event: dict[str, Any], span: Any, data: bytes) -> bool:
    """Return whether the event is a formula or definition only by the parser's rule."""
    if "InlineMath" in event:
        return _is_money(data, span["start"], span["end"])
    if event.get("Start") == "DefinitionListDefinition":
        start = span["start"]
        return data[start : start + 1] == b":" and data[start + 1 : start + 2] not in (b" ", b"\t", b"\n", b"")
    return False


def _parse_escaped(data: bytes, escaped: list[int], options: Any = _OPTIONS) -> Events:
    """Return the events of the text with these bytes escaped, their ranges as if they were not."""
    parts = [data[start:end] for start, end in zip([0, *escaped], [*escaped, len(data)], strict=True)]
    inserted = [offset + number for number, offset in enumerate(escaped)]  # where the backslashes stand
    events: Events = []
    for event, span in pyromark.events_with_range(b"\\".join(parts).decode(), options=options):
        start, end = bisect_left(inserted, span["start"]), bisect_left(inserted, span["end"])
        if end > start:
            event = _without_backslashes(event)  # noqa: PLW2901 - the same event, as it was written
        events.append((event, {"start": span["start"] - start, "end": span["end"] - end}))
    return events


def _without_backslashes(event: Any) -> Any:
    """Return the event without the backslashes that the parser kept, as it does in code and addresses."""
    if isinstance(event, str):
        return event.replace("\\$", "$").replace("\\:", ":")
    if isinstance(event, dict):
        return {key: _without_backslashes(value) for key, value in event.items()}
    return event


def _is_money(data: bytes, start: int, end: int) -> bool:
    """Return whether these bytes, from dollar sign to dollar sign, are no formula."""
    before, after = data[max(0, start - 1) : start], data[end : end + 1]
    if after.isdigit() or before.isalnum():
        return True
    source = data[start + 1 : end - 1].decode(errors="replace")
    return "\\" not in source and bool(_PROSE.search(source) or _AMOUNT.match(source))
