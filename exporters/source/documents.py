"""The documents that a story rests on and the corrections made to it, from lists of keys in front matter."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import get_args

from exporters.model.meta import Correction, CorrectionKind, Source
from exporters.model.outline import slugify
from exporters.model.place import Place
from exporters.patterns import pattern
from exporters.report import Report
from exporters.source.dates import UnreadableDate, read_moment

_ABSOLUTE = pattern(r"https?://[^\s/]+", re.IGNORECASE)
_SPELLINGS = {
    "key": ("key", "id", "slug", "ref"),
    "title": ("title", "name"),
    "author": ("author", "authors", "by"),
    "publisher": ("publisher", "publication"),
    "court": ("court",),
    "docket": ("docket", "docket_number", "case", "case_number"),
    "number": ("number", "document", "document_number", "ecf", "entry"),
    "filed": ("filed", "date_filed", "filed_on"),
    "date": ("date", "published", "year"),
    "accessed": ("accessed", "retrieved", "read"),
    "url": ("url", "link", "href"),
    "archived_url": ("archived_url", "archive", "archived", "archive_url"),
    "file": ("file", "path"),
}
_KNOWN = frozenset(spelling for spellings in _SPELLINGS.values() for spelling in spellings)

ReadMoment = Callable[[object, str, Place], datetime | None]


class DocumentReader:
    """Reads `sources` and `corrections`; `places` has the place of each item as `sources/0` and `sources/0/filed`."""

    def __init__(self, places: Mapping[str, Place], report: Report, read_moment: ReadMoment) -> None:
        self.places = places
        self.report = report
        self.read_moment = read_moment

    def sources(self, items: list[object], key: str) -> tuple[Source, ...]:
        """Return the documents that the story cites; one without a key gets it from its title."""
        made: dict[str, Source] = {}
        for position, item in enumerate(items):
            at = f"{key}/{position}"
            place = self._place(at)
            fields = {"url" if _ABSOLUTE.match(item) else "title": item} if isinstance(item, str) else item
            if not isinstance(fields, Mapping):
                self._unreadable(key, place, "each source is a list of keys such as title, court, docket and url")
                continue
            source = self._source(fields, at, place, position)
            if source.key in made:
                self.report.warning(
                    "source-repeated",
                    f"two sources have the key {source.key[:40]!r}; the first is kept",
                    place,
                    "Give each a key of its own",
                )
            made.setdefault(source.key, source)
        return tuple(made.values())

    def _source(self, fields: Mapping[object, object], at: str, place: Place, position: int) -> Source:
        given = {str(key).strip().lower().replace("-", "_"): value for key, value in fields.items()}
        for name in given:
            if name not in _KNOWN:
                self.report.info("key-unknown", f"the key {name[:40]!r} has no meaning in a source", place)

        def value(field: str) -> object:
            return next((given[name] for name in _SPELLINGS[field] if given.get(name) not in (None, "")), None)

        def text(field: str) -> str:
            found = value(field)
            if isinstance(found, (list, tuple)):
                return ", ".join(plain(item) for item in found if plain(item))
            return " ".join(plain(found).split())

        def day(field: str) -> date | None:
            found = value(field)
            if isinstance(found, date) and not isinstance(found, datetime):
                return found
            spelling = next((name for name in _SPELLINGS[field] if name in given), field)
            moment = self.read_moment(found, spelling, self._place(f"{at}/{spelling}"))
            return moment.date() if moment else None

        def url(field: str) -> str:
            found = text(field)
            if found and not _ABSOLUTE.match(found):
                self.report.warning(
                    "url-relative",
                    f"{found[:80]!r} is not a full address and is left out",
                    self._place(f"{at}/{field}"),
                    "Write it with https:// and the host, or as `file`",
                )
                return ""
            return found.replace(" ", "%20")

        title = text("title")
        filed, dated = day("filed"), value("date")
        publisher = text("publisher")
        if dated is not None and filed is None:
            filed = self._full_day(dated)
        if dated is not None and filed is None:  # a book or a page has a year, if that: it is told as it stands
            publisher = ", ".join(part for part in (publisher, plain(dated)) if part)
        return Source(
            key=text("key") or slugify(title, 30) or f"source-{position + 1}",
            title=title,
            author=text("author"),
            publisher=publisher,
            court=text("court"),
            docket=text("docket"),
            number=text("number"),
            filed=filed,
            accessed=day("accessed"),
            url=url("url"),
            archived_url=url("archived_url"),
            file=text("file"),
            place=place,
        )

    @staticmethod
    def _full_day(value: object) -> date | None:
        """Return the day that a date of publication names, if it names one."""
        try:
            found = read_moment(value)
        except UnreadableDate:
            return None
        return found[0].date() if found else None

    def corrections(self, items: list[object], key: str) -> tuple[Correction, ...]:
        """Return the corrections; one without a date or a text is an error, for a reader must be told both."""
        made: list[Correction] = []
        kinds: tuple[CorrectionKind, ...] = get_args(CorrectionKind)
        for position, item in enumerate(items):
            at = f"{key}/{position}"
            place = self._place(at)
            fields = {str(name).lower(): value for name, value in item.items()} if isinstance(item, Mapping) else {}
            text = " ".join((plain(fields.get("text")) or plain(fields.get("note"))).split())
            faults = self.report.count("error")
            moment = self.read_moment(fields.get("date"), "date", self._place(f"{at}/date"))
            if not text or moment is None:
                if self.report.count("error") == faults:  # an unreadable date was already said
                    self.report.error(
                        "correction-incomplete",
                        "a correction needs a date and a text",
                        place,
                        "Write `- date: 2025-11-24` and `text: What was wrong, and what is right`",
                    )
                continue
            kind = (plain(fields.get("kind")) or plain(fields.get("type"))).lower() or "correction"
            chosen = next((known for known in kinds if known == kind), None)
            if chosen is None:
                self.report.warning(
                    "value-unknown",
                    f"a correction cannot be of kind {kind[:40]!r}; it is told as a correction",
                    place,
                    f"Write {', '.join(kinds)}",
                )
            author = plain(fields.get("author"))
            made.append(Correction(date=moment, text=text, kind=chosen or "correction", author=author, place=place))
        return tuple(made)

    def _place(self, path: str) -> Place:
        while path not in self.places and "/" in path:
            path = path.rpartition("/")[0]
        return self.places.get(path, Place())

    def _unreadable(self, field: str, place: Place, expected: str) -> None:
        self.report.warning("value-unreadable", f"an item of {field!r} cannot be used: {expected}", place)


def plain(value: object) -> str:
    """Return a scalar as text; nothing for null, lists and mappings."""
    if value is None or isinstance(value, (list, tuple, dict)):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, (date, datetime)) else str(value).strip()
