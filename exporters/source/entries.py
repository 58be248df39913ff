"""A block of front matter, and what is read from it, whatever it is written in: values as they stand, with places."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from exporters.model.place import Place
from exporters.report import Report
from exporters.source.dates import UnreadableDate, read_moment
from exporters.source.keys import FIELD, is_gate, normal


class Block(msgspec.Struct, frozen=True):
    """The block of a front matter: its text, the file, and the number of its first line."""

    text: str
    name: str
    line: int

    def place(self, offset: int) -> Place:
        """Return the place of a character of the block."""
        start = self.text.rfind("\n", 0, offset) + 1
        return Place(self.name, self.line + self.text.count("\n", 0, offset), offset - start + 1)


class Entries(msgspec.Struct):
    """The keys of a front matter with their values and places; what lies within a key is placed as `key/2/name`."""

    values: dict[str, object] = msgspec.field(default_factory=dict)
    places: dict[str, Place] = msgspec.field(default_factory=dict)


def report_repeated(key: str, place: Place, report: Report) -> None:
    """Report a key that stands twice: an error where it decides whether the story may go out, else a warning."""
    said = f"the key {key[:40]!r} stands twice"
    if is_gate(key) or FIELD.get(normal(key)) == "published":
        report.error("gate-repeated", f"{said}, and decides whether the story may go out", place, "Remove one of them")
    else:
        report.warning("key-repeated", f"{said}; the first is kept", place, "Remove one of them")


def report_two_days(keys: tuple[str, str], values: Mapping[str, object], place: Place, report: Report) -> None:
    """Report two keys that give two days for the story; the second is the later one, which counts."""
    try:
        days = {found[0].date() for key in keys if (found := read_moment(values[key]))}
    except UnreadableDate:  # as will be said
        return
    if len(days) > 1:  # else one of them tells the hour
        report.warning(
            "date-twice",
            f"the keys {keys[0]!r} and {keys[1]!r} give two days for the story; the later one counts",
            place,
            "Remove one of them",
        )
