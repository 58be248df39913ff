"""The beginning of a project, and of a story in one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from exporters.assets import assets_folder
from exporters.delivery.files import write_whole
from exporters.errors import UsageError
from exporters.model.outline import slugify
from exporters.patterns import pattern
from exporters.project.reading import read_project

if TYPE_CHECKING:
    from exporters.project.tables import Project

_MOST_EXAMPLES = 8


def begin_project(folder: Path, now: datetime | None = None) -> list[Path]:
    """Write the project that assets/templates/project holds into this folder and return its files.

    Its stories are of the days before `now`, so that they stand in the briefing of this week. Raises UsageError rather
    than write over anything.
    """
    moment = now or datetime.now().astimezone()
    source = assets_folder() / "templates" / "project"
    files = sorted(path for path in source.rglob("*") if path.is_file())
    targets = [folder / path.relative_to(source) for path in files]
    for target in targets:
        if target.exists():
            raise UsageError(f"{target} is there already", remedy="Name a folder that is new or empty")
    for path, target in zip(files, targets, strict=True):
        target.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text(encoding="utf-8")
        write_whole(target, _MOMENT.sub(lambda found: _moved(found[0], moment), text).encode())
    return targets


_MOMENT = pattern(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")
_TEMPLATE_DAY = date(2025, 11, 25)
"""The day after the latest story of the template."""


def _moved(told: str, now: datetime) -> str:
    """Return a time of the template as far from now as it is from the day of the template, in the zone of now."""
    given = datetime.fromisoformat(told)
    return (given.replace(tzinfo=now.tzinfo) + (now.date() - _TEMPLATE_DAY)).isoformat()


def begin_story(root: Path, title: str, now: datetime | None = None) -> Path:
    """Write a draft with this title where the project keeps its stories, and return its file.

    Its id is a tag URI below that of the publication, from its day and slug; it stays when either changes.
    """
    project, _ = read_project(root)
    slug = slugify(title, 80)
    if not slug:
        raise UsageError("the title has no letters", remedy="Give the story a title in words")
    moment = (now or datetime.now().astimezone()).replace(microsecond=0)
    folder = re.split(r"[*?\[]", project.stories.include[0])[0].rpartition("/")[0] or "."
    path = root / folder / f"{moment:%Y-%m-%d}-{slug}.md"
    if path.exists():
        raise UsageError(f"{path} is there already", remedy="Give the story another title")
    base = project.publication.id
    identifier = f"{base}:{moment:%Y-%m-%d}:{slug}" if base.startswith("tag:") else ""
    if not identifier:
        from exporters.editorial.identity import derive_id
        from exporters.model.meta import Meta

        identifier = derive_id(slug, [Meta(title=title, published=moment)])
    lines = [
        "---",
        f"title: {_quoted(title)}",
        f"id: {identifier}",
        f"slug: {slug}",
        *_examples(project),
        f"date: {moment.isoformat()}",
        f"language: {project.publication.language}",
        f"status: draft  # published when it is ready; embargo: {_next_week(moment)} holds it until then",
        "---",
        "",
        "",
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, "\n".join(lines).encode())
    return path


def _examples(project: Project) -> list[str]:
    """Return lines for the head of a story that are comments until somebody fills them in, with what is known here."""
    queries = (*project.briefings, *project.feeds)
    sections = _known(word for query in queries for word in _words(query.section))
    tags = _known(word for query in queries for word in _words(query.tag))
    people = _known(project.people)
    return [
        f"# authors: [{_listed(people[:1] or ('First Last',))}]{_of(people)}",
        f"# section: {_quoted((sections or ('News',))[0])}{_of(sections)}",
        '# summary: "What was found, in a sentence or two"',
        f"# tags: [{_listed(tags[:2] or ('first word', 'second word'))}]{_of(tags[2:] and tags)}",
    ]


def _words(told: str | Sequence[str]) -> Sequence[str]:
    return ([told] if told else []) if isinstance(told, str) else told


def _known(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))[:_MOST_EXAMPLES]


def _of(words: Sequence[str]) -> str:
    """Return what may stand there, as a comment; empty where that is not more than one."""
    return f"  # of {_listed(words)}" if len(words) > 1 else ""


def _listed(words: Sequence[str]) -> str:
    return ", ".join(_quoted(word) for word in words)


def _quoted(text: str) -> str:
    """Return a text as a value of YAML, in one line."""
    return '"' + " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _next_week(moment: datetime) -> str:
    return (moment + timedelta(days=7)).replace(hour=6, minute=0, second=0).isoformat()
