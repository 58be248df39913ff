"""Catalogues of briefings: what OPDS 1.2 and 2.0 ask for is there, and both list the same."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import jsonschema
import msgspec
import pytest
from lxml import etree

from exporters.contract import MadeFile
from exporters.formats.catalogue import Catalogue, Cover, Listing, atom_catalogue, documents, json_catalogue
from exporters.formats.catalogue.covers import cover_of
from exporters.formats.epub import FORMAT as EPUB
from exporters.model.meta import Contributor, Meta
from exporters.testing import briefing, write_to_memory

SPACES = {"a": "http://www.w3.org/2005/Atom", "dc": "http://purl.org/dc/terms/"}
KIND = "application/atom+xml;profile=opds-catalog;kind=acquisition"


def listing(number: int, **fields: Any) -> Listing:
    meta = Meta(
        title=f"Briefing <{number}>",
        slug=f"briefing-{number}",
        id=f"tag:example.org,2025:briefing-{number}",
        published=datetime(2025, 1, number, 9, tzinfo=UTC),
        publisher="The Desk",
        keywords=("courts",),
        series="The week",
        number=str(number),
        licence="CC-BY-4.0",
        **fields,
    )
    return Listing(
        meta=meta,
        files=(
            MadeFile(f"briefings/briefing {number}.pdf", "application/pdf", 5000),
            MadeFile(f"briefings/briefing {number}.epub", "application/epub+zip", 3000),
        ),
        cover=Cover(f"covers/{number}.png", "image/png", 600, 800),
        stories=("The request", "The people"),
    )


def catalogue(*listings: Listing) -> Catalogue:
    return Catalogue(
        id="tag:example.org,2025:catalogue",
        title="Briefings",
        base="https://example.org/dist/",
        atom_url="https://example.org/dist/catalogue.opds.xml",
        json_url="https://example.org/dist/catalogue.opds.json",
        updated=datetime(2025, 1, 1, tzinfo=UTC),
        publisher="The Desk",
        home="https://example.org/",
        listings=listings,
    )


BOTH = catalogue(listing(3), listing(9, contributors=(Contributor(name="Ada"), Contributor(name="Pia", role="pht"))))


def broken_opds1(document: bytes) -> list[str]:
    """Return the rules of https://specs.opds.io/opds-1.2 that the document breaks; Atom's own are judged by grammar."""
    feed: Any = etree.fromstring(document)
    found: list[str] = []

    def need(what: str, where: Any, path: str) -> None:
        if not where.xpath(path, namespaces=SPACES):
            found.append(what)

    for relation in ("self", "start"):
        need(f"no {relation} link of its kind", feed, f"a:link[@rel='{relation}'][@type='{KIND}'][@href]")
    for entry in feed.findall("a:entry", SPACES):
        need(
            "no acquisition link", entry, "a:link[starts-with(@rel, 'http://opds-spec.org/acquisition')][@type][@href]"
        )
        for name in ("a:id", "a:title", "a:updated", "dc:language", "dc:identifier"):
            need(f"no {name}", entry, f"{name}[text()]")
        kinds = entry.xpath("a:link[starts-with(@rel, 'http://opds-spec.org/image')]/@type", namespaces=SPACES)
        found += [f"a cover of {kind}" for kind in kinds if kind not in ("image/png", "image/jpeg", "image/gif")]
    addresses = feed.xpath("//@href")
    found += [f"{address!r} is no absolute address" for address in addresses if not address.startswith("https://")]
    dates = feed.xpath("a:entry/a:updated/text()", namespaces=SPACES)
    if dates != sorted(dates, reverse=True):
        found.append("not newest first")
    return found


