"""The gate: what may not go out yet, or not any more, does not go out. In doubt it stays shut."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from exporters.model.meta import Correction, Meta
from exporters.model.place import Place
from exporters.model.publication import Article
from exporters.report import Report

_LAST_ZONE = timedelta(hours=14)
"""A day begins first in the zone UTC+14."""


class Standing(NamedTuple):
    """Whether a story is out at a certain time: `open`, `held` until a time (None: until someone decides), `withdrawn`.

    `unclear` says that the story promises a time which it does not give.
    """

    state: Literal["open", "held", "withdrawn"]
    why: str = ""
    until: datetime | None = None
    unclear: bool = False


def standing(meta: Meta, now: datetime) -> Standing:
    """Return how a story stands at the time `now`. Only `published` and `corrected`, with no time to come, are open."""
    if meta.status == "withdrawn":
        return Standing("withdrawn", "it is withdrawn")
    if meta.status == "embargoed" and meta.embargo is None:
        return Standing("held", "it is marked as embargoed, but no time says until when", unclear=True)
    if meta.status == "scheduled" and meta.published is None:
        return Standing("held", "it is scheduled, but no date says for when", unclear=True)
    coming = [(moment, what) for moment, what in _times(meta) if moment > now]
    if meta.status == "draft":
        return Standing("held", "it is a draft")
    if coming:
        until, what = max(coming)
        return Standing("held", f"{what} {until.isoformat()}", until)
    if meta.status not in ("published", "corrected", "scheduled", "embargoed"):
        return Standing("held", f"its status is {meta.status!r}")
    return Standing("open")


def _times(meta: Meta) -> list[tuple[datetime, str]]:
    times = [(meta.embargo, "it is under embargo until"), (meta.published, "it comes out on")]
    return [(moment, what) for moment, what in times if moment is not None]


def tell_of_days_ahead(
    modified: datetime | None, corrections: Sequence[Correction], place: Place, now: datetime, report: Report
) -> None:
    """Report a day of change or correction that is still to come, as no such day can be: feeds would show it on top."""
    last = now + _LAST_ZONE
    found = [correction.date for correction in corrections if correction.date > last]
    if modified is not None and modified > last:
        found.append(modified)
    if found:
        report.warning(
            "day-ahead",
            f"the story says that it was changed on {max(found).isoformat()}, which is still to come",
            place,
            "Correct `modified:` or the date of the correction; what is to come out then needs `embargo:`",
        )


def hold_back(article: Article, now: datetime, report: Report, *, syndicated: bool) -> bool:
    """Return whether the story must stay in the house at the time `now` (the real one), and report why.

    An embargo that is not over, a withdrawn story, and a status that promises a time which is not given stop every
    format. A draft or a date of publication still to come stops what is `syndicated` (feeds), and is a warning for
    files that only the desk holds.
    """
    meta = article.meta
    if article.corrections or meta.modified is not None:
        tell_of_days_ahead(meta.modified, article.corrections, meta.place, now, report)
    if meta.embargo is not None and meta.embargo > now:
        report.error(
            "embargoed",
            f"the story is under embargo until {meta.embargo.isoformat()}",
            meta.place,
            "Wait until then, or change `embargo` in the front matter",
        )
        return True
    if meta.status == "embargoed" and meta.embargo is None:
        report.error(
            "embargo-without-time",
            "the story is marked as embargoed, but no time says until when",
            meta.place,
            "Write `embargo:` with a date, time and zone, or change `status`",
        )
        return True
    if meta.status == "withdrawn":
        report.error("withdrawn", "the story is withdrawn", meta.place, "Leave it out, or change `status`")
        return True
    if meta.status == "scheduled" and meta.published is None:
        report.error(
            "schedule-without-time",
            "the story is scheduled, but no date of publication says for when",
            meta.place,
            "Write `date:` with a date, time and zone",
        )
        return True
    early = meta.published is not None and meta.published > now
    if meta.status == "draft" or early:
        what = f"is dated {meta.published.isoformat()}" if early and meta.published else "is a draft"
        remedy = "Publish it first: set `status: published` and a date that has come"
        if syndicated:
            report.error("not-yet", f"the story {what}, so it cannot go into a feed", meta.place, remedy)
            return True
        report.warning("not-yet", f"the story {what}", meta.place, "Do not hand the files on before it is out")
    return False
