"""Who stands behind the handles that stories name: `[people.<handle>]` of a project."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from exporters.errors import BroadsheetError
from exporters.model.meta import Contributor
from exporters.model.place import Place
from exporters.model.publication import Article
from exporters.project.filenames import FILE
from exporters.report import Report

if TYPE_CHECKING:
    from exporters.project.tables import PersonTable

_TABLE = b"people"
"""What a project file holds somewhere that says who stands behind a handle."""


def introduce(article: Article, people: Mapping[str, PersonTable], report: Report) -> Article:
    """Return the article with its people by the names that readers know them by; others stay as they are."""
    if not any(person.name in people for person in article.meta.contributors):
        return article
    contributors = tuple([_introduced(person, people, report) for person in article.meta.contributors])
    return msgspec.structs.replace(article, meta=msgspec.structs.replace(article.meta, contributors=contributors))


def _introduced(person: Contributor, people: Mapping[str, PersonTable], report: Report) -> Contributor:
    known = people.get(person.name)
    if known is None:
        return person
    told = f"{person.name!r} looks like a handle"
    report.diagnostics = [
        item for item in report.diagnostics if not (item.code == "author-handle" and told in item.message)
    ]
    return msgspec.structs.replace(
        person,
        name=known.name,
        email=known.email or person.email,
        url=known.url or person.url,
        role=known.role or person.role,
    )


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
