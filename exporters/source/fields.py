"""Keys of front matter to the fields of meta: every spelling in use, every oddity a diagnostic."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import PurePath
from typing import get_args

from exporters.model.meta import Contributor, Correction, CorrectionKind, Meta, Source, Status
from exporters.model.nodes import Direction
from exporters.model.outline import slugify
from exporters.model.place import Place
from exporters.report import Report
from exporters.source.dates import UnreadableDate, read_moment
from exporters.source.people import read_people

_SPELLINGS: dict[str, tuple[str, ...]] = {
    "title": ("title", "headline", "name"),
    "subtitle": ("subtitle", "deck", "dek", "subhead", "standfirst"),
    "slug": ("slug",),
    "id": ("id", "guid", "uuid", "identifier"),
    "language": ("language", "lang", "locale"),
    "direction": ("direction", "dir"),
    "authors": ("authors", "author", "byline", "by"),
    "contributors": ("contributors",),
    "editor": ("editor", "editors"),
    "translator": ("translator", "translators"),
    "publisher": ("publisher", "publication", "site_name"),
    "published": ("published", "date", "pubdate", "publishdate", "publish_date", "publication_date", "created"),
    "modified": ("modified", "updated", "lastmod", "last_modified_at", "last_updated", "update_date"),
    "embargo": ("embargo", "embargo_until", "embargoed"),
    "status": ("status",),
    "draft": ("draft",),
    "version": ("version",),
    "section": ("section", "category", "categories", "desk"),
    "keywords": ("keywords", "tags", "tag", "subjects"),
    "summary": ("summary", "description", "excerpt", "abstract", "lede"),
    "located": ("located", "dateline", "location"),
    "url": ("url", "canonical", "canonical_url", "permalink", "link"),
    "rights": ("rights", "copyright"),
    "licence": ("licence", "license"),
    "usage_terms": ("usage_terms", "usageterms", "terms"),
    "series": ("series",),
    "number": ("number", "issue"),
    "cover": ("cover", "image", "featured_image", "hero_image", "thumbnail"),
    "cover_alt": ("cover_alt", "image_alt", "image_accessibility", "hero_image_alt"),
    "sources": ("sources", "documents"),
    "corrections": ("corrections", "correction"),
}
_FIELD = {spelling: name for name, spellings in _SPELLINGS.items() for spelling in spellings}
_LANGUAGE = re.compile(r"^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*$")
_DATED_NAME = re.compile(r"^(\d{4}-\d{1,2}-\d{1,2})-")
_ABSOLUTE = re.compile(r"^https?://[^\s/]+", re.IGNORECASE)


class MetaReader:
    """Reads the entries of one front matter."""

    def __init__(self, values: Mapping[str, object], places: Mapping[str, Place], name: str, report: Report) -> None:
        self.name = name
        self.report = report
        self.values: dict[str, object] = {}
        self.places: dict[str, Place] = {}
        found: dict[str, list[str]] = {}
        for key in values:
            field = _FIELD.get(key.strip().lower().replace("-", "_"))
            if field is None:
                self._unknown(key, places[key])
            else:
                found.setdefault(field, []).append(key)
        for field, keys in found.items():
            order = _SPELLINGS[field]
            keys.sort(key=lambda key: order.index(key.strip().lower().replace("-", "_")))
            # Jekyll's `published: false` says that a post is a draft, not when it came out.
            usable = [key for key in keys if not (field == "published" and isinstance(values[key], bool))]
            if len(usable) < len(keys) and values[keys[0]] is False:
                self.values.setdefault("draft", True)
                self.places.setdefault("draft", places[keys[0]])
            key = next((key for key in usable if values[key] not in (None, "", [])), usable[0] if usable else "")
            if key:
                self.values[field] = values[key]
                self.places[field] = places[key]

    def meta(self) -> Meta:
        """Return the meta; title and slug may still be empty."""
        status, embargo = self._status(), self._moment("embargo")
        if status == "published" and embargo is not None and "status" not in self.values:
            status = "embargoed"
        return Meta(
            title=self._text("title"),
            subtitle=self._text("subtitle"),
            slug=self._slug(),
            id=self._text("id"),
            language=self._language(),
            direction=self._direction(),
            contributors=self._contributors(),
            publisher=self._text("publisher"),
            published=self._published(),
            modified=self._modified(),
            embargo=embargo,
            status=status,
            version=self._number("version"),
            section=self._first("section"),
            keywords=self._words("keywords"),
            summary=self._text("summary"),
            located=self._text("located"),
            url=self._url("url"),
            rights=self._text("rights"),
            licence=self._text("licence"),
            usage_terms=self._text("usage_terms"),
            series=self._first("series"),
            number=self._text("number"),
            cover=self._cover(),
            cover_alt=self._text("cover_alt"),
            place=Place(self.name, 1, 1),
        )

    # ---------------------------------------------------------------------------------------------- lists

    def sources(self) -> tuple[Source, ...]:
        """Return the documents that the story cites; those without a key get one from their title."""
        made: list[Source] = []
        for number, item in enumerate(self._items("sources"), 1):
            place = self.places["sources"]
            if isinstance(item, str):
                item = {"url": item} if _ABSOLUTE.match(item) else {"title": item}
            if not isinstance(item, Mapping):
                self._unreadable("sources", "each source is a list of keys such as title, court, docket and url")
                continue
            fields = {str(key).lower().replace("-", "_"): value for key, value in item.items()}
            texts = {
                name: _plain(fields.get(name))
                for name in ("title", "author", "publisher", "court", "docket", "number", "file")
            }
            texts["docket"] = texts["docket"] or _plain(fields.get("docket_number"))
            texts["number"] = texts["number"] or _plain(fields.get("document"))
            key = _plain(fields.get("key") or fields.get("id")) or slugify(texts["title"], 30) or f"source-{number}"
            made.append(
                Source(
                    key=key,
                    url=self._absolute(_plain(fields.get("url")), "sources"),
                    archived_url=self._absolute(_plain(fields.get("archived_url") or fields.get("archive")), "sources"),
                    filed=self._day(fields.get("filed"), "sources"),
                    accessed=self._day(fields.get("accessed"), "sources"),
                    place=place,
                    **texts,
                )
            )
        return tuple({source.key: source for source in reversed(made)}.values())[::-1]

    def corrections(self) -> tuple[Correction, ...]:
        """Return the corrections; one without a date or a text is an error, for a reader must be told both."""
        made: list[Correction] = []
        for item in self._items("corrections"):
            place = self.places["corrections"]
            fields = {str(key).lower(): value for key, value in item.items()} if isinstance(item, Mapping) else {}
            text = _plain(fields.get("text") or fields.get("note"))
            moment = self._read(fields.get("date"), "corrections")
            if not text or moment is None:
                self.report.error(
                    "correction-incomplete",
                    "a correction needs a date and a text",
                    place,
                    "Write `- date: 2025-11-24` and `text: What was wrong, and what is right`",
                )
                continue
            kind = _plain(fields.get("kind")).lower() or "correction"
            kinds: tuple[CorrectionKind, ...] = get_args(CorrectionKind)
            chosen = next((known for known in kinds if known == kind), None)
            if chosen is None:
                self.report.warning(
                    "value-unknown", f"a correction cannot be of kind {kind!r}", place, f"Write {', '.join(kinds)}"
                )
            made.append(
                Correction(
                    date=moment,
                    text=text,
                    kind=chosen or "correction",
                    author=_plain(fields.get("author")),
                    place=place,
                )
            )
        return tuple(made)

    def _items(self, field: str) -> list[object]:
        value = self.values.get(field)
        if value is None or value == "":
            return []
        return list(value) if isinstance(value, (list, tuple)) else [value]

    # ---------------------------------------------------------------------------------------------- fields

    def _text(self, field: str) -> str:
        value = self.values.get(field)
        if isinstance(value, (list, tuple)):
            value = ", ".join(_plain(item) for item in value if _plain(item))
        if isinstance(value, Mapping):
            self._unreadable(field, "it is text")
            return ""
        return " ".join(_plain(value).split())

    def _first(self, field: str) -> str:
        value = self.values.get(field)
        return self._text(field) if not isinstance(value, (list, tuple)) else (_plain(value[0]) if value else "")

    def _words(self, field: str) -> tuple[str, ...]:
        value = self.values.get(field)
        if isinstance(value, str):
            value = value.split(",") if "," in value else [value]
        if not isinstance(value, (list, tuple)):
            return ()
        words = [" ".join(_plain(item).split()) for item in value]
        return tuple(dict.fromkeys(word for word in words if word))

    def _number(self, field: str) -> int:
        text = self._text(field)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0

    def _slug(self) -> str:
        given = self._text("slug")
        made = slugify(given.strip("/").rpartition("/")[2])
        if given and made != given:
            self._note("slug-changed", f"the slug {given!r} is written as {made!r}", "slug")
        return made

    def _language(self) -> str:
        """Return the language tag, or nothing where none is given that can be read: then the text is asked."""
        given = self._text("language")
        if given and not _LANGUAGE.match(given):
            self.report.warning(
                "language-unknown",
                f"{given!r} is no language tag",
                self.places["language"],
                "Write a BCP 47 tag such as en, es-MX or ar",
            )
            return ""
        return given.replace("_", "-")

    def _direction(self) -> Direction:
        given = self._text("direction").lower()
        return "rtl" if given == "rtl" else "ltr" if given == "ltr" else ""

    def _contributors(self) -> tuple[Contributor, ...]:
        people: list[Contributor] = []
        for field, role in (("authors", "aut"), ("contributors", "ctb"), ("editor", "edt"), ("translator", "trl")):
            if field in self.values:
                people.extend(read_people(self.values[field], self.places[field], role))
        unique = {(person.name, person.role): person for person in reversed(people)}
        return tuple(reversed(unique.values()))

    def _status(self) -> Status:
        given = self._text("status").lower()
        known: tuple[Status, ...] = get_args(Status)
        chosen = next((status for status in known if status == given), None)
        if given and chosen is None:
            self.report.warning(
                "value-unknown",
                f"the status {given!r} is not known; the story is taken as a draft",
                self.places["status"],
                f"Write {', '.join(known)}",
            )
            return "draft"
        if self.values.get("draft") in (True, "true", "yes"):
            return "draft"
        return chosen or "published"

    def _published(self) -> datetime | None:
        moment = self._moment("published")
        if moment is None and "published" not in self.values:
            found = _DATED_NAME.match(PurePath(self.name.replace("\\", "/")).name)
            if found:
                return self._read(found[1], "published")
        return moment

    def _modified(self) -> datetime | None:
        value = self.values.get("published")
        if "modified" not in self.values and isinstance(value, Mapping):
            return self._read(value.get("updated") or value.get("modified"), "published")
        return self._moment("modified")

    def _moment(self, field: str) -> datetime | None:
        value = self.values.get(field)
        if field == "embargo" and isinstance(value, bool):
            if value:
                self._fail(field, value)
            return None
        return self._read(value, field)

    def _read(self, value: object, field: str) -> datetime | None:
        """Return the time, or None where none is given; one that cannot be read is an error: nothing is guessed."""
        try:
            found = read_moment(value)
        except UnreadableDate:
            self._fail(field, value)
            return None
        if found is None:
            return None
        moment, zoned = found
        if not zoned:
            self._note(
                "zone-missing",
                f"the time of {field!r} has no zone and is taken as UTC",
                field,
                "Write one, as in 2025-11-24T09:00:00-05:00",
            )
        return moment

    def _day(self, value: object, field: str) -> date | None:
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        moment = self._read(value, field)
        return moment.date() if moment else None

    def _url(self, field: str) -> str:
        value = self.values.get(field)
        return self._absolute(_plain(value), field) if not isinstance(value, (list, tuple, Mapping)) else ""

    def _absolute(self, text: str, field: str) -> str:
        if not text or _ABSOLUTE.match(text):
            return text.replace(" ", "%20")
        self._note(
            "url-relative",
            f"{text!r} is not a full address and is left out",
            field,
            "Write it with https:// and the host",
        )
        return ""

    def _cover(self) -> str:
        value = self.values.get("cover")
        if isinstance(value, Mapping):
            fields = {str(key).lower(): text for key, text in value.items()}
            alt = _plain(fields.get("alt"))
            if alt:
                self.values["cover_alt"] = alt
                self.places.setdefault("cover_alt", self.places["cover"])
            return _plain(fields.get("src") or fields.get("path") or fields.get("url") or fields.get("file"))
        return self._text("cover")

    # ------------------------------------------------------------------------------------------- diagnostics

    def _note(self, code: str, message: str, field: str, remedy: str = "") -> None:
        self.report.info(code, message, self.places.get(field, Place(self.name, 1)), remedy)

    def _unknown(self, key: str, place: Place) -> None:
        close = difflib.get_close_matches(key.lower(), list(_FIELD), n=1, cutoff=0.75)
        remedy = f"Did you mean {close[0]!r}?" if close else ""
        self.report.info("key-unknown", f"the key {key!r} has no meaning here", place, remedy)

    def _unreadable(self, field: str, expected: str) -> None:
        place = self.places.get(field, Place(self.name, 1))
        self.report.warning("value-unreadable", f"the value of {field!r} cannot be used: {expected}", place)

    def _fail(self, field: str, value: object) -> None:
        self.report.error(
            "date-unreadable",
            f"{str(value)[:40]!r} is no date that exists (in {field!r})",
            self.places.get(field, Place(self.name, 1)),
            "Write it as 2025-11-24, or with time and zone as 2025-11-24T09:00:00-05:00",
        )


def _plain(value: object) -> str:
    """Return a scalar as text; nothing for null, lists and mappings."""
    if value is None or isinstance(value, (list, tuple, dict)):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, (date, datetime)) else str(value).strip()
