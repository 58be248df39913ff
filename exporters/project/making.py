"""What processes of a build are given to do: write one publication in its formats, entries, and documents of feeds."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import lru_cache
from pathlib import Path

import msgspec

from exporters.contract import Job, MadeFile, PageMap
from exporters.delivery.files import safe_name
from exporters.editorial.publication import publication_meta
from exporters.editorial.references import anchors, release_cross_links
from exporters.errors import BroadsheetError, SourceError, UsageError, wrap
from exporters.formats.feed.values import Attachment, Entry, Feed, Tombstone
from exporters.model.meta import Meta
from exporters.model.place import Place
from exporters.model.publication import Article, Publication, Resource, lone_story
from exporters.options import make_options
from exporters.pipeline import edition_time, read_option_file, write_format
from exporters.project.cards import Card
from exporters.project.desk import Desk
from exporters.project.marks import mark_article, mark_options
from exporters.project.objects import Collected, ObjectStore
from exporters.project.stories import Kept, Rules, bind_copy, let_go, rules_from, unpack
from exporters.registry import load_format
from exporters.report import Diagnostic, Report


class Member(msgspec.Struct, frozen=True):
    """A story of a publication: its card under its final name, the stories that its links can mean, and its mark.

    `held` are files of stories that may not be named; `mark` is the notice of an embargo on a press copy; `stub` stands
    in for a story that was withdrawn.
    """

    card: Card
    elsewhere: tuple[Card, ...] = ()
    held: tuple[str, ...] = ()
    mark: str = ""
    stub: Article | None = None


class WriteTask(msgspec.Struct, frozen=True):
    """One publication to write: `wanted` are format and key, paginating formats first; `given` those already there."""

    name: str
    members: tuple[Member, ...]
    wanted: tuple[tuple[str, bytes], ...]
    settings: dict[str, dict[str, str]]
    meta: Meta | None = None
    mark: str = ""
    cover: str = ""
    page_map: dict[str, str] | None = None


class EntryTask(msgspec.Struct, frozen=True):
    """Entries to make of a story under another name, or with links to other stories."""

    member: Member
    name: tuple[str, ...]


class Slotted(msgspec.Struct, frozen=True):
    """What stands at one place of a document: the key of an entry with what is set on it, or a tombstone."""

    key: bytes = b""
    id: str = ""
    attachments: tuple[Attachment, ...] = ()
    tombstone: Tombstone | None = None


class FeedTask(msgspec.Struct, frozen=True):
    """Documents of feeds with the same entries: format, head and key of each."""

    documents: tuple[tuple[str, Feed, bytes], ...]
    slots: tuple[Slotted, ...]


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """What a task made: the files of each key, with "" for the main one; the page map of a format that paginates.

    `content_digests` are those of what archives among the files hold, by the same names.
    """

    key: bytes
    files: tuple[tuple[str, str, int], ...] = ()
    content_digests: dict[str, str] = msgspec.field(default_factory=dict)
    page_map: dict[str, str] | None = None
    entries: tuple[tuple[bytes, bytes], ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    losses: tuple[tuple[str, str, str, int], ...] = ()


Task = WriteTask | EntryTask | FeedTask


def do_several(rules: bytes, tasks: Sequence[Task]) -> list[Made]:
    """Return what these tasks make."""
    desk = Desk(rules_from(rules))
    made: list[Made] = []
    for task in tasks:
        report = Report()
        try:
            match task:
                case WriteTask():
                    made.extend(_write(desk, task, report))
                case EntryTask():
                    made.append(_enter(desk, task, report))
                case FeedTask():
                    made.extend(_write_feed(desk, task))
        except BroadsheetError as exc:
            error = Diagnostic(severity="error", code=exc.code, message=exc.message, place=exc.place, remedy=exc.remedy)
            made.append(Made(key=b"", diagnostics=(*report.diagnostics, error)))
    return made


def _base(root: str) -> sqlite3.Connection:
    path = f"{root}/.broadsheet/index.sqlite"
    return _connected(path, os.stat(path).st_ino)  # noqa: PTH116 - called for every entry


@lru_cache(maxsize=1)
def _connected(path: str, number: int) -> sqlite3.Connection:
    """Return a connection for reading; `number` is that of the file, which another may have taken the place of."""
    del number
    address = f"{Path(path).resolve().as_uri()}?mode=ro"
    return sqlite3.connect(address, uri=True, timeout=60, check_same_thread=False)


def _kept(desk: Desk, card: Card) -> tuple[Article, tuple[Resource, ...]]:
    """Return the article of a story and its pictures, from the cache, or from its file where that is all it takes."""
    data = _texts(desk, [card.key]).get(card.key)
    kept = unpack(data) if data else Kept(None)
    if kept.article is not None:
        return kept.article, kept.resources
    again = desk.prepare(card.path, Report(), whole=True)
    if again.key != card.key:
        raise SourceError("the file changed while the build was at work", Place(card.path), "Build again")
    return again.article, again.resources


def _texts(desk: Desk, keys: Sequence[bytes]) -> dict[bytes, bytes]:
    """Return what is kept under each of these keys, as far as anything is."""
    asked = f"SELECT key, value FROM text WHERE key IN ({','.join('?' * len(keys))})"  # noqa: S608 - question marks
    return dict(_base(desk.rules.root).execute(asked, keys).fetchall())


def _member(desk: Desk, member: Member, report: Report) -> tuple[Article, tuple[Resource, ...]]:
    """Return the story as it goes out, and its pictures."""
    if member.stub is not None:
        return member.stub, ()
    article, resources = _kept(desk, member.card)
    known = {card.slug: anchors(_kept(desk, card)[0]) for card in member.elsewhere}
    others = {card.path: card for card in member.elsewhere}
    bound = bind_copy(article, member.card, others, known, member.held, report)
    return mark_article(bound, member.mark) if member.mark else bound, resources


def _write(desk: Desk, task: WriteTask, report: Report) -> list[Made]:
    publication = _publication(desk, task, report)
    objects = desk.objects
    by_name = {resource.name: resource.digest.removeprefix("sha256:") for resource in publication.resources}
    page_map: PageMap | None = task.page_map
    made: list[Made] = []
    files: dict[str, list[MadeFile]] = {}
    now = edition_time(publication)
    for format_name, key in task.wanted:
        format_ = load_format(format_name)
        own = Report()
        collected = Collected(objects.put)
        options = make_options(format_, task.settings.get(format_name, {}), rules_file(desk.rules))
        job = Job(
            options=mark_options(options, task.mark) if task.mark else options,
            report=own,
            now=now,
            read_asset=lambda name: objects.read(by_name[name]),
            page_map=page_map,
            made=files,
        )
        given = _exact(desk, task, publication) if format_.exact else publication
        handed_on = write_format(format_, given, collected, job)
        if handed_on is not None:
            page_map = handed_on
        written = collected.files()
        losses = tuple((*what, count) for what, count in sorted(own.losses.items()))
        made.append(
            Made(
                key=key,
                files=written,
                content_digests=job.content_digests,
                page_map=dict(handed_on) if handed_on is not None else None,
                diagnostics=tuple(own.diagnostics),
                losses=losses,
            )
        )
    if report.diagnostics and made:
        made[0] = msgspec.structs.replace(made[0], diagnostics=(*report.diagnostics, *made[0].diagnostics))
    return made


def _publication(desk: Desk, task: WriteTask, report: Report) -> Publication:
    copies = [_member(desk, member, report) for member in task.members]
    inside = {article.meta.slug for article, _ in copies}
    resources: dict[str, Resource] = {}
    articles: list[Article] = []
    for member, (article, pictures) in zip(task.members, copies, strict=True):
        outside = {card.slug: card.url for card in member.elsewhere if card.slug not in inside}
        articles.append(release_cross_links(article, outside, report) if outside else article)
        resources.update((resource.name, resource) for resource in pictures)
    if task.meta is None:
        return lone_story(articles[0], tuple(resources.values()))
    meta = task.meta
    if task.cover:
        cover = _cover(desk.rules, task.cover, report)
        if cover is not None:
            resources[cover.name] = cover
            meta = msgspec.structs.replace(meta, cover=cover.name)
    whole = publication_meta(meta, tuple(articles))
    return Publication(meta=whole, contents=tuple(articles), resources=tuple(resources.values()))


def _cover(rules: Rules, name: str, report: Report) -> Resource | None:
    from exporters.source.folder import SourceFile
    from exporters.source.images import AssetStore

    store = AssetStore()
    root = Path(rules.root)
    place = Place("broadsheet.toml")
    holder = Article(meta=Meta(title="", cover=name, place=place))
    loaded = store.load(holder, SourceFile(root / "broadsheet.toml", "broadsheet.toml", root.resolve()), report)
    if not loaded.meta.cover:
        return None
    ObjectStore(root / ".broadsheet").put(store.read(loaded.meta.cover))
    return next(resource for resource in store.resources if resource.name == loaded.meta.cover)


def _exact(desk: Desk, task: WriteTask, publication: Publication) -> Publication:
    """Return the publication as it was read, under the names it goes out with."""
    given: list[Article] = []
    for member, article in zip(task.members, publication.articles, strict=True):
        if member.stub is not None:
            given.append(member.stub)
            continue
        own, _, _ = desk.article(member.card.path, Report())
        if member.held:  # said already, where the other formats let go of them
            own = let_go(own, member.held, Report())
        marked = mark_article(own, member.mark) if member.mark else own
        given.append(msgspec.structs.replace(marked, meta=article.meta))
    return msgspec.structs.replace(publication, contents=tuple(given))


def rules_file(rules: Rules) -> Callable[[str], bytes]:
    """Return what reads a file that an option names, below the folder of the project and nowhere else."""
    root = Path(rules.root)

    def read(name: str) -> bytes:
        with wrap(UsageError, f"read {name}", OSError, ValueError, RuntimeError):  # the last for links in a circle
            path = (root / name).resolve()
            if not path.is_relative_to(root.resolve()):
                raise UsageError(
                    f"{name} lies outside the project",
                    remedy="Put the file into its folder: it goes out with what is built",
                )
            if path.exists() and not path.is_file():
                raise UsageError(f"{name} is no file", remedy="Name a file")
        return read_option_file(str(path))

    return read


def _enter(desk: Desk, task: EntryTask, report: Report) -> Made:
    article, resources = _member(desk, task.member, report)
    urls = {card.slug: card.url for card in task.member.elsewhere}
    entries = desk.entries(task.member.card.key, article, resources, report, task.name, urls)
    return Made(key=b"", entries=entries, diagnostics=tuple(report.diagnostics))


_ENTRY = msgspec.msgpack.Decoder(Entry)
_AT_ONCE = 16
"""Entries that are asked for at once, and held."""


def _entries(desk: Desk, slots: Sequence[Slotted]) -> Iterator[Entry]:
    """Yield the entries at these places of a document."""
    for at in range(0, len(slots), _AT_ONCE):
        several = slots[at : at + _AT_ONCE]
        texts = _texts(desk, [slot.key for slot in several])
        for slot in several:
            if slot.key not in texts:
                raise SourceError("the cache has lost a story", remedy="Build with --no-cache")
            entry = _ENTRY.decode(texts[slot.key])
            yield msgspec.structs.replace(entry, attachments=slot.attachments) if slot.attachments else entry


def _write_feed(desk: Desk, task: FeedTask) -> list[Made]:
    """Write documents with the same entries, each entry read once and let go when it stands in all of them."""
    from exporters.formats.feed.documents import frame_for

    tombstones = [slot.tombstone for slot in task.slots if slot.tombstone is not None]
    frames = [frame_for(format_name)(head, tombstones) for format_name, head, _ in task.documents]
    with ExitStack() as stack:
        files = [stack.enter_context(desk.objects.begin()) for _ in frames]
        for file, frame in zip(files, frames, strict=True):
            file.write(frame.before)
        leads = [frame.first for frame in frames]
        for entry in _entries(desk, [slot for slot in task.slots if slot.tombstone is None]):
            for file, lead, frame in zip(files, leads, frames, strict=True):
                file.write(lead + frame.write(entry))
            leads = [frame.between for frame in frames]
        for file, frame in zip(files, frames, strict=True):
            file.write(frame.after)
        return [
            Made(key=key, files=(("", *file.keep()),)) for file, (_, _, key) in zip(files, task.documents, strict=True)
        ]


def file_name(name: str) -> str:
    """Return a name below dist/ as every file system takes it, its folder kept."""
    folder, _, own = name.rpartition("/")
    return f"{folder}/{safe_name(own)}" if folder else safe_name(own)
