"""What a catalogue lists: briefings by their meta, with the files made of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a catalogue: its number (0: the newest), that of the last full one, its briefings, how many in all."""

    number: int
    last: int
    total: int
    listings: tuple[Listing, ...]

    def links(self, address: str) -> Iterator[tuple[str, str]]:
        """Yield how it leads to the others, relation and address, `address` being that of the first.

        By https://specs.opds.io/opds-1.2#21-partial-catalogs and https://drafts.opds.io/opds-2.0#pagination.
        """
        if not self.last:
            return
        yield "first", page_address(address, 0)
        if self.number:
            yield "previous", page_address(address, self.number + 1 if self.number < self.last else 0)
        older = self.number - 1 if self.number else self.last
        if older:
            yield "next", page_address(address, older)


def page_address(address: str, number: int) -> str:
    """Return the address or name of a page, from that of the first: `catalogue-3.opds.xml`."""
    if not number:
        return address
    folder, slash, name = address.rpartition("/")
    stem, dot, suffix = name.partition(".")
    return f"{folder}{slash}{stem}-{number}{dot}{suffix}"


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
    page_length: int = 50

    def pages(self) -> tuple[Page, ...]:
        """Return the pages, that with the newest first.

        They are filled from the oldest briefing on, and named by their number: a briefing more changes none of those
        that are full, and the first holds fewer than two pages of them.
        """
        listed = self.newest_first()
        full = max(len(listed) - self.page_length, 0) // self.page_length
        first = len(listed) - full * self.page_length
        made = [Page(number=0, last=full, total=len(listed), listings=listed[:first])]
        for number in range(full, 0, -1):
            start = first + (full - number) * self.page_length
            there = listed[start : start + self.page_length]
            made.append(Page(number=number, last=full, total=len(listed), listings=there))
        return tuple(made)

    def newest_first(self) -> tuple[Listing, ...]:
        """Return what can be had, the newest first: briefings of which a file was made."""
        kept = (listing for listing in self.listings if listing.files and listing.meta.status != "withdrawn")
        return tuple(sorted(kept, key=lambda listing: (updated_of(listing.meta), listing.meta.id), reverse=True))

    def changed(self, listings: Iterable[Listing]) -> datetime:
        """Return when a page with these briefings was last changed: the date of the latest."""
        dates = [updated_of(listing.meta) for listing in listings]
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
