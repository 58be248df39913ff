"""The ledger of what was taken back, `withdrawn.toml`: kept beside the project file, so that it outlives the stories.

It holds what tombstones and stubs need and no word of the story itself, not even its title: that may be the fault.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from exporters.errors import SourceError, wrap
from exporters.model.meta import Correction, Meta
from exporters.model.nodes import Paragraph, Text
from exporters.model.place import Place
from exporters.model.publication import Article
from exporters.project.cards import Card
from exporters.project.filenames import LEDGER
from exporters.words import words_for

_ENDS = (".", "!", "?", "…", "。", "！", "？", "؟")


class TakenFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file that held the story when it was withdrawn."""

    name: str
    sha256: str


class OutRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A story as it was out: what it was called by, where it stood, and the files that held it."""

    id: str
    slug: str
    path: str = ""
    url: str = ""
    section: str = ""
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    language: str = ""
    published: datetime | None = None
    files: tuple[TakenFile, ...] = ()

    def card(self) -> Card:
        """Return the card by which plans know the story."""
        return Card(
            path=self.path or self.slug,
            key=b"",
            slug=self.slug,
            id=self.id,
            title="",
            url=self.url,
            section=self.section,
            tags=self.tags,
            authors=self.authors,
            language=self.language,
            published=self.published,
        )


class Withdrawal(OutRecord, frozen=True, kw_only=True):
    """One story that was taken back, when, why and by whom."""

    at: datetime
    reason: str
    by: str = ""

    def card(self) -> Card:
        """Return the card by which plans know the story."""
        return msgspec.structs.replace(super().card(), modified=self.at, status="withdrawn")


class _Ledger(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    story: tuple[Withdrawal, ...] = ()


def read_ledger(folder: Path) -> tuple[tuple[Withdrawal, ...], bytes]:
    """Return what was withdrawn from the project in this folder, and the bytes of the ledger.

    Raises SourceError for a ledger that cannot be read: a story in it could go out again.
    """
    path = folder / LEDGER
    if not path.exists():
        return (), b""
    with wrap(SourceError, f"read {LEDGER}", OSError, place=Place(LEDGER)):
        data = path.read_bytes()
    with wrap(
        SourceError,
        f"understand {LEDGER}",
        tomllib.TOMLDecodeError,
        UnicodeDecodeError,
        msgspec.ValidationError,
        place=Place(LEDGER),
        remedy="Put it back as it was: it says which stories may not go out again",
    ):
        return msgspec.convert(tomllib.loads(data.decode()), _Ledger).story, data


class _ToldOne(msgspec.Struct):
    id: str


class _Told(msgspec.Struct):
    withdrawn: tuple[_ToldOne, ...] = ()


def told_withdrawn(root: Path) -> frozenset[str]:
    """Return the ids whose withdrawal dist/ tells of, by its withdrawn.json."""
    try:
        told = msgspec.json.decode((root / "dist" / "withdrawn.json").read_bytes(), type=_Told)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return frozenset()
    return frozenset(record.id for record in told.withdrawn)


def write_ledger(folder: Path, withdrawals: tuple[Withdrawal, ...]) -> None:
    """Write the ledger of the project, complete or not at all."""
    from exporters.delivery.files import write_whole

    told = "# What was withdrawn, and why. `broadsheet withdraw` adds to it; a story that stands here is never built."
    write_whole(folder / LEDGER, records_as_toml(told, withdrawals))


def records_as_toml(told: str, records: Iterable[msgspec.Struct]) -> bytes:
    """Return a file of TOML with a comment that tells what it is, and a table for each of these records."""
    lines = [told, ""]
    for record in records:
        lines.append("[[story]]")
        fields = msgspec.to_builtins(record, builtin_types=(datetime,)).items()
        for name, value in sorted(fields, key=lambda field: field[0] == "files"):  # the longest last
            if name == "files":
                lines.append("files = [")
                lines.extend(f"  {{name = {_toml(f['name'])}, sha256 = {_toml(f['sha256'])}}}," for f in value)
                lines.append("]")
            else:
                lines.append(f"{name} = {_toml(value)}")
        lines.append("")
    return "\n".join(lines).encode()


def _toml(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(_toml(item) for item in value)}]"
    text = msgspec.json.encode(str(value)).decode()  # a JSON string is a basic string of TOML, but for DEL
    return text.replace("\x7f", "\\u007F")


def stub_of(withdrawal: Withdrawal) -> Article:
    """Return what stands where the story stood, in its language; the reason is in the words of who gave it."""
    words = words_for(withdrawal.language)
    told = words.withdrawn_on.format(date=words.format_date(withdrawal.at.astimezone(UTC)))
    reason = withdrawal.reason
    if not reason.endswith(_ENDS):
        reason += told[-1]  # the full stop of this language
    meta = Meta(
        title=words.withdrawn_story,
        slug=withdrawal.slug,
        id=withdrawal.id,
        url=withdrawal.url,
        language=withdrawal.language or "en",
        status="withdrawn",
        published=withdrawal.published,
        modified=withdrawal.at,
        section=withdrawal.section,
        summary=f"{told} {reason}",
        place=Place(withdrawal.path),
    )
    body = (Paragraph((Text(told),)), Paragraph((Text(reason),)))
    notice = Correction(date=withdrawal.at, text=f"{told} {reason}", kind="update", author=withdrawal.by)
    return Article(meta=meta, body=body, corrections=(notice,))


def withdrawal_of(card: Card) -> Withdrawal:
    """Return the record of a story that says of itself that it is withdrawn."""
    when = card.modified or card.published or datetime(1980, 1, 1, tzinfo=UTC)
    return Withdrawal(
        id=card.id,
        slug=card.slug,
        at=when,
        reason=words_for(card.language).withdrawn_by_editors,
        path=card.path,
        url=card.url,
        section=card.section,
        tags=card.tags,
        authors=card.authors,
        language=card.language,
        published=card.published,
    )
