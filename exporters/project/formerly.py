"""What is kept of a story that was out and is not any more, so that it can still be withdrawn: its card, its files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import chain
from pathlib import Path

import msgspec

from exporters.project.cards import Card
from exporters.project.index import Index
from exporters.project.intake import Intake
from exporters.project.names import name_stories
from exporters.project.publishing import read_manifest
from exporters.project.tables import Project
from exporters.project.takedown import ids_in, listed
from exporters.project.withdrawals import TakenFile
from exporters.report import Report

_NAME = "withdrawn candidates"  # an index that is begun anew with --no-cache keeps what is called withdrawn


class Former(msgspec.Struct, frozen=True):
    """A story as it was out, under the name it went out with, and the files of dist/ that held it then."""

    card: Card
    files: tuple[TakenFile, ...]


def formers(index: Index) -> dict[str, Former]:
    """Return the stories that were out and came under an embargo, became drafts or lost their files since, by id."""
    data = index.get(_NAME)
    return msgspec.msgpack.decode(data, type=dict[str, Former]) if data else {}


def remember(root: Path, index: Index, project: Project, intake: Intake, now: datetime) -> list[Former]:
    """Return the stories that were out until this intake, having kept them in the index; what dist/ never held is none.

    Called before anything is removed from dist/, in every build that read what changed: the next one reads it no more.
    """
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
    found = [Former(card, tuple(files[card.id])) for card in gone if files.get(card.id)]
    if found:
        index.put({_NAME: msgspec.msgpack.encode(formers(index) | {former.card.id: former for former in found})})
        index.commit()
    return found


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
