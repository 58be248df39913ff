"""The commands: each hands its words to the pipeline and what comes back to `speech`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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

if TYPE_CHECKING:
    from exporters.model.meta import Meta


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
    from exporters import pipeline
    from exporters.cli.named_file import check_single, destination
    from exporters.cli.speech import Speech
    from exporters.delivery.files import check_folder
    from exporters.project.loose import hold_withdrawn, tell_of_projects
    from exporters.project.people import introduce_all
    from exporters.report import Report

    report = Report()
    with Speech(report, json=json, quiet=quiet, verbose=verbose) as speech:
        wanted = destination(output, to)
        chosen = wanted.formats
        tell_of_projects(sources, report)
        check_folder(wanted.folder)
        options = pipeline.read_options(chosen, option or (), report, kind=from_, smart=smart)
        edition = pipeline.load_edition(
            sources,
            report,
            kind=from_,
            meta=_meta(title, subtitle, language, publisher, url, identifier, as_one=as_one),
            as_one=as_one,
            smart=smart,
            syndicated=any(format_.collects for format_ in chosen),
            introduce=introduce_all,
        )
        check_single(wanted, output, len(edition.exact.articles), as_one=as_one)
        hold_withdrawn(sources, edition.exact.articles, report)
        done = pipeline.export(
            edition,
            chosen,
            wanted.folder,
            report,
            options=options,
            strict=strict,
            progress=speech.progress(edition, chosen),
            stem=wanted.stem,
        )
        speech.written = done.written


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
        meta = _meta("Check", "", "", "", "", "", as_one=as_one)
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


_WEB = r"https?://[^\s/<>\"]+\S*"
_URI = r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"]+"
_TAG = r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*"


def _check_address(option: str, given: str, form: str, remedy: str) -> None:
    """Raise UsageError for the value of an option that has not the form of what it stands for."""
    import re

    from exporters.errors import UsageError

    if given and not re.fullmatch(form, given):
        raise UsageError(f"{option} cannot be {given[:80]!r}", remedy=remedy)


def _meta(
    title: str, subtitle: str, language: str, publisher: str, url: str, identifier: str, *, as_one: bool
) -> Meta | None:
    """Return the meta of the publication as the command line gives it, or None where it says nothing.

    Raises UsageError for a briefing without a title.
    """
    from exporters.errors import UsageError
    from exporters.model.meta import Meta
    from exporters.model.outline import slugify

    _check_address("--url", url, _WEB, "Write it with https:// and the host")
    _check_address("--id", identifier, _URI, "Write a URN or a tag URI, such as tag:example.org,2025:weekly")
    _check_address("--language", language, _TAG, "Write a BCP 47 tag such as en, es-MX or ar")
    if as_one and not title:
        raise UsageError("a briefing needs a title", remedy='Add --title "…" to --as-one')
    if not any((title, subtitle, language, publisher, url, identifier)):
        return None
    return Meta(
        title=title,
        subtitle=subtitle,
        slug=slugify(title),
        language=language,
        publisher=publisher,
        url=url,
        id=identifier,
    )
