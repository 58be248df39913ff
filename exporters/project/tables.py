"""What a broadsheet.toml may say: its tables as types, from which the checks, the JSON Schema and the docs come."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_type_hints

import msgspec

Order = Literal["newest", "oldest", "title", "listed"]
Split = Literal["", "section", "tag", "language", "author"]
Words = str | tuple[str, ...]
"""One word, or several of which one must fit."""


def _said(description: str, **limits: Any) -> msgspec.Meta:
    return msgspec.Meta(description=description, **limits)


class Table(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename=lambda name: name.rstrip("_")
):
    """What all tables share: a key that is not listed is an error."""


class PublicationTable(Table, frozen=True, kw_only=True):
    """Who publishes, and under what terms; stories that say nothing else take these over."""

    title: Annotated[str, _said("The name of the publication")]
    id: Annotated[str, _said("A tag URI that never changes, such as tag:ledger.example,2025:desk (RFC 4151)")] = ""
    subtitle: Annotated[str, _said("What the publication is, in a line")] = ""
    language: Annotated[str, _said("Its language as a BCP 47 tag, such as en or pt-BR")] = "en"
    url: Annotated[str, _said("The address of its home page")] = ""
    files: Annotated[str, _said("The address at which dist/ will be found; else that of the home page")] = ""
    zone: Annotated[
        str, _said("The zone of the desk, such as America/New_York: that of days and times without one")
    ] = ""
    publisher: Annotated[str, _said("Who publishes it, where that is not its title")] = ""
    licence: Annotated[str, _said("The licence of its stories: a URL or an SPDX name")] = ""
    rights: Annotated[str, _said("The line of copyright")] = ""
    usage_terms: Annotated[str, _said("What others may do with the stories, in words")] = ""


class PersonTable(Table, frozen=True, kw_only=True):
    """A person whom stories name by a handle."""

    name: Annotated[str, _said("The name as readers see it")]
    email: Annotated[str, _said("The mail address; never written into feeds")] = ""
    url: Annotated[str, _said("A page about the person")] = ""
    role: Annotated[str, _said("A MARC relator code such as aut, edt or pht; else the role that the story gives")] = ""


class StoriesTable(Table, frozen=True, kw_only=True):
    """Where the stories are, at which address they will stand, and which files each becomes."""

    include: Annotated[tuple[str, ...], _said("Which files are stories; * within a folder, ** through folders")] = (
        "stories/**",
    )
    exclude: Annotated[tuple[str, ...], _said("Which of them are not")] = ()
    url: Annotated[str, _said("The address of a story, from {slug}, {section}, {language}, {year}, {month}, {day}")] = (
        ""
    )
    formats: Annotated[tuple[str, ...], _said("The formats in which each story is written")] = ()
    smart: Annotated[bool, _said("Turn straight quotes and dashes into those of the language")] = False


class Query(Table, frozen=True, kw_only=True):
    """Which stories: those that fit all that is said. A list of `stories` is taken as it stands, without the rest."""

    stories: Annotated[tuple[str, ...], _said("The stories themselves, by id, slug or file name")] = ()
    section: Annotated[Words, _said("Sections, of which a story has one")] = ()
    tag: Annotated[Words, _said("Keywords, of which a story has one at least")] = ()
    language: Annotated[Words, _said("Languages; en takes in en-GB")] = ()
    author: Annotated[Words, _said("Names or handles of authors")] = ()
    since: Annotated[str, _said('The earliest date, such as 2025-11-01, or a span back from now, such as "7 days"')] = (
        ""
    )
    until: Annotated[str, _said("The latest date")] = ""
    limit: Annotated[int, _said("The most stories; 0 for all", ge=0, le=1_000_000)] = 0


class BriefingTable(Query, frozen=True, kw_only=True):
    """Stories that are read together, as one document with cover and contents."""

    name: Annotated[str, _said("The name of its files", pattern=r"^[a-z0-9][a-z0-9_-]*$")]
    title: Annotated[str, _said("The title on its cover")]
    subtitle: Annotated[str, _said("The line below the title")] = ""
    id: Annotated[
        str, _said("A URN or tag URI that never changes; else made from the publication's id and the name")
    ] = ""
    number: Annotated[str, _said("Its number within the series")] = ""
    series: Annotated[str, _said("The series; else the title of the publication")] = ""
    order: Annotated[Order, _said("How its stories follow each other; else newest, or as listed")] = "newest"
    cover: Annotated[str, _said("A picture for the cover")] = ""
    cover_alt: Annotated[str, _said("What the picture shows, in words")] = ""
    formats: Annotated[tuple[str, ...], _said("The formats in which it is written")] = ("pdf", "epub")
    split: Annotated[Split, _said("One briefing for each section, tag, language or author")] = ""


class FeedTable(Query, frozen=True, kw_only=True):
    """A feed: the newest stories in one document, the older ones in archives beside it."""

    name: Annotated[str, _said("The name of its files", pattern=r"^[a-z0-9][a-z0-9_-]*$")]
    title: Annotated[str, _said("The title; else that of the publication")] = ""
    subtitle: Annotated[str, _said("What the feed is, in a line")] = ""
    formats: Annotated[tuple[str, ...], _said("rss, atom and jsonfeed, or some of them")] = ("rss", "atom", "jsonfeed")
    entries: Annotated[
        int, _said("How many entries the current document holds at least; 0 for all", ge=0, le=100_000)
    ] = 20
    page: Annotated[int, _said("How many entries an archive holds; 0 for as many as `entries`", ge=0, le=500)] = 0
    content: Annotated[Literal["full", "summary"], _said("Whole stories, or their summaries")] = "full"
    hub: Annotated[str, _said("The WebSub hub that is told of changes")] = ""
    icon: Annotated[str, _said("The address of a square picture")] = ""
    ttl: Annotated[int, _said("Minutes that an RSS reader may wait", ge=0, le=525_600)] = 60
    split: Annotated[Split, _said("A feed for each section, tag, language or author, beside the one of all")] = ""


class EditorialTable(Table, frozen=True, kw_only=True):
    """The gates that copy must pass before anything is written."""

    strict: Annotated[bool, _said("Take every warning for an error")] = False
    refuse: Annotated[tuple[str, ...], _said("Codes of diagnostics that are taken for errors")] = ()


OptionValue = str | int | float | bool | tuple[str | int | float, ...]


class Project(Table, frozen=True, kw_only=True):
    """All of broadsheet.toml."""

    publication: PublicationTable
    people: dict[str, PersonTable] = {}
    stories: StoriesTable = StoriesTable()
    briefings: tuple[BriefingTable, ...] = ()
    feeds: tuple[FeedTable, ...] = ()
    formats: dict[str, dict[str, OptionValue]] = {}
    editorial: EditorialTable = EditorialTable()


def project_schema() -> bytes:
    """Return the JSON Schema (2020-12) of broadsheet.toml, as published in assets/schema/project.json."""
    schema = msgspec.json.schema(Project)
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "broadsheet.toml", **schema}
    return msgspec.json.format(msgspec.json.encode(schema, order="sorted"), indent=1) + b"\n"


def describe_tables() -> str:
    """Return every key of broadsheet.toml as Markdown: what it takes and does, as the README has it."""
    titles = (
        ("[publication]", PublicationTable),
        ("[people.<handle>]", PersonTable),
        ("[stories]", StoriesTable),
        ("[[briefings]]", BriefingTable),
        ("[[feeds]]", FeedTable),
        ("[editorial]", EditorialTable),
    )
    parts: list[str] = []
    for title, table in titles:
        hints = get_type_hints(table, include_extras=True)
        rows = [f"| `{title}` | |", "|---|---|"]
        for field, name in zip(table.__struct_fields__, table.__struct_encode_fields__, strict=True):
            meta = next(extra for extra in hints[field].__metadata__ if isinstance(extra, msgspec.Meta))
            rows.append(f"| `{name}` | {meta.description} |")
        parts.append("\n".join(rows))
    return "\n\n".join(parts)
