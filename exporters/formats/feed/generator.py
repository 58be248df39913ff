"""feedgen, kept right by one extension: the only module that knows the library.

feedgen 1.0.0 drops the attributes of links in Atom entries (lkiesow/python-feedgen#135), needs an e-mail for an RSS
author, sets content without its type, and asks the locale for the names of days. What it gets wrong, it is not given;
the extension writes that part of the tree. A document is made a hundred entries at a time, so that the largest needs
no more memory than the smallest.
"""

from __future__ import annotations

import email.utils
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import feedgen.entry
import feedgen.feed
from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from exporters.formats.feed.values import Entry, Feed, Tombstone

_ATOM = "http://www.w3.org/2005/Atom"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DC = "http://purl.org/dc/elements/1.1/"
_CC = "http://backend.userland.com/creativeCommonsRssModule"
_MEDIA = "http://search.yahoo.com/mrss/"
_HISTORY = "http://purl.org/syndication/history/1.0"
_TOMBSTONE = "http://purl.org/atompub/tombstones/1.0"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_AT_ONCE = 100

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


class _EntryParts(BaseEntryExtension):  # type: ignore[misc]  # the library is untyped
    """The parts of an entry that feedgen has no words for, or writes wrongly."""

    entry: Entry

    def extend_rss(self, item: Any) -> Any:
        entry, add = self.entry, etree.SubElement
        for person in entry.authors:
            add(item, f"{{{_DC}}}creator").text = person.name
        for person in entry.contributors:
            add(item, f"{{{_DC}}}contributor").text = person.name
        if entry.html:
            add(item, f"{{{_CONTENT}}}encoded").text = entry.html
        add(item, f"{{{_DC}}}language").text = entry.language
        if entry.rights:
            add(item, f"{{{_DC}}}rights").text = entry.rights
        if entry.licence:
            add(item, f"{{{_CC}}}license").text = entry.licence
        add(item, f"{{{_ATOM}}}updated").text = entry.updated.isoformat()
        for file in entry.attachments[1:]:  # readers take one enclosure (https://www.rssboard.org/rss-profile#element)
            add(item, f"{{{_ATOM}}}link", _enclosure(file.url, file.media_type, file.length))
        for reference in entry.references:
            add(item, f"{{{_ATOM}}}link", _reference(reference.relation, reference.url, reference.title))
        _add_pictures(item, entry)
        return item

    def extend_atom(self, element: Any) -> Any:
        entry, add = self.entry, etree.SubElement
        element.set(_LANG, entry.language)
        for link in element.findall("link"):
            element.remove(link)
        if entry.url:
            add(element, "link", {"rel": "alternate", "type": "text/html", "href": entry.url})
        for file in entry.attachments:
            made = add(element, "link", _enclosure(file.url, file.media_type, file.length))
            if file.title:
                made.set("title", file.title)
        for reference in entry.references:
            add(element, "link", _reference(reference.relation, reference.url, reference.title))
        if entry.licence:  # https://www.rfc-editor.org/rfc/rfc4946
            add(element, "link", {"rel": "license", "href": entry.licence})
        _add_pictures(element, entry)
        return element


def rss_document(feed: Feed, entries: Iterable[Entry | Tombstone]) -> Iterator[bytes]:
    """Yield an RSS 2.0 document in pieces. What was withdrawn is not in it: RSS has no word for that."""
    return _pieces(feed, (entry for entry in entries if isinstance(entry, Entry)), _rss, b"<item>", b"</item>")


def atom_document(feed: Feed, entries: Iterable[Entry | Tombstone]) -> Iterator[bytes]:
    """Yield an Atom document in pieces; what was withdrawn is named in it (https://www.rfc-editor.org/rfc/rfc6721)."""
    stones: list[Tombstone] = []
    living: Iterable[Entry]
    if isinstance(entries, Sequence):
        stones = [entry for entry in entries if isinstance(entry, Tombstone)]
    living = (entry for entry in entries if isinstance(entry, Entry))
    return _pieces(feed, living, lambda feed, chunk: _atom(feed, chunk, stones), b"<entry ", b"</entry>")


def _pieces(feed: Feed, entries: Iterator[Entry], write: Any, begin: bytes, end: bytes) -> Iterator[bytes]:
    """Yield the document: the first chunk with what stands above its entries, the last with what stands below."""
    chunk = list(islice(entries, _AT_ONCE))
    document = write(feed, chunk)
    if not chunk:
        yield document
        return
    first = document.index(begin)
    line = document.rindex(b"\n", 0, first) + 1
    yield document[:line]
    while True:
        last = document.rindex(end) + len(end) + 1
        yield document[line:last]
        chunk = list(islice(entries, _AT_ONCE))
        if not chunk:
            yield document[last:]
            return
        document = write(feed, chunk)
        line = document.rindex(b"\n", 0, document.index(begin)) + 1


