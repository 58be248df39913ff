"""The commands of a project: begin one, begin a story, build, withdraw."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exporters.cli.settings import Debug, Json, Quiet, Strict, Verbose

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from exporters.cli.speech import Speech
    from exporters.project.build import Built, Orders

Project = Annotated[Path, typer.Argument(metavar="[DIR]", help="The folder of the project.", show_default=False)]
ProjectOption = Annotated[Path, typer.Option("--project", "-p", metavar="DIR", help="The folder of the project.")]


def build(
    folder: Project = Path(),
    as_of: Annotated[
        str, typer.Option("--as-of", metavar="TIME", help="Build as if it were this time.", show_default=False)
    ] = "",
    press: Annotated[
        bool, typer.Option("--press", help="Make a marked press copy of what is under embargo, in DIR/press.")
    ] = False,
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", metavar="N", min=0, max=64, help="Processes to use; 0 for one per core.")
    ] = 1,
    watch: Annotated[bool, typer.Option("--watch", help="Build again whenever a file changes.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what a build would do, and leave its files as they are.")
    ] = False,
    hold: Annotated[
        list[str] | None,
        typer.Option(
            "--hold",
            metavar="FILE",
            help="Build as if this story were a draft, and do not read it. Repeat as needed.",
            show_default=False,
        ),
    ] = None,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Make everything anew.")] = False,
    strict: Strict = False,
    json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    debug: Debug = False,
) -> None:
    """Build everything that a broadsheet.toml describes into DIR/dist: only what changed is made anew."""
    from exporters.project.build import Orders
    from exporters.project.reading import find_project

    root = find_project(folder)
    orders = Orders(
        as_of=_moment(as_of),
        press=press,
        jobs=jobs or _cores(),
        dry_run=dry_run,
        cache=not no_cache,
        strict=strict,
        hold=_in_project(root, hold or ()),
        everything=verbose,
    )
    if not watch:
        _build_once(root, orders, json=json, quiet=quiet, verbose=verbose)
        return
    from exporters.project.watching import changes

    for _ in changes(root):
        try:
            _build_once(root, orders, json=json, quiet=quiet, verbose=verbose)
        except Exception as error:
            from exporters.cli.speech import say_error
            from exporters.errors import BroadsheetError

            if not isinstance(error, BroadsheetError):
                raise
            say_error(error)


def _build_once(root: Path, orders: Orders, *, json: bool, quiet: bool, verbose: bool) -> None:
    from exporters.cli.speech import Speech
    from exporters.project.build import build as build_project
    from exporters.report import Report

    report = Report()
    with Speech(report, json=json, quiet=quiet, verbose=verbose) as speech:
        done = build_project(root, orders, report, speech.steps())
        _tell(done, root, orders, speech, verbose=verbose)


def check_project(root: Path, *, strict: bool, json: bool, quiet: bool) -> None:
    """Say what a build of this project would report, also of what did not change, and leave dist/ as it is."""
    from exporters.cli.speech import Speech
    from exporters.project.build import Orders
    from exporters.project.build import build as build_project
    from exporters.report import Report

    report = Report()
    with Speech(report, json=json, quiet=quiet, verbose=True, checking=True) as speech:
        done = build_project(root, Orders(check=True, strict=strict), report, speech.steps())
        held = f", {done.held} held back" if done.held else ""
        speech.notes = [f"project {root}: {done.kept} files can be made{held}"]


def _tell(done: Built, root: Path, orders: Orders, speech: Speech, *, verbose: bool) -> None:
    """Have the speech say what a build did."""
    from exporters.delivery.files import Written

    speech.written = [Written(root / name, size) for name, size in done.written]
    speech.removed = [str(root / name) for name in done.removed]
    told = verbose or speech.json or orders.dry_run
    waiting = [f"held back {path}: {why}" for path, why in done.waiting] if told else []
    if orders.dry_run:
        speech.removed = ()
        would = [f"would build {name}: {why}" for name, why in done.reasons]
        would += [f"would remove {name}" for name in done.removed]
        gone = [f"gone {name}" for name in done.gone]
        speech.notes = [*(would or ["nothing would be built"]), *gone, *waiting]
        return
    parts = [f"{len(done.written)} written", f"{done.kept} unchanged"]
    parts += [f"{len(done.removed)} removed"] if done.removed else []
    parts += [f"{done.held} held back"] if done.held else []
    speech.notes = [f"{orders.edition}: {', '.join(parts)}", *waiting]
    if done.unsaid:
        speech.notes.append(
            f"{done.unsaid} more warning{'s' * (done.unsaid != 1)}; --no-cache --verbose says all of them"
        )
    speech.brief = not verbose and len(done.written) > _MANY


_MANY = 40


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to begin in; it is made.")],
    debug: Debug = False,
) -> None:
    """Begin a project: two stories, a briefing and a feed, each line explained."""
    from exporters.project.beginning import begin_project

    for path in begin_project(folder):
        typer.echo(f"wrote {path}")
    typer.echo(f"\nNow: broadsheet build {folder}")


def new(
    title: Annotated[str, typer.Argument(metavar="TITLE", help="The title of the story.")],
    project: ProjectOption = Path(),
    debug: Debug = False,
) -> None:
    """Begin a story: a file with title, id, slug and date set, as a draft."""
    from exporters.project.beginning import begin_story
    from exporters.project.reading import find_project

    typer.echo(f"wrote {begin_story(find_project(project), title)}")


def withdraw(
    story: Annotated[str, typer.Argument(metavar="ID", help="The story, by its id, slug or file.")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="What readers are told.")],
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who decided it.", show_default=False)] = "",
    project: ProjectOption = Path(),
    jobs: Annotated[int, typer.Option("--jobs", "-j", metavar="N", min=0, max=64, help="Processes to use.")] = 1,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say which story it would be and what to take back, and do nothing.")
    ] = False,
    json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Take a story back: tombstones in feeds, a stub in each format, and a list of the files to take back.

    What was withdrawn by a slip comes out again when its table is taken out of withdrawn.toml and the project is built.
    """
    from exporters.cli.speech import Speech
    from exporters.errors import BroadsheetError
    from exporters.project.build import Orders
    from exporters.project.build import build as build_project
    from exporters.project.reading import find_project
    from exporters.project.withdrawing import withdraw_story
    from exporters.report import Report

    root = find_project(project)
    report = Report()
    with Speech(report, json=json, quiet=quiet) as speech:
        record = withdraw_story(root, story, reason, by, dry_run=dry_run)
        taken = [file.name for file in record.files[:_MANY]]
        if len(record.files) > _MANY:
            taken.append(f"{len(record.files) - _MANY} more files")
        if dry_run:
            speech.notes = [
                f"would withdraw {record.id}: {record.reason}",
                *(f"would take back {name}" for name in taken),
            ]
            return
        orders = Orders(jobs=jobs or _cores())
        try:
            done = build_project(root, orders, report, speech.steps())
        except BroadsheetError as exc:
            exc.remedy = f"{exc.remedy}. {_WITHDRAWN}" if exc.remedy else _WITHDRAWN
            raise
        _tell(done, root, orders, speech, verbose=False)
        where = "dist/withdrawn.json lists them with their digests" if taken else "no file in dist/ held it"
        told = [f"withdrew {record.id}: {record.reason}", *(f"take back {name}" for name in taken), where]
        undone = "if this was a slip, take its table out of withdrawn.toml and build again"
        speech.notes = [*told, undone, *speech.notes]


