"""The names under which stories went out with the last build, and what is said where another story would change them.

A story without a `slug:` is called after its file or title, and another one may come to be called the same. Which of
the two keeps the name follows from the stories alone, so that a build gives the same bytes with and without the cache;
what was out is asked only to stop a build that would give a published name to another story.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from exporters.model.place import Place
from exporters.project.index import Index
from exporters.project.intake import Intake
from exporters.project.withdrawals import Withdrawal
from exporters.report import Report

_CHANGED = (
    "SELECT w.path, w.slug, w.id, r.slug FROM went w LEFT JOIN roll r ON r.path = w.path"
    " WHERE r.path IS NULL OR r.slug != w.slug ORDER BY w.path"
)
_GONE = "DELETE FROM went WHERE path NOT IN (SELECT path FROM roll)"
_NEW = (
    "INSERT OR REPLACE INTO went SELECT r.path, r.slug, r.id FROM roll r LEFT JOIN went w ON w.path = r.path"
    " WHERE (r.slug, r.id) IS NOT (w.slug, w.id)"
)


def keep_names(index: Index) -> None:
    """Keep under which names the stories on the roll went out: called when they are in dist/."""
    for statement in (_GONE, _NEW):
        index.base.execute(statement)


def went_as(index: Index, path: str) -> str:
    """Return the id under which the story in this file went out with the last build; empty where it did not."""
    row = index.base.execute("SELECT id FROM went WHERE path = ?", (path,)).fetchone()
    return str(row[0]) if row else ""


def tell_of_lost_names(
    index: Index, intake: Intake, ledger: Sequence[Withdrawal], now: datetime, report: Report
) -> None:
    """Report, as errors, the stories that were out and would lose their names because of other stories.

    That is where a new story has the slug of one that was out, or where one of two of the same slug is no more, and
    the other would take its name, or go with it. Who changes the slug of a story means to.
    """
    ids = {record.id.casefold() for record in ledger}
    files = {record.path for record in ledger if record.path}
    for path, slug, identifier, new in index.base.execute(_CHANGED).fetchall():
        card = intake.cards.get(path)
        if card is None or path in files or identifier.casefold() in ids or card.standing(now).state != "open":
            continue
        if new is None and card.id.casefold() not in ids:
            continue
        before = intake.before.get(path, card)
        if card.slug != slug and (before.slug == slug or not re.fullmatch(re.escape(card.slug) + r"-\d+", slug)):
            continue
        fate = (
            f"would go out as {new!r}" if new is not None else f"would go with a withdrawn one, whose id {card.id} is"
        )
        report.error(
            "name-lost",
            f"the story has been out as {slug!r}, {identifier}, and {fate}: other stories of its slug came or went",
            Place(path, 1),
            f"Write `slug: {slug}` and `id: {identifier}` into it, and give another one of that slug its own",
        )
