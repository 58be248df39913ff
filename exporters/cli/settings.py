"""The options that several commands share, defined once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Sources = Annotated[
    list[str],
    typer.Argument(metavar="SOURCE...", help="Files, folders of stories, or - for standard input.", show_default=False),
]
To = Annotated[
    str,
    typer.Option(
        "--to", "-t", metavar="FORMATS", help="Formats with commas between, or all; see `broadsheet formats`."
    ),
]
From = Annotated[
    str,
    typer.Option(
        "--from",
        "-f",
        metavar="KIND",
        help="What the source is: markdown, html, text or native.",
        show_default=False,
    ),
]


def _folder(given: str | Path) -> Path:
    if not str(given).strip():  # a variable of a script that is not set; Path("") would be the folder one is in
        raise typer.BadParameter("a folder needs a name; . is the folder you are in")
    path = Path(given)
    if str(given).endswith("/") and path.suffix and not path.is_dir():  # the slash is lost in a path
        from exporters.registry import choose_formats

        if path.suffix.lower() in {format_.suffix for format_ in choose_formats("all")}:
            raise typer.BadParameter(f"{given} is a folder with the name of a file; leave the / out, or name another")
    return path


Folder = Annotated[
    Path,
    typer.Option(
        "--output",
        "-o",
        metavar="DIR",
        help="The folder that receives the files; or a file such as story.pdf, where one is written.",
        parser=_folder,
    ),
]
AsOne = Annotated[bool, typer.Option("--as-one", help="Put all stories into one briefing.")]
Title = Annotated[str, typer.Option("--title", help="The title of the briefing, or of the feed.", show_default=False)]
Subtitle = Annotated[str, typer.Option("--subtitle", help="Its subtitle.", show_default=False)]
Language = Annotated[
    str,
    typer.Option("--language", metavar="TAG", help="Its language, such as en or pt-BR.", show_default=False),
]
Publisher = Annotated[str, typer.Option("--publisher", help="Who publishes it.", show_default=False)]
Url = Annotated[str, typer.Option("--url", help="Its address on the web.", show_default=False)]
Identifier = Annotated[
    str, typer.Option("--id", metavar="URN", help="An id for it that never changes.", show_default=False)
]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--option", "-O", metavar="FORMAT.NAME=VALUE", help="Set an option of a format. Repeat as needed.",
        show_default=False,
    ),
]  # fmt: skip
Smart = Annotated[bool, typer.Option("--smart", help="Turn straight quotes and dashes into those of the language.")]
Strict = Annotated[bool, typer.Option("--strict", help="Take warnings for errors: write nothing, exit with 1.")]
Json = Annotated[bool, typer.Option("--json", help="Say everything as one JSON object on standard output.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say errors only.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Say also what was done without harm.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")]
