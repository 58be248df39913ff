"""What the chapters of one e-book share while it is written: where each story is, what was found, which pages begin."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from exporters.contract import PageMap
from exporters.formats.xmltext import drop_forbidden
from exporters.model.meta import text_direction
from exporters.model.outline import Names
from exporters.model.place import Place
from exporters.model.publication import Publication, Resource
from exporters.report import Report

_PLAIN_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")

# The shape of a BCP 47 tag (https://www.rfc-editor.org/rfc/rfc5646#section-2.1), private use and extensions included.
_LANGUAGE = (
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{5,8})"
    r"(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"
    r"(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?"
)


def language_tag(language: str) -> str:
    """Return a language as a BCP 47 tag, or "" if it is none."""
    tag = language.strip().replace("_", "-")
    return tag if re.fullmatch(_LANGUAGE, tag, re.IGNORECASE) else ""


@dataclass(slots=True)
class Facts:
    """What the chapters were found to hold, for the claims that the package makes of itself.

    Each list holds the places of what stands in the way of a claim.
    """

    pictures: int = 0
    undescribed: list[Place] = field(default_factory=list)
    formulas: int = 0
    formulas_as_text: list[Place] = field(default_factory=list)
    headless_tables: list[Place] = field(default_factory=list)
    skipped_headings: list[Place] = field(default_factory=list)
    unnamed_languages: list[Place] = field(default_factory=list)
    moving: list[str] = field(default_factory=list)
    headings: int = 0
    notes: int = 0


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """Where a page of the printed edition begins: its label, and the file and id that mark it."""

    label: str
    href: str


@dataclass(slots=True)
class Book:
    """The e-book that is being written.

    `story_files` are the files of the stories in order, below the package's folder, `files` the same by slug. `used`
    holds the names of the pictures that were shown, in order; `page` is the printed page that was begun last.
    """

    publication: Publication
    report: Report
    page_map: PageMap | None
    resources: Mapping[str, Resource]
    files: Mapping[str, str]
    story_files: tuple[str, ...]
    facts: Facts = field(default_factory=Facts)
    pages: list[PrintedPage] = field(default_factory=list)
    used: dict[str, None] = field(default_factory=dict)
    page: str = ""

    @property
    def direction(self) -> str:
        """The direction in which the publication is read."""
        meta = self.publication.meta
        return text_direction(meta.language, meta.direction)

    def clean(self, text: str, place: Place) -> str:
        """Return text without characters that XML forbids, and say if there were any."""
        cleaned = drop_forbidden(text)
        if cleaned is not text:
            self.report.warning(
                "epub-character",
                "characters that no e-book may hold were left out",
                place,
                "Remove control characters from the source",
            )
        return cleaned


def open_book(publication: Publication, report: Report, page_map: PageMap | None) -> Book:
    """Return the book with a file for every part and story, named by its slug where that is plain."""
    names = Names()
    stories = tuple(
        f"text/{names.take(slug if _PLAIN_NAME.fullmatch(slug) else f'story.{number}')}.xhtml"
        for number, slug in enumerate((article.meta.slug for article in publication.articles), 1)
    )
    files: dict[str, str] = {}
    for article, name in zip(publication.articles, stories, strict=True):
        files.setdefault(article.meta.slug, name)
    resources = {resource.name: resource for resource in publication.resources}
    return Book(publication, report, page_map, resources, files, stories)
