"""Formats are found by entry point: the built-in ones and anybody's, and none is imported to list them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from exporters.errors import PluginError, UsageError
from exporters.registry import _OWN, choose_formats, installed_formats, load_format

MODULE = """
from exporters.contract import Format

FORMAT = Format(name="{name}", suffix=".x", media_type="text/x", summary="s", write=print, api_version={version})
"""


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder in which a test installs a distribution with formats."""
    monkeypatch.syspath_prepend(str(tmp_path))
    installed_formats.cache_clear()
    sys.modules.pop("wire_format", None)
    yield tmp_path
    sys.modules.pop("wire_format", None)
    installed_formats.cache_clear()


def install(folder: Path, name: str, code: str) -> None:
    (folder / f"{name}_format.py").write_text(code)
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[exporters.formats]\n{name} = {name}_format:FORMAT\n")


def test_the_built_in_formats_come_first_and_in_their_order() -> None:
    assert list(installed_formats())[:8] == [
        "pdf", "epub", "docx", "rss", "atom", "jsonfeed", "ninjs", "native",
    ]  # fmt: skip


def test_a_format_of_somebody_else_is_listed_without_being_imported(plugin: Path) -> None:
    install(plugin, "wire", MODULE.format(name="wire", version=1))
    assert "wire" in installed_formats()
    assert "wire_format" not in sys.modules
    assert load_format("wire").suffix == ".x"
    assert [format_.name for format_ in choose_formats("wire,pdf,wire")] == ["wire", "pdf"]
    assert choose_formats("all")[-1].name == "wire"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("raise RuntimeError('broken at import')", "broken at import"),
        ("FORMAT = 3", "is not a Format"),
        (MODULE.format(name="wire", version=99), "keeps version 99"),
    ],
)
def test_a_format_that_cannot_be_used_says_whose_fault_it_is(plugin: Path, code: str, words: str) -> None:
    install(plugin, "wire", code)
    with pytest.raises(PluginError, match=words) as caught:
        load_format("wire")
    assert "wire" in caught.value.message
    assert caught.value.exit_code == 6


@pytest.mark.parametrize(("asked", "remedy"), [("pfd", "Did you mean 'pdf'?"), ("xyzzy", "Installed: pdf, epub")])
def test_an_unknown_format_names_the_nearest(asked: str, remedy: str) -> None:
    with pytest.raises(UsageError) as caught:
        choose_formats(asked)
    assert caught.value.remedy.startswith(remedy)


def test_all_leaves_the_exact_form_to_those_who_ask() -> None:
    assert "native" not in [format_.name for format_ in choose_formats("all")]
    with pytest.raises(UsageError):
        choose_formats(" , ")


def test_the_formats_that_come_along_are_their_entry_points() -> None:
    own = {name: entry.value for name, entry in installed_formats().items() if entry.module.startswith("exporters.")}
    assert own == _OWN


def test_a_nickname_is_answered_with_the_name() -> None:
    with pytest.raises(UsageError) as caught:
        load_format("word")
    assert caught.value.remedy == "Did you mean 'docx'?"


def test_the_listing_says_what_each_format_says_of_itself() -> None:
    from exporters.registry import SUMMARIES

    assert {name: load_format(name).summary for name in SUMMARIES} == SUMMARIES
