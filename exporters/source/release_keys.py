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

Kind = Literal["", "release", "hold"]
"""What the name of a key says: nothing of that kind, when the story is released, or until when it is held."""

_LAST_ZONE = timedelta(hours=12)  # a day or hour comes last to the zone UTC-12
_MOST = 50  # values within one that are looked at

_CAMEL = pattern(r"(?<=[a-z0-9])(?=[A-Z])")
# In order: English, German, the Romance languages, Dutch and those of the north, Slavic ones.
_HOLD = pattern(
    r"ambargo|not_?(?:before|until|to_be)|(?:hold|held|wait|private|hidden|lock(?:ed)?|secret)_?(?:un)?til"
    r"|hold_?(?:for|to|date|time|release)|^(?:on_)?hold$|^hold_|_hold$|^(?:un)?til$|do_not_(?:publish|release)"
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
    r"|\b\d{1,2}(?:/\d{1,2}/(?:\d\d)?|\.\s?\d{1,2}\.\s?(?:19|20)|-\d{1,2}-(?:19|20))\d\d\b",
    re.IGNORECASE,
)

_STAMP = pattern(r"[12]\d{9}(?:\d{3})?")


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
        try:
            found = _read(inner)
        except UnreadableDate:
            continue
        if found is not None:
            moment = (found[0], found[0] if found[1] == "zoned" else _last(found[0]))
            latest = moment if latest is None or moment > latest else latest
    return latest


def _read(value: object) -> tuple[datetime, str] | None:
    """Return a time as any key may give it, or in seconds or milliseconds since 1970, as programs write it."""
    text = str(value)
    return (datetime.fromtimestamp(int(text[:10]), UTC), "zoned") if _STAMP.fullmatch(text) else read_moment(value)


def names_a_day(value: object) -> bool:
    """Return whether a value is words for a time, such as `Friday noon`, that no program can read."""
    return isinstance(value, str) and _DAY_NAMED.search(value[:200]) is not None


def _last(moment: datetime) -> datetime:
    try:
        return moment + _LAST_ZONE
    except OverflowError:  # the last day of years
        return moment


def _within(value: object) -> Iterator[object]:
    """Yield the values that could be a time, however deep they lie; of very many the first."""
    stack: list[object] = [value]
    for _ in range(_MOST):
        if not stack:
            return
        found = stack.pop()
        if isinstance(found, Mapping):
            stack.extend(found.values())
        elif isinstance(found, (list, tuple)):
            stack.extend(found)
        elif isinstance(found, (str, date)) or _is_day(found) or _STAMP.fullmatch(str(found)):
            yield found


def _is_day(value: object) -> bool:
    """Return whether this is a number such as 20270301, as YAML reads a day without hyphens."""
    return isinstance(value, int) and not isinstance(value, bool) and 19_000_000 < value < 99_999_999
