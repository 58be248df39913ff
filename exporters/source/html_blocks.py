"""Blocks of HTML in Markdown: their lines fed as one stretch, each character with the place where it stands."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from exporters.model.place import Place
from exporters.source.parsing import Events
from exporters.source.places import JoinedPlaces
from exporters.source.tags import TagFeeder


def read_html_block(events: Events, index: int, at: Callable[[int], Place], feeder: TagFeeder) -> int:
    """Return the index after the block whose events begin at the index, which was fed; 0 where it holds more than HTML.

    `at` gives the place of a byte.
    """
    lines: list[tuple[str, int]] = []
    while "Html" in (event := events[index][0]):
        lines.append((event["Html"], events[index][1]["start"]))
        index += 1
    if "End" not in event:  # the spaces that a tab stands for
        return 0
    feed_lines(lines, at, feeder)
    return index + 1


def feed_lines(lines: list[tuple[str, int]], at: Callable[[int], Place], feeder: TagFeeder) -> None:
    """Feed the lines of an HTML block, each given with the byte where it begins; most blocks have one."""
    if len(lines) == 1:
        text, start = lines[0]
        feeder.feed(text, partial(place_within, at, start, text))
    else:
        feeder.feed("".join(text for text, _ in lines), JoinedPlaces(lines, at).at)


def place_within(at: Callable[[int], Place], start: int, text: str, offset: int) -> Place:
    """Return the place of a character of a text that begins at this byte."""
    return at(start + (offset if text.isascii() else len(text[:offset].encode())))
