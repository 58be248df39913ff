"""What a build that is stopped does all the same: it takes out of dist/ what holds a story that may not be out now.

A build that is stopped leaves dist/ as it was. A story that went out before and has come under an embargo since, or was
withdrawn, or is a draft again, would stay there for as long as another story keeps builds from their end. Feeds and
briefings that held it go with it; the next build that ends puts them back without it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from exporters.codes import exit_code_of
from exporters.project.cards import Card
from exporters.project.index import Index
from exporters.project.intake import Intake
from exporters.project.names import name_stories
from exporters.project.outgoing import went_as
from exporters.project.publishing import read_manifest, remove_file, told_files
from exporters.project.stories import unpack
from exporters.project.tables import Project
from exporters.project.withdrawals import Withdrawal, told_withdrawn
from exporters.report import Report

_IDS = re.compile(rb'<guid isPermaLink="false">([^<]*)</guid>|<id>([^<]*)</id>|"id":"((?:[^"\\]|\\.)*)"')
_MOST_NAMED = 20

TOLD = "withdrawn dist"
"""The name in the index of the ids whose withdrawal dist/ tells of."""


def take_down(
    root: Path,
    index: Index,
    project: Project,
    intake: Intake,
    ledger: Sequence[Withdrawal],
    now: datetime,
    report: Report,
    *,
    foretold: bool = False,
) -> tuple[str, ...]:
    """Return the names of the files in dist/ that held what may not be out now, and were removed; they are reported.

    That is every story which is held or withdrawn at the time `now`, and each whose gate cannot be read. What is
    `foretold` stays where it is, and is told as what a build would do.
    """
    told = index.get(TOLD)  # of these, dist/ holds tombstones and stubs already
    stubs = frozenset(msgspec.msgpack.decode(told, type=tuple[str, ...])) if told else told_withdrawn(root)
    held = [card for card in _held(index, intake, ledger, now) if card.id not in stubs]
    ids = (ids_of(held, intake, project) | {record.id for record in ledger}) - stubs
    if not ids:
        return ()
    holding = files_holding(root, index, held, ids)
    if not holding:
        return ()
    if not foretold:
        remove_files(root / "dist", holding)
    done = "hold stories that may not be out, and a build would remove them" if foretold else _DONE
    report.error(
        "taken-down",
        f"these files of dist/ {done}: {listed(holding)}",
        remedy="Take them down wherever they went, too. The next build that ends writes them without those stories",
    )
    return tuple(holding)


_DONE = "held stories that may not be out, and were removed"


def listed(names: Sequence[str]) -> str:
    """Return these names in a line, of very many the first."""
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return f"{', '.join(names[:_MOST_NAMED])}{more}"


def _held(index: Index, intake: Intake, ledger: Sequence[Withdrawal], now: datetime) -> Iterator[Card]:
    """Yield the stories that may not be out, as they are and as they were."""
    gone = {record.id for record in ledger} | {record.path for record in ledger}
    for path, card in intake.cards.pairs():
        of_withdrawn = path in gone or (card.id in gone and (went_as(index, path) or card.id) in gone)
        if card.standing(now).state != "open" or of_withdrawn:
            yield card
            if path in intake.before:
                yield intake.before[path]
    for path, codes in intake.failed.items():
        if path in intake.before and any(exit_code_of(code) == 8 for code in codes):
            yield intake.before[path]


def ids_of(held: Iterable[Card], intake: Intake, project: Project) -> set[str]:
    """Return the ids under which these went out: their own, and those that followed from a slug they were given."""
    paths = {card.path for card in held}
    known = {**intake.cards, **intake.before}.values()
    settled = name_stories([card for card in known if card.status not in ("draft", "withdrawn")], project, Report())
    return {card.id for card in held} | {card.id for card in settled if card.path in paths}


def files_holding(root: Path, index: Index, held: Sequence[Card], ids: set[str], edition: str = "dist") -> list[str]:
    """Return the files of the edition that hold a story with one of these ids, in order of name."""
    folder, prefix = root / edition, f"{edition}/"
    entries = {file.name: file for file in read_manifest(folder)}
    names = [row[0].removeprefix(prefix) for row in index.outputs() if row[0].startswith(prefix)]
    if not names:  # the index is new: the last build that ended said what it wrote
        names = list(told_files(folder))
    pictures = {resource.name for card in held for resource in unpack(index.text(card.key) or _NOTHING).resources}
    corrected = any(card.corrections for card in held)
    found: set[str] = set()
    for name in names:
        path = folder / name
        if not path.is_file():
            continue
        if (
            name in pictures
            or (name in entries and not ids.isdisjoint(entries[name].stories))
            or (corrected and name.startswith(("corrections.", "feeds/corrections.", "feeds/corrections-")))
            or (name.startswith("feeds/") and not ids.isdisjoint(ids_in(path.read_bytes())))
        ):
            found.add(name)
    briefings = {Path(name).stem for name in found if name.startswith("briefings/")}
    if briefings:  # a catalogue tells the titles of what is in them, a cover the section or the lone story
        found |= {name for name in names if name.startswith("catalogue")}
        found |= {name for name in names if name.startswith("covers/") and Path(name).stem in briefings}
    if any(name.startswith("feeds/") for name in found):  # and the list of feeds, the sections and tags
        found |= {"feeds/feeds.opml"}.intersection(names)
    return sorted(found)


_NOTHING = msgspec.msgpack.encode((None,))


def ids_in(data: bytes) -> set[str]:
    """Return the ids of the entries of a feed, whatever its format."""
    found: set[str] = set()
    for guid, atom, quoted in _IDS.findall(data):
        if quoted:
            found.add(msgspec.json.decode(b'"' + quoted + b'"', type=str))
        else:
            found.add(html.unescape((guid or atom).decode()))
    return found


def remove_files(folder: Path, names: Sequence[str], ids: Collection[str] = ()) -> None:
    """Remove the files, and take them out of the manifest, which tells their names, and the notices of these ids."""
    from exporters.delivery.files import write_whole

    for name in names:
        remove_file(folder, name)

    path, gone = folder / "manifest.json", frozenset(names)
    if not path.is_file():
        return
    try:
        told = msgspec.json.decode(path.read_bytes())
        told["files"] = [file for file in told["files"] if file["name"] not in gone]
        for of_stories in {"marks", "texts"} & told.keys():
            told[of_stories] = {name: said for name, said in told[of_stories].items() if name not in ids}
    except (msgspec.DecodeError, TypeError, KeyError, AttributeError):
        path.unlink()
        return
    write_whole(path, msgspec.json.format(msgspec.json.encode(told), indent=1) + b"\n")
