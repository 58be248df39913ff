"""What a command says: diagnostics as lines, the files it wrote, what each format simplified; or all of it as JSON."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import msgspec

from exporters.cli.echo import echo
from exporters.contract import Format
from exporters.delivery.files import Written
from exporters.errors import BroadsheetError
from exporters.options import describe_options
from exporters.pipeline import Edition, say_nothing
from exporters.registry import SUMMARIES
from exporters.report import Diagnostic, Report

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

_COLOURS = {"error": 31, "warning": 33, "info": 34}
"""Red, yellow and blue, as terminals number them (ECMA-48, 8.3.117)."""

_PROGRESS_FROM = 4  # files; fewer are done before a bar could be read


class Speech:
    """Says a report when its `with` block ends, well or with an error.

    Diagnostics and errors go to standard error, results to standard output.
    """

    def __init__(
        self, report: Report, *, json: bool, quiet: bool, verbose: bool = False, checking: bool = False
    ) -> None:
        self.report = report
        self.json = json
        self.quiet = quiet
        self.verbose = verbose
        self.checking = checking
        self.written: Sequence[Written] = ()
        self.removed: Sequence[str] = ()
        self.notes: Sequence[str] = ()
        self.brief = False
        self._bar: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()
        ours = error if isinstance(error, BroadsheetError) else None
        if error is not None and ours is None:
            return
        if self.json:
            self._say_json(ours)
            if ours is not None:
                raise SystemExit(ours.exit_code) from error
            return
        for diagnostic in in_order(self.report.diagnostics):
            if self._heard(diagnostic):
                say(diagnostic)
        if ours is not None:
            return
        self._say_results()

    def _heard(self, diagnostic: Diagnostic) -> bool:
        if self.quiet:
            return diagnostic.severity == "error"
        return self.verbose or diagnostic.severity != "info"

    def _say_results(self) -> None:
        if self.quiet:
            return
        for written in self.written if not self.brief else ():
            echo(f"wrote {written.path} ({_size(written.size)})")
        for name in self.removed if not self.brief else ():
            echo(f"removed {name}")
        for note in self.notes:
            echo(note)
        if self.report.losses:
            echo("simplified:", err=True)
            for row in _aligned(_loss_rows(self.report)):
                echo(f"  {row}", err=True)
        warnings, infos = self.report.count("warning"), self.report.count("info")
        if warnings and not self.checking:
            echo(_losses_told(self.report), err=True)
        if self.checking:
            echo(f"{warnings} warning{'s' * (warnings != 1)}, {infos} remark{'s' * (infos != 1)}; nothing was written")

    def _say_json(self, error: BroadsheetError | None) -> None:
        said = {
            "written": [
                {
                    "path": str(written.path),
                    "size": written.size,
                    **({"content_sha256": written.content_digest} if written.content_digest else {}),
                }
                for written in self.written
            ],
            "removed": list(self.removed),
            "notes": list(self.notes),
            "diagnostics": in_order(self.report.diagnostics),
            "simplified": [
                {"format": name, "kind": kind, "became": became, "count": count}
                for (name, kind, became), count in sorted(self.report.losses.items())
            ],
            "error": None
            if error is None
            else {
                "code": error.code,
                "message": error.message,
                "place": str(error.place),
                "remedy": error.remedy,
                "exit_code": error.exit_code,
            },
        }
        try:
            text = msgspec.json.format(msgspec.json.encode(said), indent=2).decode()
        except UnicodeEncodeError:  # the name of a file is not UTF-8
            from json import dumps

            text = dumps(msgspec.to_builtins(said), indent=2)
        echo(text)

    def steps(self) -> Callable[[str, str], None]:
        """Return what a build calls after each story and file: a line that counts on a terminal, nothing elsewhere."""
        if self.json or self.quiet or sys.stderr is None or not sys.stderr.isatty():
            return say_nothing
        from rich.console import Console
        from rich.progress import Progress, TextColumn, TimeElapsedColumn

        bar = Progress(
            TextColumn("{task.completed} {task.description}"),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._bar = bar
        tasks: dict[str, Any] = {}
        bar.start()

        def step(name: str, what: str) -> None:
            del name
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=None)
            bar.update(tasks[what], advance=1)

        return step

    def progress(self, edition: Edition, formats: Sequence[Format]) -> Callable[[str, str], None]:
        """Return what the pipeline calls before each file: a bar on a terminal, nothing elsewhere."""
        apart = sum(not format_.collects for format_ in formats) * max(len(edition.stories), 1)
        total = apart + sum(format_.collects for format_ in formats)
        if self.json or self.quiet or total < _PROGRESS_FROM or sys.stderr is None or not sys.stderr.isatty():
            return say_nothing
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        task = self._bar.add_task("", total=total)
        self._bar.start()

        def step(name: str, format_name: str) -> None:
            self._bar.update(task, advance=1, description=f"{name} {format_name}")

        return step


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return the diagnostics by file, line and column; at one place in the order they came, those of no place last."""
    return sorted(
        diagnostics, key=lambda said: (not said.place.file, said.place.file, said.place.line, said.place.column)
    )


