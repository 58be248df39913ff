"""Stories are found below the folder of the project, and nowhere else."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from exporters.errors import SourceError, UsageError
from exporters.project.scan import _compiled, find_stories
from exporters.report import Report


@pytest.mark.parametrize("pattern", ["linked/**", "linked/secret.md", "stories/away.md", "stories/**"])
def test_a_link_that_leads_out_is_passed_over(tmp_path: Path, pattern: str) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.md").write_text("Secret")
    root = tmp_path / "desk"
    (root / "stories").mkdir(parents=True)
    (root / "linked").symlink_to(tmp_path / "outside")
    (root / "stories" / "away.md").symlink_to(tmp_path / "outside" / "secret.md")
    report = Report()
    assert list(find_stories(root, [pattern], [], report)) == []
    assert [diagnostic.code for diagnostic in report.diagnostics] == ["outside-root"]


def test_a_folder_that_is_itself_reached_by_a_link_is_searched(tmp_path: Path) -> None:
    (tmp_path / "real" / "stories").mkdir(parents=True)
    (tmp_path / "real" / "stories" / "one.md").write_text("One")
    (tmp_path / "desk").symlink_to(tmp_path / "real")
    assert [file.path for file in find_stories(tmp_path / "desk", ["stories/**"], [], Report())] == ["stories/one.md"]


def test_a_pattern_of_many_stars_is_one_or_refused(tmp_path: Path) -> None:
    assert _compiled("stories/" + "*" * 60 + "b").fullmatch("stories/" + "a" * 5000) is None
    with pytest.raises(UsageError, match="stars"):
        _compiled("*a" * 20)


@pytest.mark.skipif(sys.platform == "darwin", reason="its file systems take names in UTF-8 only")
def test_a_story_whose_name_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"w\xff.md")).write_text("Words.")
    (tmp_path / os.fsdecode(b"w\xff.jpg")).write_text("no story")
    with pytest.raises(SourceError, match="no UTF-8"):
        list(find_stories(tmp_path, ["*.md"], [], Report()))
    assert not list(find_stories(tmp_path, ["a*.md"], [], Report()))


@pytest.mark.parametrize(
    ("include", "exclude", "told"),
    [
        (["stories/**"], [], ["mail.docx", "in/notes.odt"]),
        (["stories/**/*.md", "stories/**"], [], ["mail.docx", "in/notes.odt"]),
        (["stories/*.md"], [], ["mail.docx"]),
        (["stories/*.html"], ["stories/mail.*"], []),
        (["stories/a.md"], [], []),
    ],
)
def test_documents_among_the_stories_are_a_warning(
    tmp_path: Path, include: list[str], exclude: list[str], told: list[str]
) -> None:
    (tmp_path / "stories" / "in").mkdir(parents=True)
    for name in ("a.md", "a.pdf", "mail.docx", "in/notes.odt", "map.png", "_draft.docx", "README.pdf"):
        (tmp_path / "stories" / name).write_text("x")
    (tmp_path / "contract.pdf").write_text("x")
    report = Report()
    list(find_stories(tmp_path, include, exclude, report))
    assert [item.code for item in report.diagnostics] == ["documents-skipped"] * bool(told)
    said = "".join(item.message for item in report.diagnostics)
    assert {name for name in ("mail.docx", "in/notes.odt") if f"stories/{name}" in said} == set(told)
    for name in ("a.pdf", "map.png", "_draft.docx", "README.pdf", "contract.pdf"):
        assert name not in said
