"""Taking a story back: its record in the ledger, with every file that held it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import escape

import msgspec

from exporters.errors import UsageError
from exporters.project.cards import Card
from exporters.project.formerly import formers
from exporters.project.formerly_file import Former
from exporters.project.index import Index
from exporters.project.names import name_stories
from exporters.project.reading import read_project
from exporters.project.stories import unpack
from exporters.project.withdrawals import TakenFile, Withdrawal, read_ledger, withdrawal_of, write_ledger
from exporters.report import Report


def withdraw_story(
    root: Path, name: str, reason: str, by: str = "", now: datetime | None = None, *, dry_run: bool = False
) -> Withdrawal:
    """Put a story, named by its id, slug or file, into the ledger of the project, and return its record.

    A dry run leaves the ledger, and all else, as it was.

    The files that hold it are those in dist/ and press/ in which its id, slug or text stands, by what the last builds
    wrote down.
    Raises UsageError for a story that no build has seen, that is not out, or that was withdrawn before.
    """
    if not reason.strip():
        raise UsageError("a withdrawal needs a reason", remedy="Say it with --reason: readers are told")
    moment = (now or datetime.now(UTC)).replace(microsecond=0)
    project, _ = read_project(root)
    ledger, _ = read_ledger(root)
    with Index(root, passing=dry_run) as index:
        cards = [msgspec.msgpack.decode(data, type=Card) for _, data in index.stories()]
        gone = {record.id for record in ledger} | {record.path for record in ledger}
        living = [card for card in cards if card.status != "withdrawn" and not {card.id, card.path} & gone]
        named = name_stories(living, project, Report())
        found = [card for card in named if name in (card.id, card.slug, card.path, card.path.rpartition("/")[2])]
        former = _former(formers(root, index), name, found, {card.id for card in living}, gone, moment)
        if not found and former is not None:
            found = [former.card]
        if not found and any(name in (record.id, record.slug, record.path) for record in ledger):
            raise UsageError(f"{name!r} was withdrawn before", remedy="withdrawn.toml says when and why")
        if len(found) != 1:
            raise UsageError(
                f"{'no story' if not found else 'more than one story'} of the project is {name!r}",
                remedy="Name it by its id, its slug or its file; build the project first",
            )
        card = found[0]
        others = [one for one in living if one.path != card.path and one.standing(moment).state == "open"]
        files = tuple(_holding(root, index, card, others))
        copies = tuple(_holding(root, index, card, others, "press"))
        if former is not None:  # it was out, as it was then
            current = {file.name for file in files}
            files += tuple(file for file in former.files if file.name not in current)
    was = former.card if former is not None and card.standing(moment).state == "held" else card
    if not files and card.standing(moment).state == "held":
        raise UsageError(
            f"{name!r} is not out, so there is nothing to take back: its record would tell readers of it",
            remedy="Set `status: draft`, or remove the file; the build after `status: draft` takes press copies away",
        )
    record = msgspec.structs.replace(
        withdrawal_of(was),
        at=moment,
        reason=" ".join(reason.split()),
        by=" ".join(by.split()),
        files=files + copies,
    )
    if not dry_run:
        write_ledger(root, (*ledger, record))
    return record


def _former(
    known: dict[str, Former], name: str, found: Sequence[Card], living: set[str], gone: set[str], now: datetime
) -> Former | None:
    """Return the story of this name as it was out; None where it was not, or the name is another's."""
    if len(found) > 1:
        return None
    if found and (found[0].id in known or found[0].standing(now).state != "held"):
        return known.get(found[0].id)
    matching = [
        old
        for old in known.values()
        if name in (old.card.id, old.card.slug, old.card.path, old.card.path.rpartition("/")[2])
        and not {old.card.id, old.card.path} & gone
        and old.card.id not in living
    ]
    return matching[0] if len(matching) == 1 else None


def _holding(root: Path, index: Index, card: Card, others: Sequence[Card], edition: str = "dist") -> list[TakenFile]:
    """Return the files of an edition that hold the story, its title, its corrections or pictures of its own.

    Those are pictures that none of the `others` shows, the stories that stay out. Files of dist/ are
    named as they are in there, press copies as they are in the project.
    """
    holding: list[TakenFile] = []
    manifest = root / edition / "manifest.json"
    told = msgspec.json.decode(manifest.read_bytes()) if manifest.is_file() else {"files": []}
    by_id = {file["name"] for file in told["files"] if card.id in file.get("stories", ())}
    if own := _pictures_of(index, card):
        by_id |= own.difference(*(_pictures_of(index, other) for other in others if other.pictures))
    corrected = ("corrections.", "feeds/corrections.", "feeds/corrections-") if card.corrections else ()
    needles = [msgspec.json.encode(word)[1:-1] for word in (card.id, card.title) if word]
    needles += [escape(word).encode() for word in (card.id, card.title) if word]
    for row in index.outputs():
        name, sha = row[0], row[3]
        if not name.startswith(f"{edition}/"):
            continue
        short = name.removeprefix(f"{edition}/")
        told_name = short if edition == "dist" else name
        if short in by_id or short.startswith(corrected):
            holding.append(TakenFile(name=told_name, sha256=sha))
            continue
        path = root / name
        if short.startswith(("feeds/", "catalogue")) and path.is_file():
            data = path.read_bytes()
            if any(needle in data for needle in needles):
                holding.append(TakenFile(name=told_name, sha256=hashlib.sha256(data).hexdigest()))
    return holding


def _pictures_of(index: Index, card: Card) -> set[str]:
    """Return the names of the pictures that a story shows, as they are in an edition."""
    text = index.text(card.key)
    return {resource.name for resource in unpack(text).resources} if text else set()
