"""Which files of a project are stories, and whether any of them changed: names, sizes and times, nothing opened."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from exporters.errors import SourceError, UsageError
from exporters.model.place import Place
from exporters.project.filenames import FILE
from exporters.report import Report
from exporters.source.folder import TEXTS, report_unread

SUFFIXES = frozenset({".md", ".markdown", ".mdown", ".mkd", ".html", ".htm", ".xhtml", ".txt", ".text"})
"""The suffixes of stories that a pattern finds without naming them; exact JSON must be named with its own."""

_NOT_STORIES = frozenset({"readme", "license", "licence", "changelog", "contributing", "code_of_conduct", "summary"})
_NOT_FOLDERS = frozenset({"node_modules", "__MACOSX"})


class Found(NamedTuple):
    """A file with what tells whether it changed: size in bytes, time of change in nanoseconds, file number."""

    path: str
    size: int
    changed: int
    number: int


def find_stories(root: Path, include: Sequence[str], exclude: Sequence[str], report: Report) -> Iterator[Found]:
    """Yield the files that these patterns mean, in no order; one that several mean comes as often.

    Hidden files, names that begin with an underscore, READMEs, and links that lead out of the project are passed over.
    Documents that stand where a story would, but are of kinds that are not read, are a warning.
    Raises SourceError for a folder that cannot be read, and for a story whose name is no text.
    """
    refused = [_matcher(pattern) for pattern in exclude]
    home = os.path.realpath(root)
    unread: dict[str, None] = {}
    for pattern in include:
        matches = _matcher(pattern)
        suffix = _suffix(pattern)
        start = _fixed_part(pattern)
        exact = "*" not in pattern and "?" not in pattern
        for file in _walk(str(root), start, home, report, exact=exact):
            path = file.path
            if matches(path) and _wanted(path, pattern) and not any(no(path) for no in refused):
                yield _named(file)
            elif _is_unread(path, suffix, matches) and not (
                any(no(path) for no in refused) or _stands_beside(root, path)
            ):
                unread[path] = None
    report_unread(list(unread), FILE, report, ", or name them under `exclude` in [stories]")


def _suffix(pattern: str) -> str:
    """Return the suffix that every file of this pattern has; empty where it asks for none."""
    dot, suffix = pattern.rpartition("/")[2].rpartition(".")[1:]
    return f"{dot}{suffix}" if dot and suffix.isalnum() else ""


def _is_unread(path: str, suffix: str, matches: Callable[[str], object]) -> bool:
    """Return whether this is a document, such as one of Word, where the pattern looks for stories."""
    base, dot, own = path.rpartition(".")
    if f"{dot}{own}".lower() not in TEXTS or base.rpartition("/")[2].lower() in _NOT_STORIES:
        return False
    return bool(matches(f"{base}{suffix}" if suffix else path))


def _stands_beside(root: Path, path: str) -> bool:
    """Return whether there is a story of the same name: the document was made of it, or it of the document."""
    base = path.rpartition(".")[0]
    return any(os.path.exists(root / f"{base}{suffix}") for suffix in SUFFIXES)  # noqa: PTH110 - as below


def _named(file: Found) -> Found:
    """Return the file, whose path the index keeps as text."""
    try:
        file.path.encode()
    except UnicodeEncodeError as exc:
        raise SourceError(
            "the name of this file is no UTF-8", Place(file.path), "Rename it: its name becomes part of addresses"
        ) from exc
    return file


def fingerprint(files: Sequence[object]) -> bytes:
    """Return what stands for these names, sizes and times."""
    hashed = blake2b(digest_size=16)
    for file in files:
        parts = file if isinstance(file, list) else [file]
        hashed.update(len(parts).to_bytes(8, "big"))
        for part in parts:
            hashed.update(repr(part).encode("utf-8", "surrogatepass"))
            hashed.update(b"\n")
    return hashed.digest()


def look_at(root: Path, path: str) -> Found | None:
    """Return the file at this path below the root, or None where there is none."""
    try:
        told = os.stat(root / path)  # noqa: PTH116 - a stat, and nothing of a Path
    except OSError:
        return None
    return Found(path, told.st_size, told.st_mtime_ns, told.st_ino)


def _fixed_part(pattern: str) -> str:
    """Return the folder in which all that a pattern means must lie."""
    parts: list[str] = []
    for part in pattern.split("/"):
        if "*" in part or "?" in part or "[" in part:
            return "/".join(parts)
        parts.append(part)
    return "/".join(parts)


def _walk(root: str, start: str, home: str, report: Report, *, exact: bool) -> Iterator[Found]:
    """Yield every file below the folder `start`, or the file that it is."""
    place = f"{root}/{start}" if start else root
    real = os.path.realpath(place)
    if real != home and not real.startswith(f"{home.rstrip(os.sep)}{os.sep}"):
        _outside(start, report)
        return
    if exact and os.path.isfile(place):  # noqa: PTH113 - as above
        told = os.stat(place)  # noqa: PTH116
        yield Found(start, told.st_size, told.st_mtime_ns, told.st_ino)
        return
    folders = [start]
    while folders:
        folder = folders.pop()
        where = f"{root}/{folder}" if folder else root
        try:
            entries = os.scandir(where)
        except FileNotFoundError:
            continue
        except OSError as exc:
            raise SourceError(f"cannot read the folder: {exc.strerror}", Place(folder)) from exc
        prefix = f"{folder}/" if folder else ""
        # One by one: what was looked at holds all that the system says of it, a kilobyte for each of many thousands.
        with entries:
            for entry in entries:
                name = entry.name
                if name[0] in "._":
                    continue
                path = f"{prefix}{name}"
                if entry.is_symlink() and not _inside(entry.path, home, path, report):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    if name not in _NOT_FOLDERS and not (folder == "" and name in ("dist", "press")):
                        folders.append(path)
                elif entry.is_file():
                    told = entry.stat()
                    yield Found(path, told.st_size, told.st_mtime_ns, told.st_ino)


def _inside(path: str, home: str, name: str, report: Report) -> bool:
    real = os.path.realpath(path)
    if real.startswith(f"{home}{os.sep}") and os.path.isfile(real):  # noqa: PTH113
        return True
    _outside(name, report)
    return False


def _outside(name: str, report: Report) -> None:
    report.warning(
        "outside-root",
        "the link leads out of the folder, or to a folder; it is passed over",
        Place(name),
        "Put the files themselves into the folder",
    )


def _wanted(path: str, pattern: str) -> bool:
    stem, dot, suffix = path.rpartition("/")[2].rpartition(".")
    if path == pattern or (dot and pattern.endswith(f".{suffix}") and suffix == "json"):
        return True
    return f"{dot}{suffix}".lower() in SUFFIXES and stem.lower() not in _NOT_STORIES


_MOST_STARS = 8  # each multiplies the ways in which a long path can be tried


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern of names as an expression: `**` any folders, `*` and `?` within one name."""
    pattern = re.sub(r"\*{3,}", "**", pattern)
    if pattern.count("*") > _MOST_STARS:
        raise UsageError(f"the pattern {pattern[:40]!r} has more than {_MOST_STARS} stars", remedy="Name the folder")
    made = ""
    at = 0
    while at < len(pattern):
        if pattern.startswith("**/", at):
            made, at = f"{made}(?:[^/]+/)*", at + 3
        elif pattern.startswith("**", at):
            made, at = f"{made}.*", at + 2
        elif pattern[at] == "*":
            made, at = f"{made}[^/]*", at + 1
        elif pattern[at] == "?":
            made, at = f"{made}[^/]", at + 1
        else:
            made, at = made + re.escape(pattern[at]), at + 1
    return re.compile(made)


def _matcher(pattern: str):  # type: ignore[no-untyped-def]  # the bound method of a compiled pattern
    """Return what tells whether a path fits; a folder means all that is in it."""
    return _compiled(
        pattern if "*" in pattern or "." in pattern.rpartition("/")[2] else f"{pattern.rstrip('/')}/**"
    ).fullmatch
