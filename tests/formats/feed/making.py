"""Stories and feeds to test with, and what comes back of them, format by format, in one shape."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import feedparser
import msgspec
from lxml import etree

from exporters.contract import Format, Job, MadeFile
from exporters.formats.feed import ATOM, JSONFEED, RSS
from exporters.model.meta import Meta
from exporters.model.nodes import Block, Paragraph, Text
from exporters.model.publication import Article, Publication
from exporters.options import make_options
from exporters.report import Report
from exporters.testing import MemoryOutput

ALL = (RSS, ATOM, JSONFEED)
START = datetime(2025, 1, 1, 9, tzinfo=UTC)


def story(number: int, *body: Block, **meta: object) -> Article:
    """Return the story of a day: number 0 is of the first."""
    given: dict[str, object] = {
        "title": f"Story {number}",
        "slug": f"story-{number}",
        "id": f"tag:example.org,2025:{number}",
        "url": f"https://example.org/story-{number}",
        "published": START + timedelta(days=number),
        **meta,
    }
    return Article(meta=msgspec.convert(given, Meta), body=body or (Paragraph((Text(f"Words of {number}."),)),))


def feed(*articles: Article, **meta: object) -> Publication:
    """Return the publication of a feed called `news`."""
    given = {"title": "News", "slug": "news", "id": "tag:example.org,2025:news", "publisher": "The Desk", **meta}
    return Publication(meta=msgspec.convert(given, Meta), contents=articles)


def write(
    format_: Format, publication: Publication, made: dict[str, list[MadeFile]] | None = None, /, **settings: str
) -> dict[str, bytes]:
    """Return the documents of a feed by name, the current one by that which `self-url` gives it."""
    output = MemoryOutput()
    address = f"https://example.org/feeds/news{format_.suffix}"
    job = Job(
        options=make_options(format_, {"self-url": address, **settings}),
        report=Report(),
        now=datetime(2030, 1, 1, tzinfo=UTC),
        made=made or {},
    )
    format_.write(publication, output, job)
    return {f"news{format_.suffix}" if name is None else name: data for name, data in output.files.items()}


class Read(NamedTuple):
    """What a document says: the ids in it, in order, and the names of the documents that it leads to."""

    ids: list[str]
    previous: str
    current: str
    archive: bool
    updated: str


def read(format_: Format, document: bytes) -> Read:
    """Return what the document says, by a reader that is not ours."""
    if format_ is JSONFEED:
        parsed = json.loads(document)
        own = parsed.get("_broadsheet", {})
        return Read(
            [item["id"] for item in parsed["items"]],
            _name(parsed.get("next_url", "")),
            _name(own.get("current", "")),
            own.get("archive", False),
            max((item["date_modified"] for item in parsed["items"]), default=""),
        )
    seen: Any = feedparser.parse(document)
    assert not seen.bozo
    links = {link.rel: link.href for link in seen.feed.links}
    archive = etree.fromstring(document).find(".//{http://purl.org/syndication/history/1.0}archive") is not None
    return Read(
        [entry.id for entry in seen.entries],
        _name(links.get("prev-archive", "")),
        _name(links.get("current", "")),
        archive,
        seen.feed.get("updated", ""),
    )


def follow(format_: Format, documents: dict[str, bytes]) -> list[list[str]]:
    """Return the ids of each document, from the current one on by way of `prev-archive`."""
    name, pages = f"news{format_.suffix}", []
    while name:
        seen = read(format_, documents[name])
        pages.append(seen.ids)
        name = seen.previous
    return pages


def _name(address: str) -> str:
    return address.rpartition("/")[2]
