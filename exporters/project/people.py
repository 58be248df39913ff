"""Who stands behind the handles that stories name: `[people.<handle>]` of a project."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from exporters.errors import BroadsheetError
from exporters.model.meta import Contributor
from exporters.model.place import Place
from exporters.model.publication import Article
from exporters.project.filenames import FILE
from exporters.report import Diagnostic, Report

if TYPE_CHECKING:
    from exporters.project.tables import PersonTable

_TABLE = b"people"
"""What a project file holds somewhere that says who stands behind a handle."""


def introduce(article: Article, people: Mapping[str, PersonTable], report: Report) -> Article:
    """Return the article with its people by the names that readers know them by; others stay as they are.

    In a project that says who its people are, a handle that is not among them is a warning: most are misspelt.
    """
    if not people or not article.meta.contributors:
        return article
    contributors = tuple([_introduced(person, people, report) for person in article.meta.contributors])
    if contributors == article.meta.contributors:
        return article
    return msgspec.structs.replace(article, meta=msgspec.structs.replace(article.meta, contributors=contributors))


def _introduced(person: Contributor, people: Mapping[str, PersonTable], report: Report) -> Contributor:
    known = people.get(person.name)
    told = f"{person.name[:40]!r} looks like a handle"
    said = [item for item in report.diagnostics if not _tells(item, told, person)]
    is_handle = len(said) < len(report.diagnostics)
    report.diagnostics = said
    if known is None:
        if is_handle:
            _warn(person, people, report)
        return person
    return msgspec.structs.replace(
        person,
        name=known.name,
        email=known.email or person.email,
        url=known.url or person.url,
        role=known.role or person.role,
    )


def _tells(item: Diagnostic, told: str, person: Contributor) -> bool:
    return item.code == "author-handle" and item.place == person.place and told in item.message


def _warn(person: Contributor, people: Mapping[str, PersonTable], report: Report) -> None:
    """Report that the project does not know this handle, and name the one that was probably meant."""
    handle = person.name[:40]
    near = _nearest(handle, tuple(people))
    report.warning(
        "author-handle",
        f"the project knows nobody by the handle {handle!r}; it is printed as it stands",
        person.place,
        f"{f'Did you mean {near!r}? Else write' if near else 'Write'} the name, or say who it is in {FILE}",
    )


@lru_cache(maxsize=64)
def _nearest(handle: str, known: tuple[str, ...]) -> str:
    import difflib

    return next(iter(difflib.get_close_matches(handle, known, n=1)), "")


def introduce_all(articles: Sequence[Article], report: Report) -> tuple[Article, ...]:
    """Return articles that are exported by themselves, each with the people of the project that its file lies in."""
    known: dict[Path, Mapping[str, PersonTable]] = {}
    made = []
    for article in articles:
        if article.meta.contributors:
            folder = Path(article.place.file).absolute().parent
            if folder not in known:
                known[folder] = _people_around(folder, report)
            article = introduce(article, known[folder], report)  # noqa: PLW2901 - the same one, by other names
        made.append(article)
    return tuple(made)


def _people_around(folder: Path, report: Report) -> Mapping[str, PersonTable]:
    """Return the people of the nearest project around this folder; nobody where there is none that can be read."""
    for above in (folder, *folder.parents):
        file = above / FILE
        try:
            if not file.is_file():
                continue
            data = file.read_bytes()
        except (OSError, ValueError):  # no permission, a name that is too long
            return {}
        if _TABLE not in data:
            return {}
        from exporters.project.reading import decode_project  # seldom needed

        try:
            return decode_project(data, str(file)).people
        except BroadsheetError as exc:
            report.warning(
                "project-unread",
                f"the project of the story cannot be read, so its people are not known: {exc}",
                exc.place if exc.place.file else Place(str(file)),
                "Mend the project file, or write the names into the story",
            )
            return {}
    return {}
