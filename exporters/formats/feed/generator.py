"""The frame of RSS and Atom documents by feedgen, kept right by one extension: the only module that knows the library.

feedgen 1.0.0 drops the attributes of links in Atom entries (lkiesow/python-feedgen#135), needs an e-mail for an RSS
author, sets content without its type, and asks the locale for the names of days. What it gets wrong, it is not given:
entries are ours (`items.py`), put into its frame one by one, so that the largest document needs no more memory than the
smallest.
"""

from __future__ import annotations

import email.utils
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import feedgen.entry
import feedgen.feed
from feedgen.ext.base import BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from exporters.formats.feed.frames import Frame, pieces_of, tombstones_of
from exporters.formats.feed.items import atom_entry, rss_item
from exporters.formats.feed.values import Entry, Feed, Tombstone

_ATOM = "http://www.w3.org/2005/Atom"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DC = "http://purl.org/dc/elements/1.1/"
_CC = "http://backend.userland.com/creativeCommonsRssModule"
_MEDIA = "http://search.yahoo.com/mrss/"
_HISTORY = "http://purl.org/syndication/history/1.0"
_TOMBSTONE = "http://purl.org/atompub/tombstones/1.0"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# The library's own version sets the locale of the whole process, three times for each date.
feedgen.entry.formatRFC2822 = feedgen.feed.formatRFC2822 = email.utils.format_datetime


class _FeedParts(BaseExtension):  # type: ignore[misc]  # the library is untyped
    """The parts of an RSS channel that feedgen has no words for."""

    feed: Feed

    def extend_ns(self) -> dict[str, str]:
        return {
            "atom": _ATOM, "content": _CONTENT, "dc": _DC, "creativeCommons": _CC, "media": _MEDIA, "fh": _HISTORY,
        }  # fmt: skip

    def extend_rss(self, rss: Any) -> Any:
        channel, feed = rss[0], self.feed
        for relation, address in _links(feed):
            etree.SubElement(channel, f"{{{_ATOM}}}link", rel=relation, href=address)
        if feed.archive:
            etree.SubElement(channel, f"{{{_HISTORY}}}archive")
        return rss


class _AtomFeedParts(_FeedParts):
    """The parts of an Atom feed that feedgen has no words for."""

    tombstones: Sequence[Tombstone] = ()

    def extend_ns(self) -> dict[str, str]:
        return {"media": _MEDIA, "fh": _HISTORY, "at": _TOMBSTONE}

    def extend_atom(self, root: Any) -> Any:
        root.set(_LANG, self.feed.language)
        for relation, address in _links(self.feed):
            etree.SubElement(root, "link", rel=relation, href=address)
        if self.feed.archive:
            etree.SubElement(root, f"{{{_HISTORY}}}archive")
        for stone in self.tombstones:  # https://www.rfc-editor.org/rfc/rfc6721#section-3
            deleted = etree.SubElement(
                root, f"{{{_TOMBSTONE}}}deleted-entry", ref=stone.id, when=stone.when.isoformat()
            )
            if stone.by:
                by = etree.SubElement(deleted, f"{{{_TOMBSTONE}}}by")
                etree.SubElement(by, "name").text = stone.by
            if stone.reason:
                etree.SubElement(deleted, f"{{{_TOMBSTONE}}}comment").text = stone.reason
        return root


def rss_document(feed: Feed, entries: Iterable[Entry | Tombstone]) -> Iterator[bytes]:
    """Yield an RSS 2.0 document in pieces. What was withdrawn is not in it: RSS has no word for that."""
    return pieces_of(rss_frame(feed), entries)


def atom_document(feed: Feed, entries: Sequence[Entry | Tombstone]) -> Iterator[bytes]:
    """Yield an Atom document in pieces; what was withdrawn is named in it (https://www.rfc-editor.org/rfc/rfc6721)."""
    return pieces_of(atom_frame(feed, tombstones_of(entries)), entries)


def rss_frame(feed: Feed, tombstones: Sequence[Tombstone] = ()) -> Frame:
    """Return what stands around the items of an RSS document, whatever was withdrawn."""
    del tombstones
    return _around(_rss(feed), b"  </channel>\n</rss>", rss_item)


def atom_frame(feed: Feed, tombstones: Sequence[Tombstone] = ()) -> Frame:
    """Return what stands around the entries of an Atom document, tombstones among it."""
    return _around(_atom(feed, tombstones), b"</feed>", atom_entry)


def _around(frame: bytes, end: bytes, write: Callable[[Entry], bytes]) -> Frame:
    last = frame.rindex(end)
    return Frame(before=frame[:last], write=write, after=frame[last:])


def _rss(feed: Feed) -> bytes:
    generator = _generator(feed, _FeedParts)
    generator.description(feed.subtitle or feed.title)
    generator.docs("https://www.rssboard.org/rss-specification")
    generator.pubDate(feed.published or feed.updated)
    if feed.ttl:
        generator.ttl(str(feed.ttl))
    if feed.icon:
        generator.image(url=feed.icon, title=feed.title, link=feed.url)
    if feed.self_url:
        generator.link(href=feed.self_url, rel="self", type="application/rss+xml")
    generator.link(href=feed.url, rel="alternate")  # last: feedgen makes the last one the channel's
    return bytes(generator.rss_str(pretty=True))


def _atom(feed: Feed, tombstones: Sequence[Tombstone]) -> bytes:
    generator = _generator(feed, _AtomFeedParts)
    generator.parts.tombstones = tombstones
    if feed.subtitle:
        generator.subtitle(feed.subtitle)
    author = {"name": feed.author.name, **({"uri": feed.author.url} if feed.author.url else {})}
    generator.author(author)
    if feed.icon:
        generator.icon(feed.icon)
    if feed.self_url:
        generator.link(href=feed.self_url, rel="self", type="application/atom+xml")
    if feed.home:
        generator.link(href=feed.home, rel="alternate", type="text/html")
    return bytes(generator.atom_str(pretty=True))


def _generator(feed: Feed, parts: type[_FeedParts]) -> Any:
    generator = FeedGenerator()
    generator.register_extension("parts", parts)
    generator.parts.feed = feed
    generator.id(feed.id)
    generator.title(feed.title)
    generator.language(feed.language)
    generator.generator("Broadsheet")
    generator.updated(feed.updated)
    if feed.rights:
        generator.rights(feed.rights)
    return generator


def _links(feed: Feed) -> Iterator[tuple[str, str]]:
    """Yield the links of a document to the hub and to the other documents of its feed."""
    if feed.hub:  # https://www.w3.org/TR/websub/#discovery
        yield "hub", feed.hub
    if feed.archive and feed.current:  # https://www.rfc-editor.org/rfc/rfc5005#section-4
        yield "current", feed.current
    if feed.previous:
        yield "prev-archive", feed.previous
