"""Which files are meant: those named, and those in folders that look like stories."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import msgspec

from exporters.errors import SourceError, UsageError, wrap
from exporters.model.place import Place
from exporters.patterns import pattern
from exporters.report import Report

_MOST_FILES = 100_000
_SKIPPED = frozenset({"readme", "license", "licence", "changelog", "contributing", "code_of_conduct", "summary"})
_SKIPPED_FOLDERS = frozenset({"node_modules", "__MACOSX"})
_PROJECT = "broadsheet.toml"
_BUILT = frozenset({"dist", "press"})
"""Folders that a build fills beside a project file: no stories, but what was made of them."""

TEXTS = frozenset({".doc", ".docx", ".odt", ".pages", ".pdf", ".rst", ".rtf", ".tex", ".wpd", ".adoc", ".org"})
"""Suffixes of what may well be a story, but is not read; other files are no matter here."""
_EXACT = pattern(rb'\s*\{\s*"meta"\s*:\s*\{')
_MOST_SHOWN = 8


class SourceFile(msgspec.Struct, frozen=True):
    """A file to read: its path (None for standard input), its name in diagnostics, and the folder it may not leave.

    Pictures that the file refers to must lie inside `root`.
    """

    path: Path | None
    name: str
    root: Path

    @property
    def suffix(self) -> str:
        """The suffix in lower case, with its dot."""
        return self.path.suffix.lower() if self.path else ""

    @property
    def folder(self) -> Path:
        """The folder against which relative names in the file are meant."""
        return self.path.parent if self.path else self.root


def find_files(sources: Sequence[str | Path], suffixes: frozenset[str], report: Report) -> list[SourceFile]:
    """Return the files that these sources mean, each once: files as named, folders searched in order of name.

    In a folder, files and folders that are hidden or drafts (names that begin with an underscore), READMEs beside other
    stories, what a build made, and files of other kinds are passed over; so is a link that leads out of the folder.
    Documents that may be stories but are not read, as those of Word, are a warning.
    Raises SourceError for a source that does not exist or cannot be read.
    """
    found: list[SourceFile] = []
    seen: set[Path] = set()
    folders: dict[Path, Path] = {}  # those of the files that are named, each and what it is on disk
    for source in sources:
        if str(source) == "-":
            if all(file.path is not None for file in found):
                found.append(SourceFile(None, "-", Path.cwd()))
            continue
        if not str(source).strip():
            raise UsageError("a source has no name", remedy="Name a file or a folder; . is the folder you are in")
        path = Path(source)
        with wrap(SourceError, f"look at {str(source)[:80]!r}", OSError, ValueError, place=Place(str(source)[:80])):
            there = path.exists()
        if not there:
            raise SourceError(
                f"there is no file or folder {str(source)!r}",
                Place(str(source)),
                "Check the name and the folder you are in",
            )
        for file, resolved in _search(path, suffixes, report) if path.is_dir() else (_lone(path, folders),):
            if resolved not in seen:
                seen.add(resolved)
                found.append(file)
            if len(found) > _MOST_FILES:
                raise SourceError(
                    f"there are more than {_MOST_FILES:,} stories", Place(str(source)), "Export a part at a time"
                )
    return found


def _lone(path: Path, folders: dict[Path, Path]) -> tuple[SourceFile, Path]:
    """Return a file that was named and what it is on disk; its pictures may come from the folder that holds it."""
    if path.is_symlink():
        resolved = path.resolve()
        return SourceFile(path, str(path), resolved.parent), resolved
    folder = path.parent
    if folder not in folders:
        folders[folder] = folder.resolve()
    return SourceFile(path, str(path), folders[folder]), folders[folder] / path.name


def _search(folder: Path, suffixes: frozenset[str], report: Report) -> Iterator[tuple[SourceFile, Path]]:
    """Yield the stories of a folder, each with what it is on disk."""
    root = folder.resolve()
    passed_over: list[str] = []
    unread: list[str] = []
    stems: set[str] = set()

    def refuse(error: OSError) -> None:
        raise SourceError(f"cannot read the folder: {error.strerror}", Place(str(error.filename))) from error

    for place, folders, names in os.walk(folder, onerror=refuse):
        for name in folders:
            if (Path(place) / name).is_symlink():
                _lead_elsewhere(Path(place) / name, report)
        built = _BUILT if _PROJECT in names else frozenset[str]()
        folders[:] = sorted((name for name in folders if not _hidden(name) and name not in built), key=_in_order)
        for name in sorted(names, key=_in_order):
            path = Path(place) / name
            suffix = path.suffix.lower()
            if name.startswith(".") or (suffix not in suffixes and suffix not in TEXTS):
                continue
            if suffix not in suffixes and not _hidden(name) and path.stem.lower() not in _SKIPPED:
                unread.append(str(path.relative_to(folder)))
            elif suffix not in suffixes or _hidden(name) or not _is_story(path, names, suffixes):
                passed_over.append(str(path.relative_to(folder)))
            elif not (resolved := Path(os.path.realpath(path))).is_relative_to(root):  # Path.resolve minds circles
                _lead_elsewhere(path, report)
            elif path.is_file():
                stems.add(path.stem)
                yield SourceFile(path, str(path), root), resolved
            else:
                passed_over.append(str(path.relative_to(folder)))  # a link to nothing, a pipe
    # What was made of stories lies in a folder dist, or bears their names; only another text may have been forgotten.
    unread, made = _parted(unread, stems)
    passed_over += made
    if passed_over:
        report.info(
            "files-skipped",
            f"passed over in {folder}: {_shown(passed_over)}",
            Place(str(folder)),
            "Name a file itself to export it all the same",
        )
    report_unread(unread, str(folder), report)


def report_unread(names: Sequence[str], folder: str, report: Report, way_out: str = "") -> None:
    """Report, as a warning, documents of the folder that may be stories but are of kinds that are not read."""
    if names:
        report.warning(
            "documents-skipped",
            f"no stories were read from {_shown(names)}: documents of these kinds are not read",
            Place(folder),
            f"Save them as Markdown, HTML or plain text{way_out}",
        )


def _parted(unread: Sequence[str], stems: Collection[str]) -> tuple[list[str], list[str]]:
    """Return the documents that may be stories of their own, and those that seem to be made of the stories found."""
    own: list[str] = []
    made: list[str] = []
    for name in unread:
        path = Path(name)
        (made if path.stem in stems or not _BUILT.isdisjoint(path.parts[:-1]) else own).append(name)
    return own, made


def _shown(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST_SHOWN} more" if len(names) > _MOST_SHOWN else ""
    return ", ".join(names[:_MOST_SHOWN]) + more


def _lead_elsewhere(path: Path, report: Report) -> None:
    report.warning(
        "outside-root",
        "the link leads out of the folder, or to a folder; it is passed over",
        Place(str(path)),
        "Put the files themselves into the folder",
    )


def _hidden(name: str) -> bool:
    return name.startswith((".", "_")) or name in _SKIPPED_FOLDERS


def _in_order(name: str) -> list[tuple[int, int, str]]:
    """Return what puts names in the order of a reader, in which 2 comes before 10."""
    parts = re.split(r"([0-9]{1,18})", name.casefold())
    return [(0, int(part), "") if part.isascii() and part.isdigit() else (1, 0, part) for part in parts if part]


def _is_story(path: Path, names: list[str], suffixes: frozenset[str]) -> bool:
    """Return whether this file is a story: a README only alone in its folder, JSON only in the exact form."""
    if path.suffix.lower() == ".json":
        try:
            with path.open("rb") as stream:
                return _EXACT.match(stream.read(200)) is not None
        except OSError:
            return True  # reading it will say why not
    others = (other for other in names if other != path.name and not _hidden(other))
    stories = (other for other in others if Path(other).suffix.lower() in suffixes - {".json"})
    return path.stem.lower() not in _SKIPPED or not any(stories)
