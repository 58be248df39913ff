"""What a careless or hostile caller can do at the command line ends in words and an exit code, without a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

STORY = "---\ntitle: A story\nlanguage: en\ndate: 2025-11-01T09:00:00Z\nurl: https://example.org/a\n---\n\nWords.\n"
COMMAND = f"{sys.executable} -c 'from exporters.cli import run; run()'"


def shell(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a line of shell in which `broadsheet` stands for the command."""
    return subprocess.run(
        ["sh", "-c", line.replace("broadsheet", COMMAND)],
        cwd=folder, capture_output=True, text=True, errors="surrogateescape", timeout=60, check=False,
    )  # fmt: skip


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "s.md").write_text(STORY)
    (tmp_path / "untitled.md").write_text("x")
    return tmp_path


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ('broadsheet export "" -t native', 2, "a source has no name"),
        ('broadsheet export s.md -t native -o ""', 2, "a folder needs a name"),
        ("broadsheet export s.md -t native -o s.md", 7, "is no folder"),
        ("broadsheet export s.md -t native -o s.md/x", 7, "is no folder"),
        ("broadsheet export s.md -t native -o /dev/full", 7, "is no folder"),
        ("broadsheet export $(printf '%0500d' 0) -t native", 3, "File name too long"),
        ("broadsheet export - -t native -o o <&-", 3, "standard input is closed"),
        ("broadsheet export s.md -t native -o o >/dev/full", 7, "No space left"),
        ("broadsheet formats >/dev/full", 7, "No space left"),
        ("broadsheet export s.md -t native --language 'not a tag'", 2, "--language cannot be 'not a tag'"),
        ("broadsheet export s.md -t native --url 'javascript:alert(1)'", 2, "--url cannot be"),
        ("broadsheet export s.md -t native --id 'x y'", 2, "--id cannot be 'x y'"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(line: str, code: int, words: str, here: Path) -> None:
    done = shell(line, here)
    assert (done.returncode, words in done.stderr) == (code, True), done.stderr
    assert "Traceback" not in done.stderr
    assert "internal" not in done.stderr
    assert not (here / "dist").exists()


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("broadsheet export s.md -t native -o o >&-", 0),
        ("broadsheet export nope.md -t native -o o 2>&-", 3),
        ("broadsheet export untitled.md -t native -o o 2>&-", 0),
        ("broadsheet export untitled.md -t native -o o 2>/dev/full", 7),
        ("cat s.md | broadsheet export - - -t native -o o", 0),
        ("broadsheet formats pdf | head -c 1", 0),
        ("broadsheet export s.md -t native -o o --json | head -c 1", 0),
    ],
)
def test_closed_and_full_streams_end_quietly(line: str, code: int, here: Path) -> None:
    done = shell(line, here)
    assert (done.returncode, "Traceback" in done.stderr) == (code, False), done.stderr


def test_a_name_cannot_break_a_line_or_steer_a_terminal(here: Path) -> None:
    name = "a\nb\x1b[31m\u202ec.md"
    (here / name).write_text("x")
    done = subprocess.run(
        [sys.executable, "-c", "from exporters.cli import run; run()", "export", name, "-t", "native", "-o", "o"],
        cwd=here, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert done.stderr.splitlines()[0].startswith("a\\nb\\x1b[31m\\u202ec.md:1: warning[title-missing]")
    assert "\x1b" not in done.stderr


@pytest.mark.skipif(sys.platform == "darwin", reason="its file systems take names in UTF-8 only")
def test_a_name_that_is_no_text_is_told_as_json(here: Path) -> None:
    name = os.fsdecode(b"w\xff.md")
    (here / name).write_text("x")
    done = shell(f"broadsheet export {name} -t native -o o --json", here)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["diagnostics"][0]["place"]["file"] == name


def test_standard_input_is_read_once(here: Path) -> None:
    shell("cat s.md | broadsheet export - - -t native -o o", here)
    assert [path.name for path in (here / "o").iterdir()] == ["a-story.native.json"]