_WITHDRAWN = (
    "The withdrawal itself is done: withdrawn.toml has it, no build lets the story out again, and the next that ends "
    "leaves tombstones and stubs"
)


def _in_project(root: Path, files: Sequence[str]) -> tuple[str, ...]:
    """Return the names of these files as the project has them: they may be named from its folder, or from here."""
    home, resolved = Path(os.path.abspath(root)), root.resolve()  # noqa: PTH100 - links stay as they are named
    names = []
    for file in files:
        tried = ((home / file, home), (Path.cwd() / file, home), (Path(file).resolve(), resolved))
        found = [(Path(os.path.normpath(path)), above) for path, above in tried if path.is_file()]
        inside = [path.relative_to(above) for path, above in found if path.is_relative_to(above)]
        names.append((inside[0] if inside else Path(file)).as_posix())
    return tuple(sorted(set(names)))


def _moment(text: str) -> datetime | None:
    """Return the time that --as-of names; raises UsageError for what is none."""
    from exporters.errors import UsageError
    from exporters.source.dates import UnreadableDate, read_moment

    try:
        found = read_moment(text)
    except UnreadableDate as exc:
        raise UsageError(f"--as-of {text!r} is no time", remedy="Write it as 2025-11-24T06:00:00-05:00") from exc
    return found[0] if found else None


def _cores() -> int:
    import os

    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
