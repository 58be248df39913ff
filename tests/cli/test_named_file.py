"""`-o story.pdf` writes that file, or says why not."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from exporters.cli.application import app
from exporters.errors import StrictError, UsageError

HEAD = "---\ntitle: A title\nslug: a-title\ndate: 2025-11-24\nlanguage: en\n---\n\n"
STORY = f"{HEAD}Words.\n\n![A map](gone.png)\n\n## Two\n\n### Three\n"


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.md"
    path.write_text(STORY)
    return path


def run(*words: object) -> Result:
    return CliRunner().invoke(app, ["export", *map(str, words)])


@pytest.mark.parametrize(
    ("name", "more", "begins"),
    [
        ("x.pdf", (), b"%PDF"),
        ("x.epub", ("--to", "epub"), b"PK"),
        ("a.b.atom", (), b"<?xml"),
        ("x.ninjs.json", (), b"{"),
        ("x.native.json", (), b"{"),
        ("x.json", ("--to", "jsonfeed"), b"{"),
        ("x.PDF", (), b"%PDF"),
        ("X.Native.Json", (), b"{"),
    ],
)
def test_one_output_is_the_file_that_is_named(
    story: Path, tmp_path: Path, name: str, more: tuple[str, ...], begins: bytes
) -> None:
    done = run(story, "-o", tmp_path / "out" / name, *more)
    assert done.exit_code == 0, done.output
    assert [path.name for path in (tmp_path / "out").iterdir()] == [name]
    assert (tmp_path / "out" / name).read_bytes().startswith(begins)


@pytest.mark.parametrize(
    ("name", "more", "told"),
    [
        ("x.pdf", ("--to", "pdf,epub"), "2 formats are asked for"),
        ("x.pdf", ("--to", "epub"), "Write --to pdf"),
        ("x.html", (), "no format has .html"),
        ("x.pfd", (), "Did you mean"),
        ("x.epbu", ("--to", "epub"), "x.epub"),
        (".pdf", (), "story.pdf"),
        ("a:b.pdf", (), "a-b.pdf"),
        ("con.pdf", (), "_con.pdf"),
        ("x.epub", ("--to", "pdf"), "Write --to epub"),
    ],
)
def test_a_file_that_does_not_fit_is_an_error(
    story: Path, tmp_path: Path, name: str, more: tuple[str, ...], told: str
) -> None:
    done = run(story, "-o", tmp_path / name, *more)
    assert isinstance(done.exception, UsageError)
    assert told in f"{done.exception.message} {done.exception.remedy}"
    assert not (tmp_path / name).exists()


def test_a_folder_by_the_name_of_a_file_is_an_error(story: Path, tmp_path: Path) -> None:
    done = run(story, "-o", f"{tmp_path}/x.pdf/")
    assert done.exit_code == 2
    assert "leave the / out" in " ".join(done.output.replace("│", " ").split())
    assert not (tmp_path / "x.pdf").exists()


def test_standard_output_is_no_folder(story: Path) -> None:
    done = run(story, "-o", "-")
    assert isinstance(done.exception, UsageError)
    assert "story.pdf" in done.exception.remedy


def test_a_source_is_not_written_over(story: Path, tmp_path: Path) -> None:
    run(story, "-o", tmp_path / "x.native.json")
    before = (tmp_path / "x.native.json").read_bytes()
    done = run(tmp_path / "x.native.json", "-o", tmp_path / "x.native.json")
    assert isinstance(done.exception, UsageError)
    assert "source itself" in done.exception.message
    assert (tmp_path / "x.native.json").read_bytes() == before


def test_several_stories_make_one_file_as_one(story: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.md"
    other.write_text(STORY.replace("A title", "Another").replace("a-title", "another"))
    refused = run(story, other, "-o", tmp_path / "x.epub")
    assert isinstance(refused.exception, UsageError)
    assert "--as-one" in refused.exception.remedy
    assert run(story, other, "-o", tmp_path / "x.epub", "--as-one", "--title", "Both").exit_code == 0
    assert (tmp_path / "x.epub").is_file()
    assert run(story, other, "-o", tmp_path / "x.rss", "--title", "Both").exit_code == 0
    assert (tmp_path / "x.rss").is_file()


def test_a_folder_that_is_there_or_has_another_name_is_a_folder(story: Path, tmp_path: Path) -> None:
    (tmp_path / "x.pdf").mkdir()
    assert run(story, "-o", tmp_path / "x.pdf", "--to", "pdf").exit_code == 0
    assert (tmp_path / "x.pdf" / "a-title.pdf").is_file()
    assert run(story, "-o", tmp_path / "v1.2", "--to", "rss").exit_code == 0
    assert (tmp_path / "v1.2" / "a-title.rss").is_file()


def test_what_is_lost_is_told_in_order_and_counted_at_the_end(story: Path, tmp_path: Path) -> None:
    other = tmp_path / "b.md"
    other.write_text("---\ntitle: B\ndate: 2025-11-24\nlanguage: en\n---\n\n[nowhere](#nowhere)\n\n![A](gone.png)\n")
    done = run(story, other, "--to", "epub", "-o", tmp_path / "out")
    assert done.exit_code == 0
    lines = [line for line in done.stderr.splitlines() if ": warning[" in line]
    places = [(line.split(":")[0], int(line.split(":")[1])) for line in lines]
    assert len(places) > 2
    assert places == sorted(places)
    assert done.stderr.splitlines()[-1].startswith(f"{len(lines)} warnings: ")
    assert "--strict takes warnings for errors" in done.stderr
    strict = run(story, other, "--to", "epub", "-o", tmp_path / "strict", "--strict")
    assert isinstance(strict.exception, StrictError)
    assert not (tmp_path / "strict").exists()
