"""Sources that belong to a project: told from loose ones, and held where the project withdrew them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from exporters.errors import UsageError
from exporters.model.publication import Article
from exporters.project.reading import FILE
from exporters.project.withdrawals import LEDGER, read_ledger
from exporters.report import Report

_HIGHEST = 30  # folders above a source in which a project is looked for


def project_meant(sources: Sequence[str]) -> Path | None:
    """Return the folder of the project that these sources mean, or None where they are loose stories.

    A folder with a broadsheet.toml in it means the project, as does that file. Raises UsageError for one among others.
    """
    for source in sources:
        path = Path(source)
        if source != "-" and ((path / FILE).is_file() or (path.name == FILE and path.is_file())):
            if len(sources) > 1:
                raise UsageError(
                    f"{source!r} is a project, and stands beside other sources", remedy="Name the project by itself"
                )
            return path.parent if path.name == FILE else path
    return None


def refuse_project(sources: Sequence[str]) -> None:
    """Raise UsageError for a project among sources whose stories would be read without its rules."""
    for source in sources:
        folder = project_meant([source])
        if folder is not None:
            raise UsageError(
                f"{source!r} is a project, and export reads stories without its rules, held and withdrawn ones too",
                remedy=f"Use `broadsheet build {folder}`, or name the stories, such as {folder / 'stories'}",
            )


def hold_withdrawn(sources: Iterable[str], articles: Iterable[Article], report: Report) -> None:
    """Report, as an error, stories that the project in which their files lie took back, though they lie there still.

    Raises SourceError for a ledger that cannot be read: a story in it could go out again.
    """
    roots: dict[Path, None] = {}
    for source in sources:
        path = Path(source).absolute()
        if source != "-":
            above = (path, *path.parents)[:_HIGHEST]
            root = next((folder for folder in above if (folder / FILE).is_file()), None)
            if root is not None and (root / LEDGER).exists():
                roots[root] = None
    taken = {record.id: record for root in roots for record in read_ledger(root)[0]}
    if not taken:
        return
    paths = {record.path: record for record in taken.values() if record.path}
    for article in articles:
        file = Path(article.meta.place.file).absolute()
        record = taken.get(article.meta.id) or next(
            (
                paths[name]
                for root in roots
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
