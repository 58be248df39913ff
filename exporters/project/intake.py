"""Reading what changed: files whose size or time is another than when they were read, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

import msgspec

from exporters.project.cards import Card
from exporters.project.desk import read_several
from exporters.project.index import Index
from exporters.project.inventory import Inventory, Told
from exporters.project.stories import NOTHING_KEPT, Rules
from exporters.project.workforce import Workforce
from exporters.report import Diagnostic, Report

_PIECE = 16
_MOST_SAID = 200


class Intake(msgspec.Struct, frozen=True):
    """The stories of a project as they are now: their cards by path, which of them were read, and why.

    `before` are the cards that those which were read had until then, `lost` those of files that are gone; `failed` the
    codes of the errors of each that has no card now. `heard` is how many of the stories' warnings are in the report.
    All but `failed` and `heard` are read from the index when they are asked for.
    """

    cards: Told[Card]
    read: Told[str]
    before: Told[Card]
    lost: Told[Card]
    failed: dict[str, tuple[str, ...]] = {}
    heard: int = 0


def take_in(
    index: Index,
    rules: Rules,
    inventory: Inventory,
    workforce: Workforce,
    report: Report,
    progress: Callable[[str, str], None],
    *,
    refused: Collection[str] = (),
    everything: bool = False,
    hold: Collection[str] = (),
) -> Intake:
    """Return the stories as they are now, having read those that changed and kept them in the index.

    What is wrong with a story is in the report; it has no card. Those to `hold` are not read: they are drafts for now.
    """
    inventory.compare(Path(rules.root), same_rules=index.get("rules") == rules.key(), held=hold)
    reasons, before, lost = inventory.reasons(), inventory.before(), inventory.lost()
    inventory.begin_reading()
    index.put({"rules": rules.key()})
    encode = msgspec.msgpack.Encoder().encode
    since_commit = heard = 0
    failed: dict[str, tuple[str, ...]] = {}
    wanted = reasons if not hold else [path for path in reasons if path not in hold]
    # Without size and time: the next build reads them, if it does not hold them, too.
    index.put_stories([(path, 0, 0, 0, 0, None, encode(_held(path, before.get(path)))) for path in hold])
    for copies in workforce.do(read_several, msgspec.msgpack.encode(rules), wanted, _PIECE):
        texts: list[tuple[bytes, str, bytes]] = []
        stories: list[tuple[int, bytes | None, bytes, str]] = []
        for copy in copies:
            progress(copy.path, "read")
            heard += _hear(copy.diagnostics, report, refused, everything=everything)
            card = copy.card
            if card is None:
                failed[copy.path] = tuple(said.code for said in copy.diagnostics if said.severity == "error")
                continue
            if copy.article != NOTHING_KEPT:
                texts.append((card.key, "story", copy.article))
            texts += [(key, "entry", data) for key, data in copy.entries]
            pictures = encode(card.pictures) if card.pictures else None
            stories.append((card.warned, pictures, encode(card), copy.path))
        index.put_texts(texts)
        inventory.keep(stories)
        since_commit += len(copies)
        if since_commit > 500:
            index.commit()
            since_commit = 0
    index.commit()
    return Intake(inventory.read(), reasons, before, lost, failed, heard)


def _held(path: str, known: Card | None) -> Card:
    """Return the card of a story that is held back unread: as it was known, or no more than its name."""
    name = path.rpartition("/")[2].partition(".")[0]
    card = known or Card(path=path, key=b"", slug=name, id=f"held:{path}", title="")
    return msgspec.structs.replace(card, status="draft")


def _hear(diagnostics: Sequence[Diagnostic], report: Report, refused: Collection[str], *, everything: bool) -> int:
    """Report what was said of a story: errors always, else as much as somebody will read, unless all is asked for.

    Thousands of stories say tens of thousands of things; kept, they would fill the memory of a first build. Returns how
    many warnings were reported.
    """
    before = report.count("warning")
    for said in diagnostics:
        read = said.severity == "warning" and len(report.diagnostics) < _MOST_SAID
        if read or everything or said.severity == "error" or said.code in refused:
            report.add(said)
    return report.count("warning") - before
