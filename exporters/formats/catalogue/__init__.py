"""Catalogues of briefings, OPDS 1.2 and 2.0, so that e-book readers subscribe to them.

A catalogue is not a format of a story: it lists what formats made. Whoever built the briefings hands in a `Listing` of
each, and gets the bytes of both documents.
"""

from __future__ import annotations

from collections.abc import Iterator

from exporters.formats.catalogue.listing import ATOM_TYPE, JSON_TYPE, Catalogue, Cover, Listing, page_address

__all__ = ["ATOM_NAME", "JSON_NAME", "Catalogue", "Cover", "Listing", "atom_catalogue", "documents", "json_catalogue"]

ATOM_NAME, JSON_NAME = "catalogue.opds.xml", "catalogue.opds.json"
"""The names of the two documents of the first page, beside each other."""


def documents(catalogue: Catalogue) -> Iterator[tuple[str, bytes, str]]:
    """Yield name, bytes and media type of every document: OPDS 1.2 and 2.0 of each page, the newest first."""
    from exporters.formats.catalogue import opds1, opds2

    for page in catalogue.pages():
        yield page_address(ATOM_NAME, page.number), opds1.document(catalogue, page), ATOM_TYPE
        yield page_address(JSON_NAME, page.number), opds2.document(catalogue, page), JSON_TYPE


def atom_catalogue(catalogue: Catalogue) -> bytes:
    """Return the first page of the catalogue as OPDS 1.2, an Atom feed (https://specs.opds.io/opds-1.2)."""
    from exporters.formats.catalogue.opds1 import document

    return document(catalogue, catalogue.pages()[0])


def json_catalogue(catalogue: Catalogue) -> bytes:
    """Return the first page of the catalogue as OPDS 2.0, JSON (https://drafts.opds.io/opds-2.0)."""
    from exporters.formats.catalogue.opds2 import document

    return document(catalogue, catalogue.pages()[0])
