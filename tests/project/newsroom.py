"""A newsroom for tests: a project in a folder, built in this process."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pikepdf

from exporters.project.build import Built, Orders, build
from exporters.report import Report
from tests.formats.pdf.inspection import read_pdf

NOW = datetime(2026, 1, 10, 12, tzinfo=UTC)

PROJECT = """\
[publication]
title = "The Desk"
id = "tag:desk.example,2025:desk"
url = "https://desk.example/"
files = "https://desk.example/files"

[people.noor]
name = "Noor Example"
url = "https://desk.example/noor"

[stories]
url = "https://desk.example/{year}/{slug}/"
formats = ["pdf", "epub", "docx", "ninjs"]

[[briefings]]
name = "weekly"
title = "The week"
formats = ["pdf", "epub", "docx"]

[[feeds]]
name = "all"
entries = 2
page = 2
split = "section"
"""

FEEDS_ONLY = """\
[publication]
title = "The Desk"
id = "tag:desk.example,2025:desk"
url = "https://desk.example/"

[stories]
url = "https://desk.example/{slug}/"

[[feeds]]
name = "all"
entries = 3
page = 3
"""


def story(name: str, day: str = "2025-11-24", body: str = "It was filed late.", **more: str) -> str:
    """Return a story in Markdown; `more` are further lines of its front matter."""
    lines = [f"title: {name.replace('-', ' ').capitalize()}", f"id: tag:desk.example,2025:{name}", f"slug: {name}"]
    lines += [f"date: {day}T09:00:00Z", "language: en", *(f"{key}: {value}" for key, value in more.items())]
    return "---\n" + "\n".join(lines) + f"\n---\n\n{body}\n"


class Newsroom:
    """A project in a folder."""

    def __init__(self, root: Path, project: str = PROJECT) -> None:
        self.root = root
        (root / "stories").mkdir(parents=True)
        (root / "broadsheet.toml").write_text(project)
        self.report = Report()

    def write(self, name: str, text: str) -> Path:
        path = self.root / "stories" / f"{name}.md"
        path.write_text(text)
        return path

    def build(
        self,
        *,
        as_of: datetime = NOW,
        jobs: int = 1,
        press: bool = False,
        cache: bool = True,
        dry_run: bool = False,
        strict: bool = False,
    ) -> Built:
        self.report = Report()
        orders = Orders(as_of=as_of, jobs=jobs, press=press, cache=cache, dry_run=dry_run, strict=strict)
        return build(self.root, orders, self.report)

    def files(self, edition: str = "dist") -> dict[str, bytes]:
        folder = self.root / edition
        return {
            str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
        }

    def everything(self, edition: str = "dist") -> bytes:
        """Return every byte that was built, names too, with all that is packed in it opened."""
        return b"\n".join(
            name.encode() + b"\n" + b"\n".join(opened(data)) for name, data in self.files(edition).items()
        )


def opened(data: bytes) -> Iterator[bytes]:
    """Yield the bytes of a file, and of everything within: entries of ZIPs, streams of PDFs, text that PDFs show."""
    yield data
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():
                yield entry.filename.encode()
                yield from opened(archive.read(entry))
    if data.startswith(b"%PDF"):
        yield from _shown(data)


def _shown(data: bytes) -> Iterator[bytes]:
    """Yield the text of each page as a reader copies it, its heads and feet, and every text and stream of the file."""
    read = read_pdf(data)
    yield read.text.encode()
    for loose in read.artifacts:
        yield loose.encode()
    for thing in read.pdf.objects:
        if isinstance(thing, pikepdf.Stream):
            yield thing.read_bytes()
        yield from _strings(thing)


def _strings(thing: Any) -> Iterator[bytes]:
    if isinstance(thing, pikepdf.String):
        yield str(thing).encode("utf-8", "surrogatepass")
    elif isinstance(thing, pikepdf.Array):
        for item in thing:
            if not getattr(item, "is_indirect", False):
                yield from _strings(item)
    elif isinstance(thing, pikepdf.Dictionary):
        for value in thing.values():
            if not getattr(value, "is_indirect", False):
                yield from _strings(value)
