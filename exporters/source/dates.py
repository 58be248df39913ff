"""Dates as they stand in real front matter, ten forms of them; what cannot be read is an error, never a guess."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

_NUMERIC = re.compile(
    r"""^\s*(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})
    (?:[T\s]\s*(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?
    \s*(?P<zone>Z|UTC|GMT|[+-]\d{1,2}(?::?\d{2})?)?)?\s*$""",
    re.VERBOSE | re.IGNORECASE,
)
_WORDS = (
    re.compile(r"^\s*(?P<month>[A-Za-z]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})\s*$"),
    re.compile(r"^\s*(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?P<month>[A-Za-z]{3,9})\.?,?\s+(?P<year>\d{4})\s*$"),
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class UnreadableDate(ValueError):
    """What stands there is no date."""


def read_moment(value: object) -> tuple[datetime, bool] | None:
    """Return the time that a value of front matter means, and whether it says its zone; None for an empty value.

    A time without a zone is taken as UTC, a day as its first minute. Raises UnreadableDate.
    """
    if isinstance(value, Mapping):
        value = next((value[key] for key in ("published", "created", "date", "updated") if value.get(key)), None)
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return (value, True) if value.tzinfo else (value.replace(tzinfo=UTC), False)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC), True  # a day needs no zone to be clear
    if isinstance(value, str):
        return _read_text(value)
    raise UnreadableDate(value)


def _read_text(text: str) -> tuple[datetime, bool]:
    found = _NUMERIC.match(text)
    if found:
        zone = _zone(found["zone"])
        numbers = [int(found[name] or 0) for name in ("year", "month", "day", "hour", "minute", "second")]
        return _made(numbers, zone, text), zone is not None or found["hour"] is None
    for pattern in _WORDS:
        found = pattern.match(text)
        if found and found["month"][:3].lower() in _MONTHS:
            month = _MONTHS.index(found["month"][:3].lower()) + 1
            return _made([int(found["year"]), month, int(found["day"]), 0, 0, 0], UTC, text), True
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError) as exc:
        raise UnreadableDate(text) from exc
    return (moment, True) if moment.tzinfo else (moment.replace(tzinfo=UTC), False)


def _made(numbers: list[int], zone: timezone | None, text: str) -> datetime:
    year, month, day, hour, minute, second = numbers
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=zone or UTC)
    except ValueError as exc:
        raise UnreadableDate(text) from exc


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    if text.upper() in ("Z", "UTC", "GMT"):
        return UTC
    digits = text[1:].replace(":", "")
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    offset = timedelta(hours=hours, minutes=minutes)
    if offset > timedelta(hours=14):
        raise UnreadableDate(text)
    return timezone(-offset if text[0] == "-" else offset)
