"""What a format is, what it is given, and what it gives back: the contract between Broadsheet and a format.

A format is a value, not a class to inherit from. It is found by the entry point group `exporters.formats`:

    FORMAT = Format(
        name="text", suffix=".txt", media_type="text/plain", summary="Plain text",
        options=TextOptions, write=write_text,
    )

    def write_text(publication: Publication, output: Output, job: Job[TextOptions]) -> None:
        with output.open() as stream:
            ...

`write` opens no path, reads no clock and no network: bytes go to `output`, pictures come from `job.read_asset`,
the time is `job.now`. It may raise `FormatError`; everything less is said to `job.report`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, BinaryIO, Generic, Protocol, TypeVar

import msgspec

from exporters.model.comments import EditorNote
from exporters.model.publication import Publication
from exporters.report import Report

API_VERSION = 1

PageMap = Mapping[str, str]
"""Which printed page each block begins on: `page_key(slug, anchor)` to the page's label, such as "xii" or "12".

Where a page turns within a block, `turn_key(slug, anchor, told)` has the label of the page that begins there.
"""


class NoOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The options of a format that has none."""


# Contravariant in spirit, but a job is only ever read, so plain Any is what a registry of formats holds.
Options = TypeVar("Options", bound=msgspec.Struct)


class Output(Protocol):
    """Where a format puts its bytes."""

    def open(self, name: str | None = None) -> BinaryIO:
        """Return a new binary stream for the main file, or for a further file of this name beside it.

        To be used in a `with` block. The stream can seek, tell and read, as a ZIP writer needs. Nothing is
        visible at its final name before the whole run has succeeded.
        """


class MadeFile(msgspec.Struct, frozen=True, gc=False):
    """A file that the same run made of a story: its name below the folder of outputs (`/` between), type, true size."""

    name: str
    media_type: str
    length: int


def _no_assets(name: str) -> bytes:
    raise KeyError(name)


class Job(msgspec.Struct, Generic[Options], frozen=True):
    """What a format needs beside the publication.

    `now` is the time of the edition, in UTC: SOURCE_DATE_EPOCH where set, else the latest date that the
    publication itself gives, so that the same source gives the same bytes at any time. `read_asset` returns the
    cleaned bytes of a resource by its name. `page_map` is what the print edition of the same run handed on, or None.
    `made` are the files that other formats of the same run made of each story, by its slug, in the order of formats:
    formats that collect are written after all others, so that a feed can offer them. `content_digests` takes from a
    format that writes archives the digest of what each holds, by the name it was opened with ("" for the main file):
    bytes of archives differ with the zlib that made them, what is in them does not. Nobody reads those digests where
    `digested` is False. `editor_notes` are the comments of editors in the sources: given to a format only where its
    option `comments` is set, None where none may be had, as in a build of what is published.
    """

    options: Options
    report: Report
    now: datetime
    read_asset: Callable[[str], bytes] = _no_assets
    page_map: PageMap | None = None
    made: Mapping[str, Sequence[MadeFile]] = msgspec.field(default_factory=dict)
    content_digests: dict[str, str] = msgspec.field(default_factory=dict)
    editor_notes: Sequence[EditorNote] | None = None
    digested: bool = True


class Format(msgspec.Struct, frozen=True):
    """One thing that can be written.

    `options` is a frozen msgspec Struct whose fields all have defaults and, as `Annotated[..., msgspec.Meta(
    description=...)]`, a description. `collects` says that all stories of a run always go into one file, as in a
    feed. `paginates` says that `write` returns a page map; such formats are written first. `exact` asks for the
    publication as it was read, before the desk turned corrections and sources into blocks. `check` raises UsageError
    for options that fit their types and yet cannot be used, such as a theme of a name that nobody knows: it is asked
    before stories are read, about options that were set.
    """

    name: str
    suffix: str
    media_type: str
    summary: str
    write: Callable[[Publication, Output, Job[Any]], PageMap | None]
    options: type[msgspec.Struct] = NoOptions
    collects: bool = False
    paginates: bool = False
    exact: bool = False
    check: Callable[[Any], None] | None = None
    api_version: int = API_VERSION


def page_key(slug: str, anchor: str) -> str:
    """Return the key of a block in a page map: article slug and block anchor (empty for the article's title)."""
    return f"{slug}#{anchor}"


def turn_key(slug: str, anchor: str, told: int) -> str:
    """Return the key in a page map of a page that begins within a block.

    `told` is how much of the block's own text stands on the pages before: that of `Text`, `Code` and `CodeBlock` in it
    and below it, in reading order, counted by `count_characters`. Numbers, marks and words that a format adds do not
    count, nor does what formats may draw in different ways, such as formulas.
    """
    return f"{page_key(slug, anchor)}\t{told}"


def count_characters(text: str) -> int:
    """Return how many characters a text has besides white space, of which formats keep more or less."""
    return len("".join(text.split()))