_LINK = {
    "type": "object",
    "required": ["href"],
    "properties": {
        "href": {"type": "string", "pattern": "^https?://[^\\s]+$"},
        "type": {"type": "string", "pattern": "^[\\w.+-]+/[\\w.+-]+(;[\\w=.-]+)*$"},
        "rel": {"type": "string", "minLength": 1},
        "size": {"type": "integer", "minimum": 1},
        "width": {"type": "integer", "minimum": 1},
        "height": {"type": "integer", "minimum": 1},
    },
    "additionalProperties": False,
}
OPDS2: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["metadata", "links", "publications"],
    "additionalProperties": False,
    "properties": {
        "metadata": {"type": "object", "required": ["title"]},
        "links": {
            "type": "array",
            "items": _LINK,
            "contains": {"properties": {"rel": {"const": "self"}, "type": {"const": "application/opds+json"}}},
        },
        "publications": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["metadata", "links"],
                "additionalProperties": False,
                "properties": {
                    "metadata": {
                        "type": "object",
                        "required": ["title", "identifier", "language", "author"],
                        "properties": {"@type": {"const": "http://schema.org/Book"}, "title": {"minLength": 1}},
                    },
                    "links": {
                        "type": "array",
                        "items": _LINK,
                        "contains": {"properties": {"rel": {"pattern": "^http://opds-spec.org/acquisition"}}},
                    },
                    "images": {"type": "array", "minItems": 1, "items": _LINK},
                },
            },
        },
    },
}


def broken_opds2(document: bytes) -> list[str]:
    """Return the rules of https://drafts.opds.io/opds-2.0 that the document breaks."""
    validator = jsonschema.Draft202012Validator(OPDS2)
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(json.loads(document))]


def test_the_rules_hold() -> None:
    assert broken_opds1(atom_catalogue(BOTH)) == []
    assert broken_opds2(json_catalogue(BOTH)) == []
    assert broken_opds1(atom_catalogue(catalogue())) == []
    assert broken_opds2(json_catalogue(catalogue())) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (b"kind=acquisition", b"kind=navigation", "self link"),
        (b"opds-spec.org/acquisition", b"opds-spec.org/somewhere", "acquisition"),
        (b"https://example.org/dist/covers", b"covers", "absolute"),
        (b"dc:language", b"dc:lang", "dc:language"),
        (b"2025-01-09", b"2024-01-09", "newest"),
    ],
)
def test_the_rules_of_opds_1_find_what_is_wrong(old: bytes, new: bytes, told: str) -> None:
    good = atom_catalogue(BOTH)
    assert old in good
    assert told in " ".join(broken_opds1(good.replace(old, new)))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (b"opds-spec.org/acquisition", b"opds-spec.org/somewhere", "links"),
        (b'"identifier"', b'"id"', "identifier"),
        (b"application/opds+json", b"application/json", "links"),
        (b"https://example.org/dist/covers", b"covers", "match"),
    ],
)
def test_the_rules_of_opds_2_find_what_is_wrong(old: bytes, new: bytes, told: str) -> None:
    good = json_catalogue(BOTH)
    assert old in good
    assert told in " ".join(broken_opds2(good.replace(old, new)))


def test_both_list_the_same_newest_first_with_true_lengths() -> None:
    feed: Any = etree.fromstring(atom_catalogue(BOTH))
    told = json.loads(json_catalogue(BOTH))
    titles = feed.xpath("a:entry/a:title/text()", namespaces=SPACES)
    assert titles == [one["metadata"]["title"] for one in told["publications"]] == ["Briefing <9>", "Briefing <3>"]
    path = "a:entry[1]/a:link[starts-with(@rel, 'http://opds-spec.org/acquisition')]"
    links = [
        (link.get("href"), link.get("type"), int(link.get("length"))) for link in feed.xpath(path, namespaces=SPACES)
    ]
    assert links == [
        ("https://example.org/dist/briefings/briefing%209.epub", "application/epub+zip", 3000),
        ("https://example.org/dist/briefings/briefing%209.pdf", "application/pdf", 5000),
    ]
    sized = [link for link in told["publications"][0]["links"] if "size" in link]
    assert [(link["href"], link["type"], link["size"]) for link in sized] == links
    assert feed.xpath("a:entry/a:author/a:name/text()", namespaces=SPACES) == ["Ada", "The Desk"]
    assert feed.findtext("a:updated", namespaces=SPACES) == "2025-01-09T09:00:00+00:00"
    assert told["metadata"]["modified"] == "2025-01-09T09:00:00+00:00"
    assert told["publications"][0]["metadata"]["belongsTo"] == {"series": [{"name": "The week", "position": 9}]}


