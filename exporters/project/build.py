"""A build: what the project says, made real, with nothing done twice. Start reading here.

broadsheet.toml, withdrawn.toml -> Project
files that changed -> take_in -> cards, articles, entries      (inventory.py, intake.py, desk.py)
cards at a time -> make_plan -> volumes and channels            (gate.py, roll.py, planning.py, slots.py)
what has no artefact yet -> do_several -> the store             (assembly.py, making.py)
the store -> publish -> dist/                                   (publishing.py)
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from exporters.errors import StrictError, UsageError
from exporters.model.place import Place
from exporters.pipeline import check_report, say_nothing
from exporters.project.channels import recipe_of
from exporters.project.engine import engine_key
from exporters.project.filenames import FILE
from exporters.project.index import Index
from exporters.project.inventory import Inventory
from exporters.project.publishing import unchanged
from exporters.project.reading import option_text, read_project
from exporters.project.scan import Found, find_stories, fingerprint, look_at
from exporters.project.stories import Recipe, Rules
from exporters.project.tables import Project
from exporters.project.withdrawals import read_ledger
from exporters.report import Report


class Orders(msgspec.Struct, frozen=True, kw_only=True):
    """How a build is to be done: for which time (None: now), as press copy, by how many processes."""

    as_of: datetime | None = None
    press: bool = False
    jobs: int = 1
    dry_run: bool = False
    check: bool = False
    """Whether to make everything, say all that is to be said of it, and put nothing to its name."""
    cache: bool = True
    strict: bool = False
    hold: tuple[str, ...] = ()
    """Files of stories that are held back whatever they say, and are not read, by their names in the project."""
    everything: bool = False
    """Whether to report also what was done without harm, and every warning of very many."""

    @property
    def edition(self) -> str:
        """The folder that receives the files."""
        return "press" if self.press else "dist"


class Built(msgspec.Struct, frozen=True, kw_only=True):
    """What a build did: files written and removed, by name; how many stand as they were; stories held back.

    `warned` counts the warnings of all stories, `unsaid` those of them that are not in the report. `waiting` says of
    each story that is held back, by its file, why. Of a dry run `reasons` say of each story that
    would be built, and of each file that would be written, why; `removed` are the files that would go, `gone` stories
    whose source is no more.
    """

    written: tuple[tuple[str, int], ...] = ()
    removed: tuple[str, ...] = ()
    kept: int = 0
    held: int = 0
    warned: int = 0
    unsaid: int = 0
    reasons: tuple[tuple[str, str], ...] = ()
    waiting: tuple[tuple[str, str], ...] = ()
    gone: tuple[str, ...] = ()


class _State(msgspec.Struct, frozen=True):
    """What held when a build was done, by which the next one knows that there is nothing to do."""

    inputs: bytes
    pictures: tuple[str, ...]
    since: datetime
    until: datetime | None
    kept: int
    held: int
    warned: int
    waiting: tuple[tuple[str, str], ...] = ()
    others: int = 0
    """How many warnings there were of what is no story: of the folder, the plan, the files that were made."""


def build(folder: Path, orders: Orders, report: Report, progress: Callable[[str, str], None] = say_nothing) -> Built:
    """Build the project in this folder, and return what was done.

    The files in dist/ are those of the project afterwards, or, where anything is wrong, just what they were; a check
    leaves them so in any case, and makes no more than the cache. Raises
    UsageError for a project file that cannot be used, and what `check_report` raises for what the stories say.
    """
    now = orders.as_of or datetime.now(UTC)
    project, data = read_project(folder)
    project = _without_comments(project, report)
    ledger, taken = read_ledger(folder)
    with Index(folder, fresh=not orders.cache, passing=orders.dry_run) as index:
        inventory = Inventory(index)
        inventory.take(find_stories(folder, project.stories.include, project.stories.exclude, report))
        for name in orders.hold:
            if not inventory.has(name):
                raise UsageError(f"no story of the project is the file {name!r}", remedy="Name a file below its folder")
        found = inventory.fingerprint()
        known = _known_state(index, orders)
        told = (
            engine_key(),
            data,
            taken,
            orders.press,
            orders.hold,
            os.environ.get("SOURCE_DATE_EPOCH", ""),
            _options(folder, project),
        )
        inputs = _inputs(folder, told, found, known.pictures if known else ())
        strict = orders.strict or project.editorial.strict
        if known and not orders.check and _still(folder, index, known, inputs, now, orders):
            warned = known.warned + known.others
            if strict and warned:
                raise StrictError(
                    f"{warned} warning{'s' * (warned != 1)} of what did not change, under --strict",
                    remedy="Build with --no-cache to have them said again",
                )
            return Built(
                kept=known.kept, held=known.held, warned=known.warned, unsaid=known.warned, waiting=known.waiting
            )
        from exporters.project.assembly import assemble

        rules = Rules(str(folder), project, engine_key(), _recipes(project))
        built, pictures, until = assemble(index, rules, inventory, ledger, now, orders, report, progress)
        if orders.dry_run or orders.check:
            return built
        state = _State(
            _inputs(folder, told, found, pictures),
            pictures,
            now,
            until,
            built.kept + len(built.written),
            built.held,
            built.warned,
            built.waiting,
            max(0, report.count("warning") - built.warned + built.unsaid),
        )
        index.put({f"state {orders.edition}": msgspec.msgpack.encode(state)})
        index.commit()
        return built


def gate(report: Report, project: Project, orders: Orders) -> None:
    """Raise what the diagnostics so far call for, those that the project refuses taken for errors."""
    _refuse(report, frozenset(project.editorial.refuse))
    check_report(report, strict=orders.strict or project.editorial.strict)


def _refuse(report: Report, codes: frozenset[str]) -> None:
    report.diagnostics = [
        msgspec.structs.replace(item, severity="error") if item.code in codes and item.severity != "error" else item
        for item in report.diagnostics
    ]


def _without_comments(project: Project, report: Report) -> Project:
    """Return the project without the option that asks for comments of editors, which nothing published may hold."""
    word = project.formats.get("docx", {})
    if option_text(word.get("comments", "no")).lower() in _NO:
        return project
    report.warning(
        "docx-comments",
        "comments of editors are not written into what a build publishes; `comments` of [formats.docx] is passed over",
        Place(FILE),
        "Write them with `broadsheet export STORY --to docx -O docx.comments=yes`, and take the line out",
    )
    left = {option: value for option, value in word.items() if option != "comments"}
    return msgspec.structs.replace(project, formats=project.formats | {"docx": left})


_NO = ("", "no", "false", "off")


def _recipes(project: Project) -> tuple[Recipe, ...]:
    return tuple(dict.fromkeys(recipe_of(project, feed) for feed in project.feeds))


def _options(folder: Path, project: Project) -> list[Found | None]:
    """Return what stands for the files that options name, such as a theme or a template."""
    named = [value for options in project.formats.values() for value in options.values() if isinstance(value, str)]
    named += [briefing.cover for briefing in project.briefings]
    return [look_at(folder, name) for name in named if name]


def _inputs(folder: Path, told: tuple[object, ...], found: bytes, pictures: tuple[str, ...]) -> bytes:
    return fingerprint((told, found, [look_at(folder, picture) for picture in pictures]))


def _known_state(index: Index, orders: Orders) -> _State | None:
    data = index.get(f"state {orders.edition}")
    try:
        return msgspec.msgpack.decode(data, type=_State) if data else None
    except msgspec.DecodeError:
        return None


def _still(folder: Path, index: Index, known: _State, inputs: bytes, now: datetime, orders: Orders) -> bool:
    """Return whether nothing changed since the last build: no source, no rule, no file of dist/, no story's hour."""
    if inputs != known.inputs or now < known.since or (known.until is not None and now >= known.until):
        return False
    rows = [row for row in index.outputs() if row[0].startswith(f"{orders.edition}/")]
    return len(unchanged(folder, rows)) == len(rows) > 0
