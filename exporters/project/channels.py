"""The feeds of a build: which documents there are, what stands in each, and which of them have to be written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime

import msgspec

from exporters.formats.feed.archives import Slot, page_slots
from exporters.formats.feed.documents import documents_of
from exporters.formats.feed.heads import feed_head
from exporters.formats.feed.options import FeedOptions
from exporters.formats.feed.values import Attachment, Feed, Tombstone
from exporters.options import make_options
from exporters.pipeline import EPOCH
from exporters.project.cards import Card
from exporters.project.making import FeedTask, Made, Slotted
from exporters.project.planning import Channel
from exporters.project.publishing import Placed
from exporters.project.stories import Recipe, digest
from exporters.project.tables import FeedTable, Project
from exporters.project.withdrawals import Withdrawal
from exporters.registry import load_format


class FeedFile(msgspec.Struct, frozen=True):
    """One document of a feed that a build holds: its name below dist/, format, key and the stories in it."""

    name: str
    format_name: str
    key: bytes
    stories: tuple[str, ...]


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


def feed_documents(
    project: Project,
    channel: Channel,
    settings: Mapping[str, Mapping[str, str]],
    entry_of: Callable[[Card, Recipe], bytes],
    attachments: Mapping[str, Sequence[Attachment]],
    withdrawn: Mapping[str, Withdrawal],
    engine: bytes,
) -> tuple[list[FeedFile], list[FeedTask]]:
    """Return the documents of one feed and the tasks that would write them, a task for each set of entries."""
    recipe = recipe_of(project, channel.table)
    slots = [_slot(card) for card in channel.cards]
    cards = {card.id: card for card in channel.cards}
    told: dict[str, tuple[Slotted, bytes]] = {}
    for card in channel.cards:
        told[card.id] = _slotted(card, recipe, entry_of, attachments, withdrawn)
    files: list[FeedFile] = []
    tasks: dict[tuple[Slot, ...], list[tuple[str, Feed, bytes]]] = {}
    for format_name in channel.table.formats:
        format_ = load_format(format_name)
        options = _options(project, channel, settings.get(format_name, {}), format_name, format_.suffix)
        head = feed_head(channel.meta, options, EPOCH, story_ids=cards.keys(), story_urls=_addresses(channel))
        pages = page_slots(slots, options.entries, options.page_size)
        for document in documents_of(head, pages, channel.name, format_.suffix):
            key = digest(
                engine,
                format_name.encode(),
                msgspec.msgpack.encode(document.head),
                *(told[slot.id][1] for slot in document.slots),
            )
            files.append(
                FeedFile(f"feeds/{document.name}", format_name, key, tuple(slot.id for slot in document.slots))
            )
            tasks.setdefault(document.slots, []).append((format_name, document.head, key))
    made = [
        FeedTask(documents=tuple(documents), slots=tuple(told[slot.id][0] for slot in held))
        for held, documents in tasks.items()
    ]
    return files, made


def _addresses(channel: Channel) -> Iterable[str]:
    """Return addresses of stories, from which a home page would follow; none where the publication has one."""
    return () if channel.meta.url else (card.url for card in channel.cards if card.status != "withdrawn")


def _slot(card: Card) -> Slot:
    """Return the place of a story in its feed."""
    times = [moment.astimezone(UTC).replace(microsecond=0) for moment in (card.published, card.modified) if moment]
    updated = max(times, default=EPOCH)
    return Slot(times[0] if card.published else updated, card.id, updated, card.id)


def _slotted(
    card: Card,
    recipe: Recipe,
    entry_of: Callable[[Card, Recipe], bytes],
    attachments: Mapping[str, Sequence[Attachment]],
    withdrawn: Mapping[str, Withdrawal],
) -> tuple[Slotted, bytes]:
    """Return what stands at the place of a story, and what stands for it in keys."""
    record = withdrawn.get(card.id)
    if record is not None:
        tombstone = Tombstone(
            id=record.id,
            when=_second(record.at),
            reason=record.reason,
            by=record.by,
            published=_maybe(record.published),
        )
        return Slotted(tombstone=tombstone), msgspec.msgpack.encode(tombstone)
    files = tuple(attachments.get(card.path, ()))
    key = entry_of(card, recipe)
    return Slotted(key=key, attachments=files), key + msgspec.msgpack.encode(files) if files else key


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
