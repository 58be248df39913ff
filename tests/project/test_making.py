"""Files that options of a project name: from its folder, and of a length that can be."""

from __future__ import annotations

from pathlib import Path

import pytest

from exporters.errors import UsageError
from exporters.project.making import rules_file
from exporters.project.reading import decode_project
from exporters.project.stories import Rules


def test_an_option_reads_files_of_the_project_only(tmp_path: Path) -> None:
    root = tmp_path / "desk"
    (root / "themes").mkdir(parents=True)
    (root / "themes" / "own.css").write_bytes(b"p {}")
    (tmp_path / "secret.css").write_bytes(b"secret")
    (root / "away.css").symlink_to(tmp_path / "secret.css")
    read = rules_file(Rules(str(root), decode_project(b'publication = {title = "Desk"}'), b""))
    assert read("themes/own.css") == b"p {}"
    for name in ("../secret.css", str(tmp_path / "secret.css"), "away.css", "/dev/zero", "themes", "none.css", "a\0b"):
        with pytest.raises(UsageError):
            read(name)
