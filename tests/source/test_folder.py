from __future__ import annotations

import os
from pathlib import Path

import pytest

from exporters.errors import SourceError, UsageError
from exporters.report import Report
from exporters.source import read_stories
from exporters.source.folder import find_files

SUFFIXES = frozenset({".md", ".html", ".json"})


def _found(*sources: Path | str) -> tuple[list[str], list[str]]:
    report = Report()
    files = find_files(list(sources), SUFFIXES, report)
    return [file.path.name if file.path else "-" for file in files], [item.message for item in report.diagnostics]


def _make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("# T\n")


def test_stories_come_in_the_order_in_which_people_count(tmp_path: Path) -> None:
    _make(tmp_path, "10-end.md", "2-middle.html", "1-start.MD", "b/1.md", "a/1.md")
    names, said = _found(tmp_path)
    assert names == ["1-start.MD", "2-middle.html", "10-end.md", "1.md", "1.md"]
    assert not said


def test_what_is_no_story_is_passed_over_and_what_may_be_one_is_told(tmp_path: Path) -> None:
    _make(
        tmp_path, "a.md", "README.md", "_draft.md", ".hidden.md", "_drafts/b.md", ".git/c.md", "picture.png",
        "letter.docx", "package.json", "node_modules/d.md",
    )  # fmt: skip
    names, said = _found(tmp_path)
    assert names == ["a.md"]
    assert len(said) == 2
    for name in ("README.md", "_draft.md", "package.json"):
        assert name in said[0]
    assert "letter.docx" in said[1]
    assert "picture" not in said[0] + said[1]


def test_documents_that_are_not_read_are_a_warning_but_not_what_was_made_of_stories(tmp_path: Path) -> None:
    _make(
        tmp_path, "a.md", "mail.docx", "in/notes.ODT", "old.rtf", "record.pdf", "a.pdf", "out/a.docx", "dist/all.pdf",
        "_draft.docx", "README.rst",
    )  # fmt: skip
    report = Report()
    find_files([tmp_path], SUFFIXES, report)
    told = {item.severity: item for item in report.diagnostics}
    assert {item.code for item in report.diagnostics} == {"files-skipped", "documents-skipped"}
    assert "mail.docx, old.rtf, record.pdf, in/notes.ODT:" in told["warning"].message
    for name in ("a.pdf", "out/a.docx", "dist/all.pdf", "_draft.docx", "README.rst"):
        assert name in told["info"].message


def test_a_readme_alone_is_the_story_and_so_is_json_in_the_exact_form(tmp_path: Path) -> None:
    _make(tmp_path, "one/README.md")
    (tmp_path / "kept.json").write_text('{ "meta": {"title": "A"}, "contents": []}')
    assert _found(tmp_path)[0] == ["kept.json", "README.md"]


def test_a_file_that_is_named_is_taken_whatever_it_is_called(tmp_path: Path) -> None:
    _make(tmp_path, "README.md", "_draft.md", "other.md")
    assert _found(tmp_path / "_draft.md", tmp_path / "README.md")[0] == ["_draft.md", "README.md"]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    _make(tmp_path, "a.md", "b.md")
    assert _found(tmp_path / "b.md", tmp_path, tmp_path / "a.md")[0] == ["b.md", "a.md"]


def test_links_out_of_the_folder_are_passed_over(tmp_path: Path) -> None:
    _make(tmp_path, "in/a.md", "out/secret.md")
    (tmp_path / "in" / "link.md").symlink_to(tmp_path / "out" / "secret.md")
    (tmp_path / "in" / "folder").symlink_to(tmp_path / "out")
    (tmp_path / "in" / "same.md").symlink_to(tmp_path / "in" / "a.md")
    names, said = _found(tmp_path / "in")
    assert names == ["a.md"]
    assert len([message for message in said if "leads out" in message]) == 2


def test_links_in_a_circle_and_pipes_are_passed_over_and_told(tmp_path: Path) -> None:
    _make(tmp_path, "a.md")
    (tmp_path / "circle.md").symlink_to("circle.md")
    (tmp_path / "gone.md").symlink_to("nowhere.md")
    os.mkfifo(tmp_path / "pipe.md")
    names, said = _found(tmp_path)
    assert names == ["a.md"]
    assert said == [f"passed over in {tmp_path}: circle.md, gone.md, pipe.md"]


def test_what_does_not_exist_is_an_error_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"nowhere\.md"):
        _found(tmp_path / "nowhere.md")


def test_an_unknown_kind_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        read_stories([tmp_path], Report(), kind="markdwon")
    assert "markdown" in caught.value.remedy


def test_each_kind_is_read_by_its_suffix(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# *A*\n\nx\n")
    (tmp_path / "b.html").write_text("<h1><i>B</i></h1><p>x")
    (tmp_path / "c.txt").write_text("*C*\n\nx\n")
    (tmp_path / "d.json").write_text(
        '{"meta": {"title": "D"}, "contents": [{"kind": "article", "meta": {"title": "D"}, "body": []}]}'
    )
    stories, _ = read_stories([tmp_path], Report())
    assert [story.meta.title for story in stories] == ["A", "B", "*C*", "D"]
