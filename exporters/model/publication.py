"""The one shape that every format receives: a publication of articles, with the pictures they use."""

from __future__ import annotations

import msgspec

from exporters.model.meta import Correction, Meta, Record, Source
from exporters.model.nodes import Block


class Footnote(Record, frozen=True):
    """The text of a note. `number` and `anchor` are filled in by numbering, in order of first reference."""

    key: str
    children: tuple[Block, ...]
    number: int = 0
    anchor: str = ""


class Article(Record, frozen=True, tag="article", tag_field="kind"):
    """One story: what it says of itself, its body, and what hangs on the body by keys."""

    meta: Meta
    body: tuple[Block, ...] = ()
    notes: tuple[Footnote, ...] = ()
    sources: tuple[Source, ...] = ()
    corrections: tuple[Correction, ...] = ()


class Part(Record, frozen=True, tag="part", tag_field="kind"):
    """Articles that stand together in a publication under a title."""

    title: str
    articles: tuple[Article, ...]
    anchor: str = ""


class Resource(Record, frozen=True):
    """A picture that was checked: its name in the publication, type, size in pixels and digest.

    `name` is a safe relative name such as `images/map-1f2e3d4c.png`, the same for the same bytes. The bytes come
    from `Job.read_asset(name)`; `data` holds them only in the exact JSON form. `resolution` is in dots per inch.
    """

    name: str
    media_type: str
    width: int
    height: int
    resolution: float = 0.0
    digest: str = ""
    data: bytes = b""


class Publication(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Articles or parts in reading order, and the resources they use. A lone story is a publication of one."""

    meta: Meta
    contents: tuple[Part | Article, ...]
    resources: tuple[Resource, ...] = ()

    @property
    def articles(self) -> tuple[Article, ...]:
        """All articles in reading order, those of parts included."""
        flat: list[Article] = []
        for item in self.contents:
            if isinstance(item, Part):
                flat.extend(item.articles)
            else:
                flat.append(item)
        return tuple(flat)

    @property
    def lone(self) -> bool:
        """Whether this is one story by itself, which needs no cover and no list of contents."""
        return len(self.contents) == 1 and isinstance(self.contents[0], Article)


def lone_story(article: Article, resources: tuple[Resource, ...] = ()) -> Publication:
    """Return the publication that holds this one article and takes its meta."""
    return Publication(meta=article.meta, contents=(article,), resources=resources)
