"""What a dry run says: what a build would write and why, what it would take away, and what it would hold back.

The stories that changed were read for it, and the gate has judged them; nothing is made, so what only the making of a
file can tell is left to `broadsheet check`.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from exporters.project.build import Built
from exporters.project.channels import feed_file
from exporters.project.extras import extra_files
from exporters.project.intake import Intake
from exporters.project.planning import check_collisions
from exporters.project.publishing import differing, rows_of
from exporters.registry import load_format

if TYPE_CHECKING:
    from exporters.project.assembly import Bench
    from exporters.project.planning import Volume

_WHY = {
    "new": "it is new",
    "changed": "it changed",
    "picture": "a picture of it changed",
    "rules": "the project file or the program changed",
}
_ENDS = re.compile(r"[.-]")
"""What ends the name of a publication within that of one of its files."""
_CHANGED = "what is in it changed"
_ABSENT = "it is not there yet"


def foretell(bench: Bench, intake: Intake) -> Built:
    """Return what a build of this plan would do, whose stories are those of the intake."""
    plan, edition = bench.plan, bench.orders.edition
    folder = Path(bench.rules.root) / edition
    reasons = [(path, _WHY[why]) for path, why in intake.read.pairs() if plan.shows(path)]
    rows = rows_of(bench.index, edition)
    there = {row[0] for row in rows}
    known: list[Volume] = []
    coming: set[str] = set()  # publications that are not made yet, or not all of it, and feeds
    unmade: list[str] = []  # and the names of their files
    for volume in plan.volumes:
        missing = [name for name, key in bench.keys_of(volume) if bench.artefact(key) is None]
        if not missing:
            known.append(volume)
            continue
        coming.add(volume.name)
        unmade += [f"{volume.name}{load_format(name).suffix}" for name in missing]
    reasons += [(f"{edition}/{name}", _CHANGED if name in there else _ABSENT) for name in unmade]
    placed = [*(file for volume in known for file in bench.placed(volume)), *bench.pictures()]
    for feed in bench.feed_files(placed):
        made = bench.artefact(feed.key)
        if made is None:
            reasons.append((f"{edition}/{feed.name}", "its entries changed" if feed.name in there else _ABSENT))
            coming.add(feed.name)
            unmade.append(feed.name)
        else:
            placed.append(feed_file(feed, made))
    placed += extra_files(bench.rules.project, plan, placed, bench.store, bench.orders, Path(bench.rules.root))
    check_collisions([*(file.name for file in placed), *unmade])
    fresh, stale = differing(folder, placed, rows)
    reasons += [(f"{edition}/{file.name}", _CHANGED if file.name in there else _ABSENT) for file in fresh]
    return Built(
        reasons=tuple(reasons),
        removed=tuple(f"{edition}/{name}" for name in stale if not _is_of(name, coming)),
        held=plan.held,
        waiting=plan.waiting,
        gone=tuple(intake.lost),
    )


def _is_of(name: str, coming: Collection[str]) -> bool:
    """Return whether a file belongs to one of these that are made anew: in a format, beside it, as its cover."""
    stem = name.replace("covers/", "briefings/", 1)
    return stem in coming or any(stem[: mark.start()] in coming for mark in _ENDS.finditer(stem))
