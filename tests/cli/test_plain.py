"""Calls of `broadsheet export` that are read without Typer mean what Typer reads, and everything else is left to it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from exporters.cli.application import app
from exporters.cli.plain import STANDS_ALONE, TAKES_A_VALUE, read_plain

EXPORT = get_command(app).commands["export"].built  # type: ignore[attr-defined]


def by_typer(words: list[str]) -> dict[str, Any]:
    """Return what Typer would call the command with."""
    read = EXPORT.make_context("export", list(words)).params
    return {name: list(value) if isinstance(value, tuple) else value for name, value in read.items()}


def test_every_option_of_the_command_is_known_by_all_its_names() -> None:
    names = {
        (name, option.name, not option.is_flag) for option in EXPORT.params if option.opts[0][0] == "-"
        for name in option.opts if name not in ("--help", "-h")
    }  # fmt: skip
    known = {(name, field, True) for name, field in TAKES_A_VALUE.items()}
    assert names == known | {(name, field, False) for name, field in STANDS_ALONE.items()}


@pytest.mark.parametrize(
    "line",
    [
        "a.md",
        "-",
        "a.md b.md folder --to epub,docx -o out",
        "a.md --to epub --to pdf",
        "--as-one --title Weekly a.md --subtitle= --language=de b.md -t all",
        "-f html - --publisher Desk --url https://example.org --id tag:example.org,2025:a",
        "a.md -O pdf.paper=letter --option epub.cover=never -O pdf.paper=a4 --output=x/y.pdf",
        "a.md --smart --strict --json --quiet --verbose --debug -q -v",
    ],
)
def test_a_plain_call_means_what_typer_reads(line: str) -> None:
    words = line.split()
    read = read_plain(["export", *words])
    assert read is not None
    meant = by_typer(words)
    assert read == {name: meant[name] for name in read}
    assert all(not meant[name] or name in ("to", "output") for name in meant.keys() - read.keys())
    untold = by_typer(["a.md"])
    assert {name: meant[name] for name in meant.keys() - read.keys()} == {
        name: untold[name] for name in meant.keys() - read.keys()
    }


@pytest.mark.parametrize(
    "line",
    [
        "", "--help", "check a.md", "--version", "export", "export --help", "export a.md -h", "export a.md -qv",
        "export a.md -tepub", "export a.md --pdf", "export a.md --title", "export a.md --title -x", "export a.md -- -x",
        "export a.md --quiet=1", "export a.md --to -", "export a.md -o=x",
    ],
)  # fmt: skip
def test_what_is_not_plain_is_left_to_typer(line: str) -> None:
    assert read_plain(line.split()) is None


def test_a_folder_without_a_name_is_left_to_typer() -> None:
    assert read_plain(["export", "a.md", "-o", " "]) is None


def test_completion_is_left_to_typer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_BROADSHEET_COMPLETE", "complete_bash")
    assert read_plain(["export", "a.md"]) is None


def test_a_plain_call_needs_neither_typer_nor_what_it_imports(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A\n\nWords.\n", encoding="utf-8")
    code = (
        "import os, sys; sys.argv = ['broadsheet', 'export', 'a.md', '--to', 'native', '-o', 'out']\n"
        "heavy = {'typer', 'typing_extensions', 'inspect'}\n"
        "def leave(code): print(code, *sorted(heavy & set(sys.modules)), flush=True)\n"
        "os._exit = leave\n"
        "from exporters.cli import run\nrun()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout.splitlines()[-1] == "0"
    assert (tmp_path / "out" / "a.native.json").is_file()
