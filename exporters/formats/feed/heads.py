"""What a feed says of itself, from the meta of its publication."""

from __future__ import annotations

import uuid
from collections.abc import Container, Iterable
from datetime import datetime
from urllib.parse import quote, urlsplit

from exporters.formats.addresses import web_address
from exporters.formats.feed.entries import utc
from exporters.formats.feed.options import FeedOptions
from exporters.formats.feed.values import Feed, Person
from exporters.formats.summaries import clean_language, clean_line
from exporters.model.meta import Meta
from exporters.words import words_for


def feed_head(
    meta: Meta,
    options: FeedOptions,
    now: datetime,
    *,
    story_ids: Container[str] = (),
    story_urls: Iterable[str] = (),
    author: str = "",
) -> Feed:
    """Return what every document of a feed says of it, with `now` where no entry will give a date.

    `story_ids` are those of the entries, none of which the feed may have; `story_urls` their addresses, from which the
    home page follows where nobody names it; `author` stands for the publisher where there is none.
    """
    title = clean_line(meta.title) or words_for(meta.language).untitled
    home = web_address(options.url or meta.url) or _common_host(story_urls)
    self_url = web_address(options.self_url)
    return Feed(
        id=feed_id(meta, story_ids),
        title=title,
        subtitle=clean_line(meta.subtitle or meta.summary),
        url=home or clean_line(meta.id),
        home=home,
        self_url=self_url,
        current=self_url,
        hub=web_address(options.hub),
        icon=web_address(options.icon),
        ttl=options.ttl,
        language=clean_language(meta.language),
        author=Person(name=clean_line(meta.publisher) or clean_line(author) or title, url=home),
        rights=clean_line(f"{meta.rights} {meta.usage_terms}"),
        updated=utc(now),
    )


def feed_id(meta: Meta, taken: Container[str] = ()) -> str:
    """Return the id of the feed, which is never that of an entry: a lone story and its feed are two things."""
    given = clean_line(meta.id) or f"urn:x-broadsheet:{quote(meta.slug or 'feed')}"
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'feed of {given}')}" if given in taken else given


def _common_host(urls: Iterable[str]) -> str:
    """Return the address of the one site that all stories are on, if it is one."""
    hosts = {urlsplit(url)[:2] for url in urls if url}
    if len(hosts) != 1:
        return ""
    scheme, host = hosts.pop()
    return web_address(f"{scheme}://{host}/")
