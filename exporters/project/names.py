"""Under which names stories go out: slugs and ids of their own."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from datetime import UTC, datetime

import msgspec

from exporters.editorial.identity import derive_id
from exporters.model.meta import Meta
from exporters.model.outline import Names
from exporters.model.place import Place
from exporters.project.cards import Card
from exporters.project.stories import story_address
from exporters.project.tables import Project
from exporters.report import Report

FIRST = datetime(1, 1, 1, tzinfo=UTC)
"""Before all dates: where stories without one stand."""


def name_stories(cards: Iterable[Card], project: Project, report: Report) -> list[Card]:
    """Return the stories newest first, each with a slug and an id of its own.

    Of two with the same slug the older one keeps it, so that a new story changes no address; of two of one date that
    whose file lies less deep or has the shorter name, for a copy lies deeper or is called so. Only stories that may be
    shown are named here: one that is held takes no name from others, which would tell that it exists.
    """
    ordered = sorted(cards, key=_seniority)
    names = Names()
    seen: dict[str, str] = {}
    holders: dict[str, str] = {}
    named: list[Card] = []
    for card in ordered:
        slug = names.take(card.slug)
        settled = card if slug == card.slug else renamed(card, slug, holders[card.slug], project, report)
        holders[slug] = card.path
        if settled.id in seen:
            report_repeated_id(settled.id, card.path, seen[settled.id], report)
        seen[settled.id] = card.path
        named.append(settled)
    return newest_first(named)


def report_repeated_id(identifier: str, path: str, other: str, report: Report) -> None:
    """Report that the story in the file `path` has the id of that in the file `other`."""
    report.error(
        "id-repeated",
        f"the id {identifier} is also that of {other}",
        Place(path, 1),
        "Give each story an id of its own: readers of a feed would see only one of them. Or hold this one back "
        f"and build the rest: broadsheet build --hold {shlex.quote(path)}",
    )


def _seniority(card: Card) -> tuple[datetime, int, int, str]:
    """Return what says which of two stories keeps its name, the first in order; the roll does the same in SQL."""
    return card.published or FIRST, card.path.count("/"), len(card.path), card.path


def age_of(card: Card) -> tuple[datetime, str]:
    """Return what stories are put in order by, the oldest first; those without a date stand before all others."""
    return card.published or FIRST, card.path


def newest_first(cards: Iterable[Card]) -> list[Card]:
    """Return the stories in the order of feeds; those without a date come last."""
    return sorted(cards, key=age_of, reverse=True)


def renamed(card: Card, slug: str, holder: str, project: Project, report: Report) -> Card:
    """Return the story under another slug, its own being taken by that of the file `holder`; that is said."""
    report.warning(
        "slug-repeated",
        f"the slug {card.slug!r} is taken by {holder}, which came first; {slug!r} is used",
        Place(card.path, 1),
        "Give each story a slug of its own",
    )
    url = card.url
    if url and not card.url_given:
        url = story_address(project, slug, card.section, card.language, card.published)
    told = Meta(title="", published=card.published, url=card.url if card.url_given else "")
    identifier = card.id if card.id_given else derive_id(slug, [told])
    return msgspec.structs.replace(card, slug=slug, url=url, id=identifier)
