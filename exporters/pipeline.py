"""The rooms in a row: read, prepare, export. Start reading here.

sources -> read_stories -> [Story]          source/: bytes to articles, pictures checked
        -> prepare -> Edition               editorial/: the desk's checks, numbers, anchors, links
        -> export -> files                  formats/ and delivery/: every publication in every format
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import msgspec

from exporters.codes import exit_code_of
from exporters.contract import Format, Job, MadeFile, Output, PageMap
from exporters.delivery.files import OutputFolder, Written
from exporters.editorial.accessibility import check_accessibility, mend_headings
from exporters.editorial.corrections import place_corrections
from exporters.editorial.embargo import hold_back
from exporters.editorial.identity import name_articles
from exporters.editorial.languages import report_languages
from exporters.editorial.notices import check_notices
from exporters.editorial.publication import publication_meta
from exporters.editorial.redaction import check_redactions
from exporters.editorial.references import Index, bind_references, release_cross_links
from exporters.editorial.sources import place_sources
from exporters.errors import (
    AssetError,
    BroadsheetError,
    DeliveryError,
    EditorialError,
    FormatError,
    SourceError,
    StrictError,
    UsageError,
    wrap,
)
from exporters.model.comments import EditorNote
from exporters.model.meta import Meta
from exporters.model.nodes import Image, Link
from exporters.model.outline import number_article
from exporters.model.overview import Overview, look_over
from exporters.model.publication import Article, Publication, Resource, lone_story
from exporters.model.walk import gather
from exporters.options import make_options, split_settings
from exporters.report import Report
from exporters.source import read_stories
from exporters.source.images import AssetStore
from exporters.words import words_for

EPOCH = datetime(1980, 1, 1, tzinfo=UTC)
"""The time of an edition whose stories give none; the earliest that a ZIP file can hold."""

_IMAGE: frozenset[type] = frozenset({Image})
_LINK: frozenset[type] = frozenset({Link})

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS})
"""What a disk says that cannot take more."""

_COMMENTED = ".comments"
"""What the name of a file has that holds comments of editors: never that of the one which goes out."""

LARGEST_OPTION_FILE = 64 * 1024 * 1024
"""Bytes of a file that an option may name."""


class Edition(msgspec.Struct, frozen=True):
    """Everything a run will write: the publication that formats take, and the one that the exact formats take.

    `stories` are the articles one by one, with links among them released; `whole` holds all of them, for formats
    that collect and for a briefing. `smart` says that straight quotes and dashes were made typographic, `kind` what
    sources are whose suffix does not tell. `editor_notes` are comments in the sources; they are in no publication, and
    given to a format only where its option `comments` asks for them.
    """

    whole: Publication
    stories: tuple[Publication, ...]
    exact: Publication
    as_one: bool
    assets: AssetStore
    now: datetime
    smart: bool = False
    kind: str = ""
    editor_notes: tuple[EditorNote, ...] = ()


class Export(msgspec.Struct, frozen=True):
    """What a run did: the files it wrote, in order, and what it had to say."""

    written: tuple[Written, ...]
    report: Report


def say_nothing(name: str, format_name: str) -> None:
    """The progress of a run that nobody watches."""
    del name, format_name


def check_report(report: Report, *, strict: bool = False) -> None:
    """Raise the error that the diagnostics call for, if any: the gravest kind of error, or warnings under `strict`.

    The error says how many there were; what they say is in the report.
    """
    errors = [diagnostic for diagnostic in report.diagnostics if diagnostic.severity == "error"]
    if errors:
        gravest = max(exit_code_of(diagnostic.code) for diagnostic in errors)
        kinds: dict[int, type[BroadsheetError]] = {
            3: SourceError,
            4: AssetError,
            5: FormatError,
            8: EditorialError,
        }
        raise kinds.get(gravest, SourceError)(f"{_counted(len(errors), 'error')}; nothing was written")
    warnings = report.count("warning")
    if strict and warnings:
        raise StrictError(
            f"{_counted(warnings, 'warning')} under --strict; nothing was written",
            remedy="Mend what they say, or leave out --strict",
        )


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}{'s' * (number != 1)}"


def load_edition(
    sources: Sequence[str | Path],
    report: Report,
    *,
    kind: str = "",
    meta: Meta | None = None,
    as_one: bool = False,
    smart: bool = False,
    syndicated: bool = False,
    today: datetime | None = None,
    introduce: Callable[[Sequence[Article], Report], Sequence[Article]] | None = None,
) -> Edition:
    """Return the edition that these files and folders make, checked and ready for every format.

    `meta` is that of the briefing when `as_one`, and of the feed; `kind` names the source format of standard input
    and of files whose suffix does not tell; `today` is the real time, against which embargoes are held; `introduce`
    looks up the people of the stories. Errors of the sources are in the report: see `check_report`.
    """
    noted: list[EditorNote] = []
    stories, assets = read_stories(sources, report, kind=kind, smart=smart, noted=noted)
    if not stories:
        check_report(report)
        raise SourceError("there is no story to export", remedy="Name a file, or a folder with stories in it")
    if introduce is not None:
        stories = list(introduce(stories, report))
    edition = prepare(stories, assets, report, meta=meta, as_one=as_one, syndicated=syndicated, today=today)
    return msgspec.structs.replace(edition, smart=smart, kind=kind, editor_notes=tuple(noted))


def prepare(
    articles: Sequence[Article],
    assets: AssetStore,
    report: Report,
    *,
    meta: Meta | None = None,
    as_one: bool = False,
    syndicated: bool = False,
    today: datetime | None = None,
) -> Edition:
    """Return the edition that these articles make, after the desk has seen each of them."""
    moment = today or datetime.now(UTC)
    views = [look_over(article.body) for article in articles]
    for article, seen in zip(articles, views, strict=True):
        hold_back(article, moment, report, syndicated=syndicated)
        check_notices(article, report, moment, seen)
        check_redactions(article, report, seen)
    exact = name_articles(articles, report)
    placed = [place_matter(article, report) for article in exact]
    views = [
        look_over(article.body) if article.sources or article.corrections else seen  # then there is more in it now
        for article, seen in zip(placed, views, strict=True)
    ]
    dressed = tuple(map(number_article, placed, views))
    index = Index(dressed)
    bound = tuple(bind_references(article, index, report, seen) for article, seen in zip(dressed, views, strict=True))
    for article, seen in zip(bound, views, strict=True):
        check_accessibility(article, report, seen)
    resources = assets.resources
    whole = Publication(meta=publication_meta(meta, bound), contents=bound, resources=resources)
    if (as_one or syndicated) and not (meta and meta.language):
        report_languages(bound, whole.meta.language, report, briefing=as_one)
    if syndicated and len(bound) > 1 and whole.meta.title == words_for(whole.meta.language).contents:
        report.warning(
            "feed-untitled",
            f"nothing gives the feed a title; it is called {whole.meta.title!r}, and so is its file",
            remedy="Say it with --title, or --publisher",
        )
    return Edition(
        whole=whole,
        stories=_one_by_one(bound, views, resources, report) if not as_one else (),
        exact=Publication(meta=whole.meta, contents=exact, resources=resources),
        as_one=as_one,
        assets=assets,
        now=edition_time(whole),
    )


def place_matter(article: Article, report: Report) -> Article:
    """Return the article with corrections and sources in their places and headings in step, not numbered yet."""
    words = words_for(article.meta.language)
    return place_sources(place_corrections(mend_headings(article, report), words), words)


def _one_by_one(
    articles: tuple[Article, ...], views: Sequence[Overview], resources: tuple[Resource, ...], report: Report
) -> tuple[Publication, ...]:
    """Return each article as a publication of its own; `views` are what their bodies hold."""
    if len(articles) == 1:
        return (lone_story(articles[0], resources),)
    urls = {article.meta.slug: article.meta.url for article in articles}
    publications = []
    for article, seen in zip(articles, views, strict=True):
        others = _linked_stories(article, seen) & urls.keys() - {article.meta.slug}
        elsewhere = {slug: urls[slug] for slug in others}
        alone = release_cross_links(article, elsewhere, report) if elsewhere else article
        publications.append(lone_story(alone, used_resources(alone, resources, seen)))
    return tuple(publications)


def _linked_stories(article: Article, seen: Overview) -> set[str]:
    """Return the slugs of the stories of the run that the article has links to, all of which are bound."""
    found = gather([article.body[position] for position in seen.holding(_LINK)], _LINK)
    for note in article.notes:
        found += gather(note.children, _LINK)
    targets = [node.target for node in found if isinstance(node, Link)]
    return {target[len("story:") :].partition("#")[0] for target in targets if target.startswith("story:")}


def used_resources(
    article: Article, resources: tuple[Resource, ...], seen: Overview | None = None
) -> tuple[Resource, ...]:
    """Return those of the pictures that the article shows, its cover included; `seen` is what its body holds."""
    if not resources:
        return ()
    body = [article.body[position] for position in seen.holding(_IMAGE)] if seen else article.body
    names = {article.meta.cover}
    for blocks in (body, *(note.children for note in article.notes)):
        names.update(node.source for node in gather(blocks, _IMAGE) if isinstance(node, Image))
    return tuple(resource for resource in resources if resource.name in names)


def edition_time(publication: Publication) -> datetime:
    """Return the time of the edition in UTC: SOURCE_DATE_EPOCH where set, else the latest date the publication gives.

    Never the clock, so that the same source gives the same bytes (https://reproducible-builds.org/specs/source-date-epoch/).
    """
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given:
        try:
            return datetime.fromtimestamp(int(given), UTC)
        except (ValueError, OverflowError, OSError) as exc:
            raise UsageError(
                f"SOURCE_DATE_EPOCH is {given!r}, which is no time",
                remedy="Set it to seconds since 1970, or unset it",
            ) from exc
    moments = [EPOCH]
    for meta in (publication.meta, *(article.meta for article in publication.articles)):
        moments.extend(moment.astimezone(UTC) for moment in (meta.published, meta.modified) if moment is not None)
    return max(moments).replace(microsecond=0)


def export(
    edition: Edition,
    formats: Sequence[Format],
    folder: Path,
    report: Report,
    *,
    settings: Iterable[str] = (),
    options: Mapping[str, msgspec.Struct] | None = None,
    strict: bool = False,
    progress: Callable[[str, str], None] = say_nothing,
    stem: str = "",
    suffix: str = "",
    digested: bool = True,
) -> Export:
    """Write the edition in these formats into the folder and return what was written; all of it or nothing.

    `settings` are assignments such as `pdf.paper=letter`; `options` what `read_options` made of them. `progress` is
    called with the slug and the format before each file. Formats that paginate go first, so that the others of the same
    publication know the printed pages. `stem` is the name of the whole publication's files, if not its slug, `suffix`
    that of the one file, if it is written otherwise than the format has it. `digested` asks for the digests of what
    archives hold.
    A file with comments of editors is called `<slug>.comments<suffix>`, apart from the one that goes out.
    """
    if options is None:
        options = read_options(formats, settings, report, kind=edition.kind, smart=edition.smart)
    check_report(report, strict=strict)
    made: dict[str, list[MadeFile]] = {}
    with OutputFolder(folder) as outputs:
        for publication, name, chosen in _plan(edition, formats, stem):
            page_map: PageMap | None = None
            for format_ in chosen:
                progress(name, format_.name)
                told = getattr(options[format_.name], "comments", False)
                own = f"{name}{_COMMENTED if told and not stem else ''}{suffix or format_.suffix}"
                job = Job(
                    options=options[format_.name],
                    report=report,
                    now=edition.now,
                    read_asset=edition.assets.read,
                    page_map=page_map,
                    made=made,
                    digested=digested,
                    editor_notes=edition.editor_notes if told else (),
                )
                given = edition.exact if format_.exact and publication is edition.whole else publication
                handed_on = write_format(format_, given, outputs.output(own), job)
                page_map = handed_on if handed_on is not None else page_map
                for beside, content_digest in job.content_digests.items():
                    outputs.note_content(beside or own, content_digest)
                if publication.lone and not format_.collects and not format_.exact and not told:
                    file, length = outputs.finished(own)
                    made.setdefault(name, []).append(MadeFile(file, format_.media_type, length))
        check_report(report, strict=strict)
        written = outputs.keep()
    return Export(written, report)


def read_options(
    formats: Sequence[Format], settings: Iterable[str], report: Report, *, kind: str = "", smart: bool = False
) -> dict[str, msgspec.Struct]:
    """Return the options of each format by its name, files and stories that they name read.

    To be called before stories are read, which takes time. Raises UsageError for what cannot be an option.
    """
    by_format = split_settings(settings, formats)
    read_story = partial(_option_story, smart=smart, kind=kind, report=report)
    options = {}
    for format_ in formats:
        set_here = by_format[format_.name]
        options[format_.name] = made = make_options(format_, set_here, read_option_file, read_story)
        if set_here and format_.check is not None:
            format_.check(made)
    return options


def read_option_file(name: str) -> bytes:
    """Return the bytes of a file that an option names; raises UsageError if it cannot be read or is too large."""
    reading = wrap(UsageError, f"read {name}", OSError, ValueError, remedy="Name a file that can be read")
    with reading, Path(name).open("rb") as stream:
        data = stream.read(LARGEST_OPTION_FILE + 1)  # a device has no size, and no end
    if len(data) > LARGEST_OPTION_FILE:
        raise UsageError(f"{name} is too large for an option", remedy="Name a theme or template, not an archive")
    return data


def _option_story(name: str, *, smart: bool, kind: str, report: Report) -> Publication:
    """Return the publication that a source makes which an option names, such as the version before a correction.

    It goes through the desk as any story does, so that what is withheld in it stays so. Raises the error that its
    diagnostics call for; what is less than an error was said when that version went out, unless it never did.
    """
    said = Report()
    other = load_edition([name], said, smart=smart, kind=kind)
    report.extend(found for found in said.diagnostics if found.severity == "error" or found.code == "not-yet")
    check_report(said)
    return other.whole


def _plan(edition: Edition, formats: Sequence[Format], stem: str) -> Iterable[tuple[Publication, str, list[Format]]]:
    """Yield what to write: a publication, the name of its files without suffix, and its formats in working order."""
    # Stable: paginating formats first, those that offer the files of others last.
    ordered = sorted(formats, key=lambda format_: (not format_.paginates, format_.collects))
    whole_name = stem or edition.whole.meta.slug
    if edition.as_one or len(edition.stories) == 1:
        yield edition.whole, whole_name, ordered
        return
    apart = [format_ for format_ in ordered if not format_.collects and not format_.exact]
    for story in edition.stories if apart else ():
        yield story, story.meta.slug, apart
    together = [format_ for format_ in ordered if format_.collects or format_.exact]
    if together:
        yield edition.whole, whole_name, together


def write_format(format_: Format, publication: Publication, output: Output, job: Job[msgspec.Struct]) -> PageMap | None:
    """Let the format write, and give errors that it did not foresee the place where they belong."""
    try:
        return format_.write(publication, output, job)
    except BroadsheetError:
        raise
    except (MemoryError, KeyboardInterrupt):
        raise
    except Exception as exc:
        if isinstance(exc, OSError) and exc.errno in _FULL:
            raise DeliveryError(
                f"cannot write the {format_.name}: {exc.strerror}", remedy="Make room, or name another folder"
            ) from exc
        raise FormatError(
            f"{format_.name} failed on this publication: {type(exc).__name__}: {exc}",
            publication.meta.place,
            "This is a fault of the format; --debug shows where. The other formats can be written without it",
            code="format-failed",
        ) from exc
