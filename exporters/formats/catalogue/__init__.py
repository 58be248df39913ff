"""Catalogues of briefings, OPDS 1.2 and 2.0, so that e-book readers subscribe to them.

A catalogue is not a format of a story: it lists what formats made. Whoever built the briefings hands in a `Listing` of
each, and gets the bytes of both documents.
"""

from __future__ import annotations

from exporters.formats.catalogue.listing import Catalogue, Cover, Listing

__all__ = ["ATOM_NAME", "JSON_NAME", "Catalogue", "Cover", "Listing", "atom_catalogue", "json_catalogue"]

ATOM_NAME, JSON_NAME = "catalogue.opds.xml", "catalogue.opds.json"
"""The names of the two documents, beside each other."""


def atom_catalogue(catalogue: Catalogue) -> bytes:
    """Return the catalogue as OPDS 1.2, an Atom feed (https://specs.opds.io/opds-1.2)."""
    from exporters.formats.catalogue.opds1 import document

    return document(catalogue)


def json_catalogue(catalogue: Catalogue) -> bytes:
    """Return the catalogue as OPDS 2.0, JSON (https://drafts.opds.io/opds-2.0)."""
    from exporters.formats.catalogue.opds2 import document

    return document(catalogue)
