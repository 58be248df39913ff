"""What the chapters of one e-book share while it is written: where each story is, what was found, which pages begin."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from exporters.contract import PageMap
from exporters.formats.epub.splitting import StoryFiles, split_story
from exporters.formats.epub.turns import Turn, turns_by_block
from exporters.formats.xmltext import drop_forbidden, holds_forbidden
from exporters.model.meta import text_direction
from exporters.model.outline import Names
from exporters.model.place import Place
from exporters.model.publication import Publication, Resource
from exporters.report import Report

_LONGEST_NAME = 80

# The shape of a BCP 47 tag (https://www.rfc-editor.org/rfc/rfc5646#section-2.1), private use and extensions included.
_LANGUAGE = (
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{5,8})"
    r"(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"
    r"(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?"
)


def language_tag(language: str) -> str:
    """Return a language as a BCP 47 tag, or "" if it is none."""
    tag = language.strip().replace("_", "-")
    if len(tag) == 2 and tag.isascii() and tag.isalpha():
        return tag  # as nearly all are, and no pattern has to be compiled
    return tag if re.fullmatch(_LANGUAGE, tag, re.IGNORECASE) else ""


class Facts(msgspec.Struct):
    """What the chapters were found to hold, for the claims that the package makes of itself.

    Each list holds the places of what stands in the way of a claim.
    """

    pictures: int = 0
    undescribed: list[Place] = msgspec.field(default_factory=list)
    formulas: int = 0
    formulas_as_text: list[Place] = msgspec.field(default_factory=list)
    headless_tables: list[Place] = msgspec.field(default_factory=list)
    skipped_headings: list[Place] = msgspec.field(default_factory=list)
    unnamed_languages: list[Place] = msgspec.field(default_factory=list)
    fixed_by_theme: list[Place] = msgspec.field(default_factory=list)
    moving: list[str] = msgspec.field(default_factory=list)
    headings: int = 0
    notes: int = 0


class PrintedPage(msgspec.Struct, frozen=True):
    """Where a page of the printed edition begins: its label, and the file and id that mark it."""

    label: str
    href: str


class Illustration(msgspec.Struct, frozen=True):
    """A figure or table for its list in the navigation: what it is called, and where it stands."""

    title: str
    href: str


class Book(msgspec.Struct):
    """The e-book that is being written.

    `stories` are the files of the stories in order, below the package's folder, `by_slug` the same by slug. `turns` are
    the printed pages that begin within blocks. `used` holds the names of the pictures that were shown, in order; `page`
    is the printed page that was begun last; `characters` gathers those of the text if fonts are to hold them.
    """

    publication: Publication
    report: Report
    page_map: PageMap | None
    resources: Mapping[str, Resource]
    by_slug: Mapping[str, StoryFiles]
    stories: tuple[StoryFiles, ...]
    turns: Mapping[str, list[Turn]]
    facts: Facts = msgspec.field(default_factory=Facts)
    pages: list[PrintedPage] = msgspec.field(default_factory=list)
    figures: list[Illustration] = msgspec.field(default_factory=list)
    tables: list[Illustration] = msgspec.field(default_factory=list)
    used: dict[str, None] = msgspec.field(default_factory=dict)
    page: str = ""
    characters: set[str] | None = None

    @property
    def direction(self) -> str:
        """The direction in which the publication is read."""
        meta = self.publication.meta
        return text_direction(meta.language, meta.direction)

    def encode(self, text: str, place: Place) -> bytes:
        """Return text as UTF-8, without characters that XML forbids; says if there were any."""
        if self.characters is not None:
            self.characters.update(text)
        try:
            made = text.encode()
        except UnicodeEncodeError:  # a lone surrogate
            return self.clean(text, place).encode()
        return self.clean(text, place).encode() if holds_forbidden(made) else made

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


def open_book(publication: Publication, report: Report, page_map: PageMap | None, limit_bytes: int = 0) -> Book:
    """Return the book with a file for every story, named by its slug where that is plain, and more for long ones."""
    names = Names()
    stories: list[StoryFiles] = []
    by_slug: dict[str, StoryFiles] = {}
    for number, article in enumerate(publication.articles, 1):
        slug = article.meta.slug
        name = names.take(slug if _is_plain(slug) else f"story.{number}")
        story = split_story(article, f"text/{name}.xhtml", limit_bytes)
        stories.append(story)
        by_slug.setdefault(slug, story)
    resources = {resource.name: resource for resource in publication.resources}
    turns = turns_by_block(page_map) if page_map else {}
    return Book(publication, report, page_map, resources, by_slug, tuple(stories), turns)


def _is_plain(slug: str) -> bool:
    """Return whether this can name a file anywhere: small letters and digits of ASCII, and hyphens after them."""
    plain = slug.isascii() and slug.replace("-", "").isalnum() and slug == slug.lower()
    return plain and slug[0] != "-" and len(slug) <= _LONGEST_NAME
