"""What the desk keeps of each story to plan a build without opening it: a card."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import msgspec

from exporters.editorial.embargo import Standing, standing
from exporters.model.meta import Correction, Meta, Status


class Card(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What a plan asks of a story. `key` stands for all it was read from: its bytes, its pictures, the rules.

    `links` are its targets in other stories, as written; `pictures` the files it looked for, with their sizes and
    times. `entry` says that its entry for feeds was made with it, under the name and address the card has.
    """

    path: str
    key: bytes
    slug: str
    id: str
    title: str
    url: str = ""
    section: str = ""
    tags: tuple[str, ...] = ()
    language: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    modified: datetime | None = None
    embargo: datetime | None = None
    status: Status = "published"
    links: tuple[str, ...] = ()
    pictures: tuple[tuple[str, int, int], ...] = ()
    warned: int = 0
    id_given: bool = True
    url_given: bool = False
    corrections: tuple[Correction, ...] = ()
    zone: int = 0
    """The zone in which the embargo was written, in minutes east of UTC: MessagePack keeps times in UTC."""

    def standing(self, now: datetime) -> Standing:
        """Return how the story stands at this time; an embargo until the hour in the zone of those who wrote it."""
        embargo = self.embargo and self.embargo.astimezone(timezone(timedelta(minutes=self.zone)))
        meta = Meta(title="", status=self.status, embargo=embargo, published=self.published)
        return standing(meta, now)


def zone_of(moment: datetime | None) -> int:
    """Return the zone of a time in minutes east of UTC; 0 for none."""
    offset = moment.utcoffset() if moment is not None else None
    return offset // timedelta(minutes=1) if offset else 0
