"""The beginning of a project, and of a story in one."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from exporters.assets import assets_folder
from exporters.delivery.files import write_whole
from exporters.errors import UsageError
from exporters.model.outline import slugify
from exporters.project.reading import read_project


def begin_project(folder: Path) -> list[Path]:
    """Write the project that assets/templates/project holds into this folder and return its files.

    Raises UsageError rather than write over anything.
    """
    source = assets_folder() / "templates" / "project"
    files = sorted(path for path in source.rglob("*") if path.is_file())
    targets = [folder / path.relative_to(source) for path in files]
    for target in targets:
        if target.exists():
            raise UsageError(f"{target} is there already", remedy="Name a folder that is new or empty")
    for path, target in zip(files, targets, strict=True):
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, path.read_bytes())
    return targets


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
    quoted = title.replace("\\", "\\\\").replace('"', '\\"')
    lines = [
        "---",
        f'title: "{quoted}"',
        f"id: {identifier}",
        f"slug: {slug}",
        f"date: {moment.isoformat()}",
        f"language: {project.publication.language}",
        "status: draft  # published when it is ready; embargo: 2025-11-24T06:00:00-05:00 holds it until then",
        "---",
        "",
        "",
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, "\n".join(lines).encode())
    return path
