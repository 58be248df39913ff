"""Dollar signs that are money, told from those that enclose a formula before the parser takes them for one."""

from __future__ import annotations

import re
from typing import Any

import pyromark

PLAIN_DOLLAR = "\x01"
"""What stands for a dollar sign that is one, in text given to the parser: of one byte, and in no text that was read."""

_ROUNDS = 4
_PROSE = re.compile(r"[A-Za-z]{3,}\s+\(?[A-Za-z]{2,}")
_AMOUNT = re.compile(r"\s*[\d.,]+\s*(?:[A-Za-z]{3,}|[-–—/]\s*$|[A-Za-z]*\s*[(,;])")

Events = list[tuple[Any, Any]]


def parse(text: str, options: Any) -> Events:
    """Return the parser's events with their byte ranges, in which amounts of money are text and no formulas.

    "$5-$10" and "US$300m (C$400m)" would be formulas by the parser's rule. Each dollar sign that opened one wrongly is
    replaced by `PLAIN_DOLLAR`, and the text is parsed again; after a few rounds those left are taken as text at once.
    """
    data = text.encode()
    for turn in range(_ROUNDS):
        events: Events = list(pyromark.events_with_range(text, options=options))
        if data.count(b"$") < 2:
            return events
        wrong = [
            span["start"]
            for event, span in events
            if type(event) is dict and "InlineMath" in event and _is_money(data, span["start"], span["end"])
        ]
        if not wrong:
            return events
        if turn == _ROUNDS - 1:
            break
        changed = bytearray(data)
        for offset in wrong:
            changed[offset] = 1
        data = bytes(changed)
        text = data.decode()
    return list(pyromark.events_with_range(text.replace("$", PLAIN_DOLLAR), options=options))


def _is_money(data: bytes, start: int, end: int) -> bool:
    """Return whether these bytes, from dollar sign to dollar sign, are no formula."""
    before, after = data[max(0, start - 1) : start], data[end : end + 1]
    if after.isdigit() or before.isalnum():
        return True
    source = data[start + 1 : end - 1].decode(errors="replace")
    return "\\" not in source and bool(_PROSE.search(source) or _AMOUNT.match(source))
