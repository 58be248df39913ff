"""`broadsheet compare`: two versions of a story as one Word file with tracked changes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from exporters.cli.settings import Debug, From, Json, Quiet, Settings, Smart, Strict, Verbose

if TYPE_CHECKING:
    from exporters.formats.docx.options import DocxOptions


def compare(
    old: Annotated[str, typer.Argument(metavar="OLD", help="The version before; - for standard input.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The version that holds now.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="The Word file. [default: dist/SLUG-changes.docx]"),
    ] = None,
    from_: From = "",
    option: Settings = None,
    smart: Smart = False,
    strict: Strict = False,
    json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    debug: Debug = False,
) -> None:
    """Write what changed between two versions of a story as tracked changes, which Word can accept or reject.

    They carry date and author of the correction that the new version tells of. Both versions go through the desk: what
    is under embargo or withheld in either is not in the file.

    `git show HEAD~1:story.md | broadsheet compare - story.md` compares with what was committed before.
    """
    from exporters import pipeline
    from exporters.cli.speech import Speech
    from exporters.errors import UsageError
    from exporters.project.loose import hold_withdrawn
    from exporters.project.people import introduce_all
    from exporters.registry import load_format
    from exporters.report import Report

    report = Report()
    with Speech(report, json=json, quiet=quiet, verbose=verbose) as speech:
        if output is not None and output.suffix.lower() != ".docx":
            raise UsageError(f"{output} is no Word file", remedy="Name a file that ends in .docx")
        if old == new:
            raise UsageError(f"{old} is named twice", remedy="Name the version before and the one that holds now")
        word = load_format("docx")
        settings = [*(option or ()), f"docx.compare={old}"]
        options = pipeline.read_options([word], settings, report, kind=from_, smart=smart)
        edition = pipeline.load_edition([new], report, kind=from_, as_one=True, smart=smart, introduce=introduce_all)
        before = cast("DocxOptions", options["docx"]).compare.publication
        hold_withdrawn([old, new], [*edition.exact.articles, *before.articles], report)
        stem = output.stem if output else f"{edition.whole.meta.slug}-changes"
        done = pipeline.export(
            edition,
            [word],
            output.parent if output else Path("dist"),
            report,
            options=options,
            strict=strict,
            stem=stem,
            suffix=output.suffix if output else "",
        )
        speech.written = done.written
