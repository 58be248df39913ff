"""The commands: each hands its words to the pipeline and what comes back to `speech`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exporters.cli.settings import (
    AsOne,
    Debug,
    Folder,
    From,
    Identifier,
    Json,
    Language,
    Publisher,
    Quiet,
    Settings,
    Smart,
    Sources,
    Strict,
    Subtitle,
    Title,
    To,
    Url,
    Verbose,
)


def export(
    sources: Sources,
    to: To = "all",
    output: Folder = Path("dist"),
    from_: From = "",
    as_one: AsOne = False,
    title: Title = "",
    subtitle: Subtitle = "",
    language: Language = "",
    publisher: Publisher = "",
    url: Url = "",
    identifier: Identifier = "",
    option: Settings = None,
    smart: Smart = False,
    strict: Strict = False,
    json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    debug: Debug = False,
) -> None:
    """Write stories in one or more formats.

    Several stories give one file each in page formats, and one feed. With --as-one they make one briefing.
    """
    from exporters.cli.exporting import export_stories

    export_stories(
        sources,
        to=to,
        output=output,
        from_=from_,
        as_one=as_one,
        title=title,
        subtitle=subtitle,
        language=language,
        publisher=publisher,
        url=url,
        identifier=identifier,
        option=option,
        smart=smart,
        strict=strict,
        json=json,
        quiet=quiet,
        verbose=verbose,
    )


def check(
    sources: Sources,
    to: To = "all",
    from_: From = "",
    as_one: AsOne = False,
    option: Settings = None,
    smart: Smart = False,
    strict: Strict = False,
    json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Say what an export would report, or, of the folder of a project, what a build would; write nothing.

    A project says itself what is made of it: with the options --to, --from, --as-one, --option and --smart only stories
    are checked.
    """
    from exporters import pipeline
    from exporters.cli.exporting import meta_given
    from exporters.cli.speech import Speech
    from exporters.errors import UsageError
    from exporters.project.loose import hold_withdrawn, project_meant
    from exporters.project.people import introduce_all
    from exporters.registry import choose_formats
    from exporters.report import Report

    report = Report()
    project = project_meant(sources)
    if project is not None:
        if to != "all" or from_ or as_one or option or smart:
            raise UsageError(
                f"{project} is a project, which says itself what is made of it",
                remedy="Leave out --to, --from, --as-one, --option and --smart, or name stories",
            )
        from exporters.cli.project import check_project

        check_project(project, strict=strict, json=json, quiet=quiet)
        return
    with Speech(report, json=json, quiet=quiet, verbose=True, checking=True) as speech:
        chosen = choose_formats(to)
        options = pipeline.read_options(chosen, option or (), report, kind=from_, smart=smart)
        meta = meta_given("Check", "", "", "", "", "", as_one=as_one)
        edition = pipeline.load_edition(
            sources,
            report,
            kind=from_,
            meta=meta,
            as_one=as_one,
            smart=smart,
            syndicated=any(format_.collects for format_ in chosen),
            introduce=introduce_all,
        )
        hold_withdrawn(sources, edition.exact.articles, report)
        import tempfile

        with tempfile.TemporaryDirectory(prefix="broadsheet-check-") as folder:
            pipeline.export(
                edition,
                chosen,
                Path(folder),
                report,
                options=options,
                strict=strict,
                progress=speech.progress(edition, chosen),
                digested=False,
            )


def formats(
    name: Annotated[
        str, typer.Argument(metavar="[NAME]", help="A format, to see its options.", show_default=False)
    ] = "",
    json: Json = False,
    debug: Debug = False,
) -> None:
    """List the formats that can be written, or the options of one."""
    from exporters.cli.speech import show_format, show_formats

    if name:
        from exporters.registry import load_format

        show_format(load_format(name), json=json)
    else:
        from exporters.registry import installed_formats

        show_formats(installed_formats(), json=json)
