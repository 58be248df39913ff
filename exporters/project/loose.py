"""Sources that belong to a project: told from loose ones, and held where the project withdrew them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from stat import S_ISREG

from exporters.errors import UsageError
from exporters.model.place import Place
from exporters.model.publication import Article
from exporters.project.filenames import FILE, LEDGER
from exporters.report import Report


def _is_file(path: Path) -> bool:
    """Return whether this is a file that can be looked at; reading it will say why not."""
    try:
        return path.is_file()
    except (OSError, ValueError):  # no permission, a name that is too long
        return False


def project_meant(sources: Sequence[str]) -> Path | None:
    """Return the folder of the project that these sources mean, or None where they are loose stories.

    A folder with a broadsheet.toml in it means the project, as does that file. Raises UsageError for one among others.
    """
    for source in sources:
        path = Path(source)
        if source != "-" and (_is_file(path / FILE) or (path.name == FILE and _is_file(path))):
            if len(sources) > 1:
                raise UsageError(
                    f"{source!r} is a project, and stands beside other sources", remedy="Name the project by itself"
                )
            return path.parent if path.name == FILE else path
    return None


def tell_of_projects(sources: Sequence[str], report: Report) -> None:
    """Report projects among sources: their stories are read as any folder's. Raises UsageError for a project file."""
    for source in _leading_elsewhere(sources):
        path = Path(source)
        if path.name == FILE and _is_file(path):
            raise UsageError(
                f"{source!r} is no story but describes a project", remedy=f"Use `broadsheet build {path.parent}`"
            )
        if _is_file(path / FILE):
            report.warning(
                "project-loose",
                "the folder is a project; its stories are exported without its addresses, terms, briefings and feeds",
                Place(str(path / FILE)),
                f"Use `broadsheet build {path}` for all that it describes",
            )


def hold_withdrawn(sources: Iterable[str], articles: Iterable[Article], report: Report) -> None:
    """Report, as an error, stories that the project in which their files lie took back, though they lie there still.

    Raises SourceError for a ledger that cannot be read: a story in it could go out again.
    """
    roots = _projects_around(sources)
    if not roots:
        return
    from exporters.project.withdrawals import read_ledger

    taken = {record.id: record for root in roots for record in read_ledger(root)[0]}
    if not taken:
        return
    paths = {record.path: record for record in taken.values() if record.path}
    for article in articles:
        here = Path(article.meta.place.file)
        record = taken.get(article.meta.id) or next(
            (
                paths[name]
                for root in roots
                for file in (here.absolute(), here.resolve())
                if file.is_relative_to(root) and (name := file.relative_to(root).as_posix()) in paths
            ),
            None,
        )
        if record is not None:
            report.error(
                "withdrawn",
                f"the project withdrew this story on {record.at:%Y-%m-%d}: {record.reason}",
                article.meta.place,
                f"Leave it out; {LEDGER} of the project says why",
            )


def _leading_elsewhere(sources: Iterable[str]) -> Iterator[str]:
    """Yield the sources without standard input, and of the plain files that stand in one folder the first."""
    folders: set[str] = set()
    for source in sources:
        folder, name = os.path.split(source)
        plain = name != FILE and _is_plain(source)
        if source == "-" or (plain and folder in folders):
            continue
        if plain:
            folders.add(folder)
        yield source


def _is_plain(path: str) -> bool:
    """Return whether this is a file and no link to one."""
    try:
        return S_ISREG(os.lstat(path).st_mode)
    except (OSError, ValueError):
        return False


def _projects_around(sources: Iterable[str]) -> dict[Path, None]:
    """Return the projects that took something back and in which these sources lie; each folder is looked into once."""
    roots: dict[Path, None] = {}
    seen: set[Path] = set()
    for source in _leading_elsewhere(sources):
        here = Path(source)
        for path in dict.fromkeys((here.absolute(), here.resolve())):  # a link does not lead out of a project
            for folder in (path, *path.parents):
                if folder in seen:
                    break
                seen.add(folder)
                if _is_file(folder / FILE):
                    if (folder / LEDGER).exists():
                        roots[folder] = None
                    break
    return roots