def _rss(feed: Feed, entries: Sequence[Entry]) -> bytes:
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
    for entry in entries:
        item = _add(generator, entry)
        item.guid(entry.id, permalink=False)  # after id, which would set it anew
        if entry.url:
            item.link(href=entry.url)
        if entry.published is not None:
            item.published(entry.published)
        if entry.summary or not entry.html:
            item.description(entry.summary or entry.title, isSummary=True)
        for file in entry.attachments[:1]:
            item.enclosure(file.url, str(file.length), file.media_type)
        for category in entry.categories:
            item.category({"term": category.term, "scheme": category.scheme})
    return bytes(generator.rss_str(pretty=True))


def _atom(feed: Feed, entries: Sequence[Entry], tombstones: Sequence[Tombstone]) -> bytes:
    generator = _generator(feed, _AtomFeedParts)
    generator.parts.tombstones = tombstones
    if feed.subtitle:
        generator.subtitle(feed.subtitle)
    generator.author(_person(feed.author.name, feed.author.url))
    if feed.icon:
        generator.icon(feed.icon)
    if feed.self_url:
        generator.link(href=feed.self_url, rel="self", type="application/atom+xml")
    if feed.home:
        generator.link(href=feed.home, rel="alternate", type="text/html")
    for entry in entries:
        item = _add(generator, entry)
        if entry.published is not None:
            item.published(entry.published)
        if entry.authors:
            item.author([_person(person.name, person.url) for person in entry.authors])
        if entry.contributors:
            item.contributor([_person(person.name, person.url) for person in entry.contributors])
        if entry.summary:
            item.summary(entry.summary, type="text")
        item.content(entry.html or entry.summary or entry.title, type="html" if entry.html else "text")
        if entry.rights:
            item.rights(entry.rights)
        for category in entry.categories:
            item.category({"term": category.term, "scheme": category.scheme})
    return bytes(generator.atom_str(pretty=True))


def _generator(feed: Feed, parts: type[_FeedParts]) -> Any:
    generator = FeedGenerator()
    generator.register_extension("parts", parts, _EntryParts)
    generator.parts.feed = feed
    generator.id(feed.id)
    generator.title(feed.title)
    generator.language(feed.language)
    generator.generator("Broadsheet")
    generator.updated(feed.updated)
    if feed.rights:
        generator.rights(feed.rights)
    return generator


def _add(generator: Any, entry: Entry) -> Any:
    item = generator.add_entry(order="append")
    item.parts.entry = entry
    item.id(entry.id)
    item.title(entry.title)
    item.updated(entry.updated)
    return item


def _person(name: str, url: str) -> dict[str, str]:
    """Return a person as feedgen takes it, without empty fields."""
    return {"name": name, **({"uri": url} if url else {})}


def _links(feed: Feed) -> Iterator[tuple[str, str]]:
    """Yield the links of a document to the hub and to the other documents of its feed."""
    if feed.hub:  # https://www.w3.org/TR/websub/#discovery
        yield "hub", feed.hub
    if feed.archive and feed.current:  # https://www.rfc-editor.org/rfc/rfc5005#section-4
        yield "current", feed.current
    if feed.previous:
        yield "prev-archive", feed.previous


def _enclosure(url: str, media_type: str, length: int) -> dict[str, str]:
    return {"rel": "enclosure", "href": url, "type": media_type, "length": str(length)}


def _reference(relation: str, url: str, title: str) -> dict[str, str]:
    return {"rel": relation, "href": url, **({"title": title} if title else {})}


def _add_pictures(element: Any, entry: Entry) -> None:
    """Add the pictures as Media RSS has them (https://www.rssboard.org/media-rss)."""
    add = etree.SubElement
    for picture in entry.pictures:
        attributes = {"url": picture.url, "type": picture.media_type, "medium": "image"}
        if picture.width and picture.height:
            attributes |= {"width": str(picture.width), "height": str(picture.height)}
        made = add(element, f"{{{_MEDIA}}}content", attributes)
        if picture.title:
            add(made, f"{{{_MEDIA}}}title", type="plain").text = picture.title
        if picture.description:
            add(made, f"{{{_MEDIA}}}description", type="plain").text = picture.description
        if picture.credit:
            add(made, f"{{{_MEDIA}}}credit", role="photographer", scheme="urn:ebu").text = picture.credit
        if picture.licence:
            add(made, f"{{{_MEDIA}}}license", type="text/html", href=picture.licence)
