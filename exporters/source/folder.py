"""Which files are meant: those named, and those in folders that look like stories."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from exporters.errors import SourceError
from exporters.model.place import Place
from exporters.report import Report

_MOST_FILES = 100_000
_SKIPPED = frozenset({"readme", "license", "licence", "changelog", "contributing", "code_of_conduct", "summary"})


@dataclass(frozen=True, slots=True)
class SourceFile:
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

    In a folder, hidden files, drafts (names that begin with an underscore), READMEs and files of other suffixes are
    passed over. Raises SourceError for a source that does not exist.
    """
    found: list[SourceFile] = []
    seen: set[Path] = set()
    for source in sources:
        if str(source) == "-":
            found.append(SourceFile(None, "-", Path.cwd()))
            continue
        path = Path(source)
        if not path.exists():
            raise SourceError(
                f"there is no file or folder {str(source)!r}",
                Place(str(source)),
                "Check the name and the folder you are in",
            )
        files = _search(path, suffixes, report) if path.is_dir() else iter([SourceFile(path, str(path), _root(path))])
        for file in files:
            resolved = file.path.resolve() if file.path else Path("-")
            if resolved not in seen:
                seen.add(resolved)
                found.append(file)
            if len(found) > _MOST_FILES:
                raise SourceError(
                    f"there are more than {_MOST_FILES:,} stories", Place(str(source)), "Export a part at a time"
                )
    return found


def _root(path: Path) -> Path:
    """Return the folder that pictures of a lone file may come from: the one that holds it."""
    return path.resolve().parent


def _search(folder: Path, suffixes: frozenset[str], report: Report) -> Iterator[SourceFile]:
    root = folder.resolve()
    passed_over: list[str] = []
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "_")) and name != "node_modules")
        for name in sorted(names):
            path = Path(place) / name
            if name.startswith((".", "_")) or path.suffix.lower() not in suffixes:
                continue
            if path.stem.lower() in _SKIPPED and _has_sibling(names, suffixes, name):
                passed_over.append(name)
                continue
            if not path.resolve().is_relative_to(root):
                report.warning(
                    "outside-root", "the link leads out of the folder; it is passed over", Place(str(path)),
                    "Put the file itself into the folder",
                )  # fmt: skip
                continue
            if path.is_file():
                yield SourceFile(path, str(path), root)
    if passed_over:
        report.info(
            "files-skipped", f"passed over in {folder}: {', '.join(sorted(set(passed_over)))}", Place(str(folder))
        )


def _has_sibling(names: list[str], suffixes: frozenset[str], name: str) -> bool:
    """Return whether other stories stand in the same folder; a README alone is the story of its folder."""
    return any(other != name and Path(other).suffix.lower() in suffixes for other in names)
