"""From the sources that a user names to stories with their pictures: files found, read by their kind, checked."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from exporters.errors import SourceError, UsageError, wrap
from exporters.model.comments import EditorNote
from exporters.model.place import Place
from exporters.model.publication import Article
from exporters.report import Report
from exporters.source.characters import LARGEST_SOURCE
from exporters.source.field_lengths import with_fields_cut
from exporters.source.first_looks import may_hold_comments
from exporters.source.folder import SourceFile, find_files
from exporters.source.hidden_notices import check_below
from exporters.source.images import AssetStore

KINDS = {
    ".md": "markdown", ".markdown": "markdown", ".mdown": "markdown", ".mkd": "markdown",
    ".html": "html", ".htm": "html", ".xhtml": "html",
    ".txt": "text", ".text": "text",
    ".json": "native",
}  # fmt: skip
"""What the suffix of a file says of its kind."""

NAMES = tuple(dict.fromkeys(KINDS.values()))


def read_stories(
    sources: Sequence[str | Path],
    report: Report,
    *,
    kind: str = "",
    smart: bool = False,
    noted: list[EditorNote] | None = None,
) -> tuple[list[Article], AssetStore]:
    """Return the stories that these files and folders hold, in order, and the pictures that they use.

    `-` is standard input; `kind` says what it is, and what files are whose suffix does not tell. `noted` takes the
    comments of editors, which are in none of the stories. Raises UsageError for a kind that does not exist, SourceError
    for a source that cannot be read; one of several is an error in the report.
    """
    if kind and kind not in NAMES:
        import difflib

        close = difflib.get_close_matches(kind, NAMES, n=1)
        raise UsageError(
            f"no source is of the kind {kind!r}",
            remedy=f"Did you mean {close[0]!r}?" if close else f"Known: {', '.join(NAMES)}",
        )
    assets = AssetStore()
    stories: list[Article] = []
    files = find_files(sources, frozenset(KINDS), report)
    for file in files:
        try:
            known = kind or KINDS.get(file.suffix, "")
            data, articles = read_file(file, known, report, assets, smart=smart)
            stories.extend(articles)
            if noted is not None and may_hold_comments(data):
                from exporters.source.comments import read_notes

                noted.extend(read_notes(data, file.name, known))
        except SourceError as exc:
            if len(files) == 1:
                raise
            report.error(exc.code, exc.message, exc.place, exc.remedy)  # the others may have faults to tell as well
    return stories, assets


def read_file(
    file: SourceFile, kind: str, report: Report, assets: AssetStore, *, smart: bool = False
) -> tuple[bytes, list[Article]]:
    """Return the bytes of a file and the stories in it, with their pictures loaded; Markdown where no kind is told."""
    data = _read(file)
    faults = report.count("error")
    read, shown = _articles(data, file, kind, report, assets, smart=smart)
    articles = [with_fields_cut(article, report) for article in read]
    if report.count("error") == faults:  # what cannot be read or must not be shown is empty, and was told
        for article in articles:
            _check_text(article, report)
            check_below(article, data, report)
    return data, [assets.load(article, file, report, shown=shown) for article in articles]


def _check_text(article: Article, report: Report) -> None:
    """Report a story that nobody would find anything in, unless it is not to be published anyway."""
    if not article.body and article.meta.status not in ("draft", "withdrawn"):
        report.warning(
            "story-empty",
            "the story has no text",
            article.place,
            "Write it, say `status: draft`, or take the file out",
        )


def _read(file: SourceFile) -> bytes:
    if file.path is None:
        import sys

        if sys.stdin is None:
            raise SourceError("standard input is closed", Place("-"), "Name a file, or pipe the story in")
        with wrap(SourceError, "read standard input", OSError, place=Place("-")):
            return sys.stdin.buffer.read(LARGEST_SOURCE + 1)
    with wrap(SourceError, f"read {file.name}", OSError, place=Place(file.name)), file.path.open("rb") as stream:
        size = min(os.fstat(stream.fileno()).st_size, LARGEST_SOURCE)
        data = stream.read(size + 1)  # room is made for all that is asked for, so that asking for the most is slow
        if len(data) <= size:
            return data
        return data + stream.read(LARGEST_SOURCE - size)  # one more than is allowed, so that decoding can refuse it


def _articles(
    data: bytes, file: SourceFile, kind: str, report: Report, assets: AssetStore, *, smart: bool
) -> tuple[Sequence[Article], bool]:
    """Return the articles of one file, and whether there may be pictures in them; Markdown where no kind is told."""
    if kind == "native":
        from exporters.source.native import read_native

        return read_native(data, file.name, report, assets), True
    if kind == "html":
        from exporters.source.html import read_html

        return (read_html(data, file.name, report, smart=smart),), True
    if kind == "text":
        from exporters.source.text import read_text

        return (read_text(data, file.name, report, smart=smart),), False
    from exporters.source.markdown import read_markdown

    pictures: list[Place] = []
    article = read_markdown(data, file.name, report, smart=smart, pictures=pictures)
    return (article,), bool(pictures)
