"""What a catalogue lists: briefings by their meta, with the files made of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote

import msgspec

from exporters.contract import MadeFile
from exporters.formats.addresses import web_address
from exporters.formats.licences import licence_address
from exporters.formats.summaries import clean_line
from exporters.model.meta import Meta
from exporters.words import words_for

ATOM_TYPE: Final = "application/atom+xml;profile=opds-catalog;kind=acquisition"
JSON_TYPE: Final = "application/opds+json"
ACQUISITION: Final = "http://opds-spec.org/acquisition/open-access"
"""How a reader gets a briefing: for everyone, as everything that a build publishes (OPDS 1.2, 8.3)."""

_AUTHORS = frozenset({"aut", "rpt", "ctb", "cre", "edt"})
_PAGES = ("application/epub+zip", "application/pdf")
"""The types that readers of e-books open, the best first."""


class Cover(msgspec.Struct, frozen=True):
    """The picture of a briefing's cover: a file below the folder of outputs, its size in pixels (0: not known)."""

    name: str
    media_type: str
    width: int = 0
    height: int = 0


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """A briefing that can be had: its meta, the files made of it, and the titles of its stories, in their order."""

    meta: Meta
    files: tuple[MadeFile, ...]
    cover: Cover | None = None
    stories: tuple[str, ...] = ()


class Catalogue(msgspec.Struct, frozen=True, kw_only=True):
    """A catalogue and where it stands.

    `base` is the address of the folder of outputs, to which names of files are added; `atom_url` and `json_url` are
    those of the two documents themselves; `home` that of the site, where there is one. `updated` is the date of a
    catalogue without a briefing that has one.
    """

    id: str
    title: str
    base: str
    atom_url: str
    json_url: str
    updated: datetime
    publisher: str = ""
    language: str = "en"
    home: str = ""
    listings: tuple[Listing, ...] = ()

    def newest_first(self) -> tuple[Listing, ...]:
        """Return what can be had, the newest first: briefings of which a file was made."""
        kept = (listing for listing in self.listings if listing.files and listing.meta.status != "withdrawn")
        return tuple(sorted(kept, key=lambda listing: (updated_of(listing.meta), listing.meta.id), reverse=True))

    def changed(self) -> datetime:
        """Return when the catalogue was last changed: the date of its latest briefing."""
        dates = [updated_of(listing.meta) for listing in self.newest_first()]
        known = [date for date in dates if date > _NEVER]
        return max(known, default=self.updated).astimezone(UTC).replace(microsecond=0)

    def address(self, name: str) -> str:
        """Return the address of a file of the outputs."""
        return f"{web_address(self.base).rstrip('/')}/{quote(name)}"


_NEVER: Final = datetime(1, 1, 1, tzinfo=UTC)


def updated_of(meta: Meta) -> datetime:
    """Return when a briefing came out or was last changed, to the second, in UTC; the year 1 where it does not say."""
    moments = [moment.astimezone(UTC).replace(microsecond=0) for moment in (meta.published, meta.modified) if moment]
    return max(moments, default=_NEVER)


def title_of(meta: Meta) -> str:
    """Return the title, which is never empty."""
    return clean_line(meta.title) or words_for(meta.language).untitled


def authors_of(meta: Meta, catalogue: Catalogue) -> tuple[str, ...]:
    """Return who made a briefing: those it names, else its publisher."""
    named = [clean_line(person.name) for person in meta.contributors if person.role in _AUTHORS]
    fallback = clean_line(meta.publisher or catalogue.publisher or catalogue.title)
    return tuple(dict.fromkeys(name for name in named if name)) or (fallback,)


def description_of(listing: Listing) -> str:
    """Return what is in a briefing: its summary, else the titles of its stories."""
    meta = listing.meta
    return clean_line(meta.summary or meta.subtitle) or "; ".join(clean_line(title) for title in listing.stories)


def files_of(listing: Listing) -> tuple[MadeFile, ...]:
    """Return the files, those first that readers of e-books open best."""
    order = {media_type: position for position, media_type in enumerate(_PAGES)}
    return tuple(sorted(listing.files, key=lambda file: order.get(file.media_type, len(order))))


def rights_of(meta: Meta) -> tuple[str, str]:
    """Return the words about rights, and the address of the licence; either may be empty."""
    return clean_line(f"{meta.rights} {meta.usage_terms}"), licence_address(meta.licence)
