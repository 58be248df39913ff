"""Feeds: the stories of a run as RSS 2.0, Atom and JSON Feed, newest first, whole and with links that work anywhere."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from exporters.contract import Format, Job, Output
from exporters.formats.feed.options import FeedOptions
from exporters.formats.feed.values import Entry, Tombstone
from exporters.model.publication import Publication
from exporters.report import Report

__all__ = ["ATOM", "JSONFEED", "RSS"]


def write_rss(publication: Publication, output: Output, job: Job[FeedOptions]) -> None:
    """Write the publication as an RSS 2.0 feed (https://www.rssboard.org/rss-specification)."""
    _write(publication, output, job, RSS)


def write_atom(publication: Publication, output: Output, job: Job[FeedOptions]) -> None:
    """Write the publication as an Atom feed (https://www.rfc-editor.org/rfc/rfc4287)."""
    _write(publication, output, job, ATOM)


def write_jsonfeed(publication: Publication, output: Output, job: Job[FeedOptions]) -> None:
    """Write the publication as a JSON Feed (https://www.jsonfeed.org/version/1.1/)."""
    _write(publication, output, job, JSONFEED)


def _write(publication: Publication, output: Output, job: Job[FeedOptions], format_: Format) -> None:
    from exporters.formats.feed.archives import page_slots, slot_of
    from exporters.formats.feed.documents import documents_of, writer_for
    from exporters.formats.feed.heads import feed_head

    options = job.options
    held = {entry.id: entry for entry in _entries(publication, job)}
    living = [entry for entry in held.values() if isinstance(entry, Entry)]
    head = feed_head(
        publication.meta,
        options,
        job.now,
        story_ids=held,
        story_urls=[entry.url for entry in living],
        author=next((person.name for entry in living for person in entry.authors), "") if publication.lone else "",
    )
    lacking = sum(not entry.url for entry in living)
    _tell(publication, has_home=bool(head.home), lacking=lacking, stories=len(living), report=job.report)
    slots = [slot_of(entry) for entry in held.values()]
    if options.entries and not head.self_url:
        left_out = len(slots) - options.entries
        if left_out > 0:
            job.report.info(
                "entries-left-out",
                f"{left_out} older stories are not in the {format_.name} feed",
                remedy=f"Say where the feed will be found with -O {format_.name}.self-url=https://…, so that archives "
                f"of them can stand beside it, or set -O {format_.name}.entries to 0",
            )
        slots = sorted(slots)[-options.entries :]
        pages = page_slots(slots, 0, options.page_size)
    else:
        pages = page_slots(slots, options.entries, options.page_size)
    write = writer_for(format_.name)
    for document in documents_of(head, pages, publication.meta.slug or "feed", format_.suffix):
        with output.open(document.name if document.head.archive else None) as stream:
            stream.writelines(write(document.head, [held[slot.key] for slot in document.slots]))


def _tell(publication: Publication, *, has_home: bool, lacking: int, stories: int, report: Report) -> None:
    """Report, once for all feeds of a run, what their readers miss and an option can give."""
    if not has_home:
        report.warning(
            "feed-without-home",
            "the feed does not say which site it belongs to, and readers have nothing to open",
            publication.meta.place,
            "Say it with --url https://…, or give the stories a `url`",
        )
    elif lacking:
        which = (
            f"{lacking} of {stories} stories" if lacking < stories else "the stories" if stories > 1 else "the story"
        )
        report.warning(
            "feed-without-links",
            f"the feed gives readers no address for {which}",
            publication.meta.place,
            "Write `url:` into each story",
        )
    left = [found for found in report.diagnostics if found.code == "picture-not-in-feed"]
    if left and not any(found.severity == "warning" for found in left):
        count = f"{len(left)} picture{'s' * (len(left) > 1)}"
        report.warning(
            "picture-not-in-feed",
            f"in the feed words stand for {count}, for nothing says where readers find pictures",
            left[0].place,
            "Say where they are published with -O pictures=https://…",
        )


_made: WeakKeyDictionary[Report, dict[object, tuple[Publication, tuple[Entry | Tombstone, ...]]]] = WeakKeyDictionary()
"""The entries of each run, so that the formats of one run need not make them anew; they go when its report goes."""


def _entries(publication: Publication, job: Job[FeedOptions]) -> tuple[Entry | Tombstone, ...]:
    """Return the entries of the publication, made when the first format of a run asks for them."""
    from exporters.formats.feed.entries import EntryMaker

    options = job.options
    known = _made.setdefault(job.report, {})
    key = (id(publication), id(job.made), job.now, options.content, options.pictures, options.files)
    if key in known:
        return known[key][1]
    articles = publication.articles
    maker = EntryMaker(
        options,
        job.report,
        job.now,
        urls={article.meta.slug: article.meta.url for article in articles},
        resources={resource.name: resource for resource in publication.resources},
        made=job.made,
    )
    entries = tuple(
        maker.tombstone(article) if article.meta.status == "withdrawn" else maker.entry(article) for article in articles
    )
    known[key] = (publication, entries)  # kept with its publication, whose id is then no other's
    return entries


RSS = Format(
    name="rss",
    suffix=".rss",
    media_type="application/rss+xml",
    summary="RSS 2.0 feed with full content",
    write=write_rss,
    options=FeedOptions,
    collects=True,
)

ATOM = Format(
    name="atom",
    suffix=".atom",
    media_type="application/atom+xml",
    summary="Atom feed (RFC 4287) with full content",
    write=write_atom,
    options=FeedOptions,
    collects=True,
)

JSONFEED = Format(
    name="jsonfeed",
    suffix=".json",
    media_type="application/feed+json",
    summary="JSON Feed 1.1 with full content",
    write=write_jsonfeed,
    options=FeedOptions,
    collects=True,
)
