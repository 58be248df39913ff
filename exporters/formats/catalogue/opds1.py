"""OPDS 1.2: the catalogue as an Atom feed of one acquisition link for each file (https://specs.opds.io/opds-1.2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

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
from exporters.formats.xmltext import escape_attribute, escape_text
from exporters.model.meta import Meta

_OPEN = (
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/terms/" '
    'xmlns:opds="http://opds-spec.org/2010/catalog" xml:lang="{}">'
)
_IMAGE = "http://opds-spec.org/image"


def document(catalogue: Catalogue, page: Page) -> bytes:
    """Return the document of a page, UTF-8."""
    return ("\n".join(_lines(catalogue, page)) + "\n").encode()


def _lines(catalogue: Catalogue, page: Page) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield _OPEN.format(escape_attribute(clean_language(catalogue.language)))
    yield _element("id", catalogue.id)
    yield _element("title", clean_line(catalogue.title))
    yield _element("updated", _time(catalogue.changed(page.listings)))
    yield from _author(clean_line(catalogue.publisher or catalogue.title), web_address(catalogue.home))
    yield _link("self", page_address(catalogue.atom_url, page.number), ATOM_TYPE)
    yield _link("start", catalogue.atom_url, ATOM_TYPE)
    for relation, address in page.links(catalogue.atom_url):
        yield _link(relation, address, ATOM_TYPE)
    yield _link("alternate", page_address(catalogue.json_url, page.number), JSON_TYPE)
    if web_address(catalogue.home):
        yield _link("alternate", web_address(catalogue.home), "text/html")
    for listing in page.listings:
        yield from _entry(listing, catalogue)
    yield "</feed>"


def _entry(listing: Listing, catalogue: Catalogue) -> Iterator[str]:
    meta = listing.meta
    yield f'<entry xml:lang="{escape_attribute(clean_language(meta.language or catalogue.language))}">'
    yield _element("id", clean_line(meta.id))
    yield _element("title", title_of(meta))
    yield _element("updated", _time(_dated(meta, catalogue)))
    if meta.published:
        yield _element("published", _time(meta.published))
    for name in authors_of(meta, catalogue):
        yield from _author(name)
    yield _element("dc:identifier", clean_line(meta.id))
    yield _element("dc:language", clean_language(meta.language or catalogue.language))
    publisher = clean_line(meta.publisher or catalogue.publisher)
    if publisher:
        yield _element("dc:publisher", publisher)
    if meta.published:
        yield _element("dc:issued", meta.published.date().isoformat())
    for term in dict.fromkeys(clean_line(word) for word in (meta.section, *meta.keywords)):
        if term:
            yield f'<category term="{escape_attribute(term)}" label="{escape_attribute(term)}"/>'
    rights, licence = rights_of(meta)
    if rights:
        yield _element("rights", rights)
    if licence:  # https://www.rfc-editor.org/rfc/rfc4946
        yield _link("license", licence, "")
    described = description_of(listing)
    if described:
        yield f'<summary type="text">{escape_text(described)}</summary>'
    if listing.cover is not None:
        address = catalogue.address(listing.cover.name)
        yield _link(_IMAGE, address, listing.cover.media_type)
        yield _link(f"{_IMAGE}/thumbnail", address, listing.cover.media_type)
    for file in files_of(listing):
        yield _link(ACQUISITION, catalogue.address(file.name), file.media_type, file.length)
    yield "</entry>"


def _dated(meta: Meta, catalogue: Catalogue) -> datetime:
    return updated_of(meta) if meta.published or meta.modified else catalogue.updated


def _author(name: str, url: str = "") -> Iterator[str]:
    uri = _element("uri", url) if url else ""
    yield f"<author>{_element('name', name)}{uri}</author>"


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape_text(text)}</{name}>"


def _link(relation: str, address: str, media_type: str, length: int = 0) -> str:
    typed = f' type="{escape_attribute(media_type)}"' if media_type else ""
    sized = f' length="{length}"' if length else ""
    return f'<link rel="{escape_attribute(relation)}" href="{escape_attribute(address)}"{typed}{sized}/>'


def _time(moment: datetime) -> str:
    return moment.replace(microsecond=0).isoformat()