def _losses_told(report: Report) -> str:
    """Return in a line how many warnings there were, and of which codes; they may have run out of sight."""
    codes = Counter(said.code for said in report.diagnostics if said.severity == "warning")
    told = ", ".join(f"{count} {code}" for code, count in sorted(codes.items(), key=lambda one: (-one[1], one[0])))
    count = sum(codes.values())
    return f"{count} warning{'s' * (count != 1)}: {told} (--strict takes warnings for errors)"


def say(diagnostic: Diagnostic) -> None:
    """Print a diagnostic as one line on standard error, its severity coloured on a terminal."""
    line = str(diagnostic)
    if sys.stderr is not None and sys.stderr.isatty() and "NO_COLOR" not in os.environ:
        mark = f"{diagnostic.severity}[{diagnostic.code}]"
        line = line.replace(mark, f"\x1b[{_COLOURS[diagnostic.severity]};1m{mark}\x1b[0m", 1)
    echo(line, err=True)


def say_error(error: BroadsheetError) -> None:
    """Print the error that ends a run as one line on standard error."""
    say(Diagnostic(severity="error", code=error.code, message=error.message, place=error.place, remedy=error.remedy))


def show_formats(installed: Mapping[str, EntryPoint], *, json: bool) -> None:
    """Print the installed formats and what each is, or the distribution it comes from; loads none of them."""
    origins = {name: entry.dist.name if entry.dist else "" for name, entry in installed.items()}
    if json:
        echo(msgspec.json.format(msgspec.json.encode(origins), indent=2).decode())
        return
    for row in _aligned([(name, SUMMARIES.get(name, f"from {origin}")) for name, origin in origins.items()]):
        echo(row)
    echo("\n`broadsheet formats NAME` tells what a format is and takes.")


def show_format(format_: Format, *, json: bool) -> None:
    """Print what a format is and the options it takes."""
    fields = describe_options(format_.options)
    if json:
        told = {
            "name": format_.name,
            "suffix": format_.suffix,
            "media_type": format_.media_type,
            "summary": format_.summary,
            "options": [
                {"name": f.name, "takes": f.takes, "default": f.default, "description": f.description} for f in fields
            ],
        }
        echo(msgspec.json.format(msgspec.json.encode(told), indent=2).decode())
        return
    echo(f"{format_.name} ({format_.suffix}, {format_.media_type}): {format_.summary}")
    for option in fields:
        default = f" [{option.default}]" if option.default else ""
        echo(f"\n  -O {format_.name}.{option.name}={default}")
        echo(f"      {option.description}{'.' if not option.description.endswith('.') else ''} Takes {option.takes}.")
    if not fields:
        echo("It has no options.")


def _loss_rows(report: Report) -> list[tuple[str, ...]]:
    return [
        (name, kind, f"written as {became}", f"{count}x")
        for (name, kind, became), count in sorted(report.losses.items())
    ]


def _aligned(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Return the rows as lines whose columns stand below each other."""
    if not rows:
        return []
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _size(count: int) -> str:
    """Return a size in bytes as a reader measures it."""
    if count < 1000:
        return f"{count} B"
    return f"{count / 1000:.0f} kB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"
