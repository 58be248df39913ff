"""The record of stories that were out and are not any more, `formerly.toml`: kept beside the project file.

The cache can be deleted, and a fresh copy of the project has none; what was published once is known from this file all
the same, so that it can be withdrawn. It is meant to be kept with the stories, under version control. It holds no word
of a story, not its title either, as the ledger of withdrawals does not.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import UTC
from pathlib import Path

import msgspec

from exporters.errors import SourceError, wrap
from exporters.model.place import Place
from exporters.project.cards import Card
from exporters.project.filenames import FORMERLY
from exporters.project.withdrawals import OutRecord, TakenFile, records_as_toml

_TOLD = (
    "# Stories that were out and are not any more, or were out under other names, with the files that held them.\n"
    "# `broadsheet build` keeps this file, and `broadsheet withdraw` needs it: keep it with the stories."
)


class Former(msgspec.Struct, frozen=True):
    """A story as it was out, under the name it went out with, and the files of dist/ that held it then."""

    card: Card
    files: tuple[TakenFile, ...]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    story: tuple[OutRecord, ...] = ()


def read_formerly(root: Path) -> dict[str, Former]:
    """Return what the file of the project tells, by id. Raises SourceError for one that cannot be read."""
    path = root / FORMERLY
    if not path.exists():
        return {}
    remedy = "Put it back as it was: it says which stories were out"
    with wrap(
        SourceError,
        f"understand {FORMERLY}",
        OSError,
        tomllib.TOMLDecodeError,
        UnicodeDecodeError,
        msgspec.ValidationError,
        place=Place(FORMERLY),
        remedy=remedy,
    ):
        told = msgspec.convert(tomllib.loads(path.read_bytes().decode()), _File)
    return {record.id: Former(record.card(), record.files) for record in told.story}


def write_formerly(root: Path, stories: Mapping[str, Former]) -> None:
    """Have the file tell of these stories, if it does not; one that would tell of none any more goes.

    One that told of none before stays: somebody says with it that no other story was ever out.
    """
    from exporters.delivery.files import write_whole

    path = root / FORMERLY
    if not stories:
        if read_formerly(root):
            path.unlink()
        return
    data = records_as_toml(_TOLD, _records(stories.values()))
    if not path.is_file() or path.read_bytes() != data:
        write_whole(path, data)


def _records(stories: Iterable[Former]) -> list[OutRecord]:
    records = [
        OutRecord(
            id=card.id,
            slug=card.slug,
            path=card.path if card.path != card.slug else "",
            url=card.url,
            section=card.section,
            tags=card.tags,
            authors=card.authors,
            language=card.language,
            published=card.published.astimezone(UTC).replace(microsecond=0) if card.published else None,
            files=tuple(sorted(set(former.files), key=lambda file: (file.name, file.sha256))),
        )
        for former in stories
        for card in (former.card,)
    ]
    return sorted(records, key=lambda record: record.id)
