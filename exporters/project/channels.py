"""The feeds of a build: which documents there are, what stands in each, and which of them have to be written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import msgspec

from exporters.formats.feed.archives import Slot, archives_of
from exporters.formats.feed.documents import archive_document, current_document
from exporters.formats.feed.heads import feed_head
from exporters.formats.feed.options import FeedOptions
from exporters.formats.feed.values import Attachment, Feed, Tombstone
from exporters.options import make_options
from exporters.pipeline import EPOCH
from exporters.project.making import FeedTask, Made, Slotted
from exporters.project.planning import Channel, Plan
from exporters.project.publishing import Placed
from exporters.project.slots import SlotRow
from exporters.project.stories import Recipe, digest
from exporters.project.tables import FeedTable, Project
from exporters.registry import load_format


class FeedFile(msgspec.Struct, frozen=True):
    """One document of a feed that a build holds: its name below dist/, format and key."""

    name: str
    format_name: str
    key: bytes


def feed_file(file: FeedFile, made: Made) -> Placed:
    """Return a document of a feed that was made, as a file to place."""
    _, sha, size = made.files[0]
    media_type = load_format(file.format_name).media_type
    return Placed(name=file.name, key=file.key, digest=sha, size=size, media_type=media_type)


def base_address(project: Project) -> str:
    """Return the address at which dist/ will be found, with its last slash; empty where nobody says it."""
    base = project.publication.files or project.publication.url
    return f"{base.rstrip('/')}/" if base else ""


def recipe_of(project: Project, table: FeedTable) -> Recipe:
    """Return how stories become entries of this feed. Pictures stand in dist/images, as all names of them begin."""
    return Recipe(content=table.content, pictures=base_address(project))


class _Head(NamedTuple):
    """What all documents of a feed in one format have in common."""

    format_name: str
    suffix: str
    feed: Feed
    options: FeedOptions


class FeedMaker:
    """Finds the documents of the feeds of one plan, a page of stories in memory at a time.

    `entry_of` returns the key of a story's entry by a recipe, `attachments` are the files that entries offer, by the
    story's file.
    """

    def __init__(
        self,
        project: Project,
        plan: Plan,
        settings: Mapping[str, Mapping[str, str]],
        entry_of: Callable[[SlotRow, Recipe], bytes],
        attachments: Mapping[str, Sequence[Attachment]],
        engine: bytes,
    ) -> None:
        self._project, self._slots, self._press = project, plan.slots, plan.press
        self._settings, self._entry_of, self._attachments, self._engine = settings, entry_of, attachments, engine
        self._withdrawn = {record.id: record for record in plan.withdrawn}

    def documents(self, channel: Channel) -> Iterator[tuple[list[FeedFile], FeedTask]]:
        """Yield the documents of one feed: those of all formats with the same stories, and the task that writes them.

        The current one comes first, then the archives from the newest to the oldest.
        """
        recipe = recipe_of(self._project, channel.table)
        heads = [self._head(channel, format_name) for format_name in channel.table.formats]
        if not heads:
            return
        options = heads[0].options  # what the table says of entries and archives, it says of all formats
        for number, archives, rows in self._pages(channel.number, options.entries, options.page_size):
            slots = tuple([Slot(_moment(row.published), row.id, _moment(row.updated)) for row in rows])
            told = [self._slotted(row, recipe) for row in rows]
            files: list[FeedFile] = []
            documents: list[tuple[str, Feed, bytes]] = []
            for format_name, suffix, head, _ in heads:
                if number:
                    document = archive_document(head, slots, channel.name, suffix, number)
                else:
                    document = current_document(head, slots, channel.name, suffix, archives)
                own = msgspec.msgpack.encode(document.head)
                key = digest(self._engine, format_name.encode(), own, *(stands for _, stands in told))
                files.append(FeedFile(f"feeds/{document.name}", format_name, key))
                documents.append((format_name, document.head, key))
            yield files, FeedTask(documents=tuple(documents), slots=tuple([slotted for slotted, _ in told]))

    def _pages(self, channel: int, entries: int, page: int) -> Iterator[tuple[int, int, list[SlotRow]]]:
        """Yield what `page_slots` says, from the index: number (0: current), how many archives, places newest first."""
        slots = self._slots
        count = slots.count(channel)
        archives = archives_of(count, entries, page)
        rows = slots.older(channel, None, count - archives * page)
        last = rows[-1] if rows else None
        changed = slots.changed(channel, last, page) if last and archives else []
        yield 0, archives, sorted((*rows, *changed), key=lambda row: row[:3], reverse=True)
        for number in range(archives, 0, -1):
            rows = slots.older(channel, last, page)
            last = rows[-1]
            yield number, archives, rows

    def _head(self, channel: Channel, format_name: str) -> _Head:
        format_ = load_format(format_name)
        options = _options(self._project, channel, self._settings.get(format_name, {}), format_name, format_.suffix)
        meta = channel.meta
        if self._press:  # a copy handed on has no address, and is not the feed that will be out
            options = msgspec.structs.replace(options, self_url="", hub="", entries=0)
            meta = msgspec.structs.replace(meta, id=f"{meta.id}:press" if meta.id else "")
        # Addresses of stories, from which a home page would follow; none where the publication has one.
        urls = () if meta.url else self._slots.addresses(channel.number)
        ids = self._slots.ids(channel.number)
        head = feed_head(meta, options, EPOCH, story_ids=ids, story_urls=urls)
        return _Head(format_name, format_.suffix, head, options)

    def _slotted(self, row: SlotRow, recipe: Recipe) -> tuple[Slotted, bytes]:
        """Return what stands at the place of a story, and what stands for it in keys."""
        record = self._withdrawn.get(row.id)
        if record is not None:
            tombstone = Tombstone(
                id=record.id,
                when=_second(record.at),
                reason=record.reason,
                by=record.by,
                published=_maybe(record.published),
            )
            return Slotted(tombstone=tombstone), msgspec.msgpack.encode(tombstone)
        files = tuple(self._attachments.get(row.path, ()))
        key = self._entry_of(row, recipe)
        return Slotted(key=key, attachments=files), key + msgspec.msgpack.encode(files) if files else key


_ZERO = datetime(1970, 1, 1, tzinfo=UTC)


def _moment(seconds: int) -> datetime:
    return _ZERO + timedelta(seconds=seconds)


def _second(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


def _maybe(moment: datetime | None) -> datetime | None:
    return _second(moment) if moment else None


def _options(
    project: Project, channel: Channel, settings: Mapping[str, str], format_name: str, suffix: str
) -> FeedOptions:
    """Return the options of a feed: what the table says, above what [formats] says of all."""
    options = make_options(load_format(format_name), dict(settings))
    assert isinstance(options, FeedOptions)
    table, base = channel.table, base_address(project)
    return msgspec.structs.replace(
        options,
        url=options.url or project.publication.url,
        self_url=options.self_url or (f"{base}feeds/{channel.name}{suffix}" if base else ""),
        hub=table.hub or options.hub,
        icon=table.icon or options.icon,
        content=table.content,
        entries=table.entries if base else 0,
        page=table.page,
        ttl=table.ttl,
    )
