"""Keys of front matter that are not read, but whose names say when a story may come out: `release`, `not-before`.

Every publishing system has names of its own. What such a key says is not thrown away: until then the story is held.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Literal

from exporters.patterns import pattern
from exporters.source.dates import UnreadableDate, read_moment
from exporters.source.keys import is_false, is_true

Kind = Literal["", "release", "hold"]
"""What the name of a key says: nothing of that kind, when the story is released, or until when it is held."""

_LAST_ZONE = timedelta(hours=12)  # a day or hour comes last to the zone UTC-12

_CAMEL = pattern(r"(?<=[a-z0-9])(?=[A-Z])")
# In order: English, German, the Romance languages, Dutch and those of the north, Slavic ones.
_HOLD = pattern(
    r"ambargo|not_?(?:before|until|to_be)|(?:hold|held|wait|private|hidden|lock(?:ed)?|secret)_?(?:un)?til"
    r"|(?:unpublished|draft|offline)_?(?:un)?til|hold_?(?:for|to|date|time|release)|^(?:on_)?hold$|^hold_|_hold$|^(?:un)?til$|do_not_(?:publish|release)"
    r"|sperr(?:frist|vermerk|e$|en|ung|_)|gesperrt|nicht_vor|pas_avant|no_antes|non_prima|nao_antes|não_antes"
    r"|niet_voor|ikke_f[oø]r|inte_f[oö]re|klausul|эмбарго"
)
_RELEASE = pattern(
    r"releas|publi[cks]|^pub_|_pub$|go_?live|(?:^|_)live(?:_|$)|unveil|schedul|lift|(?:^|_)post_?(?:at|on|date|time)"
    r"|available_?(?:from|at|on|after|date)|visible_?(?:from|at|on|after)|(?:show|display)_?(?:from|after|on)|launch_?(?:at|on)"
    r"|out_?(?:at|on)$|freigabe|frei_?ab|ver(?:ö|oe)ffentlich|erschein|online_?(?:ab|at|from|seit)"
    r"|diffus|parution|liberac|divulga|pubblica|vrijgave|verschijn|udgiv|frigiv|offentlig|julkais|публик|zve[rř]ejn"
)
_PAST = pattern(r"first|original|previous|last|former|archiv|print|expir|unpubl|publisher|volume|place|city|type|year")
"""Names with these are about another publication than the one to come, or about no time."""
_DAY_NAMED = pattern(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:noon|midnight|tonight|tomorrow|tbd|tba)\b|further notice"
    r"|\b(?:(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|lunes|martes|mi[eé]rcoles|jueves|viernes|s[aá]bado|domingo|morgen|demain|mañana)\b"
    r"|\b(?:next|n[aä]chste\w?|prochaine?|pr[oó]xim[ao]|in|nach|after|within)\s+(?:the\s+)?(?:\d+\s+|an?\s+|two\s+|three\s+)?"
    r"(?:days?|weeks?|months?|years?|quarter|hours?|tage?n?|wochen?|semaine|mois|semana|mes)\b|\bQ[1-4]\s*/?\s*(?:19|20|21)\d\d\b"
    r"|\b(?:jan|feb|mar|apr|ma[iy]|ju[nl]|aug|sep|o[ck]t|nov|de[cz])[a-z]{0,6}\.?\s+(?:19|20|21)\d\d\b"
    r"|\b\d{1,2}(?:/\d{1,2}/(?:\d\d)?|\.\s?\d{1,2}\.\s?(?:19|20)|-\d{1,2}-(?:19|20))\d\d\b",
    re.IGNORECASE,
)

_STAMP = pattern(r"[1-9]\d{9}(?:\d{3})?(?:\.\d+)?")
_YEAR = pattern(r"((?:19|20|21)\d\d)(?:[-/.](?:0?[1-9]|1[0-2]))?")


@lru_cache(maxsize=1024)
def meaning(key: str) -> Kind:
    """Return what the name of a key says of the time at which a story may come out."""
    name = _CAMEL.sub("_", key[:80]).lower()
    name = re.sub(r"[\W_]+", "_", name).strip("_")
    if _HOLD.search(name):
        return "hold"
    return "release" if _RELEASE.search(name) and not _PAST.search(name) else ""


def latest_moment(value: object) -> tuple[datetime, datetime] | None:
    """Return the latest time that stands in a value, however deep, and when it is over.

    That differs where a time lacks its hour or zone: it is the last that it can mean on Earth.
    """
    latest: tuple[datetime, datetime] | None = None
    for inner in _within(value):
        found = _read(inner)
        if found is not None:
            moment = (found[0], found[0] if found[1] == "zoned" else _last(found[0]))
            latest = moment if latest is None or moment > latest else latest
    return latest


def _read(value: object) -> tuple[datetime, str] | None:
    """Return a time as any key may give it, or in seconds or milliseconds since 1970, as programs write it."""
    text = str(value)
    if _STAMP.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), UTC), "zoned"
    try:
        return read_moment(value)
    except UnreadableDate:
        return None


def is_unreadable(value: object, published: datetime | None, *, any_word: bool) -> bool:
    """Return whether there are words in a value for a time, such as `Friday noon` or `2031`, that no program can read.

    A year that is not after the day of the story says nothing. `any_word` says that every word counts as a time.
    """
    for inner in _within(value):
        text = str(inner).strip()
        if not text or _read(inner) is not None:
            continue
        if any_word and isinstance(inner, str) and not is_true(inner) and not is_false(inner):
            return True
        year = _YEAR.fullmatch(text)
        if _DAY_NAMED.search(text[:200]) if year is None else published is None or int(year[1]) > published.year:
            return True
    return False


def _last(moment: datetime) -> datetime:
    try:
        return moment + _LAST_ZONE
    except OverflowError:  # the last day of years
        return moment


def _within(value: object) -> Iterator[object]:
    """Yield the values that could be a time, however deep they lie."""
    stack: list[object] = [value]
    while stack:
        found = stack.pop()
        if isinstance(found, Mapping):
            stack.extend(found.values())
        elif isinstance(found, (list, tuple)):
            stack.extend(found)
        elif isinstance(found, (str, date, int, float)) and not isinstance(found, bool):
            yield found
