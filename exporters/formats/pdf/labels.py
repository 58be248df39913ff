"""Page labels: what each page is called, in the file and in the page map that is written beside it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

from exporters.contract import PageMap
from exporters.formats.pdf.writer import PageLabels

if TYPE_CHECKING:
    from exporters.formats.pdf.boxes import Box


class Observer(Protocol):
    """Who is told where a named box landed."""

    def landed(self, slug: str, anchor: str, label: str, top_pt: float) -> None:
        """Take note that the box of this name begins on the page with this label at this height."""

    def turned(self, slug: str, anchor: str, told: int, label: str) -> None:
        """Take note that the page with this label begins within a block, after so many characters of its text."""


def tell_turn(observer: Observer, boxes: Iterable[Box], label: str) -> None:
    """Tell the observer where in the text the page of these boxes begins, if that is within a block."""
    for box in boxes:
        if box.repeated:
            continue
        if box.anchors:
            return
        turn = box.turn()
        if turn is not None:
            observer.turned(*turn, label)
            return


def label_of(labels: Sequence[PageLabels], position: int) -> str:
    """Return the label of a page, its position counted from 0 (ISO 32000-1, 12.4.2)."""
    run = max((run for run in labels if run.first_page <= position), key=lambda run: run.first_page)
    number = run.first_number + position - run.first_page
    return run.prefix + (roman(number) if run.style == "r" else str(number) if run.style else "")


def page_map_json(page_map: PageMap, labels: Sequence[PageLabels], count: int) -> bytes:
    """Return the page map as JSON: `pages`, the label of every page in order, and `blocks`, where each block begins.

    The keys of `blocks` are those of `exporters.contract.page_key` and `turn_key`; the values are labels.
    """
    told = {"pages": [label_of(labels, position) for position in range(count)], "blocks": dict(page_map)}
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


def roman(number: int) -> str:
    """Return a number in small roman numerals, as PDF page labels of style `r` write it (ISO 32000-1, 12.4.2)."""
    written = ""
    for value, letters in _ROMAN:
        written += letters * (number // value)
        number %= value
    return written
