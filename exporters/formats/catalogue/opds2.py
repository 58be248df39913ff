"""OPDS 2.0: the catalogue as JSON, in the words of the Readium Web Publication Manifest (https://drafts.opds.io/opds-2.0)."""

from __future__ import annotations

from typing import Any

import msgspec

from exporters.formats.addresses import web_address
from exporters.formats.catalogue.listing import (
    ACQUISITION,
    ATOM_TYPE,
    JSON_TYPE,
    Catalogue,
    Listing,
    Page,
    authors_of,
    description_of,
    files_of,
    page_address,
    rights_of,
    title_of,
    updated_of,
)
from exporters.formats.summaries import clean_language, clean_line

Members = dict[str, Any]


def document(catalogue: Catalogue, page: Page) -> bytes:
    """Return the document of a page, UTF-8. How many there are in all stands on the first: the others do not change."""
    metadata: Members = {
        "title": clean_line(catalogue.title),
        "identifier": catalogue.id,
        "modified": catalogue.changed(page.listings).isoformat(),
    }
    if not page.number:
        metadata["numberOfItems"] = page.total
    links: list[Members] = [
        {"rel": "self", "href": page_address(catalogue.json_url, page.number), "type": JSON_TYPE},
        {"rel": "start", "href": catalogue.json_url, "type": JSON_TYPE},
        *({"rel": name, "href": address, "type": JSON_TYPE} for name, address in page.links(catalogue.json_url)),
        {"rel": "alternate", "href": page_address(catalogue.atom_url, page.number), "type": ATOM_TYPE},
    ]
    home = web_address(catalogue.home)
    if home:
        links.append({"rel": "alternate", "href": home, "type": "text/html"})
    listed = [_publication(listing, catalogue) for listing in page.listings]
    made = {"metadata": metadata, "links": links, "publications": listed}
    return msgspec.json.format(msgspec.json.encode(made), indent=1) + b"\n"


def _publication(listing: Listing, catalogue: Catalogue) -> Members:
    meta = listing.meta
    rights, licence = rights_of(meta)
    metadata = {
        "@type": "http://schema.org/Book",
        "identifier": clean_line(meta.id),
        "title": title_of(meta),
        "subtitle": clean_line(meta.subtitle),
        "author": [{"name": name} for name in authors_of(meta, catalogue)],
        "publisher": clean_line(meta.publisher or catalogue.publisher),
        "language": clean_language(meta.language or catalogue.language),
        "published": meta.published.replace(microsecond=0).isoformat() if meta.published else "",
        "modified": updated_of(meta).isoformat() if meta.published or meta.modified else "",
        "description": description_of(listing),
        "subject": [name for name in dict.fromkeys(map(clean_line, (meta.section, *meta.keywords))) if name],
        "rights": rights,
        "belongsTo": _belongs_to(listing),
    }
    links: list[Members] = [
        {"rel": ACQUISITION, "href": catalogue.address(file.name), "type": file.media_type, "size": file.length}
        for file in files_of(listing)
    ]
    if licence:
        links.append({"rel": "license", "href": licence})
    made: Members = {"metadata": {name: value for name, value in metadata.items() if value}, "links": links}
    if listing.cover is not None:
        cover = listing.cover
        size = {"width": cover.width, "height": cover.height} if cover.width and cover.height else {}
        made["images"] = [{"href": catalogue.address(cover.name), "type": cover.media_type, **size}]
    return made


def _belongs_to(listing: Listing) -> Members:
    """Return the series that a briefing is a number of (https://readium.org/webpub-manifest/contexts/default/)."""
    series, number = clean_line(listing.meta.series), listing.meta.number.strip()
    if not series:
        return {}
    position = {"position": int(number)} if number.isdecimal() and number.isascii() else {}
    return {"series": [{"name": series, **position}]}
