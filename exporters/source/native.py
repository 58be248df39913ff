"""The exact JSON form back to the model, with the pictures that it carries."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import msgspec

from exporters.errors import SourceError
from exporters.model.meta import Meta
from exporters.model.nodes import Cell, Image, Table
from exporters.model.place import NOWHERE, Place
from exporters.model.publication import Article, Part, Publication
from exporters.model.walk import AnyNode, transform
from exporters.patterns import pattern
from exporters.report import Report
from exporters.source.characters import FORBIDDEN, LARGEST_SOURCE
from exporters.source.images import AssetStore
from exporters.source.tables import spans_too_far

LARGEST_NATIVE = 8 * LARGEST_SOURCE
"""Bytes that an exact form may have: it holds the pictures too."""

_PATH = pattern(r" - at `(\$[^`]*)`")
_BYTE = pattern(r"\(byte (\d+)\)")
_DEEPEST = 500  # brackets: four for each list in a list, and elements of other sources nest at most 100 deep
_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"|[\[{]|[\]}]', re.DOTALL)
_ESCAPED = re.compile(rb"\\u(?:00[01789]|[dD][89a-fA-F]|[fF][dDfF][dDeEfF])")
_LONGEST_LANGUAGE = 100
_WIDEST = 1_000_000.0
_MOST_COLUMNS, _MOST_ROW_SPAN = 1000, 65534  # https://html.spec.whatwg.org/multipage/tables.html


def read_native(data: bytes, name: str, report: Report, assets: AssetStore) -> tuple[Article, ...]:
    """Return the articles of a publication in exact form; its pictures go into the store, checked like any other.

    What the publication says of itself as a whole is not taken, for a run makes its own briefing; but what holds it
    back holds each of its stories. Raises SourceError as `decode_publication` does.
    """
    publication = decode_publication(data, name, report)
    place = Place(name)
    if any(isinstance(item, Part) for item in publication.contents):
        report.info("parts-opened", "the stories are taken out of their parts", place, "Nothing")
    names: dict[str, str] = {}
    for resource in publication.resources:
        taken = assets.take(resource.data, resource.name, place, report) if resource.data else None
        if taken is not None:
            names[resource.name] = taken.name
        elif not resource.data:
            report.warning(
                "image-missing", f"the picture {resource.name[:80]!r} comes without its bytes", place, "Write it anew"
            )

    def settle(node: AnyNode) -> AnyNode:
        changes: dict[str, object] = {}
        if isinstance(node, Image) and node.source in names:
            changes["source"] = names[node.source]
        if node.place == NOWHERE and not node.place.file:
            changes["place"] = place
        return msgspec.structs.replace(node, **changes) if changes else node

    return tuple(
        msgspec.structs.replace(
            article,
            meta=msgspec.structs.replace(
                _held_with(publication.meta, article.meta), cover=names.get(article.meta.cover, article.meta.cover)
            ),
            body=transform(article.body, settle),
            notes=tuple(
                msgspec.structs.replace(note, children=transform(note.children, settle)) for note in article.notes
            ),
            place=article.place if article.place.file else Place(name, 1, 1),
        )
        for article in publication.articles
    )


def _held_with(whole: Meta, own: Meta) -> Meta:
    """Return the meta of a story, with the embargo and the status of the publication where they hold back more."""
    embargoes = [meta.embargo for meta in (whole, own) if meta.embargo is not None]
    status = own.status if own.status not in ("published", "corrected") else whole.status
    if status == "published":
        status = own.status
    return msgspec.structs.replace(own, embargo=max(embargoes, default=None), status=status)


def decode_publication(data: bytes, name: str, report: Report) -> Publication:
    """Return the publication that this JSON is, as it was written, but without characters that XML forbids.

    Raises SourceError, with the line or the path in the JSON, for what is no publication or passes the limits.
    """
    place = Place(name)
    if len(data) > LARGEST_NATIVE:
        raise SourceError(
            f"the file has more than {LARGEST_NATIVE:,} bytes", place, "Split it", code="source-too-large"
        )
    data = data.removeprefix(b"\xef\xbb\xbf")
    if _depth(data) > _DEEPEST:
        raise SourceError("the publication is nested too deeply", place, "Flatten it", code="nested-too-deep")
    try:
        if _ESCAPED.search(data) or FORBIDDEN.search(data.decode("utf-8", errors="replace")):
            publication = msgspec.convert(_cleaned(msgspec.json.decode(data), place, report), Publication)
        else:
            publication = msgspec.json.decode(data, type=Publication)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError, RecursionError) as exc:
        words = str(exc)
        found, byte = _PATH.search(words), _BYTE.search(words)
        where = f" at {found[1]}" if found else ""
        raise SourceError(
            f"this is no publication{where}: {_PATH.sub('', words)}",
            _place_of(data, int(byte[1]), name) if byte else place,
            "assets/schema/publication.json says what one holds",
            code="native-invalid",
        ) from exc
    _check_meta(publication, place)
    _check_tables(publication, place)
    return publication


def _check_meta(publication: Publication, place: Place) -> None:
    """Raise SourceError for times that no clock in UTC shows, and for a language that is none."""
    corrections = [item for article in publication.articles for item in article.corrections]
    metas = [publication.meta, *(article.meta for article in publication.articles)]
    moments = [moment for meta in metas for moment in (meta.published, meta.modified, meta.embargo)]
    for moment in (*moments, *(correction.date for correction in corrections)):
        try:
            if isinstance(moment, datetime):
                moment.astimezone(UTC)
        except OverflowError as exc:
            raise SourceError(
                f"the time {moment} lies beyond all dates", place, "Correct it", code="native-invalid"
            ) from exc
    for meta in metas:
        if len(meta.language) > _LONGEST_LANGUAGE:
            raise SourceError(
                f"{meta.language[:40]!r} is no language tag",
                place,
                "Write a BCP 47 tag such as en, es-MX or ar",
                code="native-invalid",
            )


def _check_tables(publication: Publication, place: Place) -> None:
    """Raise SourceError for spans and widths that no table has: formats make room for each column that a cell takes."""

    def check(node: AnyNode) -> AnyNode:
        if isinstance(node, Cell) and not (
            1 <= node.column_span <= _MOST_COLUMNS and 1 <= node.row_span <= _MOST_ROW_SPAN
        ):
            raise SourceError(
                f"a cell spans {node.column_span} columns and {node.row_span} rows",
                node.place if node.place.file else place,
                "Write spans from 1",
                code="native-invalid",
            )
        if isinstance(node, Table) and (spans_too_far(node.header) or spans_too_far(node.rows)):
            raise SourceError(
                f"the cells of a table span more than {_MOST_COLUMNS:,} columns",
                node.place if node.place.file else place,
                "Write the spans that the table has",
                code="native-invalid",
            )
        if isinstance(node, Table) and not all(0 <= column.width <= _WIDEST for column in node.columns):
            raise SourceError(
                "a table has a column of no usable width",
                node.place if node.place.file else place,
                "Write its share of the table, or 0",
                code="native-invalid",
            )
        return node

    for article in publication.articles:
        transform(article.body, check)
        for note in article.notes:
            transform(note.children, check)


def _cleaned(value: Any, place: Place, report: Report) -> Any:
    """Return what JSON decoded to, with characters that no XML document may hold left out of all texts."""
    count = 0

    def clean(item: Any) -> Any:
        nonlocal count
        if isinstance(item, str):
            text, dropped = FORBIDDEN.subn("", item)
            count += dropped
            return text
        if isinstance(item, list):
            return [clean(inner) for inner in item]
        if isinstance(item, dict):
            return {key: clean(inner) for key, inner in item.items()}
        return item

    cleaned = clean(value)
    if count:
        report.warning(
            "characters-dropped",
            f"{count} control character{'s' if count > 1 else ''} left out",
            place,
            "Remove what cannot be printed",
        )
    return cleaned


def _place_of(data: bytes, offset: int, name: str) -> Place:
    line_start = data.rfind(b"\n", 0, offset) + 1
    column = len(data[line_start:offset].decode("utf-8", errors="replace")) + 1
    return Place(name, data.count(b"\n", 0, offset) + 1, column)


def _depth(data: bytes) -> int:
    """Return how deeply brackets nest outside strings, before anything recursive sees them."""
    depth = deepest = 0
    for token in _TOKEN.finditer(data):
        first = token[0][:1]
        if first in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif first in b"]}":
            depth -= 1
    return deepest
