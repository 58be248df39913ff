"""The README is true: its commands run, its format is a format, its links lead somewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import exporters
from exporters.contract import Format
from exporters.registry import installed_formats
from exporters.testing import check_format

ROOT = Path(exporters.__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def test_the_two_commands_come_first_and_exist() -> None:
    first = blocks("sh")[0]
    assert [line.split("#")[0].strip() for line in first.splitlines()] == ["make demo", "make test"]
    makefile = (ROOT / "Makefile").read_text()
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in ("demo", "test"))


def test_every_command_runs(tmp_path: Path) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    program = tools / "broadsheet"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m exporters "$@"\n')
    program.chmod(0o755)
    (tmp_path / "assets").symlink_to(ROOT / "assets")
    script = "set -e\n" + "\n".join(blocks("sh")[1:]).replace(". .venv/bin/activate", "")
    environment = {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["sh", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    written = {path.name for path in (tmp_path / "dist").iterdir()}
    assert {"story.pdf", "story.epub", "story.docx", "story.rss", "story.atom"} <= written
    assert {"the-taxpayer-records.pdf", "the-taxpayer-records.epub"} <= written
    (changes,) = re.findall(r"broadsheet compare .*# dist/(\S+):", script)
    assert changes in written
    assert re.findall(r"warning\[(.+?)\]", done.stderr)[:1] == ["feed-without-home"]


def test_the_format_of_the_readme_keeps_the_contract_in_under_60_lines() -> None:
    code = blocks("python")[0]
    assert len(code.splitlines()) < 60
    names: dict[str, object] = {"__name__": "my_package"}
    exec(compile(code.replace("from __future__ import annotations", ""), "README.md", "exec"), names)
    format_ = names["FORMAT"]
    assert isinstance(format_, Format)
    check_format(format_)


def test_the_table_names_every_format() -> None:
    assert set(installed_formats()) >= set(re.findall(r"^\| `(\w+)` \| `\.[\w.]+`", README, re.MULTILINE)) >= {
        "pdf", "epub", "docx", "rss", "atom", "jsonfeed", "ninjs", "native",
    }  # fmt: skip


def test_links_between_documents_lead_somewhere() -> None:
    for document in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "exporters").rglob("README.md")]:
        for target in re.findall(r"\]\((?!https?:|#|story:)([^)#\s]+)", document.read_text(encoding="utf-8")):
            if document.name == "README.md" and document.parent.name == "source":
                continue  # its examples show links of stories
            assert (document.parent / target).exists(), f"{document.name}: {target}"
