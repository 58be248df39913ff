"""Keys of front matter that nobody reads: the nearest is named, and what seems to hold the story back stops it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from exporters.model.place import Place
from exporters.patterns import pattern
from exporters.report import Report
from exporters.source.dates import UnreadableDate, read_moment
from exporters.source.entries import report_repeated
from exporters.source.keys import (
    FIELD,
    held_within,
    is_false,
    is_gate,
    is_held,
    is_table,
    is_true,
    near_gate,
    nearest_key,
    normal,
    tells_of_work,
    would_hold,
)
from exporters.source.release_keys import Kind, is_unreadable, latest_moment, meaning

_EXPIRY = pattern(r"^expir|^unpub|_expir|^(?:valid|online|available|visible)_(?:until|till|to)$|^take_?down")
"""What the names of keys say that tell when a story goes, as Hugo's `expiryDate`."""
_OF_DOCUMENTS = ("sources", "corrections", "people")
"""Known keys whose values have dates of their own."""
_MOST_ADVICE = 50  # unknown keys for which the nearest known one is looked up


_PLAIN: frozenset[type] = frozenset({str, type(None)})
"""What a list of words holds, and nothing that has keys."""


class UnknownKeys:
    """Says what is to be said of the unknown keys of one front matter; `published` is the date that the others give."""

    def __init__(self, places: Mapping[str, Place], report: Report, published: object) -> None:
        self.places = places
        self.report = report
        self.published = published
        self.held: datetime | None = None
        """Until when keys that are not read seem to hold the story."""
        self._count = 0

    def read(self, values: Mapping[str, object]) -> None:
        """Report each key that is not known: an error where it seems to hold the story back, of which none is guessed.

        A warning where it is like a known one; else a remark, for site generators have many keys of their own.
        """
        for key, value in values.items():
            if normal(key) not in FIELD:
                self._read(key, value)
            elif FIELD[normal(key)] == "url" and is_false(value):
                self._forbids(key, self.places[key])  # as Eleventy has it: the page is not made
            elif isinstance(value, dict) or (isinstance(value, list) and not _PLAIN.issuperset(map(type, value))):
                self._read_within(key, FIELD[normal(key)], value)

    def _read_within(self, key: str, field: str, value: object) -> None:
        """Report what lies in the value of a known key and seems to hold the story: nobody looks for it there."""
        within = next(held_within(value), "") if field != "embargo" else ""
        if within:
            self._unclear(within, self.places[key])
        elif field not in _OF_DOCUMENTS:
            self._holds_until(key, value, self.places[key], known=True)

    def _read(self, key: str, value: object) -> None:
        self._count += 1
        name, place, report = normal(key), self.places[key], self.report
        close = nearest_key(name) if len(key) < 40 and self._count <= _MOST_ADVICE else ()
        meant = f"Did you mean {close[0]!r}?" if close else ""
        within = list(held_within(value))
        if is_held(key) or within or near_gate(name) == "embargo":
            self._unclear((within or [key])[0], place)
        elif would_hold(key, value):
            self._forbids(key, place)
        elif "." in key and is_gate(key.rpartition(".")[2]):  # of a table, beside one that says something else
            report_repeated(key.rpartition(".")[2], place, report)
        elif _EXPIRY.search(name) and latest_moment(value) is not None:
            if not self._holds_until(key, value, place):  # `unpublished_until`, or `until` in a table below
                report.warning(
                    "expiry-unread",
                    f"the key {key[:40]!r} seems to say until when the story stays out; nothing takes it back then",
                    place,
                    "Take it back yourself, by `status: withdrawn` or `broadsheet withdraw`",
                )
        elif close and FIELD[close[0]] == "published" and self._is_later(value):
            report.error(
                "date-unread",
                f"the key {key[:40]!r} seems to say when the story comes out, but is not read",
                place,
                meant,
            )
        elif not self._holds_until(key, value, place):
            say = report.warning if close and not isinstance(value, Mapping) else report.info
            say("key-unknown", f"the key {key[:40]!r} has no meaning here", place, meant)

    def _unclear(self, key: str, place: Place) -> None:
        self.report.error(
            "embargo-unclear",
            f"the key {key[:40]!r} seems to be about an embargo, but is not read",
            place,
            "Write one key `embargo:` with date, time and zone",
        )

    def _forbids(self, key: str, place: Place) -> None:
        self.report.error(
            "status-unknown",
            f"the key {key[:40]!r} seems to say that the story may not go out, but is not read",
            place,
            "Write `status:` or `draft:` at the head of the front matter",
        )

    def _holds_until(self, key: str, value: object, place: Place, *, known: bool = False) -> bool:
        """Return whether the key, or one that lies in its value, says when the story may come out, or that it may not.

        Then the story is held until that time. What a `known` key itself says is read elsewhere.
        """
        kind = "" if known else _kind(key)
        if kind:
            return self._reads_time(key, value, kind, place)
        held, stack = False, _inner(key, value, known=known)
        while stack:
            name, said = stack.pop()
            kind = _kind(name)
            if kind:
                held |= self._reads_time(name, said, kind, place)
            elif normal(name.rpartition(".")[2]) == "draft" and is_true(said):
                self._forbids(name, place)
                held = True
            else:
                stack += _inner(name, said)
        return held

    def _reads_time(self, key: str, value: object, kind: Kind, place: Place) -> bool:
        """Return whether a key whose name is of this kind says when the story may come out.

        Fails closed: what a key that holds says and nobody can read is an error, as is a day in words.
        """
        if is_false(value):
            return False
        known, found = self._published(), latest_moment(value)
        if is_unreadable(value, known, any_word=kind == "hold" and found is None):
            self.report.error(
                "release-unread",
                f"the key {key[:40]!r} seems to hold the story until {str(value)[:40]!r}, which is no time",
                place,
                "Write `embargo:` with date, time and zone, or `status: draft`",
            )
            return True
        if found is None or (known is not None and found[0] <= known):
            return False
        until = found[1]
        self.held = until if self.held is None or until > self.held else self.held
        self.report.warning(
            "release-unread",
            f"the key {key[:40]!r} is not read; it seems to say when the story may come out, which is held until "
            f"{until.isoformat()}",
            place,
            "Write `embargo:` or `date:` in its place, with date, time and zone",
        )
        return True

    def _published(self) -> datetime | None:
        try:
            known = read_moment(self.published)
        except UnreadableDate:
            return None
        return known[0] if known else None

    def _is_later(self, value: object) -> bool:
        """Return whether this is a time after the one at which the story comes out as far as its known keys say."""
        try:
            found = read_moment(value)
        except UnreadableDate:
            return False
        known = self._published()
        return found is not None and (known is None or found[0] > known)


def _kind(key: str) -> Kind:
    """Return what the last name of a path of keys says of the hour; a table of the head may give its day, too."""
    table, _, own = key.rpartition(".")
    kind = meaning(own)
    if not kind and table and FIELD.get(normal(own)) == "published" and is_table(table.rpartition(".")[2]):
        return "release"
    return kind


def _inner(key: str, value: object, *, known: bool = False) -> list[tuple[str, object]]:
    """Return the keys within a value, with what they say, the first one last; none of a table about another work."""
    if isinstance(value, dict):  # as all readers of front matter make them; an abstract Mapping costs six calls
        if not known and tells_of_work(key.rpartition(".")[2], value):
            return []
        return [(f"{key}.{inner}", said) for inner, said in value.items()][::-1]
    if not isinstance(value, list):
        return []
    found: list[tuple[str, object]] = [(key, said) for said in value if isinstance(said, (dict, list))]
    return found[::-1]
