"""Reading what changed: files whose size or time is another than when they were read, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

import msgspec

from exporters.project.cards import Card
from exporters.project.desk import read_several
from exporters.project.index import Index
from exporters.project.scan import Found, look_at
from exporters.project.stories import Rules
from exporters.project.workforce import Workforce
from exporters.report import Diagnostic, Report

_PIECE = 16
_MOST_SAID = 200
_CARD = msgspec.msgpack.Decoder(Card)


class Intake(msgspec.Struct, frozen=True):
    """The stories of a project as they are now: their cards by path, which of them were read, and why.

    `before` are the cards that those which were read had until then, `lost` those of files that are gone; `failed` the
    codes of the errors of each that has no card now.
    """

    cards: dict[str, Card]
    read: dict[str, str]
    gone: tuple[str, ...] = ()
    before: dict[str, Card] = {}
    failed: dict[str, tuple[str, ...]] = {}
    lost: dict[str, Card] = {}


def take_in(
    index: Index,
    rules: Rules,
    found: Sequence[Found],
    workforce: Workforce,
    report: Report,
    progress: Callable[[str, str], None],
    *,
    refused: Collection[str] = (),
    everything: bool = False,
) -> Intake:
    """Return the stories as they are now, having read those that changed and kept them in the index.

    What is wrong with a story is in the report; it has no card.
    """
    known: dict[str, Card] = {}
    before: dict[str, Card] = {}
    changed: dict[str, str] = {}
    root = Path(rules.root)
    same_rules = index.get("rules") == rules.key()
    by_path = {file.path: file for file in found}
    lost: dict[str, Card] = {}
    looked: dict[str, tuple[int, int]] = {}
    for path, size, when, number, data in index.stories():
        file = by_path.get(path)
        if file is None:
            lost[path] = _CARD.decode(data)
        else:
            card = _CARD.decode(data)
            why = "rules" if not same_rules else ""
            if (file.size, file.changed, file.number) != (size, when, number):
                why = "changed"
            elif not why and any(_moved(root, picture, looked) for picture in card.pictures):
                why = "picture"
            if why:
                changed[path] = why
                before[path] = card
            else:
                known[path] = card
    for file in found:
        if file.path not in known and file.path not in changed:
            changed[file.path] = "new"
    index.drop_stories(lost)
    index.outdate_stories(path for path, why in changed.items() if why != "new")
    index.put({"rules": rules.key()})
    wanted = sorted(changed)
    encoder = msgspec.msgpack.Encoder()
    since_commit = 0
    failed: dict[str, tuple[str, ...]] = {}
    for copies in workforce.do(read_several, msgspec.msgpack.encode(rules), wanted, _PIECE):
        for copy in copies:
            progress(copy.path, "read")
            _hear(copy.diagnostics, report, refused, everything=everything)
            if copy.card is None:
                failed[copy.path] = tuple(said.code for said in copy.diagnostics if said.severity == "error")
                continue
            packed = encoder.encode(copy.card)
            known[copy.path] = _CARD.decode(packed)  # as the next build will know it: with times in UTC
            file = by_path[copy.path]
            index.put_texts(
                [(copy.card.key, "story", copy.article), *((key, "entry", data) for key, data in copy.entries)]
            )
            index.put_stories([(copy.path, file.size, file.changed, file.number, packed)])
        since_commit += len(copies)
        if since_commit > 500:
            index.commit()
            since_commit = 0
    index.commit()
    return Intake(known, changed, tuple(lost), before, failed, lost)


def _hear(diagnostics: Sequence[Diagnostic], report: Report, refused: Collection[str], *, everything: bool) -> None:
    """Report what was said of a story: errors always, else as much as somebody will read, unless all is asked for.

    Thousands of stories say tens of thousands of things; kept, they would fill the memory of a first build.
    """
    for said in diagnostics:
        read = said.severity == "warning" and len(report.diagnostics) < _MOST_SAID
        if read or everything or said.severity == "error" or said.code in refused:
            report.add(said)


def _moved(root: Path, picture: tuple[str, int, int], looked: dict[str, tuple[int, int]]) -> bool:
    """Return whether a picture is another than when its story was read; each is looked at once."""
    path, size, when = picture
    if path not in looked:
        file = look_at(root, path)
        looked[path] = (file.size, file.changed) if file else (-1, 0)
    return looked[path] != (size, when)
