"""What a dry run says: which files a build would write, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from exporters.project.build import Built
from exporters.registry import load_format

if TYPE_CHECKING:
    from exporters.project.assembly import Bench

_WHY = {
    "new": "it is new",
    "changed": "it changed",
    "picture": "a picture of it changed",
    "rules": "the project file or the program changed",
}


def foretell(bench: Bench, read: Mapping[str, str], gone: Sequence[str]) -> Built:
    """Return what a build would write and why, as far as that can be told without opening a story.

    `read` says of each source that differs what of it does, `gone` names those that are no longer there.
    """
    plan, edition = bench.plan, bench.orders.edition
    reasons = [(path, _WHY[why]) for path, why in sorted(read.items())]
    reasons += [(path, "it is gone") for path in gone]
    for volume in plan.volumes:
        for name, key in bench.keys_of(volume):
            if bench.artefact(key) is None:
                reasons.append((f"{edition}/{volume.name}{load_format(name).suffix}", "what is in it changed"))
    known = [volume for volume in plan.volumes if all(bench.artefact(key) for _, key in bench.keys_of(volume))]
    files, _ = bench.feeds([file for volume in known for file in bench.placed(volume)])
    reasons += [(f"{edition}/{file.name}", "its entries changed") for file in files if bench.artefact(file.key) is None]
    return Built(reasons=tuple(reasons), held=plan.held, waiting=plan.waiting)
