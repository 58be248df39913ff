"""The commands and the way every one of them ends: an exit code, and words that say what, where and what to do."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from exporters.cli.deferred import group_of
from exporters.cli.ending import end_well

_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
_COMMANDS = {  # in the order of --help
    "export": "exporters.cli.commands:export",
    "build": "exporters.cli.project:build",
    "init": "exporters.cli.project:init",
    "new": "exporters.cli.project:new",
    "withdraw": "exporters.cli.project:withdraw",
    "compare": "exporters.cli.comparing:compare",
    "check": "exporters.cli.commands:check",
    "formats": "exporters.cli.commands:formats",
    "impose": "exporters.cli.imposing:impose",
}

app = typer.Typer(
    name="broadsheet",
    cls=group_of(_COMMANDS, _SETTINGS),
    help="One source, every edition: stories to PDF, EPUB, DOCX, RSS and Atom.",
    no_args_is_help=True,
    rich_markup_mode=None,  # rich costs more to import than everything else that --help needs
    pretty_exceptions_enable=False,
    context_settings=_SETTINGS,
)


def _version(wanted: bool) -> None:
    if wanted:
        from exporters import __version__

        typer.echo(f"broadsheet {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """One source, every edition: stories to PDF, EPUB, DOCX, RSS and Atom."""


def main() -> None:
    """Run the command line; every way it can end is an exit code (see `exporters.errors`)."""
    end_well(app, debug="--debug" in sys.argv)  # the parser itself may fail
