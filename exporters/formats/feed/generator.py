"""feedgen, kept right by one extension: the only module that knows the library.

feedgen 1.0.0 drops the attributes of links in Atom entries (lkiesow/python-feedgen#135), needs an e-mail for an RSS
author, sets content without its type, and asks the locale for the names of days. What it gets wrong, it is not given;
the extension writes that part of the tree.
"""

from __future__ import annotations

import email.utils
from typing import Any

import feedgen.entry
import feedgen.feed
from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from exporters.formats.feed.entries import Entry, Feed

_ATOM = "http://www.w3.org/2005/Atom"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DC = "http://purl.org/dc/elements/1.1/"
_CC = "http://backend.userland.com/creativeCommonsRssModule"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# The library's own version sets the locale of the whole process, three times for each date.
feedgen.entry.formatRFC2822 = feedgen.feed.formatRFC2822 = email.utils.format_datetime


class _FeedParts(BaseExtension):  # type: ignore[misc]  # the library is untyped
    """The parts of a feed that feedgen has no words for."""

    feed: Feed

    def extend_ns(self) -> dict[str, str]:
        return {"atom": _ATOM, "content": _CONTENT, "dc": _DC, "creativeCommons": _CC}

    def extend_rss(self, rss: Any) -> Any:
        channel = rss[0]
        if self.feed.hub:  # https://www.w3.org/TR/websub/#discovery
            etree.SubElement(channel, f"{{{_ATOM}}}link", rel="hub", href=self.feed.hub)
        return rss

    def extend_atom(self, root: Any) -> Any:
        root.set(_LANG, self.feed.language)
        return root


class _AtomFeedParts(_FeedParts):
    def extend_ns(self) -> dict[str, str]:
        return {}


class _EntryParts(BaseEntryExtension):  # type: ignore[misc]  # the library is untyped
    """The parts of an entry that feedgen has no words for, or writes wrongly."""

    entry: Entry

    def extend_rss(self, item: Any) -> Any:
        entry = self.entry
        for person in entry.authors:
            etree.SubElement(item, f"{{{_DC}}}creator").text = person.name
        if entry.html:
            etree.SubElement(item, f"{{{_CONTENT}}}encoded").text = entry.html
        etree.SubElement(item, f"{{{_DC}}}language").text = entry.language
        if entry.rights:
            etree.SubElement(item, f"{{{_DC}}}rights").text = entry.rights
        if entry.licence:
            etree.SubElement(item, f"{{{_CC}}}license").text = entry.licence
        etree.SubElement(item, f"{{{_ATOM}}}updated").text = entry.updated.isoformat()
        return item

    def extend_atom(self, element: Any) -> Any:
        entry = self.entry
        element.set(_LANG, entry.language)
        for link in element.findall("link"):
            element.remove(link)
        if entry.url:
            etree.SubElement(element, "link", {"rel": "alternate", "type": "text/html", "href": entry.url})
        if entry.licence:  # https://www.rfc-editor.org/rfc/rfc4946
            etree.SubElement(element, "link", {"rel": "license", "href": entry.licence})
        return element


def rss_document(feed: Feed) -> bytes:
    """Return the feed as an RSS 2.0 document."""
    generator = _generator(feed, _FeedParts)
    generator.description(feed.subtitle or feed.title)
    generator.docs("https://www.rssboard.org/rss-specification")
    generator.pubDate(feed.updated)
    if feed.self_url:
        generator.link(href=feed.self_url, rel="self", type="application/rss+xml")
    generator.link(href=feed.url, rel="alternate")  # last: feedgen makes the last one the channel's
    for entry in feed.entries:
        item = _add(generator, entry)
        item.guid(entry.id, permalink=False)  # after id, which would set it anew
        if entry.url:
            item.link(href=entry.url)
        if entry.published is not None:
            item.published(entry.published)
        if entry.summary or not entry.html:
            item.description(entry.summary or entry.title, isSummary=True)
        for term, scheme in entry.categories:
            item.category({"term": term} if scheme == "keyword" else {"term": term, "scheme": scheme})
    return bytes(generator.rss_str(pretty=True))


def atom_document(feed: Feed) -> bytes:
    """Return the feed as an Atom document."""
    generator = _generator(feed, _AtomFeedParts)
    if feed.subtitle:
        generator.subtitle(feed.subtitle)
    generator.author(_person(feed.author.name, feed.author.url))
    if feed.self_url:
        generator.link(href=feed.self_url, rel="self", type="application/atom+xml")
    if feed.hub:
        generator.link(href=feed.hub, rel="hub")
    if feed.home:
        generator.link(href=feed.home, rel="alternate", type="text/html")
    for entry in feed.entries:
        item = _add(generator, entry)
        if entry.published is not None:
            item.published(entry.published)
        if entry.authors:
            item.author([_person(person.name, person.url) for person in entry.authors])
        if entry.summary:
            item.summary(entry.summary, type="text")
        item.content(entry.html or entry.summary or entry.title, type="html" if entry.html else "text")
        if entry.rights:
            item.rights(entry.rights)
        for term, scheme in entry.categories:
            item.category({"term": term, "scheme": f"urn:x-broadsheet:{scheme}"})
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
