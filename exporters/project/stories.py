"""What is known of a story of a project between builds, under which keys, and how it goes out among the others."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from hashlib import blake2b
from urllib.parse import quote

import msgspec

from exporters.editorial.references import Index as Links
from exporters.editorial.references import bind_references
from exporters.formats.addresses import clean_address
from exporters.model.meta import Meta
from exporters.model.nodes import Link, Span, Text
from exporters.model.outline import slugify
from exporters.model.publication import Article, Resource
from exporters.model.walk import AnyNode, plain_text, transform
from exporters.project.cards import Card, zone_of
from exporters.project.tables import Project
from exporters.report import Diagnostic, Report


class Recipe(msgspec.Struct, frozen=True):
    """How stories become entries: whole or as summaries, and where readers find pictures."""

    content: str
    pictures: str


class Rules(msgspec.Struct, frozen=True):
    """All that, beside its own bytes and pictures, decides what a story is read as."""

    root: str
    project: Project
    engine: bytes
    recipes: tuple[Recipe, ...] = ()

    @property
    def pages(self) -> bool:
        """Whether anything but feeds is made of the stories."""
        return bool(self.project.stories.formats or self.project.briefings)

    def key(self) -> bytes:
        """Return what stands for these rules, wherever the project lies."""
        own = self.project
        told = (own.publication, own.people, own.stories.url, own.stories.smart, self.recipes, self.pages)
        return digest(self.engine, msgspec.msgpack.encode(told))


class Copy(msgspec.Struct, frozen=True, kw_only=True):
    """A story as it was read: its card, its article, the pictures it uses, its entries, and what was said of it.

    `card` is None where it could not be read; what was said then holds an error.
    """

    path: str
    card: Card | None = None
    article: bytes = b""
    entries: tuple[tuple[bytes, bytes], ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


class Kept(msgspec.Struct, frozen=True, array_like=True):
    """What is kept of a story under its key: its article with the pictures it uses, and what was said of it.

    `article` is None where nothing but its entries is likely to be asked for: the desk can read the file again. Where
    there is nothing else to keep either, nothing is kept.
    """

    article: Article | None
    resources: tuple[Resource, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    zones: tuple[int, int] | None = None
    """The zones of the days of publication and change, in minutes east of UTC, where they have others.

    MessagePack keeps times in UTC, and an evening in New York would be printed as the day after.
    """


def digest(*parts: bytes) -> bytes:
    """Return what stands for these parts, in this order."""
    hashed = blake2b(digest_size=20)
    for part in parts:
        hashed.update(len(part).to_bytes(8, "big"))
        hashed.update(part)
    return hashed.digest()


def entry_key(story: bytes, recipe: Recipe, name: Sequence[str] = ()) -> bytes:
    """Return the key of an entry: of the story's own, and of the name that it was given in place of its own."""
    return digest(story, b"entry", msgspec.msgpack.encode((recipe, tuple(name))))


_UNPACK = msgspec.msgpack.Decoder(Kept)

pack = msgspec.msgpack.Encoder().encode
"""Returns the bytes under which articles and entries are kept."""


NOTHING_KEPT = pack(Kept(None))
"""What would be kept of most stories of a project that makes nothing but feeds: it is not."""


def unpack(data: bytes) -> Kept:
    """Return what was kept of a story."""
    kept = _UNPACK.decode(data)
    if kept.article is None or kept.zones is None:
        return kept
    meta = kept.article.meta
    published, modified = (
        moment and moment.astimezone(timezone(timedelta(minutes=zone)))
        for moment, zone in zip((meta.published, meta.modified), kept.zones, strict=True)
    )
    meta = msgspec.structs.replace(meta, published=published, modified=modified)
    return msgspec.structs.replace(kept, article=msgspec.structs.replace(kept.article, meta=meta))


def zones_in(meta: Meta) -> tuple[int, int] | None:
    """Return the zones of the days of a story, in minutes east of UTC; None where both are UTC."""
    zones = (zone_of(meta.published), zone_of(meta.modified))
    return zones if any(zones) else None


def story_address(project: Project, slug: str, section: str, language: str, published: datetime | None) -> str:
    """Return the address of a story by the project's pattern; empty where that asks for what is not there."""
    pattern = project.stories.url
    for name in _parts_of(pattern):
        if name == "slug":
            part = slug
        elif name == "section":
            part = slugify(section)
        elif name == "language":
            part = language
        else:
            part = published.strftime(_DAYS[name]) if published is not None and name in _DAYS else ""
        if not part:
            return ""
        pattern = pattern.replace(f"{{{name}}}", quote(part))
    return clean_address(pattern)


_DAYS = {"year": "%Y", "month": "%m", "day": "%d"}


@lru_cache(maxsize=16)
def _parts_of(pattern: str) -> list[str]:
    return re.findall(r"\{([a-z]+)\}", pattern)


def bind_copy(
    article: Article,
    card: Card,
    elsewhere: Mapping[str, Card],
    anchors: Mapping[str, set[str]],
    held: Sequence[str],
    report: Report,
) -> Article:
    """Return the story as it goes out: under its final name, its links to other stories bound.

    `elsewhere` are the open stories that its links can mean, by path; `anchors` theirs, by slug; `held` the targets
    that mean a story which is not out: of those only the words stay, for an address would name it.
    """
    if article.meta.slug != card.slug or article.meta.id != card.id or article.meta.url != card.url:
        meta = msgspec.structs.replace(article.meta, slug=card.slug, id=card.id, url=card.url)
        article = msgspec.structs.replace(article, meta=meta)
    if not card.links:
        return article
    index = Links((article,))
    for path, other in elsewhere.items():
        index.add_elsewhere(path, other.slug, anchors.get(other.slug, set()))
    if held:
        article = let_go(article, held, report)
    return bind_references(article, index, report)


def let_go(article: Article, held: Sequence[str], report: Report) -> Article:
    """Return the article with links to these targets, which mean stories that are not out, made their words."""
    closed = frozenset(held)

    def change(node: AnyNode) -> AnyNode:
        if not isinstance(node, Link) or node.target not in closed:
            return node
        report.warning(
            "link-held",
            "the link leads to a story that is not out; it is written as text",
            node.place,
            "It becomes a link with the first build after that story is out",
        )
        if plain_text(node.children).strip() == node.target.strip():  # the words of a bare address are the address
            return Span((Text("…"),), place=node.place)
        return Span(node.children, place=node.place)

    notes = tuple(msgspec.structs.replace(note, children=transform(note.children, change)) for note in article.notes)
    return msgspec.structs.replace(article, body=transform(article.body, change), notes=notes)


@lru_cache(maxsize=1)
def rules_from(data: bytes) -> Rules:
    """Return the rules that another process was given as bytes."""
    return msgspec.msgpack.decode(data, type=Rules)
