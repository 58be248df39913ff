"""What is kept of a story that was out and is not any more, so that it can still be withdrawn: its card, its files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import chain
from pathlib import Path

import msgspec

from exporters.model.place import Place
from exporters.project.cards import Card
from exporters.project.filenames import FORMERLY, LEDGER
from exporters.project.formerly_file import Former, read_formerly, write_formerly
from exporters.project.index import Index
from exporters.project.intake import Intake
from exporters.project.names import name_stories
from exporters.project.publishing import read_manifest
from exporters.project.recovering import recovered
from exporters.project.tables import Project
from exporters.project.takedown import ids_in, listed
from exporters.project.withdrawals import TakenFile, Withdrawal, read_ledger
from exporters.report import Report

_NAME = "withdrawn candidates"  # an index that is begun anew with --no-cache keeps what is called withdrawn


def formers(root: Path, index: Index) -> dict[str, Former]:
    """Return the stories that were out and came under an embargo, became drafts or lost their files since, by id.

    And those that were out under other names. What the index knows is newer than what formerly.toml tells.
    """
    data = index.get(_NAME)
    return read_formerly(root) | (msgspec.msgpack.decode(data, type=dict[str, Former]) if data else {})


def tell_of_forgotten(root: Path, index: Index, ledger: Sequence[Withdrawal], report: Report) -> None:
    """Report that nothing says which stories were out, though some were withdrawn: cache, dist/ and record are gone."""
    known = index.knows_outputs("dist") or (root / "dist" / "manifest.json").is_file() or (root / FORMERLY).exists()
    if ledger and not known and not index.get(_NAME):
        report.warning(
            "former-unknown",
            f"neither .broadsheet/ nor dist/ nor {FORMERLY} is there, so stories that were out before, and are not any "
            f"more, are not known, but for those in {LEDGER}: they cannot be withdrawn",
            Place(LEDGER),
            f"Put {FORMERLY} back from where the stories are kept. If no other story was ever out, write an empty one",
        )


def remember(
    root: Path, index: Index, project: Project, intake: Intake, now: datetime, *, keep: bool = True
) -> list[Former]:
    """Return the stories that were out until this intake, having kept them in the index; what dist/ never held is none.

    Called before anything is removed from dist/, in every build that read what changed: the next one reads it no more.
    Where the index is new, dist/ itself says what was out. Unless it shall not `keep` them, they are told in
    formerly.toml, too, so that they outlive the index.
    """
    found = _found_gone(root, index, project, intake, now)
    known = formers(root, index)
    # A first build has nothing to recover, and is not to hold the names of all its stories for that.
    if not index.knows_outputs("dist") and (known or (root / "dist" / "manifest.json").is_file()):
        living = {card.id: card.slug for _, card in intake.cards.pairs() if card.standing(now).state == "open"}
        found += recovered(root, intake, {*living, *(former.card.id for former in found)})
        known = {i: one for i, one in known.items() if living.get(i) != one.card.slug}
    fresh = {former.card.id: former for former in [*_found_renamed(root, index, intake, now), *found]}
    known |= {identifier: _joined(known.get(identifier), new) for identifier, new in fresh.items()}
    if fresh:
        index.put({_NAME: msgspec.msgpack.encode(known)})
        index.commit()
    if keep:
        gone = {record.id for record in read_ledger(root)[0]}
        told = {i: one for i, one in known.items() if i not in gone and not _is_out(one.card, intake, now)}
        write_formerly(root, told)
    return found


def _is_out(card: Card, intake: Intake, now: datetime) -> bool:
    """Return whether this story is out again, under the name that it had."""
    current = intake.cards.get(card.path)
    return current is not None and current.standing(now).state == "open" and _named(current) == _named(card)


def _named(card: Card) -> tuple[str, str]:
    return card.id, card.slug


def _joined(known: Former | None, new: Former) -> Former:
    """Return what is known of a story with what is new: it may have been out, and gone, more than once."""
    if known is None:
        return new
    return Former(new.card, tuple(dict.fromkeys((*known.files, *new.files))))


def _found_gone(root: Path, index: Index, project: Project, intake: Intake, now: datetime) -> list[Former]:
    """Return the stories that were out before this intake and are not after it."""
    paths = {
        path
        for path, card in chain(intake.before.pairs(), intake.lost.pairs())
        if card.standing(now).state == "open"
        and (
            path not in intake.cards
            or intake.cards[path].standing(now).state != "open"
            or intake.cards[path].id != card.id
        )
    }
    if not paths:
        return []
    before = {**intake.before, **intake.lost}
    was = [card for card in {**intake.cards, **before}.values() if card.standing(now).state == "open"]
    gone = [card for card in name_stories(was, project, Report()) if card.path in paths]
    # One whose file was given another name is out as it was.
    living = {
        card.id for path, card in intake.cards.pairs() if path not in paths and card.standing(now).state == "open"
    }
    files = _files(root, index, {card.id for card in gone} - living)
    return [Former(card, tuple(files[card.id])) for card in gone if files.get(card.id)]


def _found_renamed(root: Path, index: Index, intake: Intake, now: datetime) -> list[Former]:
    """Return the stories that stay out under another slug, with the files that had the name from before."""
    renamed = {
        card.path: card
        for path, card in intake.before.pairs()
        if card.standing(now).state == "open"
        and (new := intake.cards.get(path)) is not None
        and new.id == card.id
        and new.slug != card.slug
    }
    if not renamed:
        return []
    files = _files(root, index, {card.id for card in renamed.values()})
    own = {
        card.id: tuple(file for file in files.get(card.id, ()) if file.name.startswith("stories/"))
        for card in renamed.values()
    }
    return [Former(card, own[card.id]) for card in renamed.values() if own[card.id]]


def tell_of_changed_ids(intake: Intake, ledger: Sequence[Withdrawal], now: datetime, report: Report) -> None:
    """Report stories that are out and have another id since this intake: feed readers take them for new ones."""
    gone = {record.path for record in ledger}
    for path, card in intake.before.pairs():
        new = intake.cards.get(path)
        if new is None or new.id == card.id or path in gone:
            continue
        if card.standing(now).state == new.standing(now).state == "open":
            report.warning(
                "id-changed",
                f"the story has been out as {card.id} and goes out as {new.id} now: readers get it as a new one",
                Place(path, 1),
                f"Write `id: {card.id}`, unless it is another story",
            )


def tell_of_held(
    found: Sequence[Former], intake: Intake, now: datetime, report: Report, *, foretold: bool = False
) -> None:
    """Report the files of stories that were out and are held now: a build took them from dist/, nowhere else.

    What is `foretold` is told as what a build would do.
    """
    held = [former for former in found if _is_held(intake.cards.get(former.card.path), now)]
    if not held:
        return
    names = sorted({file.name for former in held for file in former.files})
    until = "hold them, and a build would take them from there" if foretold else "held them until this build"
    report.warning(
        "taken-down",
        f"stories that were out are held back now; these files of dist/ {until}: {listed(names)}",
        remedy="Take them down wherever they went, too",
    )


def _is_held(card: Card | None, now: datetime) -> bool:
    return card is not None and card.standing(now).state == "held"


def _files(root: Path, index: Index, ids: set[str]) -> dict[str, list[TakenFile]]:
    """Return the files of dist/ that hold each of these stories, by id; each file is looked at once."""
    held: dict[str, list[TakenFile]] = {}
    told_by = {file.name: file.stories for file in read_manifest(root / "dist")}
    told = {row[0].removeprefix("dist/"): row[3] for row in index.outputs() if row[0].startswith("dist/")}
    catalogue = [TakenFile(name=name, sha256=sha) for name, sha in told.items() if name.startswith("catalogue")]
    for name, sha in told.items():
        path = root / "dist" / name
        inside: Sequence[str] | set[str] = told_by.get(name, ())
        if name.startswith("feeds/") and path.is_file():
            inside = ids_in(path.read_bytes())
        for identifier in ids.intersection(inside):
            files = held.setdefault(identifier, [])
            files.append(TakenFile(name=name, sha256=sha))
            if name.startswith("briefings/"):  # whose titles a catalogue tells
                files.extend(file for file in catalogue if file not in files)
    return held
