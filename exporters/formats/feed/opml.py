"""The list of all feeds of a publication as OPML 2.0 (http://opml.org/spec2.opml), which feed readers take in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime

import msgspec

from exporters.formats.summaries import clean_line
from exporters.formats.xmltext import escape_attribute, escape_text

_VERSIONS = {"atom": "ATOM", "rss": "RSS2", "jsonfeed": "JSON Feed"}
"""The formats of a feed, the best first: each feed is listed once, or readers would show it three times."""


class ListedFeed(msgspec.Struct, frozen=True, kw_only=True):
    """A feed: its title, home page and language, and its address in each format it is written in, by format name."""

    title: str
    addresses: Mapping[str, str]
    home: str = ""
    language: str = ""
    description: str = ""


def opml_document(
    title: str, feeds: Sequence[ListedFeed], *, owner: str = "", updated: datetime | None = None
) -> bytes:
    """Return the list, UTF-8, in the order given; `updated` is the latest date of the feeds."""
    head = [f"<title>{escape_text(clean_line(title))}</title>"]
    if updated is not None:
        head.append(f"<dateModified>{format_datetime(updated.astimezone(UTC), usegmt=True)}</dateModified>")
    if owner:
        head.append(f"<ownerName>{escape_text(clean_line(owner))}</ownerName>")
    body = [_outline(feed) for feed in feeds if any(name in feed.addresses for name in _VERSIONS)]
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<opml version="2.0">', "<head>", *head, "</head>", "<body>"]
    return ("\n".join([*lines, *body, "</body>", "</opml>"]) + "\n").encode()


def _outline(feed: ListedFeed) -> str:
    best = next(name for name in _VERSIONS if name in feed.addresses)
    title = clean_line(feed.title)
    attributes = {
        "type": "rss",  # as the specification has it for every kind of feed
        "version": _VERSIONS[best],
        "text": title,
        "title": title,
        "description": clean_line(feed.description),
        "language": feed.language,
        "htmlUrl": feed.home,
        "xmlUrl": feed.addresses[best],
    }
    said = " ".join(f'{name}="{escape_attribute(value)}"' for name, value in attributes.items() if value)
    return f"<outline {said}/>"
