"""Keys of front matter to the fields of meta: every spelling in use, every oddity a diagnostic."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar, get_args

from exporters.model.meta import Contributor, Correction, Meta, Source, Status
from exporters.model.nodes import Direction
from exporters.model.outline import slugify
from exporters.model.place import Place
from exporters.patterns import pattern
from exporters.report import Report
from exporters.source.dates import UnreadableDate, day_of_path, latest_key, read_moment
from exporters.source.documents import DocumentReader, plain
from exporters.source.entries import report_repeated, report_two_days
from exporters.source.keys import FIELD, SPELLINGS, is_false, is_true, normal
from exporters.source.people import People
from exporters.source.unknown_keys import UnknownKeys

_LANGUAGE = pattern(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")
_ABSOLUTE = pattern(r"https?://[^\s/]+", re.IGNORECASE)
_RESIDUE = pattern(r"\{\{|\{%")
_TAG = pattern(r"</?[A-Za-z][^<>]*>")
_ENTITY = pattern(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#\d{1,7}|#x[0-9A-Fa-f]{1,6});")
_STRESS = pattern(r"(?<![\w*_`])(\*\*|__|\*|_|`)(?=\S)([^*_`]{1,300}?)(?<=\S)\1(?![\w*_`])")
_LONGEST_SLUG = 200
_LAST_ZONE = timedelta(hours=12)  # a day or hour comes last to the zone UTC-12
_SHAPED = pattern(r"\d{4}-\d{1,2}-\d{1,2}", re.ASCII)
_PLAIN_DATES = ("date", "created")
"""Keys that are not meant to say more than the day of a story; a `publishDate` beside them is."""
_STATUSES: dict[str, Status] = {status: status for status in get_args(Status)}
_ADVICE = "Write it as 2025-11-24, or with time and zone as 2025-11-24T09:00:00-05:00"


def bare_meta(name: str) -> Meta:
    """Return the meta of a file that says nothing of itself; title, slug and language are still empty."""
    day = day_of_path(name.replace("\\", "/"))
    return Meta(title="", language="", published=day, place=Place(name, 1, 1))


class MetaReader:
    """Reads the entries of one front matter."""

    def __init__(self, values: Mapping[str, object], places: Mapping[str, Place], name: str, report: Report) -> None:
        self.name = name
        self.report = report
        self.values: dict[str, object] = {}
        self.places: dict[str, Place] = {}
        self._keys: dict[str, str] = {}
        self._unpublished = False
        self._all_places = dict(places)
        found: dict[str, list[str]] = {}
        for key in values:
            field = FIELD.get(normal(key))
            if field is not None:
                found.setdefault(field, []).append(key)
        for field in ("embargo", "status", "draft"):
            said = [key for key in found.get(field, ()) if values[key] not in (None, "", [])]
            if len(said) > 1 and field == "embargo":
                self._unclear(f"the embargo is given by {' and by '.join(map(repr, said))}", said[1])
            elif len(said) > 1:
                report_repeated(field, self._all_places[said[1]], report)
        for field, keys in found.items():
            if len(keys) == 1 and field != "published":  # nothing to choose from
                self._take(field, keys[0], values)
                continue
            order = SPELLINGS[field]
            keys.sort(key=lambda key: order.index(normal(key)))
            usable = keys
            if field == "published":  # Jekyll's `published: false` says that a post is a draft, not when it came out
                usable = [key for key in keys if not (is_true(values[key]) or is_false(values[key]))]
                if any(is_false(values[key]) for key in keys):
                    self._unpublished = True
            said = [key for key in usable if values[key] not in (None, "", [])]
            chosen = said[0] if said else usable[0] if usable else ""
            if field == "published" and len(said) > 1:
                chosen = latest_key(said, values)
            if chosen:
                self._take(field, chosen, values)
            if chosen in said[1:] and normal(chosen) in _PLAIN_DATES:
                report_two_days((said[0], chosen), values, self._all_places[chosen], report)
        unknown = UnknownKeys(self._all_places, report, self.values.get("published"))
        unknown.read(values)
        self._held = unknown.held
        table = self.values.get("people")
        known = {str(key): value for key, value in table.items()} if isinstance(table, Mapping) else {}
        self._people = People(known, report)

    def _take(self, field: str, key: str, values: Mapping[str, object]) -> None:
        self.values[field] = values[key]
        self.places[field] = self._all_places[key]
        self._keys[field] = key

    def meta(self) -> Meta:
        """Return the meta; title, slug and language may still be empty."""
        status, embargo = self._status(), self._embargo()
        if status == "published" and embargo is not None and "status" not in self.values:
            status = "embargoed"
        if self._held is not None and (embargo is None or self._held > embargo):
            embargo = self._held  # fails closed: whatever a key that is not read means, it is not out before
        section, more = self._section()
        said = {
            field: read(self, field)
            for field, read in self._READERS.items()
            if field in self.values or field in _FOLLOWING
        }
        said["keywords"] = tuple(dict.fromkeys((*said.get("keywords", ()), *more)))
        return Meta(
            title=said.pop("title", ""),
            embargo=embargo,
            status=status,
            section=section,
            **said,
            place=Place(self.name, 1, 1),
        )

    def _documents(self) -> DocumentReader:  # for once: kept, it and this reader would hold each other
        return DocumentReader(self._all_places, self.report, self._read_at)

    def sources(self) -> tuple[Source, ...]:
        """Return the documents that the story cites."""
        if "sources" not in self.values:
            return ()
        value = self.values["sources"]
        if isinstance(value, Mapping) and value and all(isinstance(item, Mapping) for item in value.values()):
            keyed: list[object] = [{"key": key, **item} for key, item in value.items()]  # a table by key
            return self._documents().sources(keyed, self._keys["sources"])
        return self._documents().sources(self._items("sources"), self._keys.get("sources", ""))

    def corrections(self) -> tuple[Correction, ...]:
        """Return the corrections that were made to the story."""
        if "corrections" not in self.values:
            return ()
        return self._documents().corrections(self._items("corrections"), self._keys.get("corrections", ""))

    def _items(self, field: str) -> list[object]:
        value = self.values.get(field)
        if value is None or value == "":
            return []
        return list(value) if isinstance(value, (list, tuple)) else [value]

    # ---------------------------------------------------------------------------------------------- fields

    def _text(self, field: str) -> str:
        value = self.values.get(field)
        if value is None:
            return ""
        if type(value) is not str:
            if isinstance(value, (list, tuple)):
                value = ", ".join(plain(item) for item in value if plain(item))
            if isinstance(value, Mapping):
                self._unreadable(field, "text is expected")
                return ""
            value = plain(value)
        text = " ".join(value.split())
        if "{" in text and _RESIDUE.search(text):
            self.report.warning(
                "template-residue",
                f"template code of a site generator is kept as text in {field!r}",
                self._place(field),
                "Remove it, or replace it with what it stands for",
            )
        return text

    def _line(self, field: str) -> str:
        """Return text without markup: a title goes to many places where `*` and `&amp;` would stand as they are."""
        text = given = self._text(field)
        if not text:
            return ""
        if "&" in text and _ENTITY.search(text):
            from html import unescape

            text = unescape(text)
        if "<" in text:
            text = _TAG.sub("", text)
        if "*" in text or "_" in text or "`" in text:
            for _ in range(3):
                text = _STRESS.sub(r"\2", text)
        if text != given:
            self._note("markup-dropped", f"markup in {field!r} is left out: this field is plain text", field)
        return " ".join(text.split())

    def _name(self, field: str) -> str:
        value = self.values.get(field)
        if isinstance(value, Mapping):
            return plain(value.get("name"))
        return self._line(field)

    def _first(self, field: str) -> str:
        value = self.values.get(field)
        return self._text(field) if not isinstance(value, (list, tuple)) else (plain(value[0]) if value else "")

    def _section(self) -> tuple[str, tuple[str, ...]]:
        """Return the section, and the other categories, which are kept as keywords."""
        words = self._words("section")
        return (words[0], words[1:]) if words else ("", ())

    def _words(self, field: str) -> tuple[str, ...]:
        value = self.values.get(field)
        if isinstance(value, str):
            value = [value] if field == "section" else value.replace(";", ",").split(",")
        if isinstance(value, Mapping):
            self._unreadable(field, "a list of words is expected")
            return ()
        if value is not None and not isinstance(value, (list, tuple)):
            value = [value]
        words = [" ".join(plain(item).split()) for item in value or ()]
        return tuple(dict.fromkeys(filter(None, words)))

    def _number(self, field: str) -> int:
        text = self._text(field)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0

    def _slug(self, field: str) -> str:
        given = self._text(field)
        made = slugify(given.strip("/").rpartition("/")[2], _LONGEST_SLUG)
        if given and made != given:
            self._note("slug-changed", f"the slug {given[:80]!r} is written as {made!r}", field)
        return made

    def _language(self, field: str) -> str:
        """Return the language tag, or nothing where none is given that can be read: then the text is asked."""
        value = self.values.get(field)
        given = self._first(field) if isinstance(value, (list, tuple)) else self._text(field)
        if given and not _LANGUAGE.fullmatch(given):
            self.report.warning(
                "language-unknown",
                f"{given[:40]!r} is no language tag",
                self._place(field),
                "Write a BCP 47 tag such as en, es-MX or ar",
            )
            return ""
        return given.replace("_", "-")

    def _direction(self, field: str) -> Direction:
        given = self._text(field).lower()
        return "rtl" if given == "rtl" else "ltr" if given == "ltr" else ""

    def _contributors(self, field: str) -> tuple[Contributor, ...]:
        people: list[Contributor] = []
        for key, role in (("authors", "aut"), (field, "ctb"), ("editor", "edt"), ("translator", "trl")):
            if key in self.values:
                people.extend(self._people.read(self.values[key], self._place(key), role))
        if len(people) < 2:
            return tuple(people)
        return tuple({(person.name, person.role): person for person in reversed(people)}.values())[::-1]

    def _status(self) -> Status:
        state = self.values.get("status")
        given = str(state) if isinstance(state, Mapping) and state else self._text("status").lower()
        chosen = _STATUSES.get(given)
        if chosen is None and "status" in self.values:
            self.report.error(
                "status-unknown",
                f"the status {f'{given[:40]!r} is not known' if given else 'is empty'}, "
                "so nobody can say whether the story may go out",
                self._place("status"),
                f"Write {', '.join(_STATUSES)}",
            )
            return "draft"
        draft = self.values.get("draft")
        if "draft" in self.values and not is_true(draft) and not is_false(draft):
            said = f"{str(draft)[:40]!r} says" if draft not in (None, "", []) else "the key 'draft' is empty: it says"
            self.report.error(
                "status-unknown",
                f"{said} neither that the story is a draft nor that it is none",
                self._place("draft"),
                "Write `draft: true` or `draft: false`",
            )
            return "draft"
        if self._unpublished or is_true(draft):
            return "draft"
        return chosen or "published"

    # ----------------------------------------------------------------------------------------------- dates

    def _published(self, field: str) -> datetime | None:
        moment = self._moment(field)
        if moment is None and field not in self.values:
            return day_of_path(
                plain(self.values.get("path")), plain(self.values.get("url")), self.name.replace("\\", "/")
            )
        return moment

    def _modified(self, field: str) -> datetime | None:
        value = self.values.get("published")
        if field not in self.values and isinstance(value, Mapping):
            return self._read_at(value.get("updated") or value.get("modified"), "updated", self._place("published"))
        return self._moment(field)

    def _embargo(self) -> datetime | None:
        """Return the end of the embargo. Where it lacks time or zone it is the last that it can mean on Earth."""
        if "embargo" not in self.values:
            return None
        value = self.values["embargo"]
        if is_false(value):
            return None
        place = self._place("embargo")
        try:
            # Whatever the keys of a mapping mean, none of them is guessed.
            found = read_moment([value] if isinstance(value, Mapping) and value else value)
        except UnreadableDate:
            self._fail(value, self._keys.get("embargo", "embargo"), place)
            return None
        if found is None:
            key = self._keys["embargo"]
            self._unclear(f"the key {key!r} is empty, so nobody can say until when the story is held", key)
            return None
        if found[1] == "zoned":
            return found[0]
        moment = found[0] + _LAST_ZONE
        self.report.warning(
            "embargo-vague",
            f"the embargo gives no {'time' if found[1] == 'day' else 'zone'}; it is held until {moment.isoformat()}, "
            "when the last zone has reached it",
            place,
            "Write date, time and zone, as in 2025-11-24T06:00:00-05:00",
        )
        return moment

    def _moment(self, field: str) -> datetime | None:
        return self._read_at(self.values.get(field), self._keys.get(field, field), self._place(field))

    def _read_at(self, value: object, key: str, place: Place) -> datetime | None:
        """Return the time, or None where none is given; one that cannot be read is an error: nothing is guessed."""
        try:
            found = read_moment(value)
        except UnreadableDate:
            self._fail(value, key, place)
            return None
        if found is not None and found[1] == "unzoned":
            self.report.info(
                "zone-missing",
                f"the time of {key!r} has no zone and is taken as UTC, or as that of the project",
                place,
                "Write one, as in 2025-11-24T09:00:00-05:00",
            )
        return found[0] if found else None

    def _fail(self, value: object, key: str, place: Place) -> None:
        fault = "is no date that exists" if _SHAPED.match(str(value)) else "cannot be read as a date"
        self.report.error("date-unreadable", f"{str(value)[:40]!r} {fault} (in {key!r})", place, _ADVICE)

    # ------------------------------------------------------------------------------------- addresses, cover

    def _url(self, field: str) -> str:
        value = self.values.get(field)
        text = plain(value)
        if isinstance(value, (list, tuple, Mapping)) or (text and not _ABSOLUTE.match(text)):
            self._note(
                "url-relative",
                f"{text[:80]!r} is not a full address and is left out",
                field,
                "Write it with https:// and the host",
            )
            return ""
        return text.replace(" ", "%20")

    def _cover(self, field: str) -> str:
        value = self.values.get(field)
        if isinstance(value, (list, tuple)):
            value = value[0] if value else None
        if isinstance(value, Mapping):
            fields = {str(key).lower(): text for key, text in value.items()}
            alt = plain(fields.get("alt") or fields.get("caption"))
            if alt and "cover_alt" not in self.values:
                self.values["cover_alt"] = alt
                self.places["cover_alt"] = self._place(field)
            return next(
                (plain(fields[key]) for key in ("src", "path", "url", "file", "image", "feature") if key in fields), ""
            )
        return plain(value)

    # ------------------------------------------------------------------------------------------- diagnostics

    def _place(self, field: str) -> Place:
        return self.places.get(field, Place(self.name, 1))

    def _note(self, code: str, message: str, field: str, remedy: str = "") -> None:
        self.report.info(code, message, self._place(field), remedy)

    def _unclear(self, message: str, key: str) -> None:
        """Report an embargo that could be missed. Nothing goes out on a guess."""
        self.report.error(
            "embargo-unclear",
            message,
            self._all_places[key],
            "Write one key `embargo:` with date, time and zone, or `embargo: no`",
        )

    def _unreadable(self, field: str, expected: str) -> None:
        self.report.warning(
            "value-unreadable", f"the value of {field!r} cannot be used: {expected}", self._place(field)
        )

    # ------------------------------------------------------------------------------------------- which is read how

    _READERS: ClassVar[dict[str, Callable[[MetaReader, str], Any]]] = {
        "title": _line, "subtitle": _line, "slug": _slug, "id": _text, "language": _language, "direction": _direction,
        "contributors": _contributors, "publisher": _name, "published": _published, "modified": _modified,
        "version": _number, "keywords": _words, "summary": _line, "located": _line, "url": _url, "rights": _line,
        "licence": _text, "usage_terms": _line, "series": _first, "number": _text, "cover": _cover, "cover_alt": _line,
    }  # fmt: skip
    """What reads each field of meta, in the order in which faults are told. Most heads have few of them."""


_FOLLOWING = frozenset({"contributors", "language", "published", "modified"})
"""Those that may follow from other keys than their own, or must say that there is nothing."""
