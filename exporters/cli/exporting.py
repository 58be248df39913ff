"""Stories in, files out: what `broadsheet export` does once its words are read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from exporters import pipeline
from exporters.cli.named_file import check_single, destination
from exporters.cli.speech import Speech
from exporters.delivery.files import check_folder
from exporters.errors import UsageError
from exporters.model.meta import Meta
from exporters.model.outline import slugify
from exporters.project.loose import hold_withdrawn, tell_of_projects
from exporters.project.people import introduce_all
from exporters.report import Report


def export_stories(
    sources: Sequence[str],
    *,
    to: str = "all",
    output: Path = Path("dist"),
    from_: str = "",
    as_one: bool = False,
    title: str = "",
    subtitle: str = "",
    language: str = "",
    publisher: str = "",
    url: str = "",
    identifier: str = "",
    option: Sequence[str] | None = None,
    smart: bool = False,
    strict: bool = False,
    json: bool = False,
    quiet: bool = False,
    verbose: bool = False,
) -> pipeline.Edition:
    """Write the stories in these formats, say what was written, and return what they made.

    See `commands.export` for what each word means. Who ends the process can keep the edition until then: it takes
    longer to take apart than to say all there is to say.
    """
    report = Report()
    with Speech(report, json=json, quiet=quiet, verbose=verbose) as speech:
        wanted = destination(output, to, sources)
        chosen = wanted.formats
        tell_of_projects(sources, report)
        check_folder(wanted.folder)
        options = pipeline.read_options(chosen, option or (), report, kind=from_, smart=smart)
        edition = pipeline.load_edition(
            sources,
            report,
            kind=from_,
            meta=meta_given(title, subtitle, language, publisher, url, identifier, as_one=as_one),
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
            suffix=wanted.suffix,
            digested=json,
        )
        speech.written = done.written
    return edition


_WEB = r"https?://[^\s/<>\"]+\S*"
_URI = r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"]+"
_TAG = r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*"


def _check_address(option: str, given: str, form: str, remedy: str) -> None:
    """Raise UsageError for the value of an option that has not the form of what it stands for."""
    if given and not re.fullmatch(form, given):
        raise UsageError(f"{option} cannot be {given[:80]!r}", remedy=remedy)


def meta_given(
    title: str, subtitle: str, language: str, publisher: str, url: str, identifier: str, *, as_one: bool
) -> Meta | None:
    """Return the meta of the publication as the command line gives it, or None where it says nothing.

    Raises UsageError for a briefing without a title.
    """
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
