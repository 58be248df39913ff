"""The command line: what it says, where, and with which exit code it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from exporters.formats.zipped import content_digest


def broadsheet(*arguments: str | Path, text: str = "", folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "exporters", *map(str, arguments)],
        input=text,
        capture_output=True,
        text=True,
        timeout=120,
        cwd=folder,
        env={**os.environ, "NO_COLOR": "1"},
        check=False,
    )


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.md"
    path.write_text("---\ntitle: A story\ndate: 2025-11-01\nid: urn:x:a\n---\n\nWords.\n", encoding="utf-8")
    return path


def test_version_and_help() -> None:
    assert broadsheet("--version").stdout.startswith("broadsheet 0.")
    told = broadsheet("--help")
    assert told.returncode == 0
    assert all(command in told.stdout for command in ("export", "check", "formats"))


def test_export_says_what_it_wrote(story: Path, tmp_path: Path) -> None:
    done = broadsheet("export", story, "--to", "epub,atom", "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert [line.split(" (")[0] for line in done.stdout.splitlines()] == [
        f"wrote {tmp_path / 'out' / 'story.epub'}",
        f"wrote {tmp_path / 'out' / 'story.atom'}",
    ]


def test_standard_input_with_its_kind(tmp_path: Path) -> None:
    done = broadsheet("export", "-", "--from", "html", "--to", "rss", "-o", tmp_path, text="<h1>A</h1><p>Words</p>")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "a.rss").is_file()


def test_check_writes_nothing_and_says_where(tmp_path: Path) -> None:
    (tmp_path / "s.md").write_text("# S\n\n![](missing.png)\n\n[x](#nowhere)\n")
    done = broadsheet("check", "s.md", "--to", "epub", folder=tmp_path)
    assert done.returncode == 0
    assert "s.md:3:1: warning[image-missing]" in done.stderr
    assert "s.md:5:1: warning[link-dead]" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["s.md"]


def test_json_says_everything_in_one_object(story: Path, tmp_path: Path) -> None:
    done = broadsheet("export", story, "--to", "rss", "-o", tmp_path / "out", "--json")
    told = json.loads(done.stdout)
    assert told["error"] is None
    assert [Path(written["path"]).name for written in told["written"]] == ["story.rss"]
    archive = broadsheet("export", story, "--to", "docx,rss", "-o", tmp_path / "out", "--json")
    files = json.loads(archive.stdout)["written"]
    digests = {Path(found["path"]).suffix: found.get("content_sha256") for found in files}
    with (tmp_path / "out" / "story.docx").open("rb") as stream:
        assert digests == {".docx": content_digest(stream), ".rss": None}
    failed = broadsheet("export", tmp_path / "gone.md", "--json")
    assert failed.returncode == 3
    assert json.loads(failed.stdout)["error"]["exit_code"] == 3


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["export", "STORY", "--to", "pfd"], 2, "Did you mean 'pdf'?"),
        (["export", "STORY", "--to", "pdf", "-O", "pdf.papre=a4"], 2, "Did you mean 'paper'?"),
        (["export", "STORY", "--from", "markdwn"], 2, "Did you mean 'markdown'?"),
        (["export", "gone.md"], 3, "there is no file or folder 'gone.md'"),
        (["export", "STORY", "--as-one"], 2, "a briefing needs a title"),
        (["export", "STORY", "--to", "epub", "-o", "STORY/out"], 7, "cannot write into"),
        (["formats", "epbu"], 2, "Did you mean 'epub'?"),
    ],
)
def test_a_mistake_is_one_line_without_a_traceback(arguments: list[str], code: int, words: str, story: Path) -> None:
    done = broadsheet(*[argument.replace("STORY", str(story)) for argument in arguments], folder=story.parent)
    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert (
        "Traceback"
        in broadsheet(
            *[argument.replace("STORY", str(story)) for argument in arguments], "--debug", folder=story.parent
        ).stderr
    )


def test_strict_ends_with_one(tmp_path: Path) -> None:
    (tmp_path / "s.md").write_text("# S\n\n[x](#nowhere)\n")
    done = broadsheet("export", "s.md", "--to", "rss", "--strict", folder=tmp_path)
    assert done.returncode == 1
    assert not (tmp_path / "dist").exists() or not list((tmp_path / "dist").iterdir())


def test_formats_tells_what_can_be_written_and_how() -> None:
    listed = broadsheet("formats").stdout
    assert [name for name in ("pdf", "epub", "docx", "rss", "atom", "native") if name not in listed] == []
    told = broadsheet("formats", "pdf").stdout
    assert "-O pdf.paper=" in told
    assert broadsheet("formats", "pdf", "--json").returncode == 0
