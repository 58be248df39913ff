"""`broadsheet impose`: the pages of a finished PDF as the sheets of a booklet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exporters.cli.settings import Debug, Quiet


def impose(
    pdf: Annotated[Path, typer.Argument(metavar="FILE.pdf", help="The PDF to fold.", show_default=False)],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="The booklet. [default: FILE-booklet.pdf]"),
    ] = None,
    paper: Annotated[
        str,
        typer.Option(metavar="SIZE", help="The sheet to fit pages to: a3, a4, letter, legal, tabloid. Else two pages."),
    ] = "",
    signature: Annotated[
        int, typer.Option(metavar="PAGES", min=0, help="Pages in one signature, a multiple of 4. 0: all in one.")
    ] = 0,
    thickness: Annotated[
        float, typer.Option(metavar="MM", min=0, max=2, help="How thick the paper is; inner pages move by it.")
    ] = 0.1,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Put the pages of a PDF on sheets, so that the print folds into a booklet.

    Print the sheets on both sides, turned over the short edge, and stitch them through the fold.
    """
    from exporters.cli.speech import Speech
    from exporters.delivery.files import Written, write_whole
    from exporters.delivery.imposition import Booklet
    from exporters.delivery.imposition import impose as imposed
    from exporters.errors import SourceError, wrap
    from exporters.report import Report

    with Speech(Report(), json=False, quiet=quiet) as speech:
        with wrap(SourceError, f"read {pdf}", OSError):
            data = pdf.read_bytes()
        target = output or pdf.with_name(f"{pdf.stem}-booklet.pdf")
        made = imposed(data, Booklet(signature, thickness, paper))
        write_whole(target, made)
        speech.written = (Written(target, len(made)),)
