"""Dates as they stand in real front matter, ten forms of them; what cannot be read is an error, never a guess."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Literal

from exporters.patterns import pattern

# Zones that e-mail knows by name (https://www.rfc-editor.org/rfc/rfc5322#section-4.3), in hours.
_NAMED_ZONES = {
    "Z": 0, "UTC": 0, "GMT": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
}  # fmt: skip
_TIME = r"""(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?
    (?:\s*(?P<half>[ap])\.?m\.?)?
    (?:\s*(?P<zone>Z|UTC|GMT|[ECMP][SD]T|(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?))?"""
_FLAGS = re.VERBOSE | re.IGNORECASE | re.ASCII
_MONTH = r"(?P<month>[A-Za-z]{3,9})\.?"
# Kept as text: a date that YAML has read already needs none of them, and they are slow to compile.
_FORMS = (
    rf"(?P<year>\d{{4}})(?P<mark>[-/.])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}})(?:(?:T|\s+|,\s*){_TIME})?",
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
    rf"(?:[a-z]+,?\s+)?{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})(?:,?\s+(?:at\s+)?{_TIME})?",
    rf"(?:[a-z]+,?\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?\s+(?P<year>\d{{4}})(?:,?\s+(?:at\s+)?{_TIME})?",
)
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip

_FURTHEST = timedelta(hours=14)
"""The zone that is furthest from UTC."""

ASSUMED = timezone(timedelta(), "UTC, for want of a zone")
"""The zone of a time that names none, and of a day: UTC, unless whoever knows the desk knows better."""

Clarity = Literal["zoned", "day", "unzoned"]
"""How much a date says: a time with its zone, a day only, a time without a zone."""


class UnreadableDate(ValueError):  # noqa: N818 - a finding about a value, which becomes a diagnostic
    """What stands there is no date."""


def read_moment(value: object) -> tuple[datetime, Clarity] | None:
    """Return the time that a value of front matter means, and how much it says; None for an empty value.

    A time without a zone is taken as UTC, a day as its first minute. Raises UnreadableDate.
    """
    if type(value) is str:  # as nearly all of them
        return _read_text(value.strip())
    if isinstance(value, Mapping):
        if not value:
            return None
        said = [str(key) for key in ("published", "created", "date") if value.get(key)]
        if not said and not value.get("updated"):
            raise UnreadableDate(value)
        value = value[latest_key(said, value) if said else "updated"]
    if value is None or value in ("", []):
        return None
    if isinstance(value, datetime):
        return _settled(value)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=ASSUMED), "day"
    if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        return _read_text(str(value).strip())
    raise UnreadableDate(value)


def _settled(moment: datetime) -> tuple[datetime, Clarity]:
    try:
        if moment.tzinfo is None:
            return moment.replace(tzinfo=ASSUMED), "unzoned"
        moment.astimezone(UTC)  # years 1 and 9999 have no UTC in some zones
    except (OverflowError, ValueError) as exc:
        raise UnreadableDate(moment) from exc
    return moment, "zoned"


_EXACT = pattern(r"\d{4}-\d\d-\d\d(T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:Z|[+-][01]\d:[0-5]\d))?", re.ASCII)
"""A day, or a time with its zone, as ISO 8601 has it and most heads: Python reads it in a tenth of the time."""


def _read_text(text: str) -> tuple[datetime, Clarity] | None:
    if not text:
        return None
    exact = _EXACT.fullmatch(text)
    if exact is not None:
        with suppress(ValueError):  # what is no date by this is none by the others, and goes the long way to say so
            moment = datetime.fromisoformat(text)
            if exact[1] is None:
                return moment.replace(tzinfo=ASSUMED), "day"
            if abs(moment.utcoffset() or timedelta()) <= _FURTHEST:
                return _settled(moment)
    if len(text) > 100:
        raise UnreadableDate(text[:100])
    for form in _FORMS:
        found = re.fullmatch(form, text, _FLAGS)
        if found:
            return _made(found.groupdict(), text)
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError) as exc:
        raise UnreadableDate(text) from exc
    return _settled(moment)


def _made(parts: dict[str, str | None], text: str) -> tuple[datetime, Clarity]:
    hour = int(parts.get("hour") or 0)
    half = (parts.get("half") or "").lower()
    if half:
        if not 1 <= hour <= 12:
            raise UnreadableDate(text)
        hour = hour % 12 + (12 if half == "p" else 0)
    zone = _zone(parts.get("zone"), text)
    try:
        moment = datetime(
            int(parts["year"] or 0),
            _month(parts["month"] or "", text),
            int(parts["day"] or 0),
            hour,
            int(parts.get("minute") or 0),
            int(parts.get("second") or 0),
            tzinfo=zone or ASSUMED,
        )
    except ValueError as exc:
        raise UnreadableDate(text) from exc
    if parts.get("hour") is None:
        return moment, "day"
    return (_settled(moment)[0], "zoned") if zone else (moment, "unzoned")


def _month(text: str, whole: str) -> int:
    if text.isdigit():
        return int(text)
    name = text.lower()
    if name == "sept":
        return 9
    for number, month in enumerate(_MONTHS, 1):
        if name == month or name == month[:3]:
            return number
    raise UnreadableDate(whole)


def _zone(text: str | None, whole: str) -> timezone | None:
    if not text:
        return None
    name = text.upper()
    if name in _NAMED_ZONES:
        return timezone(timedelta(hours=_NAMED_ZONES[name])) if _NAMED_ZONES[name] else UTC
    sign, digits = name.removeprefix("UTC").removeprefix("GMT")[0], re.sub(r"\D", "", name)
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    offset = timedelta(hours=hours, minutes=minutes)
    if offset > _FURTHEST or minutes > 59:
        raise UnreadableDate(whole)
    return timezone(-offset if sign == "-" else offset) if offset else UTC


def latest_key(keys: list[str], values: Mapping[str, object]) -> str:
    """Return the key of the day on which the story comes out: of several the latest.

    Or the first that cannot be read, which is an error then: nobody can tell that it is not later.
    """
    first, latest = keys[0], None
    for key in keys:
        try:
            found = read_moment(values[key])
        except (UnreadableDate, TypeError):
            return key
        if found and (latest is None or found[0] > latest):
            first, latest = key, found[0]
    return first


_DATED_PATH = pattern(r"(?:^|/)((?:19|20)\d\d)[-/](\d{1,2})[-/](\d{1,2})(?=[-_./])")


def day_of_path(*paths: str) -> datetime | None:
    """Return the day that the first dated path gives: one on the site, or the name of a file or of its folders."""
    for path in paths:
        found = _DATED_PATH.search(path)
        if found:
            with suppress(UnreadableDate):  # digits that are no day are a name and no date
                moment = read_moment("-".join(found.groups()))
                return moment[0] if moment else None
    return None
