"""What is known about a story or a publication: its meta, its people, its sources, its corrections."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec

from exporters.model.nodes import Direction
from exporters.model.place import NOWHERE, Place


class Record(
    msgspec.Struct,
    frozen=True,
    gc=False,
    kw_only=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
):
    """What all records share: the place they came from, left out of equality."""

    place: Place = NOWHERE


class Contributor(Record, frozen=True):
    """A person or body that had a part in the work.

    `role` is a MARC relator code (https://www.loc.gov/marc/relators/): aut author, edt editor, pht photographer,
    ill illustrator, trl translator, ctb contributor. `file_as` is the name as an index sorts it.
    """

    name: str
    role: str = "aut"
    email: str = ""
    url: str = ""
    file_as: str = ""


Moment = Annotated[datetime, msgspec.Meta(tz=True)]
"""A time with its zone: without one, an embargo could end too early."""

Status = Literal["published", "draft", "scheduled", "embargoed", "corrected", "withdrawn"]


class Meta(Record, frozen=True):
    """What a story or publication says of itself. Empty means not said; times carry a zone.

    `id` is a URN or tag URI that never changes; `language` a BCP 47 tag; `direction` follows from the language
    unless given; `located` is the place of a dateline, by its ninjs name; `licence` a URL or an SPDX name;
    `embargo` the time before which nothing may go out; `cover` names a resource.
    """

    title: str
    subtitle: str = ""
    slug: str = ""
    id: str = ""
    language: str = "en"
    direction: Direction = ""
    contributors: tuple[Contributor, ...] = ()
    publisher: str = ""
    published: Moment | None = None
    modified: Moment | None = None
    embargo: Moment | None = None
    status: Status = "published"
    version: int = 0
    section: str = ""
    keywords: tuple[str, ...] = ()
    summary: str = ""
    located: str = ""
    url: str = ""
    rights: str = ""
    licence: str = ""
    usage_terms: str = ""
    series: str = ""
    number: str = ""
    cover: str = ""
    cover_alt: str = ""


class Source(Record, frozen=True):
    """A document that a story rests on, above all one filed with a court."""

    key: str
    title: str = ""
    author: str = ""
    publisher: str = ""
    court: str = ""
    docket: str = ""
    number: str = ""
    filed: date | None = None
    accessed: date | None = None
    url: str = ""
    archived_url: str = ""
    file: str = ""


CorrectionKind = Literal["correction", "clarification", "update"]


class Correction(Record, frozen=True):
    """One thing that was put right after publication, told to the reader in `text`."""

    date: Moment
    text: str
    kind: CorrectionKind = "correction"
    author: str = ""


RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "ps", "sd", "ug", "ur", "yi"})
"""Languages written from right to left (https://www.w3.org/International/questions/qa-scripts)."""


def text_direction(language: str, direction: Direction = "") -> Literal["ltr", "rtl"]:
    """Return the base direction: as given, else that of the language, else left to right."""
    if direction:
        return direction
    parts = language.lower().replace("_", "-").split("-")
    if "arab" in parts[1:] or "hebr" in parts[1:]:
        return "rtl"
    return "rtl" if parts[0] in RIGHT_TO_LEFT and "latn" not in parts[1:] else "ltr"
