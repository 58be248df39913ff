"""Feeds: the stories of a run as RSS 2.0 and as Atom, newest first, whole and with links that work anywhere."""

from __future__ import annotations

from exporters.contract import Format, Job, Output
from exporters.formats.feed.options import FeedOptions
from exporters.model.publication import Publication

__all__ = ["ATOM", "RSS"]


def write_rss(publication: Publication, output: Output, job: Job[FeedOptions]) -> None:
    """Write the publication as an RSS 2.0 feed (https://www.rssboard.org/rss-specification)."""
    from exporters.formats.feed.entries import feed_of
    from exporters.formats.feed.generator import rss_document

    _write(output, rss_document(feed_of(publication, job, "rss")))


def write_atom(publication: Publication, output: Output, job: Job[FeedOptions]) -> None:
    """Write the publication as an Atom feed (https://www.rfc-editor.org/rfc/rfc4287)."""
    from exporters.formats.feed.entries import feed_of
    from exporters.formats.feed.generator import atom_document

    _write(output, atom_document(feed_of(publication, job, "atom")))


def _write(output: Output, document: bytes) -> None:
    with output.open() as stream:
        stream.write(document)


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
