"""The desk of a build: a story read, checked, dressed and made an entry, in whichever process has the time.

What only pages need is not done for stories that only feeds hold: those are most of a large project, and no feed shows
an anchor or the number of a paragraph.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple, cast
from urllib.parse import urlsplit

import msgspec

from exporters.editorial.accessibility import check_accessibility
from exporters.editorial.embargo import standing
from exporters.editorial.identity import name_articles
from exporters.editorial.notices import check_notices
from exporters.editorial.redaction import check_redactions
from exporters.editorial.references import Index as Links
from exporters.editorial.references import bind_references
from exporters.errors import BroadsheetError, SourceError
from exporters.formats.addresses import is_clean
from exporters.formats.feed.entries import EntryMaker
from exporters.formats.feed.options import FeedOptions
from exporters.model.meta import Meta
from exporters.model.nodes import Cite, Figure, Link, Note, Table
from exporters.model.outline import number_article
from exporters.model.overview import LOOKED_FOR, Overview, look_over
from exporters.model.place import Place
from exporters.model.publication import Article, Resource
from exporters.model.walk import AnyNode, gather
from exporters.pipeline import EPOCH, place_matter, used_resources
from exporters.project.cards import Card, zone_of
from exporters.project.objects import ObjectStore
from exporters.project.people import introduce
from exporters.project.scan import look_at
from exporters.project.stories import (
    Copy,
    Kept,
    Rules,
    digest,
    entry_key,
    pack,
    rules_from,
    story_address,
    zones_in,
)
from exporters.report import Diagnostic, Report
from exporters.source.dates import ASSUMED
from exporters.source.folder import SourceFile
from exporters.source.images import AssetStore
from exporters.source.stories import KINDS, read_file

_ABSOLUTE = re.compile(r"(?i:https?:|mailto:|tel:)|//|#")
_NUMBERED: frozenset[type] = frozenset({Note, Figure, Table})
"""The kinds whose numbers an entry shows."""
_LOOKED_FOR: frozenset[type] = frozenset({Link, Cite}) | _NUMBERED


class Prepared(NamedTuple):
    """A story as the desk hands it on: its article, the pictures it uses, its key, and its links to other stories.

    `whole` says that it was numbered and given anchors, as pages and the links of other stories need it; `store` holds
    the bytes of its pictures, `given` its meta as the file has it.
    """

    article: Article
    resources: tuple[Resource, ...]
    store: AssetStore
    key: bytes
    links: tuple[str, ...]
    whole: bool
    given: Meta


class Desk:
    """Reads the stories of one project by its rules."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.root = Path(rules.root)
        self.objects = ObjectStore(self.root / ".broadsheet")
        self._key = rules.key()
        self._real = self.root.resolve()
        self._home = _host(rules.project.publication.url)
        self._pages = rules.pages
        self._recipes = [
            (recipe, FeedOptions(content=cast("Literal['full', 'summary']", recipe.content), pictures=recipe.pictures))
            for recipe in rules.recipes
        ]

    # --------------------------------------------------------------------------------------------- one story

    def copy(self, path: str) -> Copy:
        """Return the story that the file at this path holds, with its card and its entries."""
        report = Report()
        try:
            prepared = self.prepare(path, report)
            if any(diagnostic.severity == "error" for diagnostic in report.diagnostics):
                return Copy(path=path, diagnostics=tuple(report.diagnostics))
            article, resources = prepared.article, prepared.resources
            for resource in resources:
                self.objects.put(prepared.store.read(resource.name))
            card = self._card(path, prepared, report)
            entries = () if prepared.links else self.entries(prepared.key, article, resources, report)
        except BroadsheetError as exc:
            error = Diagnostic(severity="error", code=exc.code, message=exc.message, place=exc.place, remedy=exc.remedy)
            report.add(error)
            return Copy(path=path, diagnostics=tuple(report.diagnostics))
        whole = article if prepared.whole else None
        kept = Kept(whole, resources, tuple(report.diagnostics), zones_in(article.meta) if whole is not None else None)
        return Copy(path=path, card=card, article=pack(kept), entries=entries, diagnostics=kept.diagnostics)

    def prepare(self, path: str, report: Report, *, whole: bool = False) -> Prepared:
        """Return the story as the desk hands it on; `whole` has it numbered, whoever reads it.

        What is wrong with it is in the report. Raises what the readers of sources raise.
        """
        article, store, data = self.article(path, report)
        given = article.meta
        seen = look_over(article.body)
        check_notices(article, report, None, seen)
        check_redactions(article, report, seen)
        (article,) = name_articles((article,), report)
        article = self._addressed(article)
        _check_standing(article.meta, report)
        article = place_matter(article, report)
        if article.sources or article.corrections:  # then there is more in it now
            seen = look_over(article.body)
        found = _looked_for(article, seen)
        references = [node for node in found if not isinstance(node, (Figure, Table))]
        links = self._targets(references, article.meta.url)
        resources = used_resources(article, store.resources)
        whole = whole or self._pages or bool(links or resources)
        if whole or _shows_numbers(article, found):
            article = number_article(article, seen)
        if not links and not _bound(article, references):
            article = bind_references(article, Links((article,)), report, seen)
        check_accessibility(article, report, seen)
        key = digest(self._key, path.encode(), data, msgspec.msgpack.encode(resources))
        return Prepared(article, resources, store, key, links, whole, given)

    def article(self, path: str, report: Report) -> tuple[Article, AssetStore, bytes]:
        """Return the article of a file with people and terms of the project filled in, its pictures, and its bytes."""
        file = SourceFile(self.root / path, path, self._real)
        store = AssetStore()
        smart = self.rules.project.stories.smart
        data, articles = read_file(file, KINDS.get(file.suffix, ""), report, store, smart=smart)
        if len(articles) != 1:
            raise SourceError(
                f"the file holds {len(articles)} stories", Place(path), "Give each story of a project a file of its own"
            )
        return self._filled(articles[0], report), store, data

    def _card(self, path: str, prepared: Prepared, report: Report) -> Card:
        meta = prepared.article.meta
        return Card(
            path=path,
            key=prepared.key,
            slug=meta.slug,
            id=meta.id,
            title=meta.title,
            url=meta.url,
            section=meta.section,
            tags=meta.keywords,
            language=meta.language,
            authors=tuple([person.name for person in meta.contributors if person.role in ("aut", "rpt", "cre")]),
            published=meta.published,
            modified=meta.modified,
            embargo=meta.embargo,
            status=meta.status,
            links=prepared.links,
            pictures=tuple([_stat(self.root, picture) for picture in sorted(prepared.store.looked_at)]),
            warned=report.count("warning"),
            id_given=bool(prepared.given.id),
            url_given=bool(prepared.given.url),
            corrections=prepared.article.corrections,
            zone=zone_of(meta.embargo),
        )

    def entries(
        self,
        key: bytes,
        article: Article,
        resources: Iterable[Resource],
        report: Report,
        name: Sequence[str] = (),
        urls: Mapping[str, str] | None = None,
    ) -> tuple[tuple[bytes, bytes], ...]:
        """Return key and bytes of the entry by each recipe; what was withdrawn has a tombstone instead."""
        made = []
        for recipe, options in self._recipes:
            maker = EntryMaker(
                options,
                report,
                EPOCH,
                urls={article.meta.slug: article.meta.url, **(urls or {})},
                resources={resource.name: resource for resource in resources},
                made={},
            )
            made.append((entry_key(key, recipe, name), pack(maker.entry(article))))
        return tuple(made)

    # ------------------------------------------------------------------------------- what the project adds to it

    def _filled(self, article: Article, report: Report) -> Article:
        """Return the article with its people looked up, and what it leaves unsaid taken from the publication."""
        article = introduce(article, self.rules.project.people, report)
        meta, own = article.meta, self.rules.project.publication
        changes: dict[str, object] = {}
        for name, value in (
            ("publisher", own.publisher or own.title),
            ("licence", own.licence),
            ("rights", own.rights),
            ("usage_terms", own.usage_terms),
        ):
            if value and not getattr(meta, name):
                changes[name] = value  # noqa: PERF403 - beside what is there already
        if own.zone:
            changes |= _in_zone(meta, own.zone)
        return msgspec.structs.replace(article, meta=msgspec.structs.replace(meta, **changes)) if changes else article

    def _addressed(self, article: Article) -> Article:
        """Return the article with the address that the project's pattern gives, where it gives none itself."""
        meta, project = article.meta, self.rules.project
        if meta.url or not project.stories.url:
            return article
        url = story_address(project, meta.slug, meta.section, meta.language, meta.published)
        return msgspec.structs.replace(article, meta=msgspec.structs.replace(meta, url=url))

    def _targets(self, references: Iterable[AnyNode], url: str) -> tuple[str, ...]:
        """Return the targets of links that may lead to other stories: relative ones, and those on the same hosts."""
        targets = [node.target for node in references if isinstance(node, Link)]
        hosts = {self._home, _host(url)} - {""}
        if not _may_be_at(" ".join(targets), hosts):
            hosts = set()  # most stories link elsewhere: to look at each link takes longer
        own = (target for target in targets if not _ABSOLUTE.match(target.strip()) or (hosts and _is_at(target, hosts)))
        return tuple(dict.fromkeys(own))