def test_what_was_withdrawn_or_has_no_file_is_not_listed() -> None:
    gone, bare = listing(5, status="withdrawn"), msgspec.structs.replace(listing(6), files=())
    for document in (atom_catalogue(catalogue(gone, bare)), json_catalogue(catalogue(gone, bare))):
        assert b"Briefing" not in document.replace(b"Briefings", b"")
    assert b"2025-01-01T00:00:00+00:00" in atom_catalogue(catalogue(gone, bare))


def test_the_same_catalogue_gives_the_same_bytes() -> None:
    assert atom_catalogue(BOTH) == atom_catalogue(BOTH)
    assert json_catalogue(BOTH) == json_catalogue(BOTH)


def test_the_cover_is_taken_out_of_the_book() -> None:
    files, _ = write_to_memory(EPUB, briefing())
    cover = cover_of(files[None])
    assert cover is not None
    assert (cover.media_type, cover.suffix) == ("image/png", ".png")
    assert cover.data.startswith(b"\x89PNG")


def test_what_is_no_book_or_has_no_cover_gives_none() -> None:
    files, _ = write_to_memory(EPUB, briefing())
    assert cover_of(b"") is None
    assert cover_of(files[None][:2000]) is None
    assert cover_of(files[None].replace(b"META-INF/container.xml", b"META-INF/container.txt")) is None


def _many(count: int) -> Catalogue:
    listed = [
        msgspec.structs.replace(
            listing(1),
            meta=Meta(
                title=f"Briefing {number}",
                id=f"tag:example.org,2025:{number}",
                published=datetime(2025, 1, 1, tzinfo=UTC) + timedelta(days=number),
            ),
        )
        for number in range(count)
    ]
    return msgspec.structs.replace(catalogue(*listed), page_length=10)


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (10, 1), (19, 1), (20, 2), (29, 2), (47, 4)])
def test_following_next_gives_each_briefing_once(count: int, pages: int) -> None:
    made = {name: data for name, data, _ in documents(_many(count))}
    assert len(made) == 2 * pages
    for start in ("catalogue.opds.xml", "catalogue.opds.json"):
        at, seen, met = start, [], []
        while at:
            assert at not in met
            met.append(at)
            ids, links = _read(made[at])
            assert links["self"].endswith(f"/{at}")
            assert links["start"].endswith(f"/{start}")
            if len(met) > 1:
                assert links["previous"].endswith(f"/{met[-2]}")
            seen += ids
            at = links.get("next", "").rpartition("/")[2]
        assert seen == [f"tag:example.org,2025:{number}" for number in range(count - 1, -1, -1)]
        assert {name for name in made if name.endswith(start[-4:])} == set(met)


def test_a_briefing_more_leaves_full_pages_as_they_are() -> None:
    before = {name: data for name, data, _ in documents(_many(41))}
    after = {name: data for name, data, _ in documents(_many(42))}
    assert {name for name in before if before[name] != after[name]} == {"catalogue.opds.xml", "catalogue.opds.json"}


def _read(data: bytes) -> tuple[list[str], dict[str, str]]:
    """Return the ids on a page and its links by relation, alternates apart."""
    if data.startswith(b"{"):
        told = json.loads(data)
        return (
            [item["metadata"]["identifier"] for item in told["publications"]],
            {link["rel"]: link["href"] for link in told["links"]},
        )
    root = etree.fromstring(data)
    return (
        [str(found.text) for found in root.iterfind("a:entry/a:id", SPACES)],
        {str(link.get("rel")): str(link.get("href")) for link in root.iterfind("a:link", SPACES)},
    )
