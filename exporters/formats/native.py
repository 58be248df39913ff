"""The exact form: the publication as JSON, pictures included, that `--from native` reads back without a difference."""

from __future__ import annotations

from typing import Annotated

import msgspec

from exporters.contract import Format, Job, Output
from exporters.model.meta import Meta
from exporters.model.nodes import Node
from exporters.model.place import NOWHERE
from exporters.model.publication import Article, Part, Publication
from exporters.model.walk import AnyNode, transform


class NativeOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What can be set about the exact form."""

    places: Annotated[bool, msgspec.Meta(description="Keep the file, line and column of every node")] = False
    indent: Annotated[
        int, msgspec.Meta(description="Spaces by which lines are indented; 0 for one line", ge=0, le=8)
    ] = 0


def write_native(publication: Publication, output: Output, job: Job[NativeOptions]) -> None:
    """Write the publication as JSON that follows assets/schema/publication.json."""
    exact = publication if job.options.places else without_places(publication)
    resources = tuple(
        msgspec.structs.replace(resource, data=resource.data or job.read_asset(resource.name))
        for resource in exact.resources
    )
    encoded = msgspec.json.encode(msgspec.structs.replace(exact, resources=resources))
    if job.options.indent:
        encoded = msgspec.json.format(encoded, indent=job.options.indent)
    with output.open() as stream:
        stream.write(encoded)
        stream.write(b"\n")


def publication_schema() -> bytes:
    """Return the JSON Schema (2020-12) of the exact form, as published in assets/schema/publication.json."""
    schema = msgspec.json.schema(Publication)
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Broadsheet publication", **schema}
    return msgspec.json.format(msgspec.json.encode(schema, order="sorted"), indent=1) + b"\n"


def without_places(publication: Publication) -> Publication:
    """Return the publication with no place anywhere."""
    contents = tuple(
        msgspec.structs.replace(item, place=NOWHERE, articles=tuple(_bare(article) for article in item.articles))
        if isinstance(item, Part)
        else _bare(item)
        for item in publication.contents
    )
    return msgspec.structs.replace(publication, meta=_bare_meta(publication.meta), contents=contents)


def _bare(article: Article) -> Article:
    return msgspec.structs.replace(
        article,
        place=NOWHERE,
        meta=_bare_meta(article.meta),
        body=transform(article.body, _forget),
        notes=tuple(
            msgspec.structs.replace(note, place=NOWHERE, children=transform(note.children, _forget))
            for note in article.notes
        ),
        sources=tuple(msgspec.structs.replace(source, place=NOWHERE) for source in article.sources),
        corrections=tuple(msgspec.structs.replace(correction, place=NOWHERE) for correction in article.corrections),
    )


def _bare_meta(meta: Meta) -> Meta:
    people = tuple(msgspec.structs.replace(person, place=NOWHERE) for person in meta.contributors)
    return msgspec.structs.replace(meta, place=NOWHERE, contributors=people)


def _forget(node: AnyNode) -> AnyNode:
    assert isinstance(node, Node)
    if node.place is NOWHERE:
        return node
    return msgspec.structs.replace(node, place=NOWHERE)


FORMAT = Format(
    name="native",
    suffix=".native.json",
    media_type="application/json",
    summary="The exact document model as JSON, pictures included",
    write=write_native,
    options=NativeOptions,
    exact=True,
)
