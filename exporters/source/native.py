"""The exact JSON form back to the model, with the pictures that it carries."""

from __future__ import annotations

import re

import msgspec

from exporters.errors import SourceError
from exporters.model.nodes import Image
from exporters.model.place import Place
from exporters.model.publication import Article, Publication
from exporters.model.walk import AnyNode, plain_text, transform
from exporters.report import Report
from exporters.source.characters import FORBIDDEN, LARGEST_SOURCE
from exporters.source.images import AssetStore

_PATH = re.compile(r" - at `(\$[^`]*)`")
_DEEPEST = 400  # brackets and braces; the deepest legal tree of the other sources stays far below


def read_native(data: bytes, name: str, report: Report, assets: AssetStore) -> tuple[Article, ...]:
    """Return the articles of a publication in exact form; its pictures go into the store, checked like any other.

    Raises SourceError, with the path in the JSON, for what the model does not allow.
    """
    place = Place(name)
    if len(data) > LARGEST_SOURCE:
        raise SourceError(f"the file has more than {LARGEST_SOURCE:,} bytes", place, code="source-too-large")
    if _depth(data) > _DEEPEST:
        raise SourceError("the publication is nested too deeply", place, code="nested-too-deep")
    try:
        publication = msgspec.json.decode(data, type=Publication)
    except (msgspec.DecodeError, RecursionError) as exc:
        words = str(exc)
        found = _PATH.search(words)
        where = f" at {found[1]}" if found else ""
        raise SourceError(
            f"this is no publication{where}: {_PATH.sub('', words)}",
            place,
            "See assets/schema/publication.json",
            code="native",
        ) from exc
    if FORBIDDEN.search(data.decode(errors="replace")) or b"\\u00" in data:
        _refuse_forbidden(publication, place)
    names: dict[str, str] = {}
    for resource in publication.resources:
        taken = assets.take(resource.data, resource.name, place, report)
        if taken is not None:
            names[resource.name] = taken.name

    def rename(node: AnyNode) -> AnyNode:
        if isinstance(node, Image) and node.source in names:
            return msgspec.structs.replace(node, source=names[node.source])
        return node

    articles: list[Article] = []
    for article in publication.articles:
        cover = names.get(article.meta.cover, article.meta.cover)
        articles.append(
            msgspec.structs.replace(
                article,
                meta=msgspec.structs.replace(article.meta, cover=cover),
                body=transform(article.body, rename),
                notes=tuple(
                    msgspec.structs.replace(note, children=transform(note.children, rename)) for note in article.notes
                ),
            )
        )
    return tuple(articles)


def _refuse_forbidden(publication: Publication, place: Place) -> None:
    for article in publication.articles:
        if FORBIDDEN.search(plain_text(article.body)) or FORBIDDEN.search(article.meta.title):
            raise SourceError(
                "the text holds control characters, which no XML document may hold", place, "Remove them", code="native"
            )


def _depth(data: bytes) -> int:
    """Return how deeply brackets nest outside strings, before anything recursive sees them."""
    depth = deepest = 0
    for token in re.finditer(rb'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', data):
        first = token[0][:1]
        if first in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif first in b"]}":
            depth -= 1
    return deepest
