"""`broadsheet compare`: what it writes and says, and that nothing held back in either version gets into the file."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from tests.cli.test_commands import broadsheet
from tests.formats.docx.lint import lint

OLD = """\
---
title: The share
slug: share
date: 2025-11-01
publisher: The Desk
---

The court sealed 97.3 percent of the filings.
"""
RECORD = "corrections:\n  - date: 2025-11-03\n    author: Ada Editor\n    text: The share is lower.\n---\n\n"
NEW = OLD.replace("97.3", "96.3").replace("---\n\n", RECORD)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "old.md").write_text(OLD, encoding="utf-8")
    (tmp_path / "new.md").write_text(NEW, encoding="utf-8")
    return tmp_path


def parts(file: Path) -> str:
    """Return all text of the archive; it has no finding."""
    assert lint(file.read_bytes()) == []
    with zipfile.ZipFile(file) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def test_changes_are_tracked_with_date_and_author_of_the_correction(folder: Path) -> None:
    done = broadsheet("compare", "old.md", "new.md", "-o", "changed.docx", folder=folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("wrote changed.docx")
    made = parts(folder / "changed.docx")
    assert '<w:del w:id="100005" w:author="Ada Editor" w:date="2025-11-03T00:00:00Z">' in made
    assert "<w:delText>97.3</w:delText>" in made
    assert "The share is lower." in made
    assert sorted(path.name for path in folder.iterdir()) == ["changed.docx", "new.md", "old.md"]


def test_the_version_before_may_come_from_a_pipe(folder: Path) -> None:
    done = broadsheet("compare", "-", "new.md", "--json", text=OLD, folder=folder)
    assert [file["path"] for file in json.loads(done.stdout)["written"]] == ["dist/share-changes.docx"]
    assert "<w:delText>97.3</w:delText>" in parts(folder / "dist" / "share-changes.docx")


def test_the_kind_of_source_holds_for_both_versions(folder: Path) -> None:
    (folder / "new.page").write_text("<h1>A</h1><p>One <b>two</b> three</p>", encoding="utf-8")
    page = "<h1>A</h1><p>One <b>four</b> three</p>"
    done = broadsheet("compare", "-", "new.page", "--from", "html", "-o", "a.docx", text=page, folder=folder)
    assert done.returncode == 0, done.stderr
    made = parts(folder / "a.docx")
    assert "<w:delText>four</w:delText>" in made
    assert "&lt;" not in made


HELD = [
    ("---\n\nThe", "---\n\n<redact>SECRET</redact> The", 0),
    ("---\n\nThe", "---\n\n<redact>SECRET The", 8),
    ("slug:", "embargo: 2999-01-01T00:00:00Z\nslug:", 8),
    ("slug:", "status: withdrawn\nslug:", 8),
    ("2025-11-01", "no day", 8),
]


@pytest.mark.parametrize("version", ["old.md", "new.md"])
@pytest.mark.parametrize(("words", "held", "code"), HELD)
def test_what_the_desk_holds_back_in_either_version(
    folder: Path, version: str, words: str, held: str, code: int
) -> None:
    path = folder / version
    path.write_text(path.read_text(encoding="utf-8").replace(words, held, 1), encoding="utf-8")
    done = broadsheet("compare", "old.md", "new.md", "-o", "changed.docx", folder=folder)
    assert done.returncode == code, done.stderr
    assert (folder / "changed.docx").exists() == (code == 0)
    if code == 0:
        assert "SECRET" not in parts(folder / "changed.docx")


@pytest.mark.parametrize("version", ["old.md", "new.md"])
def test_a_draft_is_told_of_in_either_version(folder: Path, version: str) -> None:
    path = folder / version
    path.write_text(path.read_text(encoding="utf-8").replace("slug:", "status: draft\nslug:"), encoding="utf-8")
    done = broadsheet("compare", "old.md", "new.md", "-o", "changed.docx", folder=folder)
    assert f"{version}:1:1: warning[not-yet]: the story is a draft" in done.stderr
    strict = broadsheet("compare", "old.md", "new.md", "-o", "strict.docx", "--strict", folder=folder)
    assert strict.returncode == 1
    assert not (folder / "strict.docx").exists()


@pytest.mark.parametrize("version", ["old", "new"])
def test_what_a_project_took_back_is_in_no_comparison(folder: Path, version: str) -> None:
    (folder / "broadsheet.toml").write_text('[publication]\ntitle = "D"\nid = "tag:d.example,2025:d"\n')
    (folder / "withdrawn.toml").write_text(
        f'[[story]]\nid = "urn:x:{version}"\nslug = "share"\nat = 2025-12-01T00:00:00Z\nreason = "Wrong."\n'
    )
    for name in ("old", "new"):
        path = folder / f"{name}.md"
        path.write_text(path.read_text(encoding="utf-8").replace("slug:", f"id: urn:x:{name}\nslug:"), encoding="utf-8")
    done = broadsheet("compare", "old.md", "new.md", "-o", "changed.docx", folder=folder)
    assert done.returncode == 8, done.stderr
    assert "error[withdrawn" in done.stderr
    assert not (folder / "changed.docx").exists()


def test_words_that_are_withheld_now_are_not_shown_as_deleted(folder: Path) -> None:
    (folder / "new.md").write_text(NEW.replace("96.3 percent", "<redact>97.3 percent</redact>"), encoding="utf-8")
    done = broadsheet("compare", "old.md", "new.md", "-o", "changed.docx", folder=folder)
    assert done.returncode == 0
    assert "a paragraph with a redaction is new or changed, so nothing that was deleted is shown" in done.stderr
    assert "97.3" not in parts(folder / "changed.docx")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("old.md", "new.md", "-o", "a.pdf"), "a.pdf is no Word file. Name a file that ends in .docx."),
        (("old.md", "old.md"), "old.md is named twice"),
        (("gone.md", "new.md"), "there is no file or folder 'gone.md'"),
    ],
)
def test_wrong_uses_are_told(folder: Path, arguments: tuple[str, ...], said: str) -> None:
    done = broadsheet("compare", *arguments, folder=folder)
    assert done.returncode in (2, 3)
    assert said in done.stderr
    assert not list(folder.rglob("*.docx"))
