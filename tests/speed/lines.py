"""How good the lines of a book are: total fit beside lines that are filled one after the other, both with hyphens.

`python -m tests.speed.lines FILE...` prints the figures for any Markdown.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from msgspec.structs import replace

from exporters.formats import pdf
from exporters.formats.pdf import blocks, ends
from exporters.formats.pdf.breaking import SHRINK, Places, first_fit
from exporters.formats.pdf.lines import Lines, break_lines
from exporters.formats.pdf.opportunities import END, FORCED, SOFT
from exporters.formats.pdf.runs import Run, Setting
from exporters.model.meta import Meta
from exporters.pipeline import load_edition
from exporters.report import Report
from exporters.testing import write_to_memory

LOOSE = 1.75
"""A space so many times its natural width makes a line loose."""

Broken = Callable[[Sequence[Run], float, Setting], Lines]


@dataclass(slots=True)
class Quality:
    """What can be said against the lines of a text: how many there are of each kind."""

    lines: int = 0
    loose: int = 0
    divided: int = 0
    overfull: int = 0

    def look_at(self, broken: Lines) -> None:
        """Count the lines of one paragraph; its last line and those that must end are neither loose nor full."""
        for number, row in enumerate(broken.rows):
            self.lines += 1
            if row.ending in (END, FORCED):
                continue
            scale = broken.scale(number)
            free = (broken.width_pt - (broken.indent_pt if number == 0 else 0.0)) / scale - row.width_pt
            self.divided += row.ending == SOFT
            if free >= 0.0:
                self.loose += (row.stretch_pt + free) * scale > LOOSE * row.stretch_pt
            else:
                self.overfull += -free > SHRINK * row.stretch_pt + 0.01


def compare_lines(sources: Sequence[str | Path]) -> tuple[Quality, Quality]:
    """Return the quality of the justified paragraphs of these files as they are set, and as first fit sets them."""
    total, first = Quality(), Quality()

    def watched(runs: Sequence[Run], width_pt: float, setting: Setting) -> Lines:
        made = break_lines(runs, width_pt, setting)
        if setting.align == "justify" and not setting.preserve and not setting.greedy:
            total.look_at(made)
            with _filled_one_after_the_other():
                first.look_at(break_lines(runs, width_pt, replace(setting, hyphenate=True, scaling=0.0)))
        return made

    report = Report()
    edition = load_edition(sources, report, meta=Meta(title="The book"), as_one=True)
    with mock.patch.object(blocks, "break_lines", watched):
        write_to_memory(pdf.FORMAT, edition.whole)
    return total, first


@contextmanager
def _filled_one_after_the_other() -> Iterator[None]:
    """Let every line be filled as far as it goes, with words divided wherever they may be."""

    def fit(self: ends.LineEnds, places: Places) -> tuple[list[int], float]:
        return first_fit(places, self.measure, justified=True), 1e9

    with mock.patch.object(ends.LineEnds, "_fit", fit), mock.patch.object(ends, "_LEAST", 0.0):
        yield


def main() -> int:
    """Print the quality of the lines of the files named."""
    for name, quality in zip(("as set", "first fit"), compare_lines(sys.argv[1:]), strict=True):
        print(
            f"{name:10} {quality.lines} lines, {quality.loose} loose, {quality.divided} divided, "
            f"{quality.overfull} overfull"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
