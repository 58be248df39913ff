"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/), written by us.

What it has no member for stands in the extension `_broadsheet`: rights, licence, documents that a story rests on, the
vocabularies of its terms, and the credits of its pictures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from exporters.formats.feed.frames import Frame, pieces_of
from exporters.formats.feed.values import Entry, Feed, Person, Picture, Tombstone

VERSION = "https://jsonfeed.org/version/1.1"


def json_document(feed: Feed, entries: Iterable[Entry | Tombstone]) -> Iterator[bytes]:
    """Yield a JSON Feed in pieces, a line for each item. What was withdrawn is not in it.

    `next_url` leads to the next older archive; in an archive, `_broadsheet` says what it is and where the current
    document stands.
    """
    return pieces_of(json_frame(feed), entries)


def json_frame(feed: Feed, tombstones: Sequence[Tombstone] = ()) -> Frame:
    """Return what stands around the items of a JSON Feed, whatever was withdrawn."""
    del tombstones
    head = msgspec.json.encode(_head(feed))
    return Frame(before=head[:-1] + b',"items":[', write=_written, after=b"\n]}\n", first=b"\n", between=b",\n")


def _written(entry: Entry) -> bytes:
    return msgspec.json.encode(_item(entry))


def _head(feed: Feed) -> dict[str, Any]:
    own = {"archive": True, "current": feed.current} if feed.archive else {}
    return _said(
        version=VERSION,
        title=feed.title,
        home_page_url=feed.home,
        feed_url=feed.self_url,
        description=feed.subtitle,
        next_url=feed.previous,
        icon=feed.icon,
        authors=[_person(feed.author)],
        language=feed.language,
        hubs=[{"type": "WebSub", "url": feed.hub}] if feed.hub else [],
        _broadsheet=_said(id=feed.id, rights=feed.rights, **own),
    )


def _item(entry: Entry) -> dict[str, Any]:
    content = {"content_html": entry.html} if entry.html else {"content_text": entry.summary or entry.title}
    own = _said(
        rights=entry.rights,
        licence=entry.licence,
        contributors=[_person(person) for person in entry.contributors],
        terms=[{"term": category.term, "scheme": category.scheme} for category in entry.categories],
        sources=[
            _said(relation=reference.relation, url=reference.url, title=reference.title)
            for reference in entry.references
        ],
        pictures=[_picture(picture) for picture in entry.pictures],
    )
    return _said(
        id=entry.id,
        url=entry.url,
        title=entry.title,
        **content,
        summary=entry.summary if entry.html else "",
        image=entry.pictures[0].url if entry.pictures else "",
        date_published=entry.published.isoformat() if entry.published else "",
        date_modified=entry.updated.isoformat(),
        authors=[_person(person) for person in entry.authors],
        tags=list(dict.fromkeys(category.term for category in entry.categories)),
        language=entry.language,
        attachments=[
            _said(url=file.url, mime_type=file.media_type, title=file.title, size_in_bytes=file.length)
            for file in entry.attachments
        ],
        _broadsheet=own,
    )


def _person(person: Person) -> dict[str, str]:
    return {"name": person.name, **({"url": person.url} if person.url else {})}


def _picture(picture: Picture) -> dict[str, Any]:
    return _said(
        url=picture.url,
        mime_type=picture.media_type,
        width=picture.width,
        height=picture.height,
        title=picture.title,
        description=picture.description,
        credit=picture.credit,
        licence=picture.licence,
    )


def _said(**members: Any) -> dict[str, Any]:
    """Return the members that say something."""
    return {name: value for name, value in members.items() if value not in ("", None, 0, [], {})}