def _in_zone(meta: Meta, zone: str) -> dict[str, object]:
    """Return the days of the story that name no zone, as those of this one."""
    from zoneinfo import ZoneInfo  # most projects name none

    moments = {"published": meta.published, "modified": meta.modified}
    return {
        name: moment.replace(tzinfo=ZoneInfo(zone))
        for name, moment in moments.items()
        if moment is not None and moment.tzinfo is ASSUMED
    }


def read_several(rules: bytes, paths: Sequence[str]) -> list[Copy]:
    """Return the stories of several files: what a process of a build is given to do."""
    desk = Desk(rules_from(rules))
    copies = [desk.copy(path) for path in paths]
    # Readers refer to themselves, and with them to text and tree. The collector looks at the youngest objects alone, a
    # tenth of a millisecond's work; left to its thresholds, it would let fifty kilobytes stand for each story.
    gc.collect(0)
    return copies


def _check_standing(meta: Meta, report: Report) -> None:
    """Report a story that promises a time and does not give it: nobody can tell when it may go out."""
    found = standing(meta, EPOCH)
    if found.unclear:
        code, key = (
            ("embargo-without-time", "embargo") if meta.status == "embargoed" else ("schedule-without-time", "date")
        )
        report.error(code, found.why, meta.place, f"Write `{key}:` with a date, time and zone, or change `status`")


