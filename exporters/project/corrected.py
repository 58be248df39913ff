"""What was put right, told once for the whole publication: a feed of corrections and a page that lists them.

Both are made of the stories that are shown, so that nothing of a story that is held can be in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from exporters.editorial.corrections import (
    LoggedCorrection,
    correction_stories,
    corrections_list,
    latest_first,
    logged_of,
)
from exporters.editorial.identity import derive_id
from exporters.formats.feed.archives import page_slots, slot_of
from exporters.formats.feed.documents import documents_of, writer_for
from exporters.formats.feed.entries import EntryMaker
from exporters.formats.feed.heads import feed_head
from exporters.formats.feed.options import FeedOptions
from exporters.model.meta import Meta
from exporters.model.outline import number_article
from exporters.model.publication import Article
from exporters.pipeline import EPOCH
from exporters.project.cards import Card
from exporters.project.tables import Project
from exporters.registry import load_format
from exporters.report import Report
from exporters.words import words_for

NAME = "corrections"
FORMATS = ("rss", "atom", "jsonfeed")


def log_of(cards: Iterable[Card]) -> tuple[LoggedCorrection, ...]:
    """Return every correction of the stories with these cards, the latest first."""
    return latest_first(
        logged
        for card in cards
        if card.corrections
        for logged in logged_of(
            Meta(title=card.title, id=card.id, slug=card.slug, url=card.url, language=card.language), card.corrections
        )
    )


def list_of(project: Project, log: Sequence[LoggedCorrection]) -> Article:
    """Return the page that lists the corrections."""
    return number_article(corrections_list(log, _meta(project)))


def feed_files(project: Project, log: Sequence[LoggedCorrection], base: str) -> Iterator[tuple[str, bytes, str]]:
    """Yield name, bytes and media type of the feed of corrections in each format, all of them in one document."""
    stories = correction_stories(log)
    maker = EntryMaker(FeedOptions(), Report(), EPOCH, urls={}, resources={}, made={})
    entries = {entry.id: entry for entry in map(maker.entry, stories)}
    for name in FORMATS:
        format_ = load_format(name)
        options = FeedOptions(self_url=f"{base}feeds/{NAME}{format_.suffix}", url=project.publication.url)
        head = feed_head(_meta(project), options, EPOCH)
        pages = page_slots(map(slot_of, entries.values()), options.entries, options.page_size)
        for document in documents_of(head, pages, NAME, format_.suffix):
            data = b"".join(writer_for(name)(document.head, [entries[slot.key] for slot in document.slots]))
            yield f"feeds/{document.name}", data, format_.media_type


def title_of(project: Project) -> str:
    """Return the title of list and feed: that of the publication, and what they hold."""
    own = project.publication
    return f"{own.title}: {words_for(own.language).corrections}"


def _meta(project: Project) -> Meta:
    own = project.publication
    meta = Meta(title=title_of(project), slug=NAME, language=own.language, publisher=own.publisher or own.title)
    identifier = f"{own.id}:{NAME}" if own.id else derive_id(f"{own.url or own.title}/{NAME}", [])
    return msgspec.structs.replace(meta, id=identifier, rights=own.rights, licence=own.licence)
