"""What becomes of press copies that a build did not make: those go that are wrong, and whoever has them is to be told.

A press copy carries the hour at which its story may be published. One that stays in press/ after the embargo was moved
is handed on with the wrong hour, and the story comes out early.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import msgspec

from exporters.project.cards import Card
from exporters.project.gate import is_embargoed
from exporters.project.index import Index
from exporters.project.intake import Intake
from exporters.project.marks import embargo_mark, is_same_hour
from exporters.project.names import name_stories
from exporters.project.publishing import read_manifest, remove_file
from exporters.project.tables import Project
from exporters.project.takedown import files_holding, ids_of, listed, remove_files
from exporters.project.withdrawals import Withdrawal
from exporters.report import Report


class _Told(msgspec.Struct):
    marks: dict[str, str] | None = None
    """The notice that the copies of each story carry, by its id; None where an earlier version made them."""
    texts: dict[str, str] = {}
    """What stands for the text of each story as it was copied, by its id (`text_digest`)."""


class _Other(msgspec.Struct):
    """A story whose press copies carry a notice that is not true now: its file or id, what they say, what is true."""

    name: str
    told: str
    true: str
    over: bool


def clear_press(
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
    """Return the names of the press copies that are wrong at the time `now`, as they are in the project; they are gone.

    That is what holds a story that was withdrawn or is a draft again, and what carries another hour than that of the
    story's embargo, or of one that is over. It is reported. What is `foretold` stays, and is told as what a build would
    do.
    """
    if not (root / "press").is_dir():
        return ()
    done = "a build would remove them" if foretold else "they were removed"
    if not _is_readable(root / "press"):
        return _clear_unknown(root, index, done, report, foretold=foretold)
    ids, held = _taken_back(intake, ledger, project)
    back = files_holding(root, index, held, ids, "press") if ids else []
    if back:
        report.warning(
            "taken-down",
            f"these press copies hold stories that were withdrawn or are drafts again, and {done}: {_inside(back)}",
            remedy="Take them back from everybody who has them. `broadsheet build --press` writes the others anew",
        )
    others = {identifier: other for identifier, other in _others(root, project, intake, now) if identifier not in ids}
    stale = files_holding(root, index, (), set(others), "press") if others else []
    moved = [other for other in others.values() if not other.over]
    if stale and moved:
        report.warning(
            "press-outdated",
            f"these press copies say when a story may be published, and that is not true any more, so {done}: "
            f"{_inside(stale)}. {_hours(moved)}",
            remedy="Tell everybody who has them. `broadsheet build --press` makes them anew",
        )
    elif stale:
        report.info("press-outdated", f"the embargo of these press copies is over, and {done}: {_inside(stale)}")
    _tell_of_texts(root, intake, ids | others.keys(), report, anew=False)
    found = sorted({*back, *stale})
    if found and not foretold:
        remove_files(root / "press", found, ids | others.keys())
    return tuple(f"press/{name}" for name in found)


def _is_readable(folder: Path) -> bool:
    """Return whether the manifest in this folder says what is in it, or the folder is empty."""
    try:
        return "files" in msgspec.json.decode((folder / "manifest.json").read_bytes(), type=dict[str, object])
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return not any(path.is_file() for path in folder.rglob("*"))


def _clear_unknown(root: Path, index: Index, done: str, report: Report, *, foretold: bool) -> tuple[str, ...]:
    """Return the names of all press copies that a build wrote; they are gone: nobody can tell whose hour is right."""
    known = [row[0].removeprefix("press/") for row in index.outputs() if row[0].startswith("press/")]
    names = [name for name in known if (root / "press" / name).is_file()]
    told = f", so {done}: {_inside(names)}" if names else "; they stay, for nothing says which of them a build wrote"
    report.warning(
        "press-unknown",
        f"press/manifest.json cannot be read, and nobody can tell which press copies are right{told}",
        remedy="Make them anew with `broadsheet build --press`",
    )
    if not foretold:
        for name in names:
            remove_file(root / "press", name)
    return tuple(f"press/{name}" for name in names)


def tell_of_moved(root: Path, project: Project, intake: Intake, now: datetime, report: Report) -> None:
    """Report stories whose press copies, which this build makes anew, carried another hour or text until now."""
    others = dict(_others(root, project, intake, now))
    moved = [other for other in others.values() if not other.over and other.told]
    if moved:
        report.warning(
            "press-outdated",
            f"press copies that were handed out carry an hour that is not true any more. {_hours(moved)}",
            remedy="Tell everybody who has them",
        )
    _tell_of_texts(root, intake, others, report, anew=True)


def _tell_of_texts(root: Path, intake: Intake, told: Collection[str], report: Report, *, anew: bool) -> None:
    """Report stories whose press copies carry the right hour, but not the text of now; those `told` of are known."""
    texts = _read(root / "press").texts
    paths = {card.id: path for path, card in intake.cards.pairs() if card.id in texts} if texts else {}
    changed = sorted(
        path
        for identifier, path in paths.items()
        if identifier not in told and text_digest(root, intake.cards[path]) != texts[identifier]
    )
    if changed:
        report.warning(
            "press-old",
            f"press copies hold these stories as they were before somebody changed them: {listed(changed)}",
            remedy=f"{'' if anew else '`broadsheet build --press` makes them anew. '}Tell everybody who has them",
        )


def text_digest(root: Path, card: Card) -> str:
    """Return what stands for a story as its author has it: a digest of its file and of its pictures."""
    made = hashlib.sha256()
    for name in (card.path, *sorted(picture[0] for picture in card.pictures)):
        with suppress(OSError):
            made.update(hashlib.sha256((root / name).read_bytes()).digest())
    return made.hexdigest()


def _inside(names: Sequence[str]) -> str:
    return listed([f"press/{name}" for name in names])


def _hours(moved: Iterable[_Other]) -> str:
    return listed(
        [f"{other.name}: {other.true}; they said: {other.told or 'nothing that is known'}" for other in moved]
    )


def _taken_back(intake: Intake, ledger: Sequence[Withdrawal], project: Project) -> tuple[set[str], list[Card]]:
    """Return the ids and cards, as they are and were, of stories that were withdrawn or are drafts again."""
    gone = {record.id for record in ledger} | {record.path for record in ledger}
    held: list[Card] = []
    living: set[str] = set()
    for path, card in intake.cards.pairs():
        if card.status in ("draft", "withdrawn") or card.id in gone or path in gone:
            held += [card, intake.before.get(path, card)]
        else:
            living.add(card.id)
    return (ids_of(held, intake, project) | {record.id for record in ledger}) - living, held


def _others(root: Path, project: Project, intake: Intake, now: datetime) -> Iterator[tuple[str, _Other]]:
    """Yield the stories, by id, whose press copies carry a notice that is not true at the time `now`."""
    marks = _marks(root / "press")
    cards = {card.id: card for card in intake.cards.values()} if marks else {}
    if not cards.keys() >= marks.keys():  # an id that follows from a slug which was taken
        cards |= {card.id: card for card in name_stories(_named(cards.values()), project, Report())}
    for identifier, told in marks.items():
        card = cards.get(identifier)
        true, over = "nobody can tell until when it is held", False
        if card is not None and is_embargoed(card, now):
            true = embargo_mark(card.standing(now).until)
        elif card is not None:
            over = card.standing(now).state == "open"
            true = "it is out" if over else card.standing(now).why
        if not is_same_hour(true, told):
            yield identifier, _Other(card.path if card else identifier, told, true, over)


def _named(cards: Collection[Card]) -> list[Card]:
    return [card for card in cards if card.status not in ("draft", "withdrawn")]


def _read(folder: Path) -> _Told:
    try:
        return msgspec.json.decode((folder / "manifest.json").read_bytes(), type=_Told)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return _Told(marks={})


def _marks(folder: Path) -> Mapping[str, str]:
    """Return the notices that the copies in this folder carry, by the ids of their stories."""
    told = _read(folder)
    if told.marks is not None:
        return told.marks
    return {identifier: "" for file in read_manifest(folder) for identifier in file.stories}