def _looked_for(article: Article, seen: Overview) -> list[AnyNode]:
    """Return every link, note, citation, figure and table of the story, those in its notes last."""
    found = gather([article.body[position] for position in seen.holding(LOOKED_FOR)], _LOOKED_FOR)
    for note in article.notes:
        found += gather(note.children, _LOOKED_FOR)
    return found


def _bound(article: Article, references: Iterable[AnyNode]) -> bool:
    """Return whether every reference of the story is bound as it stands: to clean addresses."""
    return not article.notes and all(isinstance(node, Link) and is_clean(node.target) for node in references)


def _shows_numbers(article: Article, found: Iterable[AnyNode]) -> bool:
    """Return whether an entry of the story shows a number, or leads to a place within it."""
    for node in found:
        if type(node) in _NUMBERED or (isinstance(node, Link) and node.target.strip().startswith("#")):
            return True
    return bool(article.notes)


def _host(url: str) -> str:
    return urlsplit(url).netloc.casefold() if url else ""


def _may_be_at(targets: str, hosts: Iterable[str]) -> bool:
    """Return whether one of these addresses may be on one of these hosts."""
    folded = targets.casefold()
    return not folded.isprintable() or any(host in folded for host in hosts)  # parsing drops tabs and line ends


def _is_at(target: str, hosts: Iterable[str]) -> bool:
    """Return whether an address is on one of these hosts."""
    if not _may_be_at(target, hosts):
        return False
    try:
        return urlsplit(target.strip()).netloc.casefold() in hosts
    except ValueError:
        return False


def _stat(root: Path, picture: str) -> tuple[str, int, int]:
    found = look_at(root, picture)
    return (picture, found.size, found.changed) if found else (picture, -1, 0)
