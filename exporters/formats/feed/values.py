"""What a feed says, before it is RSS, Atom or JSON: plain values that can be kept between runs.

An `Entry` is all that any feed format needs of a story, its content already HTML: it is made once for a story and
written by every format, and may be kept as JSON or MessagePack (msgspec) until the story changes.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec


class Value(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """What all of them share: they are never changed, and empty means not said."""


class Person(Value, frozen=True):
    """Who wrote something. Addresses for mail are not given out: what a feed holds is harvested."""

    name: str
    url: str = ""


class Category(Value, frozen=True):
    """A term and the vocabulary it is from, a URN."""

    term: str
    scheme: str


class Attachment(Value, frozen=True):
    """A file that holds the whole story, such as its PDF: `length` is its true size in bytes."""

    url: str
    media_type: str
    length: int
    title: str = ""


class Picture(Value, frozen=True):
    """A picture of the story where readers can fetch it; sizes in pixels, 0 when not known.

    `description` is the alternative text, `licence` an address, empty where it is not known to cover this picture.
    """

    url: str
    media_type: str
    width: int = 0
    height: int = 0
    title: str = ""
    description: str = ""
    credit: str = ""
    licence: str = ""


class Reference(Value, frozen=True):
    """A link from the story to a document: `via` what it rests on, `related` what goes with it (RFC 4287, 4.2.7.2)."""

    relation: Literal["via", "related"]
    url: str
    title: str = ""


class Entry(Value, frozen=True):
    """One story as a feed reader gets it. `url` may be empty; `published` is None where the story does not say it."""

    id: str
    title: str
    updated: datetime
    published: datetime | None = None
    url: str = ""
    summary: str = ""
    html: str = ""
    language: str = "en"
    authors: tuple[Person, ...] = ()
    contributors: tuple[Person, ...] = ()
    categories: tuple[Category, ...] = ()
    rights: str = ""
    licence: str = ""
    attachments: tuple[Attachment, ...] = ()
    pictures: tuple[Picture, ...] = ()
    references: tuple[Reference, ...] = ()


class Tombstone(Value, frozen=True):
    """A story that was taken back: its id, when, and what readers are told (https://www.rfc-editor.org/rfc/rfc6721).

    `published` is the date under which it went out: its place among the entries, which stays its own.
    """

    id: str
    when: datetime
    reason: str = ""
    by: str = ""
    published: datetime | None = None


class Feed(Value, frozen=True):
    """What a document says of the feed itself.

    `url` is never empty (RSS wants a link), `home` only where there is a page. `published` and `updated` are the
    latest of the entries in this document. The last five place it among the others of its feed
    (https://www.rfc-editor.org/rfc/rfc5005#section-4): `current` is the address of the document with the newest
    entries, `previous` that of the next older archive, `archive` says that this is one.
    """

    id: str
    title: str
    url: str
    author: Person
    updated: datetime
    published: datetime | None = None
    subtitle: str = ""
    home: str = ""
    language: str = "en"
    rights: str = ""
    icon: str = ""
    hub: str = ""
    ttl: int = 0
    self_url: str = ""
    current: str = ""
    previous: str = ""
    archive: bool = False
